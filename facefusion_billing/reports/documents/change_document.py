"""Why a scenario costs more or less than the base, as a table that adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.comparison import MOVED, Change, Comparison
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.documents.blocks import (
    Column,
    Grid,
    Note,
    Row,
    money_column,
)
from facefusion_billing.reports.documents.change_evidence import change_evidence
from facefusion_billing.reports.wording.change_phrases import how, part_name
from facefusion_billing.reports.wording.language import _, ngettext
from facefusion_billing.reports.wording.phrases import (
    amount,
    labelled,
    scope_name,
    signed,
)
from facefusion_billing.startup.record import NamedTuple

SHOWN = 15
"""So many parts stand in the table, the largest; the JSON has all of them."""


class _Shown(NamedTuple):
    """A change as a row; an order that moved is one, under its later month."""

    change: Change
    amount: Cents


def why_blocks(answer: Comparison, *, explain: bool = False) -> Iterator[Grid | Note]:
    """What each scenario's difference is made of, the largest part first; explained,
    every part with the lines it rests on.
    """
    for scenario in answer.scenarios[1:]:
        title = _("Why it differs")
        if len(answer.scenarios) > 2:
            title = _("Why {name} differs").format(name=scenario.name)
        if scenario.name in answer.unlike:
            text = _(
                "{name}: no parts of the difference, since its price book has another currency or shape"
            )
            yield Note(text.format(name=scenario.name), "faint")
            continue
        found = [one for one in answer.changes if one.scenario == scenario.name]
        if found:
            explained = answer if explain else None
            yield _grid(title, found, scenario.estimate.currency, explained)


def _grid(
    title: str, found: Sequence[Change], currency: str, explained: Comparison | None
) -> Grid:
    shown = _together(found)
    several = len({one.scope for one in found}) > 1
    least = SHOWN if explained is None else len(shown)
    rows = list(_rows(shown[:least], explained, several=several))
    if len(shown) > least:
        rows.append(_rest(shown[least:]))
    total = sum(one.amount for one in shown)
    rows.append(Row((_("Difference"), "", "", signed(total)), "total"))
    columns = (
        Column(_("Month")),
        Column(_("What changed")),
        Column(_("How")),
        money_column(currency),
    )
    return Grid(title, columns, tuple(rows))


def _together(found: Sequence[Change]) -> list[_Shown]:
    """The changes, the largest first; what an order that moved costs less in one month
    and more in another is one row.
    """
    moves: dict[str | None, list[Change]] = {}
    rows = []
    for change in found:
        if change.part == MOVED:
            moves.setdefault(change.order, []).append(change)
        else:
            rows.append(_Shown(change, change.amount))
    for parts in moves.values():
        last = max(parts, key=lambda part: part.month)
        cents = sum(part.amount for part in parts)
        rows.append(_Shown(last, cents))
    return sorted(rows, key=lambda row: -abs(row.amount))


def _rows(
    shown: Sequence[_Shown], explained: Comparison | None, *, several: bool
) -> Iterator[Row]:
    """The parts, each with what it rests on where that is explained."""
    told: set[tuple[str, ...]] = set()
    for one in shown:
        yield _row(one, several=several)
        if explained is None:
            continue
        # Parts of the same lines stand together: what they rest on is said once.
        texts = tuple(change_evidence(explained, one.change))
        if texts not in told:
            yield from (Row(("", f"  {text}", "", ""), "faint") for text in texts)
        told.add(texts)


def _rest(rest: Sequence[_Shown]) -> Row:
    """The parts that are not shown one by one, together."""
    text = ngettext("{number} more part", "{number} more parts", len(rest))
    cents = sum(one.amount for one in rest)
    return Row(("", text.format(number=len(rest)), "", signed(cents)), "subtotal")


def _row(shown: _Shown, *, several: bool) -> Row:
    """A change; what it is for is said where there are several scopes."""
    change = shown.change
    what = part_name(change)
    if several:
        what = labelled(scope_name(change.scope), what)
    cost = signed(shown.amount) if shown.amount else amount(0)
    return Row((str(change.month), what, how(change), cost))
