"""Days and months as spreadsheets write them, the year first; and why other texts are
none.
"""

import re

from facefusion_billing.files import dates
from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.dates import DatedSpan
from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.model.faults import Message, listed

_DAY = r"(20[0-9]{2}|21[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
_MONTH = r"(20[0-9]{2}|21[0-9]{2})[-/.年]([0-9]{1,2})月?"
_MIDNIGHT = r"(?:[T ]0?0:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_TIME = r"[T ][0-9]{1,2}:[0-9]{2}.*"
_YEAR_LAST = r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4}|[0-9]{2})"
_CAUSES = (
    (
        _DAY + _TIME,
        Message("{found} has a time of day; add up the calls of each day"),
    ),
    (
        r"(?i)[0-9]{1,2}[- ][a-z]{3,9}\.?(?:[- ][0-9]{2,4})?|[a-z]{3,9}\.?[- ][0-9]{2,4}",
        Message(
            "{found} names its month in letters; write 2025-01-31, or 2025-01 for a month"
        ),
    ),
    (
        r"[3-9][0-9]{4}(?:\.[0-9]+)?",
        Message(
            "{found} is the number that a spreadsheet stores for a day; format the "
            "column as a date, 2025-01-31"
        ),
    ),
    (
        r"#{2,}",
        Message(
            "{found} is what a spreadsheet shows in a narrow column; widen it and save "
            "again"
        ),
    ),
)  # fmt: skip


def sheet_span(text: str) -> DatedSpan:
    """A day or a month: `2025-01-31`, `2025/1/31`, `2025-01-31 00:00:00`,
    `2025-01-31T00:00:00Z`, `2025年1月31日`, `2025-01`, `2025/1`.

    >>> str(sheet_span("2025/1/31 0:00").span.start)
    '2025-01-31'
    """
    day = re.fullmatch(_DAY + _MIDNIGHT, text)
    if day:
        return dates.span(f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}")
    month = re.fullmatch(_MONTH, text)
    if month:
        return dates.span(f"{month[1]}-{month[2]:0>2}")
    year_last = re.fullmatch(_YEAR_LAST, text)
    if year_last:
        raise _ambiguous(text, year_last)
    for pattern, message in _CAUSES:
        if re.fullmatch(pattern, text):
            raise UnreadableError(message.template, found=shown(text))
    try:
        return dates.span(text)
    except UnreadableError as error:
        hint = cause_in(text)
        raise UnreadableError("{error}{hint}", error=error, hint=hint) from None


def _ambiguous(text: str, found: re.Match[str]) -> UnreadableError:
    """`1/31/2025` and the like: which number is the day differs from land to land."""
    one, two, year = found.groups()
    if len(year) == 2:
        year = f"20{year}"
    days = (f"{year}-{one:0>2}-{two:0>2}", f"{year}-{two:0>2}-{one:0>2}")
    return UnreadableError(
        "{found} is ambiguous: some write the day first, some the month; write {known}",
        found=shown(text),
        known=listed(dict.fromkeys(filter(_is_day, days))) or "2025-01-31",
    )


def _is_day(text: str) -> bool:
    try:
        dates.day(text)
    except UnreadableError:
        return False
    return True
