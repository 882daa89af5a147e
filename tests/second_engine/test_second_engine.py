"""The bills agree to the cent, per line, with an independent biller on random scenarios of both books.

The biller (tests/second_engine) loops day by day with Fractions, has the prices typed in a second time, and was
written without sight of the package. More scenarios:

    FFBILL_WORLDS=10000 python -m pytest tests/second_engine/test_second_engine.py -s
"""

import os
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.reports.data.estimate_json import estimate_json
from tests.second_engine.biller import bill
from tests.second_engine.worlds import random_usage, to_yaml

WORLDS = int(os.environ.get("FFBILL_WORLDS", "150"))
FIRST_SEED = int(os.environ.get("FFBILL_SEED", "0"))
LINE = ("kind", "for", "order", "date", "amount")
PACK = (
    "order",
    "pack",
    "for",
    "size",
    "used",
    "remaining",
    "expired",
    "from",
    "status",
)


def rows(items: list[dict[str, Any]], keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(item[key]) for key in keys) for item in items)


def facts(
    bills: dict[str, Any],
    usage: dict[str, Any],
    packs: list[dict[str, Any]],
    account: Any,
) -> dict[str, Any]:
    """What both engines state, in one form."""
    found: dict[str, Any] = {"packs": rows(packs, PACK)}
    for month, monthly in bills.items():
        found[month] = (
            monthly["total"],
            rows(monthly["lines"], LINE),
            usage.get(month, {}),
        )
    if account:
        found["ledger"] = [
            (row["date"], row["amount"], row["balance"]) for row in account["ledger"]
        ]
        found["stops"] = [
            (row["from"], row["until"], row["refused"])
            for row in account["suspensions"]
        ]
    return found


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_both_engines_agree_on_every_line(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "world.yaml"
    for seed in range(FIRST_SEED, FIRST_SEED + WORLDS):
        usage = random_usage(seed, book)
        file.write_text(to_yaml(usage), encoding="utf-8")
        mine = estimate_json(estimate(load_scenario(str(file), None, {}), {}))
        theirs = bill(usage)
        by_month = {row["month"]: row for row in mine["bills"]}
        used = {
            month: {
                row["for"]: {key: row[key] for key in row if key != "for"}
                for row in monthly["usage"]
            }
            for month, monthly in by_month.items()
        }
        assert facts(by_month, used, mine["packs"], mine["account"]) == facts(
            theirs["bills"], theirs["usage"], theirs["packs"], theirs["account"]
        ), f"{book}, seed {seed}\n{to_yaml(usage)}"
        assert mine["total"] == theirs["total"]
    with capsys.disabled():
        if WORLDS > 1000:
            print(f"{book}: {WORLDS} scenarios from seed {FIRST_SEED}, no difference")
