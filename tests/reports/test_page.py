"""The HTML page: it stands alone, its pictures say exactly what the bills say, and hostile texts stay texts."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import facefusion_billing
from tests.tools import ROOT, SAMPLES, estimate_json, ffbill, process

SAMPLE_FOLDER = ROOT / "sample_usage"
YEAR = SAMPLE_FOLDER / "full_year.yaml"
HEAD = "version: 1\nprice_book: intl\n"
LIMIT = 2 * 1024 * 1024
VOID = {"meta", "link", "br", "wbr", "input"}


class Element:
    """A tag with what is inside it."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Element | str] = []

    def all(self, tag: str = "") -> Iterator[Element]:
        for child in self.inside:
            if isinstance(child, Element):
                if tag in ("", child.tag):
                    yield child
                yield from child.all(tag)

    @property
    def text(self) -> str:
        return "".join(
            child if isinstance(child, str) else child.text for child in self.inside
        )

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a table's body."""
        return [
            [cell.text for cell in row.all("td")]
            for row in self.all("tr")
            if next(row.all("td"), None)
        ]


class Page(HTMLParser):
    """A page as a tree; every tag that is opened is closed, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.root = html, Element("", {})
        self.open = [self.root]
        self.feed(html)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(
            Element(tag, {name: value or "" for name, value in attrs})
        )

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def figure(self, start: str) -> Element:
        """The figure whose heading starts with that."""
        return next(
            f
            for f in self.root.all("figure")
            if next(f.all("h2")).text.startswith(start)
        )


def page(*words: str | Path) -> Page:
    ran = ffbill("estimate", *words, "-f", "html")
    assert ran.status == 0, ran.err
    return Page(ran.out)


def page_of(tmp_path: Path, text: str, *words: str) -> Page:
    file = tmp_path / "usage.yaml"
    file.write_text(text, encoding="utf-8")
    return page(file, *words)


def check_alone(found: Page) -> None:
    """Nothing is fetched and nothing runs; what is referred to is there, once."""
    elements = list(found.root.all())
    assert not {
        "script",
        "img",
        "iframe",
        "object",
        "embed",
        "image",
        "use",
        "base",
        "form",
    } & {e.tag for e in elements}
    for element in elements:
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href", "data", "srcset"):
            assert element.attributes.get(name, "#").startswith(("#", "data:,"))
    assert "@import" not in found.html
    policy = [
        e.attributes["content"]
        for e in elements
        if e.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; style-src 'unsafe-inline'")
    ids = [
        element.attributes["id"] for element in elements if "id" in element.attributes
    ]
    assert len(ids) == len(set(ids))
    used = [value for e in elements for value in e.attributes.values()]
    assert {
        ref for value in used for ref in re.findall(r"url\(#([^)]*)\)", value)
    } <= set(ids)
    assert {
        e.attributes["aria-labelledby"]
        for e in elements
        if "aria-labelledby" in e.attributes
    } <= set(ids)
    assert len(found.html.encode()) < LIMIT


def pictures(figure: Element) -> list[Element]:
    """What is read out as one picture."""
    return [svg for svg in figure.all("svg") if svg.attributes.get("role") == "img"]


def check_readable(found: Page) -> None:
    """Every picture has words, a label and its figures as a table; every table has heads and scrolls by keyboard."""
    for figure in found.root.all("figure"):
        assert len(next(figure.all("figcaption")).text) > len(
            next(figure.all("h2")).text
        )
        [picture] = pictures(figure)
        words = {e.attributes.get("id"): e.text for e in picture.all()}
        title, says = (
            words[picture.attributes[name]]
            for name in ("aria-labelledby", "aria-describedby")
        )
        assert title == next(figure.all("h2")).text
        assert says
        assert says in " ".join(p.text for p in figure.all("p"))
        assert list(figure.all("table"))
    for table in found.root.all("table"):
        assert all(head.attributes.get("scope") == "col" for head in table.all("th"))
        assert next(table.all("caption")).text
    boxes = [e for e in found.root.all("div") if e.attributes.get("class") == "scroll"]
    assert len(boxes) == len(list(found.root.all("table")))
    assert all(
        box.attributes["tabindex"] == "0" and box.attributes["aria-label"]
        for box in boxes
    )
    assert next(found.root.all("html")).attributes["lang"] == "en"
    assert len(list(found.root.all("h1"))) == len(list(found.root.all("main"))) == 1


ANSWERS = {
    "estimate": ("estimate", YEAR),
    "recommend": ("recommend", SAMPLE_FOLDER / "qps_campaign.yaml"),
    "quote": ("quote", "--calls", "95k", "--months", "6"),
    "compare": (
        "compare",
        SAMPLE_FOLDER / "dead_zone.yaml",
        SAMPLE_FOLDER / "steady_app.yaml",
    ),
    "refund": (
        "refund",
        SAMPLE_FOLDER / "refund_window.yaml",
        "--as-of",
        "2020-10-08",
    ),
}
"""Each answer that has a page."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("answers")
    for name, words in ANSWERS.items():
        ran = ffbill(*words, "-o", folder / f"{name}.html")
        assert ran.status == 0, ran.err
    return {name: folder / f"{name}.html" for name in ANSWERS}


