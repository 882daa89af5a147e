"""A stranger's table prices right, and what a book does not sell is refused.

Amounts are worked by hand from the tables written here.
"""

from pathlib import Path

import pytest

from tests.files.book_tools import HEAD, A, G, Result, estimate, write
from tests.tools import ffbill, usage_file


def estimate_refused(folder: Path, book: str, usage: str) -> str:
    """What is said on standard error when nothing is computed."""
    write(folder, ours=book)
    ran = ffbill("estimate", usage_file(folder, usage, book="./ours.yaml"))
    assert (ran.status, ran.out) == (2, ""), ran.err
    return ran.err


def lines(result: Result) -> list[tuple[str, str, str, str, str, str]]:
    """Every bill line: month, kind, whom it is for, quantity, unit price and amount."""
    return [
        (
            bill["month"],
            line["kind"],
            line["for"],
            line["quantity"],
            line["unit_price"],
            line["amount"],
        )
        for bill in result["bills"]
        for line in bill["lines"]
    ]


def totals(result: Result) -> dict[str, str]:
    """Each bill's total by month."""
    return {bill["month"]: bill["total"] for bill in result["bills"]}


def notes(result: Result) -> list[tuple[str, str, str | None]]:
    """Code, month and amount of each warning and note."""
    return [
        (warning["code"], warning["month"], warning["amount"])
        for warning in result["warnings"]
    ]


STRANGER = """
id: scans-2025
currency: EUR
settlement: {days: [5]}
groups:
  text_scan:
    call_packs:
      sizes: [{calls: 5_000, price: 70}, {calls: 500, price: 9}, {calls: 50_000, price: 400.50}]
    pay_as_you_go:
      tiers:
        - {above: 0, up_to: 1_000, unit_price: 0.03}
        - {above: 1_000, up_to: 20_000, unit_price: 0.022}
        - {above: 20_000, unit_price: 0.0125}
"""
"""Another vendor's table: tiers that hold their upper bound, three packs, no QPS, no clauses."""


def test_a_strangers_book_prices_as_well_as_ours(tmp_path: Path) -> None:
    """The engine knows no vendor: tiers, packs, settlement and names are the book's."""
    result = estimate(
        tmp_path,
        STRANGER,
        """
usage:
  text_scan:
    calls: {2025-01: 1_000, 2025-02: 1_001, 2025-03: 26_000, 2025-04: 20_000, 2025-05: 0, 2025-06: 60_000}
    peak_qps: 900
orders:
  - {id: P-1, item: call_pack, for: text_scan, size: 5_000, date: 2025-03-01}
  - {id: P-2, item: call_pack, for: text_scan, size: 500, quantity: 2, date: 2025-06-01}
  - {id: P-3, item: call_pack, for: text_scan, size: 50k, date: 2025-06-01}
""",
    )
    assert result["price_book"] == {"id": "scans-2025", "currency": "EUR"}
    assert lines(result) == [
        (
            "2025-01",
            "pay_as_you_go",
            "text_scan",
            "1000",
            "0.03",
            "30.00",
        ),  # 1,000 x 0.03, the upper bound is in
        (
            "2025-02",
            "pay_as_you_go",
            "text_scan",
            "1001",
            "0.022",
            "22.02",
        ),  # 1,001 x 0.022 = 22.022
        ("2025-03", "call_pack", "text_scan", "1", "70", "70.00"),
        # 26,000 - 5,000 from the pack = 21,000; x 0.0125 = 262.50
        ("2025-03", "pay_as_you_go", "text_scan", "21000", "0.0125", "262.50"),
        (
            "2025-04",
            "pay_as_you_go",
            "text_scan",
            "20000",
            "0.022",
            "440.00",
        ),  # 20,000 x 0.022
        ("2025-06", "call_pack", "text_scan", "2", "9", "18.00"),  # 2 x 9
        ("2025-06", "call_pack", "text_scan", "1", "400.50", "400.50"),
        # 60,000 - 50,000 - 2 x 500 = 9,000; x 0.022 = 198.00
        ("2025-06", "pay_as_you_go", "text_scan", "9000", "0.022", "198.00"),
    ]
    assert totals(result) == {
        "2025-01": "30.00",
        "2025-02": "22.02",
        "2025-03": "332.50",  # 70.00 + 262.50
        "2025-04": "440.00",
        "2025-05": "0.00",  # no calls reach no tier
        "2025-06": "616.50",  # 18.00 + 400.50 + 198.00
    }
    assert result["total"] == "1441.02"  # 30.00 + 22.02 + 332.50 + 440.00 + 616.50
    assert result["bills"][0]["settles"] == ["2025-02-05", "2025-02-05"]
    assert (
        result["bills"][0]["lines"][0]["clauses"][0]
        == "ours.yaml: groups.text_scan.pay_as_you_go"
    )
    # No QPS limit is stated, so a peak of 900 passes none.
    assert notes(result) == [
        ("dead_zone", "2025-01", "7.98"),  # 30.00 - 1,001 x 0.022 = 30.00 - 22.02
        (
            "dead_zone",
            "2025-04",
            "189.99",
        ),  # 440.00 - 20,001 x 0.0125 = 440.00 - 250.01 (250.0125)
    ]


