"""Scenarios side by side: as blocks, JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from facefusion_billing.model.bill import AMORTISED, Finding
from facefusion_billing.model.comparison import (
    Cell,
    Compared,
    ComparedGate,
    ComparedRow,
    Comparison,
    Limit,
)
from facefusion_billing.model.money import Cents, money_text
from facefusion_billing.reports.data.json_report import finding_json
from facefusion_billing.reports.documents.blocks import (
    Block,
    Column,
    Grid,
    Note,
    Row,
    runs,
)
from facefusion_billing.reports.documents.estimate_document import findings_notes
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import (
    amount,
    option,
    scope_name,
    signed,
)

COLUMNS = (
    "level",
    "key",
    "scenario",
    "amount",
    "currency",
    "base",
    "difference",
    "percent",
)
NUMERIC = {"amount", "difference", "percent"}


def comparison_json(answer: Comparison) -> dict[str, Any]:
    """`ffbill.comparison/1`.

    The cells of a row are those of the scenarios, in their order.
    """
    return {
        "schema": "ffbill.comparison/1",
        "view": answer.view,
        "scenarios": [_scenario(scenario) for scenario in answer.scenarios],
        "total": [_cell(cell) for cell in answer.total.cells],
        "months": _rows("month", answer.months),
        "by_kind": _rows("kind", answer.kinds),
        "by_scope": _rows("for", answer.scopes),
        "gates": [_gate(gate) for gate in answer.gates],
    }


def _scenario(scenario: Compared) -> dict[str, Any]:
    estimate = scenario.estimate
    return {
        "name": scenario.name,
        "title": estimate.title,
        "price_book": {"id": estimate.book_id, "currency": estimate.currency},
        "assumptions": estimate.assumptions,
        "complete": estimate.complete,
        "prepaid": money_text(estimate.prepaid_total) if estimate.prepaid else None,
        "warnings": [finding_json(finding) for finding in estimate.findings],
    }


def _rows(key: str, rows: tuple[ComparedRow, ...]) -> list[dict[str, Any]]:
    return [
        {key: row.key, "cells": [_cell(cell) for cell in row.cells]} for row in rows
    ]


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "amount": _money(cell.amount),
        "difference": _money(cell.difference),
        "percent": _money(cell.percent),
    }


def _money(cents: Cents | None) -> str | None:
    """Cents, or hundredths of a percent, as a decimal."""
    return None if cents is None else money_text(cents)


def _gate(gate: ComparedGate) -> dict[str, Any]:
    return {
        "name": gate.name,
        "scenario": gate.scenario,
        "limit": _limit(gate.limit),
        "actual": _money(gate.actual),
        "percent": _money(gate.percent),
        "met": gate.met,
    }


def _limit(limit: Limit) -> str:
    return f"{limit.percent.text}%" if limit.percent else money_text(limit.amount or 0)


def comparison_rows(answer: Comparison) -> list[dict[str, Any]]:
    """A row for each cell, for CSV: `level` says what `key` is, a month, a kind, a
    scope, or the total.
    """
    levels = (
        ("total", (answer.total,)),
        ("month", answer.months),
        ("kind", answer.kinds),
        ("scope", answer.scopes),
    )
    return [
        {
            "level": level,
            "key": row.key,
            "scenario": scenario.name,
            "amount": _money(cell.amount),
            "currency": scenario.estimate.currency,
            "base": answer.base.name,
            "difference": _money(cell.difference),
            "percent": _money(cell.percent),
        }
        for level, rows in levels
        for row in rows
        for scenario, cell in zip(answer.scenarios, row.cells, strict=True)
    ]


def comparison_blocks(answer: Comparison) -> Iterator[Block]:
    """Totals first, then months, kinds and scopes, each scenario under its letter."""
    titles = {scenario.estimate.title for scenario in answer.scenarios}
    yield Note(
        (len(titles) == 1 and answer.base.estimate.title) or _("Comparison"), "title"
    )
    if answer.view == AMORTISED:
        yield Note(_("What each month uses of what was paid"))
    for scenario in answer.scenarios:
        if not scenario.estimate.complete:
            yield Note(
                f"{scenario.name}: {phrases.incomplete(scenario.estimate)}", "alert"
            )
    yield _totals(answer)
    yield _beside(answer, _("By month"), _("Month"), list(_months(answer.months)))
    yield _beside(
        answer,
        _("By kind"),
        _("Kind"),
        [row._replace(key=_(row.key)) for row in answer.kinds],
    )
    yield _beside(
        answer,
        _("By scope"),
        _("For"),
        [row._replace(key=scope_name(row.key)) for row in answer.scopes],
    )
    for scenario in answer.scenarios[1:]:
        yield from _new_findings(answer.base, scenario)
    for gate in answer.gates:
        verdict = _("met") if gate.met else _("NOT MET")
        text = f"{_option(gate)}, {gate.scenario}: {verdict} ({gate_figure(gate)})"
        yield Note(text, "met" if gate.met else "alert")


def gate_figure(gate: ComparedGate) -> str:
    """The figure that was held against a gate's limit, or why it is none."""
    if gate.actual is None:
        return _("another currency than the base")
    if not gate.usable:
        return _("incomplete")
    if gate.name != "fail_increase":
        return amount(gate.actual)
    return f"{signed(gate.actual)}" + (
        f", {_percent(gate.percent)}" if gate.percent is not None else ""
    )


