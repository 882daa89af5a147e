"""Modules are the same, whoever finds them."""

import os
import py_compile
import subprocess
import sys
from importlib.util import module_from_spec
from pathlib import Path

import pytest

from facefusion_billing.startup.module_files import _Finder

SCRIPT = """
import sys
from importlib import import_module
from importlib.machinery import SourceFileLoader
from facefusion_billing.startup import module_files

if sys.argv[1] == "found":
    module_files.install()
for name in (
    "facefusion_billing.cli.estimate",
    "facefusion_billing.reports.data.json_text",
    "facefusion_billing.model.money",
    "facefusion_billing.model",
    "rich.console",
    "typer._click",
    "yaml.reader",
    "yaml._yaml",
):
    module = import_module(name)
    spec = module.__spec__
    print(spec.name, spec.origin, spec.cached, spec.parent, spec.has_location)
    print(spec.submodule_search_locations, isinstance(spec.loader, SourceFileLoader), module.__file__)
    print([name for name, value in vars(module).items() if isinstance(value, type)])
try:
    import_module("facefusion_billing.no_such_module")
except ModuleNotFoundError as error:
    print(error)
print(import_module("inspect").getsource(import_module("facefusion_billing.model.money")))
"""


def said(how: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, how], check=True, capture_output=True, text=True
    )
    return ran.stdout


def test_modules_are_what_they_are_without_it() -> None:
    """Folders, modules in them, and one that is not there."""
    assert said("found") == said("as ever")


@pytest.mark.parametrize("name", ["cli.estimate", "reports.data.json_text"])
def test_it_finds_them(name: str) -> None:
    package = Path(sys.modules["facefusion_billing"].__path__[0])
    *folders, own = name.split(".")
    path = [str(package.joinpath(*folders))]
    spec = _Finder().find_spec(f"facefusion_billing.{name}", path)
    assert spec is not None
    assert spec.origin == str(package.joinpath(*folders, f"{own}.py"))
    assert _Finder().find_spec("json.decoder", path) is None
    assert _Finder().find_spec("facefusion_billing.cli", [str(package)]) is None


def value_of(folder: Path) -> int:
    """What a module `rich.own` in the folder says."""
    spec = _Finder().find_spec("rich.own", [str(folder)])
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    value: int = module.VALUE
    return value


class TestCompiledFile:
    """It is used where it was made of the source as it is, by this Python; else Python makes it anew."""

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        """A module that says 1, with its compiled file."""
        source = tmp_path / "own.py"
        source.write_text("VALUE = 1\n")
        py_compile.compile(str(source), doraise=True)
        return source

    @pytest.fixture
    def compiled(self, source: Path) -> Path:
        return next(source.parent.glob("__pycache__/own.*.pyc"))

    def test_it_is_read(self, source: Path, compiled: Path) -> None:
        """Code of another value with the same beginning is what is run."""
        other = source.with_name("other.py")
        other.write_text("VALUE = 2\n")
        py_compile.compile(str(other), str(other.with_suffix(".pyc")), doraise=True)
        code = other.with_suffix(".pyc").read_bytes()[16:]
        compiled.write_bytes(compiled.read_bytes()[:16] + code)
        assert value_of(source.parent) == 2

    @pytest.mark.parametrize("changed", ["VALUE = 3\n", "VALUE = 31\n"])
    def test_not_of_an_older_source(self, source: Path, changed: str) -> None:
        """Two seconds later, also where the source is as long as before."""
        made = source.stat().st_mtime
        source.write_text(changed)
        os.utime(source, (made + 2, made + 2))
        assert value_of(source.parent) == int(changed[8:])

    def test_not_of_a_source_of_another_length(self, source: Path) -> None:
        made = source.stat().st_mtime
        source.write_text("VALUE = 31\n")
        os.utime(source, (made, made))
        assert value_of(source.parent) == 31

    def test_not_of_another_python(self, source: Path, compiled: Path) -> None:
        """The first four bytes tell; this one's code could not be run."""
        compiled.write_bytes(b"\0\0\r\n" + compiled.read_bytes()[4:16])
        assert value_of(source.parent) == 1

    def test_of_a_hash_python_reads_it(self, source: Path) -> None:
        """Whose source is not looked at."""
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(source), doraise=True, invalidation_mode=mode)
        source.write_text("VALUE = 4\n")
        assert value_of(source.parent) == 1

    def test_none_is_made(self, source: Path, compiled: Path) -> None:
        compiled.unlink()
        assert value_of(source.parent) == 1
        assert compiled.exists() != sys.dont_write_bytecode


@pytest.mark.parametrize(
    "words", [["-O"], ["-X", "pycache_prefix=elsewhere"]], ids=lambda words: words[0]
)
def test_where_compiled_files_are_elsewhere_python_finds_modules(
    words: list[str],
) -> None:
    script = "import sys\nfrom facefusion_billing.startup import module_files\n"
    script += "before = list(sys.meta_path)\nmodule_files.install()\n"
    script += "assert sys.meta_path == before"
    subprocess.run([sys.executable, "-B", *words, "-c", script], check=True)
