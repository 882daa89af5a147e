"""What is left over time, of packs and of the account, with words, legend and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import Ledger, LedgerEvent, Suspension
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.chart_data import PackBalance, Pictures
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.page.figures import Figure, Key
from facefusion_billing.reports.page.scales import Titles
from facefusion_billing.reports.page.stock_plots import account_plot, pack_strips
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import amount, numbered
from facefusion_billing.reports.wording.state_phrases import event_name
from facefusion_billing.reports.wording.text import escape_controls

TOLD = 4
"""So many facts of one kind are told in words; the table has all of them."""


def pack_balances(pictures: Pictures) -> Figure:
    """What is left of each pack over time."""
    title, shown = _("Calls left in packs"), pictures.packs
    texts = [(_pack_name(pack), _outcome(pack)) for pack in shown]
    columns = (
        Column(_("Pack")),
        Column(_("For")),
        Column(_("Day")),
        Column(_("Calls left"), True),
    )
    keys = [Key(_("calls left"), "packs"), Key(_("used"), "frame")]
    if any(pack.expired for pack in shown):
        keys.append(Key(_("expires with calls left"), "expiry"))
    return Figure(
        title,
        tuple(_packs_say(pictures)),
        pack_strips(pictures, texts, _("day")),
        tuple(keys),
        (Grid(title, columns, tuple(_days_left(shown))),),
        _("Packs"),
    )


def _packs_say(pictures: Pictures) -> Iterator[str]:
    yield _(
        "The frame is the pack's size while it can be used, the filled part what is left at the end of months."
    )
    ended = _("{calls} calls of {order} are left when it ends on {day}.")
    expired = [pack for pack in pictures.packs if pack.expired]
    for pack in expired[:TOLD]:
        calls = f"{pack.expired:,}"
        yield ended.format(calls=calls, order=_order(pack), day=pack.last)
    if pictures.more_packs:
        shown = len(pictures.packs)
        text = _("Only the {shown} largest of {all} packs are shown.")
        yield text.format(shown=shown, all=f"{shown + pictures.more_packs:,}")


def _days_left(packs: Iterable[PackBalance]) -> Iterator[Row]:
    for pack in packs:
        for left in pack.left:
            yield Row((_order(pack), pack.scope, str(left.day), f"{left.calls:,}"))


def _order(pack: PackBalance) -> str:
    return escape_controls(numbered(pack.order, pack.number))


def _pack_name(pack: PackBalance) -> str:
    return _("{order} · {scope} · {size} calls").format(
        order=_order(pack), scope=escape_controls(pack.scope), size=f"{pack.size:,}"
    )


def _outcome(pack: PackBalance) -> str:
    """What became of a pack, in a few words."""
    left = pack.left[-1].calls if pack.left else pack.opening
    if pack.order.refunded_on(pack.number):
        return _("refunded")
    if pack.expired:
        return _("{calls} expired").format(calls=f"{left:,}")
    if left:
        return _("{calls} left").format(calls=f"{left:,}")
    return _("used up")


def account_balance(ledger: Ledger, pictures: Pictures, currency: str) -> Figure:
    """The account over time with its suspensions."""
    title = _("Account balance, {currency}").format(currency=currency)
    balance = _("balance in {currency}").format(currency=currency)
    titles = Titles(_("day"), balance)
    columns = (
        Column(_("Date")),
        Column(_("Event")),
        Column(_("Amount"), True),
        Column(_("Balance"), True),
    )
    rows = tuple(_event(event) for event in ledger.events)
    keys = [Key(_("balance"), "line")]
    if ledger.suspensions:
        keys.append(Key(_("service stopped"), "fill-stop"))
    return Figure(
        title,
        tuple(_account_says(ledger, currency)),
        account_plot(ledger, pictures.last, titles),
        tuple(keys),
        (Grid(title, columns, rows),),
        _("Account"),
    )


def _account_says(ledger: Ledger, currency: str) -> Iterator[str]:
    least = min(ledger.events, key=lambda event: event.balance)
    text = _("The balance is least on {day}: {balance} {currency}.")
    balance = amount(least.balance)
    yield text.format(day=least.date, balance=balance, currency=currency)
    for stop in ledger.suspensions[:TOLD]:
        yield _stop_says(stop)


def _stop_says(stop: Suspension) -> str:
    calls = stop.refused
    if stop.until is None:
        text = ngettext(
            "The service is stopped from {since} on; {calls:,} call is refused.",
            "The service is stopped from {since} on; {calls:,} calls are refused.",
            calls,
        )
        return text.format(since=stop.since, calls=calls)
    text = ngettext(
        "The service is stopped from {since} to {last}; {calls:,} call is refused.",
        "The service is stopped from {since} to {last}; {calls:,} calls are refused.",
        calls,
    )
    return text.format(since=stop.since, last=stop.until - ONE_DAY, calls=calls)


def _event(event: LedgerEvent) -> Row:
    what = f"{event_name(event.event)} {event.subject}".strip()
    return Row((str(event.date), what, amount(event.amount), amount(event.balance)))
