"""Which labels are kept, by hand, before a second month of 5 calls: packs of 10 cost 60 cents, a call by pay-as-you-go 10.

5 calls cost 50 at the least, 10 cost 60 and 15 cost 110, each a cent less for the rounding of the last bill.
"""

import pytest

import facefusion_billing.solver.pruning as module
from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.bounds import LowerBounds
from facefusion_billing.solver.buckets import Bucket
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.inventory import Inventory
from facefusion_billing.solver.labels import NO_STRETCH, Label, SearchMode, Table
from facefusion_billing.solver.problem import MonthCount, Owned, Problem, Segment
from facefusion_billing.solver.pruning import Pruning
from facefusion_billing.solver.qps_cover import Ladder

TIERS = TierTable((Tier(1, None, Price(10, 2)),), "at_least", "x")
BY_DAY = TierTable((Tier(1, None, Price(40, 2)),), "at_least", "x")
FIRST, SECOND = Segment(0, 5, 2), Segment(1, 5, 2)
IN_QPS = SECOND._replace(volume=False, need=1, days=1)
"""The second month in QPS mode: one QPS for a day is 40 cents."""
START, ORDERED = Bucket(()), Bucket((), (1, 2, 2))


def pruning(
    second: Segment = SECOND,
    *owned: Owned,
    monotone: bool = True,
    renew: bool = False,
    ceiling: int = NEVER,
    most: int = 99,
    deadline: Deadline | None = None,
) -> Pruning:
    pool = Problem(
        (FIRST, second),
        (MonthCount(),) * 2,
        Catalogue({10: 60}),
        TIERS,
        "billable",
        owned=owned,
        by_day=Ladder(BY_DAY),
    )
    return Pruning(
        SearchMode(idle=False, monotone=monotone, renew=renew),
        Inventory(pool),
        LowerBounds(pool),
        deadline or Deadline(),
        ceiling,
        most=most,
    )


def label(need: int, cost: int, since: int = 0) -> Label:
    return Label(need, cost, since, 0, None)


class TestCeiling:
    """A label is kept if it can still lead to a plan that costs no more."""

    @pytest.mark.parametrize("need", [0, 5, 10])
    def test_by_what_the_rest_costs(self, need: int) -> None:
        table: Table = {START: [label(need, 7)]}
        # A pack serves 10 calls; what is billed is rounded, by less than a cent.
        bound = 7 + {0: 50 - 1, 5: 60, 10: 110 - 1}[need]
        assert pruning(ceiling=bound).kept(table, 1) == table
        assert pruning(ceiling=bound - 1).kept(table, 1) == {}

    def test_qps_that_is_paid_for_may_save_something(self) -> None:
        """40 of 140."""
        table: Table = {START: [label(0, 100)], ORDERED: [label(0, 100)]}
        for ceiling, kept in ((99, []), (100, [ORDERED]), (139, [ORDERED])):
            found = pruning(IN_QPS, ceiling=ceiling).kept(table, 1)
            assert list(found) == kept

    def test_qps_that_is_over_saves_nothing(self) -> None:
        table: Table = {Bucket((), (1, 1, 2)): [label(0, 100)]}
        assert pruning(IN_QPS, ceiling=139).kept(table, 1) == {}
        assert pruning(IN_QPS, ceiling=140).kept(table, 1) == table


class TestCompared:
    """A label is left out where another is at least as good."""

    LESS, MORE = label(0, 7, NO_STRETCH), label(5, 9)

    def test_less_need_for_less(self) -> None:
        table: Table = {START: [self.MORE, self.LESS]}
        assert pruning().kept(table, 1) == {START: [self.LESS]}

    def test_where_less_need_can_be_dearer(self) -> None:
        """Only those with the same need are compared."""
        table: Table = {START: [self.LESS, self.MORE, label(5, 10)]}
        assert pruning(monotone=False).kept(table, 1) == {START: [self.LESS, self.MORE]}

    def test_what_was_billed_before_the_plan_cannot_be_covered(self) -> None:
        """In its first month, until its bill is decided."""
        first = START._replace(before=3)
        table: Table = {first: [self.LESS, self.MORE]}
        assert pruning().kept(table, 1) == table
        decided = first._replace(settled=())
        assert pruning().kept({decided: [self.LESS, self.MORE]}, 1) == {
            decided: [self.LESS]
        }

    def test_where_packs_end_the_later_one_lives_longer(self) -> None:
        earlier, later = label(0, 7, 0), label(5, 9, 1)
        table: Table = {START: [earlier, later]}
        assert pruning().kept(table, 1) == {START: [earlier]}
        assert pruning(renew=True).kept(table, 1) == table
        same = label(5, 7, 0)
        table = {START: [same, later]}
        assert pruning(monotone=False, renew=True).kept(table, 1) == table
        assert pruning(monotone=False).kept(table, 1) == {START: [same]}

    def test_with_labels_that_own_more(self) -> None:
        """9 calls left are never worse than 5, if it costs no more and nothing else differs."""
        rich, poor = Bucket((9,)), Bucket((5,))
        table: Table = {poor: [label(5, 9)], rich: [label(5, 9)]}
        owned = Owned(9, 0, 2, 0)
        assert pruning(SECOND, owned).kept(table, 1) == {rich: [label(5, 9)]}
        assert pruning(SECOND, owned, monotone=False).kept(table, 1) == table
        # Also where packs end, and with the same order in force.
        assert pruning(SECOND, owned, renew=True).kept(table, 1) == {
            rich: [label(5, 9)]
        }
        ordered: Table = {
            bucket._replace(quota=(1, 2, 2)): labels for bucket, labels in table.items()
        }
        assert len(pruning(SECOND, owned).kept(ordered, 1)) == 1
        cheaper: Table = {poor: [label(5, 8)], rich: [label(5, 9)]}
        assert pruning(SECOND, owned).kept(cheaper, 1) == cheaper
        other: Table = {poor._replace(settled=()): [label(5, 9)], rich: [label(5, 9)]}
        assert pruning(SECOND, owned).kept(other, 1) == other

    @pytest.mark.parametrize(
        ("cost", "is_kept"), [(89, True), (90, False), (100, False)]
    )
    def test_with_labels_that_have_no_order(self, cost: int, is_kept: bool) -> None:
        """Without one it is 50, and 40 for what the order would have saved."""
        table: Table = {ORDERED: [label(0, cost)], START: [label(0, 50)]}
        found = pruning(IN_QPS).kept(table, 1)
        assert found == (table if is_kept else {START: [label(0, 50)]})
        assert pruning(IN_QPS, monotone=False).kept(table, 1) == table

    def test_whose_order_serves_nothing_more(self) -> None:
        """It is worth nothing, and keeps another from being placed."""
        over = Bucket((), (0, 0, 2))
        table: Table = {over: [label(0, 51)], START: [label(0, 50)]}
        assert pruning(IN_QPS).kept(table, 1) == {START: [label(0, 50)]}


