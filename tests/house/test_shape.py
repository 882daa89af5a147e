"""The code stays small, and holds no state.

What is still above a limit stands in `EXEMPT` (or `STATEFUL`); a module that no longer
needs its line there fails until the line goes. ruff holds complexity (`C901`), the number of parameters
(`PLR0913`) and docstrings (`D103`).
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.shape import Function, functions, lines_of, modules
from tests.tools import ROOT

PACKAGE = ROOT / "facefusion_billing"
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
# What the limits do not hold for yet: nothing since 2026-11-29.
EXEMPT: set[str] = set()
STATEFUL: set[str] = set()
CACHES: dict[str, str] = {}
"""Caches of pure functions, each with its reason."""
CHANGES = {
    *("append", "extend", "insert", "add", "update", "setdefault"),
    *("pop", "popitem", "remove", "discard", "clear", "sort", "reverse"),
}
"""The methods that change a list, a set or a dict."""
PROCESS_WIDE = {
    "startup/lazy_imports.py": {"re", "sys", "typing"},
    "startup/module_files.py": {"sys"},
    "startup/process.py": {"sys"},
}
"""What `__main__` alone may have changed, since the process is its own."""
MODULES = {str(m.path.relative_to(PACKAGE)): m for m in modules(PACKAGE)}


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_stay_small(name: str) -> None:
    """Modules have 300 lines at the most, functions 40, docstrings not counted."""
    module = MODULES[name]
    lines = module.text.count("\n")
    found = [f"{lines} lines"] if lines > LONGEST_MODULE else []
    for function in functions([module]):
        if lines_of(function) > LONGEST_FUNCTION:
            found.append(f"{function.name}: {lines_of(function)} lines")
    if name in EXEMPT:
        assert found, f"{name} is small enough: take it out of EXEMPT"
    else:
        assert not found


def test_exemptions_are_of_modules_that_exist() -> None:
    assert EXEMPT | STATEFUL | set(CACHES) <= set(MODULES)


def module_names(tree: ast.Module) -> set[str]:
    """The names that a module binds at its top level, by assignment or import."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            if isinstance(target, ast.Name):
                names.add(target.id)
    return names


def local_names(function: Function) -> set[str]:
    """The parameters of a function and the names it binds."""
    names = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def changed(function: Function) -> Iterator[str]:
    """The names whose value a function changes in place or binds anew elsewhere."""
    for node in ast.walk(function):
        value: ast.AST | None = None
        if isinstance(node, ast.Global):
            yield from node.names
        elif isinstance(node, ast.Subscript | ast.Attribute):
            stored = isinstance(node.ctx, ast.Store | ast.Del)
            called = isinstance(node, ast.Attribute) and node.attr in CHANGES
            value = node.value if stored or called else None
        if isinstance(value, ast.Name):
            yield value.id


def decorators(function: Function) -> set[str]:
    """The names of a function's decorators."""
    nodes = [node for each in function.decorator_list for node in ast.walk(each)]
    return {getattr(node, "id", getattr(node, "attr", "")) for node in nodes}


@pytest.mark.parametrize("name", [n for n in MODULES if not n.startswith("cli/")])
def test_no_module_state_changes(name: str) -> None:
    """Below the command line, two calls at once do not see each other: no function
    changes what a module holds, and a cache is listed with its reason.
    """
    module = MODULES[name]
    held = module_names(module.tree)
    found = []
    cached = False
    for function in functions([module]):
        outer = (set(changed(function)) & held) - local_names(function)
        outer -= PROCESS_WIDE.get(name, set())
        found += [f"{function.name} changes {each}" for each in outer]
        cached |= bool(decorators(function) & {"cache", "lru_cache"})
    if name in STATEFUL:
        assert found, f"{name} holds no state: take it out of STATEFUL"
        return
    assert not found
    assert cached == (name in CACHES), "a cache is listed in CACHES, and no other"


def test_ruff_holds_complexity_and_parameters() -> None:
    """The limits are on, and only tests are excepted."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]
    rules = lint["lint"]
    assert {"C901", "PLR0913", "D"} <= set(rules["select"])
    assert rules["mccabe"]["max-complexity"] == 10
    assert rules["pylint"]["max-args"] == 6
    for path, codes in rules["per-file-ignores"].items():
        if {"C901", "PLR0913", "D", "D103"} & set(codes):
            assert path == "tests/**" or path_name(path) in EXEMPT
    commands = [name for name in MODULES if name.startswith("cli/")]
    for name, module in MODULES.items():
        for line in module.text.splitlines():
            if "noqa: C901" in line or "noqa: PLR0913" in line:
                assert name in commands
                assert "def command(" in line


def path_name(path: str) -> str:
    """A path of the repository as its module is named here."""
    return str(Path(path).relative_to("facefusion_billing"))
