"""Mainland licences, packs and postpaid use (RULES 7, 8), after a licence's year too.

Licence 1 has 10,000 calls for 5,000 CNY, licence 2 300,000 for 20,000; 100,000 shared calls cost 1,700;
postpaid 0.02, above 1,000,000 calls 0.012.
"""

import pytest

from tests.answer_parts import IMAGE, message, others, pack, row, told
from tests.by_hand.answers import charged, lines
from tests.tools import Ask

# Licence 2 of 15 June 2020 is in force to 14 June 2021.
ENDED = """
    price_book: mainland
    usage: {a: {calls: {2021-06-14: 1500, 2021-06-15: 20, 2021-07-01: 1000}}}
    orders: [{id: L, item: licence, for: a, package: 2, date: 2020-06-15}]
    """


class TestAfterALicence:
    """7.2, `licence_end`: the page bills on; another of its texts asks for a licence in force."""

    def test_postpaid(self, ask: Ask) -> None:
        """1,020 x 0.02 = 20.40, in two months: 0.40 and 20.00."""
        answer = ask(ENDED)
        assert answer["assumptions"]["licence_end"] == "postpaid"
        assert charged(answer) == {
            "2020-06": "20000.00",
            "2021-06": "0.40",
            "2021-07": "20.00",
        }
        assert answer["complete"] is True
        assert others(answer)["licence_end", "refused"] == ("20000.00", "-20.40")

    def test_refused(self, ask: Ask) -> None:
        answer = ask(ENDED, "--assume", "licence_end=refused")
        assert charged(answer) == {"2020-06": "20000.00"}
        assert row(answer, "2021-07", "a") == {"refused": 1_000}
        assert answer["complete"] is False
        assert told(answer, "licence_expired") == []

    def test_warning(self, ask: Ask) -> None:
        """The first day and the calls."""
        said = message(ask(ENDED), "licence_expired")
        assert "2021-06-15" in said
        assert "1,020" in said

    def test_calls_that_are_not_billed_are_not_said_to_be(self, ask: Ask) -> None:
        """The licence of 1 March 2021 ends with 28 February 2022. March 2022: 31,000 calls, 500 free, 30,500 from P;
        none is billed."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2022-03: 31_000}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2021-03-01}
              - {id: P, item: call_pack, size: 100k, date: 2022-02-28}
            """
        )
        assert row(answer, "2022-03", "a") == {"free": 500, "packs": 30_500}
        said = message(answer, "licence_expired")
        assert "31,000 calls are served as before" in said
        assert "billed" not in said

    @pytest.mark.parametrize(
        ("off", "calls"),
        [("2021-06-15, until: 2021-06-30", "1,000"), ("2021-07-01", "20 calls")],
    )
    def test_calls_that_are_refused_anyway_are_not_said_to_be_served(
        self, ask: Ask, off: str, calls: str
    ) -> None:
        """1,020 calls come after the licence: 20 in June, 1,000 in July."""
        account = f"account: {{disabled: [{{from: {off}}}]}}\n"
        answer = ask(ENDED + account)
        said = message(answer, "licence_expired")
        assert calls in said
        assert "1,020" not in said

    def test_no_warning_while_the_account_is_switched_off(self, ask: Ask) -> None:
        answer = ask(ENDED + "account: {disabled: [{from: 2021-06-15}]}\n")
        assert told(answer, "licence_expired") == []
        assert row(answer, "2021-07", "a") == {"refused": 1_000}

    def test_packs_of_the_account_first(self, ask: Ask) -> None:
        """A pack of the licence's last day: 500 free, 100,000 shared, 100 x 0.02."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2021-07-01: 100_600}}}
            orders:
              - {item: licence, for: a, package: 1, date: 2020-06-15}
              - {item: call_pack, size: 100k, date: 2021-06-14}
            """
        )
        assert row(answer, "2021-07", "a") == {
            "free": 500,
            "packs": 100_000,
            "billable": 100,
        }
        assert answer["total"] == "6702.00"  # 5,000 + 1,700 + 2

    def test_never_licensed(self, ask: Ask) -> None:
        """Only its free calls, under either reading."""
        text = """
            price_book: mainland
            usage: {a: {calls: {2021-02-01: 700}}}
            orders: [{item: licence, for: b, package: 1, date: 2021-01-01}]
            """
        for reading in ("postpaid", "refused"):
            answer = ask(text, "--assume", f"licence_end={reading}")
            assert row(answer, "2021-02", "a") == {"free": 500, "refused": 200}

    def test_no_limit_is_judged(self, ask: Ask) -> None:
        """Neither QPS nor materials of an activity whose licence is over."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2022-03-05: 1}, peak_qps: {2022-03: 900}, materials: {2022-03: 5000}}}
            orders: [{item: licence, for: a, package: 1, date: 2021-02-01}]
            """
        )
        assert told(answer, "over_qps_limit") == []
        assert told(answer, "over_material_quota") == []

    @pytest.mark.parametrize(
        "order",
        [
            "{item: call_pack, size: 100k, date: 2021-06-15}",
            "{item: qps_upgrade, for: a, qps: 10, days: 1, date: 2021-06-15}",
        ],
    )
    def test_nothing_is_sold_on_an_ended_licence(self, ask: Ask, order: str) -> None:
        assert "2021-06-15" in ask.refused(ENDED.replace("}]", f"}}, {order}]"))

    def test_an_upgrade_needs_its_activity_s_own_licence(self, ask: Ask) -> None:
        """b's licence lets a buy packs, but no QPS."""
        text = ENDED.replace(
            "}]", "}, {item: licence, for: b, package: 1, date: 2021-06-01}, %s]"
        )
        ask(text % "{item: call_pack, size: 100k, date: 2021-06-15}")
        upgrade = "{item: qps_upgrade, for: %s, qps: 10, days: 1, date: 2021-06-15}"
        ask(text % (upgrade % "b"))
        assert "2021-06-15" in ask.refused(text % (upgrade % "a"))


