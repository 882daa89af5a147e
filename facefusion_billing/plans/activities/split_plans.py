"""The cheapest plan of an account with some activities as several."""

from collections.abc import Collection, Iterator, Sequence

from facefusion_billing.billing.metered import Calls
from facefusion_billing.model.money import Cents
from facefusion_billing.plans.activities.account import Account, AccountPlan
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.activities.pool import bound
from facefusion_billing.plans.activities.relaxation import Ways
from facefusion_billing.plans.activities.split_counts import (
    MOST_LOOKED_AT,
    Promise,
    Split,
)
from facefusion_billing.plans.activities.splits import (
    MOST_IN_ALL,
    MOST_SPLITS,
    Splits,
    least_bounds,
    least_left_out,
)
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.ratios import Ratio
from facefusion_billing.startup.record import NamedTuple


class _Bounds(NamedTuple):
    """What activities cost at the least, whole or by their most promising splits, where
    a call costs a rate: each by itself, and all together less what is owned.
    """

    rate: Ratio
    promising: list[list[Split]]
    least: list[Cents]
    in_all: Cents

    def limits(self, cost: Cents) -> list[Cents]:
        """What each activity may cost at the most in a plan of a cost."""
        return [own + cost - self.in_all for own in self.least]

    def left_out(self, splits: list[list[Split]], most: int) -> Iterator[Cents]:
        """A bound of the plans that have none of the first splits of each activity,
        where there are more.
        """
        beyond = least_left_out(splits, self.least, most)
        if beyond is not None:
            yield self.in_all + beyond


class SplitPlans:
    """The plans of one kind for some daily calls, of an account some of whose
    activities may be split.
    """

    def __init__(
        self,
        account: Account,
        calls: Calls,
        splitting: Collection[str],
        kind: str,
        *,
        renewed: bool,
    ) -> None:
        self.account, self.calls, self.kind = account, calls, kind
        self.pool, self.splitting = account.pool, splitting
        # What is billed on after its licence's end is seldom worth another.
        self.splits = [
            Splits(own, renewed=renewed or not own.activity.bills_on)
            for own in account.options
        ]

    def some_split(self, number: int) -> list[LicenceOption]:
        """A way that splits an activity, if it may be split and can be."""
        own = self.account.activities[number]
        if own.name not in self.splitting:
            return []
        days, calls = self.pool.days, self.calls[own.name]
        return self.splits[number].some_split(days, calls)

    def best(self, ways: Ways, known: Outcome, deadline: Deadline) -> Outcome:
        """The cheapest plan, where one is known.

        Each activity by its most promising split is priced first; then all that their
        bounds leave, while there is time.
        """
        bounds = self._bounds(ways, deadline)
        most = _most_splits(len(ways))
        first = self._combined(ways, bounds.promising, 1, deadline)
        best = min((known, first), key=_cost)
        if deadline.is_late:
            return self._with_divided_calls(best)._replace(lower=0)
        # One more than are priced: its bound is that of all that are left out.
        limits = bounds.limits(best.cost)
        hopeful = self._all_splits(limits, bounds.rate, most + 1, deadline)
        last = self._combined(ways, hopeful, most, deadline)
        # Cut off, it may have less to choose from than the first.
        best = self._with_divided_calls(min((last, best), key=_cost))
        # Splits that there was no time for are no part of a bound.
        cut_short = any(own.counts.is_cut_short for own in self.splits)
        if self._may_differ_in_time() or cut_short or deadline.is_late:
            return best._replace(lower=0)
        lower = min([best.lower, *bounds.left_out(hopeful, most)])
        return best._replace(lower=lower)

    def _bounds(self, ways: Ways, deadline: Deadline) -> _Bounds:
        """What the activities cost at the least."""
        rate = self.pool.least_rate(ways)
        # No dearer than the activity as a whole: among them is its most promising split.
        wholes = [min(bound(way, rate) for way in own) for own in ways]
        promising = self._all_splits(wholes, rate, 1, deadline)
        least = least_bounds(wholes, promising)
        in_all = sum(least) - self.pool.owned_value(rate)
        return _Bounds(rate, promising, least, in_all)

    def _may_differ_in_time(self) -> bool:
        """Whether a split may be better that renews some parts only, or licenses one
        early for calls that the whole account draws on: there is none here, so nothing
        is proved.
        """
        activities = self.account.activities
        return any(own.account_wide or own.renews() for own in activities)

    def _all_splits(
        self, limits: Sequence[Cents], rate: Ratio, most: int, deadline: Deadline
    ) -> list[list[Split]]:
        """The most promising splits of each activity up to a limit of its own."""
        looks = MOST_LOOKED_AT // len(limits)
        return [
            self._splits(number, Promise(limit, rate, most, looks), deadline)
            for number, limit in enumerate(limits)
        ]

    def _splits(self, number: int, promise: Promise, deadline: Deadline) -> list[Split]:
        """Those of one activity; none where it may not be split."""
        name = self.account.activities[number].name
        if name not in self.splitting:
            return []
        return self.splits[number].counts.splits(self.calls[name], promise, deadline)

    def _combined(
        self,
        ways: Ways,
        splits: Sequence[Sequence[Split]],
        most: int,
        deadline: Deadline,
    ) -> Outcome:
        """The cheapest combination of the ways and of so many splits of each."""
        grown = [
            self._grown(number, own, splits[number][:most], deadline)
            for number, own in enumerate(ways)
        ]
        return self.account.combined(self.kind, grown, deadline)

    def _grown(
        self,
        number: int,
        ways: list[LicenceOption],
        splits: Sequence[Split],
        deadline: Deadline,
    ) -> list[LicenceOption]:
        """The ways of an activity with those of some splits, as many as there is time
        for.
        """
        calls = self.calls[self.account.activities[number].name]
        own, found = self.splits[number], list(ways)
        for split in splits:
            is_over = deadline.spend(own.work(split, self.pool.days))
            # The most promising one is priced in any case.
            if (is_over or deadline.is_late) and len(found) > len(ways):
                own.counts.is_cut_short = True
                break
            way = own.together(split, self.pool.days, calls)
            if way is not None:
                found.append(way)
        return sorted(found, key=lambda way: way.cost)

    def _with_divided_calls(self, outcome: Outcome) -> Outcome:
        """The plan with the calls of its splits divided among their parts."""
        if outcome.decided is None:
            return outcome
        ways = []
        for number, way in enumerate(outcome.decided.ways):
            own = self._divided(number, way) if way.packages else way
            assert own is not None
            ways.append(own)
        plan = AccountPlan(tuple(ways), outcome.decided.pool)
        return outcome._replace(decided=plan)

    def _divided(self, number: int, way: LicenceOption) -> LicenceOption | None:
        """A split with its calls divided."""
        calls = self.calls[self.account.activities[number].name]
        return self.splits[number].split_way(way.packages, self.pool.days, calls)


def _cost(outcome: Outcome) -> Cents:
    """What a plan costs; more than any where there is none."""
    return outcome.cost if outcome.decided is not None else NEVER


def _most_splits(activities: int) -> int:
    """How many splits of each activity are priced."""
    return min(MOST_SPLITS, max(MOST_IN_ALL // activities, 1))
