"""Activities and their licences.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import line, message, others, pack, row, told, used
from tests.tools import Ask


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
        # afterwards the page bills on
        assert row(answer, "2021-06", "a") == {"billable": 7}
        assert pack(answer, "L")["last_day"] == "2021-05-31"
        # a licence buys more than calls: those that expire have no amount
        assert told(answer, "pack_expired_unused") == [("2021-05", "a", None)]
        assert told(answer, "licence_expired") == [("2021-06", "a", None)]

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
