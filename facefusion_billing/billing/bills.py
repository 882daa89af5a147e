"""The scenario metered and billed under one set of readings: what every answer about
money is made of.
"""

from itertools import accumulate
from typing import Any

from facefusion_billing.billing.checks import relations
from facefusion_billing.billing.metering import TIER, Metering, meter, repriced
from facefusion_billing.billing.orders import order_line, refund_line
from facefusion_billing.billing.preparation import (
    Calls,
    MeteringInput,
    distribute_calls,
    in_drawing_order,
    prepare,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Bill, BillLine, PackState
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.items import FreePack
from facefusion_billing.model.money import Cents, share
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules.settlement import settlement_range
from facefusion_billing.startup.record import NamedTuple


class CachedMetering(NamedTuple):
    """A scenario as it was metered, and the questions that were asked for it."""

    prepared: MeteringInput
    metering: Metering
    consulted: set[str]


class BillingInputs(NamedTuple):
    """What no reading changes: the scenario, its daily calls, the lines of its orders
    by month, and what each costs.

    `metered` holds what was metered under readings so far, by all of them that can move
    a call.
    """

    scenario: Scenario
    calls: Calls
    lines: dict[Month, list[BillLine]]
    paid: dict[str, Cents]
    metered: dict[tuple[str, ...], CachedMetering]


def billing_inputs(scenario: Scenario) -> BillingInputs:
    """The scenario with what is computed once for all readings."""
    lines: dict[Month, list[BillLine]] = {}
    paid: dict[str, Cents] = {}
    for order in scenario.orders:
        line = order_line(order, scenario.book)
        if line is not None:
            lines.setdefault(month_of(order.date), []).append(line)
            paid[order.id] = line.amount
        if line is not None and order.refunded is not None:
            lines.setdefault(month_of(order.refunded), []).append(
                refund_line(order, scenario.book)
            )
    return BillingInputs(scenario, distribute_calls(scenario)[0], lines, paid, {})


class Billing(NamedTuple):
    """The scenario metered and billed under one set of readings."""

    inputs: BillingInputs
    readings: Readings
    prepared: MeteringInput
    metering: Metering
    bills: tuple[Bill, ...]


def compute(on: BillingInputs, readings: Readings) -> Billing:
    """Meters and bills a scenario. Raises `InputError` where it has no answer."""
    prepared, metering = _metered(on, readings)
    return Billing(on, readings, prepared, metering, _bills(on, metering))


def _metered(on: BillingInputs, readings: Readings) -> tuple[MeteringInput, Metering]:
    """The scenario metered; calls that go where they went under other readings are only
    priced again.
    """
    key = tuple(
        value
        for id, value in readings.values.items()
        if id != TIER or on.scenario.account.balance
    )
    if known := on.metered.get(key):
        readings.consulted |= known.consulted
        return known.prepared, repriced(
            known.metering, on.scenario, known.prepared, readings
        )
    prepared = prepare(on.scenario, on.calls, readings)
    metering = meter(on.scenario, prepared, readings)
    _check_refunds(on.scenario, prepared, metering, readings)
    on.metered[key] = CachedMetering(prepared, metering, set(readings.consulted))
    return prepared, metering


def recompute(on: BillingInputs, readings: Readings) -> Billing:
    """The same under other readings, which may make the scenario impossible.

    Raises `InputError` then.
    """
    if faults := list(relations(on.scenario, readings)):
        raise InputError(faults)
    return compute(on, readings)


def _check_refunds(
    scenario: Scenario, prepared: MeteringInput, metering: Metering, readings: Readings
) -> None:
    """Raises `InputError` for orders marked as refunded which could not be."""
    if any(order.refunded for order in scenario.orders):
        from facefusion_billing.billing.refunds import impossible_refunds

        if faults := list(impossible_refunds(scenario, prepared, metering, readings)):
            raise InputError(faults)


def _bills(on: BillingInputs, metering: Metering) -> tuple[Bill, ...]:
    names = in_drawing_order(on.scenario)
    rows = sorted(names) if on.scenario.book.activities is not None else names
    return tuple(
        Bill(
            record.month,
            settlement_range(record.month, on.scenario.book.settlement),
            tuple(
                sorted([*record.lines, *on.lines.get(record.month, ())], key=line_order)
            ),
            tuple(record.rows[name] for name in rows),
        )
        for record in metering.months
    )


def line_order(line: BillLine) -> tuple[Any, ...]:
    """The place of a line in its bill: by date, then by order."""
    return line.date, line.order.id if line.order else "", line.amount < 0, line.scope


def running_cost(bills: tuple[Bill, ...]) -> tuple[tuple[Month, Cents], ...]:
    """What the bills come to by the end of each month."""
    return tuple(
        zip(
            (bill.month for bill in bills),
            accumulate(bill.total for bill in bills),
            strict=True,
        )
    )


def pack_states(core: Billing) -> tuple[PackState, ...]:
    """Every free pack, call pack and licence pack as of the last day of the last bill."""
    if not core.bills:
        return ()
    as_of = core.bills[-1].month.plus(1).first
    states = []
    for index, pack in enumerate(core.prepared.packs):
        left = core.metering.left[index]
        refunded, over = (
            pack.order.refunded is not None and pack.order.refunded < as_of,
            pack.term.end < as_of,
        )
        if refunded:
            status = "refunded"
        elif pack.term.start >= as_of:
            status = "future"
        elif not left:
            status = "exhausted"
        else:
            status = "expired" if over else "valid"
        states.append(
            PackState(
                order=pack.order,
                number=pack.number,
                scope=pack.scope,
                size=pack.size,
                used=pack.size - left,
                remaining=0 if status in ("refunded", "expired") else left,
                expired=left if status == "expired" else 0,
                term=pack.term,
                status=status,
                first_use=core.metering.first_use[index],
                paid=paid_for(core, index),
            )
        )
    return tuple(states)


def paid_for(core: Billing, index: int) -> Cents:
    """The pack's share of its order's line amount; nothing for a free pack."""
    pack = core.prepared.packs[index]
    if isinstance(pack.order.item, FreePack):
        return 0
    return share(core.inputs.paid[pack.order.id], pack.order.quantity, pack.number)