class TestRenewalBoughtAhead:
    """7.2: a second licence may begin where the first ends."""

    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2025-12-31: 10_501, 2026-01-01: 300_001}}}
        orders:
          - {id: L-1, item: licence, for: a, package: 1, date: 2025-01-01}
          - {id: L-2, item: licence, for: a, package: 2, date: 2025-06-01%s}
        """

    def test_its_calls_begin_with_its_year(self, ask: Ask) -> None:
        """December: 500 free, 10,000, 1 x 0.02. January: 300,000, 1 x 0.02."""
        answer = ask(self.TEXT % ", start: 2026-01-01")
        assert charged(answer) == {
            "2025-01": "5000.00",
            "2025-06": "20000.00",
            "2025-12": "0.02",
            "2026-01": "0.02",
        }
        second = pack(answer, "L-2")
        assert (second["from"], second["until"]) == ("2026-01-01", "2027-01-01")
        assert told(answer, "licence_expired") == []

    @pytest.mark.parametrize(
        "start", ["", ", start: 2025-12-31", ", start: 2025-07-01"]
    )
    def test_no_two_at_once(self, ask: Ask, start: str) -> None:
        assert "2025-12-31" in ask.refused(self.TEXT % start)


class TestPostpaidScope:
    """8, `postpaid_scope`: one tier for all activities, or one for each."""

    # Each activity: 500 free, 10,000 of its licence, 600,000 billable.
    TEXT = """
        price_book: mainland
        usage: {a: {calls: {2025-01-02: 610_500}}, b: {calls: {2025-01-02: 610_500}}}
        orders:
          - {item: licence, for: a, package: 1, date: 2025-01-01}
          - {item: licence, for: b, package: 1, date: 2025-01-01}
        """

    def test_account(self, ask: Ask) -> None:
        """1,200,000 x 0.012 = 14,400."""
        answer = ask(self.TEXT)
        assert answer["assumptions"]["postpaid_scope"] == "account"
        assert lines(answer, "2025-01", "pay_as_you_go") == {"account": "14400.00"}
        # 24,000 + 10,000, against 14,400 + 10,000
        assert others(answer)["postpaid_scope", "activity"] == ("34000.00", "9600.00")

    def test_activity(self, ask: Ask) -> None:
        """600,000 x 0.02 = 12,000, twice."""
        answer = ask(self.TEXT, "--assume", "postpaid_scope=activity")
        assert lines(answer, "2025-01", "pay_as_you_go") == {
            "a": "12000.00",
            "b": "12000.00",
        }


class TestFreeCallsAndOrderOfDrawing:
    """7.1 and 7.3."""

    @pytest.mark.parametrize(
        ("used", "found"),
        [
            (0, {"free": 500, "packs": 100}),
            (450, {"free": 50, "packs": 550}),
            (500, {"packs": 600}),
        ],
    )
    def test_free_used(self, ask: Ask, used: int, found: dict[str, int]) -> None:
        """Free calls used before the file begins are gone."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2025-01-02: 600}}, free_used: {used}}}}}
            orders: [{{item: licence, for: a, package: 1, date: 2025-01-01}}]
            """
        )
        assert row(answer, "2025-01", "a") == found

    @pytest.mark.parametrize(
        ("b_licensed", "shared_of_a", "shared_of_b"),
        [
            ("2025-01-02", 70_000, 30_000),  # the same day: by name
            ("2025-01-01", 30_000, 70_000),  # b licensed earlier
        ],
    )
    def test_who_draws_first(
        self, ask: Ask, b_licensed: str, shared_of_a: int, shared_of_b: int
    ) -> None:
        """Each of 80,500 calls has 500 free and 10,000 of its own; 100,000 are shared."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{b: {{calls: {{2025-01-02: 80_500}}}}, a: {{calls: {{2025-01-02: 80_500}}}}}}
            orders:
              - {{item: licence, for: b, package: 1, date: {b_licensed}}}
              - {{item: licence, for: a, package: 1, date: 2025-01-02}}
              - {{item: call_pack, size: 100k, date: 2025-01-02}}
            """
        )
        assert row(answer, "2025-01", "a")["packs"] == 10_000 + shared_of_a
        assert row(answer, "2025-01", "b")["packs"] == 10_000 + shared_of_b

    def test_earliest_also_after_its_licence(self, ask: Ask) -> None:
        """b's licence of 2024 is over: it still draws before a."""
        answer = ask(
            """
            price_book: mainland
            usage: {b: {calls: {2025-01-02: 110_500}}, a: {calls: {2025-01-02: 110_500}}}
            orders:
              - {item: licence, for: b, package: 1, date: 2024-01-01}
              - {item: licence, for: a, package: 1, date: 2025-01-01}
              - {item: call_pack, size: 100k, date: 2025-01-02}
            """
        )
        assert row(answer, "2025-01", "b")["packs"] == 100_000
        assert row(answer, "2025-01", "a")["packs"] == 10_000


