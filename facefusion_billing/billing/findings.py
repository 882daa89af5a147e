"""What a reader should look at: money or service at risk (warnings), and facts of the
price tables (notes).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.billing.ledger import ASSUMED_TOP_UP
from facefusion_billing.billing.limits import off_days, over_qps_limit
from facefusion_billing.billing.metered import MeteringInput, scope_of
from facefusion_billing.billing.months import Metering
from facefusion_billing.billing.notes import expired_packs, old_price_book, tier_notes
from facefusion_billing.billing.shape import shape_of
from facefusion_billing.billing.unusable_packs import pack_unusable
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill import Finding, PackState, Suspension
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import (
    Month,
    Span,
    month_of,
)
from facefusion_billing.model.faults import MOST_COMPARED, nearest
from facefusion_billing.model.items import LICENCE, LicenceOrder, QpsOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Scenario
from facefusion_billing.rules import materials


def findings(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    packs: tuple[PackState, ...],
    readings: Readings,
) -> tuple[Finding, ...]:
    """Everything worth a warning or a note, by month, then by code and scope."""
    found = [
        *unserved(scenario, prepared, metering, throttled=False),
        *_qps_unused(scenario, prepared),
        *pack_unusable(scenario, prepared, metering, packs, readings),
        *_suspensions(metering),
        *_not_paid(scenario, metering),
        *_licence_expired(scenario, prepared, metering),
        *_material_changes(scenario),
        *tier_notes(prepared, metering, readings),
        *expired_packs(packs),
        *old_price_book(scenario),
    ]
    return _in_order(found)


def unserved(
    scenario: Scenario,
    prepared: MeteringInput,
    metering: Metering,
    *,
    since: date = date.min,
    throttled: bool,
) -> tuple[Finding, ...]:
    """The warnings of use that is not served, or has no price: what no plan may leave.

    Peaks are looked at `since` a day; `throttled`: they may be above any limit but a
    quota that was bought.
    """
    return _in_order(
        [
            *_unpriced(scenario, metering),
            *over_qps_limit(
                scenario, prepared, metering, since=since, throttled=throttled
            ),
            *_over_material_quota(scenario, prepared, metering),
        ]
    )


def _in_order(found: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[Month, bool, str, str, str]:
    is_note = finding.severity != "warning"
    # The facts as text, so that the order of a file does not show in that of its packs.
    facts = str(finding.facts)
    return finding.month, is_note, finding.code, finding.scope, facts


def _unpriced(scenario: Scenario, metering: Metering) -> Iterator[Finding]:
    licences = [o for o in scenario.orders if isinstance(o.item, LicenceOrder)]
    licensed = {scope_of(order) for order in licences}
    near = _near(sorted(licensed - scenario.usage.keys()), licensed, metering)
    for record in metering.months:
        for row in record.rows.values():
            if row.undetermined:
                yield Finding(
                    "undetermined_calls",
                    record.month,
                    row.scope,
                    {"calls": row.undetermined},
                )
            if row.refused:
                facts = {
                    "calls": row.refused,
                    "by": tuple(record.refused_by[row.scope]),
                    "near": near.get(row.scope),
                }
                yield Finding("refused_calls", record.month, row.scope, facts)


def _near(idle: list[str], licensed: set[str], metering: Metering) -> dict[str, str]:
    """For activities whose calls are refused for want of a licence, one with a licence,
    no usage and nearly that name: a slip of the pen.
    """
    refused: set[str] = set()
    for record in metering.months:
        refused.update(row.scope for row in record.rows.values() if row.refused)
    refused -= licensed
    # So many names that do not fit each other are no slip, and comparing all takes
    # long.
    if max(len(idle), len(refused)) > MOST_COMPARED:
        return {}
    folded = {name.casefold(): name for name in idle}
    found = {}
    for name in refused:
        near = nearest(name.casefold(), folded, 0.8)
        if near is not None:
            found[name] = folded[near]
    return found


def _over_material_quota(
    scenario: Scenario, prepared: MeteringInput, metering: Metering
) -> Iterator[Finding]:
    shape = shape_of(scenario.book)
    for name, use in scenario.usage.items():
        if not any(level.value for level in use.materials):
            continue
        held_in = shape.materials_held(prepared, name)
        terms = [term for _, term in prepared.terms_of(LICENCE, name)]
        for record in metering.months:
            span = Span(record.month.first, record.month.end)
            need = materials.max_live(use.materials, span)
            held = held_in(span) if need else None
            if held is None or need <= held:
                continue
            licensed = any(term.meets(span) for term in terms)
            further = shape.further_materials(need, held, licensed=licensed)
            facts = {"need": need, "held": held, **further}
            yield Finding("over_material_quota", record.month, name, facts)


def _qps_unused(scenario: Scenario, prepared: MeteringInput) -> Iterator[Finding]:
    """QPS bought for days on which its group is in call volume mode."""
    counters = {scope.name: scope.qps_days.counter() for scope in prepared.scopes}
    for order in scenario.orders:
        if not isinstance(order.item, QpsOrder):
            continue
        term, before = prepared.terms[order.id], counters.get(scope_of(order))
        idle = term.days
        if before is not None:
            idle -= before(term.end) - before(term.start)
        if idle:
            facts = {"order": order.id, "days": term.days, "idle": idle}
            yield Finding("qps_unused", month_of(order.date), scope_of(order), facts)


def _suspensions(metering: Metering) -> Iterator[Finding]:
    for stop in metering.ledger.suspensions if metering.ledger else ():
        facts = {
            "since": stop.since,
            "until": stop.until,
            "calls": stop.refused,
            "expired": stop.expired_calls,
            "by": stop.top_up_by,
            "top_up": stop.top_up,
            "debt": _debt(metering, stop),
        }
        yield Finding("suspension", month_of(stop.since), ACCOUNT, facts, stop.top_up)


def _debt(metering: Metering, stop: Suspension) -> Cents | None:
    """What the account is short of when the ledger ends, where a stop goes on then."""
    if stop.until is not None or metering.ledger is None:
        return None
    return -metering.ledger.events[-1].balance


def _not_paid(scenario: Scenario, metering: Metering) -> Iterator[Finding]:
    """Orders that the balance could not pay on their day."""
    scopes = {order.id: scope_of(order) for order in scenario.orders}
    for event in metering.ledger.events if metering.ledger else ():
        if event.event == ASSUMED_TOP_UP:
            facts = {"order": event.subject, "day": event.date, "missing": event.amount}
            month = month_of(event.date)
            scope = scopes[event.subject]
            yield Finding("order_not_paid", month, scope, facts, event.amount)


def _licence_expired(
    scenario: Scenario, prepared: MeteringInput, metering: Metering
) -> Iterator[Finding]:
    """Calls of activities whose licence is over, which are served all the same."""
    # What is refused while the service is off or stopped is not served.
    idle = off_days(scenario, metering)
    for scope in prepared.scopes:
        for span in scope.after_licence.spans:
            if not scope.is_licensed(span.start):
                continue
            counted = [
                (part.start, scope.calls.between(part.start, part.end))
                for part in idle.outside(span)
            ]
            calls = sum(each for _, each in counted)
            if calls:
                since = next(start for start, each in counted if each)
                # Told in the month of the first call: days after a licence without
                # calls cost nothing.
                month = month_of(scope.calls.first_from(since))
                facts = {"since": span.start, "calls": calls}
                yield Finding("licence_expired", month, scope.name, facts)


def _material_changes(scenario: Scenario) -> Iterator[Finding]:
    """Activities whose materials must stay changeable longer than their licence lets
    them.
    """
    for order in scenario.orders:
        if not isinstance(order.item, LicenceOrder):
            continue
        use = scenario.usage.get(scope_of(order))
        if use is None:
            continue
        licences = scenario.book.activities.licences
        days = licences[order.item.package].change_days
        if use.change_days is not None and use.change_days > days:
            facts = {"order": order.id, "need": use.change_days, "days": days}
            month = month_of(order.date)
            yield Finding("material_change_days", month, use.name, facts)
