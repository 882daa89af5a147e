"""First contact: what is printed before anybody knows what to type, in both languages."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from facefusion_billing.cli import COMMANDS, EXAMPLES, app
from facefusion_billing.reports.wording.widths import columns
from tests.tools import ROOT, Ran, ffbill, process, usage_file

GOOD = (
    "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {2025-01: 100k}}}\n"
    "orders: [{item: call_pack, for: image_basic, size: 1k, date: 2025-01-01}]\n"
)
AT_80 = {"COLUMNS": "80"}


def choices_of(name: str) -> list[tuple[str, list[str]]]:
    """The options of a command whose values are words of a list, with their words."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("ffbill", ["help"])
    command = group.get_command(context, name)
    found = []
    for param in command.params:
        if "|" in (param.metavar or ""):
            found.append((param.opts[0], param.metavar.split("|")))
    return found


class TestWithoutAWord:
    def test_the_help_is_printed_on_one_screen(self) -> None:
        """As a shell starts it: 80 columns, 24 lines with the prompt; nothing is written out as \\x0a."""
        ran = process(env={**AT_80, "FFBILL_LANG": "en"})
        out = ran.stdout.decode()
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert "\\x" not in out
        lines = out.splitlines()
        assert len(lines) <= 24
        assert max(columns(line) for line in lines) <= 80
        assert out == process("--help", env=AT_80).stdout.decode()
        assert out == process("help", env=AT_80).stdout.decode()

    def test_help_of_a_command(self) -> None:
        assert ffbill("help", "quote") == ffbill("quote", "--help")
        ran = ffbill("help", "quot")
        assert (ran.status, ran.out) == (2, "")
        assert "did you mean 'quote'?" in ran.err


@pytest.mark.parametrize("name", COMMANDS)
class TestHelp:
    def test_every_value_is_named(self, name: str) -> None:
        out = re.sub(r"\s+", " ", ffbill(name, "--help", env=AT_80).out)
        for option, words in choices_of(name):
            assert "|".join(words) in out, option
            assert option in out or name == "schema"

    def test_it_ends_with_two_examples_of_the_command(self, name: str) -> None:
        *_, heading, first, second = ffbill(name, "--help", env=AT_80).out.splitlines()
        assert heading == "Examples:"
        assert first.startswith(f"  ffbill {name}")
        assert second.startswith(f"  ffbill {name}")

    def test_it_is_chinese_where_that_is_asked_for(self, name: str) -> None:
        """Every line but usage, names and examples has Chinese words; no line is wider than the screen."""
        env = {**AT_80, "FFBILL_LANG": "zh_CN"}
        out = ffbill(name, "--help", env=env).out
        head, options = out.partition("选项：")[::2]
        assert re.search("[一-鿿]", head.partition("\n")[2])
        assert not re.search(
            r"[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+", options.partition("示例：")[0]
        )
        assert all(columns(line) <= 80 or "ffbill" in line for line in out.splitlines())
        if "--lang" in out:
            assert out == ffbill(name, "--lang", "zh", "--help", env=AT_80).out