def gate_message(answer: Comparison, gate: ComparedGate) -> str:
    """What to tell of a gate that is not met."""
    scenario = next(one for one in answer.scenarios if one.name == gate.scenario)
    for one in (scenario, answer.base):
        if not one.estimate.complete:
            return f"{_option(gate)}: {one.name}: {phrases.incomplete(one.estimate)}"
    return f"{_option(gate)}: {gate.scenario}: {gate_figure(gate)}"


def _option(gate: ComparedGate) -> str:
    return f"{option(gate.name)} {_limit(gate.limit)}"


def letter(index: int) -> str:
    """A, B, ... Z, AA, AB: the name of a scenario's column."""
    before, last = divmod(index, 26)
    return (letter(before - 1) if before else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[last]


def _totals(answer: Comparison) -> Grid:
    prepaid = any(scenario.estimate.prepaid for scenario in answer.scenarios)
    columns = (
        Column(""),
        Column(_("Scenario")),
        Column(_("Price book")),
        Column(_("Total"), True),
        Column(""),
        Column(_("Difference"), True),
        Column("%", True),
        *((Column(_("Paid, not yet used"), True),) if prepaid else ()),
    )
    rows = []
    for index, (scenario, cell) in enumerate(
        zip(answer.scenarios, answer.total.cells, strict=True)
    ):
        estimate = scenario.estimate
        figures = (
            amount(estimate.total),
            estimate.currency,
            *(("", "") if not index else _difference(cell)),
        )
        rest = (amount(estimate.prepaid_total),) if prepaid else ()
        rows.append(
            Row((letter(index), scenario.name, estimate.book_id, *figures, *rest))
        )
    return Grid(_("Totals"), columns, tuple(rows))


def _beside(
    answer: Comparison, title: str, key: str, rows: Sequence[ComparedRow]
) -> Grid:
    """Rows with a column for each scenario, and two more for its difference where it
    can be told.
    """
    base = answer.base.estimate.currency
    columns = [Column(key)]
    for index, scenario in enumerate(answer.scenarios):
        currency = scenario.estimate.currency
        columns.append(Column(f"{letter(index)} {currency}", True))
        if index and currency == base:
            columns += [
                Column(f"{letter(index)} - A", True),
                Column(f"{letter(index)} %", True),
            ]
    return Grid(title, tuple(columns), tuple(_row(answer, row) for row in rows))


def _months(rows: tuple[ComparedRow, ...]) -> Iterator[ComparedRow]:
    """The months, neighbours with the same figures as one."""
    for group in runs(rows, lambda row: row.cells):
        first, last = group[0].key, group[-1].key
        key = (
            first
            if len(group) == 1
            else _("{first} to {last}, each").format(first=first, last=last)
        )
        yield group[0]._replace(key=key)


def _row(answer: Comparison, row: ComparedRow) -> Row:
    cells = [row.key]
    base = answer.base.estimate.currency
    for index, (scenario, cell) in enumerate(
        zip(answer.scenarios, row.cells, strict=True)
    ):
        cells.append(_("none") if cell.amount is None else amount(cell.amount))
        if index and scenario.estimate.currency == base:
            cells += _difference(cell)
    return Row(tuple(cells))


def _difference(cell: Cell) -> tuple[str, str]:
    if cell.difference is None:
        return "", ""
    return signed(cell.difference), _percent(cell.percent)


def _percent(percent: int | None) -> str:
    """A share for people: +12.50 %; nothing where the base is nothing."""
    return "" if percent is None else f"{signed(percent)} %"


def _new_findings(base: Compared, scenario: Compared) -> Iterator[Note]:
    """The warnings and notes which the base does not have."""
    known = {
        (finding.code, finding.scope, finding.month)
        for finding in base.estimate.findings
    }
    new: tuple[Finding, ...] = tuple(
        finding
        for finding in scenario.estimate.findings
        if (finding.code, finding.scope, finding.month) not in known
    )
    if new:
        yield Note("")
        yield Note(_("New in {name}:").format(name=scenario.name))
        yield from findings_notes(new, scenario.estimate.currency)
