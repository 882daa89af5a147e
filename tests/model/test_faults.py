"""Faults: what was found, where it stands, and in which order it is said."""

from datetime import date

import pytest

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import (
    Fault,
    FfbillError,
    InputError,
    Location,
    Message,
    MessageError,
    Source,
    as_read,
    did_you_mean,
    fault_at,
    in_file_order,
    refuse,
)
from facefusion_billing.model.items import CallPack
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.severities import SEVERITIES

USAGE = Source("usage.yaml", "version: 1\r\nusage:\n\n  image_basic: {}")
BOOK = Source("book.yaml", "book: 1")


def at(source: Source, line: int, column: int = 1) -> Location:
    """A place in a source."""
    return Location(source, line, column, 1, "usage")


class TestSource:
    """A file that was read."""

    @pytest.mark.parametrize(
        ("number", "text"),
        [
            (1, "version: 1"),
            (2, "usage:"),
            (3, ""),
            (4, "  image_basic: {}"),
            (5, ""),
            (0, ""),
            (-1, ""),
        ],
    )
    def test_line(self, number: int, text: str) -> None:
        """Lines are counted from 1 as an editor does, without their end; there are none outside."""
        assert USAGE.line(number) == text
        assert USAGE.line(number) == text  # and again, once the lines are known

    @pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
    def test_every_end_of_line(self, end: str) -> None:
        """As an editor counts; a carriage return and a line feed are one end."""
        source = Source("usage.yaml", f"a{end}b{end}{end}c")
        assert source.name == "usage.yaml"
        assert [source.line(number) for number in (0, 1, 2, 3, 4, 5)] == [
            "",
            "a",
            "b",
            "",
            "c",
            "",
        ]

    @pytest.mark.parametrize(
        "mark", ["\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1e"]
    )
    def test_what_no_editor_counts_ends_no_line(self, mark: str) -> None:
        source = Source("usage.yaml", f"a{mark}b\nc")
        assert (source.line(1), source.line(2)) == (f"a{mark}b", "c")

    def test_a_file_without_text(self) -> None:
        """An empty file has one empty line; its encoding is only said where it is not UTF-8."""
        assert Source("empty.yaml", "").encoding == ""
        assert Source("empty.yaml", "", "gb18030").encoding == "gb18030"
        assert Source("empty.yaml", "").line(1) == ""

    def test_what_was_read_twice_is_the_same(self) -> None:
        """A value: its name, its text and its encoding."""
        again = Source(USAGE.name, USAGE.text)
        assert again == USAGE
        assert hash(again) == hash(USAGE)
        assert Source("other.yaml", USAGE.text) != USAGE
        assert Source(USAGE.name, "version: 2") != USAGE
        assert Source(USAGE.name, USAGE.text, "gb18030") != USAGE
        assert USAGE.name != USAGE

    def test_files_are_found_by_their_names(self) -> None:
        """A file with another name has another hash: many in one set are not compared with each other."""
        assert hash(USAGE) != hash(BOOK)


class TestOrder:
    """All faults of a file at once, in file order."""

    def test_by_line_and_column(self) -> None:
        """Line before column."""
        late, early, first = (
            Fault(name, at(USAGE, *where))
            for name, where in (("c", (4, 1)), ("b", (2, 9)), ("a", (2, 3)))
        )
        assert in_file_order([late, early, first]) == [first, early, late]

    def test_the_command_line_comes_first_then_files_as_they_were_met(self) -> None:
        """A fault without a place is the command line's."""
        option, usage, book = (
            Fault("o"),
            Fault("u", at(USAGE, 1)),
            Fault("b", at(BOOK, 1)),
        )
        assert in_file_order([book, usage, option]) == [option, book, usage]
        assert in_file_order([usage, option, book]) == [option, usage, book]

    def test_each_is_said_once(self) -> None:
        """The same message at the same place is one fault; elsewhere, or another message, it is another."""
        one, same = Fault("x", at(USAGE, 1)), Fault("x", at(USAGE, 1))
        elsewhere, other = Fault("x", at(USAGE, 2)), Fault("y", at(USAGE, 1))
        assert in_file_order([one, same, elsewhere, other]) == [one, other, elsewhere]

    def test_messages_at_one_place_go_by_their_text(self) -> None:
        """So that no order of the checks shows."""
        assert in_file_order([Fault("b"), Fault("a")]) == [Fault("a"), Fault("b")]


