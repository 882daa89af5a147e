"""Facts of the price tables that a reader may not expect: dead zones, packs that raise a
bill, calls that expire.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.metered import MeteringInput
from facefusion_billing.billing.months import Metering, MeterMonth
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding, PackState
from facefusion_billing.model.book import ACCOUNT, TierTable
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.money import Cents, half_up
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import volume_tiers
from facefusion_billing.startup.record import NamedTuple


def tier_notes(
    prepared: MeteringInput, metering: Metering, readings: Readings
) -> Iterator[Finding]:
    """What volume pricing does in a month: dead zones, and packs that raise the bill."""
    basis = readings.value("tier_basis")
    for record in metering.months:
        for name, counts in record.meters.items():
            if counts.billable:
                table = prepared.meters[name].tiers
                assert table is not None
                metered = _meter_month(record.month, name, counts, table, basis)
                yield from _dead_zone(metered)
                yield from _raised(metered)


def old_price_book(scenario: Scenario) -> Iterator[Finding]:
    """That the last month is more than a year after the date of the price document."""
    day, months = scenario.book.source.get("last_updated", ""), scenario.months
    try:
        updated = month_of(date.fromisoformat(day))
    except ValueError:
        # A document without a date cannot be old.
        return
    if months and months[-1] > updated.plus(12):
        facts = {"book": scenario.book.id, "updated": day}
        yield Finding("old_price_book", months[-1], ACCOUNT, facts)


class _MeterMonth(NamedTuple):
    """The counts of a meter in a month, the table that prices them, the reading of
    `tier_basis`, the count that reaches the tier so, and what the billable ones cost.
    """

    month: Month
    name: str
    counts: MeterMonth
    table: TierTable
    basis: str
    reaching: int
    cost: Cents


def _meter_month(
    month: Month, name: str, counts: MeterMonth, table: TierTable, basis: str
) -> _MeterMonth:
    billable = counts.billable
    reaching = volume_tiers.tier_count(basis, billable, counts.free, counts.packs)
    cost = volume_tiers.amount(table, billable, reaching)
    return _MeterMonth(month, name, counts, table, basis, reaching, cost)


def _dead_zone(metered: _MeterMonth) -> Iterator[Finding]:
    """Fewer calls that cost more than some higher count."""
    billable, cost = metered.counts.billable, metered.cost
    others = metered.reaching - billable
    zone = volume_tiers.dead_zone(metered.table, billable, others)
    if zone:
        facts = {"billable": billable, "cost": cost, **zone._asdict()}
        more = cost - zone.least
        yield Finding("dead_zone", metered.month, metered.name, facts, more)


def _raised(metered: _MeterMonth) -> Iterator[Finding]:
    """Compared with none of the month's free and pack calls deducted."""
    counts, cost = metered.counts, metered.cost
    if not counts.free and not counts.packs:
        return
    # What an activity tried before it was licensed would not be billed: it stays free.
    bare = counts.billable + counts.free - counts.free_unlicensed + counts.packs
    # Under `total` the free calls of an unlicensed activity count for the tier as before.
    reaching = volume_tiers.tier_count(metered.basis, bare, counts.free_unlicensed, 0)
    without = volume_tiers.amount(metered.table, bare, reaching)
    if cost > without:
        facts = {
            "billable": counts.billable,
            "cost": cost,
            "bare": bare,
            "without": without,
        }
        more = cost - without
        yield Finding("pack_raised_bill", metered.month, metered.name, facts, more)


def expired_packs(packs: tuple[PackState, ...]) -> Iterator[Finding]:
    """Packs that ended with calls left, each with what these had cost."""
    for pack in packs:
        if pack.expired:
            facts = {
                "order": pack.order.id,
                "pack": pack.number,
                "calls": pack.expired,
                "size": pack.size,
                "last_day": pack.term.last,
            }
            # A licence buys QPS, materials and a year as well: its calls have no price.
            licensed = isinstance(pack.order.item, LicenceOrder)
            lost = None if licensed else half_up(pack.paid * pack.expired, pack.size)
            yield Finding(
                "pack_expired_unused", month_of(pack.term.last), pack.scope, facts, lost
            )
