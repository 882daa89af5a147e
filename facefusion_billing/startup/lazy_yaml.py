"""PyYAML, imported without compiling the patterns of its parser in pure Python.

libyaml, which reads the files wherever PyYAML has it, needs none of them, and compiling
them takes half the time of importing PyYAML: longer than a price book takes to be read.
So each is compiled when it is first used.
"""

import base64  # noqa: F401 - PyYAML imports it; what is compiled there is compiled now
import datetime  # noqa: F401 - the same
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Later:
    """A pattern that is compiled when it is first used."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._source = pattern, flags

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(*self._source), name)


@contextmanager
def _compiled_later() -> Iterator[None]:
    compile_now: Any = re.compile
    re.compile = Later  # type: ignore[assignment]
    try:
        yield
    finally:
        re.compile = compile_now


with _compiled_later():
    import yaml as yaml
