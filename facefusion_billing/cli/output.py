"""Answers on the way out: the format and the language."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from facefusion_billing.cli.choices import one_of
from facefusion_billing.cli.streams import write_stderr
from facefusion_billing.cli.writing import write as write
from facefusion_billing.model.faults import MOST_SHOWN, InputError, refuse

if TYPE_CHECKING:
    from typing import TextIO

    from facefusion_billing.model.bill import Finding
    from facefusion_billing.model.book import Origin
    from facefusion_billing.model.call_logs import MeteredFinding
    from facefusion_billing.reports.documents.blocks import Block
    from facefusion_billing.reports.wording.terminal_text import Terminal

_ENDINGS = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".txt": "table",
    "": "table",
}
_EXTRAS = {"xlsx": "xlsxwriter"}
"""The formats that need an extra of the same name, and the module it installs."""


def pick_format(format: str | None, output: str | None, known: tuple[str, ...]) -> str:
    """The format asked for, else the one the output's ending names, else the first; its
    extra must be installed.
    """
    style = _style(format, output, known)
    if style in _EXTRAS:
        from importlib.util import find_spec

        if find_spec(_EXTRAS[style]) is None:
            raise refuse(
                "--format {style} needs an extra: pip install 'facefusion-billing[{style}]'",
                style=style,
            )
    if (
        style == "xlsx"
        and output in (None, "-")
        and sys.stdout is not None
        and sys.stdout.isatty()
    ):
        raise refuse(
            "--format xlsx: a workbook is not for a terminal; say where to with --output FILE"
        )
    return style


def _no_format(output: str, known: tuple[str, ...]) -> InputError:
    endings = ", ".join(
        name for name, format in _ENDINGS.items() if name and format in known
    )
    return refuse(
        "--output {output}: the ending names no format of this command; use {endings} or say --format",
        output=output,
        endings=endings,
    )


def _style(format: str | None, output: str | None, known: tuple[str, ...]) -> str:
    if format is not None:
        return one_of("--format", format, known)
    if output in (None, "-"):
        return known[0]
    assert output is not None
    ending = os.path.splitext(output)[1].lower()
    # Before the ending alone, which says CSV.
    if "focus" in known and output.lower().endswith(".focus.csv"):
        return "focus"
    # A pipe or a device has no ending to go by.
    if os.path.exists(output) and not os.path.isfile(output):
        return known[0]
    if _ENDINGS.get(ending) not in known:
        raise _no_format(output, known)
    return _ENDINGS[ending]


def terminal() -> tuple[int, bool]:
    """The width to draw for, and whether to use colour: NO_COLOR and FORCE_COLOR first,
    then the terminal.
    """
    from shutil import get_terminal_size

    shown = is_shown(sys.stdout)
    return get_terminal_size((80 if shown else 120, 24)).columns, has_colour(shown)


def is_shown(stream: "TextIO | None") -> bool:
    """Whether a stream is a terminal."""
    return stream is not None and stream.isatty()


def has_colour(shown: bool) -> bool:
    """Whether there is colour where a terminal is `shown` or not."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0").lower() not in ("0", "false", ""):
        return True
    return shown and os.environ.get("TERM") != "dumb"


def errors_terminal() -> "Terminal":
    """How what is said on standard error is shown."""
    from facefusion_billing.reports.wording.terminal_text import Terminal

    if not is_shown(sys.stderr):
        return Terminal(None, colour=has_colour(shown=False))
    try:
        width = int(os.environ.get("COLUMNS") or 0)
        width = width or os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        width = 0
    return Terminal(width or 80, colour=has_colour(shown=True))


def drawn(
    blocks: "Iterable[Block]",
    style: str,
    output: str | None,
    key: str = "",
    origins: "Iterable[Origin | None]" = (),
) -> str:
    """Blocks as a table for the terminal (or the file), as Markdown, or as a comment
    that a job finds by its key; what is for others ends with where its prices are from.
    """
    if style != "table" and origins:
        from facefusion_billing.reports.documents.origin_document import origin_notes

        blocks = [*blocks, *origin_notes(origins)]
    if style == "github-comment":
        from facefusion_billing.reports.renderers import github_comment

        return github_comment.draw(blocks, key)
    if style == "markdown":
        from facefusion_billing.reports.renderers import markdown

        return markdown.draw(blocks)
    from facefusion_billing.reports.renderers import table

    width, colour = terminal()
    return table.draw(blocks, width, colour=colour and output is None)


def set_language(language: str, option: str = "--lang") -> None:
    """Has everything said from now on in a language, which an option names."""
    from facefusion_billing.reports.wording.language import LANGUAGES
    from facefusion_billing.reports.wording.language import set_language as use

    use(one_of(option, language, LANGUAGES))


def fails_strictly(findings: "Iterable[Finding | MeteredFinding]") -> bool:
    """Whether there are warnings, for --strict; says which."""
    found: dict[str, int] = {}
    for finding in findings:
        if finding.severity == "warning":
            found[finding.code] = found.get(finding.code, 0) + 1
    if found:
        say_strict(found)
    return bool(found)


def say_strict(warnings: Mapping[str, int]) -> None:
    """Says that there are warnings, and of which codes: the answer may have gone into a
    file, or be quiet about them. `warnings` are how many there are of each code.
    """
    from facefusion_billing.reports.wording.language import _, ngettext

    kinds = _(", ").join(map(_, warnings))
    text = ngettext(
        "ffbill: --strict: there is a warning: {kinds}",
        "ffbill: --strict: there are warnings: {kinds}",
        sum(warnings.values()),
    )
    say(text.format(kinds=kinds))


def say_all(texts: Iterable[str]) -> None:
    """Says lines on standard error, and of very many how many more there are."""
    lines = list(texts)
    for text in lines[:MOST_SHOWN]:
        say(text)
    if len(lines) > MOST_SHOWN:
        from facefusion_billing.reports.wording.language import _

        text = _("ffbill: and {count:,} more of these; --format json has them all")
        say(text.format(count=len(lines) - MOST_SHOWN))


def say(text: str) -> None:
    """A line for the person at the shell, on standard error."""
    from facefusion_billing.reports.wording.terminal_text import wrapped
    from facefusion_billing.reports.wording.text import escape_controls

    lines = wrapped(escape_controls(text), errors_terminal())
    write_stderr("".join(f"{line}\n" for line in lines))
