"""Refunds: each tied to the purchase whose packs it returns, in one step or in several."""

from datetime import timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from facefusion_billing.model.vendor_bill import PURCHASE, BilledLine
from facefusion_billing.startup.record import NamedTuple

WINDOW = timedelta(days=7)
_NONE = Decimal(0)
_CENT = Decimal("0.01")
_WHOLE = Decimal(1)


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
        self._held = [_Held(line) for line in lines if line.kind == PURCHASE]

    def take(self, refund: BilledLine) -> Tied | None:
        """The purchase that a refund returns packs of: by the order it names, else the
        only whole one of that amount in the seven days before.
        """
        ids = refund.associated, refund.order
        named = [
            held for held in self._held if held.line.order in ids if held.line.order
        ]
        back = -(refund.after or _NONE)
        if not named:
            near = [held for held in self._held if held.is_near(refund, back)]
            # Two of one amount would leave it open which of them went back.
            return near[0].returned(back) if len(near) == 1 else None
        left = [held for held in named if not held.is_gone]
        # An order of several lines: the line whose packs come to the amount, if one does.
        fitting = [held for held in left if held.fit(back)]
        return next((held.returned(back) for held in (*fitting, *left)), None)


class _Held:
    """A purchase with the packs and the money of it that have not been returned.

    Its packs have equal shares, with the cents that are left in the first ones; those
    of the highest numbers go back first.
    """

    def __init__(self, line: BilledLine) -> None:
        self.line = line
        self.is_gone = False
        self.packs = self._left = int(line.billed or 1)
        self.whole = self._money = returnable(line)

    def is_near(self, refund: BilledLine, back: Decimal) -> bool:
        """Whether it was made in the seven days before a refund of its whole amount."""
        day, until = self.line.paid_at, refund.paid_at
        if day is None or until is None or self._money != self.whole:
            return False
        return not self.is_gone and self.whole == back and day <= until <= day + WINDOW

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
