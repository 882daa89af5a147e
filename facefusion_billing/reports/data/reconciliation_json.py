"""A reconciliation as JSON: `ffbill.reconciliation/1`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facefusion_billing.model.reconciliation import (
    BRIDGE,
    FINDINGS,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.model.vendor_bill import BilledLine, OtherProduct
from facefusion_billing.reports.data.json_text import text_or_none
from facefusion_billing.reports.wording.bill_phrases import (
    count,
    exact,
    found,
    why,
)
from facefusion_billing.reports.wording.dispute_text import dispute


def reconciliation_json(answer: Reconciliation) -> dict[str, Any]:
    """`ffbill.reconciliation/1`. Amounts of lines keep the digits of the bill."""
    lines = [line_json(line) for line in answer.lines]
    return {
        "schema": "ffbill.reconciliation/1",
        "verdict": answer.verdict,
        "price_book": {"id": answer.book_id, "currency": answer.currency},
        "account": answer.bill.account or None,
        "months": [str(month) for month in answer.months],
        "period": answer.bill.period,
        "assumptions": answer.assumptions,
        "stake": exact(answer.stake),
        "payable": exact(answer.bridge["payable"]),
        "inputs": [file._asdict() for file in answer.bill.files],
        "bridge": [
            {"part": part, "amount": exact(answer.bridge[part])} for part in BRIDGE
        ],
        "lines": lines,
        "settles": {id: list(values) for id, values in answer.settles.items()},
        "settled_by": answer.settled_by,
        "other_products": _others(answer.bill.others),
        "unmapped": [row for row in lines if row["verdict"] == "unmapped"],
        "repeats": answer.bill.repeats,
        "dispute": dispute(answer),
        "findings": [
            {"code": f.code, "severity": FINDINGS[f.code], "message": found(f)}
            for f in answer.findings
        ],
    }


def _others(others: tuple[OtherProduct, ...]) -> dict[str, Any]:
    return {
        "lines": sum(other.lines for other in others),
        "amount": exact(sum(other.amount for other in others)),  # type: ignore[arg-type]
        "products": [
            {"name": one.name, "lines": one.lines, "amount": exact(one.amount)}
            for one in others
        ],
    }


def line_json(judged: JudgedLine) -> dict[str, Any]:
    """A line beside what was expected of it."""
    found = {
        "file": None,
        "line": None,
        "kind": judged.kind,
        "for": judged.scope or None,
        "month": text_or_none(judged.month),
        "verdict": judged.verdict,
        "billed": None,
        "expected": exact(judged.expected),
        "difference": exact(judged.difference),
        "stake": exact(judged.stake),
        "quantity": _quantity(judged),
        "unit_price": _digits(judged.unit_price),
        "parts": {part: exact(value) for part, value in judged.parts.items() if value},
        "found": [check.code for check in judged.checks],
        "why": why(judged),
        "clauses": list(judged.clauses),
        "transaction": None,
    }
    # What is missing from the bill has no line: then these keys stay empty.
    if judged.line is not None:
        found |= _place(judged.line, judged)
    return found


def _place(line: BilledLine, judged: JudgedLine) -> dict[str, Any]:
    """What is known of a line that the bill has."""
    return {
        "file": line.file,
        "line": line.line,
        "billed": _digits(judged.billed),
        "transaction": line.bill_id or line.id or None,
    }


def _quantity(judged: JudgedLine) -> str | None:
    if judged.quantity is None:
        return None
    return count(judged.quantity).replace(",", "")


def _digits(value: Decimal | None) -> str | None:
    """A decimal with the digits of the bill."""
    if value is None:
        return None
    return format(value, "f")
