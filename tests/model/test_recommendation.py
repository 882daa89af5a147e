"""Plans beside each other: what is saved, what keeping another costs."""

from datetime import date

import pytest

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.recommendation import (
    OPTIMAL,
    BreakEven,
    Horizon,
    Interval,
    OtherReading,
    Plan,
    Proof,
    Recommendation,
    ScopeCost,
    Sensitivity,
)
from tests.model.completeness import COMPLETE


def recommendation(*plans: Plan) -> Recommendation:
    horizon, proof = Horizon(Month(2025, 1), Month(2025, 1)), Proof(OPTIMAL, 0, 1, ())
    return Recommendation(
        "",
        "b",
        "USD",
        horizon,
        {},
        plans,
        proof,
        (),
        (),
        (),
        None,
    )


def test_a_horizon_has_its_first_and_last_month() -> None:
    """November to January: three months, from 1 November to before 1 February."""
    horizon = Horizon(Month(2024, 11), Month(2025, 1))
    assert (horizon.start, horizon.end) == (date(2024, 11, 1), date(2025, 2, 1))
    assert horizon.months == (Month(2024, 11), Month(2024, 12), Month(2025, 1))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2024, 11, 1), 0),
        (date(2024, 11, 30), 0),
        (date(2024, 12, 31), 1),
        (date(2025, 2, 1), 3),
        (date(2026, 11, 5), 24),
        (date(2024, 10, 31), -1),
    ],
)
def test_the_number_of_a_month(day: date, number: int) -> None:
    """Counted from November 2024, over the years' ends; two years later it is 24, the month before -1."""
    assert Horizon(Month(2024, 11), Month(2026, 12)).month_number(day) == number


def test_a_plan_without_a_total_is_not_feasible() -> None:
    assert Plan("packs", 0).feasible
    assert not Plan("packs", None).feasible


def test_plans_by_name() -> None:
    best, current, packs = Plan("best", 100), Plan("current", 350), Plan("packs", 200)
    found = recommendation(current, packs, best)
    assert (found.best, found.current, found.plan("packs")) == (best, current, packs)


@pytest.mark.parametrize(
    ("best", "current", "saving"),
    [(100, 350, 250), (350, 350, 0), (None, 350, None), (100, None, None), (0, 0, 0)],
)
def test_what_is_saved(
    best: int | None, current: int | None, saving: int | None
) -> None:
    """None where either does not serve every call."""
    assert recommendation(Plan("current", current), Plan("best", best)).saving == saving


@pytest.mark.parametrize(
    ("keep", "best", "regret"),
    [(350, 100, 250), (100, 100, 0), (None, 100, None), (350, None, None)],
)
def test_what_keeping_a_plan_costs_too_much(
    keep: int | None, best: int | None, regret: int | None
) -> None:
    assert Sensitivity(-25, keep, best).regret == regret


def test_a_quote_has_no_current_plan_to_choose() -> None:
    """Nobody has a plan for a demand that is only asked about; for all others the current one is beside the best."""
    found = recommendation(Plan("current", 350), Plan("packs", 200), Plan("best", 100))
    assert [plan.name for plan in found.compared] == ["current", "packs", "best"]
    quote = found._replace(is_quote=True)
    assert [plan.name for plan in quote.compared] == ["packs", "best"]


def test_from_how_many_calls_a_purchase_pays() -> None:
    """The least of the first interval; None where it never pays."""
    pays = (Interval(7_001, 9_000), Interval(12_000, None))
    pack = BreakEven("g", "call_pack", 10_000, pays, None)
    assert pack.calls == 7_001
    assert pack._replace(pays=()).calls is None


def test_the_calls_of_a_scope_that_are_not_used() -> None:
    """20 expired and 3 still valid."""
    assert ScopeCost("g", 1_000, 123, 100, 20, 3).left == 23


@pytest.mark.parametrize(("best", "unpriced", "complete"), COMPLETE)
def test_whether_every_call_has_a_price(
    best: int | None, unpriced: dict[str, int], complete: bool
) -> None:
    """There is a plan, be it for nothing, and no call stands outside; under another reading as under the chosen ones."""
    found = recommendation(Plan("best", best))._replace(unpriced=unpriced)
    assert found.complete == complete
    other = OtherReading("licence_end", "refused", best, None, unpriced)
    assert other.complete == complete
