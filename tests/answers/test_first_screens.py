"""What stands on the first screen of an answer, and what waits for --explain."""

from pathlib import Path

import pytest
import yaml

from tests.tools import ROOT, SAMPLES, ffbill, json_of, usage_file

STEADY = next(path for path in SAMPLES if path.stem == "steady_app")
CAMPAIGN = next(path for path in SAMPLES if path.stem == "qps_campaign")
NARROW = {"COLUMNS": "80"}


def steps(*words: str | Path) -> list[str]:
    """What is to be done, step by step, without dates and amounts."""
    lines = ffbill("recommend", *words, env={"COLUMNS": "200"}).out.splitlines()
    begin = next(at for at, line in enumerate(lines) if "What to do" in line)
    rows = lines[begin + 2 :]
    return [
        next(part for part in row.split("   ") if ": " in part)
        for row in rows[: rows.index("")]
    ]


class TestShoppingList:
    """Steps stand in the order in which they work, and add up with what is billed."""

    def test_what_is_bought_already_stands_below(self, tmp_path: Path) -> None:
        """A pack of 10,000 is there (450). 20,000 calls are left of 30,000: two packs of 10,000, 900, against
        20,000 x 0.05 = 1,000. 450 + 900 = 1,350.
        """
        file = usage_file(
            tmp_path,
            "usage: {image_basic: {calls: {2025-02: 30k}}}\n"
            "orders:\n"
            "  - {id: F, item: free_pack, for: image_basic, date: 2025-01-01, used_calls: 1000}\n"
            "  - {id: A, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10, bought: true}\n",
        )
        shown = ffbill("recommend", file, env=NARROW).out
        assert "1,350.00 USD is the cheapest plan" in shown
        assert "call pack of 10,000 x 2" in shown
        row = next(line for line in shown.splitlines() if "bought already" in line)
        assert row.split() == ["1", "order", "bought", "already", "450.00"]

    def test_a_licence_before_the_packs_of_its_day(self, tmp_path: Path) -> None:
        """400,000 calls from 15 March: licence 1 (5,000) and four packs of 100,000 (6,800), all on that day."""
        file = usage_file(
            tmp_path,
            "usage: {a: {calls: {2021-03-15..2021-03-31: 400k}, peak_qps: 5, materials: 5}}\n",
            book="mainland",
        )
        assert steps(file) == [
            "console: licence 1 for a",
            "resource page: call pack of 100,000 x 4",
        ]
        assert json_of("recommend", file)["best"]["total"] == "11800.00"

    def test_activation_comes_first(self, tmp_path: Path) -> None:
        """100,000 calls from 15 January: a pack of 100,000 for 3,000.00 on the day of the activation."""
        file = usage_file(
            tmp_path,
            "account: {activated: 2025-01-15}\n"
            "usage: {image_basic: {calls: {2025-01-15..2025-01-31: 100k}}}\n",
        )
        first, *rest = steps(file)
        assert first.strip() == "console: activate the service (Activate Now)"
        assert [step.strip() for step in rest] == [
            "purchase page: call pack of 100,000"
        ]

    def test_qps_before_the_mode_that_needs_them(self) -> None:
        found = [step.strip() for step in steps(CAMPAIGN)]
        assert found == [
            "purchase page: call pack of 100,000 x 2",
            "purchase page: 58 QPS for 3 days",
            "console: set the billing mode to QPS",
            "console: set the billing mode to call volume",
        ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_what_to_type_for_the_rest(sample: Path, language: str) -> None:
    """It stands within the first 23 lines, however long the tables and lists are."""
    for words in (
        ("estimate", sample),
        ("recommend", sample),
        ("refund", sample, "--as-of", "2020-10-08"),
        ("compare", STEADY, sample),
    ):
        for more in ((), ("--explain",)):
            ran = ffbill(*words, *more, "--lang", language, env=NARROW)
            assert has_hint(ran.out), words


def has_hint(out: str) -> bool:
    """Whether the first screen says what to type for the rest."""
    lines = out.splitlines()[:23]
    return any(line.startswith(("More: ", "更多：")) for line in lines)


def test_what_to_type_for_the_rest_of_other_answers(tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    calls.write_text("account,date,calls,for\na,2025-03,9000,image_basic\n")
    bill = ROOT / "sample_usage" / "bills" / "wrong_tier.csv"
    for words in (
        ("quote", "image_basic", "--calls", "95k"),
        ("quote", "image_basic", "--calls", "95k", "--explain"),
        ("prices", "mainland"),
        ("assumptions",),
        ("reconcile", bill),
        ("meter", ROOT / "sample_usage" / "logs" / "2025-03-a.jsonl"),
        ("portfolio", "--calls", calls),
    ):
        for language in ("en", "zh"):
            ran = ffbill(*words, "--lang", language, env=NARROW)
            assert has_hint(ran.out), words


def test_what_is_at_risk_stands_before_the_plans() -> None:
    """The balance lacks 1,000.00 for the plan: whatever else is explained."""
    dry = next(path for path in SAMPLES if path.stem == "overdue_account")
    for more in ((), ("--explain",)):
        out = ffbill("recommend", dry, *more, env=NARROW).out
        assert out.index("warning plan_not_paid") < out.index("Total USD")
        assert out.count("warning plan_not_paid") == 1


def test_packs_at_risk_stand_before_the_verdicts(tmp_path: Path) -> None:
    """Bought on the 1st, five packs can go back to the 8th, by the stricter reading to the 7th."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-02: 9k}}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, quantity: 5, date: 2025-01-01}]\n",
    )
    out = ffbill("refund", file, "--as-of", "2025-01-08").out
    said = "P #1, P #2, P #3, 2 more packs: the stricter reading of the 7 days"
    assert out.index(said) < out.index("Verdicts")
    assert "stricter" not in ffbill("refund", file, "--as-of", "2025-01-07").out


class TestBrief:
    """A reason is cut to its line; --explain has it whole, and everything else."""

    def test_a_reason_is_cut(self) -> None:
        brief = ffbill("recommend", CAMPAIGN, env=NARROW).out
        cut = [line for line in brief.splitlines() if line.endswith("…")]
        assert [line.split("   ")[0] for line in cut] == [
            "pay-as-you-go only",
            "call packs only",
        ]
        whole = ffbill("recommend", CAMPAIGN, "--explain", env=NARROW).out
        assert "--allow-throttling plans" in " ".join(whole.split())
        assert "…" not in whole

    def test_in_how_many_more_months(self, tmp_path: Path) -> None:
        """Two months are above the limit of 20 QPS, then three."""
        for calls, said in (
            ("2025-01: 9k, 2025-02: 9k", "(and in 1 more month)"),
            ("2025-01: 9k, 2025-02: 9k, 2025-03: 9k", "(and in 2 more months)"),
        ):
            text = f"usage: {{image_basic: {{calls: {{{calls}}}, peak_qps: 30}}}}\n"
            file = usage_file(tmp_path, text)
            out = ffbill("recommend", file, "--explain").out
            assert said in " ".join(out.split())

    def test_what_waits(self) -> None:
        headings = (
            "Break-even", "If there are more or fewer calls", "What to check", "By scope",
            "What the clauses say", "Assumes", "label setting",
        )  # fmt: skip
        brief = ffbill("recommend", CAMPAIGN).out
        whole = ffbill("recommend", CAMPAIGN, "--explain").out
        for heading in headings:
            assert heading not in brief
            assert heading in whole

    def test_a_comment_is_titled_by_the_figure(self) -> None:
        """16,440.00 is 2,685.00 less than the 19,125.00 of the file."""
        out = ffbill("recommend", CAMPAIGN, "-f", "github-comment").out
        assert "\n### Face Fusion plan 16,440.00 USD (-2,685.00)\n" in out
        assert "<summary>Break-even</summary>" in out


class TestQuote:
    """A demand that nobody has a plan for."""

    @pytest.mark.parametrize("style", ["table", "markdown", "csv", "github-comment"])
    def test_no_word_of_a_current_plan(self, style: str) -> None:
        out = ffbill("quote", "--calls", "100k", "-f", style).out
        assert "current" not in out

    def test_the_amount_is_the_headline(self) -> None:
        """A pack of 100,000 calls: 3,000.00."""
        words = ("quote", "--calls", "100k", "--from", "2026-01")
        lines = ffbill(*words, env=NARROW).out.splitlines()
        assert lines[1] == (
            "3,000.00 USD is the cheapest plan, 2026-01, book intl-2024-11-07"
        )
        assert "What to check" in ffbill(*words, "--explain").out


def test_a_written_plan_is_sorted_by_date(tmp_path: Path) -> None:
    file = usage_file(
        tmp_path,
        """
        usage:
          image_basic:
            calls: {2025-03: 300, 2025-01-10: 7, 2025-01: 100, 2025-02-01..2025-02-10: 50}
            peak_qps: {2025-03: 3, 2025-01: 1}
        """,
    )
    plan = tmp_path / "plan.yaml"
    assert ffbill("recommend", file, "--write", plan, "-q").status == 0
    use = yaml.safe_load(plan.read_text(encoding="utf-8"))["usage"]["image_basic"]
    assert [str(key) for key in use["calls"]] == [
        "2025-01", "2025-01-10", "2025-02-01..2025-02-10", "2025-03"
    ]  # fmt: skip
    assert [str(key) for key in use["peak_qps"]] == ["2025-01", "2025-03"]


def test_the_same_note_of_several_months_is_one_line() -> None:
    """Five months of the sample lie in the dead zone; whoever runs a script reads it once."""
    lines = ffbill("estimate", STEADY, "-f", "csv").err.splitlines()
    [zone] = [line for line in lines if "dead_zone" in line.split(",")[0]]
    assert zone.startswith(
        "note dead_zone, image_basic, 5 months from 2025-01 to 2025-05"
    )
    assert ffbill("estimate", STEADY, "-f", "csv", "-q").err == ""


def test_with_json_only_warnings_are_said(tmp_path: Path) -> None:
    """A peak of 30 in three months is above the limit of 20; 95,000 calls are in the dead zone, which JSON says."""
    file = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01: 95k, 2025-02: 95k, 2025-03: 95k}, peak_qps: 30}}\n",
    )
    [line] = ffbill("estimate", file, "-f", "json").err.splitlines()
    assert line.startswith(
        "warning over_qps_limit, image_basic, 3 months from 2025-01 to 2025-03: first, "
    )
    assert ffbill("estimate", file, "-f", "json", "-q").err == ""


def test_the_next_deadline_of_refunds() -> None:
    """On 6 October LATE (180.00) has a day left; on the 12th all is closed."""
    sample = next(path for path in SAMPLES if path.stem == "refund_window")
    answer = json_of("refund", sample, "--as-of", "2020-10-06")
    assert answer["next_deadline"] == {"last_day": "2020-10-07", "total": "180.00"}
    closed = json_of("refund", sample, "--as-of", "2020-10-12")
    assert closed["next_deadline"] is None


def test_a_plan_says_that_it_leaves_the_balance_out() -> None:
    dry = next(path for path in SAMPLES if path.stem == "overdue_account")
    said = "Plans are priced without the balance of the account"
    assert said in ffbill("recommend", dry).out
    assert said not in ffbill("recommend", STEADY).out


class TestTheMonthsOfAPlan:
    """What each month of the plan costs and what serves its calls, where it is asked."""

    # January: 1,000 of 150,000 are free, 149,000 x 0.035 = 5,215.00; February: 10,000
    # from a pack of 450.00. 5,215 + 450 = 5,665.00.
    TEXT = "usage: {image_basic: {calls: {2025-01: 150k, 2025-02: 10k}}}\n"

    def test_as_a_table(self, tmp_path: Path) -> None:
        file = usage_file(tmp_path, self.TEXT)
        shown = ffbill("recommend", file, "--explain", env=NARROW).out
        rows = [" ".join(line.split()) for line in shown.splitlines()]
        assert "2025-01 image_basic: pay-as-you-go 149,000 0.035 5,215.00" in rows
        assert "2025-02 image_basic: call pack 10,000 1 450 450.00" in rows
        assert "Total 5,665.00" in rows
        assert "2025-01 image_basic 150,000 1,000 0 0 149,000" in rows
        assert "10,000 calls from plan-2" in rows
        # The name of an order that is claimed stands once where it can be looked up.
        assert "plan-1 free pack 0.00" in rows
        assert "image-payg" in shown
        assert "Where the calls went" not in ffbill("recommend", file).out

    def test_as_markdown_and_as_a_page(self, tmp_path: Path) -> None:
        file, page = usage_file(tmp_path, self.TEXT), tmp_path / "plan.html"
        shown = ffbill("recommend", file, "--explain", "-f", "markdown").out
        head, _, rest = shown.partition("## Where the calls went")
        assert "| **Total** |  |  |  | **5,665.00** |" in head
        assert "0.035 a call from 100,000 on, reached by 149,000" in rest
        assert ffbill("recommend", file, "-o", page).status == 0
        text = page.read_text(encoding="utf-8")
        assert "Where the calls went" in text
        assert "reached by 149,000" in text
