"""What was metered, as blocks."""

from collections.abc import Iterable, Iterator

from facefusion_billing.model.calendar import Month, month_of
from facefusion_billing.model.call_logs import (
    MeteredCalls,
    MeteredDay,
    totals,
)
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.meter_phrases import finding_text, other_peaks
from facefusion_billing.reports.wording.phrases import assumed, signed

_MOST_ROWS = 40


def metering_blocks(answer: MeteredCalls, *, quiet: bool) -> Iterator[Block]:
    """The counts by month and scope, what became of the rows, and what to know."""
    text = ngettext(
        "{calls:,} billed call in {rows:,} rows", "{calls:,} billed calls in {rows:,} rows",
        answer.calls,
    )  # fmt: skip
    yield Note(text.format(calls=answer.calls, rows=answer.report.rows), "title")
    yield Note(assumed(answer.assumptions), "faint")
    if not quiet:
        for finding in answer.findings:
            style = "warning" if finding.severity == "warning" else "faint"
            yield Note(finding_text(finding), style)
    yield Note(_("More: -f csv for the counts by day, -f json for all"), "hint")
    yield from _counts(answer)
    yield _rows(answer)
    failed = totals(day.failed for day in answer.days)
    if failed:
        yield _failed(failed)
    yield from _other_readings(answer)
    yield _inputs(answer)


def _other_readings(answer: MeteredCalls) -> Iterator[Note]:
    """What the other readings would change, and what that costs."""
    if answer.face_errors and answer.stake is None:
        text = ngettext(
            "billed_errors decides on {calls:,} call, for which the book has no price.",
            "billed_errors decides on {calls:,} calls, for which the book has no price.",
            answer.face_errors,
        )
        yield Note(text.format(calls=answer.face_errors))
    elif answer.face_errors and answer.stake is not None:
        text = ngettext(
            "billed_errors decides on {calls:,} call: the other reading changes the "
            "bills by {amount} {currency} in all, without packs.",
            "billed_errors decides on {calls:,} calls: the other reading changes the "
            "bills by {amount} {currency} in all, without packs.",
            answer.face_errors,
        )
        facts = {"amount": signed(answer.stake), "currency": answer.currency}
        yield Note(text.format(calls=answer.face_errors, **facts))
    yield from map(Note, other_peaks(answer))


def _failed(failed: dict[str, int]) -> Grid:
    """Failed calls by their code."""
    rows = tuple(Row((code, f"{count:,}")) for code, count in failed.items())
    columns = (Column(_("Code")), Column(_("Calls"), True))
    return Grid(_("Failed, not billed"), columns, rows)


def _counts(answer: MeteredCalls) -> Iterator[Block]:
    """Calls by account, scope and month, with the highest peak."""
    rows = [_count(*key, days) for key, days in _by_month(answer.days).items()]
    columns = _count_columns()
    # A log without accounts is of one, which nobody named.
    if not answer.has_accounts:
        rows = [row._replace(cells=row.cells[1:]) for row in rows]
        columns = columns[1:]
    yield Grid(_("Calls"), columns, tuple(rows[:_MOST_ROWS]))
    if len(rows) > _MOST_ROWS:
        left = len(rows) - _MOST_ROWS
        yield Note(_("{left:,} more rows; -o calls.csv has all").format(left=left))


def _by_month(
    days: Iterable[MeteredDay],
) -> dict[tuple[str, str, Month], list[MeteredDay]]:
    """The days by account, scope and month."""
    found: dict[tuple[str, str, Month], list[MeteredDay]] = {}
    for day in days:
        key = day.account or "", day.scope, month_of(day.day)
        found.setdefault(key, []).append(day)
    return found


def _count_columns() -> tuple[Column, ...]:
    return (
        Column(_("Account")),
        Column(_("For")),
        Column(_("Month")),
        Column(_("Days"), True),
        Column(_("Calls"), True),
        Column(_("Peak QPS"), True),
        Column(_("Peak at")),
    )


def _count(account: str, scope: str, month: Month, days: list[MeteredDay]) -> Row:
    highest = max(days, key=lambda day: day.peak_qps)
    calls = sum(day.calls for day in days)
    second = highest.peak_second
    at = str(highest.day)
    if second is not None:
        clock = f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
        at = f"{at} {clock}"
    figures = (f"{len(days):,}", f"{calls:,}", f"{highest.peak_qps:,}", at)
    return Row((account, scope, str(month), *figures))


def _not_billed(days: tuple[MeteredDay, ...]) -> Iterator[tuple[str, int]]:
    """Failed and throttled calls, where the log says it."""
    if any(day.throttled is not None for day in days):
        failed = totals(day.failed for day in days)
        yield _("failed, not billed"), sum(failed.values())
        yield _("throttled, not billed"), sum(day.throttled or 0 for day in days)


def _rows(answer: MeteredCalls) -> Grid:
    """What became of the rows of the log."""
    report = answer.report
    figures = [
        (_("rows read"), report.rows),
        (_("repeats of a RequestId"), report.repeats),
        (_("of free actions"), report.free),
        (_("of actions left out"), sum(report.unknown.values())),
        (_("unreadable"), report.unreadable),
        (_("attempts"), sum(day.attempts for day in answer.days)),
    ]
    figures += _not_billed(answer.days)
    figures.append((_("billed calls"), answer.calls))
    rows = tuple(Row((name, f"{count:,}")) for name, count in figures)
    return Grid(_("Rows"), (Column(_("What")), Column(_("Count"), True)), rows)


def _inputs(answer: MeteredCalls) -> Grid:
    columns = (Column(_("File")), Column(_("Rows"), True), Column("SHA-256"))
    files = answer.report.inputs
    rows = [Row((f.name, f"{f.rows:,}", f.sha256[:16])) for f in files[:_MOST_ROWS]]
    return Grid(_("Inputs"), columns, tuple(rows))
