"""What tests look for in an answer of `estimate`."""

from tests.tools import Answer

IMAGE, VIDEO = "image_basic", "video_single_face"
PARTS = ("free", "packs", "billable", "qps_mode", "refused", "undetermined")


def row(answer: Answer, month: str, scope: str = IMAGE) -> dict[str, int]:
    """The counts of a scope in a month that are not zero; they add up to its calls."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    [found] = [each for each in bill["usage"] if each["for"] == scope]
    counts = {part: found[part] for part in PARTS if found[part]}
    assert sum(counts.values()) == found["calls"]
    return counts


def line(
    answer: Answer, month: str, kind: str = "pay_as_you_go"
) -> tuple[str, str, str]:
    """Quantity, unit price and amount of the one line of a kind in a month."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    [found] = [each for each in bill["lines"] if each["kind"] == kind]
    return found["quantity"], found["unit_price"], found["amount"]


def amounts(answer: Answer) -> dict[str, str]:
    """The amount of each order's line."""
    return {
        each["order"]: each["amount"]
        for bill in answer["bills"]
        for each in bill["lines"]
        if each["order"]
    }


def totals(answer: Answer) -> dict[str, str]:
    """The total of each month."""
    return {bill["month"]: bill["total"] for bill in answer["bills"]}


def pack(answer: Answer, order: str, number: int = 1) -> Answer:
    """The state of a pack."""
    [found] = [
        each
        for each in answer["packs"]
        if (each["order"], each["pack"]) == (order, number)
    ]
    state: Answer = found
    return state


def used(answer: Answer) -> dict[str, int]:
    """The used calls of each order's packs."""
    sums: dict[str, int] = {}
    for each in answer["packs"]:
        sums[each["order"]] = sums.get(each["order"], 0) + each["used"]
    return sums


def told(answer: Answer, code: str) -> list[tuple[str, str, str | None]]:
    """Month, scope and amount of each warning or note of a code."""
    return [
        (each["month"], each["for"], each["amount"])
        for each in answer["warnings"]
        if each["code"] == code
    ]


def message(answer: Answer, code: str) -> str:
    """The sentence of the one warning of a code."""
    [found] = [each for each in answer["warnings"] if each["code"] == code]
    text: str = found["message"]
    return text


def others(
    answer: Answer, assumption: str | None = None
) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    """The other readings listed: their total and difference."""
    return {
        (each["assumption"], each["value"]): (each["total"], each["difference"])
        for each in answer["alternatives"]
        if assumption in (None, each["assumption"])
    }
