"""The search for the cheapest plan of a pool: labels month by month, exact (the argument: docs/planner.md).

A stretch is a run of months served by one purchase at its start. How many calls were bought is left open while the
stretch lasts: a label keeps only the need since it began and the cost so far, and the purchase is chosen when the
stretch ends, where its size is best for the bill of the last month. A label without a stretch has no bought calls
left.
"""

from collections.abc import Callable
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.model.record import NamedTuple
from facefusion_billing.planning.catalogue import NEVER
from facefusion_billing.planning.held import State, Stock
from facefusion_billing.planning.tariff import Tariff
from facefusion_billing.planning.world import PoolPlan, Purchase, World

MOST_LABELS = 60_000
"""Labels kept after a month; beyond them the least promising are dropped and the answer says `bounded`."""
FEW_LABELS = 200
"""Labels kept once the time is up."""


class Label(NamedTuple):
    """A partial plan: the need of the open stretch, the cost so far, the month it began in, and how it came about."""

    need: int
    cost: Cents
    since: int
    trail: Any


class Found(NamedTuple):
    """The best plan found, its cost as the search counts it, and a cost that no plan is below; labels looked at."""

    plan: PoolPlan | None
    cost: Cents
    lower: Cents
    labels: int


class Rules(NamedTuple):
    """How a search counts and compares.

    `idle`: bill by the least of this and every larger count (a relaxation). `ordered`: less need at no more cost is at
    least as good. `renew`: packs can expire in the horizon, so a stretch may be followed by a purchase while calls
    are left.
    """

    idle: bool
    ordered: bool
    renew: bool


