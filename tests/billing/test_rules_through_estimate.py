"""RULES sections 1 to 4 and 7 to 9, sentence by sentence, through `ffbill estimate FILE -f json`.

The docstring of a test is the sentence it holds. Amounts are worked by hand from the two documents, the sum beside
them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import itertools
import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from typer.testing import CliRunner

from facefusion_billing.cli import app

IMAGE, VIDEO = "image_basic", "video_single_face"

Answer = dict[str, Any]


class Ask:
    """Writes a usage file into a folder and asks `ffbill estimate` about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        """A file of the folder."""
        path = self.folder / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def run(self, text: str, *options: str) -> tuple[int, str, str]:
        """The exit status, and what went to each stream."""
        path = self.write("usage.yaml", text)
        result = CliRunner().invoke(
            app, ["estimate", str(path), "-f", "json", *options]
        )
        return result.exit_code, result.stdout, result.stderr

    def __call__(self, text: str, *options: str, status: int = 0) -> Answer:
        """The answer."""
        code, out, err = self.run(text, *options)
        assert code == status, err
        answer: Answer = json.loads(out)
        return answer

    def refused(self, text: str, *options: str) -> str:
        """What is said when the file is refused; nothing is answered."""
        code, out, err = self.run(text, *options)
        assert code == 2, (out, err)
        assert out == ""
        return err


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks in a folder of the test's own."""
    return Ask(tmp_path)


def row(answer: Answer, month: str, scope: str = IMAGE) -> dict[str, int]:
    """The counts of a scope in a month that are not zero; they add up to its calls."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    [found] = [each for each in bill["usage"] if each["for"] == scope]
    counts = {key: value for key, value in found.items() if key not in ("for", "calls")}
    assert sum(counts.values()) == found["calls"]
    return {key: value for key, value in counts.items() if value}


def line(
    answer: Answer, month: str, kind: str = "pay_as_you_go"
) -> tuple[str, str, str]:
    """Quantity, unit price and amount of the one line of a kind in a month."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    [found] = [each for each in bill["lines"] if each["kind"] == kind]
    return found["quantity"], found["unit_price"], found["amount"]


def amounts(answer: Answer) -> dict[str, str]:
    """The amount of each order's line."""
    return {
        each["order"]: each["amount"]
        for bill in answer["bills"]
        for each in bill["lines"]
        if each["order"]
    }


def totals(answer: Answer) -> dict[str, str]:
    """The total of each month."""
    return {bill["month"]: bill["total"] for bill in answer["bills"]}


def pack(answer: Answer, order: str, number: int = 1) -> Answer:
    """The state of a pack."""
    [found] = [
        each
        for each in answer["packs"]
        if (each["order"], each["pack"]) == (order, number)
    ]
    state: Answer = found
    return state


def used(answer: Answer) -> dict[str, int]:
    """The used calls of each order's packs."""
    sums: dict[str, int] = {}
    for each in answer["packs"]:
        sums[each["order"]] = sums.get(each["order"], 0) + each["used"]
    return sums


def told(answer: Answer, code: str) -> list[tuple[str, str, str | None]]:
    """Month, scope and amount of each warning or note of a code."""
    return [
        (each["month"], each["for"], each["amount"])
        for each in answer["warnings"]
        if each["code"] == code
    ]


def message(answer: Answer, code: str) -> str:
    """The sentence of the one warning of a code."""
    [found] = [each for each in answer["warnings"] if each["code"] == code]
    text: str = found["message"]
    return text


def others(
    answer: Answer, assumption: str | None = None
) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """The other readings listed: their total and difference."""
    return {
        (each["assumption"], each["value"]): (each["total"], each["difference"])
        for each in answer["alternatives"]
        if assumption in (None, each["assumption"])
    }


class TestPriceBooks:
    """1: two price books, and a user's own of the same form."""

    @pytest.mark.parametrize(
        ("name", "id", "currency"),
        [
            ("intl", "intl-2024-11-07", "USD"),
            ("intl-2024-11-07", "intl-2024-11-07", "USD"),
            ("mainland", "mainland-activity", "CNY"),
            ("mainland-activity", "mainland-activity", "CNY"),
        ],
    )
    def test_aliases_and_ids(self, ask: Ask, name: str, id: str, currency: str) -> None:
        """Each book has an id, an alias and one currency."""
        answer = ask(
            f"price_book: {name}\nusage: {{image_basic: {{calls: {{2025-01: 100}}}}}}"
        )
        assert answer["price_book"] == {"id": id, "currency": currency}
        assert answer["currency"] == currency

    def test_a_stranger_s_table(self, ask: Ask) -> None:
        """The same engine must price any book of this form, a stranger's table included."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: EUR
            settlement: {days: [5, 6]}
            groups:
              stickers:
                pay_as_you_go: {tiers: [{above: 0, up_to: 10, unit_price: 1.50}, {above: 10, unit_price: 0.005}]}
            """,
        )
        answer = ask(
            """
            price_book: ./ours.yaml
            usage: {stickers: {calls: {2025-01-01: 10, 2025-02-01: 11}}}
            """
        )
        assert line(answer, "2025-01") == ("10", "1.50", "15.00")  # 10 x 1.50
        assert line(answer, "2025-02") == (
            "11",
            "0.005",
            "0.06",
        )  # 11 x 0.005 = 0.055, half up
        assert answer["bills"][0]["settles"] == ["2025-02-05", "2025-02-06"]
        assert told(answer, "dead_zone") == [
            ("2025-01", "stickers", "14.94")
        ]  # 15.00 - 0.06

    def test_a_book_that_extends_a_shipped_one(self, ask: Ask) -> None:
        """One that `extends:` a shipped book and overrides prices."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            extends: intl
            groups: {video_single_face: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 0.15}]}}}
            """,
        )
        text = "price_book: ./ours.yaml\nusage: {%s: {calls: {2025-01: 100}}}"
        assert ask(text % VIDEO)["total"] == "15.00"  # 100 x 0.15
        assert ask(text % IMAGE)["total"] == "6.50"  # 100 x 0.065, as before

    def test_what_a_book_does_not_sell_is_never_free(self, ask: Ask) -> None:
        """Calls beyond what is sold are an error that names the missing part, never free."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: EUR
            settlement: {days: [1, 3]}
            groups: {stickers: {free_pack: {calls: 5}}}
            """,
        )
        text = """
            price_book: ./ours.yaml
            usage: {stickers: {calls: {2025-01-01: %d}}}
            orders: [{item: free_pack, for: stickers, date: 2025-01-01}]
            """
        assert ask(text % 5)["total"] == "0.00"
        assert "pay_as_you_go" in ask.refused(text % 6)

    def test_a_book_without_licences(self, ask: Ask) -> None:
        """Activities that can be tried and not licensed: calls beyond the free ones name what is missing."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            currency: CNY
            settlement: {days: [1, 1]}
            activities: {free: {calls: 5}}
            """,
        )
        text = "price_book: ./ours.yaml\nusage: {fair: {calls: {2025-01-01: %d}}}"
        assert row(ask(text % 5), "2025-01", "fair") == {"free": 5}
        assert "'licences'" in ask.refused(text % 6)

    @pytest.mark.parametrize(
        ("date", "inside"),
        [("2025-01-01", True), ("2025-01-31", True), ("2025-02-01", False)],
    )
    def test_months_outside_in_force(self, ask: Ask, date: str, inside: bool) -> None:
        """Months outside a book's `in_force` are refused."""
        ask.write(
            "ours.yaml",
            """
            book: 1
            id: ours
            title: Ours
            extends: intl
            in_force: {from: 2025-01-01, until: 2025-02-01}
            """,
        )
        orders = f"price_book: ./ours.yaml\norders: [{{item: free_pack, for: image_basic, date: {date}}}]"
        usage = (
            f"price_book: ./ours.yaml\nusage: {{image_basic: {{calls: {{{date}: 1}}}}}}"
        )
        for text in (orders, usage):
            if inside:
                assert list(totals(ask(text))) == ["2025-01"]
            else:
                assert (
                    "outside the time in which the price book 'ours' is in force"
                    in ask.refused(text)
                )


class TestOrderOfThingsOnOneDay:
    """1: the order of things on one day, whatever the order of a file."""

    def test_a_licence_admits_a_pack_and_an_upgrade_of_the_same_day(
        self, ask: Ask
    ) -> None:
        """Orders act from the start of their date, so a licence admits a pack or an upgrade of the same day."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-03-01: 10_600}}}
            orders:
              - {id: U, item: qps_upgrade, for: fair, qps: 10, days: 1, date: 2021-03-01}
              - {id: P, item: call_pack, size: 100k, date: 2021-03-01}
              - {id: L, item: licence, for: fair, package: 1, date: 2021-03-01}
            """
        )
        # 500 free, 10,000 of the licence, 100 of the pack
        assert row(answer, "2021-03", "fair") == {"free": 500, "packs": 10_100}
        assert used(answer) == {"L": 10_000, "P": 100}
        assert answer["total"] == "6910.00"  # 5,000 + 1,700 + 210

    def test_until_is_excluded(self, ask: Ask) -> None:
        """`until` days are excluded: the service is off on the 1st and 2nd, on again on the 3rd."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-01, until: 2025-01-03}]}
            usage: {image_basic: {calls: {2025-01-01: 1, 2025-01-02: 10, 2025-01-03: 100}}}
            """
        )
        assert row(answer, "2025-01") == {"refused": 11, "billable": 100}

    def test_the_day_of_a_refund_is_excluded(self, ask: Ask) -> None:
        """`refunded` days are excluded: on that day the pack no longer pays."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-12: 100}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10, refunded: 2025-01-12}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 100}
        assert pack(answer, "P")["status"] == "refunded"
        assert pack(answer, "P")["used"] == 0
        # 450 - 450 + 100 x 0.065
        assert answer["by_kind"] == {
            "pay_as_you_go": "6.50",
            "call_pack": "450.00",
            "refund": "-450.00",
        }
        assert answer["total"] == "6.50"

    def test_refused_comes_before_qps_mode(self, ask: Ask) -> None:
        """Each call is, in this order: refused, in QPS mode, ..."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02, until: 2025-01-03}]}
            usage: {image_basic: {calls: {2025-01-01: 3, 2025-01-02: 5}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, days: 2, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 3, "refused": 5}

    def test_qps_mode_comes_before_free_and_packs(self, ask: Ask) -> None:
        """... in QPS mode, free, pack, ..."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 700, 2025-01-02: 800}
                billing_mode: [{from: 2025-01-01, until: 2025-01-02, mode: qps}]
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: F, item: free_pack, for: image_basic, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 700, "free": 800}
        assert used(answer) == {"F": 800, "P": 0}

    def test_free_then_pack_then_pay_as_you_go(self, ask: Ask) -> None:
        """... free, pack, pay-as-you-go, on a single day."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 3000}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: B, item: free_pack, for: image_basic, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {
            "free": 1_000,
            "packs": 1_000,
            "billable": 1_000,
        }
        assert line(answer, "2025-01") == ("1000", "0.065", "65.00")

    def test_no_order_of_the_file_changes_the_answer(self, ask: Ask) -> None:
        """Whatever the order of a file: orders, scopes and days permuted give the same bills and packs."""
        orders = [
            "{id: L1, item: licence, for: a, package: 1, date: 2021-03-02}",
            "{id: L2, item: licence, for: b, package: 1, date: 2021-03-01}",
            "{id: P-10, item: call_pack, size: 100k, date: 2021-03-02}",
            "{id: P-9, item: call_pack, size: 100k, date: 2021-03-02}",
        ]
        scopes = [
            "a: {calls: {2021-03-05: 90k, 2021-03-02: 4k}}",
            "b: {calls: {2021-03-02: 60k, 2021-03-05: 90k}}",
        ]
        answers = []
        for listed, used_by in itertools.product(
            itertools.permutations(orders), itertools.permutations(scopes)
        ):
            text = f"price_book: mainland\nusage: {{{', '.join(used_by)}}}\norders: [{', '.join(listed)}]"
            answers.append(ask(text))
        assert all(answer == answers[0] for answer in answers)
        # Day 2: b needs 60,000 - 500 - 10,000 = 49,500 of the packs, a 4,000 - 500 - 3,500 of its licence = 0;
        # day 5: a needs 90,000 - 6,500 left of its licence = 83,500, b 90,000; b was licensed first and draws 90,000,
        # then a the last 200,000 - 49,500 - 90,000 = 60,500, and 23,000 are postpaid
        assert row(answers[0], "2021-03", "b") == {"free": 500, "packs": 149_500}
        assert row(answers[0], "2021-03", "a") == {
            "free": 500,
            "packs": 70_500,
            "billable": 23_000,
        }
        assert line(answers[0], "2021-03") == ("23000", "0.02", "460.00")


