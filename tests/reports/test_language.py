"""What people read is in the language asked for; what scripts read is the same in every language."""

import ast
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.mofile import read_mo
from rich.cells import cell_len

from facefusion_billing.cli import topics
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.files.clause_texts import edition_texts
from facefusion_billing.model.assumptions import ASSUMPTIONS as OF_BILLS
from facefusion_billing.model.assumptions import METERING_ASSUMPTIONS
from facefusion_billing.model.severities import SEVERITIES
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.renderers import table
from facefusion_billing.reports.wording import language
from facefusion_billing.reports.wording.glossary.answer_places import ANSWER_PLACES
from facefusion_billing.reports.wording.glossary.book_keys import BOOK_KEYS
from facefusion_billing.reports.wording.glossary.usage_keys import USAGE_KEYS
from tests import language_catalogue
from tests.tools import ROOT, SAMPLES, ffbill

ASSUMPTIONS = {**OF_BILLS, **METERING_ASSUMPTIONS}
TRANSLATED = [name for name in language.LANGUAGES if name != language.ENGLISH]
BOOKS = [read_book(edition) for edition in EDITIONS]
TOPICS = sorted({name for kind in topics.kinds() for name in kind.names})
QUOTES = [
    (
        "quote",
        "--calls",
        "95k",
        "--months",
        "3",
        "--growth",
        "10%",
        "--peak-qps",
        "30",
        "--materials",
        "20",
    ),
    ("quote", "--calls", "95k", "--days", "30"),
    ("quote", "--calls", "1M", "--price-book", "mainland", "--materials", "2000"),
]
WITH_A_FILE = [
    ("estimate",),
    ("estimate", "--view", "amortised"),
    ("recommend", "--require-cheapest"),
    ("refund", "--as-of", "2025-02-12", "--require-eligible"),
]
SENTENCES = {
    "message",
    "description",
    "detail",
    "why_not",
    "why",
    "method",
    "notes",
    "next_step",
    "remedy",
}
"""Keys and columns whose values are sentences for people."""


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    language.set_language(language.ENGLISH)


class TestCatalogue:
    """Every text has a translation, and what is shipped is what was translated."""

    @pytest.mark.parametrize("name", TRANSLATED)
    def test_each_text_stands_in_it_once_and_nothing_else_does(self, name: str) -> None:
        found = [message.id for message in language_catalogue.read(name) if message.id]
        assert sorted(map(str, found)) == sorted(map(str, language_catalogue.texts()))
        assert not language_catalogue.read(name).obsolete

    def test_no_text_stands_in_an_f_string(self) -> None:
        """Under Python 3.11 gettext's extraction does not look into one: the text would stay untranslated."""
        for path in (ROOT / "facefusion_billing").rglob("*.py"):
            strings = [
                node
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.JoinedStr)
            ]
            calls = [
                node
                for one in strings
                for node in ast.walk(one)
                if isinstance(node, ast.Call)
            ]
            said = [
                call
                for call in calls
                if isinstance(call.func, ast.Name)
                and call.func.id in ("_", "N_", "ngettext")
            ]
            assert not [
                path for call in said if isinstance(call.args[0], ast.Constant)
            ], path

    @pytest.mark.parametrize("name", TRANSLATED)
    def test_each_text_is_translated_with_the_same_places(self, name: str) -> None:
        for message in language_catalogue.read(name):
            if not message.id:
                continue
            assert not message.fuzzy, message.id
            said = (
                message.string
                if isinstance(message.string, (list, tuple))
                else [message.string]
            )
            asked = (
                message.id if isinstance(message.id, (list, tuple)) else [message.id]
            )
            assert said
            for text in said:
                assert text, f"no translation of {message.id!r}"
                assert language_catalogue.places(text) == language_catalogue.places(
                    asked[-1]
                ), message.id

    @pytest.mark.parametrize("name", TRANSLATED)
    def test_what_is_shipped_is_compiled_from_it(self, name: str) -> None:
        """But for its head, which names the version of the compiler."""
        with language_catalogue.po_file(name).with_suffix(".mo").open("rb") as file:
            shipped = [
                (message.id, message.string) for message in read_mo(file) if message.id
            ]
        fresh = read_mo(
            io.BytesIO(language_catalogue.compiled(language_catalogue.read(name)))
        )
        assert shipped == [
            (message.id, message.string) for message in fresh if message.id
        ]

    def test_no_text_is_put_together_before_it_is_looked_up(self) -> None:
        """An f-string or a sum in `_()` is never in a catalogue."""
        for path in language_catalogue.PACKAGE.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(
                    node.func, ast.Name
                ):
                    continue
                if node.func.id in language_catalogue.KEYWORDS:
                    made = [
                        text
                        for text in node.args
                        if isinstance(text, (ast.JoinedStr, ast.BinOp))
                    ]
                    assert not made, f"{path.name}:{node.lineno}"


