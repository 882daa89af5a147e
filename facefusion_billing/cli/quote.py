"""Every way to pay for a demand, cheapest first; no file needed.

Calls are those of each month, or with --days those of all the days together. The months
begin with --from (a plain year when it is not given; nothing here reads the clock).
"""

from datetime import timedelta
from typing import Annotated

import typer

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.cli.options import (
    AllowSplit,
    AllowThrottling,
    Assume,
    Format,
    Language,
    Output,
    parse_assume,
    parse_months,
)
from facefusion_billing.cli.output import pick_format, set_language, write
from facefusion_billing.cli.recommend import FORMATS, rendered
from facefusion_billing.files import numbers
from facefusion_billing.files.books import read_book
from facefusion_billing.files.usage import ALWAYS, grown
from facefusion_billing.model.book import Activities, PriceBook
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.faults import Location, Source, did_you_mean, refuse
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Level,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.plans.baseline import PlanLimits
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.startup.record import NamedTuple

MOST_MATERIALS = 100_000
PLAIN_MONTH = Month(2025, 1)
HERE = Location(Source("<quote>", ""), 1, 1, 1, "")


class Demand(NamedTuple):
    """What is asked for, as it was typed."""

    calls: str
    days: int | None
    months: int
    peak_qps: str | None
    growth: str | None
    materials: str | None


def command(  # noqa: PLR0913 - each is an option
    scope: Annotated[
        str | None,
        typer.Argument(
            help="An interface group; for activities any name.", show_default=False
        ),
    ] = None,
    calls: Annotated[
        str, typer.Option(help="Calls a month, for example 95k; with --days in all.")
    ] = ...,  # type: ignore[assignment]
    peak_qps: Annotated[
        str | None, typer.Option(help="The highest QPS.", show_default=False)
    ] = None,
    months: Annotated[
        int, typer.Option(help="For how many months.", min=1, max=120)
    ] = 1,
    days: Annotated[
        int | None,
        typer.Option(help="For so many days instead of months.", min=1, max=366),
    ] = None,
    growth: Annotated[
        str | None,
        typer.Option(
            help="Growth from month to month, for example 10%.", show_default=False
        ),
    ] = None,
    materials: Annotated[
        str | None,
        typer.Option(help="Most materials live at once.", show_default=False),
    ] = None,
    first: Annotated[
        str | None,
        typer.Option("--from", help="The first month, YYYY-MM.", show_default=False),
    ] = None,
    price_book: Annotated[
        str, typer.Option("--price-book", help="A price book: id, alias or file.")
    ] = "intl",
    assume: Assume = None,
    allow_throttling: AllowThrottling = False,
    allow_split: AllowSplit = False,
    format: Format = None,
    output: Output = None,
    lang: Language = "en",
) -> None:
    """Plans a demand that is given on the command line."""
    set_language(lang)
    style = pick_format(format, output, FORMATS)
    chosen = parse_assume(assume)
    book = read_book(price_book)
    if days is not None and (months != 1 or growth is not None):
        raise refuse("--days: takes the place of --months and --growth")
    name = _scope(book, scope)
    start = parse_months([first], "--from")[0] if first else _first_month(book)
    count, peak, live = (
        _count("--calls", calls, "calls"),
        _count("--peak-qps", peak_qps, "QPS"),
        _count("--materials", materials, "materials"),
    )
    assert count is not None
    if live is not None and live > MOST_MATERIALS:
        raise refuse(f"--materials {materials}: at most {MOST_MATERIALS:,}")
    counts = (
        _days(start, days, count)
        if days is not None
        else _months(start, months, count, growth)
    )
    use = ScopeUsage(
        name, None, tuple(counts), _levels(peak), _levels(live), (), None, HERE
    )
    demand = Demand(calls, days, months, peak_qps, growth, materials)
    title = _title(name, start, demand)
    answer = recommend(
        Scenario(title, book, {}, Account(), {name: use}, (), HERE),
        chosen,
        RecommendOptions(
            None, PlanLimits(allow_throttling, allow_split), pictures=style == "html"
        ),
    )
    write(rendered(answer, style, output, "quote", quote=True), output)


def _scope(book: PriceBook, scope: str | None) -> str:
    if isinstance(book.offer, Activities):
        return scope or "activity"
    if scope is not None and scope not in book.groups:
        known = list(book.groups)
        raise refuse(
            f"no interface group {scope!r}{did_you_mean(scope, known) or '; expected ' + ' or '.join(known)}"
        )
    return scope or next(iter(book.groups))


def _first_month(book: PriceBook) -> Month:
    """A month of a plain year, or the first in which the book is in force."""
    begins = book.in_force.start
    return (
        PLAIN_MONTH
        if begins <= PLAIN_MONTH.first < book.in_force.end
        else Month(begins.year, begins.month)
    )


def _count(option: str, text: str | None, unit: str) -> int | None:
    try:
        return None if text is None else numbers.count(text, unit)
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def _months(
    start: Month, months: int, calls: int, growth: str | None
) -> list[CallCount]:
    try:
        rate = numbers.percent(growth) if growth else None
    except numbers.UnreadableError as error:
        raise refuse(f"--growth: {error}") from None
    spans = [
        Span(start.plus(step).first, start.plus(step + 1).first)
        for step in range(months)
    ]
    return [
        CallCount(span, grown(calls, rate, step), True, HERE)
        for step, span in enumerate(spans)
    ]


def _days(start: Month, days: int, calls: int) -> list[CallCount]:
    return [
        CallCount(
            Span(start.first, start.first + timedelta(days=days)), calls, False, HERE
        )
    ]


def _levels(value: int | None) -> tuple[Level, ...]:
    return () if value is None else (Level(ALWAYS, value, HERE),)


def _title(name: str, start: Month, demand: Demand) -> str:
    if demand.days is not None:
        text = _("{name}: {calls} calls in {days:,} days from {start}")
    else:
        text = ngettext(
            "{name}: {calls} calls a month for {months:,} month from {start}",
            "{name}: {calls} calls a month for {months:,} months from {start}",
            demand.months,
        )
    parts = [text.format(name=name, start=start, **demand._asdict())]
    if demand.growth:
        parts.append(_("growing {growth} a month").format(growth=demand.growth))
    if demand.peak_qps:
        parts.append(_("peak {peak} QPS").format(peak=demand.peak_qps))
    if demand.materials:
        parts.append(_("{materials} materials").format(materials=demand.materials))
    return _(", ").join(parts)
