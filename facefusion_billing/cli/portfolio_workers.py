"""Accounts billed one after the other, or by several processes, in the input's order."""

from collections.abc import Iterable, Iterator
from functools import partial
from threading import Semaphore
from typing import Any

from facefusion_billing.answers.portfolio import (
    account_bill,
    bill_account,
    faulty_account,
    with_plan,
)
from facefusion_billing.api.loading import load_scenario
from facefusion_billing.cli.output import set_language
from facefusion_billing.files.accounts import WrongRows
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.portfolio import AccountBill
from facefusion_billing.model.scenario import Forecast, Scenario
from facefusion_billing.reports.data.portfolio_lines import lines_text
from facefusion_billing.startup.record import NamedTuple

Job = tuple[str, Any]
_CHUNK = 64
_AHEAD = 8
"""So many chunks for each process are read ahead: the memory stays the same."""


class Task(NamedTuple):
    """What is asked of every account; `lines` is the style of its lines (empty: none),
    `ignored` the codes of warnings that are left out.
    """

    price_book: str | PriceBook | None
    chosen: dict[str, str]
    recommend: bool
    lines: str
    language: str
    forecast: Forecast | None = None
    ignored: tuple[str, ...] = ()

    def scenario(self, source: Any) -> Scenario:
        """An account's usage file, or its mapping, read. Raises `InputError`."""
        return load_scenario(
            source,
            price_book=self.price_book,
            assume=self.chosen,
            forecast=self.forecast,
        )


def each(
    task: Task, jobs: Iterable[Job], workers: int
) -> Iterator[tuple[AccountBill, str]]:
    """Each account billed, with the text of its lines. Raises `InputError`."""
    bill = partial(billed, task)
    if workers == 1:
        yield from map(bill, jobs)
        return
    from multiprocessing import get_context

    source = _Ahead(jobs, workers * _AHEAD * _CHUNK)
    words = task.language, "--lang"
    with get_context("spawn").Pool(workers, set_language, words) as pool:
        for found in pool.imap(bill, source, _CHUNK):
            source.taken()
            yield found
    if source.error is not None:
        raise source.error


def each_on_spark(
    task: Task, jobs: Iterable[Job], master: str | None
) -> Iterator[tuple[AccountBill, str]]:
    """The same on Spark's executors, which hold all accounts at once."""
    from facefusion_billing.cli.spark_session import spark_session

    context = spark_session(master).sparkContext
    parts = max(context.defaultParallelism * _AHEAD, 1)
    yield from (
        context.parallelize(list(jobs), parts)
        .map(partial(_spoken, task))
        .toLocalIterator()
    )


def _spoken(task: Task, job: Job) -> tuple[AccountBill, str]:
    """One account, in the language of the task."""
    set_language(task.language)
    return billed(task, job)


class _Ahead:
    """Jobs that are not read too far ahead of what is taken."""

    def __init__(self, jobs: Iterable[Job], most: int) -> None:
        self.jobs, self.free = jobs, Semaphore(most)
        self.error: InputError | None = None

    def __iter__(self) -> Iterator[Job]:
        try:
            for job in self.jobs:
                self.free.acquire()
                yield job
        except InputError as error:
            self.error = error

    def taken(self) -> None:
        self.free.release()


def billed(task: Task, job: Job) -> tuple[AccountBill, str]:
    """One account: its row and its lines."""
    account, source = job
    try:
        if isinstance(source, WrongRows):
            raise InputError(list(source.faults))
        scenario = task.scenario(source)
        answer = bill_account(scenario, task.chosen)
        row = account_bill(account, answer, task.ignored)
        if task.recommend:
            row = with_plan(row, scenario, task.chosen)
    except InputError as error:
        return faulty_account(account, error), ""
    if not task.lines:
        return row, ""
    return row, lines_text(task.lines, account, answer)
