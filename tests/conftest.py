"""What tests are given."""

import os
from pathlib import Path

import pytest

from tests.tools import Ask

# Each test says how wide its terminal is; a worker of pytest-xdist would say 80.
os.environ.pop("COLUMNS", None)


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks in a folder of the test's own."""
    return Ask(tmp_path)
