"""What a shell offers at the tab key: asked by the protocol, and in the shells that are installed."""

import os
import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from facefusion_billing.cli import COMMANDS, app
from facefusion_billing.cli.topics import kinds
from facefusion_billing.files.books import EDITIONS
from facefusion_billing.model.assumptions import ASSUMPTIONS, METERING_ASSUMPTIONS
from facefusion_billing.model.severities import SEVERITIES
from tests.tools import ROOT, ffbill, process

pty = pytest.importorskip("pty", reason="pseudo-terminals are for Unix")

READINGS = {f"{id}={value}" for id, a in ASSUMPTIONS.items() for value in a.choices}
OF_LOGS = {
    f"{id}={value}" for id, a in METERING_ASSUMPTIONS.items() for value in a.choices
}
BOOKS = {*EDITIONS, *EDITIONS.values()}
OPEN = {
    *("FILE", "AMOUNT", "5%|AMOUNT", "PERCENT", "10%", "N", "SECONDS", "SIZE", "TEXT"),
    *("YYYY-MM", "YYYY-MM[-DD]", "YYYY-MM-DD", "YYYY-MM[..YYYY-MM]", "ID", "URL"),
    *("UNTIL[,WEEKS[,GROWTH]]", "FOLDER"),
}
"""What stands for values that no list holds; files the shell completes by itself."""


def offered(line: str) -> set[str]:
    """What is offered for the last word, by the protocol that fish speaks."""
    asked = {
        "_FFBILL_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
    }
    out = ffbill(env=asked).out
    return {row.partition("\t")[0] for row in out.splitlines() if row}


def options() -> Iterator[tuple[str, Any]]:
    """Every option with a value, with its command."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("ffbill", ["help"])
    for name in COMMANDS:
        for param in group.get_command(context, name).params:
            if param.param_type_name == "option" and not param.is_flag:
                yield name, param


OPTIONS = list(options())


class TestByTheProtocol:
    """In this process, whatever shells there are."""

    @pytest.mark.parametrize(
        ("name", "param"), OPTIONS, ids=lambda one: getattr(one, "name", one)
    )
    def test_every_option_offers_its_values(self, name: str, param: Any) -> None:
        found = offered(f"ffbill {name} {param.opts[0]} ")
        if param.metavar in OPEN:
            assert not found
        elif param.metavar == "ID=VALUE":
            assert found == (OF_LOGS if name == "meter" else READINGS)
        elif param.metavar == "BOOK":
            assert found == BOOKS
        elif param.metavar == "CODE":
            assert found == set(SEVERITIES)
        else:
            assert found == set(param.metavar.split("|"))

    def test_what_was_begun_is_gone_on_with(self) -> None:
        assert offered("ffbill estimate --format j") == {"json"}
        assert offered("ffbill recommend --assume pack_order=") == {
            f"pack_order={value}" for value in ASSUMPTIONS["pack_order"].choices
        }

    def test_commands_and_options(self) -> None:
        assert offered("ffbill est") == {"estimate"}
        assert offered("ffbill estimate --fail") == {"--fail-over", "--fail-over-month"}

    def test_arguments(self) -> None:
        assert offered("ffbill explain ") == {
            name for kind in kinds() for name in kind.names
        }
        assert offered("ffbill explain dead") == {"dead_zone"}
        assert offered("ffbill prices ") == BOOKS
        assert offered("ffbill help rec") == {"recommend", "reconcile"}
        assert "usage" in offered("ffbill schema ")
        assert not offered("ffbill estimate ")  # a file, which the shell completes

    def test_scopes_are_those_of_the_book(self, tmp_path: Path) -> None:
        assert offered("ffbill quote ") == {"image_basic", "video_single_face"}
        assert offered("ffbill quote vid") == {"video_single_face"}
        assert not offered("ffbill quote --price-book mainland ")
        own = tmp_path / "own.yaml"
        own.write_text(
            "book: 1\nid: own\nextends: intl\ngroups: {scans: {pay_as_you_go: {tiers: [{at_least: 0, unit_price: 1}]}}}\n",
            encoding="utf-8",
        )
        assert "scans" in offered(f"ffbill quote --price-book {own} ")
        assert not offered("ffbill quote --price-book no.yaml ")


class Terminal:
    """A shell on a terminal of its own."""

    def __init__(self, words: list[str], env: dict[str, str]) -> None:
        self.pid, self.file = pty.fork()
        if not self.pid:
            os.execvpe(words[0], words, env)
        self.shown = ""

    def types(self, text: str) -> None:
        os.write(self.file, text.encode())

    def shows(self, *texts: str) -> bool:
        """Whether all of these are shown since it was last asked, sooner or later."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if all(text in self.shown for text in texts):
                self.shown = ""
                return True
            ready, _, _ = select.select([self.file], [], [], 1)
            if ready:
                self.shown += os.read(self.file, 65_536).decode(errors="replace")
        return False

    def close(self) -> None:
        os.close(self.file)
        os.waitpid(self.pid, 0)


SHELLS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SOURCED = {
    "bash": ". {file}",
    "zsh": "autoload -Uz compinit; compinit -u -d {folder}/dump; . {file}",
    "fish": "source {file}",
}


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Callable[[str], Terminal]]:
    """Starts a shell that knows how `ffbill` goes on."""
    command = tmp_path / "bin" / "ffbill"
    command.parent.mkdir()
    command.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m facefusion_billing "$@"\n', "utf-8"
    )
    command.chmod(0o755)
    started = []

    def start(name: str) -> Terminal:
        if shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
        script = tmp_path / "script"
        source = process(env={"_FFBILL_COMPLETE": f"source_{name}"}).stdout
        script.write_bytes(source)
        env = {
            **os.environ,
            "PATH": f"{command.parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
            "TERM": "dumb" if name != "fish" else "xterm",
            "PS1": "> ",
        }
        terminal = Terminal(SHELLS[name], env)
        started.append(terminal)
        terminal.types(SOURCED[name].format(file=script, folder=tmp_path))
        terminal.types("; echo now ready | tr a-z A-Z\r")
        assert terminal.shows("NOW READY")
        return terminal

    yield start
    for terminal in started:
        terminal.close()


@pytest.mark.parametrize("name", SHELLS)
class TestInTheShell:
    def test_a_word_that_goes_on_in_one_way(
        self, name: str, shell: Callable[[str], Terminal]
    ) -> None:
        terminal = shell(name)
        for begun, rest in (
            ("ffbill est", "imate"),
            ("ffbill explain dead_z", "one"),
            ("ffbill estimate -f js", "on"),
            ("ffbill prices mainland-", "activity"),
            ("ffbill estimate --assume tier_basis=to", "tal"),
            ("ffbill estimate --assume pack_order=ea", "rliest_"),
        ):
            terminal.types(f"{begun}\t")
            assert terminal.shows(rest), begun
            terminal.types("\x15")  # forget the line

    def test_the_values_of_a_reading(
        self, name: str, shell: Callable[[str], Terminal]
    ) -> None:
        terminal = shell(name)
        terminal.types("ffbill estimate --assume tier_basis=\t\t")
        assert terminal.shows(*ASSUMPTIONS["tier_basis"].choices)
