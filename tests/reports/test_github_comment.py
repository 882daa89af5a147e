"""The comment on a pull request: totals first, details folded, found by its marker, harmless whatever is in it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.renderers.github_comment import LIMIT, draw, marker
from tests.tools import ffbill

USAGE = """version: 1
title: {title}
price_book: intl
usage:
  image_basic:
    calls: {{2025-01: 12_000}}
orders:
  - {{id: {id}, item: call_pack, for: image_basic, size: 1k, date: 2025-01-05}}
"""


class Page(HTMLParser):
    """What a browser would make of the comment; the text inside `code` and `pre` is not linked by GitHub."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.comments: list[str] = []
        self.texts: list[str] = []
        self.plain: list[str] = []
        self.feed(
            MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
        )
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.lasttag not in ("code", "pre"):
            self.plain.append(data)


def grid(title: str, rows: int = 1, cell: str = "x") -> Grid:
    return Grid(
        title, (Column("What"), Column("Amount", True)), (Row((cell, "1.00")),) * rows
    )


def usage(
    folder: Path, title: str = "Cards", id: str = "P-1", name: str = "usage.yaml"
) -> Path:
    path = folder / name
    path.write_text(USAGE.format(title=title, id=id), encoding="utf-8")
    return path


def test_totals_first_details_folded() -> None:
    blocks: list[Block] = [
        Note("Cards", "title"),
        Note("9.00 USD in all"),
        grid("Bills"),
        grid("Packs"),
        Note(""),
        Note("why", "faint"),
    ]
    assert draw(blocks, "estimate usage.yaml") == (
        "<!-- ffbill: estimate usage.yaml -->\n\n"
        "### Cards\n\n"
        "9.00 USD in all\n\n"
        "#### Bills\n\n"
        "| What | Amount |\n| --- | ---: |\n| x | 1.00 |\n\n"
        "<details><summary>Packs</summary>\n\n"
        "| What | Amount |\n| --- | ---: |\n| x | 1.00 |\n\n"
        "</details>\n\n"
        "<details><summary>Notes</summary>\n\n- why\n\n</details>\n"
    )


def test_a_bill_as_a_comment(tmp_path: Path) -> None:
    """12,000 calls, 1,000 of them from the pack: 11,000 x 0.050 = 550.00, and 60.00 for the pack: 610.00."""
    path = usage(tmp_path)
    ran = ffbill(
        "estimate",
        path,
        "-f",
        "github-comment",
        "--fail-over",
        "609.99",
        "--fail-over-month",
        "610",
    )
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[0] == f"<!-- ffbill: estimate {path} -->"
    top = [line for line in lines[1 : lines.index("#### Bills")] if line]
    assert top == [
        "### Face Fusion bill 610.00 USD, over the limit of 609.99 USD by 0.01",
        "Cards",
        "610.00 USD in all, 2025-01, price book intl-2024-11-07",
        r"**FAILED --fail-over: over the limit of 609.99 USD by 0.01**",
        r"--fail-over-month 610.00: met (610.00 USD)",
    ]
    folded = re.findall("<summary>(.*?)</summary>", ran.out)
    assert folded[:3] == ["Where the calls went", "By kind", "Packs"]
    assert ran.out.count("<details>") == ran.out.count("</details>") == len(folded)


def test_an_incomplete_bill_says_so_on_top(tmp_path: Path) -> None:
    """500 calls of an activity are free; without a licence the other 200 of 700 are refused."""
    path = tmp_path / "usage.yaml"
    path.write_text(
        "version: 1\nprice_book: mainland\nusage: {party: {calls: {2021-05: 700}}}\norders: []\n",
        encoding="utf-8",
    )
    out = ffbill("estimate", path, "-f", "github-comment").out
    assert "**INCOMPLETE: 200 calls" in out[: out.index("#### Bills")]


