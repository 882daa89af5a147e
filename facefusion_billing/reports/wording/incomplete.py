"""Why a result is incomplete, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from facefusion_billing.model.bill import Estimate, Ledger
from facefusion_billing.model.calendar import Month
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import amount, counted

if TYPE_CHECKING:
    from facefusion_billing.model.recommendation import Recommendation

_UNPRICED = {
    "refused": N_("{calls} refused"),
    "undetermined": N_("{calls} undetermined"),
}


def incomplete(answer: Estimate) -> str:
    """What is left out of the amount, and what would mend it; with the months, where
    their bills are not shown.
    """
    shown = {bill.month for bill in answer.bills}
    months = set(chain.from_iterable(answer.unpriced_in.values()))
    calls = _left_out(answer, with_months=not months <= shown)
    off = answer.refused_by.get("disabled", 0)
    is_all_off = off == sum(answer.unpriced.values())
    # No plan helps an account that is stopped: money does. A stop that refused nothing is
    # none of the reasons.
    if answer.ledger is not None and any(
        stop.refused for stop in answer.ledger.suspensions
    ):
        return _stopped(calls, answer.ledger, answer.currency)
    what = _(
        "INCOMPLETE: {calls}, not in the amount; `ffbill recommend` finds a plan that serves them"
    )
    if off:
        # No plan serves calls of a service that is off.
        what = _(
            "INCOMPLETE: {calls}, not in the amount; `ffbill recommend` finds a plan that serves the others"
        )
    if is_all_off:
        what = _(
            "INCOMPLETE: {calls}, not in the amount; the service is switched off in the console then"
        )
    return what.format(calls=calls)


def _stopped(calls: str, ledger: Ledger, currency: str) -> str:
    what = _(
        "INCOMPLETE: {calls}, not in the amount; {top_up} {currency} more in the account by {day} prevent the "
        "stop: top up in the Billing Center"
    )
    first = ledger.suspensions[0]
    if ledger.top_up is None:
        what = _(
            "INCOMPLETE: {calls}, not in the amount; {top_up} {currency} more in the account by {day} prevent the "
            "first stop: top up in the Billing Center"
        )
    elif ledger.is_more_than_one_stop:
        what = _(
            "INCOMPLETE: {calls}, not in the amount; {top_up} {currency} more in the account by {day} prevent all "
            "stops: top up in the Billing Center"
        )
        if len(ledger.suspensions) == 1:
            what = _(
                "INCOMPLETE: {calls}, not in the amount; {top_up} {currency} more in the account by {day} prevent "
                "the stop and those that would follow: top up in the Billing Center"
            )
    return what.format(
        calls=calls,
        top_up=amount(first.top_up if ledger.top_up is None else ledger.top_up),
        currency=currency,
        day=first.top_up_by,
    )


def outside_plan(answer: Recommendation) -> str:
    """What no plan has in its amount: what was not served before it, and what comes
    while the service is off.
    """
    calls = _left_out(answer, with_months=True)
    off = answer.refused_by.get("disabled", 0)
    what = _("INCOMPLETE: {calls}, before the plan begins, and in no plan's amount")
    if off == sum(answer.unpriced.values()):
        what = _(
            "INCOMPLETE: {calls}, not in the amount; the service is switched off in the console then"
        )
    elif off:
        what = _(
            "INCOMPLETE: {calls}, the others before the plan begins, and in no plan's amount"
        )
    return what.format(calls=calls)


def _left_out(answer: Estimate | Recommendation, *, with_months: bool) -> str:
    """How many calls are refused, and how many have no price; with their months."""
    parts = []
    for kind, count in answer.unpriced.items():
        if count:
            part = _(_UNPRICED[kind]).format(calls=counted(count, "call"))
            if with_months:
                months = _months(answer.unpriced_in[kind])
                part = _("{calls} in {months}").format(calls=part, months=months)
            parts.append(part)
    off = answer.refused_by.get("disabled", 0)
    if off and off != sum(answer.unpriced.values()):
        # Refused calls are named first.
        parts[0] = _(
            "{refused} ({off:,} of them with the service switched off in the console)"
        ).format(refused=parts[0], off=off)
    return _(" and ").join(parts)


def left_out_there(there: dict[str, int], here: dict[str, int]) -> str:
    """What the total of another reading leaves out, where this answer does not leave
    out the same; nothing of a reading without a total.
    """
    if not there or there == here:
        return ""
    calls = _counts(there)
    if not calls:
        return _("complete: no call is left out of the amount")
    text = _("INCOMPLETE: {calls}, not in the amount")
    return text.format(calls=_(" and ").join(calls))


def _counts(unpriced: dict[str, int]) -> list[str]:
    """How many calls are refused, and how many have no price, where there are any."""
    return [
        _(_UNPRICED[kind]).format(calls=counted(count, "call"))
        for kind, count in unpriced.items()
        if count
    ]


def _months(months: Sequence[Month]) -> str:
    """The one month; of several how many, the first and the last."""
    if len(months) == 1:
        return str(months[0])
    text = _("{number} months from {first} to {last}")
    return text.format(number=len(months), first=months[0], last=months[-1])
