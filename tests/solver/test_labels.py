"""Which partial plans are kept (docs/planner.md, steps 3, 4 and 6): those that no other is at least as good as."""

from random import Random

from facefusion_billing.solver.labels import (
    Label,
    apart,
    by_need,
    staircase,
    staircases,
)

NO_STRETCH = -1


def label(need: int, cost: int, since: int = 0) -> Label:
    return Label(need, cost, since, None)


def random_labels(rng: Random, most: int) -> list[Label]:
    """Needs and costs of a few values, so that many are equal; without a stretch there is no need."""
    found = []
    for _ in range(rng.randint(0, most)):
        since = rng.choice([NO_STRETCH, 0, 1, 2])
        found.append(
            label(rng.randint(0, 4) if since >= 0 else 0, rng.randint(0, 6), since)
        )
    return found


class TestOrder:
    """Less need first, then less cost."""

    def test_by_need(self) -> None:
        assert sorted([label(2, 1), label(1, 9), label(1, 3)], key=by_need) == [
            label(1, 3),
            label(1, 9),
            label(2, 1),
        ]


def test_those_without_a_stretch_are_set_apart() -> None:
    """A stretch may have begun in the first month."""
    given = [label(0, 3, 0), label(0, 1, NO_STRETCH), label(2, 1, 4)]
    assert apart(given) == ([label(0, 1, NO_STRETCH)], [label(0, 3, 0), label(2, 1, 4)])


class TestStaircase:
    """Kept is what costs less than every label with less need."""

    def test_by_hand(self) -> None:
        """Need 3 for 5 is no better than need 2 for 5; need 4 for 4 costs less than both."""
        given = [label(4, 4), label(3, 5), label(2, 5), label(1, 9), label(2, 7)]
        assert staircase(given) == [label(1, 9), label(2, 5), label(4, 4)]

    def test_better_ones_of_other_states(self) -> None:
        """A better label of need 2 for 4 leaves need 1 for 9 (it has less) and need 3 for 3 (it costs less)."""
        given = [label(1, 9), label(2, 5), label(3, 4), label(3, 3)]
        assert staircase(given, [label(2, 4)]) == [label(1, 9), label(3, 3)]

    def test_against_every_pair(self) -> None:
        """What is dropped is beaten by something kept or better, and nothing kept is."""
        for seed in range(300):
            rng = Random(seed)
            given, better = (
                random_labels(rng, 8),
                sorted(random_labels(rng, 3), key=by_need),
            )
            kept = staircase(given, better)

            def beats(one: Label, other: Label) -> bool:
                return one.need <= other.need and one.cost <= other.cost

            assert all(
                any(beats(one, other) for one in [*kept, *better])
                for other in given
                if other not in kept
            ), seed
            for index, other in enumerate(kept):
                others = [*kept[:index], *kept[index + 1 :], *better]
                assert not any(beats(one, other) for one in others), seed


class TestStaircases:
    """The same where a stretch that began later lives longer."""

    def test_an_earlier_stretch_is_beaten_by_a_later_one(self) -> None:
        """Not the other way round: need 2 for 5 from month 1 stays beside need 1 for 4 from month 0."""
        assert staircases([label(2, 5, 0), label(1, 4, 1)]) == [label(1, 4, 1)]
        assert sorted(staircases([label(1, 4, 0), label(2, 5, 1)])) == [
            label(1, 4, 0),
            label(2, 5, 1),
        ]

    def test_no_stretch_is_later_than_any(self) -> None:
        assert staircases([label(1, 4, 7), label(0, 4, NO_STRETCH)]) == [
            label(0, 4, NO_STRETCH)
        ]

    def test_against_every_pair(self) -> None:
        for seed in range(300):
            rng = Random(seed)
            given, better = (
                random_labels(rng, 8),
                sorted(random_labels(rng, 3), key=by_need),
            )
            kept = staircases(given, better)

            def beats(one: Label, other: Label) -> bool:
                later = one.since == NO_STRETCH or (
                    other.since != NO_STRETCH and one.since >= other.since
                )
                return one.need <= other.need and one.cost <= other.cost and later

            assert all(
                any(beats(one, other) for one in [*kept, *better])
                for other in given
                if other not in kept
            ), seed
            for index, other in enumerate(kept):
                others = [*kept[:index], *kept[index + 1 :], *better]
                assert not any(beats(one, other) for one in others), seed
