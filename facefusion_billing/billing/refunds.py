"""Which purchases can still be refunded: a verdict for every pack, from the same
burn-down as the bills.
"""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.metering import Metering, meter
from facefusion_billing.billing.orders import (
    clause_of,
    listed,
    orders_of,
    payment,
    scope_of,
)
from facefusion_billing.billing.preparation import (
    MeteringInput,
    by_order,
    distribute_calls,
    prepare,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import RefundRule
from facefusion_billing.model.calendar import (
    DISTANT,
    ONE_DAY,
    Span,
    month_of,
    months_between,
)
from facefusion_billing.model.faults import Fault
from facefusion_billing.model.items import (
    KINDS_BY_NAME,
    MATERIAL_PACK,
    FreePack,
    MaterialPack,
)
from facefusion_billing.model.money import share
from facefusion_billing.model.scenario import Order, Scenario, Tenders
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
    Refunds,
    Verdict,
    failed_first,
)
from facefusion_billing.rules import refund_window
from facefusion_billing.rules.materials import materials_in, most_live
from facefusion_billing.rules.refund_window import Use


def refund(scenario: Scenario, assumptions: dict[str, str], as_of: date) -> Refunds:
    """A verdict per pack as of a day, with every ground. Raises `InputError`."""
    readings = Readings({**scenario.assumptions, **assumptions})
    calls = {
        name: daily.up_to(as_of)
        for name, daily in distribute_calls(scenario)[0].items()
    }
    prepared = prepare(scenario, calls, readings)
    metering = meter(scenario, prepared, readings)
    uses = _Uses(scenario, prepared, metering)
    verdicts = [
        verdict
        for order in sorted(scenario.orders, key=_by_date)
        for verdict in verdicts_of(
            scenario, order, as_of, uses.of(order, as_of), readings
        )
    ]
    return Refunds(
        as_of=as_of,
        currency=scenario.book.currency,
        title=scenario.title,
        assumptions={"refund_window": readings.value("refund_window")},
        clauses={id: clause.where for id, clause in scenario.book.clauses.items()},
        verdicts=tuple(verdicts),
    )


class _Uses:
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
            orders = orders_of(scenario, MATERIAL_PACK, group)
            self.file(group, sorted(orders, key=_by_date))

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
            return self.materials(order, order.item, as_of)
        found = [
            Use(
                pack.size - self.metering.left[index],
                "calls",
                self.metering.first_use[index],
            )
            for index, pack in self.packs.get(order.id, ())
        ]
        return found or [Use(0, "calls", None)] * order.quantity

    def materials(self, order: Order, item: MaterialPack, as_of: date) -> list[Use]:
        """What each pack alone holds: the most live since its delivery beyond the free
        quota and older packs.
        """
        beyond = self.beyond(order, as_of)
        most = max((count for _, count in beyond), default=0)
        uses = []
        for before in range(0, materials_in(order), item.size):
            first = (
                next((day for day, count in beyond if count > before), None)
                if most > before
                else None
            )
            uses.append(Use(min(max(most - before, 0), item.size), "materials", first))
        return uses

    def beyond(self, order: Order, as_of: date) -> list[tuple[date, int]]:
        """The materials live beyond the free quota and older packs, month by month from
        an order's delivery on.
        """
        name = scope_of(order)
        table, usage = (
            self.scenario.book.groups[name].materials,
            self.scenario.usage.get(name),
        )
        if table is None or usage is None or as_of < order.delivered:
            return []
        bought, back = self.older[order.id]
        returned = self.returned[name][:back]
        kept = bought - sum(materials_in(o) for o in returned)
        if (
            max((level.value for level in usage.materials), default=0)
            <= table.free + kept
        ):
            return []
        found = []
        for month in months_between(month_of(order.delivered), month_of(as_of)):
            span = Span(max(order.delivered, month.first), month.plus(1).first)
            still = sum(
                materials_in(o)
                for o in returned
                if (o.refunded or DISTANT) > span.start
            )
            found.append(
                (span.start, self.live(name, span) - table.free - kept - still)
            )
        return found

    def live(self, name: str, span: Span) -> int:
        """The most materials of a group that are live in a span; the months are the
        same for all orders.
        """
        if (name, span) not in self.most:
            self.most[name, span] = most_live(self.scenario.usage[name].materials, span)
        return self.most[name, span]


