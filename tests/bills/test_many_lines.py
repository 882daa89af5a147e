"""Bills of thousands of purchases: how often a file is metered, and how the steps grow."""

import csv
from bisect import bisect_left
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import yaml

from facefusion_billing.answers.reconciling.first_reaching import first_reaching
from facefusion_billing.files.bills.usage_text import _Values
from tests.bills.test_imports import BOUGHT, CALLS, HEADER, RETURNED, changed
from tests.laws.test_growth import steps


class TestFirstReaching:
    def test_as_by_halves(self) -> None:
        """Counts that never fall and grow by at most one from a number to the next."""
        chance = Random(3)
        for _ in range(2_000):
            grows = chance.random()
            rises = [int(chance.random() < grows) for _ in range(chance.randint(1, 60))]
            counts = list(accumulate(rises, initial=chance.randint(-5, 5)))
            wanted = chance.randint(-8, 40)
            found = first_reaching(counts.__getitem__, wanted, len(counts))
            assert found == bisect_left(counts, wanted)

    def test_few_tries_where_the_rest_counts_in_full(self) -> None:
        """The first 300 change nothing, each further one counts: 1,000 reach 700. By halves it takes 26 tries."""
        tried = []

        def count(number: int) -> int:
            tried.append(number)
            return max(number - 300, 0)

        assert first_reaching(count, 700, 50_000_000) == 1_000
        assert tried == [49_999_999, 999]


def test_what_orders_hold_is_the_yaml_that_it_was() -> None:
    """Numbers of orders are quoted where they would be read as whole numbers, and only there as they stand."""
    values = _Values()
    for text in ("20250310000000000000041", "089", "0", "1e3", "a, b", "yes", "}", ""):
        entry = {"id": text, "paid": {"cash": "100.00"}, "size": 1, "bought": True}
        assert yaml.safe_load(values.mapping(entry)) == entry
    assert values.mapping({"id": "41"}) == "{id: '41'}"


def test_refunds_are_not_held_against_every_purchase(tmp_path: Path) -> None:
    """So many purchases and refunds of one amount, none of which names the other's order: twice as many take twice
    the steps.
    """
    taken = []
    for number in (100, 200, 400):
        rows = [CALLS]
        for index in range(number):
            day = date(2025, 1, 1) + timedelta(index * 300 // number)
            own = {"交易ID": f"b{index}", "订单ID": f"o{index}"}
            rows.append(changed(BOUGHT, 扣费时间=f"{day} 00:00:00", **own))
            own = {"交易ID": f"r{index}", "订单ID": f"x{index}"}
            rows.append(changed(RETURNED, 扣费时间=f"{day} 00:00:00", **own))
        file = tmp_path / f"{number}.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows([HEADER, *rows])
        taken.append(steps("reconcile", file, "-f", "json"))
    assert taken[2] - taken[1] < 2.5 * (taken[1] - taken[0])
