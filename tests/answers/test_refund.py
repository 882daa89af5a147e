"""Refund verdicts (RULES 6), each sentence with amounts and days worked out by hand."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.tools import ROOT, estimate_json, ffbill, json_of, usage_file

SAMPLE = ROOT / "sample_usage" / "refund_window.yaml"


def verdicts(
    file: Path, as_of: str, *words: str
) -> dict[tuple[str, int], dict[str, Any]]:
    answer = json_of("refund", file, "--as-of", as_of, *words)
    jsonschema.validate(
        answer, json.loads(ffbill("schema", "refund").out), jsonschema.Draft7Validator
    )
    return {(v["order"], v["pack"]): v for v in answer["verdicts"]}


def total(file: Path, as_of: str) -> str:
    found: str = json_of("refund", file, "--as-of", as_of)["refundable_total"]
    return found


def ground(verdict: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(g for g in verdict["grounds"] if g["ground"] == name)
    return found


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(orders: str, rest: str = "") -> Path:
        return usage_file(tmp_path, f"{rest}orders:\n{orders}")

    return written


PACK = "  - {id: P, item: call_pack, for: image_basic, size: 1M, date: 2020-10-01%s}\n"


class TestWindow:
    """Within 7 days: delivery day D to D+7 inclusive."""

    @pytest.mark.parametrize(
        ("as_of", "verdict", "days_left"),
        [
            ("2020-10-01", "eligible", 7),
            ("2020-10-07", "eligible", 1),
            ("2020-10-08", "eligible", 0),
            ("2020-10-09", "not_eligible", 0),
            # Not delivered yet: no days run.
            ("2020-09-30", "not_eligible", None),
        ],
    )
    def test_d_to_d_plus_7(
        self, write: Any, as_of: str, verdict: str, days_left: int | None
    ) -> None:
        found = verdicts(write(PACK % ""), as_of)["P", 1]
        assert (found["verdict"], found["last_day"], found["days_left"]) == (
            verdict,
            "2020-10-08",
            days_left,
        )

    def test_the_stricter_reading_ends_a_day_earlier(self, write: Any) -> None:
        file, strict = (
            write(PACK % ""),
            ("--assume", "refund_window=delivery_day_is_day_1"),
        )
        assert verdicts(file, "2020-10-07", *strict)["P", 1]["last_day"] == "2020-10-07"
        assert verdicts(file, "2020-10-07", *strict)["P", 1]["verdict"] == "eligible"
        assert (
            verdicts(file, "2020-10-08", *strict)["P", 1]["verdict"] == "not_eligible"
        )

    def test_on_the_last_day_the_stricter_reading_is_named(self, write: Any) -> None:
        note = "the stricter reading of the 7 days closed the window the day before"
        assert note in verdicts(write(PACK % ""), "2020-10-08")["P", 1]["notes"]
        assert note not in verdicts(write(PACK % ""), "2020-10-07")["P", 1]["notes"]

    def test_the_window_runs_from_delivery(self, write: Any) -> None:
        file = write(PACK % ", delivered: 2020-10-03")
        assert verdicts(file, "2020-10-10")["P", 1]["last_day"] == "2020-10-10"
        undelivered = verdicts(file, "2020-10-02")["P", 1]
        assert undelivered["verdict"] == "not_eligible"
        assert (
            "not delivered before 2020-10-03"
            in ground(undelivered, "within_window")["detail"]
        )


class TestGrounds:
    def test_one_call_deducted(self, write: Any) -> None:
        """Not eligible, and the ground names the day of first use."""
        usage = "price_book: intl\nusage: {image_basic: {calls: {2020-10-03: 1}}}\n"
        file = write(PACK % "", usage)
        found = verdicts(file, "2020-10-04")["P", 1]
        assert (found["verdict"], found["used_calls"]) == ("not_eligible", 1)
        assert ground(found, "unused")["detail"] == "1 call used, first on 2020-10-03"
        assert found["failed_first"] == {"ground": "unused", "since": "2020-10-03"}
        assert verdicts(file, "2020-10-02")["P", 1]["verdict"] == "eligible"

    def test_the_day_of_first_use_inside_a_month_given_as_one_number(
        self, write: Any
    ) -> None:
        """310 calls over 31 days are 10 a day; the older pack of 1,000 with 905 used holds 95: it lasts to the 10th."""
        orders = (
            "  - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2020-09-30, used_calls: 905}\n"
            "  - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2020-10-08}\n"
        )
        file = write(
            orders, "price_book: intl\nusage: {image_basic: {calls: {2020-10: 310}}}\n"
        )
        assert verdicts(file, "2020-10-09")["B", 1]["verdict"] == "eligible"
        used = verdicts(file, "2020-10-10")["B", 1]
        assert (used["verdict"], used["used_calls"]) == ("not_eligible", 5)
        assert used["failed_first"]["since"] == "2020-10-10"

    def test_used_calls_outside_the_scenario(self, write: Any) -> None:
        found = verdicts(write(PACK % ", used_calls: 3"), "2020-10-01")["P", 1]
        assert (found["verdict"], found["used_calls"]) == ("not_eligible", 3)

    @pytest.mark.parametrize(
        "rest", [", source: gifted", ", source: gifted, refundable: true"]
    )
    def test_gifted(self, write: Any, rest: str) -> None:
        found = verdicts(write(PACK % rest), "2020-10-01")["P", 1]
        assert found["verdict"] == "not_eligible"
        assert found["failed_first"]["ground"] == "purchased"

    def test_free(self, write: Any) -> None:
        found = verdicts(
            write("  - {id: F, item: free_pack, for: image_basic, date: 2020-10-01}\n"),
            "2020-10-01",
        )
        assert found["F", 1]["verdict"] == "not_eligible"
        assert found["F", 1]["refund"]["total"] == "0.00"

    @pytest.mark.parametrize(
        ("rest", "verdict"),
        [
            (", source: campaign", "undetermined"),
            (", source: campaign, refundable: true", "eligible"),
            (", source: campaign, refundable: false", "not_eligible"),
            (", source: campaign, used_calls: 1", "not_eligible"),
            (", source: campaign, refundable: true, used_calls: 1", "not_eligible"),
        ],
    )
    def test_a_campaign(self, write: Any, rest: str, verdict: str) -> None:
        """Its rules prevail; not stated: undetermined; any unmet ground beats that."""
        assert verdicts(write(PACK % rest), "2020-10-01")["P", 1]["verdict"] == verdict

    def test_a_campaign_past_its_window(self, write: Any) -> None:
        file = write(PACK % ", source: campaign")
        assert verdicts(file, "2020-10-09")["P", 1]["verdict"] == "not_eligible"

    def test_qps(self, write: Any) -> None:
        order = "  - {id: Q, item: qps, for: image_basic, qps: 5, days: 2, date: 2020-10-01}\n"
        found = verdicts(write(order), "2020-10-01")["Q", 1]
        assert (found["verdict"], found["last_day"], found["days_left"]) == (
            "not_eligible",
            None,
            None,
        )

    def test_a_discontinued_account(self, write: Any) -> None:
        file = write(PACK % "", "price_book: intl\naccount: {discontinued: true}\n")
        found = verdicts(file, "2020-10-01")["P", 1]
        assert found["verdict"] == "not_eligible"
        assert ground(found, "account_open")["met"] is False

    def test_nothing_of_the_mainland_book(self) -> None:
        """Each verdict says so with its clause."""
        found = verdicts(ROOT / "sample_usage" / "refund_mainland.yaml", "2021-03-01")
        clauses = {order: v["grounds"][0]["clauses"] for (order, _), v in found.items()}
        assert {v["verdict"] for v in found.values()} == {"not_eligible"}
        assert clauses == {
            "L-1": ["licence-no-refund"],
            "P-1": ["packs-no-refund"],
            "U-1": ["qps-upgrade"],
        }

    def test_a_book_without_a_refund_rule_cites_the_tables(
        self, write: Any, tmp_path: Path
    ) -> None:
        """`refund: null`: nothing is refundable, and each verdict still has a clause."""
        (tmp_path / "ours.yaml").write_text(
            "id: ours\nextends: intl\nrefund: null\n", encoding="utf-8"
        )
        orders = (
            PACK % ""
        ) + "  - {id: F, item: free_pack, for: image_basic, date: 2020-10-01}\n"
        found = verdicts(write(orders, "price_book: ./ours.yaml\n"), "2020-10-01")
        assert {v["verdict"] for v in found.values()} == {"not_eligible"}
        assert found["F", 1]["grounds"][0]["clauses"] == ["free-quota"]
        assert found["P", 1]["grounds"][0]["clauses"] == ["image-packs"]

    def test_abuse_is_the_vendors_to_judge_on_every_eligible_verdict(
        self, write: Any
    ) -> None:
        found = verdicts(write(PACK % ""), "2020-10-01")["P", 1]
        assert (
            "suspected abnormal or malicious returns are the vendor's to judge"
            in found["notes"]
        )
        assert "Resource Package Management" in found["next_step"]

    def test_every_ground_has_a_clause(self) -> None:
        for verdict in verdicts(SAMPLE, "2020-10-08").values():
            assert all(ground["clauses"] for ground in verdict["grounds"])


class TestMaterialPacks:
    """Used: more materials live than the free quota and older packs hold."""

    ORDERS = (
        "  - {id: M-1, item: material_pack, for: video_single_face, size: 10, date: 2025-02-09}\n"
        "  - {id: M-2, item: material_pack, for: video_single_face, size: 10, quantity: 2, date: 2025-02-10}\n"
    )

    def found(
        self, write: Any, materials: str
    ) -> dict[tuple[str, int], tuple[str, int]]:
        rest = f"price_book: intl\nusage: {{video_single_face: {{materials: {materials}}}}}\n"
        read = verdicts(write(self.ORDERS, rest), "2025-02-12")
        return {key: (v["verdict"], v["used_calls"]) for key, v in read.items()}

    def test_by_the_most_live(self, write: Any) -> None:
        """25 live: 10 free, 10 in M-1, 5 in the first of M-2, none in its second."""
        assert self.found(write, "25") == {
            ("M-1", 1): ("not_eligible", 10),
            ("M-2", 1): ("not_eligible", 5),
            ("M-2", 2): ("eligible", 0),
        }

    def test_within_the_free_quota(self, write: Any) -> None:
        assert {verdict for verdict, _ in self.found(write, "10").values()} == {
            "eligible"
        }

    def test_by_month(self, write: Any) -> None:
        """30 live in January, before the packs, and 12 in February: 2 in M-1."""
        found = self.found(write, "{2025-01: 30, 2025-02: 12}")
        assert found["M-1", 1] == ("not_eligible", 2)
        assert found["M-2", 1] == ("eligible", 0)


class TestMoney:
    def test_cash_and_gifted_come_back_and_the_voucher_does_not(
        self, write: Any
    ) -> None:
        """17,200 = 15,000 cash + 1,200 gifted + 1,000 voucher: 16,200.00 comes back, 1,000.00 does not."""
        file = write(PACK % ", paid: {cash: 15000, gifted: 1200, voucher: 1000}")
        found = verdicts(file, "2020-10-02")["P", 1]
        assert found["refund"] == {
            "cash": "15000.00",
            "transferred": "0.00",
            "gifted": "1200.00",
            "card": "0.00",
            "total": "16200.00",
        }
        assert found["not_returned"] == {"voucher": "1000.00", "discount": "0.00"}
        assert total(file, "2020-10-02") == "16200.00"

    def test_uneven_cents_go_to_the_first_packs(self, write: Any) -> None:
        """3 x 60.00 = 100.01 + 79.99. 100.01 / 3: 33.34 33.34 33.33; 79.99 / 3: 26.67 26.66 26.66."""
        order = "  - {id: Q, item: call_pack, for: image_basic, size: 1k, quantity: 3, date: 2020-10-01, "
        file = write(order + "paid: {cash: 100.01, card: 79.99}}\n")
        found = verdicts(file, "2020-10-01")
        assert [found["Q", n]["refund"]["cash"] for n in (1, 2, 3)] == [
            "33.34",
            "33.34",
            "33.33",
        ]
        assert [found["Q", n]["refund"]["card"] for n in (1, 2, 3)] == [
            "26.67",
            "26.66",
            "26.66",
        ]
        assert total(file, "2020-10-01") == "180.00"

    def test_one_of_three_packs_is_used(self) -> None:
        """180.00 = 100 cash + 80 gifted; cash 33.34 33.33 33.33, gifted 26.67 26.67 26.66; packs 2 and 3 come back:
        33.33 + 26.67 + 33.33 + 26.66 = 119.99. MIXED: 3,000 + 100 + 200 = 3,300.00. LATE: 180.00 to 7 October.
        """
        found = verdicts(SAMPLE, "2020-10-08")
        assert [found["Q3-1", n]["verdict"] for n in (1, 2, 3)] == [
            "not_eligible",
            "eligible",
            "eligible",
        ]
        assert total(SAMPLE, "2020-10-07") == "3599.99"  # 3,300.00 + 119.99 + 180.00
        assert total(SAMPLE, "2020-10-08") == "3419.99"  # 3,300.00 + 119.99
        assert found["MIXED", 1]["not_returned"] == {
            "voucher": "900.00",
            "discount": "100.00",
        }
        assert found["LATE", 1]["failed_first"] == {
            "ground": "within_window",
            "since": "2020-10-08",
        }
        assert found["BUNDLE", 1]["verdict"] == "undetermined"

    def test_what_can_soon_no_longer_be_returned(self) -> None:
        """On 6 October: LATE has 1 day left, MIXED 2, Q3-1 3: all of 3,599.99 closes within 3 days."""
        answer = json.loads(
            ffbill("refund", SAMPLE, "--as-of", "2020-10-06", "-f", "json").out
        )
        assert answer["closing_soon"] == {"days": 3, "total": "3599.99"}


class TestCommand:
    def test_as_of_is_today_and_printed(self, write: Any) -> None:
        from datetime import date

        assert f"as of {date.today()}" in ffbill("refund", write(PACK % "")).out

    @pytest.mark.parametrize("style", ["table", "csv", "markdown"])
    def test_each_format_holds_every_verdict(self, style: str) -> None:
        out = ffbill(
            "refund",
            SAMPLE,
            "--as-of",
            "2020-10-08",
            "-f",
            style,
            env={"COLUMNS": "120"},
        ).out
        for pack in ("LATE", "MIXED", "Q3-1", "BUNDLE", "GIFT"):
            assert pack in out
        assert "undetermined" in out

    def test_explain_shows_each_ground_with_its_clause(self) -> None:
        out = ffbill(
            "refund",
            SAMPLE,
            "--as-of",
            "2020-10-08",
            "--explain",
            env={"COLUMNS": "200"},
        ).out
        assert "(Refund, Note)" in " ".join(out.split())
        assert "refund-exclusions" in out
        assert "in time" in out

    def test_require_eligible(self, write: Any) -> None:
        file = write(PACK % "")
        assert (
            ffbill("refund", file, "--as-of", "2020-10-08", "--require-eligible").status
            == 0
        )
        ran = ffbill("refund", file, "--as-of", "2020-10-09", "--require-eligible")
        assert ran.status == 1
        assert "closed on 2020-10-08" in ran.out

    def test_a_day_that_is_none(self, write: Any) -> None:
        ran = ffbill("refund", write(PACK % ""), "--as-of", "2020-02-30")
        assert (ran.status, ran.out) == (2, "")

    def test_a_file_without_packs(self, write: Any) -> None:
        file = write(
            "", "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}\n"
        ).with_name("usage.yaml")
        file.write_text(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}\n",
            encoding="utf-8",
        )
        assert ffbill("refund", file, "--as-of", "2025-01-01").status == 0


class TestRefundedOrders:
    def test_the_pack_ends_and_the_negative_line_appears(self) -> None:
        """June 30,000 x 0.050 = 1,500.00. July: the pack 3,000.00, back 2,500 + 300 = 2,800.00; the 5,000 calls of the
        10th are pay-as-you-go: 5,000 x 0.065 = 325.00. July 3,000.00 - 2,800.00 + 325.00 = 525.00.
        """
        answer = estimate_json(ROOT / "sample_usage" / "refunded_order.yaml")
        assert [bill["total"] for bill in answer["bills"]] == ["1500.00", "525.00"]
        line = next(
            line for line in answer["bills"][1]["lines"] if line["kind"] == "refund"
        )
        assert (line["amount"], line["date"], line["order"]) == (
            "-2800.00",
            "2025-07-08",
            "P-1",
        )
        assert answer["packs"][0]["status"] == "refunded"
        assert answer["by_kind"]["refund"] == "-2800.00"

    def test_a_reading_that_forbids_it_has_no_total(self) -> None:
        """Delivered on 1 July; the stricter window ends on the 7th."""
        others = estimate_json(ROOT / "sample_usage" / "refunded_order.yaml")[
            "alternatives"
        ]
        strict = next(
            other for other in others if other["value"] == "delivery_day_is_day_1"
        )
        assert (strict["total"], strict["difference"]) == (None, None)
        assert "the last day is 2025-07-07" in strict["why"]

    @pytest.mark.parametrize(
        ("rest", "why"),
        [
            (
                ", refunded: 2020-10-09",
                "delivered on 2020-10-01, the last day is 2020-10-08",
            ),
            (", refunded: 2020-10-03, used_calls: 2", "calls used by then: 2"),
            (
                ", refunded: 2020-10-03, source: gifted",
                "it was not bought, or its campaign allows no refund (gifted)",
            ),
            (
                ", refunded: 2020-10-03, source: campaign, refundable: false",
                "(campaign)",
            ),
        ],
    )
    def test_an_impossible_refund_names_the_ground(
        self, write: Any, rest: str, why: str
    ) -> None:
        for command in ("estimate", "validate", "recommend", "refund"):
            ran = ffbill(command, write(PACK % rest))
            assert (ran.status, ran.out) == (2, "")
            assert why in ran.err
            assert "refunded: 2020-10" in ran.err

    def test_a_pack_that_was_drawn_before_its_refund(self, write: Any) -> None:
        usage = "price_book: intl\nusage: {image_basic: {calls: {2020-10-02: 7}}}\n"
        file = write(PACK % ", refunded: 2020-10-03", usage)
        ran = ffbill("estimate", file)
        assert "P cannot be refunded on 2020-10-03: calls used by then: 7" in ran.err
        ran = ffbill("estimate", file, "--lang", "zh")
        assert "届时已使用 7 次调用" in ran.err

    def test_a_file_with_a_refund_that_could_not_be_is_not_planned(
        self, write: Any
    ) -> None:
        """Nor are other packs judged by it, on whatever day."""
        usage = "price_book: intl\nusage: {image_basic: {calls: {2020-10-02: 7}}}\n"
        file = write(PACK % ", refunded: 2020-10-03", usage)
        said = ffbill("estimate", file).err
        for words in (
            ("recommend", file),
            ("refund", file, "--as-of", "2020-10-02"),
            ("refund", file, "--as-of", "2020-10-20"),
        ):
            ran = ffbill(*words)
            assert (ran.status, ran.out, ran.err) == (2, "", said)

    def test_calls_that_nothing_is_sold_for_are_no_fault_of_a_refund(
        self, write: Any, tmp_path: Path
    ) -> None:
        """In a book of packs alone 7 calls after a rightful refund cannot be billed, but a plan buys the pack for 17,200.00."""
        book = tmp_path / "packs.yaml"
        book.write_text(
            "book: 1\nextends: intl\nid: packs\ngroups: {image_basic: {pay_as_you_go: null}}\n"
        )
        usage = f"price_book: {book}\nusage: {{image_basic: {{calls: {{2020-10-05: 7}}}}}}\n"
        file = write(PACK % ", refunded: 2020-10-03", usage)
        assert ffbill("estimate", file).status == 2
        ran = ffbill("recommend", file)
        assert (ran.status, "is the cheapest plan" in ran.out) == (0, True), ran.err

    def test_calls_of_the_day_of_the_refund_are_not_drawn(self, write: Any) -> None:
        usage = "price_book: intl\nusage: {image_basic: {calls: {2020-10-03: 7}}}\n"
        file = write(PACK % ", refunded: 2020-10-03", usage)
        assert (
            estimate_json(file)["total"] == "0.46"
        )  # 17,200.00 - 17,200.00 + 7 x 0.065 = 0.455

    def test_a_qps_order_cannot_be_refunded(self, write: Any) -> None:
        order = "  - {id: Q, item: qps, for: image_basic, qps: 5, days: 2, date: 2020-10-01, refunded: 2020-10-02}\n"
        assert (
            "a QPS order is not refundable in this price book"
            in ffbill("estimate", write(order)).err
        )

    def test_a_refunded_pack_is_not_eligible_again(self, write: Any) -> None:
        file = write(PACK % ", refunded: 2020-10-03")
        assert verdicts(file, "2020-10-02")["P", 1]["verdict"] == "eligible"
        after = verdicts(file, "2020-10-03")["P", 1]
        assert (after["verdict"], after["failed_first"]["ground"]) == (
            "not_eligible",
            "not_refunded",
        )
