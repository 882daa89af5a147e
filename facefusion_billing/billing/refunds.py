"""Whether packs can be refunded: how much of each was used, and the grounds that
decide, from the same burn-down as the bills.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.inputs import BillingInputs
from facefusion_billing.billing.metered import MeteringInput, by_order, scope_of
from facefusion_billing.billing.months import Metering
from facefusion_billing.billing.orders import clause_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.calendar import (
    DISTANT,
    ONE_DAY,
    Span,
    month_of,
    months_between,
)
from facefusion_billing.model.faults import Fault, Message, fault_at
from facefusion_billing.model.items import KINDS_BY_NAME, MATERIAL_PACK, MaterialPack
from facefusion_billing.model.scenario import Order, Scenario
from facefusion_billing.model.verdict import Ground, failed_first
from facefusion_billing.rules import refund_window
from facefusion_billing.rules.materials import (
    materials_in,
    max_live,
    returned_materials,
    used_packs,
)
from facefusion_billing.rules.refund_window import Use


class Uses:
    """How much of each pack was used; what older material packs hold is added up once
    for all of them.
    """

    def __init__(
        self, scenario: Scenario, prepared: MeteringInput, metering: Metering
    ) -> None:
        self.scenario, self.metering = scenario, metering
        self.packs = by_order(prepared.packs)
        self.older: dict[str, tuple[int, int]] = {}
        self.returned: dict[str, list[Order]] = {}
        self.most: dict[tuple[str, Span], int] = {}
        for group in scenario.book.groups:
            orders = prepared.orders.of(MATERIAL_PACK, group)
            self.file(group, sorted(orders, key=by_date))

    def file(self, group: str, orders: list[Order]) -> None:
        """Notes for each order of a group how many materials, and how many of the
        orders returned, are older.
        """
        bought, returned = 0, self.returned.setdefault(group, [])
        for order in orders:
            self.older[order.id] = bought, len(returned)
            bought += materials_in(order)
            if order.refunded:
                returned.append(order)

    def of(self, order: Order, as_of: date) -> list[Use]:
        """How much of each pack of an order was used by the end of a day."""
        if isinstance(order.item, MaterialPack):
            beyond = self.live_beyond(order, as_of)
            packs = used_packs(order.item, beyond)
            return [Use(pack.live, "materials", pack.first) for pack in packs]
        found = []
        for index, pack in self.packs.get(order.id, ()):
            used = pack.size - self.metering.left[index]
            found.append(Use(used, "calls", self.metering.first_use[index]))
        # What holds no calls, QPS say, has its verdict all the same.
        return found or [Use(0, "calls", None)] * order.quantity

    def live_beyond(self, order: Order, as_of: date) -> list[tuple[date, int]]:
        """The materials live beyond the free quota and older packs, month by month from
        an order's delivery on.
        """
        name = scope_of(order)
        table = self.scenario.book.groups[name].materials
        usage = self.scenario.usage.get(name)
        if table is None or usage is None or as_of < order.delivered:
            return []
        bought, back = self.older[order.id]
        returned = self.returned[name][:back]
        kept = table.free + bought - sum(map(returned_materials, returned))
        most = max((level.value for level in usage.materials), default=0)
        # Never more live than what stays, so no month of what may be many is looked at.
        if most <= kept:
            return []
        return self.months_beyond(order, as_of, kept, returned)

    def months_beyond(
        self, order: Order, as_of: date, kept: int, returned: list[Order]
    ) -> list[tuple[date, int]]:
        """The same where some may be: beyond what is kept, and what was not yet returned."""
        name = scope_of(order)
        found = []
        for month in months_between(month_of(order.delivered), month_of(as_of)):
            span = Span(max(order.delivered, month.first), month.end)
            # A pack that goes back within the month held materials on some of its days.
            still = [o for o in returned if (o.refunded or DISTANT) > span.start]
            held = kept + sum(map(returned_materials, still))
            found.append((span.start, self.live(name, span) - held))
        return found

    def live(self, name: str, span: Span) -> int:
        """The most materials of a group that are live in a span; the months are the
        same for all orders.
        """
        if (name, span) not in self.most:
            levels = self.scenario.usage[name].materials
            self.most[name, span] = max_live(levels, span)
        return self.most[name, span]


def by_date(order: Order) -> tuple[date, str]:
    """The order in which packs are bought, and told."""
    return order.date, order.id


def last_day_of(scenario: Scenario, order: Order, readings: Readings) -> date | None:
    """The last day on which a pack can be returned; None for what the rule does not
    speak of.
    """
    rule = scenario.book.refund
    if rule is None or rule.window_days is None or not order.kind.is_pack:
        return None
    return refund_window.last_day(
        order.delivered, rule.window_days, readings.consult("refund_window")
    )


def grounds_of(
    scenario: Scenario,
    order: Order,
    as_of: date,
    used: list[Use],
    last: date | None,
    *,
    returning: bool = False,
) -> Iterator[tuple[Ground, ...]]:
    """The grounds of each pack of an order.

    `returning`: as if its own refund had not happened.
    """
    rule = scenario.book.refund
    covered = refund_window.covered(order, rule, clause_of(order, scenario.book))
    if rule is None or last is None:
        yield from [(covered,)] * len(used)
        return
    others = [
        refund_window.within_window(order, last, as_of, rule),
        refund_window.purchased(order, rule),
        refund_window.account_open(scenario.account.discontinued, rule),
    ]
    # The highest numbers go back: the first packs of an order are drawn first.
    kept = order.quantity - order.returned_packs
    found: dict[tuple[Use, bool], tuple[Ground, ...]] = {}
    for number, use in enumerate(used, 1):
        goes_back = number > kept and not returning
        # Packs of one order that were used alike have the same grounds.
        if (use, goes_back) not in found:
            own = [covered, refund_window.unused(order, use, rule), *others]
            if goes_back:
                own.append(refund_window.not_refunded(order, as_of, rule))
            found[use, goes_back] = tuple(own)
        yield found[use, goes_back]


def impossible_refunds(
    inputs: BillingInputs,
    prepared: MeteringInput,
    metering: Metering,
    readings: Readings,
) -> Iterator[Fault]:
    """Orders marked as refunded which could not be: each with the ground that fails."""
    scenario = inputs.scenario
    uses = Uses(scenario, prepared, metering)
    for order in scenario.orders:
        if order.refunded is None:
            continue
        # On the day of the return itself nothing is drawn any more.
        used = uses.of(order, order.refunded - ONE_DAY)
        last = last_day_of(scenario, order, readings)
        rows = grounds_of(scenario, order, order.refunded, used, last, returning=True)
        back = list(rows)[order.quantity - order.returned_packs :]
        failed = next(filter(None, map(failed_first, back)), None)
        if failed is not None:
            yield fault_at(
                "{id} cannot be refunded on {refunded}: {why}{hint}",
                order.at("refunded"),
                id=order.id,
                refunded=order.refunded,
                why=_why(failed),
                hint=_way_out(order, used, failed),
            )


def _way_out(order: Order, used: list[Use], failed: Ground) -> str:
    """That some packs of an order can go back where not all can."""
    unused = sum(1 for use in used if not use.quantity)
    whole = order.quantity > 1 and order.refunded_packs is None
    if failed.name != "unused" or not unused or not whole:
        return ""
    return Message("; 'refunded_packs: {unused}' returns those not used", unused=unused)


def _why(ground: Ground) -> Message:
    facts, name = dict(ground.facts), ground.name
    kind = KINDS_BY_NAME.get(facts.get("item", ""))
    if kind is not None:
        facts["item"] = Message(kind.title)
    if "source" in facts:
        facts["source"] = Message(facts["source"])
    if facts.get("unit") == "materials":
        name = "unused_materials"
    return Message(REASONS[name], **facts)


REASONS = {
    "refundable_item": "a {item} is not refundable in this price book",
    "unused": "calls used by then: {quantity:,}",
    "unused_materials": "materials used by then: {quantity:,}",
    "within_window": "delivered on {delivered}, the last day is {last}",
    "purchased": "it was not bought, or its campaign allows no refund ({source})",
    "account_open": "the account was closed for violations",
}
