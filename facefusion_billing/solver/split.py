"""One activity as several: how calls, peaks and materials are divided among them so
that nothing bought is left idle.

Calls of a day go to each part in proportion to what is left of its free and licence
calls, so all run out together, and the parts together draw exactly what one activity
with all their calls would. Peaks and materials fill one part after the other.

>>> divided([5, 100], [8, 4]), shares(25, [10, 10, 10])
([[3, 98], [2, 2]], [10, 10, 5])
"""

from collections.abc import Iterator, Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


def divided(daily: Sequence[int], stocks: Sequence[int]) -> list[list[int]]:
    """The calls of each day for each part.

    What is beyond all stocks goes to the first part.
    """
    left = list(stocks)
    parts: list[list[int]] = [[] for _ in stocks]
    for calls in daily:
        taken = _proportional(min(calls, sum(left)), left)
        for index, own in enumerate(taken):
            left[index] -= own
            parts[index].append(own)
        parts[0][-1] += calls - sum(taken)
    return parts


def _proportional(calls: int, left: Sequence[int]) -> list[int]:
    """Whole shares in proportion to what is left, none above it; those rounded down
    most get one more.
    """
    total = sum(left)
    if not total:
        return [0] * len(left)
    taken = [calls * own // total for own in left]
    order = sorted(
        range(len(left)), key=lambda index: (-(calls * left[index] % total), index)
    )
    # The remainders, largest first, so that a day's shares add up to its calls.
    for index in order[: calls - sum(taken)]:
        taken[index] += 1
    return taken


def shares(amount: int, most: Sequence[int]) -> list[int]:
    """An amount filled into one part after the other; what is beyond all goes to the
    last.
    """
    found = []
    for capacity in most:
        found.append(min(amount, capacity))
        amount -= found[-1]
    found[-1] += amount
    return found


class Kind(NamedTuple):
    """A kind of part: its price, and how many materials it holds."""

    price: Cents
    holds: int


def multisets(
    kinds: Sequence[Kind], need: int, limit: Cents, most: int
) -> Iterator[tuple[int, ...]]:
    """How many of each kind, two or more and at most `most` in all, that hold a need
    for no more than a limit.
    """
    largest = [
        max((kind.holds for kind in kinds[index:]), default=0)
        for index in range(len(kinds) + 1)
    ]

    def counts(
        index: int, spent: Cents, held: int, taken: int
    ) -> Iterator[tuple[int, ...]]:
        # Not even the largest of what is left would hold the rest.
        if held + largest[index] * (most - taken) < need:
            return
        if index == len(kinds):
            yield ()
            return
        kind = kinds[index]
        for count in range(most - taken + 1):
            if spent + count * kind.price > limit:
                break
            for rest in counts(
                index + 1,
                spent + count * kind.price,
                held + count * kind.holds,
                taken + count,
            ):
                yield (count, *rest)

    return (found for found in counts(0, 0, 0, 0) if sum(found) >= 2)
