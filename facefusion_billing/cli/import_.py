"""A usage file from the vendor's bills: what was really used and bought, so that
`estimate`, `recommend` and every other answer can start from it.

Where the bill shows a discount, a price book with it is written beside the usage file.
With several accounts, --output FOLDER writes one file for each.
"""

import os
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Annotated

from facefusion_billing.answers.import_bills import import_bill, shown_discounts
from facefusion_billing.cli.choices import option
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.cli.options import Language, Output
from facefusion_billing.cli.options import PriceBook as BookOption
from facefusion_billing.cli.output import say, set_language
from facefusion_billing.cli.progress import Progress
from facefusion_billing.cli.reconcile import Account, Bills, book_of
from facefusion_billing.cli.writing import (
    check_file_name,
    keep_files,
    keep_present,
    named,
    unwritable,
    write_all,
)
from facefusion_billing.files.bills.by_account import lines_by_account, read_bills
from facefusion_billing.files.bills.reader import read_bill
from facefusion_billing.files.bills.usage_text import book_text, usage_text
from facefusion_billing.files.books import book_reference, read_book
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.imported import Imported
from facefusion_billing.model.money import Price
from facefusion_billing.model.vendor_bill import VendorBill
from facefusion_billing.reports.wording.import_phrases import comments, remark, title
from facefusion_billing.reports.wording.language import _
from facefusion_billing.startup.record import NamedTuple

EXAMPLES = (
    "ffbill import bill.csv -o usage.yaml",
    "ffbill import bills.zip -o accounts/",
)


def command(
    bills: Bills,
    output: Output = None,
    account: Account = None,
    usage: Annotated[
        str | None,
        option(
            "--usage",
            metavar="FILE",
            help="A usage file whose `bill` says what lines are of.",
        ),
    ] = None,
    price_book: BookOption = None,
    lang: Language = "en",
) -> None:
    """Reads, converts, writes."""
    set_language(lang)
    settings = BillSettings()
    if usage is not None:
        settings = load_scenario(usage, price_book, {}).bill
    books = _Books(price_book)
    for bill, target in _bills(bills, settings, account, output):
        _write(bill, settings, books, target, [*bills, usage or ""])


def _bills(
    bills: list[str], settings: BillSettings, account: str | None, output: str | None
) -> Iterator[tuple[VendorBill, str | None]]:
    """The bill of each account with the file that is written for it."""
    with Progress(_("rows read")) as progress:
        if account is None and output is not None and _is_folder(output):
            yield from _by_account(bills, settings, output, progress)
            return
        bill = read_bill(bills, settings, account, progress.more)
    yield bill, output


def _by_account(
    bills: list[str], settings: BillSettings, folder: str, progress: Progress
) -> Iterator[tuple[VendorBill, str | None]]:
    """The same for every account of the bills, whose files stand in a folder."""
    if "-" in bills:
        raise refuse("--output FOLDER: standard input can be read once only")
    lines = lines_by_account(bills, settings)
    if not lines:
        raise refuse("--output FOLDER: no line of the product names its account")
    for owner in lines:
        check_file_name(owner, "--output")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from None
    for bill in read_bills(bills, settings, lines, progress.more):
        path = os.path.join(folder, f"{bill.account}.yaml")
        yield bill, named(path, folder)


def _is_folder(output: str) -> bool:
    """Whether an output is a folder: one that is there, or that ends as one does."""
    return os.path.isdir(output) or output.endswith(("/", os.sep))


class _Books:
    """The price books of bills, each read once however many accounts are on it."""

    def __init__(self, given: str | None) -> None:
        self.given = given
        self.by_currency: dict[str, PriceBook] = {}
        self.discounted: dict[tuple[object, ...], PriceBook] = {}

    def of(self, bill: VendorBill) -> PriceBook:
        """The book of a bill, as it is. Raises `InputError`."""
        if bill.currency not in self.by_currency:
            self.by_currency[bill.currency] = book_of(bill, None, self.given)
        return self.by_currency[bill.currency]

    def with_discounts(self, bill: VendorBill, agreed: dict[str, Price]) -> PriceBook:
        """The book with the discounts of a bill. It is read from a folder of its own:
        where the bill cannot be imported, nothing is left beside the usage file.
        """
        book = self.of(bill)
        key = book.id, *agreed.items()
        if key not in self.discounted:
            with TemporaryDirectory() as folder:
                path = os.path.join(folder, "book.yaml")
                base = book_reference(book.id, book.file, folder)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(book_text(base, agreed, comments(bill)))
                self.discounted[key] = read_book(path)
        return self.discounted[key]


