"""What is handed over to the door, held against what each argument takes; what it does
not take is a fault like any other, not an error of Python's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from math import inf
from typing import Any

from facefusion_billing.files import dates, numbers
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError, Message, refuse
from facefusion_billing.model.scenario import Scenario


def unfit(name: str, value: object, expected: Message) -> InputError:
    """The error for an argument that is something else than it should be."""
    return refuse(
        "{name}: expected {expected}, not {kind}",
        name=name,
        expected=expected,
        kind=type(value).__name__,
    )


def path_of(name: str, value: Any, expected: Message) -> str:
    """The text of a path or a name. Raises `InputError`."""
    found = value
    if isinstance(value, os.PathLike):
        found = os.fspath(value)
    if not isinstance(found, str):
        raise unfit(name, value, expected)
    return found


def scenario_of(name: str, value: Any) -> Scenario:
    """A scenario that was loaded. Raises `InputError`."""
    if not isinstance(value, Scenario):
        raise unfit(name, value, Message("what load_scenario gives"))
    return value


def mapping_of(name: str, value: Any) -> Mapping[Any, Any]:
    """A mapping; an empty one for None. Raises `InputError`."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise unfit(name, value, Message("a mapping of assumptions to readings"))
    return value


def word_of(value: Any) -> str:
    """The word that chooses a reading, or names an assumption: the number of a day is
    one too.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        number: str = read("assume", str, value)
        return number
    if isinstance(value, str):
        return value
    raise unfit("assume", value, Message("the text of an assumption or a reading"))


def months_of(name: str, value: Any) -> tuple[Month, ...]:
    """Months as they are written. Raises `InputError`."""
    # A text is several letters, so one month alone would be read as seven months.
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise unfit(name, value, Message("several months, such as ['2025-03']"))
    return tuple(read(name, dates.month, month) for month in value)


def day_of(name: str, value: Any) -> date:
    """A day, or its text. Raises `InputError`."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        day: date = read(name, dates.day, value)
        return day
    raise unfit(name, value, Message("a date, or its text"))


def seconds_of(name: str, value: Any) -> float | None:
    """Seconds, none of them negative; None for no limit. Raises `InputError`."""
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and value >= 0):
        text = read(name, numbers.shown, value)
        raise refuse(
            "{name} {value}: expected seconds, for example 2.5", name=name, value=text
        )
    try:
        return float(value)
    except OverflowError:
        # More seconds than there are numbers for are no limit.
        return inf


def flag_of(name: str, value: Any) -> bool:
    """True or False, and nothing that only counts as one: 'no' would be true. Raises
    `InputError`.
    """
    if not isinstance(value, bool):
        raise unfit(name, value, Message("True or False"))
    return value


def read(name: str, parse: Any, value: object) -> Any:
    """What an argument says. Raises `InputError`."""
    try:
        return parse(numbers.written(value))
    except numbers.UnreadableError as error:
        raise refuse("{name}: {error}", name=name, error=error) from None
