"""Amortisation: which part of an amount paid once falls to each part of what it bought.

What: an amount buys `whole` units (the calls of a pack, the days of a QPS order or
licence). What is used up to a unit has cost its share of the amount, rounded half up; a
portion is the difference of two such shares, so that the portions of all units add up
to the amount, to the cent, however they are cut. A view of the accounts, not a rule of
the vendor: no clause states it, and no bill changes with it.

>>> part(1_000, 0, 1, 3), part(1_000, 1, 2, 3), part(1_000, 2, 3, 3)
(333, 334, 333)
"""

from facefusion_billing.model.money import Cents, half_up


def part(amount: Cents, before: int, after: int, whole: int) -> Cents:
    """What the units after the first `before`, up to the first `after`, of `whole` have
    cost of an amount, in cents.
    """
    return half_up(amount * after, whole) - half_up(amount * before, whole)
