"""The official FOCUS validator finds nothing but its own defects (docs/focus.md names each with its reason).

Opt-in, for it needs Python 3.12 and a minute. FFBILL_FOCUS_VALIDATOR is the path of `focus-validator`, installed in an
environment of its own as docs/focus.md says:

    FFBILL_FOCUS_VALIDATOR=/path/to/venv/bin/focus-validator python -m pytest tests/reports/test_focus_validator.py
"""

import csv
import io
import os
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.reports.test_focus import BY_HAND, read
from tests.tools import SAMPLES, ffbill

VALIDATOR = os.environ.get("FFBILL_FOCUS_VALIDATOR", "")
pytestmark = pytest.mark.skipif(
    not VALIDATOR, reason="FFBILL_FOCUS_VALIDATOR does not name the validator"
)

CRITERIA = (
    "ACCOUNT_NAMING_SUPPORTED",
    "MULTIPLE_PRICING_CATEGORIES_SUPPORTED",
    "NEGOTIATED_PRICING_SUPPORTED",
    "PUBLIC_PRICE_LIST_SUPPORTED",
    "USAGE_MEASUREMENT_SUPPORTED",
    "UNIT_PRICING_SUPPORTED",
    "BILLING_BASED_ON_PROVISIONED_RESOURCES_SUPPORTED",
    "RESOURCE_TYPE_ASSIGNMENT_SUPPORTED",
    "TAGGING_SUPPORTED",
    "COMMITMENT_DISCOUNT_SUPPORTED",
)
INVOICE = {"InvoiceId-C-005-C"}
STATUS = {f"CommitmentDiscountStatus-C-{number}-C" for number in ("000", "002", "004")}
EFFECTIVE = {"EffectiveCost-C-000-M", "EffectiveCost-C-005-C"}


def validated(text: str, folder: Path) -> set[str]:
    """The ids of the rules which the validator says an export breaks. It exits with 0 even then."""
    data, report = folder / "focus.csv", folder / "report.xml"
    data.write_text(text, encoding="utf-8")
    [packages] = Path(VALIDATOR).parent.parent.glob("lib/python3*/site-packages")
    words: list[str | Path] = [
        "--data-file",
        data,
        "--validate-version",
        "1.2.0.1",
        "--block-download",
    ]
    words += ["--applicability-criteria", ",".join(CRITERIA)]
    words += ["--output-type", "unittest", "--output-destination", report]
    ran = subprocess.run(
        [VALIDATOR, *words],
        cwd=packages,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert report.exists(), ran.stderr
    cases = list(ElementTree.parse(report).iter("testcase"))
    assert (
        sum(
            case.find("failure") is None and case.find("skipped") is None
            for case in cases
        )
        > 280
    )
    return {
        case.get("name", "").split(" ")[0]
        for case in cases
        if case.find("failure") is not None
    }


def defects(text: str) -> set[str]:
    """The ids that fail by defects of the validator, by what the export holds."""
    rows = read(text)
    expected = set(INVOICE)
    if any(not row["CommitmentDiscountId"] for row in rows):
        expected |= STATUS
    if any(
        row["ChargeCategory"] == "Purchase" and float(row["EffectiveCost"])
        for row in rows
    ):
        expected |= EFFECTIVE
    for name in ("ResourceId", "ResourceName"):
        if not all(row[name].isascii() for row in rows):
            expected |= {f"{name}-C-000-C", f"{name}-C-002-M"}
    return expected


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_samples(file: Path, tmp_path: Path) -> None:
    text = ffbill("estimate", file, "-f", "focus", "-q").out
    assert validated(text, tmp_path) == defects(text)


def test_by_hand(tmp_path: Path) -> None:
    """Corrections, agreed prices, discounts, parts of months and of packs."""
    (tmp_path / "usage.yaml").write_text(BY_HAND, encoding="utf-8")
    text = ffbill("estimate", tmp_path / "usage.yaml", "-f", "focus", "-q").out
    assert validated(text, tmp_path) == defects(text)


def test_it_finds_faults(tmp_path: Path) -> None:
    """A currency that is none, dates in words, a cost without a point: the validator is awake."""
    file = next(file for file in SAMPLES if file.stem == "qps_campaign")
    text = ffbill("estimate", file, "-f", "focus", "-q").out
    rows = read(text)
    for row in rows:
        row.update(
            BillingCurrency="RMB", ChargePeriodStart="1 May 2025", ContractedCost="1"
        )
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    found = validated(out.getvalue(), tmp_path) - defects(text)
    assert found >= {
        "BillingCurrency-C-006-M",
        "ChargePeriodStart-C-000-M",
        "ContractedCost-C-001-M",
    }
