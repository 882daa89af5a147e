"""The sentences of a difference: what changed, and the sum it comes to."""

from __future__ import annotations

from facefusion_billing.model.comparison import MOVED, Change
from facefusion_billing.model.money import Price
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import grouped, kind_name

_COUNTS = {
    "calls": N_("calls"),
    "free": N_("free calls"),
    "packs": N_("calls from packs"),
    "qps_mode": N_("calls in QPS mode"),
    "refused": N_("refused calls"),
    "undetermined": N_("undetermined calls"),
}


def part_name(change: Change) -> str:
    """What a part of a difference is: calls, unit price, call pack P-1; from what to
    what.
    """
    if change.part in _COUNTS:
        return _from_to(_(_COUNTS[change.part]), _counts(change))
    if change.part == "price":
        return _from_to(_("unit price"), _prices(change))
    if change.part == MOVED:
        days = str(change.before), str(change.after)
        return _from_to(_("{order} moved").format(order=change.order), days)
    what = kind_name(change.part)
    return _("{what} {order}").format(what=what, order=change.order)


def how(change: Change) -> str:
    """The sum of a part: -11,000 x 0.035; an order that moved has none."""
    before, after = change.before, change.after
    if change.part == MOVED:
        return ""
    assert isinstance(before, int)
    assert isinstance(after, int)
    if change.part in _COUNTS:
        return _product(change, after - before)
    if change.part == "price" or before == after:
        return _of_price(change)
    if not before:
        return _("new")
    if not after:
        return _("no longer")
    return _("{before:,} to {after:,}").format(before=before, after=after)


def _from_to(what: str, values: tuple[str, str] | None) -> str:
    if values is None:
        return what
    text = _("{what}, {before} to {after}")
    return text.format(what=what, before=values[0], after=values[1])


def _counts(change: Change) -> tuple[str, str]:
    return f"{change.before:,}", f"{change.after:,}"


def _prices(change: Change) -> tuple[str, str] | None:
    before, after = change.price_before, change.price_after
    if before is None or after is None or not _exact(before, after):
        return None
    return grouped(before.text), grouped(after.text)


def _product(change: Change, more: int) -> str:
    """How many calls more at which price; more from packs are fewer to pay for."""
    # The price that the part was valued at: the old one, where there was one.
    price = change.price_before or change.price_after
    assert price is not None, "a count has a part only where a price values it"
    if change.part == "calls":
        text = _("{more:+,} x {price}")
    elif more > 0:
        text = _("{size:,} more x {price}")
    else:
        text = _("{size:,} fewer x {price}")
    return text.format(more=more, size=abs(more), price=grouped(price.text))


def _of_price(change: Change) -> str:
    """The change of a unit price times what is paid at it; else it is the rounding."""
    before, after = change.price_before, change.price_after
    if before and after and _exact(before, after):
        more = _more(before, after)
        return _("{more} x {count:,}").format(more=more, count=change.after)
    if change.part == "price":
        return _("rounding")
    return ""


def _exact(before: Price, after: Price) -> int:
    """The difference of two prices, in the digits of the longer one."""
    places = max(before.places, after.places)
    old: int = before.digits * 10 ** (places - before.places)
    new: int = after.digits * 10 ** (places - after.places)
    return new - old


def _more(before: Price, after: Price) -> str:
    """How much more one price is: +0.015."""
    difference = _exact(before, after)
    size = Price(abs(difference), max(before.places, after.places))
    return f"{'-' if difference < 0 else '+'}{grouped(size.text)}"
