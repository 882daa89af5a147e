"""What was really billed, beside what was estimated, and which readings of the open
questions explain it.
"""

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple

Change = dict[str, str]
"""The readings that differ from those in force; empty: none does."""


class InvoicedMonth(NamedTuple):
    """A month's real bill, the estimate, and the fewest changes of reading under which
    the estimate equals it.
    """

    month: Month
    actual: Cents
    estimated: Cents
    explained_by: tuple[Change, ...]

    @property
    def difference(self) -> Cents:
        """What was really billed above the estimate."""
        return self.actual - self.estimated


class Invoices(NamedTuple):
    """All real bills of a scenario.

    `explained_by` are the fewest changes that explain all of them at once. `settled`
    has, for each question on which they shed light, the readings that remain possible.
    """

    months: tuple[InvoicedMonth, ...]
    explained_by: tuple[Change, ...]
    settled: dict[str, tuple[str, ...]]
