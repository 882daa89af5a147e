"""A licence that follows calls billed without one (`licence_end: postpaid`): worked by hand on a book of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.tools import json_of

BOOK = """
book: 1
id: tiny
title: Tiny
currency: CNY
settlement: {{days: [1, 1]}}
activities:
  licences:
    1: {{calls: 5, qps: 2, materials: 5, change_days: 365, price: {price}}}
  licence_days: 20
  pay_as_you_go: {{tiers: [{{at_least: 0, unit_price: 2.0}}]}}
"""
USAGE = """
version: 1
price_book: ./book.yaml
usage: {a: {calls: {2025-01-01: 5, 2025-02-01: 1, 2025-02-25: 5}}}
"""
BEYOND = """
version: 1
price_book: ./book.yaml
usage: {a: {calls: {2025-01-01: 5, 2025-02-01: 1, 2025-02-15: 2, 2025-03-01: 3}}}
"""


def recommended(folder: Path, price: str, usage_text: str = USAGE) -> dict[str, Any]:
    (folder / "book.yaml").write_text(BOOK.format(price=price), encoding="utf-8")
    usage = folder / "usage.yaml"
    usage.write_text(usage_text, encoding="utf-8")
    best = json_of("recommend", usage)["best"]
    assert isinstance(best, dict)
    return best


def test_a_licence_after_a_call_without_one(tmp_path: Path) -> None:
    """It is outside what the search proves, so nothing is called optimal, and the core finds it."""
    best = recommended(tmp_path, "3.0")
    # On 1 January a licence serves 5 calls: 3.00. It is over on the 21st. The call of 1 February without one is 2.00,
    # and a licence on the 25th serves 5 calls: 3.00. In all 8.00.
    #   one on 1 February too, the next day with calls: over on the 21st, 3 + 3 + 3 = 9.00; without that of the 25th
    #   3 + 3 + 5 x 2 = 16.00; none after the first: 3 + 6 x 2 = 15.00
    assert best["total"] == "8.00"
    assert best["proof"]["status"] == "bounded"


def test_a_licence_that_none_of_the_searched_plans_has(tmp_path: Path) -> None:
    """The best plan without it is no proof, though none of its orders can go."""
    best = recommended(tmp_path, "9.0", BEYOND)
    # A licence on 1 January: 9.00, over on the 21st. The call of 1 February is 2.00, and one on 15 February serves the 5
    # calls up to 6 March: 9.00. In all 20.00.
    #   none after the first: 9 + 6 x 2 = 21.00; one on 1 February, over on the 21st: 9 + 9 + 3 x 2 = 24.00
    assert best["total"] == "20.00"
    assert best["proof"]["status"] == "bounded"


@pytest.mark.parametrize("price", ["10.5", "20"])
def test_a_licence_that_costs_more_than_all_calls_after_it(
    price: str, tmp_path: Path
) -> None:
    """No such licence can pay: from the first day after the gap on there are 5 calls, at 2.00 10.00."""
    best = recommended(tmp_path, price)
    # The first licence, and the 6 calls of February without one.
    assert best["total"] == {"10.5": "22.50", "20": "32.00"}[price]
    assert best["proof"]["status"] == "optimal"
