"""How wide the runs of a search are, and what one with more labels takes from the one before, by hand."""

import pytest

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import Bucket
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.labels import NO_STRETCH, Label, SearchMode
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    Owned,
    Problem,
    Purchase,
    Segment,
)
from facefusion_billing.solver.search import MOST_LABELS, Search, Swept
from tests.solver.tools import spent

MODE = SearchMode(idle=False, monotone=True, renew=False)


def search(
    months: int = 1,
    segments: int = 1,
    *,
    ceiling: int = NEVER,
    deadline: Deadline | None = None,
) -> Search:
    """Packs of 10 calls for 60 cents, and a call for each segment; no pay-as-you-go."""
    rows = [
        Segment(index * months // segments, 1, segments) for index in range(segments)
    ]
    counts = (MonthCount(),) * months
    pool = Problem(tuple(rows), counts, Catalogue({10: 60}), None, "billable")
    return Search(pool, MODE, LowerBounds(pool), ceiling, deadline)


@pytest.mark.parametrize(
    ("months", "segments", "widths"),
    [
        (1, 1, (96, 60_000)),  # 120 are less than 8 x 96
        (1, 6, (16, 60_000)),  # 96 / 6
        (7, 7, (13, 120, 60_000)),
        (12, 12, (8, 120, 60_000)),
        (19, 19, (5, 120, 60_000)),
        (20, 20, (4, 120, 60_000)),
        (60, 60, (4, 120, 60_000)),
        (61, 61, (4, 118, 60_000)),  # 7,200 / 61
        (12, 225, (4, 32, 60_000)),  # 7,200 / 225, just eight times as many
        (12, 226, (4, 60_000)),  # 7,200 / 226 = 31
        (12, 365, (4, 60_000)),
        (1, 3_000, (2, 60_000)),  # 7,200 / 3,000
        (1, 7_300, (1, 60_000)),  # one at the least
    ],
)
def test_how_many_labels_each_run_keeps(
    months: int, segments: int, widths: tuple[int, ...]
) -> None:
    own = search(months, segments)
    few = own._few()
    some = own._some(few, swept(110, 100))
    assert (few, *filter(None, [some]), MOST_LABELS) == widths


@pytest.mark.parametrize(
    ("months", "segments", "some"),
    [
        (12, 226, 106),  # 24,000 / 226
        (12, 365, 65),
        (1, 7_300, 3),
    ],
)
def test_a_second_run_where_the_first_plan_is_far_above_its_bound(
    months: int, segments: int, some: int
) -> None:
    """By more than a tenth: 111 and 100, or none and 100, not 110 and 100."""
    own = search(months, segments)
    few = own._few()
    assert own._some(few, swept(111, 100)) == some
    assert own._some(few, swept(NEVER, 100)) == some
    assert own._some(few, swept(110, 100)) == 0


class Sweeps:
    """What each run finds, told in advance; and what it was asked."""

    def __init__(self, *found: Swept) -> None:
        self.found = list(found)
        self.asked: list[tuple[int, int]] = []

    def __call__(self, most: int, ceiling: int) -> Swept:
        self.asked.append((most, ceiling))
        return self.found.pop(0)


def swept(cost: int, dropped: int, seen: int = 5) -> Swept:
    """A label with 3 calls to be bought from the first segment on, or none."""
    label = None if cost == NEVER else Label(3, cost - 60, 0, 0, None)
    return Swept(cost, label, dropped, seen)


class TestRuns:
    """A run that dropped nothing that could be cheaper is the proof; else its cost is a ceiling for the next."""

    def run(self, sweeps: Sweeps, own: Search) -> tuple[int, int, int]:
        own._sweep = sweeps  # type: ignore[method-assign]
        found = own.run()
        if found.plan is not None:
            assert found.plan.purchases == (Purchase(0, {10: 1}),)
        return found.cost, found.lower, found.labels

    def test_one_is_enough(self) -> None:
        sweeps = Sweeps(swept(100, 100))
        assert self.run(sweeps, search(24, 24)) == (100, 100, 5)
        assert sweeps.asked == [(4, NEVER)]

    def test_more_until_it_is_proved(self) -> None:
        sweeps = Sweeps(swept(100, 90), swept(95, 94, 20), swept(95, NEVER, 70))
        assert self.run(sweeps, search(24, 24)) == (95, 95, 70)
        assert sweeps.asked == [(4, NEVER), (120, 100), (60_000, 95)]

    def test_as_many_labels_once_more_find_nothing_more(self) -> None:
        """Of 24,000 segments each keeps one label: no second run."""
        sweeps = Sweeps(swept(100, 10), swept(95, NEVER, 70))
        assert self.run(sweeps, search(1, 24_000)) == (95, 95, 70)
        assert sweeps.asked == [(1, NEVER), (60_000, 100)]

    def test_the_second_is_enough(self) -> None:
        """What it dropped costs as much."""
        sweeps = Sweeps(swept(100, 90), swept(95, 95, 20))
        assert self.run(sweeps, search(24, 24)) == (95, 95, 20)

    def test_the_plan_of_the_first_may_stay_the_best(self) -> None:
        """A run under a ceiling may find none."""
        sweeps = Sweeps(swept(100, 90), swept(NEVER, NEVER, 20))
        assert self.run(sweeps, search(24, 24)) == (100, 100, 20)

    def test_nothing_below_the_ceiling(self) -> None:
        """What was dropped costs more than it: that there is none is proved."""
        sweeps = Sweeps(swept(NEVER, 51))
        assert self.run(sweeps, search(24, 24, ceiling=50)) == (NEVER, 51, 5)
        # What costs as much as the ceiling may still be a plan.
        sweeps = Sweeps(swept(NEVER, 50), swept(NEVER, NEVER, 20))
        assert self.run(sweeps, search(24, 24, ceiling=50)) == (NEVER, NEVER, 20)
        assert sweeps.asked == [(4, 50), (120, 50)]

    def test_none_after_the_time_is_up(self) -> None:
        sweeps = Sweeps(swept(100, 90))
        assert self.run(sweeps, search(24, 24, deadline=spent())) == (100, 90, 5)

    @pytest.mark.parametrize(
        ("quick", "wide", "cost", "lower"),
        [
            ((100, 90), (100, 95), 100, 95),
            ((100, 90), (98, 80), 98, 90),  # the first one's bound holds too
            ((100, 110), (98, 80), 98, 98),  # no plan is below what both prove
        ],
    )
    def test_a_run_that_is_cut_off(
        self, quick: tuple[int, int], wide: tuple[int, int], cost: int, lower: int
    ) -> None:
        own = search(24, 24, deadline=spent())
        own._sweep = Sweeps(swept(*wide, 20))  # type: ignore[method-assign]
        found = own._wider(120, swept(*quick))
        assert (found.cost, min(found.cost, found.dropped)) == (cost, lower)
        assert found.seen == 20


class TestSweep:
    """All labels, segment by segment."""

    def test_the_cheapest_with_what_is_still_to_be_bought(self) -> None:
        """Two calls of a stretch are one pack."""
        found = search(2, 2)._sweep(99, NEVER)
        assert (found.cost, found.dropped) == (60, NEVER)
        assert found.label is not None
        assert found.label[:3] == (2, 0, 0)

    def test_none_above_the_ceiling(self) -> None:
        assert search(2, 2)._sweep(99, 59) == Swept(NEVER, None, NEVER, 1)

    def test_work_is_counted(self) -> None:
        """A label after each of two segments: a stretch that goes on."""
        deadline = Deadline(work=2)
        own = search(2, 2, deadline=deadline)
        assert own._sweep(99, 999).seen == 2
        assert deadline.work_left == 0
        assert not deadline.out_of_time

    def test_before_packs_cannot_be_bought_what_is_open_can_be_larger(self) -> None:
        """On the last day to buy a stretch may begin without calls; what has none is put apart."""
        rows = Segment(0, 0, 2), Segment(0, 5, 2, can_buy=False)
        pool = Problem(rows, (MonthCount(),), Catalogue({10: 60}), None, "billable")
        start = Label(0, 0, NO_STRETCH, 0, None)
        assert Search(pool, MODE, LowerBounds(pool))._segment(
            {Bucket(()): [start]}, 0, NEVER
        ) == {
            Bucket((), open=False): [start],
            Bucket((), open=True): [start._replace(since=0)],
        }

    def test_what_was_billed_before_the_plan_needs_packs_as_well(self) -> None:
        """9 calls and 2 are more than a pack of 10, and nothing else serves those from before: no pack does."""
        rows = (Segment(0, 2, 1),)
        counts = (MonthCount(billed=9),)
        pool = Problem(rows, counts, Catalogue({10: 60}), None, "billable")
        assert Search(pool, MODE, LowerBounds(pool))._sweep(99, NEVER).label is None


def test_no_stretch_is_open_at_the_start() -> None:
    """A pool without calls costs nothing."""
    pool = Problem(
        (Segment(0, 0, 1),), (MonthCount(),), Catalogue({}), None, "billable"
    )
    found = Search(pool, MODE, LowerBounds(pool))._sweep(99, NEVER)
    assert found.cost == 0
    assert found.label is not None
    assert found.label.since == NO_STRETCH


def test_a_relaxed_search_counts_bills_as_if_packs_served_less() -> None:
    """9 calls at 10 cents are 90, and 10 at 1 cent 10: of a month with 10 calls, one of which a pack serves. With 9
    calls no other plan can bill 10.
    """
    rows = (Tier(1, 9, Price(10, 2)), Tier(10, None, Price(1, 2)))
    tiers = TierTable(rows, "at_least", "x")
    owned = (Owned(1, 0, 1, 0),)
    for calls, facts, relaxed in ((10, owned, 10), (9, (), 90)):
        segments = (Segment(0, calls, 1),)
        pool = Problem(
            segments, (MonthCount(),), Catalogue({}), tiers, "billable", owned=facts
        )
        assert Search(pool, MODE, LowerBounds(pool)).run().cost == 90
        assert (
            Search(pool, MODE._replace(idle=True), LowerBounds(pool)).run().cost
            == relaxed
        )


def test_where_packs_end_the_day_of_a_claim_makes_a_difference() -> None:
    pool = Problem(
        (Segment(0, 9, 1),),
        (MonthCount(),),
        Catalogue({}),
        None,
        "billable",
        claim=Claim(5, (1,)),
    )
    for renew in (False, True):
        own = Search(pool, MODE._replace(renew=renew), LowerBounds(pool))
        assert own.steps.claims_anywhere is renew
