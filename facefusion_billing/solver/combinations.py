"""One choice for each of several, priced together: branch and bound, exact unless the
tries run out.

The cost of a combination is what its choices cost and what a pool that they all leave
calls to costs. A combination is only priced when neither of two bounds shows that it
cannot be the cheapest: each choice with its calls at the least price a call can have,
and the chosen ones with the least of everything else.
"""

from collections.abc import Callable, Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.solve import Solved
from facefusion_billing.startup.record import NamedTuple

MOST_TRIES = 4_000


class Choice(NamedTuple):
    """A choice: its own cost, and with the calls it leaves at their least price.

    Equal `kind`s may be swapped.
    """

    cost: Cents
    bound: Cents


class Combined(NamedTuple):
    """The cheapest combination (None when there is none), its pool and cost, a bound of
    all, and the pools priced.
    """

    indices: tuple[int, ...] | None
    pool: Solved | None
    cost: Cents
    lower: Cents
    tries: int


class _Search:
    def __init__(
        self,
        choices: Sequence[Sequence[Choice]],
        alike: Sequence[bool],
        price: Callable[[tuple[int, ...]], Solved],
        floor: Callable[[tuple[int, ...]], Cents],
        late: Callable[[], bool] | None,
    ) -> None:
        self.choices, self.alike, self.price, self.floor, self.late = (
            choices,
            alike,
            price,
            floor,
            late,
        )
        least = [min(choice.bound for choice in own) for own in choices]
        self.rest = [sum(least[index:]) for index in range(len(least) + 1)]
        self.best: tuple[tuple[int, ...], Solved] | None = None
        self.cost = self.lower = NEVER
        self.tries = 0

    def leaf(self, indices: tuple[int, ...]) -> None:
        self.tries += 1
        solved = self.price(indices)
        own = sum(self.choices[n][index].cost for n, index in enumerate(indices))
        self.lower = min(self.lower, own + solved.lower)
        if solved.plan is not None and own + solved.cost < self.cost:
            self.best, self.cost = (indices, solved), own + solved.cost

    def branch(self, indices: tuple[int, ...], bound: Cents) -> None:
        """Tries what begins with some choices, the most promising next ones first."""
        number = len(indices)
        if number == len(self.choices):
            self.leaf(indices)
            return
        order = sorted(
            range(len(self.choices[number])),
            key=lambda index: self.choices[number][index].bound,
        )
        for index in order:
            if self.alike[number] and indices and index < indices[-1]:
                continue
            reached = bound + self.choices[number][index].bound
            if reached + self.rest[number + 1] >= self.cost:
                continue
            if self.tries >= MOST_TRIES or (self.late is not None and self.late()):
                self.lower = min(self.lower, reached + self.rest[number + 1])
                continue
            grown = (*indices, index)
            if number + 1 < len(self.choices) or self.best is not None:
                self.tries += 1
                if self.floor(grown) >= self.cost:
                    continue
            self.branch(grown, reached)


def combine(
    choices: Sequence[Sequence[Choice]],
    alike: Sequence[bool],
    price: Callable[[tuple[int, ...]], Solved],
    floor: Callable[[tuple[int, ...]], Cents],
    beside: Cents = 0,
    late: Callable[[], bool] | None = None,
) -> Combined:
    """The cheapest combination.

    `alike` tells whether the choices are those of the one before; `beside` is added to
    every sum of bounds.
    """
    search = _Search(choices, alike, price, floor, late)
    first = tuple(
        min(range(len(own)), key=lambda index: own[index].bound) for own in choices
    )
    search.leaf(first)
    search.branch((), beside)
    indices, pool = search.best or (None, None)
    return Combined(
        indices, pool, search.cost, min(search.lower, search.cost), search.tries
    )
