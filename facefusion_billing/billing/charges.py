"""Every charge of a scenario: purchases as billed, and usage with what it costs in
effect.

The bills say what is billed, the amortised view (answers/amortised.py) what it costs in
effect; what is added here is the quantity and unit price behind each at list price and
as agreed. Their product is exact, where a bill's amount is rounded to the cent.
"""

from collections.abc import Iterator
from typing import Any

from facefusion_billing.billing.amortised import amortised
from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.deals import (
    PLACES,
    Deal,
    Deals,
    in_its_unit,
    qps_of,
    trimmed,
    within,
)
from facefusion_billing.billing.purchase_charges import purchase_charges, resource_of
from facefusion_billing.billing.rates import call_rate, free_rate
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.model.bill import Bill, BillLine, Portion
from facefusion_billing.model.calendar import ONE_DAY, Month, Span
from facefusion_billing.model.charge import (
    CALLS,
    DRAWN,
    FREE,
    IN_FORCE,
    INCLUDED,
    METERED,
    UNUSED,
    USE,
    Charge,
    Count,
    Priced,
)
from facefusion_billing.model.items import (
    LicenceOrder,
)
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.rules.amortisation import part
from facefusion_billing.rules.burn_down import SHARED, Pack

DrawnByMeter = dict[tuple[str, int], dict[str, int]]
"""Calls of a month by the pack they were drawn from and by meter."""


def charges(billing: Billing) -> tuple[Charge, ...]:
    """The charges of all bills, by month; purchases before usage."""
    found: list[Charge] = []
    deals = Deals(billing)
    for bill in billing.bills:
        found += _billed(deals, bill)
    meter_of = billing.prepared.meter_of
    for bill in amortised(billing):
        drawn = _drawn_by_meter(bill, meter_of)
        for line in bill.lines:
            if line.portion:
                found += _portions(deals, bill, line, line.portion, drawn)
    found += _given(deals)
    found = [charge for charge in found if not _gone(charge)]
    return tuple(sorted(found, key=_place))


def _place(charge: Charge) -> tuple[Any, ...]:
    order = charge.order.id if charge.order else ""
    what = charge.kind, charge.resource or (), order, charge.number, charge.part
    return charge.month, charge.act, charge.period.start, *what


def _gone(charge: Charge) -> bool:
    """Whether it is what was left of a pack that was returned at no loss: nothing was
    unused.
    """
    order = charge.order
    returned = order is not None and order.refunded_on(charge.number) is not None
    return returned and charge.part == UNUSED and not charge.effective


def _billed(deals: Deals, bill: Bill) -> Iterator[Charge]:
    """What a month billed: its calls, and what was ordered or returned."""
    for line in bill.lines:
        if line.order is None:
            yield _metered(deals.billing, bill.month, line)
        else:
            yield from purchase_charges(deals, bill.month, line, line.order)


def _portions(
    deals: Deals, bill: Bill, line: BillLine, portion: Portion, drawn: DrawnByMeter
) -> Iterator[Charge]:
    """What a month used of an order: of calls drawn from a pack that activities share,
    what each of them drew, where each has a tier of its own.
    """
    order, before = line.order, portion.before
    assert order is not None
    if portion.how != DRAWN:
        yield _portion(deals, bill.month, line, order.scope)
        return
    for meter, calls in drawn.get((order.id, portion.number), {}).items():
        of_it = portion._replace(before=before, after=before + calls)
        cost = part(portion.of, before, before + calls, portion.whole)
        own = line._replace(quantity=calls, amount=cost, portion=of_it)
        yield _portion(deals, bill.month, own, meter)
        before += calls


def _drawn_by_meter(bill: Bill, meter_of: dict[str, str]) -> DrawnByMeter:
    """The calls of a month that were drawn from each pack, by the meter of who drew
    them.
    """
    found: DrawnByMeter = {}
    for row in bill.usage:
        meter = meter_of[row.scope]
        for drawn in row.drawn:
            own = found.setdefault((drawn.order, drawn.pack), {})
            own[meter] = own.get(meter, 0) + drawn.calls
    return found


def _portion(deals: Deals, month: Month, line: BillLine, whose: str | None) -> Charge:
    """What a month used of an order, or was left unused when it ended, less what the
    vendor gave back then. `whose` is a meter where calls were drawn.
    """
    order, portion = line.order, line.portion
    assert order is not None
    assert portion is not None
    resource, deal = order.scope, deals.of(order)
    billing = deals.billing
    if portion.how == DRAWN and whose:
        shape = shape_of(billing.inputs.scenario.book)
        resource = shape.resource_of(whose, billing.readings)
    used = in_its_unit(order, line.quantity * qps_of(order.item))
    return Charge(
        act=USE,
        kind=line.kind,
        part=portion.how,
        month=month,
        period=_days_of(month, line, deal.term, portion),
        priced=_priced(deals, month, whose, portion, deal),
        resource=resource_of(billing, resource),
        order=order,
        number=portion.number,
        effective=line.amount - _given_back(order, portion, deal),
        consumed=None if portion.how == UNUSED else used,
        prepaid=True,
        committed=used,
        clauses=line.clauses,
        assumptions=line.assumptions,
    )