def test_a_comparison_as_a_comment(tmp_path: Path) -> None:
    """The same calls with and without the pack: 12,000 x 0.050 = 600.00; with the pack 610.00, 10.00 more."""
    base = tmp_path / "base.yaml"
    base.write_text(
        USAGE.format(title="Cards", id="P-1").split("orders:")[0] + "orders: []\n",
        encoding="utf-8",
    )
    other = usage(tmp_path)
    ran = ffbill(
        "compare", base, other, "-f", "github-comment", "--fail-increase", "1%"
    )
    assert ran.status == 1
    title = "### Face Fusion bill +10.00 USD (+1.67 %), over the 1 % limit"  # 10 / 600
    assert ran.out.startswith(f"<!-- ffbill: compare {base} {other} -->\n\n{title}\n")
    assert (
        ran.out.index("FAILED")
        < ran.out.index("#### Totals")
        < ran.out.index("<details>")
    )
    assert "| 610.00 | USD | +10.00 | +1.67 % |" in ran.out  # 10 / 600 = 1.666... %


def test_long_first_tables_are_folded_and_warnings_are_not() -> None:
    assert "#### Bills" in draw([grid("Bills", 12)], "k")
    assert "<summary>Bills</summary>" in draw([grid("Bills", 13)], "k")
    told = draw(
        [grid("Bills"), Note("over the limit", "warning"), Note("assumes", "faint")],
        "k",
    )
    assert "#### Warnings and notes\n\n- over the limit\n- assumes\n" in told
    assert "<summary>Warnings and notes</summary>" in draw(
        [grid("Bills"), *[Note("over", "warning")] * 13], "k"
    )


HOSTILE = [
    "=cmd|'/c calc'!A0",
    "<script>alert(1)</script>",
    "</details></summary><img src=x onerror=alert(1)>",
    "--> <b>out of the marker</b> <!--",
    "@everyone @octo/team a@example.com",
    "#123 octo/repo#4 GH-5 gh-6",
    "https://example.com/a www.example.com mailto:a@example.com",
    "`code` ```\nfence",
    "a | b || c \\| d \\",
    "**bold** _em_ ~~gone~~ [link](http://x.example) ![image](//x.example/y)",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709 octo/app@da39a3ee5e DA39A3EE",
    "0da39a3ee5e6b4b0d3255bfef95601890afd80709 x_da39a3e 20250131",
    "$a_b$ and $$c$$ costs $5",
    ":tada: :+1:",
    "# heading\n- item\n> quote\n| - |\n---",
    "\x1b[31mred\x1b[0m \u202eover \u200bhidden \ud800",
    "&lt;script&gt; &#64;here &commat;all",
    "<!-- ffbill: estimate other.yaml -->",
]
OURS = {
    "h3",
    "h4",
    "p",
    "strong",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "details",
    "summary",
    "ul",
    "li",
    "span",
}
LINKED = re.compile(
    r"@\w|#\w|GH-\d|://|www\.|mailto:\w|:(tada|\+1):|\$|[0-9a-f]{7}", re.IGNORECASE
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_does_nothing(text: str) -> None:
    """Wherever it stands: no element, no link, no mention, no second marker; one row stays one row."""
    blocks: list[Block] = [
        *[Note(text, style) for style in ("title", "plain", "alert")],
        Grid(
            text,
            (Column(text), Column("Amount", True)),
            (Row((text, "1.00")), Row((text, "1.00"), "total")),
        ),
        *[Note(text, style) for style in ("warning", "plain", "faint", "met")],
        grid(text),
    ]
    drawn = draw(blocks, f"estimate {text}")
    page = Page(drawn)
    assert set(page.tags) <= OURS
    assert page.tags.count("details") == page.tags.count("summary") == 1
    assert (page.tags.count("tr"), page.tags.count("td")) == (3 + 2, 4 + 2)
    assert page.comments == [drawn.split("\n", 1)[0][4:-3]]
    spans = "".join(page.plain).count("$")
    assert page.tags.count("span") == spans
    assert not [
        found for part in page.plain if part != "$" for found in LINKED.findall(part)
    ]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800-\udfff]", drawn)
    if text.isascii() and text.isprintable():
        assert (
            "".join(page.texts).replace("\u200b", "").count(text.strip()) == 12
        )  # 4 headlines, a heading, a column, 2 cells, 3 notes, a summary


