"""Each sample usage file, priced by hand from the two documents.

Spread of a month of N calls over D days: calls up to the end of its k-th day = floor(N x k / D).
"""

from decimal import Decimal
from typing import Any

from tests.tools import ROOT, estimate_json

SAMPLES = ROOT / "sample_usage"
IMAGE = "image_basic"
VIDEO = "video_single_face"

Result = dict[str, Any]


def monthly(result: Result) -> dict[str, str]:
    """Each bill's total by month."""
    return {bill["month"]: bill["total"] for bill in result["bills"]}


def by_kind(result: Result) -> dict[str, str]:
    """The kinds which cost something."""
    return {
        kind: amount
        for kind, amount in result["by_kind"].items()
        if Decimal(amount) != 0
    }


def usage(
    *,
    calls: int,
    free: int = 0,
    packs: int = 0,
    billable: int = 0,
    qps_mode: int = 0,
    refused: int = 0,
) -> dict[str, int]:
    """An expected usage row, whose parts must add up to its calls."""
    assert free + packs + billable + qps_mode + refused == calls
    return {
        "calls": calls,
        "free": free,
        "packs": packs,
        "billable": billable,
        "qps_mode": qps_mode,
        "refused": refused,
        "undetermined": 0,
    }


def usage_row(result: Result, month: str, scope: str) -> dict[str, int]:
    """The counts of one scope in one month."""
    [bill] = [bill for bill in result["bills"] if bill["month"] == month]
    [row] = [row for row in bill["usage"] if row["for"] == scope]
    return {key: row[key] for key in usage(calls=0)}


def line(result: Result, month: str, kind: str, scope: str) -> tuple[str, str, str]:
    """Quantity, unit price and amount of the one line of this kind and scope in a month."""
    [bill] = [bill for bill in result["bills"] if bill["month"] == month]
    [found] = [
        each for each in bill["lines"] if (each["kind"], each["for"]) == (kind, scope)
    ]
    return found["quantity"], found["unit_price"], found["amount"]


def order_amounts(result: Result, month: str) -> dict[str, str]:
    """What each order costs in a month's bill."""
    [bill] = [bill for bill in result["bills"] if bill["month"] == month]
    lines = [each for each in bill["lines"] if each["order"] is not None]
    return {
        each["order"]: each["amount"] for each in lines if Decimal(each["amount"]) != 0
    }


def pack(result: Result, order: str) -> tuple[int, int, int, str]:
    """Used, remaining, expired and status of an order's one pack."""
    [found] = [each for each in result["packs"] if each["order"] == order]
    return found["used"], found["remaining"], found["expired"], found["status"]


def validity(result: Result, order: str) -> tuple[str, str, str]:
    """First day, end (exclusive) and last day of an order's one pack."""
    [found] = [each for each in result["packs"] if each["order"] == order]
    return found["from"], found["until"], found["last_day"]


def codes(result: Result) -> set[str]:
    """The codes of all warnings and notes."""
    return {warning["code"] for warning in result["warnings"]}


def noted(result: Result, code: str) -> dict[str, str]:
    """The amount of each warning of one code, by month."""
    return {
        each["month"]: each["amount"]
        for each in result["warnings"]
        if each["code"] == code
    }


