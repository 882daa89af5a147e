"""Modules are the same, whoever finds them."""

import subprocess
import sys
from pathlib import Path

import pytest

from facefusion_billing.startup.module_files import _Finder

SCRIPT = """
import sys
from importlib import import_module
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
    print(spec.submodule_search_locations, type(spec.loader), module.__file__)
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
