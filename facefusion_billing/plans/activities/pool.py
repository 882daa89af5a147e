"""The pool of all activities: the shared packs and postpaid calls that serve what their
licences leave.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import CallPack, LicenceOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.activities.licence_options import Activity, Way
from facefusion_billing.plans.baseline import (
    PlanFacts,
    held_packs,
    pack_edges,
    place_of,
    segments_of,
)
from facefusion_billing.rules import validity
from facefusion_billing.rules.burn_down import SHARED
from facefusion_billing.solver.bounds import least_ratio
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.labels import Rules
from facefusion_billing.solver.problem import Held, MonthNeeds, Option, PoolPlan, World
from facefusion_billing.solver.search import Search
from facefusion_billing.solver.solve import falls
from facefusion_billing.solver.tariff import Tariff


class ActivityPool:
    """The pool on the facts, over the segments of the horizon."""

    def __init__(self, ground: PlanFacts, activities: Sequence[Activity]) -> None:
        sold = ground.scenario.book.activities
        self.ground, self.sold, self.months = ground, sold, ground.horizon.months
        self.catalogue = Catalogue(
            {row.size: row.price.times(1) for row in sold.call_packs.sizes}
            if sold.call_packs
            else {}
        )
        terms = [
            validity.n_days(month.first, sold.licence_days) for month in self.months
        ]
        edges = {edge for activity in activities for edge in activity.edges()}
        edges |= pack_edges(ground.prepared.packs) | {term.end for term in terms}
        self.segments = segments_of(ground.horizon, edges)
        self.firsts = [
            place_of(self.segments, month.first) for month in self.months
        ] + [len(self.segments)]
        self.until = [place_of(self.segments, term.end) for term in terms]
        self.held = held_packs(ground, (SHARED,), self.segments)
        named = {activity.name for activity in activities}
        self.idle = [
            validity.n_days(order.date, sold.licence_days)
            for order in ground.scenario.orders
            if isinstance(order.item, LicenceOrder) and order.scope not in named
        ]

    def world(self, name: str, ways: Sequence[Way]) -> World:
        """The pool of a combination of ways."""
        licensed = [term for way in ways for term in way.licensed] + self.idle
        return self.with_needs(
            name,
            [sum(rests) for rests in zip(*(way.rests for way in ways), strict=True)]
            or [0] * len(self.segments),
            [sum(free) for free in zip(*(way.free for way in ways), strict=True)]
            or [0] * len(self.months),
            [sum(packs) for packs in zip(*(way.packs for way in ways), strict=True)]
            or [0] * len(self.months),
            [grant for way in ways for grant in way.grants],
            licensed,
        )

    def with_needs(
        self,
        name: str,
        rests: Sequence[int],
        free: Sequence[int],
        packs: Sequence[int],
        grants: Sequence[Held],
        licensed: Sequence[Span] | None,
    ) -> World:
        """The pool with some needs; `licensed` None: packs can be ordered in every
        month.
        """
        months = []
        for index, (month, until) in enumerate(
            zip(self.months, self.until, strict=True)
        ):
            first, end = self.firsts[index : index + 2]
            can_buy = licensed is None or any(
                term.holds(month.first) for term in licensed
            )
            option = Option(0, tuple(rests[first:end]), free[index], packs[index])
            months.append(MonthNeeds(first, (option,), can_buy, until))
        return World(
            months=tuple(months),
            catalogue=Catalogue({}) if name == "pay_as_you_go" else self.catalogue,
            tiers=None if name == "packs" else self.sold.pay_as_you_go,
            basis=self.ground.readings.consult("tier_basis"),
            held=tuple(
                sorted(
                    [*self.held, *grants], key=lambda held: (held.before, held.first)
                )
            ),
        )

    def least_rate(self, ways: Sequence[list[Way]]) -> tuple[int, int]:
        """The least a call of the pool can cost: in packs that are used up, or in any
        tier.

        The pool serves at most all calls: a split may leave more of them to it than any
        of the ways given.
        """
        most = sum(
            max((sum((*way.rests, *way.free, *way.packs)) for way in own), default=0)
            for own in ways
        )
        rates = [
            (price, min(size, max(most, 1)))
            for size, price in self.catalogue.prices.items()
        ]
        tiers = self.sold.pay_as_you_go.tiers if self.sold.pay_as_you_go else ()
        rates += [
            (tier.price.digits * 100, 10**tier.price.places)
            for tier in tiers
            if tier.price
        ]
        return least_ratio(rates)

    def held_value(self, rate: tuple[int, int]) -> Cents:
        """What the packs held save at the most, where a call costs the least it can."""
        return sum(held.calls for held in self.held) * rate[0] // rate[1] + 1

    def orders(self, plan: PoolPlan) -> Iterator[Order]:
        """The packs of a plan as they stand in a usage file, without ids."""
        for bought in plan.purchases:
            day = self.months[bought.month].first
            for size, quantity in bought.sizes.items():
                item, location = CallPack(size, quantity), self.ground.scenario.location
                yield Order("", item, None, day, day, location)

    def break_even(self) -> list[BreakEven]:
        """The postpaid calls of a month from which each shared pack costs no more."""
        bill = Tariff(self.sold.pay_as_you_go)
        return [
            BreakEven(ACCOUNT, "call_pack", size, bill.first_at(price), None)
            for size, price in self.catalogue.prices.items()
        ]


def bound(way: Way, rate: tuple[int, int]) -> Cents:
    """What a way costs with the calls it leaves at the least they can cost, and those
    it grants taken off.
    """
    calls = sum(way.rests) - sum(grant.calls for grant in way.grants)
    return way.cost + calls * rate[0] // rate[1] - 1


class Floors:
    """What a combination costs at the least once some ways are chosen: the others with
    the least of each thing.
    """

    def __init__(
        self, pool: ActivityPool, name: str, ways: Sequence[Sequence[Way]]
    ) -> None:
        self.pool, self.name, self.ways = pool, name, ways
        self.least = [_least(own) for own in ways]
        free = {way.free for own in ways for way in own}
        steady = pool.ground.readings.value("tier_basis") != "after_paid_packs" or all(
            len({way.free for way in own}) == 1 for own in ways
        )
        self.usable = (
            bool(free)
            and steady
            and falls(pool.with_needs(name, *self._nothing(), [], None))
        )

    def _nothing(self) -> tuple[list[int], list[int], list[int]]:
        return (
            [0] * len(self.pool.segments),
            [0] * len(self.pool.months),
            [0] * len(self.pool.months),
        )

    def of(self, indices: tuple[int, ...]) -> Cents:
        """The bound of all combinations that begin with some choices."""
        if not self.usable:
            return 0
        chosen = [
            own[index] for own, index in zip(self.ways, indices, strict=False)
        ] + self.least[len(indices) :]
        cost = sum(way.cost for way in chosen)
        world = self.pool.world(self.name, chosen)
        metered = [
            sum(month)
            for month in zip(*(self._metered(own) for own in self.ways), strict=True)
        ]
        months = tuple(
            month._replace(
                can_buy=True,
                until=world.end,
                options=(
                    month.options[0]._replace(
                        packs=calls - month.options[0].metered - month.options[0].free
                    ),
                ),
            )
            for month, calls in zip(world.months, metered, strict=True)
        )
        held = tuple(fact._replace(end=world.end) for fact in world.held)
        relaxed = world._replace(months=months, held=held)
        return (
            cost
            + Search(relaxed, Rules(idle=True, ordered=True, renew=False)).run().lower
        )

    def _metered(self, own: Sequence[Way]) -> list[int]:
        """All calls of an activity by month, which no way changes."""
        way, firsts = own[0], self.pool.firsts
        rests = [sum(way.rests[first:end]) for first, end in pairwise(firsts)]
        return [
            rest + free + packs
            for rest, free, packs in zip(rests, way.free, way.packs, strict=True)
        ]


def _least(ways: Sequence[Way]) -> Way:
    """A way that is at least as good as each: the least cost and need, the most calls
    granted.
    """
    most = max(
        (way.grants for way in ways),
        key=lambda grants: sum(grant.calls for grant in grants),
    )
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
