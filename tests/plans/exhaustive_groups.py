"""Every plan of a tiny world of interface groups, and the cheapest: no bound, no relaxation, only equal states merged.

A plan is: the month of the free pack's claim or never; for each month the days in QPS mode (none, all, or any of the
days with a count of their own) and the total size of the packs bought on the 1st; then the cheapest QPS orders and
material packs. Packs bought on one day differ in nothing but their size, so each total counts once, at its least cost.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random
from typing import Any, NamedTuple

from tests.plans.exhaustive_common import (
    Cover,
    Doc,
    Lot,
    Month,
    World,
    average,
    cents,
    day_of,
    draw,
    first_count,
    first_of,
    horizon_of,
    kept,
    later,
    level_on,
    month_of,
    month_text,
    numbered,
    reaching,
    same_day_later,
    spans_of,
    spread,
    sums,
    table_of,
    text_of,
)


class Mode(NamedTuple):
    """A month's days with calls in QPS mode, whether the whole month is, what its QPS costs, and the orders."""

    days: frozenset[int]
    whole: bool
    cost: int
    orders: tuple[Doc, ...]


class Choice(NamedTuple):
    """What is decided for a month."""

    claim: bool
    packs: tuple[int, ...]
    mode: Mode


class Plan(NamedTuple):
    """A plan of one group and its cost in the horizon, without materials and facts."""

    cost: int
    choices: tuple[Choice, ...]


_NO_QPS = Mode(frozenset(), False, 0, ())


