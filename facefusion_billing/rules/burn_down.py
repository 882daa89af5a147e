"""Burn-down: which pack pays for which calls.

What: a pool holds packs that may serve the same calls; the packs in force are drawn in
the pool's order, each from its first usable day to its last. A group draws its free
pack, of which there is one for ever, before what it bought; an activity its free test,
then its licences' calls, then the packs of the account. Unused calls expire with the
pack. Nothing is ever put back.

Clauses: free-quota, image-packs, video-packs, free-test, licence, packs.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import FreePack
from facefusion_billing.model.scenario import Order
from facefusion_billing.startup.record import NamedTuple

Pool = tuple[str, str]
"""What a pool holds, and for whom."""
SHARED: Pool = ("shared", "")
"""The packs of the account, which every licensed activity draws on."""


def free_pool(group: str) -> Pool:
    """The free pack of a group."""
    return ("free", group)


def paid_pool(group: str) -> Pool:
    """The packs bought for a group."""
    return ("paid", group)


def licence_pool(activity: str) -> Pool:
    """The calls of an activity's own licences."""
    return ("licence", activity)


def pools_of_group(name: str) -> tuple[Pool, ...]:
    """The pools of an interface group in the order of use.

    >>> pools_of_group("image_basic")
    (('free', 'image_basic'), ('paid', 'image_basic'))
    """
    return (free_pool(name), paid_pool(name))


def pools_of_activity(name: str) -> tuple[Pool, ...]:
    """The pools of an activity's own in the order of use; the shared one comes last."""
    return (licence_pool(name),)


def second_claims(orders: Iterable[Order]) -> list[Order]:
    """The claims of a free pack by a group that claimed one before: it has one for ever."""
    claimed: set[str | None] = set()
    second = []
    for order in orders:
        if isinstance(order.item, FreePack):
            if order.scope in claimed:
                second.append(order)
            claimed.add(order.scope)
    return second


class Pack(NamedTuple):
    """Calls that were claimed or bought: their pool, when they can be used, and what
    was used before.

    `term` ends with `expires`, or with a refund before that.
    """

    order: Order
    number: int
    scope: str
    pool: Pool
    size: int
    term: Span
    expires: date
    used_before: int
    clauses: tuple[str, ...]


def drawing_key(pack: Pack, pack_order: str) -> tuple[date, date, str, int]:
    """The place of a pack in its pool's order under a reading of `pack_order`."""
    # `expires`, not the end of its term: a refund to come does not move it up.
    first, second = pack.expires, pack.order.date
    if pack_order != "earliest_expiry":
        first, second = second, first
    # The id comes last, as text, so that the order of a file decides nothing.
    return first, second, pack.order.id, pack.number


def alike_in_order(packs: Sequence[Pack]) -> bool:
    """Whether packs that stand by date, id and number are drawn as they stand, however
    `pack_order` is read.
    """
    return all(before.expires <= after.expires for before, after in pairwise(packs))


class Deduction(NamedTuple):
    """So many calls taken from a pack (its place in the list of packs), after `before`
    others of the same draw.
    """

    pack: int
    calls: int
    before: int


class Pools:
    """The packs in force, by pool, with what is left in each.

    `keys` give each pack's place in its pool.
    """

    def __init__(self, packs: tuple[Pack, ...], keys: Sequence[Any]) -> None:
        self.packs = packs
        self.left = [max(pack.size - pack.used_before, 0) for pack in packs]
        self.keys = keys
        self.in_force: dict[Pool, list[int]] = {}
        self.available: dict[Pool, int] = {}

    def begin(self, pack: int) -> None:
        """The pack can be drawn from now on."""
        # One that was used up elsewhere never waits, so the first of a pool has calls.
        if self.left[pack]:
            pool = self.packs[pack].pool
            insort(self.in_force.setdefault(pool, []), pack, key=self.keys.__getitem__)
            self.available[pool] = self.available.get(pool, 0) + self.left[pack]

    def end(self, pack: int) -> None:
        """The pack, which has begun, can no longer be drawn."""
        if self.left[pack]:
            pool = self.packs[pack].pool
            waiting = self.in_force[pool]
            key = self.keys.__getitem__
            del waiting[bisect_left(waiting, key(pack), key=key)]
            self.available[pool] -= self.left[pack]

    def draw(self, pool: Pool, calls: int) -> list[Deduction]:
        """The deductions that serve up to so many calls from a pool, in the pool's
        order.
        """
        deductions: list[Deduction] = []
        waiting = self.in_force.get(pool)
        served = 0
        while waiting and served < calls:
            pack = waiting[0]
            taken = min(self.left[pack], calls - served)
            deductions.append(Deduction(pack, taken, served))
            served += taken
            self.left[pack] -= taken
            if not self.left[pack]:
                waiting.pop(0)
        if served:
            self.available[pool] -= served
        return deductions
