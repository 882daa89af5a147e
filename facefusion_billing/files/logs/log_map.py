"""The map of a log: a small YAML file that says which column says what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from facefusion_billing.files.located import load
from facefusion_billing.files.logs.text_format import PRESETS, line_pattern, unparted
from facefusion_billing.files.nodes import Mapping, Node, Scalar
from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.files.records import Entry, Record
from facefusion_billing.files.shapes import ListOf
from facefusion_billing.files.values import NAME, TEXT, Schema, Shape, Value, choice
from facefusion_billing.model.call_logs import (
    A_SECOND,
    END,
    LEAVE_OUT,
    LOG_FORMATS,
    REFUSE,
    START,
    UNITS,
    LogMap,
    TimeColumn,
)
from facefusion_billing.model.call_logs import TEXT as TEXT_FORMAT
from facefusion_billing.model.faults import Fault, InputError, fault_at

ZONE_PATTERN = r"^(Z|UTC|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"


def _zone(text: str) -> int:
    """Microseconds east of Greenwich.

    >>> _zone("+08:00")
    28800000000
    """
    if not re.fullmatch(ZONE_PATTERN, text):
        raise UnreadableError(
            "{found} is not a zone; expected for example +08:00", found=shown(text)
        )
    if text in ("Z", "UTC"):
        return 0
    seconds = int(text[1:3]) * 3600 + int(text[4:]) * 60
    return (-seconds if text[0] == "-" else seconds) * A_SECOND


ZONE = Value(_zone, "a zone", {"type": "string", "pattern": ZONE_PATTERN})
UNIT = choice(*UNITS)
NAMES = ListOf(NAME, "names of actions", 1)

READ = Record(
    "how the log is read",
    {"format": choice(*LOG_FORMATS)},
    {"files": TEXT, "log_format": TEXT},
)
TIME = Record(
    "the time of a call",
    {"column": NAME},
    {
        "zone": ZONE,
        "is": choice(START, END),
        "unit": UNIT,
        "duration": Record("a duration", {"column": NAME}, {"unit": UNIT}),
    },
)
ACTION = Record("the actions", {"column": NAME}, {"billed": NAMES, "free": NAMES})


class Scopes(Shape):
    """A column, and the actions of each scope: `{column: action, image_basic: [...]}`."""

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        names = self._names(node)
        optional: dict[str, Shape] = dict.fromkeys(names, NAMES)
        return Record("the scopes", {"column": NAME}, optional).read(node, path, faults)

    def _names(self, node: Node) -> list[str]:
        if not isinstance(node, Mapping):
            return []
        keys = [key.text for key, _ in node.entries if isinstance(key, Scalar)]
        return [key for key in keys if key != "column" and key.strip()]

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {"column": NAME.schema()},
            "required": ["column"],
            "additionalProperties": NAMES.schema(),
        }


LOG_MAP = Record(
    "a map of a log",
    {"version": choice("1"), "read": READ, "time": TIME, "scope": Scopes()},
    {
        "id": NAME,
        "error": NAME,
        "account": NAME,
        "action": ACTION,
        "others": choice(REFUSE, LEAVE_OUT),
        "price_book": TEXT,
    },
)


def read_log_map(path: str) -> LogMap:
    """The map in a file. Raises `InputError` with every fault found."""
    faults: list[Fault] = []
    entry = LOG_MAP.read(load(path, may_be_pipe=True), "", faults)
    if entry is not None:
        faults += _relations(entry)
    if faults or entry is None:
        raise InputError(faults)
    return _built(entry)


def _relations(entry: Entry) -> list[Fault]:
    """What keys say against each other."""
    faults = []
    read, time, scope = entry.get("read"), entry.get("time"), entry.get("scope")
    if read is not None and read.get("format") == TEXT_FORMAT:
        if "log_format" not in read.locations:
            known = ", ".join(PRESETS)
            faults.append(
                fault_at(
                    "text without 'log_format'; a format or {known}",
                    read.location,
                    known=known,
                )
            )
        else:
            faults += _unknown_variables(entry, read)
            faults += _unparted_variables(read)
    if time is not None and "duration" in time and time.get("is", START) != END:
        faults.append(
            fault_at(
                "a duration is taken off a time that 'is: end'", time.at("duration")
            )
        )
    if scope is not None and len(scope.locations) > 1 and "action" in entry.locations:
        faults.append(
            fault_at(
                "actions stand under 'scope' already; either there or here",
                entry.at("action"),
            )
        )
    return faults + list(_named_twice(entry))


def _named_twice(entry: Entry) -> Iterator[Fault]:
    """Actions under two keys: which of them is meant would be a guess."""
    seen: dict[str, str] = {}
    for part in ("scope", "action"):
        group: Entry | None = entry.get(part)
        for key, names in group.items() if group else ():
            for name in names if isinstance(names, list | tuple) else ():
                if group and seen.setdefault(name, key) != key:
                    yield fault_at(
                        "the action {name!r} stands under {key!r} and {other!r}",
                        group.at(key),
                        name=name,
                        key=seen[name],
                        other=key,
                    )


def _unknown_variables(entry: Entry, read: Entry) -> list[Fault]:
    """Columns that no variable of the log_format gives."""
    known = line_pattern(read.get("log_format", "")).fields
    parts = [entry[key] for key in ("time", "scope", "action") if key in entry]
    named = [(part["column"], part.at("column")) for part in parts if "column" in part]
    keys = [key for key in ("id", "error", "account") if key in entry]
    named += [(entry[key], entry.at(key)) for key in keys]
    return [
        fault_at(
            "the log_format has no ${name}; it has {known}",
            location,
            name=name,
            known=", ".join(known),
        )
        for name, location in named
        if name not in known
    ]


def _unparted_variables(read: Entry) -> list[Fault]:
    """Variables of the log_format of which nobody can tell where one ends."""
    found = unparted(read.get("log_format", ""))
    if found is None:
        return []
    return [
        fault_at(
            "nothing stands between ${first} and ${second}, so no line says where one ends",
            read.at("log_format"),
            first=found[0],
            second=found[1],
        )
    ]


def _time(time: Entry) -> TimeColumn:
    duration = time.get("duration") or {}
    return TimeColumn(
        column=time["column"],
        zone=time.get("zone"),
        is_end=time.get("is", START) == END,
        unit=time.get("unit"),
        duration=duration.get("column"),
        duration_unit=duration.get("unit", "s"),
    )


def _built(entry: Entry) -> LogMap:
    read, scope = entry["read"], entry["scope"]
    action: Entry | dict[str, list[str]] = entry.get("action") or {}
    free = [*scope.get("free", ()), *action.get("free", ())]
    return LogMap(
        format=read["format"],
        files=read.get("files"),
        log_format=read.get("log_format"),
        time=_time(entry["time"]),
        scope_column=scope["column"],
        id=entry.get("id"),
        error=entry.get("error"),
        account=entry.get("account"),
        scopes=_scopes(scope),
        action_column=action.get("column"),  # type: ignore[arg-type]
        billed=tuple(action.get("billed", ())),
        free=tuple(free),
        others=entry.get("others", REFUSE),
        price_book=entry.get("price_book", "intl"),
        locations=entry.locations,
    )


def _scopes(scope: Entry) -> dict[str, str]:
    """The scope of each action: a map names the actions of a scope, a row has only its
    action.
    """
    found: dict[str, str] = {}
    for key, names in scope.items():
        if key not in ("column", "free"):
            found |= dict.fromkeys(names, key)
    return found