IDENTIFIERS = {
    *(
        "ffbill",
        "recommend",
        "assumed_top_up",
        "paid",
        "card",
        "meter",
        "prices",
        "assumptions",
        "quote",
        "BOOK",
        "ID",
        "VALUE",
        "QPS",
        "USD",
        "CNY",
        "demo",
        "html",
        "explain",
        "materials",
    ),
    *(
        "true",
        "false",
        "refundable",
        "bought",
        "cash",
        "amortised",
        "call_volume",
        "qps",
        "account.disabled",
    ),
    *(
        "peak_qps",
        "billing_mode",
        "activity",
        *ASSUMPTIONS,
        *SEVERITIES,
        *EDITIONS,
        *EDITIONS.values(),
    ),
    *("fail_over", "fail_over_month"),
    *("bill", "product", "scopes", "accepted", "free_used"),
    *(value for assumption in ASSUMPTIONS.values() for value in assumption.choices),
    *(name for book in BOOKS for name in (*book.groups, *book.clauses)),
    *(id for edition in EDITIONS for id in edition_texts(edition)),
    *(clause.rule for book in BOOKS for clause in book.clauses.values() if clause.rule),
}
"""What is the same in every language, because it is typed, or stands in files."""


def english_in(text: str, allowed: set[str]) -> set[str]:
    """The words with three Latin letters that are no option, no order of a plan and not allowed."""
    text = re.sub(r"(?<![\w-])--[a-z-]+|\bplan-\d+", "", text)
    return {
        word
        for word in words_of(text)
        if re.search("[A-Za-z].*[A-Za-z].*[A-Za-z]", word)
    } - allowed


def words_of(text: str) -> set[str]:
    return {word.rstrip(".-") for word in re.findall(r"\w[\w.-]*", text, re.ASCII)}


def names_in(file: Path) -> set[str]:
    """The words of a usage file's title, of its names and ids, and those of the book that a sample brings along."""
    usage = yaml.safe_load(file.read_text(encoding="utf-8"))
    book = yaml.safe_load(
        (ROOT / "sample_usage" / "negotiated_prices.yaml").read_text(encoding="utf-8")
    )
    names = [
        usage.get("title", ""),
        *usage.get("usage", {}),
        *(order.get("id", "") for order in usage.get("orders", ())),
    ]
    names += [
        book["id"],
        book["title"],
        *book["clauses"],
        *(str(clause) for clause in book["clauses"].values()),
    ]
    return words_of(" ".join(names))


