"""What the total of another reading leaves out is told beside it (RULES 8, INTERFACE on `complete`).

A lower total is no saving where calls are refused or have no price under the reading.
"""

import re
from pathlib import Path

import pytest

from facefusion_billing.model.faults import InputError, fault_at
from facefusion_billing.model.imported import Remark
from facefusion_billing.plans.pricing import conflict
from facefusion_billing.reports.wording.import_phrases import remark
from facefusion_billing.reports.wording.language import speaking
from facefusion_billing.reports.wording.plan_phrases import why_not
from tests.reports.workbook_tools import values
from tests.tools import Answer, Ask, ffbill, json_of, usage_file

REFUSED = """
    price_book: mainland
    usage: {a: {calls: {2025-01: 10500, 2026-02: 100000}}}
    orders: [{id: L, item: licence, package: 1, for: a, date: 2025-01-01}]
    """
"""The licence ends with 2025: 500 free, 10,000 of it; 100,000 x 0.02 = 2,000.00 after it, or refused."""

UNDETERMINED = """
    price_book: intl
    usage:
      image_basic:
        calls: {2025-01-31: 1000, 2025-02-28: 2000, 2025-03-30: 4000, 2025-04: 20000}
        billing_mode: [{from: 2025-01-31, until: 2025-03-31, mode: qps}]
    orders: [{id: Q, item: qps, for: image_basic, qps: 3, months: 2, date: 2025-01-31}]
    """
"""The quota ends on 03-31, 03-02 or 02-28 (calendar months: January and February): 4,000 calls have no quota then.
3 x 1,700 x 2 = 10,200.00 and 20,000 x 0.050 = 1,000.00 whatever the reading.
"""


def left_out(answer: Answer) -> dict[str, tuple[bool, int, int]]:
    return {
        row["value"]: (row["complete"], row["refused"], row["undetermined"])
        for row in answer["alternatives"]
    }


class TestEstimate:
    """`complete` and the counts are those that the answer has under the reading."""

    def test_refused(self, ask: Ask) -> None:
        assert left_out(ask(REFUSED)) == {"refused": (False, 100_000, 0)}

    def test_undetermined(self, ask: Ask) -> None:
        """30 days from 31 January, twice, end with 31 March too: 60 days, on 1 April."""
        answer = ask(UNDETERMINED)
        assert left_out(answer)["calendar_month"] == (False, 0, 4_000)
        assert {row["difference"] for row in answer["alternatives"]} == {"0.00"}

    def test_the_other_way(self, ask: Ask) -> None:
        answer = ask(REFUSED, "--assume", "licence_end=refused")
        assert not answer["complete"]
        assert left_out(answer) == {"postpaid": (True, 0, 0)}

    def test_of_the_scenario_whatever_months_are_shown(self, ask: Ask) -> None:
        """As the answer's own `complete`: January's 1,000 calls in QPS mode have no quota. February: 9,500 x 0.065 = 617.50, or at
        the tier that 10,500 reach, 9,500 x 0.050 = 475.00.
        """
        text = """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01: 1000, 2025-02: 10500}
                billing_mode: [{from: 2025-01-01, until: 2025-02-01, mode: qps}]
            orders: [{id: F, item: free_pack, for: image_basic, date: 2025-02-01}]
            """
        answer = ask(text, "--month", "2025-02")
        assert not answer["complete"]
        totals = [row["total"] for row in answer["alternatives"]]
        assert totals == ["475.00", "475.00"]
        assert set(left_out(answer).values()) == {(False, 0, 1_000)}
        # The headline says it; the difference is of the same service.
        assert ask.shown(text).count("INCOMPLETE") == 1

    def test_without_a_total_nothing_is_complete(self, ask: Ask) -> None:
        """D+7 is 17 February; the stricter reading closed the day before."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02: 28}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-02-10, refunded: 2025-02-17,
                 delivered: 2025-02-10}
            account: {disabled: [{from: 2025-02-10, until: 2025-03-01}]}
            """
        )
        (row,) = answer["alternatives"]
        assert row["total"] is None
        assert (row["complete"], row["refused"], row["undetermined"]) == (
            False,
            None,
            None,
        )

    @pytest.mark.parametrize("style", ["table", "markdown", "html", "github-comment"])
    def test_on_a_screen(self, tmp_path: Path, style: str) -> None:
        ran = ffbill("estimate", usage_file(tmp_path, REFUSED), "-f", style)
        assert "INCOMPLETE: 100,000 calls refused, not in the amount" in ran.out

    def test_the_other_way_on_a_screen(self, ask: Ask) -> None:
        shown = ask.shown(REFUSED, "--assume", "licence_end=refused")
        assert "complete: no call is left out of the amount" in shown

    def test_in_chinese(self, ask: Ask) -> None:
        assert "不完整：100,000 次调用被拒绝，未计入金额" in ask.shown(
            REFUSED, "--lang", "zh"
        )

    def test_in_a_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "bill.xlsx"
        ffbill("estimate", usage_file(tmp_path, REFUSED), "-o", path)
        texts = [cell.value for row in values(path)["Assumptions"].rows for cell in row]
        assert "INCOMPLETE: 100,000 calls refused, not in the amount" in texts


