"""The bills of many accounts: a total per currency, the dearest accounts, warnings.

A faulty account is a row with its faults, the others are computed; exit status 2 then.

Exit status 1 with --strict when there are warnings.
"""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Annotated

import typer

from facefusion_billing.answers.portfolio import Tally
from facefusion_billing.cli.choices import argument, option, whole_option
from facefusion_billing.cli.metering import need_duckdb
from facefusion_billing.cli.options import (
    Assume,
    ForecastUntil,
    Ignore,
    Language,
    PriceBook,
    Strict,
    flag,
    formats,
    ignored_codes,
    parse_assume,
    parse_forecast,
)
from facefusion_billing.cli.output import (
    drawn,
    pick_format,
    say_strict,
    set_language,
    write,
)
from facefusion_billing.cli.portfolio_pool import pooled_bill
from facefusion_billing.cli.portfolio_record import Record
from facefusion_billing.cli.portfolio_workers import Job, Task, each, each_on_spark
from facefusion_billing.cli.progress import Progress
from facefusion_billing.cli.spark_session import Master, PortfolioEngine
from facefusion_billing.cli.writing import keep_files, keep_own_files
from facefusion_billing.files.accounts import accounts
from facefusion_billing.files.books import read_book
from facefusion_billing.files.logs.rows import expand
from facefusion_billing.files.logs.source import sha256 as digest_of
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.portfolio import AccountBill, Portfolio
from facefusion_billing.reports.data.portfolio_lines import ENDINGS, PARQUET
from facefusion_billing.reports.wording.language import _
from facefusion_billing.startup.record import NamedTuple

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
    str | None,
    option(
        "--output",
        "-o",
        metavar="FILE",
        help="Bill lines: .csv, .jsonl or .parquet.",
    ),
]
Workers = Annotated[
    int,
    whole_option(
        "--workers", least=1, most=64, help="Processes to compute with, 1 to 64."
    ),
]
Recommend = Annotated[
    bool, flag("--recommend", "Each account's cheapest plan and saving.")
]
IfPooled = Annotated[
    bool, flag("--if-pooled", "What all would cost as one account, which they are not.")
]
Resume = Annotated[bool, flag("--resume", "Go on where a run was interrupted.")]


_Bill = Callable[[Task, Iterator[Job]], Iterator[tuple[AccountBill, str]]]


class _Input(NamedTuple):
    """Usage files, or a table of counts and one of orders on a price book."""

    usage: list[str]
    calls: str | None
    orders: str | None
    price_book: str | None

    @property
    def files(self) -> list[str]:
        """Every file."""
        return [*self.usage, *filter(None, (self.calls, self.orders))]

    def jobs(self) -> Iterator[Job]:
        """Each account. Raises `InputError`."""
        if self.calls is None:
            return ((name, name) for name in self.usage)
        return accounts(self.calls, self.orders, self.price_book or "intl")


def command(  # noqa: PLR0913 - each is an option
    usage: Usage = None,
    calls: Calls = None,
    orders: Orders = None,
    output: Lines = None,
    workers: Workers = 1,
    recommend: Recommend = False,
    if_pooled: IfPooled = False,
    resume: Resume = False,
    engine: PortfolioEngine = None,
    master: Master = None,
    format: Format = None,
    assume: Assume = None,
    price_book: PriceBook = None,
    forecast: ForecastUntil = None,
    strict: Strict = False,
    ignore: Ignore = None,
    lang: Language = "en",
) -> None:
    """Reads one account at a time, computes, writes."""
    set_language(lang)
    style = pick_format(format, None, FORMATS)
    source = _Input(expand(usage or []), calls, orders, price_book)
    _check(source, output, if_pooled=if_pooled, resume=resume)
    task = _task(source, parse_assume(assume), _style(output), lang, recommend)
    ignored = tuple(sorted(ignored_codes(ignore)))
    task = task._replace(forecast=parse_forecast(forecast), ignored=ignored)
    keep_files(output, source.files, "--output")
    keep_own_files(output)
    digest = _digest(source, task, forecast) if output else ""
    with Record(output, task.lines, digest) as record:
        bill = _biller(engine, master, workers)
        tally = _run(source, task, record, bill, resume)
        record.finish()
        answer = tally.portfolio()
        if if_pooled:
            answer = answer._replace(pooled=pooled_bill(source.jobs(), task, record))
        _write(answer, record, style)
    _end(answer, strict=strict)


def _biller(engine: str | None, master: str | None, workers: int) -> _Bill:
    """What bills the accounts: Spark where it is asked for, else processes here."""
    if engine is not None:
        return partial(each_on_spark, master=master)
    return partial(each, workers=workers)


def _check(
    source: _Input, output: str | None, *, if_pooled: bool, resume: bool
) -> None:
    """Refuses words that do not go together."""
    if bool(source.usage) == (source.calls is not None):
        raise refuse("usage files or --calls, one of the two")
    if if_pooled and source.calls is None:
        raise refuse("--if-pooled: adds up the counts of --calls")
    if resume and output is None:
        raise refuse("--resume: needs --output, beside which a run leaves what is done")


def _task(
    source: _Input, chosen: dict[str, str], lines: str, language: str, recommend: bool
) -> Task:
    """What is asked of every account, its price book read once where there is one."""
    name = source.price_book or ("intl" if source.calls else None)
    book = None if name is None else read_book(name)
    return Task(book, chosen, recommend, lines, language)


def _style(output: str | None) -> str:
    """The style of the lines, by the ending of their file; nothing without one."""
    if output is None:
        return ""
    ending = next((e for e in ENDINGS if output.lower().endswith(e)), None)
    if ending is None:
        raise refuse(
            "--output {output}: expected a name with {known}",
            output=output,
            known=", ".join(ENDINGS),
        )
    if ENDINGS[ending] == PARQUET:
        need_duckdb()
    return ENDINGS[ending]


def _digest(source: _Input, task: Task, forecast: str | None) -> str:
    """What changes when an input, an option or the version does."""
    from facefusion_billing import __version__

    # A forecast knows its place on the command line; its text is what it says.
    asked = __version__, task._replace(forecast=None), forecast, source
    digest = sha256(repr(asked).encode("utf-8", "replace"))
    for name in source.files:
        digest.update(digest_of(name).encode())
    return digest.hexdigest()


def _run(
    source: _Input, task: Task, record: Record, bill: _Bill, resume: bool
) -> Tally:
    """Every account, those first that were done before."""
    # A process begins without it, being short; here cycles would pile up.
    gc.enable()
    tally = Tally()
    with Progress(_("accounts")) as progress:
        if resume:
            for row in record.resume():
                tally.add(row)
        else:
            record.begin()
        left = islice(source.jobs(), tally.accounts, None)
        for row, lines in bill(task, left):
            record.add(row, lines)
            tally.add(row)
            progress.more(1)
    return tally


def _end(answer: Portfolio, *, strict: bool) -> None:
    """Ends with 2 where an account has faults, with 1 where there are warnings and none
    may be.
    """
    if answer.faults:
        raise typer.Exit(2)
    if strict and answer.warnings:
        say_strict(answer.warnings)
        raise typer.Exit(1)


def _write(answer: Portfolio, record: Record, style: str) -> None:
    if style == "json":
        from facefusion_billing.reports.data.portfolio_json import portfolio_pieces

        for piece in portfolio_pieces(answer, record.all_rows()):
            write(piece, None)
        return
    from facefusion_billing.reports.documents.portfolio_document import portfolio_blocks

    write(drawn(portfolio_blocks(answer), style, None), None)
