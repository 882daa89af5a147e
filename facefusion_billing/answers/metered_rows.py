"""Rows of a log that cannot be counted: refused, or left out when the caller allows it."""

import re
from collections.abc import Callable, Iterable

from facefusion_billing.answers.metering_engine import Engine, MeterOptions
from facefusion_billing.model.calendar import YEARS
from facefusion_billing.model.call_logs import (
    A_DAY,
    REFUSE,
    UNITS,
    Counted,
    Group,
    LogMap,
    totals,
)
from facefusion_billing.model.faults import Fault, InputError, Message, refuse

NOTHING = "(none)"
_ZONE = "(Z|-[0-9][0-9]:?[0-9][0-9])$"
_NUMBER = r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?"
_UNIT_BY_DIGITS = {9: "s", 10: "s", 12: "ms", 13: "ms", 15: "us", 16: "us"}
"""Of numbers since 1970 that lie in the years of bills."""
OfRow = Callable[[Callable[[str], str]], str]
"""What is wrong with a row, whose values are asked for by the name of their column."""


class RefusedRowsError(InputError):
    """Rows that cannot be counted: those with one of the values in a column, or (None)
    those that are no rows. Who knows the files finds their lines.

    `of_row` says what is wrong with a row by its values of the map's columns, where it
    is not the same for all.
    """

    def __init__(
        self,
        message: str,
        column: str | None,
        values: Iterable[str],
        of_row: OfRow | None = None,
    ) -> None:
        super().__init__([Fault(message)])
        self.message, self.column, self.values = message, column, tuple(values)
        self.of_row = of_row


def unreadable_rows(engine: Engine, groups: list[Group], options: MeterOptions) -> int:
    """How many rows are none: nothing in them that the map names."""
    rejects = engine.rejects()
    if len(rejects) > options.allow_unreadable:
        raise InputError(rejects)
    found = len(rejects) + sum(g.rows for g in groups if _is_nothing(g))
    if found > options.allow_unreadable:
        raise RefusedRowsError(
            Message(
                "an unreadable row; --allow-unreadable {found} leaves such rows out",
                found=found,
            ),
            None,
            (),
        )
    return found


def _is_nothing(group: Group) -> bool:
    return (
        group.action is None
        and group.scope is None
        and not group.ids
        and not group.times
    )


def unknown_actions(groups: list[Group], log: LogMap) -> dict[str, int]:
    """The actions that nobody mapped, with their rows."""
    found = totals(
        {g.action or NOTHING: g.rows}
        for g in groups
        if g.scope is None and not g.is_free and not _is_nothing(g)
    )
    if found and log.others == REFUSE:
        names = ", ".join(f"{name!r} ({count:,} rows)" for name, count in found.items())
        raise RefusedRowsError(
            Message(
                "an action that the map does not name: {names}; add it to a scope or to "
                "'free', or say 'others: leave_out'",
                names=names[:300],
            ),
            log.action or log.scope_column,
            ["" if name == NOTHING else name for name in found],
        )
    return found


def unreadable_times(
    engine: Engine, log: LogMap, options: MeterOptions, so_far: int
) -> int:
    """How many rows have a time that cannot be read; they are left out from then on."""
    count, found = engine.unreadable_times()
    # One allowance for all: rows without a time are no better than rows that are none.
    if so_far + count > options.allow_unreadable:
        column, length = log.time.column, log.time.duration
        wrong = {text for text, has_time in found if not has_time}

        def of_row(value: Callable[[str], str]) -> str:
            text = value(column)
            if length and (said := _wrong_duration(value(length), log)):
                return said
            # Beside a wrong duration there are other rows of the same time.
            return _wrong_time(text, log) if text in wrong else ""

        text, has_time = found[0]
        said = _wrong_time(text, log)
        if has_time:
            said = Message(
                "{text!r} in {column!r}: the duration beside it cannot be read",
                text=text,
                column=column,
            )
        raise RefusedRowsError(said, column, [text for text, _ in found], of_row)
    engine.leave_out_unreadable()
    return count


def _wrong_time(text: str, log: LogMap) -> str:
    if not text:
        return Message("a row without a time")
    unit = _unit_of(text)
    if unit and log.time.unit is None:
        return Message(
            "{text!r} is a number, not a date; say in the map what it counts since 1970: "
            "time: {{column: ..., unit: {unit}}}",
            text=text,
            unit=unit,
        )
    has_zone = "+" in text or re.search(_ZONE, text)
    is_date = re.match(r"[0-9]{4}[-/]", text)
    if is_date and log.time.unit:
        return Message(
            "{text!r} is a date; 'unit' in the map is for numbers since 1970", text=text
        )
    if is_date and log.time.zone is None and not has_zone:
        return Message(
            "{text!r} is a time without a zone; say in the map which it is: time: "
            '{{column: ..., zone: "+08:00"}}',
            text=text,
        )
    return Message("{text!r} is not a time that can be read", text=text)


def _wrong_duration(taken: str, log: LogMap) -> str:
    """What is wrong with a duration; nothing where it can be taken off a time."""
    if taken in ("", "-"):
        return ""
    most = 2**63 / UNITS[log.time.duration_unit]
    if not re.fullmatch(_NUMBER, taken) or float(taken) >= most:
        return Message("{taken!r} is not a duration that can be read", taken=taken)
    if float(taken) < 0:
        return Message(
            "{taken!r} is a negative duration: no call ends before it starts",
            taken=taken,
        )
    return ""


def _unit_of(text: str) -> str | None:
    """The unit in which a number is a time of our days; None where it is none.

    >>> _unit_of("1740758400.123"), _unit_of("1740758400123"), _unit_of("20250301")
    ('s', 'ms', None)
    """
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return None
    return _UNIT_BY_DIGITS.get(len(text.partition(".")[0]))


def check_years(log: LogMap, counted: list[Counted]) -> None:
    """Raises `InputError` for times of years that no bill has: their unit is another, or
    they are none.
    """
    for row in counted:
        year = 1970 + row.day // A_DAY * 400 // 146_097
        if year not in YEARS:
            raise refuse(
                "times of about the year {year} in {column!r}, outside the years "
                "{first_year} to {last_year}; look at their unit",
                log.at("time"),
                column=log.time.column,
                year=year,
                first_year=YEARS[0],
                last_year=YEARS[-1],
            )


def check_ids(engine: Engine, log: LogMap, counted: list[Counted]) -> None:
    """Raises `RefusedRowsError` for ids that cannot be the vendor's."""
    if any(row.clashes for row in counted):
        raise RefusedRowsError(
            Message(
                "the id stands at two accounts or scopes, so it is not the vendor's "
                "RequestId; map that one, or leave 'id' out"
            ),
            log.id,
            engine.clashing_ids(),
        )
