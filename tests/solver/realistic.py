"""Pools as users have them, drawn from the shipped books: the same seed, the same pool.

Demands are steady, growing, seasonal, spiky or a call away from a count at which a price changes; some pools own packs,
which may end in the middle of a month, some can claim the free one.
"""

from random import Random

from facefusion_billing.files.books import read_book
from facefusion_billing.model.book import Group, PackTable, PriceBook, TierTable
from facefusion_billing.rules.volume_tiers import amount
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import Claim, Held, MonthNeeds, Option, World

KINDS = ("steady", "growing", "seasonal", "spiky", "edges")
BASES = ("billable", "after_paid_packs", "total")
SCOPES = ("image_basic", "video_single_face", "mainland")
MOST_CALLS = 20_000_000
QUANTITIES = (5, 9, 10, 18, 19, 20, 40, 45, 50, 90, 100, 150)
_BOOKS: dict[str, PriceBook] = {}


def realistic_world(
    seed: int,
    months: int = 12,
    basis: str = "billable",
    qps: bool = True,
    days: int = 0,
    *,
    scope: str | None = None,
    kind: str | None = None,
    term: int | None = None,
) -> World:
    """A pool of one of the groups or of the mainland's account. `days`: ways to buy QPS for some days of each month.

    `scope` and `kind` fix what the seed would draw; a pack lives for `life` months, or to the end.
    """
    random = Random(seed)
    scope, kind = scope or random.choice(SCOPES), kind or random.choice(KINDS)
    if scope == "mainland":
        return _mainland(random, months, basis, kind, term)
    group = _book("intl").groups[scope]
    assert group.call_packs is not None
    assert group.pay_as_you_go is not None
    assert group.free_pack is not None
    calls = demand(
        random, months, kind, edges_of(group.call_packs, group.pay_as_you_go)
    )
    choices = [_options(random, group, count, qps, days) for count in calls]
    free = random.choice(("claimable", "claimed", "none"))
    pack = group.free_pack.calls
    held = _held(random, group.call_packs, months, sum(calls))
    if free == "claimed":
        held = (
            Held(random.randint(1, pack), 0, random.randint(1, 2 * months), 0, True),
            *held,
        )
    return _world(
        choices,
        group.call_packs,
        group.pay_as_you_go,
        basis,
        held,
        pack if free == "claimable" else 0,
        term,
    )


def _mainland(
    random: Random, months: int, basis: str, kind: str, term: int | None
) -> World:
    """The account's shared packs and postpaid; licences serve calls outside the pool that count for its tier."""
    activities = _book("mainland").activities
    assert activities.call_packs is not None
    assert activities.pay_as_you_go is not None
    calls = demand(
        random, months, kind, edges_of(activities.call_packs, activities.pay_as_you_go)
    )
    outside = random.random() < 0.5
    choices = []
    for month, count in enumerate(calls):
        free = 500 if outside and month == 0 else 0
        choices.append(
            [Option(0, (count,), free, random.randint(0, count) if outside else 0)]
        )
    held = _held(random, activities.call_packs, months, sum(calls))
    return _world(
        choices, activities.call_packs, activities.pay_as_you_go, basis, held, 0, term
    )


# Demand.


def demand(random: Random, months: int, kind: str, edges: list[int]) -> list[int]:
    """The calls of each month."""
    base, shape = 10 ** random.uniform(3.3, 7.3), random.uniform(0.3, 0.9)
    growth, start = random.uniform(0.85, 1.3), random.randrange(12)
    calls = []
    for month in range(months):
        noise = random.uniform(0.9, 1.1)
        if kind == "steady":
            count = base * (1 if random.random() < 0.5 else noise)
        elif kind == "growing":
            count = base / 3 * growth**month * noise
        elif kind == "seasonal":
            count = (
                base * (1 + shape if (month + start) % 12 < 3 else 1 - shape) * noise
            )
        elif kind == "spiky":
            count = (
                base
                * (random.choice((0, 0.01, 0.1, 1)) + 5 * (random.random() < 0.2))
                * noise
            )
        else:
            count = random.choice(edges) * random.choice(
                (1, 1, 1, 1, 2, 3)
            ) + random.choice((-1, -1, 0, 1))
        calls.append(max(min(int(count), MOST_CALLS), 0))
    return calls


