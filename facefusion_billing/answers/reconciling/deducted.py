"""Packs that were there before a bill begins, found from what it says was deducted.

Each month is made to deduct what its bill says, the earlier ones first: by packs that
are assumed from its 1st on, or, where a pack of the bill itself would take too much, by
placing calls before the day on which it was bought.
"""

from collections.abc import Callable
from datetime import date
from itertools import chain

from facefusion_billing.answers.reconciling.first_reaching import first_reaching
from facefusion_billing.answers.reconciling.placing import (
    beside_refunded,
    calls_of,
    split_at,
    with_calls,
)
from facefusion_billing.billing.bills import compute
from facefusion_billing.billing.checks import too_many
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import ACCOUNT, PackTable, PriceBook
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.faults import InputError, Location, Source
from facefusion_billing.model.imported import Remark
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import Order, Scenario
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
    # The earlier months first: what they draw is not left for the later ones.
    keys = sorted({*stated.deducted, *stated.billed}, key=_by_month)
    for key in keys:
        scenario = beside_refunded(scenario, key)
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
        return _deducting_less(scenario, key, wanted)
    packs = _pack_table(scenario.book, scope)
    if packs is None:
        return scenario
    order = _assumed(packs, scope, month, wanted - found)
    completed = scenario._replace(orders=(*scenario.orders, order))
    # More packs than a file may have explain nothing: that it differs is told.
    return scenario if any(too_many(completed)) else completed


def _deducting_less(
    scenario: Scenario, key: tuple[str, Month], wanted: int
) -> Scenario:
    """The same where more are deducted as it stands."""
    drawn = _drawn_before(scenario, key, wanted)
    if _of_month(drawn, key, _drawn) == wanted:
        return drawn
    return _calls_before(scenario, key, wanted)


def _drawn_before(scenario: Scenario, key: tuple[str, Month], wanted: int) -> Scenario:
    """The scenario with the least used before the month that leaves it no more to
    deduct than so many calls.
    """
    # Searched, not subtracted: what is used before need not be what is deducted too
    # much, since the packs may hold more than the month needs.
    left = _left_before(scenario, key)

    def deducted_less(used: int) -> int:
        changed = _used_before(scenario, left, used)
        return -(_of_month(changed, key, _drawn) or 0)

    used = first_reaching(deducted_less, -wanted, sum(left.values()))
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
    earlier = (bill.usage for bill in core.bills if bill.month < month)
    for row in chain.from_iterable(earlier):
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
    held = _held(scenario, key[0])
    # Where nothing is left to pay, any number of calls would do; none more is assumed.
    if not held or not billed:
        return scenario

    def billable(more: int) -> int:
        changed = with_calls(scenario, key, billed + more)
        return _of_month(changed, key, _billable) or 0

    more = first_reaching(billable, billed, held + 1)
    if more <= held:
        return with_calls(scenario, key, billed + more)
    return scenario


def _held(scenario: Scenario, scope: str) -> int:
    """The calls that all packs of a scope hold."""
    return sum(
        order.item.size * order.item.quantity
        for order in scenario.orders
        if isinstance(order.item, CallPack) and order.scope in (None, scope)
    )


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
    name = f"assumed-{month}-{scope}"
    owner = None if scope == ACCOUNT else scope
    if owner is None:
        name = f"assumed-{month}"
    return Order(
        id=name,
        item=CallPack(size, quantity, size * quantity - calls),
        scope=owner,
        date=month.first,
        delivered=month.first,
        location=NOWHERE,
        # It was paid before the bill begins, so here it costs nothing.
        source="gifted",
        note="assumed",
    )


def _calls_before(scenario: Scenario, key: tuple[str, Month], wanted: int) -> Scenario:
    """The calls of a month placed so that those from the day of its first own pack on
    deduct what the bill says; as it was where no placing does.
    """
    day = _first_bought(scenario, key[1])
    calls = calls_of(scenario, key)
    if day is None or not calls:
        return scenario

    def placed(after: int) -> Scenario:
        return split_at(scenario, key, day, after)

    def deducted(after: int) -> int:
        return _of_month(placed(after), key, _drawn) or 0

    after = first_reaching(deducted, wanted, calls + 1)
    # The search finds where more would be too much, which need not be what is wanted.
    if after > calls or _of_month(placed(after), key, _drawn) != wanted:
        return scenario
    return placed(after)


def _first_bought(scenario: Scenario, month: Month) -> date | None:
    """The day of the first pack bought within a month; on its 1st it splits nothing."""
    bought = [
        order.date
        for order in scenario.orders
        if isinstance(order.item, CallPack)
        and month_of(order.date) == month
        and order.date > month.first
        and order.source == "purchased"
    ]
    return min(bought, default=None)
