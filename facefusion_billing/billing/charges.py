"""Every charge of a scenario: purchases as billed, and usage with what it costs in
effect.

The bills say what is billed, the amortised view (answers/amortised.py) what it costs in
effect; what is added here is the quantity and unit price behind each at list price and
as agreed. Their product is exact, where a bill's amount is rounded to the cent.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, assert_never

from facefusion_billing.billing.amortised import amortised
from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.metered import first_pack
from facefusion_billing.billing.rates import call_rate, free_rate, order_rate
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.bill import REFUND, Bill, BillLine, Portion, UsageRow
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import ONE_DAY, Month, Span, month_of
from facefusion_billing.model.charge import (
    CALLS,
    DRAWN,
    FREE,
    IN_FORCE,
    INCLUDED,
    METERED,
    ORDERED,
    PURCHASE,
    RETURNED,
    UNUSED,
    USE,
    Charge,
    Count,
    Priced,
    Rate,
    Resource,
)
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents, Price, half_up, share
from facefusion_billing.model.scenario import Order
from facefusion_billing.rules.amortisation import part
from facefusion_billing.rules.burn_down import SHARED, Pack
from facefusion_billing.rules.payment import Payment
from facefusion_billing.startup.record import NamedTuple

PLACES = 10
"""The decimal places of a quantity or price which has no end: a day of a licence, say,
is 1/365 of it.
"""


def charges(core: Billing) -> tuple[Charge, ...]:
    """The charges of all bills, by month; purchases before usage."""
    found = [charge for bill in core.bills for charge in _billed(core, bill)]
    found += (
        _portion(core, bill.month, line)
        for bill in amortised(core)
        for line in bill.lines
        if line.portion
    )
    found += _given(core)
    found = [charge for charge in found if not _gone(charge)]
    return tuple(sorted(found, key=_place))


def _place(charge: Charge) -> tuple[Any, ...]:
    order = charge.order.id if charge.order else ""
    what = charge.kind, charge.resource or "", order, charge.number, charge.part
    return charge.month, charge.act, charge.period.start, *what


def _gone(charge: Charge) -> bool:
    """Whether it is what was left of a pack that was returned at no loss: nothing was
    unused.
    """
    returned = charge.order is not None and charge.order.refunded is not None
    return returned and charge.part == UNUSED and not charge.effective


def _billed(core: Billing, bill: Bill) -> Iterator[Charge]:
    """What a month billed: its calls, and what was ordered or returned."""
    for line in bill.lines:
        if line.order is None:
            yield _metered(core, bill.month, line)
        else:
            yield from _purchase(core, bill.month, line, line.order)


class _Deal(NamedTuple):
    """An order's prices: equal `parts` (its packs) of `units` each, at list price and
    as agreed.
    """

    rate: Rate
    parts: int
    units: int
    paid: Payment

    def agreed(self, number: int) -> Price:
        """What was agreed for a unit of one part."""
        if self.paid.agreed is None:
            return self.rate.price
        return _decimal(
            half_up(
                share(self.paid.price, self.parts, number) * 10 ** (PLACES - 2),
                self.units,
            ),
            PLACES,
        )

    def returned(self, number: int) -> Cents:
        """What the vendor gives back for one part."""
        return share(sum(self.paid.tenders.returned), self.parts, number)


def _deal(core: Billing, order: Order) -> _Deal:
    priced, parts = core.inputs.priced[order.id], order.quantity
    rate = order_rate(order, core.inputs.scenario.book, priced.price)
    return _Deal(rate, parts, priced.price.quantity // parts, priced.payment)


def _purchase(
    core: Billing, month: Month, line: BillLine, order: Order
) -> Iterator[Charge]:
    """An order or its return, a charge for each pack.

    What later charges carry costs nothing in effect.
    """
    deal, back = _deal(core, order), line.kind == REFUND
    sign, spread, term = -1 if back else 1, order.kind.is_amortised, _term(core, order)
    corrects = back and month > month_of(order.date)
    period = Span(line.date, line.date + ONE_DAY) if back else term
    committed = (
        _held(order, sign * _whole(order, term)) if spread and not corrects else None
    )
    for number in range(1, deal.parts + 1):
        billed = sign * share(sign * line.amount, deal.parts, number)
        yield Charge(
            act=PURCHASE,
            kind=line.kind,
            part=RETURNED if back else ORDERED,
            month=month,
            period=period,
            priced=Priced(deal.rate, deal.agreed(number), Price(sign * deal.units, 0)),
            resource=_resource(core, order.scope),
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


def _portion(core: Billing, month: Month, line: BillLine) -> Charge:
    """What a month used of an order, or was left unused when it ended, less what the
    vendor gave back then.
    """
    order, portion = line.order, line.portion
    assert order is not None
    assert portion is not None
    deal, unused = _deal(core, order), portion.how == UNUSED
    days = Span(line.date, line.date + ONE_DAY)
    if portion.how in (DRAWN, IN_FORCE):
        days = _within(month, _term(core, order))
    used = _held(order, line.quantity * _qps(order.item))
    return Charge(
        act=USE,
        kind=line.kind,
        part=portion.how,
        month=month,
        period=days,
        priced=_priced(core, month, order, portion, deal),
        resource=_resource(core, order.scope),
        order=order,
        number=portion.number,
        effective=line.amount
        - (deal.returned(portion.number) if unused and order.refunded else 0),
        consumed=None if unused else used,
        prepaid=True,
        committed=used,
        clauses=line.clauses,
        assumptions=line.assumptions,
    )


def _priced(
    core: Billing, month: Month, order: Order, portion: Portion, deal: _Deal
) -> Priced:
    """Calls drawn at what they would cost without the pack, if calls are sold alone;
    else the part of the order.
    """
    rate = _undrawn(core, month, order.scope) if portion.how == DRAWN else None
    if rate:
        return Priced(rate, rate.price, Price(portion.after - portion.before, 0))
    quantity = part(
        deal.units * 10**PLACES, portion.before, portion.after, portion.whole
    )
    return Priced(deal.rate, deal.agreed(portion.number), _decimal(quantity, PLACES))


def _metered(core: Billing, month: Month, line: BillLine) -> Charge:
    """A month's pay-as-you-go calls, at the price they reached."""
    scope = shape_of(core.inputs.scenario.book).resource_of(line.scope)
    rate = call_rate(core.inputs.scenario.book, scope, line.facts["reaching"])
    assert rate is not None
    return Charge(
        act=USE,
        kind=line.kind,
        part=METERED,
        month=month,
        period=Span(month.first, month.plus(1).first),
        priced=Priced(rate, rate.price, Price(line.quantity, 0)),
        resource=_resource(core, scope),
        billed=line.amount,
        effective=line.amount,
        consumed=Count(line.quantity, CALLS),
        clauses=line.clauses,
        assumptions=line.assumptions,
    )


