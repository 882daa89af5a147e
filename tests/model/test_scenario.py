"""Scenarios: the readings in force, forecasts, and how patterns of bills are read."""

from datetime import date

from facefusion_billing.model.bill_settings import (
    LETTERS_OF_A_NAME,
    names_one,
    pattern_of,
)
from facefusion_billing.model.book import (
    Activities,
    Groups,
    Offer,
    PriceBook,
    Settlement,
)
from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.scenario import Account, Forecast, Scenario, ScopeUsage
from facefusion_billing.model.usage_fields import FIRST_DAY

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
GROUPS = Groups({})


def scenario(
    offer: Offer = GROUPS,
    *usage: ScopeUsage,
    assumptions: dict[str, str] | None = None,
) -> Scenario:
    """A scenario on a book that sells nothing."""
    book = PriceBook(
        "b", "", "USD", {}, Span(FIRST_DAY, DISTANT), Settlement(1, 1, ""), offer, None,
        {}, "",
    )  # fmt: skip
    used = {each.name: each for each in usage}
    return Scenario("", book, assumptions or {}, Account(), used, (), NOWHERE)


class TestReadings:
    """Those chosen now, else the file's, else the defaults of the book's shape."""

    def test_what_is_chosen_now_counts_most(self) -> None:
        """The file reads two questions; one of them is asked anew."""
        file = scenario(assumptions={"tier_basis": "total", "qps_month": "30_days"})
        readings = file.readings({"tier_basis": "after_paid_packs"})
        assert readings.value("tier_basis") == "after_paid_packs"
        assert readings.value("qps_month") == "30_days"
        assert file.readings().value("tier_basis") == "total"

    def test_defaults_by_the_shape_of_the_book(self) -> None:
        """Packs of activities are valid for 365 days, those of groups to the same date next year."""
        activities = Activities(None, {}, 365, None, None, None)
        found = [
            scenario(offer).readings().value("pack_validity")
            for offer in (GROUPS, activities)
        ]
        assert found == ["same_date_next_year", "365_days"]


def test_a_forecast_of_one_scope_is_one_of_the_scenario() -> None:
    stated = ScopeUsage("a", None, (), (), (), (), None, NOWHERE)
    goes_on = Forecast(date(2025, 4, 1), 4, 1, 1, NOWHERE)
    assert not scenario(GROUPS, stated).has_forecast
    forecast = stated._replace(name="b", forecast=goes_on)
    assert scenario(GROUPS, stated, forecast).has_forecast


def test_patterns_of_bills_ignore_case() -> None:
    """What a future Python may read otherwise is no warning of ours."""
    assert pattern_of("face ?fusion").search("Tencent FaceFusion")
    assert pattern_of("[[a]").search("A")


def test_a_pattern_is_looked_for_in_each_name() -> None:
    """In the last as in the first, at any place of it; among no names there is none."""
    pattern = pattern_of("image|video")
    assert names_one(pattern, ["Face Fusion", "", "Video, single face"])
    assert not names_one(pattern, ["Face Fusion", ""])
    assert not names_one(pattern, [])


def test_of_a_name_the_first_letters_are_searched() -> None:
    """What stands behind them is not: a pattern takes the longer the more it may see."""
    before = "-" * (LETTERS_OF_A_NAME - 5)
    assert names_one(pattern_of("image"), [f"{before}image"])
    assert not names_one(pattern_of("image"), [f"{before}-image"])
