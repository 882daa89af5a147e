"""What is owed and how it is paid: tax, voucher, gifted balance, as each kind of bill states them.

20,000 calls at 0.050 are 1,000.00, taxed with 6 %.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.bills.test_samples import BILLS, bridge
from tests.tools import ffbill

PAGE = json.loads((BILLS / "packs_before.json").read_text(encoding="utf-8"))


def reconciled(path: Path) -> dict[str, Any]:
    ran = ffbill("reconcile", path, "-f", "json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


@pytest.mark.parametrize(
    ("fields", "verdict", "stake", "payable"),
    [
        # 1,000.00 x 6 % = 60.00, paid with the amount or apart
        ({"TaxAmount": "60"}, "approve", "0.00", "1060.00"),
        ({"TaxAmount": "60", "CashPayAmount": "1060"}, "approve", "0.00", "1060.00"),
        ({"TaxAmount": "70"}, "dispute", "10.00", "1070.00"),
        # (1,000.00 - 100.00) x 6 % = 54.00; taxed whole, the tax on the voucher is 6.00
        (
            {
                "TaxAmount": "54",
                "VoucherPayAmount": "100",
                "CashPayAmount": "900",
            },
            "approve",
            "0.00",
            "954.00",
        ),
        (
            {
                "TaxAmount": "60",
                "VoucherPayAmount": "100",
                "CashPayAmount": "900",
            },
            "decide",
            "6.00",
            "960.00",
        ),
        # A rate that is not given is not 0.
        ({"TaxRate": "-", "TaxAmount": "60"}, "approve", "0.00", "1060.00"),
    ],
)
def test_the_tax_of_the_api(
    fields: dict[str, str], verdict: str, stake: str, payable: str, tmp_path: Path
) -> None:
    page = json.loads(json.dumps(PAGE))
    page["Response"]["DetailSet"][0]["ComponentSet"][0] |= {"TaxRate": "0.06", **fields}
    path = tmp_path / "bill.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    answer = reconciled(path)
    found = answer["verdict"], answer["stake"], answer["payable"]
    assert found == (verdict, stake, payable)


def sample(folder: Path, **cells: str) -> Path:
    """The bill with a voucher and its tax, with other cells and columns."""
    text = (BILLS / "tax_after_voucher.csv").read_text(encoding="utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    row |= cells
    path = folder / "bill.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return path


def test_a_gifted_balance_pays_what_is_owed(tmp_path: Path) -> None:
    """4,750.00 less 500.00 is 4,250.00 before tax, with 6 % 4,505.00, of which a gift pays 250.00: 4,255.00."""
    answer = reconciled(sample(tmp_path, **{"Free credit": "250"}))
    assert answer["verdict"] == "approve"
    assert bridge(answer) == {
        "expected": "4750.00",
        "billed": "4750.00",
        "voucher": "-500.00",
        "gift": "-250.00",
        "tax": "255.00",
        "payable": "4255.00",
    }


def test_a_tax_that_only_the_total_shows(tmp_path: Path) -> None:
    """4,505.00 - 4,250.00 = 255.00"""
    text = (BILLS / "tax_after_voucher.csv").read_text(encoding="utf-8-sig")
    name = next(n for n in text.splitlines()[0].replace('"', "").split(",") if n.replace(" ", "") == "TaxAmount")  # fmt: skip
    answer = reconciled(sample(tmp_path, **{name: "-"}))
    assert (bridge(answer)["tax"], answer["payable"]) == ("255.00", "4505.00")
