"""The schemas and the readers say the same: what one accepts, the other accepts."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from facefusion_billing.cli.schema import file_schema
from facefusion_billing.files.book_decoder import BookDecoder
from facefusion_billing.files.book_shape import BOOK_FILE
from facefusion_billing.files.books import edition_path, read_book
from facefusion_billing.files.located import compose
from facefusion_billing.files.usage_shape import USAGE_FILE
from facefusion_billing.files.values import Shape
from facefusion_billing.model import (
    bill,
    comparison,
    recommendation,
    reconciliation,
    vendor_bill,
    verdict,
)
from facefusion_billing.model.faults import Fault, InputError, Source
from facefusion_billing.model.items import KindName
from facefusion_billing.model.severities import Severity
from facefusion_billing.reports.wording import refund_phrases
from tests.tools import SAMPLES, ffbill

USAGE = jsonschema.Draft7Validator(file_schema("usage"))
BOOK = jsonschema.Draft7Validator(file_schema("book"))


class Billing(yaml.CSafeLoader):
    """YAML 1.2's core schema, which editors use: no dates, no sexagesimals, no underscores, no yes and no."""


Billing.yaml_implicit_resolvers = {}
Billing.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|Null|NULL|)$"), None
)
Billing.add_implicit_resolver(
    "tag:yaml.org,2002:bool",
    re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
    None,
)
Billing.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), None
)
Billing.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$"), None
)


def as_editor_sees(text: str) -> Any:
    return yaml.load(text, Billing)


def reader_accepts(shape: Shape, text: str) -> bool:
    faults: list[Fault] = []
    shape.read(compose(Source("x", text)), "", faults)
    return not faults


@pytest.mark.parametrize(
    "name",
    [
        "usage",
        "book",
        "estimate",
        "recommendation",
        "refund",
        "comparison",
        "reconciliation",
        "metering",
        "portfolio",
    ],
)
def test_each_schema_is_draft_07(name: str) -> None:
    schema = json.loads(ffbill("schema", name).out)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(schema)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_usage_schema_accepts_every_sample(sample: Path) -> None:
    USAGE.validate(as_editor_sees(sample.read_text(encoding="utf-8")))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_recommendation_of_every_sample_fits_its_schema(sample: Path) -> None:
    schema = json.loads(ffbill("schema", "recommendation").out)
    ran = ffbill("recommend", sample, "--format", "json", "--quiet")
    jsonschema.Draft7Validator(schema).validate(json.loads(ran.out))


def test_an_order_that_cannot_be_paid_fits_the_schema() -> None:
    """A pack of 60.00 with 40.00 in the account: the 20.00 that it lacks are an event of the ledger."""
    text = (
        "version: 1\nprice_book: intl\naccount: {balance: {date: 2025-01-01, amount: 40}}\n"
        "orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-01-05}]\n"
    )
    answer = json.loads(ffbill("estimate", "-", "-f", "json", stdin=text).out)
    events = [row["event"] for row in answer["account"]["ledger"]]
    assert events == ["opening", "assumed_top_up", "order"]
    schema = json.loads(ffbill("schema", "estimate").out)
    jsonschema.Draft7Validator(schema).validate(answer)


RECONCILED = (
    *(vendor_bill.SETTLEMENT, vendor_bill.PURCHASE, vendor_bill.REFUND),
    *(vendor_bill.REVERSAL, vendor_bill.ADJUSTMENT, vendor_bill.PRECISION),
    vendor_bill.UNKNOWN,
)
OF_ANSWERS = [
    ("estimate", "event", get_args(bill.Event)),
    ("estimate", "status", get_args(bill.PackStatus)),
    ("estimate", "kind", bill.LINE_KINDS),
    ("comparison", "kind", bill.LINE_KINDS),
    ("estimate", "view", bill.VIEWS),
    ("comparison", "view", bill.VIEWS),
    ("comparison", "part", comparison.PARTS),
    *((name, "severity", get_args(Severity)) for name in ("estimate", "comparison", "recommendation", "metering")),
    ("recommendation", "status", get_args(recommendation.ProofStatus)),
    ("refund", "verdict", get_args(verdict.VerdictWord)),
    ("refund", "ground", tuple(refund_phrases._GROUNDS)),
    *((name, "item", get_args(KindName)) for name in ("recommendation", "refund")),
    ("reconciliation", "kind", RECONCILED),
    ("reconciliation", "part", reconciliation.BRIDGE),
    ("reconciliation", "period", (vendor_bill.USED, vendor_bill.PAID)),
    ("reconciliation", "severity", tuple(set(reconciliation.FINDINGS.values()) | {"dispute"})),
    *(("reconciliation", "verdict", words) for words in (reconciliation.VERDICTS, (reconciliation.APPROVE, reconciliation.DECIDE, reconciliation.DISPUTE))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "words"), OF_ANSWERS)
