"""Texts of files, wherever they are shown: what is not seen is written out, and no spreadsheet computes them."""

import csv
import io
import json
import os
import sys
import unicodedata
from pathlib import Path

import pytest

from facefusion_billing.reports.data.csv_text import csv_line, csv_safe
from facefusion_billing.reports.wording.text import escape_controls, json_safe
from tests.tools import ffbill, usage_file

UNSEEN = [
    *("\u2060", "\u2061", "\u2064", "\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4"),
    *("\u180e", "\u206a", "\u206f", "\u3164", "\ufe0f", "\uffa0", "\ufff9", "\u200b"),
    *("\U0001d173", "\U000e0100"),
]
"""Zero-width characters, joiners, marks and fillers: none of them shows."""


def of_category(*names: str) -> list[str]:
    every = map(chr, range(sys.maxunicode + 1))
    return [mark for mark in every if unicodedata.category(mark) in names]


class TestWhatIsNotSeen:
    def test_every_control_and_format_character_is_written_out(self) -> None:
        for mark in (*of_category("Cc", "Cf", "Cs", "Zl", "Zp"), *UNSEEN):
            shown = escape_controls(f"a{mark}b")
            assert mark not in shown
            assert shown.startswith("a\\")
            if mark != "\n":
                assert mark not in json_safe(json.dumps(mark, ensure_ascii=False))

    @pytest.mark.parametrize(
        "text",
        [
            "人脸融合",
            "Ünïcödé",
            "日本語（全角）",
            "№ 5 – “a”…",
            "e\u0301",
            "😀",
            "עברית",
            "हिन्दी",
        ],
    )
    def test_writing_is_left_alone(self, text: str) -> None:
        assert escape_controls(text) == text

    @pytest.mark.parametrize("mark", UNSEEN)
    def test_two_activities_do_not_look_alike(self, mark: str, tmp_path: Path) -> None:
        """In every format that is text: the second name says which character is in it."""
        file = usage_file(
            tmp_path,
            f'usage: {{promo: {{calls: {{2021-01: 5}}}}, "pro{mark}mo": {{calls: {{2021-01: 7}}}}}}',
            book="mainland",
        )
        for style in ("table", "csv", "json", "markdown", "html", "github-comment"):
            ran = ffbill("estimate", file, "-f", style, env={"COLUMNS": "200"})
            assert ran.status == 0
            assert mark not in ran.out + ran.err


class TestCsv:
    @pytest.mark.parametrize(
        ("text", "cell"),
        [
            ("=1+1", "'=1+1"),
            (" =1+1", "' =1+1"),
            ("＝1+1", "'＝1+1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠SUM(1)", "'＠SUM(1)"),
            ("@SUM(1)", "'@SUM(1)"),
            ("a;=1+1;b", "a;'=1+1;b"),
            ("a; =1+1;-2", "a;' =1+1;'-2"),
            ("a-b;c=d", "a-b;c=d"),
            ("image_basic", "image_basic"),
        ],
    )
    def test_no_text_is_a_formula(self, text: str, cell: str) -> None:
        assert csv_safe(text) == cell

    def test_a_text_with_a_semicolon_is_in_quotes(self) -> None:
        assert csv_line(["a;b", "c", 1, None, 'd"e', "f,g", "h\ni"]) == (
            '"a;b",c,1,,"d""e","f,g","h\ni"\n'
        )

    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    @pytest.mark.parametrize("style", ["csv", "focus"])
    def test_in_no_way_of_parting_cells(
        self, delimiter: str, style: str, tmp_path: Path
    ) -> None:
        name = "a;=1+1;＝2,=3"
        order = f'{{id: "{name}", item: licence, for: "{name}", package: 1, date: 2021-01-01}}'
        text = f'usage: {{"{name}": {{calls: {{2021-01: 20k}}}}}}\norders: [{order}]'
        file = usage_file(tmp_path, text, book="mainland")
        out = ffbill("estimate", file, "-f", style).out
        assert "1+1" in out
        for row in csv.reader(io.StringIO(out), delimiter=delimiter):
            starts = [cell.lstrip()[:1] for cell in row]
            assert not set(starts) & {"=", "＝", "+", "@"}

    def test_scripts_read_what_was_written(self, tmp_path: Path) -> None:
        """All fields are there, whatever is in them; amounts as in JSON."""
        file = usage_file(
            tmp_path,
            "usage: {'a \"b\", c; d': {calls: {2021-01: 500}}}\n"
            "orders: [{item: licence, for: 'a \"b\", c; d', package: 1, date: 2021-01-01}]",
            book="mainland",
        )
        (row,) = csv.DictReader(io.StringIO(ffbill("estimate", file, "-f", "csv").out))
        assert (row["for"], row["amount"]) == ('a "b", c; d', "5000.00")


def of_the_system() -> list[str]:
    """Files that are there without anybody having written them."""
    known = ("/proc/self/status", "/sys/class/net/lo/address", "/sys/kernel/notes")
    return [path for path in known if os.path.isfile(path)]


@pytest.mark.skipif(not of_the_system(), reason="needs /proc or /sys")
class TestWhatTheSystemMakesUp:
    """A file of counts or prices is never one of /sys or /proc, whose texts would be quoted in a fault."""

    def test_it_is_not_read(self, tmp_path: Path) -> None:
        link = tmp_path / "link"
        for path in of_the_system():
            link.unlink(missing_ok=True)
            link.symlink_to(path)
            for named in (path, link):
                for text in (
                    f"usage: {{image_basic: {{calls: {{file: {named}}}}}}}",
                    f"price_book: {named}\nusage: {{}}",
                ):
                    ran = ffbill("estimate", usage_file(tmp_path, text))
                    assert ran.status == 2
                    assert "is made up by the system" in ran.err
