"""Places in a text as an editor counts them, for the few texts in which YAML counts
other lines.
"""

import re
from bisect import bisect_right
from typing import Any

from facefusion_billing.startup.record import NamedTuple


class _Mark(NamedTuple):
    """A place as an editor counts it, from 0."""

    line: int
    column: int


class EditorLines:
    """Where the lines of a text begin, as an editor counts them: YAML 1.1 ends one at
    letters of which no editor knows.
    """

    def __init__(self, text: str) -> None:
        ends = re.finditer("\r\n|[\n\r]", text)
        self.starts = [0, *(end.end() for end in ends)]

    def correct(self, found: Any, *names: str) -> None:
        """Puts an editor's places where an event or a fault has the reader's."""
        for name in names:
            mark = getattr(found, name)
            if mark is not None:
                line = bisect_right(self.starts, mark.index) - 1
                setattr(found, name, _Mark(line, mark.index - self.starts[line]))
