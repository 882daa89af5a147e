"""Warnings and notes of scenarios beside the base: what is new, what is over, and where
totals are not of the same service.
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
    rest_of_notes,
)
from facefusion_billing.reports.wording.finding_groups import grouped_findings
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import counted, scope_name
from facefusion_billing.startup.record import NamedTuple


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
        text = _("{calls} are not served in {name}")
        yield text.format(name=name, calls=counted(failing.refused, "call"))
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


def new_risks(answer: Comparison) -> Iterator[Note]:
    """The first of the new warnings, which stand beside the figure."""
    for scenario in answer.scenarios[1:]:
        notes = _new(answer, scenario)
        risks = [note for note in notes if is_risk(note)][:RISKS]
        if risks:
            yield Note(_("New in {name}:").format(name=scenario.name))
            yield from risks


def other_findings(answer: Comparison) -> Iterator[Note]:
    """The other new ones of each scenario, and what is over in it."""
    for scenario in answer.scenarios[1:]:
        rest = list(rest_of_notes(_new(answer, scenario)))
        if rest:
            yield Note("")
            yield Note(_("New in {name}:").format(name=scenario.name))
            yield from rest[1:]
        yield from _over(answer, scenario)


def _over(answer: Comparison, scenario: Compared) -> Iterator[Note]:
    """What the base has and the scenario has not: what it was, as nothing is to be done."""
    base = answer.base.estimate
    gone = _without(base.findings, scenario.estimate.findings)
    if gone:
        yield Note("")
        yield Note(_("No longer in {name}:").format(name=scenario.name))
        for said in grouped_findings(gone, base.currency, is_over=True):
            yield Note(said.text, "faint")


def _new(answer: Comparison, scenario: Compared) -> list[Note]:
    """The warnings and notes which the base does not have."""
    estimate = scenario.estimate
    new = _without(estimate.findings, answer.base.estimate.findings)
    return finding_notes(new, estimate.currency)


def _without(
    findings: tuple[Finding, ...], others: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Those of which the others have none of the same kind, scope and month."""
    known = set(map(_subject, others))
    return tuple(one for one in findings if _subject(one) not in known)


def _subject(finding: Finding) -> tuple[str, str, Month]:
    return finding.code, finding.scope, finding.month
