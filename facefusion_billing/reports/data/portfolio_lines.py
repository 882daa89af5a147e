"""The bill lines of many accounts: CSV, or JSON lines, which also become Parquet."""

from __future__ import annotations

import json

from facefusion_billing.model.bill import Estimate
from facefusion_billing.reports.data.csv_text import table_csv
from facefusion_billing.reports.data.estimate_csv import COLUMNS, NUMERIC, rows
from facefusion_billing.reports.wording.text import json_safe

CSV, JSONL, PARQUET = "csv", "jsonl", "parquet"
ENDINGS = {".csv": CSV, ".jsonl": JSONL, ".ndjson": JSONL, ".parquet": PARQUET}
LINE_COLUMNS = ("account", *COLUMNS)


def first_line(style: str) -> str:
    """What a file begins with."""
    if style == CSV:
        return table_csv(LINE_COLUMNS, (), ())
    return ""


def lines_text(style: str, account: str, answer: Estimate) -> str:
    """The lines of an account."""
    found = rows(answer, account=account)
    if style == CSV:
        return table_csv(LINE_COLUMNS, found, NUMERIC).partition("\n")[2]
    written = (json.dumps(row, ensure_ascii=False) for row in found)
    return "".join(f"{json_safe(text)}\n" for text in written)
