"""Which bills are shown: those of all months or of some, as they are paid or as they
are used.
"""

from collections.abc import Collection

from facefusion_billing.billing.bills import Billing
from facefusion_billing.model.bill import AMORTISED, CASH, Bill, View
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.startup.record import NamedTuple


class EstimateOptions(NamedTuple):
    """What a caller asks beside the bills: the months to show, conditions on figures,
    the view, and more than bills.
    """

    months: Collection[Month] = ()
    fail_over: Cents | None = None
    fail_over_month: Cents | None = None
    allow_incomplete: bool = False
    view: View = CASH
    others: bool = True
    charges: bool = False
    pictures: bool = False


EVERYTHING = EstimateOptions()


def shown(billing: Billing, request: EstimateOptions) -> tuple[Bill, ...]:
    """The bills of the months asked for, in the view asked for."""
    bills = billing.bills
    if request.view == AMORTISED:
        from facefusion_billing.billing.amortised import amortised

        bills = amortised(billing)
    return tuple(
        bill for bill in bills if not request.months or bill.month in request.months
    )
