"""Licences and QPS upgrades of activities.

What: a licence holds for a stated number of days and cannot overlap another of its
activity; it fixes the QPS, and an activity without one has only its free test. Upgrades
are sold in units, only for licensed days within a window from the order, and the sum
with the fixed QPS has a most.

Clauses: licence, licence-no-change, qps-upgrade.

>>> first = Span(date(2020, 6, 1), date(2021, 6, 1))
>>> overlapping([first, Span(date(2021, 5, 31), date(2022, 5, 31))]) == [(0, 1)]
True
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Licence, QpsUpgrade
from facefusion_billing.model.calendar import Days, Span, Steps, inside
from facefusion_billing.startup.record import NamedTuple


def overlapping(terms: Sequence[Span]) -> list[tuple[int, int]]:
    """Places of licences of one activity: one in force, and the next, which begins
    before it ends.
    """
    # By their days: once sorted, a licence that overlaps any overlaps its neighbour.
    order = sorted(range(len(terms)), key=terms.__getitem__)
    return [
        (before, index)
        for before, index in pairwise(order)
        if terms[before].meets(terms[index])
    ]


def upgrade_units(qps: int, days: int, rule: QpsUpgrade) -> int | None:
    """How many units for one day an upgrade is; None when the QPS is not a multiple of
    the unit.
    """
    if qps % rule.unit:
        return None
    return qps // rule.unit * days


def window(ordered: date, rule: QpsUpgrade) -> Span:
    """The days an upgrade ordered on a date may be for."""
    return Span(ordered, ordered + timedelta(days=rule.window_days))


class Excess(NamedTuple):
    """A day on which the fixed QPS and the upgrades are together more than the most on
    sale.
    """

    day: date
    qps: int


def first_excess(together: Steps, term: Span, rule: QpsUpgrade) -> Excess | None:
    """The first day of a span on which the QPS in force is more than the most."""
    # Between two dates the sum stays as it is, so these days stand for all.
    for day in (term.start, *inside(together.dates, term)):
        qps = together.at(day)
        if qps > rule.most:
            return Excess(day, qps)
    return None


def fixed_qps(fixed: Steps, licensed: Days, trial_left: int | None) -> Steps:
    """The fixed QPS of the licence in force, and that of the free test (where it states
    one) on all other days.
    """
    if trial_left is None:
        return fixed
    levels = (
        level if licensed.holds(day) else trial_left
        for day, level in zip(fixed.dates, fixed.levels, strict=True)
    )
    return Steps((date.min, *fixed.dates), (trial_left, *levels))


def days_over(licensed: Days) -> Days:
    """The days on which an activity has had a licence and has none."""
    return Days(licensed.boundaries[1:])


def admitted(licensed: Days, licence_end: str) -> Days:
    """The days on which packs of the account and pay-as-you-go serve what is licensed,
    by the reading of what follows a licence.
    """
    if licence_end == "postpaid":
        # From the first licence on, for good.
        return Days(licensed.boundaries[:1])
    return licensed


def qps_of_licence(sold: Licence, readings: Readings) -> int:
    """The fixed QPS of a licence on sale, by the reading its book leaves open if it
    does.
    """
    if sold.qps_reading is None:
        return sold.qps
    return int(readings.consult(sold.qps_reading))
