"""Bad files and exactly what is said about them: every fault, its place, the line and the caret; exit status 2.

Each `tests/refused/NAME.yaml` has its text in NAME.txt. FFBILL_REDRAW=1 writes them anew; read the difference.
"""

import os
import re
from pathlib import Path

import pytest

from tests.tools import ROOT, ffbill

FOLDER = ROOT / "tests" / "refused"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_what_is_said(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    ran = ffbill("estimate", file.name)
    expected = file.with_suffix(".txt")
    if "FFBILL_REDRAW" in os.environ:
        expected.write_text(ran.err, encoding="utf-8")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.stem)
def test_what_is_said_in_chinese(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same faults at the same places; NAME.zh.txt has the words."""
    monkeypatch.chdir(FOLDER)
    ran = ffbill("estimate", file.name, "--lang", "zh")
    expected = file.with_suffix(".zh.txt")
    if "FFBILL_REDRAW" in os.environ:
        expected.write_text(ran.err, encoding="utf-8")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == expected.read_text(encoding="utf-8")
    english = file.with_suffix(".txt").read_text(encoding="utf-8")
    assert places(ran.err) == places(english)
    assert english_words(ran.err) == []


def places(text: str) -> list[str]:
    """The place each fault begins with."""
    return re.findall(r"^[\w.]+:\d+:\d+: ", text, re.MULTILINE)


def english_words(text: str) -> list[str]:
    """Three words in a row that are no part of the file, no path and no name."""
    said = [line for line in text.splitlines() if not re.match(r" *\d* *\|", line)]
    found = []
    for line in said:
        line = re.sub(r"'[^']*'|^[\w.]+:\d+:\d+: [^：]*?: ", "", line)
        found += re.findall(r"\b[a-z]+ [a-z]+ [a-z]+\b", line)
    return [words for words in found if words not in NAMES]


NAMES = {"such file or"}
"""What a system says in English."""


def test_each_refusal_has_a_message_of_its_own() -> None:
    """No two files are refused with the same words (places aside)."""
    said = [
        file.with_suffix(".txt").read_text(encoding="utf-8").split(": ", 1)[1]
        for file in FILES
    ]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(("before", "place"), [("", "2:1"), ("usage: {", "2:9")])
def test_a_key_without_measure_is_said_to_be_one(
    before: str, place: str, tmp_path: Path
) -> None:
    """The reader of YAML looks 1,024 characters far for its ':' and then misses it."""
    file = tmp_path / "usage.yaml"
    key = before + "k" * 5_000
    file.write_text(f"version: 1\n{key}: 1{'}' * len(before)}\n", encoding="utf-8")
    ran = ffbill("validate", file)
    assert f"usage.yaml:{place}: a key of more than 1,000 characters" in ran.err


def test_ten_faults_in_one_file_are_ten_faults_listed(tmp_path: Path) -> None:
    """All faults of a file at once, in file order, each with line and column; nothing on standard output."""
    file = tmp_path / "ten.yaml"
    lines = [
        "version: 2",
        "titel: x",
        "price_book: intl",
        "account: {activated: 2025-02-30}",
        "usage:",
        "  image_basic:",
        "    call: {2025-01: 1}",
        "    calls: {2025-02: 010, 2025-03: -5}",
        "    peak_qps: twelve",
        "  image_basics: {calls: {2025-01: 1}}",
        "orders:",
        "  - {item: call_pack, for: image_basic, size: 12k, date: 2025-01-01}",
        "  - {item: call_pak, for: image_basic, size: 10k, date: 2025-01-01}",
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ran = ffbill("estimate", file)
    places = [
        line.split(":")[1:3]
        for line in ran.err.splitlines()
        if line.startswith(str(file))
    ]
    assert (ran.status, ran.out) == (2, "")
    expected = [
        (1, 10),
        (2, 1),
        (4, 22),
        (7, 5),
        (8, 22),
        (8, 36),
        (9, 15),
        (10, 3),
        (12, 47),
        (13, 12),
    ]
    assert [(int(line), int(column)) for line, column in places] == expected
