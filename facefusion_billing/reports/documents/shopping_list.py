"""What to buy, claim and switch, in the order in which the steps work, and what to check
before a purchase that cannot be changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.documents.blocks import Column, Grid, Row, money_column
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.startup.record import NamedTuple

ORDER_OF_STEPS = (
    "activate",
    "licence",
    "qps_upgrade",
    "call_pack",
    "material_pack",
    "free_pack",
    "qps",
    "mode",
)
"""What works first on one day: a pack needs a licence, QPS are there before their mode."""


class Step(NamedTuple):
    """Something to do on a day; `kind` is one of `ORDER_OF_STEPS`, an order may have a
    bill line.
    """

    day: date
    kind: str
    scope: str
    text: str
    order: Order | None = None
    line: BillLine | None = None

    @property
    def cost(self) -> str:
        """What an order costs; nothing for what is none."""
        if self.order is None:
            return ""
        if self.line is None:
            return amount(0)
        return amount(self.line.amount)


def shopping_list(answer: Recommendation, *, brief: bool = False) -> Grid:
    """The steps by date; on a short screen without the scope where there is one."""
    steps = steps_in_order(answer)
    scopes = {step.scope for step in steps if step.scope}
    columns = _columns(answer.currency)
    rows = [*_step_rows(steps), *_bought_already(answer)]
    # One scope need not be said on each line of a screen.
    if brief and len(scopes) < 2:
        del columns[1]
        rows = [[day, *cells] for day, _scope, *cells in rows]
    grid = tuple(Row(tuple(cells)) for cells in rows)
    return Grid(_("Shopping list"), tuple(columns), grid, heading=not brief)


def _step_rows(steps: list[Step]) -> Iterator[list[str]]:
    for each in steps:
        yield [str(each.day), each.scope, each.text, each.cost]
    if not steps:
        yield ["", "", _("nothing to buy"), ""]


def _columns(currency: str) -> list[Column]:
    return [
        Column(_("Date")),
        Column(_("For")),
        Column(_("What to do")),
        money_column(currency),
    ]


def _bought_already(answer: Recommendation) -> Iterator[list[str]]:
    """What was bought before, in one row: without it the list and the calls that are
    billed do not add up to the plan's total.
    """
    paid = [cents for _order, cents in answer.facts if cents]
    if paid:
        text = ngettext(
            "{number} order bought already", "{number} orders bought already", len(paid)
        )
        yield ["", "", text.format(number=len(paid)), amount(sum(paid))]


def steps_in_order(answer: Recommendation) -> list[Step]:
    """All there is to do, in the order in which it works."""
    return sorted(_steps(answer), key=_first_possible)


def _first_possible(step: Step) -> tuple[date, int]:
    return step.day, ORDER_OF_STEPS.index(step.kind)


def _steps(answer: Recommendation) -> Iterator[Step]:
    yield from _activation(answer)
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        scope = phrases.scope_name(order.scope or ACCOUNT)
        what = plan_phrases.to_do(order)
        yield Step(order.date, order.kind.name, scope, what, order, line)
    for name, spans in answer.best.modes.items():
        for span in spans:
            there = _("console: set the billing mode to QPS")
            yield Step(span.start, "mode", name, there)
            back = _("console: set the billing mode to call volume")
            yield Step(span.end, "mode", name, back)


def _activation(answer: Recommendation) -> Iterator[Step]:
    """The activation of the service, where the months planned begin with it."""
    day = answer.written.account.activated if answer.written else None
    if day and day >= answer.horizon.start:
        text = _("console: activate the service (Activate Now)")
        yield Step(day, "activate", "", text)


def purchase_checks(answer: Recommendation) -> Iterator[Grid]:
    """What to check before each kind of purchase, with its clause."""
    # Of the clauses only those that the book has; one of a page beside it is named too.
    known = answer.written.book.clauses if answer.written else {}
    found: dict[tuple[str, str, str], None] = {}
    for order in answer.best.orders:
        for check in plan_phrases.checks(order):
            clauses = [id for id in check.clauses if id in known or check.is_beside]
            row = _(order.kind.title), _(check.text), _(", ").join(clauses)
            found[row] = None
    if found:
        columns = (
            Column(_("Before you buy")),
            Column(_("Check")),
            Column(_("Clause")),
        )
        yield Grid(_("What to check"), columns, tuple(map(Row, found)))
