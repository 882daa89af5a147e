"""The sentences of `ffbill meter` and `ffbill portfolio`."""

from typing import Any

from facefusion_billing.model.call_logs import MeteredFinding
from facefusion_billing.reports.wording.language import _, ngettext


def finding_text(finding: MeteredFinding) -> str:
    """A warning or note as a sentence."""
    facts: dict[str, Any] = dict(finding.facts)
    return _template(finding.code, facts).format(**facts)


def _template(code: str, facts: dict[str, Any]) -> str:
    match code:
        case "no_calls":
            return _("no billed call in these logs")
        case "days_without_rows":
            return ngettext(
                "no call on {days:,} day inside the log's days: {first}",
                "no call on {days:,} days inside the log's days, the first {first}",
                facts["days"],
            )
        case "month_not_covered":
            return _not_covered(facts)
        case "peak_over_limit":
            return _(
                "{for}: {peak:,} calls in a second on {date}; the limit without QPS is "
                "{limit:,}, passed on {days:,} days"
            )
        case "peak_of_completions":
            return _(
                "times are ends and no duration is mapped: peaks are of completions"
            )
        case "no_ids":
            return _(
                "no RequestId is mapped: a line that was logged twice counts twice"
            )
        case "without_id":
            return _(
                "{rows:,} rows have no RequestId; each counts as a call of its own"
            )
        case "clocks_apart":
            return ngettext(
                "the copies of {calls:,} call are more than a second apart: clocks "
                "disagree",
                "the copies of {calls:,} calls are more than a second apart: clocks "
                "disagree",
                facts["calls"],
            )
        case _unknown:
            return _("{rows:,} unreadable rows were left out")


def _not_covered(facts: dict[str, Any]) -> str:
    if facts["from"]:
        return _("{month} is covered from {from} only")
    return _("{month} is covered until {until} only: its bill is not complete")
