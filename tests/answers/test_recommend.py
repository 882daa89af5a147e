"""`recommend` and `quote` at the shell: what is told, gates, files, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.tools import ROOT, Ran, ffbill, json_of, usage_file

STEADY = ROOT / "sample_usage" / "steady_app.yaml"
PLANS = ["current", "pay_as_you_go", "packs", "qps_month", "qps_day", "best"]


def recommended(*words: str | Path) -> dict[str, Any]:
    return json_of("recommend", *words, "--quiet")


HUNDRED = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100k}}}\n"


class TestAnswer:
    def test_every_plan_is_there(self) -> None:
        assert [plan["name"] for plan in recommended(STEADY)["plans"]] == PLANS

    def test_the_headline_is_the_interface(self, tmp_path: Path) -> None:
        """Pay-as-you-go 100,000 x 0.035 = 3,500; one pack of 100,000: 3,000; saving 500 of 3,500 = 14.29 %."""
        answer = recommended(usage_file(tmp_path, HUNDRED))
        assert answer["best"]["total"] == "3000.00"
        assert answer["current"]["total"] == "3500.00"
        assert answer["saving"] == {"amount": "500.00", "percent": "14.29"}
        assert answer["horizon"] == {
            "from": "2025-01",
            "until": "2025-02",
            "last_month": "2025-01",
        }
        assert answer["best"]["orders"] == [
            {
                "id": "plan-1",
                "item": "call_pack",
                "for": "image_basic",
                "size": 100_000,
                "date": "2025-01-01",
            }
        ]

    def test_what_demand_changes(self, tmp_path: Path) -> None:
        """At -50 %: 50,000 calls, the pack kept 3,000; 49,000 x 0.05 = 2,450 with the free 1,000; best 5 x 10k = 2,250.

        At +10 %: 110,000 calls, the pack and a pack of 10k: 3,000 + 450 = 3,450.
        """
        rows = {
            row["demand_percent"]: row
            for row in recommended(usage_file(tmp_path, HUNDRED))["sensitivity"]
        }
        assert sorted(rows) == [-50, -25, -10, 10, 25, 50]
        assert rows[-50] == {
            "demand_percent": -50,
            "keep": "3000.00",
            "best": "2250.00",
            "regret": "750.00",
        }
        assert rows[10]["best"] == "3450.00"

    def test_break_even(self, tmp_path: Path) -> None:
        """60 / 0.065 = 923.1, and 923 x 0.065 = 59.995 is billed 60.00. The 3,000 of call volume buy 1 QPS at 1,700."""
        rows = recommended(usage_file(tmp_path, HUNDRED))["break_even"]
        found = {
            (row["item"], row["size"]): row["calls"] or row["peak_qps"] for row in rows
        }
        assert found[("call_pack", 1_000)] == 923
        assert found[("call_pack", 100_000)] == 60_000
        assert found[("qps_month", None)] == 1

    def test_other_readings(self, tmp_path: Path) -> None:
        """110,000 calls, all counted for the tier: a pack of 10k leaves 99,000 after the free ones at 0.035..."""
        file = usage_file(
            tmp_path,
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 161k}}}\n",
        )
        row = next(
            row for row in recommended(file)["alternatives"] if row["value"] == "total"
        )
        assert row["assumption"] == "tier_basis"
        assert float(row["best"]) < float(recommended(file)["best"]["total"])

    def test_facts_are_kept_and_the_others_named(self, tmp_path: Path) -> None:
        text = HUNDRED + (
            "orders:\n"
            "  - {id: OLD, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05, bought: true}\n"
            "  - {id: NEW, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05}\n"
        )
        ran = ffbill("recommend", usage_file(tmp_path, text), "--format", "json")
        answer = json.loads(ran.out)
        assert [order["id"] for order in answer["facts"]] == ["OLD"]
        assert [order["id"] for order in answer["decided_anew"]] == ["NEW"]
        assert (
            "decided anew: NEW, call pack of 10,000 on 2025-01-05 (450.00 USD)"
            in ran.err
        )
        assert "OLD" not in ran.err

    def test_a_current_plan_outside_the_space_may_cost_less(
        self, tmp_path: Path
    ) -> None:
        """A pack at an agreed 100: the current plan costs 100, the plans compared 3,000 at the least."""
        text = HUNDRED + (
            "orders: [{item: call_pack, for: image_basic, size: 100k, date: 2025-01-01, price: 100}]\n"
        )
        ran = ffbill("recommend", usage_file(tmp_path, text))
        assert "The current plan costs 2,900.00 USD less, keep it" in ran.out
        answer = recommended(usage_file(tmp_path, text))
        assert answer["saving"]["amount"] == "-2900.00"
        assert answer["best"]["proof"]["status"] == "optimal"

    def test_a_gift_is_a_fact(self, tmp_path: Path) -> None:
        """It covers everything, whatever its date, and nobody decides it: the plan costs nothing either."""
        text = HUNDRED + (
            "orders: [{item: call_pack, for: image_basic, size: 100k, date: 2025-01-01, source: gifted}]\n"
        )
        answer = recommended(usage_file(tmp_path, text))
        assert (answer["best"]["total"], answer["saving"]["amount"]) == ("0.00", "0.00")

    def test_calls_while_the_service_is_switched_off_are_outside_every_plan(
        self, tmp_path: Path
    ) -> None:
        """100,000 calls in 31 days, 10 and 11 January switched off: floor(100,000 x 11/31) - floor(100,000 x 9/31) =
        35,483 - 29,032 = 6,451 are refused. 93,549 are left: a pack of 100k for 3,000, or 1,000 free and 92,549 x 0.05.
        """
        text = (
            HUNDRED + "account: {disabled: [{from: 2025-01-10, until: 2025-01-12}]}\n"
        )
        answer = recommended(usage_file(tmp_path, text))
        assert answer["best"]["total"] == "3000.00"
        (said,) = [w for w in answer["warnings"] if w["code"] == "refused_calls"]
        assert "6,451" in said["message"]

    def test_too_few_materials_refuse_no_call(self, tmp_path: Path) -> None:
        """12 materials live beside the 10 free ones: every call is served, and that is not what is said."""
        usage = "usage: {image_basic: {calls: {2025-03: 3100}, materials: 12}}\n"
        file = usage_file(tmp_path, "price_book: intl\n" + usage)
        assert (
            "The current plan holds too few materials\n"
            in ffbill("recommend", file).out
        )

    def test_no_plan(self, tmp_path: Path) -> None:
        """5M calls on one day are 58 a second on average, above the limit of 20, and no peak says how much QPS to buy."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-11-11: 5M}}}\n"
        answer = recommended(usage_file(tmp_path, text))
        assert answer["best"]["total"] is None
        assert answer["best"]["proof"]["status"] == "infeasible"
        assert "58 a second on average" in answer["best"]["why_not"]
        assert (
            "No plan serves every call"
            in ffbill("recommend", usage_file(tmp_path, text)).out
        )

    def test_no_peak_no_qps(self, tmp_path: Path) -> None:
        """Without a peak nobody knows how much QPS to buy, so none is offered: never one QPS for ten million calls."""
        file = usage_file(
            tmp_path,
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 10M}}}\n",
        )
        plans = {plan["name"]: plan for plan in recommended(file)["plans"]}
        assert not plans["qps_month"]["feasible"]
        assert "no peak_qps is stated" in plans["qps_month"]["why_not"]

    def test_days_named_by_their_peak_alone_can_be_in_qps_mode(
        self, tmp_path: Path
    ) -> None:
        """Three days above the limit, with a count of their own or their even share: 3 x 30 x 75 on those days."""
        month = "price_book: intl\nusage: {image_basic: {calls: {2025-06: 90k%s}, peak_qps: {2025-06: 8, %s: 30}}}\n"
        days = "2025-06-10..2025-06-12"
        whole = recommended(usage_file(tmp_path, month % ("", days)))["best"][
            "billing_mode"
        ]
        some = recommended(usage_file(tmp_path, month % (f", {days}: 9k", days)))
        some = some["best"]["billing_mode"]
        assert whole == some
        assert some == {
            "image_basic": [
                {"from": "2025-06-10", "until": "2025-06-13", "mode": "qps"}
            ]
        }


