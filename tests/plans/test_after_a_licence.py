"""Free calls that are left when a licence ends, where calls beyond them are refused then (`licence_end: refused`).

They are kept (RULES 7.1), and what QPS there is after a licence is stated nowhere, so none is judged (RULES 7.2). All
days have a peak of 2, which the free test's 1 QPS does not serve before a licence.
"""

from pathlib import Path

import pytest

from tests.tools import estimate_json, json_of

BOOK = """
book: 1
id: tiny
title: Tiny
currency: CNY
settlement: {days: [1, 1]}
activities:
  free: {calls: 4, qps: 1}
  licences:
    1: {calls: 5, qps: 2, materials: 5, change_days: 365, price: 2.9}
  licence_days: 33
  call_packs: {sizes: [{calls: 3, price: 4.67}]}
  pay_as_you_go: {tiers: [{at_least: 0, unit_price: 2.0}]}
"""


@pytest.mark.parametrize(
    ("calls", "orders", "total"),
    [
        # A licence on 1 January is over on 3 February: the fourth free call serves the 6th. One licence, 2.90.
        ("2024-01-01: 3, 2024-02-06: 1", "", "2.90"),
        # The 20th needs a licence again, and one from that day on serves 20 March too; one from the 6th on, the next
        # day with calls, would be over on 10 March: 2 x 2.90, not 3 x 2.90.
        ("2024-01-01: 3, 2024-02-06: 1, 2024-02-20: 1, 2024-03-20: 1", "", "5.80"),
        # A licence of last December that is over on 3 January: nothing is bought any more. 2.90 in all.
        (
            "2024-02-06: 4",
            "orders: [{id: L, item: licence, for: a, package: 1, date: 2023-12-01, bought: true}]",
            "2.90",
        ),
    ],
    ids=["served", "renewed when they are gone", "after a fact"],
)
def test_they_serve_after_it(
    calls: str, orders: str, total: str, tmp_path: Path
) -> None:
    """No licence is bought for what they serve."""
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    usage, plan = tmp_path / "usage.yaml", tmp_path / "plan.yaml"
    usage.write_text(
        f"version: 1\nprice_book: ./book.yaml\nassumptions: {{licence_end: refused}}\n{orders}\n"
        f"usage: {{a: {{calls: {{{calls}}}, peak_qps: 2}}}}\n",
        encoding="utf-8",
    )
    answer = json_of("recommend", usage, "--write", plan)
    assert answer["best"]["total"] == total
    assert answer["best"]["proof"]["status"] == "optimal"
    assert "plan_overlooked" not in str(answer)
    assert estimate_json(plan)["total"] == total
