"""Refund grounds (RULES 6): what each says of an order, its clauses, and since when it fails."""

from datetime import date, timedelta

import pytest

from facefusion_billing.model.book import RefundRule
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    kind_of,
)
from facefusion_billing.model.scenario import Order, Origin
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
)
from facefusion_billing.rules.refund_window import (
    Use,
    account_open,
    covered,
    decide,
    last_day,
    not_refunded,
    purchased,
    unused,
    within_window,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
RULE = RefundRule(
    7,
    "refund",
    "refund-exclusions",
    "refund-campaign",
    {"licence": "licence-no-refund"},
)
ORDERED, DELIVERED = date(2025, 2, 9), date(2025, 2, 10)
LAST = date(2025, 2, 17)


PACK = CallPack(1_000)


def order(
    item: Item = PACK,
    *,
    source: Origin = "purchased",
    refunded: date | None = None,
    refundable: bool | None = None,
) -> Order:
    """A pack of 1,000 ordered on the 9th and delivered on the 10th."""
    return Order(
        "P", item, "image_basic", ORDERED, DELIVERED, NOWHERE, source=source, refunded=refunded,
        refundable=refundable,
    )  # fmt: skip


class TestLastDay:
    """Within 7 days of delivery, inclusive."""

    def test_both_readings(self) -> None:
        """Delivered on the 10th: to the 17th when that is day 0, to the 16th when it is day 1."""
        assert last_day(DELIVERED, 7, "delivery_day_is_day_0") == LAST
        assert last_day(DELIVERED, 7, "delivery_day_is_day_1") == date(2025, 2, 16)


class TestDecide:
    """Any unmet ground refuses, else an open one leaves it undetermined."""

    @pytest.mark.parametrize(
        ("met", "verdict"),
        [
            ((True, True), ELIGIBLE),
            ((True, None), UNDETERMINED),
            ((None, None), UNDETERMINED),
            ((True, False), NOT_ELIGIBLE),
            ((None, False), NOT_ELIGIBLE),
            ((False, None), NOT_ELIGIBLE),
        ],
    )
    def test_by_hand(self, met: tuple[bool | None, ...], verdict: str) -> None:
        """Met, unmet and open grounds, in any order."""
        assert decide(tuple(Ground("unused", each, (), {}) for each in met)) == verdict


class TestCovered:
    """Only packs can be returned, and only where the book has a rule."""

    @pytest.mark.parametrize(
        ("item", "met", "clause"),
        [
            (PACK, True, "refund"),
            (MaterialPack(100), True, "refund"),
            (FreePack(), True, "refund"),
            (QpsOrder(60, days=1), False, "refund"),
            (LicenceOrder("1"), False, "licence-no-refund"),
        ],
    )
    def test_items(self, item: Item, met: bool, clause: str) -> None:
        """A licence has a clause of its own; QPS is no pack."""
        assert covered(order(item), RULE, "image-qps") == Ground(
            "refundable_item", met, (clause,), {"item": kind_of(item).name}
        )

    def test_a_book_that_refunds_nothing(self) -> None:
        """`window_days` None: nothing is refundable."""
        none = RULE._replace(window_days=None)
        assert covered(order(), none, "packs") == Ground(
            "refundable_item",
            False,
            ("refund",),
            {"item": "call_pack", "excluded": True},  # not the clause it was sold by
        )

    def test_a_book_without_a_rule(self) -> None:
        """The clause is that of the pack itself."""
        assert covered(order(), None, "packs") == Ground(
            "refundable_item", False, ("packs",), {"item": "call_pack"}
        )


class TestUnused:
    """No call deducted, no material live."""

    CLAUSES = ("refund", "refund-exclusions")

    def test_nothing_used(self) -> None:
        """Met, and it never failed."""
        facts = {"quantity": 0, "unit": "call", "first": None}
        assert unused(order(), Use(0, "call", None), RULE) == Ground(
            "unused", True, self.CLAUSES, facts, None
        )

    def test_one_call_used(self) -> None:
        """It failed on the day of the first call."""
        first = date(2025, 2, 12)
        facts = {"quantity": 1, "unit": "call", "first": first}
        assert unused(order(), Use(1, "call", first), RULE) == Ground(
            "unused", False, self.CLAUSES, facts, first
        )

    def test_used_outside_the_months(self) -> None:
        """When is not known: from delivery on."""
        ground = unused(order(), Use(5, "call", None), RULE)
        assert (ground.met, ground.since) == (False, DELIVERED)


class TestWithinWindow:
    """Delivered, and not longer ago than the window allows."""

    @pytest.mark.parametrize(
        ("as_of", "met", "since"),
        [
            (
                DELIVERED - timedelta(1),
                False,
                ORDERED,
            ),  # not delivered yet: unmet from the order on
            (DELIVERED, True, None),
            (LAST, True, None),
            (LAST + timedelta(1), False, LAST + timedelta(1)),
            (LAST + timedelta(30), False, LAST + timedelta(1)),
        ],
    )
    def test_by_hand(self, as_of: date, met: bool, since: date | None) -> None:
        """From the 10th to the 17th, both included; missed from the 18th on."""
        facts = {"delivered": DELIVERED, "last": LAST, "as_of": as_of}
        expected = Ground(
            "within_window", met, ("refund", "refund-exclusions"), facts, since
        )
        assert within_window(order(), LAST, as_of, RULE) == expected


def test_a_window_that_ends_before_the_delivery() -> None:
    """No day is in it; on its last day the pack is not delivered yet, so the ground is unmet from the order on."""
    before = DELIVERED - timedelta(1)
    ground = within_window(order(), before, before, RULE)
    assert (ground.met, ground.since) == (False, ORDERED)


class TestPurchased:
    """Not free, not gifted; a campaign's own rules decide for its bundles."""

    @pytest.mark.parametrize(
        ("given", "source", "met", "clause"),
        [
            (order(), "purchased", True, "refund-exclusions"),
            (order(FreePack()), "free", False, "refund-exclusions"),
            (order(source="gifted"), "gifted", False, "refund-exclusions"),
            (order(source="campaign"), "campaign", None, "refund-campaign"),
            (
                order(source="campaign", refundable=True),
                "campaign",
                True,
                "refund-campaign",
            ),
            (
                order(source="campaign", refundable=False),
                "campaign",
                False,
                "refund-campaign",
            ),
            (order(refundable=False), "purchased", True, "refund-exclusions"),
        ],
    )
    def test_by_source(
        self, given: Order, source: str, met: bool | None, clause: str
    ) -> None:
        """What is not met failed on the day of the order."""
        since = None if met else ORDERED
        assert purchased(given, RULE) == Ground(
            "purchased", met, (clause,), {"source": source}, since
        )


@pytest.mark.parametrize("discontinued", [False, True])
def test_an_account_closed_for_violations_gets_nothing_back(discontinued: bool) -> None:
    """The ground has no date: the file states none."""
    expected = Ground(
        "account_open", not discontinued, ("refund-exclusions",), {}, None
    )
    assert account_open(discontinued, RULE) == expected


class TestNotRefunded:
    """The order was not returned before."""

    @pytest.mark.parametrize(
        ("refunded", "met", "since"),
        [
            (None, True, None),
            (date(2025, 2, 12), False, date(2025, 2, 12)),
            (date(2025, 2, 13), False, date(2025, 2, 13)),  # returned that very day
            (
                date(2025, 2, 14),
                True,
                None,
            ),  # returned later than the day that is asked about
        ],
    )
    def test_on_the_13th(
        self, refunded: date | None, met: bool, since: date | None
    ) -> None:
        """It fails from the day of the return."""
        expected = Ground(
            "not_refunded", met, ("refund",), {"refunded": refunded}, since
        )
        assert (
            not_refunded(order(refunded=refunded), date(2025, 2, 13), RULE) == expected
        )
