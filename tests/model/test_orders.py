"""Orders: how many packs they are of, what went back of them, and when they act."""

from datetime import date

import pytest

from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import (
    CALL_PACK,
    FREE_PACK,
    LICENCE,
    MATERIAL_PACK,
    QPS,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    Item,
    Kind,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import Order, Tenders

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
ORDERED, DELIVERED, LATER = date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 5)


def order(item: Item) -> Order:
    return Order("P", item, "g", ORDERED, DELIVERED, NOWHERE)


@pytest.mark.parametrize(
    ("item", "kind", "quantity", "used_calls"),
    [
        (FreePack(7), FREE_PACK, 1, 7),
        (CallPack(1_000, 3, 7), CALL_PACK, 3, 7),
        (MaterialPack(100, 2), MATERIAL_PACK, 2, 0),
        (QpsOrder(60, days=3), QPS, 1, 0),
        (LicenceOrder("2", 7), LICENCE, 1, 7),
        (UpgradeOrder(50, 3), QPS_UPGRADE, 1, 0),
    ],
)
def test_each_kind(item: Item, kind: Kind, quantity: int, used_calls: int) -> None:
    """Only packs are bought by the number, and only what holds calls can have used some."""
    found = order(item)
    assert found.kind == kind
    assert (found.quantity, found.used_calls) == (quantity, used_calls)


def test_whose_cost_is_spread_over_what_it_bought() -> None:
    """Materials and free packs are not used up: what they cost stays in its month."""
    kinds = (FREE_PACK, CALL_PACK, MATERIAL_PACK, QPS, LICENCE, QPS_UPGRADE)
    spread = [kind for kind in kinds if kind.is_amortised]
    assert spread == [CALL_PACK, QPS, LICENCE, QPS_UPGRADE]


@pytest.mark.parametrize(
    ("item", "begins"),
    [
        (CallPack(1_000), DELIVERED),
        (QpsOrder(60, days=3), DELIVERED),
        (QpsOrder(60, days=3, start=LATER), LATER),
        (LicenceOrder("2", start=LATER), LATER),
        (UpgradeOrder(50, 3, LATER), LATER),
    ],
)
def test_the_day_from_which_it_acts(item: Item, begins: date) -> None:
    """Its start where it has one, else its delivery."""
    assert order(item).begins == begins


def test_what_decides_the_price_of_an_order() -> None:
    """What was ordered, for whom, how it came about, its price and payment; neither its days nor its id."""
    packs = order(CallPack(1_000, 3))
    other_days = packs._replace(id="Q", date=LATER, delivered=LATER, note="late")
    assert other_days.purchase == packs.purchase
    for other in (
        order(CallPack(1_000, 2)),
        order(MaterialPack(1_000, 3)),
        packs._replace(scope="h"),
        packs._replace(source="gifted"),
        packs._replace(stated_price=18_000),
        packs._replace(paid=Tenders(cash=18_000)),
    ):
        assert other.purchase != packs.purchase


class TestPacksThatWentBack:
    """All of an order, or as many as are stated: those of the highest numbers."""

    THREE = order(CallPack(1_000, 3))

    def test_none(self) -> None:
        assert self.THREE.returned_packs == 0
        assert [self.THREE.refunded_on(number) for number in (1, 2, 3)] == [None] * 3

    def test_all(self) -> None:
        """Where no number is stated."""
        back = self.THREE._replace(refunded=LATER)
        assert back.returned_packs == 3
        assert [back.refunded_on(number) for number in (1, 2, 3)] == [LATER] * 3

    def test_two_of_three(self) -> None:
        """The second and the third: packs are drawn from the first on."""
        back = self.THREE._replace(refunded=LATER, refunded_packs=2)
        assert back.returned_packs == 2
        assert [back.refunded_on(number) for number in (1, 2, 3)] == [
            None,
            LATER,
            LATER,
        ]