class TestFreePack:
    """2.1, 2.2: the free pack of a group."""

    def test_it_exists_only_if_claimed(self, ask: Ask) -> None:
        """Exists only if claimed (an order line `free_pack`)."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01-01: 1000}}}"
        assert row(ask(text), "2025-01") == {"billable": 1_000}
        claimed = ask(
            text + "\norders: [{item: free_pack, for: image_basic, date: 2025-01-01}]"
        )
        assert row(claimed, "2025-01") == {"free": 1_000}
        assert claimed["total"] == "0.00"
        assert claimed["bills"][0]["lines"] == []

    @pytest.mark.parametrize(("scope", "free"), [(IMAGE, 1_000), (VIDEO, 200)])
    def test_its_size(self, ask: Ask, scope: str, free: int) -> None:
        """Image 1,000 calls, video 200."""
        answer = ask(
            f"""
            price_book: intl
            usage: {{{scope}: {{calls: {{2025-01-01: 5000}}}}}}
            orders: [{{id: F, item: free_pack, for: {scope}, date: 2025-01-01}}]
            """
        )
        assert row(answer, "2025-01", scope) == {"free": free, "billable": 5_000 - free}

    def test_one_per_group_for_ever(self, ask: Ask) -> None:
        """One per group for ever: a second is refused, one for the other group is not."""
        text = """
            price_book: intl
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: free_pack, for: %s, date: 2027-01-01}
            """
        assert "a second free pack for image_basic" in ask.refused(text % IMAGE)
        assert ask(text % VIDEO)["total"] == "0.00"

    def test_calls_before_the_claim(self, ask: Ask) -> None:
        """It pays from the day of the claim."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 300, 2025-01-10: 400}}}
            orders: [{item: free_pack, for: image_basic, date: 2025-01-10}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 300, "free": 400}

    def test_valid_one_year_from_the_claim(self, ask: Ask) -> None:
        """Valid one year from the claim; unused calls expire, and cost nothing."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2026-01-14: 400, 2026-01-15: 300}}}
            orders: [{id: F, item: free_pack, for: image_basic, date: 2025-01-15}]
            """
        )
        assert row(answer, "2026-01") == {"free": 400, "billable": 300}
        state = pack(answer, "F")
        assert (state["from"], state["until"], state["last_day"]) == (
            "2025-01-15",
            "2026-01-15",
            "2026-01-14",
        )
        assert (
            state["used"],
            state["remaining"],
            state["expired"],
            state["status"],
        ) == (400, 0, 600, "expired")
        assert told(answer, "pack_expired_unused") == [("2026-01", IMAGE, "0.00")]
        assert line(answer, "2026-01") == ("300", "0.065", "19.50")

    def test_pack_validity_covers_free_packs(self, ask: Ask) -> None:
        """8: `pack_validity` covers free packs too: 365 days from 2023-03-01 end before 29 February 2024."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2024-02-29: 100}}}
            orders: [{item: free_pack, for: image_basic, date: 2023-03-01}]
            """
        assert row(ask(text), "2024-02") == {"free": 100}
        assert row(ask(text, "--assume", "pack_validity=365_days"), "2024-02") == {
            "billable": 100
        }


class TestCallPacks:
    """2.3: call packs."""

    @pytest.mark.parametrize(
        ("scope", "size", "price"),
        [
            (IMAGE, "1k", "60.00"),
            (IMAGE, "10k", "450.00"),
            (IMAGE, "100k", "3000.00"),
            (IMAGE, "1M", "17200.00"),
            (IMAGE, "10M", "45700.00"),
            (VIDEO, "1k", "180.00"),
            (VIDEO, "10k", "1500.00"),
            (VIDEO, "100k", "4300.00"),
        ],
    )
    def test_sizes_and_prices(
        self, ask: Ask, scope: str, size: str, price: str
    ) -> None:
        """Sizes and prices of the document."""
        answer = ask(
            f"price_book: intl\norders: [{{item: call_pack, for: {scope}, size: {size}, date: 2025-01-01}}]"
        )
        assert answer["total"] == price

    def test_groups_never_share(self, ask: Ask) -> None:
        """2.1: groups never share: an image pack serves no video call, and their calls reach tiers apart."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 9_999}}, video_single_face: {calls: {2025-01-01: 9_999}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01", IMAGE) == {"packs": 1_000, "billable": 8_999}
        assert row(answer, "2025-01", VIDEO) == {"billable": 9_999}
        by_scope = {
            each["for"]: each["amount"]
            for each in answer["bills"][0]["lines"]
            if not each["order"]
        }
        # 8,999 x 0.065 = 584.935; 9,999 x 0.20 = 1,999.80
        assert by_scope == {IMAGE: "584.94", VIDEO: "1999.80"}

    def test_from_the_day_of_the_order(self, ask: Ask) -> None:
        """Usable from the day of the order ..."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 30, 2025-01-10: 40}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-10}]
            """
        )
        assert row(answer, "2025-01") == {"billable": 30, "packs": 40}

    def test_to_the_day_before_the_same_date_next_year(self, ask: Ask) -> None:
        """... to the day before the same date next year."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2026-01-09: 30, 2026-01-10: 40}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-10}]
            """
        )
        assert row(answer, "2026-01") == {"packs": 30, "billable": 40}
        assert pack(answer, "P")["last_day"] == "2026-01-09"
        assert others(answer) == {}

    def test_pack_validity_readings(self, ask: Ask) -> None:
        """`365_days`: until order date + 365 days, which is a day less over a leap day."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2024-02-29: 400}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2023-03-01}]
            """
        answer = ask(text)
        assert pack(answer, "P")["until"] == "2024-03-01"
        assert answer["total"] == "60.00"
        # the 29th is the 366th day: 400 x 0.065 = 26.00 more
        assert others(answer) == {("pack_validity", "365_days"): ("86.00", "26.00")}
        shorter = ask(text, "--assume", "pack_validity=365_days")
        assert pack(shorter, "P")["until"] == "2024-02-29"
        assert shorter["total"] == "86.00"
        assert shorter["assumptions"]["pack_validity"] == "365_days"
        assert others(shorter) == {
            ("pack_validity", "same_date_next_year"): ("60.00", "-26.00")
        }

    def test_from_29_february(self, ask: Ask) -> None:
        """29 Feb to 28 Feb: bought on a leap day, the last day is 27 February."""
        text = "price_book: intl\norders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2024-02-29}]"
        assert pack(ask(text), "P")["until"] == "2025-02-28"
        assert pack(ask(text), "P")["last_day"] == "2025-02-27"

    def test_unused_calls_expire_with_the_money_they_cost(self, ask: Ask) -> None:
        """Unused calls expire: report them, and the money they cost."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 350, 2026-03-01: 10}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-10,
                 paid: {cash: 100, discount: 20}}
            """
        )
        # two packs for 100 - 50.00 each: 650 of the first's 1,000 calls are 32.50, all of the second's 50.00
        assert told(answer, "pack_expired_unused") == [
            ("2026-01", IMAGE, "32.50"),
            ("2026-01", IMAGE, "50.00"),
        ]
        assert [pack(answer, "P", n)["expired"] for n in (1, 2)] == [650, 1_000]
        assert [pack(answer, "P", n)["remaining"] for n in (1, 2)] == [0, 0]
        assert answer["complete"] is True

    def test_a_pack_whose_last_day_is_that_of_the_last_bill(self, ask: Ask) -> None:
        """`status`, as of the last day of the last bill: a pack is valid on its own last day."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {%s: 1}}}
            orders: [{id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        assert pack(ask(text % "2025-12-31"), "P")["status"] == "valid"
        assert pack(ask(text % "2025-12-31"), "P")["remaining"] == 999
        after = pack(ask(text % "2026-01-01"), "P")
        assert (after["status"], after["used"], after["expired"]) == (
            "expired",
            0,
            1_000,
        )

    def test_a_pack_that_is_delivered_later(self, ask: Ask) -> None:
        """1: `delivered`, where given, for packs: it acts from then, and its year is still that of the order."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-09: 30, 2025-01-10: 40, 2026-01-04: 5, 2026-01-05: 6}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-05, delivered: 2025-01-10}
            """
        )
        assert row(answer, "2025-01") == {"billable": 30, "packs": 40}
        assert row(answer, "2026-01") == {"packs": 5, "billable": 6}
        assert (pack(answer, "P")["from"], pack(answer, "P")["until"]) == (
            "2025-01-10",
            "2026-01-05",
        )
        assert totals(answer)["2025-01"] == "61.95"  # 60 + 30 x 0.065

    def test_a_pack_that_is_delivered_after_the_last_bill(self, ask: Ask) -> None:
        """A pack not yet delivered is `future`."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-31, delivered: 2025-02-01}
            """
        )
        assert (pack(answer, "P")["status"], pack(answer, "P")["remaining"]) == (
            "future",
            1_000,
        )

    def test_validity_keeps_running_while_disabled(self, ask: Ask) -> None:
        """5: no pack or free pack burns down while the service is off, and validity keeps running."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-05, until: 2026-01-05}]}
            usage: {image_basic: {calls: {2025-01-05: 70, 2026-01-05: 90}}}
            orders:
              - {id: F, item: free_pack, for: image_basic, date: 2025-01-02}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-06}
            """
        )
        assert row(answer, "2025-01") == {"refused": 70}
        assert row(answer, "2026-01") == {"packs": 90}
        assert (pack(answer, "F")["used"], pack(answer, "F")["expired"]) == (0, 1_000)
        assert (pack(answer, "P")["used"], pack(answer, "P")["expired"]) == (90, 910)
        assert told(answer, "refused_calls") == [("2025-01", IMAGE, None)]
        assert answer["complete"] is False


