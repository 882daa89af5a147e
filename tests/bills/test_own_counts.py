"""A bill beside own counts: they are valued at the tier that they reach, a month holds its days, and what only one side
has is told.
"""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_imports import bill, changed
from tests.bills.test_samples import bridge, counts, reconciled_file
from tests.bills.test_several_lines import (
    ACTIVITY,
    Part,
    image,
    line,
    several,
    usage,
    whys,
)
from tests.tools import ffbill


def told(answer: dict[str, Any]) -> tuple[str, str, str]:
    return answer["verdict"], answer["stake"], bridge(answer).get("expected", "0.00")


def found(answer: dict[str, Any]) -> list[str]:
    """The findings but for the period, which no file here states."""
    codes = [row["code"] for row in answer["findings"]]
    return [code for code in codes if code != "period_assumed"]


def counted(folder: Path, *rows: str) -> Path:
    path = folder / "calls.csv"
    path.write_text("\n".join(("date,calls,for", *rows, "")), encoding="utf-8")
    return path


def pack(folder: Path, calls: int) -> Path:
    """A usage file with a pack of 10,000 calls."""
    own = image(folder, calls)
    order = "orders: [{item: call_pack, for: image_basic, size: 10k, date: 2025-03-01, bought: true, source: gifted}]\n"
    own.write_text(own.read_text(encoding="utf-8") + order, encoding="utf-8")
    return own


def of_month(month: str, number: int, part: Part, **cells: str) -> list[str]:
    """A settlement of another month than March."""
    days = {
        "开始使用时间": f"{month}-01 00:00:00",
        "结束使用时间": f"{month}-28 23:59:59",
    }
    return changed(line(number, part), **days, **cells)


