"""The sheet Tiers: the prices by call that the sheet Bills looks up."""

from __future__ import annotations

from collections.abc import Iterator

from facefusion_billing.model.bill import BillLine, Estimate
from facefusion_billing.model.book import Tier, TierTable
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.reports.workbook.exact import DIGITS, cell, column
from facefusion_billing.reports.workbook.live import TYPED, Live, Rule
from facefusion_billing.reports.workbook.tables import Field, Value, table
from facefusion_billing.reports.workbook.usage_sheet import is_of_usage
from facefusion_billing.startup.record import NamedTuple

_FOR, _FROM, _TO, _PRICE, _CLAUSE = range(5)
"""Its columns."""


class Tiers(NamedTuple):
    """The tiers of a scope as formulas name them: their lowest count, all counts from
    which one holds, and their prices; and the most decimals of a price.
    """

    least: str
    counts: str
    prices: str
    places: int

    def price_at(self, count: str) -> Rule:
        """The unit price of the tier that a count reaches; no call has the price of the
        first tier, as none is charged.
        """
        at = f"MAX({count},{self.least})"
        return Rule(f"=LOOKUP({at},{self.counts},{self.prices})", self.places)


TiersByScope = dict[str, Tiers]


def looked_up(answer: Estimate) -> dict[str, TierTable]:
    """The tiers of each scope whose calls are billed."""
    lines = (line for bill in answer.bills for line in bill.lines)
    billed = {line.scope for line in lines if is_of_usage(line)}
    return {
        name: tiers
        for name, tiers in answer.tiers.items()
        if name in billed and all(map(_is_held, tiers.tiers))
    }


def _is_held(tier: Tier) -> bool:
    """Whether a spreadsheet holds all digits of a tier."""
    price = tier.price
    return price is not None and max(tier.first, tier.last or 0, price.digits) < DIGITS


def tiers_sheet(sheet: Sheet, shown: dict[str, TierTable]) -> TiersByScope:
    """A row for each tier of each scope; where those of a scope stand."""
    fields = [
        Field(_("For")),
        Field(_("From calls"), "count", look="input"),
        Field(_("To calls"), "count"),
        Field(_("Unit price"), "price", look="input"),
        Field(_("Clause")),
    ]
    table(sheet, 0, fields, _rows(shown))
    sheet.freeze(1)
    sheet.fit()
    placed: TiersByScope = {}
    first = 1
    for name, tiers in shown.items():
        last = first + len(tiers.tiers) - 1
        placed[name] = Tiers(
            cell(first, _FROM, sheet.name),
            column(first, last, _FROM, sheet.name),
            column(first, last, _PRICE, sheet.name),
            _places(tiers),
        )
        first = last + 1
    return placed


def _rows(shown: dict[str, TierTable]) -> Iterator[list[Value]]:
    row = 1
    for name, tiers in shown.items():
        for tier in tiers.tiers:
            yield [
                phrases.scope_name(name),
                tier.first,
                _last(tier, row),
                tier.price,
                tiers.clause,
            ]
            row += 1


def _last(tier: Tier, row: int) -> Value:
    """The last count of a tier: the one before the next tier."""
    if tier.last is None:
        return None
    return Live(tier.last, f"={cell(row + 1, _FROM)}-1")


def _places(tiers: TierTable) -> int:
    return max(tier.price.places for tier in tiers.tiers if tier.price)


def rule_of(placed: TiersByScope, line: BillLine, count: str) -> Rule:
    """How the unit price of a line follows from the count that reaches its tier; typed
    in where it does not.
    """
    tiers = placed.get(line.scope)
    if (
        tiers is None
        or not is_of_usage(line)
        or line.facts["tier"].reached_by >= DIGITS
    ):
        return TYPED
    return tiers.price_at(count)
