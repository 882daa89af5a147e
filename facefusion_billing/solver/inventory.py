"""Packs that are facts, and the free pack that can be claimed: they go before anything
that is bought.

Their draw does not depend on what is bought: free packs are first, and a pack ordered
before the horizon expires first. A fact ordered inside the horizon is drawn here as
soon as it can be; where nothing that is bought expires inside the horizon only the sum
of what is left decides a bill, so the order of drawing does not matter
(docs/planner.md, step 4).
"""

from collections.abc import Iterable
from operator import ge

from facefusion_billing.solver.problem import Problem
from facefusion_billing.startup.record import NamedTuple

UNCLAIMED = -1
State = tuple[int, ...]
"""What is left: of the free pack and the segment it ends before (`UNCLAIMED`, 0
before), then of each fact.
"""


class Drawn(NamedTuple):
    """A segment after the facts were drawn: what is left of them, the calls left over,
    and the free calls among those drawn.
    """

    state: State
    rest: int
    free: int


class Inventory:
    """The facts of a problem, drawn segment by segment."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.owned = sorted(problem.owned, key=lambda owned: not owned.free)
        self.claim = problem.claim
        self.lasting = problem.used_until
        claimable = (UNCLAIMED, 0) if self.claim is not None else ()
        self.start: State = (*claimable, *(owned.calls for owned in self.owned))
        self.is_empty = not self.start
        self._drawn: dict[tuple[int, int, State], Drawn] = {}

    def claimed(self, state: State, segment: int) -> State | None:
        """The state with the free pack claimed in a segment; None where it cannot be."""
        if self.claim is None or state[0] != UNCLAIMED:
            return None
        until = self.claim.until[segment]
        if until <= segment:
            return None
        # After the last calls its end makes no difference, so claims of many days are one.
        return (self.claim.calls, min(until, self.lasting), *state[2:])

    def draw(self, segment: int, calls: int, state: State) -> Drawn:
        """Draws the calls of a segment."""
        if self.is_empty:
            return Drawn(state, calls, 0)
        key = (segment, calls, state)
        found = self._drawn.get(key)
        if found is None:
            found = self._drawn[key] = self._draw(segment, calls, list(state))
        return found

    def _draw(self, segment: int, calls: int, left: list[int]) -> Drawn:
        claims = len(left) - len(self.owned)
        free = 0
        if claims and left[0] != UNCLAIMED:
            free = min(left[0], calls)
            left[0] -= free
            calls -= free
            # Used up or over, its day makes no difference: one state for all of them.
            if not left[0] or left[1] <= segment + 1:
                left[:2] = [0, 0]
        for index, owned in enumerate(self.owned, claims):
            if owned.first <= segment < owned.end:
                taken = min(left[index], calls)
                left[index] -= taken
                calls -= taken
                if owned.free:
                    free += taken
            if owned.end <= segment + 1:
                left[index] = 0
        return Drawn(tuple(left), calls, free)

    def richest_first(self, states: Iterable[State]) -> list[State]:
        """The states, each after all that cover it."""
        return sorted(
            states,
            key=lambda state: (state[:1] != (UNCLAIMED,), [-left for left in state]),
        )

    def covers(self, state: State, other: State) -> bool:
        """Whether a state has at least what another has of every pack, so that it is
        never worse (where more never is).
        """
        if self.claim is None:
            return all(map(ge, state, other))
        if not all(map(ge, state[2:], other[2:])):
            return False
        if state[:2] == other[:2] or (state[0] == UNCLAIMED and other[0] == 0):
            return True
        # What is left of a claimed pack a later claim gives as well, but then its calls
        # count for the tier of another month.
        if other[0] == UNCLAIMED or self.problem.basis == "after_paid_packs":
            return False
        return state[0] == UNCLAIMED or (state[0] >= other[0] and state[1] >= other[1])
