"""What is done of a portfolio, so that an interrupted run goes on where it stopped.

Lines go to OUT.partial and rows to OUT.progress, in this order, so that a row is told
only of lines that are written. At the end OUT.partial becomes OUT.
"""

import json
import os
from collections.abc import Iterator
from io import BytesIO
from types import TracebackType
from typing import IO, Any

from facefusion_billing.cli.writing import unwritable
from facefusion_billing.model.faults import FfbillError, refuse
from facefusion_billing.model.portfolio import AccountBill
from facefusion_billing.reports.data.portfolio_lines import (
    LINE_COLUMNS,
    PARQUET,
    first_line,
)

_AT_ONCE = 50
"""After so many accounts what is done reaches the files."""


class Record:
    """The rows of the accounts that are done, and their lines where those are asked for.

    `output` None: rows only, in a temporary file. Raises `InputError`.
    """

    def __init__(self, output: str | None, style: str, digest: str) -> None:
        self.output, self.style, self.digest = output, style, digest
        self.written = self.count = 0
        self.lines: IO[bytes] | None = None
        self.rows: IO[bytes] = BytesIO()

    @property
    def partial(self) -> str:
        """Where lines wait."""
        return f"{self.output}.partial"

    @property
    def progress(self) -> str:
        """Where rows wait."""
        return f"{self.output}.progress"

    def begin(self) -> None:
        """Begins anew."""
        if self.output is None:
            from tempfile import TemporaryFile

            self.rows = TemporaryFile()  # noqa: SIM115 - lives as long as the run
        else:
            self.lines = _opened(self.partial, "w+b")
            self.rows = _opened(self.progress, "w+b")
        self._write_line({"digest": self.digest})
        self._write_lines(first_line(self.style))

    def resume(self) -> Iterator[AccountBill]:
        """Goes on, where there is something to go on with: the rows that are done."""
        paths = self.partial, self.progress
        if self.output is None or not all(map(os.path.isfile, paths)):
            self.begin()
            return
        self.lines = _opened(self.partial, "r+b")
        self.rows = _opened(self.progress, "r+b")
        self._check_digest()
        end, self.written = self.rows.tell(), len(first_line(self.style))
        for written, row in self._rows_done():
            end, self.written = self.rows.tell(), written
            yield row
        # What a run that was cut off left half written is written anew.
        for file, length in ((self.lines, self.written), (self.rows, end)):
            file.truncate(length)
            file.seek(length)

    def _check_digest(self) -> None:
        """Raises `InputError` where the rows are of another run."""
        if _value(self.rows.readline()) != {"digest": self.digest}:
            raise refuse(
                "--resume: {progress} is of other inputs, options or another version of "
                "ffbill; run it without --resume",
                progress=self.progress,
            )

    def _rows_done(self) -> Iterator[tuple[int, AccountBill]]:
        """The rows whose lines are written, each with how long the lines are then."""
        size = os.path.getsize(self.partial)
        while found := _value(self.rows.readline()):
            written, fields = found[0], found[1]
            # Noted as done, but its lines were not on the disk when the run was cut off.
            if written > size:
                return
            yield int(written), AccountBill(*fields)

    def add(self, row: AccountBill, lines: str) -> None:
        """Another account is done."""
        self._write_lines(lines)
        # After its lines: a row without them would count an account that is not in the
        # file.
        self._write_line([self.written, list(row)])
        self.count += 1
        if not self.count % _AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """All accounts are done: the file becomes what was asked for."""
        self._flush()
        if self.output is None or self.lines is None:
            return
        self.lines.close()
        try:
            if self.style == PARQUET:
                from facefusion_billing.engines.parquet import write_lines

                made = f"{self.output}.made"
                write_lines(self.partial, made, LINE_COLUMNS)
                os.replace(made, self.output)
                os.unlink(self.partial)
            else:
                os.replace(self.partial, self.output)
        except OSError as error:
            raise unwritable(self.output, error) from None

    def all_rows(self) -> Iterator[AccountBill]:
        """Every row, in the order of the input."""
        self.rows.seek(0)
        self.rows.readline()
        for line in self.rows:
            yield AccountBill(*json.loads(line)[1])

    def _write_lines(self, text: str) -> None:
        if self.lines is not None:
            self.written += self.lines.write(text.encode("utf-8", "backslashreplace"))

    def _write_line(self, value: object) -> None:
        self.rows.write(json.dumps(value).encode() + b"\n")

    def _flush(self) -> None:
        if self.lines is not None:
            self.lines.flush()
        self.rows.flush()

    def _remove(self, path: str) -> None:
        if self.output is not None and os.path.exists(path):
            os.unlink(path)

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """What is done stays only where a run was cut short, which can be resumed."""
        for file in filter(None, (self.lines, self.rows)):
            file.close()
        if error is None or isinstance(error, FfbillError):
            self._remove(self.progress)
        if isinstance(error, FfbillError):
            self._remove(self.partial)


def _opened(path: str, mode: str) -> IO[bytes]:
    try:
        return open(path, mode)
    except OSError as error:
        raise unwritable(path, error) from None


def _value(line: bytes) -> Any:
    """The value of a line; nothing where it is not whole."""
    try:
        if line.endswith(b"\n"):
            return json.loads(line)
        return None
    except ValueError:
        return None
