"""Small random pools with cliffs, claims, facts and expiry, and every plan of them priced by a simulator of its own."""

from __future__ import annotations

import itertools
from fractions import Fraction
from functools import cache
from random import Random

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import (
    Claim,
    Held,
    MonthNeeds,
    Option,
    PoolPlan,
    World,
)

Buys = tuple[tuple[int, int], ...]
"""For each month the calls bought and their price."""


def bill(world: World, option: Option, billable: int, free: int) -> int | None:
    """The month's bill in cents, by Fractions; None where none is sold."""
    if not billable:
        return 0
    if world.tiers is None:
        return None
    metered = sum(option.needs) + option.free + option.packs
    reaching = {
        "billable": billable,
        "after_paid_packs": billable + free + option.free,
        "total": metered,
    }[world.basis]
    tier = next(
        t
        for t in world.tiers.tiers
        if t.first <= reaching and (t.last is None or reaching <= t.last)
    )
    assert tier.price is not None
    exact = Fraction(tier.price.digits * 100, 10**tier.price.places) * billable
    return int(exact + Fraction(1, 2))


def simulate(
    world: World, options: tuple[int, ...], buys: Buys, claim: int | None
) -> int | None:
    """What a plan costs: packs drawn call by call in the order of their orders, free ones first."""
    packs: list[tuple[tuple[int, float], list[int], int, int, bool]] = []
    for held in world.held:
        packs.append(
            (
                (0 if held.free else 1, held.before - 0.5),
                [held.calls],
                held.first,
                held.end,
                held.free,
            )
        )
    for month, (calls, _) in enumerate(buys):
        needs = world.months[month]
        packs.append(((1, month), [calls], needs.first, needs.until, False))
    if claim is not None and world.claim is not None:
        first = world.months[claim].first
        packs.append(
            ((-1, 0), [world.claim.calls], first, world.claim.until[claim], True)
        )
    packs.sort(key=lambda pack: pack[0])
    cost = sum(price for _, price in buys)
    for needs, index in zip(world.months, options, strict=True):
        option, billable, free = needs.options[index], 0, 0
        for segment, calls in enumerate(option.needs, needs.first):
            for _ in range(calls):
                pack = next(
                    (p for p in packs if p[1][0] and p[2] <= segment < p[3]), None
                )
                if pack is None:
                    billable += 1
                else:
                    pack[1][0] -= 1
                    free += pack[4]
        amount = bill(world, option, billable, free)
        if amount is None:
            return None
        cost += option.cost + amount
    return cost


def brute_force(world: World, most: int) -> int | None:
    """The least cost of all plans that buy no more than so many calls in all; None when none serves every call."""
    least = {0: 0}
    for total in range(1, most + 1):
        ways = [
            least[total - size] + price
            for size, price in world.catalogue.prices.items()
            if total - size in least
        ]
        if ways:
            least[total] = min(ways)
    months = [
        sorted(least.items()) if month.can_buy else [(0, 0)] for month in world.months
    ]
    claims: list[int | None] = [None]
    if world.claim is not None:
        claims += [
            t
            for t, month in enumerate(world.months)
            if world.claim.until[t] > month.first
        ]
    found = None
    for options in itertools.product(
        *(range(len(month.options)) for month in world.months)
    ):
        for buys in itertools.product(*months):
            if sum(calls for calls, _ in buys) > most:
                continue
            for claim in claims:
                cost = simulate(world, options, buys, claim)
                if cost is not None and (found is None or cost < found):
                    found = cost
    return found


@cache
def least_cost(seed: int, most: int, *, expiry: bool) -> int | None:
    """What brute force finds in a small world, computed once."""
    return brute_force(small_world(seed, expiry=expiry), most)


@cache
def least_cost_between(seed: int, most: int) -> int | None:
    """The same in a world with a fact between the purchases."""
    return brute_force(world_with_a_fact_between(seed), most)


def buys_of(world: World, plan: PoolPlan) -> Buys:
    """The purchases of a plan, as the simulator takes them."""
    buys = [(0, 0)] * len(world.months)
    for bought in plan.purchases:
        calls = sum(size * count for size, count in bought.sizes.items())
        buys[bought.month] = (
            calls,
            sum(world.catalogue.prices[s] * n for s, n in bought.sizes.items()),
        )
    return tuple(buys)


