"""Every way to pay for a demand, cheapest first; no file needed.

Calls are those of each month, or with --days those of all the days together. The months
begin with --from (a plain year when it is not given; nothing here reads the clock).
"""

from typing import Annotated

import typer

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.api.quoting import Demand, quoted_scenario
from facefusion_billing.cli.options import (
    AllowSplit,
    AllowThrottling,
    Assume,
    Format,
    Language,
    Output,
    parse_assume,
)
from facefusion_billing.cli.output import pick_format, set_language, write
from facefusion_billing.cli.recommend import FORMATS, rendered
from facefusion_billing.plans.baseline import PlanLimits


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
    demand: Demand = {
        "calls": calls,
        "months": months,
        "days": days,
        "growth": growth,
        "peak_qps": peak_qps,
        "materials": materials,
        "price_book": price_book,
    }
    if first is not None:
        demand["start"] = first
    asked = RecommendOptions(
        limits=PlanLimits(allow_throttling, allow_split), pictures=style == "html"
    )
    answer = recommend(quoted_scenario(scope, demand, _option), chosen, asked)
    write(rendered(answer, style, output, "quote", quote=True), output)


def _option(part: str) -> str:
    """The option that says a part of the demand."""
    return "--from" if part == "start" else f"--{part.replace('_', '-')}"
