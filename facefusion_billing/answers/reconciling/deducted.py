"""Packs that were there before a bill begins, found from what it says was deducted.

Each month is made to deduct what its bill says, the earlier ones first: by packs that
are assumed from its 1st on, or, where a pack of the bill itself would take too much, by
placing calls before the day on which it was bought.
"""

from bisect import bisect_left
from datetime import date

from facefusion_billing.billing.bills import billing_inputs, compute
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, PackTable, PriceBook
from facefusion_billing.model.calendar import Month, Span, month_of
from facefusion_billing.model.faults import InputError, Location, Source
from facefusion_billing.model.imported import Remark
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import CallCount, Order, Scenario

NOWHERE = Location(Source("the bill", ""), 1, 1, 1, "")
Deducted = dict[tuple[str, Month], int]


def with_packs(scenario: Scenario, deducted: Deducted) -> tuple[Scenario, list[Remark]]:
    """The scenario with the packs it needs, and the months in which it still deducts
    something else.
    """
    for (scope, month), wanted in sorted(deducted.items(), key=lambda kv: kv[0][::-1]):
        found = _found(scenario, scope, month)
        if found is not None and found > wanted:
            scenario = _calls_before(scenario, scope, month, wanted)
        elif found is not None and found < wanted:
            packs = _pack_table(scenario.book, scope)
            order = _assumed(packs, scope, month, wanted - found) if packs else None
            if order is not None:
                scenario = scenario._replace(orders=(*scenario.orders, order))
    return scenario, list(_remarks(scenario, deducted))


def _remarks(scenario: Scenario, deducted: Deducted) -> list[Remark]:
    found = []
    for (scope, month), wanted in deducted.items():
        computed = _found(scenario, scope, month)
        if computed is not None and computed != wanted:
            facts = {"scope": scope, "month": month, "theirs": wanted, "ours": computed}
            found.append(Remark("deducted", facts))
    return found


def _found(scenario: Scenario, scope: str, month: Month) -> int | None:
    """The calls that are deducted in a month as the scenario stands; None where it
    cannot be computed.
    """
    try:
        core = compute(billing_inputs(scenario), Readings({}))
    except InputError:
        return None
    rows = (
        row
        for bill in core.bills
        if bill.month == month
        for row in bill.usage
        if row.scope == scope
    )
    return sum(row.free + row.packs for row in rows)


def _pack_table(book: PriceBook, scope: str) -> PackTable | None:
    if book.activities is not None:
        return book.activities.call_packs
    return book.groups[scope].call_packs


def _assumed(packs: PackTable, scope: str, month: Month, calls: int) -> Order:
    """As few packs as hold so many calls, with the rest of them used before."""
    largest = packs.sizes[-1].size
    quantity = -(-calls // largest)
    size = next(s.size for s in packs.sizes if s.size * quantity >= calls)
    return Order(
        id=f"assumed-{month}" if scope == ACCOUNT else f"assumed-{month}-{scope}",
        item=CallPack(size, quantity, size * quantity - calls),
        scope=None if scope == ACCOUNT else scope,
        date=month.first,
        delivered=month.first,
        location=NOWHERE,
        source="gifted",
        note="assumed",
    )


def _calls_before(
    scenario: Scenario, scope: str, month: Month, wanted: int
) -> Scenario:
    """The calls of a month placed so that those from the day of its first own pack on
    deduct what the bill says; as it was where no placing does.
    """
    bought = [
        order.date
        for order in scenario.orders
        if isinstance(order.item, CallPack)
        and month_of(order.date) == month
        and order.date > month.first
        and order.source == "purchased"
    ]
    use = scenario.usage[scope]
    whole = [c for c in use.calls if c.whole_month and c.span.start == month.first]
    if not bought or not whole:
        return scenario
    day, count = min(bought), whole[0]

    def placed(after: int) -> Scenario:
        parts = (
            (Span(count.span.start, day), count.calls - after),
            (Span(day, count.span.end), after),
        )
        split = [CallCount(s, calls, False, count.location) for s, calls in parts]
        calls = tuple(
            sorted([*(c for c in use.calls if c is not count), *split], key=_start)
        )
        changed = use._replace(calls=calls)
        return scenario._replace(usage={**scenario.usage, scope: changed})

    after = bisect_left(
        range(count.calls + 1),
        wanted,
        key=lambda n: _found(placed(n), scope, month) or 0,
    )
    if after > count.calls or _found(placed(after), scope, month) != wanted:
        return scenario
    return placed(after)


def _start(count: CallCount) -> date:
    return count.span.start
