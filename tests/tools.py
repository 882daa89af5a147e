"""What tests share: running `ffbill` in this process or as a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

from facefusion_billing.cli import app

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(
    path for path in (ROOT / "sample_usage").glob("*.yaml") if "prices" not in path.name
)


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def ffbill(
    *words: str | Path, env: dict[str, str] | None = None, stdin: str | None = None
) -> Ran:
    """Runs the command in this process."""
    result = CliRunner().invoke(
        app, [str(word) for word in words], env=env, input=stdin, prog_name="ffbill"
    )
    return Ran(result.exit_code, result.stdout, result.stderr)


def estimate_json(*words: str | Path) -> dict[str, Any]:
    """The answer of `ffbill estimate` as JSON."""
    ran = ffbill("estimate", *words, "--format", "json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    return answer


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
