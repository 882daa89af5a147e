"""The account's money under a plan: plans are priced without the balance, and what it
lacks to pay the chosen one is topped up in the file that is written.

With these top-ups the balance is never below 0, so no service stops and the file is
billed what was promised.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import starmap

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.ledger import AccountLedger
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.scenario import Scenario, TopUp
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.startup.record import NamedTuple


class Funded(NamedTuple):
    """A plan with the account as the file has it, and the top-ups that it needs."""

    scenario: Scenario
    missing: tuple[TopUp, ...] = ()


def funded(on: PlanFacts, core: Billing) -> Funded:
    """The planned scenario with the file's balance, and what has to be added to it."""
    account = on.written.account
    scenario = core.inputs.scenario._replace(account=account)
    missing: tuple[TopUp, ...] = ()
    if account.balance is not None:
        missing = tuple(_one_a_day(_missing(scenario, core)))
    top_ups = tuple(sorted((*account.top_ups, *missing)))
    funds = account._replace(top_ups=tuple(_one_a_day(top_ups)))
    return Funded(scenario._replace(account=funds), missing)


def _missing(scenario: Scenario, core: Billing) -> Iterator[TopUp]:
    """What the balance lacks, on the day that it lacks it."""
    ledger = AccountLedger(billing_inputs(scenario), core.readings)
    for record in core.metering.months:
        ledger.settle(record.month, record.lines)
    opening = scenario.account.balance
    assert opening is not None
    # A negative opening balance stops the service unless it is lifted on its own day.
    balance = max(opening.amount, 0)
    if opening.amount < 0:
        yield TopUp(opening.date, -opening.amount)
    for move in ledger.waiting:
        balance += move.amount
        if balance < 0:
            yield TopUp(move.date, -balance)
            balance = 0


def _one_a_day(top_ups: Iterable[TopUp]) -> Iterator[TopUp]:
    """The top-ups with those of one day as one, as a usage file has them."""
    amounts = Counter[date]()
    for top_up in top_ups:
        amounts[top_up.date] += top_up.amount
    return starmap(TopUp, amounts.items())


def not_paid(missing: tuple[TopUp, ...]) -> Iterator[Finding]:
    """That the balance does not pay for a plan, if it does not."""
    if not missing:
        return
    first, total = missing[0], sum(top_up.amount for top_up in missing)
    facts = {"missing": total, "day": first.date, "first_missing": first.amount}
    yield Finding("plan_not_paid", month_of(first.date), ACCOUNT, facts, total)
