"""A recommendation as a person reads it: what to buy when, what it saves, and how sure
that is.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import OPTIMAL, Plan, Recommendation
from facefusion_billing.reports.documents import plan_details as details
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    span_of,
    under_figure,
)
from facefusion_billing.reports.documents.clause_list import clause_grids
from facefusion_billing.reports.documents.decided_orders import decided_anew
from facefusion_billing.reports.documents.risks import (
    finding_notes,
    first_risks,
    rest_of_notes,
)
from facefusion_billing.reports.documents.shopping_list import (
    purchase_checks,
    shopping_list,
)
from facefusion_billing.reports.wording import phrases, plan_phrases
from facefusion_billing.reports.wording.incomplete import outside_plan
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.remedies import cited


def plan_blocks(
    answer: Recommendation, *, explain: bool = False, brief: bool = False
) -> Iterator[Block]:
    """Headline, what is at risk, plans, shopping list, then what the plan rests on;
    `brief` is what one screen holds, and `explain` adds sums, checks and the plans that
    were compared.
    """
    yield Note(answer.title or _("Cheapest plan"), "title")
    yield from _headline(answer, brief=brief)
    clauses = answer.written.book.clauses if explain and answer.written else {}
    notes = finding_notes(answer.findings, answer.currency, clauses)
    yield from first_risks(notes, elsewhere=brief)
    # A long shopping list runs on below the first screen, so this stands before it.
    yield Note(_more(explain=explain), "hint")
    yield plans_grid(answer, brief=brief)
    if answer.best.total is not None:
        yield shopping_list(answer, brief=brief)
    if brief:
        yield from _last_lines(answer)
        return
    yield from decided_anew(answer)
    if answer.best.total is not None:
        yield from _rest(answer, explain=explain)
    yield from rest_of_notes(notes)
    yield from details.readings(answer)
    yield from details.proof(answer, explain=explain)
    if explain and answer.written:
        yield from _clauses(answer, answer.written.book)


def _clauses(answer: Recommendation, book: PriceBook) -> Iterator[Block]:
    places = {id: clause.where for id, clause in book.clauses.items()}
    yield from clause_grids(_cited(answer, book), places, answer.says)


def _cited(answer: Recommendation, book: PriceBook) -> list[str]:
    """The clauses that orders, checks and notes rest on, each once."""
    found: dict[str, None] = {}
    for line in answer.best_lines:
        if line is not None:
            found.update(dict.fromkeys(line.clauses))
    for bill in answer.bills:
        for line in bill.lines:
            found.update(dict.fromkeys(line.clauses))
    for order in answer.best.orders:
        for check in plan_phrases.checks(order):
            found.update(dict.fromkeys(check.clauses))
    for finding in answer.findings:
        found.update(dict.fromkeys(cited(finding, book.clauses)))
    return list(found)


def quote_blocks(answer: Recommendation) -> Iterator[Block]:
    """Every way to pay for a demand, with all that the answer rests on."""
    return plan_blocks(answer._replace(is_quote=True), explain=True)


def comment_blocks(answer: Recommendation, *, explain: bool = False) -> Iterator[Block]:
    """The same for a comment, whose title is the figure."""
    title = _("No Face Fusion plan serves every call")
    if answer.best.total is not None:
        figure = phrases.money(answer.best.total, answer.currency)
        title = _("Face Fusion plan {figure}").format(figure=figure)
        if answer.saving and not answer.is_quote:
            saving = phrases.signed(-answer.saving)
            title = _("{title} ({saving})").format(title=title, saving=saving)
    return under_figure(title, plan_blocks(answer, explain=explain))


def _rest(answer: Recommendation, *, explain: bool) -> Iterator[Block]:
    """What a plan that serves every call rests on."""
    if explain:
        yield from purchase_checks(answer)
        yield from details.arithmetic(answer)
        yield from details.months(answer)
    yield from details.use(answer)
    yield from details.break_even(answer)
    yield from details.sensitivity(answer)


def _last_lines(answer: Recommendation) -> Iterator[Note]:
    """Other demand, the notes that stand elsewhere, the proof."""
    yield Note("")
    yield from details.demand_line(answer)
    codes = dict.fromkeys(
        finding.code for finding in answer.findings if finding.severity == "note"
    )
    if codes:
        text = _("Notes: {codes}")
        shown = _(", ").join(f"`ffbill explain {code}`" for code in codes)
        yield Note(text.format(codes=shown))
    yield details.proof_line(answer)


def _more(*, explain: bool) -> str:
    """What to type for the rest."""
    if explain:
        return _("More: -f html for a page")
    return _(
        "More: --explain for months, sums, checks, break-even, demand, readings; -f html"
    )


def _headline(answer: Recommendation, *, brief: bool) -> Iterator[Note]:
    if answer.best.total is None:
        yield Note(plan_phrases.no_plan(answer.best.why_not), "alert")
        yield from _forecast(answer)
    else:
        yield from _found(answer, brief=brief)
    # Why there is no plan rests on it, too: without the balance nothing is stopped.
    if answer.leaves_balance_out:
        yield Note(_("Plans are priced without the balance of the account"), "faint")


def _found(answer: Recommendation, *, brief: bool) -> Iterator[Note]:
    """The cheapest plan's figure, what it leaves out, and what it saves."""
    yield Note(_figure(answer))
    yield from _forecast(answer)
    if not answer.is_quote:
        # Nothing lies before what is quoted.
        yield from _planned_part(answer)
    if not answer.complete:
        yield Note(outside_plan(answer), "alert")
    if not answer.is_quote:
        yield _saving(answer, brief=brief)


