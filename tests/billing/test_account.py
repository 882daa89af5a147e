"""The account's ledger and the stops of the service (RULES 5), worked out by hand."""

from pathlib import Path
from typing import Any

from tests.tools import ROOT, Ask, estimate_json

SAMPLE = ROOT / "sample_usage" / "overdue_account.yaml"


def usage(calls: str, account: str, orders: str = "[]") -> str:
    return (
        "version: 1\nprice_book: intl\n"
        f"account: {{{account}}}\n"
        f"usage: {{image_basic: {{calls: {{{calls}}}}}}}\n"
        f"orders: {orders}\n"
    )


def movements(answered: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (e["date"], e["event"], e["amount"], e["balance"])
        for e in answered["account"]["ledger"]
    ]


class TestSample:
    """January 70,000 x 0.050 = 3,500.00 leaves 1,500.00; February 80,000 x 0.050 = 4,000.00 leaves -2,500.00.

    Stopped from 2 March to the top-up of the 11th: 9 days of 1,000 calls. The pack was bought by card on 1 March and
    serves 1,000 calls that day, then 9,000 from the 11th on; 12,000 are left to pay: 12,000 x 0.050 = 600.00.
    """

    def test_ledger(self) -> None:
        assert movements(estimate_json(SAMPLE)) == [
            ("2025-01-01", "opening", "5000.00", "5000.00"),
            ("2025-02-01", "settlement", "-3500.00", "1500.00"),
            ("2025-03-01", "settlement", "-4000.00", "-2500.00"),
            ("2025-03-11", "top_up", "4000.00", "1500.00"),
            ("2025-04-01", "settlement", "-600.00", "900.00"),
        ]

    def test_stop(self) -> None:
        answered = estimate_json(SAMPLE)
        assert answered["account"]["suspensions"] == [
            {
                "from": "2025-03-02",
                "until": "2025-03-11",
                "refused": 9000,
                "expired_calls": 0,
                "top_up": "2500.00",
                "top_up_by": "2025-03-01",
            }
        ]
        march = answered["bills"][2]["usage"][0]
        assert (march["packs"], march["billable"], march["refused"]) == (
            10_000,
            12_000,
            9_000,
        )
        assert answered["complete"] is False
        assert {
            w["code"] for w in answered["warnings"] if w["severity"] == "warning"
        } == {
            "suspension",
            "refused_calls",
        }

    def test_the_least_top_up_prevents_it_and_one_cent_less_does_not(
        self, ask: Ask
    ) -> None:
        text = SAMPLE.read_text(encoding="utf-8")
        for amount, stops in (("2500.00", 0), ("2499.99", 1)):
            more = text.replace(
                "top_ups: [", f"top_ups: [{{date: 2025-03-01, amount: {amount}}}, "
            )
            assert len(ask(more)["account"]["suspensions"]) == stops

    def test_a_top_up_on_the_next_day_must_lift_the_balance_above_zero(
        self, ask: Ask
    ) -> None:
        text = SAMPLE.read_text(encoding="utf-8")
        for amount, stops in (("2500.01", 0), ("2500.00", 1)):
            more = text.replace(
                "top_ups: [", f"top_ups: [{{date: 2025-03-02, amount: {amount}}}, "
            )
            assert len(ask(more)["account"]["suspensions"]) == stops


class TestStops:
    def test_exactly_zero_after_a_deduction_does_not_stop(self, ask: Ask) -> None:
        """10,000 x 0.050 = 500.00 from a balance of 500.00."""
        found = ask(
            usage(
                "2025-01: 10k, 2025-02: 0", "balance: {date: 2025-01-01, amount: 500}"
            )
        )
        assert found["account"]["suspensions"] == []
        assert movements(found)[-1] == ("2025-02-01", "settlement", "-500.00", "0.00")

    def test_exactly_zero_stays_stopped(self, ask: Ask) -> None:
        account = "balance: {date: 2025-01-01, amount: 499}, top_ups: [{date: 2025-02-10, amount: 1}]"
        found = ask(usage("2025-01: 10k, 2025-02: 28", account))
        assert [(s["from"], s["until"]) for s in found["account"]["suspensions"]] == [
            ("2025-02-02", None)
        ]
        assert found["account"]["suspensions"][0]["refused"] == 27

    def test_a_negative_opening_balance_stops_the_next_day(self, ask: Ask) -> None:
        """One call a day: the first is served, 30 are refused."""
        found = ask(usage("2025-01: 31", "balance: {date: 2025-01-01, amount: -5}"))
        stop = found["account"]["suspensions"][0]
        assert (stop["from"], stop["until"], stop["refused"], stop["top_up"]) == (
            "2025-01-02",
            None,
            30,
            "5.00",
        )

    def test_a_pack_whose_validity_runs_out_while_stopped(self, ask: Ask) -> None:
        """Stopped from 2 February; 1,000 calls of 10 February 2024 end with 9 February 2025."""
        orders = "[{id: P, item: call_pack, for: video_single_face, size: 1k, date: 2024-02-10}]"
        found = ask(
            usage(
                "2025-01: 10k, 2025-02: 0",
                "balance: {date: 2025-01-01, amount: 499}",
                orders,
            )
        )
        assert found["account"]["suspensions"][0]["expired_calls"] == 1000

    def test_a_stop_after_the_last_settlement_has_no_end(self, ask: Ask) -> None:
        found = ask(usage("2025-01: 10k", "balance: {date: 2025-01-01, amount: 1}"))
        assert [(s["from"], s["until"]) for s in found["account"]["suspensions"]] == [
            ("2025-02-02", None)
        ]

    def test_settled_on_the_third(self, ask: Ask) -> None:
        text = usage(
            "2025-01: 10k, 2025-02: 0", "balance: {date: 2025-01-01, amount: 1}"
        )
        found = ask(f"assumptions: {{settlement_day: 3}}\n{text}")
        assert found["account"]["suspensions"][0]["from"] == "2025-02-04"


