"""Where bills come from: files, folders, zip archives, standard input.

Refused by name: an archive that unpacks without measure, a path outside of it, an
archive in an archive, a PDF.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import zlib
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from typing import IO, TYPE_CHECKING

from facefusion_billing.files.archives import check_packing
from facefusion_billing.model.faults import refuse
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from zipfile import ZipInfo

MOST_MEMBERS = 1_000
LARGEST = 2 * 1024**3
LARGEST_PIPED = 64 * 1024**2
MOST_RATIO = 200
UNSUSPECTED = 64 * 1024**2
"""An archive that unpacks to no more than this is no bomb, whatever its ratio."""
ENDINGS = (".csv", ".tsv", ".txt", ".json", ".xlsx", ".zip")
_CHUNK = 1 << 20

CSV, JSON, XLSX, ZIP = "csv", "json", "xlsx", "zip"


class Part(NamedTuple):
    """A file that can be read again and again, on its own or in an archive.

    `statement` is what was given: the archive, or the file itself; `digest` and `size`
    are of that.
    """

    name: str
    statement: str
    open: Callable[[], IO[bytes]]
    form: str
    encoding: str
    digest: str
    size: int


def parts(paths: list[str]) -> Iterator[Part]:
    """Every file among the paths, in their order. Raises `InputError`."""
    for path in paths:
        if path == "-":
            yield from _of_stream()
        elif os.path.isdir(path):
            yield from _of_folder(path)
        else:
            yield from _of_file(path)


def _of_stream() -> Iterator[Part]:
    if sys.stdin is None:
        raise refuse("standard input: is closed")
    yield from _of_pipe("<stdin>", sys.stdin.buffer)


def _of_pipe(name: str, pipe: IO[bytes]) -> Iterator[Part]:
    """What comes through a pipe is kept, since bills are read more than once."""
    data = pipe.read(LARGEST_PIPED + 1)
    if len(data) > LARGEST_PIPED:
        raise refuse(
            "{name}: is larger than 64 MiB; save it and name the file", name=name
        )
    yield from _unpacked(name, lambda: io.BytesIO(data))


def _of_folder(path: str) -> Iterator[Part]:
    names = [
        os.path.join(folder, name)
        for folder, _, files in sorted(os.walk(path))
        for name in sorted(files)
    ]
    bills = [name for name in names if name.lower().endswith(ENDINGS)]
    if not bills:
        raise refuse(
            "{path}: a folder without bills ({known})",
            path=path,
            known=", ".join(ENDINGS),
        )
    for name in bills:
        if not os.path.isfile(name):
            raise refuse("{path}: is not a regular file", path=name)
        yield from _of_file(name)


def _of_file(path: str) -> Iterator[Part]:
    try:
        found = os.stat(path)
        size, is_pipe = found.st_size, stat.S_ISFIFO(found.st_mode)
        if not (is_pipe or stat.S_ISREG(found.st_mode)):
            raise refuse("{path}: is not a regular file", path=path)
        with open(path, "rb") as file:
            if is_pipe:
                yield from _of_pipe(path, file)
                return
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise refuse("{path}: cannot be read: {why}", path=path, why=why) from None
    if size > LARGEST:
        raise refuse("{path}: is larger than 2 GiB", path=path)
    yield from _unpacked(path, lambda: io.BufferedReader(io.FileIO(path)))


def _unpacked(name: str, opened: Callable[[], IO[bytes]]) -> Iterator[Part]:
    """The file itself, or those in it when it is an archive."""
    form, encoding, digest, size = _looked_at(name, opened)
    if form != ZIP:
        yield Part(name, name, opened, form, encoding, digest, size)
        return
    for member, unpacked in _members(name, opened):
        inner, encoding, _, _ = _looked_at_member(member, unpacked)
        if inner == ZIP:
            raise refuse(
                "{member}: an archive in an archive; unpack it first", member=member
            )
        yield Part(member, name, unpacked, inner, encoding, digest, size)


def _looked_at_member(
    name: str, opened: Callable[[], IO[bytes]]
) -> tuple[str, str, str, int]:
    """The same of a file in an archive, which is read to its end here: with a password,
    packed in an unknown way, or damaged.
    """
    from zipfile import BadZipFile

    try:
        return _looked_at(name, opened)
    # A way of packing that is not known is a `RuntimeError` too.
    except (
        BadZipFile,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ):
        raise refuse(
            "{name}: cannot be unpacked: it is damaged, or needs a password", name=name
        ) from None


def _looked_at(name: str, opened: Callable[[], IO[bytes]]) -> tuple[str, str, str, int]:
    """The form, the encoding of its text, the digest and the size of a file, in one pass."""
    head, digest, size, is_utf8 = _read_through(opened)
    if not head:
        raise refuse("{name}: is empty", name=name)
    if head.startswith(b"%PDF"):
        raise refuse(
            "{name}: is a PDF; download the detailed bill (L3) as CSV", name=name
        )
    if head.startswith(b"PK"):
        return XLSX if _is_workbook(opened) else ZIP, "", digest, size
    encoding = _encoding(head, is_utf8=is_utf8)
    first = head[:64].decode(encoding, "ignore").lstrip("\ufeff \r\n\t")
    form = JSON if first.startswith(("{", "[")) else CSV
    return form, encoding, digest, size


def _is_workbook(opened: Callable[[], IO[bytes]]) -> bool:
    """Whether an archive is a workbook: by its own directory, since an archive of
    workbooks has all of their bytes too.
    """
    from zipfile import BadZipFile, ZipFile

    try:
        with opened() as file, ZipFile(file) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except (BadZipFile, OSError, RuntimeError, ValueError):
        return False


def _read_through(opened: Callable[[], IO[bytes]]) -> tuple[bytes, str, int, bool]:
    """The beginning of a file, its digest, its size, and whether all of it is UTF-8."""
    digest, decoder = sha256(), getincrementaldecoder("utf-8")("strict")
    size, is_utf8 = 0, True
    with opened() as file:
        head = chunk = file.read(_CHUNK)
        while chunk:
            digest.update(chunk)
            size += len(chunk)
            # The first name outside ASCII may stand in the last of a million rows.
            if is_utf8:
                is_utf8 = _decodes(decoder, chunk)
            chunk = file.read(_CHUNK)
    return head, digest.hexdigest(), size, is_utf8


def _encoding(head: bytes, *, is_utf8: bool) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if is_utf8:
        return "utf-8-sig"
    return "gb18030"


def _decodes(decoder: object, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        return False
    return True


def _members(
    name: str, opened: Callable[[], IO[bytes]]
) -> Iterator[tuple[str, Callable[[], IO[bytes]]]]:
    """The bills in an archive; nothing of it is written anywhere."""
    from zipfile import BadZipFile, ZipFile

    with opened() as file:
        try:
            archive = ZipFile(file)
        # Of a later version of the format, or with names in no encoding.
        except (BadZipFile, RuntimeError, ValueError):
            raise refuse("{name}: is not a whole zip archive", name=name) from None
        check_packing(archive, name)
        found = [
            (_name(entry.filename, entry.flag_bits), entry)
            for entry in archive.infolist()
            if not entry.is_dir()
        ]
        # Before anything is unpacked: what an archive holds is told by its directory.
        _check_size(name, [entry for _, entry in found])
        _check_paths(name, [member for member, _ in found])
        for member, entry in found:
            if member.lower().endswith(ENDINGS):
                yield f"{name}/{member}", partial(archive.open, entry)


def _check_size(name: str, entries: list[ZipInfo]) -> None:
    """Raises `InputError` for what unpacks without measure."""
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_MEMBERS or size > LARGEST:
        raise refuse("{name}: an archive of more than is read of one", name=name)
    if size > UNSUSPECTED and size > packed * MOST_RATIO:
        raise refuse(
            "{name}: an archive that unpacks without measure (a zip bomb)", name=name
        )


def _check_paths(name: str, members: list[str]) -> None:
    """Raises `InputError` for paths outside of the archive, or no bill in it."""
    for member in members:
        steps = member.replace("\\", "/").split("/")
        if not steps[0] or ".." in steps or ":" in steps[0]:
            raise refuse(
                "{name}: {member!r} is a path outside of the archive",
                name=name,
                member=member,
            )
    if not any(member.lower().endswith(ENDINGS) for member in members):
        raise refuse(
            "{name}: an archive without bills ({known})",
            name=name,
            known=", ".join(ENDINGS),
        )


def _name(name: str, flags: int) -> str:
    """A member's name; older Chinese archives write it in GB18030 and do not say so."""
    if flags & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError:
        return name
