"""The planner of a book with activities: a licence for each, and the shared packs and postpaid calls of all.

The ways to license an activity leave calls to the pool; combinations of ways are searched with bounds, and the pool
of each is planned exactly.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from facefusion_billing.answers.activity_orders import activity_orders, activity_usage
from facefusion_billing.answers.activity_splits import Split, Splits
from facefusion_billing.answers.activity_ways import Activity, Way, why_none
from facefusion_billing.answers.plan_ground import Ground, held_packs, pack_edges, place_of, segments_of, switched_off
from facefusion_billing.answers.planner import Late, Outcome, Regret
from facefusion_billing.answers.preparation import SHARED, Calls
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.model.scenario import Order
from facefusion_billing.planning.bounds import least_ratio
from facefusion_billing.planning.catalogue import NEVER, Catalogue
from facefusion_billing.planning.combine import Choice, combine
from facefusion_billing.planning.labels import Rules
from facefusion_billing.planning.replay import replay
from facefusion_billing.planning.search import Search
from facefusion_billing.planning.solve import falls, solve
from facefusion_billing.planning.tariff import Tariff
from facefusion_billing.planning.world import Held, MonthNeeds, Option, PoolPlan, World
from facefusion_billing.rules import validity

MOST_SPLITS = 300
"""Ways to split an activity that are priced; the bound of the first left out bounds the answer."""


class AccountPlan(NamedTuple):
    """A plan of the account: the way of each activity, and the plan of their pool."""

    ways: tuple[Way, ...]
    pool: PoolPlan


class ActivitiesPlanner:
    """Plans all activities on the facts."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        activities = ground.scenario.book.activities
        assert activities is not None
        self.sold, self.months = activities, ground.horizon.months
        packs = activities.call_packs
        self.catalogue = Catalogue({row.size: row.price.times(1) for row in packs.sizes} if packs else {})
        self.activities = [Activity(ground, name) for name in sorted(ground.scenario.usage)]
        lives = [validity.so_many_days(month.first, activities.licence_days) for month in self.months]
        edges = {edge for activity in self.activities for edge in activity.edges()}
        edges |= pack_edges(ground.prepared.packs) | {life.end for life in lives}
        self.segments = segments_of(ground.horizon, edges)
        self.firsts = [place_of(self.segments, month.first) for month in self.months] + [len(self.segments)]
        self.until = [place_of(self.segments, life.end) for life in lives]
        self.held = held_packs(ground, (SHARED,), self.segments)
        named = {activity.name for activity in self.activities}
        self.idle = [
            validity.so_many_days(order.date, activities.licence_days)
            for order in ground.scenario.orders
            if order.item == "licence" and order.scope not in named
        ]
        self.blocked = switched_off(ground)

    # Plans.

    def solve(self, name: str, calls: Calls, late: Late | None = None) -> Outcome:
        """The cheapest plan of a kind."""
        if name in ("qps_month", "qps_day"):
            return Outcome(None, 0, 0, 0, (Reason("no_qps_mode", ACCOUNT),))
        ways = [activity.ways(self.segments, calls[activity.name]) for activity in self.activities]
        splitting = {a.name for a in self.activities if self.ground.wishes.allow_split or a.must_split()}
        for place, activity in enumerate(self.activities):
            if not ways[place] and activity.name in splitting:
                ways[place] = Splits(activity).some_split(self.segments, calls[activity.name])
        missing = [activity for activity, own in zip(self.activities, ways, strict=True) if not own]
        if self.blocked or missing:
            return Outcome(None, 0, 0, 0, (*self.blocked, *map(why_none, missing)))
        found = self._combined(name, ways, late)
        if splitting and found.decided is not None:
            return self._with_splits(name, ways, splitting, calls, found, late)
        return found

    def _with_splits(
        self,
        name: str,
        ways: Sequence[list[Way]],
        splitting: set[str],
        calls: Calls,
        known: Outcome,
        late: Late | None,
    ) -> Outcome:
        """The cheapest plan with some activities as several, where one plan is known.

        Each by its most promising way is priced first; then all that their bounds leave.
        """
        rate = self._least_rate(ways)
        splits = [
            Splits(activity).splits(calls[activity.name], known.cost + self._held_value(rate), rate)
            if activity.name in splitting
            else []
            for activity in self.activities
        ]
        least = [
            min([*(_bound(way, rate) for way in own), *(split.bound for split in found[:1])])
            for own, found in zip(ways, splits, strict=True)
        ]
        first = self._combined(name, self._grown(ways, [found[:1] for found in splits], calls), late)
        cost = min(known.cost, first.cost) if first.decided is not None else known.cost
        slack = cost + self._held_value(rate) - sum(least)
        hopeful = [
            [split for split in found if split.bound - own <= slack] for found, own in zip(splits, least, strict=True)
        ]
        beyond = min((found[MOST_SPLITS].bound - own for found, own in zip(hopeful, least, strict=True)
                      if len(found) > MOST_SPLITS), default=None)  # fmt: skip
        grown = self._grown(ways, [found[:MOST_SPLITS] for found in hopeful], calls)
        best = self._with_divided_calls(self._combined(name, grown, late), calls)
        if beyond is None:
            return best
        return best._replace(lower=min(best.lower, sum(least) + beyond - self._held_value(rate)))

    def _with_divided_calls(self, outcome: Outcome, calls: Calls) -> Outcome:
        """The plan with the calls of its splits divided among their parts."""
        if outcome.decided is None:
            return outcome
        ways = []
        for activity, way in zip(self.activities, outcome.decided.ways, strict=True):
            own = Splits(activity).split_way(way.packages, self.segments, calls[activity.name]) if way.packages else way
            assert own is not None
            ways.append(own)
        return self._decided(tuple(ways), outcome)

    def _decided(self, ways: tuple[Way, ...], outcome: Outcome) -> Outcome:
        """An outcome with the orders and the usage of its ways."""
        pool = outcome.decided.pool
        pairs = list(zip(self.activities, ways, strict=True))
        return outcome._replace(
            decided=AccountPlan(ways, pool),
            orders=tuple(self._orders(ways, pool)),
            usage={use.name: use for activity, way in pairs for use in activity_usage(activity, way)},
        )

    def _grown(self, ways: Sequence[list[Way]], splits: Sequence[Sequence[Split]], calls: Calls) -> list[list[Way]]:
        """The ways with those of some splits."""
        grown = []
        for activity, own, chosen in zip(self.activities, ways, splits, strict=True):
            found = (Splits(activity).together(split, self.segments, calls[activity.name]) for split in chosen)
            grown.append(sorted([*own, *(way for way in found if way is not None)], key=lambda way: way.cost))
        return grown

    def _combined(self, name: str, ways: Sequence[list[Way]], late: Late | None) -> Outcome:
        """The cheapest combination of ways with the plan of its pool."""
        rate = self._least_rate(ways)
        floors = _Floors(self, name, ways)
        found = combine(
            [[Choice(way.cost, _bound(way, rate)) for way in own] for own in ways],
            [False, *(_same(own, before) for before, own in pairwise(ways))][: len(ways)],
            lambda places: solve(self.world(name, [own[place] for own, place in zip(ways, places, strict=True)]), late),
            floors.of,
            -self._held_value(rate),
            late,
        )
        if found.places is None or found.pool is None or found.pool.plan is None:
            reason = Reason("no_packs" if name == "packs" else "no_pay_as_you_go", ACCOUNT)
            return Outcome(None, 0, 0, found.tries, (reason,))
        chosen = tuple(own[place] for own, place in zip(ways, found.places, strict=True))
        plan = Outcome(AccountPlan(chosen, found.pool.plan), found.cost, found.lower, found.tries)
        return plan if any(way.packages for way in chosen) else self._decided(chosen, plan)

    def _least_rate(self, ways: Sequence[list[Way]]) -> tuple[int, int]:
        """The least a call of the pool can cost: in packs that are used up, or in any tier.

        The pool serves at most all calls: a split may leave more of them to it than any of the ways given.
        """
        most = sum(max((sum((*way.rests, *way.free, *way.packs)) for way in own), default=0) for own in ways)
        rates = [(price, min(size, max(most, 1))) for size, price in self.catalogue.prices.items()]
        tiers = self.sold.pay_as_you_go.tiers if self.sold.pay_as_you_go else ()
        rates += [(tier.price.digits * 100, 10**tier.price.places) for tier in tiers if tier.price]
        return least_ratio(rates)

    def _held_value(self, rate: tuple[int, int]) -> Cents:
        """What the packs held save at the most, where a call costs the least it can."""
        return sum(held.calls for held in self.held) * rate[0] // rate[1] + 1

    def world(self, name: str, ways: Sequence[Way]) -> World:
        """The pool of a combination of ways."""
        licensed = [life for way in ways for life in way.licensed] + self.idle
        return self.pool(
            name,
            [sum(rests) for rests in zip(*(way.rests for way in ways), strict=True)] or [0] * len(self.segments),
            [sum(free) for free in zip(*(way.free for way in ways), strict=True)] or [0] * len(self.months),
            [sum(packs) for packs in zip(*(way.packs for way in ways), strict=True)] or [0] * len(self.months),
            [grant for way in ways for grant in way.grants],
            licensed,
        )

    def pool(
        self,
        name: str,
        rests: Sequence[int],
        free: Sequence[int],
        packs: Sequence[int],
        grants: Sequence[Held],
        licensed: Sequence[Span] | None,
    ) -> World:
        """The pool with some needs; `licensed` None: packs can be ordered in every month."""
        months = []
        for place, (month, until) in enumerate(zip(self.months, self.until, strict=True)):
            first, end = self.firsts[place : place + 2]
            can_buy = licensed is None or any(life.holds(month.first) for life in licensed)
            option = Option(0, tuple(rests[first:end]), free[place], packs[place])
            months.append(MonthNeeds(first, (option,), can_buy, until))
        return World(
            months=tuple(months),
            catalogue=Catalogue({}) if name == "pay_as_you_go" else self.catalogue,
            tiers=None if name == "packs" else self.sold.pay_as_you_go,
            basis=self.ground.readings["tier_basis"],
            held=tuple(sorted([*self.held, *grants], key=lambda held: (held.before, held.first))),
        )

    def regret(self, outcome: Outcome, calls: Calls, late: Late | None = None) -> Regret:
        """The plan and the best one with other calls."""
        keep = self._keep(outcome, calls)
        found = self.solve("best", calls, late)
        return Regret(keep, found.cost if found.decided is not None else None)

    def _keep(self, outcome: Outcome, calls: Calls) -> Cents | None:
        """The plan with other calls: the same licences and packs; None where a call or a peak is not served."""
        ways = []
        for activity, way in zip(self.activities, outcome.decided.ways, strict=True):
            own = calls[activity.name]
            if len(way.parts) > 1:
                parts = Splits(activity).parts([part.licences[0][1] for part in way.parts], own)
            else:
                parts = (way.parts[0]._replace(calls=own),)
            again = activity.way(parts, self.segments, own)
            if again is None or not set(again.upgrades) <= set(way.upgrades):
                return None
            ways.append(again._replace(cost=way.cost))
        world = self.world("best", ways)
        cost = replay(world, outcome.decided.pool) + sum(way.cost for way in ways)
        return cost if cost < NEVER else None

    def questions(self, best: Outcome) -> dict[str, tuple[str, ...]]:
        """The tier's count, whose licence packs are, and the QPS of a licence whose text has two."""
        found: dict[str, tuple[str, ...]] = {}
        if self.sold.pay_as_you_go and len(self.sold.pay_as_you_go.tiers) > 1:
            found["tier_basis"] = ("billable", "after_paid_packs", "total")
        if self.sold.licences and len(self.activities) > 0:
            found["licence_pack_scope"] = ("own_activity", "account")
        if any(row.qps_reading for row in self.sold.licences.values()) and any(a.use.peaks for a in self.activities):
            found["licence_3_qps"] = ("50", "500")
        readings = self.ground.readings
        return {id: tuple(value for value in values if value != readings.peek(id)) for id, values in found.items()}

    def break_even(self, outcome: Outcome, calls: Calls) -> list[BreakEven]:
        """The postpaid calls of a month from which each shared pack costs no more."""
        bill = Tariff(self.sold.pay_as_you_go, 0)
        return [
            BreakEven(ACCOUNT, "call_pack", size, bill.first_at(price), None)
            for size, price in self.catalogue.prices.items()
        ]

    def space(self) -> tuple[str, ...]:
        """Months and days as the rules name them, activities whole or split."""
        found = ["activities"]
        if self.ground.wishes.allow_split or any(activity.must_split() for activity in self.activities):
            found.append("split")
        if self.ground.wishes.allow_throttling:
            found.append("throttled")
        return tuple(found)

    def _orders(self, ways: Sequence[Way], pool: PoolPlan) -> Iterator[Order]:
        for activity, way in zip(self.activities, ways, strict=True):
            yield from activity_orders(activity, way)
        for bought in pool.purchases:
            day = self.months[bought.month].first
            for size, quantity in bought.sizes.items():
                yield Order("", "call_pack", None, day, day, self.ground.scenario.place, size=size, quantity=quantity)


