"""Which purchases can still be refunded: a verdict for every pack, with every ground."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from facefusion_billing.billing.bills import check_returns
from facefusion_billing.billing.inputs import BillingInputs, billing_inputs
from facefusion_billing.billing.metered import scope_of
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.preparation import prepare
from facefusion_billing.billing.refunds import (
    Uses,
    by_date,
    grounds_of,
    last_day_of,
)
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.book import RefundRule
from facefusion_billing.model.money import share
from facefusion_billing.model.scenario import Order, Scenario, Tenders
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Refunds,
    Verdict,
    VerdictWord,
)
from facefusion_billing.rules import refund_window
from facefusion_billing.rules.refund_window import Use


def refund(scenario: Scenario, assumptions: dict[str, str], as_of: date) -> Refunds:
    """A verdict per pack as of a day. Raises `InputError`."""
    # No pack is judged by a file that states what cannot be.
    check_returns(scenario, scenario.readings(assumptions))
    readings = scenario.readings(assumptions)
    inputs = _until(billing_inputs(scenario), as_of)
    prepared = prepare(inputs, readings)
    uses = Uses(scenario, prepared, meter(inputs, prepared, readings))
    verdicts: list[Verdict] = []
    for order in sorted(scenario.orders, key=by_date):
        verdicts += _verdicts(inputs, order, as_of, uses.of(order, as_of), readings)
    return Refunds(
        as_of=as_of,
        currency=scenario.book.currency,
        title=scenario.title,
        assumptions={"refund_window": readings.value("refund_window")},
        clauses={id: clause.where for id, clause in scenario.book.clauses.items()},
        verdicts=tuple(verdicts),
        origin=scenario.book.origin,
        is_activated=_is_activated(scenario, as_of),
    )


def _is_activated(scenario: Scenario, as_of: date) -> bool:
    """Whether the service was there on a day: it was activated by then, or used."""
    activated = scenario.account.activated
    if activated is not None:
        return activated <= as_of
    counts = list(chain.from_iterable(use.calls for use in scenario.usage.values()))
    return any(count.calls and count.span.start <= as_of for count in counts)


def _until(inputs: BillingInputs, as_of: date) -> BillingInputs:
    """The inputs with the calls of no day after the one that is asked about."""
    # A forecast, or a count of next week, has used nothing yet.
    calls = {name: daily.up_to(as_of) for name, daily in inputs.calls.items()}
    return inputs._replace(calls=calls)


def _verdicts(
    inputs: BillingInputs,
    order: Order,
    as_of: date,
    used: list[Use],
    readings: Readings,
) -> Iterator[Verdict]:
    """The verdict of each pack of an order."""
    scenario = inputs.scenario
    last = last_day_of(scenario, order, readings)
    tenders = _tenders(inputs, order)
    days_left = _days_left(order, last, as_of)
    packs = zip(used, grounds_of(scenario, order, as_of, used, last), strict=True)
    for number, (use, grounds) in enumerate(packs, 1):
        verdict = refund_window.decide(grounds)
        shares = (share(amount, order.quantity, number) for amount in tenders)
        yield Verdict(
            order=order,
            number=number,
            scope=scope_of(order),
            verdict=verdict,
            last_day=last,
            days_left=days_left,
            used=use.quantity,
            paid=Tenders(*shares),
            grounds=grounds,
            notes=tuple(_notes(verdict, scenario.book.refund, order, as_of, readings)),
        )


def _days_left(order: Order, last: date | None, as_of: date) -> int | None:
    """The days up to the last one of the window, 0 after it; none before the delivery,
    from which they run.
    """
    if last is None or as_of < order.delivered:
        return None
    return max(0, (last - as_of).days)


def _tenders(inputs: BillingInputs, order: Order) -> Tenders:
    """How an order was paid; each of its packs has an equal share of each tender, odd
    cents to the first packs.
    """
    priced = inputs.priced.get(order.id)
    if priced is not None:
        return priced.payment.tenders
    return Tenders()


def _notes(
    verdict: VerdictWord,
    rule: RefundRule | None,
    order: Order,
    as_of: date,
    readings: Readings,
) -> Iterator[str]:
    """Codes of what a reader should know in addition to the grounds."""
    # Whether an account abuses the rule is the vendor's to judge, so each is warned.
    if verdict == ELIGIBLE:
        yield "abuse"
    if verdict == UNDETERMINED:
        yield "campaign"
    if verdict == NOT_ELIGIBLE or rule is None or rule.window_days is None:
        return
    reading = readings.consult("refund_window")
    closes = refund_window.last_day(
        order.delivered, rule.window_days, "delivery_day_is_day_0"
    )
    if as_of == closes and reading == "delivery_day_is_day_0":
        # Counted from the day of delivery as the first, the window closed yesterday.
        yield "stricter_reading"