def edges_of(packs: PackTable, tiers: TierTable) -> list[int]:
    """Where prices change: the tiers' first counts, the packs' sizes, and where a pack costs what its calls cost."""
    firsts = [tier.first for tier in tiers.tiers if tier.first > 1]
    found = {*firsts, *(row.size for row in packs.sizes)}
    for row in packs.sizes:
        price = row.price.times(1)
        low, high = 0, MOST_CALLS
        while low < high:
            middle = (low + high) // 2
            low, high = (
                (low, middle)
                if amount(tiers, middle, middle) >= price
                else (middle + 1, high)
            )
        found.add(low)
    return sorted(edge for edge in (*found, *firsts, *firsts) if edge <= MOST_CALLS)


# What is on sale and what is owned.


def _options(
    random: Random, group: Group, count: int, qps: bool, days: int
) -> list[Option]:
    """Call volume, unless the peak forbids it; QPS for the month; QPS for some days."""
    table = group.qps
    if not qps or table is None or not count:
        return [Option(0, (count,))]
    peak = random.choice(
        [q for q in QUANTITIES if q > 8 or group.name == "video_single_face"]
    )
    metered = table.limit is None or peak <= table.limit or random.random() < 0.7
    found = [Option(0, (count,))] if metered else []
    found.append(Option(_least(table.month, peak), (0,)))
    for _ in range(days if metered else 0):
        length = random.choice((1, 1, 2, 3, 5))
        share = random.uniform(0.03, 0.2) * length
        found.append(
            Option(
                length * _least(table.day, peak),
                (count - int(count * min(share, 0.9)),),
            )
        )
    return found


def _least(table: TierTable, quantity: int) -> int:
    """The cheapest order of at least so many QPS."""
    starts = [tier.first for tier in table.tiers if tier.first > quantity]
    return min(amount(table, count, count) for count in (quantity, *starts))


def _held(random: Random, packs: PackTable, months: int, need: int) -> tuple[Held, ...]:
    """Packs from before the horizon, earliest expiry first, partly used; they end with a half month."""
    if random.random() < 0.6:
        return ()
    sizes = [
        row.size for row in packs.sizes if row.size <= max(need, packs.sizes[0].size)
    ]
    held = [
        (random.randint(1, 2 * months), random.choice(sizes))
        for _ in range(random.randint(1, 2))
    ]
    return tuple(
        Held(random.choice((size, random.randint(1, size))), 0, end, 0)
        for end, size in sorted(held)
    )


def _world(
    choices: list[list[Option]],
    packs: PackTable,
    tiers: TierTable,
    basis: str,
    held: tuple[Held, ...],
    claim: int,
    term: int | None,
) -> World:
    """The pool, with a month in two segments where a pack that is owned ends in the middle of it."""
    cut = [
        2 * month + 1 in [fact.end for fact in held] for month in range(len(choices))
    ]
    firsts = [month + sum(cut[:month]) for month in range(len(choices) + 1)]
    until = tuple(
        firsts[min(month + (term or len(choices)), len(choices))]
        for month in range(len(choices))
    )
    months = [
        MonthNeeds(
            firsts[month],
            tuple(map(_halved, options)) if cut[month] else tuple(options),
            True,
            until[month],
        )
        for month, options in enumerate(choices)
    ]
    return World(
        months=tuple(months),
        catalogue=Catalogue({row.size: row.price.times(1) for row in packs.sizes}),
        tiers=tiers,
        basis=basis,
        held=tuple(
            fact._replace(end=firsts[fact.end // 2] + fact.end % 2) for fact in held
        ),
        claim=Claim(claim, until) if claim else None,
    )


def _halved(option: Option) -> Option:
    """The same option in a month of two segments."""
    half = option.needs[0] // 2
    return option._replace(needs=(half, option.needs[0] - half))


def _book(name: str) -> PriceBook:
    if name not in _BOOKS:
        _BOOKS[name] = read_book(name)
    return _BOOKS[name]
