"""A plan that was not proved is compared with its neighbours; amounts worked by hand on a book of its own."""

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
  licences:
    1: {calls: 1, qps: 2, materials: 5, change_days: 365, price: 1.0}
  licence_days: 365
  call_packs: {sizes: [{calls: 10, price: 12.0}]}
  pay_as_you_go:
    tiers:
      - {above: 0, up_to: 8, unit_price: 2.0}
      - {above: 8, unit_price: 1.0}
"""
USAGE = """
version: 1
price_book: ./book.yaml
assumptions: {postpaid_scope: activity}
usage:
  a: {calls: {2025-01-05: 6, 2025-02-05: 9, 2025-03-05: 5, 2025-04-05: 9}}
  b: {calls: {2025-01-05: 6, 2025-02-05: 9, 2025-03-05: 5, 2025-04-05: 9}}
"""


@pytest.fixture
def usage(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    path = tmp_path / "usage.yaml"
    path.write_text(USAGE, encoding="utf-8")
    return path


def test_one_pack_more_is_tried_where_tiers_are_apart(
    usage: Path, tmp_path: Path
) -> None:
    """Packs pay in two months for both together; in the others they would keep each from its cheaper tier."""
    plan = tmp_path / "plan.yaml"
    answer = json_of("recommend", usage, "--write", plan)
    # Two licences, 2 x 1.00, serve a call of each in January: 5 are left of each there and in March, 9 in February and
    # April. A pack in January and one in March hold their 10 calls: 2 x 12.00; February and April 9 x 1.00 of each,
    # 2 x 18.00. In all 2 + 24 + 36 = 62.00.
    #   no pack: January and March 5 x 2.00 of each, 2 x 20.00: 2 + 40 + 36 = 78.00; one pack: 70.00
    #   packs alone: six for 56 calls: 2 + 72 = 74.00
    #   each alone has no pack either: for its own 5 calls 12.00 are more than 10.00
    #   a third pack in February or April leaves 8 calls, of b, at 2.00: 12 + 16 in the place of 18
    assert answer["best"]["total"] == "62.00"
    assert estimate_json(plan)["total"] == "62.00"
    # As if one tier served both: 10 x 1.00 and 18 x 1.00 twice, 2 + 56 = 58.00; two lines in a month can round to a
    # cent less than one, so no plan is below 58.00 - 0.04.
    assert answer["best"]["proof"]["status"] == "bounded"
    assert answer["best"]["proof"]["lower_bound"] == "57.96"
    # The search had not proved anything, so this is no fault of ours.
    assert "plan_overlooked" not in str(answer)


def test_a_proved_plan_has_no_neighbours_tried(
    usage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It costs as much as no plan is below, so there is nothing to look for."""
    monkeypatch.setattr("facefusion_billing.plans.nearby.climbed", None)
    answer = json_of("recommend", usage, "--assume", "postpaid_scope=account")
    # One tier for both: 2 + 2 x (10 x 1.00 + 18 x 1.00).
    assert answer["best"]["total"] == "58.00"
    assert answer["best"]["proof"]["status"] == "optimal"
