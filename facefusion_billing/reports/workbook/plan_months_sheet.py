"""The sheet By month of plans: what each costs; of the cheapest, its orders as they stand
on the shopping list and what it costs besides.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Plan
from facefusion_billing.reports.wording import plan_phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart, cost_of_months
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.live import Live
from facefusion_billing.reports.workbook.shopping_sheet import Orders
from facefusion_billing.reports.workbook.tables import Field, Placed, Value, table
from facefusion_billing.startup.record import NamedTuple

_BEST = "best"


class PlanMonths(NamedTuple):
    """The formula of the total of each plan by its name, and the address of what the
    cheapest one costs besides its orders.
    """

    totals: dict[str, str]
    rest: str


class _Column(NamedTuple):
    """A plan, what it costs in each month, and the amounts of the orders of each;
    `orders` is None where a month's cost is a figure.
    """

    plan: Plan
    costs: dict[Month, Cents]
    orders: Orders | None = None
    bought: dict[Month, list[Cents]] = {}

    def rest(self, month: Month) -> Cents | None:
        """What a month costs besides its orders."""
        if month not in self.costs:
            return None
        return self.costs[month] - sum(self.bought.get(month, ()))


def plan_name(plan: Plan) -> str:
    """A plan as it is called in a heading."""
    return _(plan_phrases.NAMES[plan.name])


def months_sheet(sheet: Sheet, plans: list[Plan], orders: Orders | None) -> PlanMonths:
    """The cost of each month of each plan, each with its total."""
    columns = [_column(plan, orders) for plan in plans]
    live = [column for column in columns if column.orders]
    fields = [Field(_("Month")), *map(_field, columns), *map(_rest_field, live)]
    placed = table(sheet, 0, fields, _rows(columns, live))
    sheet.freeze(1, 1)
    sheet.fit()
    _chart(sheet, placed, len(plans) + 1)
    totals = {
        plan.name: f"={placed.cell(placed.total, at)}"
        for at, plan in enumerate(plans, 1)
    }
    rest = placed.cell(placed.total, len(plans) + 1) if live else ""
    return PlanMonths(totals, rest)


def _column(plan: Plan, orders: Orders | None) -> _Column:
    """A plan; the cheapest one with its orders, if all of them are paid in its months."""
    costs = dict(_costs(plan))
    if plan.name != _BEST or orders is None:
        return _Column(plan, costs)
    bought: dict[Month, list[Cents]] = {}
    for month, cents in orders.bought:
        bought.setdefault(month, []).append(cents)
    if set(bought) - set(costs):
        return _Column(plan, costs)
    return _Column(plan, costs, orders, bought)


def _costs(plan: Plan) -> Iterator[tuple[Month, Cents]]:
    """What each month adds to the running cost."""
    before = 0
    for month, cents in plan.running:
        yield month, cents - before
        before = cents


def _field(column: _Column) -> Field:
    look = "" if column.orders else "input"
    return Field(plan_name(column.plan), "money", sum=True, look=look)


def _rest_field(column: _Column) -> Field:
    assert column.orders is not None
    return Field(column.orders.rest, "money", sum=True, look="input")


def _rows(columns: list[_Column], live: list[_Column]) -> Iterator[list[Value]]:
    """What every plan costs in each month in which one of them costs something."""
    months = sorted(set().union(*(column.costs for column in columns)))
    besides = len(columns) + 1
    for row, month in enumerate(months, 1):
        costs = [_cost(column, month, row, besides) for column in columns]
        yield [month, *costs, *(column.rest(month) for column in live)]


def _cost(column: _Column, month: Month, row: int, besides: int) -> Value:
    """A figure, or what stands on the shopping list for the month and what the month
    costs besides.
    """
    rest = column.rest(month)
    if rest is None or column.orders is None:
        return column.costs.get(month)
    paid = column.orders.paid_in(cell(row, 0))
    formula = f"=ROUND({cell(row, besides)}+{paid},2)"
    sure = summable([rest, *column.bought.get(month, ())])
    return Live(column.costs[month], formula, sure)


def _chart(sheet: Sheet, placed: Placed, columns: int) -> None:
    """The months of all plans, each named by the head of its column."""
    series = [
        Series(cell(0, at, sheet.name), placed.column(at)) for at in range(1, columns)
    ]
    title = cost_of_months(sheet.styles.currency)
    chart(sheet, placed.total + 2, title, placed.column(0), series)
