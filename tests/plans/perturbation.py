"""Plans that differ a little from one that was called the cheapest, each billed by the rules core.

Orders are moved to other decision days, split, merged, dropped and added; stretches change their billing mode with the
QPS they need. What a change may do is what the space of RULES allows: it begins on a decision day, no QPS is bought for
a day without a stated peak, and there are no two bases of QPS at once.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import NamedTuple

from facefusion_billing.answers.recommend import RecommendOptions, recommend
from facefusion_billing.model.book import ACCOUNT, Groups
from facefusion_billing.model.calendar import Span, merged
from facefusion_billing.model.faults import TooLargeError
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    LicenceOrder,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.recommendation import Recommendation
from facefusion_billing.model.scenario import Order, Scenario
from facefusion_billing.plans.baseline import PlanFacts, PlanLimits, plan_facts
from facefusion_billing.plans.current import is_inside_the_space
from facefusion_billing.plans.demand import first_day
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.plans.pricing import priced
from facefusion_billing.rules import qps
from facefusion_billing.rules.materials import max_live
from facefusion_billing.rules.validity import n_days

Orders = tuple[Order, ...]


class Beaten(NamedTuple):
    """A plan that costs less than was said to be possible."""

    total: int
    orders: Orders
    modes: dict[str, tuple[Span, ...]]

    def text(self) -> str:
        rows = [f"{order.date} {order.scope} {order.item}" for order in self.orders]
        return "\n".join([f"{self.total}:", *rows, str(self.modes)])


class Plans:
    """The plan of a scenario and those near it."""

    def __init__(
        self, scenario: Scenario, limits: PlanLimits, since: date | None
    ) -> None:
        asked = RecommendOptions(since, limits, details=False)
        self.answer: Recommendation = recommend(scenario, {}, asked)
        horizon = self.answer.horizon
        self.on: PlanFacts = plan_facts(
            scenario, scenario.readings({}), horizon, limits
        )
        self.groups = isinstance(scenario.book.offer, Groups)
        best, written = self.answer.best, self.answer.written
        usage = written.usage if written else {}
        self.best = Outcome(True, 0, 0, 0, (), best.orders, best.modes, usage)
        self.tried = 0

    def days(self, scope: str | None) -> tuple[date, ...]:
        found = self.answer.proof.days
        return found[scope] if scope in found else found[ACCOUNT]

    def total(self, outcome: Outcome) -> int | None:
        """What the rules core bills; None where it is no plan, or outside the space."""
        if not self.is_inside(outcome):
            return None
        try:
            return priced(self.on, outcome).total
        except TooLargeError:
            return None

    def is_inside(self, outcome: Outcome) -> bool:
        written = self.on.written._replace(
            orders=(*self.on.scenario.orders, *outcome.orders)
        )
        orders = tuple(
            o for o in outcome.orders if not isinstance(o.item, LicenceOrder)
        )
        kept = written._replace(orders=(*self.on.scenario.orders, *_numbered(orders)))
        unlicensed = outcome._replace(orders=())
        if not is_inside_the_space(self.on._replace(written=kept), unlicensed):
            return False
        return self._licensed_parts(outcome) and all(map(self._in_time, outcome.orders))

    def _licensed_parts(self, outcome: Outcome) -> bool:
        """Every part of a split keeps a licence and its share of every peak, also on days without calls of its own."""
        if len(self.best.usage) <= len(self.on.scenario.usage):
            return True
        return _of_parts(self.best) <= _of_parts(outcome)

    def _in_time(self, order: Order) -> bool:
        """A licence begins with calls, unless the plan's own does not (no other fits before one that is a fact);
        nothing is bought before the account exists.
        """
        activated = self.on.scenario.account.activated
        if activated and order.date < activated:
            return False
        if not isinstance(order.item, LicenceOrder) or order in self.best.orders:
            return True
        calls = self.on.calls.get(order.scope or "")
        if calls is None:
            # A part of a split activity: its materials are live from its licence in the plan on.
            own = (o for o in self.best.orders if o.scope == order.scope)
            begins = [o.date for o in own if isinstance(o.item, LicenceOrder)]
            return bool(begins) and order.date <= min(begins)
        begun = first_day(calls, self.on.horizon.start)
        in_time = begun is not None and order.date >= begun
        return in_time and self._holds_materials(order, order.item)

    def _holds_materials(self, order: Order, licence: LicenceOrder) -> bool:
        """A licence that is bought suffices for the materials of its own time; `estimate` takes the larger of two that
        meet in a month.
        """
        sold, horizon = self.on.scenario.book.activities, self.on.horizon
        end = min(n_days(order.begins, sold.licence_days).end, horizon.end)
        levels = self.on.scenario.usage[order.scope or ""].materials
        held = sold.licences[licence.package].materials
        return max_live(levels, Span(order.begins, end)) <= held

    def cheaper(self, random: Random, tries: int) -> Beaten | None:
        """A plan near the best one that costs less than was proved; walks on over plans that cost no more."""
        best, lower = self.answer.best.total, self.answer.proof.lower
        assert best is not None
        assert self.total(self.best) == best
        if lower is None:
            return None
        here = self.best
        changes = _Changes(self, random)
        for _ in range(tries):
            there = self.best if random.random() < 0.3 else here
            for _ in range(random.choice((1, 1, 2, 3))):
                there = changes.of(there)
            found = self.total(there)
            self.tried += 1
            if found is None:
                continue
            if found < lower:
                return Beaten(found, there.orders, there.modes)
            if found <= best:
                here = there
        return None


def _of_parts(outcome: Outcome) -> set[tuple[object, ...]]:
    """The parts with a licence, and the upgrades of each day."""
    licensed = {(o.scope,) for o in outcome.orders if isinstance(o.item, LicenceOrder)}
    upgraded = {
        (o.scope, o.date, o.item)
        for o in outcome.orders
        if isinstance(o.item, UpgradeOrder)
    }
    return {*licensed, *upgraded}


def _numbered(orders: Orders) -> Orders:
    return tuple(o._replace(id=f"tried-{n}") for n, o in enumerate(orders))


class _Changes:
    def __init__(self, plans: Plans, random: Random) -> None:
        self.plans, self.on, self.random = plans, plans.on, random
        shared: list[Callable[[Outcome], Outcome]] = [self.move, self.move, self.drop, self.add_pack, self.add_pack, self.split, self.merge, self.resize, self.recount]  # fmt: skip
        own = [self.claim, self.to_qps, self.to_qps, self.to_volume, self.requantify]
        others = [self.licence, self.licence, self.upgrade]
        self.kinds = [*shared, *(own if plans.groups else others)]
        self.scopes = sorted(self.on.scenario.usage)

    def of(self, outcome: Outcome) -> Outcome:
        return self.random.choice(self.kinds)(outcome)

    def some(self, outcome: Outcome, kind: type[object] = object) -> int | None:
        """The place of some order of a kind."""
        places = [n for n, o in enumerate(outcome.orders) if isinstance(o.item, kind)]
        return self.random.choice(places) if places else None

    def put(self, outcome: Outcome, place: int | None, *orders: Order) -> Outcome:
        """The plan with one of its orders replaced by others."""
        kept = tuple(o for n, o in enumerate(outcome.orders) if n != place)
        return outcome._replace(orders=_joined((*kept, *orders)))

    def day(self, scope: str | None) -> date:
        return self.random.choice(self.plans.days(scope))

    def move(self, outcome: Outcome) -> Outcome:
        place = self.some(outcome)
        if place is None:
            return outcome
        order = outcome.orders[place]
        day = self.day(order.scope)
        if isinstance(order.item, UpgradeOrder):
            return outcome
        return self.put(outcome, place, order._replace(date=day, delivered=day))

    def drop(self, outcome: Outcome) -> Outcome:
        return self.put(outcome, self.some(outcome))

    def packs(self, scope: str | None) -> list[int]:
        book = self.on.scenario.book
        shop = book.groups[scope] if scope is not None else book.activities
        sold = shop.call_packs
        return [row.size for row in sold.sizes] if sold else []

    def add_pack(self, outcome: Outcome) -> Outcome:
        scope = self.random.choice(self.scopes) if self.plans.groups else None
        sizes = self.packs(scope)
        if not sizes:
            return outcome
        item = CallPack(self.random.choice(sizes), self.random.choice((1, 1, 1, 2, 4)))
        return self.put(outcome, None, self.order(item, scope, self.day(scope)))

    def order(self, item: object, scope: str | None, day: date) -> Order:
        location = self.on.scenario.location
        return Order("", item, scope, day, day, location)  # type: ignore[arg-type]

    def split(self, outcome: Outcome) -> Outcome:
        """Some packs of an order on another day; or QPS for some days first and the rest after them."""
        place = self.some(outcome, CallPack)
        if place is None:
            return outcome
        order = outcome.orders[place]
        item = order.item
        assert isinstance(item, CallPack)
        if item.quantity < 2:
            return outcome
        moved = self.random.randrange(1, item.quantity)
        day = self.day(order.scope)
        one = order._replace(item=item._replace(quantity=item.quantity - moved))
        two = order._replace(
            item=item._replace(quantity=moved), date=day, delivered=day
        )
        return self.put(outcome, place, one, two)

    def merge(self, outcome: Outcome) -> Outcome:
        """All packs of one size on the day of one of their orders."""
        place = self.some(outcome, CallPack)
        if place is None:
            return outcome
        order = outcome.orders[place]
        item = order.item
        assert isinstance(item, CallPack)
        same = [o for o in outcome.orders if o.scope == order.scope and isinstance(o.item, CallPack) and o.item.size == item.size]  # fmt: skip
        quantity = sum(o.quantity for o in same)
        rest = tuple(o for o in outcome.orders if o not in same)
        one = order._replace(item=item._replace(quantity=quantity))
        return outcome._replace(orders=(*rest, one))

    def recount(self, outcome: Outcome) -> Outcome:
        place = self.some(outcome, CallPack)
        if place is None:
            return outcome
        order = outcome.orders[place]
        assert isinstance(order.item, CallPack)
        quantity = order.item.quantity + self.random.choice((-1, 1, 1))
        if not quantity:
            return self.put(outcome, place)
        return self.put(
            outcome, place, order._replace(item=order.item._replace(quantity=quantity))
        )

    def resize(self, outcome: Outcome) -> Outcome:
        """A pack as one of another size, as many as hold its calls or one fewer."""
        place = self.some(outcome, CallPack)
        if place is None:
            return outcome
        order = outcome.orders[place]
        assert isinstance(order.item, CallPack)
        size = self.random.choice(self.packs(order.scope))
        count = -(-order.item.size * order.item.quantity // size) - self.random.choice(
            (0, 0, 1)
        )
        if count < 1 or count > 10_000:
            return outcome
        return self.put(outcome, place, order._replace(item=CallPack(size, count)))

    # Interface groups.

    def claim(self, outcome: Outcome) -> Outcome:
        scope = self.random.choice(self.scopes)
        kept = tuple(
            o
            for o in outcome.orders
            if not (isinstance(o.item, FreePack) and o.scope == scope)
        )
        if self.random.random() < 0.2:
            return outcome._replace(orders=kept)
        claimed = self.order(FreePack(), scope, self.day(scope))
        return outcome._replace(orders=(*kept, claimed))

    def stretch(self, scope: str) -> tuple[date, date]:
        """From a decision day to one of those after it."""
        days = (*self.plans.days(scope), self.on.horizon.end)
        first = self.random.randrange(len(days) - 1)
        last = min(first + self.random.choice((1, 1, 2, 3, 9, 31)), len(days) - 1)
        return days[first], days[last]

    def needs(self, scope: str, start: date, end: date) -> Iterator[int | None]:
        """The peaks of the days with calls; None where none is stated."""
        peaks = qps.peaks_of(self.on.scenario.usage[scope].peaks)
        calls = self.on.calls[scope].of_days(start, end)
        for index, count in enumerate(calls):
            if count:
                yield peaks.on(start + timedelta(days=index))

    def to_qps(self, outcome: Outcome) -> Outcome:
        """A stretch in QPS mode, with QPS for it by the day or by the month."""
        scope = self.random.choice(self.scopes)
        start, end = self.stretch(scope)
        needs = list(self.needs(scope, start, end))
        if not needs or any(need is None for need in needs):
            return outcome
        modes = merged((*outcome.modes.get(scope, ()), Span(start, end)))
        changed = outcome._replace(modes={**outcome.modes, scope: tuple(modes)})
        if self.random.random() < 0.2:
            return changed
        need = max(need or 0 for need in needs)
        amount = max(
            self.random.choice((need, need, need, 50, 10, need - 1, need // 2)), 1
        )
        if self.random.random() < 0.5:
            item = QpsOrder(amount, days=(end - start).days)
        else:
            item = QpsOrder(amount, months=self.random.choice((1, 1, 1, 2, 3)))
        return self.put(changed, None, self.order(item, scope, start))

    def to_volume(self, outcome: Outcome) -> Outcome:
        """A stretch back in call volume mode, perhaps without the QPS that begins in it."""
        scope = self.random.choice(self.scopes)
        start, end = self.stretch(scope)
        modes = []
        for span in outcome.modes.get(scope, ()):
            modes += [
                Span(span.start, min(span.end, start)),
                Span(max(span.start, end), span.end),
            ]
        kept = tuple(span for span in modes if span.start < span.end)
        changed = outcome._replace(modes={**outcome.modes, scope: kept})
        if self.random.random() < 0.3:
            return changed
        orders = tuple(
            o for o in outcome.orders
            if not (isinstance(o.item, QpsOrder) and o.scope == scope and start <= o.date < end)
        )  # fmt: skip
        return changed._replace(orders=orders)

    def requantify(self, outcome: Outcome) -> Outcome:
        """QPS of another quantity or length."""
        place = self.some(outcome, QpsOrder)
        if place is None:
            return outcome
        order = outcome.orders[place]
        item = order.item
        assert isinstance(item, QpsOrder)
        amount = self.random.choice((item.qps, item.qps + 1, item.qps - 1, 10, 50, 100))
        item = item._replace(qps=max(amount, 1))
        more = self.random.choice((-1, 0, 0, 1))
        if item.months:
            item = item._replace(months=max(item.months + more, 1))
        else:
            item = item._replace(days=max(item.days + more, 1))
        return self.put(outcome, place, order._replace(item=item))

    # Activities.

    def licence(self, outcome: Outcome) -> Outcome:
        """A licence of another package, or one more."""
        packages = list(self.on.scenario.book.activities.licences)
        place = self.some(outcome, LicenceOrder)
        package = self.random.choice(packages)
        if place is not None and self.random.random() < 0.6:
            order = outcome.orders[place]
            return self.put(outcome, place, order._replace(item=LicenceOrder(package)))
        scope = self.random.choice(self.scopes)
        return self.put(
            outcome, None, self.order(LicenceOrder(package), scope, self.day(scope))
        )

    def upgrade(self, outcome: Outcome) -> Outcome:
        """An upgrade of fewer units or days."""
        place = self.some(outcome, UpgradeOrder)
        if place is None or set(outcome.usage) != set(self.on.scenario.usage):
            return outcome  # the parts of a split serve its peak together
        order = outcome.orders[place]
        item = order.item
        assert isinstance(item, UpgradeOrder)
        if self.random.random() < 0.5 and item.days > 1:
            return self.put(
                outcome, place, order._replace(item=item._replace(days=item.days - 1))
            )
        if item.qps > 10:
            return self.put(
                outcome, place, order._replace(item=item._replace(qps=item.qps - 10))
            )
        return self.put(outcome, place)


def _joined(orders: Orders) -> Orders:
    """Packs of one day, size and scope are one order."""
    found: list[Order] = []
    for order in sorted(
        orders, key=lambda o: (o.date, str(o.scope), str(type(o.item)), str(o.item))
    ):
        last = found[-1] if found else None
        if (
            last
            and isinstance(order.item, CallPack)
            and isinstance(last.item, CallPack)
        ):
            same = (last.date, last.scope, last.item.size) == (
                order.date,
                order.scope,
                order.item.size,
            )
            quantity = last.item.quantity + order.item.quantity
            if same and quantity <= 10_000:
                found[-1] = last._replace(item=last.item._replace(quantity=quantity))
                continue
        found.append(order)
    return tuple(found)


def in_order(spans: tuple[Span, ...]) -> bool:
    """Whether spans follow each other."""
    return all(one.end <= other.start for one, other in pairwise(spans))
