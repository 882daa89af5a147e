"""The refund of unused packs within days of delivery.

What: a pack can be returned when no call was deducted from it, within the window from
its delivery, when it was bought (not free, not gifted), and while the account is not
closed for violations. A campaign's own rules prevail on whether its bundles can be
returned. Any unmet ground refuses; one that is open makes the verdict undetermined.

Clauses: refund, refund-exclusions, refund-campaign, licence-no-refund, packs-no-refund.

>>> last_day(date(2020, 10, 1), 7, "delivery_day_is_day_0")
datetime.date(2020, 10, 8)
>>> last_day(date(2020, 10, 1), 7, "delivery_day_is_day_1")
datetime.date(2020, 10, 7)
"""

from datetime import date, timedelta

from facefusion_billing.model.book import RefundRule
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.items import FreePack
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.verdict import (
    ELIGIBLE,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Ground,
    VerdictWord,
)
from facefusion_billing.startup.record import NamedTuple


def last_day(delivered: date, window_days: int, refund_window: str) -> date:
    """The last day on which a pack can be returned."""
    days = window_days
    if refund_window == "delivery_day_is_day_1":
        days -= 1
    return delivered + timedelta(days=days)


def decide(grounds: tuple[Ground, ...]) -> VerdictWord:
    """The verdict: any unmet ground refuses, else an open one leaves it undetermined."""
    # Refused before open: what a campaign may allow mends no other ground.
    if any(ground.met is False for ground in grounds):
        return NOT_ELIGIBLE
    if any(ground.met is None for ground in grounds):
        return UNDETERMINED
    return ELIGIBLE


class Use(NamedTuple):
    """How much of a pack was used, of what, and on which day first (None: outside the
    scenario's months).
    """

    quantity: int
    unit: str
    first: date | None


def covered(order: Order, rule: RefundRule | None, own_clause: str) -> Ground:
    """Whether what was ordered is a pack that the rule speaks of at all."""
    kind = order.kind
    if rule is None:
        return Ground("refundable_item", False, (own_clause,), {"item": kind.name})
    met = rule.window_days is not None and kind.is_pack
    clause = rule.items.get(kind.name, rule.clause)
    facts: dict[str, str | bool] = {"item": kind.name}
    if rule.window_days is None and clause != own_clause:
        # A clause other than that of the sale says outright that nothing comes back.
        facts["excluded"] = True
    return Ground("refundable_item", met, (clause,), facts)


def unused(order: Order, use: Use, rule: RefundRule) -> Ground:
    """No call deducted, no material live that only this pack holds."""
    facts = {"quantity": use.quantity, "unit": use.unit, "first": use.first}
    clauses = (rule.clause, rule.exclusions)
    if not use.quantity:
        return Ground("unused", True, clauses, facts)
    # What was used outside the scenario's months has no day, and could not be earlier.
    return Ground("unused", False, clauses, facts, use.first or order.delivered)


def within_window(order: Order, last: date, as_of: date, rule: RefundRule) -> Ground:
    """Delivered, and not longer ago than the window allows."""
    facts = {"delivered": order.delivered, "last": last, "as_of": as_of}
    met = order.delivered <= as_of <= last
    clauses = (rule.clause, rule.exclusions)
    if met:
        return Ground("within_window", True, clauses, facts)
    since = order.date
    if as_of > last:
        since = last + ONE_DAY
    return Ground("within_window", False, clauses, facts, since)


def purchased(order: Order, rule: RefundRule) -> Ground:
    """Bought, not given; for a campaign's bundle, what its rules say."""
    source: str = order.source
    if isinstance(order.item, FreePack):
        source = "free"
    met: bool | None = source == "purchased"
    clause = rule.exclusions
    if source == "campaign":
        # None where the file does not say what its rules are: that leaves it open.
        met, clause = order.refundable, rule.campaign
    since = None if met else order.date
    return Ground("purchased", met, (clause,), {"source": source}, since)


def account_open(discontinued: bool, rule: RefundRule) -> Ground:
    """The account is not closed for violations."""
    return Ground("account_open", not discontinued, (rule.exclusions,), {})


def not_refunded(order: Order, as_of: date, rule: RefundRule) -> Ground:
    """The order was not returned before."""
    facts = {"refunded": order.refunded}
    if order.refunded is None or order.refunded > as_of:
        return Ground("not_refunded", True, (rule.clause,), facts)
    return Ground("not_refunded", False, (rule.clause,), facts, order.refunded)