def test_a_schema_has_the_words_of_the_code(
    name: str, key: str, words: tuple[str, ...]
) -> None:
    """Each word that an answer may hold at a key, and `explain` knows each of them."""
    schema = json.loads(ffbill("schema", name).out)
    assert set(words) in [set(found) for found in _words_at(schema, key)]
    for word in words:
        assert ffbill("explain", word).status == 0, word


def _words_at(schema: Any, key: str) -> Iterator[list[str]]:
    """The words that a schema allows at a key, wherever it stands."""
    for name, part in schema.items() if isinstance(schema, dict) else ():
        if name == key and isinstance(part, dict) and "enum" in part:
            yield part["enum"]
        yield from _words_at(part, key)
    for part in schema if isinstance(schema, list) else ():
        yield from _words_at(part, key)


class TestDatesOfLoaders:
    """A loader that makes a date of `2025-01-31` hands it on as the midnight it begins with."""

    TEXT = "price_book: intl\naccount: {{activated: {day}}}\nusage: {{image_basic: {{calls: {{{day}: 2k}}}}}}\n"

    def test_they_mean_the_day(self) -> None:
        """2,000 x 0.065 = 130.00."""
        plain, of_loader = (
            ffbill("estimate", "-", "-f", "csv", stdin=self.TEXT.format(day=day))
            for day in ("2025-01-31", "2025-01-31T00:00:00.000Z")
        )
        assert plain == of_loader
        assert "130.00" in plain.out

    def test_the_schema_takes_them(self) -> None:
        for day in ("2025-01-31", "2025-01-31T00:00:00.000Z"):
            USAGE.validate(as_editor_sees(self.TEXT.format(day=day)))

    def test_another_hour_is_refused(self) -> None:
        text = self.TEXT.format(day="2025-01-31T08:00:00.000Z")
        assert not USAGE.is_valid(as_editor_sees(text))
        assert "is not a date" in ffbill("estimate", "-", stdin=text).err


@pytest.mark.parametrize("edition", ["intl", "mainland"])
def test_the_book_schema_accepts_the_shipped_books(edition: str) -> None:
    path = edition_path(edition)
    assert path
    BOOK.validate(as_editor_sees(Path(path).read_text(encoding="utf-8")))


COUNTS = [
    "0",
    "120000",
    "120_000",
    '"120,000"',
    "120k",
    "1.2M",
    "12.0",
    "010",
    "-5",
    "1.5",
    "true",
    ".nan",
    "1e5",
    "abc",
    "null",
    "[]",
    "{}",
    '""',
    "0x10",
    "12:30:00",
    "1_0__0",
    '"1,00"',
    "1.5k",
    "0k",
    "+5",
    "5m",
    "5k5",
]


@pytest.mark.parametrize("count", COUNTS)
def test_reader_and_schema_agree_on_counts(count: str) -> None:
    text = f"version: 1\nprice_book: intl\nusage: {{image_basic: {{calls: {{2025-01: {count}}}}}}}\n"
    assert reader_accepts(USAGE_FILE, text) == USAGE.is_valid(as_editor_sees(text))


