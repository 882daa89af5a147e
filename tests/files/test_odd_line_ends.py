"""Marks that Unicode and YAML 1.1 call line ends and no editor counts: every place is the
one an editor jumps to.
"""

from pathlib import Path

import pytest

from tests.tools import ffbill, usage_file

MARKS = ["\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("mark", MARKS)
class TestUsageFiles:
    def test_a_fault_stands_where_an_editor_counts(
        self, mark: str, tmp_path: Path
    ) -> None:
        """Line 5 of the file: what stands before it holds the mark in a text."""
        text = (
            f'title: "a{mark}b"  # c\nusage:\n  image_basic: {{cals: {{2025-01: 5}}}}\n'
        )
        ran = ffbill("validate", usage_file(tmp_path, text))
        assert "usage.yaml:5:17: usage.image_basic.cals: unknown key" in ran.err
        assert "\n    5 |   image_basic: {cals: {2025-01: 5}}\n" in ran.err

    def test_a_fault_of_syntax_too(self, mark: str, tmp_path: Path) -> None:
        text = f"title: 'a{mark}b'\nusage:\n  image_basic: {{calls: {{2025-01: 5}}\n"
        ran = ffbill("validate", usage_file(tmp_path, text))
        assert "usage.yaml:5:" in ran.err


@pytest.mark.parametrize("mark", MARKS)
def test_a_row_of_a_csv_stands_where_an_editor_counts(
    mark: str, tmp_path: Path
) -> None:
    (tmp_path / "calls.csv").write_text(
        f"date,calls,note\n2025-01-01,5,a{mark}b\n2025-01-02,x,c\n", encoding="utf-8"
    )
    text = "usage: {image_basic: {calls: {file: calls.csv, columns: {date: date, calls: calls}}}}\n"
    ran = ffbill("validate", usage_file(tmp_path, text))
    assert "calls.csv:3:12: 'x' is not a number" in ran.err
    assert "\n    3 | 2025-01-02,x,c\n      |            ^\n" in ran.err


@pytest.mark.parametrize("mark", MARKS)
def test_a_plain_text_that_holds_one_is_told_it(mark: str, tmp_path: Path) -> None:
    """YAML ends the line there, so that the text's rest is a key without a colon."""
    usage = "usage:\n  image_basic: {calls: {2025-01: 5}}\n"
    ran = ffbill("validate", usage_file(tmp_path, f"title: a{mark}b\n{usage}"))
    told = f"usage.yaml:3:9: not valid YAML; the character U+{ord(mark):04X} ends a line in YAML; leave it out"
    assert told in ran.err