def test_steady_app() -> None:
    """A growth series: start x 1.05^k, rounded half up, each month from the start."""
    result = estimate_json(SAMPLES / "steady_app.yaml")

    assert result["complete"] is True
    assert result["price_book"] == {"id": "intl-2024-11-07", "currency": "USD"}
    calls = {
        "2025-01": 80_000,  # the start
        "2025-02": 84_000,  # 80,000 x 1.05
        "2025-03": 88_200,  # 80,000 x 1.1025
        "2025-04": 92_610,  # 80,000 x 1.157625
        "2025-05": 97_241,  # 80,000 x 1.21550625 = 97,240.5, half up
        "2025-06": 102_103,  # 80,000 x 1.2762815625 = 102,102.525
        "2025-07": 107_208,  # 80,000 x 1.340095640625 = 107,207.65...
        "2025-08": 112_568,  # 80,000 x 1.40710042265625 = 112,568.03...
        "2025-09": 118_196,  # 80,000 x 1.4774554437890625 = 118,196.43...
        "2025-10": 124_106,  # 80,000 x 1.551328215978... = 124,106.25...
        "2025-11": 130_312,  # 80,000 x 1.628894626777... = 130,311.57... (iterated: 130,311)
        "2025-12": 136_827,  # 80,000 x 1.710339358116... = 136,827.14...
    }
    for month, count in calls.items():
        # The free pack's 1,000 calls go on 1 January: floor(80,000 x 1/31) = 2,580 calls that day.
        free = 1_000 if month == "2025-01" else 0
        expected = usage(calls=count, free=free, billable=count - free)
        assert usage_row(result, month, IMAGE) == expected
    assert monthly(result) == {
        "2025-01": "3950.00",  # 80,000 - 1,000 = 79,000 x 0.050 = 3,950.00
        "2025-02": "4200.00",  # 84,000 x 0.050 = 4,200.00
        "2025-03": "4410.00",  # 88,200 x 0.050 = 4,410.00
        "2025-04": "4630.50",  # 92,610 x 0.050 = 4,630.50
        "2025-05": "4862.05",  # 97,241 x 0.050 = 4,862.05
        "2025-06": "3573.61",  # 102,103 x 0.035 = 3,573.605, half up
        "2025-07": "3752.28",  # 107,208 x 0.035 = 3,752.28
        "2025-08": "3939.88",  # 112,568 x 0.035 = 3,939.88
        "2025-09": "4136.86",  # 118,196 x 0.035 = 4,136.86
        "2025-10": "4343.71",  # 124,106 x 0.035 = 4,343.71
        "2025-11": "4560.92",  # 130,312 x 0.035 = 4,560.92
        "2025-12": "4788.95",  # 136,827 x 0.035 = 4,788.945, half up
    }
    line_of_june = line(result, "2025-06", "pay_as_you_go", IMAGE)
    assert line_of_june == ("102103", "0.035", "3573.61")
    # January to May: 3,950.00 + 4,200.00 + 4,410.00 + 4,630.50 + 4,862.05 = 22,052.55
    # June to August: 3,573.61 + 3,752.28 + 3,939.88 = 11,265.77
    # September to December: 4,136.86 + 4,343.71 + 4,560.92 + 4,788.95 = 17,830.44
    # 22,052.55 + 11,265.77 + 17,830.44 = 51,148.76
    assert result["total"] == "51148.76"
    assert by_kind(result) == {"pay_as_you_go": "51148.76"}

    assert pack(result, "F-1") == (1_000, 0, 0, "exhausted")
    assert validity(result, "F-1") == ("2025-01-01", "2026-01-01", "2025-12-31")

    assert codes(result) == {"dead_zone", "old_price_book"}  # the last month is 2025-12
    # 100,000 calls cost 100,000 x 0.035 = 3,500.00: the least line above these counts.
    assert noted(result, "dead_zone") == {
        "2025-01": "450.00",  # 3,950.00 - 3,500.00
        "2025-02": "700.00",  # 4,200.00 - 3,500.00
        "2025-03": "910.00",  # 4,410.00 - 3,500.00
        "2025-04": "1130.50",  # 4,630.50 - 3,500.00
        "2025-05": "1362.05",  # 4,862.05 - 3,500.00
    }


