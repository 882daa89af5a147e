"""What each month used, rather than paid: worked by hand, and conserved to the cent for any scenario."""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.reports.data.estimate_json import estimate_json as as_json
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import ROOT, SAMPLES, estimate_json, ffbill, usage_file

IMAGE = "image_basic"


def used(answer: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """By month: kind, quantity and amount of each line."""
    return {
        bill["month"]: [
            (line["kind"], line["quantity"], line["amount"]) for line in bill["lines"]
        ]
        for bill in answer["bills"]
    }


def test_a_pack_costs_the_months_that_draw_on_it_and_the_month_it_ends(
    tmp_path: Path,
) -> None:
    """0.10 for 1,000 calls: 333 cost 0.0333, so 0.03; 666 cost 0.0666, so 0.07 less 0.03; 1,000 less those 0.03."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 333, 2025-02-03: 333, 2026-01-20: 10}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15, price: 0.10}]\n",
    )
    answer = estimate_json(file, "--view", "amortised")
    months = used(answer)
    assert answer["view"] == "amortised"
    assert months["2025-01"] == [("call_pack", "333", "0.03")]
    assert months["2025-02"] == [("call_pack", "333", "0.04")]
    assert months["2025-03"] == []
    # The pack ends with 2026-01-14, so the 10 calls of the 20th are pay-as-you-go: 10 x 0.065.
    assert months["2026-01"] == [
        ("call_pack", "334", "0.03"),
        ("pay_as_you_go", "10", "0.65"),
    ]
    assert answer["prepaid"] == {"month": "2026-01", "total": "0.00", "orders": []}
    assert answer["total"] == "0.75"


def test_two_packs_of_an_order_are_spread_by_themselves(tmp_path: Path) -> None:
    """Two packs for 0.05 in all: 0.03 and 0.02. The first is used up in January, half of the second in February."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 1000, 2025-02-03: 500}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-15, price: 0.05}]\n",
    )
    answer = estimate_json(file, "--view", "amortised")
    assert used(answer) == {
        "2025-01": [("call_pack", "1000", "0.03")],
        "2025-02": [("call_pack", "500", "0.01")],
    }
    assert answer["prepaid"]["orders"] == [
        {"order": "P", "pack": 2, "for": IMAGE, "amount": "0.01"}
    ]
    assert (answer["total"], answer["prepaid"]["total"]) == ("0.04", "0.01")


def test_what_is_prepaid_is_that_at_the_end_of_the_last_month_shown(
    tmp_path: Path,
) -> None:
    """60.00 for 1,000 calls: 100 in January, 6.00, 300 in February, 18.00. Left: 54.00, then 36.00."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 100, 2025-02-03: 300}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15}]\n",
    )
    assert (
        estimate_json(file, "--view", "amortised", "--month", "2025-01")["prepaid"][
            "total"
        ]
        == "54.00"
    )
    assert estimate_json(file, "--view", "amortised")["prepaid"]["total"] == "36.00"
    shown = ffbill("estimate", file, "--view", "amortised", "--month", "2025-01").out
    assert "Paid and not yet used by the end of 2025-01" in shown


def test_qps_costs_the_days_in_force(tmp_path: Path) -> None:
    """60 QPS for 3 days at 60: 10,800.00; one day in June 3,600.00, two in July 7,200.00."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-07-01: 10}, billing_mode: qps}}\n"
        "orders: [{id: Q, item: qps, for: image_basic, qps: 60, days: 3, date: 2025-06-30}]\n",
    )
    answer = estimate_json(file, "--view", "amortised")
    assert used(answer) == {
        "2025-06": [("qps", "1", "3600.00")],
        "2025-07": [("qps", "2", "7200.00")],
    }


MONTHS = (
    "usage: {image_basic: {calls: {2025-03-15: 10}, billing_mode: qps}}\n"
    "orders: [{id: Q, item: qps, for: image_basic, qps: 20, months: 2, date: 2025-01-31}]\n"
)


