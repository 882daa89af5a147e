"""RULES 10: the orders that are decided anew are named with their money, in whatever is handed on too."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.tools import ROOT, ffbill

CAMPAIGN = ROOT / "sample_usage" / "qps_campaign.yaml"
"""It has the order Q-1: 60 QPS for 3 days, 60 x 60 x 3 = 10,800.00; and the free pack F-1."""
BARE = ROOT / "sample_usage" / "mainland_unlicensed.yaml"
TITLES = {"en": "Decided anew", "zh": "重新规划："}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("style", ["markdown", "github-comment", "html"])
def test_in_files_for_others(style: str, lang: str) -> None:
    out = ffbill("recommend", CAMPAIGN, "-f", style, "--lang", lang).out
    assert TITLES[lang] in out
    _, _, listed = out.partition(TITLES[lang])
    assert "F-1" in listed
    assert "Q-1" in listed
    assert "10,800.00" in listed.partition("Q-1")[2]


def test_in_the_workbook(tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    ffbill("recommend", CAMPAIGN, "-o", file)
    rows = CalamineWorkbook.from_path(file).get_sheet_by_name("Summary").to_python()
    heads = [row[0] for row in rows]
    at = heads.index("Decided anew: orders of the file that plans need not keep")
    assert [row[:2] for row in rows[at + 2 : at + 4]] == [
        ["F-1", 0.0],
        ["Q-1", 10_800.0],
    ]


def test_in_a_table_that_is_written(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    ffbill("recommend", CAMPAIGN, "-o", file)
    assert "10,800.00" in file.read_text("utf-8").partition("Decided anew")[2]


def test_not_on_the_first_screen() -> None:
    """Standard error names them there."""
    ran = ffbill("recommend", CAMPAIGN)
    assert "Decided anew" not in ran.out
    assert "decided anew: Q-1" in ran.err


@pytest.mark.parametrize("style", ["markdown", "html"])
def test_not_where_there_are_none(style: str) -> None:
    assert "Decided anew" not in ffbill("recommend", BARE, "-f", style).out
