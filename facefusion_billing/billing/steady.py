"""Activities that have nothing of their own left: all that they call is drawn from shared
packs or billed. However many they are, days on which one pack serves all of them, or
none, are counted for all of them together.
"""

from collections.abc import Sequence
from datetime import date
from itertools import accumulate

from facefusion_billing.billing.metered import MeteredScope
from facefusion_billing.billing.serving import Serving
from facefusion_billing.rules.distribution import DailyCalls


class SteadyScopes:
    """Licensed activities that have no free calls and no packs of their own from
    `start` to `end`; `calls` are those of all of them.
    """

    def __init__(
        self, scopes: Sequence[MeteredScope], start: date, end: date, serving: Serving
    ) -> None:
        self.scopes, self.start, self.end = scopes, start, end
        self.packs, self.tallies = serving.packs, serving.tallies
        self.daily = [scope.calls.of_days(start, end) for scope in scopes]
        of_all = map(sum, zip(*self.daily, strict=True))
        self.calls = DailyCalls(start.toordinal(), tuple(accumulate(of_all, initial=0)))
        self.names = {scope.name: None for scope in scopes}
        self.served_before = [self.tallies[scope.name].packs for scope in scopes]
        # Days on which one pack served all that was called, in order.
        self.runs: list[tuple[date, date, int]] = []
        self.has_drawn = False

    def wanted(self, start: date, end: date) -> dict[str, int]:
        """What each of them calls on some of the days."""
        since, until = (start - self.start).days, (end - self.start).days
        if until - since == 1:
            of_each = [calls[since] for calls in self.daily]
        else:
            of_each = [sum(calls[since:until]) for calls in self.daily]
        return dict(zip(self.names, of_each, strict=True))

    def drawn_by_all(self, start: date, end: date, pack: int) -> None:
        """A pack serves everything on these days."""
        if self.runs and self.runs[-1][1:] == (start, pack):
            start = self.runs.pop()[0]
        self.runs.append((start, end, pack))

    def before_draw(self, day: date) -> None:
        """Shared packs are drawn from a day on: what came before was billed."""
        if not self.has_drawn:
            self.bill_each(day)
            self.has_drawn = True

    def bill_each(self, until: date) -> None:
        """Notes what the calls before the first draw come after, which may be a pack of
        each activity's own.
        """
        for scope in self.scopes:
            if scope.calls.between(self.start, until):
                self.packs.bill(scope.name)

    def bill(self) -> None:
        """Notes that calls were billed, by whichever of them: a shared pack was the last
        to serve all of them.
        """
        if self.has_drawn and self.scopes:
            self.packs.bill(self.scopes[0].name)

    def finish(self) -> None:
        """Counts the calls of each activity: what no pack served is billed."""
        if not self.has_drawn:
            self.bill_each(self.end)
        for index, scope in enumerate(self.scopes):
            tally, calls = self.tallies[scope.name], sum(self.daily[index])
            for start, end, pack in self.runs:
                tally.share(pack, scope.calls.between(start, end))
            tally.calls += calls
            tally.billable += calls - (tally.packs - self.served_before[index])
