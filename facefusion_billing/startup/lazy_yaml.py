"""Saves half of importing PyYAML, 9 % of the instructions of an estimate as JSON: its
patterns are compiled when they are first used. Can go when PyYAML does that itself.

The patterns are those of its parser in pure Python; libyaml, which reads the files
wherever PyYAML has it, needs none of them. To have them late, `re.compile` is another
function while PyYAML is imported, and every thread sees that: so only `__main__`, which
runs one thread, asks for it, and who imports the package gets a plain PyYAML.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any


class LazyPattern:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._source), name)


class _Loader:
    """Loads a module as another loader does, with its patterns late."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: Any) -> Any:
        return self._loader.create_module(spec)

    def exec_module(self, module: Any) -> None:
        # PyYAML imports these; what they compile is compiled at once, as ever.
        import base64  # noqa: F401
        import datetime  # noqa: F401

        compile_now: Any = re.compile
        re.compile = LazyPattern  # type: ignore[assignment]
        try:
            self._loader.exec_module(module)
        finally:
            re.compile = compile_now


class _Finder:
    """Finds PyYAML, once."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> Any:
        if name != "yaml":
            return None
        sys.meta_path.remove(self)
        for finder in sys.meta_path:
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _Loader(spec.loader)  # type: ignore[assignment]
                return spec
        return None


def install() -> None:
    """Has PyYAML, whenever it is first imported, compile its patterns late."""
    if "yaml" not in sys.modules:
        sys.meta_path.insert(0, _Finder())