class TestPackOrder:
    """2.4: several paid packs: earliest expiry first, then earliest order date, then id (`pack_order`)."""

    def test_earliest_expiry_is_the_earlier_order(self, ask: Ask) -> None:
        """Packs of one year expire in the order in which they were bought."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 1200}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
              - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert used(answer) == {"A": 200, "B": 1_000}
        assert others(answer) == {}

    def test_a_late_delivery(self, ask: Ask) -> None:
        """`delivered` makes a difference: the older order is drawn first only from its delivery on."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 300, 2025-01-10: 800}}}
            orders:
              - {id: OLD, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01%s}
              - {id: NEW, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
            """
        assert used(ask(text % "")) == {"OLD": 1_000, "NEW": 100}
        assert used(ask(text % ", delivered: 2025-01-05")) == {"OLD": 800, "NEW": 300}
        assert used(
            ask(
                text % ", delivered: 2025-01-05",
                "--assume",
                "pack_order=earliest_order",
            )
        ) == {
            "OLD": 800,
            "NEW": 300,
        }

    def test_packs_of_29_and_28_february_expire_together(self, ask: Ask) -> None:
        """Then earliest order date: the packs of 28 and 29 February 2024 both end before 28 February 2025."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2024-03-01: 1}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 1k, date: 2024-02-29}
              - {id: B, item: call_pack, for: image_basic, size: 1k, date: 2024-02-28}
            """
        )
        assert pack(answer, "A")["until"] == pack(answer, "B")["until"] == "2025-02-28"
        assert used(answer) == {"A": 0, "B": 1}

    def test_ids_are_compared_as_text(self, ask: Ask) -> None:
        """1: ids are compared as text."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 1200}}}
            orders:
              - {id: P-9, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: P-10, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert used(answer) == {"P-9": 200, "P-10": 1_000}

    def test_a_refund_to_come_does_not_change_the_order(self, ask: Ask) -> None:
        """6.7: an order marked `refunded` ends that day; its expiry, which decides the order of use, is no other."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-03: 5000}}}
            orders:
              - {id: A, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01}
              - {id: B, item: call_pack, for: image_basic, size: 10k, date: 2025-01-02, refunded: 2025-01-08}
            """
        )
        assert used(answer) == {"A": 5_000, "B": 0}

    def test_both_readings_are_offered(self, ask: Ask) -> None:
        """A user can choose either, and the result says which was in force."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}"
        assert ask(text)["assumptions"]["pack_order"] == "earliest_expiry"
        assert (
            ask(text, "--assume", "pack_order=earliest_order")["assumptions"][
                "pack_order"
            ]
            == "earliest_order"
        )


class TestPayAsYouGo:
    """2.5 to 2.7: pay-as-you-go, settlement and the limit of call volume mode."""

    @pytest.mark.parametrize(
        ("scope", "calls", "unit_price", "amount"),
        [
            (IMAGE, 9_999, "0.065", "649.94"),  # 649.935
            (IMAGE, 10_000, "0.050", "500.00"),
            (IMAGE, 99_999, "0.050", "4999.95"),
            (IMAGE, 100_000, "0.035", "3500.00"),
            (IMAGE, 999_999, "0.035", "34999.97"),  # 34,999.965
            (IMAGE, 1_000_000, "0.020", "20000.00"),
            (IMAGE, 9_999_999, "0.020", "199999.98"),
            (IMAGE, 10_000_000, "0.006", "60000.00"),
            (VIDEO, 10_000_000, "0.20", "2000000.00"),
        ],
    )
    def test_all_at_the_tier_reached(
        self, ask: Ask, scope: str, calls: int, unit_price: str, amount: str
    ) -> None:
        """ALL at the unit price of the tier reached; USD tiers include their lower bound."""
        answer = ask(
            f"price_book: intl\nusage: {{{scope}: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert line(answer, "2025-01") == (str(calls), unit_price, amount)

    def test_each_month_reaches_its_own_tier(self, ask: Ask) -> None:
        """The group's billable calls of the calendar month."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 6000, 2025-02: 6000}}}"
        )
        assert totals(answer) == {
            "2025-01": "390.00",
            "2025-02": "390.00",
        }  # 6,000 x 0.065 twice

    def test_a_month_without_calls(self, ask: Ask) -> None:
        """No calls cost nothing: a bill without lines."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 0, 2025-03: 100}}}"
        )
        assert totals(answer) == {
            "2025-01": "0.00",
            "2025-02": "0.00",
            "2025-03": "6.50",
        }
        assert answer["bills"][0]["lines"] == []

    def test_settlement(self, ask: Ask) -> None:
        """The bill of month M is drawn on the 1st to 3rd of M+1; December's in January."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-12: 100}}}"
        [bill] = ask(text)["bills"]
        assert bill["settles"] == ["2026-01-01", "2026-01-03"]
        assert [each["date"] for each in bill["lines"]] == ["2026-01-01"]

    @pytest.mark.parametrize("day", ["1", "2", "3"])
    def test_settlement_day(self, ask: Ask, day: str) -> None:
        """`settlement_day` 1, 2 or 3; without a balance it changes no bill and is no alternative."""
        text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100}}}"
        answer = ask(text, "--assume", f"settlement_day={day}")
        assert answer["bills"][0]["lines"][0]["date"] == f"2025-02-0{day}"
        assert answer["total"] == "6.50"
        assert others(answer) == {}

    @pytest.mark.parametrize(("scope", "limit"), [(IMAGE, 20), (VIDEO, 2)])
    def test_the_limit_of_call_volume_mode(
        self, ask: Ask, scope: str, limit: int
    ) -> None:
        """QPS limit in this mode: image 20, video 2. Peak above it: warning `over_qps_limit`."""
        text = "price_book: intl\nusage: {%s: {calls: {2025-01: 100}, peak_qps: %d}}"
        assert told(ask(text % (scope, limit)), "over_qps_limit") == []
        over = ask(text % (scope, limit + 1))
        assert told(over, "over_qps_limit") == [("2025-01", scope, None)]
        assert (
            f"peak of {limit + 1} QPS from 2025-01-01 is above the limit of {limit}"
            in message(over, "over_qps_limit")
        )
        assert over["complete"] is True

    def test_the_narrowest_peak_of_a_day_wins(self, ask: Ask) -> None:
        """30 in January, but 12 on the only days with calls; months without calls are not warned of."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-10..2025-01-11: 500}
                peak_qps: {2025-01: 30, 2025-01-10..2025-01-11: 12, 2025-02: 90}
            """
        )
        assert told(answer, "over_qps_limit") == []


class TestTierBasis:
    """2.5, 8: which count reaches the tier is `tier_basis`; what is billed is always the billable calls."""

    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01: 110k}}}
        orders:
          - {id: F, item: free_pack, for: image_basic, date: 2025-01-01}
          - {id: P, item: call_pack, for: image_basic, size: 100k, date: 2025-01-01}
        """

    @pytest.mark.parametrize(
        ("basis", "unit_price", "amount", "total"),
        [
            (
                "billable",
                "0.065",
                "585.00",
                "3585.00",
            ),  # 110,000 - 1,000 - 100,000 = 9,000 x 0.065
            (
                "after_paid_packs",
                "0.050",
                "450.00",
                "3450.00",
            ),  # 9,000 + 1,000 free reach 10,000
            ("total", "0.035", "315.00", "3315.00"),  # all 110,000 reach 100,000
        ],
    )
    def test_readings(
        self, ask: Ask, basis: str, unit_price: str, amount: str, total: str
    ) -> None:
        """`billable`, `after_paid_packs` (free not subtracted), `total` (all metered calls)."""
        answer = ask(self.TEXT, "--assume", f"tier_basis={basis}")
        assert row(answer, "2025-01") == {
            "free": 1_000,
            "packs": 100_000,
            "billable": 9_000,
        }
        assert line(answer, "2025-01") == ("9000", unit_price, amount)
        assert answer["total"] == total

    def test_alternatives(self, ask: Ask) -> None:
        """Where another value would change the answer, it says by how much."""
        assert others(ask(self.TEXT)) == {
            ("tier_basis", "after_paid_packs"): ("3450.00", "-135.00"),  # 450 - 585
            ("tier_basis", "total"): ("3315.00", "-270.00"),  # 315 - 585
        }
        assert others(ask(self.TEXT, "--assume", "tier_basis=total")) == {
            ("tier_basis", "billable"): ("3585.00", "270.00"),
            ("tier_basis", "after_paid_packs"): ("3450.00", "135.00"),
        }

    def test_the_file_s_own_reading(self, ask: Ask) -> None:
        """A scenario or `--assume` sets them, and the command line goes before the file."""
        text = dedent(self.TEXT) + "assumptions: {tier_basis: total}\n"
        assert ask(text)["total"] == "3315.00"
        assert ask(text, "--assume", "tier_basis=billable")["total"] == "3585.00"

    def test_not_listed_where_nothing_changes(self, ask: Ask) -> None:
        """8,000 billable and 1,000 free calls stay below 10,000 under every reading."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 9000}}, video_single_face: {calls: {2025-01: 9000}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: free_pack, for: video_single_face, date: 2025-01-01}
            """
        )
        assert answer["total"] == "2280.00"  # 8,000 x 0.065 + 8,800 x 0.20
        assert others(answer) == {}

    def test_qps_mode_refused_and_undetermined_calls_reach_no_tier(
        self, ask: Ask
    ) -> None:
        """`total` counts free, pack and billable calls, never QPS-mode, refused or undetermined ones."""
        answer = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            account: {disabled: [{from: 2025-01-03, until: 2025-01-04}]}
            usage:
              image_basic:
                calls: {2025-01-01: 50k, 2025-01-02: 60k, 2025-01-03: 70k, 2025-01-04: 9k}
                billing_mode: [{from: 2025-01-01, until: 2025-01-03, mode: qps}]
            orders: [{item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {
            "qps_mode": 50_000,
            "undetermined": 60_000,
            "refused": 70_000,
            "billable": 9_000,
        }
        assert line(answer, "2025-01") == ("9000", "0.065", "585.00")


class TestSpread:
    """2.8: a month given as one number is spread evenly over its days."""

    FREE_ON_THE_16TH = (
        "\norders: [{item: free_pack, for: image_basic, date: 2025-01-16}]"
    )

    def test_evenly(self, ask: Ask) -> None:
        """Calls up to the end of its k-th of D days = floor(N*k/D): floor(100 x 15 / 31) = 48 come before the 16th."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 48, "free": 52}

    def test_from_the_scope_s_start(self, ask: Ask) -> None:
        """The days are those of the month on or after `starts:`: floor(100 x 5 / 21) = 23 on 11 to 15 January."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {starts: 2025-01-11, calls: {2025-01: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 23, "free": 77}

    def test_else_from_the_activation(self, ask: Ask) -> None:
        """Else `account.activated` for the international book; `starts` goes before it."""
        text = "price_book: intl\naccount: {activated: 2025-01-11}\nusage: {image_basic: {%scalls: {2025-01: 100}}}"
        assert row(ask(text % "" + self.FREE_ON_THE_16TH), "2025-01") == {
            "billable": 23,
            "free": 77,
        }
        assert row(
            ask(text % "starts: 2025-01-16, " + self.FREE_ON_THE_16TH), "2025-01"
        ) == {"free": 100}

    def test_else_from_the_first_licence(self, ask: Ask) -> None:
        """Else the activity's first licence for the mainland book, where that falls in the month."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-02: 2800, 2021-03: 2100}}}
            orders: [{item: licence, for: fair, package: 1, date: 2021-03-11}]
            """
        )
        # February comes before the licence: 500 free, 2,300 refused; March is spread over the 21 licensed days
        assert row(answer, "2021-02", "fair") == {"free": 500, "refused": 2_300}
        assert row(answer, "2021-03", "fair") == {"packs": 2_100}

    def test_a_range(self, ask: Ask) -> None:
        """A range is spread over its days in the same way: 14, 15 and 16 January, floor(100 x 2 / 3) = 66 before."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01-14..2025-01-16: 100}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 66, "free": 34}

    def test_a_month_with_days_inside_it(self, ask: Ask) -> None:
        """A month with days inside it spreads what is left of its number over its other days."""
        # 100 - 40 = 60 over 30 days are 2 a day: 14 x 2 + 40 before the 16th
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 100, 2025-01-03: 40}}}"
            + self.FREE_ON_THE_16TH
        )
        assert row(answer, "2025-01") == {"billable": 68, "free": 32}

    @pytest.mark.parametrize(
        ("usage", "why"),
        [
            (
                "{calls: {2025-01: 39, 2025-01-03: 40}}",
                "39 calls in the month, but 40 in its days",
            ),
            (
                "{starts: 2025-01-04, calls: {2025-01-03: 1}}",
                "calls before the first day of use, 2025-01-04",
            ),
            (
                "{starts: 2025-02-04, calls: {2025-01: 1}}",
                "calls before the first day of use, 2025-02-04",
            ),
        ],
    )
    def test_input_errors(self, ask: Ask, usage: str, why: str) -> None:
        """More in the days than in the month, or a count on a day before the start, is an input error."""
        assert why in ask.refused(f"price_book: intl\nusage: {{image_basic: {usage}}}")


class TestQpsMode:
    """3.1, 3.2, 3.5: the billing mode is a timeline, and calls in QPS mode are not metered."""

    def test_a_switch_takes_effect_at_the_start_of_its_day(self, ask: Ask) -> None:
        """QPS mode from the 2nd to before the 4th; groups may differ."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 1, 2025-01-02: 10, 2025-01-03: 100, 2025-01-04: 1000}
                billing_mode: [{from: 2025-01-02, until: 2025-01-04, mode: qps}]
              video_single_face: {calls: {2025-01-02: 50}}
            orders: [{item: qps, for: image_basic, qps: 2, days: 2, date: 2025-01-02}]
            """
        )
        assert row(answer, "2025-01", IMAGE) == {"billable": 1_001, "qps_mode": 110}
        assert row(answer, "2025-01", VIDEO) == {"billable": 50}

    def test_not_metered_and_no_burn_down(self, ask: Ask) -> None:
        """In QPS mode calls are not metered and no pack burns down; those calls count for no tier."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic:
                calls: {2025-01-01: 90k, 2025-01-02: 200k, 2025-01-03: 8k}
                billing_mode: [{from: 2025-01-02, until: 2025-01-03, mode: qps}]
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-02}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-02}
            """
        )
        assert row(answer, "2025-01") == {
            "billable": 97_000,
            "packs": 1_000,
            "qps_mode": 200_000,
        }
        assert line(answer, "2025-01") == ("97000", "0.050", "4850.00")
        assert pack(answer, "P")["used"] == 1_000
        assert answer["total"] == "4985.00"  # 4,850 + 75 + 60

    def test_undetermined_calls(self, ask: Ask) -> None:
        """Days in QPS mode with no quota in force: left out of the amount, counted, and warned of."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 70, 2025-01-02: 80}, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
            """
        )
        assert row(answer, "2025-01") == {"qps_mode": 70, "undetermined": 80}
        assert told(answer, "undetermined_calls") == [("2025-01", IMAGE, None)]
        assert "80 calls" in message(answer, "undetermined_calls")
        assert answer["complete"] is False
        assert answer["total"] == "135.00"  # 75 + 60; nothing for the 80 calls

    def test_quota_of_the_other_group(self, ask: Ask) -> None:
        """QPS of one group serves no call of the other."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 70}, billing_mode: qps}}
            orders: [{item: qps, for: video_single_face, qps: 1, days: 1, date: 2025-01-01}]
            """
        )
        assert row(answer, "2025-01") == {"undetermined": 70}