class TestEveryAnswer:
    """Each answer has a page, by its ending, and all pages end with where they come from."""

    @pytest.mark.parametrize("name", ANSWERS)
    def test_it_stands_alone_and_is_readable(
        self, answers: dict[str, Path], name: str
    ) -> None:
        found = Page(answers[name].read_text(encoding="utf-8"))
        check_alone(found)
        check_readable(found)
        assert list(found.root.all("figure"))

    @pytest.mark.parametrize("name", ANSWERS)
    def test_it_says_where_it_comes_from(
        self, answers: dict[str, Path], name: str
    ) -> None:
        found = Page(answers[name].read_text(encoding="utf-8"))
        [footer] = found.root.all("footer")
        assert (
            "Prices: Face Fusion Purchase Guide (international), last updated 2024-11-07, price book intl-2024-11-07."
            in footer.text
        )
        assert f"Computed by ffbill {facefusion_billing.__version__}." in footer.text
        assert "before tax" in footer.text
        assert "general information, not terms" in footer.text

    def test_titles(self, answers: dict[str, Path]) -> None:
        heads = {
            name: next(Page(file.read_text(encoding="utf-8")).root.all("h1")).text
            for name, file in answers.items()
        }
        assert heads["estimate"] == "Portrait studio, 2025"
        assert heads["compare"].startswith("Face Fusion bill ")

    def test_a_quote_has_no_current_plan(self, answers: dict[str, Path]) -> None:
        assert "current" not in answers["quote"].read_text(encoding="utf-8").lower()

    def test_what_can_be_returned_and_until_when(
        self, answers: dict[str, Path]
    ) -> None:
        """On 8 October 2020 MIXED (delivered on the 1st) has its last day, of Q3-1 (on the 2nd) two packs are unused: 33.33 and 26.67 or 26.66."""
        found = Page(answers["refund"].read_text(encoding="utf-8"))
        figure = found.figure("Days left")
        assert [strip.text for strip in figure.all("li")] == [
            "days left",
            "MIXED · 3,300.00 USD until today",
            "Q3-1 #2 · 60.00 USD until 2020-10-09 (1 day)",
            "Q3-1 #3 · 59.99 USD until 2020-10-09 (1 day)",
        ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_sample(sample: Path) -> None:
    found = page(sample)
    check_alone(found)
    check_readable(found)
    total = estimate_json(sample)["total"]
    assert next(
        e for e in found.root.all("p") if e.attributes.get("class") == "headline"
    ).text.startswith(f"{Decimal(total):,}")


def money(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


class TestPicturesSayWhatTheBillsSay:
    """The tables of the pictures, against the JSON and sums by hand (the amounts of the sample: tests/by_hand/test_samples)."""

    def test_monthly_cost_by_kind(self) -> None:
        table = next(page(YEAR).figure("Monthly cost").all("table"))
        heads = [head.text for head in table.all("th")]
        assert heads == [
            "Month",
            "pay-as-you-go",
            "call packs",
            "QPS",
            "material packs",
            "Total",
        ]
        kinds = ("pay_as_you_go", "call_pack", "qps", "material_pack")
        for row, bill in zip(table.rows, estimate_json(YEAR)["bills"], strict=True):
            sums = [
                sum(Decimal(ln["amount"]) for ln in bill["lines"] if ln["kind"] == kind)
                for kind in kinds
            ]
            assert row[0] == bill["month"]
            assert [money(cell) for cell in row[1:]] == [*sums, Decimal(bill["total"])]

    def test_extremes_in_words(self) -> None:
        caption = next(page(YEAR).figure("Monthly cost").all("figcaption")).text
        assert (
            "2025-06 costs most, 12,300.00 USD; 2025-10 least, 450.00 USD." in caption
        )

    def test_paid_and_used(self) -> None:
        """1,560 + 2,800 + 3,000 = 7,360 paid; of the pack 62,000 calls: 3,000 x 0.62 = 1,860, so 6,220 used."""
        figure = page(YEAR).figure("Cost added up")
        rows = next(figure.all("table")).rows
        assert rows[2] == ["2025-03", "7,360.00", "6,220.00"]
        assert rows[-1] == ["2025-12", "40,010.00", "40,010.00"]

    def test_cost_curve(self) -> None:
        """The largest month has 120,000 billable calls; x 1.3 = 156,000 x 0.035 = 5,460.00. 9,999 x 0.065 = 649.935."""
        figure = page(YEAR).figure("What calls cost: image_basic")
        months, tiers = figure.all("table")
        lines = [
            (bill["month"], line["quantity"], line["amount"])
            for bill in estimate_json(YEAR)["bills"]
            for line in bill["lines"]
            if line["kind"] == "pay_as_you_go"
        ]
        assert [
            (row[0], str(money(row[1])), str(money(row[2]))) for row in months.rows
        ] == lines
        assert tiers.rows == [
            ["0", "9,999", "0.065", "0.00", "649.94"],
            ["10,000", "99,999", "0.050", "500.00", "4,999.95"],
            ["100,000", "156,000", "0.035", "3,500.00", "5,460.00"],
        ]

    def test_dead_zones(self) -> None:
        """500.00 / 0.065 = 7,692.3 and 3,500.00 / 0.050 = 70,000; April has 72,000, May 95,000, August 93,000."""
        caption = next(page(YEAR).figure("What calls cost").all("figcaption")).text
        assert (
            "Each count from 7,693 to 9,999 costs more than 10,000 calls, which cost 500.00 USD."
            in caption
        )
        assert (
            "Each count from 70,001 to 99,999 costs more than 100,000 calls, which cost 3,500.00 USD."
            in caption
        )
        assert caption.count("Each count") == 2
        assert "3 months lie in a dead zone: 2025-04, 2025-05, 2025-08." in caption

    def test_a_dead_zone_over_two_tiers_is_told_once(self) -> None:
        """20 calls x 0.01 = 0.20: 3 x 0.10 = 0.30 and all counts up to 19 x 0.09 = 1.71 cost more, in both tiers."""
        from facefusion_billing.billing.chart_data import _zones
        from facefusion_billing.model.book import Tier, TierTable
        from facefusion_billing.model.money import Price

        prices = Price(10, 2), Price(9, 2), Price(1, 2)
        tiers = (
            Tier(0, 9, prices[0]),
            Tier(10, 19, prices[1]),
            Tier(20, None, prices[2]),
        )
        assert _zones(TierTable(tiers, "at_least", ""), 30) == ((3, 19, 20, 20),)
        assert _zones(TierTable(tiers, "at_least", ""), 3) == ()

    def test_calls_that_count_for_the_tier_too_are_named(self) -> None:
        told = "a month may lie off the line"
        assert told not in page(YEAR).html
        caption = next(
            page(YEAR, "--assume", "tier_basis=total")
            .figure("What calls")
            .all("figcaption")
        ).text
        assert told in caption
        # April has 72,000 billable calls and pays the price of 110,000: no more calls would cost less.
        assert "2 months lie in a dead zone: 2025-05, 2025-08." in caption

    def test_packs(self) -> None:
        """P-1 serves March's 62,000 calls of 100,000, then 38,000 of April's; P-2 8,000 of 10,000 in October."""
        rows = next(page(YEAR).figure("Calls left").all("table")).rows
        left = {(row[0], row[2]): row[3] for row in rows}
        assert left["F-1", "2025-01-31"] == "0"
        assert (left["P-1", "2025-03-31"], left["P-1", "2025-04-30"]) == ("38,000", "0")
        assert (left["P-2", "2025-10-31"], left["P-2", "2025-11-30"]) == ("2,000", "0")
        assert ("P-1", "2025-02-28") not in left

    def test_a_pack_that_expires(self, tmp_path: Path) -> None:
        """1,000 and 4,000 calls leave 5,000 of 10,000; the year that began on 2024-01-15 ends on 2025-01-14."""
        found = page_of(
            tmp_path,
            f"{HEAD}usage: {{image_basic: {{calls: {{2024-02: 1000, 2024-12: 4000, 2025-02: 7}}}}}}\norders:\n"
            "  - {id: P, item: call_pack, for: image_basic, size: 10k, date: 2024-01-15}\n",
        )
        figure = found.figure("Calls left")
        assert (
            "5,000 calls of P are left when it ends on 2025-01-14."
            in next(figure.all("figcaption")).text
        )
        assert next(figure.all("table")).rows[-1] == [
            "P",
            "image_basic",
            "2025-01-14",
            "5,000",
        ]
        assert "P · image_basic · 10,000 calls 5,000 expired" in {
            strip.text for strip in figure.all("li")
        }

    def test_account(self) -> None:
        figure = page(YEAR).figure("Account balance")
        caption = next(figure.all("figcaption")).text
        assert "The balance is least on 2025-09-01: -2,800.00 USD." in caption
        assert (
            "The service is stopped from 2025-09-02 to 2025-09-10; 9,000 calls are refused."
            in caption
        )
        ledger = [
            (e["date"], e["amount"], e["balance"])
            for e in estimate_json(YEAR)["account"]["ledger"]
        ]
        rows = next(figure.all("table")).rows
        assert [
            (row[0], str(money(row[2])), str(money(row[3]))) for row in rows
        ] == ledger

    def test_months_asked_for(self) -> None:
        found = page(YEAR, "--month", "2025-03", "--month", "2025-05")
        assert [row[0] for row in next(found.figure("Monthly").all("table")).rows] == [
            "2025-03",
            "2025-05",
        ]
        assert [
            row[0] for row in next(found.figure("What calls").all("table")).rows
        ] == ["2025-05"]

    def test_axes_have_units(self) -> None:
        texts = {
            start: {text.text for text in page(YEAR).figure(start).all("text")}
            for start in (
                "Monthly cost",
                "Cost added up",
                "What calls cost",
                "Account balance",
            )
        }
        assert {"USD per month", "month"} <= texts["Monthly cost"]
        assert {"USD to the end of the month", "month"} <= texts["Cost added up"]
        assert {"USD per month", "billable calls per month"} <= texts["What calls cost"]
        assert {"balance in USD", "day"} <= texts["Account balance"]


HOSTILE = """=cmd|'/c calc'!A0 <script>alert(1)</script> \\x1b[31m"""


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    order = "<img src=http://x.test/a onerror=alert(1)> \\x1b]8;;http://x.test\\x07 \\u202e url(#x)"
    found = page_of(
        tmp_path,
        f'{HEAD}title: "{HOSTILE}"\nusage: {{image_basic: {{calls: {{2025-01: 20k}}}}}}\norders:\n'
        f'  - {{id: "{order}", item: call_pack, for: image_basic, size: 10k, date: 2025-01-01}}\n',
    )
    check_alone(found)
    check_readable(found)
    assert next(found.root.all("h1")).text == HOSTILE
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", found.html)
    assert "<script" not in found.html
    assert "<img" not in found.html


def test_two_runs_write_the_same_bytes() -> None:
    runs = [
        process("estimate", YEAR, "-f", "html", env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert len(runs[0].stdout) < 200_000


NO_PICTURES = {"usage: {}\n": 0, "usage: {image_basic: {calls: {2025-01: 0}}}\n": 1}


@pytest.mark.parametrize(("usage", "figures"), NO_PICTURES.items())
def test_nothing_to_bill(tmp_path: Path, usage: str, figures: int) -> None:
    found = page_of(tmp_path, HEAD + usage)
    check_alone(found)
    check_readable(found)
    assert len(list(found.root.all("figure"))) == figures


def test_one_month_in_words(tmp_path: Path) -> None:
    """5 x 0.065 = 0.325."""
    found = page_of(tmp_path, HEAD + "usage: {image_basic: {calls: {2025-01: 5}}}\n")
    assert (
        "2025-01 costs 0.33 USD."
        in next(found.figure("Monthly").all("figcaption")).text
    )


def test_ten_years(tmp_path: Path) -> None:
    """120 months stay readable and small: a name for each year or fewer, and the bills below the pictures."""
    found = page_of(
        tmp_path,
        HEAD
        + "usage: {image_basic: {calls: {from: 2016-01, months: 120, start: 80k, growth: 2%}}}\n",
    )
    check_alone(found)
    [picture] = pictures(found.figure("Monthly"))
    named = [t for t in picture.all("text") if re.fullmatch(r"\d{4}-\d\d", t.text)]
    assert [t.text for t in named] == [f"{year}-01" for year in range(2016, 2026)]
    assert [t.text for t in named if t.attributes["class"] == "x"] == [
        f"{year}-01" for year in range(2016, 2026, 2)
    ]
    assert len(next(found.figure("Monthly").all("table")).rows) == 120
    heads = [head.text for head in found.root.all("h2")]
    assert heads.index("What calls cost: image_basic, USD") < heads.index("Bills")


def test_many_packs(tmp_path: Path) -> None:
    found = page_of(
        tmp_path,
        f"{HEAD}usage: {{image_basic: {{calls: {{2025-01: 10}}}}}}\norders:\n"
        "  - {id: P, item: call_pack, for: image_basic, size: 1k, quantity: 299, date: 2025-01-01}\n"
        "  - {id: Q, item: call_pack, for: image_basic, size: 10k, date: 2025-01-20}\n",
    )
    figure = found.figure("Calls left")
    assert (
        "Only the 20 largest of 300 packs are shown."
        in next(figure.all("figcaption")).text
    )
    rows = next(figure.all("table")).rows
    assert len(rows) == 20
    assert rows[-1] == ["Q", "image_basic", "2025-01-31", "10,000"]


def test_recommendation() -> None:
    from facefusion_billing.answers.recommend import RecommendOptions, recommend
    from facefusion_billing.cli.inputs import load_scenario
    from facefusion_billing.reports.page.recommendation_page import recommendation_page

    scenario = load_scenario(str(YEAR), None, {})
    answer = recommend(scenario, {}, RecommendOptions(details=False, pictures=True))
    found = Page(recommendation_page(answer))
    check_alone(found)
    check_readable(found)
    figure = found.figure("Cost of the plans")
    table = next(figure.all("table"))
    shown = [plan for plan in answer.plans if plan.total is not None]
    assert next(table.all("th")).text == "Month"
    assert [money(cell) * 100 for cell in table.rows[-1][1:]] == [
        plan.total for plan in shown
    ]
    missing = [plan for plan in answer.plans if plan.total is None]
    assert ("Not shown" in next(figure.all("figcaption")).text) == bool(missing)
    assert found.figure("Cheapest plan: Monthly cost")


class TestMonthsBeside:
    """Scenarios side by side: a month that one does not have is empty, and bars too thin to see become lines."""

    @staticmethod
    def drawn(months: int) -> Page:
        from facefusion_billing.model.calendar import Month
        from facefusion_billing.reports.page.figures import months_beside
        from facefusion_billing.reports.page.page import page as drawn

        span = [Month(2025, 1).plus(index) for index in range(months)]
        amounts = {
            "A: <b>": [(month, 123456) for month in span],
            "B": [(month, -50) for month in span[1:]],
        }
        return Page(drawn("Compare", [], [months_beside(amounts, "CNY")], []))

    def test_table(self) -> None:
        found = self.drawn(2)
        check_alone(found)
        check_readable(found)
        assert next(found.figure("Cost of each month, CNY").all("table")).rows == [
            ["2025-01", "1,234.56", ""],
            ["2025-02", "1,234.56", "-0.50"],
        ]

    def test_bars_until_they_would_be_hairs(self) -> None:
        assert (
            "url(#fill-s1)"
            in [bar.attributes.get("fill") for bar in self.drawn(12).root.all("rect")][
                -24:
            ]
        )
        [thin] = pictures(self.drawn(120).figure("Cost"))
        assert not list(thin.all("rect"))
        assert [
            path.attributes.get("stroke-dasharray") for path in thin.all("path")
        ] == [
            None,
            "8 4",
        ]


class TestDrawing:
    """Where things stand in a picture, by hand."""

    def test_bars_reach_their_amounts(self, tmp_path: Path) -> None:
        """50,000 x 0.050 = 2,500.00, drawn over 0 to 2,600.01: the bar is 250,000 of 260,001, 96.15 % high, so its top is 3.85 %
        down. Of two months of 600 calls each takes a half; a bar fills 88 % of it: 3 % to 47 %.
        """
        found = page_of(
            tmp_path,
            HEAD + "usage: {image_basic: {calls: {2025-01: 50k, 2025-02: 25k}}}\n",
        )
        [picture] = pictures(found.figure("Monthly"))
        first, second = picture.all("rect")
        shown = [first.attributes[name] for name in ("x", "width", "y", "height")]
        assert shown == ["3%", "44%", "3.85%", "96.15%"]
        assert second.attributes["x"] == "53%"

    def test_a_line_and_its_marks_stand_in_the_same_places(self) -> None:
        [picture] = pictures(page(YEAR).figure("Cost added up"))
        path = next(picture.all("path")).attributes["d"]
        spots = [int(number) for number in re.findall(r"\d+", path)]
        marks = [e.attributes for e in picture.all("svg") if "x" in e.attributes]
        places = [
            float(mark[key][:-1]) * 100 for mark in marks[:12] for key in ("x", "y")
        ]
        assert places == pytest.approx(spots)

    @pytest.mark.parametrize(
        ("low", "high", "ticks"),
        [
            (0, 1, [0, 1]),
            (0, 650, [0, 100, 200, 300, 400, 500, 600]),
            (0, 10**40, [0, 2 * 10**39]),
            (-300, 60, [-300, -200, -100, 0]),
        ],
    )
    def test_round_amounts_are_named(
        self, low: int, high: int, ticks: list[int]
    ) -> None:
        from facefusion_billing.reports.page.scales import Scale

        found = [*Scale(low, high).ticks(7)]
        assert found[: len(ticks)] == ticks
        assert 2 <= len(found) <= 7

    def test_a_figure_of_any_size_is_drawn(self, tmp_path: Path) -> None:
        """10^29 calls at 0.006 are 6 x 10^26; an axis to there is named by powers of ten."""
        found = page_of(
            tmp_path,
            HEAD + f"usage: {{image_basic: {{calls: {{2025-01: {10**29}}}}}}}\n",
        )
        check_alone(found)
        check_readable(found)
        texts = {t.text for t in found.figure("Monthly").all("text")}
        assert {"5E+26", "6E+26"} <= texts

    def test_texts_in_pictures_are_as_they_are(self, tmp_path: Path) -> None:
        orders = ("INV-2025.12345", "INV-2025.12346", 'x role="y" z', "a" * 300)
        rows = "".join(
            f"  - {{id: '{id}', item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}}\n"
            for id in orders
        )
        found = page_of(
            tmp_path,
            f"{HEAD}usage: {{image_basic: {{calls: {{2025-01: 10}}}}}}\norders:\n{rows}",
        )
        shown = [strip.text for strip in found.figure("Calls left").all("li")]
        for order in orders:
            assert any(text.startswith(f"{order} · ") for text in shown)


# In a browser.

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]

MEASURE = """
const seen = [...document.querySelectorAll('figure > svg')];
const body = getComputedStyle(document.documentElement);
return {
  across: document.documentElement.scrollWidth, window: window.innerWidth, paper: body.backgroundColor,
  fetched: performance.getEntriesByType('resource').length,
  pictures: seen.map(svg => ({
    name: svg.querySelector('title').textContent,
    texts: [...svg.querySelectorAll('text')].filter(text => getComputedStyle(text).display !== 'none').map(text => {
      const box = text.getBoundingClientRect(), size = parseFloat(getComputedStyle(text).fontSize);
      return [text.textContent, box.left, box.right, box.top, box.bottom, size];
    })}))};
"""


CUT = """
document.querySelectorAll('details').forEach(folded => folded.open = true);
document.querySelectorAll('input').forEach(box => box.checked = true);
return [...document.querySelectorAll('.scroll')].filter(box => box.scrollWidth > box.clientWidth + 1)
  .map(box => box.getAttribute('aria-label'));
"""
"""The tables that do not fit their place, everything unfolded."""


class Browser:
    """Chromium, driven over WebDriver."""

    def __init__(self, port: str, profile: Path) -> None:
        self.base = f"http://127.0.0.1:{port}/session"
        flags = [*FLAGS, f"--user-data-dir={profile}"]
        options = {"args": flags, "binary": shutil.which("chromium")}
        session = self.ask(
            "", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        )
        self.base += f"/{session['sessionId']}"

    def ask(self, path: str, body: dict[str, Any], method: str = "POST") -> Any:
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(
            self.base + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.loads(reply.read())["value"]

    def show(self, file: Path, width: int, colours: str = "light") -> Any:
        metrics = {
            "width": width,
            "height": 900,
            "deviceScaleFactor": 1,
            "mobile": False,
        }
        self.ask(
            "/goog/cdp/execute",
            {"cmd": "Emulation.setDeviceMetricsOverride", "params": metrics},
        )
        media = {"features": [{"name": "prefers-color-scheme", "value": colours}]}
        self.ask(
            "/goog/cdp/execute", {"cmd": "Emulation.setEmulatedMedia", "params": media}
        )
        self.ask("/url", {"url": file.as_uri()})
        return self.run(MEASURE)

    def run(self, script: str) -> Any:
        return self.ask("/execute/sync", {"script": script, "args": []})

    def printed(self) -> bytes:
        return base64.b64decode(
            self.ask("/print", {"page": {"width": 21.0, "height": 29.7}})
        )


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    driver = shutil.which("chromedriver")
    if driver is None or shutil.which("chromium") is None:
        pytest.skip("Chromium and its driver are not installed")
    with subprocess.Popen(
        [driver, "--port=0"], stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        port = next(
            m[1]
            for line in running.stdout
            if (m := re.search(r"started successfully on port (\d+)", line))
        )
        opened = Browser(port, tmp_path_factory.mktemp("profile"))
        yield opened
        opened.ask("", {}, "DELETE")
        running.terminate()


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("page") / "year.html"
    assert ffbill("estimate", YEAR, "-o", file).status == 0
    return file


def meeting(texts: list[list[Any]]) -> list[tuple[str, str]]:
    """The texts of a picture that lie over each other."""
    return [
        (one[0], other[0])
        for index, one in enumerate(texts)
        for other in texts[index + 1 :]
        if min(one[2], other[2]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[3], other[3]) > 3
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 770, 400])
def test_readable_in_a_browser(
    browser: Browser, year: Path, width: int, colours: str
) -> None:
    """Nothing is fetched, the page is not wider than its window, no text lies over another or is too small."""
    seen = browser.show(year, width, colours)
    assert (seen["window"], seen["fetched"]) == (width, 0)
    assert seen["across"] <= width
    assert seen["paper"] == (
        "rgb(255, 255, 255)" if colours == "light" else "rgb(20, 24, 30)"
    )
    assert len(seen["pictures"]) == 5
    for picture in seen["pictures"]:
        assert meeting(picture["texts"]) == []
        for text, left, right, _top, _bottom, size in picture["texts"]:
            assert left >= 0, text
            assert right <= width, text
            assert size >= 10, text


@pytest.mark.parametrize("name", ANSWERS)
def test_no_column_is_hidden_on_a_phone(
    browser: Browser, answers: dict[str, Path], name: str
) -> None:
    seen = browser.show(answers[name], 400)
    assert seen["across"] <= 400
    assert browser.run(CUT) == []


@pytest.mark.parametrize("name", ANSWERS)
def test_texts_of_pictures_do_not_meet(
    browser: Browser, answers: dict[str, Path], name: str
) -> None:
    for width in (1280, 400):
        for picture in browser.show(answers[name], width)["pictures"]:
            assert meeting(picture["texts"]) == []


def test_prints_on_few_pages(browser: Browser, year: Path, tmp_path: Path) -> None:
    browser.show(year, 1280)
    file = tmp_path / "year.pdf"
    file.write_bytes(browser.printed())
    assert file.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext") is not None:
        text = subprocess.run(
            ["pdftotext", "-layout", file, "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert 2 <= text.count("\f") <= 8
        assert "= 30,000 x 0.050" in text
        assert "clauses image-payg" in text
        assert "40,010.00 USD" in text
        assert "The figures of this picture" not in text


def test_characters_that_are_none_are_written_out(tmp_path: Path) -> None:
    """U+FFFF may stand in no XML, so no picture could be drawn with it."""
    file = tmp_path / "usage.yaml"
    file.write_text(
        'version: 1\nprice_book: mainland\nusage: {"a\\uFFFF": {calls: {2021-03: 100}}}\n'
        'orders: [{id: "L\\uFFFE", item: licence, for: "a\\uFFFF", package: 1, date: 2021-03-01}]\n',
        encoding="utf-8",
    )
    ran = ffbill("estimate", file, "-f", "html")
    assert ran.status == 0
    assert "a\\uffff" in ran.out
    assert not {"\uffff", "\ufffe"} & set(ran.out)
