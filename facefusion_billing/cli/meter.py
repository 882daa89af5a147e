"""Call logs to what bills and plans need: calls and peaks by account, scope and Beijing
day.

Exit status 1 with --strict when there are warnings.
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from facefusion_billing.cli.choices import (
    argument,
    choice,
    complete_metering,
    option,
    readings_option,
    whole_option,
)
from facefusion_billing.cli.inputs import book_files
from facefusion_billing.cli.metering import (
    billed_errors,
    metered,
    metered_on_spark,
    metering_options,
    need_duckdb,
)
from facefusion_billing.cli.options import (
    Language,
    Output,
    PriceBook,
    Quiet,
    Strict,
    flag,
    formats,
    parse_assume,
)
from facefusion_billing.cli.output import (
    drawn,
    fails_strictly,
    pick_format,
    say,
    set_language,
    write,
)
from facefusion_billing.cli.spark_session import DUCKDB, SPARK, Engine, Master
from facefusion_billing.cli.writing import check_file_name, keep_files, named, write_all
from facefusion_billing.files.books import read_book
from facefusion_billing.files.logs.guess import guess
from facefusion_billing.files.logs.log_map import read_log_map
from facefusion_billing.files.logs.map_writer import map_text
from facefusion_billing.files.logs.rows import expand, format_of
from facefusion_billing.files.logs.source import size
from facefusion_billing.model.assumptions import METERING_ASSUMPTIONS
from facefusion_billing.model.book import PriceBook as Book
from facefusion_billing.model.call_logs import (
    PARQUET,
    LogMap,
    MeteredCalls,
    MeteredDay,
)
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.reports.wording import messages
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.meter_phrases import finding_text
from facefusion_billing.reports.wording.text import escape_controls

if TYPE_CHECKING:
    from facefusion_billing.answers.metering_engine import MeterOptions

EXAMPLES = (
    "ffbill meter logs/*.jsonl.gz -o calls.csv",
    "ffbill meter calls.log --show-map",
)
FORMATS = ("table", "json", "csv", "markdown")
Format = Annotated[str | None, formats(FORMATS)]


Logs = Annotated[list[str] | None, argument("Log files; globs too.", metavar="LOG...")]
Map = Annotated[
    str | None,
    option("--map", metavar="FILE", help="Which column says what: a YAML file."),
]
ShowMap = Annotated[bool, flag("--show-map", "Print the map, guessed or given.")]
PrintSql = Annotated[
    str | None, choice("--print-sql", words=("duckdb", "spark"), help="Print the SQL.")
]
Split = Annotated[
    str | None,
    option("--split", metavar="FOLDER", help="One CSV per account in this folder."),
]
Memory = Annotated[
    str | None,
    option("--memory", metavar="SIZE", help="Memory for counting, as 300MB."),
]
AllowUnreadable = Annotated[
    int,
    whole_option(
        "--allow-unreadable",
        least=0,
        most=10**9,
        help="How many bad rows to leave out.",
    ),
]
Assume = Annotated[list[str] | None, readings_option(complete_metering)]


def command(  # noqa: PLR0913 - each is an option
    logs: Logs = None,
    map: Map = None,
    show_map: ShowMap = False,
    print_sql: PrintSql = None,
    split: Split = None,
    memory: Memory = None,
    allow_unreadable: AllowUnreadable = 0,
    engine: Engine = DUCKDB,
    master: Master = None,
    format: Format = None,
    output: Output = None,
    assume: Assume = None,
    price_book: PriceBook = None,
    strict: Strict = False,
    lang: Language = "en",
    quiet: Quiet = False,
) -> None:
    """Reads a map, counts, writes."""
    set_language(lang)
    style = pick_format(format, output, FORMATS)
    chosen = parse_assume(assume, METERING_ASSUMPTIONS)
    is_read = not show_map and print_sql is None
    log, files = _log_and_files(logs or [], map, price_book, is_read=is_read)
    book = _book(log, map, price_book)
    options = metering_options(book, chosen, allow_unreadable)
    if not is_read:
        write(_sql(log, print_sql, options) if print_sql else map_text(log), output)
        return
    if not quiet:
        _say_map(log, book, guessed=map is None)
    keep_files(output, [*files, map or "", *book_files(book)], "--output")
    if engine == SPARK:
        answer = metered_on_spark(log, files, options, master)
    else:
        answer = metered(log, files, options, memory, quiet=quiet)
    parts = _parts(answer, split, files)
    # The parts first: what goes to standard output is not taken back.
    write_all(*parts, (_rendered(answer, style, output, quiet=quiet), output))
    _end(answer, style, quiet=quiet, strict=strict)


def _say_map(log: LogMap, book: Book, *, guessed: bool) -> None:
    """Says what was guessed, or that a scope is nearly one of the book's."""
    if guessed:
        head = _("The map, guessed; --map changes it:")
        for line in (head, *map_text(log).splitlines()):
            say(line)
        return
    for name in dict.fromkeys(log.scopes.values()):
        hint = messages.said(did_you_mean(name, book.groups))
        if hint and name not in book.groups:
            text = _("ffbill: {book} has no interface group {name!r}{hint}")
            say(text.format(book=book.id, name=name, hint=hint))


