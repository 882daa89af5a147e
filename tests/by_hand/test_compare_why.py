"""Why a bill differs from another: every part worked by hand from the price documents.

Image calls 0.065, from 10,000 in a month 0.050, from 100,000 on 0.035; packs of 1,000 calls 60 USD, 10,000 calls 450,
100,000 calls 3,000; 1 QPS a day 75. Activities: postpaid 0.02 a call, packs of 100,000 calls 1,700 CNY, licence 1
5,000.
"""

from pathlib import Path
from typing import Any

import pytest

from tests.tools import Answer, ffbill, json_of, usage_file

KEYS = ("month", "for", "part", "order", "from", "to", "amount")


def changes(*words: str | Path) -> list[tuple[Any, ...]]:
    """The changes of a comparison, the largest first, without their unit prices."""
    answer = json_of("compare", *words)
    return [tuple(change[key] for key in KEYS) for change in answer["changes"]]


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def file(name: str, text: str, book: str = "intl") -> Path:
        return usage_file(tmp_path, text, name=f"{name}.yaml", book=book)

    return file


SPRING = """
    title: {title}
    usage:
      image_basic: {{calls: {{2025-01: 1000, 2025-02: 60k, 2025-03: 40k, 2025-04: {april}}}}}
    orders:
      - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}}
      - {{id: P-1, item: call_pack, for: image_basic, size: 100k, date: {day}}}
"""


@pytest.fixture
def spring(write: Any) -> tuple[Path, Path]:
    """The free pack serves January, the pack February and March; April is billed.

    110,000 x 0.035 = 3,850.00; 99,000 miss the tier of 100,000: x 0.050 = 4,950.00. The pack costs 3,000.00 in the
    month of its date: February in one, January in the other.
    """
    return (
        write("a", SPRING.format(title="Before", april="110k", day="2025-02-01")),
        write("b", SPRING.format(title="After", april="99k", day="2025-01-01")),
    )


def test_fewer_calls_cost_more_below_a_tier(spring: tuple[Path, Path]) -> None:
    """-11,000 x 0.035 = -385.00; (0.050 - 0.035) x 99,000 = 1,485.00; together 1,100.00. The pack moved by itself."""
    april = "2025-04", "image_basic"
    pack = "image_basic", "moved", "P-1", "2025-02-01", "2025-01-01"
    assert changes(*spring) == [
        ("2025-01", *pack, "3000.00"),
        ("2025-02", *pack, "-3000.00"),
        (*april, "price", None, 110_000, 99_000, "1485.00"),
        (*april, "calls", None, 110_000, 99_000, "-385.00"),
    ]
    answer = json_of("compare", *spring)
    assert answer["total"][1]["difference"] == "1100.00"
    assert [scenario["name"] for scenario in answer["scenarios"]] == ["Before", "After"]
    assert {change["scenario"] for change in answer["changes"]} == {"After"}
    prices = [
        (change["unit_price_from"], change["unit_price_to"])
        for change in answer["changes"]
    ]
    assert prices == [(None, "3000"), ("3000", None), *[("0.035", "0.050")] * 2]


def test_the_screen_says_why(spring: tuple[Path, Path]) -> None:
    """1,100 of 6,850 = 16.058 %: the figure first, then the parts; the moved pack costs the same in all."""
    lines = ffbill("compare", *spring, "--fail-increase", "5%").out.splitlines()
    assert lines[0] == "Face Fusion bill +1,100.00 USD (+16.06 %), over the 5 % limit"
    assert lines[1] == "After: 7,950.00 USD instead of 6,850.00 USD (Before)"
    assert lines[2] == "2025-01 to 2025-04, price book intl-2024-11-07"
    assert lines[3] == (
        "FAILED --fail-increase: over the limit of 5 % (+1,100.00 USD, +16.06 %)"
    )
    why = lines[lines.index("Why it differs") :]
    assert [line.split() for line in why[3:8]] == [
        [
            "2025-04",
            "unit",
            "price,",
            "0.035",
            "to",
            "0.050",
            "+0.015",
            "x",
            "99,000",
            "+1,485.00",
        ],
        [
            "2025-04",
            "calls,",
            "110,000",
            "to",
            "99,000",
            "-11,000",
            "x",
            "0.035",
            "-385.00",
        ],
        ["2025-02", "P-1", "moved,", "2025-02-01", "to", "2025-01-01", "0.00"],
        [],
        ["Difference", "+1,100.00"],
    ]