def _days_of(month: Month, line: BillLine, term: Span, portion: Portion) -> Span:
    """The days on which a portion was used; a day for what happened on one."""
    if portion.how in (DRAWN, IN_FORCE):
        return within(month, term)
    return Span(line.date, line.date + ONE_DAY)


def _given_back(order: Order, portion: Portion, deal: Deal) -> Cents:
    """What the vendor gave back for what was left of a pack."""
    if portion.how != UNUSED or order.refunded_on(portion.number) is None:
        return 0
    return deal.returned(portion.number)


def _priced(
    deals: Deals, month: Month, meter: str | None, portion: Portion, deal: Deal
) -> Priced:
    """Calls drawn at what they would cost without the pack, if calls are sold alone;
    else the part of the order.
    """
    if portion.how == DRAWN and meter:
        rate = deals.call(month, meter)
        if rate is not None:
            return Priced(
                rate, rate.discounted, Price(portion.after - portion.before, 0)
            )
    quantity = part(
        deal.units * 10**PLACES, portion.before, portion.after, portion.whole
    )
    return Priced(deal.rate, deal.agreed(portion.number), trimmed(quantity, PLACES))


def _metered(billing: Billing, month: Month, line: BillLine) -> Charge:
    """A month's pay-as-you-go calls, at the price they reached."""
    book = billing.inputs.scenario.book
    scope = shape_of(book).resource_of(line.scope, billing.readings)
    rate = call_rate(book, scope, line.facts["tier"].reached_by)
    assert rate is not None
    return Charge(
        act=USE,
        kind=line.kind,
        part=METERED,
        month=month,
        period=Span(month.first, month.end),
        priced=Priced(rate, rate.discounted, Price(line.quantity, 0)),
        resource=resource_of(billing, scope),
        billed=line.amount,
        effective=line.amount,
        consumed=Count(line.quantity, CALLS),
        clauses=line.clauses,
        assumptions=line.assumptions,
    )


def _given(deals: Deals) -> Iterator[Charge]:
    """Calls that cost nothing by themselves: free ones, and those that a licence
    includes.
    """
    billing = deals.billing
    packs = {
        index: pack
        for index, pack in enumerate(billing.prepared.packs)
        if isinstance(pack.order.item, LicenceOrder)
    }
    meter_of = billing.prepared.meter_of
    for bill in billing.bills:
        for row in bill.usage:
            if row.free:
                yield _free(deals, bill.month, row, meter_of[row.scope])
        by_meter = _drawn_by_meter(bill, meter_of)
        for index in sorted(packs):
            if (bill.month, index) in billing.metering.drawn:
                pack = packs[index]
                drawn = by_meter.get((pack.order.id, pack.number), {})
                yield from _included(deals, bill.month, pack, drawn)


def _free(deals: Deals, month: Month, row: UsageRow, meter: str) -> Charge:
    billing = deals.billing
    free = shape_of(billing.inputs.scenario.book).free_calls(row.scope)
    return Charge(
        act=USE,
        kind="free_calls",
        part=FREE,
        month=month,
        period=Span(month.first, month.end),
        priced=_at_no_cost(deals, month, meter, row.free),
        resource=resource_of(billing, row.scope),
        consumed=Count(row.free, CALLS),
        clauses=(free.clause,) if free and free.clause else (),
    )


def _included(
    deals: Deals, month: Month, pack: Pack, drawn: dict[str, int]
) -> Iterator[Charge]:
    """A licence's calls, as they were drawn by meter. Its days carry its cost, and an order is used up in one unit
    only: so they use up nothing.
    """
    billing = deals.billing
    shape = shape_of(billing.inputs.scenario.book)
    for meter, calls in drawn.items():
        scope: str | None = pack.scope
        if pack.pool == SHARED:
            scope = shape.resource_of(meter, billing.readings)
        yield Charge(
            act=USE,
            kind="licence_calls",
            part=INCLUDED,
            month=month,
            period=within(month, pack.term),
            priced=_at_no_cost(deals, month, meter, calls),
            resource=resource_of(billing, scope),
            order=pack.order,
            consumed=Count(calls, CALLS),
            clauses=pack.clauses,
            assumptions=("licence_pack_scope",),
        )


def _at_no_cost(deals: Deals, month: Month, meter: str, calls: int) -> Priced:
    """Calls which are given, at the list price of a call."""
    book = deals.billing.inputs.scenario.book
    rate = deals.call(month, meter) or free_rate(book, meter)
    return Priced(rate, Price(0, 2), Price(calls, 0))
