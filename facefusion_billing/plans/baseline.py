"""What a plan starts from: the facts of a scenario, the calls to be served, and what is
left of the packs held.

Orders dated before the horizon, or marked `bought`, are facts; all others are decided
anew. Plans are priced without the account's balance. Calls are those of the scenario as
written: where an activity's licence shaped the spread of its first month, they stay on
the days that gave them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from facefusion_billing.billing.inputs import billing_inputs, distribute_calls
from facefusion_billing.billing.metered import (
    Calls,
    FiledOrders,
    MeteringInput,
    filed,
)
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.preparation import prepare
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Groups
from facefusion_billing.model.calendar import (
    ONE_DAY,
    Days,
    Span,
    days_in,
    merged,
    month_of,
)
from facefusion_billing.model.items import LICENCE
from facefusion_billing.model.money import half_up
from facefusion_billing.model.recommendation import Horizon, Reason
from facefusion_billing.model.scenario import (
    QPS_MODE,
    CallCount,
    ModeSpan,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.problem import Held
from facefusion_billing.startup.record import NamedTuple


class PlanLimits(NamedTuple):
    """What the caller allows a plan to do."""

    allow_throttling: bool = False
    allow_split: bool = False


class PlanFacts(NamedTuple):
    """The facts, ready to plan on: `left` is what is left of each pack of `prepared`
    when the horizon begins.
    """

    scenario: Scenario
    readings: Readings
    horizon: Horizon
    limits: PlanLimits
    calls: Calls
    prepared: MeteringInput
    left: tuple[int, ...]
    trial_left: dict[str, int]


def is_fact(order: Order, horizon: Horizon) -> bool:
    """Whether a plan keeps the order as it is."""
    return order.bought or order.date < horizon.start


def ground_of(
    scenario: Scenario, readings: Readings, horizon: Horizon, limits: PlanLimits
) -> PlanFacts:
    """The facts of a scenario, metered up to the horizon.

    Raises `InputError` where they have no price.
    """
    orders = filed(scenario.orders)
    calls = distribute_calls(scenario, orders)[0]
    facts = scenario._replace(
        orders=tuple(order for order in scenario.orders if is_fact(order, horizon)),
        usage={
            name: _frozen(use, _licensed(scenario, orders, use), calls[name], horizon)
            for name, use in scenario.usage.items()
        },
        account=scenario.account._replace(balance=None, top_ups=()),
    )
    inputs = billing_inputs(facts, calls)
    prepared = prepare(inputs, readings)
    trial_left = {scope.name: scope.free for scope in prepared.scopes}
    left = tuple(max(pack.size - pack.used_before, 0) for pack in prepared.packs)
    if any(daily.before(horizon.start) for daily in calls.values()):
        until = horizon.start - ONE_DAY
        before = {name: daily.up_to(until) for name, daily in calls.items()}
        inputs = inputs._replace(calls=before)
        metered = meter(inputs, prepare(inputs, readings), readings)
        left = metered.left
        for scope in prepared.scopes:
            if scope.free:
                rows = (record.rows[scope.name] for record in metered.months)
                trial_left[scope.name] -= sum(row.free for row in rows)
    return PlanFacts(
        facts, readings, horizon, limits, calls, prepared, left, trial_left
    )


class _Licensed(NamedTuple):
    """The date of an activity's first licence (None: it has none)."""

    first: date | None


def _licensed(
    scenario: Scenario, orders: FiledOrders, use: ScopeUsage
) -> _Licensed | None:
    """Where a licence would move calls; None where it would not."""
    if isinstance(scenario.book.offer, Groups) or use.starts is not None:
        return None
    return _Licensed(orders.first_date(LICENCE, use.name)) if use.calls else None


def _frozen(
    use: ScopeUsage, licence: _Licensed | None, daily: DailyCalls, horizon: Horizon
) -> ScopeUsage:
    """An activity's usage with the months written out by day in which a licence would
    move its calls.
    """
    if licence is None:
        return use
    licensed = licence.first
    movable = {
        month_of(day)
        for day in (licensed, first_day(daily), first_day(daily, horizon.start))
        if day
    }
    given = days_in(count.span for count in use.calls if not count.whole_month)
    counts: list[CallCount] = []
    for count in use.calls:
        if count.whole_month and month_of(count.span.start) in movable:
            counts += _by_days(count, licensed, given, daily)
        else:
            counts.append(count)
    return use._replace(calls=tuple(sorted(counts, key=lambda count: count.span)))


