"""The answer of `estimate` keeps to its contract: schema, sums, clauses, arithmetic, formats."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from tests.tools import SAMPLES, estimate_json, ffbill

by_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)


@by_sample
def test_the_schema_validates_the_output(sample: Path) -> None:
    schema = json.loads(ffbill("schema", "estimate").out)
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.validate(
        estimate_json(sample, "--fail-over", "999999999", "--allow-incomplete"),
        schema,
        jsonschema.Draft7Validator,
    )


@by_sample
def test_sums_are_exact(sample: Path) -> None:
    answer = estimate_json(sample)
    for bill in answer["bills"]:
        assert sum(
            (Decimal(line["amount"]) for line in bill["lines"]), Decimal(0)
        ) == Decimal(bill["total"])
    assert sum(
        (Decimal(bill["total"]) for bill in answer["bills"]), Decimal(0)
    ) == Decimal(answer["total"])
    assert sum(map(Decimal, answer["by_kind"].values()), Decimal(0)) == Decimal(
        answer["total"]
    )


@by_sample
def test_every_line_has_a_clause_and_arithmetic_that_gives_its_amount(
    sample: Path,
) -> None:
    for bill in estimate_json(sample)["bills"]:
        for line in bill["lines"]:
            assert line["clauses"]
            left, _, discount = line["arithmetic"].replace(",", "").partition(" - ")
            quantity, price = (Decimal(part) for part in left.split(" x "))
            exact = quantity * price - Decimal(discount or 0)
            assert exact.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP") == Decimal(
                line["amount"]
            )
            assert (
                Decimal(line["quantity"]) * Decimal(line["unit_price"])
                == quantity * price
            )


@by_sample
def test_every_call_goes_somewhere(sample: Path) -> None:
    parts = ("free", "packs", "billable", "qps_mode", "refused", "undetermined")
    for bill in estimate_json(sample)["bills"]:
        for row in bill["usage"]:
            assert row["calls"] == sum(row[part] for part in parts)


@by_sample
def test_csv_has_a_row_for_each_line(sample: Path) -> None:
    """One row per bill line, the keys of a line with `month` first and `currency` last."""
    answer = estimate_json(sample)
    rows = list(
        csv.DictReader(io.StringIO(ffbill("estimate", sample, "-f", "csv").out))
    )
    lines = [
        (bill["month"], line) for bill in answer["bills"] for line in bill["lines"]
    ]
    assert [(row["month"], row["amount"], row["order"]) for row in rows] == [
        (month, line["amount"], line["order"] or "") for month, line in lines
    ]
    if rows:
        keys = list(lines[0][1])
        assert list(rows[0]) == ["month", *keys, "currency"]
        assert {row["currency"] for row in rows} == {answer["currency"]}


@by_sample
@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_table_fits_and_loses_no_digit(sample: Path, width: int) -> None:
    answer = estimate_json(sample)
    out = ffbill("estimate", sample, env={"COLUMNS": str(width)}).out
    assert max(len(line) for line in out.splitlines()) <= width
    for bill in answer["bills"]:
        for line in bill["lines"]:
            whole, _, cents = line["amount"].partition(".")
            assert f"{int(whole):,}.{cents}" in out


@by_sample
def test_two_runs_write_the_same_bytes(sample: Path) -> None:
    for style in ("json", "csv", "table", "markdown"):
        assert ffbill("estimate", sample, "-f", style) == ffbill(
            "estimate", sample, "-f", style
        )


def test_an_unknown_format_is_refused() -> None:
    ran = ffbill("estimate", SAMPLES[0], "-f", "jsno")
    assert (ran.status, ran.out) == (2, "")
    assert "did you mean 'json'?" in ran.err


def test_the_format_follows_the_ending_of_the_output(tmp_path: Path) -> None:
    target = tmp_path / "bill.json"
    assert ffbill("estimate", SAMPLES[0], "-o", target) == (0, "", "")
    assert json.loads(target.read_text(encoding="utf-8")) == estimate_json(SAMPLES[0])
