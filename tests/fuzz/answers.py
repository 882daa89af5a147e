"""What the answers of `import`, `reconcile`, `meter` and `portfolio` promise: sums that add up, files that are read again."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from facefusion_billing.model.vendor_bill import EXACT
from tests.fuzz.doors import Input

Answer = dict[str, Any]
Again = Callable[..., Any]
"""Runs another command line in the same folder."""
BEFORE_BILLED, PAID = 10, ("billed", "voucher", "gift", "tax")
SAID = "the file cannot be estimated as it stands"
OPEN = {
    "disputed": "dispute",
    "missing": "dispute",
    "unexpected": "dispute",
    "unmapped": "decide",
}
"""What each verdict of a line makes of a bill, at the least."""


def broken_promise(given: Input, outcome: Any, again: Again) -> str:
    """What the answer of one of these commands breaks; empty when nothing."""
    style = given.words[given.words.index("-f") + 1] if "-f" in given.words[:-1] else ""
    command = given.words[0] if given.words else ""
    text = outcome.out.decode("utf-8", "replace")
    if command == "portfolio" and outcome.status in (0, 2) and text and style == "json":
        with localcontext(EXACT):
            return _portfolio(json.loads(text), given, outcome.status, again)
    if outcome.status not in (0, 1) or "--help" in given.words:
        return ""
    if command == "import":
        said = SAID in outcome.err or "zh" in given.words
        return _imported(given, text, outcome.err, again) if not said else ""
    if command == "reconcile" and style == "json" and text:
        with localcontext(EXACT):
            return _reconciled(json.loads(text))
    if command == "meter":
        return _metered(given, style, text, again)
    return ""


def _reconciled(answer: Answer) -> str:
    bridge = {row["part"]: Decimal(row["amount"]) for row in answer["bridge"]}
    parts = list(bridge.values())
    if sum(parts[:BEFORE_BILLED]) != bridge["billed"]:
        return "a bridge that does not lead to what is billed"
    payable = sum(bridge[part] for part in PAID)
    if abs(payable - bridge["payable"]) > Decimal("0.005"):
        return "a bridge that does not lead to what is payable"
    if answer["payable"] != answer["bridge"][-1]["amount"]:
        return "two amounts that are payable"
    lines = answer["lines"]
    if sum(Decimal(line["billed"] or 0) for line in lines) != bridge["billed"]:
        return "lines that are not what is billed"
    if sum(Decimal(line["stake"]) for line in lines) != Decimal(answer["stake"]):
        return "a stake that is not that of the lines"
    for line in lines:
        if Decimal(line["billed"] or 0) - Decimal(line["expected"]) != Decimal(
            line["difference"]
        ):
            return "a line whose difference is another"
        if sum(map(Decimal, line["parts"].values())) != Decimal(line["difference"]):
            return "a line whose parts are not its difference"
    ranks = ["approve", "decide", "dispute"]
    worst = max(
        (ranks.index(OPEN.get(line["verdict"], "approve")) for line in lines), default=0
    )
    if ranks.index(answer["verdict"]) < worst:
        return "a verdict better than that of a line"
    return ""


def _imported(given: Input, text: str, told: str, again: Again) -> str:
    """What was written is read, and can be estimated or says why not."""
    made = ["imported.yaml"]
    if text:
        Path(made[0]).write_text(text, encoding="utf-8")
    elif "-o" in given.words:
        target = given.words[given.words.index("-o") + 1]
        made = [target] if os.path.isfile(target) else []
        if os.path.isdir(target):
            made = [
                os.path.join(target, name)
                for name in os.listdir(target)
                if name[:-5].isdecimal()
            ]
    for name in made:
        outcome = again(("estimate", name, "-f", "json"))
        if outcome.status not in (0, 1) or outcome.escaped:
            return f"an imported file that cannot be estimated ({outcome.escaped or outcome.status})"
        # As texts: a float has no cents beyond some 90,000,000,000,000.
        text = Path(name).read_text(encoding="utf-8")
        written = yaml.load(text, Loader=yaml.BaseLoader)
        for bill in json.loads(outcome.out)["bills"]:
            billed = (written.get("actual") or {}).get(bill["month"])
            same = billed is None or Decimal(billed) == Decimal(bill["total"])
            if not same and f"{bill['month']}: the estimate is" not in told:
                return "a month whose estimate is not the bill, without a word"
    return ""


def _metered(given: Input, style: str, text: str, again: Again) -> str:
    if "--show-map" in given.words:
        return _map_again(text, again)
    if "--print-sql" in given.words:
        return _is_sql(text) if "duckdb" in given.words else ""
    if style == "csv" and text:
        return _counts_again(text)
    if style != "json" or not text:
        return ""
    answer = json.loads(text)
    report, rows = answer["report"], answer["rows"]
    for row in rows:
        if (
            row["failed"] is not None
            and row["attempts"]
            != row["calls"] + sum(row["failed"].values()) + row["throttled"]
        ):
            return "attempts that are not calls, failed and throttled"
        # A second that begins anywhere may hold calls of the next day as well.
        fixed = answer["assumptions"]["qps_window"] == "fixed_second"
        most = row["attempts"] if fixed else report["attempts"]
        if not 1 <= row["peak_qps"] <= most:
            return "a peak that is none"
    for name in ("attempts", "calls", "repeats"):
        if sum(row[name] for row in rows) != report[name]:
            return f"{name} that are not the sum of the days"
    if sum(file["rows"] for file in report["inputs"]) > report["rows"]:
        return "rows of files that are more than all"
    seen = (
        report["attempts"]
        + report["repeats"]
        + report["free"]
        + sum(report["unknown_actions"].values())
    )
    if (
        seen + report["unreadable"] != report["rows"]
        and "--allow-unreadable" not in given.words
    ):
        return "rows that are nowhere"
    return _as_expected(given, rows)


def _as_expected(given: Input, rows: list[Answer]) -> str:
    """Held against a plain loop, where the log was left as it was made."""
    if "expected.json" not in given.files:
        return ""
    made = json.loads(given.files["expected.json"])
    if made["of"] != digest_of(given.files):
        return ""
    expected = made["rows"]
    found = [
        [
            row["account"],
            row["date"],
            row["for"],
            row["calls"],
            row["attempts"],
            row["peak_qps"],
        ]
        for row in rows
    ]
    return (
        ""
        if sorted(map(str, found)) == sorted(map(str, expected))
        else "other counts than a plain loop's"
    )


def digest_of(files: dict[str, bytes]) -> int:
    """Tells files that were changed since something was expected of them."""
    logs = sorted(item for item in files.items() if item[0] != "expected.json")
    return crc32(repr(logs).encode())


def _map_again(text: str, again: Again) -> str:
    Path("shown.yaml").write_text(text, encoding="utf-8")
    outcome = again(("meter", "--map", "shown.yaml", "--show-map"))
    if outcome.status or outcome.out.decode() != text:
        return "a shown map that is not read as it is"
    return ""


def _is_sql(text: str) -> str:
    import duckdb

    try:
        found = duckdb.extract_statements(text)
    except duckdb.Error:
        return "SQL that is none"
    return "" if len(found) == 2 else "SQL of other statements than two"


def _counts_again(text: str) -> str:
    """The CSV is the one that `calls: {file: ...}` reads."""
    from facefusion_billing.files.calls_file import read_calls_file

    Path("counts.csv").write_text(text, encoding="utf-8", newline="")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    accounts = {row.get("account", "") for row in rows}
    for account in accounts:
        if rows and (len(accounts) < 2 or account):
            file = read_calls_file("counts.csv", {}, account)
            if file.faults:
                return "counts that `calls: {file}` does not read"
    return ""


def _portfolio(answer: Answer, given: Input, status: int, again: Again) -> str:
    accounts = answer["accounts"]
    if (status == 2) != any(row["faults"] for row in accounts) and not (
        answer["pooled"] or {}
    ).get("faults"):
        return "a status that is not that of the accounts"
    totals: dict[str, Decimal] = {}
    for row in accounts:
        if row["total"] is None:
            continue
        totals[row["currency"]] = totals.get(row["currency"], Decimal(0)) + Decimal(
            row["total"]
        )
        if sum(map(Decimal, row["by_kind"].values())) != Decimal(row["total"]):
            return "an account whose kinds are not its total"
    if totals != {
        currency: Decimal(total) for currency, total in answer["totals"].items()
    }:
        return "totals that are not the sum of the accounts"
    return _lines_file(given, totals) or _each_alone(given, accounts, again)


def _lines_file(given: Input, totals: dict[str, Decimal]) -> str:
    """The lines that were written add up to the totals."""
    target = next((word for word in given.words if word.startswith("lines.")), "")
    if not target.endswith((".csv", ".jsonl")) or not os.path.isfile(target):
        return ""
    text = Path(target).read_text(encoding="utf-8")
    rows: list[Answer] = (
        [json.loads(line) for line in text.splitlines()]
        if target.endswith("jsonl")
        else []
    )
    if target.endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    found = dict.fromkeys(totals, Decimal(0))
    for row in rows:
        found[row["currency"]] += Decimal(row["amount"])
    return "" if found == totals else "lines that are not the totals"


def _each_alone(given: Input, accounts: list[Answer], again: Again) -> str:
    """A usage file costs in a portfolio what it costs alone."""
    options = {word for word in given.words if word.startswith("--")}
    if "--calls" in options or options - {"--price-book"}:
        return ""
    book: tuple[str, ...] = ()
    if options:
        at = max(n for n, word in enumerate(given.words) if word == "--price-book")
        book = given.words[at : at + 2]
    for row in accounts[:2]:
        alone = again(("estimate", row["account"], *book, "-f", "json"))
        if alone.escaped or (alone.status == 2) != bool(row["faults"]):
            return "an account that is judged otherwise alone"
        if alone.status in (0, 1) and json.loads(alone.out)["total"] != row["total"]:
            return "an account that costs something else alone"
    return ""