def test_months_outside_in_force_are_refused(tmp_path: Path) -> None:
    """Usage and orders lie in the time for which the book states prices; each that does not is named."""
    book = STRANGER + "in_force: {from: 2025-02-01, until: 2025-04-01}\n"
    inside = "usage: {text_scan: {calls: {2025-02: 100, 2025-03: 100}}}\n"
    assert estimate(tmp_path, book, inside)["total"] == "6.00"  # 2 x 100 x 0.03
    said = estimate_refused(
        tmp_path,
        book,
        """
usage: {text_scan: {calls: {2025-01: 100, 2025-02: 100, 2025-04: 100}}}
orders:
  - {item: call_pack, for: text_scan, size: 500, date: 2025-03-31}
  - {item: call_pack, for: text_scan, size: 500, date: 2025-04-01}
""",
    )
    places = [
        line.split(": ")[1]
        for line in said.splitlines()
        if line.startswith(str(tmp_path))
    ]
    assert places == [
        "usage.text_scan.calls.2025-01",
        "usage.text_scan.calls.2025-04",
        "orders[2].date",
    ]
    assert said.count("'scans-2025' is in force (2025-02-01 to before 2025-04-01)") == 3


def test_a_month_only_partly_in_force_is_refused(tmp_path: Path) -> None:
    """A whole month that begins before the book does has calls without a price; its later days may be given."""
    book = STRANGER + "in_force: {from: 2025-02-15}\n"
    said = estimate_refused(
        tmp_path, book, "usage: {text_scan: {calls: {2025-02: 100}}}\n"
    )
    assert "outside the time in which the price book 'scans-2025' is in force" in said
    days = "usage: {text_scan: {calls: {2025-02-15..2025-02-28: 100}}}\n"
    assert estimate(tmp_path, book, days)["total"] == "3.00"  # 100 x 0.03


ONLY_PACKS = HEAD + "groups: {scan: {call_packs: {sizes: [{calls: 500, price: 9}]}}}\n"


def test_calls_beyond_the_packs_without_pay_as_you_go_are_refused(
    tmp_path: Path,
) -> None:
    """What packs hold is deducted; one call more has no price, so nothing is answered and the missing part is named."""
    order = "orders: [{item: call_pack, for: scan, size: 500, date: 2025-01-01}]\n"
    held = estimate(
        tmp_path, ONLY_PACKS, f"usage: {{scan: {{calls: {{2025-01: 500}}}}}}\n{order}"
    )
    assert (held["complete"], held["total"]) == (True, "9.00")
    said = estimate_refused(
        tmp_path, ONLY_PACKS, f"usage: {{scan: {{calls: {{2025-01: 501}}}}}}\n{order}"
    )
    assert "usage.scan: 1 calls of 2025-01 are beyond what packs hold" in said
    assert "the price book has no 'pay_as_you_go' for scan" in said


