"""Real bills: the difference, and the readings that explain it.

Image calls 0.065, from 10,000 in a month 0.050, from 100,000 on 0.035. Mainland: licences 5,000 and 20,000 CNY for
365 days, 100,000 shared calls 1,700, calls 0.02. Every amount stands beside its sum, worked by hand from the price documents (RULES 11, 12).
"""

from pathlib import Path

import pytest

from tests.by_hand.amounts import Answer, Money, months
from tests.tools import estimate_json, usage_file


def real(path: Path, *words: str) -> Answer:
    """What the answer says about real bills."""
    found: Answer = estimate_json(path, *words)["actual"]
    return found


TOTAL, AFTER_PAID = {"tier_basis": "total"}, {"tier_basis": "after_paid_packs"}


@pytest.mark.parametrize(
    ("billed", "difference", "explained", "settled"),
    [
        # 110,000 - 1,000 - 100,000 = 9,000 x 0.065; 10,000 reach 0.050: 450.00; 110,000 reach 0.035: 315.00.
        ("585.00", "0.00", [{}], {"tier_basis": ["billable"]}),
        ("450.00", "-135.00", [AFTER_PAID], {"tier_basis": ["after_paid_packs"]}),
        ("315.00", "-270.00", [TOTAL], {"tier_basis": ["total"]}),
        ("315.01", "-269.99", [], {}),
    ],
)
def test_one_real_bill_settles_the_tier(
    tmp_path: Path,
    billed: str,
    difference: str,
    explained: list[Money],
    settled: dict[str, list[str]],
) -> None:
    """1,000 free calls and a pack of 100,000 before 9,000 billable ones: each reading reaches another tier."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-02: 110_000}}}}
        orders:
          - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-05}}
          - {{id: P-1, item: call_pack, for: image_basic, size: 100k, date: 2025-01-05}}
        actual: {{2025-02: {billed}}}
        """,
    )
    answer = real(path)
    (month,) = answer["months"]
    assert (month["estimated"], month["actual"], month["difference"]) == (
        "585.00",
        billed,
        difference,
    )
    assert month["explained_by"] == answer["explained_by"] == explained
    assert answer["settled"] == settled


BOTH_MONTHS = """
    usage:
      image_basic: {{calls: {{2025-01: 100_000, 2025-02: 100_000}}}}
    orders:
      - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}}
      - {{id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2025-02-01}}
    actual: {{2025-01: {january}, 2025-02: {february}}}
"""


@pytest.mark.parametrize(
    ("january", "february", "explained", "settled"),
    [
        # January, 1,000 free: 99,000 x 0.050 = 4,950.00 (billable), x 0.035 = 3,465.00 (the others, 100,000).
        # February, 1,000 of the pack: 60 + 4,950.00 (99,000 by all but total), 60 + 3,465.00 (total).
        ("3465.00", "5010.00", [AFTER_PAID], ["after_paid_packs"]),
        ("4950.00", "5010.00", [{}], ["billable"]),
        ("3465.00", "3525.00", [TOTAL], ["total"]),
        (
            "4950.00",
            "3525.00",
            [],
            None,
        ),  # each month has a reading, both together have none
    ],
)
def test_two_real_bills_must_have_one_reading(
    tmp_path: Path,
    january: str,
    february: str,
    explained: list[Money],
    settled: list[str] | None,
) -> None:
    """January tells billable from the others, February total from the others."""
    answer = real(
        usage_file(tmp_path, BOTH_MONTHS.format(january=january, february=february))
    )
    assert answer["explained_by"] == explained
    assert answer["settled"] == ({"tier_basis": settled} if settled else {})
    assert all(month["explained_by"] for month in answer["months"])


@pytest.mark.parametrize(
    ("billed", "explained", "settled"),
    [
        # The pack lives on 14 January: 100,400 - 1,000 - 1,000 = 98,400 x 0.050 (99,400 after paid packs).
        (
            "4920.00",
            [{}],
            {
                "pack_validity": ["same_date_next_year"],
                "tier_basis": ["billable", "after_paid_packs"],
            },
        ),
        # All 100,400 reach 0.035: 98,400 x 0.035.
        (
            "3444.00",
            [TOTAL],
            {"pack_validity": ["same_date_next_year"], "tier_basis": ["total"]},
        ),
        # The pack ended on 13 January: 99,400 x 0.050.
        (
            "4970.00",
            [{"pack_validity": "365_days"}],
            {"pack_validity": ["365_days"], "tier_basis": ["billable"]},
        ),
        # It ended, and 100,400 reach 0.035: 99,400 x 0.035.
        (
            "3479.00",
            [
                {"pack_validity": "365_days", **AFTER_PAID},
                {"pack_validity": "365_days", **TOTAL},
            ],
            {
                "pack_validity": ["365_days"],
                "tier_basis": ["after_paid_packs", "total"],
            },
        ),
    ],
)
def test_one_real_bill_settles_two_questions(
    tmp_path: Path, billed: str, explained: list[Money], settled: dict[str, list[str]]
) -> None:
    """A pack of 15 January 2024 ends with 14 January 2025, or after 365 days with the 13th."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          image_basic: {{calls: {{2025-01-14: 2000, 2025-01-20: 98_400}}}}
        orders:
          - {{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}}
          - {{id: P-1, item: call_pack, for: image_basic, size: 1k, date: 2024-01-15}}
        actual: {{2025-01: {billed}}}
        """,
    )
    answer = real(path)
    in_order = sorted(
        answer["explained_by"], key=lambda found: str(found.get("tier_basis"))
    )
    assert in_order == explained
    assert {name: sorted(values) for name, values in answer["settled"].items()} == {
        name: sorted(values) for name, values in settled.items()
    }