def _by_date(order: Order) -> tuple[date, str]:
    return order.date, order.id


def verdicts_of(
    scenario: Scenario, order: Order, as_of: date, used: list[Use], readings: Readings
) -> Iterator[Verdict]:
    """The verdict of each pack of an order."""
    last, tenders = _last_day(scenario, order, readings), _tenders(scenario, order)
    packs = zip(used, _grounds(scenario, order, as_of, used, last), strict=True)
    for number, (use, grounds) in enumerate(packs, 1):
        verdict = refund_window.decide(grounds)
        yield Verdict(
            order=order,
            number=number,
            scope=scope_of(order),
            verdict=verdict,
            last_day=last,
            days_left=max(0, (last - as_of).days) if last else None,
            used=use.quantity,
            paid=Tenders(
                *(share(amount, order.quantity, number) for amount in tenders)
            ),
            grounds=grounds,
            notes=tuple(_notes(verdict, scenario.book.refund, order, as_of, readings)),
        )


def _last_day(scenario: Scenario, order: Order, readings: Readings) -> date | None:
    """The last day on which a pack can be returned; None for what the rule does not
    speak of.
    """
    rule = scenario.book.refund
    if rule is None or rule.window_days is None or not order.kind.is_pack:
        return None
    return refund_window.last_day(
        order.delivered, rule.window_days, readings["refund_window"]
    )


def _grounds(
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
    if order.refunded is not None and not returning:
        others.append(refund_window.not_refunded(order, as_of, rule))
    for use in used:
        yield covered, refund_window.unused(order, use, rule), *others


def _notes(
    verdict: str, rule: RefundRule | None, order: Order, as_of: date, readings: Readings
) -> Iterator[str]:
    """Codes of what a reader should know beside the grounds."""
    if verdict == ELIGIBLE:
        yield "abuse"
    if verdict == UNDETERMINED:
        yield "campaign"
    if verdict == NOT_ELIGIBLE or rule is None or rule.window_days is None:
        return
    closes = refund_window.last_day(
        order.delivered, rule.window_days, "delivery_day_is_day_0"
    )
    if as_of == closes and readings["refund_window"] == "delivery_day_is_day_0":
        yield "stricter_reading"


def _tenders(scenario: Scenario, order: Order) -> Tenders:
    """How an order was paid; each of its packs has an equal share of each tender, odd
    cents to the first packs.
    """
    if isinstance(order.item, FreePack):
        return Tenders()
    return payment(order, listed(order, scenario.book).cents).tenders


def impossible_refunds(
    scenario: Scenario, prepared: MeteringInput, metering: Metering, readings: Readings
) -> Iterator[Fault]:
    """Orders marked as refunded which could not be: each with the ground that fails."""
    uses = _Uses(scenario, prepared, metering)
    for order in scenario.orders:
        if order.refunded is None:
            continue
        used = uses.of(order, order.refunded - ONE_DAY)
        last = _last_day(scenario, order, readings)
        for grounds in _grounds(
            scenario, order, order.refunded, used, last, returning=True
        ):
            failed = failed_first(grounds)
            if failed is not None:
                yield Fault(
                    f"{order.id} cannot be refunded on {order.refunded}: {_why(failed)}",
                    order.at("refunded"),
                )
                break


def _why(ground: Ground) -> str:
    kind = KINDS_BY_NAME.get(ground.facts.get("item", ""))
    item = kind.title if kind is not None else ""
    return _REASONS[ground.name].format(**{**ground.facts, "item": item})


_REASONS = {
    "refundable_item": "a {item} is not refundable in this price book",
    "unused": "{quantity:,} {unit} were used by then",
    "within_window": "delivered on {delivered}, the last day is {last}",
    "purchased": "it was not bought, or its campaign allows no refund ({source})",
    "account_open": "the account was closed for violations",
}