class TestNothingIsLeftInEnglish:
    """The tables of every command, on all samples and topics."""

    @pytest.mark.parametrize("words", WITH_A_FILE, ids=" ".join)
    @pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.stem)
    @pytest.mark.parametrize("style", ["table", "markdown"])
    def test_of_a_file(self, file: Path, words: tuple[str, ...], style: str) -> None:
        ran = ffbill(
            words[0],
            file,
            *words[1:],
            "--lang",
            "zh",
            "-f",
            style,
            "--explain",
            env={"COLUMNS": "400"},
        )
        assert ran.status in (0, 1), ran.err
        shown = (ran.out + ran.err).replace("\\", "")
        assert not english_in(shown, IDENTIFIERS | names_in(file))

    @pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.stem)
    def test_of_what_is_said_beside_an_answer(self, file: Path) -> None:
        gates = ("--fail-over", "0.01", "--fail-over-month", "0.01", "--strict")
        ran = ffbill("estimate", file, "--lang", "zh", "-f", "csv", *gates)
        assert ran.status in (0, 1)
        assert not english_in(ran.err, IDENTIFIERS | names_in(file))

    @pytest.mark.parametrize(
        "words",
        [*QUOTES, ("assumptions",), ("prices",), *(("prices", id) for id in EDITIONS)],
    )
    def test_of_a_command_without_a_file(self, words: tuple[str, ...]) -> None:
        ran = ffbill(*words, "--lang", "zh", env={"COLUMNS": "400"})
        assert ran.status == 0, ran.err
        assert not english_in(ran.out, IDENTIFIERS)

    @pytest.mark.parametrize("topic", TOPICS)
    def test_of_an_explanation(self, topic: str) -> None:
        ran = ffbill("explain", topic, "--lang", "zh")
        assert ran.status == 0
        paths = " ".join((*TOPICS, *USAGE_KEYS, *BOOK_KEYS, *ANSWER_PLACES)).replace(
            "*.", ""
        )
        keys = words_of(paths)
        typed = {*keys, "CSV", "JSON", "AMOUNT", "CODE", "null", "YYYY-MM"}
        typed |= {"API", "RequestId"}
        assert not english_in(ran.out.replace("*.", ""), IDENTIFIERS | typed)
        assert re.search(r"[\u4e00-\u9fff]", ran.out)

    def test_english_would_be_found(self) -> None:
        ran = ffbill("estimate", SAMPLES[0])
        assert {"Total", "Month", "Assumes"} <= english_in(
            ran.out, IDENTIFIERS | names_in(SAMPLES[0])
        )


def without_sentences(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: None if key in SENTENCES else without_sentences(part)
            for key, part in value.items()
        }
    return (
        [without_sentences(part) for part in value]
        if isinstance(value, list)
        else value
    )


class TestScriptsReadTheSame:
    """JSON and CSV keys never change with language, nor does any value but sentences."""

    @pytest.mark.parametrize("words", WITH_A_FILE, ids=" ".join)
    @pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.stem)
    def test_in_the_json_of_a_file(self, file: Path, words: tuple[str, ...]) -> None:
        english, chinese = (
            json.loads(
                ffbill(words[0], file, *words[1:], "-f", "json", "--lang", lang).out
            )
            for lang in ("en", "zh")
        )
        assert without_sentences(english) == without_sentences(chinese)

    @pytest.mark.parametrize("words", WITH_A_FILE, ids=" ".join)
    @pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.stem)
    def test_in_the_csv_of_a_file(self, file: Path, words: tuple[str, ...]) -> None:
        english, chinese = (
            csv.DictReader(
                io.StringIO(
                    ffbill(words[0], file, *words[1:], "-f", "csv", "--lang", lang).out
                )
            )
            for lang in ("en", "zh")
        )
        assert english.fieldnames
        assert english.fieldnames == chinese.fieldnames
        assert without_sentences(list(english)) == without_sentences(list(chinese))

    @pytest.mark.parametrize("words", QUOTES)
    def test_in_the_json_of_a_quote(self, words: tuple[str, ...]) -> None:
        """Whose title is a sentence as well."""
        english, chinese = (
            json.loads(ffbill(*words, "-f", "json", "--lang", lang).out)
            for lang in ("en", "zh")
        )
        assert "次调用" in chinese.pop("title")
        assert "calls" in english.pop("title")
        assert without_sentences(english) == without_sentences(chinese)

    @pytest.mark.parametrize(
        "words", [("assumptions",), ("prices",), *(("prices", id) for id in EDITIONS)]
    )
    def test_in_books_and_assumptions_to_the_last_byte(
        self, words: tuple[str, ...]
    ) -> None:
        assert (
            ffbill(*words, "-f", "json", "--lang", "zh").out
            == ffbill(*words, "-f", "json").out
        )


