"""What the tests of hostile input share: processes that are measured, and a shell."""

from __future__ import annotations

import os
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


# The kernel counts the memory of who starts a process as the process's own, and a process of tests is large: so a small
# one stands between.
LAUNCHER = """
import os, resource, sys
report, seconds, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
_, ended, used = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
with open(report, "w") as file:
    print(os.waitstatus_to_exitcode(ended), used.ru_utime + used.ru_stime, used.ru_maxrss, file=file)
"""


def measured(*words: str, folder: Path, stdin: int = subprocess.DEVNULL) -> Measured:
    """Runs the command as a process of its own in a folder; processor time, as other processes may be running."""
    command = [sys.executable, "-m", "facefusion_billing", *words]
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.NamedTemporaryFile() as report,
    ):
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER]
        subprocess.run(
            [*launcher, report.name, str(GIVEN_UP), *command],
            cwd=folder,
            env=HOME,
            stdin=stdin,
            stdout=out,
            stderr=err,
            check=True,
        )
        out.seek(0)
        err.seek(0)
        status, seconds, kibibytes = report.read().decode().split()
        return Measured(
            int(status),
            out.read(),
            err.read().decode(),
            float(seconds),
            int(kibibytes) / 1024,
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