def test_months_of_qps_cost_their_days_under_the_reading_in_force(
    tmp_path: Path,
) -> None:
    """20 QPS x 1,700 x 2 months = 68,000.00 for 59 days (31 January to 30 March).

    1 day: 68,000 / 59 = 1,152.542, so 1,152.54. 29 days: 33,423.728, so 33,423.73, of it February 32,271.19.
    March has the rest, 34,576.27. Under 30_days there are 60 days: 1,133.33 and (29 days) 32,866.67 less that.
    """
    file = usage_file(tmp_path, MONTHS)
    answer = estimate_json(file, "--view", "amortised")
    assert used(answer) == {
        "2025-01": [("qps", "1", "1152.54")],
        "2025-02": [("qps", "28", "32271.19")],
        "2025-03": [("qps", "30", "34576.27")],
    }
    other = estimate_json(file, "--view", "amortised", "--assume", "qps_month=30_days")
    assert [line[2] for month in used(other).values() for line in month] == [
        "1133.33",
        "31733.34",
        "35133.33",
    ]


def test_what_a_reading_changes_is_told_of_the_view_shown(tmp_path: Path) -> None:
    """The cash is the same under every qps_month; the first month's use is not (1,152.54 or 1,133.33)."""
    file = usage_file(tmp_path, MONTHS)
    assert "30_days" not in {
        other["value"] for other in estimate_json(file)["alternatives"]
    }
    others = estimate_json(file, "--view", "amortised", "--month", "2025-01")[
        "alternatives"
    ]
    assert {
        "assumption": "qps_month",
        "value": "30_days",
        "total": "1133.33",
        "difference": "-19.21",
        "complete": True,
        "refused": 0,
        "undetermined": 0,
    } in others


def test_a_licence_costs_its_days(tmp_path: Path) -> None:
    """5,000 for 365 days from 20 January: 12 days 164.384, so 164.38; 40 days 547.945, less that 383.57."""
    file = tmp_path / "usage.yaml"
    file.write_text(
        "version: 1\nprice_book: mainland\nusage: {spring: {calls: {2021-01-21: 600, 2021-02-01: 10}}}\n"
        "orders: [{id: L, item: licence, for: spring, package: 1, date: 2021-01-20}]\n",
        encoding="utf-8",
    )
    answer = estimate_json(file, "--view", "amortised")
    assert used(answer) == {
        "2021-01": [("licence", "12", "164.38")],
        "2021-02": [("licence", "28", "383.57")],
    }
    assert answer["prepaid"]["total"] == "4452.05"  # 5,000.00 - 164.38 - 383.57


def test_a_returned_pack_costs_what_does_not_come_back() -> None:
    """3,000 paid, 2,800 returned (a voucher of 200 is not): July has both, and 5,000 calls at 0.065 = 325.00."""
    answer = estimate_json(
        ROOT / "sample_usage" / "refunded_order.yaml", "--view", "amortised"
    )
    assert used(answer)["2025-07"] == [
        ("call_pack", "100000", "3000.00"),
        ("refund", "-1", "-2800.00"),
        ("pay_as_you_go", "5000", "325.00"),
    ]
    assert answer["prepaid"]["orders"] == []