def _by_days(
    count: CallCount, licensed: date | None, given: Days, daily: DailyCalls
) -> list[CallCount]:
    """A month's own calls as a range of days with the same spread, or day by day where
    other counts lie between.
    """
    begin = licensed if licensed and count.span.holds(licensed) else count.span.start
    if not given.within(Span(begin, count.span.end)):
        own = Span(begin, count.span.end)
        return [count._replace(span=own, calls=daily.between(*own), whole_month=False)]
    days = [
        begin + timedelta(days=index) for index in range((count.span.end - begin).days)
    ]
    spans = [Span(day, day + ONE_DAY) for day in days if not given.holds(day)]
    return [
        count._replace(span=span, calls=daily.between(*span), whole_month=False)
        for span in spans
    ]


def first_day(daily: DailyCalls, since: date | None = None) -> date | None:
    """The first day with calls, on or after a day; None when there is none."""
    begin = max(0, since.toordinal() - daily.first) if since else 0
    if begin >= len(daily.sums):
        return None
    index = bisect_right(daily.sums, daily.sums[begin])
    return (
        date.fromordinal(daily.first + index - 1) if index < len(daily.sums) else None
    )


def scaled(ground: PlanFacts, percent: int) -> PlanFacts:
    """The same with the calls of the horizon grown by so many percent, each count
    rounded half up; peaks stay.
    """
    start = ground.horizon.start
    usage = {
        name: _scaled(use, start, percent)
        for name, use in ground.scenario.usage.items()
    }
    scenario = ground.scenario._replace(usage=usage)
    calls, _ = distribute_calls(scenario, ground.prepared.orders)
    return ground._replace(scenario=scenario, calls=calls)


def _scaled(use: ScopeUsage, start: date, percent: int) -> ScopeUsage:
    counts = tuple(
        count._replace(calls=half_up(count.calls * (100 + percent), 100))
        if count.span.start >= start
        else count
        for count in use.calls
    )
    return use._replace(calls=counts)


def segments_of(horizon: Horizon, days: set[date]) -> list[date]:
    """The first days of the segments of a horizon: of its months, and the days given
    that lie inside.
    """
    inside = {day for day in days if horizon.start < day < horizon.end}
    return sorted({month.first for month in horizon.months} | inside)


def place_of(segments: Sequence[date], day: date) -> int:
    """The number of the segment that begins on a day, or of the first after it."""
    return bisect_left(segments, day)


def held_packs(
    ground: PlanFacts, pools: Sequence[tuple[str, str]], segments: Sequence[date]
) -> tuple[Held, ...]:
    """The facts that draw from some pools, in their order, with what is left of them;
    those that are alike as one.
    """
    firsts, start = (
        [month.first for month in ground.horizon.months],
        ground.horizon.start,
    )
    found: dict[tuple[int, int, int, bool], int] = {}
    rows = zip(ground.prepared.packs, ground.left, strict=True)
    for pack, left in sorted(rows, key=lambda row: (row[0].expires, row[0].order.date)):
        if (
            left
            and pack.pool in pools
            and pack.term.end > start
            and pack.term.start < ground.horizon.end
        ):
            serves = (
                place_of(segments, pack.term.start),
                place_of(segments, pack.term.end),
            )
            key = (
                *serves,
                sum(first < pack.order.date for first in firsts),
                pack.pool[0] == "free",
            )
            found[key] = found.get(key, 0) + left
    return tuple(Held(left, *key) for key, left in found.items())


def pack_edges(packs: Sequence[Pack]) -> set[date]:
    """The days on which packs begin or end."""
    return {day for pack in packs for day in pack.term}


def qps_modes(spans: Sequence[Span]) -> tuple[ModeSpan, ...]:
    """Days in QPS mode as a billing mode timeline, neighbours joined."""
    return tuple(ModeSpan(span, QPS_MODE) for span in merged(spans))


def switched_off(ground: PlanFacts) -> list[Reason]:
    """What no plan can mend: calls on days on which the service is switched off in the
    console.
    """
    reasons = []
    for span in ground.scenario.account.disabled:
        start, end = (
            max(span.start, ground.horizon.start),
            min(span.end, ground.horizon.end),
        )
        for name, daily in ground.calls.items():
            calls = daily.between(start, end) if start < end else 0
            if calls:
                reasons.append(
                    Reason(
                        "disabled",
                        name,
                        month_of(start),
                        {"calls": calls, "since": start},
                    )
                )
    return reasons
