"""Bills that are no bills: archives that cannot be unpacked, files without measure, and
what is no file at all. Each is refused in words, and no bill is written over.
"""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from tests.as_users_do.hostile_tools import measured, shell
from tests.bills.test_refused import CLEAN, HEADER, LINE, refused
from tests.bills.test_samples import BILLS

MEBIBYTE = 1 << 20
METHOD, FLAGS = 8, 6
"""Where the head of a member says how it is packed, and whether with a password; the
directory says both two bytes later.
"""


def archive(text: str, method: int = zipfile.ZIP_DEFLATED) -> bytearray:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as made:
        made.writestr("bill.csv", text)
    return bytearray(data.getvalue())


def marked(place: int, value: int) -> bytearray:
    """An archive whose member is said to be packed otherwise than it is."""
    data = archive(CLEAN)
    data[place] = data[data.find(b"PK\1\2") + place + 2] = value
    return data


def flipped(method: int) -> bytearray:
    """An archive with one wrong bit in its member."""
    data = archive(CLEAN, method)
    data[70] ^= 1
    return data


DAMAGED = {
    "with a password": lambda: marked(FLAGS, 1),
    "packed in an unknown way": lambda: marked(METHOD, 97),
    "not packed, one bit wrong": lambda: flipped(zipfile.ZIP_STORED),
    "one bit wrong": lambda: flipped(zipfile.ZIP_DEFLATED),
    "bzip2, one bit wrong": lambda: flipped(zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_an_archive_that_cannot_be_unpacked(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bills.zip"
    path.write_bytes(DAMAGED[kind]())
    assert "bills.zip/bill.csv: cannot be unpacked" in refused(path)


def test_a_dictionary_without_measure(tmp_path: Path) -> None:
    """Four bytes ask for 2,184 MiB."""
    data = archive(CLEAN, zipfile.ZIP_LZMA)
    at = 30 + len("bill.csv") + 5
    data[at : at + 4] = (2_184 * MEBIBYTE).to_bytes(4, "little")
    (tmp_path / "b.zip").write_bytes(data)
    ran = measured("reconcile", "b.zip", folder=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert "b.zip: is packed by LZMA, which is not read" in ran.err
    assert ran.mebibytes < 100


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (
            f"{HEADER}\n{',' * 60 * MEBIBYTE}",
            "bill.csv",
            "a line of more than 1,000,000",
        ),
        (f"{',' * 2 * MEBIBYTE}\n", "bill.csv", "a line of more than 1,000,000"),
        (
            '{"DetailSet": [' + "{}," * 9_000_000 + "{}]}",
            "bill.json",
            "more than 2,000,000 values",
        ),
    ],
)
def test_what_would_take_gigabytes(
    tmp_path: Path, text: str, name: str, why: str
) -> None:
    """60 million cells in a row were 1 GiB, 9 million empty entries 2 GiB."""
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name, text)
    ran = measured("reconcile", "b.zip", folder=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert why in ran.err
    assert ran.mebibytes < 250


@pytest.mark.parametrize("day", ["9999-12-31 23:59:59", "0001-01-01 00:00:00"])
@pytest.mark.parametrize("column", ["2025-03-31 23:59:59", "2025-04-01 06:12:30"])
def test_days_at_the_edges_of_the_calendar(
    tmp_path: Path, day: str, column: str
) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(CLEAN.replace(column, day), encoding="utf-8")
    assert "lies outside the years 2000 to 2199" in refused(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
@pytest.mark.parametrize("command", ["reconcile", "import"])
class TestStreams:
    """A bill is read more than once: what comes through a pipe is kept."""

    @pytest.fixture(autouse=True)
    def bill(self, tmp_path: Path) -> None:
        (tmp_path / "b.csv").write_text(CLEAN, encoding="utf-8")

    def test_a_pipe_in_place_of_a_file(self, tmp_path: Path, command: str) -> None:
        plain = shell(f"ffbill {command} b.csv", tmp_path)
        ran = shell(f"ffbill {command} <(cat b.csv)", tmp_path)
        assert (ran.returncode, ran.stderr) == (0, plain.stderr)
        lines = zip(plain.stdout.splitlines(), ran.stdout.splitlines(), strict=True)
        differ = [line for line, other in lines if line != other]
        assert all("b.csv" in line for line in differ)

    def test_pipes_in_a_folder_and_devices(self, tmp_path: Path, command: str) -> None:
        """Nobody writes to the pipe, and the device never ends."""
        os.makedirs(tmp_path / "bills")
        os.mkfifo(tmp_path / "bills/x.csv")
        for path in ("bills", "/dev/zero"):
            ran = shell(f"ffbill {command} {path}", tmp_path)
            assert (ran.returncode, ran.stdout) == (2, "")
            assert "is not a regular file" in ran.stderr

    def test_a_stream_without_end(self, tmp_path: Path, command: str) -> None:
        ran = shell(f"yes | ffbill {command} -", tmp_path)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "<stdin>: is larger than 64 MiB" in ran.stderr


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("output", ["bill.csv", "link.yaml", "book.csv"])
def test_a_bill_is_never_written_over(
    tmp_path: Path, output: str, force: list[str]
) -> None:
    """Nor where the book of its discount would be."""
    path, book = tmp_path / "bill.csv", tmp_path / "book.yaml"
    path.write_bytes((BILLS / "discount.csv").read_bytes())
    os.symlink("bill.csv", tmp_path / "link.yaml")
    read = [path]
    if output == "book.csv":
        path.rename(book)
        read, output = [book], "usage.yaml"
    before = read[0].read_bytes()
    words = ["import", *map(str, read), "-o", str(tmp_path / output), *force]
    ran = measured(*words, folder=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert read[0].read_bytes() == before


@pytest.mark.parametrize(
    "owner", ["../../evil", "/tmp/evil", "..", "a/b", "a\0b", "n" * 201]
)
def test_an_account_is_no_path(tmp_path: Path, owner: str) -> None:
    """With a folder as the output, each account of the bill is a file in it."""
    path = tmp_path / "in/bill.csv"
    path.parent.mkdir()
    lines = (HEADER, LINE, LINE.replace("200000000002", owner).replace("0011", "0013"))
    path.write_text("\n".join(lines), encoding="utf-8")
    ran = measured("import", "in/bill.csv", "-o", "out/a/", folder=tmp_path)
    found = {file for file in tmp_path.rglob("*") if file.is_file()}
    assert (ran.status, found) == (2, {path})
    assert "cannot be the name of a file" in ran.err


@pytest.mark.parametrize("output", ["bill.csv/", "/dev/null/x/", "bill.csv/x/"])
def test_a_folder_that_cannot_be_made(tmp_path: Path, output: str) -> None:
    (tmp_path / "bill.csv").write_text(CLEAN, encoding="utf-8")
    ran = measured("import", "bill.csv", "-o", output, folder=tmp_path)
    assert (ran.status, ran.out) == (2, b"")
    assert f"error: {output}: cannot be written: " in ran.err


def test_what_is_read_is_text(tmp_path: Path) -> None:
    """Control and direction characters, workflow commands and formulas of a bill."""
    strange = "=1+1\x1b[31m\u202e\u200b::error::x"
    path = tmp_path / "bill.csv"
    path.write_text(CLEAN.replace("Image Face", strange), encoding="utf-8")
    for style in ("table", "json", "csv", "markdown", "html", "github-comment"):
        ran = measured("reconcile", "bill.csv", "-f", style, folder=tmp_path)
        text = ran.out.decode() + ran.err
        if style == "json":
            text = json.dumps(json.loads(ran.out), ensure_ascii=False)
            text = text.replace("\\u001b", "")
        assert not set("\x1b\u202e\u200b") & set(text), style
