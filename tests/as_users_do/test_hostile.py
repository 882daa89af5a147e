"""Hostile input and faults around it, as a user at a shell has them.

Whatever comes in, it ends within 2 seconds and 200 MiB, with the right exit status and without a traceback; a file
that stood before is as it was or whole.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.as_users_do.hostile_tools import FFBILL, HOME, SLOWER_HERE, measured, shell
from tests.tools import ROOT, SAMPLES

HEAD = "version: 1\nprice_book: intl\n"
USAGE = HEAD + "usage: {image_basic: {calls: {2025-01: 5}}}\n"
BOOK = "book: 1\nid: x\ncurrency: USD\nsettlement: {days: [1]}\n"
MEBIBYTE = 1 << 20


def nested(opened: str, closed: str, depth: int) -> str:
    return f"{HEAD}usage: {opened * depth}{closed * depth}\n"


def bomb() -> str:
    """Nine lists of nine aliases each: 9 ** 9 values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines) + "\n"


def of_calls(file: str) -> str:
    return f"{HEAD}usage: {{image_basic: {{calls: {{file: {file}}}}}}}\n"


LARGE: dict[str, tuple[Callable[[], dict[str, str]], str]] = {
    "a line of 10 MiB": (
        lambda: {"usage.yaml": HEAD + "title: " + "x" * (10 * MEBIBYTE - 60) + "\n"},
        "a text of more than 1,000 characters",
    ),
    "11 MiB": (
        lambda: {"usage.yaml": HEAD + "title: " + "x" * 11 * MEBIBYTE},
        "is larger than 10 MiB",
    ),
    "a book of 11 MiB": (
        lambda: {
            "usage.yaml": USAGE.replace("intl", "./b.yaml"),
            "b.yaml": "#" * 11 * MEBIBYTE,
        },
        "is larger than 10 MiB",
    ),
    "5,000,000 lines": (lambda: {"usage.yaml": USAGE + "#\n" * 5_000_000}, ""),
    "lists 60 deep": (
        lambda: {"usage.yaml": nested("[", "]", 60)},
        "nested deeper than 50",
    ),
    "lists 100,000 deep": (lambda: {"usage.yaml": nested("[", "]", 100_000)}, "nest"),
    "mappings 100,000 deep": (
        lambda: {"usage.yaml": nested("{a: ", "}", 100_000)},
        "nest",
    ),
    "an alias bomb": (
        lambda: {"usage.yaml": bomb()},
        "aliases that expand without measure",
    ),
    "140,000 values": (
        lambda: {"usage.yaml": HEAD + "orders: [" + "1," * 140_000 + "]\n"},
        "and 139,8",
    ),
    "300,000 values": (
        lambda: {"usage.yaml": HEAD + "orders: [" + "1," * 300_000 + "]\n"},
        "more than 150,000 keys",
    ),
    "70,000 unknown keys": (
        lambda: {"usage.yaml": USAGE + "".join(f"k{n}: 1\n" for n in range(70_000))},
        "and 69,800 more faults",
    ),
    "25,000 misspelt groups": (
        lambda: {
            "usage.yaml": HEAD
            + "usage:\n"
            + "".join(f"  image_basi{n}: {{}}\n" for n in range(25_000))
        },
        "did you mean 'image_basic'?",
    ),
    "a table of 14,000 tiers": (
        lambda: {
            "usage.yaml": f"{BOOK}groups:\n  g: {{pay_as_you_go: {{tiers: ["
            + "".join(
                f"{{at_least: {n}, below: {n + 1}, unit_price: 0.1}}, "
                for n in range(14_000)
            )
            + "{at_least: 14000, unit_price: 0.1}]}}\n"
        },
        "",
    ),
    "a CSV of 200,000 columns": (
        lambda: {
            "usage.yaml": of_calls("c.csv"),
            "c.csv": "date,calls," + ",".join(f"c{n}" for n in range(200_000)) + "\n",
        },
        "more than 10,000 fields in one line",
    ),
    "a CSV of 9,000 columns": (
        lambda: {
            "usage.yaml": of_calls("c.csv"),
            "c.csv": "date,calls," + ",".join(f"c{n}" for n in range(9_000)) + "\n",
        },
        "more than 100 columns",
    ),
    "a CSV field of 9 MiB": (
        lambda: {
            "usage.yaml": of_calls("c.csv"),
            "c.csv": "date,calls\n2025-01," + "1" * 9 * MEBIBYTE,
        },
        "a field of more than 131,072 characters",
    ),
    "a CSV field that never ends": (
        lambda: {
            "usage.yaml": of_calls("c.csv"),
            "c.csv": 'date,calls\n"' + "1\n" * 4 * MEBIBYTE,
        },
        "a field of more than 131,072 characters",
    ),
    "a CSV of 99,000 bad rows": (
        lambda: {
            "usage.yaml": of_calls("c.csv"),
            "c.csv": "date,calls\n" + "x,y\n" * 99_000,
        },
        "'x' is not a time",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_input_ends_soon_and_small(tmp_path: Path, name: str) -> None:
    """Refused in words where something is wrong, else taken; within 2 s and 200 MiB either way."""
    made, said = LARGE[name]
    for file, text in made().items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    ran = measured("validate", "usage.yaml", folder=tmp_path)
    assert (ran.status, ran.out) == (2 if said else 0, b""), ran.err[:500]
    assert said in ran.err
    assert len(ran.err) < 100_000
    assert ran.seconds < 2 * SLOWER_HERE
    assert ran.mebibytes < 200


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (10_000, ("validate",)),
        (10_000, ("refund", "--as-of", "2025-02-01", "-f", "json")),
        (5_000, ("estimate", "-f", "html")),
        (10_000, ("estimate", "--view", "amortised", "-f", "json")),
    ],
)
def test_many_orders_end_soon(
    tmp_path: Path, orders: int, words: tuple[str, ...]
) -> None:
    """Orders of one pack each. (A verdict with all its grounds is some 1,800 characters of JSON.)"""
    lines = (
        f"  - {{item: call_pack, for: image_basic, size: 10k, date: 2025-01-{1 + n % 28:02}}}\n"
        for n in range(orders)
    )
    text = f"{HEAD}usage: {{image_basic: {{calls: {{2025-01: 95k}}}}}}\norders:\n{''.join(lines)}"
    (tmp_path / "usage.yaml").write_text(text, encoding="utf-8")
    ran = measured(words[0], "usage.yaml", *words[1:], folder=tmp_path)
    assert ran.status == 0, ran.err[:500]
    assert (ran.seconds < 2 * SLOWER_HERE, ran.mebibytes < 200) == (True, True)


