"""The figures of a page: those of a scenario's bills, and those of plans beside each
other.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import Estimate, Ledger
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.chart_data import Curve, PackBalance, Pictures
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.page import chart_blocks as scenes
from facefusion_billing.reports.page.chart_specs import (
    Figure,
    Key,
    by_kind,
    paid_and_used,
    running,
)
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import amount, grouped
from facefusion_billing.reports.wording.plan_phrases import NAMES
from facefusion_billing.reports.wording.text import escape_controls

LONG = 24
"""The bills of more months than that stand below the pictures."""
TOLD = 4
"""So many facts of one kind are told in words; the table has all of them."""


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


def plan_figures(answer: Recommendation) -> Iterator[Figure]:
    """The running cost of the plans beside each other, and the pictures of the best
    one's bills.
    """
    series = {
        _(NAMES[plan.name]): list(plan.running) for plan in answer.plans if plan.running
    }
    if series:
        title = _("Cost of the plans added up, {currency}").format(
            currency=answer.currency
        )
        says = list(_plans_told(answer))
        yield running(title, tuple(says), series, answer.currency)._replace(
            after=(_("Plans"),)
        )
    if answer.pictures is not None:
        for figure in _of_bills(answer.pictures, answer.currency):
            title = _("Cheapest plan: {picture}").format(picture=figure.title)
            yield figure._replace(title=title, beside="", after=(_("Shopping list"),))


def _plans_told(answer: Recommendation) -> Iterator[str]:
    for plan in (answer.best, answer.current):
        if plan.running:
            month, total = plan.running[-1]
            text = _("{plan}: {total} {currency} by the end of {month}.")
            yield text.format(
                plan=_(NAMES[plan.name]),
                total=amount(total),
                currency=answer.currency,
                month=month,
            )
    missing = [_(NAMES[plan.name]) for plan in answer.plans if not plan.feasible]
    if missing:
        yield _("Not shown, as they do not serve every call: {plans}.").format(
            plans=_(", ").join(missing)
        )


def cost_curve(curve: Curve, currency: str) -> Figure:
    """What a month's calls cost on a meter, with the dead zones and this scenario's
    months.
    """
    meter = escape_controls(curve.meter)
    titles = (
        _("billable calls per month"),
        _("{currency} per month").format(currency=currency),
    )
    keys = [
        Key(_("cost of so many calls"), "line"),
        Key(_("a month of this scenario"), "dot"),
    ]
    if curve.zones:
        keys.append(Key(_("dead zone: more calls would cost less"), "fill-zone"))
    return Figure(
        _("What calls cost: {meter}, {currency}").format(
            meter=meter, currency=currency
        ),
        tuple(_told(curve, currency)),
        lambda paper: scenes.curve(curve, titles, paper),
        tuple(keys),
        tuple(_curve_grids(curve, currency)),
    )


def _told(curve: Curve, currency: str) -> Iterator[str]:
    if len(curve.pieces) > 1:
        yield _(
            "All of a month's calls cost the unit price of the tier they reach, so the cost falls where one begins."
        )
    else:
        [piece] = curve.pieces
        text = _("Each call costs {price} {currency}.")
        yield text.format(price=grouped(piece.unit_price), currency=currency)
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
    inside = [
        m
        for m in curve.marks
        if not m.others
        and any(zone.first <= m.billable <= zone.last for zone in curve.zones)
    ]
    if inside:
        months, number = _(", ").join(str(mark.month) for mark in inside), len(inside)
        text = ngettext(
            "{number} month lies in a dead zone: {months}.",
            "{number} months lie in a dead zone: {months}.",
            number,
        )
        yield text.format(number=number, months=months)
    if any(mark.others for mark in curve.marks):
        yield _(
            "Where free and pack calls count for the tier too, a month may lie off the line, which leaves them out."
        )


def _curve_grids(curve: Curve, currency: str) -> Iterator[Grid]:
    calls, cost = _("Billable calls"), _("Cost {currency}").format(currency=currency)
    marks = tuple(
        Row((str(mark.month), f"{mark.billable:,}", amount(mark.cost)))
        for mark in curve.marks
    )
    yield Grid(
        _("Months"),
        (Column(_("Month")), Column(calls, True), Column(cost, True)),
        marks,
    )
    columns = (
        _("From calls"),
        _("To calls"),
        _("Unit price"),
        _("Cost from"),
        _("Cost to"),
    )
    pieces = tuple(
        Row(
            (
                f"{piece.first:,}",
                f"{piece.last:,}",
                grouped(piece.unit_price),
                amount(piece.first_cost),
                amount(piece.last_cost),
            )
        )
        for piece in curve.pieces
    )
    yield Grid(
        _("Tiers as far as shown"),
        tuple(Column(name, True) for name in columns),
        pieces,
    )


def pack_balances(pictures: Pictures) -> Figure:
    """What is left of each pack over time."""
    shown = pictures.packs
    texts = [(_pack_name(pack), _outcome(pack)) for pack in shown]
    says = [
        _(
            "The frame is the pack's size while it can be used, the filled part what is left at the end of months."
        )
    ]
    ended = _("{calls} calls of {order} are left when it ends on {day}.")
    expired = [pack for pack in shown if pack.expired]
    says += [
        ended.format(calls=f"{p.expired:,}", order=_order(p), day=p.last)
        for p in expired[:TOLD]
    ]
    if pictures.more_packs:
        text = _("Only the {shown} largest of {all} packs are shown.")
        says.append(
            text.format(shown=len(shown), all=f"{len(shown) + pictures.more_packs:,}")
        )
    columns = (
        Column(_("Pack")),
        Column(_("For")),
        Column(_("Day")),
        Column(_("Calls left"), True),
    )
    rows = (
        Row((_order(pack), pack.scope, str(left.day), f"{left.calls:,}"))
        for pack in shown
        for left in pack.left
    )
    keys = [Key(_("calls left"), "packs"), Key(_("used"), "frame")]
    if expired:
        keys.append(Key(_("expires with calls left"), "expiry"))
    return Figure(
        _("Calls left in packs"),
        tuple(says),
        lambda paper: scenes.packs(
            shown, texts, pictures.first, pictures.last, _("day"), paper
        ),
        tuple(keys),
        (Grid(_("Calls left in packs"), columns, tuple(rows)),),
        _("Packs"),
    )


def _order(pack: PackBalance) -> str:
    return escape_controls(pack.order.id) + (
        f" #{pack.number}" if pack.order.quantity > 1 else ""
    )


def _pack_name(pack: PackBalance) -> str:
    return _("{order} · {scope} · {size} calls").format(
        order=_order(pack), scope=escape_controls(pack.scope), size=f"{pack.size:,}"
    )


def _outcome(pack: PackBalance) -> str:
    """What became of a pack, in a few words."""
    left = pack.left[-1].calls if pack.left else pack.opening
    if pack.order.refunded:
        return _("refunded")
    if pack.expired:
        return _("{calls} expired").format(calls=f"{left:,}")
    return _("{calls} left").format(calls=f"{left:,}") if left else _("used up")


def account_balance(ledger: Ledger, pictures: Pictures, currency: str) -> Figure:
    """The account over time with its suspensions."""
    titles = _("day"), _("balance in {currency}").format(currency=currency)
    least = min(ledger.events, key=lambda event: event.balance)
    says = [
        _("The balance is least on {day}: {balance} {currency}.").format(
            day=least.date, balance=amount(least.balance), currency=currency
        )
    ]
    for stop in ledger.suspensions[:TOLD]:
        text = (
            _(
                "The service is stopped from {since} to {last}; {calls} calls are refused."
            )
            if stop.until
            else _("The service is stopped from {since} on; {calls} calls are refused.")
        )
        last = stop.until - ONE_DAY if stop.until else None
        says.append(text.format(since=stop.since, last=last, calls=f"{stop.refused:,}"))
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Amount"), True),
        Column(_("Balance"), True),
    )
    rows = (
        Row(
            (
                str(event.date),
                f"{_(event.event)} {event.subject}".strip(),
                amount(event.amount),
                amount(event.balance),
            )
        )
        for event in ledger.events
    )
    keys = [Key(_("balance"), "line")]
    if ledger.suspensions:
        keys.append(Key(_("service stopped"), "fill-stop"))
    return Figure(
        _("Account balance, {currency}").format(currency=currency),
        tuple(says),
        lambda paper: scenes.account(ledger, pictures.last, titles, paper),
        tuple(keys),
        (
            Grid(
                _("Account balance, {currency}").format(currency=currency),
                columns,
                tuple(rows),
            ),
        ),
        _("Account"),
    )