def _given(core: Billing) -> Iterator[Charge]:
    """Calls that cost nothing by themselves: free ones, and those that a licence
    includes.
    """
    for bill in core.bills:
        yield from (_free(core, bill.month, row) for row in bill.usage if row.free)
    for (month, index), calls in core.metering.drawn.items():
        pack = core.prepared.packs[index]
        if isinstance(pack.order.item, LicenceOrder):
            yield _included(core, month, pack, calls)


def _free(core: Billing, month: Month, row: UsageRow) -> Charge:
    shape = shape_of(core.inputs.scenario.book)
    free, scope = shape.free_calls(row.scope), shape.resource_of(row.scope)
    return Charge(
        act=USE,
        kind="free_calls",
        part=FREE,
        month=month,
        period=Span(month.first, month.plus(1).first),
        priced=_at_no_cost(core, month, scope, row.free),
        resource=_resource(core, row.scope),
        consumed=Count(row.free, CALLS),
        clauses=(free.clause,) if free and free.clause else (),
    )


def _included(core: Billing, month: Month, pack: Pack, calls: int) -> Charge:
    """A licence's calls. Its days carry its cost, and an order is used up in one unit
    only: so they use up nothing.
    """
    return Charge(
        act=USE,
        kind="licence_calls",
        part=INCLUDED,
        month=month,
        period=_within(month, pack.term),
        priced=_at_no_cost(core, month, None, calls),
        resource=_resource(core, pack.scope) if pack.pool != SHARED else None,
        order=pack.order,
        consumed=Count(calls, CALLS),
        clauses=pack.clauses,
        assumptions=("licence_pack_scope",),
    )


def _at_no_cost(core: Billing, month: Month, scope: str | None, calls: int) -> Priced:
    """Calls which are given, at the list price of a call."""
    rate = _undrawn(core, month, scope) or free_rate(core.inputs.scenario.book, scope)
    return Priced(rate, Price(0, 2), Price(calls, 0))


def _undrawn(core: Billing, month: Month, scope: str | None) -> Rate | None:
    """What a call of a month would cost had none been free or from a pack: all of them
    reach the tier.
    """
    months = core.metering.months
    record = months[bisect_left(months, month, key=lambda record: record.month)]
    counts = record.meters[scope or ACCOUNT]
    return call_rate(core.inputs.scenario.book, scope, counts.all)


def _resource(core: Billing, name: str | None) -> Resource | None:
    groups = core.inputs.scenario.book.groups
    return (
        Resource(name, groups[name].title if name in groups else name) if name else None
    )


def _decimal(digits: int, places: int) -> Price:
    """An exact decimal without the zeros at its end."""
    while places and digits % 10 == 0:
        digits, places = digits // 10, places - 1
    return Price(digits, places)


def _held(order: Order, number: int) -> Count:
    """What a prepaid order holds, in the one unit in which it is used up."""
    unit = order.kind.used_up
    assert unit is not None
    return Count(number, unit)


def _whole(order: Order, term: Span) -> int:
    """All that an order holds (of several packs, one of them), in the unit of `_held`."""
    if isinstance(order.item, CallPack):
        return order.item.size
    return term.days * _qps(order.item)


def _qps(item: Item) -> int:
    """The QPS that each day of an order is of; 1 for what is counted in days."""
    return item.qps if isinstance(item, QpsOrder | UpgradeOrder) else 1


def _within(month: Month, term: Span) -> Span:
    return Span(max(term.start, month.first), min(term.end, month.plus(1).first))


def _term(core: Billing, order: Order) -> Span:
    """The days for which something was ordered; a day for what never ends."""
    match order.item:
        case QpsOrder() | UpgradeOrder() | LicenceOrder():
            return core.prepared.terms[order.id]
        case CallPack():
            return _pack_term(first_pack(core.prepared.packs, order))
        case FreePack() | MaterialPack():
            return Span(order.delivered, order.delivered + ONE_DAY)
        case _:
            assert_never(order.item)


def _pack_term(pack: Pack) -> Span:
    return Span(pack.term.start, max(pack.expires, pack.term.start + ONE_DAY))
