"""The two price documents, typed a second time: every number of both, beside the books that are shipped.

Nothing here is computed. A table is written as its document prints it: the bounds in the document's own sense
(`at_least`, the first count of a tier and the first count no longer in it; `above`, the last count not yet in it
and the last one in it), and prices with their printed digits, without the grouping commas.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

import facefusion_billing
from facefusion_billing.files.books import EDITIONS, read_book
from facefusion_billing.files.clause_texts import book_texts, edition_texts
from facefusion_billing.model.book import (
    Activities,
    FreeCalls,
    Group,
    Groups,
    PackTable,
    RefundRule,
    Settlement,
    TierTable,
)
from facefusion_billing.model.calendar import DISTANT, Span

INTL = read_book("intl")
MAINLAND = read_book("mainland")
IMAGE = INTL.groups["image_basic"]
VIDEO = INTL.groups["video_single_face"]

PACKAGE = Path(facefusion_billing.__file__).parent
SHIPPED = {edition: PACKAGE / "price_books" / f"{edition}.yaml" for edition in EDITIONS}
RAW: dict[str, dict[str, Any]] = {
    edition: yaml.safe_load(path.read_text(encoding="utf-8"))
    for edition, path in SHIPPED.items()
}
SEEDS = Path(os.environ.get("FFBILL_SEEDS", "no folder named"))
"""The documents themselves are not ours to pass on: they lie where FFBILL_SEEDS says."""


def packs(table: PackTable | None) -> list[tuple[int, str]]:
    """The sizes on sale, each with its price as printed."""
    assert table is not None
    return [(row.size, row.price.text) for row in table.sizes]


def tiers(
    table: TierTable | None,
) -> tuple[str, list[tuple[int, int | None, str | None]]]:
    """A tier table as its document prints it: its sense, and the two bounds and price of each row."""
    assert table is not None
    below = table.sense == "at_least"
    rows: list[tuple[int, int | None, str | None]] = []
    for tier in table.tiers:
        lower = tier.first if below else tier.first - 1
        upper = tier.last + 1 if below and tier.last is not None else tier.last
        rows.append((lower, upper, tier.price.text if tier.price else None))
    return table.sense, rows


def activities() -> Activities:
    """The mainland tables."""
    return MAINLAND.activities


# The international document.


def test_the_international_guide_prices_in_dollars() -> None:
    """Every price of the document says USD; it was last updated on 2024-11-07."""
    assert (INTL.id, INTL.currency) == ("intl-2024-11-07", "USD")
    assert INTL.source["last_updated"] == "2024-11-07"


def test_the_international_guide_has_two_interface_groups() -> None:
    """Image Face Fusion (Basic) and Video Face Fusion (Single Face), in that order, and nothing else."""
    assert [(group.name, group.title) for group in INTL.groups.values()] == [
        ("image_basic", "Image Face Fusion (Basic)"),
        ("video_single_face", "Video Face Fusion (Single Face)"),
    ]
    assert isinstance(INTL.offer, Groups)


@pytest.mark.parametrize(
    ("group", "calls", "materials"), [(IMAGE, 1000, 10), (VIDEO, 200, 10)]
)
def test_free_quotas(group: Group, calls: int, materials: int) -> None:
    """Once for each group: 1,000 free image calls, 200 free video calls, and 10 materials for each."""
    assert group.free_pack == FreeCalls(calls, "free-quota")
    assert group.materials is not None
    assert group.materials.free == materials


def test_image_call_packs() -> None:
    """Five packs: 60, 450, 3,000, 17,200 and 45,700 USD."""
    assert packs(IMAGE.call_packs) == [
        (1_000, "60"),
        (10_000, "450"),
        (100_000, "3000"),
        (1_000_000, "17200"),
        (10_000_000, "45700"),
    ]


def test_video_call_packs() -> None:
    """Three packs: 180, 1,500 and 4,300 USD; the two largest image sizes are not sold for video."""
    assert packs(VIDEO.call_packs) == [
        (1_000, "180"),
        (10_000, "1500"),
        (100_000, "4300"),
    ]


def test_image_pay_as_you_go() -> None:
    """Five tiers that hold their lower bound, each printed to three decimals, the last without end."""
    assert tiers(IMAGE.pay_as_you_go) == (
        "at_least",
        [
            (0, 10_000, "0.065"),
            (10_000, 100_000, "0.050"),
            (100_000, 1_000_000, "0.035"),
            (1_000_000, 10_000_000, "0.020"),
            (10_000_000, None, "0.006"),
        ],
    )


def test_video_pay_as_you_go() -> None:
    """One unit price for any volume, printed to two decimals."""
    assert tiers(VIDEO.pay_as_you_go) == ("at_least", [(0, None, "0.20")])


@pytest.mark.parametrize(("group", "limit"), [(IMAGE, 20), (VIDEO, 2)])
def test_qps_limit_of_call_volume_billing(group: Group, limit: int) -> None:
    """In call volume billing an image group has 20 QPS, a video group 2."""
    assert group.qps is not None
    assert group.qps.limit == limit


def test_image_qps_prices() -> None:
    """QPS from 1 to below 50, 50 to below 100, and from 100: by day 75, 60, 50; by month 1,700, 1,450, 1,300."""
    assert IMAGE.qps is not None
    assert tiers(IMAGE.qps.day) == (
        "at_least",
        [(1, 50, "75"), (50, 100, "60"), (100, None, "50")],
    )
    assert tiers(IMAGE.qps.month) == (
        "at_least",
        [(1, 50, "1700"), (50, 100, "1450"), (100, None, "1300")],
    )


def test_video_qps_prices() -> None:
    """QPS from 1 to below 10, 10 to below 20, and from 20: by day 180, 160, 150; by month 5,000, 4,500, 4,250."""
    assert VIDEO.qps is not None
    assert tiers(VIDEO.qps.day) == (
        "at_least",
        [(1, 10, "180"), (10, 20, "160"), (20, None, "150")],
    )
    assert tiers(VIDEO.qps.month) == (
        "at_least",
        [(1, 10, "5000"), (10, 20, "4500"), (20, None, "4250")],
    )


def test_material_packs() -> None:
    """Image materials in tens, hundreds and thousands; video materials in tens only, at five times the price."""
    assert IMAGE.materials is not None
    assert VIDEO.materials is not None
    assert packs(IMAGE.materials.packs) == [(10, "60"), (100, "460"), (1_000, "3430")]
    assert packs(VIDEO.materials.packs) == [(10, "300")]


def test_international_settlement_days() -> None:
    """A month's bill is drawn and settled from the 1st to the 3rd of the next month."""
    assert INTL.settlement == Settlement(1, 3, "settlement")


