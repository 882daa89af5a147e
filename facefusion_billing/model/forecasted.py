"""What an estimate says of a forecast as values: its days, its range, the limits passed."""

from datetime import date

from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


class Passed(NamedTuple):
    """The day on which a limit is passed: by what is ordered on it, else by its calls."""

    day: date
    by_order: bool


class Forecasted(NamedTuple):
    """Of an answer whose counts go on after the last day of each scope: its total at the
    least and at the most counts of the weekdays before (None: these cannot be billed);
    `is_alike`: they are the same.

    `passed` names the limits that its bills are above (`fail_over`); the unpriced are
    the calls that the two totals leave out, by kind.
    """

    last_days: dict[str, date]
    low: Cents | None
    high: Cents | None
    is_alike: bool
    passed: dict[str, Passed] = {}
    low_unpriced: dict[str, int] = {}
    high_unpriced: dict[str, int] = {}

    @property
    def low_complete(self) -> bool:
        """Whether there is a total at the least counts, and every call is in it."""
        return self.low is not None and not any(self.low_unpriced.values())

    @property
    def high_complete(self) -> bool:
        """Whether there is a total at the most counts, and every call is in it."""
        return self.high is not None and not any(self.high_unpriced.values())

    @property
    def last_day(self) -> date:
        """The last day that any scope has counted."""
        return max(self.last_days.values())