class Search:
    """One search over a world. `late` is asked now and then whether the time is up."""

    def __init__(
        self,
        world: World,
        rules: Rules,
        ceiling: Cents = NEVER,
        late: Callable[[], bool] | None = None,
        most: int = MOST_LABELS,
    ) -> None:
        self.world, self.rules, self.late, self.most = world, rules, late, most
        self.catalogue, self.stock = world.catalogue, Stock(world)
        self.ceiling = ceiling
        self.dropped = NEVER
        self.seen = 0
        self.fixed, self.floor = self._remaining()
        buying = [month.can_buy for month in world.months]
        self.last_chance = [can and not following for can, following in zip(buying, [*buying[1:], True], strict=True)]

    def run(self) -> Found:
        """The cheapest plan; none when nothing serves every call."""
        labels: dict[State, list[Label]] = {self.stock.start: [Label(0, 0, -1, None)]}
        few = max(3, len(self.world.months) - 9)
        if self.most > few:
            quick = Search(self.world, self.rules, self.ceiling, most=few).run()
            self.ceiling = min(self.ceiling, quick.cost)
        else:
            self.ceiling = min(self.ceiling, self._by_month(claims=False), self._by_month(claims=True))
        for month in range(len(self.world.months)):
            following: dict[State, list[Label]] = {}
            for state, waiting in labels.items():
                waiting = self._living(waiting, month) if self.rules.renew else waiting
                for begin, claims in self.stock.beginnings(state, month):
                    self._month(month, begin, claims, waiting, following)
            labels = self._kept(following, month + 1)
        done = [
            (label.cost + self.catalogue.cover(label.need).price, label) for kept in labels.values() for label in kept
        ]
        cost, label = min(done, key=_first, default=(NEVER, None))
        if label is None or cost >= NEVER:
            return Found(None, NEVER, min(self.dropped, NEVER), self.seen)
        return Found(self._plan(label), cost, min(cost, self.dropped), self.seen)

    # One month.

    def _living(self, labels: list[Label], month: int) -> list[Label]:
        """The labels at the start of a month; where packs are past, a cover was bought and what is left is lost."""
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
        self, month: int, begin: State, claims: bool, waiting: list[Label], following: dict[State, list[Label]]
    ) -> None:
        """Carries every label through a month, by each option."""
        for place, option in enumerate(self.world.months[month].options):
            if claims and not option.metered:  # a later claim lasts longer
                continue
            after, rests, tariff = self.stock.through(month, place, begin)
            step = _Step(self, month, option.cost, rests, tariff, following.setdefault(after, []))
            for label in waiting:
                step.carry(label, (label.trail, month, place, claims))

    def close(self, low: int, high: int, need: int, tariff: Tariff) -> tuple[Cents, int]:
        """The least of packs with `low` to `high` calls and the bill of what they leave; and the packs' calls."""
        idle, price, totals = self.rules.idle, self.catalogue.price, self.catalogue.totals
        best, chosen = (price(need) if need <= high else NEVER), need
        for place, (first, last, numerator, denominator) in enumerate(tariff.bands):
            bottom = low if last is None or need - last < low else need - last
            top = min(high, need - first)
            for bought in totals(bottom, top, (numerator, denominator)):
                cost = price(bought) + (2 * (need - bought) * numerator + denominator) // (2 * denominator)
                if cost < best:
                    best, chosen = cost, bought
            if idle and tariff.caps[place] < NEVER:
                for bought in totals(bottom, top, (0, 1)):
                    cost = price(bought) + tariff.caps[place]
                    if cost < best:
                        best, chosen = cost, bought
        return best, chosen

    # Bounds, and which labels are worth keeping.

    def _kept(self, labels: dict[State, list[Label]], month: int) -> dict[State, list[Label]]:
        """The labels that may still lead to the cheapest plan."""
        kept: dict[State, list[Label]] = {}
        for state in sorted(labels):
            self.seen += len(labels[state])
            rest = self._undominated(labels[state], kept.get(self.stock.unclaimed(state), []))
            if rest:
                kept[state] = rest
        most = FEW_LABELS if self.late is not None and self.late() else self.most
        return kept if sum(map(len, kept.values())) <= most else self._best(kept, month, most)

    def _undominated(self, labels: list[Label], better: list[Label]) -> list[Label]:
        """The labels that no other is at least as good as; `better` ones are of a state that is never worse."""
        if not self.rules.ordered:
            labels.sort(key=_by_need)
            best: dict[tuple[int, int], Label] = {}
            for label in labels:
                best.setdefault((label.need, label.since if self.rules.renew else min(label.since, 0)), label)
            return list(best.values())
        if not better:
            return _staircase(labels) if not self.rules.renew else _staircases(labels)
        theirs = set(map(id, better))
        both = [*better, *labels]
        kept = _staircase(both) if not self.rules.renew else _staircases(both)
        return [label for label in kept if id(label) not in theirs]

    def bound(self, need: int, cost: Cents, month: int) -> Cents:
        """A cost that no plan is below which goes on from a label at the start of a month."""
        numerator, denominator = self.least_rate
        floor = need * numerator // denominator + self.floor[month]
        cover = self.catalogue.cover(need).price + self.fixed[month] if need else self.fixed[month]
        return cost + (cover if cover > floor else floor)

    def _best(self, labels: dict[State, list[Label]], month: int, most: int) -> dict[State, list[Label]]:
        """The most promising labels; the least bound of those dropped is kept, as a bound of the answer."""
        ranked = sorted(
            (
                (self.bound(label.need, label.cost, month), state, label)
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

    def _remaining(self) -> tuple[list[Cents], list[Cents]]:
        """From each month on: the least that options cost, and the least with each call at the least it can cost."""
        self.least_rate = numerator, denominator = _least_ratio(self._rates())
        free = sum(held.calls for held in self.world.held) + (self.world.claim.calls if self.world.claim else 0)
        fixed, floor = [0], [0]
        for month in reversed(self.world.months):
            fixed.append(fixed[-1] + min(option.cost for option in month.options))
            floor.append(floor[-1] + min(o.cost + o.metered * numerator // denominator - 1 for o in month.options))
        given = free * numerator // denominator + 1
        return fixed[::-1], [amount - given for amount in reversed(floor)]

    def _rates(self) -> list[tuple[int, int]]:
        """What a call can cost at the least: in packs that are used up, and in the tiers that a month can reach."""
        served = [max(option.metered for option in month.options) for month in self.world.months]
        most, peak = max(sum(served), 1), max(*served, 1)
        counted = max(o.metered + o.free + o.packs for month in self.world.months for o in month.options)
        counted += sum(held.calls for held in self.stock.held if held.free)
        counted += self.world.claim.calls if self.world.claim else 0
        rates = [(price, min(size, most)) for size, price in self.catalogue.prices.items()]
        for tier in self.world.tiers.tiers if self.world.tiers else ():
            assert tier.price is not None
            if tier.first <= counted:
                rates.append((tier.price.digits * 100, 10**tier.price.places))
            elif self.rules.idle:
                rates.append((tier.price.times(tier.first), peak))
        return rates

    def _by_month(self, *, claims: bool) -> Cents:
        """The cost of a plan that serves each month by itself in the cheapest way: the best plan is not above it.

        The free pack is claimed in the first month or never.
        """
        state, cost = self.stock.start, 0
        for month, needs in enumerate(self.world.months):
            begin = [begin for begin, claimed in self.stock.beginnings(state, month) if claims or not claimed][-1]
            choices = []
            for place, option in enumerate(needs.options):
                after, rests, tariff = self.stock.through(month, place, begin)
                need = sum(rests)
                paid, _ = self.close(0, need if needs.can_buy else 0, need, tariff)
                choices.append((option.cost + paid, after))
            least = min(choices)
            cost, state = cost + least[0], least[1]
        return cost

    def _plan(self, label: Label) -> PoolPlan:
        """The plan a label stands for, read back along its trail."""
        bought: dict[int, int] = {}
        if label.need:
            bought[label.since] = self.catalogue.cover(label.need).calls
        options, claim, trail = [0] * len(self.world.months), None, label.trail
        while trail is not None:
            trail, month, place, claims, purchases = trail
            if month >= 0:
                options[month] = place
                claim = month if claims else claim
            for since, calls in purchases:
                bought[since] = bought.get(since, 0) + calls
        purchases = (
            Purchase(month, self.catalogue.packs_for(calls)) for month, calls in sorted(bought.items()) if calls
        )
        return PoolPlan(tuple(options), tuple(purchases), claim)


_record: Any = tuple.__new__
"""Makes a record from its values, as its class does, but without asking whether all are there."""


class _Step:
    """A month served by one option from one state of the facts: what labels become in it.

    Paying ends a stretch, and of all that paid only the cheapest matters; whatever goes on is kept while it can still
    win.
    """

    def __init__(
        self, search: Search, month: int, cost: Cents, rests: tuple[int, ...], tariff: Tariff, into: list[Label]
    ) -> None:
        self.search, self.month, self.cost, self.rests, self.tariff, self.into = (
            search,
            month,
            cost,
            rests,
            tariff,
            into,
        )
        self.needs = search.world.months[month]
        self.need = sum(rests)
        self.paid = NEVER

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
            self.from_nothing(cost + whole.price, self.need - covered, trail, ((since, whole.calls),))
        if self.search.rules.renew and self.needs.can_buy:
            self.renew(need, cost, since, covered, trail)

    def from_nothing(self, cost: Cents, need: int, trail: Any, spent: tuple[tuple[int, int], ...]) -> None:
        """No bought calls are left: pay the month, with packs for part of it or none, or begin a stretch."""
        self.pay(cost, (0, need if self.needs.can_buy else 0, need), self.month, trail, spent)
        if self.needs.can_buy:
            self.keep(need, cost, self.month, trail, spent)

    def renew(self, need: int, cost: Cents, since: int, covered: int, trail: Any) -> None:
        """A stretch that ends with calls left for part of this month; a new one takes over."""
        catalogue = self.search.catalogue
        for bought in dict.fromkeys(catalogue.roundings(need)):
            left = bought - need
            if left <= covered and left < self.need:
                self.keep(self.need - left, cost + catalogue.price(bought), self.month, trail, ((since, bought),))

    def pay(
        self, cost: Cents, window: tuple[int, int, int], since: int, trail: Any, spent: tuple[tuple[int, int], ...]
    ) -> None:
        """Ends the stretch with a bill, unless that cannot be the cheapest way to have ended it."""
        numerator, denominator = self.search.least_rate
        if cost + window[2] * numerator // denominator - 1 >= self.paid:
            return
        bill, bought = self.search.close(*window, self.tariff)
        if cost + bill < self.paid:
            self.paid = cost + bill
            self.keep(0, self.paid, -1, trail, (*spent, (since, bought)))

    def keep(self, need: int, cost: Cents, since: int, trail: Any, spent: tuple[tuple[int, int], ...]) -> None:
        search = self.search
        if cost >= self.paid and search.rules.ordered and since >= 0:
            return
        if search.bound(need, cost, self.month + 1) <= search.ceiling:
            self.into.append(_record(Label, (need, cost, since, (*trail, spent))))


def _by_need(label: Label) -> tuple[int, Cents]:
    """Less need first, then less cost; an open stretch without need can still buy, so it is first."""
    return label.need - (label.need == 0 <= label.since), label.cost


def _first(pair: tuple[Any, ...]) -> Cents:
    cents: Cents = pair[0]
    return cents


def _least_ratio(prices: list[tuple[int, int]]) -> tuple[int, int]:
    least = (0, 1)
    for place, (numerator, denominator) in enumerate(prices):
        if not place or numerator * least[1] < least[0] * denominator:
            least = (numerator, denominator)
    return least


def _staircase(labels: list[Label]) -> list[Label]:
    """Of the labels, those that cost less than every one with less need."""
    kept: list[Label] = []
    for label in sorted(labels, key=_by_need):
        if not kept or label.cost < kept[-1].cost:
            kept.append(label)
    return kept


def _staircases(labels: list[Label]) -> list[Label]:
    """The same where a stretch that began later lives longer: it must also be beaten on that."""
    by_start: dict[int, list[Label]] = {}
    for label in labels:
        by_start.setdefault(label.since if label.since >= 0 else NEVER, []).append(label)
    kept: list[Label] = []
    steps: list[Label] = []
    for start in sorted(by_start, reverse=True):
        steps = _staircase([*steps, *by_start[start]])
        kept += [label for label in steps if (label.since if label.since >= 0 else NEVER) == start]
    return kept