def test_international_refund_window() -> None:
    """A pack that was not used can be returned within 7 days; exclusions and campaigns have clauses of their own."""
    assert INTL.refund == RefundRule(
        7, "refund", "refund-exclusions", "refund-campaign", {}
    )


# The mainland document.


def test_the_mainland_guide_prices_in_yuan() -> None:
    """Every price of the document says yuan; the document has no date."""
    assert (MAINLAND.id, MAINLAND.currency) == ("mainland-activity", "CNY")
    assert MAINLAND.source["last_updated"] == "undated"
    assert MAINLAND.groups == {}


def test_the_free_test_of_an_activity() -> None:
    """Each activity has 500 free calls, at 1 QPS."""
    assert activities().free == FreeCalls(500, "free-test", 1)


@pytest.mark.parametrize(
    ("package", "calls", "qps", "materials", "change_days", "price"),
    [
        ("1", 10_000, 10, 10, 30, "5000"),
        ("2", 300_000, 50, 30, 365, "20000"),
        ("3", 5_000_000, 50, 1_000, 365, "80000"),
    ],
)
def test_licences(
    package: str, calls: int, qps: int, materials: int, change_days: int, price: str
) -> None:
    """A licence's package fixes its calls, its QPS, its materials, the days they may be changed, and its price."""
    licence = activities().licences[package]
    assert (licence.package, licence.calls, licence.qps) == (package, calls, qps)
    assert (licence.materials, licence.change_days, licence.price.text) == (
        materials,
        change_days,
        price,
    )


def test_there_are_three_licences_and_they_hold_a_year() -> None:
    """Three packages are sold; each holds one year, which is 365 days."""
    assert list(activities().licences) == ["1", "2", "3"]
    assert activities().licence_days == 365


