"""Materials held: free slots, packs, licences and further activities.

The docstring of a test is the sentence of RULES it holds. Amounts are worked by hand from the two documents, the sum
beside them; the spread of a month of N calls over D days puts floor(N*k/D) calls in its first k days.
"""

import pytest

from tests.answer_parts import IMAGE, VIDEO, message, told
from tests.tools import Ask


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
