"""QPS that is bought by the day: neighbouring days with the same quantity in one order."""

from collections.abc import Iterable
from datetime import date, timedelta

from facefusion_billing.startup.record import NamedTuple


class DayOrder(NamedTuple):
    """QPS for some days from one on."""

    start: date
    qps: int
    days: int

    @property
    def end(self) -> date:
        """The day after its last."""
        return self.start + timedelta(days=self.days)


def joined(orders: Iterable[DayOrder], longest: int | None = None) -> list[DayOrder]:
    """Orders in the order of their days, as few as serve the same: each with those of
    the same QPS that go on from it, up to so many days (None: any number).
    """
    found: list[DayOrder] = []
    for order in orders:
        longer = _longer(found[-1], order) if found else None
        if longer is not None and (longest is None or longer.days <= longest):
            found[-1] = longer
        else:
            found.append(order)
    return found


def _longer(before: DayOrder, order: DayOrder) -> DayOrder | None:
    """Both orders as one; None where they cannot be."""
    if before.qps == order.qps and before.end == order.start:
        return before._replace(days=before.days + order.days)
    return None
