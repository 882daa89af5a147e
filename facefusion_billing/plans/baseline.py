"""What a plan starts from: the facts of a scenario, the calls to be served, and what is
left of the packs held.

Orders dated before the horizon, or marked `bought`, are facts; all others are decided
anew. Plans are priced without the account's balance. Calls are those of the scenario as
written: where an activity's licence shaped the spread of its first month, they stay on
the days that gave them.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from facefusion_billing.billing.checks import MAX_PACKS
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.metered import Calls, MeteringInput
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.preparation import prepare
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Activities, Groups
from facefusion_billing.model.calendar import (
    ONE_DAY,
    Month,
    Span,
    merged,
)
from facefusion_billing.model.faults import TooLargeError, fault_at
from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.model.scenario import (
    QPS_MODE,
    ModeSpan,
    Order,
    Scenario,
)
from facefusion_billing.plans.demand import (
    admitted_calls,
    distributed,
    frozen,
    scaled_use,
)
from facefusion_billing.rules import validity
from facefusion_billing.solver.problem import MonthCount, Owned
from facefusion_billing.startup.record import NamedTuple

PURCHASED = "purchased"


class PlanLimits(NamedTuple):
    """What the caller allows a plan to do; `every_day`: each day is a decision day."""

    allow_throttling: bool = False
    allow_split: bool = False
    every_day: bool = False


class LostCalls(NamedTuple):
    """Calls before the horizon that nothing serves any more, those of days on which the
    service is switched off left out.
    """

    refused: int
    undetermined: int


class PlanFacts(NamedTuple):
    """The facts, ready to plan on: `left` is what is left of each pack of `prepared`
    when the horizon begins, `begun` what the horizon's first month has counted by then,
    by meter, and `lost` the calls it has refused or left undetermined, by scope;
    `written` is the scenario with all its orders.
    """

    written: Scenario
    scenario: Scenario
    readings: Readings
    horizon: Horizon
    limits: PlanLimits
    calls: Calls
    prepared: MeteringInput
    left: tuple[int, ...]
    trial_left: dict[str, int]
    begun: dict[str, MonthCount] = {}
    lost: dict[str, LostCalls] = {}

    def is_fact(self, order: Order) -> bool:
        """Whether a plan keeps an order as it is."""
        return any(order.id == fact.id for fact in self.scenario.orders)


def fact_ids(scenario: Scenario, horizon: Horizon) -> frozenset[str]:
    """The ids of the orders that a plan keeps as they are: those that lie before it,
    and those that nobody decides; and the licences on which such an order rests.
    """
    facts = [order for order in scenario.orders if _is_fact(order, horizon)]
    found = {order.id for order in facts}
    if isinstance(scenario.book.offer, Groups):
        return frozenset(found)
    activities = scenario.book.offer
    resting = [order for order in facts if not isinstance(order.item, LicenceOrder)]
    for order in scenario.orders:
        if isinstance(order.item, LicenceOrder) and order.id not in found:
            term = validity.n_days(order.date, activities.licence_days)
            # A pack that is kept would be a fault without the licence it was bought
            # under.
            if any(_rests_on(fact, order, term) for fact in resting):
                found.add(order.id)
    return frozenset(found)


def _is_fact(order: Order, horizon: Horizon) -> bool:
    return (
        order.bought
        or order.date < horizon.start
        or order.source != PURCHASED
        or order.refunded is not None
    )


def _rests_on(fact: Order, licence: Order, term: Span) -> bool:
    """Whether a pack or an upgrade needs the licence on its day."""
    return fact.scope in (None, licence.scope) and term.holds(fact.begins)


def plan_facts(
    scenario: Scenario, readings: Readings, horizon: Horizon, limits: PlanLimits
) -> PlanFacts:
    """The facts of a scenario, metered up to the horizon.

    Raises `InputError` where they have no price.
    """
    calls, facts = admitted_calls(scenario), _facts_of(scenario, horizon)
    prepared = prepare(billing_inputs(facts, calls), readings)
    on = PlanFacts(
        written=scenario,
        scenario=facts,
        readings=readings,
        horizon=horizon,
        limits=limits,
        calls=calls,
        prepared=prepared,
        left=tuple(max(pack.size - pack.used_before, 0) for pack in prepared.packs),
        trial_left={scope.name: scope.free for scope in prepared.scopes},
    )
    # Most plans begin with the first calls, and then nothing has been drawn.
    if any(daily.before(horizon.start) for daily in calls.values()):
        return _metered_up_to_the_horizon(on)
    return on


def _facts_of(scenario: Scenario, horizon: Horizon) -> Scenario:
    """The scenario with the orders that a plan keeps, and its calls on their days."""
    kept, every = fact_ids(scenario, horizon), distributed(scenario)
    orders = tuple(order for order in scenario.orders if order.id in kept)
    usage = {
        name: frozen(scenario, use, every[name], horizon)
        for name, use in scenario.usage.items()
    }
    # Without the balance: what a plan costs must not depend on what is in the account.
    account = scenario.account._replace(balance=None, top_ups=())
    return scenario._replace(orders=orders, usage=usage, account=account)


def _metered_up_to_the_horizon(on: PlanFacts) -> PlanFacts:
    """The facts with what the calls before the horizon leave of them."""
    until = on.horizon.start - ONE_DAY
    calls = {name: daily.up_to(until) for name, daily in on.calls.items()}
    inputs = billing_inputs(on.scenario, calls)
    metered = meter(inputs, prepare(inputs, on.readings), on.readings)
    trial_left, begun = dict(on.trial_left), dict[str, MonthCount]()
    lost: dict[str, LostCalls] = {}
    for record in metered.months:
        if isinstance(on.scenario.book.offer, Activities):
            for name, row in record.rows.items():
                trial_left[name] -= row.free
        if record.month == on.horizon.first:
            begun = {
                name: MonthCount(count.free, count.packs, count.billable)
                for name, count in record.meters.items()
            }
            lost = {
                name: LostCalls(row.refused, row.undetermined)
                for name, row in record.rows.items()
            }
    return on._replace(left=metered.left, trial_left=trial_left, begun=begun, lost=lost)


def scaled(facts: PlanFacts, percent: int) -> PlanFacts:
    """The same with the calls of the horizon grown by so many percent, each count
    rounded half up; peaks stay.
    """
    return facts._replace(calls=admitted_calls(_grown(facts, percent)))


def plan_facts_at(facts: PlanFacts, percent: int) -> PlanFacts:
    """The facts of the scenario grown so, with the usage as it would be written."""
    scenario = _grown(facts, percent)
    return plan_facts(scenario, facts.readings, facts.horizon, facts.limits)


def _grown(facts: PlanFacts, percent: int) -> Scenario:
    start = facts.horizon.start
    usage = {
        name: scaled_use(use, start, percent)
        for name, use in facts.written.usage.items()
    }
    return facts.written._replace(usage=usage)


def segment_of(days: Sequence[date], day: date) -> int:
    """The number of the segment that begins on a day, or of the first after it."""
    return bisect_left(days, day)


def owned_packs(
    facts: PlanFacts, pools: Sequence[tuple[str, str]], days: Sequence[date]
) -> tuple[Owned, ...]:
    """The facts that draw from some pools, in their order, with what is left of them;
    those that are alike as one.
    """
    start, end = facts.horizon.start, facts.horizon.end
    found: dict[tuple[int, int, int, bool], int] = {}
    rows = zip(facts.prepared.packs, facts.left, strict=True)
    # In the order in which they are drawn.
    for pack, left in sorted(rows, key=lambda row: (row[0].expires, row[0].order.date)):
        if not left or pack.pool not in pools:
            continue
        if pack.term.end <= start or pack.term.start >= end:
            continue
        key = (
            segment_of(days, pack.term.start),
            segment_of(days, pack.term.end),
            segment_of(days, pack.order.date),
            pack.pool[0] == "free",
        )
        # Each is a number in every state of the search, so those that are alike are one.
        found[key] = found.get(key, 0) + left
    return tuple(Owned(left, *key) for key, left in found.items())


def qps_modes(spans: Sequence[Span]) -> tuple[ModeSpan, ...]:
    """Days in QPS mode as a billing mode timeline, neighbours joined."""
    return tuple(ModeSpan(span, QPS_MODE) for span in merged(spans))


def disabled_calls(facts: PlanFacts) -> dict[tuple[str, Month], int]:
    """The calls on days on which the service is switched off, by scope and month: they
    are outside every plan.
    """
    found: dict[tuple[str, Month], int] = {}
    every = distributed(facts.scenario)
    for month in facts.horizon.months:
        whole = Span(month.first, month.end)
        for span in merged(facts.scenario.account.disabled):
            start, end = max(span.start, whole.start), min(span.end, whole.end)
            if start >= end:
                continue
            for name, daily in every.items():
                calls = daily.between(start, end)
                if calls:
                    found[name, month] = found.get((name, month), 0) + calls
    return found


MOST_OF_AN_ORDER = 10_000
"""The most packs that one order of a usage file holds."""


def too_large() -> TooLargeError:
    """That a plan has more orders than can be billed."""
    return TooLargeError(
        [
            fault_at(
                "a plan of more than {max_packs:,} packs and other orders; plan for fewer calls",
                max_packs=MAX_PACKS,
            )
        ]
    )


def quantities(count: int) -> list[int]:
    """So many packs as orders that a usage file can hold.

    Raises `TooLargeError` for more than can be billed.
    """
    # Before they are listed: of 10^30 calls there would be 10^20 orders.
    if count > MAX_PACKS:
        raise too_large()
    whole, rest = divmod(count, MOST_OF_AN_ORDER)
    full = [MOST_OF_AN_ORDER] * whole
    if rest:
        return [*full, rest]
    return full
