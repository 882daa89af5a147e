"""The command line: exit statuses, streams, outputs written whole or not at all, help, completion."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from facefusion_billing.cli import COMMANDS
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.model.severities import SEVERITIES
from facefusion_billing.reports.wording.glossary.warnings import WARNINGS
from facefusion_billing.reports.wording.glossary.words import WORDS
from tests.tools import SAMPLES, estimate_json, ffbill, process

GOOD = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 100k, 2025-02: 10k}}}\n"


@pytest.fixture
def usage(tmp_path: Path) -> Path:
    """January 100,000 x 0.035 = 3,500.00, February 10,000 x 0.050 = 500.00."""
    path = tmp_path / "usage.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


class TestExitStatus:
    def test_0_answered(self, usage: Path) -> None:
        assert ffbill("estimate", usage).status == 0

    @pytest.mark.parametrize(
        ("limit", "status"), [("4000", 0), ("4_000.00", 0), ("3999.99", 1), ("0", 1)]
    )
    def test_1_total_is_more_than_the_gate(
        self, usage: Path, limit: str, status: int
    ) -> None:
        """A gate fails when the figure (4,000.00) is greater than the amount; the data is still printed."""
        ran = ffbill("estimate", usage, "--fail-over", limit, "-f", "json")
        assert ran.status == status
        assert '"total": "4000.00"' in ran.out
        assert ("ffbill: --fail-over: over the limit of" in ran.err) == bool(status)

    @pytest.mark.parametrize(("limit", "status"), [("3500", 0), ("3499.99", 1)])
    def test_1_a_month_is_more_than_the_gate(
        self, usage: Path, limit: str, status: int
    ) -> None:
        assert ffbill("estimate", usage, "--fail-over-month", limit).status == status

    def test_gates_are_of_the_months_shown(self, usage: Path) -> None:
        assert (
            ffbill("estimate", usage, "--fail-over", "500", "--month", "2025-02").status
            == 0
        )

    def test_1_strict_with_warnings_but_not_with_notes(self, tmp_path: Path) -> None:
        """9,999 calls lie in a dead zone (a note); a peak of 21 is over the limit of 20 (a warning)."""
        file = tmp_path / "a.yaml"
        text = "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 9999}, peak_qps: %d}}\n"
        file.write_text(text % 20, encoding="utf-8")
        assert ffbill("estimate", file, "--strict").status == 0
        file.write_text(text % 21, encoding="utf-8")
        assert ffbill("estimate", file, "--strict").status == 1
        assert (
            ffbill("estimate", file, "--strict", "--ignore", "over_qps_limit").status
            == 0
        )

    def test_1_a_money_gate_on_an_incomplete_result(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yaml"
        file.write_text(
            "price_book: mainland\nusage: {a: {calls: {2025-01: 10k}}}\n",
            encoding="utf-8",
        )
        ran = ffbill("estimate", file, "--fail-over", "1")
        assert ran.status == 1
        assert "INCOMPLETE: 9,500 calls refused" in ran.out
        assert "ffbill recommend" in ran.out
        assert (
            ffbill("estimate", file, "--fail-over", "1", "--allow-incomplete").status
            == 0
        )

    @pytest.mark.parametrize(
        "words",
        [
            ["estimate"],
            ["estimate", "no-such-file.yaml"],
            ["estimate", str(SAMPLES[0]), "--fail-over", "lots"],
            ["estimate", str(SAMPLES[0]), "--assume", "tier_basis"],
            ["estimate", str(SAMPLES[0]), "--assume", "tier_bases=total"],
            ["estimate", str(SAMPLES[0]), "--assume", "tier_basis=totals"],
            [
                "estimate",
                str(SAMPLES[0]),
                "--assume",
                "tier_basis=total",
                "--assume",
                "tier_basis=billable",
            ],
            ["estimate", str(SAMPLES[0]), "--month", "2025-13"],
            ["estimate", str(SAMPLES[0]), "--month", "1999-01"],
            ["estimate", str(SAMPLES[0]), "--month", "2031-01"],
            ["estimate", str(SAMPLES[0]), "--ignore", "dead_zoo"],
            ["estimate", str(SAMPLES[0]), "--price-book", "interl"],
            ["estimate", str(SAMPLES[0]), "--no-such-option"],
            ["estimat", str(SAMPLES[0])],
            ["prices", "moon"],
            ["explain", "dead_zoo"],
            ["schema", "usages"],
            ["init", "--book", "moon"],
        ],
    )
    def test_2_bad_input_or_usage(self, words: list[str]) -> None:
        """Nothing is computed, nothing stands on standard output."""
        ran = ffbill(*words)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err
        assert "Traceback" not in ran.err

    def test_3_a_fault_of_ours(
        self, usage: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("inner")

        monkeypatch.setattr("facefusion_billing.cli.estimate.estimate", broken)
        ran = ffbill("estimate", usage)
        assert (ran.status, ran.out) == (3, "")
        assert "RuntimeError at test_cli.py" in ran.err
        assert "Please report it" in ran.err
        assert (
            "Traceback" in ffbill("estimate", usage, env={"FFBILL_TRACEBACK": "1"}).err
        )

    def test_130_interrupted(
        self, usage: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("facefusion_billing.cli.estimate.estimate", interrupted)
        assert ffbill("estimate", usage).status == 130


class TestOutput:
    def test_a_file_is_written_whole(self, usage: Path, tmp_path: Path) -> None:
        target = tmp_path / "bill.json"
        target.write_text("old", encoding="utf-8")
        target.chmod(0o640)
        assert ffbill("estimate", usage, "-o", target).status == 0
        assert '"total": "4000.00"' in target.read_text(encoding="utf-8")
        assert target.stat().st_mode & 0o777 == 0o640

    def test_an_output_that_cannot_be_written_leaves_the_old_one(
        self, usage: Path, tmp_path: Path
    ) -> None:
        target = tmp_path / "bill.json"
        target.write_text("old", encoding="utf-8")
        usage.write_text(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: x}}}\n",
            encoding="utf-8",
        )
        assert ffbill("estimate", usage, "-o", target).status == 2
        assert target.read_text(encoding="utf-8") == "old"
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "bill.json",
            "usage.yaml",
        ]

    def test_a_folder_that_is_missing(self, usage: Path, tmp_path: Path) -> None:
        ran = ffbill("estimate", usage, "-o", tmp_path / "no" / "bill.json")
        assert ran.status == 2
        assert "No such file or directory" in ran.err

    def test_a_link_stays_a_link(self, usage: Path, tmp_path: Path) -> None:
        (tmp_path / "real.json").write_text("old", encoding="utf-8")
        (tmp_path / "link.json").symlink_to("real.json")
        assert ffbill("estimate", usage, "-o", tmp_path / "link.json").status == 0
        assert (tmp_path / "link.json").is_symlink()
        assert "4000.00" in (tmp_path / "real.json").read_text(encoding="utf-8")

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    def test_a_full_disk_is_said(self, usage: Path) -> None:
        with open("/dev/full", "wb") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "facefusion_billing", "estimate", str(usage)],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert ran.returncode == 2
        assert (
            ran.stderr
            == b"error: standard output: cannot be written: No space left on device\n"
        )

    def test_a_reader_that_goes_away_is_no_error(self, usage: Path) -> None:
        command = f"{sys.executable} -m facefusion_billing estimate {usage} -f json | true; exit ${{PIPESTATUS[0]}}"
        ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, b"")

    def test_standard_input_is_a_file_too(self) -> None:
        ran = process("estimate", "-", "--format", "json", stdin=GOOD.encode())
        assert ran.returncode == 0
        assert b'"total": "4000.00"' in ran.stdout

    def test_the_file_may_be_a_pipe(self, usage: Path) -> None:
        command = (
            f"{sys.executable} -m facefusion_billing estimate <(cat {usage}) -f csv"
        )
        ran = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
        assert b"3500.00" in ran.stdout

    @pytest.mark.parametrize(
        "where",
        [
            {"LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
            {"TZ": "Etc/GMT+12"},
        ],
    )
    def test_locale_and_time_zone_change_no_byte(self, where: dict[str, str]) -> None:
        """As a shell starts it; every sample in every format: `as_users_do/test_hostile.py`."""
        for sample in SAMPLES[:2]:
            for style in ("json", "table"):
                words = ("estimate", sample, "-f", style)
                plain = process(*words, env={"COLUMNS": "90"}).stdout
                assert process(*words, env={"COLUMNS": "90", **where}).stdout == plain


class TestColour:
    def test_none_where_the_output_is_no_terminal(self, usage: Path) -> None:
        assert b"\x1b" not in process("estimate", usage).stdout

    def test_forced(self, usage: Path) -> None:
        assert (
            b"\x1b[1m"
            in process(
                "estimate", usage, env={"FORCE_COLOR": "1", "NO_COLOR": ""}
            ).stdout
        )

    def test_no_color_wins(self, usage: Path) -> None:
        assert (
            b"\x1b"
            not in process(
                "estimate", usage, env={"FORCE_COLOR": "1", "NO_COLOR": "1"}
            ).stdout
        )


class TestHostileText:
    TITLE = r'"[red]x[/red] \e[31m =1+1 | <script>"'

    @pytest.fixture
    def hostile(self, tmp_path: Path) -> Path:
        path = tmp_path / "usage.yaml"
        order = r'{id: "=cmd|\e]0;x\a", item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}'
        path.write_text(
            f"title: {self.TITLE}\nprice_book: intl\norders: [{order}]\n",
            encoding="utf-8",
        )
        return path

    def test_a_table_shows_markup_and_escapes_as_they_are(self, hostile: Path) -> None:
        out = ffbill("estimate", hostile).out
        assert r"[red]x[/red] \x1b[31m =1+1 | <script>" in out
        assert "\x1b" not in out
        assert "\x07" not in out

    def test_csv_cells_are_no_formulas(self, hostile: Path) -> None:
        out = ffbill("estimate", hostile, "-f", "csv").out
        assert "'=cmd|" in out
        assert "\x1b" not in out

    def test_markdown_is_escaped(self, hostile: Path) -> None:
        out = ffbill("estimate", hostile, "-f", "markdown").out
        assert r"\[red\]x\[/red\]" in out
        assert "<script>" not in out.replace(r"\<script", "")

    def test_json_keeps_it_as_data(self, hostile: Path) -> None:
        assert (
            estimate_json(hostile)["title"] == "[red]x[/red] \x1b[31m =1+1 | <script>"
        )
        assert "\x1b" not in ffbill("estimate", hostile, "-f", "json").out


class TestCommands:
    def test_help_names_every_command(self) -> None:
        out = ffbill("--help").out
        assert all(f"  {name} " in out for name in COMMANDS)

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_command_has_help(self, name: str) -> None:
        ran = ffbill(name, "--help")
        assert ran.status == 0
        assert f"Usage: ffbill {name}" in ran.out

    def test_version(self) -> None:
        from facefusion_billing import __version__

        assert ffbill("--version").out == f"ffbill {__version__}\n"

    @pytest.mark.parametrize(
        "book", ["intl", "mainland", "intl-2024-11-07", "mainland-activity"]
    )
    def test_the_starter_is_valid_and_pins_its_edition(self, book: str) -> None:
        starter = ffbill("init", "--book", book).out
        assert (
            "price_book: intl-2024-11-07" in starter
            or "price_book: mainland-activity" in starter
        )
        ran = ffbill("estimate", "-", "--strict", stdin=starter)
        assert ran.status == 0, ran.err
        assert ffbill("validate", "-", stdin=starter) == (0, "", "")

    @pytest.mark.parametrize("book", ["intl", "mainland"])
    def test_the_starter_is_the_same_in_chinese(self, book: str) -> None:
        """But for its title, its comments and names, and how counts are written: 12k is 1.2万."""
        english, chinese = (
            ffbill("init", "--book", book, "--lang", lang).out for lang in ("en", "zh")
        )
        assert "：" in chinese.splitlines()[0]
        first, second = (
            ffbill("estimate", "-", "-f", "csv", stdin=text).out
            for text in (english, chinese)
        )
        assert first == second.replace("春季活动", "spring-promo")
        assert first.count("\n") > 4

    def test_validate_is_silent_when_all_are_good(self) -> None:
        assert ffbill("validate", *SAMPLES) == (0, "", "")

    def test_validate_tells_the_faults_of_all_files(self, tmp_path: Path) -> None:
        one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
        one.write_text("titel: x\nprice_book: intl\nusage: {}\n", encoding="utf-8")
        two.write_text("book: 1\nid: x\n", encoding="utf-8")
        ran = ffbill("validate", one, two)
        assert ran.status == 2
        assert "did you mean 'title'?" in ran.err
        assert "a price book without 'currency'" in ran.err

    def test_validate_as_annotations(self, tmp_path: Path) -> None:
        """A percent sign and the colon of a file name are escaped as a workflow wants it."""
        file = tmp_path / "50%,a.yaml"
        file.write_text(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: 5%}}}\n",
            encoding="utf-8",
        )
        ran = ffbill("validate", file, "--format", "github")
        assert ran.status == 2
        assert ran.out.startswith(
            f"::error file={str(file).replace('%', '%25').replace(',', '%2C')},line=2,col=40,"
        )
        assert "'5%25' is not a number" in ran.out

    def test_validate_as_json(self, tmp_path: Path) -> None:
        file = tmp_path / "a.yaml"
        file.write_text(
            "price_book: intl\nusage: {image_basic: {calls: {2025-01: x}}}\n",
            encoding="utf-8",
        )
        ran = ffbill("validate", file, "--format", "json")
        assert ran.status == 2
        assert '"line": 2' in ran.out
        assert ffbill("validate", SAMPLES[0], "--format", "json").status == 0

    @pytest.mark.parametrize(
        "topic",
        [*ASSUMPTIONS, *SEVERITIES, *WORDS, "image-payg", "postpaid", "price book"],
    )
    def test_explain_knows_every_assumption_warning_clause_and_word(
        self, topic: str
    ) -> None:
        ran = ffbill("explain", topic)
        assert ran.status == 0
        assert ran.out.startswith(topic.replace(" ", "_"))
        assert len(ran.out) > 40

    def test_every_warning_is_explained(self) -> None:
        assert WARNINGS.keys() == SEVERITIES.keys()

    @pytest.mark.parametrize("style", ["table", "json", "markdown"])
    def test_prices_and_assumptions_in_each_format(self, style: str) -> None:
        for words in (
            ["prices"],
            ["prices", "intl"],
            ["prices", "mainland"],
            ["assumptions"],
        ):
            ran = ffbill(*words, "-f", style)
            assert ran.status == 0
            assert ran.out

    def test_prices_keep_the_printed_digits_and_the_documents_inequality(self) -> None:
        out = ffbill("prices", "intl").out
        assert "10,000 <= calls < 100,000" in out
        assert "0.050" in out
        assert "0 < QPS < 50" in out
        assert "1,000,000 < calls <= 5,000,000" in ffbill("prices", "mainland").out

    def test_bash_completes_commands_and_options(self) -> None:
        def completed(words: str) -> list[str]:
            index = str(len(words.split(" ")) - 1)
            env = {
                "_FFBILL_COMPLETE": "complete_bash",
                "COMP_WORDS": words,
                "COMP_CWORD": index,
            }
            return process(env=env).stdout.decode().split()

        assert completed("ffbill est") == ["estimate"]
        assert "--fail-over-month" in completed("ffbill estimate --fail")
        assert (
            "complete_bash"
            in process(
                "--show-completion", "bash", env={"SHELL": "/bin/bash"}
            ).stdout.decode()
        )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_series_that_a_starter_leaves_as_comments_are_good(
    language: str, tmp_path: Path
) -> None:
    """Each in the place of the counts: 12 months, and 12 with a spike."""
    text = ffbill("init", "--lang", language).out
    series = re.findall(r"^    # (calls: \{from: .*)$", text, re.MULTILINE)
    counts = re.compile(r"^    calls:\n(?:      .*\n)+", re.MULTILINE)
    assert len(series) == 2
    for line in series:
        file = tmp_path / "usage.yaml"
        file.write_text(counts.sub(f"    {line}\n", text), encoding="utf-8")
        ran = ffbill("validate", file)
        assert (ran.status, ran.err) == (0, "")