class TestErrors:
    """Errors carry faults."""

    def test_input_error(self) -> None:
        """It carries every fault in file order, and its text names them all."""
        error = InputError(
            [Fault("second", at(USAGE, 2)), Fault("first", at(USAGE, 1))]
        )
        assert [fault.message for fault in error.faults] == ["first", "second"]
        assert str(error) == "first; second"
        assert isinstance(error, FfbillError)

    def test_refuse(self) -> None:
        """The error for a single fault, with its place or without."""
        assert refuse("no", at(USAGE, 2)).faults == [Fault("no", at(USAGE, 2))]
        assert refuse("no").faults == [Fault("no", None)]

    def test_a_template_and_what_stands_in_it(self) -> None:
        """Said with its values, as a fault, as an error, and where its place is not known yet."""
        place = at(USAGE, 2)
        said = Fault("x is no month", place)
        assert fault_at("{found} is no month", place, found="x") == said
        assert refuse("{found} is no month", place, found="x").faults == [said]
        error = MessageError("{found} is no month", found="x")
        assert (str(error), error.message) == ("x is no month", "x is no month")

    def test_a_message_that_is_made_already(self) -> None:
        """It keeps its template, so that it can be said in another language."""
        message = Message("{found} is no month", found="x")
        assert fault_at(message).message is message
        assert fault_at(message).location is None
        assert fault_at("no").message == "no"


class TestDidYouMean:
    """ "did you mean" for near misses."""

    @pytest.mark.parametrize(
        ("found", "hint"),
        [
            ("call", "; did you mean 'calls'?"),
            ("CALLS", "; did you mean 'calls'?"),
            ("tariff", ""),
        ],
    )
    def test_near_and_far(self, found: str, hint: str) -> None:
        """The nearest known word, or nothing."""
        assert did_you_mean(found, ["starts", "calls", "materials"]) == hint


class TestWhereAFaultStands:
    """In a line of a file, in a value that a program handed over, or on the command line."""

    def test_in_a_file(self) -> None:
        """Its file, line and column, counted from 1."""
        fault = Fault("no", at(USAGE, 4, 3))
        assert (fault.file, fault.line, fault.column) == ("usage.yaml", 4, 3)
        assert (fault.path, at(USAGE, 4).words) == ("usage", "in line 4")

    def test_in_a_value(self) -> None:
        """Line 0: only the keys lead to it."""
        fault = Fault("no", at(USAGE, 0, 3))
        assert (fault.file, fault.line, fault.column) == (None, None, None)
        assert (fault.path, at(USAGE, 0).words) == ("usage", "at usage")

    def test_for_a_sentence_about_another_place(self) -> None:
        """The number of a line tells nothing where both stand in it; the keys do."""
        size = Location(USAGE, 7, 20, 4, "orders[0].size")
        assert size.words_for(at(USAGE, 6)) == "in line 7"
        same_line = size.words_for(at(USAGE, 7))
        assert same_line == "at orders[0].size"
        # The same template as elsewhere, so that it is said in another language.
        assert isinstance(same_line, Message)
        assert same_line.template == "at {path}"

    def test_from_above(self) -> None:
        """Line before column, whichever is named first."""
        above, right, below = at(USAGE, 2, 9), at(USAGE, 4, 7), at(USAGE, 4, 3)
        assert as_read(above, below) == as_read(below, above) == (above, below)
        assert as_read(below, right) == as_read(right, below) == (below, right)

    def test_from_above_at_one_place(self) -> None:
        """Two keys of one place stay as they are named."""
        key, whole = Location(USAGE, 4, 3, 4, "orders[0]"), at(USAGE, 4, 3)
        assert as_read(key, whole) == (key, whole)
        assert as_read(whole, key) == (whole, key)

    def test_on_the_command_line(self) -> None:
        """Nowhere."""
        fault = Fault("no")
        assert (fault.file, fault.line, fault.column) == (None, None, None)
        assert fault.path == ""


class TestPlacesOfAnOrder:
    """A fault of an order points at the key that is wrong."""

    def test_at(self) -> None:
        """The key where it was written, else the order itself."""
        whole, size = at(USAGE, 4), at(USAGE, 4, 9)
        day = date(2025, 1, 1)
        order = Order(
            "P", CallPack(1_000), None, day, day, whole, locations={"size": size}
        )
        assert order.at("size") == size
        assert order.at("paid") == whole


class TestSeverity:
    """Warnings have a severity: `warning` (money or service at risk) or `note`."""

    def test_every_code(self) -> None:
        """As the interface lists them."""
        warnings = {
            "over_qps_limit",
            "over_material_quota",
            "undetermined_calls",
            "refused_calls",
            "qps_unused",
            "pack_unusable",
            "suspension",
            "order_not_paid",
            "licence_expired",
            "material_change_days",
            "plan_not_paid",
        }
        of_plans = {"split_saves", "plan_overlooked", "even_share", "peak_unknown"}
        notes = {"dead_zone", "pack_raised_bill", "pack_expired_unused"} | {
            "old_price_book",
            *of_plans,
        }
        assert {
            code for code, severity in SEVERITIES.items() if severity == "warning"
        } == warnings
        assert {
            code for code, severity in SEVERITIES.items() if severity == "note"
        } == notes

    def test_of_a_finding(self) -> None:
        """A finding has the severity of its code."""
        assert (
            Finding("dead_zone", Month(2025, 1), "image_basic", {}).severity == "note"
        )
        assert (
            Finding("suspension", Month(2025, 1), "account", {}).severity == "warning"
        )
