"""Whether the orders of activities go together: licences that do not overlap, packs for
a licensed activity, upgrades of one.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from facefusion_billing.billing.activity_metering import licence_of
from facefusion_billing.billing.metered import FiledOrders, Terms, scope_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import Activities, FreeCalls
from facefusion_billing.model.calendar import Days, Steps, days_in, steps_of
from facefusion_billing.model.faults import Fault, fault_at
from facefusion_billing.model.items import (
    LICENCE,
    QPS_UPGRADE,
    CallPack,
    LicenceOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.rules import licence
from facefusion_billing.startup.record import NamedTuple


class ActivityOrders(NamedTuple):
    """The orders of a scenario, the days on which they are in force, and what is on
    sale under the readings chosen.
    """

    filed: FiledOrders
    terms: Terms
    offer: Activities
    readings: Readings

    def faults(self, orders: Sequence[Order], *, whole: bool) -> Iterator[Fault]:
        """What is wrong with them together; unless these are the whole of the orders,
        only what two of them make wrong by themselves.
        """
        licences = [order for order in orders if isinstance(order.item, LicenceOrder)]
        licensed: dict[str, Days] = {}
        for name in dict.fromkeys(scope_of(order) for order in licences):
            own = self.filed.of(LICENCE, name)
            licensed[name] = days_in(self.terms[order.id] for order in own)
            yield from self._overlaps(name)
            if whole:
                # A licence that it renews may be among the entries that could not be
                # read.
                yield from self._bought_ahead(own)
        if whole:
            yield from self._without_licence(orders, licensed)

    def _without_licence(
        self, orders: Sequence[Order], licensed: dict[str, Days]
    ) -> Iterator[Fault]:
        """Packs and upgrades that need a licence, or more of one."""
        anyone = days_in(chain.from_iterable(days.spans for days in licensed.values()))
        together: dict[str, Steps] = {}
        for order in orders:
            if isinstance(order.item, CallPack) and not anyone.holds(order.date):
                yield fault_at(
                    "no activity is licensed on {date}; a pack needs a licensed activity",
                    order.location,
                    date=order.date,
                )
            elif isinstance(order.item, UpgradeOrder):
                name = scope_of(order)
                # Once for an activity: a file may hold thousands of its upgrades.
                if name not in together:
                    together[name] = self._qps_together(name)
                days = licensed.get(name, Days(()))
                yield from self._upgrade(order, days, together[name])

    def _bought_ahead(self, own: Sequence[Order]) -> Iterator[Fault]:
        """Licences with a start of their own that renew nothing."""
        ends = {self.terms[order.id].end for order in own}
        for order in own:
            if order.begins > order.date and order.begins not in ends:
                yield fault_at(
                    "a licence begins when it is paid; 'start' is for one that begins where "
                    "another of its activity ends",
                    order.at("start"),
                )

    def _overlaps(self, name: str) -> Iterator[Fault]:
        own = self.filed.of(LICENCE, name)
        terms = [self.terms[order.id] for order in own]
        for before, index in licence.overlapping(terms):
            term = terms[before]
            yield fault_at(
                "{name}: the licence of {start} is in force to {last}",
                own[index].location,
                name=name,
                start=term.start,
                last=term.last,
            )

    def _qps_together(self, name: str) -> Steps:
        """The QPS of an activity's licences and upgrades, day by day."""
        parts = [
            (self.terms[order.id], self._fixed_qps(order))
            for order in self.filed.of(LICENCE, name)
        ]
        for order in self.filed.of(QPS_UPGRADE, name):
            assert isinstance(order.item, UpgradeOrder)
            parts.append((self.terms[order.id], order.item.qps))
        return steps_of(parts)

    def _fixed_qps(self, order: Order) -> int:
        return licence.qps_of_licence(licence_of(order, self.offer), self.readings)

    def _upgrade(
        self, order: Order, licensed: Days, together: Steps
    ) -> Iterator[Fault]:
        name, term, rule = scope_of(order), self.terms[order.id], self.offer.qps_upgrade
        assert rule is not None
        if licensed.within(term) < term.days:
            yield fault_at(
                "{name} is not licensed on every day from {start} to {last}",
                order.location,
                name=name,
                start=term.start,
                last=term.last,
            )
            # Unlicensed, neither its days nor the QPS can be judged.
            return
        allowed = licence.window(order.date, rule)
        if term.end > allowed.end:
            yield fault_at(
                "the days of an upgrade lie within {window_days} days from the order's "
                "date; {last} is after {last2}",
                order.location,
                window_days=rule.window_days,
                last=term.last,
                last2=allowed.last,
            )
        excess = licence.first_excess(together, term, rule)
        if excess:
            yield fault_at(
                "{qps:,} QPS on {day} with the fixed QPS; at most {most:,}",
                order.location,
                qps=excess.qps,
                day=excess.day,
                most=rule.most,
            )


def usage_faults(use: ScopeUsage, given: FreeCalls | None) -> Iterator[Fault]:
    """What is wrong with the usage of an activity."""
    if use.modes:
        yield fault_at(
            "{name}: an activity has no billing mode", use.location, name=use.name
        )
    free = given.calls if given else 0
    if use.free_used > free:
        yield fault_at(
            "{name}: {free_used:,} free calls used of {free:,}",
            use.location,
            name=use.name,
            free_used=use.free_used,
            free=free,
        )
