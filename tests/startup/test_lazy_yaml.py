"""PyYAML with late patterns reads as ever, and only the process of `ffbill` has them."""

import subprocess
import sys

LATE = """
import re
from facefusion_billing.startup import lazy_yaml

lazy_yaml.install()
import yaml

assert isinstance(re.compile("x"), re.Pattern)
assert isinstance(yaml.reader.Reader.NON_PRINTABLE, lazy_yaml.LazyPattern)
assert yaml.load("a: [1, 0.5, 2025-01-31 10:00:00]", yaml.SafeLoader)["a"][:2] == [1, 0.5]
try:
    yaml.load("a: \\a", yaml.SafeLoader)
except yaml.YAMLError as error:
    assert "special characters are not allowed" in str(error)
else:
    raise AssertionError("a bell was read")
"""
PLAIN = """
import re, sys
finders, compiled = list(sys.meta_path), re.compile
import facefusion_billing.files.located
import yaml

assert (sys.meta_path, re.compile) == (finders, compiled)
assert isinstance(yaml.reader.Reader.NON_PRINTABLE, re.Pattern)
"""
PROCESS = """
import os, sys
from facefusion_billing import __main__

def end(status):
    import yaml
    assert type(yaml.reader.Reader.NON_PRINTABLE).__name__ == "LazyPattern"
    assert not [finder for finder in sys.meta_path if "lazy_yaml" in repr(finder)]
    sys.exit(status)

os._exit = end
sys.argv = ["ffbill", "prices", "--format", "json"]
__main__.main()
"""


def run(script: str) -> None:
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)


def test_late_patterns_read_as_ever() -> None:
    run(LATE)


def test_who_imports_the_package_gets_a_plain_pyyaml() -> None:
    run(PLAIN)


def test_the_process_of_ffbill_has_late_patterns() -> None:
    run(PROCESS)
