"""The pool of all activities: the shared packs and postpaid calls that serve what their
licences leave.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from operator import add

from facefusion_billing.model.book import ACCOUNT, TierTable
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import CallPack, LicenceOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import BreakEven
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.break_even import pack_rows
from facefusion_billing.plans.decision_days import decision_days, segment_of
from facefusion_billing.plans.owned_packs import owned_packs
from facefusion_billing.plans.planner import quantities
from facefusion_billing.rules import validity
from facefusion_billing.rules.burn_down import SHARED
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import (
    MonthCount,
    Owned,
    PoolPlan,
    Problem,
    Segment,
)
from facefusion_billing.solver.ratios import Ratio, least_ratio, tier_rate

ANY_DAY = "any_day"
"""The best plan if packs could be ordered on any day, licensed or not: a bound."""


class ActivityPool:
    """The pool on the facts; `days` are the decision days of all activities."""

    def __init__(self, facts: PlanFacts) -> None:
        sold = facts.scenario.book.activities
        self.facts, self.sold = facts, sold
        packs = sold.call_packs.sizes if sold.call_packs else ()
        self.catalogue = Catalogue({row.size: row.price.times(1) for row in packs})
        self.whole_cents = all(row.price.is_whole_cents for row in packs)
        self.days = decision_days(facts, facts.scenario.usage.keys(), self._ends)
        self.empty = [self._empty_segment(day) for day in self.days]
        self.owned = owned_packs(facts, (SHARED,), self.days)
        self.idle = list(self._idle_licences())

    def _empty_segment(self, day: date) -> Segment:
        """The segment that begins on a day, without calls."""
        activated = self.facts.scenario.account.activated
        return Segment(
            month=self.facts.horizon.month_number(day),
            calls=0,
            until=segment_of(self.days, self.pack_end(day)),
            can_buy=activated is None or day >= activated,
        )

    def _idle_licences(self) -> Iterator[Span]:
        """Licences of activities without calls: packs may be ordered on their account
        too.
        """
        scenario = self.facts.scenario
        for order in scenario.orders:
            is_licence = isinstance(order.item, LicenceOrder)
            if is_licence and order.scope not in scenario.usage:
                yield validity.n_days(order.date, self.sold.licence_days)

    def pack_end(self, day: date) -> date:
        """When a shared pack of a day ends."""
        reading = self.facts.readings.consult("pack_validity")
        return validity.one_year(day, reading, self.sold.licence_days).end

    def _licence_end(self, day: date) -> date:
        """When a licence of a day ends, and by one reading a pack."""
        return validity.n_days(day, self.sold.licence_days).end

    def validity_matters(self) -> bool:
        """Whether a shared pack can end in the horizon, on another day under the other
        reading of its year.
        """
        packs = self.facts.prepared.packs
        owned = [pack.order.date for pack in packs if pack.pool == SHARED]
        bought = self.days if self.catalogue.sizes else ()
        return any(map(self._ends_differ, (*bought, *owned)))

    def _ends_differ(self, day: date) -> bool:
        """Whether the readings of the year of a pack of a day differ in the horizon."""
        other = validity.one_year(day, "same_date_next_year").end
        ends = {self._licence_end(day), other}
        return len(ends) > 1 and min(ends) < self.facts.horizon.end

    def _ends(self, day: date) -> tuple[date, ...]:
        """When what is bought on a day ends."""
        return self._licence_end(day), self.pack_end(day)

    def problem(self, name: str, ways: Sequence[LicenceOption]) -> Problem:
        """The pool of a combination of ways."""
        months, tiers = self._month_counts(ways), self.tiers(name)
        if tiers is None:
            months = [month.without_bill() for month in months]
        return Problem(
            segments=tuple(self._segments(ways, any_day=name == ANY_DAY)),
            months=tuple(months),
            catalogue=self.catalogue_of(name),
            tiers=tiers,
            basis=self.facts.readings.consult("tier_basis"),
            owned=tuple(self._drawn(ways)),
        )

    def tiers(self, name: str) -> TierTable | None:
        """The pay-as-you-go that a plan of some kind uses."""
        return None if name == "packs" else self.sold.pay_as_you_go

    def catalogue_of(self, name: str) -> Catalogue:
        """The packs that a plan of some kind may buy."""
        return Catalogue({}) if name == "pay_as_you_go" else self.catalogue

    def _segments(
        self, ways: Sequence[LicenceOption], *, any_day: bool
    ) -> Iterator[Segment]:
        """The segments with the calls that some ways leave; packs can be bought in
        those that begin with a licence in force, or on any day.
        """
        licensed = list(chain.from_iterable(way.licensed for way in ways)) + self.idle
        rests = _sums([way.rests for way in ways], len(self.days))
        for day, row, calls in zip(self.days, self.empty, rests, strict=True):
            can_buy = row.can_buy and (any_day or _any_holds(licensed, day))
            yield Segment(row.month, calls, row.until, can_buy)

    def _drawn(self, ways: Sequence[LicenceOption]) -> list[Owned]:
        """What is owned and what some ways grant, in the order in which it is drawn."""
        grants = chain.from_iterable(way.grants for way in ways)
        return sorted([*self.owned, *grants], key=lambda own: (own.before, own.first))

    def _month_counts(self, ways: Sequence[LicenceOption]) -> list[MonthCount]:
        """What each month counts for its tier beside what the pool bills."""
        months = len(self.facts.horizon.months)
        free = _sums([way.free for way in ways], months)
        packs = _sums([way.packs for way in ways], months)
        counts = list(map(MonthCount, free, packs))
        counts[0] = MonthCount(*map(add, counts[0], self.begun()))
        return counts

    def begun(self) -> MonthCount:
        """What the first month has counted before the plan, all meters together."""
        counted = self.facts.opening.begun.values()
        return MonthCount(*map(sum, zip(MonthCount(), *counted, strict=True)))

    def least_rate(self, ways: Sequence[list[LicenceOption]]) -> Ratio:
        """The least a call of the pool can cost: in packs that are used up, or in any
        tier.

        The pool serves at most all calls: a split may leave more of them to it than any
        of the ways given.
        """
        highest = sum(max((way.calls for way in own), default=0) for own in ways)
        most = max(highest, 1)
        packs = self.catalogue.prices.items()
        rates = [(price, min(size, most)) for size, price in packs]
        tiers = self.sold.pay_as_you_go.tiers if self.sold.pay_as_you_go else ()
        rates += [tier_rate(tier) for tier in tiers if tier.price]
        return least_ratio(rates)

    def owned_value(self, rate: Ratio) -> Cents:
        """What the packs owned save at the most, where a call costs the least it can."""
        return sum(own.calls for own in self.owned) * rate[0] // rate[1] + 1

    def orders(self, plan: PoolPlan) -> Iterator[Order]:
        """The packs of a plan as they stand in a usage file, without ids."""
        location = self.facts.scenario.location
        for bought in plan.purchases:
            day = self.days[bought.segment]
            for size, count in bought.sizes.items():
                for quantity in quantities(count):
                    item = CallPack(size, quantity)
                    yield Order("", item, None, day, day, location)

    def break_even(self) -> list[BreakEven]:
        """The postpaid calls of a month for which each shared pack costs no more."""
        basis = self.facts.readings.consult("tier_basis")
        tiers = self.sold.pay_as_you_go
        return list(pack_rows(ACCOUNT, self.catalogue, tiers, basis))


def bound(way: LicenceOption, rate: Ratio) -> Cents:
    """What a way costs with the calls it leaves at the least they can cost, and those
    it grants taken off.
    """
    calls = sum(way.rests) - sum(grant.calls for grant in way.grants)
    return way.cost + calls * rate[0] // rate[1] - 1


def _any_holds(spans: Sequence[Span], day: date) -> bool:
    """Whether a day lies in any of some spans."""
    return any(span.holds(day) for span in spans)


def _sums(rows: Sequence[tuple[int, ...]], length: int) -> list[int]:
    """The sum of each column; so many zeros where there are no rows."""
    return [sum(column) for column in zip(*rows, strict=True)] or [0] * length
