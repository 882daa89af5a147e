"""What becomes of a bill as a usage file, where its lines say more than counts."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_samples import BILLS
from tests.tools import ffbill

HEADER, BOUGHT, RETURNED, CALLS = list(
    csv.reader(
        io.StringIO((BILLS / "refund_with_voucher.csv").read_text(encoding="utf-8-sig"))
    )
)


def changed(row: list[str], **cells: str) -> list[str]:
    """A row of the sample with other cells, by the names of their columns."""
    found = list(row)
    for name, cell in cells.items():
        found[HEADER.index(name)] = cell
    return found


def bill(folder: Path, *rows: list[str]) -> Path:
    path = folder / "bill.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


def imported(path: Path, folder: Path) -> tuple[str, dict[str, Any]]:
    """The usage file, and its estimate."""
    made = folder / "usage.yaml"
    ran = ffbill("import", path, "-o", made, "--force")
    assert ran.status == 0, ran.err
    ran = ffbill("estimate", made, "-f", "json")
    assert ran.status == 0, ran.err
    return made.read_text(encoding="utf-8"), json.loads(ran.out)


def verdict(path: Path) -> str:
    found: str = json.loads(ffbill("reconcile", path, "-f", "json").out)["verdict"]
    return found


def test_what_adjusts_the_use_of_a_month_is_billed_in_it(tmp_path: Path) -> None:
    """Written in May for March: 1,000.00 - 12.34 = 987.66, though no usage file can say why."""
    adjusting = changed(
        CALLS,
        交易类型="adjust-CR",
        交易ID="45",
        扣费时间="2025-05-05 00:00:00",
        **dict.fromkeys(("组件原价", "优惠后总价", "现金账户支出"), "-12.34"),
        **{
            "组件刊例价": "-12.34",
            "组件单价": "-12.34",
            "组件用量": "1",
            "原始用量/时长": "1",
        },
    )
    text, estimate = imported(bill(tmp_path, CALLS, adjusting), tmp_path)
    assert "2025-03: 987.66" in text
    assert estimate["total"] == "1000.00"


def test_no_call_lies_on_the_days_of_a_pack_that_went_back(tmp_path: Path) -> None:
    """It was not used, else it could not have gone back.

    20,000 x 0.050 = 1,000.00; 3,000.00 - 2,500.00 = 500.00: the voucher does not return; 1,500.00 in all.
    """
    text, estimate = imported(BILLS / "refund_with_voucher.csv", tmp_path)
    assert estimate["total"] == "1500.00"
    assert "2025-03-10..2025-03-13: 0" in text


def test_a_pack_that_went_back_beside_one_that_was_kept(tmp_path: Path) -> None:
    """130,000 used, 110,000 deducted: 100,000 of the pack of the 10th, 10,000 of one assumed before.

    20,000 x 0.050 = 1,000.00; 3,000.00 - 2,500.00 + 3,000.00 + 1,000.00 = 4,500.00
    """
    kept = changed(
        BOUGHT, 订单ID="41", 交易ID="42", 代金券支出="0", 现金账户支出="3000"
    )
    early = {"扣费时间": "2025-03-02 10:00:00"}
    used = {"原始用量/时长": "130000", "抵扣用量/时长（含资源包）": "110000"}
    path = bill(
        tmp_path,
        changed(BOUGHT, **early),
        changed(RETURNED, 扣费时间="2025-03-05 10:00:00"),
        kept,
        changed(CALLS, **used),
    )
    _, estimate = imported(path, tmp_path)
    assert estimate["total"] == "4500.00"
    [usage] = estimate["bills"][0]["usage"]
    assert (usage["packs"], usage["billable"]) == (110_000, 20_000)
    assert verdict(path) == "approve"


THREE = {"组件用量": "3", "组件原价": "9000", "优惠后总价": "9000", "代金券支出": "1000",
         "现金账户支出": "8000"}  # fmt: skip


@pytest.mark.parametrize(
    ("back", "packs", "total"),
    [
        # 8,000.00 / 3 = 2,666.66 and two cents, which the first two have: the last returns 2,666.66,
        # 9,000.00 - 2,666.66 + 1,000.00 = 7,333.34
        ("2666.66", 1, "7333.34"),
        # The last two: 2,666.66 + 2,666.67 = 5,333.33; 9,000.00 - 5,333.33 + 1,000.00 = 4,666.67
        ("5333.33", 2, "4666.67"),
    ],
)
def test_some_packs_of_an_order_go_back(
    back: str, packs: int, total: str, tmp_path: Path
) -> None:
    amount = {"优惠后总价": f"-{back}", "现金账户支出": f"-{back}"}
    path = bill(tmp_path, changed(BOUGHT, **THREE), changed(RETURNED, **amount), CALLS)
    assert verdict(path) == "approve"
    text, estimate = imported(path, tmp_path)
    assert f"refunded_packs: {packs}" in text
    assert estimate["total"] == total


def test_more_than_the_packs_come_to_is_no_number_of_them(tmp_path: Path) -> None:
    """8,000.00 / 3 = 2,666.666...: 2,666.67 is less than a cent off, 2,666.68 is more."""
    for back, found in (("2666.67", "approve"), ("2666.68", "dispute")):
        amount = {"优惠后总价": f"-{back}", "现金账户支出": f"-{back}"}
        returned = changed(RETURNED, **amount)
        path = bill(tmp_path, changed(BOUGHT, **THREE), returned, CALLS)
        assert verdict(path) == found


def test_a_price_for_ten_has_a_unit_for_each_ten(tmp_path: Path) -> None:
    """20 QPS for 3 days at 210 for 10 QPS and day: 210 x 20 x 3 / 10 = 1,260.00 CNY."""
    upgrade = {
        "组件名称": "QPS升级", "组件刊例价": "210", "组件单价": "210", "组件价格单位": "元/10QPS/天",
        "组件用量": "20", "使用时长": "3", "时长单位": "天", "组件原价": "1260", "优惠后总价": "1260",
        "代金券支出": "0", "现金账户支出": "1260",
    }  # fmt: skip
    calls = changed(
        CALLS, 组件刊例价="0.02", 组件单价="0.02", 组件价格单位="元/次/月",
        组件原价="400", 优惠后总价="400", 现金账户支出="400",
    )  # fmt: skip
    path = bill(tmp_path, changed(BOUGHT, **upgrade), calls)
    assert verdict(path) == "approve"
    text, estimate = imported(path, tmp_path)
    assert "qps: 20, days: 3" in text
    # 1,260.00 + 20,000 x 0.02 = 1,660.00
    assert estimate["total"] == "1660.00"


def test_a_folder_for_accounts_is_made(tmp_path: Path) -> None:
    rows = [changed(CALLS, 使用者UIN=f"10000000000{n}", 交易ID=str(n)) for n in (1, 2)]
    folder = tmp_path / "accounts"
    ran = ffbill("import", bill(tmp_path, *rows), "-o", f"{folder}/")
    assert ran.status == 0, ran.err
    assert sorted(path.name for path in folder.iterdir()) == [
        "100000000001.yaml",
        "100000000002.yaml",
    ]


def test_comments_are_in_the_language_spoken(tmp_path: Path) -> None:
    made = tmp_path / "usage.yaml"
    words = ("import", BILLS / "discount.csv", "-o", made, "--lang", "zh")
    assert ffbill(*words).status == 0
    text = made.read_text(encoding="utf-8")
    for shown in (
        "# 由 ffbill 根据云厂商账单生成。",
        "title: 账号 200000000002 的账单",
        "# 账单没有说明",
    ):
        assert shown in text
    assert "# 账单所示的折扣。" in (tmp_path / "book.yaml").read_text(encoding="utf-8")


def test_a_bill_that_cannot_be_imported_leaves_no_book(tmp_path: Path) -> None:
    """A discount on a line that nobody knows the scope of is no discount of a scope."""
    made = tmp_path / "made"
    made.mkdir()
    strange = {"子产品名称": "人脸融合", "组件类型": "-", "组件名称": "-", "折扣率": "0.9", "优惠后总价": "900",
               "现金账户支出": "900"}  # fmt: skip
    path = bill(tmp_path, changed(CALLS, **strange))
    ran = ffbill("import", path, "-o", made / "usage.yaml")
    assert (ran.status, list(made.iterdir())) == (2, [])
    # Beside a line that is known, it is left out and told.
    path = bill(tmp_path, changed(CALLS, 交易ID="2"), changed(CALLS, **strange))
    ran = ffbill("import", path, "-o", made / "usage.yaml")
    assert (ran.status, [p.name for p in made.iterdir()]) == (0, ["usage.yaml"])
    assert "bill.csv:3: neither its names nor its figures" in ran.err


@pytest.mark.parametrize(
    ("cells", "calls"),
    [
        # Usage and duration are swapped in some bills.
        ({"组件用量": "1", "使用时长": "20000"}, "2025-03: 20000"),
        # 60,000 at a price for 3: 60,000 / 3 = 20,000
        ({"组件用量": "60000", "组件价格单位": "美元/3次/月"}, "2025-03: 20000"),
    ],
)
def test_calls_are_what_the_price_is_multiplied_with(
    cells: dict[str, str], calls: str, tmp_path: Path
) -> None:
    none = {"原始用量/时长": "-", "抵扣用量/时长（含资源包）": "-"}
    text, estimate = imported(bill(tmp_path, changed(CALLS, **none, **cells)), tmp_path)
    assert calls in text
    assert estimate["total"] == "1000.00"


@pytest.mark.parametrize("count", ["-20000", "20000.5"])
def test_what_is_no_count_is_left_out(count: str, tmp_path: Path) -> None:
    none = {"原始用量/时长": "-", "抵扣用量/时长（含资源包）": "-"}
    path = bill(tmp_path, changed(BOUGHT), changed(CALLS, **none, 组件用量=count))
    ran = ffbill("import", path)
    assert "bill.csv:3" in ran.err
    assert "calls:" not in ran.out


QPS = {
    "组件名称": "QPS", "组件刊例价": "60", "组件单价": "60", "组件价格单位": "美元/QPS/天", "组件用量": "60",
    "使用时长": "3", "时长单位": "天", "组件原价": "10800", "优惠后总价": "10800", "代金券支出": "0", "现金账户支出": "10800",
}  # fmt: skip
LICENCE = {
    "产品名称": "人脸融合", "子产品名称": "人脸融合", "组件名称": "技术授权费", "组件刊例价": "5000", "组件单价": "5000", "组件价格单位": "元/个",
    "组件用量": "1", "组件原价": "5000", "优惠后总价": "5000", "代金券支出": "0", "现金账户支出": "5000",
}  # fmt: skip
UPGRADE = {
    "产品名称": "人脸融合", "组件名称": "QPS升级", "组件刊例价": "210", "组件单价": "210", "组件价格单位": "元/10QPS/天",
    "组件用量": "20", "使用时长": "3", "时长单位": "天", "组件原价": "1260", "优惠后总价": "1260",
    "代金券支出": "0", "现金账户支出": "1260",
}  # fmt: skip


def orders_of(folder: Path, *rows: list[str]) -> list[str]:
    """The orders of a usage file made of a bill of these purchases and calls in yuan."""
    calls = changed(
        CALLS, 产品名称="人脸融合", 组件刊例价="0.02", 组件单价="0.02", 组件价格单位="元/次/月",
        组件原价="400", 优惠后总价="400", 现金账户支出="400",
    )  # fmt: skip
    text, _ = imported(bill(folder, *rows, calls), folder)
    return [line for line in text.splitlines() if line.startswith("  - {id:")]


def ordered(number: int, bought: dict[str, str], paid: str, since: str) -> list[str]:
    return changed(
        BOUGHT, **bought, 订单ID=f"O{number}", 交易ID=str(number), 扣费时间=f"{paid} 10:00:00",
        开始使用时间=f"{since} 00:00:00",
    )  # fmt: skip


def test_qps_begin_when_the_bill_says(tmp_path: Path) -> None:
    """60 QPS paid on the 9th for three days from the 10th: 60 x 60 x 3 = 10,800.00, in force to the 12th. A day before
    the purchase is the vendor's month, and no beginning."""
    path = bill(tmp_path, ordered(1, QPS, "2025-03-09", "2025-03-10"), CALLS)
    text, estimate = imported(path, tmp_path)
    assert "qps: 60, days: 3, date: 2025-03-09, start: 2025-03-10" in text
    # 10,800.00 + 20,000 x 0.05 = 11,800.00
    assert estimate["total"] == "11800.00"
    path = bill(tmp_path, ordered(1, QPS, "2025-03-09", "2025-03-01"), CALLS)
    assert "start" not in imported(path, tmp_path)[0]