class TestPackValidity:
    """8, `pack_validity`: both books, free packs too."""

    @pytest.mark.parametrize(
        ("options", "until"),
        [
            (
                (),
                "2025-01-09",
            ),  # the mainland default is 365 days; 29 February 2024 lies between
            (("--assume", "pack_validity=same_date_next_year"), "2025-01-10"),
        ],
    )
    def test_mainland(self, ask: Ask, options: tuple[str, ...], until: str) -> None:
        """The licence itself has 365 days in any reading."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2024-01-10: 1}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2024-01-10}
              - {id: S, item: call_pack, size: 100k, date: 2024-01-10}
            """,
            *options,
        )
        assert pack(answer, "L")["until"] == "2025-01-09"
        assert pack(answer, "S")["until"] == until

    @pytest.mark.parametrize(
        ("options", "until"),
        [
            ((), "2025-01-10"),
            (("--assume", "pack_validity=365_days"), "2025-01-09"),
        ],
    )
    def test_free_packs(self, ask: Ask, options: tuple[str, ...], until: str) -> None:
        answer = ask(
            """
            price_book: intl
            usage: {image_basic: {calls: {2024-01-10: 1}}}
            orders: [{id: F, item: free_pack, for: image_basic, date: 2024-01-10}]
            """,
            *options,
        )
        assert pack(answer, "F")["until"] == until

    def test_defaults(self, ask: Ask) -> None:
        text = "price_book: %s\nusage: {%s: {calls: {2025-01: 1}}}"
        intl, mainland = ask(text % ("intl", IMAGE)), ask(text % ("mainland", "a"))
        assert intl["assumptions"]["pack_validity"] == "same_date_next_year"
        assert mainland["assumptions"]["pack_validity"] == "365_days"


