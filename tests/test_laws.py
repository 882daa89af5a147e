"""Laws that hold for every scenario (docs/laws.md), on random scenarios of both books."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.faults import InputError
from facefusion_billing.reports.json_report import estimate_json
from tests.second_engine.worlds import random_usage, to_yaml

SEEDS = range(5000, 5040)
PARTS = ("free", "packs", "billable", "qps_mode", "refused", "undetermined")
worlds = pytest.mark.parametrize("book", ["intl", "mainland"])


def answer(usage: dict[str, Any], folder: Path) -> dict[str, Any]:
    file = folder / "usage.yaml"
    file.write_text(to_yaml(usage), encoding="utf-8")
    return estimate_json(estimate(load_scenario(str(file), None, {}), {}))


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same data with keys and list entries in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    if isinstance(value, list):
        return chance.sample([shuffled(item, chance) for item in value], len(value))
    return value


@worlds
def test_calls_are_conserved(book: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        for bill in answer(random_usage(seed, book), tmp_path)["bills"]:
            for row in bill["usage"]:
                assert row["calls"] == sum(row[part] for part in PARTS), seed


@worlds
def test_a_pack_is_used_left_or_expired(book: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        for pack in answer(random_usage(seed, book), tmp_path)["packs"]:
            gone = pack["size"] if pack["status"] == "refunded" else 0
            assert pack["size"] == pack["used"] + pack["remaining"] + pack["expired"] + gone, seed


@worlds
def test_the_order_of_a_file_changes_nothing(book: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        usage = random_usage(seed, book)
        assert answer(usage, tmp_path) == answer(shuffled(usage, random.Random(seed)), tmp_path), seed


@worlds
def test_a_day_of_zero_calls_changes_nothing(book: str, tmp_path: Path) -> None:
    """Adding a day with no calls to a month that is given by days only."""
    seen = 0
    for seed in SEEDS:
        usage = random_usage(seed, book)
        before = answer(usage, tmp_path)
        for use in usage["usage"].values():
            calls = use.get("calls", {})
            months = {key for key in calls if len(key) == 7}
            for key in [key for key in calls if len(key) == 10 and key[:7] not in months]:
                day = f"{key[:8]}{(int(key[8:]) % 28) + 1:02d}"
                ranges = [other for other in calls if ".." in other and other[:10] <= day <= other[12:]]
                if day not in calls and not ranges and day >= use.get("starts", key):
                    calls[day] = 0
                    seen += 1
        try:
            after = answer(usage, tmp_path)
        except InputError:  # a day before the first day of use
            continue
        assert after == before, seed
    assert seen > 20


@worlds
def test_the_alternatives_are_the_totals_under_the_other_readings(book: str, tmp_path: Path) -> None:
    """Each alternative, chosen in the file, gives the total it promised."""
    seen = 0
    for seed in SEEDS:
        usage = random_usage(seed, book)
        first = answer(usage, tmp_path)
        for other in first["alternatives"]:
            chosen = {**usage.get("assumptions", {}), other["assumption"]: other["value"]}
            if other["total"] is None:
                with pytest.raises(InputError, match="cannot be refunded"):
                    answer({**usage, "assumptions": chosen}, tmp_path)
                continue
            again = answer({**usage, "assumptions": chosen}, tmp_path)
            assert again["total"] == other["total"], seed
            seen += 1
    assert seen > 10


def test_the_ledger_sums_to_its_last_balance(tmp_path: Path) -> None:
    """Every balance is the one before and the amount; the first amount is the opening balance."""
    seen = 0
    for seed in range(5000, 5200):
        account = answer(random_usage(seed, "intl"), tmp_path)["account"]
        balance = Decimal(0)
        for event in account["ledger"] if account else ():
            balance += Decimal(event["amount"])
            assert balance == Decimal(event["balance"]), seed
            seen += 1
    assert seen > 50


def test_the_least_top_up_is_the_least(tmp_path: Path) -> None:
    """Added on the day named it makes the first stop disappear; one cent less does not.

    (It is what keeps the balance from going below 0; a top-up of the stop's own first day could do with less.)
    """
    seen = 0
    for seed in range(5000, 5250):
        usage = random_usage(seed, "intl")
        account = answer(usage, tmp_path)["account"]
        given = usage.get("account", {}).get("top_ups", [])
        stops = account["suspensions"] if account else []
        if not stops or any(top_up["date"] == stops[0]["from"] for top_up in given):
            continue
        for missing, prevented in (("0", True), ("0.01", False)):
            enough = Decimal(stops[0]["top_up"]) - Decimal(missing)
            top_ups = [*given, {"date": stops[0]["top_up_by"], "amount": str(enough)}]
            after = answer({**usage, "account": {**usage["account"], "top_ups": top_ups}}, tmp_path)["account"]
            assert (stops[0]["from"] not in {stop["from"] for stop in after["suspensions"]}) == prevented, seed
        seen += 1
    assert seen > 5
