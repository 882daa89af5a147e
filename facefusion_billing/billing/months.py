"""What the metering counts: calls of a month by scope and by meter, and the whole
horizon.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from facefusion_billing.model.bill import BillLine, Ledger
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.usage_row import Drawn, UsageRow
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.startup.record import NamedTuple

Refusal = Literal["disabled", "stopped", "no_licence", "licence_over"]
"""What refuses calls: the console, an overdue balance, or the want of a licence."""


class Tally:
    """A scope's calls of one month as they are counted."""

    __slots__ = (
        "billable",
        "calls",
        "drawn",
        "free",
        "free_unlicensed",
        "packs",
        "qps_mode",
        "refused",
        "refused_by",
        "refused_since",
        "undetermined",
    )

    def __init__(self) -> None:
        self.calls = self.free = self.packs = self.billable = 0
        self.qps_mode = self.refused = self.undetermined = self.free_unlicensed = 0
        self.refused_by: dict[Refusal, int] = {}
        self.refused_since: date | None = None
        self.drawn: dict[int, int] = {}

    def refuse(self, calls: int, why: Refusal, daily: DailyCalls, earlier: int) -> None:
        """Counts calls that are refused, and what refuses them; in all `earlier` calls
        came before the first of them.
        """
        if self.refused_since is None:
            self.refused_since = daily.day_beyond(earlier)
        self.refused += calls
        self.refused_by[why] = self.refused_by.get(why, 0) + calls

    def switch_off(self, calls: int, since: date) -> None:
        """Counts calls of days on which the service is switched off, after all others
        of the month; what refuses calls stands in the order of its first day.
        """
        self.calls += calls
        self.refused += calls
        if self.refused_since is None or since < self.refused_since:
            self.refused_by = {"disabled": calls, **self.refused_by}
        else:
            self.refused_by["disabled"] = calls

    def draw(self, pack: int, calls: int) -> None:
        """Counts calls drawn from a pack."""
        self.drawn[pack] = self.drawn.get(pack, 0) + calls

    def share(self, pack: int, calls: int) -> None:
        """Counts calls drawn from a shared pack."""
        if calls:
            self.drawn[pack] = self.drawn.get(pack, 0) + calls
            self.packs += calls

    def counted(self) -> "MeterMonth":
        """What a meter needs of it."""
        return MeterMonth(self.billable, self.free, self.packs, self.free_unlicensed)

    def draws(self, packs: tuple[Pack, ...]) -> tuple[Drawn, ...]:
        """What each of the packs served."""
        return tuple(
            Drawn(packs[index].order.id, packs[index].number, calls)
            for index, calls in sorted(self.drawn.items())
        )

    def row(self, scope: str, drawn: tuple[Drawn, ...]) -> UsageRow:
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
            drawn=drawn,
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


def meter_months(
    counts: dict[str, MeterMonth], meter_of: dict[str, str], meters: Iterable[str]
) -> dict[str, MeterMonth]:
    """The calls of each meter, of those of each scope."""
    found: dict[str, list[MeterMonth]] = {name: [] for name in meters}
    for scope, counted in counts.items():
        found[meter_of[scope]].append(counted)
    return {name: _sum_of(parts) for name, parts in found.items()}


def _sum_of(parts: Sequence[MeterMonth]) -> MeterMonth:
    if len(parts) == 1:
        return parts[0]
    return MeterMonth(
        billable=sum(part.billable for part in parts),
        free=sum(part.free for part in parts),
        packs=sum(part.packs for part in parts),
        free_unlicensed=sum(part.free_unlicensed for part in parts),
    )


class MonthRecord(NamedTuple):
    """What a month came to; `counts` of each scope, and of its meters."""

    month: Month
    rows: dict[str, UsageRow]
    refused_by: dict[str, dict[Refusal, int]]
    counts: dict[str, MeterMonth]
    meters: dict[str, MeterMonth]
    lines: tuple[BillLine, ...]


class Metering(NamedTuple):
    """The whole horizon: its months, what is left of each pack, and the account's
    ledger.
    """

    months: tuple[MonthRecord, ...]
    left: tuple[int, ...]
    first_use: tuple[date | None, ...]
    used_up: tuple[date | None, ...]
    then_billed: tuple[bool, ...]
    drawn: dict[tuple[Month, int], int]
    ledger: Ledger | None
