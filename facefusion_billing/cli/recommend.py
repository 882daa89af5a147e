"""The cheapest plan of a scenario, proved, beside its alternatives; --write makes it a
usage file.

Orders dated before --from, or marked `bought: true`, are kept; the others are decided
anew. Exit status 1 with --require-cheapest when the current plan costs more than the
best one and the tolerance.
"""

import math
import os
import sys
from typing import TYPE_CHECKING, Annotated

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.cli.choices import option
from facefusion_billing.cli.ending import Ending, ending
from facefusion_billing.cli.inputs import (
    keep_inputs,
    load_scenario,
    usage_path,
    words_of,
)
from facefusion_billing.cli.options import (
    AllowSplit,
    AllowThrottling,
    Assume,
    Explain,
    File,
    ForecastUntil,
    Ignore,
    Language,
    Output,
    PriceBook,
    Quiet,
    Strict,
    flag,
    parse_assume,
    parse_day_or_month,
    parse_forecast,
    parse_limit,
)
from facefusion_billing.cli.output import pick_format, say, set_language
from facefusion_billing.cli.plan_formats import FORMATS, Format, rendered, shown_in
from facefusion_billing.cli.plan_remarks import tell_remarks
from facefusion_billing.cli.writing import is_same, keep_present, write_all
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.money import money_text
from facefusion_billing.model.recommendation import OPTIMAL, Recommendation
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.plans.baseline import PlanLimits
from facefusion_billing.reports.wording.language import _

if TYPE_CHECKING:
    from facefusion_billing.model.comparison import Limit


def _seconds(text: str) -> float:
    """A time given with --time-limit."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < math.inf:
        raise refuse(
            "--time-limit {text}: expected seconds, for example 2.5", text=text
        )
    return seconds


EXAMPLES = (
    "ffbill recommend usage.yaml --explain",
    "ffbill recommend usage.yaml --write plan.yaml",
)
From = Annotated[
    str | None,
    option(
        "--from",
        metavar="YYYY-MM[-DD]",
        help="Plan from it on, not from the first month.",
    ),
]
Write = Annotated[
    str | None,
    option("--write", metavar="FILE", help="Write the plan as a usage file."),
]
EveryDay = Annotated[
    bool, flag("--every-day", "Let plans decide on every day, not on decision days.")
]
RequireCheapest = Annotated[
    bool, flag("--require-cheapest", "Fail when the current plan is not the cheapest.")
]
Tolerance = Annotated[
    str | None,
    option(
        "--tolerance",
        metavar="5%|AMOUNT",
        help="How much more than the best the current plan may cost.",
    ),
]
TimeLimit = Annotated[
    float | None,
    option(
        "--time-limit",
        metavar="SECONDS",
        parser=_seconds,
        help="Seconds after which the best plan found is taken, with its bound.",
    ),
]


def command(  # noqa: PLR0913 - each is an option
    file: File = None,
    first: From = None,
    format: Format = None,
    output: Output = None,
    written: Write = None,
    assume: Assume = None,
    allow_throttling: AllowThrottling = False,
    allow_split: AllowSplit = False,
    every_day: EveryDay = False,
    require_cheapest: RequireCheapest = False,
    tolerance: Tolerance = None,
    time_limit: TimeLimit = None,
    explain: Explain = False,
    strict: Strict = False,
    ignore: Ignore = None,
    price_book: PriceBook = None,
    forecast: ForecastUntil = None,
    lang: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Reads, plans, writes; the exit status says whether all conditions are met."""
    set_language(lang)
    file = usage_path(file)
    style, onward = pick_format(format, output, FORMATS), parse_forecast(forecast)
    end, chosen = ending(style, ignore, strict, quiet), parse_assume(assume)
    allowed = parse_limit("--tolerance", tolerance)
    since, watch = parse_day_or_month("--from", first), _watcher(quiet=quiet)
    limits = PlanLimits(allow_throttling, allow_split, every_day)
    asked = RecommendOptions(since, limits, time_limit, watch)
    asked = shown_in(asked, style, explain=explain)
    scenario = load_scenario(file, price_book, chosen, output=output, forecast=onward)
    _check_write(scenario, file, written, output)
    says = words_of(scenario.book) if explain or asked.pictures else {}
    answer = recommend(scenario, chosen, asked)._replace(says=says)
    tell_remarks(answer, asked, quiet=quiet)
    key = f"recommend {file}"
    text = rendered(_shown(answer, end), style, output, key, explain=explain)
    write_all((text, output), *_plan_file(answer, written))
    dearer = require_cheapest and _not_cheapest(answer, allowed)
    _close(answer, end, failed=dearer or _says_no_plan(answer, written))