def small_world(seed: int, *, expiry: bool) -> World:
    """A pool of at most four months with counts of at most twelve; `expiry`: bought packs end inside the horizon."""
    rng = Random(f"{seed}/{expiry}")
    months = rng.randint(2 if expiry else 1, 4)
    cuts = rng.choice([1, 1, 2])
    end = months * cuts
    term = rng.randint(1, months - 1) if expiry else months
    cut_short = expiry and cuts == 2 and term > 1 and rng.random() < 0.4
    needs = []
    for month in range(months):
        until = min((month + term) * cuts - cut_short, end) if expiry else end
        options = tuple(_option(rng, cuts) for _ in range(rng.choice([1, 1, 2])))
        needs.append(
            MonthNeeds(
                month * cuts, options, rng.random() < 0.9, max(until, month * cuts + 1)
            )
        )
    held = _held(rng, cuts, end, expiry)
    claim = None
    if rng.random() < 0.4 and not any(fact.free for fact in held):
        terms = [
            min((month + (term if expiry else months)) * cuts, end)
            for month in range(months)
        ]
        claim = Claim(rng.randint(1, 5), tuple(terms))
    basis = rng.choice(["billable", "after_paid_packs", "total"])
    tiers = _tiers(rng) if rng.random() < 0.95 else None
    return World(
        tuple(needs), _catalogue(rng, chain=seed % 5 != 0), tiers, basis, held, claim
    )


def world_with_a_fact_between(seed: int) -> World:
    """A pool in which packs end, with a pack that is a fact and was ordered inside the horizon."""
    world, rng = small_world(seed, expiry=True), Random(seed)
    month = rng.randrange(1, len(world.months))
    first = world.months[month].first
    fact = Held(rng.randint(1, 5), first, rng.randint(first + 1, world.end), month)
    return world._replace(held=(*world.held, fact))


def world_with_gaps(seed: int) -> World:
    """A pool half of whose months cannot buy; in half of them packs end."""
    world, rng = small_world(seed, expiry=bool(seed % 2)), Random(seed)
    return world._replace(
        months=tuple(
            month._replace(can_buy=rng.random() < 0.5) for month in world.months
        )
    )


def _option(rng: Random, cuts: int) -> Option:
    needs = tuple(rng.randint(0, 6) for _ in range(cuts))
    return Option(
        rng.choice([0, 0, rng.randint(0, 20)]),
        needs,
        rng.choice([0, 0, 1]),
        rng.choice([0, 0, 2]),
    )


def _held(rng: Random, cuts: int, end: int, expiry: bool) -> tuple[Held, ...]:
    past = sorted(
        (rng.randint(1, end), rng.randint(1, 6), rng.random() < 0.2)
        for _ in range(rng.choice([0, 0, 1, 2]))
    )
    held = [Held(calls, 0, until, 0, free) for until, calls, free in past]
    if not expiry and rng.random() < 0.3:
        first = rng.randint(0, end - 1)
        held.append(Held(rng.randint(1, 5), first, end, -(-first // cuts)))
    free = [fact for fact in held if fact.free]
    return tuple([fact for fact in held if not fact.free] + free[:1])


def _tiers(rng: Random) -> TierTable:
    firsts = [rng.choice([0, 1]), *sorted(rng.sample(range(2, 14), rng.randint(0, 3)))]
    rates = [rng.randint(1, 40) for _ in firsts]
    if rng.random() < 0.8:
        rates.sort(reverse=True)
    lasts = [*(first - 1 for first in firsts[1:]), None]
    rows = (
        Tier(*row[:2], Price(row[2], 3))
        for row in zip(firsts, lasts, rates, strict=True)
    )
    return TierTable(tuple(rows), "at_least", "x")


def _catalogue(rng: Random, *, chain: bool) -> Catalogue:
    if not chain:
        sizes = sorted(rng.sample([2, 3, 4, 5, 7], rng.randint(2, 3)))
    else:
        sizes = [rng.choice([1, 2, 3])]
        while len(sizes) < rng.randint(1, 3):
            sizes.append(sizes[-1] * rng.choice([2, 3]))
    return Catalogue({size: max(1, int(size * rng.uniform(0.3, 3))) for size in sizes})
