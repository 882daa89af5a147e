"""What `ffbill explain SCOPE` says of an interface group: its limits, what is sold for
it, and where the prices stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.files.books import EDITIONS
from facefusion_billing.model.book import Group, PriceBook, TierTable
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import counted, grouped


def scope_text(book: PriceBook, name: str) -> str:
    """What a scope of a book is, in a few lines."""
    group = book.groups[name]
    title = _("{id}: an interface group of {book}").format(id=name, book=book.id)
    return "\n".join((title, "", _(group.title), *_lines(group, book)))


def _lines(group: Group, book: PriceBook) -> Iterator[str]:
    yield from _limits(group)
    yield from _sold(group, book)
    place = _("Every price with its clause: `ffbill prices {book}`. Clauses: {ids}.")
    yield place.format(book=EDITIONS.get(book.id, book.id), ids=_clauses(group))


def _limits(group: Group) -> Iterator[str]:
    """What it holds without buying anything."""
    if group.free_pack:
        free = _("Free pack: {calls}, claimed once.")
        yield free.format(calls=counted(group.free_pack.calls, "call"))
    if group.qps and group.qps.limit is not None:
        limit = _("Limit in call volume mode: {limit:,} QPS; calls above it fail.")
        yield limit.format(limit=group.qps.limit)
    if group.materials:
        free = _("Free materials: {materials} live at once.")
        yield free.format(materials=counted(group.materials.free, "material"))


def _sold(group: Group, book: PriceBook) -> Iterator[str]:
    """What is sold for it, from the least to the most."""
    if group.pay_as_you_go:
        text = _("Pay-as-you-go, a call: {prices}.")
        yield _priced(text, group.pay_as_you_go, book.currency)
    if group.call_packs:
        sizes = group.call_packs.sizes
        packs = _("Call packs: {first:,} to {last:,} calls.")
        yield packs.format(first=sizes[0].size, last=sizes[-1].size)
    if group.qps:
        by_day = _("QPS by the day, each: {prices}.")
        by_month = _("QPS by the month, each: {prices}.")
        yield _priced(by_day, group.qps.day, book.currency)
        yield _priced(by_month, group.qps.month, book.currency)


def _priced(text: str, table: TierTable, currency: str) -> str:
    """A text with the unit price of a table, or the lowest and the highest by volume."""
    prices = [tier.price for tier in table.tiers if tier.price is not None]
    # As fractions of the same number of places, so that they compare exactly.
    places = max(price.places for price in prices)
    prices.sort(key=lambda price: price.digits * 10 ** (places - price.places))
    least = grouped(prices[0].text)
    most = grouped(prices[-1].text)
    prices_shown = f"{least} {currency}"
    if least != most:
        between = _("{least} to {most} {currency}, by volume")
        prices_shown = between.format(least=least, most=most, currency=currency)
    return text.format(prices=prices_shown)


def _clauses(group: Group) -> str:
    tables = group.pay_as_you_go, group.call_packs, group.qps
    ids = [table.clause for table in tables if table]
    if group.materials:
        ids.append(group.materials.packs.clause)
    if group.free_pack:
        ids.append(group.free_pack.clause)
    return _(", ").join(dict.fromkeys(filter(None, ids)))
