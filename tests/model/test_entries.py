"""Orders, spans and modes as a usage file has them (INTERFACE, usage file)."""

from datetime import date

import pytest

from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    Item,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.model.usage_fields import mode_entry, order_entry, span_entry

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
ON, LATER, LAST = date(2025, 2, 9), date(2025, 2, 10), date(2025, 3, 1)


def test_no_key_that_has_its_default() -> None:
    """A pack as bought: id, item, for whom, size and date."""
    order = Order("P-1", CallPack(1_000), "image_basic", ON, ON, NOWHERE)
    entry = order_entry(order)
    assert entry == {
        "id": "P-1",
        "item": "call_pack",
        "for": "image_basic",
        "size": 1_000,
        "date": ON,
    }


def test_a_shared_pack_is_for_nobody() -> None:
    order = Order("P-1", CallPack(1_000), None, ON, ON, NOWHERE)
    assert order_entry(order) == {
        "id": "P-1",
        "item": "call_pack",
        "size": 1_000,
        "date": ON,
    }


def test_every_key_that_has_not() -> None:
    """Money is written as in a file; tenders of nothing are left out."""
    order = Order(
        "P-1", CallPack(1_000, 2, 7), "g", ON, LATER, NOWHERE, "campaign", 12_005,
        Tenders(cash=12_000, gifted=5), LAST, True, True, "by hand",
    )  # fmt: skip
    assert order_entry(order) == {
        "id": "P-1",
        "item": "call_pack",
        "for": "g",
        "size": 1_000,
        "used_calls": 7,
        "refunded": LAST,
        "refundable": True,
        "note": "by hand",
        "quantity": 2,
        "date": ON,
        "delivered": LATER,
        "source": "campaign",
        "price": "120.05",
        "paid": {"cash": "120.00", "gifted": "0.05"},
        "bought": True,
    }


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        (FreePack(7), {"item": "free_pack", "used_calls": 7}),
        (MaterialPack(100, 2), {"item": "material_pack", "size": 100, "quantity": 2}),
        (QpsOrder(60, days=3), {"item": "qps", "qps": 60, "days": 3}),
        (
            QpsOrder(60, months=4, start=LATER),
            {"item": "qps", "qps": 60, "months": 4, "start": LATER},
        ),
        (QpsOrder(60, months=4, start=ON), {"item": "qps", "qps": 60, "months": 4}),
        (LicenceOrder("2", 7), {"item": "licence", "package": "2", "used_calls": 7}),
        (
            UpgradeOrder(50, 3, LAST),
            {"item": "qps_upgrade", "qps": 50, "days": 3, "start": LAST},
        ),
    ],
)
def test_the_keys_of_each_kind(item: Item, keys: dict[str, object]) -> None:
    """A start on the order's day is its default, so it is not said."""
    entry = order_entry(Order("P-1", item, "g", ON, ON, NOWHERE))
    assert entry == {"id": "P-1", "for": "g", "date": ON, **keys}


def test_what_cannot_be_returned_is_said() -> None:
    """`refundable: false` is not the default, which is that nothing is known."""
    order = Order(
        "C-1",
        CallPack(1_000),
        "g",
        ON,
        ON,
        NOWHERE,
        source="campaign",
        refundable=False,
    )
    assert order_entry(order)["refundable"] is False


def test_how_many_packs_went_back() -> None:
    """Two of three; without the key all of them did."""
    item = CallPack(1_000, 3)
    order = Order("P-1", item, "g", ON, ON, NOWHERE, refunded=LAST, refunded_packs=2)
    assert order_entry(order)["refunded_packs"] == 2
    assert "refunded_packs" not in order_entry(order._replace(refunded_packs=None))


def test_a_price_of_nothing_is_a_price() -> None:
    order = Order("P-1", CallPack(1_000), "g", ON, ON, NOWHERE, stated_price=0)
    assert order_entry(order)["price"] == "0.00"


@pytest.mark.parametrize(
    ("start", "end", "entry"),
    [
        (date(2025, 2, 1), date(2025, 3, 1), "2025-02"),
        (date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 1)),
        (date(2025, 2, 1), date(2025, 2, 3), "2025-02-01..2025-02-02"),
        (date(2025, 2, 1), date(2025, 4, 1), "2025-02-01..2025-03-31"),
        (date(2025, 2, 2), date(2025, 3, 1), "2025-02-02..2025-02-28"),
    ],
)
def test_a_span_as_a_key(start: date, end: date, entry: str | date) -> None:
    """A whole month, a day, or a range with its last day."""
    assert span_entry(Span(start, end)) == entry


def test_a_mode() -> None:
    """Without an end where it has none; from the first day a file can hold where it always held."""
    assert mode_entry(Span(ON, LAST), "qps") == {
        "from": ON,
        "until": LAST,
        "mode": "qps",
    }
    assert mode_entry(Span(date.min, DISTANT), "qps") == {
        "from": date(2000, 1, 1),
        "mode": "qps",
    }
