"""What a month's pay-as-you-go line costs as a function of its billable calls, to the
cent, as the bills have it.

`bill` is the bill itself; it jumps down where a count reaches a cheaper tier.
`bill_or_cheaper_above` is the least of the bill over this and every larger count that
the month can reach, as if packs served less of it: never more than the bill, and never
falling, so it bounds the cost of any plan from below (docs/planner.md, step 6).

>>> from facefusion_billing.model.book import Tier
>>> from facefusion_billing.model.money import Price
>>> image = TierTable(
...     (Tier(0, 9_999, Price(65, 3)), Tier(10_000, None, Price(50, 3))),
...     "at_least",
...     "image-payg",
... )
>>> (
...     [Tariff(image, 0).bill(calls) for calls in (0, 9_999, 10_000)],
...     Tariff(image, 0).bill_or_cheaper_above(9_999),
... )
([0, 64994, 50000], 50000)
"""

from collections.abc import Iterable, Iterator

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Cents, half_up
from facefusion_billing.solver.catalogue import NEVER, Catalogue

Band = tuple[int, int | None, int, int]
"""Billable counts from and to (None: no end), and a call's price as a fraction in cents."""


def _band(row: Tier, first: int, last: int | None) -> Band:
    assert row.price is not None
    return first, last, row.price.digits * 100, 10**row.price.places


def _bands_after(others: int, rows: Iterable[Tier]) -> Iterator[Band]:
    """The tiers by billable calls, where others count for them already."""
    for row in rows:
        first = max(row.first - others, 1)
        if row.last is None:
            yield _band(row, first, None)
        # Tiers that the others have passed by themselves bill nothing.
        elif row.last > others:
            yield _band(row, first, row.last - others)


class Tariff:
    """The bill of a month in which `others` calls count for the tier beside the
    billable ones.

    `fixed` is the count that reaches the tier when it does not depend on what is
    billed, `most` the largest count that can be billed (None: no end); `tiers` None:
    not sold.
    """

    def __init__(
        self,
        tiers: TierTable | None,
        others: int = 0,
        fixed: int | None = None,
        most: int | None = None,
    ) -> None:
        rows = tiers.tiers if tiers is not None else ()
        self.bands: list[Band] = []
        if fixed is not None:
            # One price, however many of the calls are billed.
            self.bands += (
                _band(row, 1, None)
                for row in rows
                if row.first <= fixed and (row.last is None or fixed <= row.last)
            )
        else:
            self.bands += _bands_after(others, rows)
        self.caps: list[Cents] = []
        least = NEVER
        for first, _, numerator, denominator in reversed(self.bands):
            # Before the tier's own first bill: a cap is of what lies beyond it.
            self.caps.append(least)
            if most is None or first <= most:
                least = min(least, half_up(first * numerator, denominator))
        self.caps.reverse()

    def bill(self, calls: int) -> Cents:
        """The bill of so many calls; `NEVER` where none is sold."""
        if not calls:
            return 0
        for _, last, numerator, denominator in self.bands:
            if last is None or calls <= last:
                return half_up(calls * numerator, denominator)
        return NEVER

    def bill_or_cheaper_above(self, calls: int) -> Cents:
        """The least bill of this many calls or more; none cost nothing."""
        if not calls:
            return 0
        for index, (_, last, numerator, denominator) in enumerate(self.bands):
            if last is None or calls <= last:
                return min(half_up(calls * numerator, denominator), self.caps[index])
        return NEVER

    def is_monotone(self, catalogue: Catalogue) -> bool:
        """Whether more pack calls never make a plan dearer: where the bill falls, packs
        cover the count for no more.
        """
        for index, (first, _, numerator, denominator) in enumerate(self.bands):
            falls = any(
                numerator * below < over * denominator
                for _, _, over, below in self.bands[:index]
            )
            if falls and catalogue.cover(first).price > self.bill(first):
                return False
        return True


class Tariffs:
    """The tariffs of a pool under a reading of `tier_basis`, which tells what counts
    for the tier; each made once.
    """

    def __init__(self, tiers: TierTable | None, basis: str) -> None:
        self.tiers, self.basis = tiers, basis
        self._made: dict[tuple[int, int | None], Tariff] = {}

    def of(self, counted: int, most: int | None = None) -> Tariff:
        """The tariff of a month: under `total` so many calls reach the tier, else they
        count for it in addition to the billable ones, of which there are `most`.
        """
        made = self._made.get((counted, most))
        if made is None:
            made = Tariff(self.tiers, counted, most=most)
            if self.basis == "total":
                made = Tariff(self.tiers, fixed=counted)
            self._made[counted, most] = made
        return made
