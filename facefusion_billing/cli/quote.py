"""Every way to pay for a demand, cheapest first; no file needed.

Calls are those of each month, or with --days those of all the days together. The months
begin with --from (a plain year when it is not given; nothing here reads the clock).
"""

from typing import Annotated

import typer

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.api.quoting import Demand, first_day_of, quoted_scenario
from facefusion_billing.cli.choices import (
    argument,
    complete_book,
    complete_scope,
    option,
)
from facefusion_billing.cli.options import (
    AllowSplit,
    AllowThrottling,
    Assume,
    Language,
    Output,
    parse_assume,
)
from facefusion_billing.cli.output import pick_format, set_language, write
from facefusion_billing.cli.recommend import FORMATS, Format, rendered
from facefusion_billing.plans.baseline import PlanLimits

Scope = Annotated[
    str | None,
    argument(
        "An interface group; for activities any name.", autocompletion=complete_scope
    ),
]
Calls = Annotated[
    str,
    option("--calls", metavar="N", help="Calls a month, as 95k; with --days in all."),
]
Peak = Annotated[str | None, option("--peak-qps", metavar="N", help="The highest QPS.")]
ForMonths = Annotated[int, typer.Option(help="For how many months.", min=1, max=120)]
ForDays = Annotated[
    int | None,
    typer.Option(help="For so many days instead of months.", min=1, max=366),
]
Growth = Annotated[
    str | None, option("--growth", metavar="10%", help="Growth from month to month.")
]
Materials = Annotated[
    str | None, option("--materials", metavar="N", help="Most materials live at once.")
]
From = Annotated[
    str | None, option("--from", metavar="YYYY-MM", help="The first month.")
]
Book = Annotated[
    str,
    typer.Option(
        "--price-book",
        metavar="BOOK",
        help="A price book: id, alias or file.",
        autocompletion=complete_book,
    ),
]


def command(  # noqa: PLR0913 - each is an option
    *,
    scope: Scope = None,
    calls: Calls,
    peak_qps: Peak = None,
    months: ForMonths = 1,
    days: ForDays = None,
    growth: Growth = None,
    materials: Materials = None,
    first: From = None,
    price_book: Book = "intl",
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
        "start": first,
        "months": months,
        "days": days,
        "growth": growth,
        "peak_qps": peak_qps,
        "materials": materials,
        "price_book": price_book,
    }
    limits = PlanLimits(allow_throttling, allow_split)
    scenario = quoted_scenario(scope, demand, _option)
    asked = RecommendOptions(first_day_of(scenario), limits, pictures=style == "html")
    answer = recommend(scenario, chosen, asked)
    write(rendered(answer, style, output, "quote", quote=True), output)


def _option(part: str) -> str:
    """The option that says a part of the demand."""
    return "--from" if part == "start" else f"--{part.replace('_', '-')}"
