"""Settlement (RULES 2.6, 7.5): when the bill of a month is drawn."""

from datetime import date

import pytest

from facefusion_billing.model.book import Settlement
from facefusion_billing.model.calendar import Month
from facefusion_billing.rules.settlement import settlement_day, settlement_range

USD = Settlement(1, 3, "settlement")
CNY = Settlement(1, 1, "postpaid")


class TestSettlement:
    """2.6: the bill of month M is drawn on the 1st to 3rd of M+1 (`settlement_day`)."""

    def test_the_days_on_which_it_may_be_drawn(self) -> None:
        """From the first to the third of the next month."""
        assert settlement_range(Month(2025, 1), USD) == (
            date(2025, 2, 1),
            date(2025, 2, 3),
        )

    def test_december_is_drawn_in_january(self) -> None:
        """December's bill belongs to the next year."""
        assert settlement_range(Month(2025, 12), USD) == (
            date(2026, 1, 1),
            date(2026, 1, 3),
        )
        assert settlement_day(Month(2025, 12), USD, 1) == date(2026, 1, 1)

    @pytest.mark.parametrize(("which", "day"), [(1, 1), (2, 2), (3, 3)])
    def test_settlement_day_chooses_within_the_range(
        self, which: int, day: int
    ) -> None:
        """The first, second or third day of the range."""
        assert settlement_day(Month(2025, 1), USD, which) == date(2025, 2, day)

    @pytest.mark.parametrize("which", [1, 2, 3])
    def test_a_range_of_one_day(self, which: int) -> None:
        """7.5: settled on the 1st of the next month, whatever the reading."""
        assert settlement_day(Month(2021, 2), CNY, which) == date(2021, 3, 1)
        assert settlement_range(Month(2021, 2), CNY) == (
            date(2021, 3, 1),
            date(2021, 3, 1),
        )

    def test_a_range_that_does_not_begin_on_the_first(self) -> None:
        """A user's book may settle from the 5th to the 6th."""
        ours = Settlement(5, 6, "")
        assert [
            settlement_day(Month(2025, 1), ours, which).day for which in (1, 2, 3)
        ] == [5, 6, 6]