def test_months_shown_have_their_own_parts(spring: tuple[Path, Path]) -> None:
    """Of January alone: the pack of February stands there now, and is no new one."""
    assert changes(*spring, "--month", "2025-01") == [
        (
            "2025-01",
            "image_basic",
            "moved",
            "P-1",
            "2025-02-01",
            "2025-01-01",
            "3000.00",
        )
    ]


def test_free_and_pack_calls(write: Any) -> None:
    """12,000 x 0.050 = 600.00 before. A free pack and one of 1,000: 10,000 x 0.050 = 500.00, and 60.00 for the pack."""
    usage = "usage: {image_basic: {calls: {2025-01: 12k}}}\n"
    orders = (
        "orders:\n  - {item: free_pack, for: image_basic, date: 2025-01-01}\n"
        "  - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}\n"
    )
    where = "2025-01", "image_basic"
    assert changes(write("a", usage), write("b", usage + orders)) == [
        (*where, "call_pack", "P", 0, 1, "60.00"),
        (*where, "free", None, 0, 1000, "-50.00"),
        (*where, "packs", None, 0, 1000, "-50.00"),
    ]


def test_a_month_without_a_line_has_the_new_price(write: Any) -> None:
    """Nothing billed before; 20,000 x 0.050 = 1,000.00 now: all of it by calls, and the other way round."""
    none = write("a", "usage: {image_basic: {calls: {2025-01: 0}}}\n")
    some = write("b", "usage: {image_basic: {calls: {2025-01: 20k}}}\n")
    where = "2025-01", "image_basic", "calls", None
    assert changes(none, some) == [(*where, 0, 20_000, "1000.00")]
    assert changes(some, none) == [(*where, 20_000, 0, "-1000.00")]


def test_the_price_takes_the_cent_that_rounding_leaves(write: Any) -> None:
    """1 call: 0.065 = 0.07. 2 calls: 0.13. One call more is 0.065 = 0.07 again, so the rest is -0.01."""
    one = write("a", "usage: {image_basic: {calls: {2025-01: 1}}}\n")
    two = write("b", "usage: {image_basic: {calls: {2025-01: 2}}}\n")
    where = "2025-01", "image_basic"
    assert changes(one, two) == [
        (*where, "calls", None, 1, 2, "0.07"),
        (*where, "price", None, 1, 2, "-0.01"),
    ]
    assert "rounding" in ffbill("compare", one, two).out


def test_orders_without_ids_are_the_same_by_item_scope_and_size(write: Any) -> None:
    """A pack of 100,000 before the two others shifts their numbers; it alone is new, and 450.00 more one pack of 10k."""
    head = "usage: {image_basic: {calls: {2025-01: 0}}}\norders:\n"
    pack = "  - {{item: call_pack, for: image_basic, size: {}, quantity: {}, date: 2025-01-0{}}}\n"
    small, ten = pack.format("1k", 1, 2), pack.format("10k", 1, 3)
    base = write("a", head + small + ten)
    other = write(
        "b", head + pack.format("100k", 1, 1) + small + pack.format("10k", 2, 4)
    )
    where = "2025-01", "image_basic", "call_pack"
    assert changes(base, other) == [
        (*where, "order-1", 0, 1, "3000.00"),
        (*where, "order-3", 1, 2, "450.00"),
    ]


def test_an_order_given_up_and_one_returned(write: Any) -> None:
    """QPS of 60 for 3 days at 60.00: 10,800.00 given up; the pack of 450.00 returned in February."""
    head = "usage: {image_basic: {calls: {2025-01: 0}}}\norders:\n"
    pack = "  - {{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-30{}}}\n"
    qps = (
        "  - {id: Q, item: qps, for: image_basic, qps: 60, days: 3, date: 2025-01-10}\n"
    )
    base = write("a", head + pack.format("") + qps)
    other = write("b", head + pack.format(", refunded: 2025-02-02"))
    assert changes(base, other) == [
        ("2025-01", "image_basic", "qps", "Q", 180, 0, "-10800.00"),
        ("2025-02", "image_basic", "refund", "P", 0, -1, "-450.00"),
    ]


def test_a_move_within_a_month_costs_nothing_and_is_said(write: Any) -> None:
    head = "usage: {image_basic: {calls: {2025-01: 0}}}\norders:\n"
    pack = "  - {{item: call_pack, for: image_basic, size: 10k, date: 2025-01-{}}}\n"
    pair = write("a", head + pack.format("05")), write("b", head + pack.format("20"))
    days = "2025-01-05", "2025-01-20"
    assert changes(*pair) == [
        ("2025-01", "image_basic", "moved", "order-1", *days, "0.00")
    ]


