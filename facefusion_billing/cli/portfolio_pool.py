"""What all accounts would come to as one."""

from collections.abc import Iterator

from facefusion_billing.answers.portfolio import bill_account, placed
from facefusion_billing.cli.portfolio_record import Record
from facefusion_billing.cli.portfolio_workers import Job, Task
from facefusion_billing.files.pooled_accounts import pooled
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.portfolio import Pooled


def pooled_bill(jobs: Iterator[Job], task: Task, record: Record) -> Pooled:
    """The accounts that were billed, billed as one."""
    # An account with faults has no bill to compare with, so its calls are left out too.
    faulty, apart = set(), 0
    for row in record.all_rows():
        apart += row.total or 0
        if row.faults:
            faulty.add(row.account)
    book = task.price_book
    assert isinstance(book, PriceBook)
    try:
        mapping = pooled(jobs, faulty, book.id)
        scenario = task.scenario(mapping)
        total = bill_account(scenario, task.chosen).total
    except InputError as error:
        faults = tuple(map(placed, error.faults))
        return Pooled(book.currency, None, apart, faults)
    return Pooled(book.currency, total, apart)
