"""README and the guide: every command is run and prints what its page shows, every link leads somewhere.

`python -m tests.guide --write` writes the outputs anew; read the difference before you commit it.
"""

import re
from pathlib import Path

import pytest

from tests.guide import LEFT_OUT, PAGES, Step, expected, steps
from tests.tools import ROOT, SAMPLES

README = PAGES[0]


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_print_what_the_page_shows(page: Path) -> None:
    for step in steps(page):
        assert step.shown == expected(step), step.command


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_console_block_is_run(page: Path) -> None:
    """None is passed over because its first line is not a command."""
    assert len(steps(page)) == len(re.findall("^```console", text(page), re.MULTILINE))


@pytest.mark.parametrize(
    ("shown", "printed", "result"),
    [
        ("a\n", "a\nb\n", "a\nb\n"),
        ("x\n...\ny\n", "a\nb\nc\nd\n", "a\n...\nd\n"),
        ("x\n...\n", "a\nb\nc\n", "a\n...\n"),
        ("x\n...\ny\n", "a\nb\n", "a\nb\n"),
    ],
)
def test_lines_left_out(shown: str, printed: str, result: str) -> None:
    """As many lines stand before and behind `...` as before; nothing is left out where nothing is."""
    assert expected(Step(README, "ffbill", shown, printed)) == result
    assert LEFT_OUT == "...\n"


def test_readme_is_one_first_visit_long() -> None:
    """150 lines at the most, and the guide has a page for each that it links."""
    assert len(text(README).splitlines()) <= 150
    guide = ROOT / "docs" / "guide"
    linked = set(re.findall(r"\]\(docs/guide/([\w-]+\.md)\)", text(README)))
    assert linked == {page.name for page in guide.glob("*.md")}


def test_ci_runs_the_set_up_lines_as_readme_gives_them() -> None:
    """`.ci/run` takes both lines out of README, so they cannot differ from what is run."""
    lines = [
        line for line in text(README).splitlines() if line.startswith("python3 -m venv")
    ]
    assert len(lines) == 2
    assert lines[0].endswith(".yaml")
    assert lines[1].endswith("pytest -n auto")
    assert all(" && . .venv/bin/activate && " in line for line in lines)
    assert "grep '^python3 -m venv' README.md" in text(ROOT / ".ci" / "run")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_and_file_named_exists(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text(page))
    files = re.findall(r"sample_usage/[\w.]+\.(?:yaml|csv)", text(page))
    assert all((page.parent / link).exists() for link in links), links
    assert all((ROOT / file).exists() for file in files), files
    assert links or files


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_says_in_its_first_line_what_it_shows(sample: Path) -> None:
    first = text(sample).splitlines()[0]
    assert first.startswith("# ")
    assert len(first) > 40
