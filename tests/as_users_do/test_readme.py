"""Everything in README is run: commands with their output and exit status, and the set-up lines by `.ci/run`.

A console block holds `$ command`, its output, and, when the status is not 0, a last line `(exit status N)`.
FFBILL_REDRAW=1 writes the outputs anew; read the difference before you commit it.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT, SAMPLES

README = ROOT / "README.md"
CONSOLE = re.compile(
    r"```console\n\$ (?P<command>[^\n]*)\n(?P<output>.*?)```", re.DOTALL
)
BLOCKS = [
    match["command"] for match in CONSOLE.finditer(README.read_text(encoding="utf-8"))
]


def shown(command: str) -> str:
    """What the command prints at 100 columns, its errors after its output, and its status when it is not 0."""
    program = f"{shlex.quote(sys.executable)} -m facefusion_billing"
    ran = subprocess.run(
        ["bash", "-c", re.sub(r"\bffbill\b(?= )", lambda _: program, command)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    status = f"(exit status {ran.returncode})\n" if ran.returncode else ""
    return ran.stdout + ran.stderr + status


def redrawn(text: str) -> str:
    return CONSOLE.sub(
        lambda m: f"```console\n$ {m['command']}\n{shown(m['command'])}```", text
    )


@pytest.mark.skipif(
    "FFBILL_REDRAW" not in os.environ, reason="only to draw the outputs anew"
)
def test_redraw() -> None:
    README.write_text(redrawn(README.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.mark.parametrize("command", BLOCKS)
def test_a_command_prints_what_readme_says(command: str) -> None:
    text = README.read_text(encoding="utf-8")
    block = next(
        match for match in CONSOLE.finditer(text) if match["command"] == command
    )
    assert block["output"] == shown(command)


def test_readme_shows_commands() -> None:
    assert len(BLOCKS) >= 7


def test_ci_runs_the_set_up_lines_as_readme_gives_them() -> None:
    """`.ci/run` takes both lines out of README, so they cannot differ from what is run."""
    lines = [
        line
        for line in README.read_text(encoding="utf-8").splitlines()
        if line.startswith("python3 -m venv")
    ]
    assert len(lines) == 2
    assert lines[0].endswith(".yaml")
    assert lines[1].endswith("-m pytest")
    assert "grep '^python3 -m venv' README.md" in (ROOT / ".ci" / "run").read_text(
        encoding="utf-8"
    )


def test_every_file_readme_names_exists() -> None:
    text = README.read_text(encoding="utf-8")
    names = set(
        re.findall(
            r"sample_usage/[\w.]+\.yaml|\]\(([^)]+)\)|python (benchmarks/\w+\.py)", text
        )
    )
    paths = {
        part
        for name in names
        for part in ([name] if isinstance(name, str) else name)
        if part
    }
    paths |= set(re.findall(r"sample_usage/[\w.]+\.yaml", text))
    assert paths
    assert all(Path(ROOT, path).exists() for path in paths)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_in_its_first_line_what_it_shows(sample: Path) -> None:
    assert sample.read_text(encoding="utf-8").startswith(("# Shows ", "# "))
    assert len(sample.read_text(encoding="utf-8").splitlines()[0]) > 40
