"""Which purchases can still be refunded: a verdict for every pack, from the same burn-down as the bills."""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.answers.metering import Metering, meter
from facefusion_billing.answers.orders import clause_of, listed, payment, scope_of
from facefusion_billing.answers.preparation import PacksByOrder, Prepared, by_order, prepare, spread_calls
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import RefundRule
from facefusion_billing.model.calendar import ONE_DAY, Span, month_of, months_between
from facefusion_billing.model.faults import Fault
from facefusion_billing.model.money import share
from facefusion_billing.model.scenario import ITEM_NAMES, Order, Scenario, Tenders
from facefusion_billing.model.verdict import ELIGIBLE, NOT_ELIGIBLE, UNDETERMINED, Ground, Refunds, Verdict
from facefusion_billing.rules import refund_window
from facefusion_billing.rules.materials import most_live
from facefusion_billing.rules.refund_window import Use


def refund(scenario: Scenario, assumptions: dict[str, str], as_of: date) -> Refunds:
    """A verdict per pack as of a day, with every ground. Raises `InputError`."""
    readings = Readings({**scenario.assumptions, **assumptions})
    calls = {name: daily.up_to(as_of) for name, daily in spread_calls(scenario)[0].items()}
    prepared = prepare(scenario, calls, readings)
    metering = meter(scenario, prepared, readings)
    orders = sorted(scenario.orders, key=lambda order: (order.date, order.id))
    packs = by_order(prepared.packs)
    verdicts = [
        verdict
        for order in orders
        for verdict in verdicts_of(scenario, order, as_of, uses(scenario, packs, metering, order, as_of), readings)
    ]
    return Refunds(
        as_of=as_of,
        currency=scenario.book.currency,
        title=scenario.title,
        assumptions={"refund_window": readings.peek("refund_window")},
        clauses={id: clause.where for id, clause in scenario.book.clauses.items()},
        verdicts=tuple(verdicts),
    )


def uses(scenario: Scenario, packs: PacksByOrder, metering: Metering, order: Order, as_of: date) -> list[Use]:
    """How much of each pack of an order was used by the end of a day."""
    if order.item == "material_pack":
        return [_material_use(scenario, order, number, as_of) for number in range(1, order.quantity + 1)]
    found = [
        Use(pack.size - metering.left[place], "calls", metering.first_use[place])
        for place, pack in packs.get(order.id, ())
    ]
    return found or [Use(0, "calls", None)] * order.quantity


def _material_use(scenario: Scenario, order: Order, number: int, as_of: date) -> Use:
    """What a material pack alone holds: the most live since its delivery beyond the free quota and older packs."""
    name = scope_of(order)
    table, usage = scenario.book.groups[name].materials, scenario.usage.get(name)
    if table is None or usage is None or as_of < order.delivered:
        return Use(0, "materials", None)
    key = (order.date, order.id)
    older = [o for o in scenario.orders if o.item == "material_pack" and o.scope == name and (o.date, o.id) < key]
    held = table.free + order.size * (number - 1)
    used, first = 0, None
    for month in months_between(month_of(order.delivered), month_of(as_of)):
        span = Span(max(order.delivered, month.first), month.plus(1).first)
        need = most_live(usage.materials, span)
        before = sum(o.size * o.quantity for o in older if not (o.refunded and o.refunded <= span.start))
        excess = min(max(need - held - before, 0), order.size)
        if excess and first is None:
            first = span.start
        used = max(used, excess)
    return Use(used, "materials", first)


def verdicts_of(
    scenario: Scenario, order: Order, as_of: date, used: list[Use], readings: Readings, *, returning: bool = False
) -> Iterator[Verdict]:
    """The verdict of each pack of an order. `returning`: as if its own refund had not happened."""
    rule = scenario.book.refund
    last = None
    if rule is not None and rule.window_days is not None and order.item.endswith("_pack"):
        last = refund_window.last_day(order.delivered, rule.window_days, readings["refund_window"])
    for number, use in enumerate(used, 1):
        grounds = tuple(_grounds(scenario, order, as_of, use, last, returning=returning))
        verdict = refund_window.decide(grounds)
        yield Verdict(
            order=order,
            number=number,
            scope=scope_of(order),
            verdict=verdict,
            last_day=last,
            days_left=max(0, (last - as_of).days) if last else None,
            used=use.quantity,
            paid=_share(scenario, order, number),
            grounds=grounds,
            notes=tuple(_notes(verdict, rule, order, as_of, readings)),
        )


def _grounds(
    scenario: Scenario, order: Order, as_of: date, use: Use, last: date | None, *, returning: bool
) -> Iterator[Ground]:
    rule = scenario.book.refund
    yield refund_window.covered(order, rule, clause_of(order, scenario.book))
    if rule is None or last is None:
        return
    yield refund_window.unused(order, use, rule)
    yield refund_window.within_window(order, last, as_of, rule)
    yield refund_window.purchased(order, rule)
    yield refund_window.account_open(scenario.account.discontinued, rule)
    if order.refunded is not None and not returning:
        yield refund_window.not_refunded(order, as_of, rule)


def _notes(verdict: str, rule: RefundRule | None, order: Order, as_of: date, readings: Readings) -> Iterator[str]:
    """Codes of what a reader should know beside the grounds."""
    if verdict == ELIGIBLE:
        yield "abuse"
    if verdict == UNDETERMINED:
        yield "campaign"
    if verdict == NOT_ELIGIBLE or rule is None or rule.window_days is None:
        return
    closes = refund_window.last_day(order.delivered, rule.window_days, "delivery_day_is_day_0")
    if as_of == closes and readings["refund_window"] == "delivery_day_is_day_0":
        yield "stricter_reading"


def _share(scenario: Scenario, order: Order, number: int) -> Tenders:
    """The pack's equal share of each tender of its order, odd cents to the first packs."""
    if order.item == "free_pack":
        return Tenders()
    tenders = payment(order, listed(order, scenario.book).cents).tenders
    return Tenders(*(share(amount, order.quantity, number) for amount in tenders))


def impossible_refunds(
    scenario: Scenario, prepared: Prepared, metering: Metering, readings: Readings
) -> Iterator[Fault]:
    """Orders marked as refunded which could not be: each with the ground that fails."""
    packs = by_order(prepared.packs)
    for order in scenario.orders:
        if order.refunded is None:
            continue
        used = uses(scenario, packs, metering, order, order.refunded - ONE_DAY)
        for verdict in verdicts_of(scenario, order, order.refunded, used, readings, returning=True):
            failed = verdict.failed_first
            if failed is not None:
                yield Fault(f"{order.id} cannot be refunded on {order.refunded}: {_why(failed)}", order.at("refunded"))
                break


def _why(ground: Ground) -> str:
    facts = {**ground.facts, "item": ITEM_NAMES.get(ground.facts.get("item", ""), "")}
    return _REASONS[ground.name].format(**facts)


_REASONS = {
    "refundable_item": "a {item} is not refundable in this price book",
    "unused": "{quantity:,} {unit} were used by then",
    "within_window": "delivered on {delivered}, the last day is {last}",
    "purchased": "it was not bought, or its campaign allows no refund ({source})",
    "account_open": "the account was closed for violations",
}