class TestQpsOrders:
    """3.3: q QPS for n days or months: q x unit price of the tier reached by that order x n."""

    @pytest.mark.parametrize(
        ("scope", "qps", "length", "amount"),
        [
            (IMAGE, 1, "days: 1", "75.00"),
            (IMAGE, 49, "days: 2", "7350.00"),  # 49 x 75 x 2
            (IMAGE, 50, "days: 1", "3000.00"),  # 50 x 60
            (IMAGE, 99, "days: 1", "5940.00"),  # 99 x 60
            (IMAGE, 100, "days: 1", "5000.00"),  # 100 x 50
            (IMAGE, 60, "days: 3", "10800.00"),  # 60 x 60 x 3
            (IMAGE, 49, "months: 1", "83300.00"),  # 49 x 1,700
            (IMAGE, 50, "months: 2", "145000.00"),  # 50 x 1,450 x 2
            (IMAGE, 100, "months: 1", "130000.00"),  # 100 x 1,300
            (VIDEO, 9, "days: 1", "1620.00"),  # 9 x 180
            (VIDEO, 10, "days: 28", "44800.00"),  # 10 x 160 x 28
            (VIDEO, 20, "days: 1", "3000.00"),  # 20 x 150
            (VIDEO, 9, "months: 1", "45000.00"),  # 9 x 5,000
            (VIDEO, 10, "months: 1", "45000.00"),  # 10 x 4,500
            (VIDEO, 20, "months: 1", "85000.00"),  # 20 x 4,250
        ],
    )
    def test_prices(
        self, ask: Ask, scope: str, qps: int, length: str, amount: str
    ) -> None:
        """All units at that price."""
        answer = ask(
            f"price_book: intl\norders: [{{item: qps, for: {scope}, qps: {qps}, {length}, date: 2025-02-01}}]"
        )
        assert answer["total"] == amount

    def test_each_order_reaches_its_own_tier(self, ask: Ask) -> None:
        """The quantity tier reached by **that order**: two orders of 30 pay 75 each, not 60."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
            """
        )
        assert answer["total"] == "4500.00"  # 2 x 30 x 75

    def test_charged_whole_on_the_order_date(self, ask: Ask) -> None:
        """Charged whole on the order date, though it starts in the next month."""
        answer = ask(
            """
            price_book: intl
            usage:
              image_basic: {calls: {2025-03-01: 5, 2025-03-02: 6}, billing_mode: [{from: 2025-03-01, mode: qps}]}
            orders: [{item: qps, for: image_basic, qps: 2, days: 1, date: 2025-02-27, start: 2025-03-02}]
            """
        )
        assert totals(answer) == {"2025-02": "150.00", "2025-03": "0.00"}  # 2 x 75
        assert row(answer, "2025-03") == {"undetermined": 5, "qps_mode": 6}

    def test_orders_in_force_at_once_add_up(self, ask: Ask) -> None:
        """Orders in force at once add up: a peak of 60 is served where both orders of 30 are, not by one alone."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5, 2025-02-02: 5}, peak_qps: 60, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 30, days: 2, date: 2025-02-01}
              - {item: qps, for: image_basic, qps: 30, days: 1, date: 2025-02-01}
            """
        )
        assert "peak of 60 QPS from 2025-02-02 is above the limit of 30" in message(
            answer, "over_qps_limit"
        )

    @pytest.mark.parametrize(("peak", "warned"), [(60, False), (61, True)])
    def test_the_quota_replaces_the_limit(
        self, ask: Ask, peak: int, warned: bool
    ) -> None:
        """3.4: the quota replaces the 20 / 2 limit. Peak above the quota in force: warning `over_qps_limit`."""
        answer = ask(
            f"""
            price_book: intl
            usage: {{image_basic: {{calls: {{2025-02-01: 5}}, peak_qps: {peak}, billing_mode: qps}}}}
            orders: [{{item: qps, for: image_basic, qps: 60, days: 1, date: 2025-02-01}}]
            """
        )
        assert bool(told(answer, "over_qps_limit")) is warned

    def test_a_quota_below_the_limit_replaces_it_too(self, ask: Ask) -> None:
        """3.4: with 5 QPS in force in QPS mode, a peak of 6 is above them, though 20 would hold without."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5}, peak_qps: 6, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 5, days: 1, date: 2025-02-01}]
            """
        )
        assert "peak of 6 QPS from 2025-02-01 is above the limit of 5" in message(
            answer, "over_qps_limit"
        )

    def test_a_quota_in_call_volume_mode_lifts_nothing(self, ask: Ask) -> None:
        """2.7: in call volume mode the limit is 20, whatever was bought; `qps_unused` says the QPS is idle."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-02-01: 5}, peak_qps: 21}}
            orders: [{item: qps, for: image_basic, qps: 60, days: 3, date: 2025-02-01}]
            """
        )
        assert "is above the limit of 20" in message(answer, "over_qps_limit")
        assert told(answer, "qps_unused") == [("2025-02", IMAGE, None)]

    @pytest.mark.parametrize(
        ("until", "idle"),
        [
            ("2025-02-04", None),
            ("2025-02-03", "on 1 of its 3 days"),
            ("2025-02-02", "on 2 of its 3 days"),
        ],
    )
    def test_qps_unused(self, ask: Ask, until: str, idle: str | None) -> None:
        """`qps_unused` (QPS bought while the mode is call volume) counts the idle days."""
        answer = ask(
            f"""
            price_book: intl
            usage:
              image_basic: {{calls: {{2025-02-01: 5}}, billing_mode: [{{from: 2025-02-01, until: {until}, mode: qps}}]}}
            orders: [{{item: qps, for: image_basic, qps: 60, days: 3, date: 2025-02-01}}]
            """
        )
        assert bool(told(answer, "qps_unused")) is (idle is not None)
        if idle:
            assert idle in message(answer, "qps_unused")

    def test_qps_of_a_group_without_usage(self, ask: Ask) -> None:
        """An order may name a scope that has no usage; its QPS is idle."""
        answer = ask(
            "price_book: intl\norders: [{item: qps, for: image_basic, qps: 1, days: 3, date: 2025-02-01}]"
        )
        assert "on 3 of its 3 days" in message(answer, "qps_unused")


class TestQpsMonth:
    """3.3: n months run to the same day n months later (`qps_month`)."""

    TEXT = """
        price_book: intl
        usage:
          image_basic:
            calls: {2025-02-28: 1, 2025-03-01: 20, 2025-03-30: 300, 2025-03-31: 4000, 2025-04-01: 50000}
            billing_mode: qps
        orders: [{item: qps, for: image_basic, qps: 1, months: 2, date: 2025-01-31}]
        """

    @pytest.mark.parametrize(
        ("reading", "served"),
        [
            (
                "same_day_next_month",
                {
                    "2025-02": {"qps_mode": 1},
                    "2025-03": {"qps_mode": 320, "undetermined": 4_000},
                },
            ),
            ("30_days", {"2025-02": {"qps_mode": 1}, "2025-03": {"qps_mode": 4_320}}),
            (
                "calendar_month",
                {"2025-02": {"qps_mode": 1}, "2025-03": {"undetermined": 4_320}},
            ),
        ],
    )
    def test_31_january_2_months(
        self, ask: Ask, reading: str, served: dict[str, dict[str, int]]
    ) -> None:
        """31 Jan, 2 months: to 31 Mar; 60 days: to 1 Apr; calendar months: January and February."""
        answer = ask(self.TEXT, "--assume", f"qps_month={reading}")
        assert {month: row(answer, month) for month in served} == served
        assert row(answer, "2025-04") == {"undetermined": 50_000}
        assert answer["total"] == "3400.00"  # 1 x 1,700 x 2 under every reading

    def test_alternatives(self, ask: Ask) -> None:
        """A reading that changes which calls have a price is listed, though the amount is the same."""
        assert others(ask(self.TEXT)) == {
            ("qps_month", "30_days"): ("3400.00", "0.00"),
            ("qps_month", "calendar_month"): ("3400.00", "0.00"),
        }

    def test_a_month_from_the_first(self, ask: Ask) -> None:
        """From the 1st, the same day of the next month and the calendar month agree; 30 days end before 31 January."""
        text = """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 31}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, months: 1, date: 2025-01-01}]
            """
        answer = ask(text)
        assert row(answer, "2025-01") == {"qps_mode": 31}
        assert list(others(answer)) == [("qps_month", "30_days")]

    def test_no_order_by_month(self, ask: Ask) -> None:
        """A question that was never asked cannot change the answer."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 31}, billing_mode: qps}}
            orders: [{item: qps, for: image_basic, qps: 1, days: 30, date: 2025-01-01}]
            """
        )
        assert others(answer) == {}
        assert row(answer, "2025-01") == {"qps_mode": 30, "undetermined": 1}


class TestMaterialQuota:
    """4: slots, not a flow: permanent, separate per group; need is the most materials live at once; free 10 first."""

    @pytest.mark.parametrize(
        ("scope", "size", "price"),
        [
            (IMAGE, "10", "60.00"),
            (IMAGE, "100", "460.00"),
            (IMAGE, "1k", "3430.00"),
            (VIDEO, "10", "300.00"),
        ],
    )
    def test_pack_sizes(self, ask: Ask, scope: str, size: str, price: str) -> None:
        """Pack sizes: image 10/100/1,000, video 10."""
        answer = ask(
            f"price_book: intl\norders: [{{item: material_pack, for: {scope}, size: {size}, date: 2025-01-01}}]"
        )
        assert answer["total"] == price

    def test_a_size_that_is_not_sold(self, ask: Ask) -> None:
        """Sizes the book does not sell are refused."""
        text = "price_book: intl\norders: [{item: material_pack, for: video_single_face, size: 100, date: 2025-01-01}]"
        assert "sells no material_pack of 100; it sells 10" in ask.refused(text)

    @pytest.mark.parametrize(("need", "warned"), [(10, False), (11, True)])
    def test_free_10_first(self, ask: Ask, need: int, warned: bool) -> None:
        """Need above what is held: warning `over_material_quota`."""
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: 1}}, materials: {need}}}}}"
        )
        assert bool(told(answer, "over_material_quota")) is warned
        if warned:
            assert (
                message(answer, "over_material_quota") == "11 materials live, 10 held"
            )

    def test_packs_hold_for_ever(self, ask: Ask) -> None:
        """Permanent: 10 free and two packs of 10 hold 30 from the month of the order on, years later too."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {materials: {2025-01: 30, 2025-02: 30, 2027-12: 31}}}
            orders: [{item: material_pack, for: image_basic, size: 10, quantity: 2, date: 2025-02-28}]
            """
        )
        assert told(answer, "over_material_quota") == [
            ("2025-01", IMAGE, None),
            ("2027-12", IMAGE, None),
        ]
        messages = [
            each["message"]
            for each in answer["warnings"]
            if each["code"] == "over_material_quota"
        ]
        assert messages == ["30 materials live, 10 held", "31 materials live, 30 held"]
        assert answer["total"] == "120.00"  # 2 x 60

    def test_separate_per_group(self, ask: Ask) -> None:
        """Image slots hold no video material."""
        answer = ask(
            """
            price_book: intl
            usage: {video_single_face: {calls: {2025-01: 1}, materials: 11}}
            orders: [{item: material_pack, for: image_basic, size: 10, date: 2025-01-01}]
            """
        )
        assert told(answer, "over_material_quota") == [("2025-01", VIDEO, None)]

    def test_a_pack_that_is_delivered_later(self, ask: Ask) -> None:
        """It holds from its delivery on."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {materials: {2025-01: 20, 2025-02: 20}}}
            orders:
              - {item: material_pack, for: image_basic, size: 10, date: 2025-01-31, delivered: 2025-02-01}
            """
        )
        assert told(answer, "over_material_quota") == [("2025-01", IMAGE, None)]


