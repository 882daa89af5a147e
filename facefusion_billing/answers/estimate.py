"""What will the bill be: the metering, the order lines, pack states, findings, and every other reading's total."""

from collections.abc import Callable, Collection
from typing import Any

from facefusion_billing.answers.checks import relations
from facefusion_billing.answers.findings import findings
from facefusion_billing.answers.metering import Metering, meter
from facefusion_billing.answers.orders import listed, order_line, payment, refund_line
from facefusion_billing.answers.preparation import Calls, Prepared, in_drawing_order, prepare, spread_calls
from facefusion_billing.model.assumptions import ASSUMPTIONS, Readings
from facefusion_billing.model.bill import Alternative, Bill, BillLine, Estimate, Gate, PackState
from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.money import Cents, share
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules.settlement import settlement_range


class Ground(NamedTuple):
    """What no reading changes: the scenario, its daily calls, and the lines of its orders by month."""

    scenario: Scenario
    calls: Calls
    lines: dict[Month, list[BillLine]]


def ground(scenario: Scenario) -> Ground:
    """The scenario with what is computed once for all readings."""
    lines: dict[Month, list[BillLine]] = {}
    for order in scenario.orders:
        line = order_line(order, scenario.book)
        if line is not None:
            lines.setdefault(month_of(order.date), []).append(line)
        if line is not None and order.refunded is not None:
            lines.setdefault(month_of(order.refunded), []).append(refund_line(order, scenario.book))
    return Ground(scenario, spread_calls(scenario)[0], lines)


class Core(NamedTuple):
    """The scenario metered and billed under one set of readings."""

    ground: Ground
    readings: Readings
    prepared: Prepared
    metering: Metering
    bills: tuple[Bill, ...]


def compute(on: Ground, readings: Readings) -> Core:
    """Meters and bills a scenario. Raises `InputError` where it has no answer."""
    prepared = prepare(on.scenario, on.calls, readings)
    metering = meter(on.scenario, prepared, readings)
    _check_refunds(on.scenario, prepared, metering, readings)
    return Core(on, readings, prepared, metering, _bills(on, metering))


def _check_refunds(scenario: Scenario, prepared: Prepared, metering: Metering, readings: Readings) -> None:
    """Raises `InputError` for orders marked as refunded which could not be."""
    if any(order.refunded for order in scenario.orders):
        from facefusion_billing.answers.refund import impossible_refunds

        if faults := list(impossible_refunds(scenario, prepared, metering, readings)):
            raise InputError(faults)


def _bills(on: Ground, metering: Metering) -> tuple[Bill, ...]:
    names = in_drawing_order(on.scenario)
    rows = sorted(names) if on.scenario.book.activities is not None else names
    return tuple(
        Bill(
            record.month,
            settlement_range(record.month, on.scenario.book.settlement),
            tuple(sorted([*record.lines, *on.lines.get(record.month, ())], key=_line_order)),
            tuple(record.rows[name] for name in rows),
        )
        for record in metering.months
    )


def _line_order(line: BillLine) -> tuple[Any, ...]:
    return line.date, line.order.id if line.order else "", line.amount < 0, line.scope


def pack_states(core: Core) -> tuple[PackState, ...]:
    """Every free pack, call pack and licence pack as of the last day of the last bill."""
    if not core.bills:
        return ()
    as_of = core.bills[-1].month.plus(1).first
    states = []
    for place, pack in enumerate(core.prepared.packs):
        left = core.metering.left[place]
        refunded, over = pack.order.refunded is not None and pack.order.refunded < as_of, pack.life.end < as_of
        if refunded:
            status = "refunded"
        elif pack.life.start >= as_of:
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
                life=pack.life,
                status=status,
                first_use=core.metering.first_use[place],
                paid=_paid_for(core, place),
            )
        )
    return tuple(states)


def _paid_for(core: Core, place: int) -> Cents:
    """The pack's share of its order's line amount."""
    pack = core.prepared.packs[place]
    if pack.order.item == "free_pack":
        return 0
    amount = payment(pack.order, listed(pack.order, core.ground.scenario.book).cents).amount
    return share(amount, pack.order.quantity, pack.number)


