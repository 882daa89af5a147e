"""What an estimate says of a forecast: its last counted days, low and high, and when a
limit is passed.
"""

from collections.abc import Callable, Iterable

from facefusion_billing.answers.limit_day import limit_days
from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.forecast import is_alike, last_days, with_forecast
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.left_out import unpriced
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import Bill
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.forecasted import Forecasted
from facefusion_billing.model.money import Cents
from facefusion_billing.rules.forecast import Pick, least, most


def forecasted(
    billing: Billing,
    request: EstimateOptions,
    shown: Callable[[Billing], Iterable[Bill]],
) -> Forecasted:
    """What the total comes to at the least and the most counts of the weekdays, and on
    which day's count a limit is passed. `shown` gives the bills that are asked for.
    """
    scenario = billing.inputs.scenario

    def total(pick: Pick) -> tuple[Cents | None, dict[str, int]]:
        other = with_forecast(scenario, pick)
        readings = other.readings(billing.readings.values)
        try:
            again = compute(billing_inputs(other), readings)
        # The forecast itself is billed; only what might come instead is not.
        except InputError:
            return None, {}
        return sum(bill.total for bill in shown(again)), unpriced(again.bills)

    low, low_unpriced = total(least)
    high, high_unpriced = total(most)
    return Forecasted(
        last_days=last_days(scenario),
        low=low,
        high=high,
        is_alike=is_alike(scenario),
        passed=limit_days(billing, request),
        low_unpriced=low_unpriced,
        high_unpriced=high_unpriced,
    )
