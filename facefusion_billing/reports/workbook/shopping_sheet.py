"""The sheet of what to buy: the orders and switches of the best plan by date, each with a
live amount, and how they add up to the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.bills_sheet import live_amount
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import cell, summable
from facefusion_billing.reports.workbook.tables import (
    Field,
    Placed,
    Value,
    table,
)

_DAY, _QUANTITY, _PRICE, _DISCOUNT, _AMOUNT = 0, 4, 5, 6, 7
"""Its columns."""
_COLUMNS = 10


def shopping_sheet(sheet: Sheet, answer: Recommendation) -> None:
    """The orders and switches of the best plan by date, and how they add up to it."""
    fields = [
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
    steps = sorted([*_switches(answer), *_purchases(answer)], key=lambda step: step[0])
    rows = [_step(step, row) for row, step in enumerate(steps, 1)]
    rows = rows or [[None, "", _("nothing to buy"), *[None] * 7]]
    placed = table(sheet, 0, fields, rows)
    _rest(sheet, answer, placed)
    sheet.freeze(1, 1)
    sheet.fit()


_Step = tuple[date, str, str, Order | None, BillLine | None]


def _switches(answer: Recommendation) -> Iterator[_Step]:
    for scope, spans in answer.best.modes.items():
        for span in spans:
            there = _("console: set the billing mode to QPS")
            back = _("console: set the billing mode to call volume")
            yield span.start, scope, there, None, None
            yield span.end, scope, back, None, None


def _purchases(answer: Recommendation) -> Iterator[_Step]:
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        scope = phrases.scope_name(order.scope or ACCOUNT)
        yield order.date, scope, plan_phrases.to_do(order), order, line


def _step(step: _Step, row: int) -> list[Value]:
    day, scope, what, order, line = step
    values: list[Value] = [day, scope, what, order.id if order else ""]
    if line is None:
        return [*values, *[None] * 6]
    amount = live_amount(line, _cells(row))
    discount = line.discount or None
    clauses, sum = " ".join(line.clauses), phrases.arithmetic(line)
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


def _rest(sheet: Sheet, answer: Recommendation, placed: Placed) -> None:
    """What the plan costs besides its orders, and in all."""
    bought = sum(line.amount for line in answer.best_lines if line is not None)
    whole, row = answer.best.total or 0, placed.total + 1
    text = _("Pay-as-you-go, and what is bought already")
    sheet.text(row, _DAY, text)
    sheet.money(row, _AMOUNT, whole - bought, look="input")
    sheet.blank(row + 1, range(_COLUMNS), "total")
    sheet.text(row + 1, _DAY, _("The plan in all"), look="total")
    parts = f"{cell(placed.total, _AMOUNT)}+{cell(row, _AMOUNT)}"
    live = summable((bought, whole - bought))
    sheet.money(row + 1, _AMOUNT, whole, f"=ROUND({parts},2)", live=live, look="total")
