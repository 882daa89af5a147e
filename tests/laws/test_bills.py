"""Laws that hold for every scenario (docs/laws.md), on random scenarios of both books."""

import json
import random
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.files.books import edition_path
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.faults import InputError
from facefusion_billing.reports.data.estimate_json import estimate_json
from facefusion_billing.reports.wording.phrases import kind_name
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import Answer, ffbill

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
            assert (
                pack["size"]
                == pack["used"] + pack["remaining"] + pack["expired"] + gone
            ), seed


@worlds
def test_the_order_of_a_file_changes_nothing(book: str, tmp_path: Path) -> None:
    for seed in SEEDS:
        usage = random_usage(seed, book)
        assert answer(usage, tmp_path) == answer(
            shuffled(usage, random.Random(seed)), tmp_path
        ), seed


@worlds
def test_a_day_of_zero_calls_changes_nothing(book: str, tmp_path: Path) -> None:
    """Adding a day with no calls to a month that is given by days only.

    Left out are the days on which a count of 0 says something: in a growth series it takes the place of the day's even
    share, and before a forecast it moves the last day of counts, from which the forecast goes on.
    """
    seen = 0
    for seed in SEEDS:
        usage = random_usage(seed, book)
        before = answer(usage, tmp_path)
        for use in usage["usage"].values():
            calls = use.get("calls", {})
            if "growth" in calls:
                continue
            last = max(key for key in calls) if "forecast" in use else "9999-12-31"
            months = {key for key in calls if len(key) == 7}
            for key in [
                key for key in calls if len(key) == 10 and key[:7] not in months
            ]:
                day = f"{key[:8]}{(int(key[8:]) % 28) + 1:02d}"
                ranges = [
                    other
                    for other in calls
                    if ".." in other and other[:10] <= day <= other[12:]
                ]
                begun = use.get("starts", key) <= day <= last
                if day not in calls and not ranges and begun:
                    calls[day] = 0
                    seen += 1
        try:
            after = answer(usage, tmp_path)
        except InputError:  # a day before the first day of use
            continue
        assert after == before, seed
    assert seen > 20


@worlds
def test_the_alternatives_are_the_totals_under_the_other_readings(
    book: str, tmp_path: Path
) -> None:
    """Each alternative, chosen in the file, gives the total it promised, and leaves out the same calls."""
    seen = 0
    for seed in SEEDS:
        usage = random_usage(seed, book)
        first = answer(usage, tmp_path)
        for other in first["alternatives"]:
            chosen = {
                **usage.get("assumptions", {}),
                other["assumption"]: other["value"],
            }
            if other["total"] is None:
                with pytest.raises(InputError, match="cannot be refunded"):
                    answer({**usage, "assumptions": chosen}, tmp_path)
                continue
            again = answer({**usage, "assumptions": chosen}, tmp_path)
            assert again["total"] == other["total"], seed
            assert again["complete"] == other["complete"], seed
            promised = other["refused"], other["undetermined"]
            assert left_out(again) == promised, seed
            seen += 1
    assert seen > 10


@worlds
def test_a_reading_that_is_no_alternative_changes_no_bill(
    book: str, tmp_path: Path
) -> None:
    """What is not among the alternatives, chosen in the file, bills every month the same."""
    seen = 0
    for seed in SEEDS[::4]:
        usage = random_usage(seed, book)
        first = answer(usage, tmp_path)
        told = {(row["assumption"], row["value"]) for row in first["alternatives"]}
        for id in first["assumptions"]:
            for value in ASSUMPTIONS[id].choices:
                if (id, value) in told:
                    continue
                chosen = {**usage.get("assumptions", {}), id: value}
                again = answer({**usage, "assumptions": chosen}, tmp_path)
                assert months_of(again) == months_of(first), (seed, id, value)
                seen += 1
    assert seen > 10


def months_of(answer: Answer) -> dict[str, str]:
    """The total of each month."""
    return {bill["month"]: bill["total"] for bill in answer["bills"]}


def test_the_ledger_sums_to_its_last_balance(tmp_path: Path) -> None:
    """Every balance is the one before and the amount; the first amount is the opening balance."""
    seen = 0
    for seed in range(5000, 5100):
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
    for seed in range(5000, 5120):
        usage = random_usage(seed, "intl")
        account = answer(usage, tmp_path)["account"]
        given = list(usage.get("account", {}).get("top_ups", []))
        stops = account["suspensions"] if account else []
        if not stops or any(top_up["date"] == stops[0]["from"] for top_up in given):
            continue
        # A pack that only a stop kept from being drawn could not go back without it.
        if any("refunded" in order for order in usage.get("orders", [])):
            continue
        for missing, prevented in (("0", True), ("0.01", False)):
            enough = Decimal(stops[0]["top_up"]) - Decimal(missing)
            top_ups = [*given, {"date": stops[0]["top_up_by"], "amount": str(enough)}]
            after = answer(
                {**usage, "account": {**usage["account"], "top_ups": top_ups}}, tmp_path
            )["account"]
            assert (
                stops[0]["from"] not in {stop["from"] for stop in after["suspensions"]}
            ) == prevented, seed
        seen += 1
    assert seen > 5


