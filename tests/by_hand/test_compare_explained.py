"""`compare --explain`: under each part of a difference the lines of both bills, their tier rows and their clauses.

Image calls 0.050 from 10,000 in a month, 0.035 from 100,000 on; a pack of 100,000 calls costs 3,000 USD, one of 1,000 60.
Activities: postpaid 0.02 a call up to a million; licence 1 costs 5,000 and holds 10,000 calls.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.tools import ffbill, json_of, usage_file

SPRING = """
    title: {title}
    usage: {{image_basic: {{calls: {{2025-03: 100k, 2025-04: {april}}}}}}}
    orders: [{{id: P-1, item: call_pack, for: image_basic, size: 100k, date: {day}}}]
"""


@pytest.fixture
def spring(tmp_path: Path) -> tuple[Path, Path]:
    """The pack serves March whichever month it is bought in; April is billed: 110,000 x 0.035 = 3,850.00 before,
    99,000 x 0.050 = 4,950.00 after.
    """
    before = SPRING.format(title="Before", april="110k", day="2025-02-01")
    after = SPRING.format(title="After", april="99k", day="2025-03-01")
    return (
        usage_file(tmp_path, before, name="a.yaml"),
        usage_file(tmp_path, after, name="b.yaml"),
    )


def explained(*words: str | Path, width: int = 200, style: str = "table") -> str:
    ran = ffbill(
        "compare", *words, "--explain", "-f", style, env={"COLUMNS": str(width)}
    )
    assert ran.status == 0, ran.err
    return " ".join(ran.out.replace("\\", "").split())


def test_a_part_has_the_lines_of_both_bills(spring: tuple[Path, Path]) -> None:
    """-11,000 x 0.035 = -385.00 and +0.015 x 99,000 = +1,485.00 are of the same two lines, which stand once."""
    out = explained(*spring)
    lines = (
        "Before: 110,000 x 0.035 = 3,850.00; 0.035 a call from 100,000 on, reached by 110,000 ",
        "After: 99,000 x 0.050 = 4,950.00; 0.050 a call from 10,000 on, reached by 99,000 ",
        "clauses image-payg, settlement; assumes tier_basis=billable",
    )
    for line in lines:
        assert out.count(line) == 1
    places = [out.index(line) for line in lines]
    assert places == sorted(places)
    assert out.index("+1,485.00") < places[0] < out.index("-385.00")


def test_an_order_that_moved_has_both_of_its_lines(spring: tuple[Path, Path]) -> None:
    out = explained(*spring)
    moved = out[out.index("P-1 moved") :]
    assert "Before: 1 x 3,000 = 3,000.00 After: 1 x 3,000 = 3,000.00" in moved
    assert "clauses image-packs; assumes pack_validity=same_date_next_year" in moved


@pytest.mark.parametrize("style", ["table", "markdown", "html", "github-comment"])
def test_what_the_clauses_say_comes_last(spring: tuple[Path, Path], style: str) -> None:
    out = explained(*spring, style=style)
    assert "All image calls of a month cost the unit price of the tier" in out
    assert out.index("What the clauses say") > out.index("By scope")


def test_without_it_none_of_that_is_shown(spring: tuple[Path, Path]) -> None:
    out = ffbill("compare", *spring).out
    assert "reached by" not in out
    assert "What the clauses say" not in out
    assert "--explain" in out


def test_json_is_the_same(spring: tuple[Path, Path]) -> None:
    assert json_of("compare", *spring) == json_of("compare", *spring, "--explain")


def test_it_fits_the_screen(spring: tuple[Path, Path]) -> None:
    ran = ffbill("compare", *spring, "--explain", env={"COLUMNS": "80"})
    assert max(map(len, ran.out.splitlines())) <= 80


def test_every_part_stands_in_it(tmp_path: Path) -> None:
    """Without it 15 of 20 do: a year and more of months, each with its calls."""

    def file(name: str, calls: str) -> Path:
        text = "usage: {image_basic: {calls: {from: 2025-01, months: 20, start: %s}}}"
        return usage_file(tmp_path, text % calls, name=name)

    files = file("a.yaml", "20k"), file("b.yaml", "30k")
    assert "5 more parts" in ffbill("compare", *files).out
    out = explained(*files)
    assert "more part" not in out
    assert out.count("+10,000 x 0.050") == 20


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_of_activities(tmp_path: Path, lang: str) -> None:
    """500 free calls and 10,000 of the licence: 30,500 leave 20,000 x 0.02 = 400.00, 40,500 leave 30,000: 600.00."""

    def file(name: str, calls: int) -> Path:
        text = (
            f"title: {name}\nusage: {{spring: {{calls: {{2021-03: {calls}}}}}}}\n"
            "orders: [{id: L, item: licence, for: spring, package: 1, date: 2021-03-01}]"
        )
        return usage_file(tmp_path, text, name=f"{name}.yaml", book="mainland")

    out: Any = explained(file("one", 30_500), file("two", 40_500), "--lang", lang)
    colon = {"en": ": ", "zh": "："}[lang]
    assert f"one{colon}20,000 x 0.02 = 400.00" in out
    assert f"two{colon}30,000 x 0.02 = 600.00" in out
    assert "postpaid" in out