def test_launch_spike() -> None:
    """Days and a range inside a month: what is left is spread over the month's other days."""
    result = estimate_json(SAMPLES / "launch_spike.yaml")

    assert result["complete"] is True
    # February: 6,000 over the 10th to the 28th (19 days), floor(6,000 x 1/19) = 315 on the first;
    # the free pack takes the first 1,000, 5,000 are left.
    assert usage_row(result, "2025-02", IMAGE) == usage(
        calls=6_000, free=1_000, billable=5_000
    )
    # March: 240,000 - 45,000 - 60,000 - 70,000 = 65,000 over 31 - 1 - 2 - 4 = 24 days.
    # The pack is usable on the 30th and 31st, the 23rd and 24th of these days:
    # 65,000 - floor(65,000 x 22/24) = 65,000 - 59,583 = 5,417 from the pack,
    # 240,000 - 5,417 = 234,583 to pay.
    assert usage_row(result, "2025-03", IMAGE) == usage(
        calls=240_000, packs=5_417, billable=234_583
    )
    # April: 90,000 <= 100,000 - 5,417 = 94,583 left in the pack.
    assert usage_row(result, "2025-04", IMAGE) == usage(calls=90_000, packs=90_000)

    assert line(result, "2025-02", "pay_as_you_go", IMAGE) == (
        "5000",
        "0.065",
        "325.00",  # 5,000 x 0.065 = 325.00
    )
    assert line(result, "2025-03", "pay_as_you_go", IMAGE) == (
        "234583",
        "0.035",
        "8210.41",  # 234,583 x 0.035 = 8,210.405, half up
    )
    assert order_amounts(result, "2025-03") == {
        "P-1": "3000.00"
    }  # 100,000-call pack, the list
    assert monthly(result) == {
        "2025-02": "325.00",
        "2025-03": "11210.41",  # 8,210.41 + 3,000.00
        "2025-04": "0.00",  # all from the pack
    }
    assert by_kind(result) == {
        "pay_as_you_go": "8535.41",  # 325.00 + 8,210.41
        "call_pack": "3000.00",
    }
    assert result["total"] == "11535.41"  # 8,535.41 + 3,000.00

    assert pack(result, "F-1") == (1_000, 0, 0, "exhausted")
    # 5,417 + 90,000 = 95,417 used; 100,000 - 95,417 = 4,583 left on 30 April 2025
    assert pack(result, "P-1") == (95_417, 4_583, 0, "valid")
    assert validity(result, "P-1") == ("2025-03-30", "2026-03-30", "2026-03-29")
    # 325.00 < 10,000 x 0.050 = 500.00 and 8,210.41 < 1,000,000 x 0.020 = 20,000.00: no dead zone.
    assert codes(result) == set()


def test_pack_mid_month() -> None:
    """A pack is usable from the start of the day of its order."""
    result = estimate_json(SAMPLES / "pack_mid_month.yaml")

    assert result["complete"] is True
    # May: up to the end of the 15th of 31 days floor(120,000 x 15/31) = floor(58,064.5...) = 58,064
    # to pay, then 120,000 - 58,064 = 61,936 from the pack.
    assert usage_row(result, "2025-05", IMAGE) == usage(
        calls=120_000, packs=61_936, billable=58_064
    )
    # June: 100,000 - 61,936 = 38,064 from the pack, 150,000 - 38,064 = 111,936 to pay.
    assert usage_row(result, "2025-06", IMAGE) == usage(
        calls=150_000, packs=38_064, billable=111_936
    )
    assert line(result, "2025-05", "pay_as_you_go", IMAGE) == (
        "58064",
        "0.050",
        "2903.20",  # 58,064 x 0.050 = 2,903.20 (58,064 billable reach the second tier)
    )
    assert line(result, "2025-06", "pay_as_you_go", IMAGE) == (
        "111936",
        "0.035",
        "3917.76",  # 111,936 x 0.035 = 3,917.76
    )
    # 2,500 cash + 500 voucher = 3,000.00: a voucher is a tender, no reduction
    assert order_amounts(result, "2025-05") == {"P-1": "3000.00"}
    assert monthly(result) == {
        "2025-05": "5903.20",  # 2,903.20 + 3,000.00
        "2025-06": "3917.76",
    }
    assert by_kind(result) == {
        "pay_as_you_go": "6820.96",  # 2,903.20 + 3,917.76
        "call_pack": "3000.00",
    }
    assert result["total"] == "9820.96"  # 6,820.96 + 3,000.00

    assert pack(result, "P-1") == (
        100_000,
        0,
        0,
        "exhausted",
    )  # 61,936 + 38,064 = 100,000
    assert validity(result, "P-1") == ("2025-05-16", "2026-05-16", "2026-05-15")
    # May: 2,903.20 < 3,500.00 and < 120,000 x 0.035 = 4,200.00; June: 3,917.76 < 5,250.00
    assert codes(result) == set()

    # Under tier_basis: total May's 120,000 calls reach 0.035: 58,064 x 0.035 = 2,032.24;
    # June's 150,000 stay at 0.035. 2,032.24 + 3,917.76 + 3,000.00 = 8,950.00,
    # 8,950.00 - 9,820.96 = -870.96.
    assert {
        "assumption": "tier_basis",
        "value": "total",
        "total": "8950.00",
        "difference": "-870.96",
        "complete": True,
        "refused": 0,
        "undetermined": 0,
    } in result["alternatives"]


