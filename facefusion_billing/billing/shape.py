"""The two shapes of a price book behind one face: what is asked of a book is asked
here, and only here is it decided which shape answers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, assert_never

from facefusion_billing.billing.list_prices import ListPrice
from facefusion_billing.billing.metered import (
    FiledOrders,
    Meter,
    MeteredScope,
    MeteringInput,
    Terms,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import (
    Activities,
    FreeCalls,
    Groups,
    PriceBook,
    TierTable,
)
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.faults import Fault, Location
from facefusion_billing.model.items import Kind
from facefusion_billing.model.scenario import Account, Order, Scenario, ScopeUsage
from facefusion_billing.rules.burn_down import Pack
from facefusion_billing.rules.distribution import DailyCalls, Misfit


class Shape(Protocol):
    """What every shape answers; `groups.py` and `activities.py` say how."""

    @property
    def sold(self) -> tuple[Kind, ...]:
        """The kinds of orders that are sold."""
        ...

    @property
    def unused_assumptions(self) -> tuple[str, ...]:
        """The open questions that cannot matter, whatever else a book says."""
        ...

    def list_price(self, order: Order) -> ListPrice: ...
    def assumptions_of(self, order: Order) -> tuple[str, ...]: ...
    def free_calls(self, name: str) -> FreeCalls | None: ...
    def calls_in(self, order: Order) -> int: ...
    def postpaid(self, scope: str | None) -> TierTable | None: ...
    def shop(self, scope: str | None) -> str: ...
    def resource_of(self, meter: str, readings: Readings) -> str | None: ...

    def distribute(
        self, use: ScopeUsage, account: Account, orders: FiledOrders
    ) -> tuple[DailyCalls, list[Misfit]]: ...
    def drawing_order(self, scenario: Scenario) -> list[str]: ...
    def row_order(self, names: Sequence[str]) -> Sequence[str]: ...
    def with_meters(
        self, scopes: tuple[MeteredScope, ...], readings: Readings
    ) -> tuple[MeteredScope, ...]: ...
    def meters(self, scopes: Sequence[MeteredScope]) -> dict[str, Meter]: ...
    def term(self, order: Order, readings: Readings) -> Span | None: ...
    def scope(
        self,
        use: ScopeUsage,
        calls: DailyCalls,
        orders: FiledOrders,
        terms: Terms,
        readings: Readings,
    ) -> MeteredScope: ...
    def packs(self, orders: Iterable[Order], readings: Readings) -> Iterator[Pack]: ...
    def lacks_licences(self) -> bool: ...
    def materials_held(
        self, prepared: MeteringInput, name: str
    ) -> Callable[[Span], int | None]: ...
    def further_materials(
        self, need: int, held: int, *, licensed: bool
    ) -> dict[str, object]: ...

    def account_faults(self, account: Account) -> Iterator[Fault]: ...
    def name_faults(self, name: str, location: Location) -> Iterator[Fault]: ...
    def usage_faults(self, use: ScopeUsage) -> Iterator[Fault]: ...
    def order_faults(self, order: Order) -> Iterator[Fault]: ...
    def relation_faults(
        self, orders: Sequence[Order], terms: Terms, readings: Readings, *, whole: bool
    ) -> Iterator[Fault]: ...


def shape_of(book: PriceBook) -> Shape:
    """The shape of a book; only its own module is loaded."""
    match book.offer:
        case Groups():
            from facefusion_billing.billing.groups import GroupsShape

            return GroupsShape(book.offer, book.id)
        case Activities():
            from facefusion_billing.billing.activities import ActivitiesShape

            return ActivitiesShape(book.offer)
        case _:
            assert_never(book.offer)


def unused_assumptions(book: PriceBook) -> set[str]:
    """The open questions that cannot matter on a book."""
    unused = set(shape_of(book).unused_assumptions)
    # A user's book of any shape may state a range of days, or a window.
    if book.settlement.first == book.settlement.last:
        unused.add("settlement_day")
    if book.refund is None or book.refund.window_days is None:
        unused.add("refund_window")
    return unused


def relevant(readings: Readings, book: PriceBook) -> dict[str, str]:
    """The assumptions in force on a book."""
    unused = unused_assumptions(book)
    return {id: value for id, value in readings.values.items() if id not in unused}


def terms_of(shape: Shape, orders: Sequence[Order], readings: Readings) -> Terms:
    """The days on which what was ordered is in force, for what is ordered for a time."""
    terms = {}
    for order in orders:
        term = shape.term(order, readings)
        if term is not None:
            terms[order.id] = term
    return terms
