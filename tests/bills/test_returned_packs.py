"""Packs of one order that go back in one step or in several, by the cent."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bills.test_imports import BOUGHT, CALLS, RETURNED, bill, changed, imported
from tests.bills.test_samples import bridge, reconciled_file


def bought(packs: int, price: int, voucher: int = 0) -> list[str]:
    """An order of the 10th, at the price of a pack."""
    whole = packs * price
    return changed(
        BOUGHT, 组件刊例价=f"{price}", 组件单价=f"{price}", 组件用量=f"{packs}", 组件原价=f"{whole}",
        优惠后总价=f"{whole}", 代金券支出=f"{voucher}", 现金账户支出=f"{whole - voucher}",
    )  # fmt: skip


def returned(number: int, amount: str, day: int = 14) -> list[str]:
    """A refund of that order, on a day of March."""
    names = ("组件刊例价", "组件单价", "优惠后总价", "现金账户支出")
    return changed(
        RETURNED, 交易ID=f"99{number}", 扣费时间=f"2025-03-{day} 10:00:00",
        **dict.fromkeys(names, f"-{amount}"),
    )  # fmt: skip


def back(folder: Path, order: list[str], *refunds: tuple[str, int]) -> Path:
    rows = [returned(n, amount, day) for n, (amount, day) in enumerate(refunds)]
    return bill(folder, order, *rows, CALLS)


def told(answer: dict[str, Any]) -> tuple[str, str]:
    return answer["verdict"], answer["stake"]


TWO, THREE = bought(2, 3000), bought(3, 60, voucher=10)
"""2 packs of 100,000 for 6,000.00; 3 of 1,000 for 180.00, a voucher of 10.00: 170.00 / 3 = 56.666... each."""


@pytest.mark.parametrize(
    ("order", "refunds", "orders", "total"),
    [
        # 6,000.00 - 2 x 3,000.00 + 20,000 x 0.05 = 1,000.00
        (TWO, [("3000", 13), ("3000", 14)], [(1, 13, 3000.00), (1, 14, 3000.00)], "1000.00"),
        # On one day it is one refund of both.
        (TWO, [("3000", 13), ("3000", 13)], [(2, 13, 6000.00)], "1000.00"),
        # 180.00 - 170.00 + 1,000.00 = 1,010.00
        (THREE, [("56.66", 13), ("56.67", 13), ("56.67", 13)], [(3, 13, 170.00)], "1010.00"),
        (
            THREE,
            [("56.67", 13), ("56.66", 14), ("56.67", 15)],
            [(1, 13, 56.67), (1, 14, 56.66), (1, 15, 56.67)],
            "1010.00",
        ),
        # 180.00 - 113.34 + 1,000.00 = 1,066.66; what is left of 170.00 is 56.66
        (
            THREE,
            [("56.67", 13), ("56.67", 14)],
            [(1, None, 56.66), (1, 13, 56.67), (1, 14, 56.67)],
            "1066.66",
        ),
        # A cent more than the share in cents of the last pack, 56.66, is less than a cent off the exact one:
        # 180.00 - 56.67 + 1,000.00 = 1,123.33
        (THREE, [("56.67", 13)], [(2, None, 113.33), (1, 13, 56.67)], "1123.33"),
    ],
)  # fmt: skip
def test_packs_go_back(
    order: list[str],
    refunds: list[tuple[str, int]],
    orders: list[tuple[int, int | None, float]],
    total: str,
    tmp_path: Path,
) -> None:
    """The usage file has each pack once, with what was paid for it, and agrees with the bill again."""
    path = back(tmp_path, order, *refunds)
    assert told(reconciled_file(path)) == ("approve", "0.00")
    text, estimate = imported(path, tmp_path)
    assert estimate["total"] == total
    written = yaml.safe_load(text)["orders"]
    found = [
        (
            row.get("quantity", 1),
            row["refunded"].day if "refunded" in row else None,
            float(row["paid"]["cash"]),
        )
        for row in written
    ]
    assert found == orders
    of_vouchers = sum(float(row["paid"].get("voucher", 0)) for row in written)
    assert of_vouchers == pytest.approx(10 if order is THREE else 0)
    again = reconciled_file(path, "--usage", tmp_path / "usage.yaml")
    assert told(again) == ("approve", "0.00")


def test_the_discount_is_shared_too(tmp_path: Path) -> None:
    """3 packs of 60.00 less a tenth are 162.00, 54.00 each: 162.00 - 108.00 + 1,000.00 = 1,054.00."""
    less = dict.fromkeys(("优惠后总价", "现金账户支出"), "162")
    order = changed(bought(3, 60), 折扣率="0.9", **less)
    path = back(tmp_path, order, ("54", 13), ("54", 14))
    text, estimate = imported(path, tmp_path)
    assert estimate["total"] == "1054.00"
    paid = [row["paid"] for row in yaml.safe_load(text)["orders"]]
    assert paid == [{"cash": "54.00", "discount": "6.00"}] * 3


@pytest.mark.parametrize(
    ("order", "refunds", "stake", "why"),
    [
        # 56.67 and a cent: 56.68 - 56.666... = 0.0133...; the last pack's share in cents is 56.66
        (THREE, [("56.68", 13)], "0.02", "-56.66 come back, the bill says -56.68"),
        # The voucher came back too: 60.00 - 56.66 = 3.34
        (THREE, [("60", 13)], "3.34", "-56.66 come back, the bill says -60.00"),
        # Nearest to two packs, 113.33: 2.67 too much
        (THREE, [("116", 13)], "2.67", "-113.33 come back, the bill says -116.00"),
        # The rest of an order is what its other refunds left: 170.00 - 56.66 = 113.34
        (THREE, [("56.66", 13), ("115", 14)], "1.66", "-113.34 come back, the bill says -115.00"),
    ],
)  # fmt: skip
def test_a_share_that_is_wrong(
    order: list[str],
    refunds: list[tuple[str, int]],
    stake: str,
    why: str,
    tmp_path: Path,
) -> None:
    path = back(tmp_path, order, *refunds)
    answer = reconciled_file(path)
    assert told(answer) == ("dispute", stake)
    assert bridge(answer)["refund"] == f"-{stake}"
    assert why in " ".join(row["why"] for row in answer["lines"])
    # The file has what should have come back, so that the fault is not lost.
    imported(path, tmp_path)
    again = reconciled_file(path, "--usage", tmp_path / "usage.yaml")
    assert told(again) == ("dispute", stake)


def test_more_packs_than_were_bought(tmp_path: Path) -> None:
    """A third refund of two packs returns nothing that is in the bill: 3,000.00, to be decided."""
    path = back(tmp_path, TWO, ("3000", 13), ("3000", 14), ("3000", 15))
    answer = reconciled_file(path)
    assert told(answer) == ("decide", "3000.00")
    assert [row["found"] for row in answer["lines"]][3] == ["untied_refund"]


def test_a_gone_order_gives_no_pack_of_another_one(tmp_path: Path) -> None:
    """A refund names its order: one of the same amount is not meant."""
    other = changed(bought(1, 3000), 订单ID="77", 交易ID="78")
    path = bill(tmp_path, bought(1, 3000), other, returned(1, "3000", 13), returned(2, "3000"), CALLS)  # fmt: skip
    assert told(reconciled_file(path)) == ("decide", "3000.00")


def test_a_refund_of_the_file_in_several_lines_of_the_bill(tmp_path: Path) -> None:
    """The file has all three back on one day; the bill has two of them: 56.66 is missing."""
    path = back(tmp_path, THREE, *[("56.67", 13)] * 3)
    imported(path, tmp_path)
    own = ("--usage", tmp_path / "usage.yaml")
    assert told(reconciled_file(path, *own)) == ("approve", "0.00")
    path = back(tmp_path, THREE, *[("56.67", 13)] * 2)
    answer = reconciled_file(path, *own)
    assert told(answer) == ("dispute", "56.66")
    assert bridge(answer)["missing"] == "56.66"


@pytest.mark.parametrize(
    ("refunds", "verdict", "stake"),
    [
        (["56.67", "56.66", "56.67"], "approve", "0.00"),
        (["113.33", "56.67"], "approve", "0.00"),
        # 60.00 is nearest to one pack: 60.00 - 56.67 = 3.33; of 170.00 are 113.33 left
        (["60", "113.33"], "dispute", "3.33"),
    ],
)
def test_an_order_of_an_earlier_bill(
    refunds: list[str], verdict: str, stake: str, tmp_path: Path
) -> None:
    """Bought in February, whose bill is not given; the file says that all three went back on the 2nd."""
    own = tmp_path / "usage.yaml"
    own.write_text(
        "version: 1\nprice_book: intl\n"
        "usage: {image_basic: {starts: 2025-03-03, calls: {2025-03: 20000}}}\n"
        "orders: [{id: '20250310000000000000041', item: call_pack, for: image_basic, size: 1k, quantity: 3,\n"
        "          date: 2025-02-27, refunded: 2025-03-02, paid: {cash: 170, voucher: 10}}]\n",
        encoding="utf-8",
    )
    rows = [returned(n, amount, 10) for n, amount in enumerate(refunds)]
    answer = reconciled_file(bill(tmp_path, *rows, CALLS), "--usage", own)
    assert told(answer) == (verdict, stake)