def test_qps_campaign() -> None:
    """Calls in QPS mode are not metered; the order is charged whole on its own date."""
    result = estimate_json(SAMPLES / "qps_campaign.yaml")

    assert result["complete"] is True
    assert usage_row(result, "2025-05", IMAGE) == usage(
        calls=50_000, free=1_000, billable=49_000
    )
    # 182,000 - 120,000 = 62,000 outside the campaign
    assert usage_row(result, "2025-06", IMAGE) == usage(
        calls=182_000, qps_mode=120_000, billable=62_000
    )
    assert usage_row(result, "2025-07", IMAGE) == usage(calls=55_500, billable=55_500)

    assert line(result, "2025-05", "pay_as_you_go", IMAGE) == (
        "49000",
        "0.050",
        "2450.00",  # 49,000 x 0.050 = 2,450.00
    )
    assert line(result, "2025-06", "pay_as_you_go", IMAGE) == (
        "62000",
        "0.050",
        "3100.00",  # 62,000 x 0.050 = 3,100.00; the 120,000 count for no tier
    )
    # 50 <= 60 QPS < 100: 60 USD per QPS and day; 60 QPS x 60 USD x 3 days = 10,800.00
    assert order_amounts(result, "2025-05") == {"Q-1": "10800.00"}
    assert order_amounts(result, "2025-06") == {}
    assert monthly(result) == {
        "2025-05": "13250.00",  # 2,450.00 + 10,800.00
        "2025-06": "3100.00",
        "2025-07": "2775.00",  # 55,500 x 0.050 = 2,775.00
    }
    assert by_kind(result) == {
        "pay_as_you_go": "8325.00",  # 2,450.00 + 3,100.00 + 2,775.00
        "qps": "10800.00",
    }
    assert result["total"] == "19125.00"  # 8,325.00 + 10,800.00

    assert pack(result, "F-1") == (1_000, 0, 0, "exhausted")
    # Peaks: 12 and 14 <= 20, 58 <= 60. Lines: each < 100,000 x 0.035 = 3,500.00.
    assert codes(result) == set()


def test_expiring_pack() -> None:
    """A pack ends before the same date of the next year; what is left of it is lost."""
    result = estimate_json(SAMPLES / "expiring_pack.yaml")

    assert result["complete"] is True
    # 2,000 calls on 15 to 30 June 2024, all from the pack of the 15th
    assert usage_row(result, "2024-06", IMAGE) == usage(calls=2_000, packs=2_000)
    assert usage_row(result, "2024-10", IMAGE) == usage(calls=1_500, packs=1_500)
    assert usage_row(result, "2024-12", IMAGE) == usage(calls=3_100, packs=3_100)
    # June 2025, 3,000 calls over 30 days:
    #   1st to 14th: floor(3,000 x 14/30) = 1,400 from the old pack
    #   15th to 19th: floor(3,000 x 19/30) - 1,400 = 1,900 - 1,400 = 500 to pay
    #   20th to 30th: 3,000 - 1,900 = 1,100 from the new pack
    assert usage_row(result, "2025-06", IMAGE) == usage(
        calls=3_000, packs=2_500, billable=500
    )
    assert usage_row(result, "2025-07", IMAGE) == usage(calls=5_000, packs=5_000)

    assert line(result, "2025-06", "pay_as_you_go", IMAGE) == (
        "500",
        "0.065",
        "32.50",  # 500 x 0.065 = 32.50
    )
    assert order_amounts(result, "2024-06") == {
        "P-1": "450.00"
    }  # 10,000-call pack, the list
    assert order_amounts(result, "2025-06") == {"P-2": "450.00"}
    idle_from_july = [f"2024-{month:02}" for month in range(7, 13)]
    idle_to_may = [f"2025-{month:02}" for month in range(1, 6)]
    assert monthly(result) == {
        "2024-06": "450.00",
        **dict.fromkeys(
            idle_from_july + idle_to_may, "0.00"
        ),  # no calls, or all from the pack
        "2025-06": "482.50",  # 32.50 + 450.00
        "2025-07": "0.00",  # all from the new pack
    }
    assert by_kind(result) == {
        "pay_as_you_go": "32.50",
        "call_pack": "900.00",  # 2 x 450.00
    }
    assert result["total"] == "932.50"  # 32.50 + 900.00

    # 2,000 + 1,500 + 3,100 + 1,400 = 8,000 used; 10,000 - 8,000 = 2,000 expired
    assert pack(result, "P-1") == (8_000, 0, 2_000, "expired")
    assert validity(result, "P-1") == ("2024-06-15", "2025-06-15", "2025-06-14")
    # 1,100 + 5,000 = 6,100 used; 10,000 - 6,100 = 3,900 left on 31 July 2025
    assert pack(result, "P-2") == (6_100, 3_900, 0, "valid")
    assert validity(result, "P-2") == ("2025-06-20", "2026-06-20", "2026-06-19")

    assert codes(result) == {"pack_expired_unused"}
    # 2,000 of 10,000 calls for 450.00: 450.00 x 2,000 / 10,000 = 90.00
    assert noted(result, "pack_expired_unused") == {"2025-06": "90.00"}


