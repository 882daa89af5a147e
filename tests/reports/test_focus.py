"""The FOCUS 1.2 export: its columns and nulls, its sums against the bills and the amortised view, and cases by hand."""

import csv
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.bill import AMORTISED
from facefusion_billing.reports.data.estimate_json import estimate_json
from facefusion_billing.reports.data.focus import focus_csv
from facefusion_billing.reports.data.focus_columns import COLUMNS
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import ROOT, SAMPLES, ffbill

WORLDS = int(os.environ.get("FFBILL_FOCUS_WORLDS", "40"))
Row = dict[str, str]


class Column(NamedTuple):
    """What the specification says of a column: its type, whether null is allowed, and the values allowed."""

    type: str
    nulls: bool
    allowed: tuple[str, ...] = ()


# The columns of FOCUS 1.2 Cost and Usage that are written, retyped from the specification's tables.
SPECIFIED = {
    "BilledCost": Column("decimal", False),
    "BillingAccountId": Column("string", False),
    "BillingAccountName": Column("string", True),
    "BillingCurrency": Column("currency", False),
    "BillingPeriodEnd": Column("time", False),
    "BillingPeriodStart": Column("time", False),
    "ChargeCategory": Column(
        "string", False, ("Usage", "Purchase", "Tax", "Credit", "Adjustment")
    ),
    "ChargeClass": Column("string", True, ("Correction",)),
    "ChargeDescription": Column("string", True),
    "ChargeFrequency": Column(
        "string", False, ("One-Time", "Recurring", "Usage-Based")
    ),
    "ChargePeriodEnd": Column("time", False),
    "ChargePeriodStart": Column("time", False),
    "CommitmentDiscountCategory": Column("string", True, ("Spend", "Usage")),
    "CommitmentDiscountId": Column("string", True),
    "CommitmentDiscountName": Column("string", True),
    "CommitmentDiscountQuantity": Column("decimal", True),
    "CommitmentDiscountStatus": Column("string", True, ("Used", "Unused")),
    "CommitmentDiscountType": Column("string", True),
    "CommitmentDiscountUnit": Column("unit", True),
    "ConsumedQuantity": Column("decimal", True),
    "ConsumedUnit": Column("unit", True),
    "ContractedCost": Column("decimal", False),
    "ContractedUnitPrice": Column("price", True),
    "EffectiveCost": Column("decimal", False),
    "InvoiceId": Column("string", True),
    "InvoiceIssuerName": Column("string", False),
    "ListCost": Column("decimal", False),
    "ListUnitPrice": Column("price", True),
    "PricingCategory": Column(
        "string", True, ("Standard", "Dynamic", "Committed", "Other")
    ),
    "PricingCurrency": Column("currency", True),
    "PricingCurrencyContractedUnitPrice": Column("price", True),
    "PricingCurrencyEffectiveCost": Column("decimal", True),
    "PricingCurrencyListUnitPrice": Column("price", True),
    "PricingQuantity": Column("decimal", True),
    "PricingUnit": Column("unit", True),
    "ProviderName": Column("string", False),
    "PublisherName": Column("string", False),
    "ResourceId": Column("string", True),
    "ResourceName": Column("string", True),
    "ResourceType": Column("string", True),
    "ServiceCategory": Column("string", False, ("AI and Machine Learning",)),
    "ServiceName": Column("string", False),
    "ServiceSubcategory": Column("string", False, ("Generative AI",)),
    "SkuId": Column("string", True),
    "SkuMeter": Column("string", True),
    "SkuPriceDetails": Column("json", True),
    "SkuPriceId": Column("string", True),
    "Tags": Column("json", True),
}
LATER = {
    "HostProviderName": Column("string", True),
    "ServiceProviderName": Column("string", False),
}
MANDATORY = {
    *(
        "BilledCost",
        "BillingAccountId",
        "BillingAccountName",
        "BillingCurrency",
        "BillingPeriodEnd",
    ),
    *(
        "BillingPeriodStart",
        "ChargeCategory",
        "ChargeClass",
        "ChargeDescription",
        "ChargePeriodEnd",
    ),
    *(
        "ChargePeriodStart",
        "ContractedCost",
        "EffectiveCost",
        "InvoiceIssuerName",
        "ListCost",
        "PricingQuantity",
    ),
    *("PricingUnit", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName"),
}
NEVER_NULL = (
    *(
        "PricingQuantity",
        "PricingUnit",
        "PricingCategory",
        "ListUnitPrice",
        "ContractedUnitPrice",
    ),
    *("SkuId", "SkuMeter", "SkuPriceId", "SkuPriceDetails"),
)
"""Never null here: they may be null for taxes, credits and corrections, and the first two are never written."""
FORMS = {
    "decimal": r"-?\d+\.\d+",
    "price": r"\d+\.\d+",
    "time": r"\d{4}-\d\d-\d\dT00:00:00Z",
    "currency": r"USD|CNY",
    "unit": r"Requests|Units|Days|QPS-Days|QPS-Months|Unit-Days",
    "string": r"(?s).*\S.*",
    "json": r"\{.*\}",
}


class Exported(NamedTuple):
    """An export with the answers of the other reports on the same file."""

    rows: list[Row]
    cash: dict[str, Any]
    amortised: dict[str, Any]


def exported(file: Path | str) -> Exported:
    scenario = load_scenario(str(file), None, {})
    charged = estimate(scenario, {}, EstimateOptions(charges=True, others=False))
    used = estimate(scenario, {}, EstimateOptions(view=AMORTISED, others=False))
    return Exported(
        read(focus_csv(charged)), estimate_json(charged), estimate_json(used)
    )


def read(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


def total(rows: Iterable[Row], column: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


def faults_of(row: Row) -> list[str]:
    """Every rule of the specification that a row by itself breaks."""
    faults = [
        f"{name}: {row[name]!r}"
        for name, column in {**SPECIFIED, **LATER}.items()
        if not _fits(row[name], column)
    ]
    usage, committed = (
        row["ChargeCategory"] == "Usage",
        bool(row["CommitmentDiscountId"]),
    )
    correction, unused = (
        row["ChargeClass"] == "Correction",
        row["CommitmentDiscountStatus"] == "Unused",
    )
    null_together = {
        "CommitmentDiscountCategory": committed,
        "CommitmentDiscountName": committed,
        "CommitmentDiscountType": committed,
        "CommitmentDiscountStatus": committed and usage,
        "CommitmentDiscountQuantity": committed and not correction,
        "CommitmentDiscountUnit": bool(row["CommitmentDiscountQuantity"]),
        "ConsumedQuantity": usage and not unused,
        "ConsumedUnit": bool(row["ConsumedQuantity"]),
        "ResourceName": bool(row["ResourceId"]),
        "ResourceType": bool(row["ResourceId"]),
        "InvoiceId": False,
    }
    never_null = "PricingQuantity PricingUnit PricingCategory ListUnitPrice ContractedUnitPrice SkuId SkuPriceId SkuMeter"
    null_together.update(dict.fromkeys(never_null.split(), True))
    faults += [
        f"{name}: null or not"
        for name, given in null_together.items()
        if bool(row[name]) != given
    ]
    if row["ChargeCategory"] not in ("Usage", "Purchase"):
        faults.append("a category this program never writes")
    if (row["ChargeFrequency"] == "Usage-Based") != usage:
        faults.append("ChargeFrequency")
    if row["PricingCategory"] != ("Committed" if committed and usage else "Standard"):
        faults.append("PricingCategory")
    if usage and committed and Decimal(row["BilledCost"]):
        faults.append("BilledCost of what is covered")
    if not usage and committed and Decimal(row["EffectiveCost"]):
        faults.append("EffectiveCost of a purchase that covers later charges")
    for price, cost in (
        ("ListUnitPrice", "ListCost"),
        ("ContractedUnitPrice", "ContractedCost"),
    ):
        if Decimal(row[price]) * Decimal(row["PricingQuantity"]) != Decimal(row[cost]):
            faults.append(f"{price} x PricingQuantity is not {cost}")
    for period in ("Billing", "Charge"):
        if not row[f"{period}PeriodStart"] < row[f"{period}PeriodEnd"]:
            faults.append(f"{period}Period")
    return faults


def _fits(text: str, column: Column) -> bool:
    if not text:
        return column.nulls
    return bool(re.fullmatch(FORMS[column.type], text)) and (
        not column.allowed or text in column.allowed
    )


def check(found: Exported) -> None:
    """Everything that holds for every export."""
    for row in found.rows:
        assert not faults_of(row), row
    check_sums(found)
    check_packs(found)
    check_calls(found)
    check_prices(found.rows)
    check_amounts(found.rows)


def check_sums(found: Exported) -> None:
    """Month by month, what is billed is the bill, and what it costs in effect is the amortised view's."""
    assert total(found.rows, "BilledCost") == Decimal(found.cash["total"])
    for column, answer in (
        ("BilledCost", found.cash),
        ("EffectiveCost", found.amortised),
    ):
        for bill in answer["bills"]:
            rows = [row for row in found.rows if row["x_Month"] == bill["month"]]
            assert total(rows, column) == Decimal(bill["total"]), (
                column,
                bill["month"],
            )
    for row in found.rows:
        assert row["BillingPeriodStart"] == f"{row['x_Month']}-01T00:00:00Z"


def check_packs(found: Exported) -> None:
    """Used and unused costs of a prepaid order are what it cost, once it is used up or over; before, never more."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found.rows:
        if row["CommitmentDiscountId"]:
            groups[row["CommitmentDiscountId"]].append(row)
    rest = {
        f"{row['order']}/{row['pack']}": Decimal(row["amount"])
        for row in found.amortised["prepaid"]["orders"]
    }
    states = {f"{pack['order']}/{pack['pack']}": pack for pack in found.cash["packs"]}
    for id, rows in groups.items():
        bought = [row for row in rows if row["ChargeCategory"] == "Purchase"]
        used = [row for row in rows if row["ChargeCategory"] == "Usage"]
        assert total(used, "EffectiveCost") + rest.get(id, 0) == total(
            bought, "BilledCost"
        ), id
        assert (
            len(
                {
                    row["CommitmentDiscountUnit"]
                    for row in rows
                    if row["CommitmentDiscountUnit"]
                }
            )
            == 1
        )
        state = states.get(id)
        if bought[0]["x_Kind"] != "call_pack" or state is None:
            continue
        if state["status"] in ("exhausted", "expired", "refunded"):
            assert id not in rest
        if state["status"] in ("exhausted", "expired"):
            assert total(used, "CommitmentDiscountQuantity") == state["size"]
            unused = [
                row for row in used if row["CommitmentDiscountStatus"] == "Unused"
            ]
            assert total(unused, "CommitmentDiscountQuantity") == state["expired"]


def check_calls(found: Exported) -> None:
    """Every call of a month that was given, drawn or billed is in one row; no other call is in any."""
    for bill in found.cash["bills"]:
        rows = [
            r
            for r in found.rows
            if r["x_Month"] == bill["month"] and r["ConsumedUnit"] == "Requests"
        ]
        served = sum(
            row["free"] + row["packs"] + row["billable"] for row in bill["usage"]
        )
        assert (
            total(
                [row for row in rows if row["x_Part"] != "outside"], "ConsumedQuantity"
            )
            == served
        )


def check_prices(rows: list[Row]) -> None:
    """A SkuPriceId has one list price of one unit and one SkuId, and no two have the same; a SkuId has one meter."""
    shown = (
        "ListUnitPrice",
        "PricingUnit",
        "SkuId",
        "SkuPriceDetails",
        "BillingCurrency",
        "x_PriceBook",
    )
    prices = {(row["SkuPriceId"], *(row[name] for name in shown)) for row in rows}
    assert (
        len({id for id, *_ in prices})
        == len(prices)
        == len({tuple(price) for _, *price in prices})
    )
    meters = {(row["SkuId"], row["SkuMeter"]) for row in rows}
    assert len(meters) == len({id for id, _ in meters})


def check_amounts(rows: list[Row]) -> None:
    """What is billed is the exact cost as agreed, less the discount, rounded half up to the cent once."""
    cent = Decimal("0.01")
    orders: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["x_Part"] == "metered":
            assert Decimal(row["BilledCost"]) == Decimal(
                row["ContractedCost"]
            ).quantize(cent, ROUND_HALF_UP)
        if row["x_Part"] == "ordered":
            orders[row["x_Order"]].append(row)
    for bought in orders.values():
        agreed = total(bought, "ContractedCost").quantize(cent, ROUND_HALF_UP)
        assert total(bought, "BilledCost") + total(bought, "x_Discount") == agreed


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_every_sample(file: Path) -> None:
    found = exported(file)
    assert found.rows or not any(bill["lines"] for bill in found.cash["bills"])
    check(found)


def test_prices_stay_the_same_across_files() -> None:
    """Prices of one book have the same ids in every file on it."""
    check_prices([row for file in SAMPLES for row in exported(file).rows])


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_random_scenarios(book: str, tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    for seed in range(WORLDS):
        file.write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
        try:
            check(exported(file))
        except AssertionError as error:
            raise AssertionError(
                f"{book}, seed {seed}: {error}\n{file.read_text(encoding='utf-8')}"
            ) from error


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ChargeCategory", "Bought"),
        ("BilledCost", "450"),
        ("ListUnitPrice", "-0.050"),
        ("ChargePeriodStart", "2025-05-01 00:00:00"),
        ("BillingCurrency", "RMB"),
        ("SkuId", ""),
        ("ConsumedQuantity", ""),
        ("ListCost", "0.0"),
    ],
)
def test_the_checker_finds_faults(column: str, value: str) -> None:
    """A row that is good, and the same row with one cell changed, which is not."""
    row = next(
        row
        for row in exported(ROOT / "sample_usage/qps_campaign.yaml").rows
        if row["x_Part"] == "metered"
    )
    assert not faults_of(row)
    assert faults_of({**row, column: value})


def test_the_columns() -> None:
    """Every mandatory column; nothing of our own without x_; ours after FOCUS's, both in order."""
    named = [name for name in COLUMNS if not name.startswith("x_")]
    assert set(named) >= MANDATORY
    assert len(MANDATORY) == 21
    assert set(named) == {*SPECIFIED, *LATER}
    assert named == sorted(named) == list(COLUMNS[: len(named)])
    documented = (ROOT / "docs/focus.md").read_text(encoding="utf-8")
    assert not [name for name in COLUMNS if name not in documented]


def test_focus_names_appear_in_its_two_modules_only() -> None:
    names = [name for name in COLUMNS if name != "Tags"]
    # The vendor's own bills have columns of some of these names.
    own = ("focus.py", "focus_columns.py", "bills/columns.py")
    for path in (ROOT / "facefusion_billing").rglob("*.py"):
        if not str(path).endswith(own):
            text = path.read_text(encoding="utf-8")
            assert not [name for name in names if re.search(rf"\b{name}\b", text)], path


BY_HAND = """
version: 1
title: By hand
price_book: intl-2024-11-07
usage:
  image_basic:
    calls: {2024-01-20: 4000, 2025-01-20: 3000, 2025-02: 12000}
orders:
  - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2024-01-10}
  - {id: F-1, item: free_pack, for: image_basic, date: 2025-01-05}
  - {id: M-1, item: material_pack, for: image_basic, size: 10, date: 2025-01-06}
  - {id: R-2, item: call_pack, for: video_single_face, size: 1k, date: 2025-01-10, refunded: 2025-01-12}
  - {id: P-2, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-15, price: 101,
     paid: {cash: 91, discount: 10}}
  - {id: Q-1, item: qps, for: image_basic, qps: 60, months: 1, date: 2025-01-21, price: 50_000}
  - {id: R-1, item: call_pack, for: video_single_face, size: 1k, date: 2025-01-28, refunded: 2025-02-02,
     paid: {cash: 150, voucher: 30}}
"""


@pytest.fixture
def by_hand(tmp_path: Path) -> Exported:
    file = tmp_path / "usage.yaml"
    file.write_text(BY_HAND, encoding="utf-8")
    return exported(file)


SHOWN = (
    *("x_Month", "x_Order", "x_Part", "BilledCost", "EffectiveCost"),
    *("PricingQuantity", "ListUnitPrice", "ContractedUnitPrice"),
)


def test_by_hand(by_hand: Exported) -> None:
    check(by_hand)
    assert [tuple(row[name] for name in SHOWN) for row in by_hand.rows] == [
        # A pack of 10,000 for 450; 4,000 calls drawn: 450 x 4,000 / 10,000 = 180. As pay-as-you-go they would be 0.065.
        ("2024-01", "P-1", "ordered", "450.00", "0.00", "1.0", "450.0", "450.0"),
        ("2024-01", "P-1", "drawn", "0.00", "180.00", "4000.0", "0.065", "0.065"),
        # Materials never end, so they cost the month they are bought in.
        ("2025-01", "M-1", "ordered", "60.00", "60.00", "1.0", "60.0", "60.0"),
        ("2025-01", "R-2", "ordered", "180.00", "0.00", "1.0", "180.0", "180.0"),
        ("2025-01", "R-2", "returned", "-180.00", "0.00", "-1.0", "180.0", "180.0"),
        # Two packs of 60 for 101 together, less 10: 50.50 agreed and 45.50 billed each.
        ("2025-01", "P-2", "ordered", "45.50", "0.00", "1.0", "60.0", "50.5"),
        ("2025-01", "P-2", "ordered", "45.50", "0.00", "1.0", "60.0", "50.5"),
        # 60 QPS for a month at 1,450 each; agreed 50,000 / 60 = 833.3333333333...
        (
            "2025-01",
            "Q-1",
            "ordered",
            "50000.00",
            "0.00",
            "60.0",
            "1450.0",
            "833.3333333333",
        ),
        ("2025-01", "R-1", "ordered", "180.00", "0.00", "1.0", "180.0", "180.0"),
        # 3,000 calls on the 20th: 1,000 free, 2,000 from P-2. The list price of a call is that of 3,000: 0.065.
        ("2025-01", "", "free", "0.00", "0.00", "1000.0", "0.065", "0.00"),
        # P-1 ends on the 9th with 6,000: 450 x 6,000 / 10,000 = 270, six tenths of a pack.
        ("2025-01", "P-1", "unused", "0.00", "270.00", "0.6", "450.0", "450.0"),
        ("2025-01", "P-2", "drawn", "0.00", "45.50", "1000.0", "0.065", "0.065"),
        ("2025-01", "P-2", "drawn", "0.00", "45.50", "1000.0", "0.065", "0.065"),
        # 21 January to 20 February is 31 days, 11 of them in January: 50,000 x 11 / 31 = 17,741.935...,
        # and 60 x 11 / 31 = 21.29032258064...
        (
            "2025-01",
            "Q-1",
            "in_force",
            "0.00",
            "17741.94",
            "21.2903225806",
            "1450.0",
            "833.3333333333",
        ),
        ("2025-02", "R-1", "returned", "-150.00", "0.00", "-1.0", "180.0", "180.0"),
        ("2025-02", "", "metered", "600.00", "600.00", "12000.0", "0.050", "0.050"),
        # 50,000 - 17,741.94 and 60 - 21.2903225806
        (
            "2025-02",
            "Q-1",
            "in_force",
            "0.00",
            "32258.06",
            "38.7096774194",
            "1450.0",
            "833.3333333333",
        ),
        # 180 - 150: the voucher is lost.
        ("2025-02", "R-1", "unused", "0.00", "30.00", "1.0", "180.0", "180.0"),
    ]
    # 450 + (60 + 180 - 180 + 91 + 50,000 + 180) + (600 - 150) = 450 + 50,331 + 450
    assert total(by_hand.rows, "BilledCost") == Decimal("51231.00")
    # 180 + (60 + 270 + 91 + 17,741.94) + (600 + 32,258.06 + 30) = 180 + 18,162.94 + 32,888.06
    assert total(by_hand.rows, "EffectiveCost") == Decimal("51231.00")


DISCOUNTED = """
version: 1
price_book: book.yaml
usage:
  image_basic:
    calls: {2025-01-20: 6000, 2025-02-20: 1000}
  video_single_face: {calls: {}}
orders:
  - {id: F, item: free_pack, for: image_basic, date: 2025-01-05}
  - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-10, price: 50}
  - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15}
  - {id: M, item: material_pack, for: image_basic, size: 10, date: 2025-01-16}
  - {id: Q, item: qps, for: video_single_face, qps: 10, days: 3, date: 2025-02-10}
  - {id: R, item: call_pack, for: image_basic, size: 10k, date: 2025-02-12, refunded: 2025-02-13}
"""


def test_a_discount_of_the_book_by_hand(tmp_path: Path) -> None:
    """The list price is that before the discount of 15 %; what it leaves, or what an order agreed, is contracted."""
    (tmp_path / "book.yaml").write_text(
        "book: 1\nid: ours\ntitle: Ours\nextends: intl\ndiscount: 15%\n",
        encoding="utf-8",
    )
    (tmp_path / "usage.yaml").write_text(DISCOUNTED, encoding="utf-8")
    found = exported(tmp_path / "usage.yaml")
    check(found)
    names = (*SHOWN[1:4], *SHOWN[5:], "ListCost", "ContractedCost")
    assert [tuple(row[name] for name in names) for row in found.rows] == [
        # An agreed price takes the place of the discounted one; a pack of 1,000 is 60 on the list.
        ("A", "ordered", "50.00", "1.0", "60.0", "50.0", "60.0", "50.0"),
        # 60 less 15 % is 51; ten materials cost the same.
        ("P", "ordered", "51.00", "1.0", "60.0", "51.0", "60.0", "51.0"),
        ("M", "ordered", "51.00", "1.0", "60.0", "51.0", "60.0", "51.0"),
        # 6,000 calls: 1,000 free, 1,000 of A, 1,000 of P, 3,000 billed. All reach 0.065, less 15 % 0.05525.
        # 1,000 x 0.065 = 65; 1,000 x 0.05525 = 55.25; 3,000 x 0.065 = 195; 3,000 x 0.05525 = 165.75
        ("", "free", "0.00", "1000.0", "0.065", "0.00", "65.000", "0.00"),
        ("", "metered", "165.75", "3000.0", "0.065", "0.05525", "195.000", "165.75000"),
        ("A", "drawn", "0.00", "1000.0", "0.065", "0.05525", "65.000", "55.25000"),
        ("P", "drawn", "0.00", "1000.0", "0.065", "0.05525", "65.000", "55.25000"),
        # 10 QPS for 3 days are 30 at 160 (4,800), less 15 % 136 (4,080).
        ("Q", "ordered", "4080.00", "30.0", "160.0", "136.0", "4800.0", "4080.0"),
        # 450 less 15 % is 382.5, and comes back.
        ("R", "ordered", "382.50", "1.0", "450.0", "382.5", "450.0", "382.5"),
        ("R", "returned", "-382.50", "-1.0", "450.0", "382.5", "-450.0", "-382.5"),
        ("", "metered", "55.25", "1000.0", "0.065", "0.05525", "65.000", "55.25000"),
        ("Q", "in_force", "0.00", "30.0", "160.0", "136.0", "4800.0", "4080.0"),
    ]


def test_a_discount_on_licences_and_upgrades_by_hand(tmp_path: Path) -> None:
    """5,000 less 20 % is 4,000. 20 QPS for 5 days are 10 units of 10 QPS at 210, 2,100; less 20 % 168, 1,680."""
    (tmp_path / "book.yaml").write_text(
        "book: 1\nid: ours\ntitle: Ours\nextends: mainland\ndiscount: 20%\n",
        encoding="utf-8",
    )
    (tmp_path / "usage.yaml").write_text(
        "version: 1\nprice_book: book.yaml\nusage: {a: {calls: {2021-03-20: 10}}}\norders:\n"
        "  - {id: L, item: licence, for: a, package: 1, date: 2021-03-17}\n"
        "  - {id: U, item: qps_upgrade, for: a, qps: 20, days: 5, date: 2021-03-20}\n",
        encoding="utf-8",
    )
    rows = exported(tmp_path / "usage.yaml").rows
    names = ("ListUnitPrice", "ListCost", "ContractedUnitPrice", "ContractedCost")
    bought = [one(rows, order, "ordered") for order in "LU"]
    assert [tuple(row[name] for name in names) for row in bought] == [
        ("5000.0", "5000.0", "4000.0", "4000.0"),
        ("210.0", "2100.0", "168.0", "1680.0"),
    ]


def one(rows: list[Row], order: str, part: str, number: int = 0) -> Row:
    return [row for row in rows if row["x_Order"] == order and row["x_Part"] == part][
        number
    ]


def test_a_return_corrects_only_an_earlier_month(by_hand: Exported) -> None:
    """R-1 is returned the month after, R-2 in its own; a correction says no quantity of the commitment."""
    later, same = (
        one(by_hand.rows, "R-1", "returned"),
        one(by_hand.rows, "R-2", "returned"),
    )
    assert (later["ChargeCategory"], later["ChargeClass"]) == ("Purchase", "Correction")
    assert (same["ChargeCategory"], same["ChargeClass"]) == ("Purchase", "")
    assert (
        later["CommitmentDiscountQuantity"],
        same["CommitmentDiscountQuantity"],
    ) == ("", "-1000.0")
    assert sum(bool(row["ChargeClass"]) for row in by_hand.rows) == 1


def test_periods_and_ids_by_hand(by_hand: Exported) -> None:
    bought, drawn, over = (
        one(by_hand.rows, "P-1", part) for part in ("ordered", "drawn", "unused")
    )
    period = "ChargePeriodStart", "ChargePeriodEnd"
    assert [bought[edge] for edge in period] == [
        "2024-01-10T00:00:00Z",
        "2025-01-10T00:00:00Z",
    ]
    assert [drawn[edge] for edge in period] == [
        "2024-01-10T00:00:00Z",
        "2024-02-01T00:00:00Z",
    ]
    assert [over[edge] for edge in period] == [
        "2025-01-09T00:00:00Z",
        "2025-01-10T00:00:00Z",
    ]
    assert [
        one(by_hand.rows, "P-2", "ordered", n)["CommitmentDiscountId"] for n in (0, 1)
    ] == ["P-2/1", "P-2/2"]
    assert [row["ResourceId"] for row in (bought, drawn, over)] == [
        "P-1/1",
        "image_basic",
        "P-1/1",
    ]
    assert (
        one(by_hand.rows, "P-2", "ordered")["x_Discount"] == "5.00"
    )  # 10 for two packs
    assert drawn["SkuPriceId"] == "intl-2024-11-07/image_basic/calls/0"
    assert json.loads(drawn["SkuPriceDetails"]) == {
        "x_TierFirst": 0,
        "x_TierLast": 9_999,
    }
    force = one(by_hand.rows, "Q-1", "in_force")
    assert (force["ConsumedQuantity"], force["ConsumedUnit"]) == (
        "660.0",
        "QPS-Days",
    )  # 60 x 11
    assert (
        one(by_hand.rows, "Q-1", "ordered")["CommitmentDiscountQuantity"] == "1860.0"
    )  # 60 x 31
    assert one(by_hand.rows, "M-1", "ordered")["CommitmentDiscountId"] == ""


def test_mainland_by_hand() -> None:
    """The sample of two activities: a licence costs its days, its calls and the free ones nothing more."""
    rows = exported(ROOT / "sample_usage/mainland_campaign.yaml").rows
    force = one(rows, "L-1", "in_force")
    # Licence 1 from 20 January: 12 days of 365 of 5,000 = 164.3835..., and 12 / 365 = 0.03287671232...
    assert (force["EffectiveCost"], force["PricingQuantity"]) == (
        "164.38",
        "0.0328767123",
    )
    assert (force["ConsumedQuantity"], force["ConsumedUnit"]) == ("12.0", "Days")
    included = one(rows, "L-1", "included")
    assert (included["EffectiveCost"], included["ContractedCost"]) == ("0.00", "0.00")
    # 10,000 calls; with them and the 500 free ones January has 12,500, which reach 0.02: 10,000 x 0.02 = 200
    assert (included["ConsumedQuantity"], Decimal(included["ListCost"])) == (
        "10000.0",
        Decimal(200),
    )
    assert {row["BillingCurrency"] for row in rows} == {"CNY"}
    shared = one(rows, "P-1", "drawn")
    assert shared["ResourceId"] == "", "an account's pack is no activity's"
    upgrade = one(rows, "U-1", "ordered")
    # 30 QPS are 3 units of 10, for 3 days: 9 unit-days at 210; 90 QPS-days
    assert (
        upgrade["PricingQuantity"],
        upgrade["PricingUnit"],
        upgrade["ListUnitPrice"],
    ) == (
        "9.0",
        "Unit-Days",
        "210.0",
    )
    assert (
        upgrade["CommitmentDiscountQuantity"],
        upgrade["CommitmentDiscountUnit"],
    ) == ("90.0", "QPS-Days")


def test_a_book_without_single_calls(tmp_path: Path) -> None:
    """Where calls are sold in packs only, a drawn call is priced as its part of the pack, and a free one at 0."""
    book = {
        "book": 1,
        "id": "own",
        "title": "Own",
        "currency": "USD",
        "source": {"document": "Own"},
        "settlement": {"days": [1, 1]},
        "groups": {
            "image": {
                "title": "Image",
                "free_pack": {"calls": 10},
                "call_packs": {"sizes": [{"calls": 300, "price": 100}]},
            }
        },
    }
    usage = """
version: 1
price_book: book.yaml
usage: {image: {calls: {2025-01: 110}}}
orders:
  - {id: F, item: free_pack, for: image, date: 2025-01-01}
  - {id: P, item: call_pack, for: image, size: 300, date: 2025-01-01}
"""
    (tmp_path / "book.yaml").write_text(json.dumps(book), encoding="utf-8")
    (tmp_path / "usage.yaml").write_text(usage, encoding="utf-8")
    found = exported(tmp_path / "usage.yaml")
    check(found)
    drawn = one(found.rows, "P", "drawn")
    # 100 of 300 calls: a third of the pack, 33.33 of 100
    assert (drawn["PricingQuantity"], drawn["PricingUnit"], drawn["EffectiveCost"]) == (
        "0.3333333333",
        "Units",
        "33.33",
    )
    assert one(found.rows, "", "free")["ListUnitPrice"] == "0.00"


def test_hostile_text_is_harmless(tmp_path: Path) -> None:
    """No cell is a formula or an escape sequence, whatever the title, the ids and the activities are."""
    usage = r"""
version: 1
title: "=cmd|'/c calc'!A0"
price_book: mainland-activity
usage: {"@SUM(1+1)": {calls: {2021-01: 1000}}, "<script>\e[31m": {calls: {2021-01: 600}}}
orders:
  - {id: "+1+1", item: licence, for: "@SUM(1+1)", package: 1, date: 2021-01-01}
  - {id: "-1\u202e", item: call_pack, size: 100k, date: 2021-01-01}
"""
    file = tmp_path / "usage.yaml"
    file.write_text(usage, encoding="utf-8")
    ran = ffbill("estimate", file, "-f", "focus", "-q")
    assert ran.status == 0, ran.err
    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    rows = read(ran.out)
    for row in rows:
        for name, cell in row.items():
            number = re.fullmatch(r"-?\d+\.\d+", cell)
            assert number or not cell.startswith(("=", "+", "-", "@")), (name, cell)
    assert rows[0]["x_Title"] == "'=cmd|'/c calc'!A0"
    assert {row["ResourceId"] for row in rows} >= {"'@SUM(1+1)", "'+1+1/1"}


def test_month_shows_its_rows_only() -> None:
    file = ROOT / "sample_usage/expiring_pack.yaml"
    whole = read(ffbill("estimate", file, "-f", "focus", "-q").out)
    part = read(ffbill("estimate", file, "-f", "focus", "-q", "--month", "2025-06").out)
    assert part == [row for row in whole if row["x_Month"] == "2025-06"]
    assert part
    assert len(part) < len(whole)


def test_the_view_changes_nothing() -> None:
    """Both costs stand in every row, so the view asked for does not matter."""
    file = ROOT / "sample_usage/qps_campaign.yaml"
    cash, used = (
        ffbill("estimate", file, "-f", "focus", "-q", "--view", view).out
        for view in ("cash", "amortised")
    )
    assert cash == used
