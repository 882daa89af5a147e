"""Burn-down (RULES 2.1, 2.4, 7.3, 7.4): which pack pays for which calls."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Location, Source
from facefusion_billing.model.items import CallPack, FreePack
from facefusion_billing.model.scenario import Order
from facefusion_billing.rules.burn_down import (
    Deduction,
    Pack,
    Pools,
    alike_in_order,
    drawing_key,
    pools_of_activity,
    second_claims,
)

NOWHERE = Location(Source("", ""), 1, 1, 0, "")
FIRST = date(2025, 1, 1)
IMAGE = ("paid", "image_basic")
VIDEO = ("paid", "video_single_face")
YEAR = Span(FIRST, date(2026, 1, 1))


def pack(
    id: str,
    size: int,
    *,
    ordered: date = FIRST,
    term: Span = YEAR,
    number: int = 1,
    pool: tuple[str, str] = IMAGE,
    used_before: int = 0,
) -> Pack:
    """A pack with what a test does not state left plain."""
    order = Order(id, CallPack(size), pool[1], ordered, term.start, NOWHERE)
    return Pack(order, number, pool[1], pool, size, term, term.end, used_before, ())


def in_force(*packs: Pack, pack_order: str = "earliest_expiry") -> Pools:
    """Pools with all the packs begun, in the order given."""
    pools = Pools(packs, [drawing_key(each, pack_order) for each in packs])
    for index in range(len(packs)):
        pools.begin(index)
    return pools


def drawn(
    pools: Pools, calls: int, pool: tuple[str, str] = IMAGE
) -> list[tuple[str, int]]:
    """The order's id and the calls of each deduction."""
    return [
        (pools.packs[each.pack].order.id, each.calls)
        for each in pools.draw(pool, calls)
    ]


class TestWhichPackIsFirst:
    """2.4: earliest expiry first, then earliest order date, then id (`pack_order`)."""

    OLD_LATE = pack(
        "A",
        100,
        ordered=date(2025, 1, 1),
        term=Span(date(2025, 3, 1), date(2026, 3, 1)),
    )
    NEW_EARLY = pack(
        "B",
        100,
        ordered=date(2025, 2, 1),
        term=Span(date(2025, 2, 1), date(2026, 2, 1)),
    )

    def test_earliest_expiry(self) -> None:
        """By default the pack that expires first pays first, though it was ordered later."""
        assert drawn(in_force(self.OLD_LATE, self.NEW_EARLY), 150) == [
            ("B", 100),
            ("A", 50),
        ]

    def test_earliest_order(self) -> None:
        """`earliest_order` means date, expiry, id."""
        pools = in_force(self.OLD_LATE, self.NEW_EARLY, pack_order="earliest_order")
        assert drawn(pools, 150) == [("A", 100), ("B", 50)]

    def test_same_expiry_earlier_order_first(self) -> None:
        """Packs that expire together are drawn in the order of their dates."""
        term = Span(date(2025, 2, 1), date(2026, 1, 1))
        later, sooner = (
            pack("A", 10, ordered=date(2025, 1, 9), term=term),
            pack("B", 10, ordered=FIRST, term=term),
        )
        assert drawn(in_force(later, sooner), 11) == [("B", 10), ("A", 1)]

    def test_same_order_date_earlier_expiry_first(self) -> None:
        """Under `earliest_order`, packs of one day are drawn by their expiry."""
        late, soon = pack("A", 10, term=Span(FIRST, date(2026, 2, 1))), pack("B", 10)
        assert drawn(in_force(late, soon, pack_order="earliest_order"), 11) == [
            ("B", 10),
            ("A", 1),
        ]

    def test_ids_are_compared_as_text(self) -> None:
        """Ids are compared as text: P-10 stands before P-9."""
        assert drawn(in_force(pack("P-9", 10), pack("P-10", 10)), 11) == [
            ("P-10", 10),
            ("P-9", 1),
        ]

    def test_packs_of_one_order_go_by_number(self) -> None:
        """The packs of an order of quantity n are drawn one after the other."""
        pools = in_force(pack("P", 10, number=2), pack("P", 10, number=1))
        assert [pools.packs[each.pack].number for each in pools.draw(IMAGE, 11)] == [
            1,
            2,
        ]


