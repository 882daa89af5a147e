"""Errors at a terminal: in colour, lines end between words; plain and unbroken everywhere else."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from facefusion_billing.reports.wording.terminal_text import (
    NO_TERMINAL,
    Terminal,
    cut_around,
    error_text,
    wrapped,
)
from facefusion_billing.reports.wording.widths import columns
from tests.tools import ROOT, ffbill, process

FOLDER = ROOT / "tests" / "refused"
SGR = re.compile(r"\x1b\[[0-9;]*m")


def at_terminal(width: int, *words: str, env: dict[str, str] | None = None) -> str:
    """What a terminal of that width is sent, by a process of its own."""
    pty = pytest.importorskip("pty")
    outer, inner = pty.openpty()
    known = {
        k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")
    }
    ran = subprocess.Popen(
        [sys.executable, "-m", "facefusion_billing", *words],
        cwd=FOLDER,
        stdin=inner,
        stdout=inner,
        stderr=inner,
        env={
            **known,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "COLUMNS": str(width),
            **(env or {}),
        },
    )
    os.close(inner)
    sent = b""
    try:
        while piece := os.read(outer, 65536):
            sent += piece
    except OSError:  # Linux says so when the other end is closed.
        pass
    os.close(outer)
    assert ran.wait(timeout=60) == 2
    return sent.decode().replace("\r\n", "\n")


def words_of(text: str) -> list[str]:
    """The words of the sentences, without lines of the file and carets."""
    lines = [line for line in text.splitlines() if not re.match(r" *\d* \|", line)]
    return " ".join(lines).split()


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_end_between_words(width: int) -> None:
    """What is said is the same as without a terminal, and every line fits."""
    sent = at_terminal(width, "estimate", "order_three_faults.yaml")
    plain = SGR.sub("", sent)
    assert max(columns(line) for line in plain.splitlines()) <= width
    expected = (FOLDER / "order_three_faults.txt").read_text(encoding="utf-8")
    assert words_of(plain) == words_of(expected)
    assert sent != plain


def test_chinese_lines_fit_too() -> None:
    sent = at_terminal(50, "estimate", "order_three_faults.yaml", "--lang", "zh")
    lines = SGR.sub("", sent).splitlines()
    assert max(columns(line) for line in lines) <= 50
    joined = "".join(line.strip() for line in lines)
    assert "中没有接口组" in joined


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_without_colour_where_none_is_wanted(env: dict[str, str]) -> None:
    assert "\x1b" not in at_terminal(60, "estimate", "orders.yaml", env=env)


def test_a_wrong_command_line_is_coloured_too() -> None:
    sent = at_terminal(40, "estimate", "--explan")
    assert sent.startswith("\x1b[31merror: there is no option --explan;")
    assert max(columns(line) for line in SGR.sub("", sent).splitlines()) <= 40


@pytest.mark.parametrize("colour", ["", "1"])
def test_into_a_file_nothing_is_broken(colour: str) -> None:
    """Colour only where FORCE_COLOR asks for it."""
    ran = process(
        "estimate",
        "order_three_faults.yaml",
        cwd=FOLDER,
        env={"PYTHONPATH": str(ROOT), "FORCE_COLOR": colour, "NO_COLOR": ""},
    )
    err = ran.stderr.decode()
    assert ("\x1b[" in err) == bool(colour)
    expected = (FOLDER / "order_three_faults.txt").read_text(encoding="utf-8")
    assert SGR.sub("", err) == expected


def test_what_a_file_holds_colours_nothing(tmp_path: Path) -> None:
    """Escapes of the file are written out, whatever the terminal."""
    file = tmp_path / "usage.yaml"
    file.write_text('price_book: "\\e[31mred"\n', encoding="utf-8")
    sent = at_terminal(80, "estimate", str(file), env={"NO_COLOR": "1"})
    assert "\x1b" not in sent


def test_a_line_is_cut_around_its_place() -> None:
    line = "x" * 300
    assert cut_around(line, 10, 1, 400) == (line, 10)
    piece, at = cut_around(line, 150, 3, 40)
    assert (len(piece), at) == (40, 20)
    piece, at = cut_around("用" * 300, 150, 1, 40)
    assert (columns(piece), piece[at]) == (40, "用")


def test_a_word_that_is_wider_than_the_terminal_stays_whole() -> None:
    long = "w" * 90
    assert wrapped(f"a {long} b", Terminal(40, colour=False)) == [
        "a",
        f"    {long}",
        "    b",
    ]
    assert wrapped(f"a {long} b", NO_TERMINAL) == [f"a {long} b"]


def test_help_below_an_error_is_not_red() -> None:
    text = error_text("error: x\nUsage: y", Terminal(80, colour=True))
    assert text == "\x1b[31merror: x\x1b[0m\nUsage: y"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("estimat", "错误：没有命令 'estimat'；是否指 'estimate'？"),
        ("estimate --explan", "错误：没有选项 --explan；是否指 '--explain'？"),
        ("explain dead_zoo", "错误：没有名为 'dead_zoo' 的条目；是否指 'dead_zone'？"),
    ],
)
def test_hints_are_said_in_chinese_too(line: str, words: str) -> None:
    ran = ffbill(*line.split(), env={"FFBILL_LANG": "zh"})
    assert words in ran.err.splitlines()