class GroupWorld:
    """One group of a world."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.book: Doc = world.book["groups"][name]
        self.use: Doc = world.usage["usage"][name]
        self.assumed: Doc = world.usage.get("assumptions", {})
        self.months = horizon_of(world.usage)
        first = world.first or month_text(self.months[0])
        self.planned = [month for month in self.months if month_text(month) >= first]
        self.start = first_of(self.planned[0])
        starts: str = self.use.get("starts", "")
        self.daily, self.own = spread(
            self.use.get("calls", {}), day_of(starts) if starts else 0
        )
        self.peaks = spans_of(self.use.get("peak_qps"))
        self.table = table_of(self.book.get("pay_as_you_go"))
        self.qps: Doc | None = self.book.get("qps")
        self.sold = [
            (int(s["calls"]), cents(s["price"]))
            for s in self.book.get("call_packs", {}).get("sizes", ())
        ]
        self.basis = self.assumed.get("tier_basis", "billable")
        orders = [
            order for order in world.usage.get("orders", ()) if order["for"] == name
        ]
        self.facts = [
            o for o in orders if o.get("bought") or day_of(o["date"]) < self.start
        ]
        self.claimable = "free_pack" in self.book and not any(
            o["item"] == "free_pack" for o in self.facts
        )
        self.quota = [
            (self.qps_span(o), int(o["qps"])) for o in self.facts if o["item"] == "qps"
        ]
        self.covers = (
            {kind: self.qps_cover(kind) for kind in ("day", "month")}
            if self.qps
            else {}
        )
        self.memo: dict[tuple[int, tuple[Lot, ...], bool], Plan | None] = {}
        self.modes = [self.modes_of(month) for month in self.planned]

    # Facts.

    def facts_cost(self) -> int:
        return sum(self.price(order) for order in self.facts)

    def price(self, order: Doc) -> int:
        if "price" in order:
            return cents(order["price"])
        item, quantity = order["item"], int(order.get("quantity", 1))
        if item == "call_pack":
            return dict(self.sold)[order["size"]] * quantity
        if item == "material_pack":
            return dict(self.material_packs())[order["size"]] * quantity
        if item == "qps":
            kind = "days" if "days" in order else "months"
            return (
                self.unit(int(order["qps"]), kind[:-1])
                * int(order["qps"])
                * int(order[kind])
            )
        return 0

    def unit(self, quantity: int, kind: str) -> int:
        assert self.qps is not None
        return cents(
            max(
                (first_count(tier), tier[kind])
                for tier in self.qps["tiers"]
                if first_count(tier) <= quantity
            )[1]
        )

    def qps_span(self, order: Doc) -> tuple[int, int]:
        start = day_of(order["date"])
        if "days" in order:
            return start, start + order["days"]
        reading = self.assumed.get("qps_month", "same_day_next_month")
        if reading == "30_days":
            return start, start + 30 * order["months"]
        if reading == "calendar_month":
            return start, first_of(later(month_of(start), order["months"]))
        return start, same_day_later(start, order["months"])

    def lot(
        self, size: int, day: int, free: bool, id: str, delivered: int | None = None
    ) -> Lot:
        """A pack ordered on a day, with its place in the order of use."""
        by_days = self.assumed.get("pack_validity") == "365_days"
        end = day + 365 if by_days else same_day_later(day, 12)
        early = self.assumed.get("pack_order") == "earliest_order"
        dates = (day, end) if early else (end, day)
        return Lot(
            (not free, *dates, id),
            day if delivered is None else delivered,
            end,
            size,
            "free" if free else "paid",
        )

    def fact_lots(self) -> Iterator[Lot]:
        for order in self.facts:
            day = day_of(order["date"])
            if order["item"] == "free_pack":
                yield self.lot(self.book["free_pack"]["calls"], day, True, order["id"])
            elif order["item"] == "call_pack":
                delivered = day_of(order.get("delivered", order["date"]))
                for number in range(order.get("quantity", 1)):
                    yield self.lot(
                        order["size"], day, False, f"{order['id']} {number}", delivered
                    )

    # QPS.

    def qps_sold(self, kind: str) -> list[tuple[int, int]]:
        """Orders worth considering: every quantity up to the highest peak, and the first of each tier."""
        assert self.qps is not None
        most = max(
            [
                1,
                *(value for _, value in self.peaks),
                *(first_count(tier) for tier in self.qps["tiers"]),
            ]
        )
        return [
            (quantity, quantity * self.unit(quantity, kind))
            for quantity in range(1, most + 1)
        ]

    def qps_cover(self, kind: str) -> Cover:
        return Cover(self.qps_sold(kind), one=not self.world.several)

    def peak(self, day: int) -> int:
        """The peak of a day with calls; where none is given, its average is the least it can be."""
        stated = level_on(self.peaks, day)
        return average(self.daily[day]) if stated is None else stated

    def need(self, day: int) -> int:
        """The QPS to be bought for a day in QPS mode."""
        held = sum(qps for (start, end), qps in self.quota if start <= day < end)
        return max(0, self.peak(day) - held)

    def fits(self, day: int) -> bool:
        """Whether a day can be in call volume mode."""
        return (
            self.qps is None
            or self.world.throttled
            or self.peak(day) <= self.qps["limit"]
        )

    def modes_of(self, month: Month) -> list[Mode]:
        days = [day for day in self.daily if month_of(day) == month]
        if self.qps is None or not days:
            return [_NO_QPS]
        own = [day for day in days if day in self.own]
        chosen = [
            frozenset(some)
            for count in range(len(own) + 1)
            for some in combinations(own, count)
        ]
        chosen = [
            some
            for some in chosen
            if all(day in some or self.fits(day) for day in days)
        ]
        stated = {day for day in days if level_on(self.peaks, day) is not None}
        modes = [self.by_day(some) for some in chosen if some <= stated]
        return [*modes, self.whole_month(month, days)] if stated >= set(days) else modes

    def by_day(self, days: frozenset[int]) -> Mode:
        cost, orders = 0, []
        for day in sorted(days):
            found = self.covers["day"].least(self.need(day))
            assert found is not None
            cost += found[0]
            orders += [self.qps_order(qps, "days", day) for qps in found[1]]
        return Mode(days, False, cost, tuple(orders))

    def whole_month(self, month: Month, days: Sequence[int]) -> Mode:
        """A base of any height from the 1st, and what the days need above it."""
        start = first_of(month)
        end = self.qps_span({"date": text_of(start), "months": 1})[1]
        ways = []
        for base in range(max(self.need(day) for day in days) + 1):
            bought = self.covers["month"].least(base)
            assert bought is not None
            cost, orders = (
                bought[0],
                [self.qps_order(qps, "months", start) for qps in bought[1]],
            )
            for day in days:
                found = self.covers["day"].least(
                    self.need(day) - (base if day < end else 0)
                )
                assert found is not None
                cost += found[0]
                orders += [self.qps_order(qps, "days", day) for qps in found[1]]
            ways.append((cost, base, orders))
        cost, _, orders = min(ways, key=lambda way: way[:2])
        return Mode(frozenset(days), True, cost, tuple(orders))

    def qps_order(self, qps: int, kind: str, day: int) -> Doc:
        return {
            "item": "qps",
            "for": self.name,
            "qps": qps,
            kind: 1,
            "date": text_of(day),
        }

    # Materials.

    def material_packs(self) -> list[tuple[int, int]]:
        sold = self.book.get("materials", {}).get("packs", ())
        return [(int(pack["materials"]), cents(pack["price"])) for pack in sold]

    def materials(self) -> tuple[int, tuple[int, ...]] | None:
        """The cheapest material packs; None when no packs hold what is needed."""
        if "materials" not in self.book:
            return 0, ()
        levels, missing = spans_of(self.use.get("materials")), 0
        for month in self.planned:
            start, end = first_of(month), first_of(later(month, 1))
            live = max(
                [
                    0,
                    *(
                        value
                        for span, value in levels
                        if span[0] < end and span[1] > start
                    ),
                ]
            )
            packs = [
                o
                for o in self.facts
                if o["item"] == "material_pack" and day_of(o["date"]) < end
            ]
            held = self.book["materials"]["free"] + sum(
                o["size"] * o.get("quantity", 1) for o in packs
            )
            missing = max(missing, live - held if live else 0)
        return Cover(self.material_packs()).least(missing)

    # Calls.

    def month(
        self, month: Month, lots: Sequence[Lot], qps_days: frozenset[int]
    ) -> tuple[int, tuple[Lot, ...]] | None:
        """What a month's calls cost, and the lots left; None when they have no price."""
        left, counts = list(lots), {"free": 0, "paid": 0}
        billable = 0
        for day, need in self.daily.items():
            if month_of(day) != month or day in qps_days:
                continue
            for kind in counts:
                taken = draw(left, day, need, kind)
                counts[kind] += taken
                need -= taken
            billable += need
        if billable and self.table is None:
            return None
        reached = reaching(self.basis, billable, counts["free"], counts["paid"])
        cost = self.table.charge(billable, reached) if self.table else 0
        return cost, kept(left, first_of(later(month, 1)))

    def past(self) -> tuple[int, tuple[Lot, ...]]:
        """The months before the horizon: their cost, and the lots that are left."""
        spans = [
            (day_of(m["from"]), day_of(m["until"]))
            for m in self.use.get("billing_mode", ())
        ]
        qps_days = frozenset(
            day for day in self.daily if any(start <= day < end for start, end in spans)
        )
        cost, lots = 0, tuple(sorted(self.fact_lots()))
        for month in self.months:
            if month not in self.planned:
                found = self.month(month, lots, qps_days)
                assert found is not None, "calls before the horizon without a price"
                cost += found[0]
                lots = found[1]
        return cost, lots

    def choices(self, index: int, claimable: bool) -> Iterator[tuple[Choice, int]]:
        """Everything that can be decided for a month, and what is paid for it at once."""
        start = first_of(self.planned[index])
        below = sum(count for day, count in self.daily.items() if day >= start)
        packs = sums(self.sold, 0 if self.like_before(index) else below)
        for claim in (False, True) if claimable else (False,):
            for cost, sizes in packs.values():
                for mode in self.modes[index]:
                    yield Choice(claim, sizes, mode), cost + mode.cost

    def like_before(self, index: int) -> bool:
        """Whether a pack bought a month earlier would serve the same calls in the same order of use."""
        if not index or len(self.planned) < 4:
            return False
        early, late = (
            self.lot(1, first_of(month), False, "")
            for month in self.planned[index - 1 : index + 1]
        )
        marks = [
            *self.daily,
            *(
                day
                for lot in self.fact_lots()
                for day in (lot.start, lot.end, *lot.key[1:3])
            ),
        ]
        spans = ((early.start, late.start), (early.end, late.end))
        return not any(start <= day <= end for start, end in spans for day in marks)

    def after(
        self, index: int, lots: Sequence[Lot], choice: Choice
    ) -> tuple[int, tuple[Lot, ...]] | None:
        """A month under a choice: what its calls cost, and the lots left."""
        month = self.planned[index]
        new = list(lots)
        if choice.claim:
            new.append(
                self.lot(self.book["free_pack"]["calls"], first_of(month), True, "plan")
            )
        if choice.packs:
            new.append(self.lot(sum(choice.packs), first_of(month), False, "plan"))
        return self.month(month, sorted(new), choice.mode.days)

    def cheapest(
        self, index: int, lots: tuple[Lot, ...], claimable: bool
    ) -> Plan | None:
        """The cheapest plan from a month on; None when there is none."""
        if index == len(self.planned):
            return Plan(0, ())
        key = (index, lots, claimable)
        if key in self.memo:
            return self.memo[key]
        best: Plan | None = None
        for choice, paid in self.choices(index, claimable):
            if best is not None and paid >= best.cost:
                continue
            found = self.after(index, lots, choice)
            if found is None or (best is not None and paid + found[0] >= best.cost):
                continue
            rest = self.cheapest(index + 1, found[1], claimable and not choice.claim)
            if rest is not None and (
                best is None or paid + found[0] + rest.cost < best.cost
            ):
                best = Plan(paid + found[0] + rest.cost, (choice, *rest.choices))
        self.memo[key] = best
        return best

    def solve(self) -> Plan | None:
        return self.cheapest(0, self.past()[1], self.claimable)

    def beside(self) -> int:
        """What is paid whatever the plan: facts and earlier months."""
        return self.facts_cost() + self.past()[0]

    def run(self, choices: Sequence[Choice]) -> int | None:
        """What a plan costs in the horizon."""
        lots, cost = self.past()[1], 0
        for index, choice in enumerate(choices):
            found = self.after(index, lots, choice)
            if found is None:
                return None
            cost += (
                found[0]
                + choice.mode.cost
                + sum(dict(self.sold)[size] for size in choice.packs)
            )
            lots = found[1]
        return cost

    # Simpler planners, which fail.

    def greedy(self) -> int | None:
        """Each month by itself, the cheapest way; the free pack as soon as there are calls."""
        lots, claimable, chosen = self.past()[1], self.claimable, []
        for index, month in enumerate(self.planned):
            claim = claimable and any(month_of(day) == month for day in self.daily)
            claimable = claimable and not claim
            ways = []
            for choice, paid in self.choices(index, claim):
                found = (
                    self.after(index, lots, choice) if choice.claim == claim else None
                )
                if found is not None:
                    ways.append((paid + found[0], sum(choice.packs), choice, found[1]))
            if not ways:
                return None
            _, _, choice, lots = min(ways, key=lambda way: way[:2])
            chosen.append(choice)
        return self.run(chosen)

    def convex(self) -> int | None:
        """All calls from packs of the best rate bought at once, or all as used, or all in QPS mode; the least."""
        costs = []
        forced = [min(modes, key=lambda mode: len(mode.days)) for modes in self.modes]
        total = sum(count for day, count in self.daily.items() if day >= self.start)
        qps = sum(
            count
            for day, count in self.daily.items()
            if any(day in mode.days for mode in forced)
        )
        packs: tuple[int, ...] = ()
        if self.sold:
            size = min(self.sold, key=lambda row: row[1] / row[0])[0]
            packs = (size,) * -(-(total - qps) // size)
        for bought, modes in (
            ((), forced),
            (packs, forced),
            ((), [modes[-1] for modes in self.modes]),
        ):
            claims = [
                self.claimable and not index for index in range(len(self.planned))
            ]
            sizes = [bought if not index else () for index in range(len(self.planned))]
            costs.append(
                self.run(
                    [Choice(*row) for row in zip(claims, sizes, modes, strict=True)]
                )
            )
        return min((cost for cost in costs if cost is not None), default=None)

    def random_plan(self, random: Random) -> list[Choice]:
        """Any plan."""
        claim = random.randrange(2 * len(self.planned)) if self.claimable else -1
        plan = []
        for index, modes in enumerate(self.modes):
            packs = tuple(
                sorted(
                    random.choices(
                        [size for size, _ in self.sold], k=random.randrange(3)
                    )
                    if self.sold
                    else ()
                )
            )
            plan.append(Choice(index == claim, packs, random.choice(modes)))
        return plan

    # Documents.

    def orders(self, choices: Sequence[Choice]) -> Iterator[Doc]:
        """The orders of a plan."""
        for month, choice in zip(self.planned, choices, strict=True):
            day = text_of(first_of(month))
            if choice.claim:
                yield {"item": "free_pack", "for": self.name, "date": day}
            for size in choice.packs:
                yield {"item": "call_pack", "for": self.name, "size": size, "date": day}
            yield from choice.mode.orders
        found = self.materials()
        for size in found[1] if found else ():
            day = text_of(self.start)
            yield {"item": "material_pack", "for": self.name, "size": size, "date": day}

    def billing_mode(self, choices: Sequence[Choice]) -> list[Doc]:
        modes = [
            dict(mode)
            for mode in self.use.get("billing_mode", ())
            if day_of(mode["from"]) < self.start
        ]
        for mode in modes:
            mode["until"] = min(mode["until"], text_of(self.start))
        for month, choice in zip(self.planned, choices, strict=True):
            if choice.mode.whole:
                modes.append(_mode(first_of(month), first_of(later(month, 1))))
            else:
                modes += [_mode(day, day + 1) for day in sorted(choice.mode.days)]
        return modes


def _mode(start: int, end: int) -> Doc:
    return {"from": text_of(start), "until": text_of(end), "mode": "qps"}


class Found(NamedTuple):
    """The cheapest plan of a world: its total in cents, and the plan written out as a world; or None."""

    total: int
    written: World


def with_plan(
    world: World, groups: Sequence[GroupWorld], plans: Sequence[Sequence[Choice]]
) -> World:
    """The world with a plan's orders and modes."""
    facts = [order for group in groups for order in group.facts]
    planned = [
        order
        for group, plan in zip(groups, plans, strict=True)
        for order in group.orders(plan)
    ]
    usage: dict[str, Any] = dict(world.usage["usage"])
    for group, plan in zip(groups, plans, strict=True):
        use = {key: value for key, value in group.use.items() if key != "billing_mode"}
        modes = group.billing_mode(plan)
        usage[group.name] = {**use, "billing_mode": modes} if modes else use
    doc = {**world.usage, "usage": usage, "orders": [*facts, *numbered(planned)]}
    return world._replace(usage=doc, first=month_text(groups[0].planned[0]))


def groups_of(world: World) -> list[GroupWorld]:
    return [GroupWorld(world, name) for name in world.usage["usage"]]


def brute_force(world: World) -> Found | None:
    """The cheapest of all plans; None when none is feasible."""
    groups = groups_of(world)
    plans = [group.solve() for group in groups]
    materials = [group.materials() for group in groups]
    total = 0
    choices = []
    for group, plan, held in zip(groups, plans, materials, strict=True):
        if plan is None or held is None:
            return None
        total += group.beside() + plan.cost + held[0]
        choices.append(plan.choices)
    return Found(total, with_plan(world, groups, choices))


def simple_totals(world: World, planner: str) -> int | None:
    """What the greedy or the convex planner pays for a world."""
    total = 0
    for group in groups_of(world):
        cost = group.greedy() if planner == "greedy" else group.convex()
        held = group.materials()
        if cost is None or held is None:
            return None
        total += group.beside() + cost + held[0]
    return total


def random_plan(world: World, random: Random) -> tuple[int | None, World]:
    """Any plan of a world, and what it costs here (None: calls without a price)."""
    groups = groups_of(world)
    plans = [group.random_plan(random) for group in groups]
    costs = [group.run(plan) for group, plan in zip(groups, plans, strict=True)]
    held = [group.materials() for group in groups]
    found: int | None = 0
    for group, cost, packs in zip(groups, costs, held, strict=True):
        found = (
            None
            if found is None or cost is None or packs is None
            else found + cost + packs[0] + group.beside()
        )
    return found, with_plan(world, groups, plans)
