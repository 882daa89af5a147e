"""What several tests of the solver begin with."""

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.deadline import Deadline

TEN_CENTS = TierTable((Tier(1, None, Price(10, 2)),), "at_least", "x")
"""A call costs 10 cents, however many there are."""
BY_DAY = TierTable((Tier(1, None, Price(40, 2)),), "at_least", "x")
"""One QPS costs 40 cents a day."""


def spent() -> Deadline:
    """A deadline whose work is used up."""
    deadline = Deadline(work=-1)
    deadline.spend(0)
    return deadline