def split_in_two(
    usage: dict[str, Any], month: str, used: dict[tuple[str, int], int]
) -> tuple[Any, Any]:
    """The scenario to the end of a month, and the rest of it with what its packs have used by then."""
    before, after = (json.loads(json.dumps(usage)) for _ in range(2))
    for name, use in usage["usage"].items():
        for key in use.get("calls", {}):
            half = after if key[:7] <= month else before
            del half["usage"][name]["calls"][key]
    before["orders"] = [
        order for order in before.get("orders", []) if order["date"][:7] <= month
    ]
    for order in before["orders"]:
        if order.get("refunded", "")[:7] > month:
            del order["refunded"]
            order.pop("refunded_packs", None)
    for order in after.get("orders", []):
        gone = sum(calls for (id, _), calls in used.items() if id == order["id"])
        if gone:
            order["used_calls"] = gone
    return before, after


def test_a_horizon_in_two_parts_has_the_same_bills(tmp_path: Path) -> None:
    """Cut at the end of any month where no range of days is cut: the bills of each part are those of the whole.

    What packs have used by then is stated as `used_calls` of the second part. Forecasts are left out: they go on from
    counts that one of the parts does not have.
    """
    seen = 0
    for seed in range(5000, 5120):
        usage = random_usage(seed, "intl")
        whole = answer(usage, tmp_path)
        if usage.get("account", {}).get("balance") or len(whole["bills"]) < 2:
            continue
        month = whole["bills"][len(whole["bills"]) // 2 - 1]["month"]
        if any("forecast" in use for use in usage["usage"].values()):
            continue
        keys = [key for use in usage["usage"].values() for key in use.get("calls", {})]
        series = any(not key.startswith("2") for key in keys)
        if series or any(".." in key and key[:7] <= month < key[12:19] for key in keys):
            continue
        before, after = split_in_two(usage, month, {})
        first = answer(before, tmp_path)
        used = {(pack["order"], pack["pack"]): pack["used"] for pack in first["packs"]}
        before, after = split_in_two(usage, month, used)
        second = answer(after, tmp_path)
        bills = [bill for bill in first["bills"] if bill["month"] <= month]
        bills += [bill for bill in second["bills"] if bill["month"] > month]
        mine = {bill["month"]: bill for bill in bills}
        for bill in whole["bills"]:
            if bill["month"] in mine:
                assert mine[bill["month"]]["lines"] == bill["lines"], (
                    seed,
                    bill["month"],
                )
            else:
                assert not bill["lines"], (seed, bill["month"])
        seen += 1
    assert seen > 40


def test_another_name_for_an_activity_changes_nothing_else(tmp_path: Path) -> None:
    """Names that keep their order: `x` before each."""
    for seed in SEEDS:
        usage = random_usage(seed, "mainland")
        renamed = json.loads(json.dumps(usage))
        renamed["usage"] = {f"x{name}": use for name, use in renamed["usage"].items()}
        for order in renamed.get("orders", []):
            if "for" in order:
                order["for"] = f"x{order['for']}"
        before, after = answer(usage, tmp_path), answer(renamed, tmp_path)
        for bill in after["bills"]:
            for row in (*bill["lines"], *bill["usage"]):
                row["for"] = (
                    row["for"]
                    if row["for"] == "account"
                    else row["for"].removeprefix("x")
                )
        assert after["bills"] == before["bills"], seed
        assert after["total"] == before["total"], seed


TIMES = 7


def scaled(value: Any, key: str = "") -> Any:
    """A price book with every price times seven."""
    if isinstance(value, dict):
        return {name: scaled(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [scaled(inner, key) for inner in value]
    if value == "null":
        return None
    return (
        str(Decimal(value) * TIMES)
        if key in ("price", "unit_price", "day", "month")
        else value
    )


@worlds
def test_a_book_of_seven_times_the_prices_makes_bills_of_seven_times_the_amount(
    book: str, tmp_path: Path
) -> None:
    """Before rounding: each line has the same quantity at seven times the unit price, rounded once."""
    path = edition_path(book)
    assert path
    prices = scaled(
        yaml.load(Path(path).read_text(encoding="utf-8"), yaml.BaseLoader)
    ) | {"id": "seven"}
    (tmp_path / "seven.yaml").write_text(
        yaml.safe_dump(prices, allow_unicode=True), encoding="utf-8"
    )
    seen = 0
    for seed in SEEDS:
        usage = random_usage(seed, book)
        for key in ("balance", "top_ups"):
            usage.get("account", {}).pop(key, None)
        for order in usage.get("orders", []):
            order.pop("paid", None)
            order.pop("price", None)
        once = answer(usage, tmp_path)
        often = answer({**usage, "price_book": "./seven.yaml"}, tmp_path)
        for one, other in zip(once["bills"], often["bills"], strict=True):
            for row in one["usage"]:
                if row["tier"]:
                    price = Decimal(row["tier"]["unit_price"]) * TIMES
                    row["tier"]["unit_price"] = str(price)
            assert one["usage"] == other["usage"], seed
            for line, seven in zip(one["lines"], other["lines"], strict=True):
                assert line["quantity"] == seven["quantity"]
                exact = Decimal(line["quantity"]) * Decimal(line["unit_price"]) * TIMES
                assert Decimal(seven["amount"]) == exact.quantize(
                    Decimal("0.01"), ROUND_HALF_UP
                ), seed
                seen += 1
    assert seen > 50


def money(text: str) -> str:
    return f"{Decimal(text):,.2f}"


def signed(text: str) -> str:
    return f"{'+' if Decimal(text) > 0 else ''}{money(text)}"


def state(pack: dict[str, Any]) -> str:
    """What has become of a pack, as a table says it."""
    if pack["status"] == "exhausted" and pack["used_up"]:
        return f"used up on {pack['used_up']}"
    if pack["status"] == "expired":
        return f"{pack['expired']:,} expired after {pack['last_day']}"
    if pack["status"] == "valid":
        return f"valid until {pack['last_day']}"
    if pack["status"] == "future":
        return f"valid from {pack['from']}"
    return str(pack["status"])


@worlds
def test_the_table_says_what_the_json_says(book: str, tmp_path: Path) -> None:
    """The grids of a report, drawn from the JSON read back: bills, kinds, packs, account, other readings."""
    file = tmp_path / "usage.yaml"
    for seed in list(SEEDS)[:25]:
        file.write_text(to_yaml(random_usage(seed, book)), encoding="utf-8")
        found = json.loads(ffbill("estimate", file, "-f", "json").out)
        shown = grids(ffbill("estimate", file, "-f", "markdown").out)
        by_kind = found["by_kind"].items()
        kinds = [[kind_name(kind), money(amount)] for kind, amount in by_kind]
        assert shown.get("By kind", kinds) == kinds
        assert shown["Bills"][-1] == ["Total", "", "", "", money(found["total"])]
        amounts = {
            money(line["amount"]) for bill in found["bills"] for line in bill["lines"]
        }
        assert {row[4] for row in shown["Bills"] if row[2]} == amounts, seed
        packs = [
            [
                f"{p['size']:,}",
                f"{p['used']:,}",
                f"{p['remaining']:,}",
                state(p),
            ]
            for p in found["packs"]
        ]
        assert [row[2:] for row in shown.get("Packs", [])] == packs, seed
        ledger = found["account"]["ledger"] if found["account"] else []
        account = [
            [event["date"], money(event["amount"]), money(event["balance"])]
            for event in ledger
        ]
        assert [[row[0], *row[2:]] for row in shown.get("Account", [])] == account, seed
        others = [
            [
                f"{other['assumption']}={other['value']}",
                money(other["total"]),
                signed(other["difference"]),
            ]
            for other in found["alternatives"]
            if other["total"] is not None
        ]
        readings = shown.get("What another reading would change", [])
        # What a total leaves out stands below it, without figures.
        remarks = [row[0] for row in readings if not row[1]]
        assert [row for row in readings if row[1] not in ("none", "")] == others, seed
        counted = [
            (other["refused"], other["undetermined"])
            for other in found["alternatives"]
            if other["total"] is not None
            and (other["refused"], other["undetermined"]) != left_out(found)
        ]
        assert len(remarks) == len(counted), seed


def left_out(answer: Answer) -> tuple[int, int]:
    """The refused calls, and those without a price."""
    rows = [row for bill in answer["bills"] for row in bill["usage"]]
    refused = sum(row["refused"] for row in rows)
    return refused, sum(row["undetermined"] for row in rows)


def grids(text: str) -> dict[str, list[list[str]]]:
    """The tables of a Markdown report by their headings, without escapes and stress."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("## "):
            title = line[3:]
        elif line.startswith("|"):
            cells = re.split(r"(?<!\\)\|", line)[1:-1]
            row = [
                re.sub(r"\\(.)", r"\1", cell).strip().replace("**", "")
                for cell in cells
            ]
            found.setdefault(title, []).append(row)
    return {title: rows[2:] for title, rows in found.items()}