class TestNowhereToGo:
    """A full disk is said as of any answer, and a reader that went away is no error."""

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    @pytest.mark.parametrize("words", ["--help", "estimate --help", "help quote"])
    def test_a_full_disk(self, words: str) -> None:
        with open("/dev/full", "wb") as full:
            ran = subprocess.run(
                [sys.executable, "-m", "facefusion_billing", *words.split()],
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        said = b"error: standard output: cannot be written: No space left on device\n"
        assert (ran.returncode, ran.stderr) == (2, said)

    @pytest.mark.parametrize("words", ["--help", "estimate --help"])
    def test_a_reader_that_goes_away(self, words: str) -> None:
        command = f"{sys.executable} -m facefusion_billing {words} | true; exit ${{PIPESTATUS[0]}}"
        ran = subprocess.run(["bash", "-c", command], capture_output=True, check=False)
        assert (ran.returncode, ran.stderr) == (0, b"")


class TestWithoutAFile:
    @pytest.mark.parametrize("name", ["estimate", "recommend", "refund", "validate"])
    def test_usage_yaml_of_the_folder_is_taken_and_said(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "usage.yaml").write_text(GOOD, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        ran = ffbill(name)
        assert ran.status == 0
        assert ran.err.startswith("ffbill: reading usage.yaml of this folder\n")
        assert ran.out == ffbill(name, "usage.yaml").out

    def test_compare_with_a_reading(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "usage.yaml").write_text(GOOD, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        assert ffbill("compare", "--assume", "tier_basis=total").status == 0

    @pytest.mark.parametrize(
        "name", ["estimate", "recommend", "refund", "compare", "validate"]
    )
    def test_without_one_the_way_on_is_named(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert ffbill(name) == Ran(
            2,
            "",
            "error: no FILE was named, and this folder has no usage.yaml; `ffbill init -o usage.yaml` writes "
            "one to start from, `ffbill quote --calls 95k` needs none\n",
        )


USAGE = "Usage: ffbill estimate [OPTIONS] [FILE]\n'ffbill estimate --help' names every value\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("estimate --formt json x", f"there is no option --formt; did you mean '--format'?\n{USAGE}"),
        ("estimate --zzz x", f"there is no option --zzz\n{USAGE}"),
        ("estimate x y", f"more words than the command takes: y\n{USAGE}"),
        ("estimate x --strict=1", "--strict takes no value\n"),
        ("estimate x -o", "-o needs a value\n"),
        ("estimate x -f jsn", "--format jsn: expected table, json, csv, markdown, github-comment, html, xlsx, focus; "
                              "did you mean 'json'?\n"),
        ("estimate x --lang fr", "--lang fr: expected en, zh\n"),
        ("quote --calls 1 --months 0", "--months 0: expected a whole number from 1 to 120\n"),
        ("quote --calls 1 --days many", "--days many: expected a whole number from 1 to 366\n"),
        ("recommend x --time-limit -1", "--time-limit -1: expected seconds, for example 2.5\n"),
        ("quote", "--calls N is missing\nUsage: ffbill quote [OPTIONS] [SCOPE]\n'ffbill quote --help' names every value\n"),
        ("reconcile", "BILL... is missing\nUsage: ffbill reconcile [OPTIONS] BILL...\n"
                      "'ffbill reconcile --help' names every value\n"),
        ("estimat", "no such command 'estimat'; did you mean 'estimate'?\nUsage: ffbill [OPTIONS] COMMAND ...\n"
                    "'ffbill --help' names every value\n"),
    ],
)  # fmt: skip
def test_options_have_messages_of_their_own(words: str, said: str) -> None:
    assert ffbill(*words.split()) == Ran(2, "", f"error: {said}")


VIDEO = "did you mean 'video_single_face'?"


@pytest.mark.parametrize(
    ("usage", "words"),
    [
        ("usage: {video: {calls: {2025-01: 1k}}}", "estimate"),
        ("usage: {Video: {calls: {2025-01: 1k}}}", "recommend"),
        ("orders: [{item: free_pack, for: video, date: 2025-01-01}]", "refund"),
        ("usage: {}\nbill: {scopes: {video: x}}", "reconcile bill.csv --usage"),
        ("", "quote video --calls 1k"),
        ("", "reconcile bill.csv --calls video.csv"),
    ],
)
def test_a_scope_that_is_nearly_one_is_hinted_at(
    usage: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bill = ROOT / "sample_usage" / "bills" / "clean_month.csv"
    Path("bill.csv").write_bytes(bill.read_bytes())
    Path("video.csv").write_text("date,calls,for\n2025-03,1,video\n", "utf-8")
    file = [usage_file(tmp_path, usage)] if usage else []
    ran = ffbill(*words.split(), *file)
    assert (ran.status, ran.out) == (2, "")
    assert VIDEO in ran.err


def test_a_scope_of_a_map_that_is_nearly_one_is_hinted_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A map may name what it likes, so it is said and counted."""
    pytest.importorskip("duckdb", reason="counts logs by the extra `meter`")
    monkeypatch.chdir(tmp_path)
    Path("calls.csv").write_text("t,a\n2025-01-01 00:00:01,X\n", "utf-8")
    text = (
        'version: 1\nread: {format: csv}\ntime: {column: t, zone: "+08:00"}\n'
        "scope: {column: a, video: [X]}\n"
    )
    Path("map.yaml").write_text(text, "utf-8")
    ran = ffbill("meter", "--map", "map.yaml", "calls.csv", "-f", "csv")
    assert ran.status == 0
    said = f"ffbill: intl-2024-11-07 has no interface group 'video'; {VIDEO}\n"
    assert ran.err.startswith(said)
    assert "2025-01-01,1,1,video" in ran.out


def test_an_unknown_language_of_the_environment_is_said() -> None:
    ran = ffbill("estimate", env={"FFBILL_LANG": "fr"})
    assert ran == Ran(2, "", "error: FFBILL_LANG fr: expected en, zh\n")


def test_usage_errors_in_chinese() -> None:
    ran = ffbill("quote", env={"FFBILL_LANG": "zh"})
    assert ran.err.splitlines()[:2] == [
        "错误：缺少 --calls N",
        "用法：ffbill quote [选项] [SCOPE]",
    ]


def examples() -> list[str]:
    group: Any = typer.main.get_command(app)
    context = group.make_context("ffbill", ["help"])
    found = list(EXAMPLES)
    for name in COMMANDS:
        found += group.get_command(context, name).epilog.splitlines()
    return found


@pytest.mark.parametrize("example", examples())
def test_the_examples_do_what_they_say(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is run in a folder that has what it names; none is refused."""
    monkeypatch.chdir(tmp_path)
    bills = ROOT / "sample_usage" / "bills"
    for name in ("usage.yaml", "plan.yaml", "accounts/a.yaml", "billing/a.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        if not example.startswith("ffbill init") and not (
            example.startswith("ffbill import") or "--write" in example
        ):
            (tmp_path / name).write_text(GOOD, encoding="utf-8")
    (tmp_path / "bills").mkdir()
    for name in ("bill.csv", "bills/one.csv"):
        (tmp_path / name).write_bytes((bills / "clean_month.csv").read_bytes())
    if "--write" in example or "reconcile" in example:
        (tmp_path / "usage.yaml").write_text(GOOD, encoding="utf-8")
    _logs(tmp_path)
    for part in example.split(" && "):
        words = [str(path) for word in shlex.split(part)[1:] for path in _globbed(word)]
        ran = ffbill(*words)
        assert ran.status == (1 if "--require-agreed" in words else 0), ran.err


def _globbed(word: str) -> list[Path] | list[str]:
    return (
        [path.relative_to(Path.cwd()) for path in Path.cwd().glob(word)]
        if "*" in word
        else [word]
    )


def _logs(folder: Path) -> None:
    import gzip
    import shutil
    import zipfile

    logs = ROOT / "sample_usage" / "logs"
    (folder / "logs").mkdir()
    for path in logs.glob("*.jsonl.gz"):
        shutil.copy(path, folder / "logs")
    if not list((folder / "logs").iterdir()):
        for path in logs.glob("*.jsonl"):
            (folder / "logs" / f"{path.name}.gz").write_bytes(
                gzip.compress(path.read_bytes())
            )
    first = sorted(logs.glob("*.jsonl*"))[0]
    text = (
        gzip.decompress(first.read_bytes())
        if first.suffix == ".gz"
        else first.read_bytes()
    )
    (folder / "calls.log").write_bytes(text)
    (folder / "calls.csv").write_text(
        "account,date,calls,for\na,2025-01,1000,image_basic\n", encoding="utf-8"
    )
    (folder / "orders.csv").write_text(
        "account,item,for,date,size\na,call_pack,image_basic,2025-01-01,1k\n",
        encoding="utf-8",
    )
    with zipfile.ZipFile(folder / "bills.zip", "w") as archive:
        archive.write(folder / "bill.csv", "bill.csv")
