"""The scenario metered and billed under one set of readings: what every answer about
money is made of.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from facefusion_billing.billing.checks import relations
from facefusion_billing.billing.inputs import (
    BillingInputs,
    billing_inputs,
    line_order,
)
from facefusion_billing.billing.metered import MeteringInput
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.months import Metering, MonthRecord
from facefusion_billing.billing.preparation import prepare
from facefusion_billing.billing.quiet_months import QuietMonths
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.billing.usage_lines import TIER, repriced
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Bill, BillLine
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.rules.settlement import settlement_range
from facefusion_billing.startup.record import NamedTuple

OF_PREPARATION = {
    "licence_3_qps",
    "licence_end",
    "licence_pack_scope",
    "pack_validity",
    "postpaid_scope",
    "qps_month",
}
"""The questions that only the preparation asks. Where two readings prepare the same,
they meter the same: packs without a 29 February in their year end on one day under both
readings of their validity, and which activities are billed together moves no call.
"""
WINDOW = "refund_window"
"""The question that only a check of refunds asks."""


class CachedMetering(NamedTuple):
    """A scenario as it was metered, the questions that were asked for it, the readings
    of those that are not of the preparation, and under which of `refund_window` its
    refunds were found possible.
    """

    prepared: MeteringInput
    metering: Metering
    consulted: set[str]
    others: dict[str, str]
    windows: set[str]


class MeteredSoFar(NamedTuple):
    """What was metered under readings so far, by all of them that can move a call;
    months without events, and bills beside what they are of.
    """

    meterings: dict[tuple[str, ...], CachedMetering]
    quiet: QuietMonths
    bills: dict[Month, tuple[MonthRecord, Bill]]


class Billing(NamedTuple):
    """The scenario metered and billed under one set of readings; `metered` is what is
    known for the next one.
    """

    inputs: BillingInputs
    metered: MeteredSoFar
    readings: Readings
    prepared: MeteringInput
    metering: Metering
    bills: tuple[Bill, ...]


def compute(inputs: BillingInputs, readings: Readings) -> Billing:
    """Meters and bills a scenario. Raises `InputError` where it has no answer."""
    return _compute(inputs, MeteredSoFar({}, {}, {}), readings, draws=True)


def recompute(billing: Billing, readings: Readings) -> Billing:
    """The same under other readings, which may make the scenario impossible; for its
    totals, so no row lists its packs.

    Raises `InputError` then.
    """
    if faults := list(relations(billing.inputs.scenario, readings)):
        raise InputError(faults)
    return _compute(billing.inputs, billing.metered, readings, draws=False)


def _compute(
    inputs: BillingInputs,
    metered: MeteredSoFar,
    readings: Readings,
    *,
    draws: bool,
) -> Billing:
    now = _metered(inputs, metered, readings, draws=draws)
    bills = _bills(inputs, now, metered.bills)
    return Billing(inputs, metered, readings, now.prepared, now.metering, bills)


def _metered(
    inputs: BillingInputs, metered: MeteredSoFar, readings: Readings, *, draws: bool
) -> CachedMetering:
    """The scenario metered, or what is known of it priced again."""
    scenario = inputs.scenario
    # Which tier is reached moves no call, unless a bill can empty the balance and stop
    # the service.
    moving = {
        id: value
        for id, value in readings.values.items()
        if id != WINDOW and (id != TIER or scenario.account.balance)
    }
    key = tuple(moving.values())
    others = {id: moving[id] for id in moving.keys() - OF_PREPARATION}
    known = metered.meterings.get(key)
    if known is not None:
        prepared = known.prepared
    else:
        prepared = prepare(inputs, readings)
        known = _metered_alike(metered.meterings.values(), prepared, others)
    if known is not None:
        _check_refunds_once(inputs, known, readings)
        # What was asked for the first metering would be asked for this one too.
        readings.consulted |= known.consulted
        metering = repriced(known.metering, scenario, prepared, readings)
        return known._replace(prepared=prepared, metering=metering)
    metering = meter(inputs, prepared, readings, metered.quiet, draws=draws)
    consulted = set(readings.consulted)
    known = CachedMetering(prepared, metering, consulted, others, set())
    _check_refunds_once(inputs, known, readings)
    metered.meterings[key] = known
    return known


def _metered_alike(
    meterings: Iterable[CachedMetering],
    prepared: MeteringInput,
    others: dict[str, str],
) -> CachedMetering | None:
    """What was metered of a preparation that moves no call; None where nothing was."""
    for known in meterings:
        if known.others == others and prepared.moves_calls_as(known.prepared):
            return known
    return None


def _check_refunds_once(
    inputs: BillingInputs, known: CachedMetering, readings: Readings
) -> None:
    """Raises `InputError` for impossible refunds, under a reading of their window under
    which nobody looked at them yet.
    """
    window = readings.value(WINDOW)
    if window not in known.windows:
        _check_refunds(inputs, known.prepared, known.metering, readings)
        known.windows.add(window)
        known.consulted.update(readings.consulted)


def check_returns(scenario: Scenario, readings: Readings) -> None:
    """Raises `InputError` for orders of a file which could not go back on the day that
    it states, as billing it does: for answers that do not bill the file as it stands.
    """
    if not _has_refunds(scenario):
        return
    inputs = billing_inputs(scenario)
    prepared = prepare(inputs, readings)
    try:
        metering = meter(inputs, prepared, readings)
    # Calls without a price are no fault of the orders, and a plan may serve them.
    except InputError:
        return
    _check_refunds(inputs, prepared, metering, readings)


def _has_refunds(scenario: Scenario) -> bool:
    return any(order.refunded for order in scenario.orders)


def _check_refunds(
    inputs: BillingInputs,
    prepared: MeteringInput,
    metering: Metering,
    readings: Readings,
) -> None:
    """Raises `InputError` for orders marked as refunded which could not be."""
    # Not among the other faults: only the metering knows whether a pack was used.
    if _has_refunds(inputs.scenario):
        from facefusion_billing.billing.refunds import impossible_refunds

        if faults := list(impossible_refunds(inputs, prepared, metering, readings)):
            raise InputError(faults)


def _bills(
    inputs: BillingInputs,
    metered: CachedMetering,
    known: dict[Month, tuple[MonthRecord, Bill]],
) -> tuple[Bill, ...]:
    scenario = inputs.scenario
    shape = shape_of(scenario.book)
    names = shape.row_order(shape.drawing_order(scenario))
    forecast = _forecast(scenario)
    for record in metered.metering.months:
        if record.month in known and known[record.month][0] is record:
            continue
        rows = _usage_rows(metered.prepared, record, forecast, inputs.by_day)
        bill = Bill(
            month=record.month,
            settles=settlement_range(record.month, scenario.book.settlement),
            lines=_with_usage(inputs.lines.get(record.month, ()), record.lines),
            usage=tuple(rows[name] for name in names),
        )
        known[record.month] = record, bill
    return tuple(known[record.month][1] for record in metered.metering.months)


def _forecast(scenario: Scenario) -> dict[str, Counter[Month]]:
    """The calls of each month that are a forecast, for the scopes that have one."""
    if not scenario.has_forecast:
        return {}
    from facefusion_billing.billing.forecast import forecast_calls

    return {
        name: forecast_calls(use)
        for name, use in scenario.usage.items()
        if use.forecast is not None
    }


def _usage_rows(
    prepared: MeteringInput,
    record: MonthRecord,
    forecast: dict[str, Counter[Month]],
    by_day: dict[str, Counter[Month]],
) -> dict[str, UsageRow]:
    """Where each scope's calls went, with the tier that its billable ones reached."""
    tiers = {line.scope: line.facts["tier"] for line in record.lines}
    rows = {}
    for scope in prepared.scopes:
        row = record.rows[scope.name]
        if row.billable:
            row = row._replace(tier=tiers[scope.meter])
        if own := by_day[scope.name].get(record.month):
            row = row._replace(by_day=own)
        if scope.name in forecast:
            row = row._replace(forecast=forecast[scope.name][record.month])
        rows[scope.name] = row
    return rows


def _with_usage(
    ordered: Sequence[BillLine], used: Sequence[BillLine]
) -> tuple[BillLine, ...]:
    """The lines of a month's orders, which are in their order, and those of its usage."""
    # Most months have no order, and one line of usage, which needs no place.
    if not ordered and len(used) < 2:
        return tuple(used)
    lines = list(ordered)
    for line in used:
        insort(lines, line, key=line_order)
    return tuple(lines)


def running_cost(bills: tuple[Bill, ...]) -> tuple[tuple[Month, Cents], ...]:
    """What the bills come to by the end of each month."""
    months = (bill.month for bill in bills)
    sums = accumulate(bill.total for bill in bills)
    return tuple(zip(months, sums, strict=True))
