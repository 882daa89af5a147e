"""Warnings and notes with what to do, and which of them stand beside the figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from facefusion_billing.model.bill import Estimate, Finding, PackState, Prepaid
from facefusion_billing.model.calendar import month_of
from facefusion_billing.reports.documents.blocks import Note, Row
from facefusion_billing.reports.wording.finding_groups import grouped_findings
from facefusion_billing.reports.wording.incomplete import incomplete, left_out_there
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import numbered

RISKS = 3
"""So many warnings stand beside the figure; the others below the tables."""


def risk_notes(answer: Estimate, notes: list[Note], *, explain: bool) -> Iterator[Note]:
    """What is at risk, each with what to do, and what to type for the rest."""
    if not answer.complete:
        yield Note(incomplete(answer), "alert")
    yield from first_risks(notes)
    yield from run_out_notes(answer)
    more_of_it = _("More: --explain for arithmetic and clauses, -f html for a page")
    if explain:
        more_of_it = _("More: -f html for a page")
    yield Note(more_of_it, "hint")


def left_out_rows(
    there: dict[str, int], here: dict[str, int], columns: int
) -> Iterator[Row]:
    """A row below the total of another reading where it does not leave out the same
    calls: a lower one is no saving then.
    """
    if text := left_out_there(there, here):
        yield Row((f"  {text}", *[""] * (columns - 1)))


def run_out_notes(answer: Estimate) -> Iterator[Note]:
    """The bought packs after which calls are billed, and the days of their last calls."""
    for pack in _running_out(answer)[:RISKS]:
        text = _("{pack} runs out on {day}; pay-as-you-go follows")
        yield Note(text.format(pack=pack_name(pack), day=pack.used_up))


def first_risks(notes: list[Note], *, elsewhere: bool = False) -> Iterator[Note]:
    """The warnings that stand beside the figure, and how many more there are, below or
    elsewhere.
    """
    risks = [note for note in notes if is_risk(note)]
    # A screen holds the answer: more warnings than these would push it off.
    yield from risks[:RISKS]
    more = len(risks) - RISKS
    if not elsewhere:
        yield from more_below(more)
    elif more > 0:
        text = ngettext(
            "{number} more warning: --explain",
            "{number} more warnings: --explain",
            more,
        )
        yield Note(text.format(number=more), "warning")


def more_below(more: int) -> Iterator[Note]:
    """How many more warnings stand below the tables, where there are any."""
    if more > 0:
        text = ngettext(
            "{number} more warning below", "{number} more warnings below", more
        )
        yield Note(text.format(number=more), "warning")


def is_risk(note: Note) -> bool:
    """Whether a note is a warning."""
    return note.style == "warning"


def rest_of_notes(notes: list[Note]) -> Iterator[Note]:
    """The findings that do not stand beside the figure, after an empty line."""
    risks = [note for note in notes if is_risk(note)]
    rest = [*risks[RISKS:], *notes[len(risks) :]]
    if rest:
        yield Note("")
        yield from rest


def _running_out(answer: Estimate) -> list[PackState]:
    """The bought packs that run out before the last month, or by a forecast in it, and
    whose next calls are billed.
    """
    if not answer.bills:
        return []
    last = answer.bills[-1].month
    return [
        pack
        for pack in answer.packs
        if pack.used_up is not None
        and pack.paid
        and pack.then_billed
        and (month_of(pack.used_up) < last or _is_forecast(pack, pack.used_up, answer))
    ]


def _is_forecast(pack: PackState, day: date, answer: Estimate) -> bool:
    """Whether a day lies after the last count of what a pack serves."""
    if answer.forecast is None:
        return False
    days = answer.forecast.last_days
    return day > days.get(pack.scope, min(days.values()))


def pack_name(pack: PackState | Prepaid) -> str:
    """The order of a pack, with its number where the order is of several."""
    return numbered(pack.order, pack.number)


def findings_notes(findings: tuple[Finding, ...], currency: str) -> Iterator[Note]:
    """Warnings, then notes, after an empty line."""
    if findings:
        yield Note("")
    yield from finding_notes(findings, currency)


def finding_notes(
    findings: tuple[Finding, ...], currency: str, clauses: Collection[str] = ()
) -> list[Note]:
    """Warnings, then notes, each with what to do, and with those of the clauses named
    that it rests on.
    """
    return [
        Note(said.text, "warning" if said.is_warning else "plain")
        for said in grouped_findings(findings, currency, clauses)
    ]