class TestLedger:
    def test_top_ups_refunds_orders_then_settlements(self, ask: Ask) -> None:
        """On 1 February: +60.00, -100.00 (80.00 by card) and the settlement of January, 10,000 x 0.050 = 500.00."""
        paid = "paid: {cash: 100, card: 80}"
        orders = f"[{{id: P, item: call_pack, for: video_single_face, size: 1k, date: 2025-02-01, {paid}}}]"
        account = "balance: {date: 2025-01-01, amount: 1000}, top_ups: [{date: 2025-02-01, amount: 60}]"
        found = ask(usage("2025-01: 10k", account, orders))
        assert movements(found) == [
            ("2025-01-01", "opening", "1000.00", "1000.00"),
            ("2025-02-01", "top_up", "60.00", "1060.00"),
            ("2025-02-01", "order", "-100.00", "960.00"),
            ("2025-02-01", "settlement", "-500.00", "460.00"),
        ]

    def test_a_refund_returns_what_the_account_paid(self, ask: Ask) -> None:
        """180.00 = 100 cash + 50 gifted + 30 card: 150.00 goes; all 180.00 come back to the account, the card money too."""
        paid = "paid: {cash: 100, gifted: 50, card: 30}"
        dates = "date: 2025-01-02, refunded: 2025-01-05"
        order = f"{{id: P, item: call_pack, for: video_single_face, size: 1k, {dates}, {paid}}}"
        found = ask(
            usage(
                "2025-01: 0", "balance: {date: 2025-01-01, amount: 150}", f"[{order}]"
            )
        )
        assert movements(found)[1:] == [
            ("2025-01-02", "order", "-150.00", "0.00"),
            ("2025-01-05", "refund", "180.00", "180.00"),
        ]

    def test_the_balance_holds_all_earlier_events(self, ask: Ask) -> None:
        found = ask(
            usage(
                "2025-01: 10k, 2025-02: 10k",
                "balance: {date: 2025-02-02, amount: 1000}",
            )
        )
        assert [event[0] for event in movements(found)] == ["2025-02-02", "2025-03-01"]

    def test_the_ledger_sums_to_the_final_balance(self) -> None:
        from decimal import Decimal

        events = estimate_json(SAMPLE)["account"]["ledger"]
        assert sum(Decimal(event["amount"]) for event in events) == Decimal(
            events[-1]["balance"]
        )

    def test_an_order_that_the_balance_cannot_pay(self, tmp_path: Path) -> None:
        """449.99 cannot pay 450.00: a cent is assumed, and told; by card nothing is."""
        orders = "[{id: P, item: call_pack, for: image_basic, size: 10k, date: 2025-01-05%s}]"
        file = tmp_path / "usage.yaml"
        file.write_text(
            usage(
                "2025-01: 1", "balance: {date: 2025-01-01, amount: 449.99}", orders % ""
            ),
            encoding="utf-8",
        )
        answer = estimate_json(file)
        assert movements(answer)[1:3] == [
            ("2025-01-05", "assumed_top_up", "0.01", "450.00"),
            ("2025-01-05", "order", "-450.00", "0.00"),
        ]
        [warning] = [w for w in answer["warnings"] if w["code"] == "order_not_paid"]
        assert warning["amount"] == "0.01"
        assert "2025-01-05" in warning["message"]
        assert "paid: {card: ...}" in warning["message"]
        by_card = orders % ", paid: {card: 450}"
        file.write_text(
            usage("2025-01: 1", "balance: {date: 2025-01-01, amount: 0.07}", by_card),
            encoding="utf-8",
        )
        assert (
            estimate_json(file)["account"]["suspensions"] == []
        )  # 1 x 0.065 = 0.065, settled as 0.07


def test_switched_off_in_the_console(ask: Ask) -> None:
    """31 calls in January, one a day; off from the 4th to the 8th inclusive: 5 refused, 26 x 0.065 = 1.69."""
    found = ask(
        usage("2025-01: 31", "disabled: [{from: 2025-01-04, until: 2025-01-09}]")
    )
    row = found["bills"][0]["usage"][0]
    assert (row["refused"], row["billable"], found["total"]) == (5, 26, "1.69")
    assert found["account"] is None


def test_many_top_ups_part_no_month(ask: Ask, served: list[object]) -> None:
    """420 groups and 360 top-ups were metered from day to day. What stops nothing is
    passed over: 3,100 x 0.065 = 201.50 are served at once, and as nothing happens in the
    month, once for all three settlement days.
    """
    top_ups = ", ".join(
        f"{{date: 2025-01-{day:02}, amount: 1}}" for day in range(2, 31)
    )
    account = f"balance: {{date: 2025-01-01, amount: 300}}, top_ups: [{top_ups}]"
    found = ask(usage("2025-01: 3_100", account))
    assert (found["total"], found["account"]["suspensions"]) == ("201.50", [])
    assert len(served) == 1


def test_a_balance_after_the_last_settlement_moves_nothing(tmp_path: Path) -> None:
    """The ledger goes to the settlement of the last bill, 1 February; a balance of March comes after it."""
    file = tmp_path / "usage.yaml"
    file.write_text(
        "version: 1\nprice_book: intl\naccount: {balance: {date: 2025-03-08, amount: 10}}\n"
        "usage: {image_basic: {calls: {2025-01: 100}}}\n",
        encoding="utf-8",
    )
    assert estimate_json(file)["account"] == {"ledger": [], "suspensions": []}
