"""Price books of one's own: to start from, with a discount, and what they leave out."""

import csv
import io
from pathlib import Path

import pytest

from facefusion_billing.files.books import read_book
from tests.tools import Ran, ffbill, json_of, usage_file


def book_file(folder: Path, text: str, name: str = "own.yaml") -> Path:
    path = folder / name
    path.write_text(f"book: 1\nid: own\n{text}", encoding="utf-8")
    return path


@pytest.mark.parametrize("edition", ["intl", "mainland"])
class TestABookToStartFrom:
    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_loads_as_a_book_of_ones_own(
        self, edition: str, lang: str, tmp_path: Path
    ) -> None:
        """The same prices, under another id; `validate` has nothing to say."""
        path = tmp_path / "mine.yaml"
        words = ("prices", edition, "-o", path, "--lang", lang)
        assert ffbill(*words) == (0, "", "")
        assert ffbill("validate", path) == (0, "", "")
        shipped, mine = read_book(edition), read_book(str(path))
        assert mine.id == f"my-{shipped.id}"
        assert mine._replace(id=shipped.id, file=shipped.file) == shipped

    def test_it_is_printed_too(self, edition: str) -> None:
        out = ffbill("prices", edition, "-f", "yaml").out
        assert out.startswith(f"# Prices of your own, from {edition}: ")
        assert "\nbook: 1\nid: my-" in out

    def test_it_is_not_written_over_a_book(self, edition: str, tmp_path: Path) -> None:
        path = book_file(tmp_path, "extends: intl\n")
        ran = ffbill("prices", edition, "-o", path)
        assert ran.status == 2
        assert "--force" in ran.err


def test_only_a_shipped_book_is_printed_so(tmp_path: Path) -> None:
    own = book_file(tmp_path, "extends: intl\n")
    said = "error: --format yaml: prints a shipped book; expected intl or mainland\n"
    assert ffbill("prices", own, "-f", "yaml") == Ran(2, "", said)
    assert ffbill("prices", "-f", "yaml") == Ran(2, "", said)


class TestWhereItsPricesStand:
    TEXT = "extends: intl\ngroups: {image_basic: {call_packs: {sizes: [{calls: 1000, price: 50}]}}}\n"

    def test_tables_of_its_own_name_the_file(self, tmp_path: Path) -> None:
        out = ffbill("prices", book_file(tmp_path, self.TEXT)).out
        assert "own, USD, own.yaml; what it does not say: document Face Fusion" in out
        assert "call packs (own.yaml: groups.image_basic.call_packs)" in out
        assert "call packs (video-packs)" in out

    def test_in_json_and_in_files_for_others(self, tmp_path: Path) -> None:
        own = book_file(tmp_path, self.TEXT)
        assert json_of("prices", own)["own_prices"] == "own.yaml"
        assert json_of("prices", "intl")["own_prices"] is None
        file = usage_file(tmp_path, "usage: {image_basic: {calls: {2025-01: 5k}}}")
        out = ffbill("estimate", file, "--price-book", own, "-f", "markdown").out
        assert "Prices: own.yaml; what it does not say: Face Fusion" in out

    def test_discounted_prices_have_those_of_the_document_beside_them(
        self, tmp_path: Path
    ) -> None:
        """450 less 15 % is 382.5, 0.065 is 0.05525; quotas have no price."""
        own = book_file(tmp_path, "extends: intl\ndiscount: 15%\n")
        tables = {table["title"]: table for table in json_of("prices", own)["tables"]}
        packs = tables["Image Face Fusion (Basic): call packs (image-packs)"]
        assert packs["columns"] == ["Calls", "Price USD", "List price"]
        assert packs["rows"][1] == ["10,000", "382.5", "450"]
        calls = tables["Image Face Fusion (Basic): pay-as-you-go (image-payg)"]
        assert calls["rows"][0][1:] == ["0.05525", "0.065"]
        free = tables["Image Face Fusion (Basic): free pack (free-quota)"]
        assert len(free["columns"]) == 2
        shipped = json_of("prices", "intl")["tables"]
        assert all(len(table["columns"]) <= 3 for table in shipped)

    def test_in_licences_and_upgrades_too(self, tmp_path: Path) -> None:
        own = book_file(tmp_path, "extends: mainland\ndiscount: 20%\n")
        first = next(
            table
            for table in json_of("prices", own)["tables"]
            if table["columns"][0] == "Licence"
        )
        assert (first["rows"][0][5], first["rows"][0][-1]) == ("4,000", "5,000")

    def test_a_source_of_its_own_is_all_there_is(self, tmp_path: Path) -> None:
        source = "source: {document: Contract 7, last_updated: 2025-03-01}\n"
        out = ffbill("prices", book_file(tmp_path, source + self.TEXT)).out
        assert "own, USD, document Contract 7, last updated 2025-03-01\n" in out