class TestDrawing:
    """A pool serves what it can, and nothing is ever put back."""

    def test_a_pool_serves_no_more_than_it_holds(self) -> None:
        """What a pool cannot serve is left to what comes next."""
        pools = in_force(pack("A", 100))
        assert drawn(pools, 130) == [("A", 100)]
        assert drawn(pools, 1) == []
        assert pools.left == [0]
        assert pools.available == {IMAGE: 0}

    def test_where_a_deduction_stands_in_its_draw(self) -> None:
        """Each deduction says how many calls of the draw others served before it."""
        pools = in_force(pack("A", 3), pack("B", 4), pack("C", 5))
        assert pools.draw(IMAGE, 9) == [
            Deduction(0, 3, 0),
            Deduction(1, 4, 3),
            Deduction(2, 2, 7),
        ]

    def test_pools_never_share(self) -> None:
        """2.1: groups never share."""
        pools = in_force(pack("A", 10), pack("V", 10, pool=VIDEO))
        assert drawn(pools, 30) == [("A", 10)]
        assert drawn(pools, 4, VIDEO) == [("V", 4)]
        assert pools.available == {IMAGE: 0, VIDEO: 6}

    def test_a_pool_nobody_bought_for(self) -> None:
        """A pool without packs serves nothing."""
        assert in_force(pack("A", 10)).draw(VIDEO, 5) == []

    def test_a_pack_that_has_not_begun(self) -> None:
        """A pack is usable from its first day only."""
        pools = Pools((pack("A", 10),), [0])
        assert pools.draw(IMAGE, 5) == []

    def test_a_pack_that_has_ended(self) -> None:
        """Unused calls expire: they are left, but cannot be drawn."""
        pools = in_force(pack("A", 10), pack("B", 10))
        assert drawn(pools, 4) == [("A", 4)]
        pools.end(0)
        assert drawn(pools, 4) == [("B", 4)]
        assert pools.left == [6, 6]
        assert pools.available == {IMAGE: 6}

    def test_the_end_of_an_exhausted_pack(self) -> None:
        """A pack that is used up has nothing left to expire."""
        pools = in_force(pack("A", 10), pack("B", 10))
        assert drawn(pools, 10) == [("A", 10)]
        pools.end(0)
        assert pools.available == {IMAGE: 10}

    def test_calls_used_before(self) -> None:
        """6.8: `used_calls` lowers the balance; a pack used up before is never drawn."""
        pools = in_force(
            pack("A", 10, used_before=7), pack("B", 10, used_before=10), pack("C", 10)
        )
        assert drawn(pools, 5) == [("A", 3), ("C", 2)]


DAYS = 12
IDS = ("A", "B", "P-10", "P-9")


@st.composite
def packs_and_calls(
    draw: st.DrawFn,
) -> tuple[list[Pack], list[list[tuple[tuple[str, str], int]]]]:
    """A few packs of two pools with lives inside a dozen days, and the calls of each day."""
    packs = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, DAYS))
        term = Span(
            FIRST + timedelta(start),
            FIRST + timedelta(draw(st.integers(start, DAYS + 2))),
        )
        size = draw(st.integers(1, 12))
        packs.append(
            pack(
                draw(st.sampled_from(IDS)),
                size,
                ordered=FIRST + timedelta(draw(st.integers(0, start))),
                term=term,
                number=number,
                pool=draw(st.sampled_from((IMAGE, VIDEO))),
                used_before=draw(st.integers(0, size)),
            )
        )
    need = st.tuples(st.sampled_from((IMAGE, VIDEO)), st.integers(0, 15))
    return packs, draw(
        st.lists(st.lists(need, max_size=3), min_size=DAYS, max_size=DAYS)
    )


