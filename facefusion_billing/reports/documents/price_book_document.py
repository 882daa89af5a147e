"""Price books as tables: every number with the inequality and the clause of its
document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.book import (
    Activities,
    Clause,
    FreeCalls,
    Group,
    PackTable,
    PriceBook,
    QpsTable,
    QpsUpgrade,
    Tier,
    TierTable,
)
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.documents.origin_document import over
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import counted, grouped, labelled

Books = Sequence[tuple[PriceBook, str]]


def list_blocks(books: Books) -> list[Block]:
    """The shipped books."""
    columns = (
        Column(_("Book")),
        Column(_("Alias")),
        Column(_("Currency")),
        Column(_("Title")),
        Column(_("Last updated")),
    )
    rows = []
    for book, alias in books:
        updated = book.source.get("last_updated", "")
        rows.append(Row((book.id, alias, book.currency, _(book.title), _(updated))))
    return [
        Grid(_("Price books"), columns, tuple(rows)),
        Note(_("ffbill prices BOOK shows the tables of one."), "faint"),
    ]


def book_blocks(book: PriceBook) -> list[Block]:
    """Every table of a book."""
    return [
        Note(_(book.title), "title"),
        Note(_source(book)),
        Note(
            _("More: ffbill explain ID for a clause"),
            "hint",
        ),
        *price_tables(book),
        *_register(book),
    ]


def _source(book: PriceBook) -> str:
    words = {key.replace("_", " "): value for key, value in book.source.items()}
    source = [f"{_(word)} {_(value)}" for word, value in words.items()]
    if book.own_prices:
        source = [over(book.own_prices, _(", ").join(source))]
    return _(", ").join((book.id, book.currency, *source))


def price_tables(book: PriceBook) -> Iterator[Grid]:
    """Every table of a book with prices or quotas; discounted prices have those of the
    list beside them.
    """
    if book.undiscounted is None:
        yield from _tables(book)
        return
    for mine, listed in zip(_tables(book), _tables(book.undiscounted), strict=True):
        yield _beside_list(mine, listed)


def _beside_list(mine: Grid, listed: Grid) -> Grid:
    """A table with the columns in which the list has other figures."""
    pairs = list(zip(mine.rows, listed.rows, strict=True))
    other = _different_columns(pairs)
    text = _("List price: {column}") if len(other) > 1 else _("List price")
    added = [
        Column(text.format(column=mine.columns[index].name), True) for index in other
    ]
    rows = [
        Row((*row.cells, *(list.cells[index] for index in other)), row.style)
        for row, list in pairs
    ]
    return mine._replace(columns=(*mine.columns, *added), rows=tuple(rows))


def _different_columns(pairs: Sequence[tuple[Row, Row]]) -> list[int]:
    """The columns in which some pair of rows differs."""
    found = set[int]()
    for mine, listed in pairs:
        cells = enumerate(zip(mine.cells, listed.cells, strict=True))
        found.update(index for index, (own, other) in cells if own != other)
    return sorted(found)


def _tables(book: PriceBook) -> Iterator[Grid]:
    for group in book.groups.values():
        yield from _group(group, book.currency)
    if isinstance(book.offer, Activities):
        yield from _activities(book.activities, book.currency)


def _group(group: Group, currency: str) -> Iterator[Grid]:
    name = _(group.title)
    if group.free_pack:
        yield _free_pack(name, group.free_pack)
    if group.call_packs:
        title = labelled(name, _("call packs"))
        yield _packs(title, group.call_packs, _("Calls"), currency)
    if group.pay_as_you_go:
        title = labelled(name, _("pay-as-you-go"))
        yield _unit_prices(title, group.pay_as_you_go, currency)
    if group.qps:
        yield _qps(name, group.qps, currency)
    if group.materials:
        free = _("material packs, {free} free").format(free=group.materials.free)
        title = labelled(name, free)
        yield _packs(title, group.materials.packs, _("Materials"), currency)


def _free_pack(name: str, given: FreeCalls) -> Grid:
    row = Row((counted(given.calls, "call"), _("one for ever, to be claimed")))
    title = _titled(labelled(name, _("free pack")), given.clause)
    return Grid(title, (Column(_("Free pack")), Column("")), (row,))


def _qps(name: str, table: QpsTable, currency: str) -> Grid:
    columns = (
        Column(_("QPS of one order")),
        Column(_("{currency} per QPS and day").format(currency=currency), True),
        Column(_("{currency} per QPS and month").format(currency=currency), True),
    )
    rows = tuple(
        Row((inequality(day, table.day.sense, "QPS"), _price(day), _price(month)))
        # Both have the same bounds: the book states them once for a day and a month.
        for day, month in zip(table.day.tiers, table.month.tiers, strict=True)
    )
    text = "QPS"
    if table.limit is not None:
        text = _("QPS, limit {limit} in call volume mode").format(limit=table.limit)
    return Grid(_titled(labelled(name, text), table.clause), columns, rows)


def _free_test(given: FreeCalls) -> Grid:
    free = counted(given.calls, "call")
    if given.qps is not None:
        free = _("{calls} at {qps} QPS").format(calls=free, qps=given.qps)
    row = Row((free, _("once for each activity")))
    columns = (Column(_("Free calls")), Column(""))
    return Grid(_titled(_("Free test"), given.clause), columns, (row,))


def _upgrade(up: QpsUpgrade, currency: str) -> Grid:
    unit = _("{unit} QPS for one day").format(unit=up.unit)
    text = _("QPS upgrades to at most {most:,}, within {days} days of the order")
    title = text.format(most=up.most, days=up.window_days)
    columns = (Column(_("Unit")), _price_column(currency))
    row = Row((unit, grouped(up.day.text)))
    return Grid(_titled(title, up.clause), columns, (row,))


def _activities(activities: Activities, currency: str) -> Iterator[Grid]:
    if activities.free:
        yield _free_test(activities.free)
    if activities.licences:
        yield _licences(activities, currency)
    if activities.qps_upgrade:
        yield _upgrade(activities.qps_upgrade, currency)
    if activities.call_packs:
        yield _packs(
            _("Shared call packs"), activities.call_packs, _("Calls"), currency
        )
    if activities.pay_as_you_go:
        title = _("Postpaid, all licensed activities together")
        yield _unit_prices(title, activities.pay_as_you_go, currency)


def _licences(activities: Activities, currency: str) -> Grid:
    columns = (
        Column(_("Licence")),
        Column(_("Calls"), True),
        Column("QPS", True),
        Column(_("Materials"), True),
        Column(_("Days to change materials"), True),
        _price_column(currency),
        Column(_("Clause")),
    )
    rows = tuple(
        Row(
            (
                name,
                f"{x.calls:,}",
                f"{x.qps:,}",
                f"{x.materials:,}",
                f"{x.change_days:,}",
                grouped(x.price.text),
                x.clause,
            )
        )
        for name, x in activities.licences.items()
    )
    return Grid(
        _("Licences, in force for {days} days").format(days=activities.licence_days),
        columns,
        rows,
    )


def _packs(title: str, table: PackTable, unit: str, currency: str) -> Grid:
    rows = tuple(
        Row((f"{size.size:,}", grouped(size.price.text))) for size in table.sizes
    )
    return Grid(
        _titled(title, table.clause),
        (Column(unit, True), _price_column(currency)),
        rows,
    )


def _unit_prices(title: str, table: TierTable, currency: str) -> Grid:
    rows = tuple(
        Row((inequality(tier, table.sense, _("calls")), _price(tier)))
        for tier in table.tiers
    )
    columns = (
        Column(_("Calls of the month")),
        Column(_("{currency} per call").format(currency=currency), True),
    )
    return Grid(_titled(title, table.clause), columns, rows)


def _titled(title: str, clause: str) -> str:
    return _("{title} ({clause})").format(title=title, clause=clause)


def _price_column(currency: str) -> Column:
    return Column(_("Price {currency}").format(currency=currency), True)


def _price(tier: Tier) -> str:
    if tier.price:
        return grouped(tier.price.text)
    return _("not sold")


def inequality(tier: Tier, sense: str, unit: str) -> str:
    """The tier's bounds in the sense of its document: 10,000 <= calls < 100,000, or
    1,000,000 < calls <= 5,000,000.
    """
    if sense == "above":
        upper = "" if tier.last is None else f" <= {tier.last:,}"
        return f"{tier.first - 1:,} < {unit}{upper}"
    lower = "0 <" if tier.first == 1 else f"{tier.first:,} <="
    upper = "" if tier.last is None else f" < {tier.last + 1:,}"
    return f"{lower} {unit}{upper}"


def _register(book: PriceBook) -> Iterator[Grid]:
    if not book.clauses:
        return
    rows = tuple(
        Row((id, _(clause.where), _implemented(clause)))
        for id, clause in book.clauses.items()
    )
    yield Grid(
        _("Clauses"),
        (Column(_("Clause")), Column(_("Stands in")), Column(_("Implemented by"))),
        rows,
    )


def _implemented(clause: Clause) -> str:
    if clause.not_modelled:
        return _("not modelled: {why}").format(why=_(clause.not_modelled))
    if clause.rule:
        return _("rule {rule}").format(rule=clause.rule)
    return ""
