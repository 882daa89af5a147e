"""The plans of one interface group: the way to serve each month, packs, the free pack and materials."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.answers.plan_ground import Ground, held_packs, pack_edges, place_of, segments_of
from facefusion_billing.answers.preparation import qps_life
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.calendar import ONE_DAY, Month, Span, merged
from facefusion_billing.model.faults import Place
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.model.scenario import Order
from facefusion_billing.planning import qps_cover
from facefusion_billing.planning.catalogue import NEVER, Catalogue
from facefusion_billing.planning.day_sets import Day, day_sets
from facefusion_billing.planning.qps_cover import Ladder, Quota
from facefusion_billing.planning.replay import replay
from facefusion_billing.planning.solve import Solved, solve, useful
from facefusion_billing.planning.tariff import tariff
from facefusion_billing.planning.world import Claim, MonthNeeds, Option, PoolPlan, World
from facefusion_billing.rules import materials, qps, validity
from facefusion_billing.rules.spread import DailyCalls
from facefusion_billing.rules.volume_tiers import tier_reached

Late = Callable[[], bool]

CALL_VOLUME, BY_MONTH, BY_DAY, CHEAPEST, SOME_DAYS = "call_volume", "qps_month", "qps_day", "qps", "some_days"
METERED = "metered"
"""Call volume whatever the peaks: no plan, but what QPS is compared with."""
WAYS = {
    "best": (CALL_VOLUME, CHEAPEST, SOME_DAYS),
    "metered": (METERED,),
    "pay_as_you_go": (CALL_VOLUME,),
    "packs": (CALL_VOLUME,),
    "qps_month": (BY_MONTH,),
    "qps_day": (BY_DAY,),
}
"""The ways to serve a month that a plan of each name may use."""


class Serving(NamedTuple):
    """How a month is served: its days in QPS mode, by place (None: none of them), and the QPS bought for them."""

    kind: str
    places: tuple[int, ...]
    quota: Quota


class MonthDays(NamedTuple):
    """A month's days: the calls of each, the QPS it needs in QPS mode, and what is known of it.

    `place` is the month's in the horizon. A need is None where no peak is stated; a day is `over` when its peak is
    above the call volume limit, and `given` when it has a count of its own.
    """

    place: int
    month: Month
    calls: tuple[int, ...]
    needs: tuple[int | None, ...]
    over: tuple[bool, ...]
    given: tuple[bool, ...]


class GroupPlan(NamedTuple):
    """A plan for a group: the pool's plan, how each month is served, its cost, a bound, and the labels compared."""

    pool: PoolPlan
    servings: tuple[Serving, ...]
    cost: Cents
    lower: Cents
    labels: int


