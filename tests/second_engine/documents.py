"""What the two price documents say in numbers, typed a second time, and the default readings."""

from __future__ import annotations

COMMON = {
    "tier_basis": "billable",
    "pack_order": "earliest_expiry",
    "qps_month": "same_day_next_month",
    "refund_window": "delivery_day_is_day_0",
    "settlement_day": "1",
    "licence_pack_scope": "own_activity",
    "licence_end": "postpaid",
    "postpaid_scope": "account",
    "licence_3_qps": "50",
}
INTERNATIONAL_DEFAULTS = {**COMMON, "pack_validity": "same_date_next_year"}
MAINLAND_DEFAULTS = {**COMMON, "pack_validity": "365_days"}

IMAGE, VIDEO, SHARED = "image_basic", "video_single_face", "account"
FREE_CALLS = {IMAGE: 1_000, VIDEO: 200}
FREE_MATERIALS = 10
ACTIVITY_FREE_CALLS = 500
CALL_PACKS: dict[str, dict[int, str]] = {
    IMAGE: {
        1_000: "60",
        10_000: "450",
        100_000: "3000",
        1_000_000: "17200",
        10_000_000: "45700",
    },
    VIDEO: {1_000: "180", 10_000: "1500", 100_000: "4300"},
    SHARED: {
        100_000: "1700",
        1_000_000: "16000",
        5_000_000: "48000",
        10_000_000: "85000",
        30_000_000: "126000",
    },
}
MATERIAL_PACKS = {IMAGE: {10: "60", 100: "460", 1_000: "3430"}, VIDEO: {10: "300"}}
# The least count of each tier, and its unit price. Mainland tiers hold their upper bound, so they
# begin one call after it.
UNIT_PRICES: dict[str, list[tuple[int, str]]] = {
    IMAGE: [
        (0, "0.065"),
        (10_000, "0.050"),
        (100_000, "0.035"),
        (1_000_000, "0.020"),
        (10_000_000, "0.006"),
    ],
    VIDEO: [(0, "0.20")],
    SHARED: [(1, "0.02"), (1_000_001, "0.012"), (5_000_001, "0.005")],
}
# The least QPS of each tier, then the price of one QPS for a day and for a month.
QPS_PRICES: dict[str, list[tuple[int, int, int]]] = {
    IMAGE: [(1, 75, 1700), (50, 60, 1450), (100, 50, 1300)],
    VIDEO: [(1, 180, 5000), (10, 160, 4500), (20, 150, 4250)],
}
# Included calls, price, materials.
LICENCES = {
    1: (10_000, "5000", 10),
    2: (300_000, "20000", 30),
    3: (5_000_000, "80000", 1_000),
}
MOST_MATERIALS = 1_000
UPGRADE_UNIT, UPGRADE_DAY = 10, 210