def _end(answer: MeteredCalls, style: str, *, quiet: bool, strict: bool) -> None:
    """Says what a file for scripts has no room for, and fails where that is asked."""
    if style in ("csv", "json") and not quiet:
        for finding in answer.findings:
            say(f"{finding.severity}: {finding_text(finding)}")
    if strict and fails_strictly(answer.findings):
        raise typer.Exit(1)


def _log_and_files(
    logs: list[str], map: str | None, price_book: str | None, *, is_read: bool
) -> tuple[LogMap, list[str]]:
    """The map, and the files that are read by it, where they are."""
    if map is not None:
        log = read_log_map(map)
        named = logs or _files_of(log, map)
        if not is_read and not logs:
            # What a map means is known without a log.
            return log, []
    else:
        log, named = None, logs
    if not named:
        raise refuse(
            "no log; name its files, for example: ffbill meter logs/*.jsonl.gz"
        )
    files = expand(named)
    if log is None:
        # Logs are cut by the hour, so the first of them may have nothing in it.
        log = _guessed(next(filter(size, files), files[0]))
        log = log._replace(price_book=price_book or log.price_book)
    return log, files


def _files_of(log: LogMap, map: str) -> list[str]:
    """The files that a map names: relative to it, as every path in a file is."""
    if log.files is None:
        return []
    return [os.path.join(_folder(map), log.files)]


def _book(log: LogMap, map: str | None, price_book: str | None) -> Book:
    """The book whose questions are asked, and whose prices are at stake."""
    if price_book is not None or map is None:
        return read_book(price_book or log.price_book)
    return read_book(log.price_book, _folder(map), log.at("price_book"))


def _folder(map: str) -> str:
    """The folder of a map; that of a pipe is the current one."""
    return os.path.dirname(map) if os.path.isfile(map) else ""


def _guessed(name: str) -> LogMap:
    if format_of(name) != PARQUET:
        return guess(name, [])
    need_duckdb()
    from facefusion_billing.engines.duckdb_readers import first_rows

    return guess(name, first_rows(name))


def _sql(log: LogMap, dialect: str, options: "MeterOptions") -> str:
    from facefusion_billing.engines.dialects import DIALECTS, printed

    text = printed(log, DIALECTS[dialect], billed_errors(options))
    # Names must stand as they are, or the text asks for others.
    if any(escape_controls(line) != line for line in text.split("\n")):
        raise refuse("--print-sql: a name in the map has characters that are not seen")
    return text


def _rendered(
    answer: MeteredCalls, style: str, output: str | None, *, quiet: bool
) -> str | bytes:
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps
        from facefusion_billing.reports.data.metering_json import metering_json

        return dumps(metering_json(answer))
    if style == "csv":
        from facefusion_billing.reports.data.metering_csv import metering_csv

        return metering_csv(answer.days, with_accounts=answer.has_accounts)
    from facefusion_billing.reports.documents.metering_document import metering_blocks

    return drawn(metering_blocks(answer, quiet=quiet), style, output)


def _parts(
    answer: MeteredCalls, folder: str | None, files: list[str]
) -> Iterator[tuple[str, str]]:
    """The calls of each account with their file, where that is asked. Raises
    `InputError` for names that are no files, or are those of the log.
    """
    if folder is None:
        return
    from facefusion_billing.reports.data.metering_csv import metering_csv

    by_account: dict[str, list[MeteredDay]] = {}
    for day in answer.days:
        by_account.setdefault(day.account or "", []).append(day)
    for name in filter(None, by_account):
        check_file_name(name, "--split")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        why = error.strerror
        raise refuse("--split {folder}: {why}", folder=folder, why=why) from None
    for name, days in by_account.items():
        text = metering_csv(days, with_accounts=False)
        part = named(os.path.join(folder, f"{name or 'calls'}.csv"), folder)
        keep_files(part, files, "--split")
        yield text, part