def test_hostile_files_through_the_command(tmp_path: Path) -> None:
    """Title, id and file name at once, as a contributor could send them."""
    path = usage(
        tmp_path,
        '"<script>alert(1)</script> @everyone #1"',
        "\"=cmd|'/c calc'!A0\\e[31m\"",
        "-->@x|`y`.yaml",
    )
    ran = ffbill("estimate", path, "-f", "github-comment")
    assert ran.status == 0
    page = Page(ran.out)
    assert set(page.tags) <= OURS
    assert len(page.comments) == 1
    assert not [found for part in page.plain for found in LINKED.findall(part)]
    assert r"=cmd|'/c calc'!A0\x1b[31m" in page.texts
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    "name",
    [
        "a--b.yaml",
        "a-->.yaml",
        "a--!>.yaml",
        "a\nb.yaml",
        "春.yaml",
        "\udcff.yaml",
        "-",
        "%2D",
    ],
)
def test_the_marker_is_one_hidden_line(name: str) -> None:
    line = marker(f"estimate {name}")
    inside = line.removeprefix("<!-- ").removesuffix(" -->")
    assert line == f"<!-- {inside} -->"
    assert inside.isascii()
    assert inside.isprintable()
    assert "--" not in inside
    assert ">" not in inside


def test_the_marker_is_of_its_command_and_files() -> None:
    """The same for the same; another for another, even where one name is the escape of the other."""
    keys = [
        "estimate a",
        "estimate b",
        "compare a b",
        "estimate a--b",
        "estimate a-%2Db",
        "estimate a\n",
        "estimate a%0A",
    ]
    assert len({marker(key) for key in keys}) == len(keys)
    assert marker(keys[0]) == marker("estimate a")
    assert not any(
        marker(one).startswith(marker(other))
        for one in keys
        for other in keys
        if one != other
    )


@pytest.mark.parametrize("cell", ["x", "$@#1:a", "春" * 50])
def test_what_is_too_long_is_left_out_whole_and_named(cell: str) -> None:
    """The long table goes, what stands after it and fits stays, and the comment says how to see the rest."""
    drawn = draw(
        [
            Note("Cards", "title"),
            grid("Bills"),
            grid("Long one", 6000, cell),
            grid("Packs"),
        ],
        "estimate a b.yaml",
    )
    assert len(drawn) <= LIMIT
    assert "Long one" not in re.findall("<summary>(.*?)</summary>", drawn)
    assert "<summary>Packs</summary>" in drawn
    assert drawn.endswith(
        "\n\nToo long for a comment, so left out: Long one. "
        "Shown by <code>ffbill estimate a b.yaml</code> with the same options.\n"
    )


def test_nothing_makes_it_longer_than_github_takes() -> None:
    """A title of a megabyte, a thousand failed conditions, warnings without end, a hundred tables."""
    blocks: list[Block] = [
        Note("@$" * 500_000, "title"),
        grid("First", 12),
        *[grid(f"Table {number}", 20) for number in range(100)],
        *[Note("$" * 300, "warning")] * 1000,
        *[Note(f"condition {number} " + "$" * 600, "alert") for number in range(1000)],
    ]
    drawn = draw(blocks, "estimate usage.yaml")
    assert len(drawn) <= LIMIT
    assert "\\@&#8203;" in drawn[:300]
    assert "condition 0 " in drawn
    assert re.search("left out: headlines, .*Warnings and notes", drawn)
    page = Page(drawn)
    assert page.tags.count("details") == page.tags.count("summary") > 10


def test_tables_give_way_before_warnings() -> None:
    """A table that leaves no room for the warning after it is the one that goes."""
    drawn = draw(
        [grid("Bills"), grid("Long", 3600), Note("!" * 20_000, "warning")], "k"
    )
    assert "#### Warnings and notes" in drawn
    assert drawn.endswith(
        "left out: Long. Shown by <code>ffbill k</code> with the same options.\n"
    )
    assert "<summary>Long</summary>" in draw([grid("Bills"), grid("Long", 3600)], "k")


def test_a_comment_that_just_fits_is_whole() -> None:
    """One more row and the table is left out."""
    rows = (
        next(
            n
            for n in range(1, LIMIT)
            if "left out" in draw([grid("A"), grid("Long", n * 100)], "k")
        )
        * 100
    )
    assert "left out" not in draw([grid("A"), grid("Long", rows - 100)], "k")
    assert len(draw([grid("A"), grid("Long", rows - 100)], "k")) > LIMIT - 3000
