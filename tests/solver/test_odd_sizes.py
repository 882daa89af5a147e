"""Packs whose sizes do not divide each other, against a plain table of all totals, and by hand where the table ends."""

from random import Random

import pytest

import facefusion_billing.solver.odd_sizes as module
from facefusion_billing.solver.odd_sizes import NEVER, OddSizes


def table(prices: dict[int, int], last: int) -> list[int]:
    """The least price of each total, a pack added to what holds the others."""
    least = [0]
    for total in range(1, last + 1):
        rests = [
            least[total - size] + price
            for size, price in prices.items()
            if size <= total
        ]
        least.append(min([NEVER, *rests]))
    return least


@pytest.mark.parametrize(
    "sizes", [(2, 3, 5), (4, 6, 9), (4, 6, 10), (6, 10, 15), (5, 7, 8), (30, 50)]
)
def test_every_total_and_its_packs(sizes: tuple[int, ...]) -> None:
    for seed in range(12):
        rng = Random(seed)
        prices = {size: rng.randint(size, 3 * size) for size in sizes}
        odd = OddSizes(prices)
        for total, least in enumerate(table(prices, 90)):
            assert odd.least(total) == least, (prices, total)
            if least < NEVER:
                packs = odd.packs(total)
                assert sum(size * count for size, count in packs.items()) == total
                cost = sum(prices[size] * count for size, count in packs.items())
                assert cost == least, (prices, total)
        assert odd.is_exact


def test_a_large_total_is_nearly_all_the_pack_that_costs_least_a_call() -> None:
    """10^12 and 6 calls: two packs of 3, and the rest in packs of 5 for 5 cents each, which are written as whole numbers."""
    odd = OddSizes({3: 4, 5: 5})
    assert odd.least(10**12 + 6) == 10**12 + 8
    assert str(odd.packs(10**12 + 6)) == f"{{3: 2, 5: {2 * 10**11}}}"


class TestWhereTheTableEnds:
    """Rows times sizes are limited; beyond, one size makes a total by itself, and the answer is not exact."""

    def test_how_many_rows(self) -> None:
        assert OddSizes({3: 1}).most_rows == 1_000_000
        assert OddSizes({3: 1, 5: 1, 7: 1}).most_rows == 333_333

    def test_the_base_has_just_as_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """10 for two sizes are 5 rows, one for each remainder of 5. 12 calls are four packs of 3 for 4 each."""
        monkeypatch.setattr(module, "MOST_WORK", 10)
        odd = OddSizes({3: 4, 5: 5})
        assert [odd.least(calls) for calls in (1_003, 12)] == [1_004, 16]
        assert odd.packs(12) == {3: 4}
        assert odd.is_exact

    def test_the_base_has_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Two rows for packs of 3 and 5 units of 10 calls."""
        monkeypatch.setattr(module, "MOST_WORK", 4)
        odd = OddSizes({30: 40, 50: 50})
        assert odd.least(20) == NEVER
        assert odd.is_exact
        assert odd.least(100) == NEVER
        assert odd.is_exact is False
        # 100 is made of packs of 50 alone; 150 of either, and three of 50 cost 150, not 200.
        assert str(odd.packs(100)) == "{50: 2}"
        assert odd.packs(150) == {50: 3}
        assert OddSizes({30: 20, 50: 50}).packs(150) == {30: 5}
        # What no pack divides was known before.
        assert odd.least(105) == NEVER
