"""Saves two fifths of finding and reading a module of some packages, 5 % of the
instructions of an estimate as JSON, which takes a hundred and fifty of them. Can go when
Python finds and reads modules as fast by itself.

Python asks three finders for each module, the one for files looks for a dozen names, and
the loader asks for the file's age again. A module of these packages is in the one file of
its name, whose age is asked once.
"""

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from io import FileIO
from types import CodeType

PACKAGES = ("facefusion_billing.", "rich.", "typer.", "yaml.")
HEADER = 16
"""The bytes before the code of a compiled file: of which Python it is, of what kind, and
the age and the size of its source.
"""


class _Loader(SourceFileLoader):
    """Reads the compiled file where it is of this Python and of the source as it is, as
    Python does; whatever else there is, Python reads.
    """

    def __init__(self, name: str, path: str, compiled: str, source: os.stat_result):
        super().__init__(name, path)
        self._compiled, self._source = compiled, source

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            with FileIO(self._compiled) as file:
                data = file.readall()
        except OSError:
            data = b""
        if data.startswith(self._header()):
            code: CodeType = marshal.loads(memoryview(data)[HEADER:])  # noqa: S302 - what Python wrote itself
            return code
        return super().get_code(fullname)

    def _header(self) -> bytes:
        """How the compiled file begins, were it made of the source as it is."""
        age, size = int(self._source.st_mtime), self._source.st_size
        numbers = (0, age & 0xFFFF_FFFF, size & 0xFFFF_FFFF)
        return MAGIC_NUMBER + b"".join(n.to_bytes(4, "little") for n in numbers)


class _Finder:
    """Finds the modules of these packages in their folders."""

    def __init__(self) -> None:
        self._suffix = f".{sys.implementation.cache_tag}.pyc"

    def find_spec(
        self,
        name: str,
        path: Sequence[str] | None = None,
        target: object = None,  # noqa: ARG002 - as Python asks
    ) -> ModuleSpec | None:
        if not path or not name.startswith(PACKAGES):
            return None
        folder, own = path[0], name.rpartition(".")[2]
        file = f"{folder}{os.sep}{own}.py"
        try:
            source = os.stat(file)
        # A folder, compiled code, or a package that is not installed as files.
        except OSError:
            return None
        spec = ModuleSpec(name, None, origin=file)
        spec.has_location = True
        spec.cached = f"{folder}{os.sep}__pycache__{os.sep}{own}{self._suffix}"
        spec.loader = _Loader(name, file, spec.cached, source)
        return spec


def install() -> None:
    """Has the modules found so from now on, where Python keeps compiled files as ever."""
    if sys.flags.optimize or sys.pycache_prefix:
        return
    sys.meta_path.insert(0, _Finder())
