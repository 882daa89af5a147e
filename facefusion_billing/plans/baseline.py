"""What a plan starts from: the facts of a scenario, the calls to be served, and what the
time before the horizon leaves of them.

Orders dated before the horizon, or marked `bought`, are facts; all others are decided
anew. Plans are priced without the account's balance. Calls are those of the scenario as
written: where an activity's licence shaped the spread of its first month, they stay on
the days that gave them.
"""

from collections.abc import Iterator, Sequence

from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.metered import Calls, MeteringInput
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.months import Metering, MonthRecord
from facefusion_billing.billing.preparation import prepare
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Activities
from facefusion_billing.model.calendar import ONE_DAY, Span
from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.recommendation import Horizon
from facefusion_billing.model.scenario import Order, Scenario
from facefusion_billing.plans.demand import (
    admitted_calls,
    continued,
    distributed,
    frozen_usage,
    scaled_scenario,
    scaled_use,
)
from facefusion_billing.rules import materials, validity
from facefusion_billing.solver.problem import MonthCount
from facefusion_billing.startup.record import NamedTuple

PURCHASED = "purchased"


class PlanLimits(NamedTuple):
    """What the caller allows a plan to do; `every_day`: each day is a decision day,
    `few_days`: those of counts are none.
    """

    allow_throttling: bool = False
    allow_split: bool = False
    every_day: bool = False
    few_days: bool = False


class LostCalls(NamedTuple):
    """Calls before the horizon that nothing serves any more, those of days on which the
    service is switched off left out.
    """

    refused: int = 0
    undetermined: int = 0


class Opening(NamedTuple):
    """What a horizon begins with: what is left of each pack, and of the free calls of
    each activity; what its first month has counted by then, by meter, and the calls it
    has lost, by scope.
    """

    left: tuple[int, ...]
    trial_left: dict[str, int]
    begun: dict[str, MonthCount] = {}
    lost: dict[str, LostCalls] = {}


class PlanFacts(NamedTuple):
    """The facts, ready to plan on; `written` is the scenario with all its orders,
    `scenario` that with the facts alone. `calls` are to be served; `spread` has those of
    days on which the service is switched off too.
    """

    written: Scenario
    scenario: Scenario
    readings: Readings
    horizon: Horizon
    limits: PlanLimits
    calls: Calls
    spread: Calls
    prepared: MeteringInput
    opening: Opening

    def may_split(self, name: str) -> bool:
        """Whether a plan may make several of an activity: where the caller allows it,
        and where no licence holds its materials.
        """
        return self.limits.allow_split or self.must_split(name)

    def must_split(self, name: str) -> bool:
        """Whether no licence holds the materials of an activity."""
        levels = self.scenario.usage[name].materials
        need = materials.max_live(levels, Span(self.horizon.start, self.horizon.end))
        return need > self.scenario.book.activities.most_materials

    @property
    def has_own_tiers(self) -> bool:
        """Whether a plan can have several activities, each with a tier of its own."""
        if not isinstance(self.scenario.book.offer, Activities):
            return False
        if self.readings.value("postpaid_scope") != "activity":
            return False
        usage = self.scenario.usage
        return len(usage) > 1 or any(map(self.may_split, usage))

    def is_fact(self, order: Order) -> bool:
        """Whether a plan keeps an order as it is."""
        return any(order.id == fact.id for fact in self.scenario.orders)


def fact_ids(scenario: Scenario, horizon: Horizon) -> frozenset[str]:
    """The ids of the orders that a plan keeps as they are: those that lie before it,
    and those that nobody decides; and the licences on which such an order rests.
    """
    facts = [order for order in scenario.orders if _is_fact(order, horizon)]
    if isinstance(scenario.book.offer, Activities):
        others = [own for own in scenario.orders if not _is_fact(own, horizon)]
        needed = _needed_licences(scenario.book.offer, others, facts)
        facts = [*facts, *needed]
    return frozenset(order.id for order in facts)


def _needed_licences(
    offer: Activities, orders: Sequence[Order], facts: Sequence[Order]
) -> Iterator[Order]:
    """Of some orders the licences without which a fact would be a fault."""
    resting = [fact for fact in facts if not isinstance(fact.item, LicenceOrder)]
    for order in orders:
        if isinstance(order.item, LicenceOrder):
            term = validity.n_days(order.date, offer.licence_days)
            if any(_rests_on(fact, order, term) for fact in resting):
                yield order


def _is_fact(order: Order, horizon: Horizon) -> bool:
    """Whether an order lies before the horizon, or is none that a plan decides."""
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
    spread = distributed(scenario)
    calls = admitted_calls(scenario, spread)
    facts = _facts_of(scenario, spread, horizon)
    prepared, opening = _begun(facts, horizon, calls, readings)
    return PlanFacts(
        written=scenario,
        scenario=facts,
        readings=readings,
        horizon=horizon,
        limits=limits,
        calls=calls,
        spread=spread,
        prepared=prepared,
        opening=opening,
    )


