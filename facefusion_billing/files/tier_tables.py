"""Tier tables: the document's inequalities as first and last counts.

Refused: gaps, overlaps, mixed senses, no open end.

A table of one sense repeats `at_least` and `below` (the lower bound belongs to the
tier) or `above` and `up_to` (the upper one does); the first bound of an `at_least`
table may be `above: 0`.
"""

from __future__ import annotations

from itertools import pairwise

from facefusion_billing.files.shapes import Entry
from facefusion_billing.model.book import Sense, Tier, TierTable
from facefusion_billing.model.faults import Fault

_BOUNDS = ("at_least", "below", "above", "up_to")


def tier_table(
    rows: list[Entry], key: str, clause: str, faults: list[Fault]
) -> TierTable:
    """The rows as tiers with the price under `key`; what is wrong with their bounds is
    noted.
    """
    senses = {bound for row in rows for bound in _BOUNDS if bound in row.locations}
    sense: Sense = "above" if "up_to" in senses or senses == {"above"} else "at_least"
    tiers = [
        _tier(row, sense, key, faults, first=number == 0)
        for number, row in enumerate(rows)
    ]
    for (before, row_before), (tier, row) in pairwise(zip(tiers, rows, strict=True)):
        if not (_readable(row_before) and _readable(row)):
            continue
        if before.last is None:
            faults.append(
                Fault(
                    "the tier has no upper bound, but another follows; expected one open end",
                    row_before.location,
                )
            )
        elif tier.first > before.last + 1:
            faults.append(
                Fault(f"a gap: no tier holds {before.last + 1:,}", row.location)
            )
        elif tier.first <= before.last:
            faults.append(
                Fault(f"an overlap: two tiers hold {tier.first:,}", row.location)
            )
    if tiers and tiers[-1].last is not None and _readable(rows[-1]):
        faults.append(
            Fault(
                "the last tier has an upper bound; expected one open end",
                rows[-1].location,
            )
        )
    return TierTable(tuple(tiers), sense, clause)


def _readable(row: Entry) -> bool:
    """Whether every bound that was written was read."""
    return all(bound in row for bound in _BOUNDS if bound in row.locations)


def _tier(
    row: Entry, sense: Sense, key: str, faults: list[Fault], *, first: bool
) -> Tier:
    """A row's first and last count: `at_least: n` and `above: n - 1` both begin with n."""
    low, high = ("at_least", "below") if sense == "at_least" else ("above", "up_to")
    from_zero = (
        first
        and sense == "at_least"
        and row.get("above") == 0
        and "at_least" not in row.locations
    )
    if from_zero:
        low = "above"
    foreign = [
        bound
        for bound in _BOUNDS
        if bound in row.locations and bound not in (low, high)
    ]
    one_sense = f"in a table of {low!r} and {high!r}; a table has one sense"
    faults.extend(Fault(f"{bound!r} {one_sense}", row.at(bound)) for bound in foreign)
    if low not in row.locations and not foreign:
        faults.append(Fault(f"a tier without its lower bound {low!r}", row.location))
    start = row.get(low, 0) + (low == "above")
    if first and row.get(low, 0) > 0:
        faults.append(
            Fault(
                f"the first tier begins above 0: calls below {start} have no price",
                row.location,
            )
        )
    end = row.get(high)
    last = None if end is None else end - (high == "below")
    if last is not None and last < start:
        faults.append(
            Fault(
                "the tier holds no count: its upper bound is not above its lower one",
                row.at(high),
            )
        )
    return Tier(start, last, row.get(key))
