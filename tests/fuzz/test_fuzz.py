"""Fuzzing in a few seconds, and everything that fuzzing has found.

Whatever comes in by any door ends with exit status 0, 1 or 2, soon, without a traceback, with an answer that is what it
says it is. `python -m tests.fuzz` is the long run; what it finds becomes a folder in `tests/fuzz/found`, with the
status expected and why.

    FFBILL_FUZZ=5000 python -m pytest tests/fuzz/test_fuzz.py      more inputs a door
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.as_users_do.hostile_tools import SLOWER_HERE
from tests.fuzz import doors
from tests.fuzz.all_doors import DOORS
from tests.fuzz.answers import broken_promise
from tests.fuzz.choices import Bytes
from tests.fuzz.doors import Input
from tests.fuzz.harness import complaint, judge, run, workshop
from tests.fuzz.minimise import smaller
from tests.fuzz.plain_yaml import difference
from tests.fuzz.trees import parsed, written

INPUTS = int(os.environ.get("FFBILL_FUZZ", "150"))
SLOW = {"plans": 8, "meter": 4, "portfolio": 2}
"""How many times fewer inputs a door takes whose commands need longer."""
FOUND = sorted(Path(__file__).parent.glob("found/*/case.json"))


@pytest.fixture(autouse=True)
def _workshop() -> Iterator[None]:
    with workshop():
        yield


@pytest.mark.parametrize("door", DOORS)
def test_nothing_that_comes_in_does_harm(door: str) -> None:
    """Hypothesis steers the choices an input is made from, and shrinks them when something is found."""

    @settings(
        max_examples=max(INPUTS // SLOW.get(door, 1), 5),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.binary(max_size=200))
    def one(choices: bytes) -> None:
        made = DOORS[door](Bytes(choices))
        found = judge(made)
        assert not found, f"{found}: {made}"

    one()


@pytest.mark.parametrize(
    "folder", [path.parent for path in FOUND], ids=lambda folder: folder.name
)
def test_what_was_found_is_mended(folder: Path) -> None:
    case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
    words = case["words"]
    assert isinstance(words, list)
    for file in folder.iterdir():
        if file.name != "case.json":
            Path(file.name).write_bytes(file.read_bytes())
    if words == ["yaml"]:
        assert difference(Path("usage.yaml").read_bytes()) == ""
        return
    outcome = run(tuple(words))
    outcome = outcome._replace(seconds=outcome.seconds / SLOWER_HERE)
    assert (complaint(tuple(words), outcome), outcome.status) == ("", case["status"])
    assert broken_promise(Input(tuple(words), {}), outcome, run) == ""


# The fuzzer itself: it would see a fault if there were one.


def test_a_mistake_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault in the package is found, named by its place, and made small."""
    from facefusion_billing.files import numbers

    def broken(text: str, unit: str = "") -> int:
        return 1 // (len(text) - 3)

    monkeypatch.setattr(numbers, "count", broken)
    # A count that no other test has: those are remembered.
    data = b"version: 1\nprice_book: intl\nusage:\n  image_basic: {calls: {2025-01: 83k}}\norders: []\n"
    made = Input(("validate", "usage.yaml"), {"usage.yaml": data, "other.yaml": b"x"})
    found = judge(made)
    assert found.startswith("ZeroDivisionError at test_fuzz.py:")
    small = smaller(made, lambda other: judge(other) == found)
    assert list(small.files) == ["usage.yaml"]
    assert len(small.files["usage.yaml"]) < len(data) - 20


def test_broken_answers_are_seen() -> None:
    from tests.fuzz.harness import Outcome

    bad = {
        ("estimate", "-f", "json"): Outcome(0, b"{", "", 0.1),
        ("estimate", "-f", "csv"): Outcome(0, b"a,b\n1\n", "", 0.1),
        ("refund", "-f", "csv"): Outcome(0, b"a\n=1+1\n", "", 0.1),
        ("prices",): Outcome(0, b"\x1b[31m", "", 0.1),
        ("init",): Outcome(0, b"", "", 2.1),
        ("schema",): Outcome(2, b"", "", 0.1),
        ("quote",): Outcome(2, b"x", "no", 0.1),
        ("explain",): Outcome(3, b"", "", 0.1),
        ("compare", "-f", "json"): Outcome(
            0, b'{"bills": [{"total": "1.00"}], "total": "1.01"}', "", 0.1
        ),
    }
    assert all(complaint(words, outcome) for words, outcome in bad.items())
    assert (
        complaint(("estimate", "-f", "json"), Outcome(0, b'{"bills": []}', "", 0.1))
        == ""
    )


def test_a_reader_that_differs_from_pyyaml_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from facefusion_billing.files.nodes import Mapping

    assert difference(b"{a: 010, b: [12:30:00, ~]}") == ""
    monkeypatch.setattr(
        Mapping,
        "entries",
        property(lambda self: [], lambda self, value: None),
        raising=False,
    )
    assert (
        difference(b"{a: 010, b: [12:30:00, ~]}")
        == "the two readers read different things"
    )


def test_good_files_as_trees_are_the_same_files() -> None:
    """What is written from a tree reads back as that tree: no change comes in by the back door."""
    for text in [*doors.good_books(), *doors.good_usage()[:16]]:
        if "&" in text or "*" in text:
            continue
        tree = parsed(text)
        assert [parsed(written(tree, blocks)) for blocks in range(4)] == [tree] * 4


def test_a_door_lets_good_files_through_too() -> None:
    """A fair part of what is made is valid: else only the reader would be tried."""
    rng = Random(7)
    statuses = []
    for _ in range(200):
        made = doors.usage(rng)
        Path("usage.yaml").write_bytes(made.files["usage.yaml"])
        statuses.append(run(("validate", "usage.yaml")).status)
    assert set(statuses) == {0, 2}
    assert statuses.count(0) >= 20
