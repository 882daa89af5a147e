"""Scenarios side by side: every difference worked by hand from the price documents."""

import csv
import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.tools import SAMPLES, ffbill, json_of, process, usage_file

HEAD = "version: 1\nprice_book: intl\n"


def compared(*words: str | Path, status: int = 0) -> dict[str, Any]:
    answer = json_of("compare", *words, status=status)
    jsonschema.validate(answer, json.loads(ffbill("schema", "comparison").out))
    return answer


def cells(
    rows: list[dict[str, Any]], key: str
) -> dict[str, list[tuple[str | None, ...]]]:
    return {row[key]: [tuple(cell.values()) for cell in row["cells"]] for row in rows}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """January 20,000 calls at 0.050 = 1,000.00; February 8,000 at 0.065 = 520.00. In all 1,520.00."""
    return usage_file(
        tmp_path,
        "title: Base\nusage: {image_basic: {calls: {2025-01: 20k, 2025-02: 8k}}}\n",
        name="base.yaml",
    )


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """January 24,000 calls at 0.050 = 1,200.00; February 520.00; in March a pack of 1,000 calls for 60.00."""
    return usage_file(
        tmp_path,
        "title: More\nusage:\n  image_basic: {calls: {2025-01: 24k, 2025-02: 8k}}\n"
        "orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-03-05}]\n",
        name="more.yaml",
    )


def test_months_kinds_scopes_and_total(base: Path, more: Path) -> None:
    """1,520.00 against 1,780.00: 260.00 more, 260 / 1,520 = 17.105 %. January 200.00 more, 20 %."""
    answer = compared(base, more)
    assert [cell["amount"] for cell in answer["total"]] == ["1520.00", "1780.00"]
    assert answer["total"][0] == {
        "amount": "1520.00",
        "difference": "0.00",
        "percent": "0.00",
    }
    assert answer["total"][1] == {
        "amount": "1780.00",
        "difference": "260.00",
        "percent": "17.11",
    }
    months = cells(answer["months"], "month")
    assert months["2025-01"] == [
        ("1000.00", "0.00", "0.00"),
        ("1200.00", "200.00", "20.00"),
    ]
    assert months["2025-02"] == [("520.00", "0.00", "0.00"), ("520.00", "0.00", "0.00")]
    assert months["2025-03"] == [(None, None, None), ("60.00", "60.00", None)]
    kinds = cells(answer["by_kind"], "kind")
    assert kinds["pay_as_you_go"][1] == (
        "1720.00",
        "200.00",
        "13.16",
    )  # 200 / 1,520 = 13.158 %
    assert kinds["call_pack"] == [(None, None, None), ("60.00", "60.00", None)]
    assert cells(answer["by_scope"], "for") == {
        "image_basic": [("1520.00", "0.00", "0.00"), ("1780.00", "260.00", "17.11")]
    }


