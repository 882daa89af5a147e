"""What two scenarios ordered, matched, and what each order costs more in the other."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date

from facefusion_billing.model.bill import REFUND, BillLine, Estimate
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import MOVED, PARTS, Change, Part
from facefusion_billing.model.items import Item, LicenceOrder, QpsOrder, UpgradeOrder
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Order
from facefusion_billing.startup.record import NamedTuple


class _Cost(NamedTuple):
    """The lines of one kind of an order in a month together."""

    quantity: int
    price: Price | None
    amount: Cents


_NO_COST = _Cost(0, None, 0)
_PARTS: dict[str, Part] = {part: part for part in PARTS}
"""The part of each kind of line, which has its name."""


class _Ordered(NamedTuple):
    """An order with its costs by month and kind of line; `worth` is its whole price."""

    order: Order
    scope: str
    costs: dict[tuple[Month, str], _Cost]
    worth: Cents


_Key = Callable[[_Ordered], Hashable]
_Pair = tuple[_Ordered | None, _Ordered | None]


def changes_of_orders(name: str, base: Estimate, other: Estimate) -> Iterator[Change]:
    """The changes of orders by their kind, and of refunds; an order that only changed
    its date has `moved`.
    """
    for old, new in _pairs(_ordered(base), _ordered(other)):
        yield from _changes(name, old, new)


def _ordered(estimate: Estimate) -> list[_Ordered]:
    lines: dict[str, list[tuple[Month, BillLine]]] = {}
    for bill in estimate.bills:
        for line in bill.lines:
            if line.order:
                lines.setdefault(line.order.id, []).append((bill.month, line))
    return [_of_lines(found) for found in lines.values()]


def _of_lines(lines: list[tuple[Month, BillLine]]) -> _Ordered:
    _month, first = lines[0]
    assert first.order is not None
    costs: dict[tuple[Month, str], _Cost] = {}
    worth = 0
    for month, line in lines:
        known = costs.get((month, line.kind))
        costs[month, line.kind] = _with(known, line)
        worth = max(worth, line.portion.of if line.portion else line.amount)
    return _Ordered(first.order, first.scope, costs, worth)


def _with(cost: _Cost | None, line: BillLine) -> _Cost:
    if cost is None:
        return _Cost(line.quantity, line.unit_price, line.amount)
    quantity = cost.quantity + line.quantity
    amount = cost.amount + line.amount
    if cost.price != line.unit_price:
        return _Cost(quantity, None, amount)
    return _Cost(quantity, cost.price, amount)


def _pairs(old: list[_Ordered], new: list[_Ordered]) -> Iterator[_Pair]:
    """The orders of both: those of one id, then those of the same on one day, then the
    same on another day; what is left stands alone.
    """
    # From the surest sign to the weakest, each over all orders, so that a weak one
    # takes nothing from a sure one.
    for key in (_by_id, _by_day, _by_size):
        waiting = _waiting(new, key)
        unmatched = []
        for one in old:
            found = waiting.get(key(one))
            if found:
                yield one, found.pop(0)
            else:
                unmatched.append(one)
        left = {id(one) for found in waiting.values() for one in found}
        old = unmatched
        new = [one for one in new if id(one) in left]
    for one in old:
        yield one, None
    for one in new:
        yield None, one


def _waiting(orders: Iterable[_Ordered], key: _Key) -> dict[Hashable, list[_Ordered]]:
    """Orders under a key, the earliest first."""
    found: dict[Hashable, list[_Ordered]] = {}
    for one in sorted(orders, key=lambda one: one.order.date):
        found.setdefault(key(one), []).append(one)
    return found


def _by_id(one: _Ordered) -> Hashable:
    """Its kind, scope and id; one that the file does not name is like no other."""
    # The ids that ffbill gives count the orders: equal ones mean nothing.
    if "id" not in one.order.locations:
        return id(one)
    return one.order.kind.name, one.scope, one.order.id


def _by_size(one: _Ordered) -> Hashable:
    kind, item = one.order.kind, one.order.item
    return kind.name, one.scope, getattr(item, kind.priced_by, None)


def _by_day(one: _Ordered) -> Hashable:
    return _by_size(one), one.order.date


def _changes(name: str, old: _Ordered | None, new: _Ordered | None) -> Iterator[Change]:
    """What one order costs more in each month, in the name of the newer one."""
    found = [*_differences(name, old, new)]
    if old is None or new is None or not _is_moved(old, new):
        yield from (change for change in found if change.amount)
        return
    days = _days(old.order, new.order)
    moved = [
        change._replace(part=MOVED, before=days[0], after=days[1])
        for change in found
        if change.part != REFUND
    ]
    # Within a month nothing costs more, and the move is still worth a line.
    yield from [change for change in moved if change.amount] or moved[:1]
    yield from (one for one in found if one.part == REFUND and one.amount)


def _differences(
    name: str, old: _Ordered | None, new: _Ordered | None
) -> Iterator[Change]:
    before = old.costs if old else {}
    after = new.costs if new else {}
    one = new or old
    assert one is not None, "a pair has at least one order"
    for month, kind in sorted(before.keys() | after.keys()):
        was = before.get((month, kind), _NO_COST)
        now = after.get((month, kind), _NO_COST)
        yield Change(
            scenario=name,
            month=month,
            scope=one.scope,
            part=_PARTS[kind],
            amount=now.amount - was.amount,
            order=one.order.id,
            before=was.quantity,
            after=now.quantity,
            price_before=was.price,
            price_after=now.price,
        )


def _is_moved(old: _Ordered, new: _Ordered) -> bool:
    """Whether two orders differ in nothing but their days."""
    before, after = _days(old.order, new.order)
    same = _without_days(old) == _without_days(new)
    return same and before != after


def _without_days(one: _Ordered) -> tuple[Item, Cents, date | None]:
    item = one.order.item
    match item:
        case QpsOrder() | LicenceOrder() | UpgradeOrder():
            item = item._replace(start=None)
        case _:
            pass
    return item, one.worth, one.order.refunded


def _days(old: Order, new: Order) -> tuple[date, date]:
    """The dates of two orders; where they are the same, the days on which they begin."""
    if old.date != new.date:
        return old.date, new.date
    return old.begins, new.begins
