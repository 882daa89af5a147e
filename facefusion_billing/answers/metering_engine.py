"""What counting asks of an engine, and what a caller asks of counting."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.call_logs import BilledErrors, Counted, Group
from facefusion_billing.model.faults import Fault
from facefusion_billing.startup.record import NamedTuple

FIXED_SECOND, ANY_SECOND = "fixed_second", "any_second"
Places = list[tuple[str, str]]


class Engine(Protocol):
    """What counts one log; see `engines`."""

    def inventory(self) -> Iterator[Group]: ...
    def rejects(self) -> list[Fault]: ...
    def prepare(self, places: Places) -> None: ...
    def leave_out_unreadable(self) -> None: ...
    def count(self, places: Places) -> Iterator[Counted]: ...
    def failures(self, places: Places) -> Iterator[tuple[str, str, int, str, int]]: ...
    def sliding_peaks(
        self, places: Places, counted: list[Counted]
    ) -> Iterator[tuple[str, str, int, int]]: ...
    def clashing_ids(self) -> list[str]: ...
    def unreadable_times(self) -> tuple[int, list[tuple[str, bool]]]: ...


class MeterOptions(NamedTuple):
    """What a caller asks: the readings, the QPS limit of each scope, how many unreadable
    rows to leave out, and the book that says what other readings would cost.
    """

    billed_errors: str
    qps_window: str
    face_errors: BilledErrors
    limits: Mapping[str, int] = {}
    allow_unreadable: int = 0
    book_id: str = ""
    book: PriceBook | None = None

    @property
    def assumptions(self) -> dict[str, str]:
        """The readings by their ids."""
        return {"billed_errors": self.billed_errors, "qps_window": self.qps_window}

    @property
    def currency(self) -> str:
        """The currency of the book; empty without one."""
        if self.book is None:
            return ""
        return self.book.currency
