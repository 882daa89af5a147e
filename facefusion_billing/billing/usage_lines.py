"""The pay-as-you-go lines of a month: its billable calls at the price of the tier they
reach.
"""

from facefusion_billing.billing.metered import Meter, MeteringInput
from facefusion_billing.billing.months import (
    Metering,
    MeterMonth,
    MonthRecord,
    meter_months,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import PAY_AS_YOU_GO, BillLine
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.model.usage_row import ReachedTier
from facefusion_billing.rules.settlement import settlement_day
from facefusion_billing.rules.volume_tiers import tier_count

TIER = "tier_basis"


def usage_lines(
    scenario: Scenario,
    prepared: MeteringInput,
    month: Month,
    meters: dict[str, MeterMonth],
    readings: Readings,
) -> tuple[BillLine, ...]:
    """A line for each meter with billable calls.

    Raises `InputError` where the book has no price for them.
    """
    lines = []
    for name, counts in meters.items():
        if not counts.billable:
            continue
        meter = prepared.meters[name]
        if meter.tiers is None:
            raise _not_sold(scenario, prepared, month, name, counts)
        lines.append(_line(scenario, month, meter, counts, readings))
    return tuple(lines)


def repriced(
    metering: Metering, scenario: Scenario, prepared: MeteringInput, readings: Readings
) -> Metering:
    """The same calls on the same ways, under readings that only count them together in
    another way or price them otherwise.

    Not for an account with a balance: there a bill can stop what is served.
    """
    meter_of = prepared.meter_of

    def again(record: MonthRecord) -> MonthRecord:
        meters = meter_months(record.counts, meter_of, prepared.meters)
        counted = record._replace(meters=meters)
        return with_lines(counted, scenario, prepared, readings)

    return metering._replace(months=tuple(map(again, metering.months)))


def with_lines(
    record: MonthRecord,
    scenario: Scenario,
    prepared: MeteringInput,
    readings: Readings,
) -> MonthRecord:
    """A month as it was metered, with its lines under other readings."""
    lines = usage_lines(scenario, prepared, record.month, record.meters, readings)
    return record._replace(lines=lines)


def _line(
    scenario: Scenario,
    month: Month,
    meter: Meter,
    counts: MeterMonth,
    readings: Readings,
) -> BillLine:
    table = meter.tiers
    assert table is not None, "what is billed is sold"
    several = len(table.tiers) > 1
    basis = _basis(counts, readings, several=several)
    reaching = tier_count(basis, counts.billable, counts.free, counts.packs)
    tier = table.tier_at(reaching)
    assert tier is not None, "billable calls reach a tier"
    assert tier.price is not None, "a pay-as-you-go tier always has a price"
    settlement = scenario.book.settlement
    clauses = dict.fromkeys((table.clause, settlement.clause))
    reached = ReachedTier(tier.first, tier.last, tier.price, reaching)
    return BillLine(
        kind=PAY_AS_YOU_GO,
        scope=meter.name,
        # Only `value`: on which of the days a bill is drawn moves no amount by itself.
        date=settlement_day(month, settlement, int(readings.value("settlement_day"))),
        order=None,
        quantity=counts.billable,
        unit="call",
        unit_price=tier.price,
        amount=tier.price.times(counts.billable),
        clauses=tuple(filter(None, clauses)),
        assumptions=(TIER, *meter.assumptions) if several else (),
        facts={"tier": reached, "basis": basis},
        listed=tier.listed,
    )


def _basis(counts: MeterMonth, readings: Readings, *, several: bool) -> str:
    """Which count reaches the tier."""
    # With one tier, or nothing deducted, every reading comes to the same.
    if several and counts.free + counts.packs:
        return readings.consult(TIER)
    return readings.value(TIER)


def _not_sold(
    scenario: Scenario,
    prepared: MeteringInput,
    month: Month,
    name: str,
    counts: MeterMonth,
) -> InputError:
    first = next(scope for scope in prepared.scopes if scope.meter == name)
    return refuse(
        "{billable:,} calls of {month} are beyond what packs hold, and the price "
        "book has no 'pay_as_you_go' for {name}",
        scenario.usage[first.name].location,
        billable=counts.billable,
        month=month,
        name=name,
    )
