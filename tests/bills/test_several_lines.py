"""A month of a scope on several settlement lines: together they reach one tier."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_imports import CALLS, bill, changed
from tests.bills.test_samples import bridge, counts, reconciled_file

Part = tuple[int, int, str]
"""Calls used and deducted, and the unit price of what is left."""


def line(number: int, part: Part, unit: str = "美元/次/月") -> list[str]:
    """A settlement of March."""
    used, deducted, price = part
    amount = f"{(used - deducted) * float(price):.2f}"
    return changed(
        CALLS, 交易ID=f"2025{number:04}", 组件刊例价=price, 组件单价=price, 组件价格单位=unit,
        组件用量=str(used - deducted), 组件原价=amount, 优惠后总价=amount, 现金账户支出=amount,
        **{"原始用量/时长": str(used), "抵扣用量/时长（含资源包）": str(deducted)},
    )  # fmt: skip


def several(folder: Path, *parts: Part, unit: str = "美元/次/月") -> Path:
    rows = [line(number, part, unit) for number, part in enumerate(parts)]
    return bill(folder, *rows)


def usage(folder: Path, text: str) -> Path:
    path = folder / "usage.yaml"
    path.write_text(f"version: 1\n{text}", encoding="utf-8")
    return path


def image(folder: Path, calls: int) -> Path:
    text = f"usage: {{image_basic: {{calls: {{2025-03: {calls}}}}}}}\n"
    return usage(folder, f"price_book: intl\n{text}")


def whys(answer: dict[str, Any]) -> str:
    """What is said of the lines."""
    return " ".join(row["why"] for row in answer["lines"])


def told(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["verdict"], answer["stake"]


@pytest.mark.parametrize(
    ("parts", "stake"),
    [
        # 120,000 calls reach 0.035: 4,200.00; billed 3,000.00 + 3,000.00
        ([(60_000, 0, "0.05"), (60_000, 0, "0.05")], "1800.00"),
        # One of them is right: 60,000 x (0.05 - 0.035) = 900.00
        ([(60_000, 0, "0.05"), (60_000, 0, "0.035")], "900.00"),
        # 11,000 reach 0.050: 11,000 x (0.065 - 0.050) = 165.00
        ([(5_000, 0, "0.065"), (6_000, 0, "0.065")], "165.00"),
        # 1,000 x (0.065 - 0.035) = 30.00
        ([(119_000, 0, "0.035"), (1_000, 0, "0.065")], "30.00"),
        # Day by day, 30 x 4,000 = 120,000: 120,000 x (0.065 - 0.035) = 3,600.00
        ([(4_000, 0, "0.065")] * 30, "3600.00"),
        # Too little is wrong too: 70,000 reach 0.05: 10,000 x (0.05 - 0.035) = 150.00
        ([(60_000, 0, "0.05"), (10_000, 0, "0.035")], "150.00"),
    ],
)
def test_lines_of_a_month_reach_one_tier(
    parts: list[Part], stake: str, tmp_path: Path
) -> None:
    """With the usage file's own calls and without one alike."""
    path = several(tmp_path, *parts)
    in_all = sum(used for used, _deducted, _price in parts)
    own: tuple[str | Path, ...] = ("--usage", image(tmp_path, in_all))
    for words in ((), own):
        answer = reconciled_file(path, *words)
        assert told(answer) == ("dispute", stake)
        assert bridge(answer)["price"].lstrip("-") == stake
    assert f"{in_all:,} calls reach the unit price" in whys(answer)


def test_lines_that_reach_their_tier_together(tmp_path: Path) -> None:
    """60,000 + 60,000 = 120,000 x 0.035 = 4,200.00."""
    path = several(tmp_path, *[(60_000, 0, "0.035")] * 2)
    own: tuple[str | Path, ...] = ("--usage", image(tmp_path, 120_000))
    for words in ((), own):
        assert told(reconciled_file(path, *words)) == ("approve", "0.00")