def test_dead_zone() -> None:
    """A month just below a tier costs more than the tier's first count; a pack can put it there."""
    result = estimate_json(SAMPLES / "dead_zone.yaml")

    assert result["complete"] is True
    assert usage_row(result, "2025-09", IMAGE) == usage(calls=95_000, billable=95_000)
    # 105,000 - 10,000 from the pack = 95,000 to pay
    assert usage_row(result, "2025-10", IMAGE) == usage(
        calls=105_000, packs=10_000, billable=95_000
    )
    assert usage_row(result, "2025-11", IMAGE) == usage(calls=9_500, billable=9_500)
    assert line(result, "2025-10", "pay_as_you_go", IMAGE) == (
        "95000",
        "0.050",
        "4750.00",  # 95,000 x 0.050 = 4,750.00
    )
    assert order_amounts(result, "2025-10") == {
        "P-1": "450.00"
    }  # 10,000-call pack, the list
    assert monthly(result) == {
        "2025-09": "4750.00",  # 95,000 x 0.050 = 4,750.00
        "2025-10": "5200.00",  # 4,750.00 + 450.00
        "2025-11": "617.50",  # 9,500 x 0.065 = 617.50
    }
    assert by_kind(result) == {
        "pay_as_you_go": "10117.50",  # 4,750.00 + 4,750.00 + 617.50
        "call_pack": "450.00",
    }
    assert result["total"] == "10567.50"  # 10,117.50 + 450.00
    assert pack(result, "P-1") == (10_000, 0, 0, "exhausted")

    assert codes(result) == {"dead_zone", "pack_raised_bill"}
    assert noted(result, "dead_zone") == {
        "2025-09": "1250.00",  # 4,750.00 - 100,000 x 0.035 = 4,750.00 - 3,500.00
        "2025-10": "1250.00",  # the same count to pay
        "2025-11": "117.50",  # 617.50 - 10,000 x 0.050 = 617.50 - 500.00
    }
    # Without the pack: 105,000 x 0.035 = 3,675.00; 4,750.00 - 3,675.00 = 1,075.00
    assert noted(result, "pack_raised_bill") == {"2025-10": "1075.00"}


