"""Answers on their way to files: whole or not at all, all of them or none, and never
over a usage or book file in silence.
"""

import os
import re
from collections.abc import Iterable

from facefusion_billing.cli.streams import write_stdout
from facefusion_billing.model.faults import InputError, refuse
from facefusion_billing.reports.wording.language import ENGLISH, spoken

_LOOKED_AT = 1 << 20
_LONGEST_NAME = 200
_KEY = rb"[\"']?(usage|orders|price_book|groups|activities|extends)[\"']?[ \t]*:"
_OWN_FILE = rb"(?m)^(?:%b|\{[ \t\r\n]*(?:[^{}\[\]]*,)?[ \t\r\n]*%b)" % (_KEY, _KEY)
"""A key of a usage or book file, at the start of a line or in the outermost braces."""
_ANSWER = rb'"schema": "ffbill\.'


class Target(str):
    """The path an answer goes to, with what was said about writing to it: `force` (over
    a usage or book file too), and `bom` (None: as the language has it).
    """

    force: bool
    bom: bool | None

    def __new__(
        cls, path: str, *, force: bool = False, bom: bool | None = None
    ) -> "Target":
        made = super().__new__(cls, path)
        made.force, made.bom = force, bom
        return made


def named(path: str, like: str | None) -> Target:
    """A path that is written as another one is."""
    force = getattr(like, "force", False)
    bom = getattr(like, "bom", None)
    return Target(path, force=force, bom=bom)


def write(data: str | bytes, output: str | None) -> None:
    """Writes an answer: to standard output, or to a file whole or not at all.

    Raises `InputError`.
    """
    write_all((data, output))


def write_all(*answers: tuple[str | bytes, str | None]) -> None:
    """Writes answers, all of them or none. Raises `InputError`."""
    for _data, output in answers:
        keep_own_files(output)
    moves: list[tuple[str, str]] = []
    try:
        # What is written beside its place can be taken back; what a stream was given
        # cannot, so standard output comes last.
        for data, output in sorted(answers, key=_finality):
            moves += _prepared(_encoded(data, output), output)
        # Only once all of them are written: moving is what hardly ever fails.
        for temporary, target in moves:
            _move(temporary, target)
    except BaseException:
        for temporary, _target in moves:
            if os.path.exists(temporary):
                os.unlink(temporary)
        raise


def _finality(answer: tuple[str | bytes, str | None]) -> int:
    """The place of an answer among those that are written: files, devices, the shell."""
    output = answer[1]
    if output is None or output == "-":
        return 2
    return int(os.path.exists(output) and not os.path.isfile(output))


def keep_own_files(output: str | None) -> None:
    """Refuses an output that is a usage or book file, unless it is forced."""
    if output is None or getattr(output, "force", False) or not os.path.isfile(output):
        return
    try:
        with open(output, "rb") as file:
            head = file.read(_LOOKED_AT)
    except OSError:
        # Why is said when it cannot be written either.
        return
    # An answer as JSON has such keys too, and may be written over.
    if re.search(_OWN_FILE, head) and not re.search(_ANSWER, head[:200]):
        raise refuse(
            "{output}: is a usage or book file; write over it with --force",
            output=output,
        )


def keep_present(output: str | None, option: str) -> None:
    """Refuses an output that is there already, unless it is forced."""
    forced = getattr(output, "force", False)
    if output not in (None, "-") and os.path.isfile(str(output)) and not forced:
        raise refuse(
            "{option} {output}: is there already; write over it with --force",
            option=option,
            output=output,
        )


def keep_files(output: str | None, inputs: Iterable[str], option: str) -> None:
    """Refuses an output that is one of the files that were read."""
    if output is None or not os.path.isfile(output):
        return
    if any(os.path.isfile(name) and os.path.samefile(name, output) for name in inputs):
        raise refuse(
            "{option} {output}: is one of the files that were read",
            option=option,
            output=output,
        )


def check_file_name(name: str, option: str) -> None:
    """Refuses an account that cannot be the name of a file in a folder: who writes it
    must not choose another folder.
    """
    strange = re.search(r"^\.|[/\\:\x00-\x1f\x7f\ud800-\udfff]|^$", name)
    if strange or len(name.encode()) > _LONGEST_NAME:
        raise refuse(
            "{option}: the account {name!r} cannot be the name of a file",
            option=option,
            name=name,
        )


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two paths are one file, also one that is yet to be written."""
    if one is None or other is None:
        return False
    return os.path.realpath(one) == os.path.realpath(other)


def _encoded(data: str | bytes, output: str | None) -> bytes:
    if isinstance(data, bytes):
        return data
    mark = "\ufeff" if _has_mark(output) else ""
    return f"{mark}{data}".encode("utf-8", "backslashreplace")


def _has_mark(output: str | None) -> bool:
    """Whether a byte order mark stands first: spreadsheets of Chinese systems take a
    CSV without one for GB18030.
    """
    if output is None or output == "-":
        return False
    asked: bool | None = getattr(output, "bom", None)
    if asked is None:
        return output.lower().endswith(".csv") and spoken() != ENGLISH
    return asked


def _prepared(data: bytes, output: str | None) -> list[tuple[str, str]]:
    """Writes to a stream or a device at once, or beside the file it is moved over."""
    if output is None or output == "-":
        write_stdout(data)
        return []
    if not output:
        raise refuse("an output without a name")
    try:
        if os.path.exists(output) and not os.path.isfile(output):
            _to_special(data, output)
            return []
        target = os.path.realpath(output)
        return [(_beside(target, data), target)]
    except OSError as error:
        raise unwritable(output, error) from None


def unwritable(output: str, error: OSError) -> InputError:
    """That an output cannot be written, and why."""
    return refuse(
        "{output}: cannot be written: {strerror}",
        output=output,
        strerror=error.strerror,
    )


def _move(temporary: str, target: str) -> None:
    try:
        os.replace(temporary, target)
    except OSError as error:
        raise unwritable(target, error) from None


def _to_special(data: bytes, path: str) -> None:
    """Writes to a pipe or device; a reader that went away is no error."""
    try:
        with open(path, "wb") as special:
            special.write(data)
    except BrokenPipeError:
        pass


def _beside(target: str, data: bytes) -> str:
    """A file beside the target, with the mode of what stands there."""
    from tempfile import mkstemp

    # The mode can only be read by setting it.
    umask = os.umask(0)
    os.umask(umask)
    mode = 0o666 & ~umask
    try:
        # A name that no file can have, such as one too long, is found out here: before
        # standard output is given anything.
        mode = os.stat(target).st_mode & 0o777
    except FileNotFoundError:
        pass
    # Beside the target: a file of another disk could not take its place in one step.
    handle, temporary = mkstemp(prefix=".ffbill-", dir=os.path.dirname(target) or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary
