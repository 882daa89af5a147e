"""The bills agree to the cent, per line, with an independent biller on random scenarios of both books.

The biller (tests/second_engine) loops day by day with Fractions, has the prices typed in a second time, and was
written without sight of the package. More scenarios:

    FFBILL_WORLDS=10000 python -m pytest tests/second_engine/test_second_engine.py -s
"""

import json
import os
from pathlib import Path

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.reports.data.estimate_json import estimate_json
from facefusion_billing.reports.data.json_text import dumps
from tests.second_engine.biller import PARTS, bill
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import Answer

WORLDS = int(os.environ.get("FFBILL_WORLDS", "100"))
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
    "until",
    "status",
    "used_up",
)
LEDGER = ("date", "event", "amount", "balance")
STOP = ("from", "until", "refused", "top_up", "top_up_by")
# Warnings that both engines know, by code and scope.
WARNED = ("licence_expired", "over_material_quota", "order_not_paid")


def rows(items: list[Answer], keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(item[key]) for key in keys) for item in items)


def warned(warnings: list[Answer]) -> list[tuple[str, str]]:
    found = {(each["code"], each["for"]) for each in warnings if each["code"] in WARNED}
    return sorted(found)


def used(row: Answer) -> Answer:
    """What a scope used in a month: the counts, each pack's share, the tier of the rest."""
    counts = {part: row[part] for part in (*PARTS, "forecast", "tier")}
    return counts | {"drawn": rows(row["drawn"], ("order", "pack", "calls"))}


def facts(answer: Answer) -> Answer:
    """What both engines state, in one form."""
    found: Answer = {
        "total": answer["total"],
        "packs": rows(answer["packs"], PACK),
        "warnings": warned(answer["warnings"]),
        "forecast": answer["forecast"],
    }
    for monthly in answer["bills"]:
        scopes = {row["for"]: used(row) for row in monthly["usage"]}
        found[monthly["month"]] = (
            monthly["total"],
            rows(monthly["lines"], LINE),
            scopes,
        )
    if answer["account"]:
        found["ledger"] = rows(answer["account"]["ledger"], LEDGER)
        found["stops"] = rows(answer["account"]["suspensions"], STOP)
    return found


def in_their_form(usage: Answer) -> Answer:
    """The second engine's answer, its bills in a list as the product has them."""
    answer = bill(usage)
    bills = []
    for month, monthly in answer["bills"].items():
        scopes = answer["usage"][month].items()
        rows_of_month = [{"for": scope, **row} for scope, row in scopes]
        bills.append({"month": month, "usage": rows_of_month, **monthly})
    return answer | {"bills": bills}


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_both_engines_agree_on_every_line(
    book: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "world.yaml"
    for seed in range(FIRST_SEED, FIRST_SEED + WORLDS):
        usage = random_usage(seed, book)
        file.write_text(to_yaml(usage), encoding="utf-8")
        answer = estimate(load_scenario(str(file), None, {}), {})
        # As it is written: rows become mappings only then.
        mine = json.loads(dumps(estimate_json(answer)))
        theirs = in_their_form(usage)
        assert facts(mine) == facts(theirs), f"{book}, seed {seed}\n{to_yaml(usage)}"
    with capsys.disabled():
        if WORLDS > 1000:
            print(f"{book}: {WORLDS} scenarios from seed {FIRST_SEED}, no difference")
