"""A recommendation as a person reads it: what to buy when, what it saves, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.recommendation import OPTIMAL, Plan, Recommendation
from facefusion_billing.reports import phrases, plan_phrases
from facefusion_billing.reports.layout import Block, Column, Grid, Note, Row, findings_notes
from facefusion_billing.reports.phrases import amount


def plan_blocks(answer: Recommendation, *, explain: bool = False) -> Iterator[Block]:
    """Headline, plans, shopping list, then what the plan rests on."""
    yield Note(answer.title or "Cheapest plan", "title")
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
    ways.sort(key=lambda plan: (plan.total is None, plan.total or 0, plan.name != "best"))
    yield plans_grid(answer, ways)
    if answer.best.total is not None:
        yield _shopping(answer)
    yield from _break_even(answer)
    yield from _readings(answer)
    yield from _proof(answer)


def _headline(answer: Recommendation) -> Iterator[Note]:
    best, current = answer.best, answer.current
    when = f"{answer.horizon.first} to {answer.horizon.last}, price book {answer.book_id}"
    if best.total is None:
        yield Note(f"No plan serves every call: {plan_phrases.why_not(best.why_not)}", "alert")
        return
    proved = "the cheapest plan" if answer.proof.status == OPTIMAL else "the best plan found"
    yield Note(f"{amount(best.total)} {answer.currency} is {proved}, {when}")
    if answer.saving is None:
        yield Note(f"The current plan does not serve every call: {plan_phrases.why_not(current.why_not)}", "alert")
    elif answer.saving < 0:
        less = f"{amount(-answer.saving)} {answer.currency} less"
        yield Note(
            f"The current plan costs {less}: its orders are outside the plans compared (dates, gifts, agreed prices)"
        )
    elif answer.saving:
        share = plan_phrases.percent(answer.saving, current.total or 0)
        yield Note(f"{amount(answer.saving)} {answer.currency} ({share} %) less than the current plan")
    else:
        yield Note("The current plan costs no more")


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
        total = amount(plan.total) if plan.total is not None else "none"
        style = "total" if plan.name == "best" and plans[-1] is plan and len(plans) == len(answer.plans) else "plain"
        rows.append(Row((plan_phrases.NAMES[plan.name], total, more, plan_phrases.why_not(plan.why_not) or ""), style))
    columns = (Column("Plan"), Column(f"Total {answer.currency}", True), Column("More", True), Column("Why not"))
    return Grid("Plans", columns, tuple(rows))


def _shopping(answer: Recommendation) -> Grid:
    """What to do in date order, billing mode switches included."""
    rows = []
    for order, line in zip(answer.best.orders, answer.best_lines, strict=True):
        cost = amount(line.amount) if line is not None else amount(0)
        rows.append((order.date, 1, Row((str(order.date), order.scope or "account", plan_phrases.to_do(order), cost))))
    for name, spans in answer.best.modes.items():
        for span in spans:
            rows.append((span.start, 0, Row((str(span.start), name, "console: set the billing mode to QPS", ""))))
            rows.append((span.end, 0, Row((str(span.end), name, "console: set the billing mode to call volume", ""))))
    rows.sort(key=lambda row: row[:2])
    what = Column("What to do")
    columns = (Column("Date"), Column("For"), what, Column(f"Amount {answer.currency}", True))
    shown = tuple(row for _, _, row in rows) or (Row(("", "", "nothing to buy", "")),)
    return Grid("Shopping list", columns, shown)


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
        columns = (Column("Order"), Column("What for"), Column("Arithmetic"), Column("Amount", True), Column("Clause"))
        yield Grid("Arithmetic", columns, tuple(rows))


def _use(answer: Recommendation) -> Iterator[Grid]:
    rows = tuple(
        Row(
            (
                row.scope,
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
        figures = (Column("Pack calls", True), Column("Used", True), Column("Unused", True), Column("Used %", True))
        yield Grid("By scope", (Column("For"), Column(f"Total {answer.currency}", True), *figures), rows)


def _share(part: int, whole: int) -> str:
    return plan_phrases.percent(part, whole) if whole else ""


def _break_even(answer: Recommendation) -> Iterator[Block]:
    if answer.break_even:
        rows = tuple(Row((row.scope, plan_phrases.break_even(row))) for row in answer.break_even)
        yield Grid("Break-even", (Column("For"), Column("What pays from where")), rows)


def _sensitivity(answer: Recommendation) -> Iterator[Block]:
    rows = tuple(
        Row(
            (
                f"{row.percent:+d} %",
                *(amount(cents) if cents is not None else "none" for cents in (row.keep, row.best, row.regret)),
            )
        )
        for row in answer.sensitivity
    )
    if rows:
        columns = (Column("Demand"), Column("This plan kept", True), Column("Best plan", True), Column("Regret", True))
        yield Grid("If demand is different", columns, rows)
    if answer.stable:
        low, high = answer.stable
        yield Note(f"As far as tried, this plan stays the cheapest from {low:+d} % to {high:+d} % of demand.", "faint")


def _readings(answer: Recommendation) -> Iterator[Block]:
    yield Note("")
    yield Note("Assumes " + ", ".join(f"{id}={value}" for id, value in answer.assumptions.items()), "faint")
    if answer.others:
        columns = (Column("Other reading"), Column("Best plan", True), Column("Regret of this plan", True))
        rows = tuple(
            Row(
                (
                    f"{row.assumption}={row.value}",
                    *(amount(cents) if cents is not None else "none" for cents in (row.best, row.regret)),
                )
            )
            for row in answer.others
        )
        yield Grid("What another reading would change", columns, rows)


def _proof(answer: Recommendation) -> Iterator[Note]:
    proof, best = answer.proof, answer.best
    yield Note("")
    text = f"Proof: {proof.status}"
    if proof.lower is not None and best.total is not None and proof.lower < best.total:
        text += f", no plan costs less than {amount(proof.lower)} (gap {amount(best.total - proof.lower)})"
    yield Note(f"{text}; {plan_phrases.method(proof.labels, proof.space)}", "faint")
