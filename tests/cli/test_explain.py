"""What `ffbill explain` knows: every word, code, key, clause and step that a user may meet."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.cli.schema import ANSWERS, schema_of
from facefusion_billing.cli.topics import STEPS, kinds
from facefusion_billing.files.books import EDITIONS
from facefusion_billing.files.clause_texts import edition_texts
from facefusion_billing.model.assumptions import METERING_ASSUMPTIONS
from facefusion_billing.model.comparison import PARTS
from facefusion_billing.model.recommendation import PLAN_NAMES
from facefusion_billing.model.reconciliation import CHECKS, FINDINGS
from facefusion_billing.model.severities import METERING_SEVERITIES
from facefusion_billing.reports.data import (
    comparison_csv,
    estimate_csv,
    metering_csv,
    recommendation_csv,
    reconciliation_csv,
)
from facefusion_billing.reports.wording.glossary.usage_keys import USAGE_KEYS
from facefusion_billing.reports.wording.import_phrases import REMARKS
from facefusion_billing.reports.wording.plan_phrases import NAMES, SPACE
from facefusion_billing.reports.wording.widths import columns
from tests.tools import ROOT, Ran, ffbill

AT_80 = {"COLUMNS": "80"}
EVERYDAY = {"What", "More", "Text", "How", "Count"}
"""Heads of columns that mean nothing of their own."""


def properties(schema: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema names, with its path and its own schema."""
    if isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)
    if not isinstance(schema, dict):
        return
    for word, part in schema.items():
        if word == "properties":
            for key, below in part.items():
                where = f"{path}.{key}".lstrip(".")
                yield where, below
                yield from properties(below, where)
        elif word == "additionalProperties":
            yield from properties(part, f"{path}.*")
        elif word in ("if", "then", "else", "oneOf"):
            # What keys say together: each key is described where it stands by itself.
            continue
        else:
            yield from properties(part, path)


def words_listed(schema: Any) -> Iterator[str]:
    """Every word that is a value of some key: kinds, states, verdicts, parts."""
    if isinstance(schema, list):
        for part in schema:
            yield from words_listed(part)
    if isinstance(schema, dict):
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
        for part in schema.values():
            yield from words_listed(part)


def heads_of_tables() -> Iterator[str]:
    """The heads of columns that are a single word."""
    for path in (ROOT / "facefusion_billing" / "reports").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "Column"):
                continue
            called = node.args[0]
            if not (isinstance(called, ast.Call) and called.args):
                continue
            if isinstance(called.args[0], ast.Constant):
                text = str(called.args[0].value).replace(" {currency}", "")
                if text.isalpha():
                    yield text


def explained(topic: str) -> str:
    ran = ffbill("explain", topic, env=AT_80)
    assert ran.status == 0, topic
    return ran.out


class TestTheList:
    """Without a topic, and with one that nothing is called."""

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_without_a_topic(self, lang: str) -> None:
        ran = ffbill("explain", "--lang", lang, env=AT_80)
        assert (ran.status, ran.err) == (0, "")
        lines = ran.out.splitlines()
        assert max(columns(line) for line in lines) <= 80
        head = {"en": "Keys of a usage file", "zh": "使用文件的键"}[lang]
        assert "peak_qps" in ran.out.split(head)[1].split("\n\n")[0]

    def test_each_topic_stands_in_it(self) -> None:
        out = ffbill("explain").out
        named = {word.strip(",") for word in out.split()}
        assert {name for kind in kinds() for name in kind.names} <= named

    def test_an_unknown_one(self) -> None:
        ran = ffbill("explain", "dead_zoo")
        assert (ran.status, ran.out) == (2, "")
        listed, said = ran.err.rsplit("\n\n", 1)
        assert f"{listed}\n" == ffbill("explain").out
        assert said == (
            "error: nothing is called 'dead_zoo'; did you mean 'dead_zone'?\n"
        )

    def test_an_unknown_one_in_chinese(self) -> None:
        ran = ffbill("explain", "zzz", "--lang", "zh")
        assert ran.err.endswith("\n\n错误：没有名为 'zzz' 的条目\n")

    def test_what_is_asked_is_written_out(self) -> None:
        assert "\x1b" not in ffbill("explain", "\x1b[31m").err


