"""Why a result is incomplete, and what to do about it."""

from facefusion_billing.model.bill import Estimate, Suspension
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
    calls = _(" and ").join(parts)
    # No plan helps an account that is stopped: money does.
    if answer.ledger is not None and answer.ledger.suspensions:
        return _stopped(calls, answer.ledger.suspensions[0], answer.currency)
    what = _(
        "INCOMPLETE: {calls}, not in the amount; `ffbill recommend` finds a plan that serves them"
    )
    if _refused_by(answer) == {"disabled"} and not answer.unpriced["undetermined"]:
        what = _(
            "INCOMPLETE: {calls}, not in the amount; the service is switched off in the console then"
        )
    return what.format(calls=calls)


def _stopped(calls: str, stop: Suspension, currency: str) -> str:
    what = _(
        "INCOMPLETE: {calls}, not in the amount; {top_up} {currency} more in the account by {day} prevent the "
        "stop: top up in the Billing Center"
    )
    return what.format(
        calls=calls,
        top_up=amount(stop.top_up),
        currency=currency,
        day=stop.top_up_by,
    )


def _refused_by(answer: Estimate) -> set[str]:
    """Why calls were refused."""
    found: set[str] = set()
    for finding in answer.findings:
        if finding.code == "refused_calls":
            found.update(finding.facts.get("by", ()))
    return found