@pytest.mark.parametrize(
    ("parts", "own", "expected", "calls", "price", "stake"),
    [
        # 130,000 - 120,000 = 10,000 x 0.035 = 350.00; 130,000 x (0.05 - 0.035) = 1,950.00
        ([(60_000, 0, "0.05"), (70_000, 0, "0.05")], 120_000, "4200.00", "350.00", "1950.00", "2300.00"),
        # 60,000 x 0.05 = 3,000.00; 70,000 x 0.05 = 3,500.00; 130,000 x (0.035 - 0.05) = -1,950.00
        ([(60_000, 0, "0.035"), (70_000, 0, "0.035")], 60_000, "3000.00", "3500.00", "-1950.00", "1550.00"),
        # 10,000 x 0.05 = 500.00; 110,000 x 0.05 = 5,500.00
        ([(60_000, 0, "0.05"), (60_000, 0, "0.05")], 10_000, "500.00", "5500.00", "0.00", "5500.00"),
    ],
)  # fmt: skip
def test_own_calls_are_held_against_all_lines(
    parts: list[Part],
    own: int,
    expected: str,
    calls: str,
    price: str,
    stake: str,
    tmp_path: Path,
) -> None:
    """The same as of one line with all the calls, whose stake is no other."""
    in_all = sum(used for used, _deducted, _price in parts)
    whole = (in_all, 0, parts[0][2])
    for given in (parts, [whole]):
        path = several(tmp_path, *given)
        answer = reconciled_file(path, "--usage", image(tmp_path, own))
        found = {"calls": "0.00", "price": "0.00", **bridge(answer)}
        assert (found["expected"], found["calls"], found["price"]) == (
            expected,
            calls,
            price,
        )
        assert told(answer) == ("dispute", stake)
        said = f"the bill has {in_all:,} calls, the own count is {own:,}"
        assert all(said in row["why"] for row in answer["lines"])


def test_deductions_are_held_against_all_lines(tmp_path: Path) -> None:
    """A pack of 10,000, of which the lines deduct 6,000 + 3,000.

    30,000 - 10,000 = 20,000 x 0.05 = 1,000.00; 1,000 deducted too few x 0.05 = 50.00.
    """
    path = several(tmp_path, (20_000, 6_000, "0.05"), (10_000, 3_000, "0.05"))
    order = "orders: [{item: call_pack, for: image_basic, size: 10k, date: 2025-03-01, bought: true, source: gifted}]\n"
    own = image(tmp_path, 30_000)
    own.write_text(own.read_text(encoding="utf-8") + order, encoding="utf-8")
    answer = reconciled_file(path, "--usage", own)
    assert (bridge(answer)["expected"], bridge(answer)["packs"]) == ("1000.00", "50.00")
    assert told(answer) == ("dispute", "50.00")
    assert "9,000 calls were deducted, 10,000 are expected" in whys(answer)


def test_a_month_that_is_billed_twice(tmp_path: Path) -> None:
    """60,000 calls were made and each line is right for them: one is too many, 60,000 x 0.05."""
    path = several(tmp_path, *[(60_000, 0, "0.05")] * 2)
    for own in (
        ("--usage", image(tmp_path, 60_000)),
        ("--calls", counts(tmp_path, 60_000)),
    ):
        answer = reconciled_file(path, *own)
        assert [row["verdict"] for row in answer["lines"]] == ["agrees", "unexpected"]
        assert told(answer) == ("dispute", "3000.00")


def test_an_adjustment_for_all_lines_of_a_month(tmp_path: Path) -> None:
    """900.00 too much on each of two lines: 1,800.00 come back."""
    back = dict.fromkeys(
        ("组件刊例价", "组件单价", "组件原价", "优惠后总价", "现金账户支出"), "-1800"
    )
    adjusting = changed(CALLS, 交易类型="adjust-CR", 交易ID="45", **back, 组件用量="1")
    rows = [line(n, (60_000, 0, "0.05")) for n in range(2)]
    answer = reconciled_file(bill(tmp_path, *rows, adjusting))
    assert told(answer) == ("approve", "0.00")


MAINLAND = """price_book: mainland
usage: {{A: {{calls: {{2025-03: {a}}}}}, B: {{calls: {{2025-03: 610k}}}}}}
orders:
- {{id: L1, item: licence, for: A, package: 1, date: 2025-02-01}}
- {{id: L2, item: licence, for: B, package: 1, date: 2025-02-01}}
"""
ACTIVITY = ("--assume", "postpaid_scope=activity")