@pytest.mark.parametrize("words", [("validate",), ("estimate", "-f", "json")])
def test_many_activities_end_soon(tmp_path: Path, words: tuple[str, ...]) -> None:
    """1,500 activities, their licences and as many shared packs: nothing is looked for once for each of them."""
    names = [f"act-{number}" for number in range(1_500)]
    usage = "".join(
        f"  {name}: {{calls: {{2025-01: 20k, 2025-02: 30k}}, peak_qps: 8}}\n"
        for name in names
    )
    licences = "".join(
        f"  - {{item: licence, for: {name}, package: 1, date: 2025-01-05}}\n"
        for name in names
    )
    packs = "  - {item: call_pack, size: 100k, date: 2025-02-01}\n" * len(names)
    text = f"version: 1\nprice_book: mainland-activity\nusage:\n{usage}orders:\n{licences}{packs}"
    (tmp_path / "usage.yaml").write_text(text, encoding="utf-8")
    ran = measured(words[0], "usage.yaml", *words[1:], folder=tmp_path)
    assert ran.status == 0, ran.err[:500]
    assert (ran.seconds < 2 * SLOWER_HERE, ran.mebibytes < 200) == (True, True)


MANY = "1" + "0" * 30
HUGE = f"""{HEAD}usage:
  image_basic: {{calls: {{2025-01: {MANY}, 2025-02: 1}}}}
orders:
  - {{id: P, item: call_pack, for: image_basic, size: 10k, quantity: 100, date: 2025-01-01}}
"""
# January: 10^30 - 100 x 10,000 = 10^30 - 1,000,000 calls are billed, all at the price of the last tier, 0.006:
# 6 x 10^27 - 6,000; the packs are 100 x 450 = 45,000; together 6 x 10^27 + 39,000.
# February: one call at the first tier's 0.065 is 0.065, half up 0.07.


