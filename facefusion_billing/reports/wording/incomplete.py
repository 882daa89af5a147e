"""Why a result is incomplete, and what to do about it."""

from facefusion_billing.model.bill import Estimate, Ledger
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import amount, counted

_UNPRICED = {
    "refused": N_("{calls} refused"),
    "undetermined": N_("{calls} undetermined"),
}


def incomplete(answer: Estimate) -> str:
    """What is left out of the amount, and what would mend it."""
    parts = [
        _(_UNPRICED[kind]).format(calls=counted(count, "call"))
        for kind, count in answer.unpriced.items()
        if count
    ]
    off, unpriced = answer.refused_by.get("disabled", 0), answer.unpriced
    is_all_off = off == sum(unpriced.values())
    if off and not is_all_off:
        # Refused calls are named first.
        parts[0] = _(
            "{refused} ({off:,} of them with the service switched off in the console)"
        ).format(refused=parts[0], off=off)
    calls = _(" and ").join(parts)
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
    if ledger.is_more_than_one_stop:
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
        top_up=amount(ledger.top_up or 0),
        currency=currency,
        day=ledger.suspensions[0].top_up_by,
    )
