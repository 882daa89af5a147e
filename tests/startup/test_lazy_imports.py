"""What is made late works as ever, and only the process of `ffbill` has it."""

import subprocess
import sys

from tests.tools import SAMPLES, process

LATE = """
import re
from facefusion_billing.startup import lazy_imports

lazy_imports.install()
import yaml

assert isinstance(re.compile("x"), re.Pattern)
assert isinstance(yaml.reader.Reader.NON_PRINTABLE, lazy_imports.LazyPattern)
assert yaml.load("a: [1, 0.5, 2025-01-31 10:00:00]", yaml.SafeLoader)["a"][:2] == [1, 0.5]
try:
    yaml.load("a: \\a", yaml.SafeLoader)
except yaml.YAMLError as error:
    assert "special characters are not allowed" in str(error)
else:
    raise AssertionError("a bell was read")
"""
MODULES = """
import sys
from facefusion_billing.startup import lazy_imports

for name in lazy_imports.LATE_MODULES:
    sys.modules.pop(name, None)
lazy_imports.install()
import bz2, subprocess, traceback
import platform, textwrap
from tokenize import NAME

early = subprocess
assert isinstance(early, lazy_imports.LateModule)
assert not hasattr(early, "__file__") and isinstance(early, lazy_imports.LateModule)
assert early.run([sys.executable, "-c", "print(7)"], stdout=early.PIPE).stdout.split() == [b"7"]
import subprocess
assert subprocess is not early and subprocess.run is early.run
assert bz2.decompress(bz2.compress(b"calls")) == b"calls"
assert NAME == 1
assert textwrap.wrap("a year of calls", 8) == ["a year", "of calls"]
assert platform.system() and platform.platform()
try:
    early.no_such_name
except AttributeError:
    pass
try:
    raise ValueError("told")
except ValueError:
    assert "ValueError: told" in traceback.format_exc()
"""
NAMES = """
import sys
from facefusion_billing.startup import lazy_imports

for _, module, _ in lazy_imports.LATE_NAMES:
    sys.modules.pop(module, None)
lazy_imports.install()
import typer.core, typer.main
from rich.style import Style

late = {"difflib", "pickle", "shutil", "traceback", "uuid"}
assert all(isinstance(sys.modules[name], lazy_imports.LateModule) for name in late)
assert isinstance(typer.core.get_close_matches, lazy_imports.LateName)
assert typer.core.get_close_matches("estimat", ["refund", "estimate"]) == ["estimate"]
assert Style(meta={"row": 1}).meta == {"row": 1}
assert typer.main.StackSummary.from_list([]) == []
# Nobody else is given a stand-in: a class may be asked of what it is.
from uuid import UUID
from pickle import dumps, loads
assert isinstance(UUID(int=1), UUID) and loads(dumps(1)) == 1
assert not isinstance(UUID, lazy_imports.LateName)
"""
BASES = """
import sys
from facefusion_billing.startup import lazy_imports

sys.modules.pop("inspect", None)
sys.modules.pop("ast", None)
lazy_imports.install()
import inspect

assert isinstance(sys.modules["ast"], lazy_imports.LateModule)
from facefusion_billing.model.calendar import Span

assert inspect.getsource(Span).startswith("class Span(NamedTuple):")
assert not isinstance(sys.modules["ast"], lazy_imports.LateModule)
"""
TYPES = """
from typing import ForwardRef, Optional, get_type_hints
from facefusion_billing.startup import lazy_imports

lazy_imports.install()

def one(day: Optional["Span"], names: "list[str]") -> None: ...

class Span: ...

assert get_type_hints(one) == {"day": Optional[Span], "names": list[str], "return": type(None)}
assert ForwardRef("Span") == ForwardRef("Span")
"""
KNOWN = """
import sys
from facefusion_billing.startup import lazy_imports

for name in lazy_imports.KNOWN:
    sys.modules.pop(name, None)
lazy_imports.install()
import inspect
from threading import local

mine = local()
mine.value = 7
late = {name: sys.modules[name] for name in lazy_imports.KNOWN}
assert all(isinstance(module, lazy_imports.LateModule) for module in late.values())
assert inspect.isgeneratorfunction(inspect.getmembers) is False
assert inspect.signature(lambda *rest, **named: 0).parameters.keys() == {"rest", "named"}

for name, known in lazy_imports.KNOWN.items():
    before = {key: getattr(late[name], key) for key in known}
    assert getattr(late[name], {"dis": "dis", "threading": "Thread"}[name])
    assert not isinstance(sys.modules[name], lazy_imports.LateModule)
    for key, value in before.items():
        assert getattr(sys.modules[name], key) == value, key

import threading
told = []
thread = threading.Thread(target=lambda: told.append(hasattr(mine, "value")))
thread.start()
thread.join()
assert told == [False] and threading.current_thread() is threading.main_thread()
"""
DAYS = """
import sys
for name in ("datetime", "_strptime"):
    sys.modules.pop(name, None)
from facefusion_billing.startup import lazy_imports

lazy_imports.install()
import copy, datetime, pickle
from datetime import UTC, date, timedelta

import _datetime

assert datetime.datetime_CAPI
day = date(2025, 1, 31)
assert type(day) is _datetime.date and pickle.loads(pickle.dumps(day)) == copy.copy(day) == day
assert datetime.datetime.strptime("2025-01-31", "%Y-%m-%d").date() == day
assert day + timedelta(1) == date.fromisoformat("2025-02-01") and UTC is datetime.timezone.utc
public = {name for name in vars(datetime) if not name.startswith("_")}
del sys.modules["datetime"]
import datetime as whole

assert set(whole.__all__) <= public
"""
PLAIN = """
import re, sys, typing
finders, compiled = list(sys.meta_path), re.compile
import facefusion_billing.files.located
import yaml

assert (sys.meta_path, re.compile) == (finders, compiled)
assert "compile" not in vars(typing)
assert isinstance(yaml.reader.Reader.NON_PRINTABLE, re.Pattern)
"""
PROCESS = """
import os, sys
from facefusion_billing import __main__

def end(status):
    import yaml
    assert type(yaml.reader.Reader.NON_PRINTABLE).__name__ == "LazyPattern"
    assert type(sys.modules["subprocess"]).__name__ == "LateModule"
    sys.exit(status)

os._exit = end
sys.argv = ["ffbill", "prices", "--format", "json"]
__main__.main()
"""


def run(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_late_patterns_read_as_ever() -> None:
    run(LATE)


def test_late_modules_work_as_ever() -> None:
    run(MODULES)


def test_what_is_known_of_a_late_module_is_what_it_has() -> None:
    run(KNOWN)


def test_days_are_those_of_python() -> None:
    """`datetime` without its classes in Python has all of its names, and they work."""
    run(DAYS)


def test_late_names_work_as_ever_and_only_where_they_are_listed() -> None:
    run(NAMES)


def test_who_derives_from_a_late_name_has_what_it_has() -> None:
    """`inspect` finds the source of a class by a class of its own, derived from one of
    `ast`.
    """
    run(BASES)


def test_types_that_are_named_as_text_are_found() -> None:
    run(TYPES)


def test_who_imports_the_package_gets_a_plain_pyyaml() -> None:
    run(PLAIN)


def test_the_process_of_ffbill_has_late_patterns() -> None:
    run(PROCESS)


def test_another_language_is_spoken_by_the_process() -> None:
    """gettext reads the plural forms of a catalogue by a pattern of its own."""
    ran = process("estimate", SAMPLES[0], "--quiet", "--lang", "zh")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "合计" in ran.stdout.decode()
