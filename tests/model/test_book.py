"""Price books as values: where prices come from, and what stands beside a unit price."""

import pytest

from facefusion_billing.model.book import (
    Activities,
    Groups,
    Offer,
    Origin,
    PriceBook,
    Settlement,
    ShapeName,
)
from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.usage_fields import FIRST_DAY

GROUPS = Groups({})


def book(
    source: dict[str, str], offer: Offer = GROUPS, own_prices: str = ""
) -> PriceBook:
    """A book that sells nothing."""
    return PriceBook(
        "intl-x", "", "USD", source, Span(FIRST_DAY, DISTANT), Settlement(1, 3, ""),
        offer, None, {}, "book.yaml", own_prices=own_prices,
    )  # fmt: skip


def test_where_prices_come_from() -> None:
    """The book, its document, the day of its last change, and the file whose prices are over those."""
    named = book({"document": "Purchase Guide", "last_updated": "2024-11-07"})
    assert named.origin == Origin("intl-x", "Purchase Guide", "2024-11-07")
    own = book({}, own_prices="ours.yaml")
    assert own.origin == Origin("intl-x", "", "", "ours.yaml")


@pytest.mark.parametrize(
    ("offer", "shape"),
    [
        (Groups({}), "groups"),
        (Activities(None, {}, 365, None, None, None), "activities"),
    ],
)
def test_a_book_has_one_of_two_shapes(offer: Offer, shape: ShapeName) -> None:
    assert book({}, offer).shape == shape