@pytest.mark.parametrize(
    "line",
    [
        "titel: x",
        "version: 2",
        "account: {balance: {date: 2025-01-01}}",
        "account: {balance: {date: 2025-01-01, amount: 12.34}}",
        "account: {discontinued: yes}",
        "account: {disabled: [{from: 2025-01-01, until: 2025-02-01}]}",
        "assumptions: {tier_basis: total}",
        "assumptions: {tier_basis: totals}",
        "assumptions: {settlement_day: 2}",
        'assumptions: {settlement_day: "2"}',
        'assumptions: {settlement_day: "02"}',
        'version: "1"',
        'version: "2"',
        'account: {discontinued: "true"}',
        "account: {discontinued: 'FALSE'}",
        'account: {discontinued: "yes"}',
        'orders: [{item: free_pack, for: image_basic, date: 2025-01-05, bought: "true"}]',
        'orders: [{item: licence, for: a, package: "2", date: 2025-01-05}]',
        "usage: {image_basic: {peak_qps: {2025-01: 12, 2025-06-10..2025-06-12: 60}}}",
        "usage: {image_basic: {billing_mode: [{from: 2025-06-10, mode: qps}]}}",
        "usage: {image_basic: {billing_mode: qps}}",
        "usage: {image_basic: {billing_mode: fast}}",
        "usage: {image_basic: {calls: {from: 2025-01, months: 12, start: 80k, growth: 10%}}}",
        "usage: {image_basic: {calls: {from: 2025-01, months: 0, start: 80k}}}",
        "usage: {image_basic: {calls: {file: a.csv, x: 1}}}",
        "usage: {image_basic: {materials: {2025-01: 3}}}",
        "orders: [{item: free_pack, for: image_basic, date: 2025-01-05}]",
        "orders: [{item: free_pack, date: 2025-01-05}]",
        "orders: [{item: call_pack, size: 1M, quantity: 0, date: 2025-01-05}]",
        "orders: [{item: call_pack, size: 1M, quantity: 2, date: 2025-01-05, paid: {cash: 1.5, discount: 2}}]",
        "orders: [{item: call_pack, size: 1M, date: 2025-01-05, paid: {coins: 1}}]",
        "orders: [{item: licence, for: a, package: 2, date: 2025-01-05}]",
        "orders: [{item: yacht, date: 2025-01-05}]",
        "orders: {}",
        "title:",
        "orders:",
        "account:",
        "usage:",
        "usage: {image_basic: }",
        "usage: {image_basic: {calls: , peak_qps: }}",
        "account: {balance: {date: 2025-01-01, amount: }}",
        "orders: [{item: call_pack, size: , date: 2025-01-05}]",
        "orders: [{item: call_pack, size: 1k, quantity: , date: 2025-01-05}]",
        "orders: [ ~ ]",
        "account: {activated: 2025-01-31T00:00:00.000Z}",
        "account: {activated: 2025-01-31T00:00:00Z}",
        "account: {activated: 2025-01-31T08:00:00.000Z}",
        "account: {activated: 2025-01-31T00:00:00.000Zone}",
        "usage: {image_basic: {calls: {2025-01-31T00:00:00.000Z: 4}}}",
        "usage: {image_basic: {calls: {2025-01T00:00:00.000Z: 4}}}",
        "usage: {image_basic: {peak_qps: {2025-01-31T00:00:00.000Z: 4}}}",
        "usage: {image_basic: {calls: {2025-12: 4}}}",
        "usage: {image_basic: {calls: {2025-13: 4}}}",
        "usage: {image_basic: {calls: {2025-00: 4}}}",
        "usage: {image_basic: {calls: {2025-01-31: 4}}}",
        "usage: {image_basic: {calls: {2025-01-32: 4}}}",
        "usage: {image_basic: {calls: {2025-01-00: 4}}}",
        "usage: {image_basic: {calls: {2025-00-01: 4}}}",
        "usage: {image_basic: {calls: {2025-01-01..2025-13-01: 4}}}",
        "usage: {image_basic: {calls: {2025-01-01 .. 2025-01-09: 4}}}",
        "usage: {image_basic: {calls: {from: 2025-13, months: 2, start: 4}}}",
        "usage: {image_basic: {calls: {from: 2025-10, months: 2, start: 4, 2025-13: 5}}}",
        "usage: {image_basic: {calls: {2025-01: 4}, forecast: {until: 2025-13}}}",
        "usage: {image_basic: {peak_qps: {2025-12..2025-13: 4}}}",
        "usage: {image_basic: {peak_qps: {2025-11 .. 2025-12: 4}}}",
        "usage: {image_basic: {materials: {2025-00..2025-12: 4}}}",
        "usage: {image_basic: {materials: {2025-11 .. 2025-12: 4}}}",
        "actual: {2025-13: 4.50}",
        "account: {activated: 2025-13-01}",
        "orders: [{item: free_pack, for: image_basic, date: 2025-01-32}]",
    ],
)
def test_reader_and_schema_agree_on_usage_files(line: str) -> None:
    text = f"price_book: intl\n{line}\n"
    assert reader_accepts(USAGE_FILE, text) == USAGE.is_valid(as_editor_sees(text))


