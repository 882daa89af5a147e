"""Why one scenario costs more than another: parts of the difference that add up to the
cent, in all, for each month and for each scope.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from facefusion_billing.answers.order_changes import changes_of_orders
from facefusion_billing.model.bill import Bill, BillLine, Estimate
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.comparison import PARTS, Change, Compared, Part
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.startup.record import NamedTuple

COUNTS: Final[tuple[tuple[Part, int], ...]] = (
    ("calls", 1),
    ("free", -1),
    ("packs", -1),
    ("qps_mode", -1),
    ("refused", -1),
    ("undetermined", -1),
)
"""The counts of a row of usage; more calls are more to pay, more of the others less."""
NO_USE = UsageRow("", 0, 0, 0, 0, 0, 0, 0)


def are_alike(base: Estimate, other: Estimate) -> bool:
    """Whether a difference can be cut into parts: one currency, one shape of book."""
    return (base.currency, base.shape) == (other.currency, other.shape)


def changes(base: Compared, other: Compared) -> tuple[Change, ...]:
    """The parts of what the other costs more, the largest first.

    For each month and scope the change of each count at the old unit price (the new one
    where nothing was billed before), then that of the unit price at the new billable
    count, which takes the cents that rounding leaves; then orders, and refunds.
    """
    found = [
        *_of_usage(other.name, base.estimate, other.estimate),
        *changes_of_orders(other.name, base.estimate, other.estimate),
    ]
    return tuple(sorted(found, key=_largest_first))


def _largest_first(change: Change) -> tuple[Cents, str, str, int, str]:
    place = PARTS.index(change.part)
    what = str(change.month), change.scope, place, change.order or ""
    return -abs(change.amount), *what


class _Used(NamedTuple):
    """Where the calls of a month went by scope, and its lines of what was billed."""

    rows: dict[str, UsageRow]
    lines: dict[str, BillLine]

    def price_of(self, scope: str) -> Price | None:
        """The unit price of a scope's calls: its own line's, or that of the account."""
        line = self.lines.get(scope) or self.lines.get(ACCOUNT)
        if line:
            return line.unit_price
        return None


def _used(bill: Bill | None) -> _Used:
    if bill is None:
        return _Used({}, {})
    lines = {line.scope: line for line in bill.lines if line.order is None}
    return _Used({row.scope: row for row in bill.usage}, lines)


def _of_usage(name: str, base: Estimate, other: Estimate) -> Iterator[Change]:
    before = {bill.month: bill for bill in base.bills}
    after = {bill.month: bill for bill in other.bills}
    for month in sorted(before.keys() | after.keys()):
        old = _used(before.get(month))
        new = _used(after.get(month))
        for meter, scopes in _meters(old, new).items():
            counts: list[Change] = []
            for scope in scopes:
                counts += _counts(Change(name, month, scope, "calls", 0), old, new)
            yield from counts
            whole = Change(name, month, meter, "price", 0)
            yield from _price(whole, counts, old, new)


def _meters(old: _Used, new: _Used) -> dict[str, list[str]]:
    """The scopes behind each line; all together where either bills the account."""
    scopes = list(dict.fromkeys([*old.rows, *new.rows]))
    billed = old.lines.keys() | new.lines.keys()
    if ACCOUNT in billed:
        return {ACCOUNT: scopes}
    return {scope: [scope] for scope in scopes if scope in billed}


def _counts(of: Change, old: _Used, new: _Used) -> Iterator[Change]:
    """What the changes of a scope's counts cost at the old unit price."""
    before = old.rows.get(of.scope, NO_USE)
    after = new.rows.get(of.scope, NO_USE)
    prices = old.price_of(of.scope), new.price_of(of.scope)
    price = prices[0] or prices[1]
    assert price is not None, "a meter is of scopes that are billed in one of the two"
    for part, sign in COUNTS:
        count = getattr(before, part)
        now = getattr(after, part)
        # At the old price, so that each part is a sum one can check; the other order
        # would value calls at a price that the old bill never had.
        amount = price.times(sign * (now - count))
        if amount:
            yield of._replace(
                part=part,
                amount=amount,
                before=count,
                after=now,
                price_before=prices[0],
                price_after=prices[1],
            )


def _price(
    of: Change, counts: Sequence[Change], old: _Used, new: _Used
) -> Iterator[Change]:
    """The rest of a meter's difference: another unit price, and what rounding leaves."""
    before = _lines(of.scope, old)
    after = _lines(of.scope, new)
    rest = sum(line.amount for line in after) - sum(line.amount for line in before)
    # What the counts do not explain, so that the parts add up whatever rounding did.
    rest -= sum(change.amount for change in counts)
    if rest:
        yield of._replace(
            amount=rest,
            before=sum(line.quantity for line in before),
            after=sum(line.quantity for line in after),
            price_before=_one_price(before),
            price_after=_one_price(after),
        )


def _lines(meter: str, used: _Used) -> list[BillLine]:
    """The lines of a meter; the account's are all of the month."""
    if meter == ACCOUNT:
        return list(used.lines.values())
    if meter in used.lines:
        return [used.lines[meter]]
    return []


def _one_price(lines: Sequence[BillLine]) -> Price | None:
    """The unit price of all lines; None where they have several, or there are none."""
    prices = {line.unit_price for line in lines}
    if len(prices) == 1:
        return prices.pop()
    return None
