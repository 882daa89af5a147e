"""Numbers as people write them, and the message when they are not what is asked for.

Each parser takes the text of a scalar and gives its value, or raises `UnreadableError`
with what is expected. Nothing is guessed: `010` and `12:30:00` are refused, `12,5` is
refused, `1.5k` calls are 1500.
"""

import re
from collections.abc import Callable
from functools import partial

from facefusion_billing.files.strange_numbers import STRANGE
from facefusion_billing.model.faults import Message, MessageError
from facefusion_billing.model.money import Price
from facefusion_billing.startup.record import NamedTuple

MOST_DIGITS = 36

_WHOLE = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*(?:_[0-9]+)*)"
NUMBER = rf"{_WHOLE}(?:\.[0-9]+)?"
COUNT_PATTERN = (
    r"^(?![0-9]{1,3}(?:\.[0-9]{3})+$)"
    rf"{_WHOLE}(?:(?:\.0+)?|(?:\.[0-9]{{1,3}}0*)?[kK]|(?:\.[0-9]{{1,4}}0*)?万"
    r"|(?:\.[0-9]{1,6}0*)?M)$"
)
AMOUNT_PATTERN = rf"^{_WHOLE}(?:\.[0-9]{{1,2}})?$"
BALANCE_PATTERN = rf"^-?{_WHOLE}(?:\.[0-9]{{1,2}})?$"
PRICE_PATTERN = rf"^{NUMBER}$"
PERCENT_PATTERN = r"^[+-]?[0-9]+(?:\.[0-9]+)?%$"
DISCOUNT_PATTERN = r"^(?:100(?:\.0+)?|[0-9]{1,2}(?:\.[0-9]+)?)%$"
_NUMBER = re.compile(rf"({NUMBER})([kKM万]?)")
_SUFFIXES = {"": 0, "k": 3, "K": 3, "万": 4, "M": 6}


class UnreadableError(MessageError):
    """The text is not a value of the kind asked for."""


def shown(text: str) -> str:
    """A found value, quoted and at most 60 characters long."""
    if len(text) > 60:
        text = text[:57] + "..."
    return repr(text)


def written(value: object) -> str:
    """A value that a program hands over, as a file would say it. Raises
    `UnreadableError` for a number that Python does not write out.
    """
    try:
        return str(value)
    except ValueError:
        raise UnreadableError("a number of thousands of digits") from None


def _digits(text: str, expected: Callable[[], str]) -> tuple[int, int]:
    """The exact decimal a text stands for, suffix applied: its digits, and how many of
    them are decimal places. `expected` says what belongs there, where it is asked for.
    """
    # Before any pattern sees it: some take long for a text of a million digits.
    if len(text) > 2 * MOST_DIGITS:
        raise UnreadableError(
            "{found} has more than {most_digits} digits",
            found=shown(text),
            most_digits=MOST_DIGITS,
        )
    match = _NUMBER.fullmatch(text)
    if not match:
        for pattern, message in STRANGE:
            if re.fullmatch(pattern, text):
                raise UnreadableError(message, found=shown(text), expected=expected())
        raise UnreadableError(
            "{found} is not a number; expected {expected}",
            found=shown(text),
            expected=expected(),
        )
    whole, _, part = match[1].replace(",", "").replace("_", "").partition(".")
    if len(whole) + len(part) > MOST_DIGITS:
        raise UnreadableError(
            "{found} has more than {most_digits} digits",
            found=shown(text),
            most_digits=MOST_DIGITS,
        )
    return int(whole + part) * 10 ** _SUFFIXES[match[2]], len(part)


def count(text: str, unit: str = "") -> int:
    """A whole number: `120000`, `120_000`, `120,000`, `120k`, `12万` and `0.12M` are the same."""
    # 1.500 is a thousand and a half to some and one and a half to others.
    if "." in text and re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})+", text):
        raise UnreadableError(
            "{found} could be thousands or a fraction; expected {expected}",
            found=shown(text),
            expected=_whole_number(unit),
        )
    digits, places = _digits(text, partial(_whole_number, unit))
    if not places:
        return digits
    scale: int = 10**places
    value, rest = divmod(digits, scale)
    if rest:
        raise UnreadableError(
            "{found} is not whole; expected {expected}",
            found=shown(text),
            expected=_whole_number(unit),
        )
    return value


def _whole_number(unit: str) -> Message:
    if not unit:
        return Message("a whole number, for example 120000 or 120k")
    return Message(
        "a whole number of {unit}, for example 120000 or 120k", unit=Message(unit)
    )


def count_within(text: str, unit: str, least: int, most: int | None) -> int:
    """A whole number of some unit, `least` or more and `most` or less."""
    value = count(text, unit)
    if value < least:
        raise UnreadableError(
            "{found} is less than {least}; expected a whole number of {unit}",
            found=shown(text),
            least=least,
            unit=Message(unit),
        )
    if most is not None and value > most:
        raise UnreadableError(
            "{found} is more than {most:,}; expected a whole number of {unit}",
            found=shown(text),
            most=most,
            unit=Message(unit),
        )
    return value


def money(text: str, *, signed: bool = False) -> int:
    """An amount with at most two decimals, in cents."""
    negative = signed and text.startswith("-")
    if text.endswith(tuple(_SUFFIXES)[1:]):
        raise UnreadableError(
            "{found} is not an amount; write it out, for example 40_000.00",
            found=shown(text),
        )
    amount = text.removeprefix("-") if negative else text
    digits, places = _digits(
        amount, lambda: Message("an amount, for example 40_000.00")
    )
    if places > 2:
        raise UnreadableError(
            "{found} has more than two decimals; expected an amount, for example 40_000.00",
            found=shown(text),
        )
    cents: int = digits * 10 ** (2 - places)
    if negative:
        return -cents
    return cents


def price(text: str) -> Price:
    """A price that keeps its printed digits."""
    if text.endswith(tuple(_SUFFIXES)[1:]):
        raise UnreadableError(
            "{found} is not a price; write it out, for example 0.050", found=shown(text)
        )
    return Price(*_digits(text, lambda: Message("a price, for example 0.050")))


class Growth(NamedTuple):
    """A rate of growth as a fraction: 10 % is 110/100."""

    numerator: int
    denominator: int


def percent(text: str) -> Growth:
    """A rate such as `10%` or `-2.5%`, as the factor from one month to the next."""
    if not re.fullmatch(PERCENT_PATTERN, text) or len(text) > 20:
        raise UnreadableError(
            "{found} is not a rate; expected a percentage, for example 10%",
            found=shown(text),
        )
    whole, _, part = text.strip("%+-").partition(".")
    digits, scale = int(whole + part), 100 * 10 ** len(part)
    if text.startswith("-"):
        digits = -digits
    factor = scale + digits
    if factor < 0:
        raise UnreadableError("{found} is a fall of more than 100%", found=shown(text))
    return Growth(factor, scale)


def discount(text: str) -> Price:
    """A discount such as `15%`: what is taken off, in percent."""
    if not re.fullmatch(DISCOUNT_PATTERN, text) or len(text) > 20:
        raise UnreadableError(
            "{found} is not a discount; expected 0% to 100%, for example 15%",
            found=shown(text),
        )
    whole, _, part = text.removesuffix("%").partition(".")
    return Price(int(whole + part), len(part))