class GroupPlanner:
    """Plans one group on the facts."""

    def __init__(self, ground: Ground, name: str) -> None:
        self.ground, self.name = ground, name
        self.group, self.use = ground.scenario.book.groups[name], ground.scenario.usage[name]
        self.months = ground.horizon.months
        packs = self.group.call_packs
        self.catalogue = Catalogue({row.size: row.price.times(1) for row in packs.sizes} if packs else {})
        self.day = Ladder(self.group.qps.day if self.group.qps else None)
        self.month = Ladder(self.group.qps.month if self.group.qps else None)
        reading = ground.readings["pack_validity"] if packs or self.group.free_pack else ""
        lives = [validity.one_year(month.first, reading) for month in self.months]
        mine = [pack for pack in ground.prepared.packs if pack.scope == name]
        self.segments = segments_of(ground.horizon, pack_edges(mine) | {life.end for life in lives})
        self.until = [place_of(self.segments, life.end) for life in lives]
        self.firsts = [place_of(self.segments, month.first) for month in self.months] + [len(self.segments)]
        self.held = held_packs(ground, (("free", name), ("paid", name)), self.segments)
        self.peaks = self._peaks()
        self._latest: tuple[DailyCalls, list[MonthDays]] | None = None
        self._quotas: dict[tuple[str, tuple[int, ...], int], Quota] = {}

    # What the months need.

    def _peaks(self) -> list[tuple[tuple[int | None, ...], tuple[bool, ...]]]:
        """For each month the QPS its days need beside what is held, and which are above the call volume limit."""
        life = self.ground.readings
        quota = [
            (qps_life(o, life), o.qps) for o in self.ground.scenario.orders if o.item == "qps" and o.scope == self.name
        ]
        limit = self.group.qps.limit if self.group.qps else None
        found = []
        for month in self.months:
            days = [month.first + timedelta(days=place) for place in range(month.days)]
            peaks = self._peaks_of(days)
            held = (
                [sum(amount for span, amount in quota if span.holds(day)) for day in days] if quota else [0] * len(days)
            )
            needs = tuple(
                None if peak is None else max(max(peak, 1) - had, 0) for peak, had in zip(peaks, held, strict=True)
            )
            over = tuple(limit is not None and peak is not None and peak > limit for peak in peaks)
            found.append((needs, over))
        return found

    def _peaks_of(self, days: list[date]) -> list[int | None]:
        levels = self.use.peaks
        if not any(
            level.span.start > days[0] or level.span.end <= days[-1]
            for level in levels
            if level.span.meets(Span(days[0], days[-1] + ONE_DAY))
        ):
            return [qps.peak_on(levels, days[0])] * len(days)
        return [qps.peak_on(levels, day) for day in days]

    def month_days(self, calls: DailyCalls) -> list[MonthDays]:
        """The days of each month of the horizon under some daily calls."""
        if self._latest and self._latest[0] is calls:
            return self._latest[1]
        given = [count.span for count in self.use.calls if not count.whole_month]
        found: list[MonthDays] = []
        for place, (month, (needs, over)) in enumerate(zip(self.months, self.peaks, strict=True)):
            span = Span(month.first, month.plus(1).first)
            inside = [own for own in given if own.meets(span)]
            counted = tuple(
                any(own.holds(month.first + timedelta(days=day)) for own in inside) for day in range(month.days)
            )
            found.append(MonthDays(place, month, tuple(calls.of_days(*span)), needs, over, counted if inside else ()))
        self._latest = (calls, found)
        return found

    def options(self, days: MonthDays, kinds: Sequence[str]) -> tuple[list[Option], bool]:
        """The ways to serve a month among those allowed, and whether none that could be best was left out."""
        if not any(days.calls):
            return [self._option(days, Serving(CALL_VOLUME, (), _NO_QUOTA))], True
        found, whole = [], True
        if METERED in kinds or (CALL_VOLUME in kinds and self._may_meter(days)):
            found.append(self._option(days, Serving(CALL_VOLUME, (), _NO_QUOTA)))
        in_qps = [kind for kind in kinds if kind in (BY_MONTH, BY_DAY, CHEAPEST)]
        if in_qps and self._known(days):
            quota = self._quota(in_qps[0], days)
            if quota.cost < NEVER:
                found.append(self._option(days, Serving(in_qps[0], tuple(range(days.month.days)), quota)))
        if SOME_DAYS in kinds and days.given:
            sets, whole = self._some_days(days, min((o.cost for o in found if o.tag.places), default=NEVER))
            found += [self._option(days, serving) for serving in sets]
        return found, whole

    def _may_meter(self, days: MonthDays, without: Sequence[int] = ()) -> bool:
        """Whether call volume mode serves the month's peaks (on days other than those given)."""
        if self.ground.wishes.allow_throttling:
            return True
        return not any(
            over and calls
            for place, (over, calls) in enumerate(zip(days.over, days.calls, strict=True))
            if place not in without
        )

    def _known(self, days: MonthDays) -> bool:
        """Whether QPS can be bought for the month: it is sold, and every day with calls has a peak."""
        return bool(self.day.tiers or self.month.tiers) and not any(
            need is None for need, calls in zip(days.needs, days.calls, strict=True) if calls
        )

    def _quota(self, kind: str, days: MonthDays) -> Quota:
        needs = tuple((need or 0) if calls else 0 for need, calls in zip(days.needs, days.calls, strict=True))
        covered = self._covered(len(needs))
        key = (kind, needs, covered)
        if key not in self._quotas:
            if kind == BY_MONTH:
                self._quotas[key] = qps_cover.by_month(needs, covered, self.day, self.month)
            elif kind == BY_DAY:
                self._quotas[key] = qps_cover.by_day(needs, self.day)
            else:
                self._quotas[key] = qps_cover.cheapest(needs, covered, self.day, self.month)
        return self._quotas[key]

    def _some_days(self, days: MonthDays, below: Cents) -> tuple[list[Serving], bool]:
        """The sets of days with counts of their own that may be worth QPS bought by day."""
        rows = []
        for place, (calls, need, own) in enumerate(zip(days.calls, days.needs, days.given, strict=True)):
            if not (calls and own) or need is None:
                continue
            cost, must = self.day.at_least(need)[1], days.over[place] and not self.ground.wishes.allow_throttling
            if must or cost < self.catalogue.cover(calls).price:
                rows.append(Day(place, calls, cost, must))
        if not self._may_meter(days, [row.place for row in rows if row.must]) or not rows:
            return [], True
        total, table = sum(days.calls), self.group.pay_as_you_go
        by_tier = table is not None and self.ground.readings.peek("tier_basis") == "total"
        tier = (lambda taken: getattr(tier_reached(table, total - taken), "first", 0)) if by_tier and table else None
        sets, whole = day_sets(rows, below, tier)
        servings = []
        for found in sets:
            needs = [(days.needs[place] or 0) if place in found.places else 0 for place in range(days.month.days)]
            servings.append(Serving(SOME_DAYS, found.places, qps_cover.by_day(needs, self.day)))
        return servings, whole

    def _option(self, days: MonthDays, serving: Serving) -> Option:
        """The option of serving a month so: the calls it leaves to be metered, by segment."""
        begins = self.segments[self.firsts[days.place] : self.firsts[days.place + 1]]
        edges = [(day - days.month.first).days for day in begins]
        metered = list(days.calls)
        for day in serving.places:
            metered[day] = 0
        needs = tuple(sum(metered[start:end]) for start, end in zip(edges, [*edges[1:], len(metered)], strict=True))
        return Option(serving.quota.cost, needs, tag=serving)

    # Plans.

    def solve(
        self, name: str, calls: DailyCalls, late: Late | None = None, ceiling: Cents = NEVER
    ) -> GroupPlan | list[Reason]:
        """The cheapest plan of a kind that costs no more than a ceiling, or the reasons why there is none."""
        months, reasons, whole = [], [], True
        sold = self._world(name, [[Option(0, (0,))]] * len(self.months))
        for days in self.month_days(calls):
            options, complete = self.options(days, WAYS[name])
            whole = whole and complete
            months.append(useful(options, sold) if len(options) > 1 else options)
            reasons += [] if options else [self._why(days, name)]
        if reasons:
            return reasons
        world = sold._replace(months=self._needs(months))
        thinned = any(option.tag.kind == SOME_DAYS for options in months for option in options)
        solved = solve(world, late, thinned=thinned, ceiling=ceiling)
        return self._planned(name, world, solved, whole)

    def _planned(self, name: str, world: World, solved: Solved, whole: bool) -> GroupPlan | list[Reason]:
        if solved.plan is None:
            missing = "no_packs" if name == "packs" else "no_pay_as_you_go"
            return [Reason(missing, self.name)]
        servings = tuple(
            month.options[place].tag for month, place in zip(world.months, solved.plan.options, strict=True)
        )
        lower = solved.lower if whole else sum(min(option.cost for option in month.options) for month in world.months)
        return GroupPlan(solved.plan, servings, solved.cost, lower, solved.labels)

    def _world(self, name: str, months: Sequence[Sequence[Option]]) -> World:
        free = self.group.free_pack
        claimed = any(o.item == "free_pack" and o.scope == self.name for o in self.ground.scenario.orders)
        return World(
            months=self._needs(months),
            catalogue=_NONE if name in ("pay_as_you_go", "qps_month", "qps_day") else self.catalogue,
            tiers=None if name == "packs" else self.group.pay_as_you_go,
            basis=self.ground.readings["tier_basis"],
            held=self.held,
            claim=Claim(free.calls, tuple(self.until)) if free and not claimed else None,
        )

    def _needs(self, months: Sequence[Sequence[Option]]) -> tuple[MonthNeeds, ...]:
        rows = zip(self.firsts, months, self.until, strict=False)
        return tuple(MonthNeeds(first, tuple(options), True, until) for first, options, until in rows)

    def keep(self, plan: GroupPlan, calls: DailyCalls) -> Cents | None:
        """What the plan costs with other calls; None when they are not served."""
        options = []
        for days, serving in zip(self.month_days(calls), plan.servings, strict=True):
            if not self._still_served(days, serving):
                return None
            options.append([self._option(days, serving)])
        cost = replay(self._world("best", options), plan.pool._replace(options=(0,) * len(options)))
        return cost if cost < NEVER else None

    def _still_served(self, days: MonthDays, serving: Serving) -> bool:
        """Whether every day in QPS mode with calls has the QPS it needs."""
        covered = self._covered(days.month.days)
        for place in serving.places:
            bought = serving.quota.days[place] + (serving.quota.base if place < covered else 0)
            need = days.needs[place]
            if days.calls[place] and (need is None or bought < need):
                return False
        return True

    def _covered(self, days: int) -> int:
        """How many days of a month an order for a month from its first day serves."""
        return min(30, days) if self.ground.readings["qps_month"] == "30_days" else days

    def _why(self, days: MonthDays, name: str) -> Reason:
        """Why a month cannot be served in the ways of a plan."""
        if CALL_VOLUME in WAYS[name]:
            limit = self.group.qps.limit if self.group.qps else None
            peaks = [
                peak
                for peak in self._peaks_of([days.month.first + timedelta(days=d) for d in range(days.month.days)])
                if peak
            ]
            known = self._known(days) and name == "best"
            code = "over_limit" if not known else "no_qps"
            return Reason(code, self.name, days.month, {"peak": max(peaks, default=0), "limit": limit})
        if not (self.day.tiers if name == "qps_day" else self.month.tiers):
            return Reason("no_qps", self.name)
        if not self._known(days):
            return Reason("no_peak", self.name, days.month)
        return Reason("no_qps", self.name, days.month)

    # What the plan rests on.

    def tiers_matter(self) -> bool:
        """Whether there is more than one tier to reach."""
        return self.group.pay_as_you_go is not None and len(self.group.pay_as_you_go.tiers) > 1

    def free_matters(self) -> bool:
        """Whether free calls can be among those of a month."""
        return self.group.free_pack is not None

    def validity_matters(self) -> bool:
        """Whether a pack could end on another day of the horizon under the other reading of its year."""
        held = [pack.order.date for pack in self.ground.prepared.packs if pack.scope == self.name]
        starts = [month.first for month in self.months] + held
        ends = (
            [validity.one_year(start, reading).end for start in starts]
            for reading in ASSUMPTIONS["pack_validity"].choices
        )
        return any(one != other and min(one, other) < self.ground.horizon.end for one, other in zip(*ends, strict=True))

    def sells_months(self) -> bool:
        """Whether QPS by the month is open to some month of the horizon."""
        return bool(self.month.tiers) and any(None not in needs for needs, _ in self.peaks)

    def break_even(self, best: GroupPlan, calls: DailyCalls) -> Iterator[BreakEven]:
        """The calls of a month from which each pack costs no more than pay-as-you-go; the peak to which QPS does."""
        bill = tariff(self.group.pay_as_you_go, "billable", 0, 0)
        for size, price in self.catalogue.prices.items():
            yield BreakEven(self.name, "call_pack", size, bill.first_at(price), None)
        months = [days.calls for days in self.month_days(calls) if any(days.calls)]
        if months and self.day.tiers:
            metered = best if all(not serving.places for serving in best.servings) else self.solve("metered", calls)
            limit = metered.cost if isinstance(metered, GroupPlan) else 0
            days = sum(1 for month in months for count in month if count)
            for item, ladder, times in ((BY_MONTH, self.month, len(months)), (BY_DAY, self.day, days)):
                yield BreakEven(self.name, item, None, None, _highest(ladder, limit // times))

    # Orders.

    def orders(self, plan: GroupPlan) -> Iterator[Order]:
        """The plan's orders as they stand in a usage file, without ids."""
        if plan.pool.claim is not None:
            yield self._order("free_pack", self.months[plan.pool.claim].first)
        for bought in plan.pool.purchases:
            for size, quantity in bought.sizes.items():
                yield self._order("call_pack", self.months[bought.month].first)._replace(size=size, quantity=quantity)
        for month, serving in zip(self.months, plan.servings, strict=True):
            if serving.quota.base:
                yield self._order("qps", month.first)._replace(qps=serving.quota.base, months=1)
            yield from self._by_day(month, serving.quota.days)

    def _by_day(self, month: Month, days: Sequence[int]) -> Iterator[Order]:
        """Orders by day, neighbouring days with the same quantity in one."""
        place = 0
        while place < len(days):
            last = place
            while last + 1 < len(days) and days[last + 1] == days[place]:
                last += 1
            if days[place]:
                first = month.first + timedelta(days=place)
                yield self._order("qps", first)._replace(qps=days[place], days=last - place + 1)
            place = last + 1

    def _order(self, item: str, day: date) -> Order:
        return Order(id="", item=item, scope=self.name, date=day, delivered=day, place=self.use.place)

    def qps_days(self, plan: GroupPlan) -> tuple[Span, ...]:
        """The plan's days in QPS mode."""
        days = []
        for month, serving in zip(self.months, plan.servings, strict=True):
            days += [Span(month.first + timedelta(days=p), month.first + timedelta(days=p + 1)) for p in serving.places]
        return merged(days)


def _highest(ladder: Ladder, limit: Cents) -> int:
    """The highest peak that can be bought for no more than a limit: costs never fall with the peak."""
    low, high = 0, 1
    while ladder.at_least(high)[1] <= limit and high < MOST_QPS:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if ladder.at_least(middle)[1] <= limit else (low, middle)
    return low


MOST_QPS = 10**9
_NO_QUOTA = Quota(0, (), 0)
_NONE = Catalogue({})


def material_orders(ground: Ground, name: str, place: Place) -> tuple[list[Order], Cents, list[Reason]]:
    """The cheapest material packs for what is live beyond the free quota and the packs held, and their price."""
    group, use = ground.scenario.book.groups[name], ground.scenario.usage[name]
    table = group.materials
    if table is None or not use.materials:
        return [], 0, []
    packs = [o for o in ground.scenario.orders if o.item == "material_pack" and o.scope == name]
    missing: list[tuple[Month, int]] = []
    for month in ground.horizon.months:
        span = Span(month.first, month.plus(1).first)
        held = table.free + sum(materials.held_by(order, span) for order in packs)
        short = materials.most_live(use.materials, span) - held
        if short > 0:
            missing.append((month, short))
    if not missing:
        return [], 0, []
    short = max(amount for _, amount in missing)
    holders = tuple(materials.Holder(str(row.size), row.size, row.price.times(1)) for row in table.packs.sizes)
    cover = materials.cheapest_cover(short, holders)
    if cover is None:
        return [], NEVER, [Reason("no_materials", name, missing[0][0], {"missing": short})]
    day = missing[0][0].first
    orders = [
        Order("", "material_pack", name, day, day, place, size=int(size), quantity=count)
        for size, count in cover.counts.items()
    ]
    return orders, cover.cost, []
