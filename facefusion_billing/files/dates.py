"""Days, months and spans of them as people write them, and the message when they are
not what is asked for.

Each parser takes the text of a scalar and gives its value, or raises `UnreadableError`
with what is expected.
"""

import re
from datetime import date

from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.model.calendar import ONE_DAY, YEARS, Month, Span
from facefusion_billing.startup.record import NamedTuple

_MIDNIGHT = r"T00:00:00(?:\.0+)?Z?"
_MONTH = r"2[01][0-9]{2}-(?:0[1-9]|1[0-2])"
_DAY = rf"{_MONTH}-(?:0[1-9]|[12][0-9]|3[01])(?:{_MIDNIGHT})?"
_TO = r" *\.\. *"
DAY_PATTERN = rf"^{_DAY}$"
MONTH_PATTERN = rf"^{_MONTH}$"
SPAN_PATTERN = rf"^(?:{_MONTH}|{_DAY}(?:{_TO}{_DAY})?)$"
MONTH_RANGE_PATTERN = rf"^{_MONTH}(?:{_TO}{_MONTH})?$"
LEVEL_SPAN_PATTERN = f"{SPAN_PATTERN}|{MONTH_RANGE_PATTERN}"
"""What schemas say of days and months; how many days a month has only readers know."""


def _of_loader(text: str) -> str:
    """A day as written: loaders of YAML hand one on as the midnight it begins with."""
    if len(text) > 10 and re.fullmatch(_MIDNIGHT, text[10:]):
        return text[:10]
    return text


def day(text: str) -> date:
    """A date, `YYYY-MM-DD`."""
    iso = _of_loader(text)
    if not _is_like_a_day(iso):
        raise UnreadableError(
            "{found} is not a date; expected YYYY-MM-DD", found=shown(text)
        )
    return of_calendar(iso, iso)


def _is_like_a_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def of_calendar(iso: str, text: str) -> date:
    """The day of `YYYY-MM-DD`, which was written as `text`."""
    try:
        value = date.fromisoformat(iso)
    except ValueError:
        raise UnreadableError(
            "{found} is not a day of the calendar", found=shown(text)
        ) from None
    check_year(text, value.year)
    return value


def month_or_day(text: str) -> date:
    """A day, or the first of a month."""
    if _is_like_a_day(_of_loader(text)):
        return day(text)
    if re.fullmatch("[0-9]{4}-[0-9]{2}", text, re.ASCII):
        return month(text).first
    raise UnreadableError(
        "{found} is neither a month nor a day; expected YYYY-MM or YYYY-MM-DD",
        found=shown(text),
    )


def first_of_month(text: str) -> date:
    """The first of a month; a day is read as well, for whoever asks to say that it is
    none.
    """
    if _is_like_a_day(_of_loader(text)):
        return day(text)
    return month(text).first


def month(text: str) -> Month:
    """A month, `YYYY-MM`."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text, re.ASCII)
    if not match:
        raise UnreadableError(
            "{found} is not a month; expected YYYY-MM", found=shown(text)
        )
    value = Month(int(match[1]), int(match[2]))
    if not 1 <= value.month <= 12:
        raise UnreadableError(
            "{found} is not a month of the calendar", found=shown(text)
        )
    check_year(text, value.year)
    return value


def check_year(text: str, year: int) -> None:
    """Raises `UnreadableError` for a year that no computation reaches."""
    if year not in YEARS:
        raise UnreadableError(
            "{found} lies outside the years {first_year} to {last_year}",
            found=shown(text),
            first_year=YEARS[0],
            last_year=YEARS[-1],
        )


class DatedSpan(NamedTuple):
    """A span as written, and whether it was written as a month."""

    span: Span
    whole_month: bool


def months(text: str) -> DatedSpan:
    """A month `YYYY-MM`, or a range of months `A..B` with both ends in it."""
    first, dots, last = text.partition("..")
    start = month(first.strip())
    end = month(last.strip()) if dots else start
    if end < start:
        raise UnreadableError("{found} ends before it begins", found=shown(text))
    return DatedSpan(Span(start.first, end.end), not dots)


def level_span(text: str) -> DatedSpan:
    """What `span` reads, or a range of months."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2} *\.\. *[0-9]{4}-[0-9]{2}", text, re.ASCII):
        return months(text)
    return span(text)


def span(text: str) -> DatedSpan:
    """A month `YYYY-MM`, a day `YYYY-MM-DD`, or a range of days `A..B` with both ends
    in it.
    """
    first, dots, last = text.partition("..")
    if dots:
        start, end = day(first.strip()), day(last.strip())
        if end < start:
            raise UnreadableError("{found} ends before it begins", found=shown(text))
        return DatedSpan(Span(start, end + ONE_DAY), False)
    text = _of_loader(text)
    if len(text) == 7 and text[4] == "-":
        whole = month(text)
        return DatedSpan(Span(whole.first, whole.end), True)
    if not _is_like_a_day(text):
        raise UnreadableError(
            "{found} is not a time; expected a month (2025-01), a day (2025-01-31) "
            "or a range of days (2025-01-30..2025-02-02)",
            found=shown(text),
        )
    start = of_calendar(text, text)
    return DatedSpan(Span(start, start + ONE_DAY), False)
