"""The pool's problem as a mixed-integer programme for HiGHS: a second formulation, shared with the planner in nothing.

Every pack is drawn as `min(need, stock)`, segment by segment, by a binary that says which of the two is used up. A
month's line is a whole number of cents not below the exact product less a half. Only packs that last to the end of the
horizon are sold here, and packs that are facts are drawn before them. Its objective is a float: bill its plan anew and
compare that. HiGHS at times calls a plan optimal that is not; `milp_cost` tells whether it would take a cheaper one.
"""

from fractions import Fraction
from importlib import import_module
from math import inf, lcm
from typing import Any, NamedTuple

from facefusion_billing.model.book import Tier
from facefusion_billing.solver.problem import (
    Held,
    MonthNeeds,
    PoolPlan,
    Purchase,
    World,
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


def solve_milp(world: World, seconds: float = 60.0) -> PoolPlan | None:
    """The plan HiGHS finds cheapest within the time; None when it finds none."""
    return ask_highs(world, seconds).plan


def ask_highs(
    world: World, seconds: float = 60.0, options: dict[str, Any] | None = None
) -> Answer:
    """The plan and whether it is said to be optimal. `options` replace those of `EXACT`."""
    pool = _Pool(world)
    values, proved = pool.model.run({**EXACT, **(options or {}), "time_limit": seconds})
    return Answer(pool.plan(values) if values else None, proved)


def milp_cost(world: World, plan: PoolPlan) -> int | None:
    """What a given plan costs in the programme, to the cent; None when the programme does not allow it."""
    pool = _Pool(world)
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
    """The programme of one world."""

    def __init__(self, world: World) -> None:
        _assert_in_scope(world)
        self.world, self.model = world, Model()
        self.sizes = _useful_sizes(world)
        self.modes = [
            [self.model.binary() for _ in month.options] for month in world.months
        ]
        for modes in self.modes:
            self.model.equal(1.0, dict.fromkeys(modes, 1.0))
        self.rests: list[Sum] = [{} for _ in range(world.end)]
        self.most: list[int] = [0] * world.end
        for month, modes in zip(world.months, self.modes, strict=True):
            for index in range(len(month.options[0].needs)):
                needs = [option.needs[index] for option in month.options]
                self.rests[month.first + index] = {
                    mode: float(need) for mode, need in zip(modes, needs, strict=True)
                }
                self.most[month.first + index] = max(needs)
        self.free: list[Sum] = [{} for _ in range(world.end)]
        self.claims = self._claim()
        for held in sorted(world.held, key=lambda held: not held.free):
            self._draw_held(held)
        self.bought = self._buy()
        for month, modes in zip(world.months, self.modes, strict=True):
            self._bill(month, modes)

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

    def _draw_held(self, held: Held) -> None:
        supply: Sum = {ONE: float(held.calls)}
        for segment in range(max(held.first, 0), min(held.end, self.world.end)):
            supply = (self._draw_free if held.free else self._draw)(
                segment, supply, float(held.calls)
            )

    def _claim(self) -> list[tuple[int, int]]:
        """The free pack to claim: binaries by month. What is left at its end is lost, and nothing before."""
        claim, model = self.world.claim, self.model
        if claim is None:
            return []
        spans = [
            (month.first, until)
            for month, until in zip(self.world.months, claim.until, strict=True)
        ]
        claims = [
            (month, model.binary())
            for month, (first, until) in enumerate(spans)
            if first < until
        ]
        model.at_least(-1.0, {column: -1.0 for _, column in claims})
        calls, left = float(claim.calls), Sum()
        for segment in range(self.world.end):
            begun = {
                column: calls for month, column in claims if spans[month][0] == segment
            }
            left = self._draw_free(segment, total((1, left), (1, begun)), calls)
            ended = {
                column: calls
                for month, column in claims
                if spans[month][1] == segment + 1
            }
            if ended:
                kept = model.column(calls)
                model.at_least(0.0, total((1, left), (-1, {kept: 1.0})))
                model.at_least(0.0, total((1, ended), (1, {kept: 1.0}), (-1, left)))
                alive = {
                    c: calls
                    for m, c in claims
                    if spans[m][0] <= segment and spans[m][1] > segment + 1
                }
                model.at_least(0.0, total((1, alive), (-1, {kept: 1.0})))
                left = {kept: 1.0}
        return claims

    def _buy(self) -> dict[tuple[int, int], int]:
        """The purchases, by month and size, and their draw. A last pack of which no call is needed is never bought."""
        bought: dict[tuple[int, int], int] = {}
        starts = {
            month.first: index
            for index, month in enumerate(self.world.months)
            if month.can_buy
        }
        ahead = [sum(self.most[segment:]) for segment in range(self.world.end + 1)]
        spare, stock = max(self.sizes, default=1) - 1, Sum()
        for segment in range(self.world.end):
            for size in self.sizes if segment in starts else ():
                count = self.model.column(
                    -(-ahead[segment] // size),
                    cost=self.world.catalogue.prices[size],
                    whole=True,
                )
                bought[starts[segment], size] = count
                stock = total((1, stock), (1, {count: float(size)}))
            if stock:
                stock = self._draw(segment, stock, float(ahead[segment + 1] + spare))
        return bought

    # Bills.

    def _bill(self, month: MonthNeeds, modes: list[int]) -> None:
        """What the month's options and its line cost."""
        for mode, option in zip(modes, month.options, strict=True):
            low, high, _, whole = self.model.columns[mode]
            self.model.columns[mode] = (low, high, option.cost, whole)
        segments = range(month.first, month.first + len(month.options[0].needs))
        billable = total(*((1, self.rests[segment]) for segment in segments))
        if self.world.tiers is None:
            self.model.equal(0.0, billable)
        elif self.world.basis == "total":
            self._bill_by_option(month, modes, billable)
        else:
            self._bill_by_tier(month, modes, billable)

    def _bill_by_option(
        self, month: MonthNeeds, modes: list[int], billable: Sum
    ) -> None:
        """The option decides the tier."""
        assert self.world.tiers is not None
        parts: list[tuple[int, int, Tier]] = []
        for mode, option in zip(modes, month.options, strict=True):
            count = option.metered + option.free + option.packs
            for tier in self.world.tiers.tiers:
                if (
                    option.metered
                    and tier.first <= count
                    and (tier.last is None or count <= tier.last)
                ):
                    part = self.model.column(option.metered)
                    self.model.at_least(0.0, {mode: option.metered, part: -1.0})
                    parts.append((part, mode, tier))
        self._line(billable, parts)

    def _bill_by_tier(self, month: MonthNeeds, modes: list[int], billable: Sum) -> None:
        """The billable calls decide the tier, and with them the free ones under `after_paid_packs`."""
        assert self.world.tiers is not None
        model, most, counted = (
            self.model,
            max(option.metered for option in month.options),
            billable,
        )
        highest = most
        if self.world.basis == "after_paid_packs":
            segments = range(month.first, month.first + len(month.options[0].needs))
            outside = {
                mode: float(option.free)
                for mode, option in zip(modes, month.options, strict=True)
            }
            counted = total(
                (1, billable),
                (1, outside),
                *((1, self.free[segment]) for segment in segments),
            )
            highest = max(option.metered + option.free for option in month.options)
        parts, counts = [], Sum()
        for tier in self.world.tiers.tiers:
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
        if not parts:
            return
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
        fixed = [
            self.model.fix(modes[index], 1)
            for modes, index in zip(self.modes, plan.options, strict=True)
        ]
        counts = {
            (bought.month, size): count
            for bought in plan.purchases
            for size, count in bought.sizes.items()
        }
        fixed += [
            self.model.fix(column, counts.pop(key, 0))
            for key, column in self.bought.items()
        ]
        fixed += [
            self.model.fix(column, int(month == plan.claim))
            for month, column in self.claims
        ]
        claimed = plan.claim is None or plan.claim in dict(self.claims)
        return all(fixed) and not counts and claimed

    def plan(self, values: list[float]) -> PoolPlan:
        """The plan that a solution stands for."""
        options = tuple(
            max(range(len(modes)), key=lambda index: values[modes[index]])
            for modes in self.modes
        )
        purchases = []
        for month in range(len(self.world.months)):
            counts = {
                size: round(values[c])
                for (own, size), c in self.bought.items()
                if own == month
            }
            if any(counts.values()):
                purchases.append(
                    Purchase(
                        month, {size: count for size, count in counts.items() if count}
                    )
                )
        claim = next(
            (month for month, column in self.claims if values[column] > 0.5), None
        )
        return PoolPlan(options, tuple(purchases), claim)


def _assert_in_scope(world: World) -> None:
    assert all(month.until >= world.end for month in world.months if month.can_buy), (
        "a bought pack expires"
    )
    assert all(held.free or held.before == 0 for held in world.held), (
        "a fact is drawn between purchases"
    )
    assert sum(held.free for held in world.held) + (world.claim is not None) <= 1, (
        "two free packs"
    )


def _useful_sizes(world: World) -> list[int]:
    """The sizes on sale, without those that a smaller one replaces that covers the whole horizon for no more."""
    prices = world.catalogue.prices
    need = sum(
        max(option.metered for option in month.options) for month in world.months
    )
    return [
        s
        for s in prices
        if not any(need <= other < s and prices[other] <= prices[s] for other in prices)
    ]