def test_a_decrease_is_negative(base: Path, more: Path) -> None:
    """260.00 less than 1,780.00: 14.607 %."""
    assert compared(more, base)["total"][1] == {
        "amount": "1520.00",
        "difference": "-260.00",
        "percent": "-14.61",
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_scenario_differs_from_itself_in_nothing(sample: Path) -> None:
    answer = compared(sample, sample, "--fail-increase", "0", "--allow-incomplete")
    assert [scenario["name"] for scenario in answer["scenarios"]] == [
        str(sample),
        f"{sample} (2)",
    ]
    rows = [
        *answer["months"],
        *answer["by_kind"],
        *answer["by_scope"],
        {"cells": answer["total"]},
    ]
    assert rows[:-1]
    for row in rows:
        assert {(cell["difference"], cell["percent"]) for cell in row["cells"]} == {
            ("0.00", "0.00")
        }
    assert answer["gates"][0]["met"]


def test_months_and_kinds_add_up_to_the_total_for_every_pair_of_samples() -> None:
    for one, other in pairwise(SAMPLES):
        answer = compared(one, other)
        for index in (0, 1):
            for level in ("months", "by_kind", "by_scope"):
                amounts = [row["cells"][index]["amount"] for row in answer[level]]
                cents = sum(
                    int(amount.replace(".", "")) for amount in amounts if amount
                )
                assert cents == int(answer["total"][index]["amount"].replace(".", ""))


def test_two_currencies_stand_beside_each_other_without_a_difference(
    base: Path, tmp_path: Path
) -> None:
    """Mainland: a licence for 5,000.00 CNY whose calls cover the 100."""
    cny = usage_file(
        tmp_path,
        "version: 1\nprice_book: mainland\nusage: {spring: {calls: {2025-01-10: 100}}}\n"
        "orders: [{item: licence, for: spring, package: 1, date: 2025-01-02}]\n",
        name="cny.yaml",
    )
    answer = compared(base, cny, "--fail-increase", "1%", status=1)
    assert answer["total"][1] == {
        "amount": "5000.00",
        "difference": None,
        "percent": None,
    }
    assert [scenario["price_book"]["currency"] for scenario in answer["scenarios"]] == [
        "USD",
        "CNY",
    ]
    assert not answer["gates"][0]["met"]
    ran = ffbill("compare", base, cny, "--fail-increase", "1%")
    assert "another currency than the base" in ran.err
    assert "B CNY" in ran.out
    assert "B - A" not in ran.out
    assert compared(base, cny, "--fail-over", "5000")["gates"][0]["met"]


def test_one_scenario_under_several_readings_and_books(tmp_path: Path) -> None:
    """100,000 calls, 1,000 of them free: 99,000 x 0.050 = 4,950.00; tier by total 99,000 x 0.035 = 3,465.00.

    The own book sells them at 0.040 in all: 3,960.00.
    """
    (tmp_path / "ours.yaml").write_text(
        "book: 1\nextends: intl\nid: ours\ngroups:\n  image_basic:\n"
        "    pay_as_you_go: {clause: image-payg, tiers: [{at_least: 0, unit_price: 0.040}]}\n",
        encoding="utf-8",
    )
    scenario = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01: 100k}}}\n"
        "orders: [{item: free_pack, for: image_basic, date: 2025-01-01}]\n",
        name="usage.yaml",
    )
    book = str(tmp_path / "ours.yaml")
    words = [
        "--assume",
        "tier_basis=total",
        "--assume",
        "tier_basis=total,settlement_day=3",
        "--price-book",
        book,
    ]
    answer = compared(scenario, *words)
    assert [scenario["name"] for scenario in answer["scenarios"]] == [
        str(scenario), "tier_basis=total", "tier_basis=total,settlement_day=3", book
    ]  # fmt: skip
    assert [cell["amount"] for cell in answer["total"]] == [
        "4950.00",
        "3465.00",
        "3465.00",
        "3960.00",
    ]
    assert answer["total"][3]["difference"] == "-990.00"
    assert answer["scenarios"][2]["assumptions"]["settlement_day"] == "3"


def test_with_several_files_readings_hold_for_all(base: Path, tmp_path: Path) -> None:
    """The other has 100,000 calls and a free pack: 3,465.00 under total."""
    other = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01: 100k}}}\n"
        "orders: [{item: free_pack, for: image_basic, date: 2025-01-01}]\n",
        name="other.yaml",
    )
    answer = compared(base, other, "--assume", "tier_basis=total")
    assert [cell["amount"] for cell in answer["total"]] == ["1520.00", "3465.00"]


