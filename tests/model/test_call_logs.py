"""Call logs as values: which columns are read, which failed calls are billed, and sums."""

from datetime import date

import pytest

from facefusion_billing.model.call_logs import (
    BilledErrors,
    LogMap,
    MeteredCalls,
    MeteredDay,
    MeteringReport,
    TimeColumn,
    totals,
)
from facefusion_billing.model.faults import Location, Source

HERE = Location(Source("", ""), 3, 1, 0, "time")
MAP = LogMap("csv", TimeColumn("when", duration="took"), "group", id="request")


class TestColumns:
    """Every column of a log that is read, each once."""

    def test_in_the_order_of_the_map(self) -> None:
        """The time with its duration, the id, and the scope; what the log does not say is no column."""
        assert MAP.columns == ("when", "took", "request", "group")

    def test_a_column_that_says_two_things(self) -> None:
        """Where actions name the scope, that column is the action's and the scope's: it is read once."""
        named = MAP._replace(scopes={"FuseFace": "image_basic"}, error="code")
        assert named.columns == ("when", "took", "request", "code", "group")

    def test_where_a_key_stands(self) -> None:
        """None for a map that was guessed."""
        assert MAP._replace(locations={"time": HERE}).at("time") == HERE
        assert MAP.at("time") is None


@pytest.mark.parametrize(
    ("code", "billed"),
    [
        ("NoFace", True),
        ("InvalidParameterValue.NoFace", True),  # its last part
        ("A.B.NoFace", True),
        ("FailedOperation.Blurred", True),  # the whole code
        ("Blurred", False),
        ("NoFace.Other", False),
        ("NoFaces", False),
    ],
)
def test_failed_calls_that_are_billed(code: str, billed: bool) -> None:
    """A whole code, or its last part, is one of those named."""
    errors = BilledErrors(frozenset({"NoFace", "FailedOperation.Blurred"}))
    assert errors.holds(code) is billed


def test_all_calls_that_are_billed() -> None:
    """3 + 4; attempts are more."""
    day = MeteredDay(None, date(2025, 1, 1), "g", 3, 9, None, 0, 1, 0, None)
    report = MeteringReport((), 0, None, 0, 0, 0, {}, False, 0, None, None)
    days = (day, day._replace(calls=4))
    assert MeteredCalls(days, report, "intl", {}, has_accounts=False).calls == 7


def test_the_largest_sums_come_first() -> None:
    """c has 5, a and b 2 each: of equal ones the first in the alphabet."""
    found = totals([{"b": 2, "c": 1}, None, {"c": 4, "a": 2}])
    assert list(found.items()) == [("c", 5), ("a", 2), ("b", 2)]
