"""What every engine answers by the one SQL text, however it comes by its rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from facefusion_billing.engines import dialects
from facefusion_billing.model.call_logs import Counted


class SqlLog(ABC):
    """One log whose calls are prepared as the statements expect them."""

    @abstractmethod
    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a statement."""

    def failures(
        self, places: list[tuple[str, str]]
    ) -> Iterator[tuple[str, str, int, str, int]]:
        """Account, scope, Beijing day, code after its outcome, and how many."""
        for code, *rest in self.rows(dialects.statement(dialects.FAILURES)):
            yield *places[code], *rest

    @abstractmethod
    def take_peaks(self, peaks: list[tuple[int, int, int]]) -> None:
        """Makes `peaks`: place, Beijing day, and the most calls in a second of the
        clock.
        """

    def sliding_peaks(
        self, places: list[tuple[str, str]], counted: list[Counted]
    ) -> Iterator[tuple[str, str, int, int]]:
        """Account, scope, Beijing day, and the most calls in any second, where that may
        be more than in a second of the clock.
        """
        codes = {place: code for code, place in enumerate(places)}
        self.take_peaks(
            [
                (codes[row.account, row.scope], row.day, row.busiest[0])
                for row in counted
            ]
        )
        for code, *rest in self.rows(dialects.statement(dialects.ANY_SECOND)):
            yield *places[code], *rest

    def clashing_ids(self) -> list[str]:
        """Ids that stand at two places."""
        found = self.rows(f"{dialects.statement(dialects.CLASHES)} LIMIT 20")
        return [str(id) for id, _ in found]
