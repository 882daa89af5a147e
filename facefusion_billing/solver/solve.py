"""The cheapest plan of a pool with its proof: a plan, what it costs, and a cost that no
plan is below.

`optimal` is said only when the two are equal (docs/planner.md):

- No new pack can expire in the horizon: the search itself is exact, on the bills as
  they are.
- One can: a relaxation, in which a bill is the least of this and every larger count, is
  solved exactly; its cost bounds
  every plan from below, and its plan, replayed on the real bills, from above.
- Otherwise, or when labels or time ran out, the gap is told: `bounded`.
"""

from collections.abc import Callable, Sequence
from itertools import chain, pairwise

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.labels import Found, Rules
from facefusion_billing.solver.problem import Option, PoolPlan, World
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.search import Search
from facefusion_billing.solver.tariff import Tariff
from facefusion_billing.startup.record import NamedTuple

OPTIMAL, BOUNDED, NONE = "optimal", "bounded", "none"


class Solved(NamedTuple):
    """The best plan of a pool (None: no plan serves every call), its cost, the bound,
    and how many labels it took.
    """

    plan: PoolPlan | None
    cost: Cents
    lower: Cents
    labels: int

    @property
    def status(self) -> str:
        """`optimal`, `bounded`, or `none` when there is no plan."""
        if self.plan is None:
            return NONE
        return OPTIMAL if self.lower >= self.cost else BOUNDED


def solve(
    world: World, late: Callable[[], bool] | None = None, *, ceiling: Cents = NEVER
) -> Solved:
    """The cheapest plan; none when every plan costs more than `ceiling`."""
    ends, ordered = expires(world), is_ordered(world)
    as_billed = Rules(idle=False, ordered=ordered, renew=ends)
    relaxed = Rules(idle=True, ordered=True, renew=ends)

    def found(rules: Rules, on: World = world) -> Found:
        return Search(on, rules, ceiling, late).run()

    if not ends:
        exact = _solved(world, found(as_billed))
        return (
            exact
            if exact.status != BOUNDED or ordered
            else _best(exact, _solved(world, found(relaxed)))
        )
    bound = _solved(
        world, found(relaxed, world if _renewable(world) else _lasting(world))
    )
    if bound.status == OPTIMAL:
        return bound
    return _best(bound, _solved(world, found(as_billed))._replace(lower=bound.lower))


def _solved(world: World, found: Found) -> Solved:
    cost = replay(world, found.plan) if found.plan is not None else NEVER
    return Solved(found.plan if cost < NEVER else None, cost, found.lower, found.labels)


def _best(one: Solved, other: Solved) -> Solved:
    """The cheaper plan with the better bound."""
    better = one if one.cost <= other.cost else other
    return better._replace(
        lower=max(one.lower, other.lower), labels=one.labels + other.labels
    )


def expires(world: World) -> bool:
    """Whether a pack bought in the horizon can end inside it."""
    return any(month.can_buy and month.until < world.end for month in world.months)


def _renewable(world: World) -> bool:
    """Whether the search may open stretches only where the need is.

    Packs can be bought in every month from some month on, sizes divide each other, and
    no fact is drawn between purchases.
    """
    buying = [month.can_buy for month in world.months]
    return (
        all(buying[buying.index(True) :])
        and world.catalogue.chain
        and not any(held.before > 0 and not held.free for held in world.held)
    )


def _lasting(world: World) -> World:
    """The same where nothing that is bought expires: with bills that never fall, no
    plan costs less as things are.

    Facts are drawn first, and so give at least what they give in any plan.
    """
    return world._replace(
        months=tuple(month._replace(until=world.end) for month in world.months)
    )


def replaceable(world: World) -> bool:
    """Whether calls that are metered more can be served by packs for them at no other
    cost.

    Not where free calls count for the tier (they would be used earlier), nor where a
    higher tier can be dearer.
    """
    return world.basis != "after_paid_packs" and falls(world)


def useful(options: Sequence[Option], catalogue: Catalogue) -> list[Option]:
    """The options of a month but those that another, with packs for the calls it leaves
    more, is no dearer than.
    """
    price = catalogue.cover
    kept: list[Option] = []
    for option in sorted(options, key=lambda option: option.cost):
        if not any(o.cost + price(_more(o, option)).price <= option.cost for o in kept):
            kept.append(option)
    return kept


def _more(option: Option, other: Option) -> int:
    """The calls an option leaves more than another, over the segments in which it does."""
    return sum(
        max(own - needs, 0)
        for own, needs in zip(option.needs, other.needs, strict=True)
    )


def falls(world: World) -> bool:
    """Whether no tier has a higher unit price than one before it."""
    prices = [
        (tier.price.digits, 10**tier.price.places)
        for tier in (world.tiers.tiers if world.tiers else ())
        if tier.price
    ]
    return all(
        after * below <= before * over
        for (before, below), (after, over) in pairwise(prices)
    )


def is_ordered(world: World) -> bool:
    """Whether less need at no more cost is always at least as good (docs/planner.md,
    step 4).
    """
    if not all(month.can_buy for month in world.months):
        return False
    if world.basis == "total" or world.tiers is None:
        return True
    if world.basis == "billable":
        return Tariff(world.tiers, 0).rising(world.catalogue)
    free = [option.free for month in world.months for option in month.options]
    given = sum(held.calls for held in world.held if held.free) + (
        world.claim.calls if world.claim else 0
    )
    others = _critical(world, max(free) + given)
    if len(others) > MOST_TRIED:
        return False
    return all(Tariff(world.tiers, free).rising(world.catalogue) for free in others)


def _critical(world: World, most: int) -> set[int]:
    """The free calls at which the test can fail: a cover's price steps at multiples of
    the least size.

    One more is the last number with which a single call is left below a tier.
    """
    assert world.tiers is not None
    sizes = world.catalogue.sizes
    step = sizes[0] if sizes and world.catalogue.chain else 1
    steps = (
        range((tier.first - 1) % step, most + 1, step)[: MOST_TRIED + 1]
        for tier in world.tiers.tiers
    )
    below = (
        tier.first - 2 for tier in world.tiers.tiers if 0 <= tier.first - 2 <= most
    )
    return {0, most, *below, *chain.from_iterable(steps)}


MOST_TRIED = 2_000