QPS = "orders: [{{item: qps, for: image_basic, qps: 10, date: 2025-01-05, {keys}}}]"
PACKS = "orders: [{{item: call_pack, size: 1k, quantity: 3, date: 2025-01-05, {keys}}}]"


@pytest.mark.parametrize(
    ("line", "is_right"),
    [
        (QPS.format(keys="days: 3"), True),
        (QPS.format(keys="months: 3"), True),
        (QPS.format(keys="days: 3, months: 3"), False),
        (QPS.format(keys="note: x"), False),
        (QPS.format(keys="days: 3, months: "), True),
        (QPS.format(keys="days: , months: "), False),
        (PACKS.format(keys="refunded: 2025-01-06, refunded_packs: 2"), True),
        (PACKS.format(keys="refunded: 2025-01-06"), True),
        (PACKS.format(keys="refunded_packs: 2"), False),
        (PACKS.format(keys="refunded: , refunded_packs: 2"), False),
        (PACKS.format(keys="refunded_packs: "), True),
    ],
)
def test_reader_and_schema_agree_on_keys_that_go_together(
    line: str, is_right: bool
) -> None:
    """An entry that was left empty is absent."""
    text = f"price_book: intl\n{line}\n"
    assert reader_accepts(USAGE_FILE, text) is is_right
    assert USAGE.is_valid(as_editor_sees(text)) is is_right


@pytest.mark.parametrize(
    "line",
    [
        "groups: {a: {pay_as_you_go: {tiers: [{above: 0, unit_price: 0.1}]}}}",
        "groups: {a: {pay_as_you_go: {tiers: []}}}",
        "groups: {a: {pay_as_you_go: {tiers: [{above: 0}]}}}",
        "groups: {a: {qps: null, free_pack: {calls: 0}}}",
        "groups: {a: {qps: null, free_pack: {calls: 10}}}",
        "settlement: {days: [1, 3, 5]}",
        "settlement: {days: [31]}",
        "refund: {window_days: null}",
        "in_force: {from: 2025-01-01, until: null}",
        "in_force: {from: 2025-13-01}",
        "in_force: {from: 2025-01-01, until: 2025-12-32}",
        "clauses: {x: {rule: y}}",
        "activities: {licences: {1: {calls: 1, qps: 1, materials: 1, change_days: 1, price: 1}}}",
        "activities: {licences: {1: {calls: 1, qps: 1, materials: 1, change_days: 1}}}",
        "currency: [USD]",
    ],
)
def test_reader_and_schema_agree_on_price_books(line: str) -> None:
    text = f"book: 1\n{line}\n"
    assert reader_accepts(BOOK_FILE, text) == BOOK.is_valid(as_editor_sees(text))


