"""Facts of the price tables that a reader may not expect: dead zones, packs that raise a
bill, calls that expire.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.metered import MeteringInput
from facefusion_billing.billing.months import Metering, MeterMonth, MonthRecord
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding, PackState
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.money import half_up
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import volume_tiers


def tier_notes(
    prepared: MeteringInput, metering: Metering, readings: Readings
) -> Iterator[Finding]:
    """What volume pricing does in a month: dead zones, and packs that raise the bill."""
    basis = readings.value("tier_basis")
    for record in metering.months:
        for name, counts in record.meters.items():
            if counts.billable:
                yield from _dead_zone(prepared, record, name, counts, basis)
                yield from _raised(prepared, record, name, counts, basis)


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


def _dead_zone(
    prepared: MeteringInput,
    record: MonthRecord,
    name: str,
    counts: MeterMonth,
    basis: str,
) -> Iterator[Finding]:
    table = prepared.meters[name].tiers
    assert table is not None
    others = (
        volume_tiers.tier_count(basis, counts.billable, counts.free, counts.packs)
        - counts.billable
    )
    zone = volume_tiers.dead_zone(table, counts.billable, others)
    if zone:
        cost = volume_tiers.amount(table, counts.billable, counts.billable + others)
        facts = {"billable": counts.billable, "cost": cost, **zone._asdict()}
        yield Finding("dead_zone", record.month, name, facts, cost - zone.least)


def _raised(
    prepared: MeteringInput,
    record: MonthRecord,
    name: str,
    counts: MeterMonth,
    basis: str,
) -> Iterator[Finding]:
    """Compared with none of the month's free and pack calls deducted."""
    if not counts.free and not counts.packs:
        return
    table = prepared.meters[name].tiers
    assert table is not None
    # What an activity tried before it was licensed would not be billed: it stays free.
    bare = counts.billable + counts.free - counts.free_unlicensed + counts.packs
    reaching = volume_tiers.tier_count(
        basis, counts.billable, counts.free, counts.packs
    )
    # Under `total` the free calls of an unlicensed activity count for the tier as before.
    bare_reaching = volume_tiers.tier_count(basis, bare, counts.free_unlicensed, 0)
    cost = volume_tiers.amount(table, counts.billable, reaching)
    without = volume_tiers.amount(table, bare, bare_reaching)
    if cost > without:
        facts = {
            "billable": counts.billable,
            "cost": cost,
            "bare": bare,
            "without": without,
        }
        yield Finding("pack_raised_bill", record.month, name, facts, cost - without)


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
