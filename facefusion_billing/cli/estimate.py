"""Itemised monthly bills of one scenario, each line with its clause and arithmetic.

Exit status 1 when a gate (--fail-over, --fail-over-month) is not met, or with --strict when there are warnings.
"""

from typing import Annotated

import typer

from facefusion_billing.answers.estimate import Request, estimate
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
    load_scenario,
    one_of,
    parse_amount,
    parse_assume,
    parse_months,
    pick_format,
    say,
    write,
)
from facefusion_billing.model.bill import SEVERITIES, Estimate
from facefusion_billing.reports import phrases

FORMATS = ("table", "json", "csv", "markdown")


def command(
    file: File,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show arithmetic, clause and assumption.")] = False,
    month: Annotated[
        list[str] | None, typer.Option(help="Only the bill of YYYY-MM (repeatable).", show_default=False)
    ] = None,
    fail_over: Annotated[
        str | None, typer.Option(help="Fail when the total is more than AMOUNT.", show_default=False)
    ] = None,
    fail_over_month: Annotated[
        str | None, typer.Option(help="Fail when a month is more than AMOUNT.", show_default=False)
    ] = None,
    allow_incomplete: Annotated[
        bool, typer.Option("--allow-incomplete", help="Let gates pass an incomplete result.")
    ] = False,
    strict: Strict = False,
    ignore: Ignore = None,
    price_book: PriceBook = None,
    quiet: Quiet = False,
) -> None:
    """Reads, computes, writes; the exit status says whether the caller's conditions are met."""
    style = pick_format(format, output, FORMATS)
    ignored = {one_of("--ignore", code, SEVERITIES) for code in ignore or []}
    chosen = parse_assume(assume)
    request = Request(
        parse_months(month),
        parse_amount("--fail-over", fail_over),
        parse_amount("--fail-over-month", fail_over_month),
        allow_incomplete,
    )
    answer = estimate(load_scenario(file, price_book, chosen, output=output), chosen, request)
    answer = answer._replace(findings=tuple(f for f in answer.findings if f.code not in ignored))
    write(_rendered(answer, style, output, explain=explain, quiet=quiet), output)
    if style == "csv" and not quiet:
        _tell_warnings(answer)
    failed = _tell_gates(answer)
    if (strict and fails_strictly(answer.findings)) or failed:
        raise typer.Exit(1)


def _rendered(answer: Estimate, style: str, output: str | None, *, explain: bool, quiet: bool) -> str:
    if style == "json":
        from facefusion_billing.reports import json_report

        return json_report.dumps(json_report.estimate_json(answer))
    if style == "csv":
        from facefusion_billing.reports import csv_report

        return csv_report.estimate_csv(answer)
    from facefusion_billing.reports.layout import estimate_blocks

    blocks = estimate_blocks(answer._replace(findings=()) if quiet else answer, explain=explain)
    return drawn(blocks, style, output)


def _tell_warnings(answer: Estimate) -> None:
    """A CSV has no room for warnings, so they go to standard error."""
    if not answer.complete:
        say(f"ffbill: {phrases.incomplete(answer)}")
    for finding in answer.findings:
        say(f"{finding.severity} {finding.code}, {finding.scope}, {finding.month}: {phrases.message(finding)}")


def _tell_gates(answer: Estimate) -> bool:
    """Says which conditions are not met; whether any is."""
    for gate in answer.gates:
        if not gate.met:
            over = f"{phrases.amount(gate.actual)} is more than {phrases.amount(gate.limit)}"
            why = over if gate.actual > gate.limit else phrases.incomplete(answer)
            say(f"ffbill: --{gate.name.replace('_', '-')}: {why}")
    return not all(gate.met for gate in answer.gates)
