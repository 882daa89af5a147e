"""Small random pools with cliffs, claims, facts, expiry, QPS by the day and by the
month; and every plan of them priced by a simulator of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from random import Random

from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.model.money import Price
from facefusion_billing.solver.catalogue import Catalogue
from facefusion_billing.solver.problem import (
    Claim,
    MonthCount,
    MonthOrder,
    Owned,
    PoolPlan,
    Problem,
    Segment,
)
from facefusion_billing.solver.qps_cover import Ladder

Buys = tuple[tuple[int, int], ...]
"""For each segment the calls bought and their price."""
Quota = tuple[frozenset[int], int]
"""The segments in QPS mode, and what all QPS costs."""


def bill(problem: Problem, billable: int, free: int, metered: int) -> int | None:
    """A month's bill in cents, by Fractions; None where none is sold."""
    if not billable:
        return 0
    if problem.tiers is None:
        return None
    reaching = {
        "billable": billable,
        "after_paid_packs": billable + free,
        "total": metered,
    }[problem.basis]
    tier = next(
        t
        for t in problem.tiers.tiers
        if t.first <= reaching and (t.last is None or reaching <= t.last)
    )
    assert tier.price is not None
    exact = Fraction(tier.price.digits * 100, 10**tier.price.places) * billable
    return int(exact + Fraction(1, 2))


def simulate(
    problem: Problem, qps: frozenset[int], buys: Buys, claim: int | None
) -> int | None:
    """What calls and packs cost: drawn call by call in the order of their orders, free
    ones first.
    """
    packs: list[tuple[tuple[int, float], list[int], int, int, bool]] = []
    for owned in problem.owned:
        rank = (0 if owned.free else 1, owned.before - 0.5)
        packs.append((rank, [owned.calls], owned.first, owned.end, owned.free))
    for segment, (calls, _) in enumerate(buys):
        until = problem.segments[segment].until
        packs.append(((1, segment), [calls], segment, until, False))
    if claim is not None and problem.claim is not None:
        until = problem.claim.until[claim]
        packs.append(((-1, 0), [problem.claim.calls], claim, until, True))
    packs.sort(key=lambda pack: pack[0])
    cost = sum(price for _, price in buys)
    months = [[m.billed, m.free, m.free + m.packs + m.billed] for m in problem.months]
    for index, row in enumerate(problem.segments):
        if index in qps:
            continue
        month = months[row.month]
        for _ in range(row.calls):
            month[2] += 1
            pack = next((p for p in packs if p[1][0] and p[2] <= index < p[3]), None)
            if pack is None:
                month[0] += 1
            else:
                pack[1][0] -= 1
                month[1] += pack[4]
    for month in months:
        amount = bill(problem, *month)
        if amount is None:
            return None
        cost += amount
    return cost


def quotas(problem: Problem) -> dict[frozenset[int], int]:
    """For every set of segments that can be in QPS mode the least that QPS for it costs."""
    rows = problem.segments
    found: dict[frozenset[int], int] = {}
    choices = [
        [False] * (row.volume or not row.calls)
        + [True] * (row.need is not None and row.calls > 0)
        for row in rows
    ]
    for orders in _orders(problem, 0):
        cost = sum(order.cost for _, order in orders)
        for modes in itertools.product(*choices):
            whole = cost
            for place, row in enumerate(rows):
                if modes[place]:
                    have = sum(o.qps for at, o in orders if at <= place < o.until)
                    short = max((row.need or 0) - have, 0)
                    whole += day_price(problem, short) * row.days
            key = frozenset(place for place, mode in enumerate(modes) if mode)
            found[key] = min(whole, found.get(key, whole))
    return found


def _orders(problem: Problem, start: int) -> Iterator[list[tuple[int, MonthOrder]]]:
    """Every row of orders by the month, each after the one before has ended."""
    yield []
    for place in range(start, problem.end):
        for order in problem.segments[place].orders:
            for rest in _orders(problem, order.following):
                yield [(place, order), *rest]


def day_price(problem: Problem, short: int) -> int:
    """The least price of so many QPS or more for a day, by several orders at most."""
    if not short:
        return 0
    ladder = problem.by_day
    sizes = range(short, short + 12)
    one = min(ladder.price(size) for size in sizes)
    if not ladder.rises:
        return one
    rest = (ladder.price(n) + day_price(problem, short - n) for n in range(1, short))
    return min([one, *rest])


def brute_force(problem: Problem, most: int) -> int | None:
    """The least cost of all plans that buy no more than so many calls in all; None when
    none serves every call.
    """
    least = {0: 0}
    for total in range(1, most + 1):
        ways = [
            least[total - size] + price
            for size, price in problem.catalogue.prices.items()
            if total - size in least
        ]
        if ways:
            least[total] = min(ways)
    totals = [
        sorted(least.items()) if row.can_buy else [(0, 0)] for row in problem.segments
    ]
    claims: list[int | None] = [None]
    if problem.claim is not None:
        until = problem.claim.until
        claims += [t for t in range(problem.end) if until[t] > t]
    sets = quotas(problem)
    found = None
    for buys in itertools.product(*totals):
        if sum(calls for calls, _ in buys) > most:
            continue
        for claim in claims:
            for qps, price in sets.items():
                cost = simulate(problem, qps, buys, claim)
                if cost is not None and (found is None or cost + price < found):
                    found = cost + price
    return found


