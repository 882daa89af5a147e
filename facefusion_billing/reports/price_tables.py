"""Price books as tables: every number with the inequality and the clause of its document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from facefusion_billing.model.book import Activities, Group, PackTable, PriceBook, Tier, TierTable
from facefusion_billing.reports.layout import Block, Column, Grid, Note, Row
from facefusion_billing.reports.phrases import grouped

Books = Sequence[tuple[PriceBook, str]]


def list_blocks(books: Books) -> list[Block]:
    """The shipped books."""
    columns = (Column("Book"), Column("Alias"), Column("Currency"), Column("Title"), Column("Last updated"))
    rows = tuple(
        Row((book.id, alias, book.currency, book.title, book.source.get("last_updated", ""))) for book, alias in books
    )
    return [Grid("Price books", columns, rows), Note("ffbill prices BOOK shows the tables of one.", "faint")]


def list_json(books: Books) -> dict[str, Any]:
    """The shipped books for scripts."""
    rows = [
        {"id": book.id, "alias": alias, "currency": book.currency, "title": book.title, "source": book.source}
        for book, alias in books
    ]
    return {"schema": "ffbill.price_books/1", "price_books": rows}


def book_blocks(book: PriceBook) -> list[Block]:
    """Every table of a book."""
    return [Note(book.title, "title"), Note(_source(book)), *_tables(book), *_register(book)]


def _source(book: PriceBook) -> str:
    stated = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in book.source.items())
    return f"{book.id}, {book.currency}" + (f", {stated}" if stated else "")


def _tables(book: PriceBook) -> Iterator[Grid]:
    for group in book.groups.values():
        yield from _group(group, book.currency)
    if book.activities is not None:
        yield from _activities(book.activities, book.currency)


def _group(group: Group, currency: str) -> Iterator[Grid]:
    if group.free_pack:
        row = Row((f"{group.free_pack.calls:,} calls", "one for ever, to be claimed"))
        yield Grid(f"{group.title}: free pack ({group.free_pack.clause})", (Column("Free pack"), Column("")), (row,))
    if group.call_packs:
        yield _packs(f"{group.title}: call packs", group.call_packs, "Calls", currency)
    if group.pay_as_you_go:
        yield _unit_prices(f"{group.title}: pay-as-you-go", group.pay_as_you_go, currency)
    if group.qps:
        columns = (
            Column("QPS of one order"),
            Column(f"{currency} per QPS and day", True),
            Column(f"{currency} per QPS and month", True),
        )
        rows = tuple(
            Row((inequality(day, group.qps.day.sense, "QPS"), _price(day), _price(month)))
            for day, month in zip(group.qps.day.tiers, group.qps.month.tiers, strict=True)
        )
        limit = f", limit {group.qps.limit} in call volume mode" if group.qps.limit is not None else ""
        yield Grid(f"{group.title}: QPS{limit} ({group.qps.clause})", columns, rows)
    if group.materials:
        title = f"{group.title}: material packs, {group.materials.free} free"
        yield _packs(title, group.materials.packs, "Materials", currency)


def _activities(activities: Activities, currency: str) -> Iterator[Grid]:
    if activities.free:
        limit = f" at {activities.free.qps} QPS" if activities.free.qps is not None else ""
        row = Row((f"{activities.free.calls:,} calls{limit}", "once for each activity"))
        yield Grid(f"Free test ({activities.free.clause})", (Column("Free calls"), Column("")), (row,))
    if activities.licences:
        columns = (
            Column("Licence"),
            Column("Calls", True),
            Column("QPS", True),
            Column("Materials", True),
            Column("Days to change materials", True),
            Column(f"Price {currency}", True),
            Column("Clause"),
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
        yield Grid(f"Licences, in force for {activities.licence_days} days", columns, rows)
    if activities.qps_upgrade:
        up = activities.qps_upgrade
        row = Row((f"{up.unit} QPS for one day", grouped(up.day.text)))
        title = f"QPS upgrades to at most {up.most:,}, within {up.window_days} days of the order ({up.clause})"
        yield Grid(title, (Column("Unit"), Column(f"Price {currency}", True)), (row,))
    if activities.call_packs:
        yield _packs("Shared call packs", activities.call_packs, "Calls", currency)
    if activities.pay_as_you_go:
        yield _unit_prices("Postpaid, all licensed activities together", activities.pay_as_you_go, currency)


def _packs(title: str, table: PackTable, unit: str, currency: str) -> Grid:
    rows = tuple(Row((f"{size.size:,}", grouped(size.price.text))) for size in table.sizes)
    return Grid(f"{title} ({table.clause})", (Column(unit, True), Column(f"Price {currency}", True)), rows)


def _unit_prices(title: str, table: TierTable, currency: str) -> Grid:
    rows = tuple(Row((inequality(tier, table.sense, "calls"), _price(tier))) for tier in table.tiers)
    return Grid(f"{title} ({table.clause})", (Column("Calls of the month"), Column(f"{currency} per call", True)), rows)


def _price(tier: Tier) -> str:
    return grouped(tier.price.text) if tier.price else "not sold"


def inequality(tier: Tier, sense: str, unit: str) -> str:
    """The tier's bounds in the sense of its document: 10,000 <= calls < 100,000, or 1,000,000 < calls <= 5,000,000."""
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
        Row((id, clause.where, f"rule {clause.rule}" if clause.rule else f"not modelled: {clause.not_modelled}"))
        for id, clause in book.clauses.items()
    )
    yield Grid("Clauses", (Column("Clause"), Column("Stands in"), Column("Implemented by")), rows)


def book_json(book: PriceBook) -> dict[str, Any]:
    """Every table of a book for scripts."""
    return {
        "schema": "ffbill.prices/1",
        "id": book.id,
        "title": book.title,
        "currency": book.currency,
        "source": book.source,
        "tables": [
            {
                "title": grid.title,
                "columns": [column.name for column in grid.columns],
                "rows": [list(row.cells) for row in grid.rows],
            }
            for grid in _tables(book)
        ],
        "clauses": {
            id: {"where": clause.where, "rule": clause.rule, "not_modelled": clause.not_modelled}
            for id, clause in book.clauses.items()
        },
    }