def _close(answer: Recommendation, end: Ending, *, failed: bool) -> None:
    if end.tells and answer.best.feasible and not answer.complete:
        from facefusion_billing.reports.wording.incomplete import outside_plan

        say(f"ffbill: {outside_plan(answer)}")
    end.tell(answer.findings, answer.currency)
    end.close(answer.findings, failed=failed)


def _shown(answer: Recommendation, end: Ending) -> Recommendation:
    return answer._replace(findings=end.shown(answer.findings))


def _watcher(*, quiet: bool):  # type: ignore[no-untyped-def]
    """Tells a person at a terminal that the planning goes on."""
    shown = sys.stderr is not None and sys.stderr.isatty() and not quiet
    if shown:
        return say
    return None


def _check_write(
    scenario: Scenario, file: str, written: str | None, output: str | None
) -> None:
    """Refuses a plan over what was read, or over the answer."""
    keep_inputs(scenario, file, written, "--write")
    if is_same(written, output):
        raise refuse(
            "--write {written}: is the file of --output as well", written=written
        )
    keep_present(written, "--write")


def _says_no_plan(answer: Recommendation, path: str | None) -> bool:
    """Whether a plan was to be written and there is none; says so."""
    if path is None or answer.written is not None:
        return False
    say(_("ffbill: --write: nothing was written, since no plan serves every call"))
    return True


def _plan_file(
    answer: Recommendation, path: str | None
) -> list[tuple[str | bytes, str | None]]:
    """The best plan as a usage file, if it was asked for, with where it goes."""
    if path is None or answer.written is None:
        return []
    from facefusion_billing.files.usage_writer import usage_file

    folder = os.path.dirname(path) if path != "-" else ""
    text = _(
        "Written by ffbill recommend: {amount} {currency} in all, {status}."
    ).format(
        amount=money_text(answer.best.total or 0),
        currency=answer.currency,
        status=_(answer.proof.status),
    )
    return [(usage_file(answer.written, folder, text), path)]


def _not_cheapest(answer: Recommendation, allowed: "Limit | None") -> bool:
    """Whether the current plan is not shown to be the cheapest, and says why."""
    from facefusion_billing.reports.wording import phrases, plan_phrases

    if answer.best.total is None or answer.current.total is None:
        reasons = answer.current.why_not or answer.best.why_not
        text = _("ffbill: --require-cheapest: the current plan is infeasible: {why}")
        say(text.format(why=plan_phrases.why_not(reasons)))
        return True
    over = answer.current.total - answer.best.total
    if not _is_tolerated(over, answer.best.total, allowed):
        text = _(
            "ffbill: --require-cheapest: the current plan costs {amount} {currency} more than the best"
        )
        say(text.format(amount=phrases.amount(over), currency=answer.currency))
        return True
    if answer.proof.status != OPTIMAL:
        say(
            _(
                "ffbill: --require-cheapest: the best plan is not proved to be the cheapest"
            )
        )
        return True
    return False


def _is_tolerated(over: int, best: int, allowed: "Limit | None") -> bool:
    """Whether so many cents more than the best plan are let pass."""
    if allowed is None:
        return over <= 0
    if allowed.percent is None:
        return over <= (allowed.amount or 0)
    scale = 100 * 10**allowed.percent.places
    return bool(over * scale <= best * allowed.percent.digits)
