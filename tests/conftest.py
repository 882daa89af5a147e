"""What tests are given."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.tools import Ask

# Each test says how wide its terminal is; a worker of pytest-xdist would say 80.
os.environ.pop("COLUMNS", None)

# No test holds a clock: a busy machine finds the same examples, and as many.
settings.register_profile(
    "clockless",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("clockless")


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Asks in a folder of the test's own."""
    return Ask(tmp_path)
