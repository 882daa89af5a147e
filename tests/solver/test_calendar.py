"""What is known of segments and months before any decision, by hand."""

import pytest

from facefusion_billing.solver.calendar import Calendar
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Segment,
)

ROWS = (
    Segment(0, 5, 3),
    Segment(0, 6, 3, can_buy=False),
    Segment(1, 7, 3),
)
COUNT = MonthCount(free=1, packs=20, billed=300)


def calendar(
    *rows: Segment,
    basis: str = "billable",
    owned: tuple[Owned, ...] = (),
    claim: Claim | None = None,
) -> Calendar:
    months = COUNT, MonthCount()
    return Calendar(Problem(rows, months, Catalogue({}), None, basis, owned, claim))


def test_where_months_begin_and_end_and_packs_cannot_be_bought() -> None:
    own = calendar(*ROWS)
    assert own.is_first == [True, False, True]
    assert own.is_last == [False, True, True]
    # After the last segment nothing has to be bought any more.
    assert own.is_stuck == [False, True, False, False]


@pytest.mark.parametrize(
    ("basis", "counts", "outside"),
    [("billable", 0, 0), ("after_paid_packs", 2, 1), ("total", 9, 321)],
)
def test_what_counts_for_the_tier(basis: str, counts: int, outside: int) -> None:
    """Of 9 metered calls, 2 of them free; and of what was in the month before."""
    own = calendar(*ROWS, basis=basis)
    assert own.counts(9, 2) == counts
    assert [own.outside(month) for month in (0, 1)] == [outside, 0]


class TestKnown:
    """What counts beside billable calls, where no decision changes it."""

    def test_billable_calls_alone(self) -> None:
        assert calendar(*ROWS, claim=Claim(5, (3, 3, 3))).counted == [0, 0]

    def test_free_calls(self) -> None:
        """Known unless a pack of them is owned or can be claimed."""
        basis = "after_paid_packs"
        assert calendar(*ROWS, basis=basis).counted == [1, 0]
        paid, free = Owned(5, 0, 3, 0), Owned(5, 0, 3, 0, free=True)
        assert calendar(*ROWS, basis=basis, owned=(paid,)).counted == [1, 0]
        assert calendar(*ROWS, basis=basis, owned=(free,)).counted == [None, None]
        claim = Claim(5, (3, 3, 3))
        assert calendar(*ROWS, basis=basis, claim=claim).counted == [None, None]

    @pytest.mark.parametrize(
        ("second", "counted"),
        [
            (ROWS[1], 321 + 5 + 6),
            (ROWS[1]._replace(volume=False, need=2), 321 + 5),  # in QPS mode
            (ROWS[1]._replace(need=2), None),  # in either
            (ROWS[1]._replace(need=2, calls=0), 321 + 5),
        ],
    )
    def test_all_metered_calls(self, second: Segment, counted: int | None) -> None:
        """Known in each month by itself, unless some may be in QPS mode."""
        own = calendar(ROWS[0], second, ROWS[2], basis="total")
        assert own.counted == [counted, 7]