class TestTheTierThatOwnCountsReach:
    """REALDATA 2.4: the calls are valued at the expected price, which is that of the own count."""

    @pytest.mark.parametrize(
        ("part", "own", "stake", "expected", "calls", "price"),
        [
            # 99,000 x 0.05 = 4,950.00, billed 105,000 x 0.035 = 3,675.00: 1,275.00 below;
            # 6,000 x 0.05 = 300.00, 105,000 x (0.035 - 0.05) = -1,575.00
            ((105_000, 0, "0.035"), 99_000, "1275.00", "4950.00", "300.00", "-1575.00"),
            # 100,001 x 0.035 = 3,500.035, billed 99,999 x 0.05 = 4,999.95 (in cents): 1,499.915 above;
            # -2 x 0.035 = -0.07, 99,999 x 0.015 = 1,499.985
            ((99_999, 0, "0.05"), 100_001, "1499.915", "3500.035", "-0.07", "1499.985"),
            # In one tier the price is the same: 1,000 x 0.05 = 50.00
            ((60_000, 0, "0.05"), 59_000, "50.00", "2950.00", "50.00", None),
            # 120,000 - 100,000 deducted = 20,000 x 0.05 = 1,000.00; 109,000 - 100,000 = 9,000 x 0.065 = 585.00;
            # 11,000 x 0.065 = 715.00, 20,000 x (0.05 - 0.065) = -300.00
            ((120_000, 100_000, "0.05"), 109_000, "415.00", "585.00", "715.00", "-300.00"),
            # No calls reach no tier: 60,000 x 0.05 = 3,000.00
            ((60_000, 0, "0.05"), 0, "3000.00", "0.00", "3000.00", None),
        ],
    )  # fmt: skip
    def test_a_line(
        self,
        part: Part,
        own: int,
        stake: str,
        expected: str,
        calls: str,
        price: str | None,
        tmp_path: Path,
    ) -> None:
        answer = reconciled_file(
            several(tmp_path, part), "--calls", counts(tmp_path, own)
        )
        assert told(answer) == ("dispute", stake, expected)
        assert (bridge(answer)["calls"], bridge(answer).get("price")) == (calls, price)
        assert ("the own count reaches the unit price" in whys(answer)) == bool(price)

    def test_the_mainland(self, tmp_path: Path) -> None:
        """2,000,000 x 0.012 = 24,000.00, billed 1,000,000 x 0.02 = 20,000.00."""
        path = several(tmp_path, (1_000_000, 0, "0.02"), unit="元/次/月")
        own = counted(tmp_path, "2025-03,1200000,A", "2025-03,800000,B")
        answer = reconciled_file(path, "--calls", own)
        assert told(answer) == ("dispute", "4000.00", "24000.00")

    def test_activities_with_a_tier_of_their_own(self, tmp_path: Path) -> None:
        """Each line's share of 1,300,000 own calls, 650,000, reaches 0.02: 26,000.00; billed 24,000.00."""
        parts = [(600_000, 0, "0.02")] * 2
        path = several(tmp_path, *parts, unit="元/次/月")
        own = counted(tmp_path, "2025-03,1300000,A")
        answer = reconciled_file(path, "--calls", own, *ACTIVITY)
        assert told(answer) == ("dispute", "2000.00", "26000.00")

    def test_lines_of_a_month_together(self, tmp_path: Path) -> None:
        """99,000 x 0.05 = 4,950.00, billed 3,675.00 on two lines."""
        path = several(tmp_path, (60_000, 0, "0.035"), (45_000, 0, "0.035"))
        answer = reconciled_file(path, "--calls", counts(tmp_path, 99_000))
        assert told(answer) == ("dispute", "1275.00", "4950.00")

    def test_under_another_reading(self, tmp_path: Path) -> None:
        """The total of 99,000 reaches 0.05: 99,000 - 20,000 = 79,000 x 0.05 = 3,950.00.

        Billed 85,000 x 0.035, the tier of 105,000: 2,975.00.
        """
        path = several(tmp_path, (105_000, 20_000, "0.035"))
        words = ("--calls", counts(tmp_path, 99_000), "--assume", "tier_basis=total")
        assert told(reconciled_file(path, *words)) == ("dispute", "975.00", "3950.00")

    def test_within_the_tolerance_the_tier_is_told(self, tmp_path: Path) -> None:
        """2 of 100,001 calls are below 0.5 %, and make 1,499.915."""
        path = several(tmp_path, (99_999, 0, "0.05"))
        own = ("--calls", counts(tmp_path, 100_001), "--calls-tolerance", "0.5%")
        answer = reconciled_file(path, *own)
        assert told(answer) == ("approve", "0.00", "3500.035")
        assert answer["lines"][0]["found"] == ["calls_tolerance", "calls_tier"]
        said = "the own count reaches the unit price 0.035, the bill's count 0.05"
        assert said in whys(answer)

    def test_counts_and_a_usage_file_of_the_same_calls_say_the_same(
        self, tmp_path: Path
    ) -> None:
        rng = random.Random("own counts")
        for _ in range(25):
            used = rng.choice((9_999, 10_000, 99_999, 100_001, 300_000))
            price = rng.choice(("0.065", "0.05", "0.035", "0.02"))
            own = max(used + rng.randint(-3_000, 3_000), 1)
            path = several(tmp_path, (used, 0, price))
            by_file = reconciled_file(path, "--usage", image(tmp_path, own))
            by_counts = reconciled_file(path, "--calls", counts(tmp_path, own))
            assert told(by_file) == told(by_counts), (used, price, own)
            assert by_file["bridge"] == by_counts["bridge"]