@pytest.mark.parametrize(
    ("licences", "missing"),
    [
        (
            "",
            "40 calls of 2025-01 need a licence, and the price book has no 'licences'",
        ),
        (
            "  licence_days: 31\n  licences: {one: {calls: 30, qps: 1, materials: 1, change_days: 1, price: 5}}\n",
            "10 calls of 2025-01 are beyond what packs hold, and the price book has no 'pay_as_you_go' for account",
        ),
    ],
)
def test_activities_beyond_what_is_sold_are_refused(
    tmp_path: Path, licences: str, missing: str
) -> None:
    """100 calls, 60 of them free: the other 40 need a licence; of these one holds 30, and 10 need a unit price."""
    order = (
        "orders: [{item: licence, for: poster, package: one, date: 2025-01-01}]\n"
        if licences
        else ""
    )
    usage = f"usage: {{poster: {{calls: {{2025-01: 100}}}}}}\n{order}"
    assert missing in estimate_refused(
        tmp_path, f"{A}  free: {{calls: 60}}\n{licences}", usage
    )


@pytest.mark.parametrize(
    ("book", "order", "message"),
    [
        (
            ONLY_PACKS,
            "item: qps, for: scan, qps: 5, days: 3",
            "orders[1].qps: the book sells no QPS for scan",
        ),
        (
            G + "    qps: {limit: 3, tiers: [{above: 0, day: 9}]}\n",
            "item: qps, for: scan, qps: 5, months: 1",
            "orders[1].qps: the book sells no QPS of 5 by the month for scan",
        ),
        (
            G + "    qps: {limit: 3}\n",
            "item: qps, for: scan, qps: 5, days: 1",
            "orders[1].qps: the book sells no QPS of 5 by the day for scan",
        ),
        (
            ONLY_PACKS,
            "item: call_pack, for: scan, size: 1k",
            "orders[1].size: the book sells no call_pack of 1,000; it sells 500",
        ),
        (
            ONLY_PACKS,
            "item: material_pack, for: scan, size: 10",
            "orders[1].size: the book sells no material_pack of 10; it sells none",
        ),
        (
            ONLY_PACKS,
            "item: free_pack, for: scan",
            "orders[1]: the price book has no 'free_pack' for scan",
        ),
        (
            ONLY_PACKS,
            "item: licence, for: scan, package: 1",
            "orders[1].item: the price book 'ours' sells no licence; it sells free_pack, call_pack, qps, material_pack",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: licence, for: poster, package: 1",
            "orders[1].package: the book has no licence '1'; it has none",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: qps_upgrade, for: poster, qps: 10, days: 1",
            "orders[1].qps: the book sells no QPS upgrades",
        ),
        (
            A + "  free: {calls: 5}\n",
            "item: call_pack, size: 500",
            "orders[1].size: the book sells no call_pack of 500; it sells none",
        ),
    ],
)
def test_what_is_not_sold_cannot_be_ordered(
    tmp_path: Path, book: str, order: str, message: str
) -> None:
    """An order the book has no price for is refused at its place, and told what is missing."""
    said = estimate_refused(
        tmp_path, book, f"orders:\n  - {{{order}, date: 2025-01-01}}\n"
    )
    assert f": {message}\n" in said


def test_qps_mode_is_refused_where_no_qps_is_sold(tmp_path: Path) -> None:
    """A group without QPS has no QPS mode."""
    usage = "usage: {scan: {calls: {2025-01: 5}, billing_mode: qps}}\n"
    assert "the price book has no 'qps' for this group" in estimate_refused(
        tmp_path, ONLY_PACKS, usage
    )


POSTERS = """
id: posters-2025
currency: JPY
settlement: {days: [10]}
activities:
  free: {calls: 100, qps: 2}
  licence_days: 30
  licences:
    basic: {calls: 1_000, qps: 5, materials: 3, change_days: 10, price: 299}
    plus: {calls: 500, qps: 8, materials: 20, change_days: 30, price: 999.90}
  qps_upgrade: {unit: 5, day: 12.5, most: 20, window_days: 10}
  call_packs: {sizes: [{calls: 2_000, price: 150}]}
  pay_as_you_go: {tiers: [{at_least: 0, below: 1_000, unit_price: 0.10}, {at_least: 1_000, unit_price: 0.08}]}
"""
"""Activities with other numbers than the mainland's, and tiers that hold their lower bound."""