class TestGates:
    """An increase past the gate exits 1 and still prints the data."""

    @pytest.mark.parametrize(
        ("limit", "status"),
        # 260.00 more than 1,520.00; 17.10526... % of it, so 17.105 % is passed and 17.106 % is not.
        [
            ("260", 0),
            ("259.99", 1),
            ("17.106%", 0),
            ("17.105%", 1),
            ("0%", 1),
            ("18 %", 0),
        ],
    )
    def test_fail_increase(
        self, base: Path, more: Path, limit: str, status: int
    ) -> None:
        ran = ffbill("compare", base, more, "--fail-increase", limit, "-f", "csv")
        assert ran.status == status
        assert ran.out.startswith("level,key,scenario")
        assert ("--fail-increase" in ran.err) == bool(status)

    @pytest.mark.parametrize(
        ("limit", "shown"),
        # 260.00 of 1,520.00 is 17.105263... %: two digits, and more where the limit is
        # between it and what they show.
        [
            ("17%", "+17.11 %"),
            ("17.105%", "+17.11 %"),
            ("17.106%", "+17.105 %"),
            ("17.1053%", "+17.105 %"),
            ("17.11%", "+17.105 %"),
            ("20%", "+17.11 %"),
        ],
    )
    def test_a_percentage_is_told_from_its_limit(
        self, base: Path, more: Path, limit: str, shown: str
    ) -> None:
        lines = ffbill("compare", base, more, "--fail-increase", limit).out.splitlines()
        assert lines[0].startswith(f"Face Fusion bill +260.00 USD ({shown})")
        gate = next(line for line in lines if "--fail-increase" in line)
        assert gate.endswith(f"(+260.00 USD, {shown})")

    def test_a_decrease_beside_its_limit(self, base: Path, more: Path) -> None:
        """260.00 less than 1,780.00 is -14.6067 %, which no limit is below."""
        out = ffbill("compare", more, base, "--fail-increase", "0%").out
        assert "met (-260.00 USD, -14.61 %)" in out

    def test_a_base_of_nothing_has_no_percentage(
        self, base: Path, tmp_path: Path
    ) -> None:
        nothing = usage_file(
            tmp_path,
            "usage: {image_basic: {calls: {2025-01: 0}}}\n",
            name="nothing.yaml",
        )
        assert (
            compared(nothing, base, "--fail-increase", "1000%", status=1)["total"][1][
                "percent"
            ]
            is None
        )
        assert (
            compared(nothing, nothing, "--fail-increase", "0%")["total"][1]["percent"]
            == "0.00"
        )

    def test_fail_over_looks_at_the_others_only(self, base: Path, more: Path) -> None:
        assert ffbill("compare", more, base, "--fail-over", "1520").status == 0
        assert ffbill("compare", base, more, "--fail-over", "1779.99").status == 1
        assert ffbill("compare", base, more, "--fail-over-month", "1200").status == 0
        assert ffbill("compare", base, more, "--fail-over-month", "1199.99").status == 1

    def test_months_shown_are_the_months_judged(self, base: Path, more: Path) -> None:
        assert (
            ffbill(
                "compare", base, more, "--month", "2025-02", "--fail-increase", "0"
            ).status
            == 0
        )
        ran = ffbill("compare", base, more, "--month", "2026-01")
        assert (ran.status, ran.err) == (
            2,
            "error: no bill for 2026-01 in any of the scenarios\n",
        )

    def test_an_incomplete_figure_meets_no_gate(
        self, base: Path, tmp_path: Path
    ) -> None:
        """100 calls in QPS mode without QPS: left out of the amount."""
        open_end = usage_file(
            tmp_path,
            "usage: {image_basic: {calls: {2025-01-10: 100}, billing_mode: qps}}\n",
            name="open.yaml",
        )
        for pair in ((base, open_end), (open_end, base)):
            ran = ffbill("compare", *pair, "--fail-increase", "9999")
            assert ran.status == 1
            assert "INCOMPLETE: 100 calls undetermined" in ran.err
            assert "FAILED --fail-increase: incomplete" in ran.out
            assert (
                ffbill(
                    "compare", *pair, "--fail-increase", "9999", "--allow-incomplete"
                ).status
                == 0
            )

    def test_strict_fails_on_warnings_of_the_others(
        self, base: Path, tmp_path: Path
    ) -> None:
        busy = usage_file(
            tmp_path,
            "usage: {image_basic: {calls: {2025-01: 100}, peak_qps: 21}}\n",
            name="busy.yaml",
        )
        assert ffbill("compare", base, busy, "--strict").status == 1
        assert ffbill("compare", busy, base, "--strict").status == 0
        assert (
            ffbill(
                "compare", base, busy, "--strict", "--ignore", "over_qps_limit"
            ).status
            == 0
        )


def test_the_amortised_view(base: Path, more: Path) -> None:
    """The pack of March is not used: 60.00 in cash, nothing by use, and 60.00 prepaid."""
    answer = compared(base, more, "--view", "amortised")
    assert answer["total"][1]["difference"] == "200.00"
    assert [scenario["prepaid"] for scenario in answer["scenarios"]] == [None, "60.00"]
    assert (
        "Paid, not yet used" in ffbill("compare", base, more, "--view", "amortised").out
    )