def cost_of(problem: Problem, plan: PoolPlan) -> int | None:
    """What a plan costs by the simulator."""
    buys = [(0, 0)] * problem.end
    for bought in plan.purchases:
        calls = sum(size * count for size, count in bought.sizes.items())
        price = sum(problem.catalogue.prices[s] * n for s, n in bought.sizes.items())
        buys[bought.segment] = (calls, price)
    orders = plan.orders
    quota = sum(order.cost for _, order in orders)
    for place in plan.qps:
        row = problem.segments[place]
        assert row.need is not None
        have = sum(order.qps for at, order in orders if at <= place < order.until)
        quota += day_price(problem, max(row.need - have, 0)) * row.days
    for index, row in enumerate(problem.segments):
        assert index in plan.qps or row.volume or not row.calls
    cost = simulate(problem, frozenset(plan.qps), tuple(buys), plan.claim)
    return None if cost is None else cost + quota


def tiny_problem(
    seed: int, *, expiry: bool = False, qps: bool = False, gaps: bool = False
) -> Problem:
    """A pool of up to six segments in up to three months."""
    rng = Random(f"{seed}/{expiry}/{qps}/{gaps}")
    number = rng.randint(2, 4 if qps else 5)
    months, month = [], 0
    for index in range(number):
        month += bool(index) and rng.random() < 0.5
        months.append(month)
    ends = [
        next((n for n in range(i, number) if months[n] > months[i]), number)
        for i in range(number)
    ]
    term = rng.randint(1, max(number - 1, 1)) if expiry else number
    segments = []
    for index in range(number):
        until = min(max(index + term, ends[index]), number) if expiry else number
        row = Segment(months[index], rng.choice([0, *range(7)]), until)
        if gaps:
            row = row._replace(can_buy=rng.random() < 0.6)
        segments.append(_with_qps(rng, row, index, number) if qps else row)
    basis = rng.choice(["billable", "billable", "after_paid_packs", "total"])
    counts = [MonthCount(*_outside(rng)) for _ in range(month + 1)]
    if rng.random() < 0.2:
        counts[0] = counts[0]._replace(billed=rng.randint(1, 8))
    owned = _owned(rng, number)
    claim = None
    if rng.random() < 0.4 and not any(fact.free for fact in owned):
        claim = Claim(rng.randint(1, 5), tuple(row.until for row in segments))
    return Problem(
        segments=tuple(segments),
        months=tuple(counts),
        catalogue=_catalogue(rng, chain=seed % 5 != 0),
        tiers=_tiers(rng) if rng.random() < 0.95 else None,
        basis=basis,
        owned=owned,
        claim=claim,
        by_day=Ladder(_prices(rng, 3)) if qps else Ladder(None),
    )


def _outside(rng: Random) -> tuple[int, int]:
    return rng.choice([0, 0, 1]), rng.choice([0, 0, 2])


def _with_qps(rng: Random, row: Segment, index: int, number: int) -> Segment:
    volume = rng.random() < 0.7
    need = rng.randint(0, 4) if rng.random() < 0.8 or not volume else None
    orders = []
    for _ in range(rng.choice([0, 0, 1, 2])):
        until = rng.randint(index + 1, number)
        following = min(until + rng.choice([0, 0, 1]), number)
        quantity = rng.randint(1, 5)
        orders.append(
            MonthOrder(quantity, 1, rng.randint(2, 12) * quantity, until, following)
        )
    return row._replace(
        volume=volume, need=need, days=rng.randint(1, 3), orders=tuple(orders)
    )


def _owned(rng: Random, number: int) -> tuple[Owned, ...]:
    facts = []
    for end in sorted(rng.randint(1, number) for _ in range(rng.choice([0, 0, 1, 2]))):
        facts.append(Owned(rng.randint(1, 6), 0, end, 0, False))
    if facts and rng.random() < 0.3:
        facts[0] = facts[0]._replace(free=True)
    return tuple(facts)


def _prices(rng: Random, most: int) -> TierTable:
    """QPS prices that fall, now and then rise, with the quantity."""
    firsts = [1, *sorted(rng.sample(range(2, 6), rng.randint(0, 1)))]
    rates = [rng.randint(1, 4) for _ in firsts]
    if rng.random() < 0.8:
        rates.sort(reverse=True)
    lasts = [*(first - 1 for first in firsts[1:]), None]
    rows = (
        Tier(first, last, Price(rate * most, 2))
        for first, last, rate in zip(firsts, lasts, rates, strict=True)
    )
    return TierTable(tuple(rows), "above", "x")


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
