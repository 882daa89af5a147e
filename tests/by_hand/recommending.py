"""Asks for the cheapest plan of a scenario, and for the bill of the plan that was written."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.tools import estimate_json, ffbill, usage_file

Answer = dict[str, Any]


class Found(NamedTuple):
    """What `recommend` said, and the bill of the plan it wrote."""

    answer: Answer
    bill: Answer
    said: str

    @property
    def total(self) -> str:
        return str(self.answer["best"]["total"])

    @property
    def kinds(self) -> dict[str, str]:
        """The money of the plan by kind of line, kinds that cost nothing left out."""
        return {
            kind: amount
            for kind, amount in self.bill["by_kind"].items()
            if Decimal(amount)
        }

    @property
    def scopes(self) -> dict[str, Decimal]:
        """The money of the plan by interface group or activity."""
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for line in lines(self.bill):
            sums[line["for"]] += Decimal(line["amount"])
        return dict(sums)

    def says(self, amount: str) -> bool:
        """Whether an amount is named anywhere, with or without its comma."""
        return amount in self.said or amount.replace(",", "") in self.said

    def plan(self, name: str) -> Answer:
        """The plan of that name."""
        (plan,) = [plan for plan in self.answer["plans"] if plan["name"] == name]
        assert isinstance(plan, dict)
        return plan

    def alternative(self, assumption: str, value: str) -> Answer:
        """What another reading of one assumption would recommend."""
        (entry,) = [
            entry
            for entry in self.answer["alternatives"]
            if (entry["assumption"], entry["value"]) == (assumption, value)
        ]
        assert isinstance(entry, dict)
        return entry


def lines(bill: Answer) -> list[Answer]:
    return [line for month in bill["bills"] for line in month["lines"]]


def recommend(folder: Path, text: str, *options: str) -> Found:
    """Asks for the cheapest plan, and holds what must be true of every answer.

    The plan is proved, no feasible plan is cheaper, an infeasible one says why and has no price, the saving is the
    current plan less the best, and the written plan is billed exactly what was promised.
    """
    usage, written = usage_file(folder, text), folder / "plan.yaml"
    written.unlink(missing_ok=True)
    ran = ffbill("recommend", usage, "--format", "json", "--write", written, *options)
    assert ran.status == 0, ran.err
    answer: Answer = json.loads(ran.out)
    best = answer["best"]
    assert best["proof"]["status"] == "optimal"
    plans = {plan["name"]: plan for plan in answer["plans"]}
    assert {"current", "pay_as_you_go", "packs", "qps_month", "qps_day", "best"} <= set(
        plans
    )
    assert (plans["best"]["feasible"], plans["best"]["total"]) == (True, best["total"])
    for plan in plans.values():
        if plan["feasible"]:
            assert plan["why_not"] is None
            assert Decimal(plan["total"]) >= Decimal(best["total"]), plan["name"]
        else:
            assert plan["why_not"]
            assert plan["total"] is None
    if plans["current"]["feasible"]:
        assert answer["current"]["total"] == plans["current"]["total"]
        saved = Decimal(plans["current"]["total"]) - Decimal(best["total"])
        assert Decimal(answer["saving"]["amount"]) == saved
    else:
        assert answer["saving"] is None
    assumed = options if "--assume" in options else ()
    bill = estimate_json(written, *assumed)
    assert bill["total"] == best["total"]
    assert bill["complete"]
    return Found(answer, bill, ran.out + ran.err)


def months(first: str, count: int, calls: int) -> str:
    """The same calls in each of some months, as a flow mapping of a usage file."""
    year, month = map(int, first.split("-"))
    names = [
        f"{year + (month - 1 + k) // 12}-{(month - 1 + k) % 12 + 1:02}"
        for k in range(count)
    ]
    return "{" + ", ".join(f"{name}: {calls}" for name in names) + "}"