class Request(NamedTuple):
    """What a caller asks beside the bills: the months to show, and conditions on the figures."""

    months: Collection[Month] = ()
    fail_over: Cents | None = None
    fail_over_month: Cents | None = None
    allow_incomplete: bool = False


EVERYTHING = Request()


def estimate(scenario: Scenario, assumptions: dict[str, str], request: Request = EVERYTHING) -> Estimate:
    """The itemised bills of a scenario, proved: each line with clause and arithmetic, each other reading priced.

    `assumptions` are chosen over those of the file. Raises `InputError`.
    """
    readings = Readings({**scenario.assumptions, **assumptions})
    core = compute(ground(scenario), readings)
    for month in request.months:
        if month not in scenario.months:
            raise refuse(f"no bill for {month}; the bills are {_first_to_last(core.bills)}")
    shown = _shown(core.bills, request.months)
    packs = pack_states(core)
    told = findings(core.ground.scenario, core.prepared, core.metering, packs, readings)
    answer = Estimate(
        title=scenario.title,
        book_id=scenario.book.id,
        currency=scenario.book.currency,
        assumptions=relevant(readings, scenario),
        bills=shown,
        packs=packs,
        ledger=core.metering.ledger,
        findings=tuple(f for f in told if not request.months or f.month in request.months),
        alternatives=alternatives(core, lambda other: _shown(other.bills, request.months)),
        unpriced=_unpriced(core.bills),
        clauses={id: clause.where for id, clause in scenario.book.clauses.items()},
    )
    return answer._replace(gates=_gates(answer, request))


def _first_to_last(bills: tuple[Bill, ...]) -> str:
    return f"{bills[0].month} to {bills[-1].month}" if bills else "none"


def relevant(readings: Readings, scenario: Scenario) -> dict[str, str]:
    """The assumptions in force for the shape of the scenario's book."""
    elsewhere = _GROUPS_ONLY if scenario.book.activities is not None else _ACTIVITIES_ONLY
    return {id: value for id, value in readings.values.items() if id not in elsewhere}


_GROUPS_ONLY = ("pack_validity", "qps_month", "refund_window", "settlement_day")
_ACTIVITIES_ONLY = ("licence_pack_scope", "licence_3_qps")


def _shown(bills: tuple[Bill, ...], months: Collection[Month]) -> tuple[Bill, ...]:
    return tuple(bill for bill in bills if not months or bill.month in months)


def _unpriced(bills: tuple[Bill, ...]) -> dict[str, int]:
    return {
        "refused": sum(row.refused for bill in bills for row in bill.usage),
        "undetermined": sum(row.undetermined for bill in bills for row in bill.usage),
    }


def alternatives(core: Core, shown: Callable[[Core], tuple[Bill, ...]]) -> tuple[Alternative, ...]:
    """What each other reading would change, each computed anew; a question never asked cannot change anything."""
    asked = [id for id in ASSUMPTIONS if id in core.readings.asked]
    found = (
        _alternative(core, id, value, shown)
        for id in asked
        for value in ASSUMPTIONS[id].choices
        if value != core.readings.peek(id)
    )
    return tuple(alternative for alternative in found if alternative is not None)


def _alternative(core: Core, id: str, value: str, shown: Callable[[Core], tuple[Bill, ...]]) -> Alternative | None:
    readings = core.readings.other(id, value)
    try:
        if faults := list(relations(core.ground.scenario, readings)):
            raise InputError(faults)
        other = compute(core.ground, readings)
    except InputError as error:
        return Alternative(id, value, None, None, str(error))
    here, there = shown(core), shown(other)
    total = sum(bill.total for bill in there)
    difference = total - sum(bill.total for bill in here)
    changes = [bill.total for bill in here] != [bill.total for bill in there]
    if not changes and _unpriced(here) == _unpriced(there):
        return None
    return Alternative(id, value, total, difference, None)


def _gates(answer: Estimate, request: Request) -> tuple[Gate, ...]:
    """The conditions on money; an incomplete answer meets none of them unless the caller allows it."""
    usable = answer.complete or request.allow_incomplete
    figures = (
        ("fail_over", request.fail_over, answer.total),
        ("fail_over_month", request.fail_over_month, max((bill.total for bill in answer.bills), default=0)),
    )
    return tuple(
        Gate(name, limit, actual, usable and actual <= limit) for name, limit, actual in figures if limit is not None
    )