class TestRecommend:
    """The calls that are outside every plan under the reading."""

    def test_a_reading_that_changes_nothing_else(self, tmp_path: Path) -> None:
        """April's 20,000: a pack of 10,000 for 450.00 and 10,000 x 0.050 = 500.00, or two packs, 900.00: 11,100.00."""
        file = usage_file(tmp_path, UNDETERMINED)
        answer = json_of("recommend", file, "--from", "2025-04", "-q")
        assert answer["complete"]
        (row,) = (r for r in answer["alternatives"] if r["value"] == "calendar_month")
        assert row == {
            "assumption": "qps_month",
            "value": "calendar_month",
            "best": "11100.00",
            "regret_of_plan": "0.00",
            "complete": False,
            "refused": 0,
            "undetermined": 4_000,
        }
        ran = ffbill("recommend", file, "--from", "2025-04", "--explain")
        assert "INCOMPLETE: 4,000 calls undetermined, not in the amount" in ran.out
        path = tmp_path / "plan.xlsx"
        ffbill("recommend", file, "--from", "2025-04", "-o", path)
        texts = [cell.value for row in values(path)["What if"].rows for cell in row]
        assert "INCOMPLETE: 4,000 calls undetermined, not in the amount" in texts

    def test_a_licence_that_ended_before_the_plan(self, tmp_path: Path) -> None:
        """5,000.00 and 2 x 1,000 x 0.02 = 40.00; where a licence is needed, another one for March: 10,000.00, and February's
        1,000 calls were refused.
        """
        text = REFUSED.replace("2026-02: 100000", "2026-02: 1000, 2026-03: 1000")
        file = usage_file(tmp_path, text)
        answer = json_of("recommend", file, "--from", "2026-03", "-q")
        assert answer["best"]["total"] == "5040.00"
        (row,) = (r for r in answer["alternatives"] if r["assumption"] == "licence_end")
        assert (row["best"], row["regret_of_plan"]) == ("10000.00", None)
        assert (row["complete"], row["refused"]) == (False, 1_000)


class TestForecast:
    """The least and the most counts may leave out calls that the mean does not."""

    @staticmethod
    def text(*weeks: int) -> str:
        """Four weeks from Tuesday 2025-03-04 to 2025-03-31, so many calls on their Mondays, and April's four Mondays."""
        mondays = ("2025-03-10", "2025-03-17", "2025-03-24", "2025-03-31")
        days = [f"{day}: {calls}" for day, calls in zip(mondays, weeks, strict=True)]
        return f"""
            price_book: mainland
            usage:
              a:
                calls: {{2025-03-04: 0, {", ".join(days)}}}
                forecast: {{until: 2025-04}}
            """

    def test_the_most(self, ask: Ask) -> None:
        """230 in March; their mean of 57.5 is 58: 4 x 58 = 232 in April are within the 500 that are free, 4 x 70 = 280 are not."""
        text = self.text(40, 60, 60, 70)
        answer = ask(text)
        assert answer["complete"]
        found = answer["forecast"]
        assert (found["low_complete"], found["high_complete"]) == (True, False)
        shown = ask.shown(text)
        assert (
            "With the most counts: INCOMPLETE: 10 calls refused, not in the amount"
            in shown
        )
        assert "With the least counts" not in shown


class TestWhyThereIsNoTotal:
    """The reason is said in the language that is spoken, as each sentence of an answer is."""

    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01: 31}}}
        orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-02-10, refunded: 2025-02-17}]
        """
    """D+7 is 17 February; by the stricter reading 16 February was the last day."""

    WHY = "P cannot be refunded on 2025-02-17: delivered on 2025-02-10, the last day is 2025-02-16"
    CHINESE = "P 不能在 2025-02-17 退款：2025-02-10 到账，最后一天为 2025-02-16"

    @pytest.mark.parametrize("style", ["table", "markdown", "html"])
    def test_on_a_screen(self, tmp_path: Path, style: str) -> None:
        file = usage_file(tmp_path, self.TEXT)
        wide = {"COLUMNS": "200"}
        shown = {
            lang: ffbill("estimate", file, "-f", style, "--lang", lang, env=wide).out
            for lang in ("en", "zh")
        }
        # On a page dates and the like stand in tags, so that no line breaks in them.
        found = {lang: re.sub("<[^>]+>", "", text) for lang, text in shown.items()}
        assert self.WHY in found["en"]
        assert self.CHINESE in found["zh"]
        assert "cannot be refunded" not in found["zh"]

    def test_in_a_workbook(self, tmp_path: Path) -> None:
        path = tmp_path / "bill.xlsx"
        file = usage_file(tmp_path, self.TEXT)
        ffbill("estimate", file, "-o", path, "--lang", "zh")
        texts = {
            cell.value
            for sheet in values(path).worksheets
            for row in sheet.rows
            for cell in row
        }
        assert self.CHINESE in texts

    def test_in_json(self, tmp_path: Path) -> None:
        file = usage_file(tmp_path, self.TEXT)
        for lang, why in (("en", self.WHY), ("zh", self.CHINESE)):
            (row,) = json_of("estimate", file, "--lang", lang)["alternatives"]
            assert row["why"] == why


def test_what_a_file_has_wrong_in_chinese() -> None:
    """Why a plan goes with no fact, and why an imported file cannot be estimated: each fault in Chinese."""
    error = InputError(
        [
            fault_at("{id} cannot be refunded on {refunded}: {why}{hint}", **facts)
            for facts in (
                {"id": "A", "refunded": "2025-02-17", "why": "x", "hint": ""},
                {"id": "B", "refunded": "2025-02-18", "why": "y", "hint": ""},
            )
        ]
    )
    with speaking("zh"):
        said = "A 不能在 2025-02-17 退款：x；B 不能在 2025-02-18 退款：y"
        assert why_not((conflict(error),)) == f"账户：{said}"
        assert said in remark(Remark("not_estimated", {"why": error.messages}))