class TestPackUnusable:
    """Warning `pack_unusable`: a pack that cannot be drawn in its whole life."""

    def test_qps_mode_throughout(self, ask: Ask) -> None:
        """2.3: not usable while the group is in QPS mode; the warning states what it cost."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-01: 5}, billing_mode: qps}}
            orders:
              - {item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-01, price: 400}
            """
        )
        assert told(answer, "pack_unusable") == [("2025-01", IMAGE, "400.00")]
        assert (
            message(answer, "pack_unusable")
            == "P: none of its 10,000 calls can be drawn in its whole life"
        )

    @pytest.mark.parametrize(
        ("until", "warned"), [("2026-01-05", True), ("2026-01-04", False)]
    )
    def test_the_service_switched_off(self, ask: Ask, until: str, warned: bool) -> None:
        """Switched off for the whole year the pack is valid, or but for its last day."""
        answer = ask(
            f"""
            price_book: intl
            account: {{disabled: [{{from: 2025-01-01, until: {until}}}]}}
            orders: [{{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05}}]
            """
        )
        assert bool(told(answer, "pack_unusable")) is warned

    def test_qps_mode_and_switched_off_by_turns(self, ask: Ask) -> None:
        """QPS mode on some days and off on all others leave no day to draw it."""
        text = """
            price_book: intl
            account: {disabled: [{from: 2025-02-01}]}
            usage: {image_basic: {calls: {}, billing_mode: [{from: 2025-01-05, until: %s, mode: qps}]}}
            orders: [{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05}]
            """
        assert told(ask(text % "2025-02-01"), "pack_unusable") == [
            ("2025-01", IMAGE, "450.00")
        ]
        assert told(ask(text % "2025-01-31"), "pack_unusable") == []


class TestDisabled:
    """5: `account.disabled` (the service switched off in the console) refuses calls."""

    def test_refused_calls(self, ask: Ask) -> None:
        """Calls are refused (counted, not billed), in every group."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage:
              image_basic: {calls: {2025-01-01: 5, 2025-01-02: 7}}
              video_single_face: {calls: {2025-02-01: 9}}
            """
        )
        assert row(answer, "2025-01") == {"billable": 5, "refused": 7}
        assert row(answer, "2025-02", VIDEO) == {"refused": 9}
        assert told(answer, "refused_calls") == [
            ("2025-01", IMAGE, None),
            ("2025-02", VIDEO, None),
        ]
        assert answer["total"] == "0.33"  # 5 x 0.065 = 0.325
        assert answer["complete"] is False

    def test_refused_calls_reach_no_tier(self, ask: Ask) -> None:
        """9,999 served calls stay in the first tier beside any number of refused ones."""
        answer = ask(
            """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage: {image_basic: {calls: {2025-01-01: 9_999, 2025-01-02: 1M}}}
            """
        )
        assert line(answer, "2025-01") == ("9999", "0.065", "649.94")


class TestActivity:
    """7.1: an activity: 500 free calls at 1 QPS, once; a separate counter, used first, kept after licensing."""

    def test_free_500_then_refused(self, ask: Ask) -> None:
        """7.2: an activity without a licence in force has only its free calls: further calls are refused."""
        answer = ask(
            "price_book: mainland\nusage: {fair: {calls: {2021-03-01: 300, 2021-04-01: 300}}}"
        )
        assert row(answer, "2021-03", "fair") == {"free": 300}
        assert row(answer, "2021-04", "fair") == {"free": 200, "refused": 100}
        assert told(answer, "refused_calls") == [("2021-04", "fair", None)]
        assert (answer["total"], answer["complete"]) == ("0.00", False)

    def test_kept_after_licensing(self, ask: Ask) -> None:
        """Kept after licensing and used first: 300 tried before, 200 after, then the licence's calls."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-03-01: 300, 2021-03-05: 10_300}}}
            orders: [{id: L, item: licence, for: fair, package: 1, date: 2021-03-05}]
            """
        )
        # 10,300 - 200 free - 10,000 of the licence = 100 postpaid x 0.02
        assert row(answer, "2021-03", "fair") == {
            "free": 500,
            "packs": 10_000,
            "billable": 100,
        }
        assert line(answer, "2021-03") == ("100", "0.02", "2.00")
        assert pack(answer, "L")["status"] == "exhausted"

    def test_kept_however_late(self, ask: Ask) -> None:
        """Once, without an end: free calls left after years are used first."""
        answer = ask(
            """
            price_book: mainland
            usage: {fair: {calls: {2021-03-01: 499, 2024-03-01: 2}}}
            """
        )
        assert row(answer, "2024-03", "fair") == {"free": 1, "refused": 1}

    def test_each_activity_has_its_own(self, ask: Ask) -> None:
        """Each activity has 500 calls of its own, whatever its name."""
        answer = ask(
            "price_book: mainland\nusage: {春节: {calls: {2021-03: 500}}, b c: {calls: {2021-03: 500}}}"
        )
        assert (
            row(answer, "2021-03", "春节")
            == row(answer, "2021-03", "b c")
            == {"free": 500}
        )

    @pytest.mark.parametrize(("peak", "warned"), [(1, False), (2, True)])
    def test_1_qps(self, ask: Ask, peak: int, warned: bool) -> None:
        """At 1 QPS."""
        answer = ask(
            f"price_book: mainland\nusage: {{fair: {{calls: {{2021-03: 300}}, peak_qps: {peak}}}}}"
        )
        assert bool(told(answer, "over_qps_limit")) is warned


class TestLicence:
    """7.2: licence 1/2/3 per activity."""

    @pytest.mark.parametrize(
        ("package", "price", "calls"),
        [(1, "5000.00", 10_000), (2, "20000.00", 300_000), (3, "80000.00", 5_000_000)],
    )
    def test_price_and_included_calls(
        self, ask: Ask, package: int, price: str, calls: int
    ) -> None:
        """Included calls 10k / 300k / 5M, price 5,000 / 20,000 / 80,000."""
        answer = ask(
            f"price_book: mainland\norders: [{{id: L, item: licence, for: a, package: {package}, date: 2021-03-01}}]"
        )
        assert answer["total"] == price
        assert pack(answer, "L")["size"] == calls
        assert pack(answer, "L")["for"] == "a"

    @pytest.mark.parametrize(("package", "qps"), [(1, 10), (2, 50), (3, 50)])
    def test_fixed_qps(self, ask: Ask, package: int, qps: int) -> None:
        """Fixed QPS 10 / 50 / 50."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03-01: 5}, peak_qps: %d}}
            orders: [{item: licence, for: a, package: %d, date: 2021-03-01}]
            """
        assert told(ask(text % (qps, package)), "over_qps_limit") == []
        over = ask(text % (qps + 1, package))
        assert (
            f"peak of {qps + 1} QPS from 2021-03-01 is above the limit of {qps}"
            in message(over, "over_qps_limit")
        )

    @pytest.mark.parametrize(("package", "held"), [(1, 10), (2, 30), (3, 1_000)])
    def test_materials(self, ask: Ask, package: int, held: int) -> None:
        """Materials 10 / 30 / 1,000."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03-01: 5}, materials: %d}}
            orders: [{item: licence, for: a, package: %d, date: 2021-03-01}]
            """
        assert told(ask(text % (held, package)), "over_material_quota") == []
        assert told(ask(text % (held + 1, package)), "over_material_quota") == [
            ("2021-03", "a", None)
        ]

    def test_the_last_day(self, ask: Ask) -> None:
        """365 natural days including the day of purchase: 2020-06-01 to 2021-05-31."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2020-06-01: 500, 2021-05-31: 40, 2021-06-01: 7}}}
            orders: [{id: L, item: licence, for: a, package: 1, date: 2020-06-01}]
            """
        )
        assert row(answer, "2021-05", "a") == {"packs": 40}
        assert row(answer, "2021-06", "a") == {"refused": 7}
        assert pack(answer, "L")["last_day"] == "2021-05-31"
        # 9,960 of 10,000 calls of a licence of 5,000: 4,980.00
        assert told(answer, "pack_expired_unused") == [("2021-05", "a", "4980.00")]

    def test_the_day_before_the_licence(self, ask: Ask) -> None:
        """A licence is in force from its date: on the day before, calls beyond the free ones are refused."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03-04: 510, 2021-03-05: 20}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-05}]
            """
        )
        assert row(answer, "2021-03", "a") == {"free": 500, "refused": 10, "packs": 20}

    def test_a_second_one_while_one_is_in_force(self, ask: Ask) -> None:
        """Cannot be changed to another, and a second one while one is in force is an input error."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 2, date: %s}
              - {item: licence, for: a, package: 1, date: 2020-06-01}
            """
        assert "a: the licence of 2020-06-01 is in force to 2021-05-31" in ask.refused(
            text % "2021-05-31"
        )
        assert ask(text % "2021-06-01")["total"] == "25000.00"  # 5,000 + 20,000

    def test_renewal(self, ask: Ask) -> None:
        """The calls of the old licence end with it, the new one brings its own."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-05-31: 700, 2021-06-01: 10_100}}}
            orders:
              - {id: L1, item: licence, for: a, package: 1, date: 2020-06-01}
              - {id: L2, item: licence, for: a, package: 1, date: 2021-06-01}
            """
        )
        assert used(answer) == {"L1": 200, "L2": 10_000}
        assert row(answer, "2021-06", "a") == {"packs": 10_000, "billable": 100}

    def test_a_package_that_does_not_exist(self, ask: Ask) -> None:
        """What is not sold cannot be ordered."""
        text = "price_book: mainland\norders: [{item: licence, for: a, package: 4, date: 2021-03-01}]"
        assert "the book has no licence '4'; it has 1, 2, 3" in ask.refused(text)


class TestLicencePackScope:
    """7.2, 8: included calls serve their own activity; `account` makes them shared packs like any other, by expiry."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2021-03-02: 500}}, b: {calls: {2021-03-02: 20_500}}}
        orders:
          - {id: L1, item: licence, for: a, package: 2, date: 2021-03-01}
          - {id: L2, item: licence, for: b, package: 1, date: 2021-03-02}
        """

    def test_own_activity(self, ask: Ask) -> None:
        """b uses its 500 free and its 10,000 calls; 10,000 x 0.02 = 200.00 are postpaid beside a's idle 300,000."""
        answer = ask(self.TEXT)
        assert row(answer, "2021-03", "b") == {
            "free": 500,
            "packs": 10_000,
            "billable": 10_000,
        }
        assert used(answer) == {"L1": 0, "L2": 10_000}
        assert answer["total"] == "25200.00"  # 20,000 + 5,000 + 200
        assert others(answer) == {
            ("licence_pack_scope", "account"): ("25000.00", "-200.00")
        }

    def test_account(self, ask: Ask) -> None:
        """By expiry: a's licence expires first, so b draws on it, and its own is left whole."""
        answer = ask(self.TEXT, "--assume", "licence_pack_scope=account")
        assert row(answer, "2021-03", "b") == {"free": 500, "packs": 20_000}
        assert used(answer) == {"L1": 20_000, "L2": 0}
        assert answer["total"] == "25000.00"

    def test_a_single_call_beyond_the_free_ones(self, ask: Ask) -> None:
        """`account`: an activity has no pack of its own then, and its 501st call is the shared packs'."""
        answer = ask(
            """
            price_book: mainland
            assumptions: {licence_pack_scope: account}
            usage: {a: {calls: {2021-03-02: 501}}}
            orders: [{id: L, item: licence, for: a, package: 1, date: 2021-03-02}]
            """
        )
        assert row(answer, "2021-03", "a") == {"free": 500, "packs": 1}
        assert used(answer) == {"L": 1}

    def test_an_unlicensed_activity_draws_on_nothing(self, ask: Ask) -> None:
        """7.3: shared packs serve every licensed activity, and no other."""
        text = """
            price_book: mainland
            assumptions: {licence_pack_scope: account}
            usage: {b: {calls: {2021-03-02: 600}}}
            orders:
              - {id: L1, item: licence, for: a, package: 2, date: 2021-03-01}
              - {id: P, item: call_pack, size: 100k, date: 2021-03-01}
            """
        answer = ask(text)
        assert row(answer, "2021-03", "b") == {"free": 500, "refused": 100}
        assert used(answer) == {"L1": 0, "P": 0}


