"""Each activity with tiers of its own (`postpaid_scope: activity`): no plan that the core would find cheaper stands.

Two activities with 700,000 calls in each of two months. Each has 500 free calls and, with licence 1 (5,000.00), 10,000
calls; 2 x (689,500 + 700,000) = 2,779,000 are left. Beyond its first million a month the account pays 0.012, an activity
of 700,000 pays 0.02 for all: 10,000.00 + 2,779,000 x 0.02 = 65,580.00 without packs. With two packs of 1,000,000
(32,000.00) and seven of 100,000 (11,900.00) 79,000 are left: 10,000 + 32,000 + 11,900 + 79,000 x 0.02 = 55,480.00. An
eighth pack would cost 1,700.00 to save 1,580.00.
"""

from pathlib import Path

import pytest

from tests.tools import ffbill, json_of, usage_file

USAGE = (
    "version: 1\nprice_book: mainland\nusage: {a: {calls: {2021-03: 700k, 2021-04: 700k}},"
    " b: {calls: {2021-03: 700k, 2021-04: 700k}}}\n"
)
APART = "assumptions: {postpaid_scope: activity}\n"
ORDERS = """orders:
  - {item: licence, for: a, package: 1, date: 2021-03-01}
  - {item: licence, for: b, package: 1, date: 2021-03-01}
  - {item: call_pack, size: 1M, quantity: 2, date: 2021-03-01}
  - {item: call_pack, size: 100k, quantity: 7, date: 2021-03-01}
"""


@pytest.mark.parametrize("text", [USAGE + APART, USAGE + APART + ORDERS])
def test_a_pack_that_does_not_pay_is_left_out(tmp_path: Path, text: str) -> None:
    file = usage_file(tmp_path, text)
    answer = json_of("recommend", file, "-q")
    assert answer["best"]["total"] == "55480.00"
    assert "keep it" not in ffbill("recommend", file, "-q").out


def test_the_other_reading_is_as_it_is_when_it_is_chosen(tmp_path: Path) -> None:
    """With one tier for all: a month of 1,379,000 or 1,400,000 calls at 0.012 is 16,548.00 + 16,800.00, with both
    licences 43,348.00; that plan costs 65,580.00 with tiers apart, 65,580 - 55,480 = 10,100.00 too much.
    """
    answer = json_of("recommend", usage_file(tmp_path, USAGE), "-q")
    assert answer["best"]["total"] == "43348.00"
    (row,) = (
        row for row in answer["alternatives"] if row["assumption"] == "postpaid_scope"
    )
    assert (row["best"], row["regret_of_plan"]) == ("55480.00", "10100.00")