def test_mainland_campaign() -> None:
    """Free, licence, shared pack, postpaid; on one day the activity licensed first draws first."""
    result = estimate_json(SAMPLES / "mainland_campaign.yaml")
    spring, valentine = "春节换脸", "情人节合影"

    assert result["complete"] is True
    assert result["price_book"] == {"id": "mainland-activity", "currency": "CNY"}
    # January, 20th to 31st: 500 free, 10,000 of the licence, 12,500 - 10,500 = 2,000 to pay.
    assert usage_row(result, "2021-01", spring) == usage(
        calls=12_500, free=500, packs=10_000, billable=2_000
    )
    # February, spring: 140,000 / 28 = 5,000 a day; its licence is used up.
    #   1st to 5th, before the shared pack: 5 x 5,000 = 25,000 to pay
    #   6th to 23rd: 18 x 5,000 = 90,000 from the shared pack, 10,000 left in it
    # February, valentine: 378,000 over the 8th to the 28th (21 days) = 18,000 a day;
    #   free and licence end on its 17th day, the 24th: 17 x 18,000 = 306,000 > 300,500,
    #   so on the 24th 306,000 - 300,500 = 5,500 calls are beyond the licence.
    # The 24th: spring (licensed first) draws 5,000, 5,000 are left; valentine draws these and
    #   pays 5,500 - 5,000 = 500.
    # 25th to 28th: spring pays 4 x 5,000 = 20,000, valentine 4 x 18,000 = 72,000.
    # spring: 90,000 + 5,000 = 95,000 from the pack, 25,000 + 20,000 = 45,000 to pay
    assert usage_row(result, "2021-02", spring) == usage(
        calls=140_000, packs=95_000, billable=45_000
    )
    # valentine: 300,000 + 5,000 = 305,000 from packs, 500 + 72,000 = 72,500 to pay
    assert usage_row(result, "2021-02", valentine) == usage(
        calls=378_000, free=500, packs=305_000, billable=72_500
    )
    assert usage_row(result, "2021-03", spring) == usage(calls=60_000, billable=60_000)
    assert usage_row(result, "2021-03", valentine) == usage(
        calls=950_000, billable=950_000
    )

    # One postpaid line for the account, all activities together.
    assert line(result, "2021-01", "pay_as_you_go", "account") == (
        "2000",
        "0.02",
        "40.00",  # 2,000 x 0.02 = 40.00
    )
    assert line(result, "2021-02", "pay_as_you_go", "account") == (
        "117500",  # 45,000 + 72,500
        "0.02",
        "2350.00",  # 117,500 x 0.02 = 2,350.00
    )
    assert line(result, "2021-03", "pay_as_you_go", "account") == (
        "1010000",  # 60,000 + 950,000 > 1,000,000
        "0.012",
        "12120.00",  # 1,010,000 x 0.012 = 12,120.00
    )
    assert order_amounts(result, "2021-01") == {"L-1": "5000.00"}  # licence 1
    assert order_amounts(result, "2021-02") == {
        "L-2": "20000.00",  # licence 2
        "P-1": "1700.00",  # 100,000-call pack
        "U-1": "1890.00",  # 30 QPS = 3 units of 10; 3 x 210 x 3 days = 1,890.00
    }
    assert monthly(result) == {
        "2021-01": "5040.00",  # 5,000.00 + 40.00
        "2021-02": "25940.00",  # 20,000.00 + 1,700.00 + 1,890.00 + 2,350.00
        "2021-03": "12120.00",
    }
    assert by_kind(result) == {
        "licence": "25000.00",  # 5,000.00 + 20,000.00
        "call_pack": "1700.00",
        "qps_upgrade": "1890.00",
        "pay_as_you_go": "14510.00",  # 40.00 + 2,350.00 + 12,120.00
    }
    assert result["total"] == "43100.00"  # 5,040.00 + 25,940.00 + 12,120.00

    assert pack(result, "L-1") == (10_000, 0, 0, "exhausted")
    # 365 days, the day of purchase included
    assert validity(result, "L-1") == ("2021-01-20", "2022-01-20", "2022-01-19")
    assert pack(result, "L-2") == (300_000, 0, 0, "exhausted")
    assert pack(result, "P-1") == (100_000, 0, 0, "exhausted")  # 95,000 + 5,000
    # Peaks: 9 <= 10, 36 <= 10 + 30, 48 <= 50. Materials: 9 <= 10, 25 <= 30.
    # 2,350.00 and 12,120.00 are below the next tiers' first lines, 12,000.01 and 25,000.01.
    assert codes(result) == set()


