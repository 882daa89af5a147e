"""What QPS costs by its quantity, by hand."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.qps_cover import Ladder


def ladder(*rows: tuple[int, int], places: int = 0, down: bool = False) -> Ladder:
    """Tiers from first quantities and the digits of unit prices."""
    lasts = [*(first - 1 for first, _ in rows[1:]), None]
    tiers = (
        Tier(first, last, Price(digits, places))
        for (first, digits), last in zip(rows, lasts, strict=True)
    )
    return Ladder(TierTable(tuple(tiers), "at_least", "x"), down=down)


class TestRises:
    """Whether a unit price is higher than the one before, so that several orders can cost less than one."""

    @pytest.mark.parametrize(
        ("rows", "rises"),
        [
            ([(1, 10)], False),
            ([(1, 10), (5, 10)], False),
            ([(1, 10), (5, 11)], True),
            ([(1, 10), (5, 8), (9, 9)], True),
        ],
    )
    def test_by_however_little(self, rows: list[tuple[int, int]], rises: bool) -> None:
        """Also by a millionth."""
        assert ladder(*rows).rises is rises
        assert ladder(*rows, places=6).rises is rises

    def test_up_to_500_are_split(self) -> None:
        """One at 3, more at 6 each: 500 orders of one are 1,500, and one of 501 is 3,006."""
        rising = ladder((1, 3), (2, 6))
        assert rising.at_least(500) == (500, 1_500_00)
        assert rising.at_least(501) == (501, 3_006_00)


def test_prices_of_whole_cents() -> None:
    assert ladder((1, 17), (5, 15), places=2).whole_cents
    assert not ladder((1, 17), (5, 15), places=3).whole_cents


def test_rounded_down_for_a_bound() -> None:
    """1,001 x 0.015 are 1,501.5 cents."""
    assert ladder((1, 15), places=3).price(1_001) == 1_502
    assert ladder((1, 15), places=3, down=True).price(1_001) == 1_501


def test_where_a_price_begins() -> None:
    """At 1 and 50, and just before."""
    assert ladder((1, 17), (50, 15)).steps() == {0, 1, 49, 50}
    assert Ladder(None).steps() == {0}


def test_nothing_is_sold() -> None:
    assert Ladder(None).at_least(0) == (0, 0)
    assert Ladder(None).at_least(1)[1] == NEVER
