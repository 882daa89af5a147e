"""Licences that follow an activity's last one after calls without any: what they could
save at the most.

Where an activity is billed on (`licence_end: postpaid`) a plan may renew its licence on
any later day, but the search does so up to the next calls alone. What it leaves out is
bounded here. A licence costs its price; what it brings are its calls and the right to
order packs. The pool with packs on all days costs no more than with the licence and its
calls billed besides, and with no date looked at those calls are worth no more than
packs for them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order
from facefusion_billing.plans.activities.account import Account
from facefusion_billing.plans.activities.activity import Activity, NewLicence
from facefusion_billing.plans.activities.licence_options import (
    LicenceOption,
    LicenceOptions,
)
from facefusion_billing.plans.activities.pool import ANY_DAY, ActivityPool
from facefusion_billing.plans.activities.relaxation import Relaxation, Ways
from facefusion_billing.plans.demand import first_day
from facefusion_billing.plans.planner import Outcome
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.solver.deadline import Deadline
from facefusion_billing.solver.monotone import falls_or_stays

Licence = tuple[Cents, int]
"""The price of a licence, and the calls that it serves at the most."""


def lower_with_late(
    account: Account, ways: Ways, found: Outcome, deadline: Deadline
) -> Cents:
    """A cost that no plan is below, those with such licences included; `ways` are those
    that were searched.
    """
    pool = account.pool
    worth = list(chain.from_iterable(_worth(pool, own) for own in account.activities))
    if not worth or not found.lower:
        return found.lower
    least = max(_packs_any_day(account, ways, worth, found, deadline), 0)
    if least < found.lower:
        least = max(least, _no_dates(pool, ways, worth))
    return min(found.lower, least)


def _packs_any_day(
    account: Account,
    ways: Ways,
    worth: Sequence[Licence],
    found: Outcome,
    deadline: Deadline,
) -> Cents:
    """A bound of the plans with such a licence: those without any cost no more with
    packs on all days and its calls billed.
    """
    losses: list[Cents] = []
    for price, calls in worth:
        most = _most_billed(account.pool, calls)
        # Where one costs less than that, many may: nothing is known then.
        if most is None or price < most:
            return 0
        losses.append(price - most)
    loss = min(losses)
    without = account.combined(ANY_DAY, ways, deadline, found.lower - loss)
    return without.lower + loss


def _no_dates(pool: ActivityPool, ways: Ways, worth: Sequence[Licence]) -> Cents:
    """The same with no date looked at, and packs for its calls."""
    relaxation = Relaxation(pool, "best", ways)
    loss = min(price - relaxation.any_time.saved(calls) for price, calls in worth)
    if loss < 0:
        return 0
    least = relaxation.bound([own[0] for own in ways]) + loss
    for own in ways:
        least += min(choice.loss for choice in relaxation.choices(own))
    return least


def renewed_later(
    options: LicenceOptions,
    orders: Iterable[Order],
    days: Sequence[date],
    calls: DailyCalls,
) -> Iterator[LicenceOption]:
    """The ways to license an activity as some orders do, and once more where none of
    its licences is in force any more.
    """
    activity = options.activity
    if not activity.bills_on:
        return
    own = [
        NewLicence(order.date, order.item.package)
        for order in orders
        if isinstance(order.item, LicenceOrder)
    ]
    spans = [term.span for term in activity.terms]
    spans += [activity.term(licence.start) for licence in own]
    since = min((span.end for span in spans), default=date.max)
    for day in days:
        if day < since or any(span.meets(activity.term(day)) for span in spans):
            continue
        for licence in options.choices(day):
            way = options.whole(sorted([*own, licence]), days, calls)
            if way is not None:
                yield way


def _worth(pool: ActivityPool, activity: Activity) -> Iterator[Licence]:
    """The price of each licence that an activity may be renewed with late, and how many
    calls it brings at the most; those that cannot save anything are left out.
    """
    day = _first_day(activity) if activity.bills_on else None
    if day is None:
        return
    end, calls = activity.facts.horizon.end, activity.facts.calls
    together = sum(daily.between(day, end) for daily in calls.values())
    served = calls[activity.name].between(day, end)
    if activity.account_wide:
        served = together
    most = _most_billed(pool, together)
    for licence in activity.sold.licences.values():
        price = licence.price.times(1)
        # Without it, and without packs from then on, no more than that is billed.
        if most is None or price < most:
            yield price, min(licence.calls, served)


def _first_day(activity: Activity) -> date | None:
    """The first decision day on which a licence would follow a gap with calls."""
    horizon, days = activity.facts.horizon, activity.days
    since = min(_ends(activity), default=horizon.end)
    called = first_day(activity.facts.calls[activity.name], since)
    if called is None:
        # The calls of others alone could be worth it: those days are tried where the
        # calls of a licence serve them, not where it only lets packs be ordered.
        place = len(days) if activity.account_wide else bisect_left(days, since)
    else:
        place = bisect_right(days, called)
    return days[place] if place < len(days) else None


def _ends(activity: Activity) -> Iterator[date]:
    """The days from which on an activity may be without a licence."""
    horizon, facts = activity.facts.horizon, activity.terms
    starts = set(chain.from_iterable(activity.sequences))
    for span in (*(own.span for own in facts), *map(activity.term, starts)):
        day = max(span.end, horizon.start)
        if day < horizon.end and not any(own.span.holds(day) for own in facts):
            yield day


def _most_billed(pool: ActivityPool, calls: int) -> Cents | None:
    """What so many calls are billed at the most; None where that is not known."""
    tiers = pool.sold.pay_as_you_go
    if tiers is None or not falls_or_stays(tiers) or tiers.tiers[0].price is None:
        return None
    # The line of each month is rounded by itself.
    return tiers.tiers[0].price.times(calls) + len(pool.facts.horizon.months)
