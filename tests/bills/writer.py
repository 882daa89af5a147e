"""A vendor's bill written from an estimate's JSON, in every format; nothing of the package is used here.

Figures are made with `decimal`, from the documents' own definitions: list price x usage x duration is the original cost,
times the discount the amount, less the voucher the amount before tax, and so on.
"""

import csv
import io
import json
import random
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

Line = dict[str, str]
CENT = Decimal("0.01")
ZH = {
    "payer": "支付者UIN", "owner": "使用者UIN", "product": "产品名称", "subproduct": "子产品名称",
    "transaction": "交易类型", "order": "订单ID", "bill_id": "交易ID", "paid_at": "扣费时间", "from": "开始使用时间",
    "to": "结束使用时间", "component": "组件类型", "item": "组件名称", "list": "组件刊例价", "price": "组件单价",
    "unit": "组件价格单位", "used": "原始用量/时长", "deducted": "抵扣用量/时长（含资源包）", "billed": "组件用量",
    "duration": "使用时长", "duration_unit": "时长单位", "original": "组件原价", "discount": "折扣率", "after": "优惠后总价",
    "voucher": "代金券支出(元)", "gift": "赠送账户支出(元)", "cash": "现金账户支出(元)",
}  # fmt: skip
EN_1 = {
    "payer": "Payer Account ID", "owner": "Owner Account ID", "product": "Product Name", "subproduct": "Subproduct Name",
    "transaction": "Transaction Type", "bill_id": "Transaction ID", "paid_at": "Transaction Time",
    "from": "Usage Start Time", "to": "Usage End Time", "component": "Component Type", "item": "Component Name",
    "list": "Component List Price", "price": "Component Contracted Price", "unit": "Component Price Measurement Unit",
    "billed": "Component Usage", "duration": "Usage Duration", "duration_unit": "Duration Unit",
    "original": "Original Cost", "discount": "Discount Rate", "currency": "Currency",
    "after": "Total Amount After Discount (Excluding Tax)", "voucher": "Voucher Deduction",
    "before_tax": "Amount Before Tax", "tax_rate": "Tax Rate", "tax": "Tax Amount", "total": "Total Cost (Including Tax)",
}  # fmt: skip
EN_2 = {field: name.replace(" ", "") for field, name in EN_1.items()} | {
    "bill_id": "TransactionID"
}
EN_3 = EN_1 | {
    "product": "ProductName", "order": "Order ID", "original": "OriginalCost", "discount": "Discount Multiplier",
    "tax_rate": "TaxRate", "tax": "TaxAmount", "month": "Bill Month",
}  # fmt: skip
API = {
    "payer": "PayerUin", "owner": "OwnerUin", "product": "BusinessCodeName", "subproduct": "ProductCodeName",
    "code": "ActionType", "transaction": "ActionTypeName", "order": "OrderId", "bill_id": "BillId", "id": "Id",
    "paid_at": "PayTime", "from": "FeeBeginTime", "to": "FeeEndTime", "month": "BillMonth",
}  # fmt: skip
API_COMPONENT = {
    "component": "ComponentCodeName", "item": "ItemCodeName", "list": "SinglePrice", "price": "ContractPrice",
    "unit": "PriceUnit", "used": "RealTotalMeasure", "deducted": "DeductedMeasure", "billed": "UsedAmount",
    "duration": "TimeSpan", "duration_unit": "TimeUnitName", "original": "Cost", "discount": "Discount", "after": "RealCost",
    "voucher": "VoucherPayAmount", "gift": "IncentivePayAmount", "cash": "CashPayAmount", "currency": "Currency",
    "tax_rate": "TaxRate", "tax": "TaxAmount",
}  # fmt: skip
SCOPES = {
    "image_basic": ("Image Face Fusion (Basic)", "图片人脸融合（基础版）"),
    "video_single_face": ("Video Face Fusion (Single Face)", "视频人脸融合（单脸）"),
    "account": ("Face Fusion postpaid", "人脸融合-后付费"),
}
ITEMS = {
    "pay_as_you_go": ("calls", "调用次数"), "call_pack": ("call pack", "调用次数包"), "qps": ("QPS", "QPS扩容"),
    "material_pack": ("material pack", "素材包"), "licence": ("technology licence", "技术授权"), "qps_upgrade": ("QPS upgrade", "QPS扩容"),
}  # fmt: skip
CODES = {
    "pay_as_you_go": ("postpay_deduct_m", "Monthly settlement", "按量计费月结"),
    "refund": ("prepay_return", "Refund", "包年包月退款"),
    "": ("prepay_purchase", "Purchase", "包年包月新购"),
}


