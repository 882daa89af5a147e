"""Scenarios side by side, month by month, by kind, by scope and in all, each against
the first, the base.

With one FILE, each --assume (ID=VALUE[,ID=VALUE...]) and each --price-book is compared
with the file as it stands; with several, they hold for all. Exit status 1 when a
scenario other than BASE is over a gate (--fail-over, --fail-increase), or incomplete
where there is one, or with --strict when it has warnings.
"""

from collections.abc import Callable, Iterable
from typing import Annotated

from facefusion_billing.answers.compare import Conditions, compare
from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.choices import argument, option
from facefusion_billing.cli.compared_names import check_names, named
from facefusion_billing.cli.ending import Ending, ending
from facefusion_billing.cli.inputs import (
    load_document,
    load_scenario,
    usage_path,
    words_of,
)
from facefusion_billing.cli.options import (
    AllowIncomplete,
    Assume,
    Explain,
    FailOver,
    FailOverMonth,
    ForecastUntil,
    Ignore,
    Language,
    Months,
    Output,
    PriceBooks,
    Quiet,
    Strict,
    View,
    formats,
    parse_amount,
    parse_assume,
    parse_forecast,
    parse_limit,
    parse_months,
)
from facefusion_billing.cli.output import drawn, pick_format, say, set_language, write
from facefusion_billing.files.nodes import Node
from facefusion_billing.model.bill import CASH, Finding
from facefusion_billing.model.bill import View as ViewName
from facefusion_billing.model.comparison import Compared, Comparison, numbered
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.scenario import Forecast
from facefusion_billing.startup.record import NamedTuple

EXAMPLES = (
    "ffbill compare usage.yaml plan.yaml --explain",
    "ffbill compare usage.yaml --assume tier_basis=total",
)
FORMATS = ("table", "json", "csv", "markdown", "github-comment", "html", "xlsx")
Format = Annotated[str | None, formats(FORMATS)]
Base = Annotated[
    str | None,
    argument(
        "The usage file the others are compared with; by default usage.yaml of this folder.",
        metavar="BASE",
    ),
]
Others = Annotated[
    list[str] | None, argument("Further usage files.", metavar="OTHER...")
]
FailIncrease = Annotated[
    str | None,
    option(
        "--fail-increase",
        metavar="5%|AMOUNT",
        help="Fail when a scenario costs so much more than BASE.",
    ),
]
Names = Annotated[
    list[str] | None,
    option(
        "--name",
        metavar="TEXT",
        help="What a file is called (one for each file; else its title or path).",
    ),
]


class _Variant(NamedTuple):
    """A file on a price book (None: its own) under readings; `name` says which."""

    name: str
    file: str
    book: str | None
    chosen: dict[str, str]
    forecast: Forecast | None