def test_only_months_are_drawn_together(base: Path) -> None:
    """Months with the same figures stand in one row; kinds and scopes with the same figures do not."""
    shown = ffbill("compare", base, base, "--month", "2025-01").out
    assert "2025-01 " in shown
    same = base.with_name("same.yaml")
    orders = "".join(
        f"  - {{item: {item}, for: image_basic, size: {size}, date: 2025-0{month}-05}}\n"
        for month in (1, 2)
        for item, size in (("call_pack", "1k"), ("material_pack", "10"))
    )
    same.write_text(f"{HEAD}orders:\n{orders}", encoding="utf-8")
    # A pack of 1,000 calls and one of 10 materials cost 60.00 each, so 120.00 by kind and by month.
    shown = ffbill("compare", same, same).out
    assert "2025-01 to 2025-02, each   120.00" in shown
    assert "\ncall pack       120.00" in shown
    assert "\nmaterial pack   120.00" in shown


def test_csv_has_a_row_for_each_cell(base: Path, more: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(ffbill("compare", base, more, "-f", "csv").out))
    )
    assert rows[1] == {
        "level": "total", "key": "total", "scenario": "More", "amount": "1780.00", "currency": "USD",
        "base": "Base", "difference": "260.00", "percent": "17.11",
    }  # fmt: skip
    assert [row["level"] for row in rows] == ["total"] * 2 + ["month"] * 6 + [
        "kind"
    ] * 4 + ["scope"] * 2


def test_new_warnings_are_told(base: Path, tmp_path: Path) -> None:
    busy = usage_file(
        tmp_path,
        "usage: {image_basic: {calls: {2025-01: 100}, peak_qps: 21}}\n",
        name="busy.yaml",
    )
    assert "New in" in ffbill("compare", base, busy).out
    assert "over_qps_limit" not in ffbill("compare", base, busy, "--quiet").out


class TestWarningsOfBoth:
    """What the base is warned of too is at risk all the same."""

    # 30 QPS, then 40, are above the limit of 20 in three months: one warning, told once. The video's 3 QPS are above its
    # limit of 2, its 11 materials above the 10 that are free, and so are the image's 15 where it has them.
    BUSY = (
        "usage: {image_basic: {calls: {from: 2025-01, months: 3, start: 9k}, "
        "peak_qps: %d%s}%s}\n"
    )
    VIDEO = ", video_single_face: {calls: {2025-01: 900}, peak_qps: 3, materials: 11}"

    def busy(
        self, folder: Path, qps: int, materials: str = "", video: str = ""
    ) -> Path:
        text = self.BUSY % (qps, materials, video)
        return usage_file(folder, text, name=f"busy{qps}.yaml")

    def test_beside_the_figure_in_every_text(self, tmp_path: Path) -> None:
        pair = self.busy(tmp_path, 30), self.busy(tmp_path, 40)
        told = (
            "warning over_qps_limit, image_basic, 3 months from 2025-01 to 2025-03: "
            "first, peak of 40 QPS from 2025-01-01 is above the limit of 20: calls "
            "above it fail: buy QPS for those days"
        )
        for style in ("table", "markdown", "github-comment", "html"):
            for more in ((), ("--explain",)):
                ran = ffbill("compare", *pair, "-f", style, *more)
                out = " ".join(re.sub(r"\\|<[^>]*>", "", ran.out).split())
                assert "Still in" in out, style
                assert told in out, style
                assert out.index(told) < out.index("Totals"), style
        assert "Still in" not in ffbill("compare", *pair, "--quiet").out

    def test_three_at_the_most_the_others_below(self, tmp_path: Path) -> None:
        """Four, of which one is new: it stands first."""
        base = self.busy(tmp_path, 30, "", self.VIDEO)
        other = self.busy(tmp_path, 40, ", materials: 15", self.VIDEO)
        top, below = ffbill("compare", base, other).out.split("Totals")
        words = " ".join(top.split())
        assert words.index("New in") < words.index("over_material_quota, image_basic")
        assert words.index("image_basic, 3 months") < words.index("Still in")
        assert "1 more warning below" in words
        assert top.count("warning over_") == 3
        assert below.count("Still in") == below.count("warning over_") == 1
        # A page has them all beside the figure, each under its heading.
        page = ffbill("compare", base, other, "-f", "html").out
        assert page.count("warning over_") == 4
        assert "more warning" not in page

    def test_several_scenarios_with_the_same_one(self, tmp_path: Path) -> None:
        base = self.busy(tmp_path, 30)
        names = ("--name", "A", "--name", "B", "--name", "C", "--name", "D")
        free = usage_file(tmp_path, "usage: {image_basic: {calls: {2025-01: 9k}}}\n")
        out = ffbill("compare", base, base, base, free, *names).out
        assert "Still in B, C:" in out
        assert "No longer in D:" in out

    def test_strict_says_which(self, tmp_path: Path) -> None:
        base = self.busy(tmp_path, 30, "", self.VIDEO)
        one = usage_file(
            tmp_path,
            "usage: {image_basic: {calls: {2025-01: 9k}, peak_qps: 30}}\n",
            name="one.yaml",
        )
        for words in (("compare", base, one), ("estimate", one, "--quiet")):
            ran = ffbill(*words, "--strict")
            assert ran.status == 1
            said = "ffbill: --strict: there is a warning: over_qps_limit\n"
            assert ran.err == said
        ran = ffbill("compare", one, base, "--strict", "--quiet")
        said = "there are warnings: over_material_quota, over_qps_limit\n"
        assert ran.err.endswith(said)


