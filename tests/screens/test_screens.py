"""The answers at 80 and 200 columns are what was looked at, and fit."""

import re

import pytest
from rich.cells import cell_len

from tests.screens import EXPECTED, Screen, screens

SCREENS = list(screens())
WHOLE = 23
"""So many lines leave room for the prompt on a terminal of 24."""


def name_of(screen: Screen) -> str:
    return screen.file.stem


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_a_screen_is_as_expected(screen: Screen) -> None:
    expected = screen.file.read_text(encoding="utf-8")
    assert screen.shown() == expected, "python -m tests.screens writes it again"


def test_every_expected_screen_is_drawn() -> None:
    assert {path.name for path in EXPECTED.iterdir()} == {
        screen.file.name for screen in SCREENS
    }


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_nothing_is_wider_than_the_terminal(screen: Screen) -> None:
    for line in screen.file.read_text(encoding="utf-8").splitlines():
        assert cell_len(line) <= screen.width, line


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "name", ["recommend_qps_campaign", "recommend_mainland", "quote", "quote_mainland"]
)
def test_a_plan_fits_one_screen(name: str, language: str) -> None:
    """Headline, plans, shopping list, a line of demand, one of proof, what to type for more."""
    lines = Screen(name, 80, language).file.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= WHOLE


@pytest.mark.parametrize("name", ["compare_reading", "compare_files", "refund"])
def test_the_figure_stands_in_the_first_lines(name: str) -> None:
    head = Screen(name, 80, "en").file.read_text(encoding="utf-8").splitlines()[:WHOLE]
    figure = {
        "compare_reading": "-1,425.00",
        "compare_files": "over the limit of 5,000.00 USD by",
        "refund": "until today",
    }[name]
    assert any(figure in line for line in head)


@pytest.mark.parametrize("screen", SCREENS, ids=name_of)
def test_chinese_and_latin_stand_apart(screen: Screen) -> None:
    """A name of a file's own may be both."""
    text = screen.file.read_text(encoding="utf-8").replace("2021年", "")
    touching = re.findall(
        r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]", text
    )
    assert touching == []