class TestChoice:
    """--lang holds for one call; English needs no catalogue."""

    def test_a_language_does_not_stick(self) -> None:
        first = ffbill("estimate", SAMPLES[0]).out
        assert ffbill("estimate", SAMPLES[0], "--lang", "zh").out != first
        assert ffbill("estimate", SAMPLES[0]).out == first

    @pytest.mark.parametrize(
        "words",
        [
            ("estimate", SAMPLES[0]),
            ("recommend", SAMPLES[0]),
            ("refund", SAMPLES[0]),
            QUOTES[1],
            ("prices", "-f", "json"),
            ("assumptions",),
            ("explain", "tier_basis"),
        ],
        ids=lambda words: words[0],
    )
    def test_an_unknown_language_is_refused(self, words: tuple[str, ...]) -> None:
        ran = ffbill(*words, "--lang", "fr")
        assert (ran.status, ran.out) == (2, "")
        assert "--lang fr: expected en, zh" in ran.err

    def test_english_opens_no_catalogue(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(language, "FOLDER", str(tmp_path))
        assert ffbill("estimate", SAMPLES[0]).status == 0
        with pytest.raises(FileNotFoundError):
            language.set_language("zh")

    def test_nothing_stays_nothing(self) -> None:
        """The empty text is gettext's name for a catalogue's head."""
        language.set_language("zh")
        assert language._("") == ""

    def test_forms_of_a_number(self) -> None:
        assert language.ngettext("{n} day", "{n} days", 1) == "{n} day"
        assert language.ngettext("{n} day", "{n} days", 2) == "{n} days"
        assert language.ngettext("{n} day", "{n} days", 0) == "{n} days"
        language.set_language("zh")
        assert (
            language.ngettext("{number:,} day", "{number:,} days", 1) == "{number:,} 天"
        )


class TestWideCharacters:
    """A Chinese character takes two cells."""

    @pytest.mark.parametrize("width", [80, 200])
    @pytest.mark.parametrize("file", SAMPLES, ids=lambda path: path.stem)
    def test_columns_align_and_fit(self, file: Path, width: int) -> None:
        """The bills' amounts end where the rule under the heads ends, and no line is wider than the terminal."""
        lines = ffbill(
            "estimate", file, "--lang", "zh", env={"COLUMNS": str(width)}
        ).out.splitlines()
        assert max(map(cell_len, lines)) <= width
        heads = lines.index("账单") + 1
        assert lines[heads].startswith("月份")
        edge = cell_len(lines[heads + 1])
        assert set(lines[heads + 1]) == {"─"}
        assert cell_len(lines[heads]) == edge
        total = next(
            index for index, line in enumerate(lines) if line.startswith("合计  ")
        )
        amounts = [
            line
            for line in lines[heads + 2 : total + 1]
            if re.search(r"\S.*  -?[\d,]+\.\d\d$", line)
        ]
        assert len(amounts) >= 2
        assert {cell_len(line) for line in amounts} == {edge}

    @pytest.mark.parametrize("width", range(4, 40))
    def test_a_long_text_is_broken_and_loses_nothing(self, width: int) -> None:
        """Lines are full but for a word or mark that stays whole: a line never begins with a comma."""
        text = "采用的假设：tier_basis=total（按全部调用量定阶梯），每月 1 日购买资源包，QPS 10,000。"
        lines = table.draw([Note(text)], width, colour=False).splitlines()
        assert max(map(cell_len, lines)) <= width
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        if width > 24:
            assert any("tier_basis=total" in line for line in lines)
            assert not [line for line in lines if line[0] in "，。；：、）"]