class TestMaterials:
    """7.2, 7.7: a free test too; months in ranges."""

    @pytest.mark.parametrize(
        ("need", "months"),
        [
            ("10", []),
            ("11", ["2021-03", "2021-04"]),  # licence 1 holds 10
            ("1_000", ["2021-03", "2021-04"]),
            ("1_001", ["2021-02", "2021-03", "2021-04"]),  # more than any licence
            ("{2021-02..2021-03: 1_001, 2021-03: 5}", ["2021-02"]),
        ],
    )
    def test_above_the_licence(self, ask: Ask, need: str, months: list[str]) -> None:
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2021-02-10: 1, 2021-03-20: 1, 2021-04-20: 1}}, materials: {need}}}}}
            orders: [{{item: licence, for: a, package: 1, date: 2021-03-05}}]
            """
        )
        assert [month for month, _, _ in told(answer, "over_material_quota")] == months

    @pytest.mark.parametrize(("days", "warned"), [(30, False), (31, True)])
    def test_change_days(self, ask: Ask, days: int, warned: bool) -> None:
        """Licence 1 lets materials change for 30 days."""
        answer = ask(
            f"""
            price_book: mainland
            usage: {{a: {{calls: {{2021-03-05: 1}}, material_change_days: {days}}}}}
            orders: [{{item: licence, for: a, package: 1, date: 2021-03-05}}]
            """
        )
        said = [w["message"] for w in answer["warnings"] if w["for"] == "a"]
        assert any("31" in text and "30" in text for text in said) is warned


class TestExpiredCalls:
    """9: money only for packs whose whole price bought calls."""

    def test_a_licence_has_no_amount_and_a_pack_has_its_share(self, ask: Ask) -> None:
        """100 calls free; 1,700 for the pack's 100,000; all 10,000 of the licence are left, no amount."""
        answer = ask(
            """
            price_book: mainland
            usage: {a: {calls: {2025-01-10: 100, 2026-01-20: 1}}}
            orders:
              - {id: L, item: licence, for: a, package: 1, date: 2025-01-10}
              - {id: S, item: call_pack, size: 100k, date: 2025-01-10}
            """
        )
        found = [
            (scope, money) for _, scope, money in told(answer, "pack_expired_unused")
        ]
        assert sorted(found) == [("a", None), ("account", "1700.00")]


class TestQuantity:
    """6: `quantity` is for call and material packs only."""

    @pytest.mark.parametrize(
        "order",
        [
            "{item: licence, for: a, package: 1, date: 2025-01-01, quantity: 2}",
            "{item: qps_upgrade, for: a, qps: 10, days: 1, date: 2025-01-01, quantity: 2}",
        ],
    )
    def test_refused(self, ask: Ask, order: str) -> None:
        licence = "{item: licence, for: a, package: 1, date: 2025-01-01}"
        first = "" if "licence" in order else f"{licence}, "
        text = f"""
            price_book: mainland
            usage: {{a: {{calls: {{2025-01-02: 1}}}}}}
            orders: [{first}{order}]
            """
        assert "quantity" in ask.refused(text)


class TestUnusablePacks:
    """`pack_unusable`: no call of a pack can be drawn on any day of its life."""

    SHARED = """
        price_book: mainland
        usage: {a: {calls: {2021-03: 100}}}
        account: {disabled: [%s]}
        orders:
          - {item: licence, for: zz, package: 1, date: 2021-03-01}
          - {id: P, item: call_pack, size: 100k, date: 2021-03-01}
        """

    def test_an_activity_without_usage_may_draw(self, ask: Ask) -> None:
        """zz is licensed while P is valid; that the file has no calls of it does not matter."""
        assert told(ask(self.SHARED % ""), "pack_unusable") == []

    def test_but_not_while_the_service_is_off(self, ask: Ask) -> None:
        """The licence and P both end with 28 February 2022; off until then, P costs 1,700.00 for nothing,
        and the licence's own calls are lost with it."""
        off = "{from: 2021-03-01, until: 2022-03-01}"
        assert told(ask(self.SHARED % off), "pack_unusable") == [
            ("2021-03", "account", "1700.00"),
            ("2021-03", "zz", "5000.00"),
        ]
        off = "{from: 2021-03-01, until: 2022-02-28}"
        assert told(ask(self.SHARED % off), "pack_unusable") == []

    ENDED = """
        price_book: mainland
        assumptions: {licence_end: %s}
        account: {disabled: [{from: 2024-12-01, until: %s}]}
        usage: {a: {calls: {2024-06: 600%s}}}
        orders:
          - {id: L, item: licence, package: 1, for: a, date: 2024-01-10}
          - {id: P, item: call_pack, size: 100k, date: 2024-12-20}
        """

    @pytest.mark.parametrize(
        ("reading", "on_from", "warned"),
        # L ends with 8 January 2025, P with 19 December 2025, 365 days each.
        [
            ("postpaid", "2025-03-01", False),
            ("postpaid", "2025-12-19", False),
            ("postpaid", "2025-12-20", True),
            ("refused", "2025-03-01", True),
            ("refused", "2025-01-08", False),
        ],
    )
    def test_a_licence_that_ended_admits_shared_packs(
        self, reading: str, on_from: str, warned: bool, ask: Ask
    ) -> None:
        """7.3: under `licence_end: postpaid` an activity whose licence has ended counts as licensed."""
        expected = [("2024-12", "account", "1700.00")] if warned else []
        answer = ask(self.ENDED % (reading, on_from, ""))
        assert told(answer, "pack_unusable") == expected

    def test_it_is_drawn_once_there_are_calls(self, ask: Ask) -> None:
        """The same P serves 9,900 calls of 5 March 2025, after the licence."""
        calls = ", 2025-03-05: 9900"
        answer = ask(self.ENDED % ("postpaid", "2025-03-01", calls))
        assert pack(answer, "P")["used"] == 9900
        assert told(answer, "pack_unusable") == []


