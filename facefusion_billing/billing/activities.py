"""A price book of activities: its answers to what every shape is asked (`shape.py`).

Each activity is licensed by itself; packs and pay-as-you-go serve all licensed ones.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import assert_never

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
    Terms,
    filed,
    packs_of,
    qps_bought,
    scope_of,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import (
    ACCOUNT,
    Activities,
    FreeCalls,
    Licence,
    TierTable,
)
from facefusion_billing.model.calendar import Days, Span, days_in, steps_of
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
from facefusion_billing.rules import burn_down, licence, materials, validity
from facefusion_billing.rules.burn_down import SHARED, Pack
from facefusion_billing.rules.distribution import DailyCalls, Misfit, distribute
from facefusion_billing.startup.record import NamedTuple


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
        return ("qps_month", "refund_window", "settlement_day")

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
                reading = self.licence_of(order).qps_reading
                return ("licence_pack_scope", *((reading,) if reading else ()))
            case CallPack():
                return ("pack_validity",)
            case FreePack() | MaterialPack() | QpsOrder() | UpgradeOrder():
                return ()
            case _:
                assert_never(order.item)

    def licence_of(self, order: Order) -> Licence:
        """The licence on sale that an order is of."""
        assert isinstance(order.item, LicenceOrder)
        return self.offer.licences[order.item.package]

    def free_calls(self, name: str) -> FreeCalls | None:
        """The calls given to each activity once."""
        return self.offer.free

    def calls_in(self, order: Order) -> int:
        """The calls an order holds in all."""
        match order.item:
            case CallPack():
                return order.item.size * order.item.quantity
            case LicenceOrder():
                return self.licence_of(order).calls
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

    def resource_of(self, meter: str) -> str | None:
        """Whose the calls of the one meter are: nobody's in particular."""
        return None

    def distribute(
        self, use: ScopeUsage, account: Account, orders: FiledOrders
    ) -> tuple[DailyCalls, list[Misfit]]:
        """The daily calls of an activity.

        It may be tried before its first licence, so that day only shapes its month.
        """
        if use.starts is not None:
            return distribute(use.calls, use.starts, strict=True)
        licensed = orders.first_date(LICENCE, use.name)
        return distribute(use.calls, licensed, strict=False)

    def drawing_order(self, scenario: Scenario) -> list[str]:
        """The activities with usage by first licence, then by name."""
        orders = filed(scenario.orders)
        first = {n: orders.first_date(LICENCE, n) or date.max for n in scenario.usage}
        return sorted(first, key=lambda name: (first[name], name))

    def row_order(self, names: Sequence[str]) -> Sequence[str]:
        """The order of the rows of usage in a bill."""
        return sorted(names)

    def with_meters(
        self, scopes: tuple[MeteredScope, ...], readings: Readings
    ) -> tuple[MeteredScope, ...]:
        """One meter for the account, or one for each; asked where there are several."""
        if len(scopes) > 1:
            readings.consult("postpaid_scope")
        if readings.value("postpaid_scope") == "activity":
            return tuple(scope._replace(meter=scope.name) for scope in scopes)
        return scopes

    def meters(self, scopes: Sequence[MeteredScope]) -> dict[str, Meter]:
        """The meters of the activities; that of the account where there are none."""
        names = dict.fromkeys(scope.meter for scope in scopes) or {ACCOUNT: None}
        return {name: Meter(name, self.offer.pay_as_you_go) for name in names}

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
        fixed = [
            (terms[o.id], licence.qps_of_licence(self.licence_of(o), readings))
            for o in orders.of(LICENCE, use.name)
        ]
        bought = orders.of(QPS_UPGRADE, use.name)
        upgrades = [(terms[order.id], qps_bought(order)) for order in bought]
        licensed = days_in(term for term, _ in fixed)
        over = licence.days_over(licensed)
        # No reading is asked where there are no calls after a licence.
        if (
            not any(calls.between(*span) for span in over.spans)
            or readings.consult("licence_end") == "refused"
        ):
            over = Days(())
        free = self.offer.free
        return MeteredScope(
            name=use.name,
            calls=calls,
            free=max(free.calls - use.free_used, 0) if free else 0,
            pools=burn_down.pools_of_activity(use.name),
            meter=ACCOUNT,
            qps_days=Days(()),
            quota=steps_of(upgrades),
            limit=licence.fixed_qps(
                steps_of(fixed), licensed, free.qps if free else None
            ),
            licensed=Days((licensed.boundaries[0],)) if over.boundaries else licensed,
            after_licence=over,
        )

    def packs(self, order: Order, readings: Readings) -> list[Pack]:
        """The packs of calls of an order, those that come with a licence included."""
        match order.item:
            case CallPack(size=size):
                assert self.offer.call_packs is not None, "a pack not sold is a fault"
                year = validity.n_days(order.date, self.offer.licence_days)
                if readings.consult("pack_validity") == "same_date_next_year":
                    year = validity.one_year(order.date, "same_date_next_year")
                clause = self.offer.call_packs.clause
                return packs_of(order, ACCOUNT, SHARED, size, year, clause)
            case LicenceOrder():
                sold, name = self.licence_of(order), scope_of(order)
                year = validity.n_days(order.begins, self.offer.licence_days)
                own = readings.consult("licence_pack_scope") == "own_activity"
                pool = burn_down.licence_pool(name) if own else SHARED
                return packs_of(order, name, pool, sold.calls, year, sold.clause)
            case FreePack() | MaterialPack() | QpsOrder() | UpgradeOrder():
                return []
            case _:
                assert_never(order.item)

    def lacks_licences(self) -> bool:
        """Whether calls need a licence that the book does not sell."""
        return not self.offer.licences

    def materials_held(
        self, prepared: MeteringInput, name: str
    ) -> Callable[[Span], int | None]:
        """The materials that can be live by the end of a span; None: none are stated."""
        terms = [
            (term, self.licence_of(order).materials)
            for order, term in prepared.terms_of(LICENCE, name)
        ]
        largest = max(
            (sold.materials for sold in self.offer.licences.values()), default=None
        )
        return lambda span: materials.held_by_activity(terms, span, largest)

    def further_materials(self, missing: int) -> dict[str, object]:
        """The cheapest further licences that would hold missing materials."""
        cover = materials.cheapest_licences(missing, self.offer.licences.values())
        if cover:
            return {"further": cover.counts, "cost": cover.cost}
        return {}

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
