"""The pool's problem on decision days as a mixed-integer programme for HiGHS: a second formulation.

Every segment is in one mode, with or without one of the orders by the month; every pack is drawn as `min(need, stock)`, segment by segment, by a binary that says which of the two is used up. A
month's line is a whole number of cents not below the exact product less a half. Only packs that last to the end of the
horizon are sold here, and packs that are facts are drawn before them. Its objective is a float: bill its plan anew and
compare that. HiGHS at times calls a plan optimal that is not; `milp_cost` tells whether it would take a cheaper one.
"""

from fractions import Fraction
from importlib import import_module
from math import inf, lcm
from typing import Any, NamedTuple

from facefusion_billing.model.book import Tier
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import (
    MonthOrder,
    Owned,
    PoolPlan,
    Problem,
    Purchase,
)

Sum = dict[int, float]
"""A linear expression: factors by column."""
ONE = 0
"""The column that is 1, for constants."""
EXACT = {
    "output_flag": False,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.0,
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


class Answer(NamedTuple):
    """The best plan HiGHS found (None: none), and whether it says that none is cheaper."""

    plan: PoolPlan | None
    proved: bool


def ask_highs(
    problem: Problem, seconds: float = 60.0, options: dict[str, Any] | None = None
) -> Answer:
    """The plan and whether it is said to be optimal. `options` replace those of `EXACT`."""
    pool = _Pool(problem)
    values, proved = pool.model.run({**EXACT, **(options or {}), "time_limit": seconds})
    return Answer(pool.plan(values) if values else None, proved)


def milp_cost(problem: Problem, plan: PoolPlan) -> int | None:
    """What a given plan costs in the programme, to the cent; None when the programme does not allow it."""
    pool = _Pool(problem)
    if not pool.fix(plan):
        return None
    values, _ = pool.model.run({**EXACT, "time_limit": 10.0})
    return round(pool.model.cost(values)) if values else None


def total(*parts: tuple[float, Sum]) -> Sum:
    """The sum of expressions, each with a factor."""
    found: Sum = {}
    for factor, part in parts:
        for column, value in part.items():
            found[column] = found.get(column, 0.0) + factor * value
    return found


class Model:
    """Columns (least 0, a most, a cost, whole or not) and rows, collected and handed to HiGHS at once."""

    def __init__(self) -> None:
        self.columns: list[tuple[float, float, float, bool]] = [(1.0, 1.0, 0.0, False)]
        self.rows: list[tuple[float, float, Sum]] = []

    def column(self, most: float, *, cost: float = 0.0, whole: bool = False) -> int:
        """A new column from 0 to `most`."""
        self.columns.append((0.0, most, cost, whole))
        return len(self.columns) - 1

    def binary(self) -> int:
        """A new column that is 0 or 1."""
        return self.column(1.0, whole=True)

    def at_least(self, low: float, terms: Sum) -> None:
        """A row: the expression is not below `low`."""
        self.rows.append((low, inf, terms))

    def equal(self, value: float, terms: Sum) -> None:
        """A row: the expression is the value."""
        self.rows.append((value, value, terms))

    def fix(self, column: int, value: int) -> bool:
        """Leaves a column one value; False when that is out of its bounds."""
        _, most, cost, whole = self.columns[column]
        self.columns[column] = (value, value, cost, whole)
        return value <= most

    def cost(self, values: list[float]) -> float:
        """The objective of the columns' values."""
        return sum(
            value * cost
            for value, (_, _, cost, _) in zip(values, self.columns, strict=True)
        )

    def run(self, options: dict[str, Any]) -> tuple[list[float], bool]:
        """The values of the columns (empty when there is no solution), and whether they are said to be optimal."""
        highspy: Any = import_module("highspy")
        highs = highspy.Highs()
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(self._as_lp(highspy))
        highs.run()
        proved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        solution = highs.getSolution()
        return (list(solution.col_value) if solution.value_valid else []), proved

    def _as_lp(self, highspy: Any) -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(self.rows)
        lp.col_lower_, lp.col_upper_, lp.col_cost_, whole = map(
            list, zip(*self.columns, strict=True)
        )
        kinds = highspy.HighsVarType
        lp.integrality_ = [
            kinds.kInteger if each else kinds.kContinuous for each in whole
        ]
        lp.row_lower_, lp.row_upper_ = (
            [low for low, _, _ in self.rows],
            [high for _, high, _ in self.rows],
        )
        starts, columns, values = [0], [], []
        for _, _, terms in self.rows:
            columns += list(terms)
            values += list(terms.values())
            starts.append(len(columns))
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_, matrix.value_ = starts, columns, values
        return lp


class _Pool:
    """The programme of one problem."""

    def __init__(self, problem: Problem) -> None:
        _assert_in_scope(problem)
        self.problem, self.model = problem, Model()
        self.sizes = _useful_sizes(problem)
        self.orders = self._month_orders()
        self.modes = [self._mode(index) for index in range(problem.end)]
        self.most = [row.calls if row.volume else 0 for row in problem.segments]
        self.metered: list[Sum] = [
            {ONE: float(most), **dict.fromkeys(modes, -float(most))}
            for most, modes in zip(self.most, self.modes, strict=True)
        ]
        self.rests = list(self.metered)
        self.free: list[Sum] = [{} for _ in range(problem.end)]
        self.claims = self._claim()
        for owned in sorted(problem.owned, key=lambda owned: not owned.free):
            self._draw_owned(owned)
        self.bought = self._buy()
        for month in range(len(problem.months)):
            self._bill(month)

    # QPS.

    def _month_orders(self) -> list[tuple[int, MonthOrder, int]]:
        """The orders by the month: where each begins, and its binary. One is in force at a time."""
        found = [
            (index, order, self.model.column(1.0, cost=order.cost, whole=True))
            for index, row in enumerate(self.problem.segments)
            for order in row.orders
        ]
        for segment in range(self.problem.end):
            held = [
                column
                for at, order, column in found
                if at <= segment < max(order.following, at + 1)
            ]
            if held:
                self.model.at_least(-1.0, dict.fromkeys(held, -1.0))
        return found

    def _mode(self, index: int) -> list[int]:
        """Binaries of a segment in QPS mode: with QPS by the day alone, or above each order by the month."""
        row, model = self.problem.segments[index], self.model
        if row.need is None or not row.calls:
            return []
        found = []
        for order, column in [
            (None, None),
            *((o, c) for at, o, c in self.orders if at <= index < o.until),
        ]:
            short = max(row.need - (order.qps if order else 0), 0)
            cost = self.problem.by_day.at_least(short)[1] * row.days
            if cost >= NEVER:
                continue
            found.append(model.column(1.0, cost=cost, whole=True))
            if column is not None:
                model.at_least(0.0, {column: 1.0, found[-1]: -1.0})
        if row.volume:
            model.at_least(-1.0, dict.fromkeys(found, -1.0))
        else:
            model.equal(1.0, dict.fromkeys(found, 1.0))
        return found

    # Packs.

    def _draw(self, segment: int, supply: Sum, most_left: float) -> Sum:
        """Serves what it can of a segment's rest from a supply; what is left of the supply."""
        model, rest, most = self.model, self.rests[segment], self.most[segment]
        left, unserved, served = (
            model.column(most_left),
            model.column(most),
            model.binary(),
        )
        drawn = total((1, supply), (-1, {left: 1.0}))
        model.at_least(0.0, drawn)
        model.equal(0.0, total((1, drawn), (-1, rest), (1, {unserved: 1.0})))
        model.at_least(0.0, {ONE: most, served: -float(most), unserved: -1.0})
        model.at_least(0.0, {served: most_left, left: -1.0})
        self.rests[segment] = {unserved: 1.0}
        return {left: 1.0}

    def _draw_free(self, segment: int, supply: Sum, most_left: float) -> Sum:
        left = self._draw(segment, supply, most_left)
        self.free[segment] = total((1, self.free[segment]), (1, supply), (-1, left))
        return left

    def _draw_owned(self, owned: Owned) -> None:
        supply: Sum = {ONE: float(owned.calls)}
        for segment in range(max(owned.first, 0), min(owned.end, self.problem.end)):
            supply = (self._draw_free if owned.free else self._draw)(
                segment, supply, float(owned.calls)
            )

    def _claim(self) -> list[tuple[int, int]]:
        """The free pack to claim: binaries by segment."""
        claim, model = self.problem.claim, self.model
        if claim is None:
            return []
        claims = [
            (segment, model.binary())
            for segment, until in enumerate(claim.until)
            if segment < until
        ]
        model.at_least(-1.0, {column: -1.0 for _, column in claims})
        calls, left = float(claim.calls), Sum()
        for segment in range(self.problem.end):
            begun = {column: calls for at, column in claims if at == segment}
            left = self._draw_free(segment, total((1, left), (1, begun)), calls)
        return claims

    def _buy(self) -> dict[tuple[int, int], int]:
        """The purchases, by segment and size, and their draw. A last pack of which no call is needed is never bought."""
        bought: dict[tuple[int, int], int] = {}
        ahead = [sum(self.most[segment:]) for segment in range(self.problem.end + 1)]
        spare, stock = max(self.sizes, default=1) - 1, Sum()
        for segment, row in enumerate(self.problem.segments):
            for size in self.sizes if row.can_buy else ():
                price = self.problem.catalogue.prices[size]
                most = -(-ahead[segment] // size)
                count = self.model.column(most, cost=price, whole=True)
                bought[segment, size] = count
                stock = total((1, stock), (1, {count: float(size)}))
            if stock:
                stock = self._draw(segment, stock, float(ahead[segment + 1] + spare))
        return bought

    # Bills.

    def _bill(self, month: int) -> None:
        """What a month's line costs."""
        rows = enumerate(self.problem.segments)
        segments = [index for index, row in rows if row.month == month]
        known = self.problem.months[month]
        billable = total(*((1, self.rests[segment]) for segment in segments))
        if self.problem.tiers is None:
            self.model.equal(0.0, billable)
            return
        most = sum(self.most[segment] for segment in segments)
        counted, highest = billable, most
        if self.problem.basis == "total":
            outside = float(known.free + known.packs)
            counted = total(
                *((1, self.metered[segment]) for segment in segments),
                (1, {ONE: outside}),
            )
            highest = most + known.free + known.packs
        elif self.problem.basis == "after_paid_packs":
            counted = total(
                (1, billable),
                (1, {ONE: float(known.free)}),
                *((1, self.free[segment]) for segment in segments),
            )
            highest = most + known.free
        self._bill_by_tier(billable, counted, most, highest)

    def _bill_by_tier(
        self, billable: Sum, counted: Sum, most: int, highest: int
    ) -> None:
        """The counted calls reach one tier, in which the billable ones are billed."""
        model = self.model
        assert self.problem.tiers is not None
        parts, counts = [], Sum()
        for tier in self.problem.tiers.tiers:
            if tier.first > highest:
                continue
            last = highest if tier.last is None else min(tier.last, highest)
            reached, part, count = (
                model.binary(),
                model.column(min(most, last)),
                model.column(last),
            )
            model.at_least(0.0, {count: 1.0, reached: -float(tier.first)})
            model.at_least(0.0, {count: -1.0, reached: float(last)})
            model.at_least(0.0, {count: 1.0, part: -1.0})
            parts.append((part, reached, tier))
            counts[count] = 1.0
        model.at_least(-1.0, {reached: -1.0 for _, reached, _ in parts})
        model.equal(0.0, total((1, counted), (-1, counts)))
        self._line(billable, parts)

    def _line(self, billable: Sum, parts: list[tuple[int, int, Tier]]) -> None:
        """The month's line: its calls in the tiers, each half a cent up to the whole cent."""
        self.model.equal(
            0.0, total((1, billable), (-1, {part: 1.0 for part, _, _ in parts}))
        )
        terms: Sum = {}
        for part, reached, tier in parts:
            assert tier.price is not None
            rate = Fraction(tier.price.digits * 100, 10**tier.price.places)
            terms[part] = -float(rate)
            terms[reached] = (
                terms.get(reached, 0.0) + 0.5 - 0.5 / lcm(2, rate.denominator)
            )
        terms[self.model.column(inf, cost=1.0, whole=True)] = 1.0
        self.model.at_least(0.0, terms)

    # A plan.

    def fix(self, plan: PoolPlan) -> bool:
        """Leaves only the given plan; False when it is out of bounds."""
        chosen = frozenset(plan.qps)
        for index, modes in enumerate(self.modes):
            if modes:
                low = 1.0 if index in chosen else 0.0
                self.model.equal(low, dict.fromkeys(modes, 1.0))
        taken = list(plan.orders)
        for at, order, column in self.orders:
            is_taken = (at, order) in taken
            self.model.fix(column, int(is_taken))
            if is_taken:
                taken.remove((at, order))
        counts = {
            (bought.segment, size): count
            for bought in plan.purchases
            for size, count in bought.sizes.items()
        }
        fixed = [
            self.model.fix(column, counts.pop(key, 0))
            for key, column in self.bought.items()
        ]
        fixed += [
            self.model.fix(column, int(segment == plan.claim))
            for segment, column in self.claims
        ]
        claimed = plan.claim is None or plan.claim in dict(self.claims)
        return all(fixed) and not counts and claimed and not taken

    def plan(self, values: list[float]) -> PoolPlan:
        """The plan that a solution stands for."""
        qps = [
            index
            for index, modes in enumerate(self.modes)
            if any(values[column] > 0.5 for column in modes)
        ]
        orders = [(at, o) for at, o, column in self.orders if values[column] > 0.5]
        purchases = []
        for segment in range(self.problem.end):
            counts = {
                size: round(values[column])
                for (own, size), column in self.bought.items()
                if own == segment
            }
            kept = {size: count for size, count in counts.items() if count}
            if kept:
                purchases.append(Purchase(segment, kept))
        claim = next((at for at, column in self.claims if values[column] > 0.5), None)
        return PoolPlan(tuple(qps), tuple(orders), tuple(purchases), claim)


def in_scope(problem: Problem) -> bool:
    """Whether the programme can say the problem: what is bought lasts, facts are older, one free pack, a whole month."""
    free = sum(owned.free for owned in problem.owned) + (problem.claim is not None)
    claims = problem.claim.until if problem.claim else ()
    return (
        all(row.until >= problem.used_until for row in problem.segments if row.can_buy)
        and all(own.free or own.before == 0 for own in problem.owned)
        and all(not until or until >= problem.used_until for until in claims)
        and free <= 1
        and not any(month.billed for month in problem.months)
    )


def _assert_in_scope(problem: Problem) -> None:
    assert in_scope(problem), "the programme has no words for this"


def _useful_sizes(problem: Problem) -> list[int]:
    """The sizes on sale, without those that a smaller one replaces that covers the whole horizon for no more."""
    prices = problem.catalogue.prices
    need = sum(row.calls for row in problem.segments if row.volume)
    return [
        s
        for s in prices
        if not any(need <= other < s and prices[other] <= prices[s] for other in prices)
    ]
