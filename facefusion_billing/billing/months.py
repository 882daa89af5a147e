"""What the metering counts: calls of a month by scope and by meter, and the whole
horizon.
"""

from collections.abc import Iterable
from datetime import date

from facefusion_billing.model.bill import BillLine, Ledger, UsageRow
from facefusion_billing.model.calendar import Month
from facefusion_billing.startup.record import NamedTuple


class Tally:
    """A scope's calls of one month as they are counted."""

    __slots__ = (
        "billable",
        "calls",
        "free",
        "free_unlicensed",
        "packs",
        "qps_mode",
        "refused",
        "undetermined",
    )

    def __init__(self) -> None:
        self.calls = self.free = self.packs = self.billable = 0
        self.qps_mode = self.refused = self.undetermined = self.free_unlicensed = 0

    def row(self, scope: str) -> UsageRow:
        """The finished row."""
        return UsageRow(
            scope=scope,
            calls=self.calls,
            free=self.free,
            packs=self.packs,
            billable=self.billable,
            qps_mode=self.qps_mode,
            refused=self.refused,
            undetermined=self.undetermined,
        )


class MeterMonth(NamedTuple):
    """A meter's calls of a month, for its line and for what is said about it."""

    billable: int
    free: int
    packs: int
    free_unlicensed: int

    @property
    def all(self) -> int:
        """Every call that was served, whatever paid for it."""
        return self.billable + self.free + self.packs


def meter_month(tallies: Iterable[Tally]) -> MeterMonth:
    """The calls of all scopes of a meter."""
    tallies = list(tallies)
    return MeterMonth(
        billable=sum(tally.billable for tally in tallies),
        free=sum(tally.free for tally in tallies),
        packs=sum(tally.packs for tally in tallies),
        free_unlicensed=sum(tally.free_unlicensed for tally in tallies),
    )


class MonthRecord(NamedTuple):
    """What a month came to."""

    month: Month
    rows: dict[str, UsageRow]
    meters: dict[str, MeterMonth]
    lines: tuple[BillLine, ...]


class Metering(NamedTuple):
    """The whole horizon: its months, what is left of each pack, and the account's
    ledger.
    """

    months: tuple[MonthRecord, ...]
    left: tuple[int, ...]
    first_use: tuple[date | None, ...]
    drawn: dict[tuple[Month, int], int]
    ledger: Ledger | None
