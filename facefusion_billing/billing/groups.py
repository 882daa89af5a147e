"""A price book of interface groups: what it answers as every shape does (`shape.py`
says what).

Each group has its own prices, packs and QPS; its calls are billed by themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import assert_never

from facefusion_billing.billing.group_metering import group_packs, metered_group
from facefusion_billing.billing.group_usage import usage_faults
from facefusion_billing.billing.list_prices import (
    ListPrice,
    not_sold,
    pack_price,
    qps_price,
)
from facefusion_billing.billing.metered import (
    FiledOrders,
    Meter,
    MeteredScope,
    MeteringInput,
    PackYears,
    Terms,
    scope_of,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import FreeCalls, Groups, TierTable
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import (
    Fault,
    Location,
    Message,
    did_you_mean,
    fault_at,
    listed,
)
from facefusion_billing.model.items import (
    CALL_PACK,
    FREE_PACK,
    MATERIAL_PACK,
    QPS,
    CallPack,
    FreePack,
    Kind,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.scenario import (
    Account,
    Order,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.rules import burn_down, materials, validity
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls, Misfit, distribute
from facefusion_billing.rules.validity import DAYS_OF_A_YEAR
from facefusion_billing.startup.record import NamedTuple


class GroupsShape(NamedTuple):
    """The answers for interface groups; `book_id` names the book in faults."""

    offer: Groups
    book_id: str

    @property
    def sold(self) -> tuple[Kind, ...]:
        """The kinds of orders that are sold."""
        return (FREE_PACK, CALL_PACK, QPS, MATERIAL_PACK)

    @property
    def unused_assumptions(self) -> tuple[str, ...]:
        """The open questions of the other shape."""
        return (
            "licence_pack_scope",
            "licence_end",
            "postpaid_scope",
            "licence_3_qps",
        )

    # Prices.

    def list_price(self, order: Order) -> ListPrice:
        """The list price of an order. Raises `NotSoldError` without one."""
        group = self.offer.by_name[scope_of(order)]
        match order.item:
            case CallPack():
                return pack_price(order, order.item, group.call_packs)
            case MaterialPack():
                if group.materials is None:
                    return pack_price(order, order.item, None)
                return pack_price(order, order.item, group.materials.packs)
            case QpsOrder():
                return qps_price(order.item, group)
            case FreePack() | LicenceOrder() | UpgradeOrder():
                raise not_sold(order)
            case _:
                assert_never(order.item)

    def assumptions_of(self, order: Order) -> tuple[str, ...]:
        """The open questions that an order's line depends on."""
        match order.item:
            case CallPack():
                return ("pack_validity",)
            case QpsOrder():
                # Days are days under every reading.
                if order.item.months:
                    return ("qps_month",)
                return ()
            case FreePack() | MaterialPack() | LicenceOrder() | UpgradeOrder():
                return ()
            case _:
                assert_never(order.item)

    def free_calls(self, name: str) -> FreeCalls | None:
        """The calls given to a group once."""
        return self.offer.by_name[name].free_pack

    def calls_in(self, order: Order) -> int:
        """The calls an order holds in all."""
        match order.item:
            case FreePack():
                free = self.free_calls(scope_of(order))
                if free:
                    return free.calls
                return 0
            case CallPack():
                return order.item.size * order.item.quantity
            case MaterialPack() | QpsOrder() | LicenceOrder() | UpgradeOrder():
                return 0
            case _:
                assert_never(order.item)

    def postpaid(self, scope: str | None) -> TierTable | None:
        """The pay-as-you-go prices of a group."""
        return self.offer.by_name[scope or ""].pay_as_you_go

    def shop(self, scope: str | None) -> str:
        """What an order's name in the price list begins with: its group."""
        return scope or ""

    def resource_of(self, meter: str, readings: Readings) -> str | None:
        """Whose the calls of a meter are: the group's."""
        return meter

    # Metering.

    def distribute(
        self, use: ScopeUsage, account: Account, orders: FiledOrders
    ) -> tuple[DailyCalls, list[Misfit]]:
        """The daily calls of a group, which begins with its own first day or the
        account's.
        """
        return distribute(use.calls, use.starts or account.activated, strict=True)

    def drawing_order(self, scenario: Scenario) -> list[str]:
        """The groups with usage as the book lists them."""
        return [name for name in self.offer.by_name if name in scenario.usage]

    def row_order(self, names: Sequence[str]) -> Sequence[str]:
        """The order of the rows of usage in a bill."""
        return names

    def with_meters(
        self, scopes: tuple[MeteredScope, ...], readings: Readings
    ) -> tuple[MeteredScope, ...]:
        """Each group has its own meter already."""
        return scopes

    def meters(self, scopes: Sequence[MeteredScope]) -> dict[str, Meter]:
        """A meter for each group that is used."""
        names = [scope.name for scope in scopes]
        return {name: Meter(name, self.postpaid(name)) for name in names}

    def term(self, order: Order, readings: Readings) -> Span | None:
        """The days on which QPS is in force; None for what is not for a time."""
        match order.item:
            # First what there may be thousands of.
            case CallPack() | FreePack() | MaterialPack():
                return None
            case QpsOrder(days=0, months=months):
                reading = readings.consult("qps_month")
                return validity.qps_months(order.begins, months, reading)
            case QpsOrder(days=days):
                return validity.n_days(order.begins, days)
            case LicenceOrder() | UpgradeOrder():
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
        """A group as it is metered."""
        group = self.offer.by_name[use.name]
        return metered_group(group, use, calls, orders, terms)

    def packs(self, orders: Iterable[Order], readings: Readings) -> Iterator[Pack]:
        """The packs of calls of orders, free or bought."""
        years, groups = PackYears(DAYS_OF_A_YEAR, readings), self.offer.by_name
        for order in orders:
            yield from group_packs(order, groups[scope_of(order)], years)

    def lacks_licences(self) -> bool:
        """Whether calls need a licence that the book does not sell."""
        return False

    def materials_held(
        self, prepared: MeteringInput, name: str
    ) -> Callable[[Span], int | None]:
        """The materials that can be live by the end of a span; None where nothing needs
        to be held.
        """
        table = self.offer.by_name[name].materials
        if table is None:
            return lambda _: None
        held = materials.held_by_packs(prepared.orders.of(MATERIAL_PACK, name))
        return lambda span: table.free + held.at(span.last)

    def further_materials(
        self, need: int, held: int, *, licensed: bool
    ) -> dict[str, object]:
        """What would hold missing materials: packs, which the table of prices names."""
        return {}

    # Checks.

    def account_faults(self, account: Account) -> Iterator[Fault]:
        """What is wrong with the account on this book: nothing."""
        return iter(())

    def name_faults(self, name: str, location: Location) -> Iterator[Fault]:
        """A group that the book does not have."""
        known = list(self.offer.by_name)
        if name not in known:
            hint = did_you_mean(name, known) or Message(
                "; expected {known}", known=listed(known)
            )
            yield fault_at(
                "the price book {book_id!r} has no interface group {name!r}{hint}",
                location,
                book_id=self.book_id,
                name=name,
                hint=hint,
            )

    def usage_faults(self, use: ScopeUsage) -> Iterator[Fault]:
        """What is wrong with the usage of a group that the book has."""
        return usage_faults(self.offer.by_name[use.name], use)

    def order_faults(self, order: Order) -> Iterator[Fault]:
        """What is wrong with whom an order is for."""
        if order.scope is None:
            yield fault_at(
                "a {name} without 'for'", order.location, name=order.kind.name
            )
            return
        if order.scope not in self.offer.by_name:
            yield from self.name_faults(order.scope, order.at("for"))

    def relation_faults(
        self, orders: Sequence[Order], terms: Terms, readings: Readings, *, whole: bool
    ) -> Iterator[Fault]:
        """What is wrong with orders together."""
        # A claim is for ever: a second is a fault however long the first one is over.
        for order in burn_down.second_claims(orders):
            yield fault_at(
                "a second free pack for {scope}; there is one for ever",
                order.location,
                scope=order.scope,
            )
