"""What a plan rests on: its sums, what becomes of its packs, where each purchase pays,
other demand, other readings, and the proof.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.recommendation import (
    OtherReading,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.documents.bills_document import bills_grid
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.documents.burn_down_document import burn_down_grid
from facefusion_billing.reports.documents.risks import left_out_rows
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.break_even_phrases import break_even_text
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount, amount_or_none


def arithmetic(answer: Recommendation) -> Iterator[Grid]:
    """The arithmetic and the clause of each order, by the name it has below."""
    pairs = zip(answer.best.orders, answer.best_lines, strict=True)
    rows = tuple(_sum(order, line) for order, line in pairs)
    if rows:
        columns = (
            Column(_("Order")),
            Column(_("What for")),
            Column(_("Arithmetic")),
            Column(_("Amount"), True),
            Column(_("Clause")),
        )
        yield Grid(_("Arithmetic"), columns, rows)


def _sum(order: Order, line: BillLine | None) -> Row:
    if line is None:
        return Row((order.id, phrases.ordered(order), "", amount(0), ""))
    what = phrases.description(line)
    how = phrases.arithmetic(line)
    return Row((order.id, what, how, amount(line.amount), " ".join(line.clauses)))


def total_column(answer: Recommendation) -> Column:
    """A column of totals in the currency of the plan."""
    return Column(_("Total {currency}").format(currency=answer.currency), True)


def months(answer: Recommendation) -> Iterator[Grid]:
    """What each month of the plan costs, and what serves its calls."""
    if not answer.bills:
        return
    yield bills_grid(answer.bills, answer.currency)
    calls = burn_down_grid(answer.bills)
    if calls.rows:
        yield calls


def use(answer: Recommendation) -> Iterator[Grid]:
    """What each scope costs, and what becomes of the calls bought for it."""
    rows = tuple(_scope(row) for row in answer.per_scope)
    if rows:
        columns = (
            Column(_("For")),
            total_column(answer),
            Column(_("Pack calls"), True),
            Column(_("Used"), True),
            Column(_("Expired"), True),
            Column(_("Still valid"), True),
            Column(_("Used %"), True),
        )
        yield Grid(_("By scope"), columns, rows)


def _scope(row: ScopeCost) -> Row:
    counts = [f"{n:,}" for n in (row.bought, row.used, row.expired, row.valid)]
    share = _share(row.used, row.bought)
    return Row((phrases.scope_name(row.scope), amount(row.total), *counts, share))


def _share(part: int, whole: int) -> str:
    if whole:
        return plan_phrases.percent(part, whole)
    return ""


def break_even(answer: Recommendation) -> Iterator[Block]:
    """Where each purchase pays."""
    if answer.break_even:
        rows = tuple(
            Row((phrases.scope_name(row.scope), break_even_text(row)))
            for row in answer.break_even
        )
        yield Grid(
            _("Break-even"), (Column(_("For")), Column(_("What pays from where"))), rows
        )


def sensitivity(answer: Recommendation) -> Iterator[Block]:
    """What the plan and the best plan cost at another demand."""
    rows = tuple(_demand(row) for row in answer.sensitivity)
    if rows:
        columns = (
            Column(_("Demand")),
            Column(_("This plan kept"), True),
            Column(_("Best plan"), True),
            Column(_("Regret"), True),
        )
        yield Grid(_("If there are more or fewer calls (peaks stay)"), columns, rows)
    if answer.stable and answer.stable != (0, 0):
        low, high = answer.stable
        text = _(
            "As far as tried, this plan stays the cheapest from {low:+d} % to {high:+d} % of demand."
        )
        yield Note(text.format(low=low, high=high), "faint")


def _demand(row: Sensitivity) -> Row:
    costs = map(amount_or_none, (row.keep, row.best, row.regret))
    return Row((f"{row.percent:+d} %", *costs))


def demand_line(answer: Recommendation) -> Iterator[Note]:
    """What keeping the plan costs too much at a quarter less and more demand."""
    said = [
        phrases.labelled(f"{row.percent:+d} %", _regret(row, answer.currency))
        for row in answer.sensitivity
        if abs(row.percent) == 25
    ]
    if said:
        yield Note(_("Demand {changes}").format(changes=_("; ").join(said)))


def _regret(row: Sensitivity, currency: str) -> str:
    if row.regret is None:
        return _("calls are not served")
    if row.regret == 0:
        return _("still the cheapest")
    return _("{money} too much").format(money=phrases.money(row.regret, currency))


def readings(answer: Recommendation) -> Iterator[Block]:
    """The readings in force, and what another would change."""
    yield Note("")
    yield Note(phrases.assumed(answer.assumptions), "faint")
    if answer.others:
        columns = (
            Column(_("Other reading")),
            Column(_("Best plan"), True),
            Column(_("Regret of this plan"), True),
        )
        rows: list[Row] = []
        for row in answer.others:
            rows.append(_reading(row))
            rows += left_out_rows(row.unpriced, answer.unpriced, len(columns))
        yield Grid(_("What another reading would change"), columns, tuple(rows))


def _reading(row: OtherReading) -> Row:
    costs = map(amount_or_none, (row.best, row.regret))
    return Row((phrases.reading(row.assumption, row.value), *costs))


def proof(answer: Recommendation, *, explain: bool = False) -> Iterator[Note]:
    """How sure the plan is; what plans the proof speaks of only where asked."""
    yield Note("")
    line, found = proof_line(answer), answer.proof
    if explain:
        method = plan_phrases.method(found.labels, found.space)
        line = line._replace(text=_("; ").join((line.text, method)))
    yield line


def proof_line(answer: Recommendation) -> Note:
    """How sure the plan is, in a line."""
    proof, best = answer.proof, answer.best
    text = _("Proof: {status}").format(status=_(proof.status))
    if proof.lower is not None and best.total is not None and proof.lower < best.total:
        bound = _("{proof}, no plan costs less than {lower} (gap {gap})")
        text = bound.format(
            proof=text, lower=amount(proof.lower), gap=amount(best.total - proof.lower)
        )
    return Note(text, "faint")
