"""Amortisation: parts of an amount paid once, which add up to it however they are cut."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.rules.amortisation import part


@pytest.mark.parametrize(
    ("amount", "before", "after", "whole", "cost"),
    [
        (1_000, 0, 3, 4, 750),
        (1_000, 3, 4, 4, 250),
        (100, 0, 1, 3, 33),  # 33.33
        (100, 1, 2, 3, 34),  # 66.67 - 33
        (5, 0, 1, 2, 3),  # 2.5, a half up
        (5, 1, 2, 2, 2),
        (5, 1, 1, 2, 0),
    ],
)
def test_by_hand(amount: int, before: int, after: int, whole: int, cost: int) -> None:
    """The share of the first `after` units, less that of the first `before`."""
    assert part(amount, before, after, whole) == cost


@given(st.integers(0, 10**7), st.lists(st.integers(0, 50), min_size=2, max_size=6))
def test_parts_add_up(amount: int, counts: list[int]) -> None:
    """To the cent, however the units are cut."""
    whole = sum(counts) or 1
    cuts = [sum(counts[:index]) for index in range(len(counts) + 1)]
    cuts[-1] = whole
    assert sum(part(amount, *pair, whole) for pair in pairwise(cuts)) == amount
