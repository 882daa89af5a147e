"""Assumptions (RULES 8): ids, values with the default first, evidence; and which were asked for."""

import pytest

from facefusion_billing.model.assumptions import (
    ASSUMPTIONS,
    METERING_ASSUMPTIONS,
    Readings,
    unknown_reading,
)

TABLE = [
    ("tier_basis", ["billable", "after_paid_packs", "total"], "B, with one contrary B"),
    ("pack_order", ["earliest_expiry", "earliest_order"], "B"),
    ("pack_validity", ["same_date_next_year", "365_days"], "C"),
    ("qps_month", ["same_day_next_month", "30_days", "calendar_month"], "B"),
    ("refund_window", ["delivery_day_is_day_0", "delivery_day_is_day_1"], "B"),
    ("settlement_day", ["1", "2", "3"], "A (a range)"),
    ("licence_pack_scope", ["own_activity", "account"], "A, two texts conflict"),
    ("licence_end", ["postpaid", "refused"], "A, two texts conflict"),
    ("postpaid_scope", ["account", "activity"], "A by an older page"),
    ("licence_3_qps", ["50", "500"], "A, two texts conflict"),
]


class TestTable:
    """8: the table of assumptions; the first value is the default."""

    def test_the_ids(self) -> None:
        """These and no others, in this order."""
        assert list(ASSUMPTIONS) == [id for id, _, _ in TABLE]

    @pytest.mark.parametrize(("id", "values", "evidence"), TABLE)
    def test_each(self, id: str, values: list[str], evidence: str) -> None:
        """Its values, the first of them the default, and the strength of the evidence."""
        assumption = ASSUMPTIONS[id]
        assert assumption.id == id
        assert list(assumption.choices) == values
        assert assumption.default == values[0]
        assert assumption.evidence == evidence

    @pytest.mark.parametrize("id", [id for id, _, _ in TABLE])
    def test_it_explains_itself(self, id: str) -> None:
        """A question, why the default is what it is, and a meaning for each choice."""
        assumption = ASSUMPTIONS[id]
        assert assumption.question.endswith("?")
        assert assumption.because.endswith(".")
        assert all(assumption.choices.values())

    def test_the_default_of_a_book_of_activities(self) -> None:
        """One of its own where its documents speak for another, else that of all books."""
        validity, order = ASSUMPTIONS["pack_validity"], ASSUMPTIONS["pack_order"]
        assert validity.default_for(activities=True) == "365_days"
        assert validity.default_for(activities=False) == "same_date_next_year"
        assert order.default_for(activities=True) == "earliest_expiry"
        assert order.default_for(activities=False) == "earliest_expiry"


class TestReadings:
    """A scenario or `--assume id=value` sets them; every result lists those in force."""

    def test_defaults_but_for_what_is_chosen(self) -> None:
        """What is not chosen is read as by default."""
        readings = Readings({"tier_basis": "total"})
        assert readings.values == {id: values[0] for id, values, _ in TABLE} | {
            "tier_basis": "total"
        }

    def test_the_defaults_of_a_book_of_activities(self) -> None:
        """Its documents speak of 365 days; what is chosen still counts."""
        readings = Readings({"tier_basis": "total"}, activities=True)
        assert readings.value("pack_validity") == "365_days"
        assert readings.value("pack_order") == "earliest_expiry"
        assert readings.value("tier_basis") == "total"

    def test_it_remembers_what_was_asked(self) -> None:
        """Reading a value asks for it, peeking does not."""
        readings = Readings({"tier_basis": "total"})
        assert readings.value("pack_order") == "earliest_expiry"
        assert readings.consulted == set()
        assert readings.consult("tier_basis") == "total"
        assert readings.consult("qps_month") == "same_day_next_month"
        assert readings.consulted == {"tier_basis", "qps_month"}

    def test_the_same_but_for_one(self) -> None:
        """Another reading of one leaves the others and the first readings as they are."""
        readings = Readings({"tier_basis": "total"})
        readings.consult("tier_basis")
        other = readings.other("qps_month", "30_days")
        assert other.values == readings.values | {"qps_month": "30_days"}
        assert other.consulted == set()
        assert readings.value("qps_month") == "same_day_next_month"


class TestUnknownReading:
    """What is wrong with a reading that was chosen, and what was probably meant."""

    KNOWN = {id: ASSUMPTIONS[id] for id in ("pack_order", "qps_month")}

    def test_a_reading_that_there_is(self) -> None:
        assert unknown_reading("tier_basis", "total") == ""

    @pytest.mark.parametrize("id", ["billed_errors", "qps_window"])
    def test_a_question_of_counting_calls(self, id: str) -> None:
        """`ffbill assumptions` lists it too, so it is no unknown one, nor nearly `refund_window`."""
        assert unknown_reading(id, "none") == (
            f"'{id}' is a question of `ffbill meter`, which counts calls; no bill asks it"
        )
        assert unknown_reading(id, "zzz", METERING_ASSUMPTIONS) != ""

    def test_a_question_of_bills(self) -> None:
        assert unknown_reading("tier_basis", "total", METERING_ASSUMPTIONS) == (
            "'tier_basis' is a question of bills, which `ffbill meter` does not ask"
        )

    def test_no_such_assumption(self) -> None:
        """The one that was meant; where none is like it, all that there are."""
        assert unknown_reading("pack_ordr", "x", self.KNOWN) == (
            "no assumption is called 'pack_ordr'; did you mean 'pack_order'?"
        )
        assert unknown_reading("zzz", "x", self.KNOWN) == (
            "no assumption is called 'zzz'; expected pack_order, qps_month"
        )

    def test_no_such_reading(self) -> None:
        """All that there are, and the one that was meant if one is like it."""
        expected = "expected pack_order=earliest_expiry|earliest_order"
        assert unknown_reading("pack_order", "zzz") == expected
        assert unknown_reading("pack_order", "earliest_exp") == (
            f"{expected}; did you mean 'earliest_expiry'?"
        )
