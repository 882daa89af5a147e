"""A month of a scope that a bill settles in several lines: by tag, by resource, or with a
supplement. Together they are the month's calls, and reach its tier.
"""

from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import counted
from facefusion_billing.answers.reconciling.own import Key, Own
from facefusion_billing.answers.reconciling.settlements import Terms
from facefusion_billing.model.vendor_bill import SETTLEMENT, BilledLine

_NONE = Decimal(0)


def parted_months(
    lines: list[BilledLine], cancelled: dict[int, BilledLine], terms: Terms
) -> dict[Key, list[BilledLine]]:
    """The lines of each month that has more than one."""
    found: dict[Key, list[BilledLine]] = {}
    for index, line in enumerate(lines):
        if line.kind != SETTLEMENT or index in cancelled:
            continue
        if line.month is not None and None not in (line.after, line.billed):
            key = terms.mapping.scope(line), line.month
            found.setdefault(key, []).append(line)
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


def own_parts(parts: list[BilledLine], own: Own, terms: Terms) -> list[Own]:
    """The own figures parted as the bill does it, where both come to the same calls;
    nothing where they do not: then a line may be one too many.
    """
    month = whole(parts)
    theirs = month.billed if month.used is None else month.used
    ours = own.calls if month.used is not None else own.calls - (own.deducted or 0)
    apart = abs((theirs or _NONE) - ours)
    if apart and apart * 100 >= terms.calls_tolerance * ours:
        return []
    found = [_as_billed(part, own) for part in parts[:-1]]
    return [*found, _rest(own, found)]


def _as_billed(part: BilledLine, own: Own) -> Own:
    billed = int(counted(part) or 0)
    calls = billed if part.used is None else int(part.used)
    return own._replace(
        calls=calls,
        deducted=None if own.deducted is None else calls - billed,
        billable=None if own.billable is None else billed,
        of_month=own.calls,
    )


def _rest(own: Own, parts: list[Own]) -> Own:
    """What the other parts leave of the own figures."""
    return own._replace(
        of_month=own.calls,
        calls=own.calls - sum(part.calls for part in parts),
        deducted=_left(own.deducted, [part.deducted for part in parts]),
        billable=_left(own.billable, [part.billable for part in parts]),
    )


def _left(in_all: int | None, parts: list[int | None]) -> int | None:
    if in_all is None:
        return None
    return in_all - sum(part or 0 for part in parts)
