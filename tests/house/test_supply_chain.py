"""What ffbill is built and tested from: locked, hashed, and as `pyproject.toml` allows."""

import re
import runpy
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.tools import ROOT

CI = ROOT / ".ci"
LOCK = (CI / "requirements.txt").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads(
    (ROOT / "pyproject.toml").read_text(encoding="utf-8")
)
WANTED = (
    PROJECT["build-system"]["requires"]
    + PROJECT["project"]["dependencies"]
    + [
        one
        for extra in PROJECT["project"]["optional-dependencies"].values()
        for one in extra
    ]
)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def number(version: str) -> tuple[int, ...]:
    """The numbers of a version, enough to compare releases: `1.9.0.post1` is after `1.9.0`."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def pins(text: str) -> Iterator[tuple[str, str]]:
    """Each name with its version; a name may stand twice, for different Pythons."""
    for name, version in re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", text, re.MULTILINE
    ):
        yield plain(name), version


def wanted(requirement: str) -> tuple[str, list[tuple[str, str]]]:
    """A requirement's name and its bounds.

    `typer>=0.26,<0.29` is ("typer", [(">=", "0.26"), ("<", "0.29")]).
    """
    found = re.fullmatch(r"([\w.-]+)((?:(?:>=|<)[\d.]+,?)*)", requirement)
    assert found, requirement
    return plain(found[1]), re.findall(r"(>=|<)([\d.]+)", found[2])


class TestLock:
    """`.ci/requirements.txt`, drawn by `.ci/lock`."""

    @pytest.mark.parametrize("requirement", WANTED)
    def test_it_pins_what_pyproject_wants_within_its_bounds(
        self, requirement: str
    ) -> None:
        name, bounds = wanted(requirement)
        versions = [number(version) for pinned, version in pins(LOCK) if pinned == name]
        assert versions, f"{name} is not locked: run .ci/lock"
        for sign, bound in bounds:
            assert all(
                (version >= number(bound)) == (sign == ">=") for version in versions
            )

    def test_every_line_is_a_pin_with_hashes(self) -> None:
        """And so names no index, no address and no folder."""
        entry = r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; [^\n\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n"
        assert re.fullmatch(rf"(#[^\n]*\n)*({entry})+", LOCK)
        assert "/" not in LOCK.replace(".ci/lock", "")


def test_the_lowest_versions_are_those_of_pyproject() -> None:
    """`.ci/lowest.txt` holds what an installed ffbill uses, at exactly the lower bounds."""
    project = PROJECT["project"]
    extras = project["optional-dependencies"]
    lowest = {
        name: number(version)
        for name, version in pins((CI / "lowest.txt").read_text(encoding="utf-8"))
    }
    used = dict(
        map(
            wanted,
            project["dependencies"] + extras["html"] + extras["meter"] + extras["xlsx"],
        )
    )
    assert lowest.keys() == used.keys()
    for name, bounds in used.items():
        bound = number(dict(bounds)[">="])
        assert lowest[name] == bound + (0,) * (len(lowest[name]) - len(bound)), name


class TestAudit:
    """`.ci/audit.py` says what was audited: pip-audit calls a package it could not ask about no risk."""

    told = staticmethod(runpy.run_path(str(CI / "audit.py"))["told"])
    SAFE = {"name": "rich", "version": "15.0.0", "vulns": []}
    UNSAFE = {
        "name": "flask",
        "version": "0.5",
        "vulns": [{"id": "PYSEC-2019-179", "fix_versions": ["1.0"]}],
    }
    UNKNOWN = {"name": "typer", "skip_reason": "Dependency not found"}

    def test_advisories_are_told_with_how_much_was_audited(self) -> None:
        assert self.told([self.SAFE, self.UNSAFE, self.UNKNOWN]).splitlines() == [
            "flask 0.5: PYSEC-2019-179, repaired in 1.0",
            "1 advisories; audited 2 of 3 locked packages",
        ]

    def test_nothing_audited_is_not_nothing_found(self) -> None:
        assert (
            self.told([self.UNKNOWN])
            == "not audited: the advisory service knows none of 1 locked packages"
        )
