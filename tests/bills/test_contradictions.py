"""Lines whose own figures contradict each other: what was used is charged once, at the price of the book."""

from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_imports import BOUGHT, CALLS, bill, changed, imported
from tests.bills.test_samples import bridge, counts, reconciled_file
from tests.bills.test_several_lines import image, whys

USED, DEDUCTED = "原始用量/时长", "抵扣用量/时长（含资源包）"


def told(answer: dict[str, Any]) -> tuple[str, str, str]:
    return answer["verdict"], answer["stake"], bridge(answer)["expected"]


def costing(amount: str, **cells: str) -> list[str]:
    """The settlement of 20,000 calls at 0.05 with another amount and other cells."""
    names = ("组件原价", "优惠后总价", "现金账户支出")
    return changed(CALLS, **dict.fromkeys(names, amount), **cells)


@pytest.mark.parametrize(
    ("row", "expected", "stake", "why"),
    [
        # 20,000 x 0.05 = 1,000.00, charged twice
        (costing("2000", 使用时长="2"), "1000.00", "1000.00", "the bill has 20,000 x 2"),
        # 60,000 calls reach 0.05, what they are doubled to 0.035: 3,000.00 too much of 6,000.00
        (
            costing("6000", 组件用量="60000", 使用时长="2", **{USED: "60000"}),
            "3000.00",
            "3000.00",
            "60,000 used less 0 deducted leaves 60,000, the bill has 60,000 x 2",
        ),
        # 120,000 - 100,000 = 20,000 x 0.05 = 1,000.00; 30,000 are billed: 1,500.00
        (
            costing("1500", 组件用量="30000", **{USED: "120000", DEDUCTED: "100000"}),
            "1000.00",
            "500.00",
            "120,000 used less 100,000 deducted leaves 20,000, the bill says 30,000",
        ),
        # Less than was used: 30,000 x 0.05 = 1,500.00
        (
            costing("1000", **{USED: "120000", DEDUCTED: "90000"}),
            "1500.00",
            "500.00",
            "leaves 30,000, the bill says 20,000",
        ),
        # Not in the amount: it is what was used, and nothing is at stake.
        (costing("1000", 使用时长="2"), "1000.00", "0.00", "the bill has 20,000 x 2"),
    ],
)  # fmt: skip
def test_what_was_used_is_expected(
    row: list[str], expected: str, stake: str, why: str, tmp_path: Path
) -> None:
    """The text for the vendor comes to what it lists."""
    path = bill(tmp_path, row)
    answer = reconciled_file(path)
    assert told(answer) == ("dispute", stake, expected)
    assert answer["lines"][0]["difference"].lstrip("-") == stake
    assert whys(answer).endswith(why)


@pytest.mark.parametrize("own", ["--usage", "--calls"])
def test_own_calls_do_not_hide_a_contradiction(own: str, tmp_path: Path) -> None:
    """As above: 20,000 x 0.05 = 1,000.00 is expected of 2,000.00."""
    path = bill(tmp_path, costing("2000", 使用时长="2"))
    of = image(tmp_path, 20_000) if own == "--usage" else counts(tmp_path, 20_000)
    answer = reconciled_file(path, own, of)
    assert told(answer) == ("dispute", "1000.00", "1000.00")
    assert whys(answer) == (
        "20,000 used less 0 deducted leaves 20,000, the bill has 20,000 x 2"
    )


def test_usage_and_duration_may_be_swapped(tmp_path: Path) -> None:
    """1 x 20,000 are the 20,000 used; 3 x 60,000 at a price for three are the 60,000 used: 3,000.00."""
    swapped = costing("1000", 组件用量="1", 使用时长="20000")
    three = costing(
        "3000", 组件用量="3", 使用时长="60000", 组件价格单位="美元/3次/月", 交易ID="7",
        开始使用时间="2025-02-01 00:00:00", **{USED: "60000"},
    )  # fmt: skip
    answer = reconciled_file(bill(tmp_path, swapped, three))
    assert told(answer) == ("approve", "0.00", "4000.00")


def test_what_is_charged_twice_was_not_called_twice(tmp_path: Path) -> None:
    """The file has the 20,000 calls, 1,000.00; no pack gives calls back."""
    path = bill(tmp_path, costing("2000", 使用时长="2"))
    text, estimate = imported(path, tmp_path)
    assert "2025-03: 20000\n" in text
    assert estimate["total"] == "1000.00"
    assert "orders" not in text


@pytest.mark.parametrize(
    ("price", "amount", "verdict", "stake"),
    [
        # 60 QPS cost 60 a day each, from 50 on: 60 x 60 x 3 = 10,800.00
        ("60", "10800", "approve", "0.00"),
        # 75 is the price below 50: 60 x 75 x 3 = 13,500.00, 2,700.00 too much
        ("75", "13500", "dispute", "2700.00"),
        # No price of QPS at all: 60 x 80 x 3 = 14,400.00
        ("80", "14400", "decide", "14400.00"),
    ],
)
def test_qps_at_the_price_of_another_quantity(
    price: str, amount: str, verdict: str, stake: str, tmp_path: Path
) -> None:
    qps = changed(
        BOUGHT, 组件名称="QPS并发", 组件刊例价=price, 组件单价=price, 组件价格单位="美元/QPS/天", 组件用量="60",
        使用时长="3", 时长单位="天", 组件原价=amount, 优惠后总价=amount, 代金券支出="0", 现金账户支出=amount,
    )  # fmt: skip
    answer = reconciled_file(bill(tmp_path, qps, CALLS))
    assert (answer["verdict"], answer["stake"]) == (verdict, stake)
    if verdict == "dispute":
        assert "60 x 180 = 10,800.00, the bill says 13,500.00" in whys(answer)
