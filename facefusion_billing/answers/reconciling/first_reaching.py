"""The first number at which a count reaches what is wanted, where each try is a metering
of the whole file.

>>> tried = []
>>> def drawn(calls: int) -> int:
...     tried.append(calls)
...     return max(calls - 300, 0)
>>> first_reaching(drawn, 700, 1_000_000), len(tried)
(1000, 2)
"""

from collections.abc import Callable


def first_reaching(count: Callable[[int], int], wanted: int, end: int) -> int:
    """The first number below `end` at which a count is no less than wanted, else `end`.

    The count never falls, and grows by at most one from a number to the next: what it
    lacks, or has too much, is how far the number is away at least.
    """
    if not end or (found := count(end - 1)) < wanted:
        return end
    low, high = 0, _nearer(end - 1, found - wanted)
    while low < high:
        # Where the count grows with each number up to the last one, this is the end.
        found = count(high - 1)
        if found < wanted:
            return high
        high = _nearer(high - 1, found - wanted)
        # Where it stands still for long, halves are nearer.
        middle = (low + high) // 2
        found = count(middle)
        if found < wanted:
            low = middle + wanted - found
        else:
            high = _nearer(middle, found - wanted)
    return high


def _nearer(number: int, too_much: int) -> int:
    return max(number - too_much, 0)