@pytest.mark.parametrize("style", ["json", "table", "focus"])
def test_ten_to_the_thirtieth_calls(tmp_path: Path, style: str) -> None:
    """Exact to the cent; nothing is a float."""
    (tmp_path / "usage.yaml").write_text(HUGE, encoding="utf-8")
    ran = measured("estimate", "usage.yaml", "-f", style, folder=tmp_path)
    assert ran.status == 0, ran.err
    assert (ran.seconds < 2 * SLOWER_HERE, ran.mebibytes < 200) == (True, True)
    if style == "json":
        answer = json.loads(ran.out)
        assert [bill["total"] for bill in answer["bills"]] == [
            f"6{0:022}39000.00",
            "0.07",
        ]


ODD_FILES = {
    "a FIFO": "mkfifo odd.yaml",
    "a device": "ln -s /dev/zero odd.yaml",
    "a folder": "mkdir odd.yaml",
    "a ring of links": "ln -s odd.yaml ring.yaml; ln -s ring.yaml odd.yaml",
    "a process's own memory": "ln -s /proc/self/mem odd.yaml",
    "standard input": "ln -s /dev/stdin odd.yaml",
}


@pytest.mark.parametrize("kind", ODD_FILES)
def test_a_file_that_a_file_names_is_a_regular_file(tmp_path: Path, kind: str) -> None:
    """As the price book, as what a book extends, as the file of calls: refused at its place, and never read."""
    (tmp_path / "on.yaml").write_text(
        USAGE.replace("intl", "./odd.yaml"), encoding="utf-8"
    )
    (tmp_path / "book.yaml").write_text(
        "book: 1\nextends: ./odd.yaml\n", encoding="utf-8"
    )
    (tmp_path / "of.yaml").write_text(of_calls("odd.yaml"), encoding="utf-8")
    ran = shell(
        f"{ODD_FILES[kind]}; yes | timeout 20 {FFBILL} validate on.yaml book.yaml of.yaml",
        tmp_path,
    )
    faults = [line for line in ran.stderr.splitlines() if "odd.yaml: " in line]
    assert (ran.returncode, ran.stdout) == (2, "")
    assert [fault.split(":")[0] for fault in faults] == [
        "on.yaml",
        "book.yaml",
        "of.yaml",
    ]
    assert "Traceback" not in ran.stderr


def test_books_in_a_ring_are_refused(tmp_path: Path) -> None:
    """One that extends itself, by its name or through a link, and two that extend each other."""
    (tmp_path / "one.yaml").write_text(
        "book: 1\nextends: ./one.yaml\n", encoding="utf-8"
    )
    (tmp_path / "linked.yaml").write_text(
        "book: 1\nextends: ./link.yaml\n", encoding="utf-8"
    )
    (tmp_path / "link.yaml").symlink_to("linked.yaml")
    (tmp_path / "two.yaml").write_text(
        "book: 1\nextends: ./three.yaml\n", encoding="utf-8"
    )
    (tmp_path / "three.yaml").write_text(
        "book: 1\nextends: ./two.yaml\n", encoding="utf-8"
    )
    ran = shell("ffbill validate one.yaml linked.yaml two.yaml", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.count("the price book extends itself") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yes | ffbill validate -", "is larger than 10 MiB"),
        ("yes | ffbill validate /dev/stdin", "is larger than 10 MiB"),
        ("ffbill validate <(yes)", "is larger than 10 MiB"),
        ("ffbill validate - < /dev/zero", "is larger than 10 MiB"),
        ("ffbill validate /dev/zero", "is not a regular file"),
        ("ffbill validate .", "is a folder"),
        ("ln -s loop loop; ffbill validate loop", "cannot be read"),
        ("ffbill validate ''", "cannot be read"),
        ("ffbill validate $'\\xff\\xfe.yaml'", "cannot be read"),
    ],
)
def test_what_is_read_of_the_file_itself_is_bounded(
    tmp_path: Path, words: str, said: str
) -> None:
    """A pipe that never ends ends with 10 MiB."""
    ran = shell(f"{words}; exit ${{PIPESTATUS[-1]}}", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


LONG = f"{HEAD}usage: {{image_basic: {{calls: {{from: 2025-01, months: 600, start: 95k}}}}}}\n"
SLOW = (
    f"{HEAD}usage: {{image_basic: {{calls: {{from: 2025-01, months: 360, start: 3M}}}}}}\norders:\n"
    + "".join(
        f"  - {{item: call_pack, for: image_basic, size: 10k, date: {year}-{month:02}-{day:02}}}\n"
        for year in range(2025, 2075)
        for month in range(1, 13)
        for day in range(1, 27)
    )
)
"""15,600 orders, near the bound of keys and values."""


@pytest.mark.parametrize("style", ["json", "csv", "table"])
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path, style: str) -> None:
    """`| head -1`, with pipefail: more than a pipe holds is left unread."""
    (tmp_path / "long.yaml").write_text(
        LONG.replace("start: 95k", "start: 95k, growth: 0.1%"), encoding="utf-8"
    )
    ran = shell(f"ffbill estimate long.yaml -f {style} 2>err | head -1", tmp_path)
    assert (ran.returncode, len(ran.stdout.splitlines())) == (0, 1)
    assert "Broken pipe" not in (tmp_path / "err").read_text(encoding="utf-8")