class _Account(NamedTuple):
    """The bill of one account, what says whose its lines are, the price books, and the
    usage file that is written.
    """

    bill: VendorBill
    settings: BillSettings
    books: _Books
    target: str | None

    @property
    def book(self) -> PriceBook:
        """The price book as it is."""
        return self.books.of(self.bill)

    @property
    def reference(self) -> str:
        """How the usage file names the price book."""
        return book_reference(self.book.id, self.book.file, _folder(self.target))


def _write(
    bill: VendorBill,
    settings: BillSettings,
    books: _Books,
    target: str | None,
    read: list[str],
) -> None:
    """The usage file of one account, and its book where it shows a discount."""
    own_book = named(_book_path(target), target)
    for path in filter(None, (target, own_book)):
        keep_files(path, read, "--output")
    account = _Account(bill, settings, books, target)
    shown = shown_discounts(bill, account.book, settings)
    agreed = {scope: percent for scope, percent in shown.items() if percent is not None}
    imported = (
        _write_discounted(account, agreed, own_book)
        if agreed
        else _write_listed(account)
    )
    _say_remarks(imported, [scope for scope in shown if scope not in agreed])
    _say_differences(imported)


def _write_discounted(
    account: _Account, agreed: dict[str, Price], own_book: str
) -> Imported:
    """What was imported and written: the usage file, and beside it a book with the
    discounts.
    """
    bill, target, says = account.bill, account.target, comments(account.bill)
    if target in (None, "-"):
        raise refuse(
            "the bill shows a discount, which stands in a price book beside the "
            "usage file; say where to with --output FILE"
        )
    keep_present(target, "--output")
    # A rate agreed with the vendor is no part of a usage file: a book has it.
    keep_present(own_book, "--output")
    book = account.books.with_discounts(bill, agreed)
    imported = _with_title(import_bill(bill, book, account.settings, agreed), bill)
    usage = usage_text(imported, f"./{os.path.basename(own_book)}", says)
    write_all((book_text(account.reference, agreed, says), own_book), (usage, target))
    return imported


def _write_listed(account: _Account) -> Imported:
    """What was imported and written, on the book as it is."""
    bill, book, target = account.bill, account.book, account.target
    keep_present(target, "--output")
    imported = _with_title(import_bill(bill, book, account.settings), bill)
    write_all((usage_text(imported, account.reference, comments(bill)), target))
    return imported


def _folder(target: str | None) -> str:
    """The folder in which the usage file will stand."""
    if target is None or target == "-":
        return "."
    return os.path.dirname(target) or "."


def _with_title(imported: Imported, bill: VendorBill) -> Imported:
    return imported._replace(scenario=imported.scenario._replace(title=title(bill)))


def _book_path(target: str | None) -> str:
    """Where the book of a usage file stands: `book.yaml`, or one named as the file."""
    folder, file = os.path.split(target or "")
    name = os.path.splitext(file)[0]
    # With several accounts each file is named as its account, and so is its book; nor
    # may it take the place of a file that is called book.yaml itself.
    if name.isdecimal() or name == "book":
        return os.path.join(folder, f"{name}.book.yaml")
    return os.path.join(folder, "book.yaml")


def _say_remarks(imported: Imported, uneven: list[str]) -> None:
    """What a reader of the usage file should know; `uneven` are the scopes whose
    discount differs between months.
    """
    for scope in uneven:
        say(_("{scope}: discounts that differ between months").format(scope=scope))
    for note in imported.remarks:
        say(remark(note))


def _say_differences(imported: Imported) -> None:
    """The months whose estimate is not what was billed."""
    from facefusion_billing.reports.wording.phrases import amount

    for month, (estimated, billed) in imported.differs.items():
        text = _("{month}: the estimate is {estimated}, the bill {billed}")
        totals = {"estimated": amount(estimated), "billed": amount(billed)}
        say(text.format(month=month, **totals))
