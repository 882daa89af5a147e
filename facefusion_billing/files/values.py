"""Single values of a file: each is read from its text, and says the same as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from facefusion_billing.files import dates, numbers
from facefusion_billing.files.causes import cause_in
from facefusion_billing.files.nodes import Listing, Node, Scalar
from facefusion_billing.files.numbers import UnreadableError, shown
from facefusion_billing.model.faults import (
    Fault,
    Location,
    Message,
    did_you_mean,
    fault_at,
    listed,
)

Schema = dict[str, Any]
MOST_LETTERS = 1000
"""How long a text or a name may be."""

_MOST_KNOWN = 512
"""How many texts of a key are remembered with what they stand for."""
_FRACTION = r"(?:\.[0-9]+)?"
"""What the last part of an amount ends with: the 50 of 1,234.50."""
_LONGEST_NUMBER = 60
"""How many characters on each side of a comma are looked at."""


def kind_of(node: Node) -> str:
    """What stands there, in words."""
    if isinstance(node, Scalar):
        if node.is_null:
            return Message("nothing")
        return shown(node.text)
    if isinstance(node, Listing):
        return Message("a list")
    return Message("a mapping")


def misplaced(node: Node, what: str, path: str) -> Fault:
    """What stands there where something else belongs, and the cause where a text shows
    one.
    """
    return fault_at(
        "{found} where {what} belongs{cause}",
        node.location(path),
        found=kind_of(node),
        what=what,
        cause=cause_in(node.text) if isinstance(node, Scalar) else "",
    )


def parted_number(key: Scalar, value: Node, path: str) -> Fault | None:
    """That a comma parted a number in braces: `{2025-01: 120,000}` is 120 and a key 000."""
    # In braces a comma ends a value, and what follows it looks like a key with nothing.
    if not (value.is_null and re.fullmatch(rf"[0-9]+{_FRACTION}", key.text)):
        return None
    # Only what stands near the key: all entries of a file can stand in one line.
    text, at = key.source.line(key.line), key.column - 1
    first = max(at - _LONGEST_NUMBER, 0)
    before = re.search(r"[0-9][0-9,]*,$", text[first:at])
    if before is None:
        return None
    rest = text[at : at + _LONGEST_NUMBER]
    after = re.match(rf"(?:[0-9]+,)*[0-9]+{_FRACTION}", rest)
    number = before[0] + (after[0] if after else "")
    column = first + before.start() + 1
    location = Location(key.source, key.line, column, len(number), path)
    return fault_at(
        "a comma parts what stands in braces; write {plain} or '{number}'",
        location,
        plain=number.replace(",", "_"),
        number=number,
    )


def twice(key: Scalar, path: str, first: Location) -> Fault:
    """That a key stands in a mapping a second time."""
    return fault_at(
        "the key stands twice, first {where}", key.location(path), where=first.words
    )


class Shape:
    """Anything that can be read from a node."""

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        """The value, or None with the fault noted."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """The same as JSON Schema, draft-07."""
        raise NotImplementedError


class Value(Shape):
    """A single value, parsed from its text."""

    def __init__(self, parse: Callable[[str], Any], what: str, schema: Schema) -> None:
        # Of thousands of orders many say the same.
        self.parse, self._schema = lru_cache(_MOST_KNOWN)(parse), schema
        self.what = what if isinstance(what, Message) else Message(what)

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        if not isinstance(node, Scalar) or node.is_null:
            faults.append(misplaced(node, self.what, path))
            return None
        try:
            return self.parse(node.text)
        except UnreadableError as error:
            said = Message("{error}{hint}", error=error, hint=cause_in(node.text))
            faults.append(Fault(said, node.location(path)))
            return None

    def schema(self) -> Schema:
        return dict(self._schema)


def _text(text: str) -> str:
    if not text.strip():
        raise UnreadableError("an empty text")
    if len(text) > MOST_LETTERS:
        raise UnreadableError(
            "a text of more than {most:,} characters", most=MOST_LETTERS
        )
    return text


def _name(text: str) -> str:
    """A name as it is compared: letters that look the same are the same."""
    if _text(text).isascii():
        return text
    from unicodedata import normalize

    return normalize("NFC", text)


_TRUTH = ("true", "false", "True", "False", "TRUE", "FALSE")


def _flag(text: str) -> bool:
    if text not in _TRUTH:
        raise UnreadableError("{found} is neither true nor false", found=shown(text))
    return text.lower() == "true"


def choice(*values: str) -> Value:
    """One of the words given."""

    def parse(text: str) -> str:
        if text not in values:
            raise UnreadableError(
                "{found} is not one of {known}{hint}",
                found=shown(text),
                known=", ".join(values),
                hint=did_you_mean(text, values),
            )
        return text

    return Value(
        parse,
        listed(values),
        {"enum": _written(values)} if values else {},
    )


def _written(values: tuple[str, ...]) -> list[str | int]:
    """The words as a file may hold them: a number also in quotes."""
    plain = [int(value) if value.isdecimal() else value for value in values]
    return [*plain, *(value for value in values if value.isdecimal())]


def whole(unit: str, least: int = 0, most: int | None = None) -> Value:
    """A whole number of some unit, `least` or more."""
    unit = Message(unit)

    def parse(text: str) -> int:
        return numbers.count_within(text, unit, least, most)

    integer: Schema = {"type": "integer", "minimum": least}
    if most is not None:
        integer["maximum"] = most
    return Value(
        parse,
        Message("a whole number of {unit}", unit=unit),
        {"anyOf": [integer, {"type": "string", "pattern": numbers.COUNT_PATTERN}]},
    )


def _decimal(pattern: str, minimum: int | None) -> Schema:
    number: Schema = {"type": "number"}
    if minimum is not None:
        number["minimum"] = minimum
    return {"anyOf": [number, {"type": "string", "pattern": pattern}]}


class Words(Value):
    """A text; a truth value is none unless it is quoted."""

    def __init__(
        self, parse: Callable[[str], str], what: str, longest: int = MOST_LETTERS
    ) -> None:
        super().__init__(
            parse,
            what,
            {"type": ["string", "number"], "pattern": r"\S", "maxLength": longest},
        )

    def read(self, node: Node, path: str, faults: list[Fault]) -> Any:
        # A YAML editor takes a bare one for a truth value and warns; so does the
        # schema.
        if isinstance(node, Scalar) and node.plain and node.text in _TRUTH:
            faults.append(
                fault_at(
                    "a truth value where {what} belongs; write it in quotes",
                    node.location(path),
                    what=self.what,
                )
            )
            return None
        return Value.read(self, node, path, faults)


TEXT = Words(_text, "a text")
NAME = Words(_name, "a name")
FLAG = Value(
    _flag,
    "true or false",
    {"anyOf": [{"type": "boolean"}, {"enum": list(_TRUTH)}]},
)
AMOUNT = Value(numbers.money, "an amount", _decimal(numbers.AMOUNT_PATTERN, 0))
BALANCE = Value(
    lambda text: numbers.money(text, signed=True),
    "an amount",
    _decimal(numbers.BALANCE_PATTERN, None),
)
PRICE = Value(numbers.price, "a price", _decimal(numbers.PRICE_PATTERN, 0))
PERCENT = Value(
    numbers.percent,
    "a percentage",
    {"type": "string", "pattern": numbers.PERCENT_PATTERN},
)
DISCOUNT = Value(
    numbers.discount,
    "a discount",
    {"type": "string", "pattern": numbers.DISCOUNT_PATTERN},
)
DAY = Value(dates.day, "a date", {"type": "string", "pattern": dates.DAY_PATTERN})
MONTH = Value(
    dates.month, "a month", {"type": "string", "pattern": dates.MONTH_PATTERN}
)
MONTHS = Value(
    dates.months,
    "a month or a range of months",
    {"type": "string", "pattern": dates.MONTH_RANGE_PATTERN},
)
LEVEL_SPAN = Value(
    dates.level_span,
    "a month, a day, or a range of either",
    {"type": "string", "pattern": dates.LEVEL_SPAN_PATTERN},
)
SPAN = Value(
    dates.span,
    "a month, a day or a range of days",
    {"type": "string", "pattern": dates.SPAN_PATTERN},
)
