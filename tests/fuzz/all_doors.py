"""Every door, by its name on the command line of the long run."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz import bill_doors, doors, log_doors
from tests.fuzz.doors import Input

DOORS: dict[str, Callable[[Random], Input]] = {
    **doors.DOORS,
    **bill_doors.DOORS,
    **log_doors.DOORS,
}