def test_calls_used_outside_the_file_are_told_apart(tmp_path: Path) -> None:
    """60 for 1,000 calls, of which 250 were used elsewhere: 15.00 of them, then 100 calls: 6.00; the rest 39.00."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 100}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15, used_calls: 250}]\n",
    )
    answer = estimate_json(file, "--view", "amortised")
    assert used(answer) == {
        "2025-01": [("call_pack", "250", "15.00"), ("call_pack", "100", "6.00")]
    }
    assert [line["description"] for line in answer["bills"][0]["lines"]] == [
        "call pack 1,000 (P): used outside these months",
        "call pack 1,000 (P): calls drawn",
    ]
    assert (
        answer["bills"][0]["lines"][1]["arithmetic"]
        == "60.00 x 350 / 1,000 - 60.00 x 250 / 1,000"
    )
    assert answer["prepaid"]["total"] == "39.00"


def test_gates_hold_for_the_view_shown(tmp_path: Path) -> None:
    """The pack costs 60.00 in cash and 6.00 by use."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 100}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15}]\n",
    )
    assert ffbill("estimate", file, "--fail-over", "6").status == 1
    assert (
        ffbill("estimate", file, "--fail-over", "6", "--view", "amortised").status == 0
    )
    assert (
        ffbill("estimate", file, "--fail-over", "5.99", "--view", "amortised").status
        == 1
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_table_says_what_is_prepaid(sample: Path) -> None:
    prepaid = estimate_json(sample, "--view", "amortised")["prepaid"]["total"]
    shown = ffbill("estimate", sample, "--view", "amortised").out
    assert ("Paid and not yet used" in shown) == (prepaid != "0.00")


def cents(text: str) -> int:
    return int(Decimal(text) * 100)


def rounded(exact: Fraction) -> int:
    return int(
        Decimal(exact.numerator * 100 / Decimal(exact.denominator)).quantize(
            Decimal(1), ROUND_HALF_UP
        )
    )


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_every_cent_is_counted_once(book: str, tmp_path: Path) -> None:
    """Used and prepaid are together what was paid, and up to each month an order has cost its exact share."""
    file = tmp_path / "world.yaml"
    spread = 0
    for seed in range(7000, 7060):
        file.write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
        scenario = load_scenario(str(file), None, {})
        cash = as_json(estimate(scenario, {}))
        answer = as_json(estimate(scenario, {}, EstimateOptions(view="amortised")))
        prepaid = answer["prepaid"]
        assert cents(answer["total"]) + cents(prepaid["total"]) == cents(
            cash["total"]
        ), seed
        assert all(cents(row["amount"]) > 0 for row in prepaid["orders"]), seed
        assert cents(prepaid["total"]) == sum(
            cents(row["amount"]) for row in prepaid["orders"]
        )
        assert kept(answer) == kept(cash), seed
        spread += check_single_packs(cash, answer)
    assert spread > 25


def test_parts_of_an_order_have_no_list_price(tmp_path: Path) -> None:
    """A pack's price is not that of the calls drawn; pay-as-you-go and materials keep theirs under a book's discount."""
    (tmp_path / "ours.yaml").write_text(
        "book: 1\nid: ours\ntitle: Ours\nextends: intl\ndiscount: 15%\n",
        encoding="utf-8",
    )
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01-20: 1200}}, video_single_face: {calls: {}}}\n"
        "orders:\n"
        "  - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-15}\n"
        "  - {id: M, item: material_pack, for: image_basic, size: 10, date: 2025-01-16}\n"
        "  - {id: Q, item: qps, for: video_single_face, qps: 10, days: 3, date: 2025-01-10}\n",
        book="./ours.yaml",
    )
    shown = ("kind", "quantity", "amount", "list_price", "discount")
    (bill,) = estimate_json(file, "--view", "amortised")["bills"]
    assert sorted(tuple(line[key] for key in shown) for line in bill["lines"]) == [
        # 60 less 15 % is 51, all drawn.
        ("call_pack", "1000", "51.00", None, None),
        # 60 - 51 = 9
        ("material_pack", "1", "51.00", "60", "9.00"),
        # 200 x 0.065 = 13.00; 0.065 less 15 % is 0.05525, x 200 = 11.05; 13.00 - 11.05 = 1.95
        ("pay_as_you_go", "200", "11.05", "0.065", "1.95"),
        # 10 x 3 x 136
        ("qps", "3", "4080.00", None, None),
    ]
    text = ffbill("estimate", file, "--view", "amortised", "-f", "csv").out
    rows = [
        (row["kind"], row["list_price"], row["discount"])
        for row in csv.DictReader(io.StringIO(text))
    ]
    assert ("call_pack", "", "") in rows
    assert ("pay_as_you_go", "0.065", "1.95") in rows


def kept(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines that no view moves."""
    lines = [line for bill in answer["bills"] for line in bill["lines"]]
    return [
        line
        for line in lines
        if line["kind"] in ("pay_as_you_go", "refund", "material_pack")
    ]


def check_single_packs(cash: dict[str, Any], answer: dict[str, Any]) -> int:
    """Orders of one pack: after each portion the pack has cost its price times the calls gone over its size."""
    sizes = {pack["order"]: pack["size"] for pack in cash["packs"]}
    alone = [pack["order"] for pack in cash["packs"]]
    paid = {
        line["order"]: line["amount"]
        for b in cash["bills"]
        for line in b["lines"]
        if line["kind"] == "call_pack"
    }
    lines = [
        line
        for bill in answer["bills"]
        for line in bill["lines"]
        if line["kind"] == "call_pack"
    ]
    checked = 0
    for order in {line["order"] for line in lines if alone.count(line["order"]) == 1}:
        gone = spent = 0
        for line in (line for line in lines if line["order"] == order):
            gone += int(line["quantity"])
            spent += cents(line["amount"])
            assert spent == rounded(Fraction(paid[order]) * gone / sizes[order])
            checked += 1
        assert gone <= sizes[order]
    return checked
