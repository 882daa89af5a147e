"""What all accounts would come to as one."""

from collections.abc import Iterator

from facefusion_billing.answers.pooled import Pool
from facefusion_billing.answers.portfolio import placed
from facefusion_billing.cli.portfolio_record import Record
from facefusion_billing.cli.portfolio_workers import Job, Task
from facefusion_billing.cli.progress import Progress
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.portfolio import Pooled
from facefusion_billing.reports.wording.language import _


def pooled_bill(jobs: Iterator[Job], task: Task, record: Record) -> Pooled:
    """The accounts that were billed, billed as one."""
    # An account with faults has no bill to compare with, so its calls are left out too.
    faulty, apart = set(), 0
    for row in record.all_rows():
        apart += row.total or 0
        if row.faults:
            faulty.add(row.account)
    assert isinstance(task.price_book, PriceBook)
    book = task.price_book
    try:
        pool = _pool(jobs, task, faulty)
        # What was forecast is among its counts; they go on no further.
        scenario = task._replace(forecast=None).scenario(pool.usage_file(book.id))
        total = pool.total(scenario, task.chosen)
    except InputError as error:
        faults = tuple(map(placed, error.faults))
        return Pooled(book.currency, None, apart, faults)
    return Pooled(book.currency, total, apart)


def _pool(jobs: Iterator[Job], task: Task, left_out: set[str]) -> Pool:
    """All accounts but some, read once more: one at a time, as they were billed."""
    pool = Pool()
    with Progress(_("accounts")) as progress:
        for account, mapping in jobs:
            if account not in left_out:
                scenario = task.scenario(mapping)
                pool.add(account, scenario, mapping.get("orders", ()))
            progress.more(1)
    return pool
