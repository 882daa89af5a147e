"""Refunds: each tied to the purchase whose packs it returns, in one step or in several."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import chain, islice
from operator import itemgetter

from facefusion_billing.model.vendor_bill import PURCHASE, BilledLine
from facefusion_billing.startup.record import NamedTuple

WINDOW = timedelta(days=7)
_NONE = Decimal(0)
_CENT = Decimal("0.01")
_WHOLE = Decimal(1)
_DAY = itemgetter(0)
"""The day of a purchase of an amount."""


class Tied(NamedTuple):
    """The purchase that a refund is of: how many of its packs go back (0: not even
    one), and what these come to.
    """

    purchase: BilledLine
    packs: int
    amount: Decimal


class Purchases:
    """The purchase lines of a bill, each with what of it has not been returned yet."""

    def __init__(self, lines: list[BilledLine]) -> None:
        held = [
            _Held(line, number)
            for number, line in enumerate(lines)
            if line.kind == PURCHASE
        ]
        # A bill of a year has thousands of both: none is looked for among all.
        self._of_order: dict[str, list[_Held]] = {}
        self._of_amount: dict[Decimal, list[tuple[date, _Held]]] = {}
        for each in held:
            if each.line.order:
                self._of_order.setdefault(each.line.order, []).append(each)
            if each.line.paid_at:
                own = self._of_amount.setdefault(each.whole, [])
                own.append((each.line.paid_at, each))
        for own in self._of_amount.values():
            own.sort(key=_DAY)

    def take(self, refund: BilledLine) -> Tied | None:
        """The purchase that a refund returns packs of: by the order it names, else the
        only whole one of that amount in the seven days before.
        """
        named = self._named(refund)
        back = -(refund.after or _NONE)
        if not named:
            # Two of one amount would leave it open which of them went back.
            near = list(islice(self._in_window(refund, back), 2))
            return near[0].returned(back) if len(near) == 1 else None
        left = [held for held in named if not held.is_gone]
        # An order of several lines: the line whose packs come to the amount, if one does.
        fitting = [held for held in left if held.fit(back)]
        return next((held.returned(back) for held in (*fitting, *left)), None)

    def _named(self, refund: BilledLine) -> "list[_Held]":
        """The purchases of the order that a refund names, by either of two names."""
        ids = dict.fromkeys((refund.associated, refund.order))
        named = [self._of_order[id] for id in ids if id in self._of_order]
        return sorted(chain.from_iterable(named), key=lambda held: held.number)

    def _in_window(self, refund: BilledLine, back: Decimal) -> "Iterator[_Held]":
        """The purchases that a refund is near, by day."""
        until, of_amount = refund.paid_at, self._of_amount.get(back, [])
        if until is None:
            return
        first = bisect_left(of_amount, until - WINDOW, key=_DAY)
        for day, held in of_amount[first:]:
            if day > until:
                return
            if held.is_whole:
                yield held


class _Held:
    """A purchase with the packs and the money of it that have not been returned.

    Its packs have equal shares, with the cents that are left in the first ones; those
    of the highest numbers go back first.
    """

    def __init__(self, line: BilledLine, number: int) -> None:
        self.line, self.number = line, number
        self.is_gone = False
        self.packs = self._left = int(line.billed or 1)
        self.whole = self._money = returnable(line)

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it has gone back."""
        return not self.is_gone and self._money == self.whole

    def fit(self, back: Decimal) -> int:
        """How many of the packs left come to an amount; 0 where no number of them does.

        By their shares in cents, or to less than a cent of the exact ones.
        """
        if back == self._money:
            return max(self._left, 0)
        for count in self._near(back):
            exact = abs(back * self.packs - self.whole * count)
            if back == self._amount(count) or exact < _CENT * self.packs:
                return count
        return 0

    def returned(self, back: Decimal) -> Tied:
        """What a refund of an amount returns: the packs that come to it, else as many
        as come nearest to it.
        """
        count, amount = self.fit(back), back
        if not count:
            counts = self._near(back)
            count = min(counts, key=lambda n: abs(self._amount(n) - back), default=0)
            amount = self._amount(count) if count else self._money
        self._left -= count
        self._money -= amount
        self.is_gone = self._left <= 0
        return Tied(self.line, count, amount)

    def _near(self, back: Decimal) -> list[int]:
        """The numbers of packs whose shares may come to an amount, or near it."""
        # Half a pack is none, and nothing of it comes back.
        if self._left < 1:
            return []
        if self.whole <= 0:
            return [self._left]
        nearest = int((back * self.packs / self.whole).quantize(_WHOLE, ROUND_HALF_UP))
        around = (nearest, nearest - 1, nearest + 1)
        return [*dict.fromkeys(min(max(count, 1), self._left) for count in around)]

    def _amount(self, count: int) -> Decimal:
        """What the last packs left come to."""
        if count == self._left:
            return self._money
        share = (self.whole / self.packs).quantize(_CENT, ROUND_DOWN)
        # So many of the first packs have a cent more.
        odd = min((self.whole - share * self.packs) / _CENT, Decimal(self._left))
        return share * count + max(odd - (self._left - count), _NONE) * _CENT


def returnable(purchase: BilledLine) -> Decimal:
    """What a refund of a purchase returns: neither voucher nor discount."""
    return (purchase.after or _NONE) - (purchase.voucher or _NONE)
