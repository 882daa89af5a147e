"""What each month costs, as a table: its lines, what they add up to, and what they rest
on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from facefusion_billing.model.bill import Bill, BillLine
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import (
    Column,
    Grid,
    Row,
    money_column,
    runs,
    span_of,
)
from facefusion_billing.reports.documents.burn_down_document import drawn_from
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount

Assumed = dict[str, str]
"""The readings in force, by their question."""


def bills_grid(
    bills: Sequence[Bill], currency: str, explained: Assumed | None = None
) -> Grid:
    """Every line of every month; consecutive months that are the same once. With the
    readings, the lines say what they rest on.
    """
    rows: list[Row] = []
    for group in runs(bills, _content):
        rows += _month_rows(group, explained)
    total = sum(bill.total for bill in bills)
    rows.append(Row((_("Total"), "", "", "", amount(total)), "total"))
    columns = (
        Column(_("Month")),
        Column(_("What for")),
        Column(_("Quantity"), True),
        Column(_("Unit price"), True),
        money_column(currency),
    )
    return Grid(_("Bills"), columns, tuple(rows))


def _content(bill: Bill) -> tuple[Any, ...]:
    """What two months must have in common to be shown as one."""
    if not bill.lines:
        return (drawn_from(bill),)
    return tuple(_line_content(line) for line in bill.lines)


def _line_content(line: BillLine) -> tuple[Any, ...]:
    what = line.scope, phrases.description(line)
    spread = line.facts.get("spread")
    return *what, line.quantity, line.unit_price, line.amount, spread


def _month_rows(group: list[Bill], explained: Assumed | None) -> Iterator[Row]:
    """The rows of a month, or of consecutive months whose bills are the same."""
    bill, when = group[0], span_of([bill.month for bill in group])
    if not bill.lines:
        yield Row((when, drawn_from(bill), "", "", amount(0)), "faint")
        return
    for line in bill.lines:
        yield _line_row(when, line)
        when = ""
        if spread := phrases.even_spread(line):
            yield Row(("", f"  {spread}", "", "", ""), "faint")
        if explained is not None:
            for text in explanation(line, explained):
                yield Row(("", f"  {text}", "", "", ""), "faint")
    yield from _totals_of(group)


def _totals_of(group: list[Bill]) -> Iterator[Row]:
    """What a month comes to, where it has several lines; months with the same bill,
    which stand once, with how many they are.
    """
    bill = group[0]
    if len(group) > 1:
        text = _("{number} months x {amount}")
        text = text.format(number=len(group), amount=amount(bill.total))
        yield _subtotal(text, sum(bill.total for bill in group))
    elif len(bill.lines) > 1:
        yield _subtotal(_("{month} in all").format(month=bill.month), bill.total)


def _line_row(when: str, line: BillLine) -> Row:
    what = phrases.labelled(phrases.scope_name(line.scope), phrases.description(line))
    price = ""
    if line.unit_price is not None:
        price = phrases.grouped(line.unit_price.text)
    return Row((when, what, phrases.quantity(line), price, amount(line.amount)))


def _subtotal(text: str, total: Cents) -> Row:
    return Row(("", text, "", "", amount(total)), "subtotal")


def explanation(line: BillLine, readings: Assumed) -> list[str]:
    """The arithmetic of a line, then its clauses and the readings it rests on."""
    listed = phrases.list_price(line)
    sum = f"= {phrases.arithmetic(line)}"
    rests_on = _("; ").join(rests(line, readings))
    return [sum, listed, rests_on] if listed else [sum, rests_on]


def rests(line: BillLine, readings: Assumed) -> Iterator[str]:
    """The clauses that a line rests on, and the readings."""
    if line.clauses:
        yield _("clauses {ids}").format(ids=_(", ").join(line.clauses))
    for id in line.assumptions:
        if id in readings:
            reading = phrases.reading(id, readings[id])
            yield _("assumes {reading}").format(reading=reading)
