"""Edges of the packs on sale, by hand; their totals, covers and windows stand against all combinations in `test_parts.py`."""

import pytest

import facefusion_billing.solver.odd_sizes as odd_sizes
from facefusion_billing.solver.catalogue import NEVER, Bought, Catalogue


def test_sizes_that_divide_each_other() -> None:
    assert Catalogue({10: 60, 100: 500, 400: 1_000}).chain
    assert not Catalogue({10: 60, 100: 500, 250: 1_000}).chain


def test_prices_are_whole_cents() -> None:
    """A pack of 100 as ten of 10."""
    assert str(Catalogue({10: 300, 100: 3_100}).price(120)) == "3600"


def test_nothing_covers_where_nothing_is_sold() -> None:
    assert Catalogue({}).cover(1) == Bought(0, NEVER)


class TestTotalsThatAreLookedAt:
    """Of sizes that do not divide each other 2,000 for each, and 12,000 for all."""

    def test_how_many(self) -> None:
        assert Catalogue({2: 5}).most_totals == 2_000
        # 12,000 / 7 = 1,714.3
        seven = dict.fromkeys((2, 3, 5, 7, 11, 13, 17), 9)
        assert Catalogue(seven).most_totals == 1_714

    @pytest.mark.parametrize(
        ("most", "totals", "is_exact"), [(2, [10, 11, 12], True), (1, [10, 12], False)]
    )
    def test_more(self, most: int, totals: list[int], is_exact: bool) -> None:
        """From 10 to 12: less than a pack of 2 above 10, and the multiple of 3."""
        packs = Catalogue({2: 3, 3: 4})
        packs.most_totals = most
        assert packs.totals(10, 12, (0, 1)) == totals
        assert packs.is_exact is is_exact

    def test_where_calls_are_worth_more_than_packs(self) -> None:
        """At 5 cents a call: less than a pack of 2 below 12."""
        assert Catalogue({2: 3, 3: 4}).totals(10, 12, (5, 1)) == [11, 12]

    def test_beyond_the_table_one_size_covers(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """95 calls: four packs of 30 for 160, or two of 50 for 100."""
        monkeypatch.setattr(odd_sizes, "MOST_WORK", 4)
        packs = Catalogue({30: 40, 50: 50})
        assert packs.cover(95) == Bought(100, 100)
        assert not packs.is_exact