def test_an_activities_book_of_ones_own_prices_right(tmp_path: Path) -> None:
    """Free calls, licence, shared pack, postpaid: the same order with the book's own numbers and terms."""
    result = estimate(
        tmp_path,
        POSTERS,
        """
usage:
  poster:
    calls: {2025-06: 5_100, 2025-07-01..2025-07-30: 1_499}
    peak_qps: {2025-06-03..2025-06-06: 15, 2025-07: 8}
    materials: {2025-06: 3, 2025-07: 20}
orders:
  - {id: L-1, item: licence, for: poster, package: basic, date: 2025-06-01}
  - {id: L-2, item: licence, for: poster, package: plus, date: 2025-07-01}
  - {id: P-1, item: call_pack, size: 2_000, date: 2025-06-01}
  - {id: U-1, item: qps_upgrade, for: poster, qps: 10, start: 2025-06-03, days: 4, date: 2025-06-01}
""",
    )
    assert (result["complete"], result["currency"]) == (True, "JPY")
    assert lines(result) == [
        ("2025-06", "licence", "poster", "1", "299", "299.00"),
        ("2025-06", "call_pack", "account", "1", "150", "150.00"),
        # 10 QPS are 2 units of 5; 2 x 4 days x 12.5 = 100.00
        ("2025-06", "qps_upgrade", "poster", "8", "12.5", "100.00"),
        # 5,100 - 100 free - 1,000 of the licence - 2,000 of the pack = 2,000; x 0.08 = 160.00
        ("2025-06", "pay_as_you_go", "account", "2000", "0.08", "160.00"),
        ("2025-07", "licence", "poster", "1", "999.90", "999.90"),
        # 1,499 - 500 of the licence = 999, below 1,000; x 0.10 = 99.90
        ("2025-07", "pay_as_you_go", "account", "999", "0.10", "99.90"),
    ]
    assert totals(result) == {
        "2025-06": "709.00",  # 299.00 + 150.00 + 100.00 + 160.00
        "2025-07": "1099.80",  # 999.90 + 99.90
    }
    assert result["total"] == "1808.80"
    assert result["bills"][0]["settles"] == ["2025-07-10", "2025-07-10"]
    # 30 days with the day of purchase: 1 to 30 June, and 1 to 30 July
    assert {
        pack["order"]: (pack["last_day"], pack["used"]) for pack in result["packs"]
    } == {
        "L-1": ("2025-06-30", 1_000),
        "P-1": ("2025-06-30", 2_000),
        "L-2": ("2025-07-30", 500),
    }
    # Peaks: 15 = 5 + 10, 8 = 8; materials: 3 = 3, 20 = 20. So there is nothing to warn of.
    assert notes(result) == [("dead_zone", "2025-07", "19.90")]  # 99.90 - 1,000 x 0.08


@pytest.mark.parametrize(
    ("upgrade", "message"),
    [
        ("qps: 12, days: 1", "upgrades are sold in units of 5 QPS, not 12"),
        (
            "qps: 20, days: 1",
            "25 QPS on 2025-06-01 with the fixed QPS; at most 20",
        ),  # 5 + 20
        # 3 June and 10 days: to the 12th; 1 June and 10 days: before the 11th
        (
            "qps: 5, start: 2025-06-03, days: 10",
            "the days of an upgrade lie within 10 days from the order's date",
        ),
    ],
)
def test_the_limits_of_an_upgrade_are_the_books_own(
    tmp_path: Path, upgrade: str, message: str
) -> None:
    """Unit, most and window are read from the book."""
    orders = (
        "orders:\n"
        "  - {item: licence, for: poster, package: basic, date: 2025-06-01}\n"
        f"  - {{item: qps_upgrade, for: poster, {upgrade}, date: 2025-06-01}}\n"
    )
    assert message in estimate_refused(tmp_path, POSTERS, orders)


