"""What the other readings of a metering would change: bills at pay-as-you-go prices
without packs, and QPS by the month.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from facefusion_billing.model.book import ACCOUNT, PriceBook, QpsTable, TierTable
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.call_logs import A_DAY, MeteredDay
from facefusion_billing.model.money import Cents
from facefusion_billing.rules import volume_tiers
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.qps_cover import Ladder

_FIRST_DAY = date(1970, 1, 1)
Key = tuple[str, str, int]
"""Account, scope, and a Beijing day in microseconds."""
Meter = tuple[str, str, Month]


def day_of(beijing_day: int) -> date:
    """A Beijing day in microseconds as a date."""
    return _FIRST_DAY + timedelta(days=beijing_day // A_DAY)


def stake_of_calls(
    days: Iterable[MeteredDay], moved: Mapping[Key, int], book: PriceBook
) -> Cents | None:
    """What the bills of all months rise by, in cents (below zero: fall by), when so many
    calls more are billed on some days; None where the book does not sell them.
    """
    calls: dict[Meter, int] = {}
    for day in days:
        meter = _meter(day.account or "", day.scope, month_of(day.day), book)
        calls[meter] = calls.get(meter, 0) + day.calls
    stake = 0
    for meter, count in _by_meter(moved, book).items():
        table = _tiers(book, meter[1])
        if table is None:
            return None
        before = calls.get(meter, 0)
        # As a difference of two bills: more calls can reach a tier that lowers all.
        stake += _cost(table, before + count) - _cost(table, before)
    return stake


def _by_meter(moved: Mapping[Key, int], book: PriceBook) -> dict[Meter, int]:
    found: dict[Meter, int] = {}
    for (account, scope, day), count in moved.items():
        meter = _meter(account, scope, month_of(day_of(day)), book)
        found[meter] = found.get(meter, 0) + count
    return found


def stake_of_peaks(
    fixed: Mapping[Month, int], sliding: Mapping[Month, int], table: QpsTable
) -> Cents | None:
    """What QPS of the months would cost more, in cents, for the peaks of any second than
    for those of fixed ones; None where QPS is not sold by the month.
    """
    by_month = Ladder(table.month)
    stake = 0
    for month, peak in fixed.items():
        lower = by_month.at_least(_to_buy(peak, table))[1]
        higher = by_month.at_least(_to_buy(sliding.get(month, peak), table))[1]
        if higher >= NEVER:
            return None
        stake += higher - lower
    return stake


def _to_buy(peak: int, table: QpsTable) -> int:
    """How many QPS a peak needs: none up to the limit of call volume mode, and beyond it
    the whole peak, since a quota takes the limit's place (rules/qps.py).
    """
    if table.limit is None or peak <= table.limit:
        return 0
    return peak


def _meter(account: str, scope: str, month: Month, book: PriceBook) -> Meter:
    if book.groups:
        return account, scope, month
    return account, ACCOUNT, month


def _tiers(book: PriceBook, scope: str) -> TierTable | None:
    if not book.groups:
        return book.activities.pay_as_you_go
    group = book.groups.get(scope)
    if group:
        return group.pay_as_you_go
    return None


def _cost(table: TierTable, calls: int) -> Cents:
    return volume_tiers.amount(table, calls, calls)
