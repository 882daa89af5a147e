"""Tier tables: the document's inequalities as first and last counts.

Refused: gaps, overlaps, mixed senses, no open end.

A table of one sense repeats `at_least` and `below` (the lower bound belongs to the
tier) or `above` and `up_to` (the upper one does); the first bound of an `at_least`
table may be `above: 0`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from facefusion_billing.files.records import Entry
from facefusion_billing.model.book import Sense, Tier, TierTable
from facefusion_billing.model.faults import Fault, fault_at

_BOUNDS = ("at_least", "below", "above", "up_to")


def tier_table(
    rows: list[Entry], key: str, clause: str, faults: list[Fault]
) -> TierTable:
    """The rows as tiers with the price under `key`; what is wrong with their bounds is
    noted.
    """
    sense = _sense_of(rows)
    tiers = [
        _tier(row, sense, key, faults, first=number == 0)
        for number, row in enumerate(rows)
    ]
    for (before, row_before), (tier, row) in pairwise(zip(tiers, rows, strict=True)):
        if _readable(row_before) and _readable(row):
            faults += _between(before, row_before, tier, row)
    if tiers and tiers[-1].last is not None and _readable(rows[-1]):
        faults.append(
            fault_at(
                "the last tier has an upper bound; expected one open end",
                rows[-1].location,
            )
        )
    return TierTable(tuple(tiers), sense, clause)


def _sense_of(rows: list[Entry]) -> Sense:
    """The sense of a table, by the words of its bounds."""
    words = {bound for row in rows for bound in _BOUNDS if bound in row.locations}
    # `above` alone also begins a table of the other sense, as `above: 0`.
    if "up_to" in words or words == {"above"}:
        return "above"
    return "at_least"


def _between(
    before: Tier, row_before: Entry, tier: Tier, row: Entry
) -> Iterator[Fault]:
    """What is wrong between a tier and the next."""
    if before.last is None:
        yield fault_at(
            "the tier has no upper bound, but another follows; expected one open end",
            row_before.location,
        )
    elif tier.first > before.last + 1:
        yield fault_at(
            "a gap: no tier holds {last:,}", row.location, last=before.last + 1
        )
    elif tier.first <= before.last:
        yield fault_at(
            "an overlap: two tiers hold {first:,}", row.location, first=tier.first
        )


def _readable(row: Entry) -> bool:
    """Whether every bound that was written was read."""
    return all(bound in row for bound in _BOUNDS if bound in row.locations)


def _foreign(row: Entry, low: str, high: str) -> list[Fault]:
    """The bounds of a row that are of another sense than its table."""
    return [
        fault_at(
            "{bound!r} in a table of {low!r} and {high!r}; a table has one sense",
            row.at(bound),
            bound=bound,
            low=low,
            high=high,
        )
        for bound in _BOUNDS
        if bound in row.locations and bound not in (low, high)
    ]


def _lower_bound_faults(
    row: Entry, low: str, high: str, *, first: bool
) -> Iterator[Fault]:
    """Bounds of another sense, no lower bound, or a first one that leaves calls out."""
    foreign = _foreign(row, low, high)
    yield from foreign
    if low not in row.locations and not foreign:
        yield fault_at("a tier without its lower bound {low!r}", row.location, low=low)
    if first and row.get(low, 0) > 0:
        yield fault_at(
            "the first tier begins above 0: calls below {start} have no price",
            row.location,
            start=row.get(low, 0) + (low == "above"),
        )


def _tier(
    row: Entry, sense: Sense, key: str, faults: list[Fault], *, first: bool
) -> Tier:
    """A row's first and last count: `at_least: n` and `above: n - 1` both begin with n."""
    low, high = "above", "up_to"
    if sense == "at_least":
        low, high = "at_least", "below"
        # One document writes its first bound so and all others the other way: no call
        # lies between 0 and 1, so both say the same.
        if first and row.get("above") == 0 and "at_least" not in row.locations:
            low = "above"
    faults += _lower_bound_faults(row, low, high, first=first)
    start = row.get(low, 0) + (low == "above")
    end = row.get(high)
    last = None if end is None else end - (high == "below")
    if last is not None and last < start:
        faults.append(
            fault_at(
                "the tier holds no count: its upper bound is not above its lower one",
                row.at(high),
            )
        )
    return Tier(start, last, row.get(key))
