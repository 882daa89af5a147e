"""What several tests of the solver begin with."""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.deadline import Deadline


def table(*rows: tuple[int, int]) -> TierTable:
    """Tiers from first counts and cents a call."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    tiers = (
        Tier(first, last, Price(cents, 2))
        for (first, cents), last in zip(rows, lasts, strict=True)
    )
    return TierTable(tuple(tiers), "at_least", "x")


TEN_CENTS = table((1, 10))
"""A call costs 10 cents, however many there are."""
FALLING = table((1, 10), (100, 1))
"""A call costs 10 cents, from 100 calls in a month on 1 cent."""
BY_DAY = table((1, 40))
"""One QPS costs 40 cents a day."""


def spent() -> Deadline:
    """A deadline whose work is used up."""
    deadline = Deadline(work=-1)
    deadline.spend(0)
    return deadline
