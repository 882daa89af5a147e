"""The bills of many accounts in the same files, which are read a few times in all, not
once for each account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import localcontext

from facefusion_billing.files.bills.lines import Reader
from facefusion_billing.files.bills.reader import Gathering, Progress
from facefusion_billing.files.bills.row_columns import Columns
from facefusion_billing.files.bills.sources import parts
from facefusion_billing.files.bills.tables import Table
from facefusion_billing.files.bills.values import text
from facefusion_billing.model.bill_settings import PRODUCT, BillSettings, pattern_of
from facefusion_billing.model.faults import MOST_SHOWN
from facefusion_billing.model.vendor_bill import EXACT, VendorBill

MOST_LINES = 100_000
"""So many lines of accounts are held at once, what 35 MiB of a bill have."""


def lines_by_account(paths: list[str], settings: BillSettings) -> dict[str, int]:
    """How many lines of the product each account has in the files, by its id. Raises
    `InputError`.
    """
    pattern = pattern_of(settings.product or PRODUCT)
    accounts = _Accounts(pattern)
    gathering = Gathering(accounts, pattern)
    with localcontext(EXACT):
        for part in parts(paths):
            gathering.add(part, None)
    return dict(sorted(accounts.lines.items()))


def read_bills(
    paths: list[str],
    settings: BillSettings,
    lines: dict[str, int],
    progress: Progress | None = None,
) -> Iterator[VendorBill]:
    """The bills of accounts, in their order, each as `read_bill` gives it.

    `lines` are the lines that each has. Raises `InputError` when it comes to an account
    whose lines cannot be read.
    """
    pattern = pattern_of(settings.product or PRODUCT)
    for accounts in _batches(lines):
        readers = _Readers(pattern, accounts)
        gathering = Gathering(readers, pattern)
        with localcontext(EXACT):
            for part in parts(paths):
                gathering.add(part, progress)
        yield from _bills(gathering, readers)


def _bills(gathering: Gathering, readers: _Readers) -> Iterator[VendorBill]:
    """The bill of each reader, which is let go of once its bill was used."""
    for account in list(readers.of):
        with localcontext(EXACT):
            bill = gathering.bill(readers.of.pop(account), account)
        yield bill


def _batches(lines: dict[str, int]) -> Iterator[list[str]]:
    """The accounts in their order, so many together as may be held at once."""
    batch: list[str] = []
    held = 0
    for account, count in lines.items():
        if batch and held + count > MOST_LINES:
            yield batch
            batch, held = [], 0
        batch.append(account)
        held += count
    if batch:
        yield batch


class _Accounts:
    """The accounts of the product's lines, with the number of these."""

    def __init__(self, product: re.Pattern[str]) -> None:
        self.product = product
        self.lines: dict[str, int] = {}

    def read(self, table: Table) -> None:
        """Counts the lines of a table, whatever else is wrong with them: that is said
        when the account is read.
        """
        columns = Columns(table, self.product)
        for _, row in table.rows:
            # The empty cell that stands for every field without a column.
            row.append("")
            if len(row) > columns.width and columns.kind(row):
                account = text(columns.owner(row))
                if account:
                    self.lines[account] = self.lines.get(account, 0) + 1


class _Readers:
    """A reader for each account of a batch; they share the reading of the files."""

    def __init__(self, product: re.Pattern[str], accounts: list[str]) -> None:
        self.product = product
        self.of = {account: Reader(product, account) for account in accounts}
        self.order = list(accounts)

    def read(self, table: Table) -> None:
        """Gives each row of a table to the reader of its account."""
        columns = Columns(table, self.product)
        first = self.of[self.order[0]]
        for number, row in table.rows:
            # A row of too many or few cells is of no account for sure: the first one
            # is refused, so that nothing is made of any.
            if not first.fits(number, row, columns):
                self._end_with(self.order[0])
                continue
            account = columns.owner(row).strip()
            reader = self.of.get(account)
            if reader is None or len(reader.faults) > MOST_SHOWN:
                continue
            reader.add(number, row, columns)
            if reader.faults:
                self._end_with(account)

    def _end_with(self, account: str) -> None:
        """Lets go of the accounts after one that is refused: it does not come to them."""
        while self.order[-1] != account:
            del self.of[self.order.pop()]
