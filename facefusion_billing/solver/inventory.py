"""Packs that are facts, and the free pack that can be claimed: they go before anything
that is bought.

Their draw does not depend on what is bought: free packs are first, and a pack ordered
before the horizon expires first. A fact ordered inside the horizon is drawn here as
soon as it can be; where nothing that is bought expires inside the horizon only the sum
of what is left decides a bill, so the order of drawing does not matter
(docs/planner.md, step 5).
"""

from collections.abc import Iterable, Iterator
from operator import ge

from facefusion_billing.solver.problem import World
from facefusion_billing.solver.tariff import Tariff, Tariffs

UNCLAIMED = -1
State = tuple[int, ...]
"""What is left: of the free pack and the month of its claim (`UNCLAIMED`, 0 before),
then of each fact.
"""


class Stock:
    """The facts of a world, drawn month by month."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.held = sorted(world.held, key=lambda held: not held.free)
        claimable = (UNCLAIMED, 0) if world.claim is not None else ()
        self.start: State = (*claimable, *(held.calls for held in self.held))
        self._through: dict[
            tuple[int, int, State], tuple[State, tuple[int, ...], Tariff]
        ] = {}
        self.tariffs = Tariffs(world.tiers, world.basis)

    def beginnings(self, state: State, month: int) -> Iterator[tuple[State, bool]]:
        """The state at the start of a month as it is, and with the free pack claimed
        where it can be.
        """
        yield state, False
        claim = self.world.claim
        if (
            claim is not None
            and state[0] == UNCLAIMED
            and claim.until[month] > self.world.months[month].first
        ):
            yield (claim.calls, month, *state[2:]), True

    def richest_first(self, states: Iterable[State]) -> list[State]:
        """The states, each after all that cover it."""
        return sorted(
            states,
            key=lambda state: (state[:1] != (UNCLAIMED,), [-left for left in state]),
        )

    def covers(self, state: State, other: State) -> bool:
        """Whether a state has at least what another has of every pack, so that it is
        never worse (where more never is).

        What is left of a claimed free pack a later claim gives as well, but a claimed
        call can count for the tier.
        """
        if self.world.claim is None:
            return all(map(ge, state, other))
        if not all(map(ge, state[2:], other[2:])):
            return False
        if state[:2] == other[:2] or (state[0] == UNCLAIMED and other[0] == 0):
            return True
        if other[0] == UNCLAIMED or self.world.basis == "after_paid_packs":
            return False
        return state[0] == UNCLAIMED or (state[0] >= other[0] and state[1] >= other[1])

    def through(
        self, month: int, option: int, begin: State
    ) -> tuple[State, tuple[int, ...], Tariff]:
        """The state after a month, the needs that are left by segment, and the tariff
        they are billed by.
        """
        key = (month, option, begin)
        found = self._through.get(key)
        if found is None:
            found = self._through[key] = self._drawn(month, option, begin)
        return found

    def _drawn(
        self, month: int, option: int, begin: State
    ) -> tuple[State, tuple[int, ...], Tariff]:
        needs = self.world.months[month]
        chosen = needs.options[option]
        rests, left = list(chosen.needs), list(begin)
        end = needs.first + len(rests)
        claims = len(begin) - len(self.held)
        free = self._draw_claimed(left, rests, needs.first)
        for index, held in enumerate(self.held, claims):
            for segment in range(max(held.first, needs.first), min(held.end, end)):
                taken = min(left[index], rests[segment - needs.first])
                left[index] -= taken
                rests[segment - needs.first] -= taken
                free += taken if held.free else 0
            if held.end <= end:
                left[index] = 0
        outside = chosen.free + free
        return (
            tuple(left),
            tuple(rests),
            self.tariffs.of(chosen.metered + chosen.free + chosen.packs, outside),
        )

    def _draw_claimed(self, left: list[int], rests: list[int], first: int) -> int:
        """Draws the free pack that was claimed; once it is empty or past, nothing of it
        is left to tell apart.
        """
        claim = self.world.claim
        if claim is None or left[0] == UNCLAIMED:
            return 0
        begin, serves = left[0], claim.until[left[1]] - first
        for index in range(min(serves, len(rests))):
            taken = min(left[0], rests[index])
            rests[index] -= taken
            left[0] -= taken
        drawn = begin - left[0]
        if not left[0] or serves <= len(rests):
            left[:2] = [0, 0]
        return drawn