def test_only_licence_3_has_two_readings_of_its_qps() -> None:
    """The table gives 50 QPS for package 3, another page of the vendor 500: an assumption decides."""
    readings = {
        package: licence.qps_reading
        for package, licence in activities().licences.items()
    }
    assert readings == {"1": None, "2": None, "3": "licence_3_qps"}


def test_qps_upgrades() -> None:
    """210 yuan a day for an activity's 10 QPS, up to 1,000 QPS, on days of the coming 30."""
    upgrade = activities().qps_upgrade
    assert upgrade is not None
    assert (upgrade.unit, upgrade.day.text, upgrade.most, upgrade.window_days) == (
        10,
        "210",
        1_000,
        30,
    )


def test_mainland_call_packs() -> None:
    """Five packs: 1,700, 16,000, 48,000, 85,000 and 126,000 yuan."""
    assert packs(activities().call_packs) == [
        (100_000, "1700"),
        (1_000_000, "16000"),
        (5_000_000, "48000"),
        (10_000_000, "85000"),
        (30_000_000, "126000"),
    ]


def test_mainland_postpaid() -> None:
    """Three tiers that hold their upper bound, the last without end; two decimals for the first, three after it."""
    assert tiers(activities().pay_as_you_go) == (
        "above",
        [
            (0, 1_000_000, "0.02"),
            (1_000_000, 5_000_000, "0.012"),
            (5_000_000, None, "0.005"),
        ],
    )


def test_mainland_settlement_day() -> None:
    """A month's bill is drawn and settled on the 1st of the next month."""
    assert MAINLAND.settlement == Settlement(1, 1, "postpaid")


def test_nothing_of_the_mainland_book_is_refundable() -> None:
    """No window is stated: neither packs nor licences are taken back, each by its own note."""
    assert MAINLAND.refund is not None
    assert (MAINLAND.refund.window_days, MAINLAND.refund.clause) == (
        None,
        "packs-no-refund",
    )
    assert MAINLAND.refund.items["licence"] == "licence-no-refund"


@pytest.mark.parametrize("book", [INTL, MAINLAND], ids=lambda book: book.id)
def test_no_month_is_outside_a_shipped_book(book: Any) -> None:
    """Neither document says from when or until when it holds."""
    assert book.in_force == Span(date.min, DISTANT)


# The register of clauses.


def test_every_shipped_edition_is_a_file_and_every_file_an_edition() -> None:
    """What can be asked for by id or alias is what lies in the package."""
    assert sorted(
        path.stem
        for path in (PACKAGE / "price_books").iterdir()
        if path.suffix == ".yaml" and not path.stem.endswith((".clauses", ".errors"))
    ) == sorted(RAW)
    assert {edition: raw["id"] for edition, raw in RAW.items()} == {
        edition: edition for edition in EDITIONS
    }
    assert EDITIONS == {"intl-2024-11-07": "intl", "mainland-activity": "mainland"}


@pytest.mark.parametrize("edition", RAW)
def test_every_clause_is_implemented_or_says_why_not(edition: str) -> None:
    """A clause has a place in the document, and exactly one of `rule` and `not_modelled`."""
    clauses = RAW[edition]["clauses"]
    assert clauses
    for id, clause in clauses.items():
        assert clause.keys() <= {"where", "rule", "not_modelled"}, id
        assert clause["where"].strip(), id
        assert ("rule" in clause) != ("not_modelled" in clause), id
        assert str(clause.get("rule", clause.get("not_modelled"))).strip(), id


def rules() -> dict[str, set[str]]:
    """The modules that the registers of both books name, each with the clauses tied to it."""
    tied: dict[str, set[str]] = {}
    for raw in RAW.values():
        for id, clause in raw["clauses"].items():
            if "rule" in clause:
                tied.setdefault(clause["rule"], set()).add(id)
    return tied


def module_exists(rule: str) -> bool:
    return find_spec(f"facefusion_billing.rules.{rule}") is not None


@pytest.mark.parametrize("rule", sorted(rules()))
def test_every_rule_of_the_register_is_a_module(rule: str) -> None:
    """The `rule` of a clause names a module of `facefusion_billing/rules`."""
    assert module_exists(rule), (
        f"no facefusion_billing/rules/{rule}.py for {', '.join(sorted(rules()[rule]))}"
    )


