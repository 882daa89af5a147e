"""On which day's count a limit on money is passed, where counts go on as a forecast."""

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.forecast import settled
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import CASH, Bill
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Scenario, ScopeUsage


def limit_days(billing: Billing, request: EstimateOptions) -> dict[str, date]:
    """The limits that the bills pass, each with the day whose count passes it."""
    # Money that is spread over months, or of some months only, passes on no one day.
    if request.view != CASH or request.months:
        return {}
    found: dict[str, date | None] = {}
    if request.fail_over is not None:
        limit = request.fail_over
        found["fail_over"] = day_passed(billing, limit, each_month=False)
    if request.fail_over_month is not None:
        limit = request.fail_over_month
        found["fail_over_month"] = day_passed(billing, limit, each_month=True)
    return {name: day for name, day in found.items() if day is not None}


def day_passed(billing: Billing, limit: Cents, *, each_month: bool) -> date | None:
    """The first day whose count brings the bills above a limit: all of them together, or
    each month by itself; None where they stay below.

    Of a day, an order counts when it is placed and a call when it is made.
    """
    before: Cents = 0
    for bill in billing.bills:
        if before + bill.total > limit:
            return _day_in(billing, bill.month, limit - before)
        if not each_month:
            before += bill.total
    return None


def _day_in(billing: Billing, month: Month, limit: Cents) -> date | None:
    """The first day of a month by which its bill is above a limit."""
    scenario = billing.inputs.scenario
    # One after another, not by halves: a volume tier can lower the bill again.
    for day in _days(month):
        shortened = billing_inputs(_until(scenario, day))
        bills = compute(shortened, scenario.readings(billing.readings.values)).bills
        bill = next((bill for bill in bills if bill.month == month), None)
        if bill is not None and _by(bill, day) > limit:
            return day
    return None


def _days(month: Month) -> Iterator[date]:
    day = month.first
    while day < month.plus(1).first:
        yield day
        day += ONE_DAY


def _until(scenario: Scenario, day: date) -> Scenario:
    """The scenario without the counts of later days."""
    usage = {name: _counted(use, day) for name, use in scenario.usage.items()}
    return scenario._replace(usage=usage)


def _counted(use: ScopeUsage, day: date) -> ScopeUsage:
    stated = settled(use)
    calls = tuple(count for count in stated.calls if count.span.start <= day)
    return stated._replace(calls=calls)


def _by(bill: Bill, day: date) -> Cents:
    """What a bill comes to by the end of a day: its calls so far, and the orders placed."""
    lines = (line for line in bill.lines if line.order is None or line.date <= day)
    return sum(line.amount for line in lines)
