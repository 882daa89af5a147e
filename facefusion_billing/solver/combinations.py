"""One choice for each of several, priced together: branch and bound, exact unless the
tries run out.

The cost of a combination is what its choices cost and what a pool that they all leave
calls to costs. The first choice of each is the one that costs least by itself; what
another costs more, less the most it can save the pool, is its loss. One relaxed
solution of the pool with all first choices bounds every combination: it can be below
by its losses only (docs/planner.md, step 8).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.solve import Solved
from facefusion_billing.startup.record import NamedTuple

MOST_TRIES = 4_000
Indices = tuple[int, ...]


class Choice(NamedTuple):
    """A choice: its own cost, and what it costs more than the first one at the least."""

    cost: Cents
    loss: Cents


class Combined(NamedTuple):
    """The cheapest combination (None when there is none), its pool and cost, a bound of
    all, and the pools priced.
    """

    indices: Indices | None
    pool: Solved | None
    cost: Cents
    lower: Cents
    tries: int


class Pricing(NamedTuple):
    """What a combination costs: its pool exactly, and a bound of it with its choices;
    the cost only as far as it is no more than a ceiling.
    """

    exact: Callable[[Indices, Cents], Solved]
    bound: Callable[[Indices], Cents]


class _Search:
    def __init__(
        self,
        choices: Sequence[Sequence[Choice]],
        alike: Sequence[bool],
        pricing: Pricing,
        deadline: Deadline,
        most_tries: int,
        ceiling: Cents,
    ) -> None:
        self.most_tries = most_tries
        self.choices, self.alike, self.pricing = choices, alike, pricing
        self.deadline = deadline
        least = [min(choice.loss for choice in own) for own in choices]
        self.rest = [*accumulate(reversed(least), initial=0)][::-1]
        self.firsts: Indices = (0,) * len(choices)
        self.best: tuple[Indices, Solved] | None = None
        self.cost = min(ceiling + 1, NEVER)
        self.lower = NEVER
        self.tries = 0

    def found(self) -> Combined:
        """The best combination so far, with the bound of all."""
        indices, pool = self.best or (None, None)
        lower = min(self.lower, self.cost)
        return Combined(indices, pool, self.cost, lower, self.tries)

    def beyond_firsts(self) -> None:
        """Tries what is not the first choice everywhere, as far as a bound allows."""
        if self.deadline.out_of_time:
            # What another choice costs is not known.
            self.lower = 0
            return
        rest = self.rest[0]
        bound = self.pricing.bound(self.firsts)
        if bound + rest < self.cost:
            self.run(bound)

    def leaf(self, indices: Indices) -> None:
        """Prices a whole combination, as far as it may be cheaper than the best one."""
        self.tries += 1
        own = sum(self.choices[n][index].cost for n, index in enumerate(indices))
        ceiling = NEVER if self.cost == NEVER else self.cost - own - 1
        solved = self.pricing.exact(indices, ceiling)
        self.lower = min(self.lower, own + solved.lower)
        if own + solved.cost < self.cost:
            self.best, self.cost = (indices, solved), own + solved.cost

    def run(self, bound: Cents) -> None:
        """Tries all combinations, the most promising first, depth by depth: a stack of
        its own, since there may be more activities than Python nests calls.
        """
        depths = [self._branches((), bound)]
        while depths:
            begun = next(depths[-1], None)
            if begun is None:
                depths.pop()
            elif len(begun[0]) < len(self.choices):
                depths.append(self._branches(*begun))
            # All first choices were priced before.
            elif any(begun[0]):
                self.leaf(begun[0])

    def _branches(
        self, indices: Indices, bound: Cents
    ) -> Iterator[tuple[Indices, Cents]]:
        """What begins with some choices and one more, each with its bound."""
        number = len(indices)
        own, rest = self.choices[number], self.rest[number + 1]
        for index in sorted(range(len(own)), key=lambda index: own[index].loss):
            # Of activities with the same choices one order stands for all: swapped, the
            # combination costs the same.
            if self.alike[number] and indices and index < indices[-1]:
                continue
            reached = bound + own[index].loss
            if reached + rest >= self.cost:
                continue
            if self.tries >= self.most_tries or self.deadline.out_of_time:
                self.lower = min(self.lower, reached + rest)
                continue
            longer = (*indices, index)
            # A closer look at its pool may forbid it. With a first choice the pool is
            # the one that was bounded before.
            if index:
                reached = max(reached, self._bound(longer))
            if reached + rest < self.cost:
                yield longer, reached

    def _bound(self, indices: Indices) -> Cents:
        """A bound of what begins with some choices and goes on with the first ones."""
        self.tries += 1
        firsts = self.firsts[len(indices) :]
        return self.pricing.bound((*indices, *firsts))


def combine(
    choices: Sequence[Sequence[Choice]],
    alike: Sequence[bool],
    pricing: Pricing,
    deadline: Deadline | None = None,
    most_tries: int = MOST_TRIES,
    ceiling: Cents = NEVER,
) -> Combined:
    """The cheapest combination that costs no more than a ceiling; `alike` tells whether
    the choices are those of the one before.
    """
    deadline = deadline or Deadline()
    search = _Search(choices, alike, pricing, deadline, most_tries, ceiling)
    search.leaf(search.firsts)
    if any(len(own) > 1 for own in choices):
        search.beyond_firsts()
    return search.found()
