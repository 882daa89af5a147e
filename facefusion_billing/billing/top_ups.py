"""The least top-up that prevents every stop of an account, computed as one.

Stops are not independent: money that prevents the first is still there for the next, and
calls that are served then are billed. So the account is followed as if it never stopped,
and what its later movements need is added up backwards.
"""

from collections.abc import Iterable
from datetime import date

from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import LedgerEvent
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.money import Cents

ENOUGH: Cents = 10**30
"""A balance that no bill of a scenario can use up."""


def least_top_up(billing: Billing) -> Cents | None:
    """What prevents every stop, in the account by the day on which the balance lacks it
    for the first one.

    None where the account without any stop has no bill: calls that a stop refuses may
    have no price, and a pack that went back may be used.
    """
    ledger = billing.metering.ledger
    assert ledger is not None
    assert ledger.suspensions
    day = ledger.suspensions[0].top_up_by
    before = [event for event in ledger.events if event.date < day]
    there = before[-1].balance if before else 0
    try:
        events = _never_stopped(billing)
    # Only what might have been cannot be billed; the account as it is has its answer.
    except InputError:
        return None
    return max(0, needed(event for event in events if event.date >= day) - there)


def needed(events: Iterable[LedgerEvent]) -> Cents:
    """The least balance with which no day's end stops the service.

    An order that the balance cannot pay is paid by what is put in for it, and leaves 0.
    """
    events, need = list(events), -ENOUGH
    money_in = _money_in(events)
    day = None
    # Backwards: what is needed before a movement is what is needed after it, less what
    # the movement brings.
    for event in reversed(events):
        if event.date != day:
            # Only once the day is over: what comes in later on it is in time, and so is
            # what comes in on the next day, where it leaves more than nothing.
            day = event.date
            need = max(need, min(0, 1 - money_in.get(day + ONE_DAY, 0)))
        if event.event == "order" and need <= 0:
            # After an order there is never less than 0, whatever was there before it.
            need = -ENOUGH
            continue
        need -= event.amount
    return need


def _money_in(events: list[LedgerEvent]) -> dict[date, Cents]:
    """What comes into the account on each day: for an order all that it may lack."""
    found: dict[date, Cents] = {}
    for event in events:
        if event.event in ("top_up", "refund"):
            found[event.date] = found.get(event.date, 0) + event.amount
        elif event.event == "order":
            found[event.date] = found.get(event.date, 0) + ENOUGH
    return found


def _never_stopped(billing: Billing) -> tuple[LedgerEvent, ...]:
    """The movements of the account where its balance never stops the service."""
    scenario = billing.inputs.scenario
    account = scenario.account
    assert account.balance is not None
    balance = account.balance._replace(amount=ENOUGH)
    richer = scenario._replace(account=account._replace(balance=balance))
    readings = Readings(billing.readings.values, activities=False)
    ledger = compute(billing_inputs(richer), readings).metering.ledger
    assert ledger is not None
    opening, *moves = ledger.events
    amount = account.balance.amount
    return (opening._replace(amount=amount, balance=amount), *moves)
