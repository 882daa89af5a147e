"""The sheet of what to buy: the orders and switches of the best plan by date, each with a
live amount, and how they add up to the plan.
"""

from __future__ import annotations

from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.shopping_list import (
    Step,
    purchase_checks,
    steps_in_order,
)
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import live_amount
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.live import Live
from facefusion_billing.reports.workbook.tables import (
    Field,
    Placed,
    Value,
    sections,
    table,
)
from facefusion_billing.startup.record import NamedTuple

_DAY, _QUANTITY, _PRICE, _DISCOUNT, _AMOUNT = 0, 4, 5, 6, 7
"""Its columns."""
_COLUMNS = 10


class Orders(NamedTuple):
    """The list: its steps, and where they stand."""

    sheet: Sheet
    steps: list[Step]
    placed: Placed

    @property
    def rest(self) -> str:
        """What the column of the rest of a plan's cost is about."""
        return _("Pay-as-you-go, and what is bought already")

    @property
    def bought(self) -> list[tuple[Month, Cents]]:
        """The amounts of the list, with the month that pays each."""
        return [
            (month_of(step.day), step.line.amount) for step in self.steps if step.line
        ]

    def paid_in(self, month: str) -> str:
        """The formula of what a month pays, by the address of its first day."""
        days, amounts = self.placed.column(_DAY), self.placed.column(_AMOUNT)
        in_month = f'{days},">="&{month},{days},"<"&EDATE({month},1)'
        return f"SUMIFS({amounts},{in_month})"


def shopping_sheet(sheet: Sheet, answer: Recommendation) -> Orders:
    """The orders and switches of the best plan by date, to be finished by what the plan
    costs besides.
    """
    steps = steps_in_order(answer)
    rows = [_step(step, row) for row, step in enumerate(steps, 1)]
    rows = rows or [[None, "", _("nothing to buy"), *[None] * 7]]
    return Orders(sheet, steps, table(sheet, 0, _fields(), rows))


def finish(orders: Orders, answer: Recommendation, rest: str) -> None:
    """How the list adds up to the plan, and what to check; `rest` is the address of
    what the plan costs besides, where that stands on another sheet.
    """
    sheet, placed = orders.sheet, orders.placed
    _rest(orders, answer, rest)
    sections(sheet, placed.total + 4, purchase_checks(answer))
    sheet.freeze(1, 1)
    sheet.fit()


def _fields() -> list[Field]:
    return [
        Field(_("Date")),
        Field(_("For")),
        Field(_("What to do"), "long"),
        Field(_("Order")),
        Field(_("Quantity"), "count", look="input"),
        Field(_("Unit price"), "price", look="input"),
        Field(_("Discount"), "money", look="input"),
        Field(_("Amount"), "money", sum=True),
        Field(_("Clauses")),
        Field(_("Arithmetic"), "long"),
    ]


def _step(step: Step, row: int) -> list[Value]:
    order, line = step.order, step.line
    id = order.id if order else ""
    values: list[Value] = [step.day, step.scope, step.text, id]
    if line is None:
        return [*values, *[None] * 6]
    amount = live_amount(line, _cells(row))
    discount = line.discount or None
    clauses = " ".join(line.clauses)
    sum = phrases.arithmetic(line)
    return [
        *values,
        line.quantity,
        line.unit_price,
        discount,
        amount,
        clauses,
        sum,
    ]


def _cells(row: int) -> dict[str, str]:
    """Where the figures of an order stand."""
    return {
        "quantity": cell(row, _QUANTITY),
        "unit_price": cell(row, _PRICE),
        "discount": cell(row, _DISCOUNT),
    }


def _rest(orders: Orders, answer: Recommendation, rest: str) -> None:
    """What the plan costs besides its orders, and in all."""
    sheet, placed = orders.sheet, orders.placed
    bought = sum(cents for _month, cents in orders.bought)
    whole = answer.best.total or 0
    row = placed.total + 1
    sheet.text(row, _DAY, orders.rest)
    # The calls of the bills are not among the orders, so this part follows none of them.
    linked = f"={rest}" if rest else ""
    look = "" if rest else "input"
    sheet.money(row, _AMOUNT, Live(whole - bought, linked), look)
    sheet.blank(row + 1, range(_COLUMNS), "total")
    parts = f"{cell(placed.total, _AMOUNT)}+{cell(row, _AMOUNT)}"
    sure = summable((bought, whole - bought))
    in_all = Live(whole, f"=ROUND({parts},2)", sure)
    sheet.total(row + 1, _("The plan in all"), in_all, col=_AMOUNT)
