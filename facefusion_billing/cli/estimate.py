"""Itemised monthly bills of one scenario, each line with its clause and arithmetic.

Exit status 1 when a gate (--fail-over, --fail-over-month) is not met, or with --strict
when there are warnings.
"""

from typing import Annotated

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.ending import Ending, ending
from facefusion_billing.cli.inputs import load_scenario, usage_path, words_of
from facefusion_billing.cli.options import (
    AllowIncomplete,
    Assume,
    Explain,
    FailOver,
    FailOverMonth,
    File,
    ForecastUntil,
    Ignore,
    Language,
    Months,
    Output,
    PriceBook,
    Quiet,
    Strict,
    View,
    formats,
    parse_amount,
    parse_assume,
    parse_forecast,
    parse_months,
)
from facefusion_billing.cli.output import drawn, pick_format, say, set_language, write
from facefusion_billing.model.bill import CASH, Estimate
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.reports.wording import phrases

EXAMPLES = (
    "ffbill estimate usage.yaml --explain",
    "ffbill estimate usage.yaml -o bill.html",
)
TEXT = ("table", "json", "csv", "markdown", "github-comment")
FORMATS = (*TEXT, "html", "xlsx", "focus")
Format = Annotated[str | None, formats(FORMATS)]
MOST_ROWS = {"focus": 18_000, "xlsx": 14_000, "html": 12_000}
"""How many months of groups or activities are written as these formats, in which each
takes two to four times as long as in others: so few letters as `months: 1200` ask for
many, which are then written within 2 s.
"""


def command(  # noqa: PLR0913 - each is an option
    file: File = None,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    view: View = CASH,
    explain: Explain = False,
    month: Months = None,
    fail_over: FailOver = None,
    fail_over_month: FailOverMonth = None,
    allow_incomplete: AllowIncomplete = False,
    strict: Strict = False,
    ignore: Ignore = None,
    price_book: PriceBook = None,
    forecast: ForecastUntil = None,
    lang: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Reads, computes, writes; the exit status says whether the caller's conditions are
    met.
    """
    set_language(lang)
    file = usage_path(file)
    style, onward = pick_format(format, output, FORMATS), parse_forecast(forecast)
    end, chosen = ending(style, ignore, strict, quiet), parse_assume(assume)
    request = EstimateOptions(
        months=parse_months(month),
        fail_over=parse_amount("--fail-over", fail_over),
        fail_over_month=parse_amount("--fail-over-month", fail_over_month),
        allow_incomplete=allow_incomplete,
        view=view,
        charges=style == "focus",
        pictures=style == "html",
    )
    scenario = load_scenario(file, price_book, chosen, output=output, forecast=onward)
    answer = estimate(_fitting(scenario, style), chosen, request)
    if explain or style in ("html", "xlsx"):
        answer = answer._replace(says=words_of(scenario.book))
    answer = answer._replace(findings=end.counted(answer.findings))
    shown = answer._replace(findings=end.shown(answer.findings))
    write(_rendered(shown, file, style, output, explain=explain), output)
    _tell_warnings(answer, end)
    end.close(answer.findings, failed=_tell_gates(answer))


def _fitting(scenario: Scenario, style: str) -> Scenario:
    """The scenario itself. Raises `InputError` where a format would have too many of its
    rows.
    """
    months, scopes = len(scenario.months), len(scenario.usage)
    most = MOST_ROWS.get(style)
    # A single month is as long as its file.
    if most is not None and months > 1 and months * scopes > most:
        raise refuse(
            "{months:,} months of each of {scopes:,} interface groups or activities are"
            " {rows:,} rows; at most {max_rows:,} with --format {format}; use --format"
            " json or csv, or write files of fewer months",
            scenario.location,
            months=months,
            scopes=scopes,
            rows=months * scopes,
            max_rows=most,
            format=style,
        )
    return scenario


def _rendered(
    answer: Estimate, file: str, style: str, output: str | None, *, explain: bool
) -> str | bytes:
    if style == "json":
        from facefusion_billing.reports.data.estimate_json import estimate_json
        from facefusion_billing.reports.data.json_text import dumps

        return dumps(estimate_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.estimate_csv import estimate_csv

        return estimate_csv(answer)
    if style == "focus":
        from facefusion_billing.reports.data.focus import focus_csv

        return focus_csv(answer)
    if style == "xlsx":
        from facefusion_billing.reports.workbook.workbook import estimate_workbook

        return estimate_workbook(answer)
    if style == "html":
        from facefusion_billing.reports.page.estimate_page import estimate_page

        return estimate_page(answer)
    from facefusion_billing.reports.documents import estimate_document as document

    blocks = document.estimate_blocks(answer, explain=explain)
    if style == "github-comment":
        blocks = document.comment_blocks(answer, explain=explain)
    return drawn(blocks, style, output, f"estimate {file}", [answer.origin])


def _tell_warnings(answer: Estimate, end: Ending) -> None:
    """What is left out of the amount, then warnings and notes."""
    if end.tells and not answer.complete:
        from facefusion_billing.reports.wording.incomplete import incomplete

        say(f"ffbill: {incomplete(answer)}")
    end.tell(answer.findings, answer.currency)


def _tell_gates(answer: Estimate) -> bool:
    """Says which conditions are not met; whether any is."""
    failed = [gate for gate in answer.gates if not gate.met]
    if failed:
        from facefusion_billing.reports.wording.gates import gate_failure

        for gate in failed:
            why = gate_failure(answer, gate)
            say(f"ffbill: {phrases.option(gate.name)}: {why}")
    return bool(failed)