def test_negotiated_book() -> None:
    """A book that extends the shipped one: what it overrides is its own, all else is the list."""
    result = estimate_json(SAMPLES / "negotiated_book.yaml")

    assert result["complete"] is True
    assert result["price_book"] == {"id": "acme-2025", "currency": "USD"}
    assert usage_row(result, "2025-01", IMAGE) == usage(calls=30_000, billable=30_000)
    # February: up to the end of the 17th of 28 days floor(130,000 x 17/28) = floor(78,928.5...)
    # = 78,928 to pay, then 130,000 - 78,928 = 51,072 from the pack.
    assert usage_row(result, "2025-02", IMAGE) == usage(
        calls=130_000, packs=51_072, billable=78_928
    )
    # March: 100,000 - 51,072 = 48,928 from the pack, 620,000 - 48,928 = 571,072 to pay.
    assert usage_row(result, "2025-03", IMAGE) == usage(
        calls=620_000, packs=48_928, billable=571_072
    )
    assert line(result, "2025-01", "pay_as_you_go", IMAGE) == (
        "30000",
        "0.045",
        "1350.00",  # 30,000 x 0.045 = 1,350.00
    )
    assert line(result, "2025-02", "pay_as_you_go", IMAGE) == (
        "78928",
        "0.032",
        "2525.70",  # 78,928 x 0.032 = 2,525.696, rounded
    )
    assert line(result, "2025-03", "pay_as_you_go", IMAGE) == (
        "571072",
        "0.018",
        "10279.30",  # 571,072 x 0.018 = 10,279.296, rounded
    )
    for month in ("2025-01", "2025-02", "2025-03"):
        assert usage_row(result, month, VIDEO) == usage(calls=600, billable=600)
        assert line(result, month, "pay_as_you_go", VIDEO) == (
            "600",
            "0.20",
            "120.00",  # 600 x 0.20 = 120.00, the list price
        )
    assert order_amounts(result, "2025-02") == {
        "P-1": "2600.00"
    }  # the agreed pack price
    assert monthly(result) == {
        "2025-01": "1470.00",  # 1,350.00 + 120.00
        "2025-02": "5245.70",  # 2,525.70 + 120.00 + 2,600.00
        "2025-03": "10399.30",  # 10,279.30 + 120.00
    }
    assert by_kind(result) == {
        # 1,350.00 + 2,525.70 + 10,279.30 + 3 x 120.00 = 14,515.00
        "pay_as_you_go": "14515.00",
        "call_pack": "2600.00",
    }
    assert result["total"] == "17115.00"  # 14,515.00 + 2,600.00
    assert pack(result, "P-1") == (100_000, 0, 0, "exhausted")  # 51,072 + 48,928
    # 1,350.00 < 50,000 x 0.032 = 1,600.00 and 2,525.70 < 500,000 x 0.018 = 9,000.00: no dead zone.
    assert codes(result) == set()


def test_daily_counts() -> None:
    """Counts read from a CSV: days as they are, a month spread, each group its own rows."""
    result = estimate_json(SAMPLES / "daily_counts.yaml")

    assert result["complete"] is True
    # November, image: 3,200 + 3,450 + 4,100 + 9,800 + 16,250 + 8,700 + 5,100 = 50,600;
    # the free pack takes the first 1,000 (of the 3,200 on the 24th).
    assert usage_row(result, "2025-11", IMAGE) == usage(
        calls=50_600, free=1_000, billable=49_600
    )
    assert usage_row(result, "2025-12", IMAGE) == usage(calls=30_000, billable=30_000)
    # November, video: 310 + 640 + 455 + 280 = 1,685
    #   27th: 200 free, 310 - 200 = 110 to pay; 28th: 640 to pay
    #   29th and 30th: 455 + 280 = 735 from the pack bought on the 29th
    #   110 + 640 = 750 to pay
    assert usage_row(result, "2025-11", VIDEO) == usage(
        calls=1_685, free=200, packs=735, billable=750
    )
    # December, video: 1,000 - 735 = 265 from the pack, 2,500 - 265 = 2,235 to pay
    assert usage_row(result, "2025-12", VIDEO) == usage(
        calls=2_500, packs=265, billable=2_235
    )

    assert line(result, "2025-11", "pay_as_you_go", IMAGE) == (
        "49600",
        "0.050",
        "2480.00",  # 49,600 x 0.050 = 2,480.00
    )
    assert line(result, "2025-11", "pay_as_you_go", VIDEO) == (
        "750",
        "0.20",
        "150.00",  # 750 x 0.20 = 150.00
    )
    assert line(result, "2025-12", "pay_as_you_go", IMAGE) == (
        "30000",
        "0.050",
        "1500.00",  # 30,000 x 0.050 = 1,500.00
    )
    assert line(result, "2025-12", "pay_as_you_go", VIDEO) == (
        "2235",
        "0.20",
        "447.00",  # 2,235 x 0.20 = 447.00
    )
    assert order_amounts(result, "2025-11") == {
        "P-1": "180.00"
    }  # video 1,000-call pack, the list
    assert monthly(result) == {
        "2025-11": "2810.00",  # 2,480.00 + 150.00 + 180.00
        "2025-12": "1947.00",  # 1,500.00 + 447.00
    }
    assert by_kind(result) == {
        "pay_as_you_go": "4577.00",  # 2,480.00 + 150.00 + 1,500.00 + 447.00
        "call_pack": "180.00",
    }
    assert result["total"] == "4757.00"  # 4,577.00 + 180.00

    assert pack(result, "F-1") == (1_000, 0, 0, "exhausted")
    assert pack(result, "F-2") == (200, 0, 0, "exhausted")
    assert pack(result, "P-1") == (1_000, 0, 0, "exhausted")  # 735 + 265
    # Peaks: image 19 <= 20, video 2 <= 2. Image lines < 100,000 x 0.035 = 3,500.00.
    assert codes(result) == {"old_price_book"}  # its last month is 2025-12