def test_activities_have_their_calls_and_the_account_its_price(write: Any) -> None:
    """Licence 1 has 10,000 calls, and 500 are free: of 20,500 calls of each, 10,000 are postpaid at 0.02.

    A second such activity: 10,000 x 0.02 = 200.00 more (20,500 calls, 500 of them free, 10,000 from its licence),
    and its licence for 5,000.00.
    """
    one = "  {}: {{calls: {{2021-05: 20_500}}}}\n"
    licence = "  - {{id: {}, item: licence, for: {}, package: 1, date: 2021-05-01}}\n"
    base = (
        "usage:\n" + one.format("spring") + "orders:\n" + licence.format("L", "spring")
    )
    other = (
        "usage:\n" + one.format("spring") + one.format("autumn") + "orders:\n"
        + licence.format("L", "spring") + licence.format("M", "autumn")
    )  # fmt: skip
    found = changes(write("a", base, "mainland"), write("b", other, "mainland"))
    where = "2021-05", "autumn"
    assert found == [
        (*where, "licence", "M", 0, 1, "5000.00"),
        (*where, "calls", None, 0, 20_500, "410.00"),
        (*where, "packs", None, 0, 10_000, "-200.00"),
        (*where, "free", None, 0, 500, "-10.00"),
    ]


def test_none_across_currencies_and_shapes(tmp_path: Path, write: Any) -> None:
    """Said on the screen, and an empty list in JSON; a book of the other shape in the same currency has none either."""
    usd = write("a", "usage: {image_basic: {calls: {2025-01: 20k}}}\n")
    cny = write("b", "usage: {spring: {calls: {2025-01: 400}}}\n", "mainland")
    assert changes(usd, cny) == []
    said = "no parts of the difference, since its price book has another currency"
    assert said in " ".join(ffbill("compare", usd, cny).out.split())
    (tmp_path / "ours.yaml").write_text(
        "book: 1\nextends: mainland\nid: ours\ncurrency: USD\n", encoding="utf-8"
    )
    shape = write("c", "usage: {spring: {calls: {2025-01: 400}}}\n", "./ours.yaml")
    assert changes(usd, shape) == []
    assert json_of("compare", usd, shape)["total"][1]["difference"] == "-1000.00"


class TestNames:
    """The titles where each has its own, else the files; `--name` for each file."""

    @pytest.fixture
    def named(self, write: Any) -> Any:
        def files(*titles: str) -> list[Path]:
            usage = "usage: {image_basic: {calls: {2025-01: 1}}}\n"
            return [
                write(str(number), f"title: {title}\n{usage}" if title else usage)
                for number, title in enumerate(titles)
            ]

        return files

    @staticmethod
    def names(answer: Answer) -> list[str]:
        return [scenario["name"] for scenario in answer["scenarios"]]

    def test_titles(self, named: Any) -> None:
        files = named("A", "B", "C")
        assert self.names(json_of("compare", *files)) == ["A", "B", "C"]

    @pytest.mark.parametrize("titles", [("A", "A"), ("A", ""), ("A", "B", "A")])
    def test_files(self, named: Any, titles: tuple[str, ...]) -> None:
        files = named(*titles)
        assert self.names(json_of("compare", *files)) == [str(file) for file in files]

    def test_given(self, named: Any) -> None:
        files = named("A", "B", "C")
        words = "--name", "HEAD^1 (abc1234)", "--name", "B (2)"
        assert self.names(json_of("compare", *files, *words)) == [
            "HEAD^1 (abc1234)", "B (2)", "C"
        ]  # fmt: skip
        twice = json_of("compare", *files, "--name", "x", "--name", "x")
        assert self.names(twice) == ["x", "x (2)", "C"]

    def test_more_than_files(self, named: Any) -> None:
        ran = ffbill("compare", *named("A", "B"), *["--name", "x"] * 3)
        assert (ran.status, ran.err) == (2, "error: --name: 3 names for 2 files\n")

    def test_the_marker_of_a_comment_is_of_the_files(self, named: Any) -> None:
        one, two = named("A", "B")
        out = ffbill("compare", one, two, "--name", "x", "-f", "github-comment").out
        assert out.startswith(f"<!-- ffbill: compare {one} {two} -->\n")
