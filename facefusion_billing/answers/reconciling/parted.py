"""A month of a scope that a bill settles in several lines: by tag, by resource, by day, or
with a supplement. Together they are the month's calls, and reach its tier.
"""

from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import counted
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.own import Own
from facefusion_billing.answers.reconciling.own_counts import Key
from facefusion_billing.model.vendor_bill import SETTLEMENT, BilledLine
from facefusion_billing.startup.record import NamedTuple

_NONE = Decimal(0)


class PartedMonth(NamedTuple):
    """A month of several lines: the `whole`, a line with the counts of all, and the own
    figures of the month. `by_activity`: each line may be of an activity with a tier of
    its own.
    """

    whole: BilledLine
    own: Own | None
    by_activity: bool

    def agrees(self, own: Own, calls_tolerance: Decimal) -> bool:
        """Whether own figures come to as many calls as all lines together."""
        theirs, ours = self.whole.used, own.calls
        if theirs is None:
            theirs = self.whole.billed
            ours = own.calls - (own.deducted or 0)
        apart = abs((theirs or _NONE) - ours)
        return not apart or apart * 100 < calls_tolerance * ours


def parted_months(
    lines: list[BilledLine], cancelled: dict[int, BilledLine], mapping: Mapping
) -> dict[Key, dict[int, BilledLine]]:
    """The lines of each month that has more than one, by their places."""
    found: dict[Key, dict[int, BilledLine]] = {}
    for index, line in enumerate(lines):
        if line.kind != SETTLEMENT or index in cancelled:
            continue
        if line.month is not None and None not in (line.after, line.billed):
            found.setdefault((mapping.scope(line), line.month), {})[index] = line
    return {key: parts for key, parts in found.items() if len(parts) > 1}


def whole(parts: list[BilledLine]) -> BilledLine:
    """One line with the counts of all; what one of them does not state is not stated."""
    first = parts[0]
    return first._replace(
        billed=sum((counted(part) or _NONE for part in parts), _NONE),
        used=_sum([part.used for part in parts]),
        deducted=_sum([part.deducted for part in parts]),
        duration=None,
        price_unit="",
    )


def _sum(counts: list[Decimal | None]) -> Decimal | None:
    stated = [count for count in counts if count is not None]
    return sum(stated, _NONE) if len(stated) == len(counts) else None


def own_shares(parts: list[BilledLine], month: PartedMonth, own: Own) -> Iterator[Own]:
    """The own figures of a month shared among its lines as the bill shares its own.

    So one line more or less changes neither what is expected of the month nor what is
    at stake.
    """
    for billable, packs in _shared_counts(parts, month, own):
        yield own._replace(
            calls=billable + packs,
            deducted=None if own.deducted is None else packs,
            billable=None if own.billable is None else billable,
            # Which activity a line is of, and which calls were free, no line says.
            amount=None,
            free=0,
        )


def _shared_counts(
    parts: list[BilledLine], month: PartedMonth, own: Own
) -> Iterator[tuple[int, int]]:
    """The billable and the deducted calls of each line by own figures."""
    states_use = None not in (month.whole.used, month.whole.deducted)
    deducted = own.deducted
    if deducted is None:
        deducted = int(month.whole.deducted or 0) if states_use else 0
    # More cannot be deducted than was called.
    deducted = min(deducted, own.calls)
    billed = [counted(part) or _NONE for part in parts]
    taken = [part.deducted or _NONE for part in parts] if states_use else billed
    if states_use and month.whole.used == own.calls:
        calls = [int(part.used or 0) for part in parts]
        packs = [*_packs(deducted, taken, billed)]
        billable = [used - some for used, some in zip(calls, packs, strict=True)]
        return zip(billable, packs, strict=True)
    left = own.calls - deducted
    return zip(_shares(left, billed), _shares(deducted, taken), strict=True)


def _packs(deducted: int, taken: list[Decimal], billed: list[Decimal]) -> Iterator[int]:
    """The deducted calls of lines whose calls are the own ones: a part of what they
    deduct, or that and a part of what they bill.
    """
    more = max(deducted - int(sum(taken, _NONE)), 0)
    of_taken, of_billed = _shares(deducted - more, taken), _shares(more, billed)
    return (some + rest for some, rest in zip(of_taken, of_billed, strict=True))


def _shares(count: int, weights: list[Decimal]) -> Iterator[int]:
    """A count shared by weights, in whole numbers; all to the last without a weight."""
    total, before, reached = sum(weights, _NONE), 0, _NONE
    for number, weight in enumerate(weights, 1):
        reached += weight
        upto = int(count * reached // total) if total > 0 else 0
        if number == len(weights):
            upto = count
        yield upto - before
        before = upto
