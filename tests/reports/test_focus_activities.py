"""The FOCUS export where each activity has a pay-as-you-go tier of its own: whose calls a row is of, and their list price."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.reports.test_focus import Row, check, exported, read
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import ffbill

FILE = """version: 1
price_book: mainland
assumptions: {postpaid_scope: activity}
usage: {A: {calls: {2025-03: 1200500}}, B: {calls: {2025-03: 200k}}}
orders:
  - {id: A, item: licence, for: A, package: 1, date: 2025-03-01}
  - {id: B, item: licence, for: B, package: 1, date: 2025-03-01}
  - {id: P, item: call_pack, size: 1M, date: 2025-03-11}
"""


def rows_of(tmp_path: Path, text: str = FILE) -> list[Row]:
    file = tmp_path / "usage.yaml"
    file.write_text(text, encoding="utf-8")
    found = exported(file)
    check(found)
    return found.rows


def by_activity(rows: list[Row], part: str) -> dict[str, tuple[str, str, str]]:
    """How many calls of a part each activity has, at which list price, and what it cost in effect."""
    return {
        row["ResourceId"]: (
            row["PricingQuantity"],
            row["ListUnitPrice"],
            row["EffectiveCost"],
        )
        for row in rows
        if row["x_Part"] == part
    }


def test_tiers_of_each_activity(tmp_path: Path) -> None:
    """A's 1,200,500 calls reach 0.012 without packs, B's 200,000 reach 0.02. Until the pack of the 11th A has 387,258
    (1,200,500 x 10 / 31), 500 of them free and 10,000 of its licence: 376,758 billed, which reach 0.02, 7,535.16. B has
    64,516, so 54,016 billed: 1,080.32. A draws 813,242, B 135,484, together 948,726 of 1,000,000: 15,179.616 of the
    16,000.00, of which A's are 13,011.872 and B's the rest to the cent, 15,179.62 - 13,011.87."""
    rows = rows_of(tmp_path)
    assert by_activity(rows, "metered") == {
        "A": ("376758.0", "0.02", "7535.16"),
        "B": ("54016.0", "0.02", "1080.32"),
    }
    assert by_activity(rows, "free") == {
        "A": ("500.0", "0.012", "0.00"),
        "B": ("500.0", "0.02", "0.00"),
    }
    assert by_activity(rows, "included") == {
        "A": ("10000.0", "0.012", "0.00"),
        "B": ("10000.0", "0.02", "0.00"),
    }
    assert by_activity(rows, "drawn") == {
        "A": ("813242.0", "0.012", "13011.87"),
        "B": ("135484.0", "0.02", "2167.75"),
    }
    drawn = [row for row in rows if row["x_Part"] == "drawn"]
    assert {row["CommitmentDiscountId"] for row in drawn} == {"P/1"}
    assert {row["PricingUnit"] for row in drawn} == {"Requests"}


def test_one_tier_of_the_account(tmp_path: Path) -> None:
    """All 1,400,500 calls reach 0.012; what is the account's is no activity's: 948,726 calls drawn in one row."""
    rows = rows_of(tmp_path, FILE.replace("scope: activity", "scope: account"))
    assert by_activity(rows, "drawn") == {"": ("948726.0", "0.012", "15179.62")}
    assert by_activity(rows, "metered") == {"": ("430774.0", "0.02", "8615.48")}
    assert by_activity(rows, "free")["B"] == ("500.0", "0.012", "0.00")


def test_licences_that_all_draw_on(tmp_path: Path) -> None:
    """20,000 calls of both licences serve both on the one day. A, the first by name, has 9,500 calls, 500 of them free,
    and draws 9,000."""
    text = (
        "version: 1\nprice_book: mainland\n"
        "assumptions: {postpaid_scope: activity, licence_pack_scope: account}\n"
        "usage: {A: {calls: {2025-03-01: 9500}}, B: {calls: {2025-03-01: 12k}}}\n"
        "orders: [{id: A, item: licence, for: A, package: 1, date: 2025-03-01},\n"
        "  {id: B, item: licence, for: B, package: 1, date: 2025-03-01}]\n"
    )
    included = [row for row in rows_of(tmp_path, text) if row["x_Part"] == "included"]
    calls = [(r["x_Order"], r["ResourceId"], r["PricingQuantity"]) for r in included]
    # B draws 11,500: 1,000 that are left of A's 10,000, then 10,000 of its own; 500 are billed.
    assert calls == [("A", "A", "9000.0"), ("A", "B", "1000.0"), ("B", "B", "10000.0")]
    assert {row["ListUnitPrice"] for row in included} == {"0.02"}


def test_an_activity_that_is_called_account(tmp_path: Path) -> None:
    """Under one tier its pay-as-you-go calls are still the whole account's."""
    text = FILE.replace("B", "account")
    assert set(by_activity(rows_of(tmp_path, text), "metered")) == {"A", "account"}
    text = text.replace("scope: activity", "scope: account")
    assert set(by_activity(rows_of(tmp_path, text), "metered")) == {""}


@pytest.mark.parametrize("reading", ["activity", "account"])
def test_the_reading_is_named_where_it_decides_the_tier(
    reading: str, tmp_path: Path
) -> None:
    text = FILE.replace("scope: activity", f"scope: {reading}")
    rows = [row for row in rows_of(tmp_path, text) if row["x_Part"] == "metered"]
    named = f"tier_basis=billable postpaid_scope={reading}"
    assert {row["x_Assumptions"] for row in rows} == {named}
    file = tmp_path / "usage.yaml"
    [bill] = json.loads(ffbill("estimate", file, "-f", "json", "-q").out)["bills"]
    lines = [line for line in bill["lines"] if line["kind"] == "pay_as_you_go"]
    assert all(
        line["assumptions"] == ["tier_basis", "postpaid_scope"] for line in lines
    )
    # A single activity is in the same tier either way.
    one_only = (
        "version: 1\nprice_book: mainland\nusage: {A: {calls: {2025-03: 30k}}}\n"
        f"assumptions: {{postpaid_scope: {reading}}}\n"
        "orders: [{id: A, item: licence, for: A, package: 1, date: 2025-03-01}]\n"
    )
    [row] = [r for r in rows_of(tmp_path, one_only) if r["x_Part"] == "metered"]
    assert row["x_Assumptions"] == "tier_basis=billable"


@pytest.mark.parametrize("licences", ["own_activity", "account"])
def test_random_scenarios(licences: str, tmp_path: Path) -> None:
    """The laws hold under this reading too, and no call is priced as part of a pack."""
    readings = f"{{postpaid_scope: activity, licence_pack_scope: {licences}}}"
    file = tmp_path / "world.yaml"
    for seed in range(25):
        usage = random_usage(seed, "mainland")
        usage["assumptions"] = {
            **usage.get("assumptions", {}),
            "postpaid_scope": "activity",
            "licence_pack_scope": licences,
        }
        file.write_text(to_yaml(usage), encoding="utf-8")
        ran = ffbill("estimate", file, "-f", "focus", "-q")
        assert ran.status in (0, 2), (seed, readings)
        if ran.status:
            continue
        check(exported(file))
        for row in read(ran.out):
            if row["x_Part"] in ("drawn", "free", "included", "metered"):
                assert row["PricingUnit"] == "Requests"
                assert row["ResourceId"]
                assert Decimal(row["ListUnitPrice"])