def command(  # noqa: PLR0913 - each is an option
    base: Base = None,
    others: Others = None,
    name: Names = None,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    price_book: PriceBooks = None,
    view: View = CASH,
    month: Months = None,
    forecast: ForecastUntil = None,
    fail_over: FailOver = None,
    fail_over_month: FailOverMonth = None,
    fail_increase: FailIncrease = None,
    allow_incomplete: AllowIncomplete = False,
    explain: Explain = False,
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
    end = ending(style, ignore, strict, quiet)
    conditions = Conditions(
        parse_amount("--fail-over", fail_over),
        parse_amount("--fail-over-month", fail_over_month),
        parse_limit("--fail-increase", fail_increase),
        allow_incomplete,
    )
    months, onward = parse_months(month), parse_forecast(forecast)
    files = [usage_path(base), *(others or [])]
    check_names(files, name or [])
    variants = _variants(files, assume or [], price_book or [], onward)
    found = _estimated(variants, view, output, explain=explain)
    found = named(found, files, name or [])
    answer = _with_findings(compare(found, months, conditions), end.counted)
    shown = _with_findings(answer, end.shown)
    write(_rendered(shown, style, output, variants, explain=explain), output)
    _close(answer, end)


def _close(answer: Comparison, end: Ending) -> None:
    """Tells the warnings of each scenario where its data is for scripts, and ends."""
    for scenario in answer.scenarios:
        bills = scenario.estimate
        end.tell(bills.findings, bills.currency, of=scenario.name)
    end.close(_findings(answer), failed=_tell_gates(answer))


def _variants(
    files: list[str], assume: list[str], books: list[str], onward: Forecast | None
) -> list[_Variant]:
    """What is compared: the files, or the one file as it stands and under each reading
    and price book given.
    """
    if files.count("-") > 1:
        raise refuse("standard input can be read once only; give '-' once")
    if len(files) > 1:
        return _of_files(files, parse_assume(assume), books, onward)
    if not assume and not books:
        raise refuse(
            "nothing to compare {files} with; give another FILE, --assume or --price-book",
            files=files[0],
        )
    base = _Variant(files[0], files[0], None, {}, onward)
    variants = [base]
    for text in assume:
        chosen = parse_assume(text.split(","))
        variants.append(base._replace(name=text, chosen=chosen))
    variants += [base._replace(name=book, book=book) for book in books]
    return variants


def _of_files(
    files: list[str], chosen: dict[str, str], books: list[str], onward: Forecast | None
) -> list[_Variant]:
    """Several files, all under the same readings and on the same book."""
    if len(books) > 1:
        raise refuse(
            "--price-book: several of them are for one file; with several files, give one"
        )
    book = books[0] if books else None
    names = zip(numbered(files), files, strict=True)
    return [_Variant(name, file, book, chosen, onward) for name, file in names]


def _estimated(
    variants: list[_Variant],
    view: ViewName,
    output: str | None,
    *,
    explain: bool,
) -> list[Compared]:
    """Every variant estimated. Raises `InputError` with the faults of all."""
    request = EstimateOptions(view=view, others=False)
    documents: dict[str, Node] = {}
    found, faults = [], []
    for variant in variants:
        try:
            if variant.file not in documents:
                documents[variant.file] = load_document(variant.file)
            node = documents[variant.file]
            scenario = load_scenario(
                variant.file,
                variant.book,
                variant.chosen,
                output=output,
                node=node,
                forecast=variant.forecast,
            )
            bills = estimate(scenario, variant.chosen, request)
            if explain:
                bills = bills._replace(says=words_of(scenario.book))
            found.append(Compared(variant.name, bills))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(list(dict.fromkeys(faults)))
    return found


def _with_findings(
    answer: Comparison, kept: Callable[[Iterable[Finding]], tuple[Finding, ...]]
) -> Comparison:
    """The comparison with those findings of each scenario that are kept."""
    scenarios = []
    for scenario in answer.scenarios:
        bills = scenario.estimate
        bills = bills._replace(findings=kept(bills.findings))
        scenarios.append(scenario._replace(estimate=bills))
    return answer._replace(scenarios=tuple(scenarios))


def _findings(answer: Comparison) -> list[Finding]:
    """The findings of every scenario but the base."""
    found: list[Finding] = []
    for scenario in answer.scenarios[1:]:
        found += scenario.estimate.findings
    return found


def _rendered(
    answer: Comparison,
    style: str,
    output: str | None,
    variants: list[_Variant],
    *,
    explain: bool,
) -> str | bytes:
    if style == "json":
        from facefusion_billing.reports.data.comparison_json import comparison_json
        from facefusion_billing.reports.data.json_text import dumps

        return dumps(comparison_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.comparison_csv import comparison_csv

        return comparison_csv(answer)
    if style == "html":
        from facefusion_billing.reports.page.comparison_page import comparison_page

        return comparison_page(answer, explain=explain)
    if style == "xlsx":
        from facefusion_billing.reports.workbook.comparison_workbook import (
            comparison_workbook,
        )

        return comparison_workbook(answer)
    from facefusion_billing.reports.documents.comparison_document import (
        comparison_blocks,
    )

    origins = [scenario.estimate.origin for scenario in answer.scenarios]
    blocks = comparison_blocks(answer, explain=explain)
    key = " ".join(["compare", *(variant.name for variant in variants)])
    return drawn(blocks, style, output, key, origins)


def _tell_gates(answer: Comparison) -> bool:
    """Says which conditions are not met; whether any is."""
    from facefusion_billing.reports.wording.gates import compared_gate_failure

    failed = [gate for gate in answer.gates if not gate.met]
    for gate in failed:
        say(f"ffbill: {compared_gate_failure(answer, gate)}")
    return bool(failed)
