"""Rows of a log that cannot be counted: refused, or left out when the caller allows it."""

import re
from collections.abc import Callable, Iterable

from facefusion_billing.answers.metering_engine import Engine, MeterOptions
from facefusion_billing.model.calendar import YEARS
from facefusion_billing.model.call_logs import (
    A_DAY,
    REFUSE,
    Counted,
    Group,
    LogMap,
    totals,
)
from facefusion_billing.model.faults import Fault, InputError, Message, refuse

NOTHING = "(none)"
_NUMBER = r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?"
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
    count, texts = engine.unreadable_times()
    # One allowance for all: rows without a time are no better than rows that are none.
    if so_far + count > options.allow_unreadable:
        column, length = log.time.column, log.time.duration

        def of_row(value: Callable[[str], str]) -> str:
            taken = value(length) if length else ""
            return _wrong_time(value(column), log, taken)

        raise RefusedRowsError(_wrong_time(texts[0], log), column, texts, of_row)
    engine.leave_out_unreadable()
    return count


def _wrong_time(text: str, log: LogMap, taken: str = "") -> str:
    if not text:
        return Message("a row without a time")
    if taken not in ("", "-") and not re.fullmatch(_NUMBER, taken):
        return Message("{taken!r} is not a duration that can be read", taken=taken)
    has_zone = text.endswith("Z") or "+" in text or text[-6:-5] == "-"
    is_date = text[:4].isdigit() and log.time.unit is None
    if is_date and log.time.zone is None and not has_zone:
        return Message(
            "{text!r} is a time without a zone; say in the map which it is: time: "
            '{{column: ..., zone: "+08:00"}}',
            text=text,
        )
    return Message("{text!r} is not a time that can be read", text=text)


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
