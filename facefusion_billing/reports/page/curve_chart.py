"""What calls cost on a meter: a curve with its words, legend and figures."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.chart_data import Curve, Mark, Piece, Zone
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.page.curve_plot import curve_plot
from facefusion_billing.reports.page.figures import Figure, Key
from facefusion_billing.reports.page.scales import Titles
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import amount, grouped
from facefusion_billing.reports.wording.text import escape_controls


def cost_curve(curve: Curve, currency: str) -> Figure:
    """What a month's calls cost on a meter, with the dead zones and this scenario's
    months.
    """
    meter = escape_controls(curve.meter)
    title = _("What calls cost: {meter}, {currency}")
    cost = _("{currency} per month").format(currency=currency)
    titles = Titles(_("billable calls per month"), cost)
    keys = [
        Key(_("cost of so many calls"), "line"),
        Key(_("a month of this scenario"), "dot"),
    ]
    if curve.zones:
        keys.append(Key(_("dead zone: more calls would cost less"), "fill-zone"))
    return Figure(
        title.format(meter=meter, currency=currency),
        tuple(_says(curve, currency)),
        curve_plot(curve, titles),
        tuple(keys),
        tuple(_curve_grids(curve, currency)),
    )


def _says(curve: Curve, currency: str) -> Iterator[str]:
    if len(curve.pieces) > 1:
        yield _(
            "All of a month's calls cost the unit price of the tier they reach, so the cost falls where one begins."
        )
    else:
        price = grouped(curve.pieces[0].unit_price)
        text = _("Each call costs {price} {currency}.")
        yield text.format(price=price, currency=currency)
    for zone in curve.zones:
        text = _(
            "Each count from {first} to {last} costs more than {better} calls, which cost {least} {currency}."
        )
        yield text.format(
            first=f"{zone.first:,}",
            last=f"{zone.last:,}",
            better=f"{zone.better:,}",
            least=amount(zone.least),
            currency=currency,
        )
    inside = [mark for mark in curve.marks if _in_a_zone(mark, curve.zones)]
    if inside:
        yield _months_inside(inside)
    if any(mark.others for mark in curve.marks):
        yield _(
            "Where free and pack calls count for the tier too, a month may lie off the line, which leaves them out."
        )


def _in_a_zone(mark: Mark, zones: tuple[Zone, ...]) -> bool:
    """Whether fewer calls than a tier's first cost more; free and pack calls that count
    for the tier may have reached it.
    """
    if mark.others:
        return False
    return any(zone.first <= mark.billable <= zone.last for zone in zones)


def _months_inside(marks: list[Mark]) -> str:
    text = ngettext(
        "{number} month lies in a dead zone: {months}.",
        "{number} months lie in a dead zone: {months}.",
        len(marks),
    )
    months = _(", ").join(str(mark.month) for mark in marks)
    return text.format(number=len(marks), months=months)


def _curve_grids(curve: Curve, currency: str) -> Iterator[Grid]:
    cost = Column(_("Cost {currency}").format(currency=currency), True)
    columns = Column(_("Month")), Column(_("Billable calls"), True), cost
    yield Grid(_("Months"), columns, tuple(_mark(mark) for mark in curve.marks))
    names = (
        _("From calls"),
        _("To calls"),
        _("Unit price"),
        _("Cost from"),
        _("Cost to"),
    )
    heads = tuple(Column(name, True) for name in names)
    rows = tuple(_piece(piece) for piece in curve.pieces)
    yield Grid(_("Tiers as far as shown"), heads, rows)


def _mark(mark: Mark) -> Row:
    return Row((str(mark.month), f"{mark.billable:,}", amount(mark.cost)))


def _piece(piece: Piece) -> Row:
    counts = f"{piece.first:,}", f"{piece.last:,}"
    costs = amount(piece.first_cost), amount(piece.last_cost)
    return Row((*counts, grouped(piece.unit_price), *costs))
