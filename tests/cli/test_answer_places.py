"""What a key of an answer means where it stands: in its schema, and in `explain`."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from facefusion_billing.cli.schema import ANSWERS, schema_of
from facefusion_billing.reports.wording.glossary.answer_places import ANSWER_PLACES
from tests.tools import ROOT, Ask, ffbill


def meanings(schema: Any, path: str) -> Iterator[tuple[str, str]]:
    """Each key of a schema by its path, with what it is said to mean; of a definition by the name of that."""
    for word, part in schema.items():
        if word in ("properties", "definitions"):
            for key, below in part.items():
                yield f"{path}.{key}", below.get("description", "")
                yield from meanings(below, f"{path}.{key}")
        elif word in ("items", "additionalProperties") and isinstance(part, dict):
            yield from meanings(part, path if word == "items" else f"{path}.*")
        elif word in ("anyOf", "allOf"):
            for one in part:
                yield from meanings(one, path)


MEANINGS = {
    path: text
    for answer in ANSWERS
    for path, text in meanings(schema_of(answer), answer)
}


def test_each_place_is_one_of_an_answer() -> None:
    stale = [
        place
        for place in ANSWER_PLACES
        if not any(f".{path}".endswith(f".{place}") for path in MEANINGS)
    ]
    assert stale == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("estimate.usage.tier.to", "itself in it"),
        ("recommendation.break_even.pays.until", "itself in it"),
        ("estimate.gates.actual", "against the limit"),
        ("comparison.gates.actual", "against the limit"),
        ("estimate.forecast.last_day", "count of its own"),
        ("metering.report.last_day", "has a row"),
        ("estimate.pack.last_day", "can be drawn"),
        ("recommendation.order.months", "how many months the QPS"),
        ("estimate.ledger.amount", "balance was moved by"),
        ("estimate.warnings.amount", "is about"),
        ("estimate.prepaid.orders.amount", "not yet used"),
        ("recommendation.decided_anew.amount", "order costs"),
        ("comparison.cells.amount", "scenario costs"),
        ("reconciliation.bridge.amount", "step comes to"),
        ("recommendation.sensitivity.best", "costs at this demand"),
        ("recommendation.alternatives.best", "costs under the other reading"),
        ("portfolio.accounts.best", "plan of the account costs"),
        ("portfolio.accounts.warnings", "notes are not counted"),
        ("recommendation.per_scope.pack_calls", "bought before included"),
        ("reconciliation.line.kind", "settlement, purchase, refund, reversal"),
        ("reconciliation.line.line", "number of the line"),
        ("estimate.packs", "packs of the file"),
        ("estimate.pack.pack", "number of the pack"),
        ("refund.verdicts.days_left", "whatever the verdict: 0"),
        ("estimate.line.kind", "pay_as_you_go"),
    ],
)
def test_what_is_meant_there(path: str, says: str) -> None:
    found = {
        key.replace(".account.ledger", ".ledger"): text
        for key, text in MEANINGS.items()
    }
    assert says in found[path]


@pytest.mark.parametrize(
    "topic", ["to", "actual", "last_day", "amount", "best", "pack"]
)
def test_explain_tells_the_places_apart(topic: str) -> None:
    own = [path for path in ANSWER_PLACES if path.rpartition(".")[2] == topic]
    out = " ".join(ffbill("explain", topic).out.split())
    assert own
    for path in own:
        assert f" {path} {ANSWER_PLACES[path]}" in out


def test_tiers_and_ranges_end_with_the_count_that_is_named(ask: Ask) -> None:
    """50,000 calls are in the tier of 10,000 to 99,999; the image pack of 10,000 pays from 6,923 to 13,333."""
    text = "price_book: intl\nusage: {image_basic: {calls: {2025-01: 50_000}}}\n"
    tier = ask(text)["bills"][0]["usage"][0]["tier"]
    assert (tier["from"], tier["to"]) == (10_000, 99_999)
    plan = json.loads(ffbill("recommend", "-", "-f", "json", stdin=text).out)
    pays = {row["size"]: row["pays"] for row in plan["break_even"]}
    assert pays[10_000][0] == {"from": 6_923, "until": 13_333}


def test_days_left_are_those_of_the_window_whatever_the_verdict() -> None:
    """On 8 October LATE has been closed for a day, MIXED has its last day, GIFT is never refunded."""
    file = ROOT / "sample_usage" / "refund_window.yaml"
    asked = ("--as-of", "2020-10-08", "-f", "json")
    verdicts = json.loads(ffbill("refund", file, *asked).out)["verdicts"]
    found = {(row["order"], row["pack"]): row for row in verdicts}
    left = {key: (row["verdict"], row["days_left"]) for key, row in found.items()}
    assert left["LATE", 1] == ("not_eligible", 0)
    assert left["MIXED", 1] == ("eligible", 0)
    assert left["GIFT", 1] == ("not_eligible", 3)


def test_an_activity_without_a_licence_is_planned_from_the_activation() -> None:
    """As `explain activated` says: the written plan has the activity start with the account."""
    text = (
        "price_book: mainland\naccount: {activated: 2025-03-11}\n"
        "usage: {a: {calls: {2025-03: 31_000}}}\n"
    )
    said = " ".join(ffbill("explain", "activated").out.split())
    assert "an activity without `starts` and without a licence begin with it" in said
    plan = json.loads(ffbill("recommend", "-", "-f", "json", stdin=text).out)
    assert min(order["date"] for order in plan["best"]["orders"]) == "2025-03-11"


def test_notes_are_no_warnings_of_a_portfolio() -> None:
    """The overdue account has the note dead_zone beside two warnings."""
    file = ROOT / "sample_usage" / "overdue_account.yaml"
    answer = json.loads(ffbill("portfolio", file, "-f", "json").out)
    assert answer["warnings"] == {"refused_calls": 1, "suspension": 1}
    assert answer["accounts"][0]["warnings"] == 2