def eight(amount: Decimal) -> str:
    """Eight decimals, as detailed bills have them."""
    return f"{amount:.8f}"


class Bill:
    """The lines of an estimate at list prices, times the `discount` of the bill."""

    def __init__(
        self, estimate: dict[str, Any], chinese: bool, discount: Decimal = Decimal(1)
    ) -> None:
        self.chinese, self.discount = chinese, discount
        self.currency = estimate["currency"]
        self.lines: list[Line] = []
        for bill in estimate["bills"]:
            usage = bill["usage"]
            for line in bill["lines"]:
                if Decimal(line["amount"]) or line["kind"] == "pay_as_you_go":
                    self.lines.append(
                        self.line(bill["month"], line, usage, len(self.lines))
                    )
        self.settle_rounding()

    def line(
        self, month: str, line: dict[str, Any], usage: list[dict[str, Any]], number: int
    ) -> Line:
        """A line with all fields; what a format has no column for is left out when it is written."""
        kind = line["kind"]
        payg = kind == "pay_as_you_go"
        language = 1 if self.chinese else 0
        code = CODES.get(kind, CODES[""])
        price = Decimal(line["unit_price"])
        quantity = Decimal(line["quantity"])
        billed, duration = quantity, Decimal(1)
        if kind in ("qps", "qps_upgrade"):
            duration = Decimal(line["days"])
            billed = quantity / duration
        original = price * billed * duration
        factor = self.discount
        after = original * factor
        rows = [row for row in usage if line["for"] in ("account", row["for"])]
        deducted = sum(row["free"] + row["packs"] for row in rows) if payg else 0
        year, number_of_month = map(int, month.split("-"))
        last = [
            "31",
            "29" if year % 4 == 0 else "28",
            "31",
            "30",
            "31",
            "30",
            "31",
            "31",
            "30",
            "31",
            "30",
            "31",
        ]
        voucher = Decimal(0)
        tax_rate = Decimal("0.06")
        before_tax = after - voucher
        tax = before_tax * tax_rate
        unit = {"USD": "美元" if self.chinese else "USD", "CNY": "元"}[self.currency]
        return {
            "payer": "100000000001", "owner": "100000000001",
            "product": "人脸融合" if self.chinese else "Face Fusion",
            "subproduct": SCOPES[line["for"] if line["for"] in SCOPES else "account"][language],
            "code": code[0], "transaction": code[1 + language], "order": line["order"] or "-",
            "bill_id": f"2025040100000000{number:06d}", "id": str(number + 1),
            "paid_at": f"{line['date']} 06:12:30",
            "from": f"{month}-01 00:00:00", "to": f"{month}-{last[number_of_month - 1]} 23:59:59",
            "component": ITEMS[kind][language], "item": ITEMS[kind][language],
            "list": eight(price), "price": eight(price * factor),
            "unit": f"{unit}/次/月" if self.chinese else f"{unit}/Count/Month",
            "used": str(quantity + deducted) if payg else "-", "deducted": str(deducted) if payg else "-",
            "billed": str(billed), "duration": str(duration),
            "duration_unit": "月" if payg or line.get("monthly") else "天",
            "original": eight(original), "discount": str(factor), "currency": self.currency, "after": eight(after),
            "voucher": eight(voucher), "gift": "0", "cash": eight(after - voucher), "before_tax": eight(before_tax),
            "tax_rate": str(tax_rate), "tax": eight(tax), "total": eight(before_tax + tax), "month": month,
        }  # fmt: skip

    def pay_by_voucher(self, line: Line, voucher: Decimal) -> None:
        """A voucher pays a part of a line; the tax is on the rest."""
        left = Decimal(line["after"]) - voucher
        tax = left * Decimal(line["tax_rate"])
        line |= {"voucher": eight(voucher), "cash": eight(left), "before_tax": eight(left),
                 "tax": eight(tax), "total": eight(left + tax)}  # fmt: skip

    def settle_rounding(self) -> None:
        """The line that makes up for what each transaction is rounded by, in Chinese bills."""
        if not self.chinese:
            return
        off = Decimal(0)
        for line in self.lines:
            amount = Decimal(line["after"])
            off += amount.quantize(CENT, ROUND_HALF_UP) - amount
        if off:
            name = "月度计费精度差异"
            blank = dict.fromkeys(self.lines[0], "-")
            self.lines.append(blank | {
                "owner": "100000000001", "product": name, "subproduct": name, "code": "billVirtualId", "transaction": name,
                "component": name, "item": name, "price": eight(off), "unit": self.lines[0]["unit"], "billed": "1.00000000",
                "after": eight(off), "cash": eight(off), "voucher": "0", "gift": "0", "id": str(len(self.lines) + 1),
                "from": self.lines[0]["from"], "to": self.lines[0]["to"], "currency": self.currency,
                "month": self.lines[0]["month"],
            })  # fmt: skip

    def rows(self, headers: dict[str, str], rng: random.Random) -> list[list[str]]:
        """Header and rows, the columns in any order."""
        fields = list(headers)
        rng.shuffle(fields)
        return [
            [headers[f] for f in fields],
            *([line[f] for f in fields] for line in self.lines),
        ]

    def csv_text(
        self, headers: dict[str, str], rng: random.Random, delimiter: str = ","
    ) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
            self.rows(headers, rng)
        )
        return out.getvalue()

    def api(self, pages: int, wrapped: bool) -> list[str]:
        """Pages of the API's answer; the first entry of each but the first page repeats the last of the one before."""
        entries = []
        for line in self.lines:
            entry: dict[str, Any] = {name: line[field] for field, name in API.items()}
            entry["BillMonth"] = f"{line['month']}-01 00:00:00"
            entry["ComponentSet"] = [
                {name: line[field] for field, name in API_COMPONENT.items()}
            ]
            if self.chinese:
                for name in ("TaxRate", "TaxAmount"):
                    del entry["ComponentSet"][0][name]
            entries.append(entry)
        size = -(-len(entries) // pages) or 1
        chunks = [entries[at : at + size] for at in range(0, len(entries), size)]
        chunks[1:] = [[before[-1], *chunk] for before, chunk in pairwise(chunks)]
        answers = [
            {"Total": len(entries), "DetailSet": chunk, "RequestId": "r"}
            for chunk in chunks
        ]
        return [
            json.dumps({"Response": a} if wrapped else a, ensure_ascii=False)
            for a in answers
        ]


FORMATS = (
    "zh",
    "zh-gb18030",
    "zh-utf16",
    "zh-bom-semicolon",
    "en-1",
    "en-2",
    "en-3",
    "en-tab",
    "api",
    "api-pages",
    "zip",
    "xlsx",
)


def chinese(form: str) -> bool:
    """Whether a format is written in Chinese (the API's answers are)."""
    return form.startswith(("zh", "api", "zip", "xlsx"))


def written(bill: Bill, form: str, folder: Path, rng: random.Random) -> list[Path]:
    """The bill as files of a format."""
    headers = {"en-1": EN_1, "en-2": EN_2, "en-3": EN_3, "en-tab": EN_3}.get(form, ZH)
    if form.startswith("api"):
        texts = bill.api(2 if form == "api-pages" else 1, wrapped=form == "api")
        paths = [folder / f"page-{number}.json" for number, _ in enumerate(texts)]
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, encoding="utf-8")
        return paths
    path = folder / "bill.csv"
    if form == "zip":
        path = folder / "bill.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "bill.csv", bill.csv_text(headers, rng).encode("utf-8-sig")
            )
    elif form == "xlsx":
        path = folder / "bill.xlsx"
        book = Workbook(path)
        sheet = book.add_worksheet()
        for row, cells in enumerate(bill.rows(headers, rng)):
            for col, cell in enumerate(cells):
                sheet.write_string(row, col, cell)
        book.close()
    else:
        encoding = {
            "zh-gb18030": "gb18030",
            "zh-utf16": "utf-16",
            "zh-bom-semicolon": "utf-8-sig",
        }.get(form, "utf-8")
        delimiter = {"zh-bom-semicolon": ";", "en-tab": "\t"}.get(form, ",")
        path.write_bytes(bill.csv_text(headers, rng, delimiter).encode(encoding))
    return [path]
