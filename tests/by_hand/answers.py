"""What the hand-worked rules read from an estimate beside what all tests read (`answer_parts`)."""

from tests.answer_parts import IMAGE
from tests.tools import Answer


def usage(answer: Answer, month: str, scope: str = IMAGE) -> Answer:
    """What a scope used in a month, whole."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    [found] = [each for each in bill["usage"] if each["for"] == scope]
    whole: Answer = found
    return whole


def calls(answer: Answer, scope: str = IMAGE) -> dict[str, int]:
    """The calls of each month that has some."""
    months = [bill["month"] for bill in answer["bills"]]
    found = {month: usage(answer, month, scope)["calls"] for month in months}
    return {month: count for month, count in found.items() if count}


def charged(answer: Answer) -> dict[str, str]:
    """The total of each month that costs anything."""
    return {
        bill["month"]: bill["total"]
        for bill in answer["bills"]
        if bill["total"] != "0.00"
    }


def lines(answer: Answer, month: str, kind: str) -> dict[str, str]:
    """The amounts of a kind of line in a month, by scope."""
    [bill] = [bill for bill in answer["bills"] if bill["month"] == month]
    return {
        line["for"]: line["amount"] for line in bill["lines"] if line["kind"] == kind
    }


def ledger(answer: Answer) -> list[tuple[str, str, str, str]]:
    return [
        (row["date"], row["event"], row["amount"], row["balance"])
        for row in answer["account"]["ledger"]
    ]


def stops(answer: Answer) -> list[tuple[str, str | None, int]]:
    return [
        (stop["from"], stop["until"], stop["refused"])
        for stop in answer["account"]["suspensions"]
    ]