class TestSharedPacks:
    """7.3, 7.4: shared packs serve every licensed activity."""

    @pytest.mark.parametrize(
        ("size", "price"),
        [
            ("100k", "6700.00"),  # 5,000 + 1,700
            ("1M", "21000.00"),  # 5,000 + 16,000
            ("5M", "53000.00"),  # 5,000 + 48,000
            ("10M", "90000.00"),  # 5,000 + 85,000
            ("30M", "131000.00"),  # 5,000 + 126,000
        ],
    )
    def test_prices(self, ask: Ask, size: str, price: str) -> None:
        """100k / 1M / 5M / 10M / 30M at 1,700 / 16,000 / 48,000 / 85,000 / 126,000."""
        answer = ask(
            f"""
            price_book: mainland
            orders:
              - {{item: licence, for: a, package: 1, date: 2021-03-01}}
              - {{item: call_pack, size: {size}, date: 2021-03-01}}
            """
        )
        assert answer["total"] == price

    @pytest.mark.parametrize("date", ["2020-05-31", "2021-06-01"])
    def test_without_a_licensed_activity(self, ask: Ask, date: str) -> None:
        """Ordering one with no licensed activity is an input error: before the licence, and after its last day."""
        text = f"""
            price_book: mainland
            orders:
              - {{item: licence, for: a, package: 1, date: 2020-06-01}}
              - {{item: call_pack, size: 100k, date: {date}}}
            """
        assert f"no activity is licensed on {date}" in ask.refused(text)

    def test_validity_like_the_licence(self, ask: Ask) -> None:
        """Validity like the licence: 365 days, the day of purchase included, whatever `pack_validity` is."""
        answer = ask(
            """
            price_book: mainland
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2023-06-01}
              - {id: P, item: call_pack, size: 100k, date: 2023-06-01}
            """
        )
        assert (
            pack(answer, "P")["until"] == pack(answer, "L")["until"] == "2024-05-31"
        )  # over 29 February
        assert pack(answer, "P")["for"] == "account"

    def test_order_of_use(self, ask: Ask) -> None:
        """Free 500, licence pack, shared packs, then postpaid."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03-02: 110_501}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2021-03-02}
              - {id: P, item: call_pack, size: 100k, date: 2021-03-02}
            """
        )
        assert used(answer) == {"L": 10_000, "P": 100_000}
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 110_000,
            "billable": 1,
        }
        assert line(answer, "2021-03") == ("1", "0.02", "0.02")

    def test_earliest_expiry_first(self, ask: Ask) -> None:
        """Shared packs: earliest expiry, then order date, then id."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03-05: 110_700}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2021-03-01}
              - {id: A, item: call_pack, size: 100k, date: 2021-03-03}
              - {id: C, item: call_pack, size: 100k, date: 2021-03-02}
              - {id: B, item: call_pack, size: 100k, date: 2021-03-02}
            """
        )
        assert used(answer) == {"L": 10_000, "A": 0, "B": 100_000, "C": 200}

    @pytest.mark.parametrize(
        ("dates", "first"),
        [(("2021-03-02", "2021-03-01"), "b"), (("2021-03-01", "2021-03-01"), "a")],
    )
    def test_who_draws_first(
        self, ask: Ask, dates: tuple[str, str], first: str
    ) -> None:
        """On one day the activity licensed earliest draws first, then by name."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{b: {{calls: {{2021-03-05: 80_500}}}}, a: {{calls: {{2021-03-05: 80_500}}}}}}
            orders:
              - {{item: licence, for: a, package: 1, date: {dates[0]}}}
              - {{item: licence, for: b, package: 1, date: {dates[1]}}}
              - {{item: call_pack, size: 100k, date: 2021-03-05}}
            """
        )
        # each needs 80,500 - 500 - 10,000 = 70,000 of the pack's 100,000
        second = "a" if first == "b" else "b"
        assert row(answer, "2021-03", first) == {"free": 500, "packs": 80_000}
        assert row(answer, "2021-03", second) == {
            "free": 500,
            "packs": 40_000,
            "billable": 40_000,
        }

    def test_day_by_day(self, ask: Ask) -> None:
        """Each day for itself: over a month both draw, and the last day of the pack is the first activity's first."""
        # 31 days of 10,000 calls each. Day 1: 500 free, 9,500 of the licence. Day 2: 500 of the licence, 9,500 of
        # the pack. Then 10,000 a day of the pack for each: 19,000 on day 2, 20,000 on days 3 to 6 (99,000 by then);
        # on day 7 a takes the last 1,000. Packs of a: 10,000 + 9,500 + 4 x 10,000 + 1,000 = 60,500; of b 59,500.
        answer = ask(
            """
            price_book: mainland
            usage: {b: {calls: {2021-03: 310k}}, a: {calls: {2021-03: 310k}}}
            orders:
              - {item: licence, for: b, package: 1, date: 2021-03-01}
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: call_pack, size: 100k, date: 2021-03-01}
            """
        )
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 60_500,
            "billable": 249_000,
        }
        assert row(answer, "2021-03", "b") == {
            "free": 500,
            "packs": 59_500,
            "billable": 250_000,
        }
        assert line(answer, "2021-03") == ("499000", "0.02", "9980.00")

    def test_a_licence_that_ends_before_the_pack(self, ask: Ask) -> None:
        """An activity whose licence ended draws on no shared pack any more."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2020-06-01: 10_500, 2021-05-31: 30, 2021-06-01: 40}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {id: P, item: call_pack, size: 100k, date: 2021-05-31}
            """
        )
        assert row(answer, "2021-05", "a") == {"packs": 30}
        assert row(answer, "2021-06", "a") == {"refused": 40}

    def test_for_is_refused(self, ask: Ask) -> None:
        """A shared pack is for no activity in particular."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {item: call_pack, for: a, size: 100k, date: 2020-06-01}
            """
        assert (
            "a shared pack serves every licensed activity; leave out 'for'"
            in ask.refused(text)
        )


class TestPostpaid:
    """7.5: all licensed activities' remaining calls of the month together, volume pricing."""

    @pytest.mark.parametrize(
        ("billable", "unit_price", "amount"),
        [
            (1_000_000, "0.02", "20000.00"),
            (1_000_001, "0.012", "12000.01"),  # 12,000.012
            (5_000_000, "0.012", "60000.00"),
            (5_000_001, "0.005", "25000.01"),  # 25,000.005, half up
        ],
    )
    def test_tiers_include_their_upper_bound(
        self, ask: Ask, billable: int, unit_price: str, amount: str
    ) -> None:
        """CNY tiers include their **upper** bound."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2021-03: {billable + 10_500}}}}}}}
            orders: [{{item: licence, for: a, package: 1, date: 2021-03-01}}]
            """
        )
        assert row(answer, "2021-03", "a") == {
            "free": 500,
            "packs": 10_000,
            "billable": billable,
        }
        assert line(answer, "2021-03") == (str(billable), unit_price, amount)

    def test_all_activities_together(self, ask: Ask) -> None:
        """Two activities with 600,000 remaining calls each reach 1,000,000 together; the line is the account's."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 610_500}}, b: {calls: {2021-03: 610_500}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: licence, for: b, package: 1, date: 2021-03-01}
            """
        )
        assert line(answer, "2021-03") == ("1200000", "0.012", "14400.00")
        [postpaid] = [
            each
            for each in answer["bills"][0]["lines"]
            if each["kind"] == "pay_as_you_go"
        ]
        assert postpaid["for"] == "account"

    def test_settled_on_the_first(self, ask: Ask) -> None:
        """Settled on the 1st of the next month; December's in January."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-12-31: 10_501}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-12-01}]
            """
        )
        assert answer["bills"][0]["settles"] == ["2022-01-01", "2022-01-01"]
        assert [each["date"] for each in answer["bills"][0]["lines"]] == [
            "2021-12-01",
            "2022-01-01",
        ]

    def test_zero_calls(self, ask: Ask) -> None:
        """Zero calls reach no tier and cost nothing."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 10_500}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        assert answer["by_kind"] == {"licence": "5000.00"}


class TestMainlandTierBasis:
    """8: in the mainland book the calls of every activity of the account count."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2021-03: 1_000_400}}, b: {calls: {2021-03: 200}}}
        orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
        """

    def test_alternatives(self, ask: Ask) -> None:
        """Licence calls count as pack calls; free ones of an unlicensed activity count too."""
        # billable 1,000,400 - 500 - 10,000 = 989,900; with the free calls of both 990,600; with the licence's
        # 1,000,600, which is above 1,000,000: 989,900 x 0.02 = 19,798.00, and x 0.012 = 11,878.80
        answer = ask(self.TEXT)
        assert answer["total"] == "24798.00"
        assert others(answer) == {("tier_basis", "total"): ("16878.80", "-7919.20")}

    def test_free_calls_of_an_unlicensed_activity(self, ask: Ask) -> None:
        """Just above 1,000,000 only with b's 200 free calls."""
        text = dedent(self.TEXT).replace("1_000_400", "999_900")
        # billable 989,400 + free 500 + 200 + licence 10,000 = 1,000,100: 989,400 x 0.012 = 11,872.80
        answer = ask(text, "--assume", "tier_basis=total")
        assert line(answer, "2021-03") == ("989400", "0.012", "11872.80")
        without_b = text.replace(", b: {calls: {2021-03: 200}}", "")
        # 999,900 x 0.02 = 19,788.00 for the billable 989,400
        assert line(ask(without_b, "--assume", "tier_basis=total"), "2021-03") == (
            "989400",
            "0.02",
            "19788.00",
        )

    def test_after_paid_packs(self, ask: Ask) -> None:
        """Free not subtracted: 999,600 billable and 500 free calls reach 1,000,001."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_010_100}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        assert line(ask(text), "2021-03") == ("999600", "0.02", "19992.00")
        # 999,600 x 0.012
        assert line(
            ask(text, "--assume", "tier_basis=after_paid_packs"), "2021-03"
        ) == ("999600", "0.012", "11995.20")

    def test_the_assumptions_of_each_book(self, ask: Ask) -> None:
        """Every result lists those in force for its book."""
        assert ask(self.TEXT)["assumptions"] == {
            "tier_basis": "billable",
            "pack_order": "earliest_expiry",
            "licence_pack_scope": "own_activity",
            "licence_3_qps": "50",
        }
        assert ask("price_book: intl\nusage: {image_basic: {calls: {2025-01: 1}}}")[
            "assumptions"
        ] == {
            "tier_basis": "billable",
            "pack_order": "earliest_expiry",
            "pack_validity": "same_date_next_year",
            "qps_month": "same_day_next_month",
            "refund_window": "delivery_day_is_day_0",
            "settlement_day": "1",
        }


class TestQpsUpgrade:
    """7.6: QPS upgrades of licensed activities."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2021-03-05: 5}, peak_qps: %(peak)d}}
        orders:
          - {item: licence, for: a, package: %(package)d, date: 2021-03-01}
          - {id: U, item: qps_upgrade, for: a, qps: %(qps)d, start: %(start)s, days: %(days)d, date: 2021-03-01}
        """

    def text(
        self,
        *,
        qps: int = 30,
        start: str = "2021-03-05",
        days: int = 1,
        peak: int = 1,
        package: int = 1,
    ) -> str:
        """The upgrade, with what a test does not state left plain."""
        return self.TEXT % {
            "qps": qps,
            "start": start,
            "days": days,
            "peak": peak,
            "package": package,
        }

    @pytest.mark.parametrize(
        ("qps", "days", "amount"),
        [
            (10, 1, "210.00"),
            (30, 3, "1890.00"),  # 3 units x 3 days x 210
            (990, 26, "540540.00"),  # 99 x 26 x 210
        ],
    )
    def test_price(self, ask: Ask, qps: int, days: int, amount: str) -> None:
        """Units of 10 QPS; 210 per day per activity per unit."""
        assert amounts(ask(self.text(qps=qps, days=days)))["U"] == amount

    @pytest.mark.parametrize("qps", [5, 25])
    def test_units_of_10(self, ask: Ask, qps: int) -> None:
        """What is no multiple of 10 is not sold."""
        assert f"upgrades are sold in units of 10 QPS, not {qps}" in ask.refused(
            self.text(qps=qps)
        )

    def test_n_is_added_to_the_fixed_qps(self, ask: Ask) -> None:
        """N is added to the fixed QPS: 10 + 30 serve a peak of 40 on the upgrade's day."""
        assert told(ask(self.text(peak=40)), "over_qps_limit") == []
        over = ask(self.text(peak=41))
        assert "peak of 41 QPS from 2021-03-05 is above the limit of 40" in message(
            over, "over_qps_limit"
        )
        early = ask(self.text(peak=40, start="2021-03-06"))
        assert "is above the limit of 10" in message(early, "over_qps_limit")

    @pytest.mark.parametrize(("package", "most"), [(1, 990), (2, 950), (3, 950)])
    def test_the_sum_may_not_pass_1000(self, ask: Ask, package: int, most: int) -> None:
        """The sum may not pass 1,000."""
        assert ask(self.text(qps=most, package=package))["complete"] is True
        refused = ask.refused(self.text(qps=most + 10, package=package))
        assert "1,010 QPS on 2021-03-05 with the fixed QPS; at most 1,000" in refused

    def test_upgrades_at_once_add_up(self, ask: Ask) -> None:
        """500 twice on one day and the fixed 10 pass 1,000; on days apart they do not."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: qps_upgrade, for: a, qps: 500, days: 2, date: 2021-03-01}
              - {item: qps_upgrade, for: a, qps: 500, start: %s, days: 1, date: 2021-03-01}
            """
        assert "1,010 QPS on 2021-03-02" in ask.refused(text % "2021-03-02")
        assert (
            ask(text % "2021-03-03")["total"] == "36500.00"
        )  # 5,000 + 50 x 2 x 210 + 50 x 210

    def test_of_another_activity(self, ask: Ask) -> None:
        """Per activity: the upgrade of one adds nothing to the other."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-03-01: 5}, peak_qps: 11}}
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {item: licence, for: b, package: 1, date: 2021-03-01}
              - {item: qps_upgrade, for: b, qps: 990, days: 1, date: 2021-03-01}
            """
        assert told(ask(text), "over_qps_limit") == [("2021-03", "a", None)]

    @pytest.mark.parametrize(
        ("start", "days", "inside"),
        [("2021-03-01", 30, True), ("2021-03-30", 1, True), ("2021-03-30", 2, False)],
    )
    def test_the_window(self, ask: Ask, start: str, days: int, inside: bool) -> None:
        """Its days lie within [order date, order date + 30 days): 1 to 30 March."""
        text = self.text(start=start, days=days)
        if inside:
            assert ask(text)["complete"] is True
        else:
            assert "the days of an upgrade lie within" in ask.refused(text)

    def test_before_the_order(self, ask: Ask) -> None:
        """No day before the order's date."""
        assert "lies before the order's date" in ask.refused(
            self.text(start="2021-02-28")
        )

    def test_licensed_activities_only(self, ask: Ask) -> None:
        """Licensed activities only, on every day of the upgrade."""
        text = """
            price_book: mainland
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-01}
              - {item: qps_upgrade, for: %s, qps: 10, start: 2021-05-31, days: %d, date: 2021-05-30}
            """
        assert ask(text % ("a", 1))["total"] == "5210.00"  # 5,000 + 210
        assert (
            "a is not licensed on every day from 2021-05-31 to 2021-06-01"
            in ask.refused(text % ("a", 2))
        )
        assert (
            "b is not licensed on every day from 2021-05-31 to 2021-05-31"
            in ask.refused(text % ("b", 1))
        )

    def test_licence_3_qps(self, ask: Ask) -> None:
        """8: the fixed QPS of licence 3 is 50, or 500 as another page has it."""
        text = self.text(package=3, peak=100)
        answer = ask(text)
        assert "is above the limit of 80" in message(
            answer, "over_qps_limit"
        )  # 50 + 30
        assert others(answer) == {}  # it warns of less, and costs the same
        wide = ask(text, "--assume", "licence_3_qps=500")
        assert told(wide, "over_qps_limit") == []
        assert wide["total"] == answer["total"] == "80630.00"  # 80,000 + 3 x 210

    def test_a_reading_that_forbids_the_upgrade(self, ask: Ask) -> None:
        """6.7: under an alternative reading that forbids it, the alternative's total is null, with why."""
        answer = ask(self.text(package=3, qps=510))
        assert others(answer) == {("licence_3_qps", "500"): (None, None)}
        [other] = answer["alternatives"]
        assert "1,010 QPS on 2021-03-05" in other["why"]
        assert "1,010 QPS" in ask.refused(
            self.text(package=3, qps=510), "--assume", "licence_3_qps=500"
        )


