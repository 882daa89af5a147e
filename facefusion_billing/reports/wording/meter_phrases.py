"""The sentences of `ffbill meter` and `ffbill portfolio`."""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.model.call_logs import MeteredCalls, MeteredFinding, OtherPeak
from facefusion_billing.reports.wording.language import N_, _, ngettext
from facefusion_billing.reports.wording.phrases import amount

_MOST_PEAKS = 10
_MOST_SCOPES = 5

_TEMPLATES = {
    "no_calls": N_("no billed call in these logs"),
    "failures_unknown": N_(
        "no error code is mapped: which calls failed is unknown, and all of them count "
        "as billed"
    ),
    "peak_of_completions": N_(
        "times are ends and no duration is mapped: peaks are of completions"
    ),
    "no_ids": N_("no RequestId is mapped: a line that was logged twice counts twice"),
    "without_id": N_(
        "rows without a RequestId: {rows:,}; each counts as a call of its own"
    ),
    "unreadable_rows": N_("unreadable rows left out: {rows:,}"),
}
"""The findings that are said in one form, by their code."""


def finding_text(finding: MeteredFinding) -> str:
    """A warning or note as a sentence."""
    facts: dict[str, Any] = dict(finding.facts)
    return _template(finding.code, facts).format(**facts)


def _template(code: str, facts: dict[str, Any]) -> str:
    match code:
        case "days_without_rows":
            return ngettext(
                "no call on {days:,} day inside the log's days: {first}",
                "no call on {days:,} days inside the log's days, the first {first}",
                facts["days"],
            )
        case "month_not_covered":
            return _not_covered(facts)
        case "peak_over_limit":
            return _over_limit(facts)
        case "unknown_scopes":
            return _unknown_scopes(facts)
        case "clocks_apart":
            return ngettext(
                "the copies of {calls:,} call are more than a second apart: clocks "
                "disagree",
                "the copies of {calls:,} calls are more than a second apart: clocks "
                "disagree",
                facts["calls"],
            )
        case _one_form:
            return _(_TEMPLATES[code])


def _not_covered(facts: dict[str, Any]) -> str:
    if facts["from"]:
        return _("{month} is covered from {from} only")
    return _("{month} is covered until {until} only: its bill is not complete")


def _unknown_scopes(facts: dict[str, Any]) -> str:
    """Scopes of no bill, the first of them by name."""
    names = ", ".join(repr(name) for name in facts["scopes"][:_MOST_SCOPES])
    if facts["count"] > _MOST_SCOPES:
        names += ", ..."
    facts["names"] = names
    return ngettext(
        "{book} has no interface group {names}, so none of its bills takes those calls; "
        "name another scope or price_book",
        "{book} has no interface groups {names}, so none of its bills takes those calls; "
        "name other scopes or another price_book",
        facts["count"],
    )


def _over_limit(facts: dict[str, Any]) -> str:
    """A peak above the limit, whose account is named where the log has some."""
    if not facts["account"]:
        return ngettext(
            "{for}: {peak:,} calls in a second on {date}; the limit without QPS is "
            "{limit:,}, passed on {days:,} day",
            "{for}: {peak:,} calls in a second on {date}; the limit without QPS is "
            "{limit:,}, passed on {days:,} days",
            facts["days"],
        )
    if facts["accounts"] == 1:
        return ngettext(
            "{for}, account {account}: {peak:,} calls in a second on {date}; the limit "
            "without QPS is {limit:,}, passed on {days:,} day",
            "{for}, account {account}: {peak:,} calls in a second on {date}; the limit "
            "without QPS is {limit:,}, passed on {days:,} days",
            facts["days"],
        )
    return ngettext(
        "{for}, account {account}: {peak:,} calls in a second on {date}; the limit "
        "without QPS is {limit:,}, passed by {accounts:,} accounts on {days:,} day",
        "{for}, account {account}: {peak:,} calls in a second on {date}; the limit "
        "without QPS is {limit:,}, passed by {accounts:,} accounts on {days:,} days",
        facts["days"],
    )


def other_peaks(answer: MeteredCalls) -> Iterator[str]:
    """What the other reading of `qps_window` would change, the dearest first."""
    # A month whose QPS cost as much for both peaks decides nothing.
    told = [peak for peak in answer.peaks if peak.months and peak.stake != 0]
    told.sort(key=lambda peak: -(peak.stake or 0))
    has_months = len({day.day.replace(day=1) for day in answer.days}) > 1
    for peak in told[:_MOST_PEAKS]:
        yield _other_peak(peak, answer.currency, has_months=has_months)
    left = len(told) - _MOST_PEAKS
    if left > 0:
        text = ngettext(
            "qps_window decides on {left:,} more peak; -f json has all",
            "qps_window decides on {left:,} more peaks; -f json has all",
            left,
        )
        yield text.format(left=left)


def _other_peak(peak: OtherPeak, currency: str, *, has_months: bool) -> str:
    month, fixed, sliding = peak.months[0]
    whose = peak.scope
    if peak.account:
        text = _("{scope}, account {account}")
        whose = text.format(scope=peak.scope, account=peak.account)
    if has_months:
        text = _("{scope} in {month}")
        # No plural of the other: in Chinese, which has one form, both would be it.
        if len(peak.months) > 1:
            text = _("{scope} in {months:,} months, the highest in {month}")
        whose = text.format(scope=whose, month=month, months=len(peak.months))
    text = _(
        "qps_window decides on the peak of {scope}: {fixed:,} or {sliding:,}; "
        "{amount} {currency} of QPS by the month."
    )
    if peak.stake is None:
        text = _(
            "qps_window decides on the peak of {scope}: {fixed:,} or {sliding:,}; the "
            "limit without QPS is {limit:,}, and the book sells none by the month."
        )
    return text.format(
        scope=whose,
        fixed=fixed,
        sliding=sliding,
        limit=peak.limit,
        amount=amount(peak.stake or 0),
        currency=currency,
    )