def _forecast(answer: Recommendation) -> Iterator[Note]:
    if not answer.last_days:
        return
    # Few files have a forecast, so its sentences are loaded when one does.
    from facefusion_billing.reports.documents.forecast_notes import forecast_part

    yield Note(forecast_part(answer.last_days, answer.bills))


def _figure(answer: Recommendation) -> str:
    """The cost of the best plan, for which months, on which prices."""
    text = _("{amount} {currency} is the best plan found, {months}, book {book}")
    dearer = answer.saving is not None and answer.saving < 0
    if answer.proof.status == OPTIMAL and dearer:
        text = _(
            "{amount} {currency} is the least of the plans compared, {months}, book {book}"
        )
    elif answer.proof.status == OPTIMAL:
        text = _("{amount} {currency} is the cheapest plan, {months}, book {book}")
    return text.format(
        amount=amount(answer.best.total or 0),
        currency=answer.currency,
        months=span_of([*_earlier(answer), *answer.horizon.months]),
        book=answer.book_id,
    )


def _earlier(answer: Recommendation) -> list[Month]:
    """The months of the figure before those that are planned."""
    months = [bill.month for bill in answer.bills]
    return [month for month in months if month < answer.horizon.first]


def _planned_part(answer: Recommendation) -> Iterator[Note]:
    """What of the figure is of the months planned, where others come before them."""
    earlier = _earlier(answer)
    if answer.horizon.since is not None:
        text = _("Planned from {day} on; the figure holds what lies before that day")
        yield Note(text.format(day=answer.horizon.since))
    elif earlier:
        planned = [bill for bill in answer.bills if bill.month not in earlier]
        text = _("{amount} {currency} of it in the months planned, {months}")
        yield Note(
            text.format(
                amount=amount(sum(bill.total for bill in planned)),
                currency=answer.currency,
                months=span_of(answer.horizon.months),
            )
        )


def _saving(answer: Recommendation, *, brief: bool) -> Note:
    """The best plan beside the current one."""
    saving, currency = answer.saving, answer.currency
    if saving is None:
        reasons = answer.current.why_not
        text = plan_phrases.current_falls_short(reasons)
        if not brief:
            text = phrases.labelled(text, plan_phrases.why_not(reasons) or "")
        return Note(text, "alert")
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


def plans_grid(answer: Recommendation, *, brief: bool = False) -> Grid:
    """Plans beside each other, with what each costs more than the cheapest; the
    cheapest stands first where there is little room, and last as a sum does.
    """
    columns = (
        Column(_("Plan")),
        details.total_column(answer),
        Column(_("More"), True),
        Column(_("Why not"), cut=brief),
    )
    plans = answer.compared
    # Where rows may be cut off, the cheapest must not be among them.
    if brief or answer.is_quote:
        plans = tuple(sorted(plans, key=_cheapest_first))
    rows = [_plan(plan, answer.best.total, brief=brief) for plan in plans]
    best = [plan.name for plan in plans].index("best")
    style = "total" if best == len(plans) - 1 else "subtotal"
    rows[best] = rows[best]._replace(style=style)
    return Grid(_("Plans"), columns, tuple(rows), heading=not brief)


def _cheapest_first(plan: Plan) -> tuple[bool, Cents, bool]:
    return plan.total is None, plan.total or 0, plan.name != "best"


def _plan(plan: Plan, least: Cents | None, *, brief: bool) -> Row:
    more = ""
    if plan.total is not None and least is not None and plan.total != least:
        more = phrases.signed(plan.total - least)
    why = plan_phrases.why_not(plan.why_not) or ""
    if brief:
        why = plan_phrases.first_reason(plan.why_not)
    name = _(plan_phrases.NAMES[plan.name])
    return Row((name, phrases.amount_or_none(plan.total), more, why))