class TestMaterialsOfActivities:
    """7.7: materials above the licence's: warning, with the cheapest set of further activities that would hold them."""

    @pytest.mark.parametrize(
        ("package", "need", "further"),
        [
            (1, 11, "1 with licence 1, 5,000.00"),
            (
                2,
                41,
                "2 with licence 1, 10,000.00",
            ),  # 11 more: two of licence 1, not one of licence 2
            (
                2,
                60,
                "3 with licence 1, 15,000.00",
            ),  # 30 more: three times 5,000 < 20,000
            (
                1,
                200,
                "1 with licence 3, 80,000.00",
            ),  # 190 more: 19 x 5,000 = 95,000 > 80,000
            (
                1,
                1_030,
                "2 with licence 1 and 1 with licence 3, 90,000.00",
            ),  # 1,020 more
        ],
    )
    def test_further_activities(
        self, ask: Ask, package: int, need: int, further: str
    ) -> None:
        """The cheapest set holds what the licence does not."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2021-03-01: 5}}, materials: {need}}}}}
            orders: [{{item: licence, for: a, package: {package}, date: 2021-03-01}}]
            """
        )
        assert message(answer, "over_material_quota").endswith(
            f"that hold the rest: {further}"
        )

    def test_only_while_licensed(self, ask: Ask) -> None:
        """By month: only the months in which more is needed than the licence in force holds."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {materials: {2021-03: 30, 2021-04: 31, 2021-05: 10}}}
            orders: [{item: licence, for: a, package: 2, date: 2021-03-01}]
            """
        )
        assert told(answer, "over_material_quota") == [("2021-04", "a", None)]


class TestDeadZone:
    """9: `dead_zone`: the month's line costs more than the least line of any larger billable count."""

    @pytest.mark.parametrize(
        ("calls", "amount", "bounds"),
        [
            # 649.94 - 10,000 x 0.050; 7,692 x 0.065 = 499.98, 7,693 x 0.065 = 500.05
            (9_999, "149.94", "every count from 7,693 to 9,999"),
            (
                7_693,
                "0.05",
                "every count from 7,693 to 9,999",
            ),  # 500.045, half up: 500.05
            # 90,000 x 0.050 = 4,500 against 100,000 x 0.035 = 3,500
            (90_000, "1000.00", "every count from 70,001 to 99,999"),
            # 900,000 x 0.035 = 31,500 against 1,000,000 x 0.020; 20,000 / 0.035 = 571,428.57
            (900_000, "11500.00", "every count from 571,429 to 999,999"),
            # 4,000,000 x 0.020 = 80,000 against 10,000,000 x 0.006 = 60,000
            (4_000_000, "20000.00", "every count from 3,000,001 to 9,999,999"),
        ],
    )
    def test_bounds_and_difference(
        self, ask: Ask, calls: int, amount: str, bounds: str
    ) -> None:
        """Give the bounds and the difference."""
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, amount)]
        assert bounds in message(answer, "dead_zone")

    @pytest.mark.parametrize("calls", [7_692, 10_000, 70_000, 100_000, 10_000_000])
    def test_outside(self, ask: Ask, calls: int) -> None:
        """A count that no larger one undercuts is in none; equal is not more."""
        answer = ask(
            f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: {calls}}}}}}}"
        )
        assert told(answer, "dead_zone") == []

    def test_the_account_s_line(self, ask: Ask) -> None:
        """In the mainland book it is the account's line."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_010_500}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        # 1,000,000 x 0.02 = 20,000 against 1,000,001 x 0.012 = 12,000.01
        assert told(answer, "dead_zone") == [("2021-03", "account", "7999.99")]

    def test_free_and_pack_calls_as_they_are(self, ask: Ask) -> None:
        """Under `total`, 91,000 deducted calls stay: 8,999 billable ones lie below the tier that 9,000 reach."""
        answer = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            usage: {image_basic: {calls: {2025-01: 99_999}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-01}
              - {item: call_pack, for: image_basic, size: 10k, quantity: 9, date: 2025-01-01}
            """
        )
        # 8,999 x 0.050 = 449.95 against 9,000 x 0.035 = 315.00; 315 / 0.050 = 6,300
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, "134.95")]
        assert "every count from 6,301 to 8,999" in message(answer, "dead_zone")


class TestPackRaisedBill:
    """9: `pack_raised_bill`: the line costs more than with none of the month's free and pack calls deducted."""

    def test_the_example_of_the_interface(self, ask: Ask) -> None:
        """100,000 calls with the free 1,000: 99,000 x 0.050 = 4,950 against 100,000 x 0.035 = 3,500."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 100k}}}
            orders: [{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}]
            """
        )
        assert line(answer, "2025-01") == ("99000", "0.050", "4950.00")
        assert told(answer, "pack_raised_bill") == [("2025-01", IMAGE, "1450.00")]
        assert told(answer, "dead_zone") == [("2025-01", IMAGE, "1450.00")]
        assert others(answer) == {
            ("tier_basis", "after_paid_packs"): (
                "3465.00",
                "-1485.00",
            ),  # 99,000 x 0.035
            ("tier_basis", "total"): ("3465.00", "-1485.00"),
        }
        total = ask(
            """
            price_book: intl
            assumptions: {tier_basis: total}
            usage: {image_basic: {calls: {2025-01: 100k}}}
            orders: [{id: F-1, item: free_pack, for: image_basic, date: 2025-01-01}]
            """
        )
        assert told(total, "pack_raised_bill") == []  # 3,465 is less than 3,500

    def test_purchase_prices_left_out(self, ask: Ask) -> None:
        """Purchase prices left out: a pack that lowers the line raises no bill, though it cost more than it saved."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 5000}}}
            orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]
            """
        )
        assert answer["total"] == "320.00"  # 4,000 x 0.065 + 60, without the pack 325
        assert told(answer, "pack_raised_bill") == []

    def test_the_account_s_line(self, ask: Ask) -> None:
        """Mainland: the account's line; what an unlicensed activity tries stays free."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-03: 1_000_500}}, b: {calls: {2021-03: 400}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
            """
        )
        # 990,000 x 0.02 = 19,800 against 1,000,500 x 0.012 = 12,006, without b's 400
        assert told(answer, "pack_raised_bill") == [("2021-03", "account", "7794.00")]


