"""Packs that were there before a bill begins, found from what it says was deducted.

Each month is made to deduct what its bill says, the earlier ones first: by packs that
are assumed from its 1st on, or, where a pack of the bill itself would take too much, by
placing calls before the day on which it was bought.
"""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date
from itertools import chain

from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, PackTable, PriceBook
from facefusion_billing.model.calendar import Month, Span, month_of
from facefusion_billing.model.faults import InputError, Location, Source
from facefusion_billing.model.imported import Remark
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import CallCount, Order, Scenario
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.startup.record import NamedTuple

NOWHERE = Location(Source("the bill", ""), 1, 1, 1, "")
Counts = dict[tuple[str, Month], int]


class Stated(NamedTuple):
    """What a bill says of a scope's month: the calls deducted, or, where it does not
    say that, only those billed.
    """

    deducted: Counts
    billed: Counts


def with_packs(scenario: Scenario, stated: Stated) -> tuple[Scenario, list[Remark]]:
    """The scenario with the packs and calls it needs, and the months in which it still
    deducts something else.
    """
    keys = sorted({*stated.deducted, *stated.billed}, key=_by_month)
    for key in keys:
        if key in stated.billed:
            scenario = _calls_behind(scenario, key, stated.billed[key])
        else:
            scenario = _deducting(scenario, key, stated.deducted[key])
    return scenario, _remarks(scenario, stated.deducted)


def _by_month(key: tuple[str, Month]) -> tuple[Month, str]:
    return key[1], key[0]


def _deducting(scenario: Scenario, key: tuple[str, Month], wanted: int) -> Scenario:
    """The scenario with so many calls deducted in a scope's month."""
    scope, month = key
    found = _of_month(scenario, key, _drawn)
    if found is None or found == wanted:
        return scenario
    if found > wanted:
        drawn = _deducting_less(scenario, key, wanted)
        if _of_month(drawn, key, _drawn) == wanted:
            return drawn
        return _calls_before(scenario, key, wanted)
    packs = _pack_table(scenario.book, scope)
    if packs is None:
        return scenario
    order = _assumed(packs, scope, month, wanted - found)
    return scenario._replace(orders=(*scenario.orders, order))


def _deducting_less(
    scenario: Scenario, key: tuple[str, Month], wanted: int
) -> Scenario:
    """The scenario with the least used before the month that leaves it no more to
    deduct than so many calls.

    What is used before is not what is deducted too much: the packs may hold more.
    """
    left = _left_before(scenario, key)

    def deducted_less(used: int) -> int:
        changed = _used_before(scenario, left, used)
        return -(_of_month(changed, key, _drawn) or 0)

    used = bisect_left(range(sum(left.values())), -wanted, key=deducted_less)
    return _used_before(scenario, left, used)


def _left_before(scenario: Scenario, key: tuple[str, Month]) -> dict[str, int]:
    """How many calls each older pack of a scope has left when a month begins."""
    scope, month = key
    left = {
        order.id: order.item.size * order.item.quantity - order.item.used_calls
        for order in scenario.orders
        if isinstance(order.item, CallPack)
        and order.date < month.first
        and order.scope in (None, scope)
    }
    core = compute(billing_inputs(scenario), Readings({}))
    rows = list(
        chain.from_iterable(bill.usage for bill in core.bills if bill.month < month)
    )
    for row in rows:
        for drawn in row.drawn:
            if drawn.order in left:
                left[drawn.order] -= drawn.calls
    return left


def _used_before(scenario: Scenario, left: dict[str, int], calls: int) -> Scenario:
    """The scenario with so many calls of what its packs have left used in months of
    which the bill has no line, since nothing was left to pay in them.
    """
    orders = []
    for order in scenario.orders:
        item = order.item
        if calls and left.get(order.id) and isinstance(item, CallPack):
            taken = min(calls, left[order.id])
            calls -= taken
            used = item._replace(used_calls=item.used_calls + taken)
            order = order._replace(item=used, note="assumed")
        orders.append(order)
    return scenario._replace(orders=tuple(orders))


def _remarks(scenario: Scenario, deducted: Counts) -> list[Remark]:
    found = []
    for (scope, month), wanted in deducted.items():
        computed = _of_month(scenario, (scope, month), _drawn)
        if computed is not None and computed != wanted:
            facts = {"scope": scope, "month": month, "theirs": wanted, "ours": computed}
            found.append(Remark("deducted", facts))
    return found


def _of_month(
    scenario: Scenario, key: tuple[str, Month], count: Callable[[UsageRow], int]
) -> int | None:
    """A count of a scope's month as the scenario stands; None where it cannot be
    computed.
    """
    try:
        core = compute(billing_inputs(scenario), Readings({}))
    except InputError:
        return None
    scope, month = key
    rows = chain.from_iterable(bill.usage for bill in core.bills if bill.month == month)
    return sum(count(row) for row in rows if row.scope == scope)


def _calls_behind(scenario: Scenario, key: tuple[str, Month], billed: int) -> Scenario:
    """The calls of a month that leave so many to pay once own packs are drawn."""
    scope, month = key
    use = scenario.usage[scope]
    held = sum(
        order.item.size * order.item.quantity
        for order in scenario.orders
        if isinstance(order.item, CallPack) and order.scope in (None, scope)
    )
    if not held or not billed:
        return scenario

    def with_calls(calls: int) -> Scenario:
        counts = tuple(
            count._replace(calls=calls) if count.span.start == month.first else count
            for count in use.calls
        )
        changed = use._replace(calls=counts)
        return scenario._replace(usage={**scenario.usage, scope: changed})

    more = bisect_left(
        range(held + 1),
        billed,
        key=lambda n: _of_month(with_calls(billed + n), key, _billable) or 0,
    )
    if more <= held:
        return with_calls(billed + more)
    return scenario


def _drawn(row: UsageRow) -> int:
    return row.free + row.packs


def _billable(row: UsageRow) -> int:
    return row.billable


def _pack_table(book: PriceBook, scope: str) -> PackTable | None:
    if not book.groups:
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


def _calls_before(scenario: Scenario, key: tuple[str, Month], wanted: int) -> Scenario:
    """The calls of a month placed so that those from the day of its first own pack on
    deduct what the bill says; as it was where no placing does.
    """
    scope, month = key
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
        key=lambda n: _of_month(placed(n), key, _drawn) or 0,
    )
    if after > count.calls or _of_month(placed(after), key, _drawn) != wanted:
        return scenario
    return placed(after)


def _start(count: CallCount) -> date:
    return count.span.start
