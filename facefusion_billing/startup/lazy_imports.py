"""Saves half of importing PyYAML and a third of importing Typer and rich, 33 % of the
instructions of an estimate as JSON: patterns are compiled, modules such as `subprocess`
are read, and Python's syntax tree is made, when they are first used. Can go when the
modules do that themselves.

PyYAML's patterns are those of its parser in pure Python; libyaml, which reads the files
wherever PyYAML has it, needs none of them. The standard modules come with Typer, which
wraps no text, reads no source and starts no program while a bill is made.

To have patterns late, `re.compile` is another function while such a module is imported,
as `compile` is in `typing` from then on, and every thread sees that: so only
`__main__`, which runs one thread, asks for it, and who imports the package gets plain
modules.
"""

import _thread
import re
import sys
import typing
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

LATE_PATTERNS = {"json.encoder", "json.scanner", "textwrap", "yaml"}
"""The modules whose patterns are compiled late: they ask them by their methods. (gettext
hands its own to `re.finditer`.)"""
LATE_MODULES = {
    "base64",
    "bz2",
    "fnmatch",
    "ipaddress",
    "linecache",
    "lzma",
    "ntpath",
    "platform",
    "shellingham",
    "subprocess",
    "tokenize",
    "zlib",
}
"""The modules that are read late."""


LATE_NAMES = {
    ("inspect", "ast", "NodeVisitor"),
    ("pathlib", "urllib.parse", "quote_from_bytes"),
    ("rich.markup", "ast", "literal_eval"),
    ("rich.style", "pickle", "dumps"),
    ("rich.style", "pickle", "loads"),
    ("typer", "shutil", "get_terminal_size"),
    ("typer.core", "difflib", "get_close_matches"),
    ("typer.core", "gettext", "gettext"),
    ("typer.main", "traceback", "FrameSummary"),
    ("typer.main", "traceback", "StackSummary"),
    ("typer.main", "uuid", "UUID"),
}
"""What a module takes from another when it is imported, and does not use while a bill is
made: it alone is given a stand-in, and the other module is read late too."""


KNOWN: dict[str, dict[str, Any]] = {"threading": {"local": _thread._local}}
"""What of a late module is asked when another is imported, and is known without it."""
if sys.version_info < (3, 13):
    # For the constants of `inspect`.
    KNOWN["dis"] = {
        "COMPILER_FLAG_NAMES": {
            1: "OPTIMIZED",
            2: "NEWLOCALS",
            4: "VARARGS",
            8: "VARKEYWORDS",
            16: "NESTED",
            32: "GENERATOR",
            64: "NOFREE",
            128: "COROUTINE",
            256: "ITERABLE_COROUTINE",
            512: "ASYNC_GENERATOR",
        }
    }


class LazyPattern:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._source), name)


class _Loader:
    """Loads a module as another loader does, its patterns late."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        if module.__name__ == "yaml":
            # What these compile is compiled at once, as ever.
            import datetime  # noqa: F401

        compile_now: Any = re.compile
        re.compile = LazyPattern  # type: ignore[assignment]
        try:
            self._loader.exec_module(module)
        finally:
            re.compile = compile_now


class _Finder:
    """Finds the modules of late patterns, each as the other finders do."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> Any:
        if name not in LATE_PATTERNS:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
                return spec
        return None


class LateModule(ModuleType):
    """Stands for a module until something of it is used.

    `importlib.util.LazyLoader` would read it as soon as a second module imports it.
    """

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        taker = sys._getframe(1).f_globals.get("__name__")
        if (taker, self.__name__, name) in LATE_NAMES:
            return LateName(self, name)
        return self.of_module(name)

    def of_module(self, name: str) -> Any:
        """What the module has under the name; it is read for it."""
        if sys.modules[self.__name__] is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        self.__dict__.update(vars(module))
        return getattr(module, name)


class LateName:
    """Stands for a name of a late module until it is used."""

    def __init__(self, module: LateModule, name: str) -> None:
        self._module, self._name = module, name

    def __call__(self, *values: Any, **named: Any) -> Any:
        return self._module.of_module(self._name)(*values, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module.of_module(self._name), name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type]:
        """What a class is made of that is derived from the name: `inspect` derives one
        for the source of classes.
        """
        name = self

        class LateBase:
            """Has what the name has, bound to who asks; the module is read for it."""

            def __getattr__(self, of: str) -> Any:
                return getattr(name, of).__get__(self)

        return (LateBase,)


def install() -> None:
    """Has the modules, unless they are there, made late."""
    sys.meta_path.insert(0, _Finder())
    for name in LATE_MODULES | {module for _, module, _ in LATE_NAMES} | KNOWN.keys():
        late = LateModule(name)
        vars(late).update(KNOWN.get(name, {}))
        sys.modules.setdefault(name, late)
    if sys.version_info < (3, 12):
        sys.modules.setdefault("datetime", _datetime_of_c())
    # What takes the name of a class as text compiles it, for which Python makes all
    # classes of its syntax tree; to evaluate the text, as it is done later, needs none.
    vars(typing)["compile"] = _as_it_is


def _datetime_of_c() -> ModuleType:
    """The module `datetime` from its classes in C alone, as it is from Python 3.12 on;
    before, the same classes are made in Python first, and thrown away.
    """
    of_c = import_module("_datetime")
    module = ModuleType("datetime", of_c.__doc__)
    for name, value in vars(of_c).items():
        if not name.startswith("_"):
            setattr(module, name, value)
    return module


def _as_it_is(source: str, *_: object) -> str:
    """In place of `compile` where the code is evaluated, which the text can be too."""
    return source