class TestMoneyOfOrders:
    """0: an order's line amount is its price less `discount`."""

    @pytest.mark.parametrize(
        ("terms", "amount"),
        [
            ("", "450.00"),
            ("quantity: 3", "1350.00"),  # 3 x 450
            ("paid: {cash: 400, discount: 50}", "400.00"),
            (
                "paid: {cash: 400, voucher: 50}",
                "450.00",
            ),  # vouchers are tenders, not part of it
            ("paid: {cash: 1, transferred: 2, gifted: 3, card: 444}", "450.00"),
            ("price: 399.99", "399.99"),
            ("price: 400, paid: {cash: 380, discount: 20}", "380.00"),
            ("price: 0", "0.00"),
            ("source: gifted", "0.00"),
            ("source: campaign", "450.00"),  # default: the list price
            (
                "source: campaign, paid: {cash: 99, voucher: 1}",
                "100.00",
            ),  # the sum of its `paid`
            ("quantity: 3, price: 1000", "1000.00"),
        ],
    )
    def test_amounts(self, ask: Ask, terms: str, amount: str) -> None:
        """Gifted costs 0; `price` states an agreed price; a campaign order costs the sum of its `paid`."""
        comma = ", " if terms else ""
        answer = ask(
            f"""
            price_book: intl
            orders: [{{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05{comma}{terms}}}]
            """
        )
        assert amounts(answer) == {"P": amount}
        assert answer["total"] == amount

    @pytest.mark.parametrize(
        "terms",
        [
            "paid: {cash: 449.99}",
            "paid: {cash: 450, discount: 1}",
            "price: 400, paid: {cash: 450}",
            "source: gifted, paid: {cash: 450}",
        ],
    )
    def test_tenders_that_do_not_add_up(self, ask: Ask, terms: str) -> None:
        """`paid` must add up to the price."""
        text = f"""
            price_book: intl
            orders: [{{item: call_pack, for: image_basic, size: 10k, date: 2025-01-05, {terms}}}]
            """
        assert "the tenders add up to" in ask.refused(
            text
        ) or "a gifted order costs nothing" in ask.refused(text)

    def test_a_gifted_pack_serves_calls(self, ask: Ask) -> None:
        """A gifted pack is a pack: each of the two packs of the order is listed, and used in turn."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 1500}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, source: gifted, date: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"packs": 1_500}
        assert [pack(answer, "P", n)["used"] for n in (1, 2)] == [1_000, 500]
        assert [pack(answer, "P", n)["status"] for n in (1, 2)] == [
            "exhausted",
            "valid",
        ]
        assert answer["total"] == "0.00"

    def test_used_calls(self, ask: Ask) -> None:
        """6.8: `used_calls` states what was used outside the scenario's months: it lowers the balance."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 800}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, used_calls: 1300, date: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"packs": 700, "billable": 100}
        assert [pack(answer, "P", n)["used"] for n in (1, 2)] == [1_000, 1_000]

    def test_more_used_calls_than_the_pack_holds(self, ask: Ask) -> None:
        """A pack cannot have been used more than it holds."""
        text = """
            price_book: intl
            orders: [{item: call_pack, for: image_basic, size: 1k, used_calls: 1001, date: 2025-01-05}]
            """
        assert "1,001 used calls of 1,000" in ask.refused(text)

    def test_what_a_refund_gives_back(self, ask: Ask) -> None:
        """6.5, 6.7: a negative line in that month's bill; vouchers and discounts are not returned."""
        answer = ask(
            """
            price_book: intl
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-31, refunded: 2025-02-02,
                 paid: {cash: 200, transferred: 50, gifted: 30, card: 20, voucher: 100, discount: 50}}
            """
        )
        # 450 - 50 = 400 paid; 200 + 50 + 30 + 20 = 300 come back
        assert totals(answer) == {"2025-01": "400.00", "2025-02": "-300.00"}
        assert line(answer, "2025-02", "refund") == ("-1", "300.00", "-300.00")

    def test_a_refund_takes_back_the_whole_order(self, ask: Ask) -> None:
        """6.7: all n packs of the order go back."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01-05: 100}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 2, date: 2025-01-02,
                 refunded: 2025-01-05}
            """
        )
        assert row(answer, "2025-01") == {"billable": 100}
        assert [pack(answer, "P", n)["status"] for n in (1, 2)] == [
            "refunded",
            "refunded",
        ]
        assert answer["by_kind"] == {
            "pay_as_you_go": "6.50",
            "call_pack": "120.00",
            "refund": "-120.00",
        }

    def test_each_line_is_rounded_once(self, ask: Ask) -> None:
        """0: a bill's total is the sum of its rounded lines."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1, 2025-02: 1}}}",
        )
        # 0.065 is 0.07 in each month: 0.14, not 0.13
        assert answer["total"] == "0.14"
        assert answer["by_kind"] == {"pay_as_you_go": "0.14"}


class TestGates:
    """A gate fails when the figure is greater than the amount."""

    TEXT = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 1000, 2025-02: 2000}}}"
    """65.00 and 130.00."""

    @pytest.mark.parametrize(
        ("option", "amount", "met"),
        [
            ("--fail-over", "195.00", True),
            ("--fail-over", "194.99", False),
            ("--fail-over-month", "130", True),
            ("--fail-over-month", "129.99", False),
        ],
    )
    def test_a_gate(self, ask: Ask, option: str, amount: str, met: bool) -> None:
        """Equal is not greater; the exit status is 1 when it is not met."""
        answer = ask(self.TEXT, option, amount, status=0 if met else 1)
        actual = "195.00" if option == "--fail-over" else "130.00"
        limit = amount if "." in amount else f"{amount}.00"
        name = option[2:].replace("-", "_")
        assert answer["gates"] == [
            {"name": name, "limit": limit, "actual": actual, "met": met}
        ]

    def test_without_a_gate(self, ask: Ask) -> None:
        """No condition, none listed."""
        assert ask(self.TEXT)["gates"] == []

    def test_no_bills(self, ask: Ask) -> None:
        """Nothing to bill is 0.00, which is not more than 0."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {}}}",
            "--fail-over",
            "0",
            "--fail-over-month",
            "0",
        )
        assert answer["bills"] == []
        assert [(gate["actual"], gate["met"]) for gate in answer["gates"]] == [
            ("0.00", True),
            ("0.00", True),
        ]

    def test_gates_of_the_months_shown(self, ask: Ask) -> None:
        """`--month`: totals, `by_kind`, `alternatives` and gates are theirs."""
        answer = ask(
            self.TEXT,
            "--month",
            "2025-01",
            "--fail-over",
            "65",
            "--fail-over-month",
            "65",
        )
        assert [gate["actual"] for gate in answer["gates"]] == ["65.00", "65.00"]
        ask(self.TEXT, "--month", "2025-02", "--fail-over", "65", status=1)

    def test_an_incomplete_answer_meets_no_gate(self, ask: Ask) -> None:
        """Any money gate on it fails unless `--allow-incomplete`."""
        text = "price_book: mainland\nusage: {a: {calls: {2021-03: 501}}}"
        refused = ask(text, "--fail-over", "1000", status=1)
        assert [gate["met"] for gate in refused["gates"]] == [False]
        allowed = ask(text, "--fail-over", "1000", "--allow-incomplete")
        assert [gate["met"] for gate in allowed["gates"]] == [True]

    def test_allow_incomplete_lifts_no_limit(self, ask: Ask) -> None:
        """It admits the incomplete answer, not a figure above the amount."""
        text = """
            price_book: intl
            account: {disabled: [{from: 2025-01-02}]}
            usage: {image_basic: {calls: {2025-01-01: 1000, 2025-01-02: 1}}}
            """
        ask(text, "--fail-over", "64.99", "--allow-incomplete", status=1)
        ask(text, "--fail-over", "65.00", "--allow-incomplete", status=0)
        ask(text, "--fail-over", "65.00", status=1)

    def test_strict(self, ask: Ask) -> None:
        """`--strict` fails on warnings, not notes; an ignored code is no warning."""
        note = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 9_999}}}"
        assert [each["code"] for each in ask(note, "--strict")["warnings"]] == [
            "dead_zone"
        ]
        warned = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 5}, peak_qps: 21}}"
        assert [
            each["code"] for each in ask(warned, "--strict", status=1)["warnings"]
        ] == ["over_qps_limit"]
        assert ask(warned, "--strict", "--ignore", "over_qps_limit")["warnings"] == []


class TestMonth:
    """`--month` shows only those bills; totals, `by_kind`, `alternatives` and gates are theirs."""

    TEXT = """
        price_book: intl
        usage: {image_basic: {calls: {2025-01: 100k, 2025-02: 101k, 2025-03: 9_999}}}
        orders:
          - {item: free_pack, for: image_basic, date: 2025-01-01}
          - {item: call_pack, for: image_basic, size: 10k, date: 2025-02-01}
        """

    def test_the_whole(self, ask: Ask) -> None:
        """All three months, to compare with."""
        # 99,000 x 0.050 + (450 + 91,000 x 0.050) + 9,999 x 0.065
        assert totals(ask(self.TEXT)) == {
            "2025-01": "4950.00",
            "2025-02": "5000.00",
            "2025-03": "649.94",
        }
        # 99,000 x 0.035 = 3,465, and with all calls 91,000 x 0.035 = 3,185 instead of 4,550
        assert others(ask(self.TEXT)) == {
            ("tier_basis", "after_paid_packs"): ("9114.94", "-1485.00"),
            ("tier_basis", "total"): ("7749.94", "-2850.00"),
        }

    def test_one_month(self, ask: Ask) -> None:
        """February alone: its line and its pack, and what other readings change in it."""
        answer = ask(self.TEXT, "--month", "2025-02")
        assert totals(answer) == {"2025-02": "5000.00"}
        assert answer["total"] == "5000.00"
        assert answer["by_kind"] == {"pay_as_you_go": "4550.00", "call_pack": "450.00"}
        assert others(answer) == {("tier_basis", "total"): ("3635.00", "-1365.00")}
        assert {each["month"] for each in answer["warnings"]} == {"2025-02"}

    def test_several_months(self, ask: Ask) -> None:
        """Repeatable, in the order of the calendar."""
        answer = ask(self.TEXT, "--month", "2025-03", "--month", "2025-01")
        assert totals(answer) == {"2025-01": "4950.00", "2025-03": "649.94"}
        assert list(totals(answer)) == ["2025-01", "2025-03"]
        assert answer["total"] == "5599.94"

    def test_a_month_without_a_bill(self, ask: Ask) -> None:
        """A month the scenario does not have is an error, never a total of zero."""
        assert "2025-04" in ask.refused(self.TEXT, "--month", "2025-04")


class TestBills:
    """Which bills there are, and what each call of a scenario came to."""

    def test_every_month_has_a_bill(self, ask: Ask) -> None:
        """Every month from the first to the last with usage, an order or a refund has a bill."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-03-31: 1}}}
            orders:
              - {item: free_pack, for: image_basic, date: 2025-01-31}
              - {item: call_pack, for: video_single_face, size: 1k, date: 2025-05-30, refunded: 2025-06-01}
            """
        )
        assert totals(answer) == {
            "2025-01": "0.00",
            "2025-02": "0.00",
            "2025-03": "0.00",
            "2025-04": "0.00",
            "2025-05": "180.00",
            "2025-06": "-180.00",
        }

    @pytest.mark.parametrize(
        ("change", "complete"),
        [
            ("", True),
            ("account: {disabled: [{from: 2025-01-31}]}", False),
        ],
    )
    def test_complete(self, ask: Ask, change: str, complete: bool) -> None:
        """A result is `complete` when every call of the scenario was priced or deducted."""
        text = f"price_book: intl\nusage: {{image_basic: {{calls: {{2025-01: 31}}}}}}\n{change}\n"
        assert ask(text)["complete"] is complete

    def test_the_title(self, ask: Ask) -> None:
        """A result carries the scenario's title."""
        answer = ask(
            "title: Küche 春\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 31}}}"
        )
        assert answer["title"] == "Küche 春"
        assert answer["account"] is None

    def test_warnings_before_notes(self, ask: Ask) -> None:
        """By month, warnings before notes."""
        answer = ask(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 9_999, 2025-02: 9_999}, peak_qps: 21}}"
        )
        assert [
            (each["month"], each["code"], each["severity"])
            for each in answer["warnings"]
        ] == [
            ("2025-01", "over_qps_limit", "warning"),
            ("2025-01", "dead_zone", "note"),
            ("2025-02", "over_qps_limit", "warning"),
            ("2025-02", "dead_zone", "note"),
        ]

    def test_the_rows_of_a_bill(self, ask: Ask) -> None:
        """Groups as the book lists them, activities by name, whatever the file's order and who was licensed first."""
        groups = ask(
            f"price_book: intl\nusage: {{{VIDEO}: {{calls: {{2025-01: 1}}}}, {IMAGE}: {{calls: {{2025-01: 1}}}}}}"
        )
        assert [each["for"] for each in groups["bills"][0]["usage"]] == [IMAGE, VIDEO]
        activities = ask(
            """
            price_book: mainland
            usage: {b: {calls: {2021-03: 1}}, c: {calls: {2021-03: 1}}, a: {calls: {2021-03: 1}}}
            orders: [{item: licence, for: c, package: 1, date: 2021-03-01}]
            """
        )
        assert [each["for"] for each in activities["bills"][0]["usage"]] == [
            "a",
            "b",
            "c",
        ]

    def test_the_assumptions_of_a_line(self, ask: Ask) -> None:
        """Each line names the assumptions it rests on."""
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2025-01: 5000}}, video_single_face: {calls: {2025-01: 500}}}
            orders:
              - {id: P, item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}
              - {id: M, item: material_pack, for: image_basic, size: 10, date: 2025-01-01}
              - {id: D, item: qps, for: image_basic, qps: 1, days: 1, date: 2025-01-01}
              - {id: N, item: qps, for: image_basic, qps: 1, months: 1, date: 2025-01-01}
            """
        )
        lines = {
            each["order"] or each["for"]: each["assumptions"]
            for each in answer["bills"][0]["lines"]
        }
        assert lines == {
            "P": ["pack_validity"],
            "M": [],
            "D": [],
            "N": ["qps_month"],
            IMAGE: ["tier_basis"],
            VIDEO: [],  # one tier: no count could reach another
        }
