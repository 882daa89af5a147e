"""What a bill becomes as a usage file: the scenario, and what no bill says."""

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.startup.record import NamedTuple


class Remark(NamedTuple):
    """Something a user should know of an imported file: a code, and its facts."""

    code: str
    facts: dict[str, object] = {}


class Imported(NamedTuple):
    """A scenario whose estimate is the bill, or `remarks` that say why not.

    `discounts` are percentages off the list prices of pay-as-you-go by scope. `differs`
    are the months whose estimate is not what was billed: estimated and billed.
    """

    scenario: Scenario
    discounts: dict[str, Price]
    remarks: tuple[Remark, ...]
    differs: dict[Month, tuple[Cents, Cents]]


class Comments(NamedTuple):
    """What the comments of its file say, in the language of who reads them: at the top, of what no
    bill says of a scope and of orders, of what was billed, and of the discounts.
    """

    heading: tuple[str, ...]
    scope: str
    orders: str
    actual: str
    book: str
