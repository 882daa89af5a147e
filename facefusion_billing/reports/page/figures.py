"""Figures: a picture with what it shows in words, its legend, and its figures as a
table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from facefusion_billing.model.bill import LINE_KINDS
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.chart_data import MonthCost, Pictures
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.page import month_plots
from facefusion_billing.reports.page.patterns import fill_of
from facefusion_billing.reports.page.plot import Drawing
from facefusion_billing.reports.page.scales import Titles
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.text import escape_controls
from facefusion_billing.startup.record import NamedTuple


class Key(NamedTuple):
    """An entry of a legend: the page's pattern or the line that stands for a name."""

    name: str
    fill: str = ""
    line: int | None = None


class Figure(NamedTuple):
    """A picture: its drawing, and all that is said beside it.

    It stands before the grid that `beside` titles, or after the first of those in
    `after`; else before everything.
    """

    title: str
    says: tuple[str, ...]
    drawing: Drawing
    keys: tuple[Key, ...]
    grids: tuple[Grid, ...]
    beside: str = ""
    after: tuple[str, ...] = ()


def kind_name(kind: str) -> str:
    """A kind of bill line for people."""
    return {
        "pay_as_you_go": _("pay-as-you-go"),
        "call_pack": _("call packs"),
        "qps": _("QPS"),
        "material_pack": _("material packs"),
        "licence": _("licences"),
        "qps_upgrade": _("QPS upgrades"),
        "refund": _("refunds"),
    }[kind]


def _per_month(currency: str) -> Titles:
    """What stands at the axes of monthly costs."""
    cost = _("{currency} per month").format(currency=currency)
    return Titles(_("month"), cost)


def by_kind(pictures: Pictures, currency: str) -> Figure:
    """Monthly cost stacked by kind."""
    title = _("Monthly cost by kind, {currency}").format(currency=currency)
    months = pictures.months
    seen = set().union(*(month.kinds for month in months))
    kinds = [kind for kind in LINE_KINDS if kind in seen]
    data = {kind: _of_kind(months, kind) for kind in kinds}
    names = [str(month.month) for month in months]
    totals = [(month.month, month.total) for month in months]
    return Figure(
        title,
        (_extremes(totals, currency),),
        month_plots.stacked(data, names, _per_month(currency)),
        tuple(Key(kind_name(kind), f"fill-{kind}") for kind in kinds),
        (_kinds_by_month(title, months, kinds),),
    )


def _kinds_by_month(
    title: str, months: tuple[MonthCost, ...], kinds: list[str]
) -> Grid:
    columns = [Column(_("Month"))]
    columns += [Column(kind_name(kind), True) for kind in kinds]
    columns.append(Column(_("Total"), True))
    rows = tuple(_month_by_kind(month, kinds) for month in months)
    return Grid(title, tuple(columns), rows)


def _of_kind(months: Iterable[MonthCost], kind: str) -> dict[str, Cents]:
    return {str(row.month): row.kinds[kind] for row in months if kind in row.kinds}


def _month_by_kind(month: MonthCost, kinds: Sequence[str]) -> Row:
    amounts = [amount(month.kinds.get(kind, 0)) for kind in kinds]
    return Row((str(month.month), *amounts, amount(month.total)))


def _extremes(months: Sequence[tuple[Month, Cents]], currency: str) -> str:
    highest, most = max(months, key=lambda pair: pair[1])
    lowest, least = min(months, key=lambda pair: pair[1])
    if most != least:
        text = _(
            "{month} costs most, {most} {currency}; {other} least, {least} {currency}."
        )
    elif len(months) > 1:
        text = _("Every month costs {most} {currency}.")
    else:
        text = _("{month} costs {most} {currency}.")
    return text.format(
        month=highest,
        most=amount(most),
        other=lowest,
        least=amount(least),
        currency=currency,
    )


def paid_and_used(pictures: Pictures, currency: str) -> Figure:
    """What is paid and what is used of it, added up."""
    last = pictures.running[-1]
    says = _(
        "By the end of {month}, {paid} {currency} is paid, of which {used} {currency} is used."
    )
    series = {
        _("paid"): [(row.month, row.paid) for row in pictures.running],
        _("used"): [(row.month, row.used) for row in pictures.running],
    }
    title = _("Cost added up, {currency}").format(currency=currency)
    text = says.format(
        month=last.month,
        paid=amount(last.paid),
        used=amount(last.used),
        currency=currency,
    )
    return running(title, (text,), series, currency)


Series = dict[str, list[tuple[Month, Cents]]]
"""The amounts of months under each name."""


def running(title: str, says: tuple[str, ...], series: Series, currency: str) -> Figure:
    """Amounts that add up over months, a line for each name."""
    shown = {escape_controls(name): pairs for name, pairs in series.items()}
    months = _months(shown)
    to_the_end = _("{currency} to the end of the month").format(currency=currency)
    titles = Titles(_("month"), to_the_end)
    return Figure(
        title,
        says,
        month_plots.lines(_by_name(shown), months, titles),
        tuple(Key(name, line=index) for index, name in enumerate(shown)),
        (_by_month(title, shown, months),),
    )


def _months(series: Series) -> list[str]:
    months: set[Month] = set()
    for pairs in series.values():
        months.update(month for month, _cents in pairs)
    return [str(month) for month in sorted(months)]


def _by_name(series: Series) -> month_plots.Amounts:
    amounts: dict[str, dict[str, Cents]] = {}
    for name, pairs in series.items():
        amounts[name] = {str(month): cents for month, cents in pairs}
    return amounts


def _by_month(title: str, series: Series, months: list[str]) -> Grid:
    columns = (Column(_("Month")), *(Column(name, True) for name in series))
    texts = [_texts(pairs) for pairs in series.values()]
    rows = (Row((month, *_of_month(texts, month))) for month in months)
    return Grid(title, columns, tuple(rows))


def _texts(pairs: list[tuple[Month, Cents]]) -> dict[str, str]:
    return {str(month): amount(cents) for month, cents in pairs}


def _of_month(texts: Iterable[dict[str, str]], month: str) -> list[str]:
    return [of_name.get(month, "") for of_name in texts]


def months_beside(amounts: Series, currency: str, beside: str = "") -> Figure:
    """Scenarios side by side, month by month; a month that a scenario does not have has
    no bar.
    """
    title = _("Cost of each month, {currency}").format(currency=currency)
    series = {escape_controls(name): pairs for name, pairs in amounts.items()}
    months = _months(series)
    told = [(name, pairs) for name, pairs in series.items() if pairs]
    says = tuple(f"{name}: {_extremes(pairs, currency)}" for name, pairs in told)
    keys = tuple(Key(name, fill_of(index)) for index, name in enumerate(series))
    return Figure(
        title,
        says,
        month_plots.beside(_by_name(series), months, _per_month(currency)),
        keys,
        (_by_month(title, series, months),),
        beside,
    )
