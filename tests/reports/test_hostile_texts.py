"""Texts of strangers in what is written: no line is a command of a CI runner, no comment
of YAML ends before its line does, nothing directs a terminal.
"""

import re
from pathlib import Path

import pytest
import yaml

from tests.bills.test_refused import CLEAN
from tests.tools import ffbill

STRANGE = (
    "=1+1\x1b[31m\u202e\u200b\u2028\n::error::x\nprice_book: ./evil.yaml\n##[error]x"
)
COMMAND = re.compile(r"^\s*::[a-z-]+(?: [^:]*)?::|##\[", re.MULTILINE)
"""What GitHub's runner takes for a command: in a line of its own, or anywhere."""
NAMES = (
    "::warning::x",
    f"{'a' * 35} {'b' * 37} ::add-mask::x {'c' * 19} ::set-env name=A::b",
    "x ##[error]y",
)


@pytest.fixture
def usage(tmp_path: Path) -> Path:
    """Titles, names and ids that begin as commands do, or are broken where one begins."""
    data = {
        "version": 1,
        "price_book": "mainland",
        "title": "::error::title",
        "usage": {name: {"calls": {"2025-01": 5_000_000}} for name in NAMES},
        "orders": [
            {"id": f"::error::{name}", "item": "licence", "for": name,
             "package": 1, "date": "2025-01-01"}
            for name in NAMES
        ],
    }  # fmt: skip
    path = tmp_path / "usage.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("style", ["table", "markdown", "csv"])
@pytest.mark.parametrize(
    "words", [("estimate",), ("recommend",), ("refund",), ("compare",)]
)
def test_no_line_is_a_command(usage: Path, words: tuple[str, ...], style: str) -> None:
    files = [usage, usage] if words == ("compare",) else [usage]
    ran = ffbill(*words, *files, "-f", style)
    assert ran.status == 0, ran.err
    told = ran.err if style == "csv" else ran.out + ran.err
    assert not COMMAND.search(told)
    # A cell of CSV stays what it is; in quotes it begins no line.
    assert not re.search(r"^\s*::", ran.out, re.MULTILINE)


def test_nor_of_an_error(tmp_path: Path) -> None:
    ran = ffbill("estimate", tmp_path / "##[error]no\n::error::file")
    assert ran.status == 2
    assert not COMMAND.search(ran.err)


def test_a_written_plan_shows_what_it_holds(tmp_path: Path, usage: Path) -> None:
    text = usage.read_text(encoding="utf-8")
    data = yaml.safe_load(text)
    data["usage"][STRANGE] = {"calls": {"2025-01": 100_000}}
    usage.write_text(yaml.safe_dump(data), encoding="utf-8")
    plan = tmp_path / "plan.yaml"
    assert ffbill("recommend", usage, "--write", plan).status == 0
    written = plan.read_text(encoding="utf-8")
    assert written.replace("\n", "").isprintable()
    assert not re.search(r"^\s*::", written, re.MULTILINE)
    assert set(yaml.safe_load(written)["usage"]) == {*NAMES, STRANGE}


def test_the_name_of_a_bill_does_not_end_its_comment(tmp_path: Path) -> None:
    """A file, or one in an archive, can be called anything."""
    path = tmp_path / "bill\nprice_book: x\n::error::x.csv"
    strange = CLEAN.replace("200000000002", STRANGE.replace("\n", " "))
    path.write_text(strange, encoding="utf-8", newline="")
    ran = ffbill("import", path)
    assert ran.status == 0, ran.err
    assert ran.out.replace("\n", "").isprintable()
    made = yaml.safe_load(ran.out)
    assert made["price_book"] == "intl-2024-11-07"
    assert STRANGE.split("\n")[0] in made["title"].replace("\n", "")
