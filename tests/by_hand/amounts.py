"""What tests by hand look for in an answer."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.tools import estimate_json

IMAGE, VIDEO = "image_basic", "video_single_face"

Answer = dict[str, Any]

Money = dict[str, str]


def months(answer: Answer) -> Money:
    """The totals of the bills that are not zero."""
    return {
        bill["month"]: bill["total"]
        for bill in answer["bills"]
        if bill["total"] != "0.00"
    }


def amounts(answer: Answer, month: str, kind: str) -> list[str]:
    """The amounts of that kind in that month, in the order of the bill."""
    (bill,) = (bill for bill in answer["bills"] if bill["month"] == month)
    return [line["amount"] for line in bill["lines"] if line["kind"] == kind]


def used(path: Path, *words: str) -> Answer:
    """What each month used; together with what is prepaid it must be what was paid, to the cent."""
    answer = estimate_json(path, "--view", "amortised", *words)
    paid = estimate_json(path, *words)
    assert answer["view"] == "amortised"
    lines = [line for bill in answer["bills"] for line in bill["lines"]]
    assert sum(Decimal(line["amount"]) for line in lines) == Decimal(answer["total"])
    assert Decimal(answer["total"]) + Decimal(answer["prepaid"]["total"]) == Decimal(
        paid["total"]
    )
    return answer


PACK_OVER_MONTHS = """
    usage:
      image_basic:
        calls: {2025-02: 3000, 2025-03: 2500}
    orders:
      - {id: P-1, item: call_pack, for: image_basic, size: 10k, date: 2025-01-10}
"""
