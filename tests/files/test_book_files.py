"""Files that are no books."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from tests.files.book_tools import faults, refused
from tests.tools import ffbill


@contextmanager
def seconds(limit: int) -> Iterator[None]:
    """Gives up on what takes longer: to open a FIFO nobody writes to is to wait for ever."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"not done in {limit} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The path that was looked for is named, at the `extends:` that asked for it."""
    assert refused(tmp_path, "id: ours\nextends: nowhere.yaml\n") == [
        f"extends: {tmp_path}/nowhere.yaml: cannot be read: No such file or directory"
    ]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    """A folder is no price book, whatever its name."""
    (tmp_path / "books.yaml").mkdir()
    [message] = refused(tmp_path, "id: ours\nextends: books.yaml\n")
    assert message.startswith("extends: ")
    assert message.endswith("books.yaml: is a folder, not a file")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_fifo_is_refused(tmp_path: Path) -> None:
    """A file that another file names is a regular file; a FIFO is refused without waiting for its writer."""
    os.mkfifo(tmp_path / "pipe.yaml")
    with seconds(10):
        [message] = refused(tmp_path, "id: ours\nextends: pipe.yaml\n")
    assert message.startswith("extends: ")
    assert message.endswith("pipe.yaml: is not a regular file")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """Nothing is not a book."""
    [fault] = faults(
        tmp_path, "id: ours\nextends: empty.yaml\n", empty="# nothing yet\n"
    )
    assert fault.message == "the file is empty"


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo"])
def test_a_usage_file_that_names_no_book_is_refused_at_its_line(
    tmp_path: Path, kind: str
) -> None:
    """A missing file, a folder or a FIFO in `price_book:` is shown with its line, and the status is 2."""
    usage = tmp_path / "usage.yaml"
    usage.write_text(
        "version: 1\nprice_book: ./named.yaml\nusage: {scan: {calls: {2025-01: 1}}}\n",
        encoding="utf-8",
    )
    if kind == "folder":
        (tmp_path / "named.yaml").mkdir()
    if kind == "fifo":
        os.mkfifo(tmp_path / "named.yaml")
    with seconds(10):
        ran = ffbill("estimate", usage)
    why = {
        "missing": "cannot be read: No such file or directory",
        "folder": "is a folder, not a file",
        "fifo": "is not a regular file",
    }[kind]
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        f"{usage}:2:13: price_book: {tmp_path}/named.yaml: {why}\n"
        "    2 | price_book: ./named.yaml\n"
        "      |             ^^^^^^^^^^^^\n"
    )
