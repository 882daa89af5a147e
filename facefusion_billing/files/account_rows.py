"""Rows of one account as spreadsheets leave them: dates and counts that are written
otherwise than `meter` writes them, by the rules of a file of calls.
"""

from collections.abc import Callable, Iterator
from typing import Any

from facefusion_billing.files import numbers
from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.files.sheet_days import sheet_span
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
)

Row = dict[str, str]
_COUNTS = (("calls", "calls"), ("peak_qps", "QPS"))


def as_written(
    rows: list[tuple[int, Row]], place: Callable[[int, Row], Location]
) -> list[tuple[int, Row]]:
    """The rows with the dates of a usage file; `place` says where a row stands. Raises
    `InputError` with every fault.
    """
    faults: list[Fault] = []
    found = []
    for line, row in rows:
        wrong = [*_faults(row)]
        faults += (Fault(said, place(line, row)) for said in wrong)
        if not wrong:
            found.append((line, {**row, "date": _date(row)}))
    if faults:
        raise InputError(faults)
    return found


def _faults(row: Row) -> Iterator[str]:
    """What is wrong with a row."""
    said = _unreadable(sheet_span, row["date"].strip())
    if said:
        yield said
    elif ".." in row["date"]:
        yield Message(
            "{date!r} is a range; expected a day or a month", date=row["date"]
        )
    for column, unit in _COUNTS:
        text = (row.get(column) or "").strip()
        if text:
            said = _unreadable(lambda text, unit=unit: numbers.count(text, unit), text)
            if said:
                yield Message("{error}{hint}", error=said, hint=cause_in(text))
        elif column == "calls":
            yield Message("nothing in column {name!r}", name=column)


def _unreadable(parse: Callable[..., Any], text: str) -> str:
    """Why a text cannot be read; nothing where it can."""
    try:
        parse(text)
    except UnreadableError as error:
        said: str = error.args[0]
        return said
    return ""


def _date(row: Row) -> str:
    at = sheet_span(row["date"].strip())
    if at.whole_month:
        return str(month_of(at.span.start))
    return str(at.span.start)
