"""The questions: estimate, recommend, refund, compare, quote. Each takes a scenario that
was loaded (checked, that is) and raises `InputError` for what cannot be asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar, Unpack

from facefusion_billing.api.arguments import (
    day_of,
    flag_of,
    months_of,
    read,
    scenario_of,
    seconds_of,
)
from facefusion_billing.api.demand import Demand
from facefusion_billing.api.quoting import first_day_of, quoted_scenario
from facefusion_billing.api.results import (
    CompareResult,
    EstimateResult,
    RecommendResult,
    RefundResult,
)
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.files import dates
from facefusion_billing.model.bill import CASH, VIEWS, View
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.model.scenario import Scenario

Word = TypeVar("Word", bound=str)


def estimate(
    scenario: Scenario, *, months: Iterable[str] = (), view: View = CASH
) -> EstimateResult:
    """The monthly bills; of some months (`YYYY-MM`) only, where they are given.

    `view` is `cash`, what a month pays, or `amortised`, what it uses of what was paid.
    """
    from facefusion_billing.answers.estimate import estimate as answer

    scenario = scenario_of("estimate", scenario)
    asked = months_of("months", months)
    options = EstimateOptions(asked, view=_known("view", view, VIEWS))
    return EstimateResult(answer(scenario, {}, options))


def recommend(
    scenario: Scenario,
    *,
    start: str | None = None,
    allow_split: bool = False,
    allow_throttling: bool = False,
    every_day: bool = False,
    time_limit: float | None = None,
) -> RecommendResult:
    """The cheapest plan from the month or day `start` (`YYYY-MM`, `YYYY-MM-DD`) on, of
    all months where it is not given. Orders before it, and those marked `bought`, are kept.

    `allow_split`: an activity may become several with a licence each.
    `allow_throttling`: peaks may be above the limit of call volume mode; those calls fail.
    `every_day`: plans may decide on every day, not on decision days alone.
    `time_limit`: after so many seconds the best plan found is taken, with its bound.
    """
    from facefusion_billing.answers.recommend import RecommendOptions
    from facefusion_billing.answers.recommend import recommend as answer
    from facefusion_billing.plans.baseline import PlanLimits

    scenario = scenario_of("recommend", scenario)
    options = RecommendOptions(
        since=None if start is None else read("start", dates.month_or_day, start),
        limits=PlanLimits(
            flag_of("allow_throttling", allow_throttling),
            flag_of("allow_split", allow_split),
            flag_of("every_day", every_day),
        ),
        seconds=seconds_of("time_limit", time_limit),
    )
    return RecommendResult(answer(scenario, {}, options))


def refund(scenario: Scenario, *, as_of: date | str) -> RefundResult:
    """Which packs can be refunded on a day, and what each would return."""
    from facefusion_billing.answers.refund import refund as answer

    scenario = scenario_of("refund", scenario)
    return RefundResult(answer(scenario, {}, day_of("as_of", as_of)))


def compare(base: Scenario, *others: Scenario) -> CompareResult:
    """Scenarios beside the first: month by month, by kind, by scope and in all.

    Each has its title as its name where all titles differ, else its file; one whose
    name was there before is numbered.
    """
    from facefusion_billing.answers.compare import compare as answer
    from facefusion_billing.answers.estimate import estimate as estimated
    from facefusion_billing.model.comparison import Compared, names_of

    if not others:
        raise refuse("compare: a scenario needs another one beside it")
    scenarios = [scenario_of("compare", each) for each in (base, *others)]
    options = EstimateOptions(others=False)
    files = [scenario.location.source.name for scenario in scenarios]
    titles = [scenario.title for scenario in scenarios]
    named = zip(names_of(files, titles), scenarios, strict=True)
    return CompareResult(
        answer([Compared(name, estimated(each, {}, options)) for name, each in named])
    )


def quote(scope: str | None = None, **demand: Unpack[Demand]) -> RecommendResult:
    """Every way to pay for a demand, cheapest first; no file needed.

    `scope` is an interface group, or any name for an activity; the book's first where
    it is not given. What the demand may say, and what each means, stands in `Demand`.
    """
    from facefusion_billing.answers.recommend import RecommendOptions
    from facefusion_billing.answers.recommend import recommend as answer
    from facefusion_billing.plans.baseline import PlanLimits

    scenario = quoted_scenario(scope, demand)
    limits = PlanLimits(
        flag_of("allow_throttling", demand.get("allow_throttling", False)),
        flag_of("allow_split", demand.get("allow_split", False)),
    )
    asked = RecommendOptions(first_day_of(scenario), limits)
    return RecommendResult(answer(scenario, {}, asked)._replace(is_quote=True))


def _known(name: str, value: Word, words: Iterable[Word]) -> Word:
    words = list(words)
    if value not in words:
        expected = f"expected {', '.join(words)}{did_you_mean(str(value), words)}"
        raise refuse(
            "{name}: {value!r}; {expected}", name=name, value=value, expected=expected
        )
    return value
