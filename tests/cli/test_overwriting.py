"""What is there already: reports replace reports, a usage or book file is never written over in silence, and what was
read never at all.
"""

import shutil
from pathlib import Path

import pytest

from tests.tools import ROOT, ffbill

USAGE = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 100k}}}\n"
BOOK = "extends: intl\ndiscount: 10%\n"
OWN_FILES = {
    "usage": USAGE,
    "usage in braces": "{version: 1, price_book: intl, usage: {image_basic: {calls: {2025-01: 1}}}}\n",
    "usage as JSON": '{"version": 1, "usage": {"image_basic": {"calls": {"2025-01": 1}}}}\n',
    "half a usage file": "version: 1\nusage:\n  image_basic: {calls: [\n",
    "book": BOOK,
    "book of its own": "book: 1\nid: x\ncurrency: USD\ngroups: {}\n",
}
REPORTS = {
    "JSON": '{\n  "schema": "ffbill.estimate/1",\n  "price_book": {"id": "intl"}\n}\n',
    "table": "My app\n9,600.00 USD in all, 2025-01 to 2025-03, price book intl-2024-11-07\n",
    "CSV": "month,kind,for\n2025-01,pay_as_you_go,image_basic\n",
    "HTML": "<!doctype html>\n<p>usage: orders:\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "usage.yaml").write_text(USAGE, encoding="utf-8")
    return tmp_path


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class TestAUsageOrBookFile:
    @pytest.mark.parametrize("name", OWN_FILES)
    def test_is_not_written_over(self, folder: Path, name: str) -> None:
        (folder / "there.yaml").write_text(OWN_FILES[name], encoding="utf-8")
        before = left(folder)
        ran = ffbill("estimate", "usage.yaml", "-f", "json", "-o", "there.yaml")
        assert (ran.status, ran.out) == (2, "")
        assert (
            ran.err
            == "error: there.yaml: is a usage or book file; write over it with --force\n"
        )
        assert left(folder) == before
        words = ("estimate", "usage.yaml", "-f", "json", "-o", "there.yaml", "--force")
        assert ffbill(*words).status == 0
        assert '"total": "3500.00"' in (folder / "there.yaml").read_text("utf-8")

    @pytest.mark.parametrize("name", REPORTS)
    def test_a_report_is_replaced(self, folder: Path, name: str) -> None:
        (folder / "there.json").write_text(REPORTS[name], encoding="utf-8")
        assert ffbill("estimate", "usage.yaml", "-o", "there.json").status == 0
        assert '"total": "3500.00"' in (folder / "there.json").read_text("utf-8")

    @pytest.mark.parametrize(
        "words",
        [
            ["quote", "--calls", "1"],
            ["prices", "intl"],
            ["assumptions"],
            ["schema", "usage"],
            ["explain", "dead_zone"],
            ["refund", "usage.yaml"],
            ["recommend", "usage.yaml"],
            ["compare", "usage.yaml", "--assume", "tier_basis=total"],
        ],
    )
    def test_no_command_writes_over_one(self, folder: Path, words: list[str]) -> None:
        (folder / "there.yaml").write_text(BOOK, encoding="utf-8")
        more = [] if words[0] in ("schema", "explain") else ["-f", "json"]
        ran = ffbill(*words, *more, "-o", "there.yaml")
        assert (ran.status, ran.out) == (2, "")
        assert (folder / "there.yaml").read_text("utf-8") == BOOK


class TestInitAndWrite:
    def test_init_asks_for_force(self, folder: Path) -> None:
        ran = ffbill("init", "-o", "usage.yaml")
        assert (
            ran.err
            == "error: --output usage.yaml: is there already; write over it with --force\n"
        )
        assert (ran.status, (folder / "usage.yaml").read_text("utf-8")) == (2, USAGE)
        assert ffbill("init", "-o", "usage.yaml", "--force").status == 0
        assert "price_book: intl-2024-11-07" in (folder / "usage.yaml").read_text(
            "utf-8"
        )

    def test_init_writes_the_schema_that_its_file_names(self, folder: Path) -> None:
        (folder / "new").mkdir()
        assert ffbill("init", "-o", "new/mine.yaml") == (0, "", "")
        first = (folder / "new" / "mine.yaml").read_text("utf-8").splitlines()[0]
        assert first == "# yaml-language-server: $schema=./ffbill-usage.schema.json"
        schema = folder / "new" / "ffbill-usage.schema.json"
        assert schema.read_text("utf-8") == ffbill("schema", "usage").out
        assert ffbill("validate", "new/mine.yaml") == (0, "", "")
        schema.write_text('{"$id": "urn:ffbill:schema:usage:0"}', encoding="utf-8")
        assert ffbill("init", "-o", "new/other.yaml").status == 0  # ours, but old
        assert schema.read_text("utf-8") == ffbill("schema", "usage").out

    def test_init_writes_over_no_schema_of_others(self, folder: Path) -> None:
        schema = folder / "ffbill-usage.schema.json"
        schema.write_text("{}", encoding="utf-8")
        ran = ffbill("init", "-o", "new.yaml")
        assert ran.status == 2
        assert ran.err == (
            "error: --output ffbill-usage.schema.json: is there already; write over it with --force\n"
        )
        assert schema.read_text("utf-8") == "{}"
        assert not (folder / "new.yaml").exists()
        assert ffbill("init", "-o", "new.yaml", "--force").status == 0

    def test_on_standard_output_init_says_how_to_write_it(self, folder: Path) -> None:
        out = ffbill("init").out
        assert "ffbill schema usage -o ffbill-usage.schema.json" in out.splitlines()[0]
        assert ffbill("init", "-o", "-").out == out
        assert not (folder / "ffbill-usage.schema.json").exists()

    def test_write_asks_for_force(self, folder: Path) -> None:
        words = ("recommend", "usage.yaml", "--write", "plan.yaml")
        assert ffbill(*words).status == 0
        first = (folder / "plan.yaml").read_text("utf-8")
        ran = ffbill(*words)
        assert (ran.status, ran.out) == (2, "")
        assert (
            ran.err
            == "error: --write plan.yaml: is there already; write over it with --force\n"
        )
        assert ffbill(*words, "--force").status == 0
        assert (folder / "plan.yaml").read_text("utf-8") == first

    def test_import_asks_for_force(self, folder: Path) -> None:
        bill = ROOT / "sample_usage" / "bills" / "clean_month.csv"
        assert ffbill("import", bill, "-o", "usage.yaml").status == 2
        assert (folder / "usage.yaml").read_text("utf-8") == USAGE
        assert ffbill("import", bill, "-o", "usage.yaml", "--force").status == 0


class TestOneFileUnderTwoNames:
    @pytest.mark.parametrize(
        "output",
        ["plan.yaml", "./plan.yaml", "here/../plan.yaml", "ABSOLUTE", "link.yaml"],
    )
    def test_plan_and_answer(self, folder: Path, output: str) -> None:
        (folder / "here").mkdir()
        (folder / "link.yaml").symlink_to("plan.yaml")
        output = output.replace("ABSOLUTE", str(folder / "plan.yaml"))
        ran = ffbill(
            "recommend",
            "usage.yaml",
            "--write",
            "plan.yaml",
            "-o",
            output,
            "-f",
            "json",
        )
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "error: --write plan.yaml: is the file of --output as well\n"
        assert not (folder / "plan.yaml").exists()

    def test_nothing_is_written_when_one_of_two_cannot_be(self, folder: Path) -> None:
        ran = ffbill(
            "recommend", "usage.yaml", "--write", "plan.yaml", "-o", "no/such/x.json"
        )
        assert ran.status == 2
        assert "cannot be written: No such file or directory" in ran.err
        ran = ffbill(
            "recommend", "usage.yaml", "--write", "no/such/plan.yaml", "-o", "x.json"
        )
        assert ran.status == 2
        assert list(left(folder)) == ["usage.yaml"]


class TestWhatWasRead:
    """Also with --force, whatever the spelling of its path."""

    @pytest.fixture
    def book(self, folder: Path) -> Path:
        (folder / "base.yaml").write_text(BOOK, encoding="utf-8")
        (folder / "ours.yaml").write_text("extends: ./base.yaml\n", encoding="utf-8")
        (folder / "usage.yaml").write_text(
            USAGE.replace("intl", "./ours.yaml"), encoding="utf-8"
        )
        return folder / "ours.yaml"

    @pytest.mark.parametrize(
        "output", ["usage.yaml", "./usage.yaml", "ours.yaml", "base.yaml"]
    )
    @pytest.mark.parametrize("command", ["estimate", "recommend", "refund"])
    def test_stays(self, folder: Path, book: Path, command: str, output: str) -> None:
        before = left(folder)
        ran = ffbill(command, "usage.yaml", "-f", "json", "-o", output, "--force")
        assert (ran.status, ran.out) == (2, "")
        assert (
            ran.err == f"error: --output {output}: is one of the files that were read\n"
        )
        assert left(folder) == before

    @pytest.mark.parametrize(
        "words",
        [
            ["prices", "./ours.yaml", "-o", "ours.yaml"],
            ["prices", "./ours.yaml", "-o", "base.yaml"],
            ["quote", "--calls", "1", "--price-book", "./ours.yaml", "-o", "base.yaml"],
            ["recommend", "usage.yaml", "--write", "base.yaml"],
        ],
    )
    def test_of_a_book_too(self, folder: Path, book: Path, words: list[str]) -> None:
        before = left(folder)
        ran = ffbill(*words, "-f", "json", "--force")
        assert (ran.status, ran.out) == (2, "")
        assert "is one of the files that were read" in ran.err
        assert left(folder) == before

    def test_of_a_bill(self, folder: Path) -> None:
        shutil.copy(ROOT / "sample_usage" / "bills" / "clean_month.csv", "bill.csv")
        before = left(folder)
        ran = ffbill("reconcile", "bill.csv", "-o", "./bill.csv")
        assert (
            ran.err
            == "error: --output ./bill.csv: is one of the files that were read\n"
        )
        assert left(folder) == before


class TestByteOrderMark:
    """Spreadsheets on Chinese systems take a CSV without one for GB18030."""

    @pytest.mark.parametrize(
        ("words", "has"),
        [
            (["--lang", "zh"], True),
            (["--bom"], True),
            ([], False),
            (["--lang", "zh", "--no-bom"], False),
        ],
    )
    def test_of_a_file(self, folder: Path, words: list[str], has: bool) -> None:
        assert ffbill("estimate", "usage.yaml", "-o", "bill.csv", *words).status == 0
        data = (folder / "bill.csv").read_bytes()
        assert data.startswith(b"\xef\xbb\xbfmonth,kind" if has else b"month,kind")

    def test_never_of_standard_output_or_of_json(self, folder: Path) -> None:
        ran = ffbill("estimate", "usage.yaml", "-f", "csv", "--bom", "--lang", "zh")
        assert ran.out.startswith("month,kind")
        ffbill("estimate", "usage.yaml", "-o", "bill.json", "--lang", "zh")
        assert (folder / "bill.json").read_bytes().startswith(b"{")
