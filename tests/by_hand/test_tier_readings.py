"""The rows of other readings of a plan, by hand."""

from pathlib import Path

import pytest

from tests.tools import ffbill, json_of, usage_file

FREE_PACK = "    free_pack: {calls: 1_000, clause: free-quota}\n"


def own_book(folder: Path) -> None:
    """Writes the international book without the free pack of images."""
    text = ffbill("prices", "intl", "-f", "yaml").out
    assert FREE_PACK in text
    book = folder / "book.yaml"
    book.write_text(text.replace(FREE_PACK, ""), encoding="utf-8")


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        # A pack of 100k, 3,000; 5,000 calls left. All 105,000 reach 0.035: 175.00. The 5,000 alone cost 0.065 each,
        # 325.00, 3,325.00 in all, so five packs of 1,000 are cheaper there: 3,300.00.
        (
            "total",
            {
                "billable": ("3300.00", "25.00"),
                "after_paid_packs": ("3300.00", "25.00"),
            },
        ),
        # Six packs cost 3,300.00 whatever the reading of the tier; under total a pack of 100k alone is 3,175.00.
        ("after_paid_packs", {"total": ("3175.00", "125.00")}),
        ("billable", {"total": ("3175.00", "125.00")}),
    ],
)
def test_every_reading_that_differs_is_listed(
    reading: str, expected: dict[str, tuple[str, str]], tmp_path: Path
) -> None:
    """Without free calls two readings of `tier_basis` are one: both differ from the third."""
    own_book(tmp_path)
    text = f"""
        price_book: ./book.yaml
        assumptions: {{tier_basis: {reading}}}
        usage: {{image_basic: {{calls: {{2025-02: 105k}}, peak_qps: 10}}}}
        """
    answer = json_of("recommend", usage_file(tmp_path, text), "-q")
    found = {
        row["value"]: (row["best"], row["regret_of_plan"])
        for row in answer["alternatives"]
        if row["assumption"] == "tier_basis"
    }
    assert found == expected
