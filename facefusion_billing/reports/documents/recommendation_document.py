"""A recommendation as a person reads it: what to buy when, what it saves, and how sure
that is.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import OPTIMAL, Plan, Recommendation
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    money_column,
)
from facefusion_billing.reports.documents.estimate_document import findings_notes
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
    yield from _proof(answer)


def quote_blocks(answer: Recommendation) -> Iterator[Block]:
    """Every way to pay, cheapest first, in one screen."""
    yield Note(answer.title, "title")
    ways = [plan for plan in answer.plans if plan.name != "current"]
    ways.sort(
        key=lambda plan: (plan.total is None, plan.total or 0, plan.name != "best")
    )
    yield plans_grid(answer, ways)
    if answer.best.total is not None:
        yield _shopping(answer)
    yield from _break_even(answer)
    yield from _readings(answer)
    yield from _proof(answer)


def _headline(answer: Recommendation) -> Iterator[Note]:
    best, current, currency = answer.best, answer.current, answer.currency
    if best.total is None:
        text = _("No plan serves every call: {why}")
        yield Note(text.format(why=plan_phrases.why_not(best.why_not)), "alert")
        return
    if answer.proof.status == OPTIMAL:
        text = _(
            "{amount} {currency} is the cheapest plan, {first} to {last}, price book {book}"
        )
    else:
        text = _(
            "{amount} {currency} is the best plan found, {first} to {last}, price book {book}"
        )
    first, last = answer.horizon
    yield Note(
        text.format(
            amount=amount(best.total),
            currency=currency,
            first=first,
            last=last,
            book=answer.book_id,
        )
    )
    if answer.saving is None:
        text = _("The current plan does not serve every call: {why}")
        yield Note(text.format(why=plan_phrases.why_not(current.why_not)), "alert")
    elif answer.saving < 0:
        text = _(
            "The current plan costs {amount} {currency} less: "
            "its orders are outside the plans compared (dates, gifts, agreed prices)"
        )
        yield Note(text.format(amount=amount(-answer.saving), currency=currency))
    elif answer.saving:
        share = plan_phrases.percent(answer.saving, current.total or 0)
        text = _("{amount} {currency} ({share} %) less than the current plan")
        yield Note(
            text.format(amount=amount(answer.saving), currency=currency, share=share)
        )
    else:
        yield Note(_("The current plan costs no more"))


def plans_grid(answer: Recommendation, plans: tuple[Plan, ...] | list[Plan]) -> Grid:
    """Plans beside each other, with what each costs more than the cheapest."""
    least = answer.best.total
    rows = []
    for plan in plans:
        more = (
            phrases.signed(plan.total - least)
            if plan.total is not None and least is not None and plan.total != least
            else ""
        )
        total = _amount_or_none(plan.total)
        style = (
            "total"
            if plan.name == "best"
            and plans[-1] is plan
            and len(plans) == len(answer.plans)
            else "plain"
        )
        name, why = (
            _(plan_phrases.NAMES[plan.name]),
            plan_phrases.why_not(plan.why_not) or "",
        )
        rows.append(Row((name, total, more, why), style))
    columns = (
        Column(_("Plan")),
        _total_column(answer),
        Column(_("More"), True),
        Column(_("Why not")),
    )
    return Grid(_("Plans"), columns, tuple(rows))


def _total_column(answer: Recommendation) -> Column:
    return Column(_("Total {currency}").format(currency=answer.currency), True)


def _amount_or_none(cents: Cents | None) -> str:
    return _("none") if cents is None else amount(cents)


def _shopping(answer: Recommendation) -> Grid:
    """What to do in date order, billing mode switches included."""
    rows = []
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        cost = amount(line.amount) if line is not None else amount(0)
        scope = phrases.scope_name(order.scope or ACCOUNT)
        rows.append(
            (
                order.date,
                1,
                Row((str(order.date), scope, plan_phrases.to_do(order), cost)),
            )
        )
    for name, spans in answer.best.modes.items():
        for span in spans:
            to_qps, back = (
                _("console: set the billing mode to QPS"),
                _("console: set the billing mode to call volume"),
            )
            rows.append((span.start, 0, Row((str(span.start), name, to_qps, ""))))
            rows.append((span.end, 0, Row((str(span.end), name, back, ""))))
    rows.sort(key=lambda row: row[:2])
    columns = (
        Column(_("Date")),
        Column(_("For")),
        Column(_("What to do")),
        money_column(answer.currency),
    )
    shown = tuple(row[2] for row in rows) or (Row(("", "", _("nothing to buy"), "")),)
    return Grid(_("Shopping list"), columns, shown)


def _explained(answer: Recommendation) -> Iterator[Grid]:
    """The arithmetic and the clause of each order."""
    rows = []
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        if line is not None:
            rows.append(
                Row(
                    (
                        order.id,
                        phrases.description(line),
                        phrases.arithmetic(line),
                        amount(line.amount),
                        " ".join(line.clauses),
                    )
                )
            )
    if rows:
        columns = (
            Column(_("Order")),
            Column(_("What for")),
            Column(_("Arithmetic")),
            Column(_("Amount"), True),
            Column(_("Clause")),
        )
        yield Grid(_("Arithmetic"), columns, tuple(rows))


def _use(answer: Recommendation) -> Iterator[Grid]:
    rows = tuple(
        Row(
            (
                phrases.scope_name(row.scope),
                amount(row.total),
                f"{row.bought:,}",
                f"{row.used:,}",
                f"{row.left:,}",
                _share(row.used, row.bought),
            )
        )
        for row in answer.per_scope
    )
    if rows:
        columns = (
            Column(_("For")),
            _total_column(answer),
            Column(_("Pack calls"), True),
            Column(_("Used"), True),
            Column(_("Unused"), True),
            Column(_("Used %"), True),
        )
        yield Grid(_("By scope"), columns, rows)


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
    rows = tuple(
        Row(
            (
                f"{row.percent:+d} %",
                *map(_amount_or_none, (row.keep, row.best, row.regret)),
            )
        )
        for row in answer.sensitivity
    )
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


def _readings(answer: Recommendation) -> Iterator[Block]:
    yield Note("")
    yield Note(phrases.assumed(answer.assumptions), "faint")
    if answer.others:
        columns = (
            Column(_("Other reading")),
            Column(_("Best plan"), True),
            Column(_("Regret of this plan"), True),
        )
        rows = tuple(
            Row(
                (
                    phrases.reading(row.assumption, row.value),
                    *map(_amount_or_none, (row.best, row.regret)),
                )
            )
            for row in answer.others
        )
        yield Grid(_("What another reading would change"), columns, rows)


def _proof(answer: Recommendation) -> Iterator[Note]:
    proof, best = answer.proof, answer.best
    yield Note("")
    text = _("Proof: {status}").format(status=_(proof.status))
    if proof.lower is not None and best.total is not None and proof.lower < best.total:
        bound = _("{proof}, no plan costs less than {lower} (gap {gap})")
        text = bound.format(
            proof=text, lower=amount(proof.lower), gap=amount(best.total - proof.lower)
        )
    yield Note(
        _("; ").join((text, plan_phrases.method(proof.labels, proof.space))), "faint"
    )