def test_a_calls_price_with_four_decimals_is_rounded_half_up_once_per_line(
    tmp_path: Path,
) -> None:
    """A line is exact until its end: neither days nor months nor the total are rounded on the way."""
    book = """
id: agreed-2025
extends: intl
groups:
  image_basic: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.0475}]}}
  video_single_face: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.0125}]}}
"""
    result = estimate(
        tmp_path,
        book,
        """
usage:
  image_basic: {calls: {2025-01: 12_350, 2025-02: 12_347}}
  video_single_face: {calls: {2025-01-07: 1, 2025-01-08: 1, 2025-02: 1}}
""",
    )
    assert lines(result) == [
        (
            "2025-01",
            "pay_as_you_go",
            "image_basic",
            "12350",
            "0.0475",
            "586.63",
        ),  # 586.625, a half: up
        (
            "2025-01",
            "pay_as_you_go",
            "video_single_face",
            "2",
            "0.0125",
            "0.03",
        ),  # 0.025; by days it were 2 x 0.01
        (
            "2025-02",
            "pay_as_you_go",
            "image_basic",
            "12347",
            "0.0475",
            "586.48",
        ),  # 586.4825
        (
            "2025-02",
            "pay_as_you_go",
            "video_single_face",
            "1",
            "0.0125",
            "0.01",
        ),  # 0.0125
    ]
    assert totals(result) == {
        "2025-01": "586.66",  # 586.63 + 0.03; exact 586.65
        "2025-02": "586.49",  # 586.48 + 0.01; exact 586.495, which would round to 586.50
    }
    assert result["total"] == "1173.15"  # 586.66 + 586.49


def test_a_reading_that_is_no_number_of_qps_is_refused(tmp_path: Path) -> None:
    """`qps_reading` names the assumption that decides a licence's QPS; `tier_basis` decides none."""
    book = POSTERS.replace("qps: 5,", "qps: 5, qps_reading: tier_basis,")
    usage = "usage: {poster: {calls: {2025-06: 1}}}\n"
    orders = (
        "orders: [{item: licence, for: poster, package: basic, date: 2025-06-01}]\n"
    )
    assert "qps_reading" in estimate_refused(tmp_path, book, usage + orders)


@pytest.mark.parametrize(
    ("more", "days", "listed"),
    # January's 20,500 calls: 500 free, 10,000 of the licence, 10,000 x 0.02 = 200.00 settled on the day of the range.
    [
        ("", "1", []),
        ("settlement: {days: [2, 4]}\n", "1", ["settlement_day"]),
        ("settlement: {days: [2, 4]}\n", "3", ["settlement_day"]),
        ("settlement: {days: [2, 2]}\n", "1", []),
        ("refund: {window_days: 7}\n", "1", ["refund_window"]),
    ],
)
def test_what_a_book_leaves_open_is_listed(
    more: str, days: str, listed: list[str], tmp_path: Path
) -> None:
    """8: every result lists the assumptions in force, a range of days and a window of a mainland book too."""
    book = f"book: 1\nid: ours\nextends: mainland\n{more}"
    usage = f"""
        assumptions: {{settlement_day: {days}}}
        usage: {{a: {{calls: {{2025-01: 20500}}}}}}
        orders: [{{id: L, item: licence, package: 1, for: a, date: 2025-01-01}}]
        """
    result = estimate(tmp_path, book, usage)
    of_both_shapes = {"settlement_day", "refund_window"}
    assert sorted(of_both_shapes & result["assumptions"].keys()) == listed
    [settled] = [
        line for line in result["bills"][0]["lines"] if line["amount"] == "200.00"
    ]
    # The 1st is the shipped book's own day; a range begins on the 2nd, its third day is the 4th.
    first = 2 if "settlement" in more else 1
    assert settled["date"] == f"2025-02-0{first + int(days) - 1}"


def test_a_time_for_which_no_qps_is_sold_is_named_in_chinese(tmp_path: Path) -> None:
    book = "book: 1\nextends: intl\nid: own\ngroups: {image_basic: {qps: {limit: 3, clause: image-qps, tiers: [{above: 0, day: 75}]}}}\n"
    (tmp_path / "book.yaml").write_text(book, "utf-8")
    file = tmp_path / "usage.yaml"
    order = "{item: qps, for: image_basic, qps: 5, months: 1, date: 2025-01-05}"
    file.write_text(
        f"version: 1\nprice_book: ./book.yaml\norders: [{order}]\n", "utf-8"
    )
    assert (
        "不为 image_basic 按月出售 5 QPS"
        in ffbill("estimate", file, "--lang", "zh").err
    )
