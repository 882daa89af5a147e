"""A reconciliation as JSON: `ffbill.reconciliation/1`."""

from __future__ import annotations

from typing import Any

from facefusion_billing.model.reconciliation import (
    BRIDGE,
    FINDINGS,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.reports.wording.bill_phrases import (
    count,
    dispute,
    exact,
    found,
    why,
)


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
        "other_products": {
            "lines": sum(other.lines for other in answer.bill.others),
            "amount": exact(sum(other.amount for other in answer.bill.others)),  # type: ignore[arg-type]
            "products": [
                {"name": o.name, "lines": o.lines, "amount": exact(o.amount)}
                for o in answer.bill.others
            ],
        },
        "unmapped": [row for row in lines if row["verdict"] == "unmapped"],
        "repeats": answer.bill.repeats,
        "dispute": dispute(answer),
        "findings": [
            {"code": f.code, "severity": FINDINGS[f.code], "message": found(f)}
            for f in answer.findings
        ],
    }


def line_json(judged: JudgedLine) -> dict[str, Any]:
    """A line beside what was expected of it."""
    line = judged.line
    price = judged.unit_price
    return {
        "file": line.file if line else None,
        "line": line.line if line else None,
        "kind": judged.kind,
        "for": judged.scope or None,
        "month": str(judged.month) if judged.month else None,
        "verdict": judged.verdict,
        "billed": format(judged.billed, "f") if line else None,
        "expected": exact(judged.expected),
        "difference": exact(judged.difference),
        "stake": exact(judged.stake),
        "quantity": None
        if judged.quantity is None
        else count(judged.quantity).replace(",", ""),
        "unit_price": None if price is None else format(price, "f"),
        "parts": {part: exact(value) for part, value in judged.parts.items() if value},
        "found": [check.code for check in judged.checks],
        "why": why(judged),
        "clauses": list(judged.clauses),
        "transaction": (line.bill_id or line.id or None) if line else None,
    }
