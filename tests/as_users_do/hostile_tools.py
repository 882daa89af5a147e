"""What the tests of hostile input share: processes that are measured, and a shell."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.tools import ROOT

SLOWER_HERE = float(os.environ.get("FFBILL_SLOWER", "10"))
"""How much slower than an idle machine of today this one may be: 2 s become so many times 2 s. What fuzzing finds takes
minutes, so the tests need no clock; FFBILL_SLOWER=1 holds the limit itself."""
GIVEN_UP = 40
"""Seconds of processor time after which a process is ended."""
FFBILL = f"{sys.executable} -m facefusion_billing"
HOME = {**os.environ, "PYTHONPATH": str(ROOT)}


class Measured(NamedTuple):
    """How a process ended, the processor time it took, and the most memory it held."""

    status: int
    out: bytes
    err: str
    seconds: float
    mebibytes: float


def _not_for_ever() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (GIVEN_UP, GIVEN_UP))


def measured(*words: str, folder: Path, stdin: int = subprocess.DEVNULL) -> Measured:
    """Runs the command as a process of its own in a folder; processor time, as other processes may be running."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        command = [sys.executable, "-m", "facefusion_billing", *words]
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=HOME,
            stdin=stdin,
            stdout=out,
            stderr=err,
            preexec_fn=_not_for_ever,
        )
        _, ended, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(ended)
        out.seek(0)
        err.seek(0)
        said = err.read().decode()
        return Measured(
            child.returncode,
            out.read(),
            said,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss / 1024,
        )


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line of bash in a folder; `ffbill` is the command."""
    line = f'set -o pipefail; ffbill() {{ {FFBILL} "$@"; }}; {command}'
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=HOME,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
