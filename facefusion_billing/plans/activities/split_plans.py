"""The cheapest plan of an account with some activities as several."""

from collections.abc import Collection, Sequence

from facefusion_billing.billing.metered import Calls
from facefusion_billing.plans.activities.account import Account, Ways
from facefusion_billing.plans.activities.licence_options import LicenceOption
from facefusion_billing.plans.activities.splits import (
    MOST_SPLITS,
    Split,
    Splits,
    least_bounds,
    least_left_out,
)
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.solver.deadline import Deadline


class SplitPlans:
    """The plans of one kind for some daily calls, of an account some of whose
    activities may be split.
    """

    def __init__(
        self, account: Account, calls: Calls, splitting: Collection[str], kind: str
    ) -> None:
        self.account, self.calls, self.kind = account, calls, kind
        self.pool, self.splitting = account.pool, splitting
        self.splits = [Splits(options) for options in account.options]

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
        bounds leave.
        """
        rate = self.pool.least_rate(ways)
        owned = self.pool.owned_value(rate)
        splits = [
            self._splits(number, known.cost + owned, rate)
            for number in range(len(self.splits))
        ]
        least = least_bounds(ways, splits, rate)
        # The most promising split of each, for a cost that no other need exceed.
        first = self._combined(ways, splits, 1, deadline)
        cost = known.cost
        if first.decided is not None:
            cost = min(cost, first.cost)
        slack = cost + owned - sum(least)
        hopeful: list[list[Split]] = []
        for found, own in zip(splits, least, strict=True):
            hopeful.append([split for split in found if split.bound - own <= slack])
        best = self._with_divided_calls(
            self._combined(ways, hopeful, MOST_SPLITS, deadline)
        )
        beyond = least_left_out(hopeful, least)
        if beyond is None:
            return best
        return best._replace(lower=min(best.lower, sum(least) + beyond - owned))

    def _splits(self, number: int, limit: int, rate: tuple[int, int]) -> list[Split]:
        name = self.account.activities[number].name
        if name not in self.splitting:
            return []
        return self.splits[number].splits(self.calls[name], limit, rate)

    def _combined(
        self,
        ways: Ways,
        splits: Sequence[Sequence[Split]],
        most: int,
        deadline: Deadline,
    ) -> Outcome:
        """The cheapest combination of the ways and of so many splits of each."""
        grown = [
            self._grown(number, own, splits[number][:most])
            for number, own in enumerate(ways)
        ]
        return self.account.combined(self.kind, grown, deadline)

    def _grown(
        self, number: int, ways: list[LicenceOption], splits: Sequence[Split]
    ) -> list[LicenceOption]:
        """The ways of an activity with those of some splits."""
        calls = self.calls[self.account.activities[number].name]
        found = list(ways)
        for split in splits:
            way = self.splits[number].together(split, self.pool.days, calls)
            found += [way] if way is not None else []
        return sorted(found, key=lambda way: way.cost)

    def _with_divided_calls(self, outcome: Outcome) -> Outcome:
        """The plan with the calls of its splits divided among their parts."""
        if outcome.decided is None:
            return outcome
        ways = []
        for number, way in enumerate(outcome.decided.ways):
            own: LicenceOption | None = way
            if way.packages:
                calls = self.calls[self.account.activities[number].name]
                own = self.splits[number].split_way(way.packages, self.pool.days, calls)
            assert own is not None
            ways.append(own)
        return self.account.decided(tuple(ways), outcome)
