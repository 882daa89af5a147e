"""Lines of bills: good ones from the samples and from estimates, and what is changed in them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import yaml

from tests.bills import test_random_bills as worlds
from tests.bills.writer import EN_1, EN_2, EN_3, ZH, Bill
from tests.fuzz import hostile, trees
from tests.tools import ROOT, json_of

Line = dict[str, str]
"""A line by our names of its fields; a column without one goes by its own header."""


AMOUNTS = ("list", "price", "original", "after", "voucher", "gift", "cash", "before_tax", "tax", "total")  # fmt: skip
COUNTS = ("used", "deducted", "billed", "duration")
TRANSACTIONS = (
    *("按量计费月结", "包年包月新购", "包年包月退款", "包年包月续费", "调账扣费", "优惠补偿", "保底扣款"),
    *("月度计费精度差异", "按量计费冲正", "Monthly settlement", "Purchase", "Refund", "adjust-CR"),
    *("Deduction", "Pay-as-you-go reversal", "Offline deduction", "Monthly subscription refund", "Renewal"),
)  # fmt: skip
CODES = (
    *("postpay_deduct_m", "postpay_deduct_h", "prepay_purchase", "prepay_renew", "prepay_return"),
    *("recon_deduct", "recon_increase", "recon_guarantee", "billVirtualId", "offline_deduct", ""),
)  # fmt: skip
NAMES = (
    *("图片人脸融合（基础版）", "视频人脸融合（单脸）", "Image Face Fusion (Basic)", "人脸融合-后付费"),
    *("Video Face Fusion (Single Face)", "Cloud Virtual Machine", "人脸融合", "Face Fusion", "FaceFusion"),
    *("image video", "material pack", "素材包", "QPS扩容", "QPS", "technology licence", "调用次数包", "calls"),
)  # fmt: skip
UNITS = (
    *("USD/Count/Month", "美元/次/月", "元/次/月", "USD/3Minute/Minute", "USD/10Count", "元/0次", "美元/个"),
    *("USD", "EUR/Count", "元/万次", "USD/1,000Count/Month", "/", "美元/10QPS/天"),
)  # fmt: skip
TIMES = (
    *("2025-03-01 00:00:00", "2025/5/3 06:52", "2025/3/1", "2025-03-01T00:00:00Z", "0000-00-00 00:00:00"),
    *("2025-02-30 00:00:00", "2025-03-01 24:00:00", "2199-12-31 23:59:59", "2000-02-01 00:00:00", "2024-02-29"),
)  # fmt: skip
FIGURES = (
    *("-", "", "N/A", "--", "None", "0", "-0", "0.00000000", "1E+11", "0E-8", "1,234.50", "-2500.00000000"),
    *("0.00000001", "95000", "1.00000000", "1400001", "80%", "0.8", "1.2", "-1", "\u00a05\u00a0", "+7", "0.005"),
)  # fmt: skip


@cache
def good_bills() -> list[tuple[list[Line], str]]:
    """Bills to start from, each with the usage file that it was made from (or none)."""
    found = [
        (_sample(path), "")
        for path in sorted((ROOT / "sample_usage").glob("bills/*.csv"))
    ]
    found.append((_sample(ROOT / "sample_usage" / "logs" / "2025-03-bill.csv"), ""))
    rng = Random(16)
    with TemporaryDirectory() as folder:
        for number in range(8):
            usage = [worlds.intl, worlds.mainland][number % 2](rng)
            text = yaml.safe_dump(usage, allow_unicode=True)
            path = Path(folder, "usage.yaml")
            path.write_text(text, encoding="utf-8")
            for chinese in (False, True):
                bill = Bill(json_of("estimate", path), chinese)
                if bill.lines:
                    found.append((bill.lines, text))
    return found


def _sample(path: Path) -> list[Line]:
    known = {
        name.replace(" ", "").replace("(元)", ""): field
        for headers in (ZH, EN_1, EN_2, EN_3)
        for field, name in headers.items()
    }
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {
                known.get(name.replace(" ", "").replace("(元)", ""), name): cell
                for name, cell in row.items()
            }
            for row in csv.DictReader(file)
        ]


def _figure(text: str, rng: Random) -> str:
    """An amount or a count: nearly the one before, more often than not."""
    kind = rng.randrange(6)
    if kind < 2:
        return rng.choice(FIGURES)
    if kind == 2:
        return str(trees.near(text, rng))
    try:
        number = Decimal(text)
    except ArithmeticError:
        return rng.choice(FIGURES)
    step = Decimal(
        rng.choice(["0.00000001", "0.005", "0.01", "1", "100", "-0.01", "-1"])
    )
    other = rng.choice(
        [
            number + step,
            -number,
            number * 2,
            number * 10,
            number / 2,
            number * Decimal("0.8"),
        ]
    )
    return f"{other:.8f}" if abs(other) < 10**15 else str(number)


def _cell(field: str, text: str, rng: Random) -> str:
    """Another value of a field, of its kind most of the time."""
    if rng.randrange(12) == 0:
        return str(hostile.scalar(rng))
    if field in AMOUNTS or field in COUNTS or field in ("discount", "tax_rate"):
        return _figure(text, rng)
    if field in ("paid_at", "from", "to"):
        return rng.choice([*TIMES, str(trees.near(text, rng))])
    words: dict[str, tuple[str, ...]] = {
        "transaction": TRANSACTIONS,
        "code": CODES,
        "product": NAMES,
        "subproduct": NAMES,
        "component": NAMES,
        "item": NAMES,
        "unit": UNITS,
        "currency": ("USD", "CNY", "EUR", "", "usd", "-"),
        "owner": ("100000000001", "200000000002", "1E+11", "-", "", "=1+1", "../x"),
        "month": (
            "2025-03",
            "202503",
            "2025-03-01 00:00:00",
            "2025-13",
            "-",
            "2025-02",
        ),
    }
    return rng.choice(
        words.get(
            field, ("-", "", "1", text + "1", "20250401000000000000001", "2.02504E+22")
        )
    )


def _refund(line: Line, rng: Random) -> Line:
    """A line that gives back what another took."""
    back = {
        **line,
        "transaction": "包年包月退款",
        "code": "prepay_return",
        "bill_id": line.get("bill_id", "") + "9",
    }
    for field in AMOUNTS:
        if line.get(field, "-").replace(".", "").isdecimal():
            back[field] = "-" + line[field]
    if rng.randrange(2):
        back |= dict.fromkeys({"original", "discount"} & set(line), "-")
    return back


def _extra(line: Line, rng: Random) -> Line:
    """A line of another kind: an adjustment, a reversal, a precision line, another product."""
    other = {**line, "bill_id": line.get("bill_id", "") + "8"}
    name = rng.choice(TRANSACTIONS)
    other |= {"transaction": name, "code": rng.choice(CODES)}
    kind = rng.randrange(4)
    if kind == 0:
        other |= dict.fromkeys(
            {"product", "subproduct", "component", "item"} & set(line),
            "月度计费精度差异",
        )
        other |= {
            "transaction": "月度计费精度差异",
            "code": "billVirtualId",
            "after": rng.choice(["-0.00200000", "0.004", "2.98"]),
        }
    elif kind == 1:
        other |= dict.fromkeys(
            {"product", "subproduct", "component", "item"} & set(line),
            "Cloud Virtual Machine",
        )
    elif kind == 2:
        return _refund(line, rng) | {
            "transaction": "按量计费冲正",
            "code": "recon_increase",
        }
    return other


def _consistent(lines: list[Line], rng: Random) -> None:
    """A discount or another count, with all that follows from it: the arithmetic holds."""
    line = rng.choice(lines)
    try:
        price, billed = Decimal(line["list"]), Decimal(line["billed"])
        duration = Decimal(line.get("duration") or "1")
    except (ArithmeticError, KeyError):
        return
    if not (price * billed * duration).is_finite():
        return
    factor = Decimal(rng.choice(["1", "0.85", "0.8", "0.5"]))
    billed += rng.choice([0, 1, 1000, 40_000])
    original = price * billed * duration
    after = original * factor
    voucher = min(Decimal(rng.choice(["0", "0", "10", "500"])), max(after, Decimal(0)))
    rate = Decimal(rng.choice(["0", "0.06", "0.1"]))
    tax = (after - voucher) * rate
    made = {"price": price * factor, "original": original, "after": after, "voucher": voucher, "cash": after - voucher,
            "before_tax": after - voucher, "tax": tax, "total": after - voucher + tax}  # fmt: skip
    line |= {field: f"{value:.8f}" for field, value in made.items() if field in line}
    exact = {"discount": str(factor), "billed": str(billed), "tax_rate": str(rate)}
    exact["used"] = (
        str(billed + Decimal(line["deducted"]))
        if line.get("deducted", "").isdecimal()
        else "-"
    )
    line |= {field: value for field, value in exact.items() if field in line}


def _change_cell(lines: list[Line], rng: Random) -> None:
    line = rng.choice(lines)
    field = rng.choice(list(line))
    line[field] = _cell(field, line[field], rng)


def _change_column(lines: list[Line], rng: Random) -> None:
    """A field of all lines: left out, another value, or one that has no name of ours."""
    field = rng.choice(list(lines[0]))
    kind = rng.randrange(3)
    value = _cell(field, lines[0].get(field, ""), rng)
    for line in lines:
        if kind == 0:
            line.pop(field, None)
        elif kind == 1:
            line[field] = value
        else:
            line[rng.choice(["标签键:env", "优惠券支出", "Region"])] = value


def _another_month(lines: list[Line], rng: Random) -> None:
    """All of another month: the times move together."""
    of, to = rng.choice(
        [("-03-", "-02-"), ("-03-", "-04-"), ("2025-", "2024-"), ("2025-", "2199-")]
    )
    for line in lines:
        line |= {
            field: line[field].replace(of, to)
            for field in ("from", "to")
            if field in line
        }


def changed(lines: list[Line], rng: Random) -> list[Line]:
    """A copy of the lines with a few things changed."""
    lines = [dict(line) for line in lines]
    steps: list[Callable[[list[Line], Random], None]] = [
        *[_change_cell] * 4,
        *[_consistent] * 2,
        _change_column,
        _another_month,
        lambda kept, rng: kept.append(dict(rng.choice(kept))),
        lambda kept, rng: kept.append(_refund(rng.choice(kept), rng)),
        lambda kept, rng: kept.append(_extra(rng.choice(kept), rng)),
        lambda kept, rng: kept.append(rng.choice(kept) | {"bill_id": str(rng.randrange(10**23)), "id": str(rng.randrange(99))}),
        lambda kept, rng: kept.__delitem__(rng.randrange(len(kept))),
        lambda kept, rng: rng.shuffle(kept),
    ]  # fmt: skip
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        if lines and all(lines):
            rng.choice(steps)(lines, rng)
    return lines