class TestGates:
    def test_require_cheapest(self, tmp_path: Path) -> None:
        file = usage_file(tmp_path, HUNDRED)
        failed = ffbill("recommend", file, "--require-cheapest", "-f", "json")
        assert failed.status == 1
        assert "500.00 USD more than the best" in failed.err
        assert json.loads(failed.out)["best"]["total"] == "3000.00"
        assert (
            ffbill(
                "recommend", file, "--require-cheapest", "--tolerance", "499.99"
            ).status
            == 1
        )
        assert (
            ffbill("recommend", file, "--require-cheapest", "--tolerance", "500").status
            == 0
        )

    def test_the_cheapest_passes(self, tmp_path: Path) -> None:
        plan = tmp_path / "plan.yaml"
        assert (
            ffbill("recommend", usage_file(tmp_path, HUNDRED), "--write", plan).status
            == 0
        )
        assert ffbill("recommend", plan, "--require-cheapest").status == 0

    def test_an_incomplete_current_plan_fails(self, tmp_path: Path) -> None:
        file = usage_file(
            tmp_path, "price_book: mainland\nusage: {a: {calls: {2021-03: 1000}}}\n"
        )
        failed = ffbill("recommend", file, "--require-cheapest")
        assert failed.status == 1
        assert "the current plan is infeasible: a 2021-03: 500 calls" in failed.err

    def test_a_bounded_answer_fails(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Not proved, not passed: even where the current plan is the best found."""
        from facefusion_billing.answers import recommend as answers

        plan = tmp_path / "plan.yaml"
        ffbill("recommend", usage_file(tmp_path, HUNDRED), "--write", plan)
        solve = answers.recommend

        def unproved(*words: Any) -> Any:
            answer = solve(*words)
            return answer._replace(
                proof=answer.proof._replace(status="bounded", lower=0)
            )

        monkeypatch.setattr("facefusion_billing.cli.recommend.recommend", unproved)
        failed = ffbill("recommend", plan, "--require-cheapest")
        assert failed.status == 1
        assert "not proved" in failed.err
        assert "the best plan found" in failed.out

    def test_strict_fails_on_warnings_of_the_plan(self, tmp_path: Path) -> None:
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100k}, peak_qps: 25}}\n"
        file = usage_file(tmp_path, text)
        assert ffbill("recommend", file, "--strict").status == 0
        throttled = ("recommend", file, "--strict", "--allow-throttling")
        assert ffbill(*throttled).status == 1
        assert ffbill(*throttled, "--ignore", "over_qps_limit").status == 0

    def test_no_time_is_still_an_answer_with_a_bound(self) -> None:
        answer = recommended(STEADY, "--time-limit", "0")
        assert answer["best"]["proof"]["status"] in ("optimal", "bounded")
        assert float(answer["best"]["proof"]["lower_bound"]) <= float(
            answer["best"]["total"]
        )


class TestFiles:
    def test_a_plan_is_written_with_the_readings_chosen(self, tmp_path: Path) -> None:
        """`--assume` is part of the plan, so its estimate is the same; the edition is pinned."""
        plan = tmp_path / "plan.yaml"
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 161k}}}\n"
        ran = ffbill(
            "recommend",
            usage_file(tmp_path, text),
            "--assume",
            "tier_basis=total",
            "--write",
            plan,
            "-f",
            "json",
        )
        assert (
            json.loads(ffbill("estimate", plan, "-f", "json").out)["total"]
            == json.loads(ran.out)["best"]["total"]
        )
        written = plan.read_text(encoding="utf-8")
        assert "price_book: intl-2024-11-07" in written
        assert "tier_basis: total" in written

    def test_a_book_of_ones_own_is_named_from_the_folder_of_the_plan(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "plans"
        folder.mkdir()
        sample = ROOT / "sample_usage" / "negotiated_book.yaml"
        ran = ffbill("recommend", sample, "--write", folder / "plan.yaml", "-f", "json")
        promised = json.loads(ran.out)["best"]["total"]
        assert (
            json.loads(ffbill("estimate", folder / "plan.yaml", "-f", "json").out)[
                "total"
            ]
            == promised
        )

    def test_nothing_is_written_without_a_plan(self, tmp_path: Path) -> None:
        """The table with its reasons is shown, and why nothing was written."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-11-11: 5M}}}\n"
        ran = ffbill(
            "recommend", usage_file(tmp_path, text), "--write", tmp_path / "plan.yaml"
        )
        assert ran.status == 1
        assert "state peak_qps for that day" in " ".join(ran.out.split())
        assert "nothing was written, since no plan serves every call" in ran.err
        assert not (tmp_path / "plan.yaml").exists()

    def test_a_plan_does_not_overwrite_what_was_read(self, tmp_path: Path) -> None:
        file = usage_file(tmp_path, HUNDRED)
        ran = ffbill("recommend", file, "--write", file)
        assert ran.status == 2
        assert file.read_text(encoding="utf-8").endswith(HUNDRED)

    def test_names_and_titles_survive(self, tmp_path: Path) -> None:
        use = 'usage: {"on": {calls: {2021-03: 400}}, "春节: a": {calls: {2021-03-05: 3}}}'
        text = f'title: "on: #1 \\"x\\" = 春节"\nprice_book: mainland\n{use}\n'
        plan = tmp_path / "plan.yaml"
        ffbill("recommend", usage_file(tmp_path, text), "--write", plan)
        assert (
            json.loads(ffbill("estimate", plan, "-f", "json").out)["title"]
            == 'on: #1 "x" = 春节'
        )

    def test_csv_has_a_row_for_each_plan(self) -> None:
        lines = ffbill("recommend", STEADY, "-f", "csv", "-q").out.splitlines()
        assert lines[0] == "name,total,feasible,orders,why_not,currency"
        assert [line.split(",")[0] for line in lines[1:]] == PLANS

    @pytest.mark.parametrize("columns", ["40", "80", "200"])
    def test_a_table_loses_no_digit(self, columns: str) -> None:
        out = ffbill("recommend", STEADY, env={"COLUMNS": columns}).out
        assert "26,200.00" in out
        assert "51,148.76" in out


class TestRefused:
    def fault(self, *words: str | Path) -> Ran:
        ran = ffbill("recommend", *words)
        assert (ran.status, ran.out) == (2, "")
        return ran

    def test_a_month_outside_the_scenario(self) -> None:
        assert (
            "the months of the scenario are 2025-01 to 2025-12"
            in self.fault(STEADY, "--from", "2026-01").err
        )

    def test_a_month_that_is_none(self) -> None:
        assert "--from" in self.fault(STEADY, "--from", "soon").err

    def test_nothing_to_plan(self, tmp_path: Path) -> None:
        assert (
            "nothing to plan"
            in self.fault(usage_file(tmp_path, "price_book: intl\nusage: {}\n")).err
        )

    def test_faults_of_the_file_come_all_at_once(self, tmp_path: Path) -> None:
        text = "price_book: intl\nusage: {image_basic: {call: {2025-01: 1}, peak_qps: x}}\n"
        assert self.fault(usage_file(tmp_path, text)).err.count("usage.yaml:") == 2


class TestQuote:
    def test_cheapest_first_in_one_screen(self) -> None:
        """95,000 calls a month for 12 months are 1,140,000: 17,200 + 3,000 + 4 x 450 = 22,000."""
        ran = ffbill(
            "quote",
            "image_basic",
            "--calls",
            "95k",
            "--peak-qps",
            "12",
            "--months",
            "12",
            env={"COLUMNS": "100"},
        )
        totals = [
            line
            for line in ran.out.splitlines()
            if line.startswith(("cheapest", "call packs", "pay-as", "QPS by"))
        ]
        assert "22,000.00" in totals[0]
        assert [line.split("  ")[0] for line in totals] == [
            "cheapest",
            "call packs only",
            "pay-as-you-go only",
            "QPS by the month",
            "QPS by the day",
        ]
        assert len(ran.out.splitlines()) < 40

    def test_the_first_scope_and_one_month_are_the_defaults(self) -> None:
        answer = json.loads(ffbill("quote", "--calls", "100k", "-f", "json").out)
        assert answer["best"]["total"] == "3000.00"
        assert answer["per_scope"][0]["for"] == "image_basic"

    def test_days_growth_materials(self) -> None:
        """Three days: 300,000 calls at 60 QPS: 3 x 60 x 60 = 10,800, and 80 materials beyond the free 10: 460."""
        answer = json.loads(
            ffbill(
                "quote",
                "--calls",
                "300k",
                "--days",
                "3",
                "--peak-qps",
                "60",
                "--materials",
                "90",
                "-f",
                "json",
            ).out
        )
        assert answer["best"]["total"] == "11260.00"
        grown = json.loads(
            ffbill(
                "quote",
                "--calls",
                "1000",
                "--months",
                "2",
                "--growth",
                "100%",
                "-f",
                "json",
            ).out
        )
        assert (grown["current"], grown["saving"]) == (None, None)
        plans = {plan["name"]: plan["total"] for plan in grown["plans"]}
        # The free pack serves 1,000 of the 3,000: 2,000 x 0.065
        assert plans["pay_as_you_go"] == "130.00"

    def test_mainland(self) -> None:
        """25 materials and 200,000 calls: licence 2 holds both: 20,000."""
        ran = ffbill(
            "quote",
            "--calls",
            "200k",
            "--materials",
            "25",
            "--price-book",
            "mainland",
            "-f",
            "json",
        )
        assert json.loads(ran.out)["best"]["total"] == "20000.00"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--calls", "many"), "--calls"),
            (("--calls", "1k", "--peak-qps", "010"), "octal"),
            (("--calls", "1k", "--growth", "10"), "--growth"),
            (("--calls", "1k", "--days", "3", "--months", "2"), "--days"),
            (("image", "--calls", "1k"), "image_basic"),
            (("--calls", "1k", "--price-book", "intel"), "intl"),
            ((), "--calls"),
        ],
    )
    def test_refused(self, words: tuple[str, ...], said: str) -> None:
        ran = ffbill("quote", *words)
        assert (ran.status, ran.out) == (2, "")
        assert said in ran.err