class TestBesideAUsageFile:
    """Own counts stand in place of the file's calls, and are estimated as those would be."""

    def test_the_price(self, tmp_path: Path) -> None:
        """The file's 99,999 reach 0.05; 100,001 x 0.035 = 3,500.035; billed 4,999.95."""
        own = ("--usage", image(tmp_path, 99_999), "--calls", counts(tmp_path, 100_001))
        answer = reconciled_file(several(tmp_path, (99_999, 0, "0.05")), *own)
        assert told(answer) == ("dispute", "1499.915", "3500.035")

    def test_the_packs(self, tmp_path: Path) -> None:
        """The file has 500 calls; of 30,000 the pack holds 10,000: 20,000 x 0.05 = 1,000.00."""
        own = ("--usage", pack(tmp_path, 500), "--calls", counts(tmp_path, 30_000))
        answer = reconciled_file(several(tmp_path, (30_000, 10_000, "0.05")), *own)
        assert told(answer) == ("approve", "0.00", "1000.00")

    @pytest.mark.parametrize("with_counts", [False, True])
    def test_the_words_where_the_bill_says_only_what_it_bills(
        self, with_counts: bool, tmp_path: Path
    ) -> None:
        """Of 30,000 the pack holds 10,000: 20,000 are expected, which is no own count."""
        blank = {"原始用量/时长": "", "抵扣用量/时长（含资源包）": ""}
        path = bill(tmp_path, changed(line(1, (21_000, 0, "0.05")), **blank))
        own: list[str | Path] = [
            "--usage",
            pack(tmp_path, 500 if with_counts else 30_000),
        ]
        if with_counts:
            own += ["--calls", counts(tmp_path, 30_000)]
        said = "the bill has 21,000 calls, 20,000 are expected to be billed of 30,000 counted"
        assert said in whys(reconciled_file(path, *own))
        near = reconciled_file(path, *own, "--calls-tolerance", "10%")
        assert f"{said}: within the tolerance" in whys(near)

    def test_a_line_that_is_missing(self, tmp_path: Path) -> None:
        """30,000 video calls x 0.2 = 6,000.00, of which neither file nor bill has any."""
        path = several(tmp_path, (60_000, 0, "0.05"))
        own = counted(
            tmp_path, "2025-03,60000,image_basic", "2025-03,30000,video_single_face"
        )
        answer = reconciled_file(
            path, "--usage", image(tmp_path, 60_000), "--calls", own
        )
        assert told(answer) == ("dispute", "6000.00", "9000.00")
        assert answer["lines"][1]["verdict"] == "missing"

    def test_other_months_are_the_file_s(self, tmp_path: Path) -> None:
        """A range of 100 calls a day from 30 March to 2 April: 60,000 counted in March; 200 x 0.065 = 13.00 in April."""
        path = bill(
            tmp_path,
            line(1, (60_000, 0, "0.05")),
            of_month("2025-04", 2, (200, 0, "0.065")),
        )
        text = "usage: {image_basic: {calls: {2025-03-30..2025-04-02: 400}}}\n"
        own = usage(tmp_path, f"price_book: intl\n{text}")
        words = ("--usage", own, "--calls", counts(tmp_path, 60_000))
        assert told(reconciled_file(path, *words)) == ("approve", "0.00", "3013.00")

    def test_a_call_that_was_not_counted_was_not_deducted(self, tmp_path: Path) -> None:
        """5,000 used and deducted, 4,990 counted: 10 of both sides, 0.2 % of the calls."""
        path = several(tmp_path, (5_000, 5_000, "0.05"))
        own = ("--usage", pack(tmp_path, 4_990))
        answer = reconciled_file(path, *own, "--calls-tolerance", "0.5%")
        assert told(answer) == ("approve", "0.00", "0.00")
        assert answer["lines"][0]["found"] == ["calls_tolerance"]
        # Nothing was billed of it, so nothing is at stake.
        answer = reconciled_file(path, *own)
        assert told(answer) == ("dispute", "0.00", "0.00")

    def test_a_count_that_the_file_does_not_allow(self, tmp_path: Path) -> None:
        own = usage(tmp_path, "price_book: intl\naccount: {activated: 2025-03-10}\nusage: {image_basic: {calls: {2025-03: 1}}}\n")  # fmt: skip
        calls = counted(tmp_path, "2025-03-02,5,image_basic")
        path = several(tmp_path, (5, 0, "0.065"))
        ran = ffbill("reconcile", path, "--usage", own, "--calls", calls)
        assert ran.status == 2
        assert "calls.csv:2:1" in ran.err
        assert "calls before the first day of use, 2025-03-10" in ran.err