def test_nor_where_the_output_is_named(tmp_path: Path) -> None:
    """`-o /dev/stdout | head -1` is the same as without `-o`."""
    (tmp_path / "long.yaml").write_text(LONG, encoding="utf-8")
    ran = shell("ffbill estimate long.yaml -f json -o /dev/stdout | head -1", tmp_path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "{\n", "")


def old_is_whole(folder: Path) -> bool:
    """The old output is as it was, and nothing half-written lies beside it."""
    left = [path.name for path in folder.iterdir() if path.name.startswith(".ffbill")]
    return (folder / "old.json").read_text(encoding="utf-8") == "old\n" and not left


def test_a_full_disk_leaves_the_old_output(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the write breaks off in the middle."""
    (tmp_path / "long.yaml").write_text(LONG, encoding="utf-8")
    (tmp_path / "old.json").write_text("old\n", encoding="utf-8")
    ran = shell("ulimit -f 20; ffbill estimate long.yaml -o old.json", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "error: old.json: cannot be written: File too large\n"
    assert old_is_whole(tmp_path)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("style", ["json", "csv", "table", "markdown"])
def test_a_full_device_is_said_in_every_format(tmp_path: Path, style: str) -> None:
    (tmp_path / "usage.yaml").write_text(USAGE, encoding="utf-8")
    ran = shell(f"ffbill estimate usage.yaml -f {style} -o /dev/full", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (
        ran.stderr == "error: /dev/full: cannot be written: No space left on device\n"
    )


def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    """Where the user is root, whom no mode binds, the folder is made immutable; not every file system can do it."""
    (tmp_path / "usage.yaml").write_text(USAGE, encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "old.json").write_text("old\n", encoding="utf-8")
    shut, opened = (
        ("chattr +i", "chattr -i")
        if os.geteuid() == 0
        else ("chmod 0555", "chmod 0755")
    )
    if shell(f"{shut} closed", tmp_path).returncode:
        pytest.skip("no way to make a folder read-only for root here")
    try:
        ran = shell(
            "ffbill estimate usage.yaml -o closed/old.json; echo $?; ffbill estimate usage.yaml -o closed/new.json",
            tmp_path,
        )
    finally:
        shell(f"{opened} closed", tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "2\n")
    assert [line.split(": ")[:3] for line in ran.stderr.splitlines()] == [
        ["error", "closed/old.json", "cannot be written"],
        ["error", "closed/new.json", "cannot be written"],
    ]
    assert old_is_whole(closed)
    assert len(list(closed.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)]
)
def test_an_interrupt_in_the_middle_leaves_the_old_output(
    tmp_path: Path, number: int, status: int
) -> None:
    (tmp_path / "slow.yaml").write_text(SLOW, encoding="utf-8")
    (tmp_path / "old.json").write_text("old\n", encoding="utf-8")
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "facefusion_billing",
            "estimate",
            "slow.yaml",
            "-o",
            "old.json",
        ],
        cwd=tmp_path,
        env=HOME,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A shell starts what runs in the background with interrupts ignored.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    time.sleep(0.6)
    child.send_signal(number)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (status, b"")
    assert b"Traceback" not in err
    assert old_is_whole(tmp_path)


AT_THE_START = """
import sys
class Interrupts:
    def find_spec(self, name, *rest):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupts())
