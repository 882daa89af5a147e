"""A price book of activities: its answers to what every shape is asked (`shape.py`).

Each activity is licensed by itself; packs and pay-as-you-go serve all licensed ones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import assert_never

from facefusion_billing.billing.activity_metering import (
    activity_packs,
    licence_of,
    metered_activity,
)
from facefusion_billing.billing.list_prices import (
    ListPrice,
    licence_price,
    not_sold,
    pack_price,
    upgrade_price,
)
from facefusion_billing.billing.metered import (
    FiledOrders,
    Meter,
    MeteredScope,
    MeteringInput,
    PackYears,
    Terms,
    filed,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import (
    ACCOUNT,
    Activities,
    FreeCalls,
    TierTable,
)
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Fault, Location, fault_at
from facefusion_billing.model.items import (
    CALL_PACK,
    LICENCE,
    QPS_UPGRADE,
    CallPack,
    FreePack,
    Kind,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import Account, Order, Scenario, ScopeUsage
from facefusion_billing.rules import materials, validity
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls, Misfit, distribute
from facefusion_billing.startup.record import NamedTuple

_POSTPAID_SCOPE = "postpaid_scope"


class ActivitiesShape(NamedTuple):
    """The answers for activities."""

    offer: Activities

    @property
    def sold(self) -> tuple[Kind, ...]:
        """The kinds of orders that are sold."""
        return (LICENCE, QPS_UPGRADE, CALL_PACK)

    @property
    def unused_assumptions(self) -> tuple[str, ...]:
        """The open questions of the other shape."""
        return ("qps_month",)

    def list_price(self, order: Order) -> ListPrice:
        """The list price of an order. Raises `NotSoldError` without one."""
        match order.item:
            case CallPack():
                return pack_price(order, order.item, self.offer.call_packs)
            case LicenceOrder():
                return licence_price(order.item, self.offer)
            case UpgradeOrder():
                return upgrade_price(order.item, self.offer)
            case FreePack() | MaterialPack() | QpsOrder():
                raise not_sold(order)
            case _:
                assert_never(order.item)

    def assumptions_of(self, order: Order) -> tuple[str, ...]:
        """The open questions that an order's line depends on."""
        match order.item:
            case LicenceOrder():
                reading = licence_of(order, self.offer).qps_reading
                if reading is None:
                    return ("licence_pack_scope",)
                return ("licence_pack_scope", reading)
            case CallPack():
                return ("pack_validity",)
            case FreePack() | MaterialPack() | QpsOrder() | UpgradeOrder():
                return ()
            case _:
                assert_never(order.item)

    def free_calls(self, name: str) -> FreeCalls | None:
        """The calls given to each activity once."""
        return self.offer.free

    def calls_in(self, order: Order) -> int:
        """The calls an order holds in all."""
        match order.item:
            case CallPack():
                return order.item.size * order.item.quantity
            case LicenceOrder():
                return licence_of(order, self.offer).calls
            case FreePack() | MaterialPack() | QpsOrder() | UpgradeOrder():
                return 0
            case _:
                assert_never(order.item)

    def postpaid(self, scope: str | None) -> TierTable | None:
        """The pay-as-you-go prices of all activities together."""
        return self.offer.pay_as_you_go

    def shop(self, scope: str | None) -> str:
        """What an order's name in the price list begins with, whatever it is for."""
        return "activities"

    def resource_of(self, meter: str, readings: Readings) -> str | None:
        """Whose the calls of a meter are: nobody's in particular where it is the
        account's.
        """
        if readings.value(_POSTPAID_SCOPE) == "activity":
            return meter
        return None

    def distribute(
        self, use: ScopeUsage, account: Account, orders: FiledOrders
    ) -> tuple[DailyCalls, list[Misfit]]:
        """The daily calls of an activity."""
        if use.starts is not None:
            return distribute(use.calls, use.starts, strict=True)
        # It may be tried before its first licence, so that day only shapes its month.
        licensed = orders.first_date(LICENCE, use.name)
        return distribute(use.calls, licensed, strict=False)

    def drawing_order(self, scenario: Scenario) -> list[str]:
        """The activities with usage by first licence, then by name."""
        orders = filed(scenario.orders)
        # The document does not say who draws first on a shared pack: the date decides,
        # and the name where that is equal, so that the order of a file never does.
        first = {n: orders.first_date(LICENCE, n) or date.max for n in scenario.usage}
        return sorted(first, key=lambda name: (first[name], name))

    def row_order(self, names: Sequence[str]) -> Sequence[str]:
        """The order of the rows of usage in a bill."""
        return sorted(names)

    def with_meters(
        self, scopes: tuple[MeteredScope, ...], readings: Readings
    ) -> tuple[MeteredScope, ...]:
        """One meter for the account, or one for each."""
        # A single activity is in the same tier either way, so nothing is asked of it.
        if len(scopes) > 1:
            readings.consult(_POSTPAID_SCOPE)
        if readings.value(_POSTPAID_SCOPE) == "activity":
            return tuple(scope._replace(meter=scope.name) for scope in scopes)
        return scopes

    def meters(self, scopes: Sequence[MeteredScope]) -> dict[str, Meter]:
        """The meters of the activities; that of the account where there are none."""
        names = dict.fromkeys(scope.meter for scope in scopes) or {ACCOUNT: None}
        # Of one activity the tier is the same either way.
        asked = (_POSTPAID_SCOPE,) if len(scopes) > 1 else ()
        tiers = self.offer.pay_as_you_go
        return {name: Meter(name, tiers, asked) for name in names}

    def term(self, order: Order, readings: Readings) -> Span | None:
        """The days on which a licence or upgrade is in force; None for what is not for
        a time.
        """
        match order.item:
            case LicenceOrder():
                return validity.n_days(order.begins, self.offer.licence_days)
            case UpgradeOrder():
                return validity.n_days(order.begins, order.item.days)
            case FreePack() | CallPack() | MaterialPack() | QpsOrder():
                return None
            case _:
                assert_never(order.item)

    def scope(
        self,
        use: ScopeUsage,
        calls: DailyCalls,
        orders: FiledOrders,
        terms: Terms,
        readings: Readings,
    ) -> MeteredScope:
        """An activity as it is metered."""
        return metered_activity(use, calls, orders, terms, self.offer, readings)

    def packs(self, orders: Iterable[Order], readings: Readings) -> Iterator[Pack]:
        """The packs of calls of orders, those that come with a licence included."""
        # The page says "one year", and counts that of a licence in days.
        years = PackYears(self.offer.licence_days, readings)
        for order in orders:
            yield from activity_packs(order, self.offer, readings, years)

    def lacks_licences(self) -> bool:
        """Whether calls need a licence that the book does not sell."""
        return not self.offer.licences

    def materials_held(
        self, prepared: MeteringInput, name: str
    ) -> Callable[[Span], int | None]:
        """The materials that can be live by the end of a span; None: none are stated."""
        terms = [
            (term, licence_of(order, self.offer).materials)
            for order, term in prepared.terms_of(LICENCE, name)
        ]
        # A free test has no materials of its own: what no licence holds is too much.
        largest = max(
            (sold.materials for sold in self.offer.licences.values()), default=None
        )
        return lambda span: materials.held_by_activity(terms, span, largest)

    def further_materials(
        self, need: int, held: int, *, licensed: bool
    ) -> dict[str, object]:
        """That it takes licences, and the cheapest further ones that would hold what is
        missing; all of it where there is none yet.
        """
        missing = need - held if licensed else need
        facts: dict[str, object] = {"needs_licence": True}
        if not licensed:
            facts["free_test"] = True
        cover = materials.cheapest_licences(missing, self.offer.licences.values())
        if cover:
            facts.update(further=cover.counts, cost=cover.cost)
        return facts

    def account_faults(self, account: Account) -> Iterator[Fault]:
        """A balance: the documents of activities state no rule for it."""
        if account.balance is not None:
            yield fault_at(
                "a balance, but this price book states no rule for an overdue account",
                account.balance.location,
            )

    def name_faults(self, name: str, location: Location) -> Iterator[Fault]:
        """A user names activities, so any name will do."""
        return iter(())

    def usage_faults(self, use: ScopeUsage) -> Iterator[Fault]:
        """What is wrong with the usage of an activity."""
        from facefusion_billing.billing.activity_orders import usage_faults

        return usage_faults(use, self.offer.free)

    def order_faults(self, order: Order) -> Iterator[Fault]:
        """What is wrong with whom an order is for."""
        if isinstance(order.item, CallPack) and order.scope is not None:
            yield fault_at(
                "a shared pack serves every licensed activity; leave out 'for'",
                order.at("for"),
            )

    def relation_faults(
        self, orders: Sequence[Order], terms: Terms, readings: Readings, *, whole: bool
    ) -> Iterator[Fault]:
        """What is wrong with licences, packs and upgrades together."""
        from facefusion_billing.billing.activity_orders import ActivityOrders

        together = ActivityOrders(filed(orders), terms, self.offer, readings)
        return together.faults(orders, whole=whole)