class TestTooMany:
    """The most promising ones are kept, and the least bound of the others: 30 + 49, 25 + 60 and 10 + 109."""

    LABELS = (label(0, 30), label(5, 25), label(10, 10))

    @pytest.mark.parametrize(
        ("most", "dropped"), [(1, 85), (2, 119), (3, NEVER), (4, NEVER)]
    )
    def test_the_least_bounds(self, most: int, dropped: int) -> None:
        own = pruning(most=most)
        assert own.kept({START: [*reversed(self.LABELS)]}, 1) == {
            START: sorted(self.LABELS[:most])
        }
        assert own.dropped == dropped

    def test_the_least_of_all_that_was_dropped(self) -> None:
        own = pruning(most=1)
        for other in (self.LABELS[2], self.LABELS[1], self.LABELS[2]):
            own.kept({START: [self.LABELS[0], other]}, 1)
        assert own.dropped == 85

    def test_once_the_time_is_up_few(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "FEW_LABELS", 2)
        deadline = Deadline(work=-1)
        deadline.spend(0)
        table: Table = {START: list(self.LABELS)}
        for most, count in ((1, 1), (3, 2)):
            found = pruning(most=most, deadline=deadline).kept(table, 1)
            assert len(found[START]) == count
        assert len(pruning(most=3).kept(table, 1)[START]) == 3

    def test_with_what_qps_may_save(self) -> None:
        """100 and 40 for QPS, against 110 with an order for it."""
        table: Table = {START: [label(0, 75)], ORDERED: [label(0, 110)]}
        own = pruning(IN_QPS, most=1)
        assert list(own.kept(table, 1)) == [ORDERED]
        assert own.dropped == 115

    @pytest.mark.parametrize(
        ("need", "order", "dropped"),
        [
            (2, (1, 2, 2), 70 + 2 * 40 - 40),  # it is for one of two QPS
            (1, (1, 1, 2), 70 + 40),  # it is over
        ],
    )
    def test_no_more_than_it_may_save(
        self, need: int, order: tuple[int, int, int], dropped: int
    ) -> None:
        """Against one without an order that costs ten less in all."""
        ordered = Bucket((), order)
        table: Table = {
            ordered: [label(0, 70)],
            START: [label(0, dropped - 10 - need * 40)],
        }
        own = pruning(IN_QPS._replace(need=need), monotone=False, most=1)
        assert list(own.kept(table, 1)) == [START]
        assert own.dropped == dropped

    def test_what_must_be_bought_is_bought_whole(self) -> None:
        """15 and 5 calls are 119 at the least, but two packs for 15 of them 120."""
        bound = Label(15, 10, 0, 15, None)
        own = pruning(most=1)
        own.kept({START: [self.LABELS[0], bound]}, 1)
        assert own.dropped == 130


@pytest.mark.parametrize(("segments", "few"), [(40, 12), (41, 11), (480, 1), (481, 1)])
def test_how_few_are_kept_once_the_time_is_up(segments: int, few: int) -> None:
    """12, and 480 in all segments together, but one at least."""
    rows = (Segment(0, 1, segments),) * segments
    pool = Problem(rows, (MonthCount(),), Catalogue({10: 60}), TIERS, "billable")
    own = Pruning(
        SearchMode(idle=False, monotone=True, renew=False),
        Inventory(pool),
        LowerBounds(pool),
        Deadline(),
        NEVER,
        most=9,
    )
    assert own.few == few
