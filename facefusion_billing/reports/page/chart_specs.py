"""Figures: a picture with what it shows in words, its legend, and its figures as a
table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facefusion_billing.model.bill import LINE_KINDS
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.chart_data import Pictures
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.page import charts
from facefusion_billing.reports.page.charts import Paper, Spec, money
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
    """A picture: how it is drawn on a paper, and all that is said beside it.

    It stands before the grid that `beside` titles, or after the first of those in
    `after`; else before everything.
    """

    title: str
    says: tuple[str, ...]
    spec: Callable[[Paper], Spec]
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


def by_kind(pictures: Pictures, currency: str) -> Figure:
    """Monthly cost stacked by kind."""
    months = pictures.months
    kinds = [
        kind for kind in LINE_KINDS if any(kind in month.kinds for month in months)
    ]
    data = [
        {"month": str(month.month), "kind": kind, "y": money(cents)}
        for month in months
        for kind, cents in month.kinds.items()
    ]
    names = [str(month.month) for month in months]
    titles = _("month"), _("{currency} per month").format(currency=currency)
    columns = (
        Column(_("Month")),
        *(Column(kind_name(kind), True) for kind in kinds),
        Column(_("Total"), True),
    )
    rows = (
        Row(
            (
                str(month.month),
                *(amount(month.kinds.get(kind, 0)) for kind in kinds),
                amount(month.total),
            )
        )
        for month in months
    )
    return Figure(
        _("Monthly cost by kind, {currency}").format(currency=currency),
        (_extremes([(month.month, month.total) for month in months], currency),),
        lambda paper: charts.stacked(data, names, kinds, titles, paper),
        tuple(Key(kind_name(kind), f"fill-{kind}") for kind in kinds),
        (
            Grid(
                _("Monthly cost by kind, {currency}").format(currency=currency),
                columns,
                tuple(rows),
            ),
        ),
    )


def _extremes(months: Sequence[tuple[Month, Cents]], currency: str) -> str:
    dearest, least = (
        max(months, key=lambda pair: pair[1]),
        min(months, key=lambda pair: pair[1]),
    )
    if dearest[1] == least[1]:
        text = (
            _("Every month costs {most} {currency}.")
            if len(months) > 1
            else _("{month} costs {most} {currency}.")
        )
    else:
        text = _(
            "{month} costs most, {most} {currency}; {other} least, {least} {currency}."
        )
    return text.format(
        month=dearest[0],
        most=amount(dearest[1]),
        other=least[0],
        least=amount(least[1]),
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


def running(
    title: str,
    says: tuple[str, ...],
    series: dict[str, list[tuple[Month, Cents]]],
    currency: str,
    beside: str = "",
) -> Figure:
    """Amounts that add up over months, a line for each name."""
    shown = {escape_controls(name): pairs for name, pairs in series.items()}
    months = [
        str(month)
        for month in sorted(
            {month for pairs in shown.values() for month, _cents in pairs}
        )
    ]
    data = [
        {"month": str(month), "series": name, "y": money(cents)}
        for name, pairs in shown.items()
        for month, cents in pairs
    ]
    titles = (
        _("month"),
        _("{currency} to the end of the month").format(currency=currency),
    )
    return Figure(
        title,
        says,
        lambda paper: charts.lines(data, months, list(shown), titles, paper),
        tuple(Key(name, line=index) for index, name in enumerate(shown)),
        (_by_month(title, shown, months),),
        beside,
    )


def _by_month(
    title: str, series: dict[str, list[tuple[Month, Cents]]], months: list[str]
) -> Grid:
    columns = (Column(_("Month")), *(Column(name, True) for name in series))
    texts = {
        name: {str(month): amount(cents) for month, cents in pairs}
        for name, pairs in series.items()
    }
    rows = (
        Row((month, *(texts[name].get(month, "") for name in series)))
        for month in months
    )
    return Grid(title, columns, tuple(rows))


def months_beside(
    names: Sequence[str],
    months: Sequence[Month],
    amounts_by_name: dict[str, dict[Month, Cents]],
    currency: str,
    beside: str = "",
) -> Figure:
    """Scenarios side by side, month by month; a month that a scenario does not have has
    no bar.
    """
    title = _("Cost of each month, {currency}").format(currency=currency)
    amounts = {escape_controls(name): amounts_by_name[name] for name in names}
    texts = [str(month) for month in months]
    data = [
        {"month": str(month), "series": name, "y": money(found[month])}
        for name, found in amounts.items()
        for month in months
        if month in found
    ]
    titles = _("month"), _("{currency} per month").format(currency=currency)
    series = {
        name: [(month, found[month]) for month in months if month in found]
        for name, found in amounts.items()
    }
    says = (
        f"{name}: {_extremes(pairs, currency)}"
        for name, pairs in series.items()
        if pairs
    )
    return Figure(
        title,
        tuple(says),
        lambda paper: charts.beside(data, texts, list(amounts), titles, paper),
        tuple(
            Key(name, f"fill-s{index % 6 + 1}") for index, name in enumerate(amounts)
        ),
        (_by_month(title, series, texts),),
        beside,
    )