@pytest.mark.parametrize(
    ("base", "line"),
    [
        ("intl", "groups: {image_basic: {call_packs: {discount: 10%}}}"),
        ("intl", "groups: {image_basic: {pay_as_you_go: {discount: 10%}}}"),
        ("intl", "groups: {image_basic: {free_pack: {}, qps: {limit: 3}}}"),
        ("intl", "groups: {image_basic: {materials: {free: 3}, call_packs: null}}"),
        ("intl", "refund: {exclusions: refund}"),
        ("intl", "settlement: {clause: settlement}"),
        ("intl", "clauses: {refund: {says: seven days}}"),
        ("mainland", "activities: {free: {qps: 2}, qps_upgrade: {day: 200}}"),
        ("mainland", "activities: {call_packs: {discount: 10%}}"),
        ("mainland", "activities: {licences: {1: {price: 4500}}}"),
    ],
)
def test_what_a_book_extends_holds_what_its_parts_lack(
    base: str, line: str, tmp_path: Path
) -> None:
    """The reader takes it, so the schema does; a book of its own must hold it itself."""
    book = tmp_path / "ours.yaml"
    text = f"book: 1\nid: mine\nextends: {base}\n{line}\n"
    book.write_text(text, encoding="utf-8")
    assert read_book(str(book)).id == "mine"
    assert BOOK.is_valid(as_editor_sees(text))
    alone = f"book: 1\n{line}\n"
    assert reader_accepts(BOOK_FILE, alone) == BOOK.is_valid(as_editor_sees(alone))
    left_empty = f"book: 1\nextends:\n{line}\n"
    assert BOOK.is_valid(as_editor_sees(left_empty)) == reader_accepts(BOOK_FILE, alone)


@pytest.mark.parametrize(
    "line",
    [
        "groups: {image_basic: {call_packs: {sizes: [{calls: 10}]}}}",
        "groups: {image_basic: {call_pack: {}}}",
        "activities: {licences: {1: {price: x}}}",
    ],
)
def test_a_list_is_replaced_whole_also_where_a_book_extends(line: str) -> None:
    text = f"book: 1\nid: mine\nextends: intl\n{line}\n"
    assert not reader_accepts(BOOK_FILE, text)
    assert not BOOK.is_valid(as_editor_sees(text))


@pytest.mark.parametrize(
    "tier",
    [
        "{unit_price: 0.1}",
        "{at_least: , unit_price: 0.1}",
        "{below: 5, unit_price: 0.1}",
    ],
)
@pytest.mark.parametrize("extends", ["", "extends: intl\n"])
def test_a_tier_has_its_lower_bound(tier: str, extends: str, tmp_path: Path) -> None:
    """A table that extends another is whole too, as its rows are in a list."""
    own = "currency: USD\nsettlement: {days: [1]}\n"
    tiers = f"groups: {{image_basic: {{pay_as_you_go: {{tiers: [{tier}]}}}}}}\n"
    text = f"book: 1\nid: mine\n{extends or own}{tiers}"
    book = tmp_path / "ours.yaml"
    book.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="a tier without its lower bound"):
        read_book(str(book))
    assert not BOOK.is_valid(as_editor_sees(text))
    right = text.replace(tier, "{above: 0, unit_price: 0.1}")
    book.write_text(right, encoding="utf-8")
    assert read_book(str(book)).id == "mine"
    assert BOOK.is_valid(as_editor_sees(right))


