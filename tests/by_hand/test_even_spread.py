"""What the even spread of a month decides is told with the pack's line (RULES 9), and which calls are counted by day
(INTERFACE, the burn-down).

A count N of D days has floor(N x k / D) calls in its first k days (RULES 2.8).
"""

from pathlib import Path

import pytest

from tests.by_hand.answers import usage
from tests.reports.workbook_tools import values
from tests.tools import ROOT, Answer, Ask, ffbill, json_of, usage_file

PACK = "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: %s}]"


def before(answer: Answer, order: str = "P") -> int | None:
    """What comes before an order."""
    (found,) = (
        line["spread_before"]
        for bill in answer["bills"]
        for line in bill["lines"]
        if line["order"] == order and line["kind"] != "refund"
    )
    count: int | None = found
    return count


def intl(calls: str, day: str) -> str:
    text = f"price_book: intl\nusage: {{image_basic: {{calls: {calls}}}}}\n"
    return text + PACK % day


@pytest.mark.parametrize(
    ("calls", "day", "expected"),
    [
        # 15 of 31 days: 120,000 x 15 / 31 = 58,064.5.
        ("{2025-05: 120000}", "2025-05-16", 58_064),
        # From the 1st on nothing comes before it, and of other months everything or nothing.
        ("{2025-05: 120000}", "2025-05-01", None),
        ("{2025-04: 120000, 2025-06: 120000}", "2025-05-16", None),
        # Counted by day: nothing is spread.
        ("{2025-05-10: 4000, 2025-05-20: 5000}", "2025-05-16", None),
        # 30,000 are left for 30 days, 14 of them before the 16th.
        ("{2025-05: 34000, 2025-05-10: 4000}", "2025-05-16", 14_000),
        # A range of 4 days, parted after its 2nd; the other 27 days have nothing.
        ("{2025-05: 4000, 2025-05-14..2025-05-17: 4000}", "2025-05-16", 2_000),
        # A range from month to month: 10 of its 20 days.
        ("{2025-04-22..2025-05-11: 2000}", "2025-05-02", 1_000),
        # A range that is over, or is to come, is not parted: 10 free days, then 17 with 27,000 - 27 days of 1,000.
        ("{2025-05: 31000, 2025-05-11..2025-05-14: 4000}", "2025-05-16", 11_000),
        # A growth series: the day's count takes the place of its share, 14 x 1,000 are left before.
        (
            "{from: 2025-05, months: 1, start: 31000, 2025-05-10: 9000}",
            "2025-05-16",
            14_000,
        ),
    ],
)
def test_what_comes_before_a_pack(
    ask: Ask, calls: str, day: str, expected: int | None
) -> None:
    assert before(ask(intl(calls, day))) == expected


def test_a_pack_acts_from_its_delivery(ask: Ask) -> None:
    """Ordered on the 1st, delivered on the 11th: 10 of 31 days."""
    text = intl("{2025-05: 31000}", "2025-05-01, delivered: 2025-05-11")
    assert before(ask(text)) == 10_000


def test_a_shared_pack_serves_all_activities(ask: Ask) -> None:
    """31,000 and 3,100 calls, 15 of 31 days: 15,000 + 1,500; `b` is licensed on the 6th, where its spread begins: 26 days of
    1,000, of which 10 come before the pack.
    """
    text = """
        price_book: mainland
        usage:
          a: {calls: {2025-05: 31000}}
          b: {calls: {2025-05: 26000}}
        orders:
          - {id: LA, item: licence, package: 1, for: a, date: 2025-05-01}
          - {id: LB, item: licence, package: 1, for: b, date: 2025-05-06}
          - {id: P, item: call_pack, size: 100k, date: 2025-05-16}
        """
    answer = ask(text)
    assert before(answer) == 25_000
    assert (before(answer, "LA"), before(answer, "LB")) == (None, None)


UNLICENSED = """
    price_book: mainland
    usage:
      a: {calls: {2021-03-01: 3000, 2021-03-20: 50000}}
      b: {starts: 2021-03-01, calls: {2021-03: 93000}}
    orders:
      - {id: L1, item: licence, for: a, package: 1, date: 2021-03-01}
      - {id: P, item: call_pack, size: 100k, date: 2021-03-16}
    """


@pytest.mark.parametrize(
    ("licence", "expected"),
    [
        # Without a licence the pack serves no call of `b`, wherever it is put.
        (None, None),
        # Licensed in March, 15 of 31 days of 3,000 come before the pack; licensed later, none of March are served.
        ("2021-03-16", 45_000),
        ("2021-03-31", 45_000),
        ("2021-04-01", None),
    ],
)
def test_only_calls_that_a_pack_can_serve(
    ask: Ask, licence: str | None, expected: int | None
) -> None:
    order = f"  - {{id: L2, item: licence, package: 1, for: b, date: {licence}}}\n    "
    assert before(ask(UNLICENSED + order if licence else UNLICENSED)) == expected


def test_a_licence_whose_calls_are_the_account_s(ask: Ask) -> None:
    """Under that reading the calls of `b`'s licence serve `a` too: 15 of 31 days of 1,000."""
    text = """
        price_book: mainland
        usage: {a: {calls: {2025-05: 31000}}, b: {calls: {2025-05-20: 1}}}
        orders:
          - {id: LA, item: licence, package: 1, for: a, date: 2025-05-01}
          - {id: LB, item: licence, package: 1, for: b, date: 2025-05-16}
        """
    assert before(ask(text), "LB") is None
    account = "assumptions: {licence_pack_scope: account}\n        "
    assert before(ask(text + account), "LB") == 15_000


