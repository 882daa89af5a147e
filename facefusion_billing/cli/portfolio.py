"""The bills of many accounts: a total per currency, the dearest accounts, warnings.

A faulty account is a row with its faults, the others are computed; exit status 2 then.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Any

import typer

from facefusion_billing.answers.portfolio import (
    account_bill,
    bill_account,
    faulty_account,
)
from facefusion_billing.api.loading import load_scenario
from facefusion_billing.cli.choices import argument, option, whole
from facefusion_billing.cli.options import (
    Assume,
    Language,
    PriceBook,
    formats,
    parse_assume,
)
from facefusion_billing.cli.output import drawn, pick_format, set_language, write
from facefusion_billing.files.accounts import accounts
from facefusion_billing.files.logs.rows import expand
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.model.portfolio import AccountBill, Portfolio
from facefusion_billing.reports.data.csv_text import table_csv
from facefusion_billing.reports.data.estimate_csv import COLUMNS, NUMERIC, rows

EXAMPLES = (
    "ffbill portfolio accounts/*.yaml",
    "ffbill portfolio --calls calls.csv --orders orders.csv -o lines.csv",
)
FORMATS = ("table", "json")
Format = Annotated[str | None, formats(FORMATS)]
Usage = Annotated[
    list[str] | None, argument("Usage files; globs too.", metavar="FILE...")
]
Calls = Annotated[
    str | None,
    option("--calls", metavar="FILE", help="Counts by account, as meter writes."),
]
Orders = Annotated[
    str | None, option("--orders", metavar="FILE", help="Orders by account, as CSV.")
]
Lines = Annotated[
    str | None, option("--output", "-o", metavar="FILE", help="Bill lines as CSV.")
]
Workers = Annotated[
    int,
    whole("--workers", least=1, most=64, help="Processes to compute with, 1 to 64."),
]
Job = tuple[str, Any]
_CHUNK = 16


def command(  # noqa: PLR0913 - each is an option
    usage: Usage = None,
    calls: Calls = None,
    orders: Orders = None,
    output: Lines = None,
    workers: Workers = 1,
    format: Format = None,
    assume: Assume = None,
    price_book: PriceBook = None,
    lang: Language = "en",
) -> None:
    """Reads one account at a time, computes, writes."""
    set_language(lang)
    style = pick_format(format, None, FORMATS)
    if bool(usage) == (calls is not None):
        raise refuse("usage files or --calls, one of the two")
    bill = partial(_billed, price_book, parse_assume(assume), output is not None)
    jobs = _jobs(usage or [], calls, orders, price_book)
    found, lines = [], io.StringIO()
    for row, text in _each(bill, jobs, workers):
        found.append(row)
        lines.write(text)
    answer = Portfolio(tuple(found))
    if output is not None:
        head = io.StringIO()
        csv.writer(head, lineterminator="\n").writerow(("account", *COLUMNS))
        write(head.getvalue() + lines.getvalue(), output)
    write(_rendered(answer, style), None)
    if any(row.faults for row in found):
        raise typer.Exit(2)


def _jobs(
    usage: list[str], calls: str | None, orders: str | None, price_book: str | None
) -> Iterator[Job]:
    if calls is not None:
        yield from accounts(calls, orders, price_book or "intl")
        return
    for name in expand(usage):
        yield name, name


def _each(
    bill: Any, jobs: Iterable[Job], workers: int
) -> Iterator[tuple[AccountBill, str]]:
    """Each account billed, in the order of the input."""
    if workers == 1:
        for fields, text in map(bill, jobs):
            yield AccountBill(*fields), text
        return
    from multiprocessing import get_context

    with get_context("spawn").Pool(workers) as pool:
        for fields, text in pool.imap(bill, jobs, _CHUNK):
            yield AccountBill(*fields), text


def _billed(
    price_book: str | None, chosen: dict[str, str], with_lines: bool, job: Job
) -> tuple[tuple[Any, ...], str]:
    """One account: the fields of its row, which go between processes as they are, and
    its lines as CSV.
    """
    account, source = job
    try:
        scenario = load_scenario(source, price_book=price_book, assume=chosen)
        answer = bill_account(scenario, chosen)
    except InputError as error:
        return tuple(faulty_account(account, error)), ""
    lines = ({"account": account, **row} for row in rows(answer)) if with_lines else ()
    text = table_csv(("account", *COLUMNS), lines, NUMERIC).partition("\n")[2]
    return tuple(account_bill(account, answer)), text


def _rendered(answer: Portfolio, style: str) -> str:
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps
        from facefusion_billing.reports.data.portfolio_json import portfolio_json

        return dumps(portfolio_json(answer))
    from facefusion_billing.reports.documents.portfolio_document import portfolio_blocks

    return drawn(portfolio_blocks(answer), style, None)
