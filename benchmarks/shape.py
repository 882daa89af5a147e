"""The shape of the code: how long, how dense, how well typed; beside other packages.

    python -m benchmarks.shape [PACKAGE ...]

Measures this checkout, and each package named that is installed here (`stdnum`,
`packaging`, `beancount.core`). How each measure is taken stands in its function.
"""

import ast
import importlib.util
import io
import statistics
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent.parent
WINDOW = 6
"""Lines of code which, when they stand twice, are a duplicated block."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Module(NamedTuple):
    """A module as text and as a tree without docstrings."""

    path: Path
    text: str
    tree: ast.Module


def modules(folder: Path) -> list[Module]:
    """Every module below a folder."""
    found = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, text, ast.parse(text)))
    return found


def functions(parsed: list[Module]) -> list[Function]:
    """Every function and method, nested ones included."""
    return [
        node
        for module in parsed
        for node in ast.walk(module.tree)
        if isinstance(node, Function)
    ]


def docstring_lines(function: Function) -> int:
    """The lines of a function's docstring."""
    if ast.get_docstring(function) is None:
        return 0
    text = function.body[0]
    return (text.end_lineno or text.lineno) - text.lineno + 1


def lines_of(function: Function) -> int:
    """The lines of a function from its `def` on, its docstring not counted."""
    last = function.end_lineno or function.lineno
    return last - function.lineno + 1 - docstring_lines(function)


def nodes_of(function: Function) -> int:
    """The syntax nodes of a function, nested ones included, its docstring not."""
    skipped = 2 if docstring_lines(function) else 0
    return sum(1 for _ in ast.walk(function)) - skipped


def outermost(tree: ast.AST) -> Iterator[Function]:
    """The functions that stand in no other."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, Function):
            yield child
        else:
            yield from outermost(child)


def nodes_a_line(parsed: list[Module]) -> float:
    """The nodes of all functions (nested ones once) over their lines."""
    found = [node for module in parsed for node in outermost(module.tree)]
    return sum(map(nodes_of, found)) / max(sum(map(lines_of, found)), 1)


def is_dense(comprehension: ast.AST) -> bool:
    """Whether a comprehension has several `for`, or another one inside it."""
    if len(comprehension.generators) > 1:  # type: ignore[attr-defined]
        return True
    inner = list(ast.walk(comprehension))[1:]
    return any(isinstance(node, COMPREHENSIONS) for node in inner)


def count(parsed: list[Module], kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> int:
    """How many nodes of a kind there are."""
    nodes = (node for module in parsed for node in ast.walk(module.tree))
    return sum(isinstance(node, kind) for node in nodes)


def dense_comprehensions(parsed: list[Module]) -> int:
    """Comprehensions with several `for` or another one inside."""
    nodes = (node for module in parsed for node in ast.walk(module.tree))
    return sum(isinstance(node, COMPREHENSIONS) and is_dense(node) for node in nodes)


def comment_share(parsed: list[Module]) -> float:
    """Lines of comment over lines of code and comment, in percent."""
    comments = code = 0
    for module in parsed:
        marks = set()
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            if token.type == tokenize.COMMENT and not is_order(token.string):
                marks.add(token.start[0])
        comments += len(marks)
        code += len(code_lines(module))
    return 100 * comments / max(code + comments, 1)


def is_order(comment: str) -> bool:
    """Whether a comment speaks to a tool, not to a reader."""
    return comment.startswith(("# noqa", "# type:", "# fmt", "# pragma", "#!"))


def is_text(node: ast.AST) -> bool:
    """Whether a statement is a docstring."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def code_lines(module: Module) -> list[tuple[int, str]]:
    """The lines of a module that are code: no blank, comment, docstring or import."""
    left_out: set[int] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) or is_text(node):
            last = getattr(node, "end_lineno", 0)
            left_out |= set(range(getattr(node, "lineno", 1), last + 1))
    numbered = enumerate((line.strip() for line in module.text.splitlines()), 1)
    return [
        (number, line)
        for number, line in numbered
        if line and not line.startswith("#") and number not in left_out
    ]


