"""From a scenario to what is metered: scopes, packs with the days on which they can be
used, and the days on which anything changes.
"""

from datetime import date

from facefusion_billing.billing.inputs import BillingInputs
from facefusion_billing.billing.metered import (
    MeteredScope,
    MeteringInput,
)
from facefusion_billing.billing.shape import shape_of, terms_of
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.scenario import Account
from facefusion_billing.rules.burn_down import Pack


def prepare(inputs: BillingInputs, readings: Readings) -> MeteringInput:
    """The scenario as it is metered under the readings chosen."""
    scenario, orders = inputs.scenario, inputs.orders
    shape = shape_of(scenario.book)
    terms = terms_of(shape, scenario.orders, readings)
    packs = tuple(shape.packs(inputs.in_order, readings))
    scopes = tuple(
        shape.scope(scenario.usage[name], inputs.calls[name], orders, terms, readings)
        for name in shape.drawing_order(scenario)
    )
    # After the scopes: whether the meter matters depends on how many of them there are.
    scopes = shape.with_meters(scopes, readings)
    return MeteringInput(
        scopes=scopes,
        meters=shape.meters(scopes),
        packs=packs,
        breakpoints=_breakpoints(scopes, packs, scenario.account),
        orders=orders,
        terms=terms,
    )


def _breakpoints(
    scopes: tuple[MeteredScope, ...], packs: tuple[Pack, ...], account: Account
) -> tuple[date, ...]:
    """The days on which anything changes but the account's balance."""
    found: set[date] = set()
    found.update(*(pack.term for pack in packs), *account.disabled)
    for scope in scopes:
        found |= scope.changes
    return tuple(sorted(found))