@pytest.mark.parametrize(
    ("a", "parts", "words", "stake"),
    [
        # 599,500 x 2 = 1,199,000 reach 0.012: 14,388.00; each alone reaches 0.02: 23,980.00; 9,592.00 apart
        (610_000, [(610_000, 10_500, "0.02")] * 2, (), "9592.00"),
        (610_000, [(610_000, 10_500, "0.02")] * 2, ACTIVITY, "0.00"),
        (610_000, [(610_000, 10_500, "0.012")] * 2, (), "0.00"),
        (610_000, [(610_000, 10_500, "0.012")] * 2, ACTIVITY, "9592.00"),
        # One line of both at the account's price is the account's reading.
        (610_000, [(1_220_000, 21_000, "0.012")], ACTIVITY, "9592.00"),
        # 1,199,500 x 0.012 = 14,394.00 and 599,500 x 0.02 = 11,990.00: 26,384.00 against 1,799,000 x 0.012 = 21,588.00
        (1_210_000, [(1_210_000, 10_500, "0.012"), (610_000, 10_500, "0.02")], ACTIVITY, "0.00"),
        (1_210_000, [(1_210_000, 10_500, "0.012"), (610_000, 10_500, "0.02")], (), "4796.00"),
        (1_210_000, [(1_820_000, 21_000, "0.012")], ACTIVITY, "4796.00"),
    ],
)  # fmt: skip
def test_activities_with_a_tier_of_their_own_are_another_reading(
    a: int, parts: list[Part], words: tuple[str, ...], stake: str, tmp_path: Path
) -> None:
    """500 free calls and 10,000 of its licence for each activity."""
    path = several(tmp_path, *parts, unit="元/次/月")
    own = usage(tmp_path, MAINLAND.format(a=a))
    answer = reconciled_file(path, "--usage", own, *words)
    verdict = "approve" if stake == "0.00" else "decide"
    assert told(answer) == (verdict, stake)
    read = {("0.00", ()): "account", ("0.00", ACTIVITY): "activity"}
    other = "account" if words else "activity"
    assert answer["settles"]["postpaid_scope"] == [read.get((stake, words), other)]
    if verdict == "decide":
        assert f"is that of postpaid_scope={other}" in answer["lines"][-1]["why"]


def test_one_activity_has_one_tier(tmp_path: Path) -> None:
    """1,199,000 calls of one activity at 0.02 are no reading: 1,199,000 x (0.02 - 0.012) = 9,592.00."""
    path = several(
        tmp_path, (610_000, 10_500, "0.02"), (599_500, 0, "0.02"), unit="元/次/月"
    )
    text = MAINLAND.format(a="1_209_500").replace(", B: {calls: {2025-03: 610k}}", "")
    own = usage(tmp_path, text.replace("- {id: L2, item: licence, for: B, package: 1, date: 2025-02-01}\n", ""))  # fmt: skip
    answer = reconciled_file(path, "--usage", own)
    assert told(answer) == ("dispute", "9592.00")


def test_a_price_that_own_figures_do_not_reach(tmp_path: Path) -> None:
    """A bill that does not say what was used may reach any tier by the total; the file says that it was 95,000 in all.

    95,000 x 0.05 = 4,750.00; at 0.035 it is 3,325.00, 1,425.00 less.
    """
    none = {"原始用量/时长": "-", "抵扣用量/时长（含资源包）": "-"}
    row = changed(line(1, (95_000, 0, "0.035")), **none)
    own = image(tmp_path, 95_000)
    words = ("--assume", "tier_basis=total")
    answer = reconciled_file(bill(tmp_path, row), "--usage", own, *words)
    assert told(answer) == ("dispute", "1425.00")
    assert "95,000 calls reach the unit price 0.05" in whys(answer)


@pytest.mark.parametrize(
    ("price", "left", "verdict"),
    [
        # 999,400 billed and 2 x 500 free are 1,000,400, above 1,000,000: 0.012
        ("0.012", ["after_paid_packs", "total"], "decide"),
        ("0.02", ["billable"], "approve"),
    ],
)
def test_each_activity_has_free_calls(
    price: str, left: list[str], verdict: str, tmp_path: Path
) -> None:
    """1,000,400 used, of which each of two activities had 500 free; the licences' calls were used before."""
    text = MAINLAND.format(a=600_400).replace("610k", "400k")
    text = text.replace("date: 2025-02-01", "date: 2025-02-01, used_calls: 10000")
    path = several(tmp_path, (1_000_400, 1_000, price), unit="元/次/月")
    answer = reconciled_file(path, "--usage", usage(tmp_path, text))
    assert (answer["verdict"], answer["settles"]["tier_basis"]) == (verdict, left)


