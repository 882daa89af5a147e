"""What an estimate says of a forecast: its last counted day, low and high, and when a
limit is passed.
"""

from collections.abc import Callable, Iterable

from facefusion_billing.answers.limit_day import limit_days
from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.forecast import last_day, with_forecast
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import Bill, Forecasted
from facefusion_billing.model.money import Cents
from facefusion_billing.rules.forecast import Pick, least, most


def forecasted(
    billing: Billing,
    request: EstimateOptions,
    shown: Callable[[Billing], Iterable[Bill]],
) -> Forecasted | None:
    """What the total comes to at the least and the most counts of the weekdays, and on
    which day's count a limit is passed. `shown` gives the bills that are asked for.
    """
    scenario = billing.inputs.scenario

    def total(pick: Pick) -> Cents:
        other = with_forecast(scenario, pick)
        readings = other.readings(billing.readings.values)
        again = compute(billing_inputs(other), readings)
        return sum(bill.total for bill in shown(again))

    day = last_day(scenario)
    if day is None:
        return None
    return Forecasted(day, total(least), total(most), limit_days(billing, request))
