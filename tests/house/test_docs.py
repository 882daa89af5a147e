"""What the documents name is there."""

import re
from pathlib import Path

import pytest

from tests.tools import ROOT

HISTORY = {"decisions.md"}
"""Says what was so on its day."""
DOCUMENTS = [
    path
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if path.name not in HISTORY
]
NAMED = (
    re.compile(r"`((?:facefusion_billing|tests|benchmarks|docs|\.ci)/[\w./-]+)`"),
    re.compile(r"`((?:facefusion_billing|tests|benchmarks)(?:\.[a-z_]+)+)`"),
    re.compile(r"python -m ((?:tests|benchmarks)[a-z_.]*)"),
)
"""Files and folders, modules, and modules that are run."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_names_what_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    names = [name for pattern in NAMED for name in pattern.findall(text)]
    assert [name for name in names if not is_there(name)] == []


def is_there(name: str) -> bool:
    """Whether a file or folder has that name, or a module."""
    module = ROOT / name.rstrip(".").replace(".", "/")
    return (
        (ROOT / name).exists() or module.is_dir() or module.with_suffix(".py").exists()
    )


def test_a_name_of_nothing_is_found() -> None:
    names = ("tests.fuzz", "tests/fuzz", ".ci/run", "tests/no_such.py", "tests.no_such")
    assert [is_there(name) for name in names] == [True, True, True, False, False]
