"""The cheapest plan of a pool with its proof: a plan, what it costs, and a cost that no
plan is below.

`optimal` is said only when the two are equal (docs/planner.md):

- Packs for all calls cost what no plan is below: nothing is searched. Where that is not
  known, only plans that cost less are searched for.
- No new pack can expire in the horizon: the search itself is exact, on the bills as
  they are.
- One can: a relaxation, in which a bill is the least of this and every larger count
  that its month can reach, is solved exactly; its cost bounds every plan from below, and its plan, replayed on the
  real bills, from above.
- Otherwise, or when labels or time ran out, the gap is told: `bounded`.
"""

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.dear_qps import without_dear_qps
from facefusion_billing.solver.labels import SearchMode, SearchResult
from facefusion_billing.solver.least_of_all import least_of_all
from facefusion_billing.solver.monotone import is_monotone
from facefusion_billing.solver.packs_alone import packs_alone
from facefusion_billing.solver.postponed import as_sold, postponed
from facefusion_billing.solver.problem import PoolPlan, Problem
from facefusion_billing.solver.ratios import Ratio
from facefusion_billing.solver.replay import replay
from facefusion_billing.solver.search import Search
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
        if self.lower >= self.cost:
            return OPTIMAL
        return BOUNDED


NO_PLAN = Solved(None, NEVER, NEVER, 0)


def solve(
    problem: Problem,
    deadline: Deadline | None = None,
    *,
    ceiling: Cents = NEVER,
    simplest: bool = True,
    known: PoolPlan | None = None,
) -> Solved:
    """The cheapest plan; none when every plan costs more than `ceiling`. `simplest`:
    the one that serves all calls by packs is shown where none costs less, and a plan
    that is `known` where no other does.
    """
    known_cost = NEVER if known is None else replay(problem, known)
    problem = without_dear_qps(problem)
    lower = least_of_all(problem)
    # Packs that were not told exactly may cost less than a bound says.
    is_bound = problem.catalogue.is_exact
    if is_bound and lower > ceiling:
        return NO_PLAN
    simple = _by_packs(problem, lower) if simplest else NO_PLAN
    if known_cost < simple.cost:
        simple = Solved(known, known_cost, lower, 1)
    below = min(ceiling, simple.cost - 1)
    # What is best where nothing costs less.
    best = simple._replace(lower=simple.cost) if simple.cost <= ceiling else NO_PLAN
    if is_bound and lower > below:
        return best
    bounds = LowerBounds(problem)
    if is_bound and bounds.rest[0] > below:
        return best
    solved = _searched(problem, bounds, deadline or Deadline(), below)
    if solved.cost >= simple.cost <= ceiling:
        lower = min(solved.lower, simple.cost)
        solved = simple._replace(lower=lower, labels=solved.labels)
    if problem.catalogue.is_exact:
        return solved
    return solved._replace(lower=min(solved.lower, max(bounds.floor(), 0)))


def floor(problem: Problem, qps_day: Ratio | None = None) -> Cents:
    """A cost that no plan is below, at the least that a call can cost, and one QPS for a
    day (None: in the orders of the problem).
    """
    return max(LowerBounds(problem, qps_day=qps_day).floor(), 0)


def _searched(
    problem: Problem, bounds: LowerBounds, deadline: Deadline, ceiling: Cents
) -> Solved:
    """The best that one to three searches find."""
    ends, monotone = expires(problem), is_monotone(problem)
    as_billed = SearchMode(idle=False, monotone=monotone, renew=ends)
    relaxed = SearchMode(idle=True, monotone=True, renew=ends)

    def found(mode: SearchMode) -> SearchResult:
        return Search(problem, mode, bounds, ceiling, deadline).run()

    if not ends:
        exact = _solved(problem, found(as_billed))
        is_proved = exact.lower >= min(exact.cost, ceiling + 1)
        if is_proved or monotone or deadline.out_of_time:
            return exact
        # Too many labels for a book in which less need can be dearer: relaxed it never
        # is, and that may still close the gap.
        return _best(exact, _solved(problem, found(relaxed)))
    bounding = _bounding(problem)
    search = Search(bounding, relaxed, LowerBounds(bounding), ceiling, deadline)
    bound = _solved(problem, search.run())
    if bound.status == OPTIMAL or (deadline.out_of_time and bound.plan is not None):
        return bound
    # Nothing is within the ceiling even so.
    if bound.lower > ceiling:
        return bound
    best = _best(bound, _solved(problem, found(as_billed))._replace(lower=bound.lower))
    if best.status == OPTIMAL or deadline.out_of_time:
        return best
    # Those plans counted on packs longer than they last; of these all can be bought.
    real = as_billed._replace(outlast=False)
    return _best(best, _solved(problem, found(real))._replace(lower=bound.lower))


def _by_packs(problem: Problem, lower: Cents) -> Solved:
    """The plan that serves all calls by packs, where call volume mode serves all."""
    best = NO_PLAN
    # A free pack that saves nothing need not be claimed.
    for claims in (False, True):
        plan = packs_alone(problem, claims=claims)
        cost = replay(problem, plan) if plan is not None else NEVER
        if cost < best.cost:
            best = Solved(plan, cost, lower, 1)
        if best.status == OPTIMAL:
            break
    return best


def _solved(problem: Problem, found: SearchResult) -> Solved:
    if found.plan is None:
        return Solved(None, NEVER, found.lower, found.labels)
    plan = as_sold(problem, found.plan)
    cost = replay(problem, plan)
    return Solved(plan if cost < NEVER else None, cost, found.lower, found.labels)


def _best(one: Solved, other: Solved) -> Solved:
    """The cheaper plan with the better bound."""
    better = one if one.cost <= other.cost else other
    return better._replace(
        lower=max(one.lower, other.lower), labels=one.labels + other.labels
    )


def expires(problem: Problem) -> bool:
    """Whether a pack bought in the horizon can end before the last calls."""
    used = problem.used_until
    return any(row.can_buy and row.until < used for row in problem.segments)


def _is_renewable(problem: Problem) -> bool:
    """Whether the search may open stretches only where the need is.

    Packs can be bought in all segments from one on to another, sizes divide each other,
    and no fact is drawn between purchases.
    """
    buying = [row.can_buy for row in problem.segments]
    first, never = buying.index(True), buying[::-1].index(True)
    return (
        all(buying[first : len(buying) - never])
        and problem.catalogue.chain
        and not any(owned.before > 0 and not owned.free for owned in problem.owned)
    )


def _bounding(problem: Problem) -> Problem:
    """A problem that the search solves exactly, no plan of which costs more than as
    things are: with packs on sale until they end, or packs that never end.
    """
    later = postponed(problem)
    if _is_renewable(later):
        return later
    return _lasting(problem)


def _lasting(problem: Problem) -> Problem:
    """The same where nothing that is bought expires: with bills that never fall, no
    plan costs less as things are.

    Facts are drawn first, and so give at least what they give in any plan.
    """
    segments = tuple(row._replace(until=problem.end) for row in problem.segments)
    return problem._replace(segments=segments)