def duplicated_blocks(parsed: list[Module]) -> int:
    """Runs of six lines of code or more that stood before, each counted once."""
    seen: set[tuple[str, ...]] = set()
    blocks = 0
    for module in parsed:
        lines = [line for _, line in code_lines(module)]
        inside = False
        for start in range(len(lines) - WINDOW + 1):
            window = tuple(lines[start : start + WINDOW])
            blocks += window in seen and not inside
            inside = window in seen
            seen.add(window)
    return blocks


def cycles(parsed: list[Module], folder: Path) -> int:
    """Groups of modules that import each other, whenever that is."""
    names = {name_of(module.path, folder): module for module in parsed}
    graph = {
        name: imported(module, name, set(names)) - {name}
        for name, module in names.items()
    }
    found = {frozenset(reached & sources(graph, name))
             for name in graph if name in (reached := reach(graph, name))}  # fmt: skip
    return len(found)


def name_of(path: Path, folder: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(folder.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imported(module: Module, name: str, known: set[str]) -> set[str]:
    """The modules of the package that a module imports."""
    package = name if module.path.name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            # A name that is a module of its own is what is imported, not its package.
            submodules = {f"{base}.{alias.name}" for alias in node.names} & known
            found |= submodules or {base}
    return found & known


def reach(graph: dict[str, set[str]], start: str) -> set[str]:
    """What is imported by a module, directly or not."""
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph[name]
    return found


def sources(graph: dict[str, set[str]], target: str) -> set[str]:
    """What imports a module, directly or not."""
    return {name for name in graph if target in reach(graph, name)}


def share_typed(found: list[Function]) -> float:
    """Functions that say what they return, in percent."""
    return 100 * sum(f.returns is not None for f in found) / max(len(found), 1)


def p90(values: list[int]) -> int:
    """The value that nine of ten do not exceed."""
    return sorted(values)[int(0.9 * (len(values) - 1))]


def measures(folder: Path, readme: Path | None) -> dict[str, str]:
    """Every measure of a package."""
    parsed = modules(folder)
    found = functions(parsed)
    lengths = [module.text.count("\n") for module in parsed if module.text]
    lines, nodes = list(map(lines_of, found)), list(map(nodes_of, found))
    hundred = max(len(found), 1) / 100
    dense, conditional = dense_comprehensions(parsed), count(parsed, ast.IfExp)
    return {
        "modules; functions": f"{len(parsed)}; {len(found):,}",
        "module lines, median / max": f"{statistics.median(lengths):.0f} / {max(lengths):,}",
        "function lines, median / p90 / max": (
            f"{statistics.median(lines):.0f} / {p90(lines)} / {max(lines)}"
        ),
        "import cycles": f"{cycles(parsed, folder)}",
        "return types": f"{share_typed(found):.0f} %",
        "duplicated blocks": f"{duplicated_blocks(parsed)}",
        "syntax nodes a line": f"{nodes_a_line(parsed):.1f}",
        "nodes a function, median / p90": f"{statistics.median(nodes):.0f} / {p90(nodes)}",
        "nested or multi-for comprehensions per 100 functions": f"{dense / hundred:.1f}",
        "conditional expressions per 100 functions": f"{conditional / hundred:.0f}",
        "comment lines": f"{comment_share(parsed):.1f} %",
        "README lines": (
            f"{len(readme.read_text(encoding='utf-8').splitlines())}" if readme else "-"
        ),
    }


def main() -> None:
    """Prints the measures of this checkout and of each package named."""
    columns = {"ours": measures(HERE / "facefusion_billing", HERE / "README.md")}
    for name in sys.argv[1:]:
        spec = importlib.util.find_spec(name)
        if spec is None or not spec.submodule_search_locations:
            sys.exit(f"{name}: no such package is installed here")
        columns[name] = measures(Path(spec.submodule_search_locations[0]), None)
    print(f"| | {' | '.join(columns)} |\n|---{'|---:' * len(columns)}|")
    for measure in columns["ours"]:
        print(f"| {measure} | {' | '.join(c[measure] for c in columns.values())} |")


if __name__ == "__main__":
    main()