@pytest.mark.parametrize(
    "rule", sorted(rule for rule in rules() if module_exists(rule))
)
def test_a_rule_says_which_clauses_it_comes_from(rule: str) -> None:
    """The docstring of a module names at least one of the clauses that are tied to it."""
    docstring = import_module(f"facefusion_billing.rules.{rule}").__doc__ or ""
    named = re.search(
        r"^Clauses?: (.+?)(?:\n\n|\Z)", docstring, re.MULTILINE | re.DOTALL
    )
    assert named, f"rules/{rule}.py has no line 'Clauses:'"
    assert rules()[rule] & set(re.findall(r"[a-z0-9-]+", named[1]))


NOT_TABLES = {"source", "in_force", "clauses"}
ROWS = (int, float, list)


def tables(
    node: dict[str, Any], path: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table of a raw book, with its path: what holds numbers (or says `null`) or rows itself."""
    for key, value in node.items():
        if not isinstance(value, dict) or key in NOT_TABLES:
            continue
        where = f"{path}.{key}".lstrip(".")
        if where != "activities" and any(
            part is None or isinstance(part, ROWS) for part in value.values()
        ):
            yield where, value
        else:
            yield from tables(value, where)


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        (
            "intl-2024-11-07",
            {"settlement", "refund"}
            | {
                f"groups.{group}.{part}"
                for group in ("image_basic", "video_single_face")
                for part in (
                    "free_pack",
                    "call_packs",
                    "pay_as_you_go",
                    "qps",
                    "materials",
                )
            },
        ),
        (
            "mainland-activity",
            {
                "settlement",
                "refund",
                "activities.free",
                "activities.licences.1",
                "activities.licences.2",
                "activities.licences.3",
                "activities.qps_upgrade",
                "activities.call_packs",
                "activities.pay_as_you_go",
            },
        ),
    ],
)
def test_every_table_names_its_clause(edition: str, expected: set[str]) -> None:
    """Each table of a shipped book names a clause that stands in its register."""
    raw = RAW[edition]
    found = dict(tables(raw))
    assert found.keys() == expected
    nameless = {
        path
        for path, table in found.items()
        if table.get("clause") not in raw["clauses"]
    }
    assert nameless == set()


@pytest.mark.parametrize("edition", RAW)
def test_every_clause_a_book_names_is_in_its_register(edition: str) -> None:
    """Wherever `clause:` is written in the file, the register has it."""
    written = re.findall(
        r"\bclause: ([a-z0-9-]+)", SHIPPED[edition].read_text(encoding="utf-8")
    )
    assert written
    assert set(written) <= RAW[edition]["clauses"].keys()


# No copy of the documents.

RUN = 8


def words(text: str) -> list[str]:
    """The words of a text, in lower case and without punctuation; a Chinese character is a word."""
    return re.findall(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+", text.lower())


def shared_runs(document: str, ours: str) -> list[str]:
    """The runs of eight words within a line of the document that also stand in a text of ours."""
    mine = words(ours)
    known = {tuple(mine[at : at + RUN]) for at in range(len(mine) - RUN + 1)}
    lines = (words(line) for line in document.splitlines())
    return [
        " ".join(line[at : at + RUN])
        for line in lines
        for at in range(len(line) - RUN + 1)
        if tuple(line[at : at + RUN]) in known
    ]


def test_a_copied_run_of_eight_words_is_seen() -> None:
    """Eight words in a row are found whatever their punctuation, case and line breaks in our file; seven are not."""
    document = "Before. One two, three (four) five: six seven eight. After."
    assert shared_runs(
        document, "x: ONE two three\n  # four five six seven - eight!"
    ) == ["one two three four five six seven eight"]
    assert shared_runs(document, "one two three four five six seven") == []
    assert shared_runs("每个活动均提供免费额度", "# 每个活动均提供免") == [
        "每 个 活 动 均 提 供 免"
    ]
    assert shared_runs("每个活动均提供免费额度", "# 每个活动均提供") == []


@pytest.mark.skipif(
    not SEEDS.is_dir(),
    reason="the documents are not here; FFBILL_SEEDS names their folder",
)
@pytest.mark.parametrize("edition", RAW)
def test_no_sentence_of_the_documents_is_copied(edition: str) -> None:
    """A book carries facts over, not sentences: no eight words in a row of either document stand in it."""
    documents = [
        path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))
    ]
    assert len(documents) == 2
    assert all(len(words(document)) > 1_000 for document in documents)
    ours = SHIPPED[edition].read_text(encoding="utf-8")
    assert [run for document in documents for run in shared_runs(document, ours)] == []


@pytest.mark.parametrize("edition", RAW)
def test_every_clause_says_what_it_says(edition: str) -> None:
    """Each clause of the price file has its words in both languages; one that stands
    with its words alone has a place and is implemented or says why not.
    """
    texts = edition_texts(edition)
    assert set(RAW[edition]["clauses"]) <= set(texts)
    for text in texts.values():
        assert set(text.says) == {"en", "zh"}
        assert all(text.says.values())
        assert text.document
        assert text.clause.where
        assert bool(text.clause.rule) != bool(text.clause.not_modelled)


def test_a_book_has_the_words_of_its_edition_and_its_own(tmp_path: Path) -> None:
    """A clause that a user's book replaces says what that book says."""
    own = tmp_path / "ours.yaml"
    own.write_text(
        "book: 1\nid: ours\nextends: intl\n"
        "clauses: {image-payg: {where: Contract 4, says: All image calls cost 0.04.}}\n"
    )
    texts = book_texts(read_book(str(own)))
    assert texts["image-payg"].in_language("zh") == "All image calls cost 0.04."
    assert texts["overdue"] == edition_texts("intl-2024-11-07")["overdue"]
    assert "activation" in texts
    assert "create-activity" not in texts


NO_FIGURES = {"overdue", "free-quota-change", "refund-steps", "package-advice"}
"""Clauses with numbers that no price file states: hours, minutes, names of licences."""


@pytest.mark.parametrize("edition", RAW)
def test_whose_figures_a_clause_gives(edition: str) -> None:
    """Each clause with a number in its words says in which part of the price file the number stands."""
    for id, text in edition_texts(edition).items():
        has_number = any(letter.isdigit() for letter in text.says["en"])
        if has_number and id not in NO_FIGURES:
            assert text.states, id
        for path in text.states:
            part: Any = RAW[edition]
            # QPS by the day and by the month stand in one table of the file.
            for key in path.replace(".day", "").replace(".month", "").split("."):
                part = part[key]


@pytest.mark.parametrize(
    ("own", "replaced"),
    [
        ("", []),
        ("in_force: {from: 2021-01-01}", []),
        ("activities: {free: {calls: 2000, qps: 3}}", ["free-test"]),
        (
            "activities: {licence_days: 400}",
            ["licence", "licence-no-refund", "packs"],
        ),
        (
            "activities: {pay_as_you_go: {tiers: [{above: 0, unit_price: 0.01}]}}",
            ["postpaid"],
        ),
        ("activities: {qps_upgrade: {day: 200}}", ["qps-upgrade"]),
        ("activities: {qps_upgrade: {most: 500}}", ["more-qps", "qps-upgrade"]),
        ("activities: {call_packs: {discount: 5%}}", ["packs"]),
        ("settlement: {days: [5, 5]}", ["postpaid"]),
    ],
)
def test_a_text_whose_figures_a_book_replaces_is_the_vendors(
    tmp_path: Path, own: str, replaced: list[str]
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(f"book: 1\nid: ours\nextends: mainland\n{own}\n")
    texts = book_texts(read_book(str(path)))
    assert sorted(id for id in texts if texts[id].is_replaced) == replaced


def test_the_same_of_interface_groups(tmp_path: Path) -> None:
    """A limit of its own is no price of QPS, and video is as published."""
    path = tmp_path / "ours.yaml"
    path.write_text(
        "book: 1\nid: ours\nextends: intl\ngroups: {image_basic: {qps: {limit: 5}}}\n"
    )
    texts = book_texts(read_book(str(path)))
    assert [id for id in texts if texts[id].is_replaced] == ["call-volume-limit"]


def test_another_currency_is_in_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("book: 1\nid: ours\nextends: intl\ncurrency: EUR\n")
    texts = book_texts(read_book(str(path)))
    assert all(text.is_replaced == bool(text.states) for text in texts.values())
