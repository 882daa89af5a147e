"""What became of every pack by the end of the last bill."""

from datetime import date

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.bill import PackState, PackStatus
from facefusion_billing.model.calendar import DISTANT
from facefusion_billing.model.money import Cents, share
from facefusion_billing.rules.burn_down import Pack


def pack_states(billing: Billing) -> tuple[PackState, ...]:
    """Every free pack, call pack and licence pack as of the last day of the last bill."""
    if not billing.bills:
        return ()
    as_of = billing.bills[-1].month.end
    return tuple(
        _state(billing, index, pack, as_of)
        for index, pack in enumerate(billing.prepared.packs)
    )


def _state(billing: Billing, index: int, pack: Pack, as_of: date) -> PackState:
    left = billing.metering.left[index]
    status = _status(pack, left, as_of)
    return PackState(
        order=pack.order,
        number=pack.number,
        scope=pack.scope,
        size=pack.size,
        used=pack.size - left,
        remaining=0 if status in ("refunded", "expired") else left,
        expired=left if status == "expired" else 0,
        term=pack.term,
        status=status,
        first_use=billing.metering.first_use[index],
        used_up=billing.metering.used_up[index],
        then_billed=billing.metering.then_billed[index],
        paid=paid_for(billing, index),
    )


def _status(pack: Pack, left: int, as_of: date) -> PackStatus:
    # A return says more than an end: it stands before everything else.
    order = pack.order
    if order.refunded and (order.refunded_on(pack.number) or DISTANT) < as_of:
        return "refunded"
    # Before "exhausted": a pack of which all was used elsewhere may still lie ahead.
    if pack.term.start >= as_of:
        return "future"
    if not left:
        return "exhausted"
    # A pack whose last day is that of the last bill is still valid on it.
    if pack.term.end < as_of:
        return "expired"
    return "valid"


def paid_for(billing: Billing, index: int) -> Cents:
    """The pack's share of its order's line amount; nothing for a free pack."""
    pack = billing.prepared.packs[index]
    priced = billing.inputs.priced.get(pack.order.id)
    if priced is None:
        return 0
    return share(priced.amount, pack.order.quantity, pack.number)