def test_a_pack_that_begins_in_another_month_than_its_line(ask: Ask) -> None:
    """Ordered in May, delivered in June: 15 of its 30 days of 2,000."""
    text = intl("{2025-05: 31000, 2025-06: 60000}", "2025-05-30, delivered: 2025-06-16")
    told = (
        "30,000 of 60,000 calls, spread evenly, come before its first day, 2025-06-16"
    )
    assert told in " ".join(ask.shown(text).split())


def test_a_licence_inside_a_month(ask: Ask) -> None:
    """`starts` says that calls began on the 1st: 5 of 31 days before the licence."""
    text = """
        price_book: mainland
        usage: {a: {starts: 2025-05-01, calls: {2025-05: 3100}}}
        orders: [{id: L, item: licence, package: 1, for: a, date: 2025-05-06}]
        """
    assert before(ask(text), "L") == 500


class TestTheSample:
    """58,064 calls, 2,903.20, are billed only because the month is spread evenly."""

    FILE = ROOT / "sample_usage" / "pack_mid_month.yaml"
    TOLD = "58,064 of 120,000 calls, spread evenly, come before it"

    @pytest.mark.parametrize("style", ["table", "markdown", "html", "github-comment"])
    def test_on_a_screen(self, style: str) -> None:
        assert self.TOLD in ffbill("estimate", self.FILE, "-f", style).out

    def test_below_its_line(self) -> None:
        lines = ffbill("estimate", self.FILE).out.splitlines()
        (at,) = (n for n, line in enumerate(lines) if self.TOLD in line)
        assert "call pack 100,000" in lines[at - 1]

    def test_in_a_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "bill.xlsx"
        ffbill("estimate", self.FILE, "-o", path)
        texts = {cell.value for row in values(path)["Bills"].rows for cell in row}
        assert f"1 x 3,000; {self.TOLD}" in texts

    def test_in_csv(self) -> None:
        head, pack, *_ = ffbill("estimate", self.FILE, "-f", "csv").out.splitlines()
        row = dict(zip(head.split(","), pack.split(","), strict=False))
        assert head.endswith(",discount,spread_before,currency")
        assert pack.endswith(",58064,USD"), row

    def test_in_chinese(self) -> None:
        shown = ffbill("estimate", self.FILE, "--lang", "zh").out
        assert "平均分摊的 120,000 次调用中有 58,064 次在其之前" in shown

    def test_not_in_each_portion_of_the_pack(self) -> None:
        answer = json_of("estimate", self.FILE, "--view", "amortised")
        told = [
            line["spread_before"] for bill in answer["bills"] for line in bill["lines"]
        ]
        assert set(told) == {None}


def test_months_that_are_the_same_but_for_the_spread(ask: Ask) -> None:
    """Of 31,000 and of 31,000 calls 15,000 come before the 16th, of June's 30 days 15,500."""
    text = """
        price_book: intl
        usage: {image_basic: {calls: {2025-05: 31000, 2025-06: 31000}}}
        orders:
          - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-05-16}
          - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2025-06-16}
        """
    shown = ask.shown(text)
    assert "15,000 of 31,000 calls" in shown
    assert "15,500 of 31,000 calls" in shown


class TestCountedByDay:
    """Calls on days with counts of their own; of a month or a range no day has one."""

    TEXT = """
        price_book: intl
        usage:
          image_basic:
            calls: {2025-01: 31000, 2025-01-05: 4000, 2025-01-10..2025-01-12: 9000, 2025-02: 28, 2025-03-01: 7}
        """

    def test_in_json(self, ask: Ask) -> None:
        answer = ask(self.TEXT)
        found = [usage(answer, month)["by_day"] for month in ("2025-01", "2025-02")]
        assert [*found, usage(answer, "2025-03")["by_day"]] == [4_000, 0, 7]

    def test_in_the_burn_down(self, ask: Ask) -> None:
        shown = ask.shown(self.TEXT)
        assert "4,000 calls on days with counts of their own" in shown
        assert "7 calls on days with counts of their own" in shown
        assert shown.count("of their own") == 2
        shown = ask.shown(self.TEXT, "--lang", "zh")
        assert "4,000 次调用在有单日计数的日期" in shown

    def test_a_forecast_is_not_counted(self, ask: Ask) -> None:
        """Seven days of 10 and the forecast to the end of the month."""
        days = ", ".join(f"2025-01-{day:02d}: 10" for day in range(1, 8))
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{{days}}}, "
            "forecast: {until: 2025-01, weeks: 1}}}"
        )
        row = usage(answer, "2025-01")
        assert (row["by_day"], row["forecast"]) == (70, 240)


def test_a_plan_has_both(tmp_path: Path) -> None:
    """The months of a plan are bills too: the pack that is bought already, of the 16th."""
    file = usage_file(tmp_path, intl("{2025-05: 31000}", "2025-05-16, bought: true"))
    shown = ffbill("recommend", file, "--explain", env={"COLUMNS": "200"}).out
    assert "15,000 of 31,000 calls, spread evenly, come before it" in shown
