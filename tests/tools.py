"""What tests share: usage files written, and `ffbill` asked in this process or as a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any, NamedTuple

from typer.testing import CliRunner

from facefusion_billing.cli import app
from facefusion_billing.reports.wording.language import ENGLISH, speaking

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(
    path for path in (ROOT / "sample_usage").glob("*.yaml") if "prices" not in path.name
)


Answer = dict[str, Any]
"""An answer as JSON."""


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def ffbill(
    *words: str | Path, env: dict[str, str] | None = None, stdin: str | None = None
) -> Ran:
    """Runs the command in this process; what it spoke does not stick."""
    with speaking(ENGLISH):
        result = CliRunner().invoke(
            app, [str(word) for word in words], env=env, input=stdin, prog_name="ffbill"
        )
    return Ran(result.exit_code, result.stdout, result.stderr)


def json_of(*words: str | Path, status: int = 0) -> Answer:
    """The answer of a command as JSON."""
    ran = ffbill(*words, "--format", "json")
    assert ran.status == status, ran.err
    answer: Answer = json.loads(ran.out)
    return answer


def estimate_json(*words: str | Path, status: int = 0) -> Answer:
    """The answer of `ffbill estimate` as JSON."""
    return json_of("estimate", *words, status=status)


def usage_file(
    folder: Path, text: str, *, book: str = "intl", name: str = "usage.yaml"
) -> Path:
    """Writes a usage file.

    `version: 1` and the price book are put before a text that does not say them.
    """
    text = dedent(text)
    if not re.search("^price_book:", text, re.MULTILINE):
        text = f"price_book: {book}\n{text}"
    if not re.search("^version:", text, re.MULTILINE):
        text = f"version: 1\n{text}"
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


class Ask:
    """Writes a usage file into a folder and asks `ffbill estimate` about it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> Path:
        """Another file of the folder."""
        path = self.folder / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def __call__(self, text: str, *options: str, status: int = 0) -> Answer:
        """The answer."""
        return estimate_json(usage_file(self.folder, text), *options, status=status)

    def shown(self, text: str, *options: str, status: int = 0) -> str:
        """The answer as a table, on a terminal of 200 columns."""
        path = usage_file(self.folder, text)
        ran = ffbill("estimate", path, *options, env={"COLUMNS": "200"})
        assert ran.status == status, ran.err
        return ran.out

    def refused(self, text: str, *options: str) -> str:
        """What is said when the file is refused; nothing is answered."""
        ran = ffbill("estimate", usage_file(self.folder, text), "-f", "json", *options)
        assert (ran.status, ran.out) == (2, ""), ran.err
        return ran.err


def process(
    *words: str | Path,
    stdin: bytes | None = None,
    env: dict[str, str] | None = None,
    cwd: Path = ROOT,
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a process of its own, as a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "facefusion_billing", *(str(word) for word in words)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **(env or {})},
    )
