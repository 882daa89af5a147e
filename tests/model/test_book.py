"""Price books as values: where prices come from, and what stands beside a unit price."""

import pytest

from facefusion_billing.model.book import (
    Activities,
    FreeCalls,
    Groups,
    Licence,
    Offer,
    Origin,
    PriceBook,
    QpsUpgrade,
    Settlement,
    ShapeName,
)
from facefusion_billing.model.calendar import DISTANT, Span
from facefusion_billing.model.money import Price
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


class TestUpgrades:
    """QPS is added in units of 50 up to 500 in all."""

    UPGRADE = QpsUpgrade(50, Price(300, 0), 500, 30, "qps")

    @pytest.mark.parametrize(
        ("fixed", "units"),
        [(0, 10), (20, 9), (50, 9), (450, 1), (451, 0), (500, 0), (700, 0)],
    )
    def test_what_can_be_added(self, fixed: int, units: int) -> None:
        """Whole units only: above 20 there are 480, 9 units and a rest. None above the most."""
        assert self.UPGRADE.units_above(fixed) == units

    @pytest.mark.parametrize(
        ("short", "units"),
        [(-30, 0), (0, 0), (1, 1), (50, 1), (51, 2), (120, 3)],
    )
    def test_what_is_needed(self, short: int, units: int) -> None:
        """A unit that is begun is bought; where nothing is missing none is."""
        assert self.UPGRADE.units_for(short) == units


class TestActivities:
    """The free test of an activity, and the most materials that can be had."""

    NOTHING = Activities(None, {}, 365, None, None, None)

    def test_the_free_test(self) -> None:
        """1,000 calls at 5 QPS; where the book states no QPS there is none to hold to."""
        tested = self.NOTHING._replace(free=FreeCalls(1_000, "free", 5))
        assert (tested.free_calls, tested.trial_qps) == (1_000, 5)
        unstated = self.NOTHING._replace(free=FreeCalls(1_000, "free"))
        assert (unstated.free_calls, unstated.trial_qps) == (1_000, 0)

    def test_no_free_test(self) -> None:
        assert (self.NOTHING.free_calls, self.NOTHING.trial_qps) == (0, 0)

    def test_the_most_materials(self) -> None:
        """Of licences for 20, 200 and 50 the second, wherever it stands."""
        sold = {
            name: Licence(name, 10_000, 10, materials, 5, Price(9, 0), "licence", None)
            for name, materials in (("1", 20), ("2", 200), ("3", 50))
        }
        assert self.NOTHING._replace(licences=sold).most_materials == 200
        assert self.NOTHING.most_materials == 0