class TestEveryWord:
    def test_of_a_usage_file(self) -> None:
        """Each key says where it stands and what it means; none is told of that the schema does not have."""
        paths = dict(properties(schema_of("usage")))
        told = {path for path in paths if not path.startswith("assumptions.")}
        assert told == set(USAGE_KEYS)
        for path in told:
            out = explained(path.rpartition(".")[2])
            key = out[out.index("a key of a usage file") :]
            assert f"\n{path}\n  {USAGE_KEYS[path].split()[0]}" in key

    @pytest.mark.parametrize("answer", ANSWERS)
    def test_of_answers_as_json(self, answer: str) -> None:
        schema = schema_of(answer)
        keys = {path.rpartition(".")[2] for path, _ in properties(schema)}
        for topic in keys | set(words_listed(schema)):
            explained(topic)

    def test_of_answers_as_csv(self) -> None:
        tables = (
            *estimate_csv.COLUMNS,
            *comparison_csv.COLUMNS,
            *metering_csv.COLUMNS,
            *recommendation_csv.COLUMNS,
            *reconciliation_csv.COLUMNS,
        )
        for topic in dict.fromkeys((*tables, *PARTS, *PLAN_NAMES)):
            explained(topic)

    def test_of_the_heads_of_tables(self) -> None:
        heads = sorted(set(heads_of_tables()) - EVERYDAY)
        assert {"Calls", "Regret", "Verdict"} <= set(heads)
        for head in heads:
            explained(head)

    def test_of_plans_and_their_proof(self) -> None:
        for topic in (*NAMES, *SPACE):
            explained(topic)

    def test_of_what_is_found_in_a_bill(self) -> None:
        """Of a line, of the files as a whole, and in importing; with the verdict that it leaves."""
        for code, verdict in {**CHECKS, **FINDINGS}.items():
            assert f"{code}: found in a bill ({verdict})\n\n" in explained(code)
        for code in REMARKS:
            assert f"{code}: found in " in explained(code)

    def test_of_what_is_found_in_a_log(self) -> None:
        for code, severity in METERING_SEVERITIES.items():
            assert f"{code}: found in a log ({severity})\n\n" in explained(code)

    @pytest.mark.parametrize(
        "word",
        [
            "INCOMPLETE",
            "cheapest",
            "counts",
            "decision day",
            "decision days",
            "reading",
            "readings",
        ],
    )
    def test_of_what_screens_say(self, word: str) -> None:
        name = word.lower().replace(" ", "_").removesuffix("s")
        assert re.match(f"{name}s?: a word of screens and answers\n", explained(word))

    @pytest.mark.parametrize("edition", EDITIONS)
    def test_of_clauses(self, edition: str) -> None:
        """What it says, in words; where it stands; what ffbill makes of it."""
        for id, text in edition_texts(edition).items():
            out = " ".join(explained(id).split())
            assert f"{id}: a clause of {edition}" in out
            assert text.in_language("en") in out
            assert "Stands in: " in out


class TestOneTopic:
    def test_a_word_that_is_a_clause_too(self) -> None:
        out = explained("refund")
        assert out.startswith("refund: a word of screens and answers\n")
        assert "\nrefund: a clause of intl-2024-11-07\n" in out
        beside = out.split("See also: ")[1]
        assert "refund-steps" in beside

    @pytest.mark.parametrize("step", STEPS)
    def test_the_steps_of_the_guide(self, step: str) -> None:
        assert f"{step}: a clause of " in explained(step)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("Packs", "packs: a word of screens and answers"),
            ("pack", "packs: a word of screens and answers"),
            ("call packs", "call_pack: a word of screens and answers"),
            ("dead_zones", "dead_zone: a note"),
            ("DEAD-ZONE", "dead_zone: a note"),
            ("licences", "licence: a clause of mainland-activity"),
            ("Top Ups", "top-up: a clause of intl-2024-11-07"),
            ("tier basis", "tier_basis: an assumption"),
            ("vouchers", "voucher: a word of screens and answers"),
            ("peaks", "peak: a word of screens and answers"),
            ("QPS", "qps: a key of a usage file"),
            ("tier_basis=total", "tier_basis: an assumption"),
            ("earliest_expiry", "pack_order: an assumption"),
            ("activities", "activity: a word of screens and answers"),
        ],
    )
    def test_in_singular_and_plural_and_any_case(self, asked: str, found: str) -> None:
        assert found in explained(asked)

    @pytest.mark.parametrize("id", list(METERING_ASSUMPTIONS))
    def test_a_question_of_logs_is_chosen_where_they_are_counted(self, id: str) -> None:
        """Nothing else takes it, and what refuses it says who does."""
        assert f"Choose with ffbill meter --assume {id}=VALUE." in explained(id)
        value = METERING_ASSUMPTIONS[id].default
        text = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 5}}}\n"
        stated = f"{text}assumptions: {{{id}: {value}}}\n"
        ran = ffbill("validate", "-", stdin=stated)
        assert ran.status == 2
        assert "; a question of call logs: ffbill meter --assume" in ran.err

    def test_a_question_of_bills_is_chosen_in_a_usage_file_too(self) -> None:
        assert "under 'assumptions' in the usage file" in explained("tier_basis")

    def test_its_very_name_comes_first(self) -> None:
        """`postpaid` is a clause, and a reading of licence_end."""
        out = explained("postpaid")
        clause = out.index("postpaid: a clause of mainland-activity")
        assert clause == 0
        assert clause < out.index("licence_end: an assumption")

    def test_by_its_chinese_name(self) -> None:
        ran = ffbill("explain", "资源包", "--lang", "zh")
        assert ran.out.startswith("call_pack：屏幕与答复中的词语\n")

    def test_it_fits_the_screen(self) -> None:
        for kind in kinds():
            for name in kind.names[:3]:
                lines = explained(name).splitlines()
                assert max(map(len, lines)) <= 80

    def test_it_can_be_written(self, tmp_path: Path) -> None:
        assert ffbill("explain", "qps", "-o", tmp_path / "a.txt").out == ""
        assert (tmp_path / "a.txt").read_text("utf-8").startswith("qps: ")


