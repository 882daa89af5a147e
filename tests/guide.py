"""What README and the guide show, run: `python -m tests.guide` names what no longer holds, `--write` mends it.

A console block holds `$ command` and its output, with a last line `(exit status N)` when that is not 0. A line `...`
stands for lines left out: as many lines as before stand in front of it and behind it when the block is written anew.
A yaml block whose first line is `# NAME.yaml` is that file. Commands of a page run in its order, in a folder of the
page's own, beside the samples.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.tools import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
BLOCK = re.compile(
    r"^```(?:console\n\$ (?P<command>[^\n]*)\n(?P<shown>.*?)|yaml\n# (?P<name>[\w.-]+\.yaml)\n(?P<text>.*?))^```$",
    re.DOTALL | re.MULTILINE,
)
LEFT_OUT = "...\n"


class Step(NamedTuple):
    """A command of a page: what the page shows, and what it prints."""

    page: Path
    command: str
    shown: str
    printed: str


@cache
def steps(page: Path) -> list[Step]:
    """The commands of a page, each run once."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sample_usage").symlink_to(ROOT / "sample_usage")
        return list(_run(page, folder))


def _run(page: Path, folder: Path) -> Iterator[Step]:
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["name"]:
            (folder / block["name"]).write_text(block["text"], encoding="utf-8")
        else:
            printed = _printed(block["command"], folder)
            yield Step(page, block["command"], block["shown"], printed)


def _printed(command: str, folder: Path) -> str:
    """The output of a command at 100 columns, its errors after it, and its status when it is not 0."""
    program = f"{shlex.quote(sys.executable)} -m facefusion_billing"
    ran = subprocess.run(
        ["bash", "-c", re.sub(r"\bffbill\b(?= )", lambda _: program, command)],
        cwd=folder,
        env={
            **os.environ,
            "COLUMNS": "100",
            "NO_COLOR": "1",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    status = f"(exit status {ran.returncode})\n" if ran.returncode else ""
    return ran.stdout + ran.stderr + status


def expected(step: Step) -> str:
    """What the page should show of what is printed."""
    if LEFT_OUT not in step.shown:
        return step.printed
    before, after = step.shown.split(LEFT_OUT)
    head, tail = before.count("\n"), after.count("\n")
    lines = step.printed.splitlines(keepends=True)
    if len(lines) <= head + tail:
        return step.printed
    return "".join([*lines[:head], LEFT_OUT, *lines[len(lines) - tail :]])


def written(page: Path) -> str:
    """The page with what its commands print now."""
    found = iter(steps(page))

    def block(match: re.Match[str]) -> str:
        if match["name"]:
            return match[0]
        step = next(found)
        return f"```console\n$ {step.command}\n{expected(step)}```"

    return BLOCK.sub(block, page.read_text(encoding="utf-8"))


def main(*words: str) -> int:
    """Lists the commands that print something else than their page shows, or mends the pages."""
    stale = 0
    for page in PAGES:
        for step in steps(page):
            if step.shown != expected(step):
                print(f"{page.relative_to(ROOT)}: {step.command}")
                stale += 1
        if "--write" in words:
            page.write_text(written(page), encoding="utf-8")
    return 1 if stale and "--write" not in words else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