@pytest.mark.parametrize(
    ("billed", "day"),
    [("0.65", "1"), ("1.30", "2"), ("1.95", "3")],  # 10, 20, 30 x 0.065
)
def test_a_real_bill_settles_the_day_of_settlement(
    tmp_path: Path, billed: str, day: str
) -> None:
    """200 x 0.065 = 13.00 of January leave 10.00 - 13.00 = -3.00 on the day of settlement: the service stops on the
    next, after 1, 2 or 3 days of February with 10 calls each."""
    path = usage_file(
        tmp_path,
        f"""
        account:
          balance: {{date: 2025-01-01, amount: 10.00}}
        usage:
          image_basic: {{calls: {{2025-01: 200, 2025-02-01: 10, 2025-02-02: 10, 2025-02-03: 10}}}}
        actual: {{2025-02: {billed}}}
        """,
    )
    answer = real(path)
    assert answer["explained_by"] == [{} if day == "1" else {"settlement_day": day}]
    assert answer["settled"] == {"settlement_day": [day]}


@pytest.mark.parametrize(
    ("billed", "scope"),
    [("200.00", "own_activity"), ("0.00", "account")],
)
def test_a_real_bill_settles_who_draws_on_a_licence(
    tmp_path: Path, billed: str, scope: str
) -> None:
    """b makes 20,500 calls: 500 free, 10,000 of its licence; 10,000 are postpaid at 0.02, 200.00, unless the 300,000 of
    a serve all activities."""
    path = usage_file(
        tmp_path,
        f"""
        usage:
          a: {{calls: {{2021-02: 100}}}}
          b: {{calls: {{2021-02: 20_500}}}}
        orders:
          - {{id: L-1, item: licence, for: a, package: 2, date: 2021-01-01}}
          - {{id: L-2, item: licence, for: b, package: 1, date: 2021-01-01}}
        actual: {{2021-02: {billed}}}
        """,
        book="mainland",
    )
    answer = real(path)
    assert answer["explained_by"] == [
        {} if scope == "own_activity" else {"licence_pack_scope": scope}
    ]
    assert answer["settled"] == {"licence_pack_scope": [scope]}


def test_a_postpaid_bill_settles_the_tier(tmp_path: Path) -> None:
    """1,005,000 calls, 500 free and 10,000 of the licence: 994,500 x 0.02 = 19,890.00, or x 0.012 = 11,934.00 when all
    of them pass a million; 995,000 after paid packs do not."""
    path = usage_file(
        tmp_path,
        """
        usage:
          a: {calls: {2021-02: 1_005_000}}
        orders:
          - {id: L-1, item: licence, for: a, package: 1, date: 2021-01-01}
        actual: {2021-02: 11934.00}
        """,
        book="mainland",
    )
    answer = real(path)
    assert answer["months"][0]["estimated"] == "19890.00"
    assert answer["explained_by"] == [TOTAL]
    assert answer["settled"] == {"tier_basis": ["total"]}


def test_a_real_bill_below_zero(tmp_path: Path) -> None:
    """Of 450 the 400 in cash come back in February: -400.00; a bill of -399.99 has no reading."""
    text = """
        usage:
          image_basic: {{calls: {{2025-01: 0}}}}
        orders:
          - {{id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-03,
             paid: {{cash: 400, voucher: 50}}}}
        actual: {{2025-02: {billed}}}
    """
    exact = real(usage_file(tmp_path, text.format(billed="-400.00")))
    assert (exact["months"][0]["difference"], exact["explained_by"]) == ("0.00", [{}])
    near = real(usage_file(tmp_path, text.format(billed="-399.99")))
    assert (near["months"][0]["difference"], near["explained_by"]) == ("0.01", [])


def test_a_real_refund_settles_the_last_day_for_it(tmp_path: Path) -> None:
    """Delivered on 28 January, returned on 4 February, D+7: a real bill of -400.00 is none that the stricter reading,
    whose last day is the 3rd, could give."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-01: 0}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-28, refunded: 2025-02-04,
             paid: {cash: 400, voucher: 50}}
        actual: {2025-02: -400.00}
        """,
    )
    answer = real(path)
    assert answer["explained_by"] == [{}]
    assert answer["settled"] == {"refund_window": ["delivery_day_is_day_0"]}


def test_a_real_bill_is_compared_with_what_is_paid_in_either_view(
    tmp_path: Path,
) -> None:
    """February pays 450 for the pack of which it uses 135.00."""
    path = usage_file(
        tmp_path,
        """
        usage:
          image_basic: {calls: {2025-02: 3000}}
        orders:
          - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}
        actual: {2025-02: 450.00}
        """,
    )
    answer = estimate_json(path, "--view", "amortised")
    assert months(answer) == {"2025-02": "135.00"}
    assert answer["actual"]["months"][0]["estimated"] == "450.00"
    assert answer["actual"]["months"][0]["difference"] == "0.00"
    assert answer["actual"]["explained_by"] == [{}]
