"""The cheapest plan of a scenario, proved, beside its alternatives; --write makes it a usage file.

Orders dated before --from, or marked `bought: true`, are kept; the others are decided anew. Exit status 1 with
--require-cheapest when the current plan costs more than the best one and the tolerance.
"""

import os
import sys
from typing import Annotated

import typer

from facefusion_billing.answers.plan_ground import Wishes
from facefusion_billing.answers.recommend import Asked, recommend
from facefusion_billing.cli.common import (
    Assume,
    File,
    Format,
    Ignore,
    Output,
    PriceBook,
    Quiet,
    Strict,
    drawn,
    fails_strictly,
    keep_inputs,
    load_scenario,
    one_of,
    parse_amount,
    parse_assume,
    parse_months,
    pick_format,
    say,
    write,
)
from facefusion_billing.model.bill import SEVERITIES
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.money import money_text
from facefusion_billing.model.recommendation import OPTIMAL, Recommendation

FORMATS = ("table", "json", "csv", "markdown")
AllowThrottling = Annotated[
    bool, typer.Option("--allow-throttling", help="Allow peaks above the call volume limit; those calls fail.")
]
AllowSplit = Annotated[
    bool, typer.Option("--allow-split", help="Allow an activity to be split into several with a licence each.")
]


def command(
    file: File,
    first: Annotated[
        str | None, typer.Option("--from", help="Plan from YYYY-MM on (default: the first month).", show_default=False)
    ] = None,
    format: Format = None,
    output: Output = None,
    written: Annotated[
        str | None, typer.Option("--write", help="Write the plan as a usage file.", show_default=False)
    ] = None,
    assume: Assume = None,
    allow_throttling: AllowThrottling = False,
    allow_split: AllowSplit = False,
    require_cheapest: Annotated[
        bool, typer.Option("--require-cheapest", help="Fail when the current plan is not the cheapest.")
    ] = False,
    tolerance: Annotated[
        str | None, typer.Option(help="How much more the current plan may cost.", show_default=False)
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds after which the best plan found is taken, with its bound.", min=0)
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show arithmetic and clause of each order.")] = False,
    strict: Strict = False,
    ignore: Ignore = None,
    price_book: PriceBook = None,
    quiet: Quiet = False,
) -> None:
    """Reads, plans, writes; the exit status says whether the caller's conditions are met."""
    style = pick_format(format, output, FORMATS)
    ignored = {one_of("--ignore", code, SEVERITIES) for code in ignore or []}
    chosen, allowed = parse_assume(assume), parse_amount("--tolerance", tolerance) or 0
    months = parse_months([first] if first else None, "--from")
    scenario = load_scenario(file, price_book, chosen, output=output)
    keep_inputs(scenario, file, written, "--write")
    if written is not None and written == output:
        raise refuse(f"--write {written}: is the file of --output as well")
    asked = Asked(
        months[0] if months else None, Wishes(allow_throttling, allow_split), time_limit, _watcher(quiet=quiet)
    )
    answer = recommend(scenario, chosen, asked)
    answer = answer._replace(findings=tuple(f for f in answer.findings if f.code not in ignored))
    if written is not None:
        _write_plan(answer, written)
    write(rendered(answer, style, output, explain=explain, quiet=quiet), output)
    if not quiet:
        _tell_decided(answer)
    failed = require_cheapest and _not_cheapest(answer, allowed)
    if (strict and fails_strictly(answer.findings)) or failed:
        raise typer.Exit(1)


def _watcher(*, quiet: bool):  # type: ignore[no-untyped-def]
    """Tells a person at a terminal that the planning goes on."""
    shown = sys.stderr is not None and sys.stderr.isatty() and not quiet
    return say if shown else None


def rendered(
    answer: Recommendation,
    style: str,
    output: str | None,
    *,
    explain: bool = False,
    quiet: bool = False,
    quote: bool = False,
) -> str:
    """The answer in a format."""
    if style == "json":
        from facefusion_billing.reports.json_report import dumps
        from facefusion_billing.reports.plan_json import recommendation_json

        return dumps(recommendation_json(answer))
    if style == "csv":
        from facefusion_billing.reports.csv_report import plans_csv

        return plans_csv(answer)
    from facefusion_billing.reports.plan_layout import plan_blocks, quote_blocks

    shown = answer._replace(findings=()) if quiet else answer
    return drawn(quote_blocks(shown) if quote else plan_blocks(shown, explain=explain), style, output)


def _write_plan(answer: Recommendation, path: str) -> None:
    """Writes the best plan as a usage file. Raises `InputError` when there is none."""
    if answer.written is None:
        raise refuse("--write: no plan serves every call, so there is nothing to write")
    from facefusion_billing.files.usage_writer import usage_file

    folder = os.path.dirname(path) if path != "-" else ""
    total = f"{money_text(answer.best.total or 0)} {answer.currency}"
    write(
        usage_file(answer.written, folder, f"Written by ffbill recommend: {total} in all, {answer.proof.status}."), path
    )


def _tell_decided(answer: Recommendation) -> None:
    """Names the orders that the plan does not keep, with their money."""
    from facefusion_billing.reports import phrases, plan_phrases

    for order, cents in answer.decided:
        what = plan_phrases.ordered(order)
        say(f"ffbill: decided anew: {order.id}, {what} on {order.date} ({phrases.amount(cents)} {answer.currency})")


def _not_cheapest(answer: Recommendation, allowed: int) -> bool:
    """Whether the current plan is not shown to be the cheapest, and says why."""
    from facefusion_billing.reports import phrases, plan_phrases

    if answer.best.total is None or answer.current.total is None:
        reasons = answer.current.why_not or answer.best.why_not
        say(f"ffbill: --require-cheapest: the current plan does not serve every call: {plan_phrases.why_not(reasons)}")
        return True
    over = answer.current.total - answer.best.total
    if over > allowed:
        more = f"{phrases.amount(over)} {answer.currency} more than the best"
        say(f"ffbill: --require-cheapest: the current plan costs {more}")
        return True
    if answer.proof.status != OPTIMAL:
        say("ffbill: --require-cheapest: the best plan is not proved to be the cheapest")
        return True
    return False
