"""The figures of a page: those of a scenario's bills, and those of plans beside each
other.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.chart_data import Pictures
from facefusion_billing.model.recommendation import Plan, Recommendation
from facefusion_billing.reports.page.curve_chart import cost_curve
from facefusion_billing.reports.page.figures import (
    Figure,
    Series,
    by_kind,
    paid_and_used,
    running,
)
from facefusion_billing.reports.page.stock_charts import account_balance, pack_balances
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.plan_phrases import NAMES

LONG = 24
"""The bills of more months than that stand below the pictures."""


def estimate_figures(answer: Estimate) -> Iterator[Figure]:
    """The pictures of a scenario's bills."""
    pictures, currency = answer.pictures, answer.currency
    if pictures is None:
        return
    yield from _of_bills(pictures, currency)
    if answer.ledger is not None and answer.ledger.events:
        yield account_balance(answer.ledger, pictures, currency)


def _of_bills(pictures: Pictures, currency: str) -> Iterator[Figure]:
    bills = (_("By kind"), _("Bills")) if len(pictures.months) <= LONG else ()
    yield by_kind(pictures, currency)
    if len(pictures.running) > 1:
        yield paid_and_used(pictures, currency)._replace(after=bills)
    for curve in pictures.curves:
        yield cost_curve(curve, currency)._replace(after=bills)
    if pictures.packs:
        yield pack_balances(pictures)


def _running_costs(series: Series, says: tuple[str, ...], currency: str) -> Figure:
    """The running cost of plans beside each other."""
    title = _("Cost of the plans added up, {currency}").format(currency=currency)
    return running(title, says, series, currency)._replace(after=(_("Plans"),))


def plan_figures(answer: Recommendation, *, quote: bool) -> Iterator[Figure]:
    """The running cost of the plans beside each other, and the pictures of the best
    one's bills; a quote has no current plan.
    """
    plans = [plan for plan in answer.plans if not (quote and plan.name == "current")]
    shown = [plan for plan in plans if plan.running]
    series = {_(NAMES[plan.name]): list(plan.running) for plan in shown}
    if series:
        says = tuple(_plans_say(answer.best, plans, answer.currency))
        yield _running_costs(series, says, answer.currency)
    if answer.pictures is not None:
        for figure in _of_bills(answer.pictures, answer.currency):
            title = _("Cheapest plan: {picture}").format(picture=figure.title)
            yield figure._replace(title=title, beside="", after=(_("Shopping list"),))


def _plans_say(best: Plan, plans: list[Plan], currency: str) -> Iterator[str]:
    current = [plan for plan in plans if plan.name == "current"]
    for plan in (best, *current):
        if plan.running:
            month, total = plan.running[-1]
            text = _("{plan}: {total} {currency} by the end of {month}.")
            yield text.format(
                plan=_(NAMES[plan.name]),
                total=amount(total),
                currency=currency,
                month=month,
            )
    missing = [_(NAMES[plan.name]) for plan in plans if not plan.feasible]
    if missing:
        yield _("Not shown, as they do not serve every call: {plans}.").format(
            plans=_(", ").join(missing)
        )
