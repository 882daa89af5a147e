"""The plans of one interface group: the way to serve each month, packs, the free pack
and materials.
"""

from collections.abc import Callable, Iterator, Sequence

from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import FREE_PACK
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.baseline import (
    PlanFacts,
    held_packs,
    pack_edges,
    place_of,
    segments_of,
)
from facefusion_billing.plans.groups.month_options import (
    BY_DAY,
    BY_MONTH,
    CALL_VOLUME,
    WAYS,
    MonthDays,
    MonthWays,
    Serving,
)
from facefusion_billing.plans.groups.orders import group_orders, qps_days
from facefusion_billing.rules import validity
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import Claim, MonthNeeds, Option, PoolPlan, World
from facefusion_billing.solver.qps_cover import Ladder
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.solve import (
    Solved,
    is_ordered,
    replaceable,
    solve,
    useful,
)
from facefusion_billing.solver.tariff import Tariff
from facefusion_billing.startup.record import NamedTuple

Late = Callable[[], bool]


class GroupPlan(NamedTuple):
    """A plan for a group: the pool's plan, how each month is served, its cost, a bound,
    and the labels compared.
    """

    pool: PoolPlan
    servings: tuple[Serving, ...]
    cost: Cents
    lower: Cents
    labels: int


class GroupPlanner:
    """Plans one group on the facts."""

    def __init__(self, ground: PlanFacts, name: str) -> None:
        self.ground, self.name = ground, name
        self.group, self.use = (
            ground.scenario.book.groups[name],
            ground.scenario.usage[name],
        )
        self.months = ground.horizon.months
        packs = self.group.call_packs
        self.catalogue = Catalogue(
            {row.size: row.price.times(1) for row in packs.sizes} if packs else {}
        )
        reading = (
            ground.readings.consult("pack_validity")
            if packs or self.group.free_pack
            else ""
        )
        terms = [validity.one_year(month.first, reading) for month in self.months]
        mine = [pack for pack in ground.prepared.packs if pack.scope == name]
        self.segments = segments_of(
            ground.horizon, pack_edges(mine) | {term.end for term in terms}
        )
        self.until = [place_of(self.segments, term.end) for term in terms]
        self.firsts = [
            place_of(self.segments, month.first) for month in self.months
        ] + [len(self.segments)]
        self.held = held_packs(ground, (("free", name), ("paid", name)), self.segments)
        self.ways = MonthWays(ground, name, self.catalogue, self.segments, self.firsts)

    # Plans.

    def solve(
        self,
        name: str,
        calls: DailyCalls,
        late: Late | None = None,
        ceiling: Cents = NEVER,
    ) -> GroupPlan | list[Reason]:
        """The cheapest plan of a kind that costs no more than a ceiling, or the reasons
        why there is none.
        """
        months, reasons, whole = [], [], True
        sold = self._world(name, [[Option(0, (0,))]] * len(self.months))
        ordered, swapped = is_ordered(sold), replaceable(sold)
        for days in self.ways.month_days(calls):
            options, complete = self.ways.options(
                days, WAYS[name], replaceable=swapped and ordered, ordered=ordered
            )
            whole = whole and complete
            pruned = ordered and swapped and len(options) > 1
            months.append(useful(options, sold.catalogue) if pruned else options)
            reasons += [] if options else [self._why(days, name)]
        if reasons:
            return reasons
        world = sold._replace(months=self._needs(months))
        solved = solve(world, late, ceiling=ceiling)
        return self._planned(name, world, solved, whole)

    def _planned(
        self, name: str, world: World, solved: Solved, whole: bool
    ) -> GroupPlan | list[Reason]:
        if solved.plan is None:
            missing = "no_packs" if name == "packs" else "no_pay_as_you_go"
            return [Reason(missing, self.name)]
        servings = tuple(
            month.options[index].tag
            for month, index in zip(world.months, solved.plan.options, strict=True)
        )
        lower = (
            solved.lower
            if whole
            else sum(
                min(option.cost for option in month.options) for month in world.months
            )
        )
        return GroupPlan(solved.plan, servings, solved.cost, lower, solved.labels)

    def _world(self, name: str, months: Sequence[Sequence[Option]]) -> World:
        free = self.group.free_pack
        claimed = self.ground.prepared.orders.of(FREE_PACK, self.name)
        return World(
            months=self._needs(months),
            catalogue=_NONE
            if name in ("pay_as_you_go", "qps_month", "qps_day")
            else self.catalogue,
            tiers=None if name == "packs" else self.group.pay_as_you_go,
            basis=self.ground.readings.consult("tier_basis"),
            held=self.held,
            claim=Claim(free.calls, tuple(self.until))
            if free and not claimed
            else None,
        )

    def _needs(self, months: Sequence[Sequence[Option]]) -> tuple[MonthNeeds, ...]:
        rows = zip(self.firsts, months, self.until, strict=False)
        return tuple(
            MonthNeeds(first, tuple(options), True, until)
            for first, options, until in rows
        )

    def keep(self, plan: GroupPlan, calls: DailyCalls) -> Cents | None:
        """What the plan costs with other calls; None when they are not served."""
        options = []
        for days, serving in zip(
            self.ways.month_days(calls), plan.servings, strict=True
        ):
            if not self.ways.still_served(days, serving):
                return None
            options.append([self.ways.option(days, serving)])
        cost = replay(
            self._world("best", options),
            plan.pool._replace(options=(0,) * len(options)),
        )
        return cost if cost < NEVER else None

    def _why(self, days: MonthDays, name: str) -> Reason:
        """Why a month cannot be served in the ways of a plan."""
        if CALL_VOLUME in WAYS[name]:
            served = self.ways.is_known(days) and name == "best"
            facts = {"peak": self.ways.highest_peak(days), "limit": self.ways.limit}
            return Reason(
                "no_qps" if served else "over_limit", self.name, days.month, facts
            )
        if not (self.ways.day.tiers if name == "qps_day" else self.ways.month.tiers):
            return Reason("no_qps", self.name)
        if not self.ways.is_known(days):
            return Reason("no_peak", self.name, days.month)
        return Reason("no_qps", self.name, days.month)

    # What the plan rests on.

    def tiers_matter(self) -> bool:
        """Whether there is more than one tier to reach."""
        return (
            self.group.pay_as_you_go is not None
            and len(self.group.pay_as_you_go.tiers) > 1
        )

    def free_matters(self) -> bool:
        """Whether free calls can be among those of a month."""
        return self.group.free_pack is not None

    def validity_matters(self) -> bool:
        """Whether a pack could end on another day of the horizon under the other
        reading of its year.
        """
        held = [
            pack.order.date
            for pack in self.ground.prepared.packs
            if pack.scope == self.name
        ]
        starts = [month.first for month in self.months] + held
        ends = (
            [validity.one_year(start, reading).end for start in starts]
            for reading in ASSUMPTIONS["pack_validity"].choices
        )
        return any(
            one != other and min(one, other) < self.ground.horizon.end
            for one, other in zip(*ends, strict=True)
        )

    def break_even(self, best: GroupPlan, calls: DailyCalls) -> Iterator[BreakEven]:
        """The calls of a month from which each pack costs no more than pay-as-you-go;
        the peak to which QPS does.
        """
        bill = Tariff(self.group.pay_as_you_go, 0)
        for size, price in self.catalogue.prices.items():
            yield BreakEven(self.name, "call_pack", size, bill.first_at(price), None)
        months = [days.calls for days in self.ways.month_days(calls) if any(days.calls)]
        if months and self.ways.day.tiers:
            metered = (
                best
                if all(not serving.indices for serving in best.servings)
                else self.solve("metered", calls)
            )
            limit = metered.cost if isinstance(metered, GroupPlan) else 0
            days = sum(1 for month in months for count in month if count)
            for item, ladder, times in (
                (BY_MONTH, self.ways.month, len(months)),
                (BY_DAY, self.ways.day, days),
            ):
                yield BreakEven(
                    self.name, item, None, None, _highest(ladder, limit // times)
                )

    def orders(self, plan: GroupPlan) -> Iterator[Order]:
        """The plan's orders as they stand in a usage file, without ids."""
        return group_orders(self.use, self.months, plan.pool, plan.servings)

    def qps_days(self, plan: GroupPlan) -> tuple[Span, ...]:
        """The plan's days in QPS mode."""
        return qps_days(self.months, plan.servings)


def _highest(ladder: Ladder, limit: Cents) -> int:
    """The highest peak that can be bought for no more than a limit: costs never fall
    with the peak.
    """
    low, high = 0, 1
    while ladder.at_least(high)[1] <= limit and high < MOST_QPS:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (middle, high) if ladder.at_least(middle)[1] <= limit else (low, middle)
        )
    return low


MOST_QPS = 10**9
_NONE = Catalogue({})