class TestWhatAListLeavesOut:
    """A list is replaced whole, so that a size may be gone without anybody wanting that."""

    def test_of_an_international_book(self, tmp_path: Path) -> None:
        own = book_file(
            tmp_path,
            "extends: intl\ngroups:\n"
            "  image_basic: {call_packs: {sizes: [{calls: 1000, price: 50}, {calls: 10k, price: 400}]}}\n"
            "  video_single_face: {materials: {packs: [{materials: 20, price: 300}]}}\n",
        )
        said = (
            f"note: {own}: groups.image_basic.call_packs sells no 100,000, 1,000,000, 10,000,000 any more, "
            "which intl-2024-11-07 sells\n"
            f"note: {own}: groups.video_single_face.materials sells no 10 any more, which intl-2024-11-07 sells\n"
        )
        assert ffbill("validate", own) == Ran(0, "", said)

    def test_of_a_mainland_book(self, tmp_path: Path) -> None:
        """Licences are a mapping, which is joined: none is gone."""
        own = book_file(
            tmp_path,
            "extends: mainland\nactivities: {licences: {1: {price: 4000}}, "
            "call_packs: {sizes: [{calls: 100k, price: 1600}]}}\n",
        )
        said = (
            f"note: {own}: activities.call_packs sells no 1,000,000, 5,000,000, 10,000,000, 30,000,000 any more, "
            "which mainland-activity sells\n"
        )
        assert ffbill("validate", own) == Ran(0, "", said)
        assert "提示" in ffbill("validate", own, "--lang", "zh").err

    def test_a_discount_leaves_out_nothing(self, tmp_path: Path) -> None:
        own = book_file(tmp_path, "extends: intl\ndiscount: 15%\n")
        assert ffbill("validate", own) == Ran(0, "", "")


class TestDiscount:
    """Lines say the list price and what the discount took off; the sum is the amount."""

    ORDERS = "orders: [{id: P, item: call_pack, for: image_basic, size: 10k, quantity: 3, date: 2025-01-01, paid: %s}]"

    def lines(self, folder: Path, text: str, book: str) -> list[tuple[str, ...]]:
        own = book_file(folder, book)
        answer = json_of("estimate", usage_file(folder, text), "--price-book", own)
        (bill,) = answer["bills"]
        keys = ("unit_price", "list_price", "discount", "amount")
        return [tuple(line[key] for key in keys) for line in bill["lines"]]

    def test_of_a_book(self, tmp_path: Path) -> None:
        """99,000 x 0.050 = 4,950.00; 0.050 less 15 % is 0.0425, x 99,000 = 4,207.50; 4,950.00 - 4,207.50 = 742.50.

        Packs: 3 x 450 = 1,350.00; 450 less 15 % is 382.5, x 3 = 1,147.50; the rest is 202.50.
        """
        text = "usage: {image_basic: {calls: {2025-01: 129k}}}\n" + self.ORDERS
        found = self.lines(
            tmp_path, text % "{cash: 1147.50}", "extends: intl\ndiscount: 15%\n"
        )
        assert found == [
            ("382.5", "450", "202.50", "1147.50"),
            ("0.0425", "0.050", "742.50", "4207.50"),
        ]

    def test_rounded_at_the_line_only(self, tmp_path: Path) -> None:
        """0.065 less 7.5 % is 0.060125, x 333 = 20.021625: 20.02; 0.065 x 333 = 21.645: 21.65; 1.63 less."""
        text = "usage: {image_basic: {calls: {2025-01: 333}}}"
        found = self.lines(tmp_path, text, "extends: intl\ndiscount: 7.5%\n")
        assert found == [("0.060125", "0.065", "1.63", "20.02")]

    def test_of_one_table(self, tmp_path: Path) -> None:
        """Only packs are cheaper: 450 less 10 % is 405, x 3 = 1,215.00; 1,350.00 - 1,215.00 = 135.00."""
        text = "usage: {image_basic: {calls: {2025-01: 40k}}}\n" + self.ORDERS
        book = "extends: intl\ngroups: {image_basic: {call_packs: {discount: 10%}}}\n"
        found = self.lines(tmp_path, text % "{cash: 1215}", book)
        assert found == [
            ("405", "450", "135.00", "1215.00"),
            ("0.050", "0.050", "0.00", "500.00"),
        ]

    def test_with_one_of_the_order(self, tmp_path: Path) -> None:
        """The order's own 47.50 come off the discounted 1,147.50: 1,100.00, which is 250.00 below the list."""
        found = self.lines(
            tmp_path,
            self.ORDERS % "{cash: 1100, discount: 47.50}",
            "extends: intl\ndiscount: 15%\n",
        )
        assert found == [("382.5", "450", "250.00", "1100.00")]

    def test_of_a_licence(self, tmp_path: Path) -> None:
        """5,000 less 20 % is 4,000."""
        text = "orders: [{item: licence, for: a, package: 1, date: 2021-01-01}]"
        found = self.lines(tmp_path, text, "extends: mainland\ndiscount: 20%\n")
        assert found == [("4000", "5000", "1000.00", "4000.00")]

    def test_without_one_the_list_price_is_the_price(self, tmp_path: Path) -> None:
        text = "usage: {image_basic: {calls: {2025-01: 100k}}}"
        found = self.lines(tmp_path, text, "extends: intl\n")
        assert found == [("0.035", "0.035", "0.00", "3500.00")]

    def test_on_the_screen_and_in_csv(self, tmp_path: Path) -> None:
        own = book_file(tmp_path, "extends: intl\ndiscount: 15%\n")
        file = usage_file(tmp_path, "usage: {image_basic: {calls: {2025-01: 99k}}}")
        words = ("estimate", file, "--price-book", own)
        out = ffbill(*words, "--explain").out
        assert "list price 0.050: 742.50 less by the book's discount" in out
        (row,) = csv.DictReader(io.StringIO(ffbill(*words, "-f", "csv").out))
        assert (row["list_price"], row["discount"]) == ("0.050", "742.50")