class TestWhatFails:
    """Calls that fail cost nothing; a total without them is no saving."""

    # 100,000 calls of January cost 100,000 x 0.035 = 3,500.00 on 1 February, more than
    # the 1,000.00 of the account: it is stopped and refuses what comes after.
    STOPPED = (
        "account: {balance: {date: 2025-01-01, amount: 1000}}\n"
        "usage: {image_basic: {calls: {2025-01: 100k, 2025-03: 9k}}}\n"
    )

    def test_a_total_without_refused_calls(self, tmp_path: Path) -> None:
        """9,000 x 0.065 = 585.00 more where the account holds enough."""
        stopped = usage_file(tmp_path, self.STOPPED, name="stopped.yaml")
        rich = self.STOPPED.replace("1000", "9000")
        served = usage_file(tmp_path, rich, name="served.yaml")
        for pair in ((stopped, served), (served, stopped)):
            out = " ".join(ffbill("compare", *pair).out.split())
            assert (
                f"Not the same service: 9,000 calls are not served in {stopped}; "
                "calls that fail cost nothing, so a lower total is no saving there"
            ) in out
            assert "585.00" in out

    def test_one_call(self, tmp_path: Path) -> None:
        text = self.STOPPED.replace("9k", "1")
        stopped = usage_file(tmp_path, text, name="stopped.yaml")
        rich = usage_file(tmp_path, text.replace("1000", "9000"), name="rich.yaml")
        out = " ".join(ffbill("compare", stopped, rich).out.split())
        assert f"1 call is not served in {stopped};" in out
        page = ffbill("estimate", stopped, "-f", "html").out
        assert "; 1 call is refused." in page

    def test_a_peak_above_the_limit(self, tmp_path: Path) -> None:
        """The peak of the base is above the limit of 20; that of the other is not."""
        text = "usage: {image_basic: {calls: {2025-01: 9k}, peak_qps: %d}}\n"
        over = usage_file(tmp_path, text % 25, name="over.yaml")
        under = usage_file(tmp_path, text % 15, name="under.yaml")
        out = " ".join(ffbill("compare", over, under).out.split())
        assert f"calls above the QPS limit fail in {over}: image_basic 2025-01;" in out
        # What it was, without what to do about it: nothing is left to do.
        assert (
            f"No longer in {under}: warning over_qps_limit, image_basic, 2025-01: peak of "
            "25 QPS from 2025-01-01 is above the limit of 20: calls above it fail"
        ) in out
        assert "spread the load" not in out

    def test_what_fails_in_both_hides_nothing(self, tmp_path: Path) -> None:
        """The video's peak is above its limit of 2 in both, the image's in the base only."""
        text = (
            "usage: {image_basic: {calls: {2025-01: 9k}, peak_qps: %d}, "
            "video_single_face: {calls: {2025-01: 9k}, peak_qps: 3}}\n"
        )
        over = usage_file(tmp_path, text % 25, name="over.yaml")
        under = usage_file(tmp_path, text % 15, name="under.yaml")
        out = " ".join(ffbill("compare", over, under).out.split())
        assert (
            f"fail in {over}: image_basic 2025-01, video_single_face 2025-01; calls "
            f"above the QPS limit fail in {under}: video_single_face 2025-01;"
        ) in out

    def test_the_same_fails_in_both(self, tmp_path: Path) -> None:
        stopped = usage_file(tmp_path, self.STOPPED, name="stopped.yaml")
        out = ffbill("compare", stopped, stopped).out
        assert "Not the same service" not in out


