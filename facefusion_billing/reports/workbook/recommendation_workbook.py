"""The cheapest plan as a workbook: what to buy as live amounts, what each plan costs month
by month, and what else was asked of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Plan, Recommendation, Sensitivity
from facefusion_billing.reports.documents.blocks import Block, Grid, Note
from facefusion_billing.reports.documents.decided_orders import title
from facefusion_billing.reports.documents.recommendation_document import (
    plan_blocks,
    quote_blocks,
)
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.incomplete import left_out_there
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook import front as summary
from facefusion_billing.reports.workbook.book_file import BookFile
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.charts import Series, chart
from facefusion_billing.reports.workbook.exact import cell
from facefusion_billing.reports.workbook.live import Live, difference
from facefusion_billing.reports.workbook.plan_months_sheet import (
    PlanMonths,
    months_sheet,
    plan_name,
)
from facefusion_billing.reports.workbook.shopping_sheet import finish, shopping_sheet
from facefusion_billing.reports.workbook.tables import (
    Field,
    Placed,
    Value,
    sections,
    table,
)


def recommendation_workbook(answer: Recommendation) -> bytes:
    """The workbook of the cheapest plan beside the others."""
    return _workbook(answer, plan_blocks(answer, explain=True), list(answer.plans))


def quote_workbook(answer: Recommendation) -> bytes:
    """The workbook of every way to pay; there is no current plan."""
    ways = [plan for plan in answer.plans if plan.name != "current"]
    return _workbook(answer, quote_blocks(answer), ways)


def _workbook(
    answer: Recommendation, blocks: Iterable[Block], plans: list[Plan]
) -> bytes:
    title, *rest = blocks
    assert isinstance(title, Note)
    file = BookFile(title.text, answer.currency)
    front = file.sheet(summary.summary_name())
    months = _months_and_orders(file, answer, plans)
    _questions(file, answer, [block for block in rest if isinstance(block, Grid)])
    front.line(0, title.text, "title")
    notes = [block for block in rest if isinstance(block, Note)]
    _summary(front, answer, notes, plans, months)
    return file.bytes()


def _months_and_orders(
    file: BookFile, answer: Recommendation, plans: list[Plan]
) -> dict[str, str]:
    """The sheets By month and Shopping list, each of which follows the other; the link
    to the total of each plan.
    """
    shown = [plan for plan in plans if plan.running]
    by_month = file.sheet(_("By month")) if shown else None
    orders = None
    if answer.best.total is not None:
        orders = shopping_sheet(file.sheet(_("Shopping list")), answer)
    months = PlanMonths({}, "")
    if by_month:
        months = months_sheet(by_month, shown, orders)
    if orders:
        finish(orders, answer, months.rest)
    return months.totals


# What else was asked.


def _questions(file: BookFile, answer: Recommendation, grids: list[Grid]) -> None:
    """Break-even points, other demands and other readings."""
    wanted = [grid for grid in grids if grid.title == _("Break-even") and grid.rows]
    if not (wanted or answer.sensitivity or answer.others):
        return
    sheet, row = file.sheet(_("What if")), 0
    if answer.sensitivity:
        row = _demands(sheet, answer)
    if answer.others:
        sheet.line(row, _("What another reading would change"), "section")
        row = _readings(sheet, row + 1, answer)
    sections(sheet, row, wanted)
    sheet.fit()


def _demands(sheet: Sheet, answer: Recommendation) -> int:
    """Each other demand with what this plan would regret; the row after them and an
    empty one.
    """
    sheet.line(0, _("If demand is different"), "section")
    fields = [
        Field(_("Demand")),
        Field(_("This plan kept"), "money", look="input"),
        Field(_("Best plan"), "money", look="input"),
        Field(_("Regret"), "money"),
    ]
    rows = [_demand(one, row) for row, one in enumerate(answer.sensitivity, 2)]
    return table(sheet, 1, fields, rows).last + 2


def _demand(demand: Sensitivity, row: int) -> list[Value]:
    regret: Value = _("none")
    keep, best = demand.keep, demand.best
    if keep is not None and best is not None:
        regret = difference(keep, best, cell(row, 1), cell(row, 2))
    return [f"{demand.percent:+d} %", _or_none(keep), _or_none(best), regret]


def _readings(sheet: Sheet, top: int, answer: Recommendation) -> int:
    """Each other reading with its best plan; the row after them and an empty one."""
    fields = [
        Field(_("Other reading")),
        Field(_("Best plan"), "money"),
        Field(_("Regret of this plan"), "money"),
        Field(_("Remark"), "long"),
    ]
    rows: list[list[Value]] = []
    for one in answer.others:
        name = phrases.reading(one.assumption, one.value)
        remark = left_out_there(one.unpriced, answer.unpriced)
        rows.append([name, _or_none(one.best), _or_none(one.regret), remark])
    return table(sheet, top, fields, rows).last + 2


def _or_none(cents: Cents | None) -> Value:
    if cents is None:
        return _("none")
    return cents


# The first sheet.


def _summary(
    sheet: Sheet,
    answer: Recommendation,
    notes: list[Note],
    plans: list[Plan],
    months: dict[str, str],
) -> None:
    """The best plan, what is at risk, and the plans beside each other."""
    row = summary.TOTAL
    if answer.best.total is not None:
        total = Live(answer.best.total, months.get("best", ""))
        sheet.total(row, _("Cheapest plan"), total)
    row = summary.paragraphs(sheet, row + 2, notes) + 1
    placed = _plans(sheet, row, answer, plans, months)
    row = _decided(sheet, placed.last + 2, answer)
    if any(plan.total is not None for plan in plans):
        row = _plans_chart(sheet, row, placed)
    summary.origin(sheet, row, [answer.origin])
    sheet.fit()


def _decided(sheet: Sheet, top: int, answer: Recommendation) -> int:
    """The orders of the file that the plan decides anew; the row after them and an
    empty one.
    """
    if not answer.decided:
        return top
    sheet.line(top, title(), "section")
    fields = [
        Field(_("Order")),
        Field(_("Amount"), "money", look="input"),
        Field(_("Date")),
        Field(_("What for"), "long"),
    ]
    rows: list[list[Value]] = [
        [order.id, cents, order.date, plan_phrases.ordered(order)]
        for order, cents in answer.decided
    ]
    return table(sheet, top + 1, fields, rows).last + 2


def _plans_chart(sheet: Sheet, row: int, placed: Placed) -> int:
    """The plans' totals as bars; the row after them."""
    title = _("Plans, {currency}").format(currency=sheet.styles.currency)
    return chart(sheet, row, title, placed.column(0), [Series("", placed.column(1))])


def _plans(
    sheet: Sheet,
    top: int,
    answer: Recommendation,
    plans: list[Plan],
    months: dict[str, str],
) -> Placed:
    """Every plan with its live total, and what it costs more than the best."""
    fields = [
        Field(_("Plan")),
        Field(_("Total"), "money"),
        Field(_("More"), "money"),
        Field(_("Why not"), "long"),
    ]
    best = answer.best.total
    rows = [_plan(plan, best, row, months) for row, plan in enumerate(plans, top + 1)]
    return table(sheet, top, fields, rows)


def _plan(
    plan: Plan, best: Cents | None, row: int, months: dict[str, str]
) -> list[Value]:
    """A plan beside the best one: against the total on this sheet, so that whoever
    changes a month sees all of it move.
    """
    why = plan_phrases.why_not(plan.why_not) or ""
    if plan.total is None or best is None:
        return [plan_name(plan), _("none"), None, why]
    total = Live(plan.total, months.get(plan.name, ""))
    at_best = cell(summary.TOTAL, 1)
    more = difference(plan.total, best, cell(row, 1), at_best)
    return [plan_name(plan), total, more, why]
