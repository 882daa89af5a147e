"""Scenarios side by side, month by month, by kind, by scope and in all, each against
the first, the base.

With one FILE, each --assume (ID=VALUE[,ID=VALUE...]) and each --price-book is compared
with the file as it stands; with several, they hold for all. Exit status 1 when a
scenario other than BASE is over a gate (--fail-over, --fail-increase), or incomplete
where there is one, or with --strict when it has warnings.
"""

from typing import Annotated

import typer

from facefusion_billing.answers.compare import Conditions, compare
from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.inputs import load_document, load_scenario
from facefusion_billing.cli.options import (
    AllowIncomplete,
    Assume,
    FailOver,
    FailOverMonth,
    Format,
    Ignore,
    Language,
    Months,
    Output,
    Quiet,
    Strict,
    View,
    ignored_codes,
    one_of,
    parse_amount,
    parse_assume,
    parse_limit,
    parse_months,
)
from facefusion_billing.cli.output import (
    drawn,
    fails_strictly,
    pick_format,
    say,
    set_language,
    write,
)
from facefusion_billing.files.located import Node
from facefusion_billing.model.bill import CASH, VIEWS
from facefusion_billing.model.comparison import Compared, Comparison, numbered
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.startup.record import NamedTuple

FORMATS = ("table", "json", "csv", "markdown", "github-comment", "html")


class _Variant(NamedTuple):
    """A file on a price book (None: its own) under readings."""

    name: str
    file: str
    book: str | None
    chosen: dict[str, str]


def command(  # noqa: PLR0913 - each is an option
    base: Annotated[
        str,
        typer.Argument(
            help="The usage file the others are compared with.", show_default=False
        ),
    ],
    others: Annotated[
        list[str] | None,
        typer.Argument(help="Further usage files.", show_default=False),
    ] = None,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    price_book: Annotated[
        list[str] | None,
        typer.Option(
            "--price-book",
            help="Another price book than the file's (repeatable).",
            show_default=False,
        ),
    ] = None,
    view: View = CASH,
    month: Months = None,
    fail_over: FailOver = None,
    fail_over_month: FailOverMonth = None,
    fail_increase: Annotated[
        str | None,
        typer.Option(
            help="Fail when a scenario costs so much more than BASE: 5% or AMOUNT.",
            show_default=False,
        ),
    ] = None,
    allow_incomplete: AllowIncomplete = False,
    strict: Strict = False,
    ignore: Ignore = None,
    lang: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Reads, computes, writes; the exit status says whether the caller's conditions are
    met.
    """
    set_language(lang)
    style = pick_format(format, output, FORMATS)
    ignored = ignored_codes(ignore)
    conditions = Conditions(
        parse_amount("--fail-over", fail_over),
        parse_amount("--fail-over-month", fail_over_month),
        parse_limit("--fail-increase", fail_increase),
        allow_incomplete,
    )
    request = EstimateOptions(view=one_of("--view", view, VIEWS), others=False)
    months = parse_months(month)
    scenarios = _estimated(
        _variants([base, *(others or [])], assume or [], price_book or []),
        request,
        output,
    )
    answer = _without(compare(scenarios, months, conditions), ignored)
    write(
        _rendered(
            _without(answer, None) if quiet and style != "json" else answer,
            style,
            output,
        ),
        output,
    )
    failed = _tell_gates(answer)
    warnings = [
        finding
        for scenario in answer.scenarios[1:]
        for finding in scenario.estimate.findings
    ]
    if (strict and fails_strictly(warnings)) or failed:
        raise typer.Exit(1)


def _variants(files: list[str], assume: list[str], books: list[str]) -> list[_Variant]:
    """What is compared: the files, or the one file as it stands and under each reading
    and price book given.
    """
    if files.count("-") > 1:
        raise refuse("standard input can be read once only; give '-' once")
    if len(files) > 1:
        if len(books) > 1:
            raise refuse(
                "--price-book: several of them are for one file; with several files, give one"
            )
        chosen, book = parse_assume(assume), books[0] if books else None
        return [
            _Variant(name, file, book, chosen)
            for name, file in zip(numbered(files), files, strict=True)
        ]
    if not assume and not books:
        raise refuse(
            f"nothing to compare {files[0]} with; give another FILE, --assume or --price-book"
        )
    readings = [
        _Variant(text, files[0], None, parse_assume(text.split(","))) for text in assume
    ]
    return [
        _Variant(files[0], files[0], None, {}),
        *readings,
        *(_Variant(b, files[0], b, {}) for b in books),
    ]


def _estimated(
    variants: list[_Variant], request: EstimateOptions, output: str | None
) -> list[Compared]:
    """Every variant estimated. Raises `InputError` with the faults of all."""
    documents: dict[str, Node] = {}
    found, faults = [], []
    for variant in variants:
        try:
            if variant.file not in documents:
                documents[variant.file] = load_document(variant.file)
            node = documents[variant.file]
            scenario = load_scenario(
                variant.file, variant.book, variant.chosen, output=output, node=node
            )
            found.append(
                Compared(variant.name, estimate(scenario, variant.chosen, request))
            )
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return found


def _without(answer: Comparison, codes: set[str] | None) -> Comparison:
    """The comparison without the warnings of those codes; None: without any."""
    scenarios = tuple(
        scenario._replace(
            estimate=scenario.estimate._replace(
                findings=tuple(
                    f
                    for f in scenario.estimate.findings
                    if codes is not None and f.code not in codes
                )
            )
        )
        for scenario in answer.scenarios
    )
    return answer._replace(scenarios=scenarios)


def _rendered(answer: Comparison, style: str, output: str | None) -> str:
    if style == "json":
        from facefusion_billing.reports.data.comparison_json import comparison_json
        from facefusion_billing.reports.data.json_text import dumps

        return dumps(comparison_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.comparison_csv import comparison_csv

        return comparison_csv(answer)
    if style == "html":
        from facefusion_billing.reports.page.comparison_page import comparison_page

        return comparison_page(answer)
    from facefusion_billing.reports.documents.comparison_document import (
        comparison_blocks,
    )

    key = " ".join(["compare", *(scenario.name for scenario in answer.scenarios)])
    return drawn(comparison_blocks(answer), style, output, key=key)


def _tell_gates(answer: Comparison) -> bool:
    """Says which conditions are not met; whether any is."""
    from facefusion_billing.reports.wording.gates import compared_gate_failure

    failed = [gate for gate in answer.gates if not gate.met]
    for gate in failed:
        say(f"ffbill: {compared_gate_failure(answer, gate)}")
    return bool(failed)
