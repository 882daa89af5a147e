"""What the answers look like on a terminal of 80 and of 200 columns, in both languages.

`python -m tests.screens` writes the expected screens again, to be looked at line by line. Their amounts are derived by
hand elsewhere (`tests/by_hand`, `tests/answers`): these files hold what stands where.
"""

import os
import shlex
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from tests.tools import ROOT, ffbill

EXPECTED = Path(__file__).parent / "expected"
WIDTHS = (80, 200)
LANGUAGES = ("en", "zh")
COMMANDS = {
    "estimate_launch_spike": "estimate sample_usage/launch_spike.yaml",
    "estimate_overdue_account": "estimate sample_usage/overdue_account.yaml",
    "estimate_mainland": "estimate sample_usage/mainland_campaign.yaml",
    "estimate_explained": "estimate sample_usage/launch_spike.yaml --explain",
    "recommend_launch_spike": "recommend sample_usage/launch_spike.yaml",
    "recommend_qps_campaign": "recommend sample_usage/qps_campaign.yaml",
    "recommend_mainland": "recommend sample_usage/mainland_campaign.yaml",
    "recommend_explained": "recommend sample_usage/mainland_campaign.yaml --explain",
    "compare_reading": (
        "compare sample_usage/dead_zone.yaml --assume tier_basis=total --fail-increase 5%"
    ),
    "compare_files": (
        "compare sample_usage/launch_spike.yaml sample_usage/qps_campaign.yaml "
        "--fail-over-month 5k"
    ),
    "compare_explained": (
        "compare sample_usage/dead_zone.yaml --assume tier_basis=total --explain"
    ),
    "refund": "refund sample_usage/refund_window.yaml --as-of 2020-10-08",
    "refund_mainland": (
        "refund sample_usage/refund_mainland.yaml --as-of 2021-03-01 --explain"
    ),
    "quote": ("quote image_basic --calls 95k --peak-qps 12 --months 12 --from 2026-01"),
    "quote_mainland": (
        "quote --price-book mainland --calls 60k --months 3 --from 2021-03"
    ),
}


class Screen(NamedTuple):
    """A command on a terminal of a width, in a language."""

    name: str
    width: int
    language: str

    @property
    def file(self) -> Path:
        """Where it is expected."""
        return EXPECTED / f"{self.name}.{self.width}.{self.language}.txt"

    def shown(self) -> str:
        """What stands on it now."""
        words = [*shlex.split(COMMANDS[self.name]), "--lang", self.language]
        with chdir(ROOT):
            return ffbill(*words, env={"COLUMNS": str(self.width)}).out


def screens() -> Iterator[Screen]:
    """Every command on each width in each language."""
    for name in COMMANDS:
        for width in WIDTHS:
            for language in LANGUAGES:
                yield Screen(name, width, language)


def write() -> None:
    """Writes every screen as it is now; those that are no more go."""
    for path in EXPECTED.glob("*.txt"):
        os.unlink(path)
    for screen in screens():
        screen.file.write_text(screen.shown(), encoding="utf-8")
