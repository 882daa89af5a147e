"""Runs one input in this process and says what of it breaks the promises of the house."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import re
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import (
    ExitStack,
    chdir,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from functools import cache, lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import typer.main

from facefusion_billing.api import loading
from facefusion_billing.cli import Commands, app, meter, portfolio, prices, reconcile
from facefusion_billing.files import books, usage
from tests.as_users_do.hostile_tools import SLOWER_HERE
from tests.fuzz.answers import broken_promise
from tests.fuzz.doors import Input
from tests.fuzz.plain_yaml import difference

SECONDS, MEBIBYTES = 2.0, 150
"""What a run may take, beside the 50 MiB of the program itself."""
TOO_MUCH_MEMORY = "too much memory"
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What no terminal should be given: controls but tab and line end, and changes of direction."""


class Outcome(NamedTuple):
    """How a run ended. `seconds` is processor time, so that a busy machine does not count; `mebibytes` is by how much
    it raised the most that the process ever held, before its answer is looked at.
    """

    status: int
    out: bytes
    err: str
    seconds: float
    escaped: str = ""
    mebibytes: float = 0


class TooLongError(BaseException):
    """Ends a run that takes far too long; nothing in the package catches it."""


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Ends what takes more processor time than that."""

    def give_up(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@cache
def _command() -> Any:
    return typer.main.get_command(app)


def run(words: tuple[str, ...], stdin: bytes = b"") -> Outcome:
    """The command line in this process, with the current folder as it is."""
    raw = io.BytesIO()
    out, err = io.TextIOWrapper(raw, encoding="utf-8"), io.StringIO()
    escaped, begun, held = "", time.process_time(), peak()
    asked = patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    patience = _at_most(2.5 * SECONDS * SLOWER_HERE)
    with redirect_stdout(out), redirect_stderr(err), asked, patience:
        try:
            _command().main(list(words), prog_name="ffbill")
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
        except TooLongError:
            status, escaped = 99, "slow"
        except Exception as error:
            status, escaped = 99, _where(error)
    seconds = time.process_time() - begun
    out.flush()
    taken = peak() - held
    return Outcome(status, raw.getvalue(), err.getvalue(), seconds, escaped, taken)


def _where(error: BaseException) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}"


def complaint(words: tuple[str, ...], outcome: Outcome) -> str:
    """What is wrong with how it ended; empty when nothing is. The same fault has the same words."""
    mistake = re.search(r"made a mistake: (.*)\. Nothing", outcome.err)
    if outcome.escaped or mistake:
        return outcome.escaped or (mistake[1] if mistake else "")
    if outcome.status not in (0, 1, 2):
        return f"exit status {outcome.status}"
    if "Traceback (most" in outcome.err:
        return "a traceback"
    told_as_data = words[:1] in (("validate",), ("portfolio",)) and outcome.out
    if outcome.status == 2 and not told_as_data and (outcome.out or not outcome.err):
        return "status 2 with an answer" if outcome.out else "status 2 without a word"
    if outcome.seconds > SECONDS:
        return "slow"
    if outcome.mebibytes > MEBIBYTES:
        return TOO_MUCH_MEMORY
    return _unclean(words, outcome)


def _unclean(words: tuple[str, ...], outcome: Outcome) -> str:
    """What is wrong with the bytes that were written."""
    style = words[words.index("-f") + 1] if "-f" in words[:-1] else ""
    if UNSEEN.search(outcome.err):
        return "control characters on standard error"
    if not outcome.out or outcome.out.startswith(b"PK"):
        return ""
    try:
        text = outcome.out.decode("utf-8")
    except UnicodeDecodeError:
        return "an answer that is not UTF-8"
    if UNSEEN.search(text) and style != "html":
        return f"control characters in {style}"
    if outcome.status == 2 or "--write" in words or "--help" in words:
        return ""
    if style == "json":
        return _json_fault(text)
    return _csv_fault(text) if style in ("csv", "focus") else ""


def _json_fault(text: str) -> str:
    try:
        answer = json.loads(text)
    except ValueError:
        return "JSON that is none"
    bills = answer.get("bills", []) if isinstance(answer, dict) else []
    cents = sum(int(bill["total"].replace(".", "")) for bill in bills)
    if bills and cents != int(answer["total"].replace(".", "")):
        return "a total that is not the sum of its bills"
    return ""


def _csv_fault(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        return "a CSV whose rows differ in length"
    cells = (cell for row in rows for cell in row)
    if any(re.match(r"[=@\t\r]|[+-](?![\d.]+$)", cell) for cell in cells):
        return "a CSV cell that a spreadsheet computes"
    return ""


def judge(given: Input) -> str:
    """Writes the files of an input, runs it, and says what is wrong; the current folder is the fuzzer's own."""
    for name in os.listdir():
        rmtree(name) if os.path.isdir(name) else os.unlink(name)
    for name, data in given.files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        Path(name).write_bytes(data)
    if given.words == ("yaml",):
        return difference(given.files["usage.yaml"])
    stdin = given.files.get("-", given.files.get("usage.yaml", b""))
    outcome = run(given.words, stdin)
    return complaint(given.words, outcome) or broken_promise(given, outcome, run)


def together(many: list[Input]) -> Input:
    """Files that are each to be validated, as one command line: each in a folder with what lies beside it."""
    files = {
        f"{number}/{name}": data
        for number, given in enumerate(many)
        for name, data in given.files.items()
    }
    return Input(
        (
            "validate",
            *(f"{number}/{given.words[1]}" for number, given in enumerate(many)),
        ),
        files,
    )


def peak() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def workshop() -> Iterator[None]:
    """A current folder of one's own; what never changes from input to input is read once."""
    shipped: Callable[..., Any] = lru_cache(maxsize=None)(books.read_book)
    get_command: Callable[..., Any] = Commands.get_command
    commands: dict[str, Any] = {}

    def read_book(name: str, *where: Any) -> Any:
        return (
            shipped(name) if books.edition_path(name) else books.read_book(name, *where)
        )

    def command(group: Any, context: Any, name: str) -> Any:
        if name not in commands:
            commands[name] = get_command(group, context, name)
        return commands[name]

    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with TemporaryDirectory(dir=memory) as folder:
        os.makedirs(f"{folder}/in/a/deep/folder")
        with (
            chdir(f"{folder}/in/a/deep/folder"),
            patch.object(Commands, "get_command", command),
            ExitStack() as patches,
        ):
            for module in (usage, prices, loading, meter, portfolio, reconcile):
                patches.enter_context(patch.object(module, "read_book", read_book))
            yield


def tidy(number: int) -> None:
    """Collects garbage now and then only, as the command itself never does."""
    gc.disable()
    if number % 100 == 0:
        gc.collect()