def test_upgrades_begin_when_the_bill_says(tmp_path: Path) -> None:
    """Within the 30 days of their order; a file cannot say later ones, and 1 April + 3 days is 2 days later."""
    [*_, order] = orders_of(tmp_path, ordered(1, UPGRADE, "2025-03-03", "2025-03-30"))
    assert "days: 3, date: 2025-03-03, start: 2025-03-30" in order
    [*_, order] = orders_of(tmp_path, ordered(1, UPGRADE, "2025-03-03", "2025-04-01"))
    assert "start" not in order


def test_a_licence_that_was_renewed_ahead(tmp_path: Path) -> None:
    """From 2025-03-20 on, paid on the 5th: until then one of before is in force, since 2024-03-20, 365 days earlier.
    The next renews it on 2026-03-20."""
    rows = [ordered(1, LICENCE, "2025-03-05", "2025-03-20")]
    before, one = orders_of(tmp_path, *rows)
    assert "assumed-licence-1" in before
    assert "date: 2024-03-20" in before
    assert "date: 2025-03-05, start: 2025-03-20" in one
    rows.append(ordered(2, LICENCE, "2025-03-06", "2026-03-20"))
    assert "date: 2025-03-06, start: 2026-03-20" in orders_of(tmp_path, *rows)[-1]
