"""The sheet Usage: every count as the sum of its parts, and what it was drawn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from facefusion_billing.model.bill import PAY_AS_YOU_GO, BillLine, Estimate
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.reports.documents.burn_down_document import evidence
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import DIGITS, cell, cell_text, column
from facefusion_billing.reports.workbook.live import Live
from facefusion_billing.reports.workbook.tables import (
    Field,
    TableColumn,
    Value,
    put_row,
)
from facefusion_billing.startup.record import NamedTuple

_PARTS = ("free", "packs", "billable", "qps_mode", "refused", "undetermined")
_parts_of = attrgetter(*_PARTS)
"""The calls of a row on each way."""
_CALLS, _FIRST = 2, 3
_BILLABLE = _FIRST + _PARTS.index("billable")
_EVIDENCE = _FIRST + len(_PARTS)
_OTHERS = {
    "billable": (),
    "after_paid_packs": ("free",),
    "total": ("free", "packs"),
}
"""What counts for a tier besides the billed calls, by the reading of `tier_basis`."""


def is_of_usage(line: BillLine) -> bool:
    """Whether a line bills calls of its month, at the price of the tier they reach."""
    return line.kind == PAY_AS_YOU_GO and line.portion is None


def has_others(line: BillLine) -> bool:
    """Whether other calls than those that a line bills count for its tier."""
    return is_of_usage(line) and bool(_OTHERS[line.facts["basis"]])


def other_calls(line: BillLine) -> int:
    """How many other calls count for a line's tier."""
    reaching: int = line.facts["tier"].reached_by
    return reaching - line.quantity


class Used(NamedTuple):
    """The rows of the sheet: its name, the addresses of its columns without a row, the
    usage of each month and scope in their order, the rows of both, and the calls of each
    month on each way.
    """

    sheet: str
    columns: dict[str, str]
    rows: tuple[tuple[Month, UsageRow], ...]
    by_scope: dict[tuple[Month, str], tuple[int, UsageRow]]
    of_month: dict[Month, dict[str, int]]

    def linked(self, month: Month, line: BillLine, row: int) -> str:
        """The formula of a line's quantity where it is the billed calls of its month:
        those of its scope, or of all scopes together; `row` is the line's.
        """
        if not is_of_usage(line):
            return ""
        return self._parts(month, line, row, ("billable",), line.quantity)

    def linked_others(self, month: Month, line: BillLine, row: int) -> str:
        """The formula of the calls that count for a line's tier besides those that it
        bills.
        """
        parts = _OTHERS[line.facts["basis"]]
        return self._parts(month, line, row, parts, other_calls(line))

    def _parts(
        self, month: Month, line: BillLine, row: int, parts: Sequence[str], count: int
    ) -> str:
        """The formula of the calls of a line's scope on some ways, where they come to
        the count.
        """
        at, usage = self.by_scope.get((month, line.scope), (0, None))
        if usage and sum([getattr(usage, part) for part in parts]) == count:
            cells = [f"{self.columns[part]}{at + 1}" for part in parts]
            return f"={'+'.join(cells)}"
        of_month = self.of_month.get(month, {})
        together = sum(of_month.get(part, 0) for part in parts)
        # A sum that a double does not hold must stay a figure of ours.
        if (line.scope, count) != (ACCOUNT, together) or together >= DIGITS:
            return ""
        columns = (_FIRST + _PARTS.index(part) for part in parts)
        return "=" + "+".join(self._of_month(col, row) for col in columns)

    def _of_month(self, col: int, row: int) -> str:
        """The sum of a column over the month that stands in a row of the lines."""
        parts, months = (
            column(1, len(self.rows), each, self.sheet) for each in (col, 0)
        )
        return f"SUMIFS({parts},{months},{cell(row, 0)})"


def used_calls(sheet: Sheet, answer: Estimate) -> Used:
    """Where the calls of each month and scope stand."""
    rows = tuple(_months_and_usage(answer))
    by_scope: dict[tuple[Month, str], tuple[int, UsageRow]] = {}
    of_month: dict[Month, dict[str, int]] = {}
    for row, (month, usage) in enumerate(rows, 1):
        by_scope[month, usage.scope] = row, usage
        together = of_month.get(month)
        if together is None:
            together = of_month[month] = dict.fromkeys(_PARTS, 0)
        for part, calls in zip(_PARTS, _parts_of(usage), strict=True):
            if calls:
                together[part] += calls
    columns = {
        part: cell(0, col, sheet.name).removesuffix("1")
        for col, part in enumerate(_PARTS, _FIRST)
    }
    return Used(sheet.name, columns, rows, by_scope, of_month)


