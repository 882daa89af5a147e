"""Which labels are kept, against every pair of random ones."""

from random import Random

from facefusion_billing.solver.buckets import QPS, Bucket, Decision
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.labels import (
    NO_STRETCH,
    Label,
    by_need,
    ended,
    lasting_front,
    open_apart,
    pareto_front,
    plan_of,
    same_need,
)
from facefusion_billing.solver.problem import MonthOrder, PoolPlan, Purchase


def random_labels(rng: Random, count: int) -> list[Label]:
    """Stretches from one of five segments, none, and some whose packs have ended."""
    found = []
    for number in range(count):
        need = rng.randint(0, 6)
        least = rng.choice([0, need, rng.randint(0, need)])
        found.append(Label(need, rng.randint(0, 9), rng.randint(-4, 4), least, number))
    return found


def is_as_good(one: Label, other: Label) -> bool:
    return (
        one.need <= other.need and one.cost <= other.cost and one.least <= other.least
    )


def lives(label: Label) -> int:
    """A stretch that has ended lives shorter than any, and none longer."""
    return 99 if label.since == NO_STRETCH else max(label.since, NO_STRETCH - 1)


def metered(label: Label) -> int:
    """What was metered before anything of the need had to be bought."""
    return label.need - label.least


def test_what_is_left_out_is_beaten_and_what_is_kept_is_not() -> None:
    for seed in range(300):
        rng = Random(seed)
        labels, better = random_labels(rng, 16), random_labels(rng, 3)
        kept = pareto_front(labels, better)
        for label in labels:
            beaten = any(is_as_good(own, label) for own in [*kept, *better])
            assert (label in kept) or beaten, seed
        for label in kept:
            others = [own for own in kept if own is not label] + better
            assert not any(is_as_good(own, label) for own in others), seed


def test_a_stretch_that_lives_longer_is_only_beaten_by_one_that_does() -> None:
    for seed in range(300):
        rng = Random(seed)
        labels, better = random_labels(rng, 16), random_labels(rng, 3)
        kept = lasting_front(labels, better)
        for label in labels:
            if label not in kept:
                assert any(
                    is_as_good(own, label) and lives(own) >= lives(label)
                    for own in [*kept, *better]
                ), seed
        # Compared is with what has nothing to buy, or was metered as much before.
        for label in kept:
            for own in [*kept, *better]:
                alike = not own.least or (
                    label.least and metered(own) == metered(label)
                )
                before = by_need(own) < by_need(label) and own.cost <= label.cost
                assert not (alike and before and lives(own) >= lives(label)), seed


def test_only_labels_with_the_same_need_are_compared() -> None:
    """Need 3 for 5 beats need 3 for 6, and nothing else."""
    labels = [Label(3, 6, 0, 0, None), Label(3, 5, 1, 0, None), Label(2, 5, 1, 0, None)]
    kept = same_need(labels, renew=False)
    assert sorted((label.need, label.cost) for label in kept) == [(2, 5), (3, 5)]
    assert len(same_need(labels, renew=True)) == 3


def test_labels_without_a_stretch_are_put_apart() -> None:
    """Where packs cannot be bought, only what has a purchase open can still make it larger."""
    bucket = Bucket(state=(), before=7)
    stretch, nothing, ended_one = (
        Label(0, 5, since, 0, None) for since in (3, NO_STRETCH, ended(3))
    )
    assert open_apart({bucket: [stretch, nothing, ended_one]}) == {
        bucket._replace(open=True): [stretch, ended_one],
        bucket._replace(open=False): [nothing],
    }


def test_a_stretch_that_has_ended() -> None:
    """Its mark is taken off again, and no mark is a segment or stands for no stretch."""
    marked = [ended(since) for since in (0, 1, 9)]
    assert [ended(mark) for mark in marked] == [0, 1, 9]
    assert max(marked) < NO_STRETCH


def test_a_plan_is_read_back_along_the_parents_of_its_label() -> None:
    """QPS mode in the segments 0 and 1, each with an order of its own, a claim in 2; one pack of 10
    bought in 1, and one for the 5 calls from 2 on.
    """
    first, second = MonthOrder(10, 1, 100, 1, 1), MonthOrder(20, 1, 200, 2, 2)
    start = (None, (), Decision(0, QPS, first, False))
    then = (start, ((1, 10),), Decision(1, QPS, second, False))
    label = Label(5, 0, 2, 0, (then, (), Decision(2, 0, None, True)))
    assert plan_of(label, Catalogue({10: 100})) == PoolPlan(
        qps=(0, 1),
        orders=((0, first), (1, second)),
        purchases=(Purchase(1, {10: 1}), Purchase(2, {10: 1})),
        claim=2,
    )


def test_two_purchases_on_one_day_are_one() -> None:
    """10 for a stretch that ended, and 10 for the 5 calls of another that began on the same day."""
    label = Label(5, 0, 1, 0, (None, ((1, 10),), None))
    plan = plan_of(label, Catalogue({10: 100}))
    assert plan.purchases == (Purchase(1, {10: 2}),)


def test_two_that_ended_and_began_on_one_day_are_one() -> None:
    """10 of a stretch and 20 of the next one, which took over inside the same month: 30 on that day."""
    parent = ((None, ((1, 10),), None), ((1, 20),), None)
    plan = plan_of(Label(0, 0, NO_STRETCH, 0, parent), Catalogue({10: 100}))
    assert plan.purchases == (Purchase(1, {10: 3}),)