def test_mainland_unlicensed() -> None:
    """Without a licence an activity has its 500 free calls, once; further calls are refused."""
    result = estimate_json(SAMPLES / "mainland_unlicensed.yaml")
    activity = "六一童画"

    assert result["complete"] is False
    # 1,200 - 500 = 700 refused
    assert usage_row(result, "2021-05", activity) == usage(
        calls=1_200, free=500, refused=700
    )
    # the 500 are used up: all 300 refused
    assert usage_row(result, "2021-06", activity) == usage(calls=300, refused=300)
    # free and refused calls cost nothing: 0 calls to pay in each month
    assert monthly(result) == {"2021-05": "0.00", "2021-06": "0.00"}
    assert by_kind(result) == {}
    assert result["total"] == "0.00"
    assert codes(result) == {"refused_calls"}


def test_full_year() -> None:
    """A year with everything; its comments are the sums (docs/rules.md 2 to 5)."""
    result = estimate_json(SAMPLES / "full_year.yaml")

    assert (
        monthly(result)
        == {
            "2025-01": "1560.00",  # 31,000 - 1,000 free = 30,000 x 0.050 = 1,500.00, and a material pack for 60.00
            "2025-02": "2800.00",  # 56,000 x 0.050
            "2025-03": "3000.00",  # the pack; it serves all 62,000 calls
            "2025-04": "3600.00",  # 110,000 - 38,000 left in the pack = 72,000 x 0.050
            "2025-05": "4750.00",  # 95,000 x 0.050
            "2025-06": "12300.00",  # 60 QPS x 3 days x 60 = 10,800.00, and 30,000 x 0.050 = 1,500.00
            "2025-07": "4200.00",  # 120,000 x 0.035
            "2025-08": "4650.00",  # 93,000 x 0.050
            "2025-09": "1050.00",  # 30,000 less 9 days of 1,000 refused = 21,000 x 0.050
            "2025-10": "450.00",  # the pack; it serves all 8,000 calls
            "2025-11": "650.00",  # 15,000 - 2,000 left in the pack = 13,000 x 0.050
            "2025-12": "1000.00",  # 20,000 x 0.050
        }
    )
    # 1,560 + 2,800 + 3,000 + 3,600 + 4,750 + 12,300 + 4,200 + 4,650 + 1,050 + 450 + 650 + 1,000
    assert result["total"] == "40010.00"
    assert usage_row(result, "2025-06", IMAGE) == usage(
        calls=330_000, qps_mode=300_000, billable=30_000
    )
    assert usage_row(result, "2025-09", IMAGE) == usage(
        calls=30_000, refused=9_000, billable=21_000
    )
    # 8,000 - 1,500 - 3,000 - 2,800 + 5,000 - 3,600 + 15,000 - 4,750 - 10,800 - 1,500 + 6,000 - 4,200 = 1,850; the
    # settlement of August, 4,650, takes it to -2,800, so the service stops from 2 September to the top-up of the 11th.
    [stop] = result["account"]["suspensions"]
    assert (stop["from"], stop["until"], stop["refused"]) == (
        "2025-09-02",
        "2025-09-11",
        9_000,
    )
    assert (stop["top_up"], stop["top_up_by"]) == ("2800.00", "2025-09-01")
    # -2,800 + 6,000 - 450 - 1,050 - 650 - 1,000
    assert result["account"]["ledger"][-1]["balance"] == "50.00"
    # Dead zones end with 99,999 calls; 100,000 cost 3,500.00: 100.00, 1,250.00 and 1,150.00 less.
    assert noted(result, "dead_zone") == {
        "2025-04": "100.00",
        "2025-05": "1250.00",
        "2025-08": "1150.00",
    }
    # By the total of 110,000 calls April would be 72,000 x 0.035 = 2,520.00: its real bill excludes that reading.
    assert result["actual"]["settled"] == {
        "tier_basis": ["billable", "after_paid_packs"]
    }
    assert result["complete"] is False
