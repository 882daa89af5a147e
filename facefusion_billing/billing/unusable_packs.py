"""Packs of which no call can be drawn on any day of their life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.limits import off_days
from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.months import Metering
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding, PackState
from facefusion_billing.model.calendar import Days, Span, days_in, inside, month_of
from facefusion_billing.model.items import LicenceOrder
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import licence
from facefusion_billing.rules.burn_down import SHARED

ALWAYS = Days((date.min,))


def pack_unusable(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    packs: tuple[PackState, ...],
    readings: Readings,
) -> Iterator[Finding]:
    """Packs that cannot be drawn on any day of their life: QPS mode, service off or
    stopped, or no licence.
    """
    own = {scope.name: _admitted(scope) for scope in prepared.scopes}
    anyone = _anyone_licensed(scenario, prepared, readings)
    idle = off_days(scenario, metering)
    for pack, state in zip(prepared.packs, packs, strict=True):
        if state.status == "refunded" or state.used:
            continue
        admitted = own.get(pack.scope, ALWAYS)
        if pack.pool == SHARED:
            admitted = anyone
        if not _can_be_drawn(pack.term, admitted, idle):
            facts = {"order": pack.order.id, "pack": pack.number, "size": pack.size}
            yield Finding(
                "pack_unusable",
                month_of(pack.order.date),
                pack.scope,
                facts,
                state.paid,
            )


def _anyone_licensed(
    scenario: Scenario, prepared: MeteringInput, readings: Readings
) -> Days:
    """The days on which some activity may draw on the account's packs."""
    # An activity of which the file has no calls then may draw on them, too.
    licensed = days_in(
        prepared.terms[order.id]
        for order in scenario.orders
        if isinstance(order.item, LicenceOrder)
    )
    return licence.admitted(licensed, readings.value("licence_end"))


def _can_be_drawn(term: Span, admitted: Days, idle: Days) -> bool:
    """Whether some day of a pack's life admits calls and the service runs on it."""
    if not term.days:
        return False
    # Both are the same from one boundary to the next, so one day of each is enough.
    days = (
        term.start,
        *inside(idle.boundaries, term),
        *inside(admitted.boundaries, term),
    )
    return any(admitted.holds(day) and not idle.holds(day) for day in days)


def _admitted(scope: MeteredScope) -> Days:
    """The days on which a scope draws packs: those of its licences, or all that are not
    in QPS mode.
    """
    if scope.licensed is not None:
        return scope.licensed
    # From the first day there is on, with QPS mode cut out.
    return Days((date.min, *scope.qps_days.boundaries))
