"""The charges of what was ordered or returned: one for each pack."""

from collections.abc import Iterator

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.deals import (
    Deal,
    Deals,
    all_of,
    in_its_unit,
)
from facefusion_billing.model.bill import REFUND, BillLine
from facefusion_billing.model.calendar import ONE_DAY, Month, Span, month_of
from facefusion_billing.model.charge import (
    ORDERED,
    PURCHASE,
    RETURNED,
    Charge,
    Part,
    Priced,
    Resource,
)
from facefusion_billing.model.money import Cents, Price, share
from facefusion_billing.model.scenario import Order
from facefusion_billing.startup.record import NamedTuple


def purchase_charges(
    deals: Deals, month: Month, line: BillLine, order: Order
) -> Iterator[Charge]:
    """An order or its return, a charge for each pack.

    What later charges carry costs nothing in effect.
    """
    deal, spread = deals.of(order), order.kind.is_amortised
    side = _side_of(line, order, deal)
    resource = resource_of(deals.billing, order.scope)
    # FOCUS: a correction of an earlier invoice, which commits to nothing anew.
    corrects = side.part == RETURNED and month > month_of(order.date)
    committed = None
    if spread and not corrects:
        held = all_of(order, deal.term)
        committed = in_its_unit(order, side.sign * held)
    for number in range(side.first, deal.parts + 1):
        billed = _billed_for(side, line, deal, number)
        units = Price(side.sign * deal.units, 0)
        yield Charge(
            act=PURCHASE,
            kind=line.kind,
            part=side.part,
            month=month,
            period=side.period,
            priced=Priced(deal.rate, deal.agreed(number), units),
            resource=resource,
            order=order,
            number=number,
            billed=billed,
            effective=0 if spread else billed,
            discount=share(line.discount, deal.parts, number),
            prepaid=spread,
            committed=committed,
            corrects=corrects,
            clauses=line.clauses,
            assumptions=line.assumptions,
        )


class _Side(NamedTuple):
    """Whether packs are bought or go back: from which number on, on which days."""

    part: Part
    sign: int
    first: int
    period: Span


def _side_of(line: BillLine, order: Order, deal: Deal) -> _Side:
    if line.kind != REFUND:
        return _Side(ORDERED, 1, 1, deal.term)
    # The first packs of an order are drawn first, so the last ones can go back.
    first = deal.parts - order.returned_packs + 1
    return _Side(RETURNED, -1, first, Span(line.date, line.date + ONE_DAY))


def _billed_for(side: _Side, line: BillLine, deal: Deal, number: int) -> Cents:
    """One pack's part of a line."""
    if side.part == RETURNED:
        # Each tender is shared by itself, so a share of their sum could be a cent off.
        return -deal.returned(number)
    return share(line.amount, deal.parts, number)


def resource_of(billing: Billing, name: str | None) -> Resource | None:
    """Whose a charge is: a group or activity; None for the account's."""
    groups = billing.inputs.scenario.book.groups
    if name:
        return Resource(name, groups[name].title if name in groups else name)
    return None