class TestPeaksOfWhatIsRefused:
    """2.7, 7.1: calls above a limit fail; where every call is refused there is none to hold a peak against."""

    TRIED = """
        price_book: mainland
        account: {disabled: [%s]}
        usage:
          a:
            free_used: %s
            calls: {2025-03-01: 400, 2025-03-02: 200, 2025-03-03: 50}
            peak_qps: {%s: 5}
        """

    @pytest.mark.parametrize(
        ("off", "used", "day", "warned"),
        # The 500 free calls at 1 QPS serve the 400 of 1 March and 100 of the 2nd.
        [
            ("", 0, "2025-03-01", True),
            ("", 0, "2025-03-02", True),
            ("", 0, "2025-03-03", False),
            # 400 + 100: the last of them is made on the 1st.
            ("", 100, "2025-03-01", True),
            ("", 100, "2025-03-02", False),
            ("", 500, "2025-03-01", False),
            # The 1st is refused; 200 and 50 are served.
            ("{from: 2025-03-01, until: 2025-03-02}", 0, "2025-03-01", False),
            ("{from: 2025-03-01, until: 2025-03-02}", 0, "2025-03-03", True),
        ],
    )
    def test_only_days_with_free_calls_have_a_limit(
        self, off: str, used: int, day: str, warned: bool, ask: Ask
    ) -> None:
        answer = ask(self.TRIED % (off, used, day))
        assert bool(told(answer, "over_qps_limit")) is warned

    @pytest.mark.parametrize("calls", [300, 3000])
    def test_after_a_licence_no_limit_is_judged(self, calls: int, ask: Ask) -> None:
        """7.2, whichever the reading. 400 of the 500 free calls are left; of 3,000 calls 2,600 are refused."""
        answer = ask(
            f"""
            price_book: mainland
            assumptions: {{licence_end: refused}}
            usage: {{a: {{calls: {{2024-01-10: 100, 2025-01-12: {calls}}}, peak_qps: 8}}}}
            orders: [{{item: licence, package: 1, for: a, date: 2024-01-10}}]
            """
        )
        refused = row(answer, "2025-01", "a").get("refused", 0)
        assert refused == max(calls - 400, 0)
        assert told(answer, "over_qps_limit") == []


class TestRenewedAhead:
    """8, `pack_order`: a renewal bought ahead is ordered before a shared pack and expires after it."""

    def test_the_order_of_drawing_changes_the_bill(self, ask: Ask) -> None:
        """L-2 is of 5 January 2021 and ends with 2022, S is of December and ends with 30 November 2022. By expiry S
        serves February 2022 and L-2 December; by the order L-2 serves February, S ends unused, and December's 10,000
        x 0.02 = 200.00 are billed. 5,000 + 5,000 + 1,700 = 11,700.00; + 200.00 = 11,900.00."""
        answer = ask(
            """
            price_book: mainland
            assumptions: {licence_pack_scope: account}
            usage: {a: {calls: {2021-01-02: 500, 2022-02-02: 10_000, 2022-12-15: 10_000}}}
            orders:
              - {id: L-1, item: licence, for: a, package: 1, date: 2021-01-01}
              - {id: L-2, item: licence, for: a, package: 1, date: 2021-01-05, start: 2022-01-01}
              - {id: S, item: call_pack, size: 100k, date: 2021-12-01}
            """
        )
        assert answer["total"] == "11700.00"
        assert others(answer, "pack_order") == {
            ("pack_order", "earliest_order"): ("11900.00", "200.00")
        }
