"""What commands share: reading a scenario, options parsed to values, and writing what was asked for."""

import os
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from facefusion_billing.cli.streams import put, tell
from facefusion_billing.files import numbers
from facefusion_billing.files.located import Node
from facefusion_billing.files.usage import read_usage
from facefusion_billing.model.assumptions import ASSUMPTIONS, Readings
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import Fault, InputError, did_you_mean, refuse
from facefusion_billing.model.scenario import Scenario

if TYPE_CHECKING:
    from facefusion_billing.model.bill import Finding
    from facefusion_billing.reports.layout import Block

File = Annotated[str, typer.Argument(help="A usage file; - for standard input.", show_default=False)]
Format = Annotated[str | None, typer.Option("--format", "-f", help="Output format.", show_default=False)]
Output = Annotated[
    str | None, typer.Option("--output", "-o", help="Write to a file, whole or not at all.", show_default=False)
]
Assume = Annotated[
    list[str] | None,
    typer.Option("--assume", help="Choose a reading: ID=VALUE (repeatable).", show_default=False),
]
PriceBook = Annotated[
    str | None, typer.Option("--price-book", help="Another price book than the file's.", show_default=False)
]
Strict = Annotated[bool, typer.Option("--strict", help="Fail on warnings (not on notes).")]
Ignore = Annotated[
    list[str] | None, typer.Option("--ignore", help="Leave out a warning CODE (repeatable).", show_default=False)
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Leave out warnings and notes.")]

_ENDINGS = {".json": "json", ".csv": "csv", ".md": "markdown", ".markdown": "markdown", ".txt": "table", "": "table"}


def load_scenario(
    path: str, price_book: str | None, chosen: dict[str, str], *, output: str | None = None, node: Node | None = None
) -> Scenario:
    """The scenario of a usage file (or of its document), checked on its book.

    Raises `InputError` with every fault found, or when the output would overwrite what was read.
    """
    from facefusion_billing.answers.checks import check

    file = read_usage(path, price_book, node)
    faults = list(file.faults)
    if file.scenario is not None:
        readings = Readings({**file.scenario.assumptions, **chosen})
        faults += check(file.scenario, readings, whole=file.whole)
    if faults or file.scenario is None:
        raise InputError(faults)
    keep_inputs(file.scenario, path, output, "--output")
    return file.scenario


def keep_inputs(scenario: Scenario, path: str, output: str | None, option: str) -> None:
    """Refuses an output that is the usage file, its book or its file of calls."""
    if output is None or not os.path.isfile(output):
        return
    counts = (count for use in scenario.usage.values() for count in use.calls)
    inputs = {path, scenario.book.file, *(count.place.source.name for count in counts)}
    if any(os.path.isfile(name) and os.path.samefile(name, output) for name in inputs):
        raise refuse(f"{option} {output}: is one of the files that were read")


def parse_assume(pairs: list[str] | None) -> dict[str, str]:
    """The readings chosen with `--assume`."""
    chosen: dict[str, str] = {}
    faults: list[Fault] = []
    for pair in pairs or []:
        id, equals, value = pair.partition("=")
        id, value = id.strip(), value.strip()
        if id not in ASSUMPTIONS:
            hint = did_you_mean(id, ASSUMPTIONS) or f"; expected {', '.join(ASSUMPTIONS)}"
            faults.append(Fault(f"--assume {pair}: no assumption is called {id!r}{hint}"))
        elif not equals or value not in ASSUMPTIONS[id].choices:
            hint = did_you_mean(value, ASSUMPTIONS[id].choices)
            faults.append(Fault(f"--assume {pair}: expected {id}={'|'.join(ASSUMPTIONS[id].choices)}{hint}"))
        elif chosen.setdefault(id, value) != value:
            faults.append(Fault(f"--assume {pair}: {id} was given before as {chosen[id]}"))
    if faults:
        raise InputError(faults)
    return chosen


def parse_months(texts: list[str] | None, option: str = "--month") -> tuple[Month, ...]:
    """The months given with an option."""
    try:
        return tuple(numbers.month(text) for text in texts or [])
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def parse_day(option: str, text: str | None) -> date:
    """A day given with an option; today when it was not."""
    if text is None:
        return date.today()
    try:
        return numbers.day(text)
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def parse_amount(option: str, text: str | None) -> int | None:
    """An amount given with an option, in cents."""
    if text is None:
        return None
    try:
        return numbers.money(text)
    except numbers.UnreadableError as error:
        raise refuse(f"{option}: {error}") from None


def one_of(option: str, value: str, known: Iterable[str]) -> str:
    """A word given with an option, if it is known."""
    words = list(known)
    if value not in words:
        raise refuse(f"{option} {value}: expected {', '.join(words)}{did_you_mean(value, words)}")
    return value


def pick_format(format: str | None, output: str | None, known: tuple[str, ...]) -> str:
    """The format asked for, else the one the output's ending names, else the first."""
    if format is not None:
        return one_of("--format", format, known)
    if output in (None, "-"):
        return known[0]
    assert output is not None
    ending = os.path.splitext(output)[1].lower()
    if os.path.exists(output) and not os.path.isfile(output):
        return known[0]
    if _ENDINGS.get(ending) not in known:
        endings = ", ".join(name for name, format in _ENDINGS.items() if name and format in known)
        raise refuse(f"--output {output}: the ending names no format of this command; use {endings} or say --format")
    return _ENDINGS[ending]


def terminal() -> tuple[int, bool]:
    """The width to draw for, and whether to use colour: NO_COLOR and FORCE_COLOR first, then the terminal."""
    from shutil import get_terminal_size

    shown = sys.stdout is not None and sys.stdout.isatty()
    colour = shown and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR", "0").lower() not in ("0", "false", ""):
        colour = True
    if os.environ.get("NO_COLOR"):
        colour = False
    return get_terminal_size((80 if shown else 120, 24)).columns, colour


def drawn(blocks: "Iterable[Block]", style: str, output: str | None) -> str:
    """Blocks as a table for the terminal (or the file), or as Markdown."""
    if style == "markdown":
        from facefusion_billing.reports import markdown

        return markdown.draw(blocks)
    from facefusion_billing.reports import table

    width, colour = terminal()
    return table.draw(blocks, width, colour=colour and output is None)


def fails_strictly(findings: "Iterable[Finding]") -> bool:
    """Whether there are warnings, for --strict; says so."""
    found = any(finding.severity == "warning" for finding in findings)
    if found:
        say("ffbill: --strict: there are warnings")
    return found


def say(text: str) -> None:
    """A line for the person at the shell, on standard error."""
    from facefusion_billing.reports.text import visible

    tell(f"{visible(text)}\n")


def write(data: str, output: str | None) -> None:
    """Writes an answer: to standard output, or to a file whole or not at all. Raises `InputError`."""
    encoded = data.encode("utf-8", "backslashreplace")
    if output is None or output == "-":
        put(encoded)
    else:
        _to_file(encoded, output)


def _to_file(data: bytes, path: str) -> None:
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as special:
                special.write(data)
            return
        _replace(os.path.realpath(path), data)
    except OSError as error:
        raise refuse(f"{path}: cannot be written: {error.strerror}") from None


def _replace(target: str, data: bytes) -> None:
    """Writes beside the target and moves it over, keeping the mode of what stood there."""
    from tempfile import mkstemp

    umask = os.umask(0)
    os.umask(umask)
    mode = os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~umask
    handle, temporary = mkstemp(prefix=".ffbill-", dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