def usage_sheet(sheet: Sheet, used: Used) -> None:
    """The calls of each month and scope and where they went; below, the totals of each
    scope and of all.
    """
    rows = used.rows
    sheet.head(0, _names(), range(_CALLS, _EVIDENCE))
    places = [TableColumn(sheet, col, field) for col, field in enumerate(_fields())]
    for row, (month, usage) in enumerate(rows, 1):
        put_row(sheet, row, places, _values(row, month, usage))
    last = max(len(rows), 1)
    _totals(sheet, [usage for _month, usage in rows], last)
    sheet.freeze(1)
    sheet.filter(1, last, _EVIDENCE + 1)
    sheet.fit()


def _fields() -> Iterator[Field]:
    """How the columns look; what the rows say is typed in but their sums."""
    for at, name in enumerate(_names()):
        if at < _CALLS:
            yield Field(name)
        elif at == _EVIDENCE:
            yield Field(name, "long")
        else:
            yield Field(name, "count", look="" if at == _CALLS else "input")


def _values(row: int, month: Month, usage: UsageRow) -> Iterator[Value]:
    """The usage of a month and scope, in the order of the columns."""
    parts = _parts_of(usage)
    yield month
    yield phrases.scope_name(usage.scope)
    yield Live(usage.calls, _sum_of_parts(row), max(parts) < DIGITS)
    yield from parts
    yield _("; ").join(evidence(usage))


def _sum_of_parts(row: int) -> str:
    return f"=SUM({cell(row, _FIRST)}:{cell(row, _EVIDENCE - 1)})"


def _names() -> tuple[str, ...]:
    return (
        _("Month"),
        _("For"),
        _("Calls"),
        _("Free"),
        _("Packs"),
        _("Billable"),
        _("QPS mode"),
        _("Refused"),
        _("Undetermined"),
        _("Drawn from, and the tier"),
    )


def _months_and_usage(answer: Estimate) -> Iterator[tuple[Month, UsageRow]]:
    for bill in answer.bills:
        for usage in bill.usage:
            yield bill.month, usage


def _totals(sheet: Sheet, rows: Sequence[UsageRow], last: int) -> None:
    """The totals of each scope, where there are several, and of all."""
    scopes, row = _by_scope(rows), last + 1
    if len(scopes) > 1:
        for name, used in scopes.items():
            _total(sheet, row, name, used, _of_scope(last, row))
            row += 1
    in_all = [f"=SUM({column(1, last, col)})" for col in range(_FIRST, _EVIDENCE)]
    _total(sheet, row, "", rows, in_all)


def _by_scope(rows: Sequence[UsageRow]) -> dict[str, list[UsageRow]]:
    """The rows of each scope, by its name as it stands in a cell."""
    scopes: dict[str, list[UsageRow]] = {}
    for usage in rows:
        name = cell_text(phrases.scope_name(usage.scope))
        scopes.setdefault(name, []).append(usage)
    return scopes


def _total(
    sheet: Sheet,
    row: int,
    name: str,
    used: Sequence[UsageRow],
    formulas: Sequence[str],
) -> None:
    sheet.text(row, 0, _("Total"), look="total")
    sheet.text(row, 1, name, look="total")
    _figures(sheet, row, used, formulas)


def _of_scope(last: int, row: int) -> list[str]:
    """The sums of the rows of one scope; EXACT, since SUMIFS takes a name for a pattern
    and ignores its case.
    """
    names = f"EXACT(${column(1, last, 1).replace(':', ':$')},${cell(row, 1)})"
    parts = range(_FIRST, _EVIDENCE)
    return [f"=SUMPRODUCT({names}*{column(1, last, col)})" for col in parts]


def _figures(
    sheet: Sheet, row: int, used: Sequence[UsageRow], formulas: Sequence[str]
) -> None:
    """The sum of the calls and of each part over some rows of usage."""
    parts = [sum(map(attrgetter(part), used)) for part in _PARTS]
    sure = all(part < DIGITS for part in parts)
    calls = Live(sum(usage.calls for usage in used), _sum_of_parts(row), sure)
    sheet.count(row, _CALLS, calls, "total")
    for col, (part, formula) in enumerate(zip(parts, formulas, strict=True), _FIRST):
        sheet.count(row, col, Live(part, formula, part < DIGITS), "total")
