"""Many accounts: each as `estimate` bills it, never pooled."""

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.tools import SAMPLES, ffbill

HEAD = "account,date,calls,peak_qps,for\n"


def portfolio(*words: str | Path, status: int = 0) -> dict[str, Any]:
    ran = ffbill("portfolio", *words, "-f", "json")
    assert ran.status == status, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


def table(folder: Path, rows: str, name: str = "calls.csv") -> Path:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    return path


def test_accounts_are_never_pooled(tmp_path: Path) -> None:
    """60,000 image calls cost 60,000 x 0.050 = 3,000.00 for each of two accounts:
    6,000.00, not 120,000 x 0.035 = 4,200.00.
    """
    rows = "a,2025-03,60000,,image_basic\nb,2025-03,60000,,image_basic\n"
    answer = portfolio("--calls", table(tmp_path, HEAD + rows))
    assert answer["totals"] == {"USD": "6000.00"}
    assert [row["total"] for row in answer["accounts"]] == ["3000.00", "3000.00"]


def test_orders_come_from_a_table_with_their_tenders(tmp_path: Path) -> None:
    """A pack of 1,000 for 60.00, of which 100 calls serve account a; b has only its
    pack.
    """
    calls = table(tmp_path, HEAD + "a,2025-03-05,100,,image_basic\n")
    orders = table(
        tmp_path,
        "account,item,for,size,date,paid_cash,paid_voucher\n"
        "a,call_pack,image_basic,1000,2025-03-01,50,10\n"
        "b,call_pack,image_basic,1000,2025-03-01,,\n",
        "orders.csv",
    )
    answer = portfolio("--calls", calls, "--orders", orders)
    assert {row["account"]: row["total"] for row in answer["accounts"]} == {
        "a": "60.00",
        "b": "60.00",
    }


def test_a_faulty_account_is_a_row_and_the_others_are_computed(tmp_path: Path) -> None:
    rows = "a,2025-03,-1,,image_basic\nb,2025-03,100,,image_basic\n"
    answer = portfolio("--calls", table(tmp_path, HEAD + rows), status=2)
    first, second = answer["accounts"]
    assert "negative" in first["faults"][0]
    assert first["total"] is None
    assert second["total"] == "6.50"  # 100 x 0.065
    assert answer["totals"] == {"USD": "6.50"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (HEAD + "a,2025-03,1,,x\nb,2025-03,1,,x\na,2025-04,1,,x\n", "calls.csv:4:1:"),
        (HEAD + "a,2025-03,1,,x\na,2025-03,1,,x\n", "stands twice"),
        (HEAD + "a,2025-03\n", "fields of the header"),
        ("date,calls,for\n", "no column 'account'"),
    ],
)
def test_a_table_that_is_none_is_refused(rows: str, said: str, tmp_path: Path) -> None:
    ran = ffbill("portfolio", "--calls", table(tmp_path, rows))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("workers", [1, 2])
def test_lines_are_those_of_estimate(workers: int, tmp_path: Path) -> None:
    """Of usage files, in the order of the input, with one process and with two."""
    files = [path for path in SAMPLES if "refund" not in path.name][:6]
    out = tmp_path / "lines.csv"
    portfolio(*files, "-o", out, "--workers", str(workers))
    expected = []
    for path in files:
        ran = ffbill("estimate", path, "-f", "csv", "-q")
        lines = csv.DictReader(io.StringIO(ran.out))
        expected += [{"account": str(path), **line} for line in lines]
    assert list(csv.DictReader(out.read_text("utf-8").splitlines())) == expected


def test_random_accounts_equal_estimate(tmp_path: Path) -> None:
    rng = random.Random(5)
    rows, totals = "", {}
    for number in range(40):
        counts = {f"2025-{m:02d}": rng.randrange(200_000) for m in range(1, 5)}
        for month, count in counts.items():
            rows += f"n{number},{month},{count},,image_basic\n"
        listed = ", ".join(f"{month}: {count}" for month, count in counts.items())
        text = f"version: 1\nprice_book: intl\nusage: {{image_basic: {{calls: {{{listed}}}}}}}\n"
        ran = ffbill("estimate", table(tmp_path, text, "one.yaml"), "-f", "json")
        totals[f"n{number}"] = json.loads(ran.out)["total"]
    answer = portfolio("--calls", table(tmp_path, HEAD + rows))
    assert {row["account"]: row["total"] for row in answer["accounts"]} == totals
