"""Facts that are drawn before anything that is bought, by hand: what is left, and which of two states is never worse."""

import pytest

from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.inventory import UNCLAIMED, Drawn, Inventory, State
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Segment,
)

CLAIM = Claim(calls=100, until=(2, 3, 3))
"""A free pack that lives for two segments; in the last one for what is left of it."""


def inventory(
    *owned: Owned, claim: Claim | None = None, basis: str = "billable"
) -> Inventory:
    """Three segments with calls."""
    rows = tuple(Segment(month=n, calls=50, until=3) for n in range(3))
    months = (MonthCount(),) * 3
    return Inventory(
        Problem(rows, months, Catalogue({}), None, basis, owned=owned, claim=claim)
    )


def test_nothing_is_owned() -> None:
    """All calls are left over, and none was free."""
    nothing = inventory()
    assert nothing.is_empty
    assert nothing.start == ()
    assert nothing.draw(0, 50, ()) == Drawn((), 50, 0)


class TestDraw:
    """Free packs come first, then each pack in force; what ends is gone."""

    PAID, FREE = Owned(30, 0, 3, 0), Owned(40, 0, 2, 0, free=True)

    def test_free_ones_first(self) -> None:
        """50 calls: 40 of the free pack, 10 of the 30 that were paid for."""
        both = inventory(self.PAID, self.FREE)
        assert both.start == (40, 30)
        assert both.draw(0, 50, both.start) == Drawn((0, 20), 0, 40)

    def test_all_that_was_free(self) -> None:
        """60 calls: 40 of one free pack and 20 of another of 40."""
        two = inventory(self.FREE, self.FREE)
        assert two.draw(0, 60, two.start) == Drawn((0, 20), 0, 60)

    def test_more_than_there_is(self) -> None:
        """90 calls: 40 + 30 are drawn, 20 are left over."""
        both = inventory(self.PAID, self.FREE)
        assert both.draw(0, 90, both.start) == Drawn((0, 0), 20, 40)

    def test_what_ends_is_gone(self) -> None:
        """5 calls in its last segment leave 35 of 40, which nobody can draw any more."""
        both = inventory(self.PAID, self.FREE)
        assert both.draw(1, 5, both.start) == Drawn((0, 30), 0, 5)

    def test_what_has_not_begun_or_is_over(self) -> None:
        """One of the second segment alone: not drawn in the first, kept for later."""
        later = inventory(Owned(30, 1, 2, 0))
        assert later.draw(0, 5, later.start) == Drawn((30,), 5, 0)
        assert later.draw(2, 5, later.start) == Drawn((0,), 5, 0)


class TestClaim:
    """The free pack of a group, once it is claimed, is drawn before all others."""

    OWNED = Owned(30, 0, 3, 0)

    def test_before_it_is_claimed(self) -> None:
        """It serves nothing."""
        own = inventory(self.OWNED, claim=CLAIM)
        assert own.start == (UNCLAIMED, 0, 30)
        assert own.draw(0, 50, own.start) == Drawn((UNCLAIMED, 0, 0), 20, 0)

    def test_claimed(self) -> None:
        """In the first segment it ends before the third; 50 of its 100 calls are drawn, all free."""
        own = inventory(self.OWNED, claim=CLAIM)
        state = own.claimed(own.start, 0)
        assert state == (100, 2, 30)
        assert own.draw(0, 50, state) == Drawn((50, 2, 30), 0, 50)

    def test_used_up_or_over(self) -> None:
        """Its day makes no difference any more: 110 calls use it up, 5 in its last segment leave nothing either."""
        own = inventory(self.OWNED, claim=CLAIM)
        assert own.draw(0, 110, (100, 2, 30)) == Drawn((0, 0, 20), 0, 100)
        assert own.draw(1, 5, (100, 2, 30)) == Drawn((0, 0, 30), 0, 5)

    def test_once_for_ever(self) -> None:
        """A pack that was claimed, though used up, cannot be claimed again; nor one of no day, nor where none is."""
        own = inventory(self.OWNED, claim=CLAIM)
        assert own.claimed((0, 0, 30), 1) is None
        assert inventory(claim=Claim(100, (2, 1, 3))).claimed((UNCLAIMED, 0), 1) is None
        assert inventory(self.OWNED).claimed((30,), 0) is None

    def test_its_end_after_the_last_calls_makes_no_difference(self) -> None:
        """It would live for nine segments; there are three with calls."""
        own = inventory(claim=Claim(100, (9, 9, 9)))
        assert own.claimed(own.start, 1) == (100, 3)


class TestCovers:
    """A state with at least what another has of every pack is never worse."""

    def test_facts_alone(self) -> None:
        """Of both at least as much."""
        own = inventory(Owned(9, 0, 3, 0), Owned(9, 0, 3, 0))
        assert own.covers((5, 4), (5, 3))
        assert not own.covers((5, 4), (4, 5))

    @pytest.mark.parametrize(
        ("state", "other", "never_worse"),
        [
            ((50, 2, 5), (50, 2, 5), True),
            ((50, 2, 5), (50, 2, 6), False),  # less of a fact
            ((50, 2, 5), (40, 2, 5), True),
            ((50, 3, 5), (50, 2, 5), True),  # it ends later
            ((50, 2, 5), (40, 3, 5), False),  # it ends earlier
            ((40, 3, 5), (50, 2, 5), False),  # fewer calls
            ((UNCLAIMED, 0, 5), (UNCLAIMED, 0, 4), True),
            ((UNCLAIMED, 0, 5), (0, 0, 5), True),  # it can still be claimed
            ((UNCLAIMED, 0, 5), (50, 2, 5), True),  # the same, later
            ((50, 2, 5), (UNCLAIMED, 0, 5), False),
            ((0, 0, 5), (UNCLAIMED, 0, 5), False),
        ],
    )
    def test_with_a_claim(self, state: State, other: State, never_worse: bool) -> None:
        own = inventory(Owned(9, 0, 3, 0), claim=CLAIM)
        assert own.covers(state, other) is never_worse

    @pytest.mark.parametrize(
        ("state", "other", "never_worse"),
        [
            ((50, 2), (50, 2), True),
            ((50, 2), (40, 2), False),
            ((UNCLAIMED, 0), (50, 2), False),
            ((UNCLAIMED, 0), (0, 0), True),
        ],
    )
    def test_where_free_calls_count_for_the_tier(
        self, state: State, other: State, never_worse: bool
    ) -> None:
        """Claimed later, its calls count in another month: only what was not claimed at all is as good as used up."""
        own = inventory(claim=CLAIM, basis="after_paid_packs")
        assert own.covers(state, other) is never_worse


def test_each_state_comes_after_all_that_cover_it() -> None:
    """Unclaimed ones first, then those with the most left."""
    own = inventory(Owned(9, 0, 3, 0), claim=CLAIM)
    states = [(0, 0, 9), (50, 2, 5), (UNCLAIMED, 0, 1), (50, 3, 5), (UNCLAIMED, 0, 9)]
    assert own.richest_first(states) == [
        (UNCLAIMED, 0, 9),
        (UNCLAIMED, 0, 1),
        (50, 3, 5),
        (50, 2, 5),
        (0, 0, 9),
    ]