@pytest.mark.parametrize("name", ["usage", "book", "log-map", *ANSWERS])
class TestSchemas:
    """What editors and scripts show of a key."""

    def test_each_has_a_name(self, name: str) -> None:
        schema = json.loads(ffbill("schema", name).out)
        assert schema["$id"] == f"urn:ffbill:schema:{name}:1"

    def test_each_key_says_what_it_means(self, name: str) -> None:
        silent = [
            path
            for path, schema in properties(schema_of(name))
            if not schema.get("description", "").endswith((".", "?"))
        ]
        assert not silent

    def test_in_chinese_too(self, name: str) -> None:
        schema = json.loads(ffbill("schema", name, "--lang", "zh").out)
        for path, below in properties(schema):
            assert any("一" <= mark <= "鿿" for mark in below["description"]), path


def test_a_wrong_name_names_the_right_one() -> None:
    assert ffbill("schema", "usages") == Ran(
        2,
        "",
        "error: schema usages: expected usage, book, log-map, estimate, recommendation, refund, comparison, "
        "reconciliation, metering, portfolio; did you mean 'usage'?\n",
    )


class TestScopes:
    """An interface group is explained by its name: limits, what is sold, where prices stand."""

    def test_image(self) -> None:
        text = " ".join(explained("image_basic").split())
        for said in (
            "image_basic: an interface group of intl-2024-11-07",
            "Image Face Fusion (Basic)",
            "Free pack: 1,000 calls, claimed once.",
            "Limit in call volume mode: 20 QPS; calls above it fail.",
            "Free materials: 10 materials live at once.",
            "Pay-as-you-go, a call: 0.006 to 0.065 USD, by volume.",
            "`ffbill prices intl`",
            "image-payg, image-packs, image-qps, image-materials, free-quota.",
        ):
            assert said in text

    def test_a_single_price_is_no_range(self) -> None:
        text = explained("video_single_face")
        assert "Pay-as-you-go, a call: 0.20 USD." in text
        assert "Limit in call volume mode: 2 QPS" in text

    def test_for_short(self) -> None:
        assert "video_single_face: an interface group" in explained("video")


class TestFirstDays:
    """RULES 2.8: days of calls begin with `starts`, else with the activation (international) or the activity's first
    licence (mainland)."""

    @pytest.mark.parametrize("topic", ["activated", "starts"])
    def test_both_books_are_told_apart(self, topic: str) -> None:
        text = " ".join(explained(topic).split())
        assert "international book" in text or "group that does not say" in text
        assert "first licence" in text

    @pytest.mark.parametrize("topic", ["activated", "starts"])
    def test_in_chinese(self, topic: str) -> None:
        said = ffbill("explain", topic, "--lang", "zh").out
        assert "首个授权日" in "".join(said.split())

    @pytest.mark.parametrize("key", ["account.activated", "usage.*.starts"])
    def test_in_the_schema(self, key: str) -> None:
        schema = json.dumps(schema_of("usage"))
        assert "first licence" in USAGE_KEYS[key]
        assert json.dumps(USAGE_KEYS[key]) in schema


def test_how_long_a_pack_is_valid_is_the_books_to_say() -> None:
    """RULES 7.4, "validity like the licence": a book with another `licence_days` has packs as long as that."""
    text = " ".join(explained("pack_validity").split())
    assert "licences are valid for another number of days, after that many" in text
