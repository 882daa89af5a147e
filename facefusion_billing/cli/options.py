"""The options that commands share, and what their texts mean.

A text that means nothing raises `InputError`.
"""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from facefusion_billing.files import numbers
from facefusion_billing.model.assumptions import (
    ASSUMPTIONS,
    Assumption,
    unknown_reading,
)
from facefusion_billing.model.bill import SEVERITIES
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import Fault, InputError, did_you_mean, refuse
from facefusion_billing.model.money import Price

if TYPE_CHECKING:
    from facefusion_billing.model.comparison import Limit

File = Annotated[
    str, typer.Argument(help="A usage file; - for standard input.", show_default=False)
]
Format = Annotated[
    str | None,
    typer.Option("--format", "-f", help="Output format.", show_default=False),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help="Write to a file, whole or not at all.",
        show_default=False,
    ),
]
Assume = Annotated[
    list[str] | None,
    typer.Option(
        "--assume", help="Choose a reading: ID=VALUE (repeatable).", show_default=False
    ),
]
PriceBook = Annotated[
    str | None,
    typer.Option(
        "--price-book", help="Another price book than the file's.", show_default=False
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Fail on warnings (not on notes).")
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", help="Leave out a warning CODE (repeatable).", show_default=False
    ),
]
Months = Annotated[
    list[str] | None,
    typer.Option(
        "--month", help="Only the bill of YYYY-MM (repeatable).", show_default=False
    ),
]
FailOver = Annotated[
    str | None,
    typer.Option(
        "--fail-over", help="Fail when a total is more than AMOUNT.", show_default=False
    ),
]
FailOverMonth = Annotated[
    str | None,
    typer.Option(
        "--fail-over-month",
        help="Fail when a month is more than AMOUNT.",
        show_default=False,
    ),
]
AllowIncomplete = Annotated[
    bool,
    typer.Option("--allow-incomplete", help="Let gates pass an incomplete result."),
]
View = Annotated[
    str,
    typer.Option(
        "--view",
        help="cash: what a month pays; amortised: what it uses of what was paid.",
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Leave out warnings and notes.")
]

AllowThrottling = Annotated[
    bool,
    typer.Option(
        "--allow-throttling",
        help="Allow peaks above the call volume limit; those calls fail.",
    ),
]
AllowSplit = Annotated[
    bool,
    typer.Option(
        "--allow-split",
        help="Allow an activity to be split into several with a licence each.",
    ),
]
Language = Annotated[
    str, typer.Option("--lang", help="Language of what is read by people: en or zh.")
]


def parse_assume(
    pairs: list[str] | None, known: dict[str, Assumption] = ASSUMPTIONS
) -> dict[str, str]:
    """The readings chosen with `--assume`, of the questions that are known."""
    chosen: dict[str, str] = {}
    faults: list[Fault] = []
    for pair in pairs or []:
        id, equals, value = pair.partition("=")
        wrong = unknown_reading(id, value if equals else "", known)
        if not wrong and chosen.setdefault(id, value) != value:
            wrong = f"{id} was given before as {chosen[id]}"
        if wrong:
            faults.append(Fault(f"--assume {pair}: {wrong}"))
    if faults:
        raise InputError(faults)
    return chosen


def parse_months(texts: list[str] | None, option: str = "--month") -> tuple[Month, ...]:
    """The months given with an option."""
    try:
        return tuple(numbers.month(text) for text in texts or [])
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def parse_day(option: str, text: str | None) -> date:
    """A day given with an option; today when it was not."""
    if text is None:
        return date.today()
    try:
        return numbers.day(text)
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def parse_amount(option: str, text: str | None) -> int | None:
    """An amount given with an option, in cents."""
    if text is None:
        return None
    try:
        return numbers.money(text)
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def parse_limit(option: str, text: str | None) -> "Limit | None":
    """An amount or a percentage given with an option."""
    if text is None:
        return None
    from facefusion_billing.model.comparison import Limit

    share = text.endswith("%")
    try:
        figure = (
            numbers.price(text.removesuffix("%").rstrip())
            if share
            else numbers.money(text)
        )
    except numbers.UnreadableError:
        raise refuse(
            f"{option} {text}: expected a percentage such as 5%, or an amount"
        ) from None
    return Limit(None, figure) if isinstance(figure, Price) else Limit(figure, None)


def ignored_codes(codes: list[str] | None) -> set[str]:
    """The warning codes given with --ignore."""
    return {one_of("--ignore", code, SEVERITIES) for code in codes or []}


Word = TypeVar("Word", bound=str)


def one_of(option: str, value: str, known: Iterable[Word]) -> Word:
    """A word given with an option, if it is known."""
    words = list(known)
    for word in words:
        if word == value:
            return word
    raise refuse(
        f"{option} {value}: expected {', '.join(words)}{did_you_mean(value, words)}"
    )
