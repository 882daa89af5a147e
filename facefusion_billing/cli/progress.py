"""How far a long reading is, on a terminal only and after its first second."""

import sys
from time import monotonic

from facefusion_billing.cli.streams import write_stderr

_PATIENCE = 1.0
_BETWEEN = 0.2


class Progress:
    """A line on standard error that is wiped when the reading ends."""

    def __init__(self, what: str) -> None:
        self.what, self.count, self.shown = what, 0, 0
        self.next = monotonic() + _PATIENCE
        self.wanted = sys.stderr is not None and sys.stderr.isatty()

    def more(self, count: int) -> None:
        """So many more are done."""
        self.count += count
        if self.wanted and monotonic() >= self.next:
            text = f"{self.count:,} {self.what}"
            self.shown = max(self.shown, len(text))
            write_stderr(f"\r{text}")
            self.next = monotonic() + _BETWEEN

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_error: object) -> None:
        if self.shown:
            write_stderr(f"\r{' ' * self.shown * 2}\r")
