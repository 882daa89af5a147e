"""How the work of an answer grows with its file: what is twice as long takes twice the steps, not four times. Steps are
calls of functions, which are the same on every machine.
"""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import FrameType

import pytest

from tests.tools import ffbill

FIRST = date(2025, 1, 1)
MAINLAND = "version: 1\nprice_book: mainland\n"


def steps(*words: str | Path) -> int:
    """The calls of functions that a command takes, once what it needs is loaded."""
    ffbill(*words)
    found = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal found
        found += event == "call"

    sys.setprofile(count)
    try:
        ran = ffbill(*words)
    finally:
        sys.setprofile(None)
    assert ran.status == 0, ran.err
    return found


def licensed(activities: int, packs: str) -> str:
    """So many activities, licensed and with more calls than their licences have."""
    calls = "{from: 2025-01, months: 12, start: 30k}"
    usage = "".join(f"  a{n}: {{calls: {calls}}}\n" for n in range(activities))
    licences = "".join(
        f"- {{item: licence, for: a{n}, package: 1, date: {FIRST}}}\n"
        for n in range(activities)
    )
    return f"{MAINLAND}usage:\n{usage}orders:\n{licences}{packs}"


def packs_of_their_own_days(number: int) -> str:
    """So many activities, and shared packs that begin on as many days: every pack cut
    the year for every activity.
    """
    packs = "".join(
        f"- {{item: call_pack, size: 30M, date: {FIRST + timedelta(n)}}}\n"
        for n in range(number)
    )
    return licensed(number, packs)


def packs_of_one_day(number: int) -> str:
    """So many activities, and as many shared packs, each drawn by a few of them."""
    packs = "".join(
        f"- {{item: call_pack, size: 100k, date: {FIRST}}}\n" for _ in range(number)
    )
    return licensed(number, packs)


GROWING: dict[str, tuple[Callable[[int], str], int]] = {
    "packs of their own days": (packs_of_their_own_days, 60),
    "packs of one day": (packs_of_one_day, 100),
}


@pytest.mark.parametrize("kind", GROWING)
@pytest.mark.parametrize("form", ["json", "focus"])
def test_twice_the_file_takes_twice_the_steps(
    tmp_path: Path, kind: str, form: str
) -> None:
    """A tenth more is for what grows a little faster, as sorting does."""
    made, number = GROWING[kind]
    taken = []
    for times in (1, 2, 4):
        file = tmp_path / f"{times}.yaml"
        file.write_text(made(times * number), encoding="utf-8")
        taken.append(steps("estimate", file, "-f", form))
    assert taken[2] - taken[1] < 2.2 * (taken[1] - taken[0])
