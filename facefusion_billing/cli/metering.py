"""A log counted by DuckDB for `ffbill meter`: options from the book, files hashed
meanwhile, refused rows with their lines.
"""

import os
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import TYPE_CHECKING

from facefusion_billing.answers.meter import meter
from facefusion_billing.answers.metered_rows import RefusedRowsError
from facefusion_billing.answers.metering_engine import MeterOptions
from facefusion_billing.cli.output import say
from facefusion_billing.cli.spark_session import (
    log_frame,
    path_of_address,
    spark_session,
)
from facefusion_billing.files.logs.face_errors import face_errors
from facefusion_billing.files.logs.source import located, log_source, sha256, size
from facefusion_billing.model.book import Activities, PriceBook
from facefusion_billing.model.call_logs import (
    BilledErrors,
    EngineLimits,
    LogFile,
    LogMap,
    LogSource,
    MeteredCalls,
)
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.reports.wording.language import _

if TYPE_CHECKING:
    from facefusion_billing.engines.duckdb_engine import DuckDbLog
    from facefusion_billing.engines.spark_engine import SparkLog

_ROOM_FOR_A_BYTE = 2
"""How much a counted log spills at the most, for each byte of its files."""


def need_duckdb() -> None:
    """Raises `InputError` where the extra is not installed."""
    if find_spec("duckdb") is None:
        raise refuse(
            "counting logs needs an extra: pip install 'facefusion-billing[meter]'"
        )


def metering_options(
    book: PriceBook, chosen: dict[str, str], allowed: int
) -> MeterOptions:
    """The readings (their defaults are the book's) and the limits of its groups."""
    # The mainland page bills calls that fail for want of a face; the other says nothing.
    default = "none"
    if isinstance(book.offer, Activities):
        default = "face_errors"
    limits: dict[str, int] = {}
    for name, group in book.groups.items():
        if group.qps is not None and group.qps.limit is not None:
            limits[name] = group.qps.limit
    return MeterOptions(
        billed_errors=chosen.get("billed_errors", default),
        qps_window=chosen.get("qps_window", "fixed_second"),
        face_errors=BilledErrors(face_errors()),
        limits=limits,
        allow_unreadable=allowed,
        book_id=book.id,
        book=book,
    )


def billed_errors(options: MeterOptions) -> BilledErrors:
    """The failures that the chosen reading bills."""
    if options.billed_errors == "face_errors":
        return options.face_errors
    return BilledErrors()


def metered(
    log: LogMap,
    files: list[str],
    options: MeterOptions,
    memory: str | None,
    *,
    quiet: bool,
) -> MeteredCalls:
    """The log counted by DuckDB; its files are hashed meanwhile."""
    need_duckdb()
    from facefusion_billing.engines.duckdb_engine import DuckDbLog

    source = log_source(log, files)
    limits = EngineLimits(memory, _spill_folder() if memory else None)
    if limits.folder is not None and not quiet:
        _say_room(limits.folder, files)
    return _counted(
        lambda: DuckDbLog(log, source, billed_errors(options), limits),
        log,
        source,
        options,
    )


def metered_on_spark(
    log: LogMap, files: list[str], options: MeterOptions, master: str | None
) -> MeteredCalls:
    """The log counted by Spark, its rows by file."""
    from facefusion_billing.engines.spark_engine import SparkLog

    source, session = log_source(log, files), spark_session(master)
    frame = log_frame(session, log, source)
    billed, file = billed_errors(options), "INPUT_FILE_NAME()"
    return _counted(
        lambda: SparkLog(session, frame, log, billed, file), log, source, options
    )


def _counted(
    engine_of: "Callable[[], DuckDbLog | SparkLog]",
    log: LogMap,
    source: LogSource,
    options: MeterOptions,
) -> MeteredCalls:
    """The answer of an engine, with the files."""
    files = list(source.files)
    with ThreadPoolExecutor(1) as pool:
        digests = pool.map(sha256, files)
        engine = engine_of()
        try:
            answer = meter(engine, log, options)
        except RefusedRowsError as error:
            raise _with_lines(error, log, source) from None
        finally:
            engine.close()
        hashes = dict(zip(files, digests, strict=True))
    return _with_files(answer, hashes)


def _spill_folder() -> str:
    from tempfile import gettempdir

    return os.path.join(gettempdir(), f"ffbill-{os.getpid()}")


def _say_room(folder: str, files: list[str]) -> None:
    needed = sum(map(size, files)) * _ROOM_FOR_A_BYTE // 1_000_000 + 1
    text = _("What does not fit into memory goes to {folder}: up to {needed:,} MB.")
    say(text.format(folder=folder, needed=needed))


def _with_lines(error: RefusedRowsError, log: LogMap, source: LogSource) -> InputError:
    message = error.of_row or error.message
    found = located(log, source, message, error.column, error.values)
    return InputError(found or error.faults)


def _with_files(answer: MeteredCalls, hashes: dict[str, str]) -> MeteredCalls:
    """The answer with the size and the digest of each file, also of empty ones."""
    rows = _rows_by_file(answer, hashes)
    inputs = tuple(
        LogFile(name, rows.get(name, 0), size(name), digest)
        for name, digest in hashes.items()
    )
    return answer._replace(report=answer.report._replace(inputs=inputs))


def _rows_by_file(answer: MeteredCalls, files: Collection[str]) -> dict[str, int]:
    """How many rows each file has, by the name that it was given with."""
    paths = {os.path.realpath(name): name for name in files}
    rows: dict[str, int] = {}
    for file in answer.report.inputs:
        name = file.name
        if name not in files:
            # Spark names a file by its address.
            name = paths.get(path_of_address(name), name)
        rows[name] = rows.get(name, 0) + file.rows
    return rows
