"""Refund verdicts (RULES 6): what comes back, and which ground failed first."""

from datetime import date

import pytest

from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
    Refunds,
    Verdict,
    VerdictWord,
)

ORDER = Order(
    "P",
    CallPack(1_000),
    "g",
    date(2025, 2, 1),
    date(2025, 2, 1),
    Location(Source("", ""), 1, 1, 0, ""),
)
PAID = Tenders(cash=100, transferred=20, gifted=3, card=4, voucher=50, discount=60)


def verdict(word: VerdictWord, days_left: int | None = 5, *grounds: Ground) -> Verdict:
    return Verdict(
        ORDER, 1, "g", word, date(2025, 2, 8), days_left, 0, PAID, grounds, ()
    )


def test_an_eligible_pack_brings_back_what_was_money() -> None:
    assert verdict(ELIGIBLE).refund == Tenders(
        cash=100, transferred=20, gifted=3, card=4
    )


@pytest.mark.parametrize("word", [NOT_ELIGIBLE, UNDETERMINED])
def test_any_other_brings_back_nothing(word: VerdictWord) -> None:
    assert verdict(word).refund == Tenders()


def test_the_ground_that_failed_first() -> None:
    """Met and open grounds did not fail; one without a date failed from the start."""
    met = Ground("purchased", True, (), {}, date(2025, 1, 1))
    unknown = Ground("purchased", None, (), {}, date(2025, 1, 1))
    late = Ground("account_open", False, (), {}, date(2025, 2, 9))
    used = Ground("unused", False, (), {}, date(2025, 2, 3))
    closed = Ground("within_window", False, (), {})
    assert verdict(NOT_ELIGIBLE, 0, met, unknown, late, used).failed_first == used
    assert verdict(NOT_ELIGIBLE, 0, late, used, closed).failed_first == closed
    assert verdict(ELIGIBLE, 0, met).failed_first is None


def test_totals_and_what_can_soon_not_be_refunded() -> None:
    """127 each of two eligible packs; one has 2 days left, one 5; one pack has no window."""
    found = (
        verdict(ELIGIBLE, 2),
        verdict(ELIGIBLE, 5),
        verdict(NOT_ELIGIBLE, 1),
        verdict(NOT_ELIGIBLE, None),
    )
    refunds = Refunds(date(2025, 2, 3), "USD", "", {}, {}, found)
    assert refunds.total == 254
    assert [refunds.closing_within(days) for days in (1, 2, 4, 5)] == [0, 127, 127, 254]


def test_the_next_deadline() -> None:
    """127 each of two packs on the 8th; later ones, refused ones and gifts come to no deadline before that."""
    first, later = date(2025, 2, 8), date(2025, 2, 9)
    soon = verdict(ELIGIBLE)
    found = (
        soon._replace(last_day=later),
        soon,
        soon,
        soon._replace(verdict=NOT_ELIGIBLE, last_day=date(2025, 2, 1)),
        soon._replace(paid=Tenders(voucher=50), last_day=date(2025, 2, 2)),
        soon._replace(last_day=None),
    )
    refunds = Refunds(date(2025, 2, 3), "USD", "", {}, {}, found)
    assert refunds.next_deadline == (first, 254)
    assert refunds._replace(verdicts=found[:1]).next_deadline == (later, 127)
    assert refunds._replace(verdicts=found[3:]).next_deadline is None
