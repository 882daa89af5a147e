"""Mutation tests of a package: `python -m tests.mutation rules` (or `model`, `solver`); needs `pip install mutmut`.

A copy of the checkout is made in a folder of its own, where mutmut changes the package in one place at a time and runs
the tests that reach that place; a change that no test notices survives. Further words are names of mutants.
In the copy decorators are calls (`total = property(total)`), because mutmut leaves decorated functions as they are
(caches are left out: a mutant would find the answers of the original in them), and the package's examples are a test
module, because mutmut would run each of them once for every mutant.
"""

import ast
import doctest
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.tools import ROOT

PACKAGE = "facefusion_billing"
WORLDS = "0.25"
"""A quarter of the small pools in which `tests/solver/test_tiny_problems.py` tries every plan."""
OUTCOMES = {
    0: "survived",
    33: "without a test",
    24: "timeout",
    -24: "timeout",
    36: "timeout",
    152: "timeout",
}


def undecorated(source: str) -> str:
    """The source with the decorators of functions as calls behind them."""
    lines = source.split("\n")
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef)
    ]
    for node in sorted(functions, key=lambda node: -node.lineno):
        calls = [ast.unparse(decorator) for decorator in node.decorator_list]
        if calls and "classmethod" not in calls:
            indent = " " * node.col_offset
            kept = [call for call in calls if "cache" not in call]
            lines[node.end_lineno : node.end_lineno] = [
                f"{indent}{node.name} = {call}({node.name})" for call in kept
            ]
            del lines[node.decorator_list[0].lineno - 1 : node.lineno - 1]
    return "\n".join(lines)


def examples() -> Iterator[tuple[str, str, str]]:
    """Module, name and text of every docstring with examples."""
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                text = ast.get_docstring(node) or ""
                if doctest.DocTestParser().get_examples(text):
                    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                    yield module, getattr(node, "name", "module"), text


EXAMPLES = """
import doctest
import importlib

import pytest

@pytest.mark.parametrize(("module", "name", "text"), {found!r})
def test_example(module, name, text):
    names = dict(vars(importlib.import_module(module)))
    test = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    assert not doctest.DocTestRunner().run(test).failed
"""

SETTINGS = """
import json
from pathlib import Path

from tests.tools import ROOT

from hypothesis import HealthCheck, settings

STATS = Path("mutmut-stats.json")

def pytest_collection_modifyitems(items):
    seconds = json.loads(STATS.read_text())["duration_by_test"] if STATS.exists() else {}
    items.sort(key=lambda item: seconds.get(item.nodeid, 0))

settings.register_profile(
    "same", database=None, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.differing_executors]
)
settings.load_profile("same")
"""

CONFIG = """
[mutmut]
source_paths = {package}
only_mutate = {package}/{part}/*.py
do_not_mutate_patterns = ^ +assert\\b
also_copy = sample_usage
pytest_add_cli_args =
    -pno:cacheprovider
    --ignore=tests/solver/test_against_highs.py
pytest_add_cli_args_test_selection =
    tests/test_examples.py
    tests/{part}
timeout_multiplier = 3.0
timeout_constant = 4.0
track_dependencies = false
use_git_change_detection = false
"""


def prepare(copy: Path, part: str) -> None:
    """The copy of the checkout in which mutmut works."""
    for folder in (PACKAGE, "tests", "sample_usage"):
        shutil.rmtree(copy / folder, ignore_errors=True)
        shutil.copytree(
            ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    for path in (copy / PACKAGE / part).glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")
    (copy / "tests/test_examples.py").write_text(
        EXAMPLES.format(found=list(examples())), encoding="utf-8"
    )
    with (copy / "tests/conftest.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    (copy.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    config = CONFIG.format(package=PACKAGE, part=part)
    (copy / "setup.cfg").write_text(config, encoding="utf-8")


def outcomes(copy: Path, part: str) -> dict[str, str]:
    """What became of each mutant."""
    found = {}
    for meta in sorted((copy / "mutants" / PACKAGE / part).glob("*.meta")):
        for name, code in json.loads(meta.read_text(encoding="utf-8"))[
            "exit_code_by_key"
        ].items():
            found[name] = (
                OUTCOMES.get(code, "killed") if code is not None else "not run"
            )
    return found


def main(part: str, *names: str) -> None:
    """Runs the mutants of a part of the package and lists those that were not noticed."""
    copy = ROOT / "mutation" / part
    if not names:
        shutil.rmtree(copy, ignore_errors=True)
    prepare(copy, part)
    mutmut = [sys.executable, "-m", "mutmut"]
    command = [
        *mutmut,
        "run",
        "--max-children",
        os.environ.get("FFBILL_PROCESSES", "2"),
        *names,
    ]
    subprocess.run(
        command, cwd=copy, env={**os.environ, "FFBILL_WORLDS": WORLDS}, check=True
    )
    found = outcomes(copy, part)
    for name, outcome in found.items():
        if outcome not in ("killed", "timeout", "not run"):
            print(f"\n{outcome}:", flush=True)
            subprocess.run([*mutmut, "show", name], cwd=copy, check=False)
    print(part, len(found), "mutants:", dict(Counter(found.values())))


if __name__ == "__main__":
    main(*sys.argv[1:])
