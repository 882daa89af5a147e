"""The search for the cheapest plan of a pool: labels month by month, exact (the
argument: docs/planner.md).

A stretch is a run of months served by one purchase at its start. How many calls were
bought is left open while the stretch lasts: a label keeps only the need since it began
and the cost so far, and the purchase is chosen when the stretch ends, where its size is
best for the bill of the last month. A label without a stretch has no bought calls left.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.bounds import Bounds
from facefusion_billing.solver.catalogue import NEVER
from facefusion_billing.solver.inventory import State, Stock
from facefusion_billing.solver.labels import (
    Found,
    Label,
    Rules,
    apart,
    by_need,
    staircase,
    staircases,
)
from facefusion_billing.solver.problem import PoolPlan, Purchase, World
from facefusion_billing.solver.tariff import Tariff

MOST_LABELS = 60_000
"""Labels kept after a month; beyond them the least promising are dropped and the answer
says `bounded`.
"""
FEW = 3
"""Labels kept in the quick run before, for a year."""
FEW_LABELS = 200
"""Labels kept once the time is up."""


class Search:
    """One search over a world. `late` is asked now and then whether the time is up."""

    def __init__(
        self,
        world: World,
        rules: Rules,
        ceiling: Cents = NEVER,
        late: Callable[[], bool] | None = None,
    ) -> None:
        self.world, self.rules, self.late = world, rules, late
        self.catalogue, self.stock = world.catalogue, Stock(world)
        self.ceiling = ceiling
        self.dropped = NEVER
        self.seen = 0
        self.bounds = Bounds(world, self.catalogue, idle=rules.idle)
        buying = [month.can_buy for month in world.months]
        self.last_chance = [
            can and not following for can, following in pairwise([*buying, True])
        ]
        self.stuck = [*(not can for can in buying), False]

    def run(self) -> Found:
        """The cheapest plan; none when every plan costs more than the ceiling.

        A quick run with few labels comes first. Where no label it dropped can lead to a
        cheaper plan, it is the proof; else what its plan costs is a ceiling for the
        whole search.
        """
        cost, label = self._sweep(max(FEW, len(self.world.months) - 9))
        if self.dropped < min(cost, self.ceiling + 1):
            self.ceiling = min(self.ceiling, cost)
            self.dropped, self.seen = NEVER, 0
            cost, label = self._sweep(MOST_LABELS)
        if label is None or cost >= NEVER:
            return Found(None, NEVER, self.dropped, self.seen)
        return Found(self._plan(label), cost, min(cost, self.dropped), self.seen)

    def _sweep(self, most: int) -> tuple[Cents, Label | None]:
        """The cheapest label after all months, at most so many being kept on the way,
        and its cost.
        """
        labels: dict[State, list[Label]] = {self.stock.start: [Label(0, 0, -1, None)]}
        for month in range(len(self.world.months)):
            following: dict[State, _Into] = {}
            for state, waiting in labels.items():
                living = self._living(waiting, month) if self.rules.renew else waiting
                for begin, claims in self.stock.beginnings(state, month):
                    self._month(month, begin, claims, living, following)
            labels = self._kept(
                {state: into.labels for state, into in following.items()},
                month + 1,
                most,
            )
        cover = self.catalogue.cover
        done = (
            (label.cost + cover(label.need).price, label)
            for kept in labels.values()
            for label in kept
        )
        return min(done, key=_first, default=(NEVER, None))

    # One month.

    def _living(self, labels: list[Label], month: int) -> list[Label]:
        """The labels at the start of a month; where packs are past, a cover was bought
        and what is left is lost.
        """
        living, first = [], self.world.months[month].first
        for label in labels:
            if label.since >= 0 and self.world.months[label.since].until <= first:
                bought = self.catalogue.cover(label.need)
                spent = (label.trail, -1, 0, False, ((label.since, bought.calls),))
                living.append(Label(0, label.cost + bought.price, -1, spent))
            else:
                living.append(label)
        return living

    def _month(
        self,
        month: int,
        begin: State,
        claims: bool,
        waiting: list[Label],
        following: dict[State, _Into],
    ) -> None:
        """Carries every label through a month, by each option."""
        for index, option in enumerate(self.world.months[month].options):
            if claims and not option.metered:  # a later claim lasts longer
                continue
            after, rests, tariff = self.stock.through(month, index, begin)
            into = following.setdefault(after, _Into())
            step = _Step(self, month, option.cost, rests, tariff, into)
            for label in waiting:
                step.carry(label, (label.trail, month, index, claims))

    def close(
        self, low: int, high: int, need: int, tariff: Tariff, limit: Cents
    ) -> tuple[Cents, int]:
        """The least of packs with `low` to `high` calls and the bill of what they
        leave; and the packs' calls.

        What costs no less than a limit need not be told apart.
        """
        price, totals = self.catalogue.price, self.catalogue.totals
        best, chosen = limit, need
        if need <= high:
            best = min(best, price(need))
        for index, (first, last, numerator, denominator) in enumerate(tariff.bands):
            if first > need - low:
                continue
            bottom = low if last is None or need - last < low else need - last
            top = min(high, need - first)
            if first * numerator // denominator < best:
                for bought in totals(bottom, top, (numerator, denominator)):
                    cost = price(bought) + (
                        2 * (need - bought) * numerator + denominator
                    ) // (2 * denominator)
                    if cost < best:
                        best, chosen = cost, bought
            if self.rules.idle and tariff.caps[index] < best:
                for bought in totals(bottom, top, (0, 1)):
                    cost = price(bought) + tariff.caps[index]
                    if cost < best:
                        best, chosen = cost, bought
        return best, chosen

    # Bounds, and which labels are worth keeping.

    def _kept(
        self, labels: dict[State, list[Label]], month: int, most: int
    ) -> dict[State, list[Label]]:
        """The labels that may still lead to the cheapest plan."""
        kept: dict[State, list[Label]] = {}
        for state in self.stock.richest_first(labels) if len(labels) > 1 else labels:
            self.seen += len(labels[state])
            rest = self._undominated(labels[state], self._richer(state, kept), month)
            if rest:
                kept[state] = rest
        if self.late is not None and self.late():
            most = min(most, FEW_LABELS)
        return (
            kept
            if sum(map(len, kept.values())) <= most
            else self._best(kept, month, most)
        )

    def _richer(self, state: State, kept: dict[State, list[Label]]) -> list[Label]:
        """The labels of states that have at least as much of every pack, in order."""
        if not kept or not self.rules.ordered:
            return []
        richer = [
            found for other, found in kept.items() if self.stock.covers(other, state)
        ]
        if len(richer) == 1:
            return richer[0]
        return sorted((label for found in richer for label in found), key=by_need)

    def _undominated(
        self, labels: list[Label], better: list[Label], month: int
    ) -> list[Label]:
        """The labels that no other is at least as good as; `better` ones are of states
        that are never worse.

        In a month that cannot buy, what has a stretch can still become a larger
        purchase, and what has none cannot.
        """
        if self.rules.ordered:
            keep = staircases if self.rules.renew else staircase
            if not self.stuck[month]:
                return keep(labels, better)
            parts = zip(apart(labels), apart(better), strict=True)
            return [label for own, others in parts for label in keep(own, others)]
        best: dict[tuple[int, int], Label] = {}
        for label in sorted(labels, key=by_need):
            best.setdefault(
                (label.need, label.since if self.rules.renew else min(label.since, 0)),
                label,
            )
        return list(best.values())

    def _best(
        self, labels: dict[State, list[Label]], month: int, most: int
    ) -> dict[State, list[Label]]:
        """The most promising labels; the least bound of those dropped is kept, as a
        bound of the answer.
        """
        ranked = sorted(
            (
                (self.bounds.bound(label.need, label.cost, month), state, label)
                for state, kept in labels.items()
                for label in kept
            ),
            key=_first,
        )
        self.dropped = min(self.dropped, ranked[most][0])
        chosen: dict[State, list[Label]] = {}
        for _, state, label in ranked[:most]:
            chosen.setdefault(state, []).append(label)
        return chosen

    def _plan(self, label: Label) -> PoolPlan:
        """The plan a label stands for, read back along its trail."""
        bought: dict[int, int] = {}
        if label.need:
            bought[label.since] = self.catalogue.cover(label.need).calls
        options, claim, trail = [0] * len(self.world.months), None, label.trail
        while trail is not None:
            trail, month, index, claims, purchases = trail
            if month >= 0:
                options[month] = index
                claim = month if claims else claim
            bought.update(purchases)
        purchases = (
            Purchase(month, self.catalogue.packs_for(calls))
            for month, calls in sorted(bought.items())
            if calls
        )
        return PoolPlan(tuple(options), tuple(purchases), claim)


_record: Any = tuple.__new__
"""Makes a record from its values, as its class does, but without asking whether all are
there.
"""


class _Into:
    """The labels of one state after a month; of all that paid, only the cheapest
    (`paid`) matters.
    """

    __slots__ = ("labels", "paid")

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self.paid = NEVER


class _Step:
    """A month served by one option from one state of the facts: what labels become in
    it.
    """

    def __init__(
        self,
        search: Search,
        month: int,
        cost: Cents,
        rests: tuple[int, ...],
        tariff: Tariff,
        into: _Into,
    ) -> None:
        self.search, self.month, self.cost = search, month, cost
        self.rests, self.tariff, self.into = rests, tariff, into
        self.needs = search.world.months[month]
        self.need = sum(rests)
        self.rest = search.bounds.rest[month + 1]
        self.comparable = search.rules.ordered and not search.stuck[month + 1]

    def carry(self, label: Label, trail: Any) -> None:
        """The labels that follow from one."""
        need, cost, since, _ = label
        cost += self.cost
        if not self.need:
            self.keep(need, cost, since, trail, ())
            if since < 0 and self.search.last_chance[self.month]:
                self.keep(0, cost, self.month, trail, ())
            return
        if since < 0:
            self.from_nothing(cost, self.need, trail, ())
            return
        alive = self.search.world.months[since].until - self.needs.first
        covered = self.need if alive >= len(self.rests) else sum(self.rests[:alive])
        self.pay(cost, (need, need + covered, need + self.need), since, trail, ())
        if covered == self.need:
            self.keep(need + covered, cost, since, trail, ())
        else:
            whole = self.search.catalogue.cover(need + covered)
            self.from_nothing(
                cost + whole.price, self.need - covered, trail, ((since, whole.calls),)
            )
        if self.search.rules.renew and self.needs.can_buy:
            self.renew(need, cost, since, covered, trail)

    def from_nothing(
        self, cost: Cents, need: int, trail: Any, spent: tuple[tuple[int, int], ...]
    ) -> None:
        """No bought calls are left: pay the month, with packs for part of it or none,
        or begin a stretch.
        """
        self.pay(
            cost, (0, need if self.needs.can_buy else 0, need), self.month, trail, spent
        )
        if self.needs.can_buy:
            self.keep(need, cost, self.month, trail, spent)

    def renew(
        self, need: int, cost: Cents, since: int, covered: int, trail: Any
    ) -> None:
        """A stretch that ends with calls left for part of this month; a new one takes
        over.
        """
        catalogue = self.search.catalogue
        for bought in dict.fromkeys(catalogue.roundings(need)):
            left = bought - need
            if left <= covered and left < self.need:
                self.keep(
                    self.need - left,
                    cost + catalogue.price(bought),
                    self.month,
                    trail,
                    ((since, bought),),
                )

    def pay(
        self,
        cost: Cents,
        window: tuple[int, int, int],
        since: int,
        trail: Any,
        spent: tuple[tuple[int, int], ...],
    ) -> None:
        """Lets the stretch end with a bill, unless that cannot be the cheapest plan."""
        least = cost + self.search.bounds.serving(window[2], self.tariff)
        if least >= self.into.paid or least + self.rest > self.search.ceiling:
            return
        bill, bought = self.search.close(*window, self.tariff, self.into.paid - cost)
        if cost + bill < self.into.paid:
            self.into.paid = cost + bill
            self.keep(0, self.into.paid, -1, trail, (*spent, (since, bought)))

    def keep(
        self,
        need: int,
        cost: Cents,
        since: int,
        trail: Any,
        spent: tuple[tuple[int, int], ...],
    ) -> None:
        """A label that goes on, if it can still be the cheapest."""
        if cost >= self.into.paid and self.comparable and since >= 0:
            return
        if self.search.bounds.bound(need, cost, self.month + 1) <= self.search.ceiling:
            self.into.labels.append(
                _record(Label, (need, cost, since, (*trail, spent)))
            )


def _first(pair: tuple[Any, ...]) -> Cents:
    cents: Cents = pair[0]
    return cents