STRANGE: list[Any] = [
    None,
    True,
    False,
    -3,
    0,
    1,
    2,
    12,
    3_000_000,
    0.5,
    -0.25,
    1.005,
    12.0,
    [],
    {},
    [1],
    {"a": 1},
]
STRANGE += [
    "",
    "1k",
    "1.5k",
    "120_000",
    "2025-01",
    "2025-13",
    "2025-02-30",
    "2025-01-32",
    "2025-01-02",
    "2025-01-02..2025-01-09",
    "10%",
    "x",
]
STRANGE += [
    "qps",
    "call_pack",
    "purchased",
    "true",
    "~",
    "0x1",
    "-1",
    "1,000",
    "image_basic",
    "2",
    "12.34",
    "0.050",
]
WORDS = [
    "calls",
    "price",
    "date",
    "for",
    "item",
    "qps",
    "size",
    "from",
    "until",
    "title",
    "id",
    "2025-01",
    "2025-01-02",
    "2025-13",
    "days",
    "months",
    "refunded",
    "refunded_packs",
]


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to every part of a document."""
    found = [path]
    parts = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for key, part in parts:
        found += places(part, (*path, key))
    return found


def changed(
    tree: Any, path: tuple[Any, ...], change: str, value: Any, word: str
) -> Any:
    """The document with one part replaced, left out, or given a further key."""
    if path:
        copy = dict(tree) if isinstance(tree, dict) else list(tree)
        if len(path) == 1 and change == "drop":
            del copy[path[0]]
        else:
            copy[path[0]] = changed(tree[path[0]], path[1:], change, value, word)
        return copy
    return (
        {**tree, word: value} if change == "add" and isinstance(tree, dict) else value
    )


BOOKS = [Path(edition_path("intl") or ""), Path(edition_path("mainland") or "")]
KINDS: dict[str, tuple[Shape, Any, list[Path]]] = {
    "usage": (USAGE_FILE, USAGE, SAMPLES),
    "book": (BOOK_FILE, BOOK, BOOKS),
}


@pytest.mark.parametrize("kind", ["usage", "book"])
@settings(max_examples=700, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**64))
def test_reader_and_schema_agree_on_any_change(kind: str, seed: int) -> None:
    """A file with one to three parts replaced, left out or added: what the schema refuses the reader refuses.

    The reader alone refuses what a schema cannot say: bounds of numbers in quotes, days that no calendar has, and
    decimals of numbers.
    """
    shape, schema, files = KINDS[kind]
    chance = random.Random(seed)
    tree = as_editor_sees(chance.choice(files).read_text(encoding="utf-8"))
    for _ in range(chance.randint(1, 3)):
        change = chance.choice(["replace", "drop", "add"])
        tree = changed(
            tree,
            chance.choice(places(tree)),
            change,
            chance.choice(STRANGE),
            chance.choice(WORDS),
        )
    if isinstance(tree, dict) and tree:
        text = json.dumps(tree, ensure_ascii=False)
        faults: list[Fault] = []
        entry = shape.read(compose(Source("x", text)), "", faults)
        if schema.is_valid(as_editor_sees(text)):
            assert all(BEYOND_A_SCHEMA.search(fault.message) for fault in faults), text
            return
        if kind == "book" and not faults:
            # That a tier has a bound is read with its table.
            BookDecoder(faults, "x").book(entry)
        assert faults, text


BEYOND_A_SCHEMA = re.compile(
    "is (more|less) than|is not a day of the calendar|has more than two decimals"
    "|is not after 'from'|lies before the order's date"
    "|'delivered' is for packs"
)
"""Numbers and calendars, and what two keys of an entry say together."""


def in_quotes(kind: str) -> list[str]:
    """Every file with one of its values in quotes, as JSON and other writers have it."""
    _shape, _schema, files = KINDS[kind]
    found = []
    for file in files:
        tree = as_editor_sees(file.read_text(encoding="utf-8"))
        for path in places(tree):
            part = tree
            for key in path:
                part = part[key]
            if isinstance(part, str | dict | list | None):
                continue
            text = str(part).lower() if isinstance(part, bool) else str(part)
            quoted = changed(tree, path, "replace", text, "")
            found.append(json.dumps(quoted, ensure_ascii=False))
    return found


@pytest.mark.parametrize("kind", ["usage", "book"])
def test_a_value_may_stand_in_quotes(kind: str) -> None:
    """The reader takes it, so the schema does."""
    shape, schema, _files = KINDS[kind]
    texts = in_quotes(kind)
    assert len(texts) > 50
    for text in texts:
        assert reader_accepts(shape, text), text
        assert schema.is_valid(as_editor_sees(text)), text


def test_the_number_of_a_book_may_stand_in_quotes() -> None:
    text = 'book: "1"\nid: own\nextends: intl\n'
    assert reader_accepts(BOOK_FILE, text)
    assert BOOK.is_valid(as_editor_sees(text))