def read_as(facts: PlanFacts, readings: Readings) -> PlanFacts:
    """The same facts under other readings. Raises `InputError` where they have no price."""
    own = facts.scenario, facts.horizon, facts.calls
    prepared, opening = _begun(*own, readings)
    return facts._replace(readings=readings, prepared=prepared, opening=opening)


def _begun(
    facts: Scenario, horizon: Horizon, calls: Calls, readings: Readings
) -> tuple[MeteringInput, Opening]:
    """The facts as they are metered, and what a horizon begins with."""
    prepared = prepare(billing_inputs(facts, calls), readings)
    opening = _untouched(prepared)
    # Most plans begin with the first calls, and then nothing has been drawn.
    if any(daily.before(horizon.start) for daily in calls.values()):
        metering = _metered_before(horizon, facts, calls, readings)
        opening = _opening(facts, horizon, opening, metering)
    return prepared, opening


def _facts_of(scenario: Scenario, calls: Calls, horizon: Horizon) -> Scenario:
    """The scenario with the orders that a plan keeps, and its calls on their days."""
    kept = fact_ids(scenario, horizon)
    orders = tuple(order for order in scenario.orders if order.id in kept)
    usage = frozen_usage(scenario, calls, horizon)
    # Without the balance: what a plan costs must not depend on what is in the account.
    account = scenario.account._replace(balance=None, top_ups=())
    return scenario._replace(orders=orders, usage=usage, account=account)


def _untouched(prepared: MeteringInput) -> Opening:
    """The opening of a horizon that begins with the first calls."""
    return Opening(
        left=tuple(max(pack.size - pack.used_before, 0) for pack in prepared.packs),
        trial_left={scope.name: scope.free for scope in prepared.scopes},
    )


def _metered_before(
    horizon: Horizon, facts: Scenario, calls: Calls, readings: Readings
) -> Metering:
    """The calls before a horizon, metered."""
    last = horizon.start - ONE_DAY
    before = {name: daily.up_to(last) for name, daily in calls.items()}
    inputs = billing_inputs(facts, before)
    return meter(inputs, prepare(inputs, readings), readings)


def _opening(
    facts: Scenario, horizon: Horizon, untouched: Opening, metering: Metering
) -> Opening:
    """What the time before a horizon, as it is metered, leaves."""
    trial_left = untouched.trial_left
    # The free calls of a group are a pack, and what is left of them is left of that.
    if isinstance(facts.book.offer, Activities):
        trial_left = _trial_left(trial_left, metering)
    opening = Opening(metering.left, trial_left)
    for record in metering.months:
        if record.month == horizon.first:
            return opening._replace(begun=_counted(record), lost=_lost(record))
    return opening


def _trial_left(given: dict[str, int], metering: Metering) -> dict[str, int]:
    """What is left of the free calls of each activity."""
    left = dict(given)
    for record in metering.months:
        for name, row in record.rows.items():
            left[name] -= row.free
    return left


def _counted(record: MonthRecord) -> dict[str, MonthCount]:
    """What a month has counted for its tier, by meter."""
    return {
        name: MonthCount(count.free, count.packs, count.billable)
        for name, count in record.meters.items()
    }


def _lost(record: MonthRecord) -> dict[str, LostCalls]:
    """The calls that a month has lost, by scope."""
    return {
        name: LostCalls(row.refused, row.undetermined)
        for name, row in record.rows.items()
    }


def scaled(facts: PlanFacts, percent: int) -> PlanFacts:
    """The same with the calls of the horizon grown by so many percent: each count is
    rounded half up and then spread, and what lies before the horizon stays, as peaks do.
    """
    grown = distributed(scaled_scenario(facts.written, percent))
    planned = admitted_calls(facts.written, grown)
    return facts._replace(calls=continued(facts.calls, planned, facts.horizon.start))


def plan_facts_at(facts: PlanFacts, percent: int) -> PlanFacts:
    """The facts of the scenario grown so, with a usage that is spread the same way."""
    written, start = facts.written, facts.horizon.start
    grown = distributed(scaled_scenario(written, percent))
    calls = continued(distributed(written), grown, start)
    usage = {
        name: scaled_use(use, calls[name], start, percent)
        for name, use in written.usage.items()
    }
    scenario = written._replace(usage=usage)
    found = plan_facts(scenario, facts.readings, facts.horizon, facts.limits)
    # As it was written: days of a count that is parted are no decision days.
    return found._replace(written=written)
