"""The sentences of a refund verdict: its grounds, its notes, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from facefusion_billing.model.items import KINDS_BY_NAME
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
    Verdict,
)
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import counted

SOON = 3
"""Within how many days the summary warns that a pack can no longer be returned."""

STRICTER = "stricter_reading"
"""The note of a pack that another reading of the window no longer lets go back."""
_NOTES = {
    "abuse": N_("suspected abnormal or malicious returns are the vendor's to judge"),
    "campaign": N_(
        "the campaign's rules decide, and the order does not state them (refundable: true or false)"
    ),
    STRICTER: N_("the stricter reading of the 7 days closed the window the day before"),
}
_NEXT = {
    ELIGIBLE: N_(
        "console > Resource Package Management > select the package > Refund > Confirm "
        "Refund; it takes 3 to 5 minutes (My Orders), then the money can be withdrawn"
    ),
    UNDETERMINED: N_(
        "look up the campaign's rules, then state refundable: true or false"
    ),
}
_VERDICTS = {
    ELIGIBLE: N_("refundable"),
    NOT_ELIGIBLE: N_("not refundable"),
    UNDETERMINED: N_("undetermined"),
}
_GROUNDS = {
    "refundable_item": N_("kind of item"),
    "unused": N_("unused"),
    "within_window": N_("in time"),
    "purchased": N_("bought"),
    "account_open": N_("account open"),
    "not_refunded": N_("not returned before"),
}


def verdict_name(verdict: Verdict) -> str:
    """A verdict in words."""
    return _(_VERDICTS[verdict.verdict])


def ground_name(ground: Ground) -> str:
    """What a ground is about, in a few words."""
    return _(_GROUNDS[ground.name])


def detail(ground: Ground) -> str:
    """A ground in words."""
    return _DETAILS[ground.name](ground)


def _refundable_item(ground: Ground) -> str:
    item = KINDS_BY_NAME[ground.facts["item"]].title
    if ground.met:
        return _("the rule speaks of a {item}").format(item=_(item))
    if ground.facts.get("excluded"):
        text = _("the page excludes the refund of a {item} outright")
        return text.format(item=_(item))
    return _("no refund is stated for a {item}").format(item=_(item))


def _unused(ground: Ground) -> str:
    unit = ground.facts["unit"]
    first = ground.facts["first"]
    if ground.met:
        if unit == "calls":
            return _("no calls used")
        return _("no materials used")
    count = counted(ground.facts["quantity"], unit.removesuffix("s"))
    if first:
        return _("{count} used, first on {first}").format(count=count, first=first)
    return _("{count} used, outside the months of the file").format(count=count)


def _within_window(ground: Ground) -> str:
    if ground.facts["as_of"] < ground.facts["delivered"]:
        return _("not delivered before {delivered}").format(**ground.facts)
    return _("delivered on {delivered}; the last day is {last}").format(**ground.facts)


def _purchased(ground: Ground) -> str:
    source, text = ground.facts["source"], _("source: {source}")
    if ground.met is None:
        text = _("source: {source}, refund not stated")
    return text.format(source=_(source))


def _account_open(ground: Ground) -> str:
    if ground.met:
        return _("the account is open")
    return _("the account was discontinued for violations")


def _not_refunded(ground: Ground) -> str:
    text = _("returned on {refunded}")
    if ground.met:
        text = _("to be returned on {refunded}")
    return text.format(**ground.facts)


_DETAILS: dict[str, Callable[[Ground], str]] = {
    "refundable_item": _refundable_item,
    "unused": _unused,
    "within_window": _within_window,
    "purchased": _purchased,
    "account_open": _account_open,
    "not_refunded": _not_refunded,
}


def note_text(code: str) -> str:
    """What else to know of a verdict, by the code of its note."""
    return _(_NOTES[code])


_ACTIVATE = N_(
    "{step}; where the service never was activated, click Activate Now before"
)


def next_step(verdict: Verdict, *, is_activated: bool) -> str | None:
    """The steps that remain of a verdict, if any."""
    if verdict.verdict not in _NEXT:
        return None
    step = _(_NEXT[verdict.verdict])
    if verdict.verdict == ELIGIBLE and not is_activated:
        return _(_ACTIVATE).format(step=step)
    return step


def deadline(last: date, as_of: date) -> str:
    """Until when a pack can be returned: until 2025-02-17 (5 days), until today, or
    closed.
    """
    if last < as_of:
        return _("closed on {day}").format(day=last)
    if last == as_of:
        return _("until today")
    days = counted((last - as_of).days, "day")
    return _("until {day} ({days})").format(day=last, days=days)


def reason(verdict: Verdict, as_of: date) -> str:
    """In a few words: until when a pack can be returned, or why not."""
    failed, text = verdict.failed_first, why(verdict, as_of)
    if failed is None or _is_over(verdict, as_of):
        return text
    return _("no: {why}").format(why=text)


def why(verdict: Verdict, as_of: date) -> str:
    """What a verdict rests on: until when a pack can be returned, or the ground that
    was the first to fail.
    """
    last, failed = verdict.last_day, verdict.failed_first
    if failed is not None and not _is_over(verdict, as_of):
        return detail(failed)
    assert last is not None, "what may be returned has a last day"
    until = deadline(last, as_of)
    if verdict.verdict == UNDETERMINED:
        return _("undetermined, {until}: its campaign decides").format(until=until)
    return until


def _is_over(verdict: Verdict, as_of: date) -> bool:
    """Whether the days to return a pack are over, and nothing failed before."""
    last, failed = verdict.last_day, verdict.failed_first
    if failed is None or last is None:
        return False
    return failed.name == "within_window" and last < as_of
