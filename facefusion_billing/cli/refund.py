"""Which purchases can still be refunded: a verdict per pack with every ground, met or
not, and its clause.

Exit status 1 with --require-eligible when no pack is eligible.
"""

from typing import Annotated

import typer

from facefusion_billing.answers.refund import refund
from facefusion_billing.cli.choices import option
from facefusion_billing.cli.inputs import load_scenario, usage_path, words_of
from facefusion_billing.cli.options import (
    Assume,
    File,
    Language,
    Output,
    PriceBook,
    flag,
    formats,
    parse_assume,
    parse_day,
)
from facefusion_billing.cli.output import drawn, pick_format, say, set_language, write
from facefusion_billing.model.verdict import ELIGIBLE, Refunds
from facefusion_billing.reports.wording.language import _

EXAMPLES = (
    "ffbill refund usage.yaml",
    "ffbill refund usage.yaml --as-of 2025-02-12 --explain",
)
FORMATS = ("table", "json", "csv", "markdown", "html", "xlsx")
Format = Annotated[str | None, formats(FORMATS)]
AsOf = Annotated[
    str | None,
    option(
        "--as-of", metavar="YYYY-MM-DD", help="The day to judge by; today by default."
    ),
]
Explain = Annotated[bool, flag("--explain", "Show every ground with its clause.")]
RequireEligible = Annotated[
    bool, flag("--require-eligible", "Fail when nothing is eligible.")
]


def command(  # noqa: PLR0913 - each is an option
    file: File = None,
    as_of: AsOf = None,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    explain: Explain = False,
    require_eligible: RequireEligible = False,
    price_book: PriceBook = None,
    lang: Language = "en",
) -> None:
    """Reads, judges, writes."""
    set_language(lang)
    file = usage_path(file)
    style = pick_format(format, output, FORMATS)
    chosen = parse_assume(assume)
    scenario = load_scenario(file, price_book, chosen, output=output)
    answer = refund(scenario, chosen, parse_day("--as-of", as_of))
    if explain or style in ("html", "xlsx"):
        answer = answer._replace(says=words_of(scenario.book))
    write(_rendered(answer, style, output, explain=explain), output)
    _end(answer, is_required=require_eligible)


def _end(answer: Refunds, *, is_required: bool) -> None:
    """Exit status 1 where a pack must be eligible and none is."""
    found = any(verdict.verdict == ELIGIBLE for verdict in answer.verdicts)
    if is_required and not found:
        text = _("ffbill: --require-eligible: no pack can be refunded as of {day}")
        say(text.format(day=answer.as_of))
        raise typer.Exit(1)


def _rendered(
    answer: Refunds, style: str, output: str | None, *, explain: bool
) -> str | bytes:
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps
        from facefusion_billing.reports.data.refund_json import refund_json

        return dumps(refund_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.refund_csv import refund_csv

        return refund_csv(answer)
    if style == "html":
        from facefusion_billing.reports.page.refund_page import refund_page

        return refund_page(answer)
    if style == "xlsx":
        from facefusion_billing.reports.workbook.refund_workbook import refund_workbook

        return refund_workbook(answer)
    from facefusion_billing.reports.documents.refund_document import refund_blocks

    blocks = refund_blocks(answer, explain=explain)
    return drawn(blocks, style, output, origins=[answer.origin])
