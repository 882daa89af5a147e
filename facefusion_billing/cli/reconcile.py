"""Hold every line of a vendor's bill against the price book: approve, decide or dispute,
with the money at stake.

BILL is a file, a folder, a zip archive or - (standard input): detailed bills (L3) as
CSV, XLSX or JSON of the API; bills by product and by resource (L1, L2) as control
totals; exports of pack deductions and daily usage as evidence. Exit status 1 with
--require-agreed unless the bill is approved.
"""

from decimal import Decimal, localcontext
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from facefusion_billing.answers.reconcile import ReconcileOptions, reconcile
from facefusion_billing.cli.choices import argument, option
from facefusion_billing.cli.inputs import book_files, load_scenario, say_encodings
from facefusion_billing.cli.options import (
    Assume,
    Language,
    Months,
    Output,
    PriceBook,
    flag,
    formats,
    parse_amount,
    parse_assume,
    parse_months,
)
from facefusion_billing.cli.output import drawn, pick_format, say, set_language, write
from facefusion_billing.cli.progress import Progress
from facefusion_billing.cli.writing import keep_files
from facefusion_billing.files.bills.reader import read_bill
from facefusion_billing.files.books import read_book
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.reconciliation import APPROVE, Reconciliation
from facefusion_billing.model.vendor_bill import EXACT
from facefusion_billing.reports.wording.language import _

if TYPE_CHECKING:
    from facefusion_billing.model.book import PriceBook as Book
    from facefusion_billing.model.scenario import CallCount, Scenario
    from facefusion_billing.model.vendor_bill import VendorBill

EXAMPLES = (
    "ffbill reconcile bill.csv",
    "ffbill reconcile bills/ --usage usage.yaml --require-agreed",
)
FORMATS = ("table", "json", "csv", "markdown", "html", "xlsx", "github-comment")
Format = Annotated[str | None, formats(FORMATS)]
BOOKS = {"USD": "intl", "CNY": "mainland"}
"""The book of a bill that names none, by its currency."""

Bills = Annotated[
    list[str],
    argument(
        "Bills: files, folders, zip archives; - for standard input.",
        metavar="BILL...",
    ),
]
Account = Annotated[
    str | None,
    option("--account", metavar="ID", help="Only lines of this owner account."),
]


Usage = Annotated[
    str | None,
    option("--usage", metavar="FILE", help="Hold it against this usage file."),
]
Calls = Annotated[
    str | None,
    option("--calls", metavar="FILE", help="Own counts, as `calls: {file: ...}`."),
]
CallsTolerance = Annotated[
    str | None,
    option(
        "--calls-tolerance",
        metavar="PERCENT",
        help="Own counts may differ by less, such as 0.5%.",
    ),
]
Tolerance = Annotated[
    str,
    option(
        "--tolerance",
        metavar="AMOUNT",
        help="Amounts may differ by less than this; 0.01 by default.",
    ),
]
RequireAgreed = Annotated[bool, flag("--require-agreed", "Fail unless it is approved.")]
OtherProducts = Annotated[bool, flag("--other-products", "List the other products.")]


def command(  # noqa: PLR0913 - each is an option
    bills: Bills,
    usage: Usage = None,
    calls: Calls = None,
    calls_tolerance: CallsTolerance = None,
    tolerance: Tolerance = "0.01",
    account: Account = None,
    require_agreed: RequireAgreed = False,
    other_products: OtherProducts = False,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    month: Months = None,
    price_book: PriceBook = None,
    lang: Language = "en",
) -> None:
    """Reads, judges, writes."""
    set_language(lang)
    style, chosen = pick_format(format, output, FORMATS), parse_assume(assume)
    scenario = load_scenario(usage, price_book, chosen) if usage else None
    settings, stated = BillSettings(), chosen
    if scenario is not None:
        settings, stated = scenario.bill, {**scenario.assumptions, **chosen}
    with Progress(_("rows read")) as progress:
        bill = read_bill(bills, settings, account, progress.more)
    options = ReconcileOptions(
        settings=settings,
        scenario=scenario,
        counts=own_counts(calls, bill.account),
        tolerance=_tolerance(tolerance),
        calls_tolerance=_percent(calls_tolerance),
        months=parse_months(month),
    )
    book = book_of(bill, scenario, price_book)
    read = [*bills, usage or "", calls or "", *book_files(book)]
    keep_files(output, read, "--output")
    answer = reconcile(bill, book, stated, options)
    # Sums of sums are made as it is written: they are as exact as their parts.
    with localcontext(EXACT):
        write(_rendered(answer, bills, style, output, others=other_products), output)
    _end(answer, is_required=require_agreed)


