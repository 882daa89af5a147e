"""How scopes share packs: each draws in its turn, and days are taken one by one where who
draws the last of a pack depends on it.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.draws import Stretch, parts
from facefusion_billing.billing.metered import MeteredScope
from facefusion_billing.billing.serving import Serving
from facefusion_billing.billing.steady import SteadyScopes
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.rules.burn_down import SHARED, Deduction


class Sharing:
    """The scopes that may draw on shared packs in a period, in their drawing order: some
    of them `steady`.
    """

    def __init__(
        self, serving: Serving, scopes: list[MeteredScope], steady: SteadyScopes
    ) -> None:
        self.serving, self.packs = serving, serving.packs
        self.scopes, self.steady = scopes, steady
        self.mixed = [scope for scope in scopes if scope.name not in steady.names]

    def serve(
        self, start: date, end: date, scopes: list[MeteredScope], needs: dict[str, int]
    ) -> None:
        """Serves the calls (`needs`) of scopes that are not steady, and those of all
        that are: free calls, packs, then pay-as-you-go or refusal.
        """
        if self.packs.available(SHARED):
            self.serve_together(start, end, scopes, needs)
            return
        for scope in scopes:
            self.serving.serve(scope, start, end, needs[scope.name])
        if self.steady.calls.between(start, end):
            self.steady.bill()

    def serve_together(
        self, start: date, end: date, scopes: list[MeteredScope], needs: dict[str, int]
    ) -> None:
        """The same where shared packs are in force."""
        own = {scope.name: self.serving.own_left(scope) for scope in scopes}
        beyond = [scope for scope in scopes if needs[scope.name] > own[scope.name]]
        wanting = [scope for scope in beyond if scope.is_licensed(start)]
        before = [(scope.calls, own[scope.name]) for scope in wanting]
        if self.steady.scopes:
            before.append((self.steady.calls, 0))
        stretch = Stretch(self.serving.current, start, end, before)
        are_several = len(wanting) + len(self.steady.scopes) > 1
        if are_several and end - start > ONE_DAY:
            wanted = sum(needs[scope.name] - own[scope.name] for scope in wanting)
            wanted += self.steady.calls.between(start, end)
            # Who draws the last of a pack is decided day by day.
            next_pack = self.packs.left_in_next(SHARED)
            if next_pack < wanted:
                self.serve_in_parts(scopes, parts(stretch, wanted, next_pack))
                return
        self.serve_at_once(stretch, scopes, {scope.name for scope in wanting}, needs)

    def serve_at_once(
        self,
        stretch: Stretch,
        scopes: list[MeteredScope],
        wanting: set[str],
        needs: dict[str, int],
    ) -> None:
        """The same where it does not matter who draws first: each scope from its own,
        then those that want more from what is shared.
        """
        start, end = stretch.start, stretch.end
        for scope in scopes:
            calls = needs[scope.name]
            needs[scope.name] -= self.serving.from_own(scope, start, end, calls)
        self.from_shared(stretch, wanting, needs)
        for scope in scopes:
            if needs[scope.name]:
                self.serving.beyond_packs(scope, start, end, needs[scope.name])

    def serve_in_parts(
        self, scopes: list[MeteredScope], stretches: Iterator[tuple[date, date]]
    ) -> None:
        """The same for shorter stretches, one after the other."""
        for first, stop in stretches:
            calls = {scope.name: scope.calls.between(first, stop) for scope in scopes}
            self.serve(first, stop, scopes, calls)

    def from_shared(
        self, stretch: Stretch, wanting: set[str], needs: dict[str, int]
    ) -> None:
        """Serves from the shared pool those that want its calls."""
        wanted = sum(needs[name] for name in wanting)
        wanted += self.steady.calls.between(stretch.start, stretch.end)
        if not wanted:
            return
        self.steady.before_draw(stretch.start)
        # One draw for all: scopes that come later go on in the pack where the one before
        # them stopped.
        deductions = self.packs.draw(SHARED, wanted, stretch)
        if deductions[0].calls == wanted:
            pack = deductions[0].pack
            self.steady.drawn_by_all(stretch.start, stretch.end, pack)
            for name in wanting:
                self.serving.tallies[name].share(pack, needs[name])
                needs[name] = 0
            return
        self.share_out(stretch, deductions, wanting, needs)
        if sum(deduction.calls for deduction in deductions) < wanted:
            self.steady.bill()

    def share_out(
        self,
        stretch: Stretch,
        deductions: list[Deduction],
        wanting: set[str],
        needs: dict[str, int],
    ) -> None:
        """Gives each scope its part of the deductions, in the drawing order."""
        tallies = self.serving.tallies
        parts = [(each.pack, each.calls) for each in reversed(deductions)]
        pack, left = parts.pop()
        for name, need in self.in_turn(stretch, wanting, needs):
            tally, rest = tallies[name], need
            # Mostly one pack has enough for all that a scope wants.
            while rest > left:
                tally.share(pack, left)
                rest -= left
                if not parts:
                    left = 0
                    break
                pack, left = parts.pop()
            else:
                tally.share(pack, rest)
                left -= rest
                rest = 0
            if name in wanting:
                needs[name] = rest

    def in_turn(
        self, stretch: Stretch, wanting: set[str], needs: dict[str, int]
    ) -> Iterator[tuple[str, int]]:
        """What each scope wants of the shared packs, in the drawing order."""
        steady = self.steady.wanted(stretch.start, stretch.end)
        for scope in self.scopes:
            name = scope.name
            if name in wanting:
                yield name, needs[name]
            elif name in steady:
                yield name, steady[name]
