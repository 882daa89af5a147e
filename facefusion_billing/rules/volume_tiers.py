"""Volume tiers: all of a month's billable calls at the unit price of the tier that is
reached.

What: the count that reaches the tier picks one unit price, and every billable call is
charged at it; a tier is never filled "from below" (that would be graduated pricing).
Crossing into a tier can therefore lower the bill: the counts just below a tier that are
dearer than its first count are a dead zone.

Clauses: image-payg, video-payg, postpaid, and the QPS tables, whose tier is the
quantity of one order.

>>> from facefusion_billing.model.book import Tier, TierTable
>>> from facefusion_billing.model.money import Price
>>> image = TierTable(
...     (Tier(0, 9_999, Price(65, 3)), Tier(10_000, None, Price(50, 3))),
...     "at_least",
...     "image-payg",
... )
>>> amount(image, 9_999, 9_999), amount(image, 10_000, 10_000)
(64994, 50000)
"""

from facefusion_billing.model.book import TierTable
from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


def amount(table: TierTable, billable: int, reaching: int) -> Cents:
    """What `billable` calls cost when `reaching` calls decide the tier.

    No calls cost nothing.
    """
    if not billable:
        return 0
    price = table.price_at(reaching)
    assert price is not None, "a pay-as-you-go tier always has a price"
    return price.times(billable)


def tier_count(basis: str, billable: int, free: int, packs: int) -> int:
    """The count that reaches the tier under a reading of `tier_basis`.

    >>> [
    ...     tier_count(basis, 90, 10, 100)
    ...     for basis in ("billable", "after_paid_packs", "total")
    ... ]
    [90, 100, 200]
    """
    if basis == "total":
        return billable + free + packs
    if basis == "after_paid_packs":
        return billable + free
    assert basis == "billable", f"no reading of tier_basis: {basis}"
    return billable


class DeadZone(NamedTuple):
    """Billable counts `first` to `last` cost more than `better` calls, which cost
    `least`.
    """

    first: int
    last: int
    better: int
    least: Cents


def dead_zone(table: TierTable, billable: int, others: int) -> DeadZone | None:
    """The dead zone a billable count lies in, when `others` calls also count for the
    tier; None if it lies in none.

    It compares with every larger billable count, the other calls as they are.
    """
    # Within a tier costs rise, so of all larger counts only the first of a tier can be
    # the cheapest.
    starts = [
        (tier.price.times(tier.first - others), tier.first - others)
        for tier in table.tiers
        if tier.first - others > billable and tier.price is not None
    ]
    if not billable or not starts:
        return None
    least, better = min(starts)
    if amount(table, billable, billable + others) <= least:
        return None
    first = _first_dearer(table, billable, others, least)
    return DeadZone(first, better - 1, better, least)


def _first_dearer(table: TierTable, billable: int, others: int, least: Cents) -> int:
    """The first count from which on, up to `billable`, every count costs more than
    `least`: costs rise in a tier.
    """
    first = billable
    for tier in reversed(table.tiers):
        low = max(tier.first - others, 1)
        if low <= first:
            assert tier.price is not None, "a pay-as-you-go tier always has a price"
            # What is free costs no more than anything.
            if not tier.price.digits:
                break
            first = min(first, max(low, tier.price.most_for(least) + 1))
            if first > low:
                break
    return first