def _bound(way: Way, rate: tuple[int, int]) -> Cents:
    """What a way costs with the calls it leaves at the least they can cost, and those it grants taken off."""
    calls = sum(way.rests) - sum(grant.calls for grant in way.grants)
    return way.cost + calls * rate[0] // rate[1] - 1


def _same(own: Sequence[Way], before: Sequence[Way]) -> bool:
    """Whether two activities have the same ways, so that swapping their choices changes nothing."""
    keys = [[(w.cost, w.rests, w.free, w.packs, w.grants, w.licensed) for w in ways] for ways in (own, before)]
    return keys[0] == keys[1]


class _Floors:
    """What a combination costs at the least once some ways are chosen: the others with the least of each thing."""

    def __init__(self, planner: ActivitiesPlanner, name: str, ways: Sequence[Sequence[Way]]) -> None:
        self.planner, self.name, self.ways = planner, name, ways
        self.least = [_least(own) for own in ways]
        free = {way.free for own in ways for way in own}
        steady = planner.ground.readings.peek("tier_basis") != "after_paid_packs" or all(
            len({way.free for way in own}) == 1 for own in ways
        )
        self.usable = bool(free) and steady and falls(planner.pool(name, *self._nothing(), [], None))

    def _nothing(self) -> tuple[list[int], list[int], list[int]]:
        return [0] * len(self.planner.segments), [0] * len(self.planner.months), [0] * len(self.planner.months)

    def of(self, places: tuple[int, ...]) -> Cents:
        """The bound of all combinations that begin with some choices."""
        if not self.usable:
            return 0
        chosen = [own[place] for own, place in zip(self.ways, places, strict=False)] + self.least[len(places) :]
        cost = sum(way.cost for way in chosen)
        world = self.planner.world(self.name, chosen)
        metered = [sum(month) for month in zip(*(self._metered(own) for own in self.ways), strict=True)]
        months = tuple(
            month._replace(
                can_buy=True,
                until=world.end,
                options=(month.options[0]._replace(packs=calls - month.options[0].metered - month.options[0].free),),
            )
            for month, calls in zip(world.months, metered, strict=True)
        )
        held = tuple(fact._replace(end=world.end) for fact in world.held)
        relaxed = world._replace(months=months, held=held)
        return cost + Search(relaxed, Rules(idle=True, ordered=True, renew=False)).run().lower

    def _metered(self, own: Sequence[Way]) -> list[int]:
        """All calls of an activity by month, which no way changes."""
        way, firsts = own[0], self.planner.firsts
        rests = [sum(way.rests[first:end]) for first, end in pairwise(firsts)]
        return [rest + free + packs for rest, free, packs in zip(rests, way.free, way.packs, strict=True)]


def _least(ways: Sequence[Way]) -> Way:
    """A way that is at least as good as each: the least cost and need, the most calls granted."""
    most = max((way.grants for way in ways), key=lambda grants: sum(grant.calls for grant in grants))
    return Way(
        parts=(),
        upgrades=(),
        cost=min(way.cost for way in ways),
        rests=tuple(map(min, zip(*(way.rests for way in ways), strict=True))),
        free=ways[0].free,
        packs=ways[0].packs,
        grants=most,
        licensed=(),
    )
