"""A recommendation as a person reads it: what to buy when, what it saves, and how sure
that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from facefusion_billing.model.bill import BillLine
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import (
    OPTIMAL,
    OtherReading,
    Plan,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
)
from facefusion_billing.reports.documents.risks import findings_notes
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount


def plan_blocks(answer: Recommendation, *, explain: bool = False) -> Iterator[Block]:
    """Headline, plans, shopping list, then what the plan rests on."""
    yield Note(answer.title or _("Cheapest plan"), "title")
    yield from _headline(answer)
    yield plans_grid(answer, answer.plans)
    if answer.best.total is not None:
        yield _shopping(answer)
        yield from _explained(answer) if explain else ()
        yield from _use(answer)
        yield from _break_even(answer)
        yield from _sensitivity(answer)
    yield from findings_notes(answer.findings, answer.currency)
    yield from _readings(answer)
    yield from _proof(answer, explain=explain)


def quote_blocks(answer: Recommendation) -> Iterator[Block]:
    """Every way to pay, cheapest first, in one screen."""
    yield Note(answer.title, "title")
    ways = [plan for plan in answer.plans if plan.name != "current"]
    yield plans_grid(answer, sorted(ways, key=_cheapest_first))
    if answer.best.total is not None:
        yield _shopping(answer)
    yield from _break_even(answer)
    yield from _readings(answer)
    yield from _proof(answer)


def _cheapest_first(plan: Plan) -> tuple[bool, Cents, bool]:
    return plan.total is None, plan.total or 0, plan.name != "best"


def _headline(answer: Recommendation) -> Iterator[Note]:
    if answer.best.total is None:
        text = _("No plan serves every call: {why}")
        why = plan_phrases.why_not(answer.best.why_not)
        yield Note(text.format(why=why), "alert")
        return
    yield Note(_figure(answer))
    yield _saving(answer)


def _figure(answer: Recommendation) -> str:
    """The cost of the best plan, for which months, on which prices."""
    text = _(
        "{amount} {currency} is the best plan found, {first} to {last}, price book {book}"
    )
    if answer.proof.status == OPTIMAL:
        text = _(
            "{amount} {currency} is the cheapest plan, {first} to {last}, price book {book}"
        )
    return text.format(
        amount=amount(answer.best.total or 0),
        currency=answer.currency,
        first=answer.horizon.first,
        last=answer.horizon.last,
        book=answer.book_id,
    )


def _saving(answer: Recommendation) -> Note:
    """The best plan beside the current one."""
    saving, currency = answer.saving, answer.currency
    if saving is None:
        text = _("The current plan does not serve every call: {why}")
        why = plan_phrases.why_not(answer.current.why_not)
        return Note(text.format(why=why), "alert")
    if saving < 0:
        text = _(
            "The current plan costs {amount} {currency} less, keep it: "
            "its orders are outside the plans compared (agreed prices, licences, shapes the space leaves out)"
        )
        return Note(text.format(amount=amount(-saving), currency=currency))
    if saving == 0:
        return Note(_("The current plan costs no more"))
    share = plan_phrases.percent(saving, answer.current.total or 0)
    text = _("{amount} {currency} ({share} %) less than the current plan")
    return Note(text.format(amount=amount(saving), currency=currency, share=share))


def plans_grid(answer: Recommendation, plans: Sequence[Plan]) -> Grid:
    """Plans beside each other, with what each costs more than the cheapest."""
    columns = (
        Column(_("Plan")),
        _total_column(answer),
        Column(_("More"), True),
        Column(_("Why not")),
    )
    rows = [_plan(plan, answer.best.total) for plan in plans]
    # Of all plans the best stands last, as a sum does; in a quote it stands first.
    if len(plans) == len(answer.plans) and plans[-1].name == "best":
        rows[-1] = rows[-1]._replace(style="total")
    return Grid(_("Plans"), columns, tuple(rows))


def _plan(plan: Plan, least: Cents | None) -> Row:
    more = ""
    if plan.total is not None and least is not None and plan.total != least:
        more = phrases.signed(plan.total - least)
    name, why = _(plan_phrases.NAMES[plan.name]), plan_phrases.why_not(plan.why_not)
    return Row((name, _amount_or_none(plan.total), more, why or ""))


def _total_column(answer: Recommendation) -> Column:
    return Column(_("Total {currency}").format(currency=answer.currency), True)


def _amount_or_none(cents: Cents | None) -> str:
    return _("none") if cents is None else amount(cents)


def _shopping(answer: Recommendation) -> Grid:
    """What to do in date order, billing mode switches included."""
    columns = (
        Column(_("Date")),
        Column(_("For")),
        Column(_("What to do")),
        money_column(answer.currency),
    )
    steps = sorted([*_switches(answer), *_purchases(answer)], key=lambda step: step[0])
    rows = [Row((str(day), *cells)) for day, cells in steps]
    rows = rows or [Row(("", "", _("nothing to buy"), ""))]
    return Grid(_("Shopping list"), columns, tuple(rows))


_Step = tuple[date, tuple[str, str, str]]


def _purchases(answer: Recommendation) -> Iterator[_Step]:
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        cost = line.amount if line is not None else 0
        scope = phrases.scope_name(order.scope or ACCOUNT)
        yield order.date, (scope, plan_phrases.to_do(order), amount(cost))


def _switches(answer: Recommendation) -> Iterator[_Step]:
    """The days on which the billing mode changes."""
    for name, spans in answer.best.modes.items():
        for span in spans:
            yield span.start, (name, _("console: set the billing mode to QPS"), "")
            back = _("console: set the billing mode to call volume")
            yield span.end, (name, back, "")


def _explained(answer: Recommendation) -> Iterator[Grid]:
    """The arithmetic and the clause of each order."""
    pairs = zip(answer.best.orders, answer.best_lines, strict=True)
    rows = tuple(_sum(order, line) for order, line in pairs if line is not None)
    if rows:
        columns = (
            Column(_("Order")),
            Column(_("What for")),
            Column(_("Arithmetic")),
            Column(_("Amount"), True),
            Column(_("Clause")),
        )
        yield Grid(_("Arithmetic"), columns, rows)


def _sum(order: Order, line: BillLine) -> Row:
    what, how = phrases.description(line), phrases.arithmetic(line)
    return Row((order.id, what, how, amount(line.amount), " ".join(line.clauses)))


def _use(answer: Recommendation) -> Iterator[Grid]:
    rows = tuple(_scope(row) for row in answer.per_scope)
    if rows:
        columns = (
            Column(_("For")),
            _total_column(answer),
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
    return plan_phrases.percent(part, whole) if whole else ""


def _break_even(answer: Recommendation) -> Iterator[Block]:
    if answer.break_even:
        rows = tuple(
            Row((phrases.scope_name(row.scope), plan_phrases.break_even(row)))
            for row in answer.break_even
        )
        yield Grid(
            _("Break-even"), (Column(_("For")), Column(_("What pays from where"))), rows
        )


def _sensitivity(answer: Recommendation) -> Iterator[Block]:
    rows = tuple(_demand(row) for row in answer.sensitivity)
    if rows:
        columns = (
            Column(_("Demand")),
            Column(_("This plan kept"), True),
            Column(_("Best plan"), True),
            Column(_("Regret"), True),
        )
        yield Grid(_("If demand is different"), columns, rows)
    if answer.stable:
        low, high = answer.stable
        text = _(
            "As far as tried, this plan stays the cheapest from {low:+d} % to {high:+d} % of demand."
        )
        yield Note(text.format(low=low, high=high), "faint")


def _demand(row: Sensitivity) -> Row:
    costs = map(_amount_or_none, (row.keep, row.best, row.regret))
    return Row((f"{row.percent:+d} %", *costs))


def _readings(answer: Recommendation) -> Iterator[Block]:
    yield Note("")
    yield Note(phrases.assumed(answer.assumptions), "faint")
    if answer.others:
        columns = (
            Column(_("Other reading")),
            Column(_("Best plan"), True),
            Column(_("Regret of this plan"), True),
        )
        rows = tuple(_reading(row) for row in answer.others)
        yield Grid(_("What another reading would change"), columns, rows)


def _reading(row: OtherReading) -> Row:
    costs = map(_amount_or_none, (row.best, row.regret))
    return Row((phrases.reading(row.assumption, row.value), *costs))


def _proof(answer: Recommendation, *, explain: bool = False) -> Iterator[Note]:
    """How sure the plan is; what plans the proof speaks of only where asked."""
    proof, best = answer.proof, answer.best
    yield Note("")
    text = _("Proof: {status}").format(status=_(proof.status))
    if proof.lower is not None and best.total is not None and proof.lower < best.total:
        bound = _("{proof}, no plan costs less than {lower} (gap {gap})")
        text = bound.format(
            proof=text, lower=amount(proof.lower), gap=amount(best.total - proof.lower)
        )
    if explain:
        text = _("; ").join((text, plan_phrases.method(proof.labels, proof.space)))
    yield Note(text, "faint")