class TestWhatItsClausesSay:
    """The vendor's words stand as the vendor's where the book has other figures than they give."""

    OWN = (
        "extends: mainland\nactivities: {pay_as_you_go: {tiers: "
        "[{above: 0, up_to: 2000000, unit_price: 0.018}, {above: 2000000, unit_price: 0.009}]}}\n"
    )
    USAGE = """
        price_book: ./own.yaml
        usage: {a: {calls: {2021-03: 100k}}}
        orders: [{item: licence, for: a, package: 1, date: 2021-03-01}]
        """

    def shown(self, folder: Path, *words: str | Path) -> str:
        book_file(folder, self.OWN)
        ran = ffbill(*words, env={"COLUMNS": "300"})
        assert ran.status == 0, ran.err
        return ran.out

    @pytest.mark.parametrize(
        "form", [("--explain",), ("-f", "html"), ("--explain", "-f", "markdown")]
    )
    def test_on_every_page(self, tmp_path: Path, form: tuple[str, ...]) -> None:
        """89,500 x 0.018, settled by the clause that states 0.02; the licence is as published."""
        file = usage_file(tmp_path, self.USAGE)
        said = self.shown(tmp_path, "estimate", file, *form).replace("&#x27;", "'")
        assert (
            "The vendor's text (own has figures of its own): When a licence's" in said
        )
        assert "own): An activity needs" not in said

    def test_in_chinese(self, tmp_path: Path) -> None:
        file = usage_file(tmp_path, self.USAGE)
        said = self.shown(tmp_path, "estimate", file, "--explain", "--lang", "zh")
        assert "厂商原文（own 另有自己的数值）：授权所含次数耗尽" in said

    @pytest.mark.parametrize("turned", [False, True])
    def test_in_a_comparison(self, tmp_path: Path, turned: bool) -> None:
        """In either order: the vendor's book has the same clause without a word before it."""
        own = usage_file(tmp_path, self.USAGE)
        theirs = usage_file(
            tmp_path,
            self.USAGE.replace("./own.yaml", "mainland"),
            name="theirs.yaml",
        )
        files = (theirs, own) if turned else (own, theirs)
        said = self.shown(tmp_path, "compare", *files, "--explain")
        assert (
            "The vendor's text (own has figures of its own): When a licence's" in said
        )