def naive_draw(
    packs: list[Pack],
    left: list[int],
    day: date,
    pack_order: str,
    pool: tuple[str, str],
    calls: int,
) -> list[tuple[int, int, int]]:
    """One draw by sorting all packs of the pool that hold the day, call by call."""

    def index(at: int) -> tuple[date, date, str, int]:
        each = packs[at]
        end, ordered = each.term.end, each.order.date
        if pack_order == "earliest_order":
            return ordered, end, each.order.id, each.number
        return end, ordered, each.order.id, each.number

    served: list[int] = []
    able = [
        at
        for at, each in enumerate(packs)
        if each.pool == pool and each.term.start <= day < each.term.end
    ]
    for _ in range(calls):
        with_calls = [at for at in able if left[at]]
        if with_calls:
            first = min(with_calls, key=index)
            left[first] -= 1
            served.append(first)
    return [(at, served.count(at), served.index(at)) for at in dict.fromkeys(served)]


def test_a_pack_that_was_used_up_before() -> None:
    """It begins and ends with nothing in it, also where no other pack of its pool ever began."""
    pools = in_force(pack("P-1", 1_000, used_before=1_000))
    pools.end(0)
    assert pools.draw(IMAGE, 5) == []


class TestAgainstASortedList:
    """Pools kept up to date give what sorting every pack for every call gives."""

    @settings(deadline=None)
    @given(packs_and_calls(), st.sampled_from(("earliest_expiry", "earliest_order")))
    def test_day_by_day(
        self,
        world: tuple[list[Pack], list[list[tuple[tuple[str, str], int]]]],
        pack_order: str,
    ) -> None:
        """Every deduction of every day, and what is left and available after it."""
        packs, days = world
        pools = Pools(tuple(packs), [drawing_key(each, pack_order) for each in packs])
        left = [each.size - each.used_before for each in packs]
        for number, needs in enumerate(days):
            day = FIRST + timedelta(number)
            for at, each in enumerate(packs):
                if each.term.end == day and each.term.start < day:
                    pools.end(at)
            for at, each in enumerate(packs):
                if each.term.start == day < each.term.end:
                    pools.begin(at)
            for pool, calls in needs:
                assert pools.draw(pool, calls) == naive_draw(
                    packs, left, day, pack_order, pool, calls
                )
            assert pools.left == left
            for pool in (IMAGE, VIDEO):
                alive = [
                    at
                    for at, each in enumerate(packs)
                    if each.pool == pool and each.term.holds(day)
                ]
                assert pools.available.get(pool, 0) == sum(left[at] for at in alive)


def test_when_pack_order_decides_nothing() -> None:
    """Packs in the order of their purchase expire in that order too, or on the same day: both readings draw alike."""
    short, long = Span(FIRST, date(2025, 7, 1)), Span(FIRST, date(2026, 7, 1))
    assert alike_in_order(())
    assert alike_in_order(
        (pack("A", 1, term=short), pack("B", 1, term=YEAR), pack("C", 1, term=YEAR))
    )
    assert not alike_in_order((pack("A", 1, term=YEAR), pack("B", 1, term=short)))
    assert not alike_in_order(
        (pack("A", 1, term=short), pack("B", 1, term=long), pack("C", 1, term=YEAR))
    )


def test_the_pools_of_an_activity() -> None:
    """It draws the calls of its own licences first; the account's packs, which are no pool of its own, come after."""
    assert pools_of_activity("spring") == (("licence", "spring"),)


class TestSecondClaims:
    """2.1: a group has one free pack for ever."""

    def claim(self, id: str, group: str) -> Order:
        """A claim of a group's free pack."""
        return Order(id, FreePack(), group, FIRST, FIRST, NOWHERE)

    def test_one_for_each_group(self) -> None:
        """Two groups claim theirs, and packs that are bought are no claims."""
        bought = [pack("B", 100).order, pack("C", 100).order]
        claims = [self.claim("F", "image_basic"), self.claim("G", "video_single_face")]
        assert second_claims(bought + claims) == []

    def test_all_but_the_first(self) -> None:
        """Of three claims for one group the second and the third."""
        first, second, third = (self.claim(id, "image_basic") for id in "FGH")
        assert second_claims([first, second, third]) == [second, third]
