"""What do the pictures of an estimate show: months by kind, running cost, cost curves,
and packs over time.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.bills import Billing, running_cost
from facefusion_billing.billing.months import MeterMonth, MonthRecord
from facefusion_billing.billing.views import EstimateOptions, shown
from facefusion_billing.model.bill import VIEWS, Bill, sums
from facefusion_billing.model.book import TierTable
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.model.chart_data import (
    Curve,
    Left,
    Mark,
    MonthCost,
    PackBalance,
    Pictures,
    Piece,
    Running,
    Zone,
)
from facefusion_billing.rules import volume_tiers

MAX_PACKS = 20
"""Packs shown at the most, the largest ones."""
NEAR = 3
"""A tier that begins beyond so many times the largest month would leave no room to tell
the months apart.
"""


def pictures(billing: Billing, request: EstimateOptions) -> Pictures | None:
    """The pictures of the months asked for; None when there are no bills."""
    bills = shown(billing, request)
    if not bills:
        return None
    usable = _usable(billing)
    kept = _largest(billing, usable)
    return Pictures(
        months=tuple(map(_month_cost, bills)),
        running=_running(billing, request),
        curves=tuple(_curves(billing, {bill.month for bill in bills})),
        packs=tuple(_balance(billing, index) for index in kept),
        more_packs=len(usable) - len(kept),
        first=billing.bills[0].month.first,
        last=billing.bills[-1].month.end - ONE_DAY,
    )


def _month_cost(bill: Bill) -> MonthCost:
    return MonthCost(bill.month, sums([bill], lambda line: line.kind), bill.total)


def _running(billing: Billing, request: EstimateOptions) -> tuple[Running, ...]:
    paid, used = (
        running_cost(shown(billing, request._replace(view=view))) for view in VIEWS
    )
    return tuple(
        Running(month, cash, part)
        for (month, cash), (_, part) in zip(paid, used, strict=True)
    )


# Cost curves.


def _curves(billing: Billing, months: set[Month]) -> Iterator[Curve]:
    """A curve for each meter on which something of those months is charged."""
    records = [record for record in billing.metering.months if record.month in months]
    for name, meter in billing.prepared.meters.items():
        marks: list[Mark] = []
        for record in records:
            marks += _marks(billing, name, record)
        if meter.tiers is not None and marks:
            end = _end(meter.tiers, max(mark.billable for mark in marks))
            zones = _zones(meter.tiers, end)
            yield Curve(
                name, end, tuple(_pieces(meter.tiers, end)), zones, tuple(marks)
            )


def _marks(billing: Billing, name: str, record: MonthRecord) -> Iterator[Mark]:
    for line in record.lines:
        if line.scope == name:
            yield Mark(
                record.month,
                line.quantity,
                line.amount,
                _others(billing, record.meters[name]),
            )


def _others(billing: Billing, counts: MeterMonth) -> int:
    """The calls that count for the tier beside the billable ones."""
    basis = billing.readings.value("tier_basis")
    return (
        volume_tiers.tier_count(basis, counts.billable, counts.free, counts.packs)
        - counts.billable
    )


def _end(table: TierTable, largest: int) -> int:
    """Where a curve ends: well past the largest month, and past the next tier unless
    that is far away.
    """
    near = (
        tier.first for tier in table.tiers if largest < tier.first <= largest * NEAR
    )
    return max(largest * 13 // 10, next(near, 0) * 11 // 10, 10)


def _pieces(table: TierTable, end: int) -> Iterator[Piece]:
    for tier in table.tiers:
        if tier.first <= end and tier.price is not None:
            last = end if tier.last is None else min(tier.last, end)
            costs = (
                volume_tiers.amount(table, count, count) for count in (tier.first, last)
            )
            yield Piece(tier.first, last, tier.price.text, *costs)


def _zones(table: TierTable, end: int) -> tuple[Zone, ...]:
    """The dead zones that begin before `end`, none inside another: a zone ends with the
    last count of a tier.
    """
    ends = (tier.last for tier in table.tiers if tier.last is not None)
    zones = (volume_tiers.dead_zone(table, end_of_tier, 0) for end_of_tier in ends)
    found = dict.fromkeys(
        zone for zone in zones if zone is not None and zone.first < end
    )

    def is_inside_another(zone: volume_tiers.DeadZone) -> bool:
        return any(
            other != zone and other.first <= zone.first and zone.last <= other.last
            for other in found
        )

    return tuple(Zone(*zone) for zone in found if not is_inside_another(zone))


# Packs.


def _usable(billing: Billing) -> list[int]:
    """The places of the packs that can be used before the end of the last bill."""
    end = billing.bills[-1].month.end
    return [
        n
        for n, pack in enumerate(billing.prepared.packs)
        if pack.term.start < min(end, pack.term.end)
    ]


def _largest(billing: Billing, usable: list[int]) -> list[int]:
    """The largest of the packs that can be used, in the order in which they begin."""
    packs = billing.prepared.packs
    largest = sorted(usable, key=lambda index: -packs[index].size)[:MAX_PACKS]
    return sorted(largest, key=lambda index: packs[index].term.start)


def _balance(billing: Billing, index: int) -> PackBalance:
    """What is left in a pack at the end of each month of its life."""
    pack = billing.prepared.packs[index]
    over = pack.term.end <= billing.bills[-1].month.end
    # What is left of a pack that went back did not expire: the money came back.
    refunded = pack.order.refunded_on(pack.number) is not None
    return PackBalance(
        order=pack.order,
        number=pack.number,
        scope=pack.scope,
        size=pack.size,
        begins=pack.term.start,
        opening=pack.size - pack.used_before,
        left=tuple(_left(billing, index)),
        last=pack.term.last if over else None,
        expired=billing.metering.left[index] if over and not refunded else 0,
    )


def _left(billing: Billing, index: int) -> Iterator[Left]:
    """What is left of a pack on the last day of each month on which it lives."""
    pack = billing.prepared.packs[index]
    calls, shown_to = pack.size - pack.used_before, date.min
    for bill in billing.bills:
        calls -= billing.metering.drawn.get((bill.month, index), 0)
        last = min(bill.month.end, pack.term.end) - ONE_DAY
        if pack.term.start <= last and shown_to < last:
            shown_to = last
            yield Left(last, calls)
