"""Every way to pay for a demand, cheapest first; no file needed.

Calls are those of each month, or with --days those of all the days together. The months
begin with --from, by default on the next 1st from today.
"""

from typing import Annotated

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.api.demand import Demand
from facefusion_billing.api.quoting import first_day_of, quoted_scenario
from facefusion_billing.cli.choices import (
    argument,
    complete_book,
    complete_scope,
    option,
    whole_option,
)
from facefusion_billing.cli.ending import Ending, ending
from facefusion_billing.cli.inputs import book_files, words_of
from facefusion_billing.cli.options import (
    AllowSplit,
    AllowThrottling,
    Assume,
    Explain,
    Ignore,
    Language,
    Output,
    Quiet,
    Strict,
    parse_assume,
)
from facefusion_billing.cli.output import pick_format, set_language, write
from facefusion_billing.cli.plan_formats import FORMATS, Format, rendered, shown_in
from facefusion_billing.cli.writing import keep_files
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.plans.baseline import PlanLimits

EXAMPLES = (
    "ffbill quote image_basic --calls 95k --peak-qps 12 --months 12",
    "ffbill quote --price-book mainland campaign --calls 910k --days 16",
)
Scope = Annotated[
    str | None,
    argument(
        "image_basic (the default), video_single_face; for activities any name.",
        metavar="SCOPE",
        autocompletion=complete_scope,
    ),
]
Calls = Annotated[
    str,
    option("--calls", metavar="N", help="Calls a month, as 95k; with --days in all."),
]
Peak = Annotated[str | None, option("--peak-qps", metavar="N", help="The highest QPS.")]
ForMonths = Annotated[
    int,
    whole_option(
        "--months",
        least=1,
        most=120,
        help="How many months, 1 to 120; 1 by default.",
    ),
]
ForDays = Annotated[
    int | None,
    whole_option(
        "--days",
        least=1,
        most=366,
        help="How many days instead of months, 1 to 366.",
    ),
]
Growth = Annotated[
    str | None, option("--growth", metavar="10%", help="Growth from month to month.")
]
Materials = Annotated[
    str | None, option("--materials", metavar="N", help="Most materials live at once.")
]
From = Annotated[
    str | None,
    option(
        "--from",
        metavar="YYYY-MM[-DD]",
        help="The first month; with --days the first day.",
    ),
]
Book = Annotated[
    str,
    option(
        "--price-book",
        metavar="BOOK",
        help="intl (the default), mainland, an edition or a book file.",
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
    explain: Explain = False,
    strict: Strict = False,
    ignore: Ignore = None,
    lang: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Plans a demand that is given on the command line."""
    set_language(lang)
    style, chosen = pick_format(format, output, FORMATS), parse_assume(assume)
    end = ending(style, ignore, strict, quiet)
    demand = Demand(
        calls=calls,
        start=first,
        months=months,
        days=days,
        growth=growth,
        peak_qps=peak_qps,
        materials=materials,
        price_book=price_book,
    )
    limits = PlanLimits(allow_throttling, allow_split)
    scenario = quoted_scenario(scope, demand, _option)
    keep_files(output, book_files(scenario.book), "--output")
    answer = _planned(scenario, chosen, limits, style, explain=explain)
    _end(answer, end, output, explain=explain)


def _end(
    answer: Recommendation, end: Ending, output: str | None, *, explain: bool
) -> None:
    """Writes the answer, tells its warnings, and ends."""
    shown = answer._replace(findings=end.shown(answer.findings))
    write(rendered(shown, end.style, output, "quote", explain=explain), output)
    end.tell(answer.findings, answer.currency)
    end.close(answer.findings, failed=False)


def _planned(
    scenario: Scenario,
    chosen: dict[str, str],
    limits: PlanLimits,
    style: str,
    *,
    explain: bool,
) -> Recommendation:
    """The plans of a demand, with what their clauses say where that is shown."""
    asked = RecommendOptions(first_day_of(scenario), limits)
    asked = shown_in(asked, style, explain=explain)
    answer = recommend(scenario, chosen, asked)
    says = words_of(scenario.book) if explain or asked.pictures else {}
    return answer._replace(is_quote=True, says=says)


def _option(part: str) -> str:
    """The option that says a part of the demand."""
    if part == "start":
        return "--from"
    return f"--{part.replace('_', '-')}"
