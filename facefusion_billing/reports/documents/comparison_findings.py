"""Warnings and notes of scenarios beside the base: what is new, which warnings are still
there, what is over, and where totals are not of the same service.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import Estimate, Finding
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.comparison import Compared, Comparison
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.documents.risks import (
    RISKS,
    finding_notes,
    is_risk,
    more_below,
)
from facefusion_billing.reports.wording.finding_groups import grouped_findings
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import counted, labelled, scope_name
from facefusion_billing.startup.record import NamedTuple


def forecast_parts(answer: Comparison) -> Iterator[Note]:
    """How many calls of each scenario are a forecast; nothing without one."""
    for scenario in answer.scenarios:
        estimate = scenario.estimate
        if estimate.forecast is None:
            continue
        # Few files have a forecast, so its sentences are loaded when one does.
        from facefusion_billing.reports.documents.forecast_notes import forecast_part

        part = forecast_part(estimate.forecast.last_days, estimate.bills)
        yield Note(labelled(scenario.name, part))


def unlike_service(answer: Comparison) -> Iterator[Note]:
    """That calls fail or have no price in some scenarios, which cost nothing then: a
    lower total is no saving.
    """
    failing = [_failing(scenario.estimate) for scenario in answer.scenarios]
    # What fails everywhere alike is left out of every total alike.
    if all(fails == failing[0] for fails in failing):
        return
    pairs = zip(answer.scenarios, failing, strict=True)
    said = [text for one, fails in pairs for text in _said(one.name, fails)]
    yield Note(_so(failing).format(failing=_("; ").join(said)), "alert")


Where = tuple[str, Month]
"""A scope and a month in which calls fail for too many at once."""


class _Failing(NamedTuple):
    """The calls of the months shown that are not in the amount, as they are refused or
    no price is stated, and where calls fail for too many at once.
    """

    refused: int
    undetermined: int
    over: frozenset[Where]


def _failing(estimate: Estimate) -> _Failing:
    over = [one for one in estimate.findings if one.code == "over_qps_limit"]
    places = frozenset((one.scope, one.month) for one in over)
    # Of these bills only: totals of some months leave out nothing of the others.
    rows = [row for bill in estimate.bills for row in bill.usage]
    return _Failing(
        refused=sum(row.refused for row in rows),
        undetermined=sum(row.undetermined for row in rows),
        over=places,
    )


def _so(failing: list[_Failing]) -> str:
    """What it means for the totals."""
    fails = any(one.refused or one.over for one in failing)
    if not any(one.undetermined for one in failing):
        return _(
            "Not the same service: {failing}; calls that fail cost nothing, so a lower "
            "total is no saving there"
        )
    if not fails:
        return _(
            "Not the same service: {failing}; calls without a price are in no total, so a "
            "lower total is no saving there"
        )
    return _(
        "Not the same service: {failing}; calls that fail cost nothing, those without a "
        "price are in no total, so a lower total is no saving there"
    )


def _said(name: str, failing: _Failing) -> Iterator[str]:
    """What fails in a scenario, and what has no price there."""
    if failing.refused:
        text = ngettext(
            "{calls:,} call is not served in {name}",
            "{calls:,} calls are not served in {name}",
            failing.refused,
        )
        yield text.format(name=name, calls=failing.refused)
    if failing.undetermined:
        text = _("no price is stated for {calls} in {name}")
        yield text.format(name=name, calls=counted(failing.undetermined, "call"))
    if failing.over and not (failing.refused or failing.undetermined):
        text = _("calls above the QPS limit fail in {name}: {places}")
        yield text.format(name=name, places=_places(failing.over))


def _places(over: frozenset[Where]) -> str:
    """The first places by month, and how many more there are."""
    shown = sorted(over, key=lambda place: (place[1], place[0]))
    names = [f"{scope_name(scope)} {month}" for scope, month in shown[:RISKS]]
    more = len(over) - RISKS
    if more > 0:
        text = ngettext("{number} more month", "{number} more months", more)
        names.append(text.format(number=more))
    return _(", ").join(names)


class _Told(NamedTuple):
    """Warnings and notes under their heading: the first warnings, and the others."""

    heading: Note
    first: list[Note]
    rest: list[Note]


def first_warnings(answer: Comparison, most: int = RISKS) -> Iterator[Note]:
    """The warnings that stand beside the figure, the new ones of a scenario before what
    it shares with the base, and how many more there are below.
    """
    told = _told(answer, most)
    for one in told:
        if one.first:
            yield one.heading
            yield from one.first
    rest = sum(is_risk(note) for one in told for note in one.rest)
    yield from more_below(rest)


def other_findings(answer: Comparison, most: int = RISKS) -> Iterator[Note]:
    """The others, and what is over in each scenario."""
    for one in _told(answer, most):
        if one.rest:
            yield Note("")
            yield one.heading
            yield from one.rest
    for scenario in answer.scenarios[1:]:
        yield from _over(answer, scenario)


def _told(answer: Comparison, most: int) -> list[_Told]:
    """What is told of all scenarios, with the first `most` warnings of all together."""
    told = []
    for heading, notes in [*_new(answer), *_still(answer)]:
        first = [note for note in notes if is_risk(note)][:most]
        most -= len(first)
        # Warnings come before notes.
        told.append(_Told(Note(heading), first, notes[len(first) :]))
    return told


_Headed = tuple[str, list[Note]]


def _new(answer: Comparison) -> Iterator[_Headed]:
    """The warnings and notes of each scenario which the base does not have."""
    base = answer.base.estimate.findings
    for scenario in answer.scenarios[1:]:
        estimate = scenario.estimate
        new = _without(estimate.findings, base)
        heading = _("New in {name}:").format(name=scenario.name)
        yield heading, finding_notes(new, estimate.currency)


def _still(answer: Comparison) -> Iterator[_Headed]:
    """The warnings that the base has too: once where several scenarios have the same."""
    names: dict[tuple[Note, ...], list[str]] = {}
    for scenario in answer.scenarios[1:]:
        still = _kept_warnings(answer, scenario)
        notes = finding_notes(still, scenario.estimate.currency)
        names.setdefault(tuple(notes), []).append(scenario.name)
    for kept, who in names.items():
        yield _("Still in {name}:").format(name=_(", ").join(who)), list(kept)


def _kept_warnings(answer: Comparison, scenario: Compared) -> tuple[Finding, ...]:
    """The warnings of a scenario of which the base has one of the same kind, scope and
    month.
    """
    known = set(map(_subject, answer.base.estimate.findings))
    return tuple(
        one
        for one in scenario.estimate.findings
        if one.severity == "warning" and _subject(one) in known
    )


def _over(answer: Comparison, scenario: Compared) -> Iterator[Note]:
    """What the base has and the scenario has not: what it was, as nothing is to be done."""
    base = answer.base.estimate
    gone = _without(base.findings, scenario.estimate.findings)
    if gone:
        yield Note("")
        yield Note(_("No longer in {name}:").format(name=scenario.name))
        for said in grouped_findings(gone, base.currency, is_over=True):
            yield Note(said.text, "faint")


def _without(
    findings: tuple[Finding, ...], others: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Those of which the others have none of the same kind, scope and month."""
    known = set(map(_subject, others))
    return tuple(one for one in findings if _subject(one) not in known)


def _subject(finding: Finding) -> tuple[str, str, Month]:
    return finding.code, finding.scope, finding.month
