"""The options that commands share; a text that means nothing raises `InputError`."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facefusion_billing.cli.choices import (
    argument,
    choice,
    complete_book,
    complete_reading,
    completing,
    one_of,
    option,
    readings_option,
)
from facefusion_billing.files import dates, numbers
from facefusion_billing.model.assumptions import (
    ASSUMPTIONS,
    Assumption,
    unknown_reading,
)
from facefusion_billing.model.bill import VIEWS
from facefusion_billing.model.bill import View as ViewName
from facefusion_billing.model.calendar import Month, months_between
from facefusion_billing.model.faults import (
    Fault,
    InputError,
    Location,
    Message,
    Source,
    fault_at,
    refuse,
)
from facefusion_billing.model.money import Price
from facefusion_billing.model.scenario import DEFAULT_WEEKS, MOST_WEEKS, Forecast
from facefusion_billing.model.severities import SEVERITIES
from facefusion_billing.reports.wording.language import LANGUAGES, set_language

if TYPE_CHECKING:
    from facefusion_billing.model.comparison import Limit


def formats(words: Collection[str]) -> Any:
    """The option of the format, one of those the command has."""
    return choice(
        "--format",
        "-f",
        words=words,
        help="Output format; by default the one that the ending of --output names, or the first.",
    )


def flag(name: str, help: str, *more: str) -> Any:
    """An option without a value."""
    return typer.Option(name, *more, help=help)


def _speak(language: str) -> str:
    set_language(language)  # for --help, which is printed before the command runs
    return language


File = Annotated[
    str | None,
    argument(
        "A usage file, - for standard input; by default usage.yaml of this folder.",
        metavar="FILE",
    ),
]
Output = Annotated[
    str | None,
    option(
        "--output", "-o", metavar="FILE", help="Write to a file, whole or not at all."
    ),
]
Assume = Annotated[list[str] | None, readings_option(complete_reading)]
PriceBook = Annotated[
    str | None,
    option(
        "--price-book",
        metavar="BOOK",
        autocompletion=complete_book,
        help="Another price book: intl, mainland, an edition or a book file.",
    ),
]
PriceBooks = Annotated[
    list[str] | None,
    option(
        "--price-book",
        metavar="BOOK",
        autocompletion=complete_book,
        help="Another price book: intl, mainland, an edition or a book file (repeatable).",
    ),
]
Strict = Annotated[bool, flag("--strict", "Fail on warnings (not on notes).")]
Ignore = Annotated[
    list[str] | None,
    option(
        "--ignore",
        metavar="CODE",
        autocompletion=completing(SEVERITIES),
        help="Leave out warnings of a code (repeatable); `ffbill explain` lists the codes.",
    ),
]
Months = Annotated[
    list[str] | None,
    option(
        "--month", metavar="YYYY-MM[..YYYY-MM]", help="Only these bills (repeatable)."
    ),
]
ForecastUntil = Annotated[
    str | None,
    option(
        "--forecast",
        metavar="UNTIL[,WEEKS[,GROWTH]]",
        help="Continue counts by day: to a month or day, from so many weeks, with growth.",
    ),
]
FailOver = Annotated[
    str | None,
    option(
        "--fail-over", metavar="AMOUNT", help="Fail when a total is more: 5_000, 20k."
    ),
]
FailOverMonth = Annotated[
    str | None,
    option("--fail-over-month", metavar="AMOUNT", help="Fail when a month is more."),
]
AllowIncomplete = Annotated[
    bool, flag("--allow-incomplete", "Let gates pass an incomplete result.")
]
View = Annotated[
    ViewName,
    choice(
        "--view",
        words=VIEWS,
        help="cash: what a month pays; amortised: what it uses of what was paid.",
    ),
]
Quiet = Annotated[bool, flag("--quiet", "Leave out warnings and notes.", "-q")]
Explain = Annotated[bool, flag("--explain", "Show arithmetic, clause and assumption.")]
AllowThrottling = Annotated[
    bool,
    flag(
        "--allow-throttling",
        "Allow peaks above the call volume limit; those calls fail.",
    ),
]
AllowSplit = Annotated[
    bool,
    flag(
        "--allow-split",
        "Allow an activity to be split into several with a licence each.",
    ),
]
Language = Annotated[
    str,
    choice(
        "--lang",
        words=LANGUAGES,
        is_eager=True,
        callback=_speak,
        envvar="FFBILL_LANG",
        help="Language of what people read; by default that of FFBILL_LANG, or en.",
    ),
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
            wrong = Message(
                "{id} was given before as {chosen}", id=id, chosen=chosen[id]
            )
        if wrong:
            faults.append(fault_at("--assume {pair}: {wrong}", pair=pair, wrong=wrong))
    if faults:
        raise InputError(faults)
    return chosen


def parse_months(texts: list[str] | None, option: str = "--month") -> tuple[Month, ...]:
    """The months given with an option, each alone or as a range `A..B`."""
    found: list[Month] = []
    for text in texts or []:
        first, dots, last = text.partition("..")
        try:
            begin = dates.month(first)
            end = dates.month(last) if dots else begin
        except numbers.UnreadableError as error:
            raise refuse("{option}: {error}", option=option, error=error) from None
        if end < begin:
            raise refuse(
                "{option}: {text!r} ends before it begins", option=option, text=text
            )
        found += months_between(begin, end)
    return tuple(dict.fromkeys(found))


def parse_day(option: str, text: str | None) -> date:
    """A day given with an option; today when it was not."""
    if text is None:
        return date.today()
    try:
        return dates.day(text)
    except numbers.UnreadableError as error:
        raise refuse("{option}: {error}", option=option, error=error) from None


def parse_day_or_month(option: str, text: str | None) -> date | None:
    """A day given with an option, or the first of a month; None when it was not."""
    if text is None:
        return None
    try:
        return dates.month_or_day(text)
    except numbers.UnreadableError:
        raise refuse(
            "{option}: {text!r} is neither a month (2025-03) nor a day (2025-03-18)",
            option=option,
            text=text,
        ) from None


def parse_forecast(text: str | None) -> Forecast | None:
    """How counts by day go on; None when it was not given."""
    if text is None:
        return None
    until, _, rest = text.partition(",")
    weeks, _, growth = rest.partition(",")
    try:
        span = dates.span(until)
        factor = numbers.percent(growth) if growth else None
        return Forecast(
            until=span.span.end,
            weeks=numbers.count_within(
                weeks or str(DEFAULT_WEEKS), "weeks", 1, MOST_WEEKS
            ),
            numerator=factor.numerator if factor else 1,
            denominator=factor.denominator if factor else 1,
            location=Location(Source("--forecast", text), 1, 1, len(text), ""),
        )
    except numbers.UnreadableError as error:
        raise refuse("--forecast: {error}", error=error) from None


def parse_amount(option: str, text: str | None) -> int | None:
    """An amount given with an option, in cents."""
    if text is None:
        return None
    try:
        return _cents(text)
    except numbers.UnreadableError as error:
        raise refuse("{option}: {error}", option=option, error=error) from None


def _cents(text: str) -> int:
    """An amount as a file writes it, or a whole one with a suffix: `20k`."""
    suffixed = text.endswith(("k", "K", "M"))
    return 100 * numbers.count(text) if suffixed else numbers.money(text)


def parse_limit(option: str, text: str | None) -> "Limit | None":
    """An amount or a percentage given with an option."""
    if text is None:
        return None
    from facefusion_billing.model.comparison import Limit

    share = text.endswith("%")
    number = text.removesuffix("%").rstrip()
    try:
        figure = numbers.price(number) if share else _cents(text)
    except numbers.UnreadableError:
        raise refuse(
            "{option} {text}: expected a percentage such as 5%, or an amount",
            option=option,
            text=text,
        ) from None
    return Limit(None, figure) if isinstance(figure, Price) else Limit(figure, None)


def ignored_codes(codes: list[str] | None) -> set[str]:
    """The warning codes given with --ignore."""
    return {one_of("--ignore", code, SEVERITIES) for code in codes or []}