from facefusion_billing.__main__ import main
main()
"""


def test_an_interrupt_at_the_very_start(tmp_path: Path) -> None:
    """While modules are still being loaded: 130, and nothing is said."""
    ran = subprocess.run(
        [sys.executable, "-c", AT_THE_START],
        cwd=tmp_path,
        env=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


HERE = {"LC_ALL": "C.UTF-8", "TZ": "Etc/GMT+12", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
ELSEWHERE |= {
    "PYTHONCOERCECLOCALE": "0",
    "TZ": "Pacific/Kiritimati",
    "PYTHONHASHSEED": "2",
}
EVERYTHING = """
import hashlib, sys
from tests.fuzz.harness import run
from tests.tools import SAMPLES
lines = [("prices",), ("prices", "mainland"), ("assumptions",), ("schema", "usage"), ("explain", "dead_zone")]
# From a day of its own: around the world it is not the same day, nor always the same month.
quote = ("quote", "--calls", "95k", "--from", "2025-02-01", "-f")
lines += [(*quote, style) for style in ("json", "table")]
for path in SAMPLES:
    name = f"sample_usage/{path.name}"
    for style in ("json", "csv", "table", "markdown", "github-comment", "focus"):
        lines.append(("estimate", name, "-f", style))
    lines += [("refund", name, "--as-of", "2025-02-12", "-f", style) for style in ("json", "csv", "table")]
lines.append(("estimate", name, "--view", "amortised", "--explain"))
lines.append(("compare", name, "sample_usage/dead_zone.yaml"))
lines += [("estimate", "sample_usage/full_year.yaml", "-f", style) for style in EXTRA]
lines += [("recommend", "sample_usage/dead_zone.yaml", "-f", style) for style in ("json", "csv", "table")]
for words in lines:
    ran = run(words)
    print(ran.status, hashlib.sha256(ran.out + ran.err.encode()).hexdigest(), *words)
"""


def everything(where: dict[str, str], *, extra: tuple[str, ...]) -> list[str]:
    """The status and the bytes of every sample in every format, in a process of its own."""
    script = EVERYTHING.replace("EXTRA", repr(extra))
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**HOME, **where},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_neither_locale_nor_time_zone_nor_a_second_run_changes_a_byte() -> None:
    """Nor the order in which Python hashes. A page as well, and a workbook where its extra is installed."""
    extra = ("html", "xlsx") if _installed("xlsxwriter") else ("html",)
    first = everything(HERE, extra=extra)
    assert len(first) > 9 * len(SAMPLES)
    assert not [line for line in first if line[0] != "0"]
    assert everything(ELSEWHERE, extra=extra) == first


def _installed(module: str) -> bool:
    from importlib.util import find_spec

    return find_spec(module) is not None


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc here")
@pytest.mark.parametrize(
    "named",
    [
        "price_book: /proc/self/environ",
        "usage: {image_basic: {calls: {file: /proc/self/environ}}}",
    ],
)
def test_what_the_system_makes_up_is_not_quoted(tmp_path: Path, named: str) -> None:
    """The environment of the process looks like a regular file, but has no size; an error would show its lines."""
    text = (
        f"{HEAD}{named}\n"
        if "usage" in named
        else f"version: 1\n{named}\nusage: {{}}\n"
    )
    (tmp_path / "usage.yaml").write_text(text, encoding="utf-8")
    ran = shell("SECRET=hunter2 ffbill validate usage.yaml", tmp_path)
    assert ran.returncode == 2
    assert "hunter2" not in ran.stdout + ran.stderr
