"""Every plan of a tiny world of activities, and the cheapest: no bound but costs already paid, equal states merged.

A plan is: for each activity, on its first day of calls and on the first such day after a licence has ended, which
licence or none; QPS upgrades for the days whose peak passes the licence's; for each month the total size of the shared
packs bought on the 1st. Packs bought on one day differ in nothing but their size.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import NamedTuple

from tests.plans.exhaustive_common import (
    Doc,
    Lot,
    Month,
    World,
    average,
    cents,
    day_of,
    draw,
    first_of,
    horizon_of,
    kept,
    later,
    level_on,
    month_of,
    month_text,
    numbered,
    reaching,
    spans_of,
    spread,
    sums,
    table_of,
    text_of,
)

Licence = tuple[int, str]
Lots = tuple[Lot, ...]
State = tuple[Lots, tuple[int, ...]]


class Way(NamedTuple):
    """The licences of an activity (day and package), planned ones and all with the facts, and what it costs."""

    planned: tuple[Licence, ...]
    all: tuple[Licence, ...]
    cost: int
    upgrades: tuple[Doc, ...]


class Plan(NamedTuple):
    """A plan: the cost in the horizon, a way for each activity and the packs of each month."""

    cost: int
    ways: tuple[Way, ...]
    packs: tuple[tuple[int, ...], ...]


class Activity:
    """One activity of a world."""

    def __init__(self, world: World, name: str, start: int) -> None:
        self.world, self.name, self.start = world, name, start
        self.book: Doc = world.book["activities"]
        self.use: Doc = world.usage["usage"][name]
        orders = [
            order for order in world.usage.get("orders", ()) if order.get("for") == name
        ]
        licences = [
            day_of(order["date"]) for order in orders if order["item"] == "licence"
        ]
        starts = (
            day_of(self.use["starts"])
            if "starts" in self.use
            else min(licences, default=0)
        )
        self.daily = spread(self.use.get("calls", {}), starts)[0]
        self.peaks = spans_of(self.use.get("peak_qps"))
        self.live = spans_of(self.use.get("materials"))
        facts = [
            order
            for order in orders
            if order.get("bought") or day_of(order["date"]) < start
        ]
        self.facts = [
            (day_of(o["date"]), str(o["package"]))
            for o in facts
            if o["item"] == "licence"
        ]
        self.upgraded = [
            (
                day_of(o.get("start", o["date"])),
                day_of(o.get("start", o["date"])) + o["days"],
                int(o["qps"]),
            )
            for o in facts
            if o["item"] == "qps_upgrade"
        ]

    def licence(self, package: str) -> Doc:
        found: Doc = self.book["licences"][int(package)]
        return found

    def end(self, licence: Licence) -> int:
        return licence[0] + int(self.book["licence_days"])

    def holder(self, licences: Sequence[Licence], day: int) -> Licence | None:
        return next((own for own in licences if own[0] <= day < self.end(own)), None)

    def ways(self) -> Iterator[Way]:
        """Every sequence of licences that has the materials and the QPS."""
        for planned in self.sequences(()):
            licences = tuple(sorted((*self.facts, *planned)))
            upgrades = (
                self.upgrades(licences) if self.holds_materials(licences) else None
            )
            if upgrades is not None:
                cost = sum(
                    cents(self.licence(package)["price"]) for _, package in planned
                )
                unit, price = (
                    self.book.get("qps_upgrade", {"unit": 1})["unit"],
                    self.book.get("qps_upgrade", {}).get("day", 0),
                )
                cost += sum(
                    order["qps"] // unit * order["days"] * cents(price)
                    for order in upgrades
                )
                yield Way(planned, licences, cost, tuple(upgrades))

    def sequences(self, planned: tuple[Licence, ...]) -> Iterator[tuple[Licence, ...]]:
        """What can follow some licences: none, or one on the first day of calls without a licence, and so on."""
        yield planned
        licences = [*self.facts, *planned]
        since = max([self.start, *(self.end(own) for own in planned)])
        days = [
            day
            for day in self.daily
            if day >= since and self.holder(licences, day) is None
        ]
        ends = [since, *(self.end(own) for own in self.facts if self.end(own) > since)]
        firsts = {
            min((day for day in days if day >= end), default=0) for end in ends
        } - {0}
        for first in sorted(firsts):
            if any(
                first < own[0] < first + self.book["licence_days"] for own in self.facts
            ):
                continue
            for package in self.book["licences"]:
                if self.licence(str(package))["change_days"] >= self.use.get(
                    "material_change_days", 0
                ):
                    yield from self.sequences((*planned, (first, str(package))))

    def holds_materials(self, licences: Sequence[Licence]) -> bool:
        """Whether every planned licence has slots for the most live materials of each month it meets."""
        for month in horizon_of(self.world.usage):
            start, end = first_of(month), first_of(later(month, 1))
            live = max(
                [
                    0,
                    *(
                        value
                        for span, value in self.live
                        if span[0] < end and span[1] > start
                    ),
                ]
            )
            met = [own for own in licences if own[0] < end and self.end(own) > start]
            slots = {own: self.licence(own[1])["materials"] for own in met}
            if start < self.start or not met:
                continue
            if max(slots.values()) < live or any(
                slots[own] < live for own in met if own not in self.facts
            ):
                return False
        return True

    def peak(self, day: int) -> int:
        """The peak of a day; where none is given, its average is the least it can be."""
        stated = level_on(self.peaks, day)
        return average(self.daily[day]) if stated is None else stated

    def upgrades(self, licences: Sequence[Licence]) -> list[Doc] | None:
        """The upgrades that the days need; None when no upgrade serves them."""
        found = []
        rule = self.book.get("qps_upgrade")
        free = self.book.get("free")
        for day in (day for day in self.daily if day >= self.start):
            peak, own = self.peak(day), self.holder(licences, day)
            if own is None:
                if peak > (free["qps"] if free else 0) and not self.world.throttled:
                    return None
                continue
            held = self.licence(own[1])["qps"] + sum(
                qps for start, end, qps in self.upgraded if start <= day < end
            )
            if peak <= held or self.world.throttled:
                continue
            if rule is None:
                return None
            units = -(-(peak - held) // rule["unit"])
            if held + units * rule["unit"] > rule["most"]:
                return None
            order = {
                "item": "qps_upgrade",
                "for": self.name,
                "qps": units * rule["unit"],
                "days": 1,
            }
            found.append({**order, "date": text_of(day)})
        return found


class ActivityWorld:
    """A world of activities."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.book: Doc = world.book["activities"]
        self.months = horizon_of(world.usage)
        first = world.first or month_text(self.months[0])
        self.planned = [month for month in self.months if month_text(month) >= first]
        self.start = first_of(self.planned[0])
        self.activities = [
            Activity(world, name, self.start) for name in world.usage["usage"]
        ]
        self.assumed: Doc = world.usage.get("assumptions", {})
        self.shared = self.assumed.get("licence_pack_scope") == "account"
        self.basis = self.assumed.get("tier_basis", "billable")
        self.table = table_of(self.book.get("pay_as_you_go"))
        self.free = int(self.book["free"]["calls"]) if "free" in self.book else 0
        self.sold = [
            (int(s["calls"]), cents(s["price"]))
            for s in self.book.get("call_packs", {}).get("sizes", ())
        ]
        orders = world.usage.get("orders", ())
        self.facts = [
            order
            for order in orders
            if order.get("bought") or day_of(order["date"]) < self.start
        ]

    def facts_cost(self) -> int:
        total = 0
        for order in self.facts:
            quantity = int(order.get("quantity", 1))
            if "price" in order:
                total += cents(order["price"])
            elif order["item"] == "licence":
                total += cents(self.book["licences"][order["package"]]["price"])
            elif order["item"] == "call_pack":
                total += dict(self.sold)[order["size"]] * quantity
            else:
                rule = self.book["qps_upgrade"]
                total += (
                    cents(rule["day"]) * (order["qps"] // rule["unit"]) * order["days"]
                )
        return total

    def lot(self, size: int, day: int, kind: str, id: str) -> Lot:
        end = day + int(self.book["licence_days"])
        early = self.assumed.get("pack_order") == "earliest_order"
        return Lot(((day, end) if early else (end, day)) + (id,), day, end, size, kind)

    def fact_lots(self) -> Iterator[Lot]:
        for order in self.facts:
            for number in range(
                order.get("quantity", 1) if order["item"] == "call_pack" else 0
            ):
                yield self.lot(
                    order["size"],
                    day_of(order["date"]),
                    "shared",
                    f"{order['id']} {number}",
                )

    def licence_lots(self, ways: Sequence[Way]) -> Iterator[Lot]:
        for activity, way in zip(self.activities, ways, strict=True):
            for day, package in way.all:
                kind = "shared" if self.shared else activity.name
                yield self.lot(
                    activity.licence(package)["calls"], day, kind, f"l {activity.name}"
                )

    def month(
        self, month: Month, state: State, ways: Sequence[Way]
    ) -> tuple[int, State] | None:
        """What a month's calls cost, and what is left; None when calls are refused or have no price."""
        lots, tried = sorted(state[0]), list(state[1])
        free = packs = billable = 0
        order = sorted(
            range(len(ways)),
            key=lambda index: (
                ways[index].all[0][0] if ways[index].all else 10**9,
                self.activities[index].name,
            ),
        )
        days = {
            day
            for activity in self.activities
            for day in activity.daily
            if month_of(day) == month
        }
        for day in sorted(days):
            for index in order:
                activity = self.activities[index]
                need = activity.daily.get(day, 0)
                given = min(need, tried[index])
                tried[index] -= given
                free += given
                need -= given
                if activity.holder(ways[index].all, day) is None:
                    if need and day >= self.start:
                        return None
                    continue
                for kind in (activity.name, "shared"):
                    taken = draw(lots, day, need, kind)
                    packs += taken
                    need -= taken
                billable += need
        if billable and self.table is None:
            return None
        cost = (
            self.table.charge(billable, reaching(self.basis, billable, free, packs))
            if self.table
            else 0
        )
        return cost, (kept(lots, first_of(later(month, 1))), tuple(tried))

    def past(self, ways: Sequence[Way]) -> tuple[int, State]:
        state: State = (
            (*self.fact_lots(), *self.licence_lots(ways)),
            (self.free,) * len(ways),
        )
        cost = 0
        for month in self.months:
            if month not in self.planned:
                found = self.month(month, state, ways)
                assert found is not None, "calls before the horizon without a price"
                cost, state = cost + found[0], found[1]
        return cost, state

    def purchases(
        self, index: int, ways: Sequence[Way]
    ) -> dict[int, tuple[int, tuple[int, ...]]]:
        """The packs that can be bought on the 1st of a month: some activity must be licensed on it."""
        start = first_of(self.planned[index])
        pairs = list(zip(self.activities, ways, strict=True))
        licensed = any(activity.holder(way.all, start) for activity, way in pairs)
        calls = sum(
            count
            for activity, _ in pairs
            for day, count in activity.daily.items()
            if day >= start
        )
        return sums(self.sold, calls if licensed else 0)

    def cheapest(self, ways: Sequence[Way], below: int) -> Plan | None:
        """The cheapest packs for some ways; None when there are none that cost less than `below`."""
        paid = sum(way.cost for way in ways)
        memo: dict[
            tuple[int, State], tuple[int, tuple[tuple[int, ...], ...]] | None
        ] = {}

        def rest(
            index: int, state: State
        ) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
            if index == len(self.planned):
                return 0, ()
            key = (index, state)
            if key not in memo:
                best = None
                for total, (price, sizes) in self.purchases(index, ways).items():
                    if best is not None and price >= best[0]:
                        continue
                    found = (
                        self.after(index, state, ways, total)
                        if paid + price < below
                        else None
                    )
                    more = rest(index + 1, found[1]) if found else None
                    if (
                        found
                        and more
                        and (best is None or price + found[0] + more[0] < best[0])
                    ):
                        best = price + found[0] + more[0], (sizes, *more[1])
                memo[key] = best
            return memo[key]

        found = rest(0, self.past(ways)[1]) if paid < below else None
        return (
            Plan(paid + found[0], tuple(ways), found[1])
            if found and paid + found[0] < below
            else None
        )

    def after(
        self, index: int, state: State, ways: Sequence[Way], packs: int
    ) -> tuple[int, State] | None:
        month = self.planned[index]
        bought = [self.lot(packs, first_of(month), "shared", "plan")] if packs else []
        return self.month(month, ((*state[0], *bought), state[1]), ways)

    def solve(self) -> Plan | None:
        """The cheapest of all plans."""
        best: Plan | None = None
        combined = product(*(list(activity.ways()) for activity in self.activities))
        for ways in sorted(combined, key=lambda ways: sum(way.cost for way in ways)):
            found = self.cheapest(ways, best.cost if best else 10**12)
            best = found or best
        return best

    def run(self, ways: Sequence[Way], packs: Sequence[Sequence[int]]) -> int | None:
        """What a plan costs in all."""
        cost, state = self.past(ways)
        cost += self.facts_cost() + sum(way.cost for way in ways)
        for index, sizes in enumerate(packs):
            found = self.after(index, state, ways, sum(sizes))
            if found is None:
                return None
            cost += found[0] + sum(dict(self.sold)[size] for size in sizes)
            state = found[1]
        return cost

    # Simpler planners, which fail.

    def greedy(self) -> int | None:
        """The cheapest licences that serve, then each month by itself."""
        ways = self.simple_ways()
        if ways is None:
            return None
        state, chosen = self.past(ways)[1], []
        for index in range(len(self.planned)):
            options = []
            for total, (price, sizes) in self.purchases(index, ways).items():
                found = self.after(index, state, ways, total)
                if found:
                    options.append((price + found[0], total, sizes, found[1]))
            if not options:
                return None
            _, _, sizes, state = min(options, key=lambda option: option[:2])
            chosen.append(sizes)
        return self.run(ways, chosen)

    def convex(self) -> int | None:
        """The cheapest licences; all calls from packs of the best rate bought at once, or all as used."""
        ways = self.simple_ways()
        if ways is None:
            return None
        calls = sum(
            count
            for activity in self.activities
            for day, count in activity.daily.items()
            if day >= self.start
        )
        packs: list[tuple[int, ...]] = [() for _ in self.planned]
        costs = [self.run(ways, packs)]
        may = [
            index
            for index in range(len(self.planned))
            if len(self.purchases(index, ways)) > 1
        ]
        if may:
            size = min(self.sold, key=lambda row: row[1] / row[0])[0]
            packs[may[0]] = (size,) * -(-calls // size)
            costs.append(self.run(ways, packs))
        return min((cost for cost in costs if cost is not None), default=None)

    def simple_ways(self) -> tuple[Way, ...] | None:
        """For each activity the cheapest licences under which no call is refused."""
        chosen = []
        for activity in self.activities:
            ways = [way for way in activity.ways() if self.admits(activity, way)]
            if not ways:
                return None
            chosen.append(min(ways, key=lambda way: way.cost))
        return tuple(chosen)

    def admits(self, activity: Activity, way: Way) -> bool:
        left = self.free
        for day, count in activity.daily.items():
            given = min(left, count)
            left -= given
            if count > given and activity.holder(way.all, day) is None:
                return day < self.start
        return True

    def random_plan(
        self, random: Random
    ) -> tuple[tuple[Way, ...], list[tuple[int, ...]]] | None:
        """Any plan."""
        choices = [list(activity.ways()) for activity in self.activities]
        if not all(choices):
            return None
        ways = tuple(random.choice(own) for own in choices)
        packs = [
            random.choice(list(self.purchases(index, ways).values()))[1]
            for index in range(len(self.planned))
        ]
        return ways, packs

    # Documents.

    def with_plan(self, ways: Sequence[Way], packs: Sequence[Sequence[int]]) -> World:
        """The world with a plan's orders, its calls written out by day, so that no licence moves them."""
        orders: list[Doc] = []
        usage: Doc = {}
        for activity, way in zip(self.activities, ways, strict=True):
            for day, package in way.planned:
                orders.append(
                    {
                        "item": "licence",
                        "for": activity.name,
                        "package": int(package),
                        "date": text_of(day),
                    }
                )
            orders += way.upgrades
            calls = {text_of(day): count for day, count in activity.daily.items()}
            usage[activity.name] = {
                **activity.use,
                "calls": calls or {text_of(self.start): 0},
            }
        for month, sizes in zip(self.planned, packs, strict=True):
            first = text_of(first_of(month))
            orders += [
                {"item": "call_pack", "size": size, "date": first} for size in sizes
            ]
        doc = {
            **self.world.usage,
            "usage": usage,
            "orders": [*self.facts, *numbered(orders)],
        }
        return self.world._replace(usage=doc, first=month_text(self.planned[0]))


class Found(NamedTuple):
    """The cheapest plan of a world: its total in cents, and the plan written out as a world."""

    total: int
    written: World


def brute_force(world: World) -> Found | None:
    """The cheapest of all plans; None when none is feasible."""
    on = ActivityWorld(world)
    plan = on.solve()
    if plan is None:
        return None
    return Found(
        on.facts_cost() + on.past(plan.ways)[0] + plan.cost,
        on.with_plan(plan.ways, plan.packs),
    )


def simple_totals(world: World, planner: str) -> int | None:
    """What the greedy or the convex planner pays for a world."""
    on = ActivityWorld(world)
    return on.greedy() if planner == "greedy" else on.convex()


def random_plan(world: World, random: Random) -> tuple[int | None, World] | None:
    """Any plan of a world, and what it costs here (None: calls refused or without a price)."""
    on = ActivityWorld(world)
    plan = on.random_plan(random)
    return (on.run(*plan), on.with_plan(*plan)) if plan else None
