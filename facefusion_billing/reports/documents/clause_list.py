"""The clauses an answer cites, each once, with what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import Estimate
from facefusion_billing.reports.documents.blocks import Column, Grid, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.remedies import cited


def cited_clauses(answer: Estimate) -> list[str]:
    """The clauses that lines and findings cite, each once."""
    found: dict[str, None] = {}
    for bill in answer.bills:
        for line in bill.lines:
            found.update(dict.fromkeys(line.clauses))
    for finding in answer.findings:
        found.update(dict.fromkeys(cited(finding, answer.clauses)))
    return list(found)


def clause_grids(
    ids: Iterable[str], places: dict[str, str], says: dict[str, str]
) -> Iterator[Grid]:
    """What each clause says, in words of ours, and where it stands."""
    rows = []
    for id in ids:
        text = says.get(id, "")
        place = places.get(id, "")
        if text and place:
            text = _("{says} ({place})").format(says=text, place=_(place))
        if text or place:
            rows.append(Row((id, text or _(place))))
    if rows:
        columns = Column(_("Clause")), Column(_("What it says"))
        yield Grid(_("What the clauses say"), columns, tuple(rows))
