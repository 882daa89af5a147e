"""Which readings of the open questions reproduce what was really billed? One real
invoice can settle a question.

Every combination of readings of the questions that matter is computed anew, so a
reading counts as an explanation only when it gives the invoiced amount to the cent.
Amounts are those of whole bills, as they are paid.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import product

from facefusion_billing.billing.bills import Billing, recompute
from facefusion_billing.model.assumptions import ASSUMPTIONS, Readings
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.invoice import Change, InvoicedMonth, Invoices
from facefusion_billing.model.money import Cents

Totals = dict[Month, Cents]


def invoices(billing: Billing, months: Collection[Month]) -> Invoices | None:
    """The real bills of the months asked for (none: all) beside the estimate; None when
    the file states none.
    """
    actual = {
        m: cents
        for m, (cents, _) in billing.inputs.scenario.actual.items()
        if not months or m in months
    }
    if not actual:
        return None
    totals, combinations = _totals(billing), _combinations(billing)
    invoiced = []
    for month, cents in sorted(actual.items()):
        explained = _fewest(billing, _matching(combinations, {month: cents}))
        invoiced.append(InvoicedMonth(month, cents, totals[month], explained))
    matching = _matching(combinations, actual)
    return Invoices(tuple(invoiced), _fewest(billing, matching), _settled(matching))


def _totals(billing: Billing) -> Totals:
    return {bill.month: bill.total for bill in billing.bills}


def _combinations(billing: Billing) -> list[tuple[Change, Totals]]:
    """The bills under every combination of readings of the questions asked; the bills
    as they are where none is.
    """
    asked: set[str] | None = None
    found: list[tuple[Change, Totals]] = []
    now = set(billing.readings.consulted)
    # Another reading can raise a question that the one in force does not (a licence that
    # ends, say): until none is new.
    while now != asked:
        asked, found = now, []
        for chosen in _choices(asked):
            readings = Readings({**billing.readings.values, **chosen})
            try:
                other = recompute(billing, readings)
            except InputError:
                # Under these readings the file is impossible, so they explain nothing.
                continue
            found.append((chosen, _totals(other)))
            now = now | other.readings.consulted
    return found


def _choices(asked: set[str]) -> Iterator[Change]:
    """Every combination of readings of some questions."""
    ids = [id for id in ASSUMPTIONS if id in asked]
    for values in product(*(ASSUMPTIONS[id].choices for id in ids)):
        yield dict(zip(ids, values, strict=True))


def _matching(
    combinations: list[tuple[Change, Totals]], actual: Totals
) -> list[Change]:
    return [
        values
        for values, totals in combinations
        if all(totals[month] == cents for month, cents in actual.items())
    ]


def _fewest(billing: Billing, matching: Iterable[Change]) -> tuple[Change, ...]:
    """The changes against the readings in force, without those that change more than
    another one.
    """
    in_force = billing.readings.values
    changes = [
        {id: value for id, value in values.items() if value != in_force[id]}
        for values in matching
    ]
    # The smaller ones first, so that what holds a smaller one is seen to.
    changes.sort(key=len)
    fewest: list[Change] = []
    for change in changes:
        if not any(smaller.items() <= change.items() for smaller in fewest):
            fewest.append(change)
    return tuple(fewest)


def _settled(matching: list[Change]) -> dict[str, tuple[str, ...]]:
    """The readings left of each question of which some reading, whatever the others
    are, does not give the bills.
    """
    # Where nothing fits, something else is wrong, and no question is settled by it.
    if not matching:
        return {}
    settled = {}
    for id in matching[0]:
        choices = ASSUMPTIONS[id].choices
        fitting = {one[id] for one in matching}
        left = tuple(value for value in choices if value in fitting)
        if len(left) < len(choices):
            settled[id] = left
    return settled
