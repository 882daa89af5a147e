"""One month of a file: its lines are judged beside those of other months, which they buy, cancel, make good or round."""

from pathlib import Path

import pytest

from tests.bills.test_imports import BOUGHT, CALLS, RETURNED, bill, changed
from tests.bills.test_own_counts import found, of_month, told
from tests.bills.test_samples import counts, reconciled_file
from tests.bills.test_several_lines import image, line

APRIL = ("--month", "2025-04")
OF_APRIL = {
    "开始使用时间": "2025-04-01 00:00:00",
    "结束使用时间": "2025-04-30 23:59:59",
}


def money(amount: str) -> dict[str, str]:
    """The cells that an adjustment has its amount in."""
    names = ("组件刊例价", "组件单价", "组件原价", "优惠后总价", "现金账户支出")
    return dict.fromkeys(names, amount)


def rounding(amount: str, **cells: str) -> list[str]:
    name = "月度计费精度差异"
    names = dict.fromkeys(("产品名称", "子产品名称", "交易类型", "组件名称"), name)
    return changed(CALLS, **names, 交易ID="-", **{**money(amount), "组件原价": "-"}, 组件用量="1", 组件价格单位="元/月",
                   **{"原始用量/时长": "-", "抵扣用量/时长（含资源包）": "-"}, **cells)  # fmt: skip


@pytest.mark.parametrize("files", [1, 2])
def test_a_refund_of_the_month_before(files: int, tmp_path: Path) -> None:
    """Bought on 31 March, back on 1 April: -2,500.00 (3,000.00 less a voucher of 500.00), and 2,000 x 0.065 = 130.00."""
    bought = changed(BOUGHT, 扣费时间="2025-03-31 09:00:00")
    back = changed(RETURNED, 扣费时间="2025-04-01 09:00:00")
    calls = of_month("2025-04", 2, (2_000, 0, "0.065"))
    paths = [bill(tmp_path, bought, back, calls)]
    if files == 2:
        first = tmp_path / "first.csv"
        bill(tmp_path, bought).rename(first)
        paths = [first, bill(tmp_path, back, calls)]
    answer = reconciled_file(paths[0], *paths[1:], *APRIL)
    assert told(answer) == ("approve", "0.00", "-2370.00")
    assert answer["months"] == ["2025-04"]


@pytest.mark.parametrize("month", ["2025-03", "2025-04"])
def test_rounding_is_that_of_the_whole_file(month: str, tmp_path: Path) -> None:
    """1,000,001 x 0.012 = 12,000.012 is 12,000.01: -0.002; 1,000,003 x 0.012 = 12,000.036 is 12,000.04: 0.004."""
    rows = []
    for number, (calls, amount) in enumerate(
        ((1_000_001, "12000.012"), (1_000_003, "12000.036"))
    ):
        row = line(number, (calls, 0, "0.012"), "元/次/月")
        exact = dict.fromkeys(("组件原价", "优惠后总价", "现金账户支出"), amount)
        rows.append(changed(row, **exact, **(OF_APRIL if number else {})))
    path = bill(tmp_path, rows[0], rounding("-0.002"), rows[1], rounding("0.004", **OF_APRIL))  # fmt: skip
    answer = reconciled_file(path, "--month", month)
    assert answer["verdict"] == "approve"
    assert len(answer["lines"]) == 2


def test_an_adjustment_of_the_month_before(tmp_path: Path) -> None:
    """120,000 calls of March at 0.05 are 1,800.00 too much, which come back in April."""
    back = changed(
        line(3, (1, 0, "0.05")),
        交易类型="adjust-CR",
        扣费时间="2025-04-05 00:00:00",
        **money("-1800"),
    )
    path = bill(
        tmp_path,
        line(1, (120_000, 0, "0.05")),
        of_month("2025-04", 2, (2_000, 0, "0.065")),
        back,
    )
    assert told(reconciled_file(path, *APRIL)) == ("approve", "0.00", "130.00")


def test_what_is_missing_in_another_month_is_not_asked_for(tmp_path: Path) -> None:
    """The usage file has video calls in March, and the bill has none."""
    path = bill(
        tmp_path,
        line(1, (60_000, 0, "0.05")),
        of_month("2025-04", 2, (2_000, 0, "0.065")),
    )
    own = image(tmp_path, 60_000)
    text = own.read_text(encoding="utf-8")
    more = (
        "60000, 2025-04: 2000}}, video_single_face: {calls: {2025-03: 30000, 2025-04: 0"
    )
    own.write_text(text.replace("60000", more), encoding="utf-8")
    words = ("--usage", own)
    # 30,000 x 0.2 = 6,000.00
    assert told(reconciled_file(path, *words))[:2] == ("dispute", "6000.00")
    assert told(reconciled_file(path, *words, *APRIL)) == ("approve", "0.00", "130.00")


def test_own_counts_without_a_line_of_the_month(tmp_path: Path) -> None:
    """Those of March are no finding of April, which was not counted."""
    path = bill(
        tmp_path,
        changed(line(1, (60_000, 0, "0.2")), 子产品名称="视频", 组件名称="视频"),
        of_month("2025-04", 2, (2_000, 0, "0.065")),
    )
    own = ("--calls", counts(tmp_path, 60_000))
    assert found(reconciled_file(path, *own)) == ["no_line", "no_count", "no_count"]
    assert found(reconciled_file(path, *own, *APRIL)) == ["no_count"]


def test_a_refund_of_the_mainland_cites_no_clause_that_refuses_it(
    tmp_path: Path,
) -> None:
    """2 packs for 3,400.00, of which a voucher paid 100.00: 1,650.00 come back for one, and 1,700.00 did."""
    names = {"子产品名称": "人脸融合", "组件名称": "资源包", "组件价格单位": "元/个"}
    prices = {"组件刊例价": "1700", "组件单价": "1700"}
    bought = changed(BOUGHT, 组件用量="2", 代金券支出="100", 现金账户支出="3300", 组件原价="3400",
                     优惠后总价="3400", **names, **prices)  # fmt: skip
    back = changed(RETURNED, **{**names, **money("-1700")})
    answer = reconciled_file(bill(tmp_path, bought, back))
    assert told(answer) == ("dispute", "50.00", "1750.00")
    assert answer["lines"][1]["clauses"] == []
    # 3,400.00 - 1,650.00 = 1,750.00: what came back is right, and is not disputed for coming back.
    right = changed(back, **money("-1650"))
    answer = reconciled_file(bill(tmp_path, bought, right))
    assert told(answer) == ("approve", "0.00", "1750.00")