def _end(answer: Reconciliation, *, is_required: bool) -> None:
    """Exit status 1 where a bill must be approved and is not."""
    if is_required and answer.verdict != APPROVE:
        say(_("ffbill: --require-agreed: the bill is not approved"))
        raise typer.Exit(1)


def book_of(
    bill: "VendorBill", scenario: "Scenario | None", price_book: str | None
) -> "Book":
    """The book a bill is held against: the one given, the usage file's, or that of its
    currency. Raises `InputError`.
    """
    if price_book is not None:
        return read_book(price_book)
    if scenario is not None:
        return scenario.book
    if not bill.currency:
        raise refuse("the bill does not say its currency; give --price-book")
    if bill.currency not in BOOKS:
        raise refuse(
            "no price book is in {currency}; give --price-book", currency=bill.currency
        )
    return read_book(BOOKS[bill.currency])


def own_counts(
    path: str | None, account: str
) -> "dict[str | None, list[CallCount]] | None":
    """The counts of a file of calls, by scope: of the bill's account, where it has rows
    of several. Raises `InputError`.
    """
    if path is None:
        return None
    from facefusion_billing.files.calls_file import read_calls_file

    file = read_calls_file(path, {}, account)
    if file.faults:
        raise InputError([*file.faults, *filter(None, (file.guess,))])
    say_encodings(chain.from_iterable(file.calls.values()))
    return file.calls


def _tolerance(text: str) -> Decimal:
    cents = parse_amount("--tolerance", text)
    if not cents:
        raise refuse(
            "--tolerance {text}: expected an amount of 0.01 or more", text=text
        )
    return Decimal(cents).scaleb(-2)


def _percent(text: str | None) -> Decimal:
    """A percentage given with --calls-tolerance."""
    if text is None:
        return Decimal(0)
    figure = text.strip().removesuffix("%").strip()
    whole, _dot, part = figure.partition(".")
    if not whole.isdecimal() or not (part or "0").isdecimal() or len(figure) > 20:
        raise refuse(
            "--calls-tolerance {text}: expected a percentage such as 0.5%", text=text
        )
    return Decimal(figure)


def _rendered(
    answer: Reconciliation,
    bills: list[str],
    style: str,
    output: str | None,
    *,
    others: bool,
) -> str | bytes:
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps
        from facefusion_billing.reports.data.reconciliation_json import (
            reconciliation_json,
        )

        return dumps(reconciliation_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.reconciliation_csv import (
            reconciliation_csv,
        )

        return reconciliation_csv(answer)
    if style == "xlsx":
        from facefusion_billing.reports.workbook.reconciliation_workbook import (
            reconciliation_workbook,
        )

        return reconciliation_workbook(answer)
    if style == "html":
        from facefusion_billing.reports.page.reconciliation_page import (
            reconciliation_page,
        )

        return reconciliation_page(answer, others=others)
    from facefusion_billing.reports.documents.reconciliation_document import (
        reconciliation_blocks,
    )

    blocks = reconciliation_blocks(answer, others=others)
    return drawn(blocks, style, output, key=f"reconcile {' '.join(bills)}")