def test_idle_calls_of_a_tier_that_begins_dear(tmp_path: Path) -> None:
    """A pack of 5 for January 0.07, then 7 and 7 calls at 0.01: 0.21. (With a pack of 2 it is 0.09 + 0.14 = 0.23.)

    A book of one's own, in which a month of 2 calls at 0.40 costs more than one of 7 at 0.01.
    """
    (tmp_path / "book.yaml").write_text(
        "book: 1\nid: odd\ntitle: Odd\ncurrency: USD\nsettlement: {days: [1]}\ngroups:\n  g:\n    title: G\n"
        "    call_packs: {sizes: [{calls: 2, price: 0.09}, {calls: 5, price: 0.07}]}\n"
        "    pay_as_you_go:\n"
        "      tiers: [{at_least: 0, below: 7, unit_price: 0.40}, {at_least: 7, unit_price: 0.01}]\n",
        encoding="utf-8",
    )
    file = tmp_path / "usage.yaml"
    calls = "{2025-01: 2, 2026-01: 7, 2026-02: 7}"
    file.write_text(
        f"version: 1\nprice_book: ./book.yaml\nusage: {{g: {{calls: {calls}}}}}\n",
        encoding="utf-8",
    )
    best = json.loads(ffbill("recommend", file, "-f", "json").out)["best"]
    assert best["total"] == "0.21"