def parted(rng: random.Random, used: int, deducted: int) -> list[tuple[int, int]]:
    """Counts in several lines, none of which deducts more than it used."""
    cuts = sorted(rng.randint(0, used) for _ in range(rng.randint(1, 3)))
    parts, left, rest = [], deducted, used
    for calls in (b - a for a, b in pairwise([0, *cuts, used])):
        rest -= calls
        taken = rng.randint(max(left - rest, 0), min(calls, left))
        parts.append((calls, taken))
        left -= taken
    return parts


def test_one_line_or_several_say_the_same(tmp_path: Path) -> None:
    """Random counts at any price, with a usage file, own counts, or nothing."""
    rng = random.Random("parted")
    pack = "orders: [{item: call_pack, for: image_basic, size: 10k, date: 2025-03-01, bought: true, source: gifted}]\n"
    for _ in range(40):
        used = rng.randint(1_000, 10 ** rng.randint(4, 6))
        deducted = rng.choice((0, rng.randint(0, used)))
        price = rng.choice(("0.065", "0.05", "0.035", "0.02"))
        own = rng.choice((used, used + rng.randint(1, 5_000), used - rng.randint(1, 900)))  # fmt: skip
        file = image(tmp_path, own)
        if rng.random() < 0.5:
            file.write_text(file.read_text(encoding="utf-8") + pack, encoding="utf-8")
        words = rng.choice(((), ("--usage", file), ("--calls", counts(tmp_path, own))))
        found = []
        for parts in ([(used, deducted)], parted(rng, used, deducted)):
            path = several(tmp_path, *[(*part, price) for part in parts])
            answer = reconciled_file(path, *words)
            # The lines' amounts are written to the cent, as their sum is.
            near = {k: round(float(v)) for k, v in bridge(answer).items() if k != "rest"}  # fmt: skip
            found.append((answer["verdict"], round(float(answer["stake"])), near, answer["settles"]))  # fmt: skip
        assert found[0] == found[1], (used, deducted, own, price, words)


def test_own_counts_reach_their_own_price(tmp_path: Path) -> None:
    """The file has 95,000 calls at 0.05; 120,000 were counted, and billed at 0.035: 4,200.00."""
    words = ("--usage", image(tmp_path, 95_000), "--calls", counts(tmp_path, 120_000))
    for price, verdict, stake in (
        ("0.035", "approve", "0.00"),
        # 120,000 x (0.05 - 0.035) = 1,800.00
        ("0.05", "dispute", "1800.00"),
    ):
        answer = reconciled_file(several(tmp_path, (120_000, 0, price)), *words)
        assert told(answer) == (verdict, stake)
        assert bridge(answer)["expected"] == "4200.00"


def test_a_discount_on_the_price_of_an_activity(tmp_path: Path) -> None:
    """0.02 less 15 % is 0.017; by the account 0.012 is right: 1,199,000 x (0.017 - 0.012) = 5,995.00."""
    # 599,500 x 0.02 = 11,990.00 x 0.85 = 10,191.50
    less = dict.fromkeys(("优惠后总价", "现金账户支出"), "10191.50")
    rows = [
        changed(line(n, (610_000, 10_500, "0.02"), "元/次/月"), 折扣率="0.85", 组件单价="0.017", **less)
        for n in range(2)
    ]  # fmt: skip
    answer = reconciled_file(bill(tmp_path, *rows))
    assert told(answer) == ("decide", "5995.00")
    assert "the unit price 0.02 is that of postpaid_scope=activity" in whys(answer)
    # By that reading only the discount is to be decided: 23,980.00 x 0.15 = 3,597.00
    answer = reconciled_file(bill(tmp_path, *rows), *ACTIVITY)
    assert (told(answer), answer["lines"][0]["found"]) == (("decide", "3597.00"), ["discount"])  # fmt: skip