class TestUsage:
    """What cannot be compared is refused before anything is computed."""

    def test_nothing_to_compare_with(self, base: Path) -> None:
        ran = ffbill("compare", base)
        assert ran.status == 2
        assert "give another FILE, --assume or --price-book" in ran.err

    def test_standard_input_twice(self) -> None:
        assert ffbill("compare", "-", "-", stdin=HEAD).status == 2

    def test_standard_input_once(self, base: Path) -> None:
        text = base.read_text(encoding="utf-8")
        assert ffbill("compare", "-", base, stdin=text).status == 0
        assert (
            ffbill(
                "compare",
                "-",
                "--assume",
                "tier_basis=total",
                "--price-book",
                "intl",
                stdin=text,
            ).status
            == 0
        )

    def test_several_books_for_several_files(self, base: Path, more: Path) -> None:
        assert (
            ffbill(
                "compare",
                base,
                more,
                "--price-book",
                "intl",
                "--price-book",
                "mainland",
            ).status
            == 2
        )

    def test_the_faults_of_all_files_are_told(self, base: Path, tmp_path: Path) -> None:
        one = usage_file(tmp_path, "usage: {image_basic: {call: 1}}\n", name="one.yaml")
        two = usage_file(
            tmp_path, "usage: {image_basics: {calls: {2025-01: 1}}}\n", name="two.yaml"
        )
        ran = ffbill("compare", one, base, two)
        assert (ran.status, ran.out) == (2, "")
        assert "one.yaml:3" in ran.err
        assert "two.yaml:3" in ran.err

    def test_a_wrong_limit(self, base: Path, more: Path) -> None:
        for limit in ("five", "%", "-5%", "1e3"):
            assert ffbill("compare", base, more, f"--fail-increase={limit}").status == 2


def test_a_file_name_is_no_formula_in_a_csv(tmp_path: Path) -> None:
    """Spreadsheets run a text that begins with an equals sign; names of scenarios stand in two columns."""
    text = HEAD + "usage: {image_basic: {calls: {2025-01: 100}}}\n"
    (tmp_path / "=cmd().yaml").write_text(text, encoding="utf-8")
    ran = process(
        "compare", "-f", "csv", "--", "=cmd().yaml", "=cmd().yaml", cwd=tmp_path
    )
    [first, second, *_] = list(csv.DictReader(io.StringIO(ran.stdout.decode())))
    assert (first["base"], first["scenario"]) == ("'=cmd().yaml", "'=cmd().yaml")
    assert second["scenario"] == "'=cmd().yaml (2)"


def test_data_tells_the_warnings_of_every_scenario_on_standard_error(
    tmp_path: Path,
) -> None:
    over = "usage: {image_basic: {calls: {2025-01: 50k}, peak_qps: 30}}"
    base = usage_file(tmp_path, HEAD + over, name="a.yaml")
    other = usage_file(tmp_path, HEAD + over.replace("50k", "60k"), name="b.yaml")
    for style in ("json", "csv"):
        told = ffbill("compare", base, other, "-f", style).err.splitlines()
        assert [line.split(": ")[1] for line in told] == [
            "warning over_qps_limit, image_basic, 2025-01"
        ] * 2
        assert [line.split(": ")[0] for line in told] == [str(base), str(other)]
    assert ffbill("compare", base, other, "-f", "json", "--quiet").err == ""
