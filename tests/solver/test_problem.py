"""What a pool says of its segments."""

from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import MonthCount, Problem, Segment


def test_up_to_the_last_segment_with_calls() -> None:
    for calls, used in (((5, 0, 5, 0), 3), ((5, 0, 0, 0), 1), ((0, 0, 0, 0), 0)):
        rows = tuple(Segment(0, own, 4) for own in calls)
        pool = Problem(rows, (MonthCount(),), Catalogue({}), None, "billable")
        assert (pool.end, pool.used_until) == (4, used)


def test_a_month_without_its_bill() -> None:
    """What is free or came from packs counts as before."""
    counted = MonthCount(free=1, packs=2, billed=3).without_bill()
    assert counted == MonthCount(free=1, packs=2, billed=0)
