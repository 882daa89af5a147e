"""Files as bytes and as text: what may be read, how much of it, and that it is UTF-8."""

from __future__ import annotations

import os
import stat
import sys

from facefusion_billing.model.faults import Location, Source, refuse

LARGEST_FILE = 10 * 1024 * 1024
ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: one of today (or another zip archive), or one of before 2007."""

_MADE_UP = ("/proc/", "/sys/")
"""Where files say what a system knows, and nobody has written them."""


def read_bytes(path: str, *, may_be_pipe: bool = False) -> bytes:
    """The bytes of a file of at most 10 MiB. `-` is the standard input when pipes are
    allowed.

    A file that another file names must be a regular file: no device, pipe or folder,
    and nothing that a system makes up when it is read. Raises `InputError`.
    """
    if path == "-" and may_be_pipe:
        if sys.stdin is None:
            raise refuse("standard input: is closed")
        return _bounded(sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input")
    try:
        _check_kind(path, may_be_pipe=may_be_pipe)
        with open(path, "rb") as file:
            # One byte more than is allowed tells that there is more, whatever the size
            # said.
            return _bounded(file.read(LARGEST_FILE + 1), path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(
            "{path}: cannot be read: {reason}", path=path, reason=reason
        ) from None


def _check_kind(path: str, *, may_be_pipe: bool) -> None:
    """Raises `InputError` for what is no file that somebody has written."""
    found = os.stat(path)
    kind = found.st_mode
    if stat.S_ISDIR(kind):
        raise refuse("{path}: is a folder, not a file", path=path)
    if not stat.S_ISREG(kind) and not (may_be_pipe and stat.S_ISFIFO(kind)):
        raise refuse("{path}: is not a regular file", path=path)
    if not may_be_pipe and os.path.realpath(path).startswith(_MADE_UP):
        raise refuse("{path}: is made up by the system", path=path)
    # A file that has no size but bytes is made up by a system, and a fault would quote
    # it.
    if not may_be_pipe and not found.st_size:
        raise refuse("{path}: is empty", path=path)


def is_pipe(path: str) -> bool:
    """Whether what stands there is a pipe, which may be read once."""
    return stat.S_ISFIFO(os.stat(path).st_mode)


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise refuse("{name}: is larger than 10 MiB", name=name)
    return data


def decode(data: bytes, name: str) -> Source:
    """The text of a file; a byte order mark is passed over.

    Raises `InputError` when it is not UTF-8.
    """
    if data.startswith(ARCHIVES):
        raise refuse(
            "{name}: is an Excel workbook or another archive, no text in YAML; counts of "
            "calls in a workbook are named in a usage file: calls: {{file: ...}}",
            name=name,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        location = Location(
            Source(name, before),
            before.count("\n") + 1,
            len(before) - before.rfind("\n"),
            1,
            "",
        )
        raise refuse(
            "byte 0x{byte:02x} is not UTF-8; save the file as UTF-8",
            location,
            byte=data[error.start],
        ) from None
    return Source(name, text)
