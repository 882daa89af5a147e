"""Closed, full and odd streams: the exit status stays right and nothing shows a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import SAMPLES

FFBILL = f"{sys.executable} -m facefusion_billing"
SAMPLE = next(path for path in SAMPLES if path.stem == "dead_zone")


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (f"estimate {SAMPLE} >&-", 2),
        (f"estimate {SAMPLE} -f json >&-", 2),
        ("prices >&-", 2),
        (f"validate {SAMPLE} >&-", 0),
        ("estimate - <&-", 2),
        ("estimate no-such-file 2>&-", 2),
        ("no-such-command 2>&-", 2),
        (f"estimate {SAMPLE} -f csv 2>&-", 0),
        (f"estimate {SAMPLE} -f csv 2>/dev/full", 0),
        (f"estimate {SAMPLE} >/dev/full", 2),
        ("--help >/dev/full", 2),
        (f"estimate {SAMPLE} -o /dev/stdout", 0),
        (f"estimate {SAMPLE} -o /dev/null", 0),
        (f"validate <(cat {SAMPLE})", 0),
    ],
)
def test_the_status_is_right(words: str, status: int) -> None:
    ran = shell(f"{FFBILL} {words}")
    assert ran.returncode == status
    assert "Traceback" not in ran.stderr
    assert "made a mistake" not in ran.stderr


def test_a_file_is_written_though_stdout_is_closed(tmp_path: Path) -> None:
    assert shell(f"{FFBILL} estimate {SAMPLE} -o {tmp_path}/o.json >&-").returncode == 0
    assert (tmp_path / "o.json").stat().st_size > 1000


def test_without_docstrings() -> None:
    assert shell(f"PYTHONOPTIMIZE=2 {FFBILL} estimate {SAMPLE}").returncode == 0


def test_a_named_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    ran = shell(f"mkfifo {pipe}; cat {SAMPLE} > {pipe} & {FFBILL} validate {pipe}")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_an_input_is_never_overwritten(tmp_path: Path) -> None:
    """Neither the usage file nor the file of calls it names."""
    for name in ("daily_counts.yaml", "daily_counts.csv"):
        (tmp_path / name).write_bytes((SAMPLE.parent / name).read_bytes())
    reasons = {
        "daily_counts.yaml": "is one of the files that were read",
        "daily_counts.csv": "is one of the files that were read",
    }
    for name, why in reasons.items():
        ran = shell(
            f"cd {tmp_path} && {FFBILL} estimate daily_counts.yaml -f csv -o {name}"
        )
        assert ran.returncode == 2
        assert why in ran.stderr
        assert (tmp_path / name).read_bytes() == (SAMPLE.parent / name).read_bytes()


def test_an_ending_that_names_no_format_is_refused(tmp_path: Path) -> None:
    ran = shell(f"{FFBILL} estimate {SAMPLE} -o {tmp_path}/bill.pdf")
    assert ran.returncode == 2
    assert "the ending names no format of this command" in ran.stderr
    assert (
        shell(f"{FFBILL} estimate {SAMPLE} -f table -o {tmp_path}/bill.pdf").returncode
        == 0
    )


def test_files_named_in_a_pipe_are_beside_the_current_folder() -> None:
    folder = SAMPLE.parent
    ran = shell(f"cd {folder} && {FFBILL} estimate <(cat daily_counts.yaml) -f json")
    assert ran.returncode == 0
    assert '"total": "4757.00"' in ran.stdout
