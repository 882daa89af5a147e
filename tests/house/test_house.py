"""The house stands: imports point down only, nothing heavy is loaded where it is not used."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT, SAMPLES

PACKAGE = ROOT / "facefusion_billing"
FLOORS = {
    "startup": 0,
    "model": 1,
    "rules": 2,
    "solver": 2.3,
    "billing": 2.5,
    "engines": 2.5,
    "plans": 2.7,
    "answers": 3,
    "files": 4,
    "reports": 4,
    "api": 4.5,
    "cli": 5,
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


@pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_imports_point_down_only(path: Path) -> None:
    """Rules never import each other; files and reports see neither each other nor the rules."""
    here = room(path)
    rooms = {
        name.split(".")[1]
        for name in imported(path)
        if name.startswith("facefusion_billing.")
    }
    for other in rooms & set(FLOORS):
        if other == here:
            assert here != "rules" or path.name == "__init__.py", (
                f"{path.name} imports another rule"
            )
        elif here:
            assert FLOORS[other] < FLOORS[here], f"{here} imports {other}"
    if here in ("files", "reports"):
        assert not rooms & {"rules", "answers", "plans", "billing", "solver"}


def test_no_import_cycle() -> None:
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(
            ".__init__"
        )
        graph[name] = imported(path)
    graph = {
        name: {other for other in others if other in graph}
        for name, others in graph.items()
    }
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in graph[name]:
                if not name.startswith(f"{other}."):
                    visit(other, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_startup_is_used_by_the_process_alone() -> None:
    """Who imports the package gets Python as it is.

    `record.py` is excepted: every value is made of it, and it changes nothing but the
    classes that are made of it.
    """
    for path in MODULES:
        if path.name == "__main__.py" or room(path) == "startup":
            continue
        used = {name for name in imported(path) if ".startup" in name}
        allowed = ("startup.record", "startup.record.NamedTuple")
        assert used <= {f"facefusion_billing.{name}" for name in allowed}, path


def loaded_by(*words: str) -> set[str]:
    """The modules a process has loaded when the command has run."""
    script = (
        "import sys, json, atexit\n"
        "from facefusion_billing.cli import app\n"
        "try:\n    app(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )
    return set(json.loads(ran.stderr.splitlines()[-1]))


HEAVY = {
    "rich",
    "pydantic",
    "decimal",
    "dataclasses",
    "difflib_",
    "xlsxwriter",
    "babel",
    "highspy",
    "numpy",
    "hypothesis",
}


def tops(modules: set[str]) -> set[str]:
    return {name.split(".")[0] for name in modules}


def test_json_loads_neither_rich_nor_anything_optional() -> None:
    """An estimate as JSON never loads Rich, pydantic, the CSV reader, schemas or an optional library."""
    modules = loaded_by("estimate", str(SAMPLES[0]), "-f", "json")
    assert not tops(modules) & HEAVY
    reports = {
        name for name in modules if name.startswith("facefusion_billing.reports.")
    }
    expected = (
        "data",
        "data.bill_lines",
        "data.estimate_json",
        "data.json_text",
        "wording",
        "wording.findings",
        "wording.language",
        "wording.phrases",
        "wording.remedies",
        "wording.text",
    )
    assert reports == {f"facefusion_billing.reports.{name}" for name in expected}


def test_planning_is_loaded_for_plans_only() -> None:
    """An estimate loads no planner; a plan of interface groups as JSON loads no planner of activities and no Rich."""
    estimated = loaded_by("estimate", str(SAMPLES[0]), "-f", "json")
    assert not {name for name in estimated if ".solver" in name or ".plans" in name}
    planned = loaded_by("recommend", str(SAMPLES[0]), "-f", "json")
    assert "facefusion_billing.plans.groups.planner" in planned
    assert not {
        name
        for name in planned
        if ".plans.activit" in name or ".documents.recomm" in name
    }
    assert not tops(planned) & HEAVY


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_and_version_load_no_command(words: tuple[str, ...]) -> None:
    modules = loaded_by(*words)
    assert not tops(modules) & (HEAVY | {"yaml"})
    assert not {
        name
        for name in modules
        if name.startswith(("facefusion_billing.answers", "facefusion_billing.files"))
    }


def test_a_table_loads_rich_but_no_pydantic() -> None:
    modules = tops(loaded_by("estimate", str(SAMPLES[0])))
    assert "rich" in modules
    assert "pydantic" not in modules