class TestAMonthHoldsItsDays:
    """RULES 2.8: the number of a month has the calls of its days."""

    def test_it_is_not_added_to_them(self, tmp_path: Path) -> None:
        """50,000 in March, 20,000 of them on the 9th; 50,000 - 20,000 deducted = 30,000 x 0.05 = 1,500.00."""
        own = counted(
            tmp_path, "2025-03,50000,image_basic", "2025-03-09,20000,image_basic"
        )
        path = several(tmp_path, (50_000, 20_000, "0.05"))
        answer = reconciled_file(path, "--calls", own)
        assert told(answer) == ("approve", "0.00", "1500.00")

    def test_each_activity_has_its_own(self, tmp_path: Path) -> None:
        """A: 50,000 with its days; B: 10,000 + 5,000 by day; 65,000 x 0.02 = 1,300.00."""
        rows = ("2025-03,50000,A", "2025-03-09,20000,A")
        own = counted(tmp_path, *rows, "2025-03-09,10000,B", "2025-03-10,5000,B")
        path = several(tmp_path, (65_000, 0, "0.02"), unit="元/次/月")
        assert told(reconciled_file(path, "--calls", own)) == ("approve", "0.00", "1300.00")  # fmt: skip

    def test_days_above_their_month(self, tmp_path: Path) -> None:
        own = counted(
            tmp_path, "2025-03,50000,image_basic", "2025-03-09,70000,image_basic"
        )
        ran = ffbill(
            "reconcile", several(tmp_path, (50_000, 0, "0.05")), "--calls", own
        )
        assert ran.status == 2
        assert "calls.csv:2:1" in ran.err
        assert "50,000 calls in the month, but 70,000 in its days" in ran.err


class TestWhatWasNotCounted:
    """Lines that no own count was held against are told, and forbid approval."""

    MARCH, APRIL = (60_000, 0, "0.05"), (2_000, 0, "0.065")

    def test_a_month(self, tmp_path: Path) -> None:
        path = bill(
            tmp_path, line(1, self.MARCH), of_month("2025-04", 2, self.APRIL)
        )  # fmt: skip
        own = ("--calls", counts(tmp_path, 60_000))
        answer = reconciled_file(path, *own)
        assert (answer["verdict"], found(answer)) == ("decide", ["no_count"])
        assert "image_basic, 2025-04: 2,000 calls" in answer["findings"][-1]["message"]
        assert ffbill("reconcile", path, *own, "--require-agreed").status == 1
        # The month that was counted can be judged by itself, and the other one too.
        for month, codes in (("2025-03", []), ("2025-04", ["no_count"])):
            assert found(reconciled_file(path, *own, "--month", month)) == codes

    def test_a_scope(self, tmp_path: Path) -> None:
        path = several(tmp_path, self.MARCH)
        own = counted(tmp_path, "2025-03,5,video_single_face")
        answer = reconciled_file(path, "--calls", own)
        assert found(answer) == ["no_line", "no_count"]

    def test_no_row_at_all(self, tmp_path: Path) -> None:
        answer = reconciled_file(
            several(tmp_path, self.MARCH), "--calls", counted(tmp_path)
        )
        assert (answer["verdict"], found(answer)) == ("decide", ["no_count"])

    def test_a_line_without_calls(self, tmp_path: Path) -> None:
        """Nothing was used in April, so nothing had to be counted or expected in it."""
        path = bill(
            tmp_path,
            line(1, self.MARCH),
            of_month("2025-04", 2, (0, 0, "0.065")),
        )
        for own in (
            ("--calls", counts(tmp_path, 60_000)),
            ("--usage", image(tmp_path, 60_000)),
        ):
            answer = reconciled_file(path, *own)
            assert (answer["verdict"], found(answer)) == ("approve", [])

    def test_a_line_of_no_month(self, tmp_path: Path) -> None:
        """Which count it should be held against nobody can say: 100.00 are to be decided."""
        none = dict.fromkeys(("扣费时间", "开始使用时间", "结束使用时间"), "-")
        path = bill(
            tmp_path,
            line(1, self.MARCH),
            changed(line(2, (2_000, 0, "0.05")), **none),
        )
        answer = reconciled_file(path, "--calls", counts(tmp_path, 60_000))
        assert (answer["verdict"], answer["stake"]) == ("decide", "100.00")

    def test_the_headline(self, tmp_path: Path) -> None:
        """No line is in question, and no amount is known: what is to be decided is the finding."""
        own = counted(
            tmp_path, "2025-03,60000,image_basic", "2025-03,5000,video_single_face"
        )
        out = ffbill("reconcile", several(tmp_path, self.MARCH), "--calls", own).out
        said = "DECIDE: every line agrees or is explained, 1 finding needs a decision"
        assert said in out
