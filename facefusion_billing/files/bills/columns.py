"""The headers of bills: which words name which field, in three generations of English
and Chinese exports and in the API.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from facefusion_billing.model.faults import Message

ALIASES: dict[str, tuple[str, ...]] = {
    "payer": ("支付者UIN", "Payer Account ID", "PayerUin"),
    "owner": ("使用者UIN", "Owner Account ID", "OwnerUin"),
    "product": ("产品名称", "Product Name", "BusinessCodeName"),
    "subproduct": ("子产品名称", "Subproduct Name", "ProductCodeName"),
    "transaction": ("交易类型", "Transaction Type", "ActionTypeName"),
    "code": ("ActionType",),
    "order": ("订单ID", "Order ID"),
    "bill_id": ("交易ID", "Transaction ID", "BillId"),
    "id": ("Id",),
    "resource": ("资源ID", "Resource ID", "Instance ID"),
    "associated": ("AssociatedOrder",),
    "paid_at": ("扣费时间", "Transaction Time", "PayTime"),
    "since": ("开始使用时间", "Usage Start Time", "FeeBeginTime"),
    "until": ("结束使用时间", "Usage End Time", "FeeEndTime"),
    "component": ("组件类型", "Component Type", "ComponentCodeName"),
    "item": ("组件名称", "Component Name", "ItemCodeName"),
    "list_price": ("组件刊例价", "Component List Price", "SinglePrice"),
    "price": ("组件单价", "Component Contracted Price", "ContractPrice"),
    "price_unit": ("组件价格单位", "Component Price Measurement Unit", "PriceUnit"),
    "used": ("原始用量/时长", "RealTotalMeasure"),
    "deducted": ("抵扣用量/时长（含资源包）", "DeductedMeasure"),
    "billed": ("组件用量", "Component Usage", "UsedAmount"),
    "duration": ("使用时长", "Usage Duration", "TimeSpan"),
    "duration_unit": ("时长单位", "Duration Unit", "TimeUnitName"),
    "original": ("组件原价", "Original Cost", "Cost"),
    "multiplier": ("折扣率", "Discount Rate", "Discount Multiplier", "Discount",
                   "Customer Discount Rate"),
    "after": ("优惠后总价", "Total Amount After Discount (Excluding Tax)", "RealCost",
              "Total Amount After Discount", "Total Amount Before Voucher"),
    "voucher": ("代金券支出", "优惠券支出", "Voucher Deduction", "VoucherPayAmount",
                "Customer Voucher Deduction"),
    "gift": ("赠送账户支出", "Free credit", "IncentivePayAmount"),
    "share": ("分成账户支出", "TransferPayAmount"),
    "cash": ("现金账户支出", "Cash credit", "CashPayAmount"),
    "before_tax": ("Amount Before Tax",),
    "tax_rate": ("Tax Rate",),
    "tax": ("Tax Amount",),
    "total": ("Total Cost (Including Tax)", "Total Cost"),
    "currency": ("Currency",),
    "bill_month": ("账单月份", "Bill Month", "BillMonth"),
}  # fmt: skip
"""Each field of a line with the headers that name it."""

DEDUCTION: dict[str, tuple[str, ...]] = {
    "owner": ("DeductionUin", "使用者UIN", "Owner Account ID"),
    "product": ("ProductName", "产品名称"),
    "subproduct": ("SubProductName", "子产品名称"),
    "pack": ("ResourceId", "资源包ID", "Resource ID"),
    "before": ("BeforeDeductionRemain", "抵扣前余量", "抵扣前剩余量"),
    "after": ("AfterDeductionRemain", "抵扣后余量", "抵扣后剩余量"),
    "start": ("StartTime", "开始使用时间", "用量开始时间"),
    "used": ("Dosage", "用量"),
    "deducted": ("ActualDosage", "实际抵扣用量", "抵扣用量"),
    "factor": ("DeductionFactor", "抵扣系数"),
}
DAILY: dict[str, tuple[str, ...]] = {
    "owner": ("OwnerUin", "使用者UIN", "Owner Account ID"),
    "product": ("ProductName", "产品名称"),
    "subproduct": ("SubProductName", "子产品名称"),
    "day": ("StatisticalTime", "StatDate", "Date", "BillDay", "StartTime", "日期",
            "统计时间", "开始时间"),
    "total": ("TotalDosage", "总用量"),
    "deducted": ("DeductDosage", "抵扣用量"),
    "remaining": ("RemainDosage", "剩余用量", "结算用量"),
    "name": ("ResourceName", "ItemCodeName", "用量名称", "计费项"),
}  # fmt: skip

REFUSED: tuple[tuple[str, str], ...] = (
    (
        r"分账单元|treenodeuniqkey|分账|allocationunit",
        "a cost allocation bill, which spreads costs over units",
    ),
    (
        r"消耗|consumption|摊销|amorti[sz]ed",
        "a consumption bill, which the vendor says cannot be used for reconciliation",
    ),
    (
        r"^(billedcost|chargecategory|effectivecost)$",
        "a FOCUS export, which the vendor says is not to be reconciled with",
    ),
)
"""Words in a header that tell a file which cannot be reconciled, and what it is."""

HIGHER_LEVEL = r"^(配置描述|configurationdescription|扩展字段.*|extendedfield.*)$"
"""Headers of a bill by resource, which has no prices and counts."""

_TAG = r"(标签键|tag_?key)[:_]"
_TAIL = re.compile(r"(\((元|cny|usd|人民币|美元)\)|:)$")
_CURRENCIES = {"(元)": "CNY", "(cny)": "CNY", "(usd)": "USD"}


def plain(header: str) -> str:
    r"""A header as it is compared: without case, spaces, quotes, currency, colon.

    >>> plain(' "Component\u00a0List Price"'), plain("代金券支出（元）")
    ('componentlistprice', '代金券支出')
    """
    # NFKC: Chinese exports mix full-width brackets and letters with narrow ones.
    text = normalize("NFKC", header).casefold()
    text = re.sub(r"[\s\ufeff\"']", "", text)
    while _TAIL.search(text):
        text = _TAIL.sub("", text)
    return text


def currency_of(headers: Sequence[str]) -> str:
    """The currency that headers name, as in `(元)`; nothing when none does."""
    for header in headers:
        text = re.sub(r"\s", "", normalize("NFKC", header).casefold())
        for tail, currency in _CURRENCIES.items():
            if text.endswith(tail):
                return currency
    return ""


def places(
    headers: Sequence[str], aliases: dict[str, tuple[str, ...]] = ALIASES
) -> dict[str, list[int]]:
    """The columns of each field that the headers name."""
    known = {plain(name): field for field, names in aliases.items() for name in names}
    found: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        field = known.get(plain(header))
        if field is not None:
            found.setdefault(field, []).append(index)
    return found


def is_higher_level(headers: Sequence[str]) -> bool:
    """Whether the headers are those of a bill by resource."""
    return any(re.search(HIGHER_LEVEL, plain(header)) for header in headers)


def refused_as(headers: Sequence[str]) -> str:
    """What a file is that cannot be reconciled; nothing for all others."""
    # A tag may have any key: it says nothing of the bill.
    names = [name for name in map(plain, headers) if not re.match(_TAG, name)]
    for pattern, what in REFUSED:
        if any(re.search(pattern, name) for name in names):
            return Message(what)
    return ""
