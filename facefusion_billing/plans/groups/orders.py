"""A group's plan as orders and days in QPS mode; and the material packs, which no
demand for calls changes.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from facefusion_billing.model.calendar import Month, Span, merged
from facefusion_billing.model.faults import Location
from facefusion_billing.model.items import (
    MATERIAL_PACK,
    CallPack,
    FreePack,
    Item,
    MaterialPack,
    QpsOrder,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.groups.month_options import Serving
from facefusion_billing.rules import materials
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.problem import PoolPlan
from facefusion_billing.startup.record import NamedTuple


def group_orders(
    use: ScopeUsage,
    months: Sequence[Month],
    pool: PoolPlan,
    servings: Sequence[Serving],
) -> Iterator[Order]:
    """The orders of a plan as they stand in a usage file, without ids."""
    if pool.claim is not None:
        yield _order(use, FreePack(), months[pool.claim].first)
    for bought in pool.purchases:
        for size, quantity in bought.sizes.items():
            yield _order(use, CallPack(size, quantity), months[bought.month].first)
    for month, serving in zip(months, servings, strict=True):
        if serving.quota.base:
            yield _order(use, QpsOrder(serving.quota.base, months=1), month.first)
        yield from _by_day(use, month, serving.quota.days)


def _by_day(use: ScopeUsage, month: Month, days: Sequence[int]) -> Iterator[Order]:
    """Orders by day, neighbouring days with the same quantity in one."""
    index = 0
    while index < len(days):
        last = index
        while last + 1 < len(days) and days[last + 1] == days[index]:
            last += 1
        if days[index]:
            first = month.first + timedelta(days=index)
            yield _order(use, QpsOrder(days[index], last - index + 1), first)
        index = last + 1


def _order(use: ScopeUsage, item: Item, day: date) -> Order:
    return Order("", item, use.name, day, day, use.location)


def qps_days(months: Sequence[Month], servings: Sequence[Serving]) -> tuple[Span, ...]:
    """The days in QPS mode of a plan."""
    days = []
    for month, serving in zip(months, servings, strict=True):
        if len(serving.indices) == month.days:
            days.append(Span(month.first, month.plus(1).first))
            continue
        starts = [month.first + timedelta(days=index) for index in serving.indices]
        days += [Span(day, day + timedelta(days=1)) for day in starts]
    return merged(days)


class Materials(NamedTuple):
    """The material packs to buy, their price, and why there are none where there should
    be.
    """

    orders: tuple[Order, ...] = ()
    cost: Cents = 0
    reasons: tuple[Reason, ...] = ()


def material_orders(ground: PlanFacts, name: str, location: Location) -> Materials:
    """The cheapest material packs for what is live beyond the free quota and the packs
    held.
    """
    table, use = (
        ground.scenario.book.groups[name].materials,
        ground.scenario.usage[name],
    )
    if table is None or not use.materials:
        return Materials()
    packs = ground.prepared.orders.of(MATERIAL_PACK, name)
    in_packs = materials.held_by_packs(packs)
    missing: list[tuple[Month, int]] = []
    for month in ground.horizon.months:
        span = Span(month.first, month.plus(1).first)
        held = table.free + in_packs.at(span.last)
        missing.append((month, materials.max_live(use.materials, span) - held))
    short = max(amount for _, amount in missing)
    if short <= 0:
        return Materials()
    first = next(month for month, amount in missing if amount > 0)
    holders = tuple(
        materials.Holder(str(row.size), row.size, row.price.times(1))
        for row in table.packs.sizes
    )
    cover = materials.cheapest_cover(short, holders)
    if cover is None:
        return Materials(
            (), NEVER, (Reason("no_materials", name, first, {"missing": short}),)
        )
    day = first.first
    packs_to_buy = [
        MaterialPack(int(size), count) for size, count in cover.counts.items()
    ]
    orders = [Order("", item, name, day, day, location) for item in packs_to_buy]
    return Materials(tuple(orders), cover.cost)
