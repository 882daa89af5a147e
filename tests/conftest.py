"""What tests are given."""

from pathlib import Path

import pytest

from tests.tools import Ask


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks in a folder of the test's own."""
    return Ask(tmp_path)
