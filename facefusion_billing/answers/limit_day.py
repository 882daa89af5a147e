"""On which day a limit on money is passed, where counts go on as a forecast."""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import CASH
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.model.forecasted import Passed
from facefusion_billing.model.money import Cents


def limit_days(billing: Billing, request: EstimateOptions) -> dict[str, Passed]:
    """The limits that the bills pass, each with the day on which they do."""
    # Money that is spread over months, or of some months only, passes on no one day.
    if request.view != CASH or request.months:
        return {}
    found: dict[str, Passed | None] = {}
    if request.fail_over is not None:
        limit = request.fail_over
        found["fail_over"] = first_passed(billing, limit, each_month=False)
    if request.fail_over_month is not None:
        limit = request.fail_over_month
        found["fail_over_month"] = first_passed(billing, limit, each_month=True)
    return {name: passed for name, passed in found.items() if passed is not None}


def first_passed(billing: Billing, limit: Cents, *, each_month: bool) -> Passed | None:
    """The first day that brings the bills above a limit: all of them together, or each
    month by itself; None where they end below.

    Of a day, an order counts when it is placed and a call when it is made.
    """
    if not each_month and sum(bill.total for bill in billing.bills) <= limit:
        # A refund may have brought back what was above it.
        return None
    before: Cents = 0
    for bill in billing.bills:
        if before + bill.total > limit:
            return _passed_in(billing, bill.month, limit - before)
        if not each_month:
            before += bill.total
    return None


def _passed_in(billing: Billing, month: Month, limit: Cents) -> Passed | None:
    """The first day of a month by which its bill is above a limit."""
    # One after another, not by halves: a volume tier can lower the bill again.
    for day in _days(month):
        if _by(billing, month, ordered=day, counted=day) > limit:
            # Orders act from the start of their day, before its calls.
            ordered = _by(billing, month, ordered=day, counted=day - ONE_DAY)
            return Passed(day, by_order=ordered > limit)
    return None


def _days(month: Month) -> Iterator[date]:
    day = month.first
    while day < month.plus(1).first:
        yield day
        day += ONE_DAY


def _by(billing: Billing, month: Month, *, ordered: date, counted: date) -> Cents:
    """What a month's bill comes to with the orders to one day and the calls to
    another.
    """
    inputs = billing.inputs
    # The calls as they lie on their days: of a month's count only a part is made so far.
    so_far = {name: daily.up_to(counted) for name, daily in inputs.calls.items()}
    readings = inputs.scenario.readings(billing.readings.values)
    bills = compute(inputs._replace(calls=so_far), readings).bills
    return sum(
        line.amount
        for bill in bills
        if bill.month == month
        for line in bill.lines
        if line.order is None or line.date <= ordered
    )
