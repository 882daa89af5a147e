"""Figures with the formulas that give them, so that they follow when a cell is changed."""

from __future__ import annotations

from collections.abc import Sequence

from facefusion_billing.model.money import Cents
from facefusion_billing.reports.workbook.exact import summable
from facefusion_billing.startup.record import NamedTuple


class Live(NamedTuple):
    """A figure with the formula that gives it, if there is one; where a spreadsheet
    might come to another figure (not `sure`), it stands without.
    """

    value: int
    formula: str = ""
    sure: bool = True


class Rule(NamedTuple):
    """The formula of a unit price, and how many decimals it may come to."""

    formula: str
    places: int


TYPED = Rule("", 0)
"""A price that is typed in."""


def total(amounts: Sequence[Cents], cells: str) -> Live:
    """The sum of some cells."""
    return Live(sum(amounts), f"=ROUND(SUM({cells}),2)", summable(amounts))


def total_where(amounts: Sequence[Cents], cells: str, keys: str, key: str) -> Live:
    """The sum of those cells beside which a key stands; `amounts` are these alone."""
    formula = f"=ROUND(SUMIFS({cells},{keys},{key}),2)"
    return Live(sum(amounts), formula, summable(amounts))


def difference(value: Cents, other: Cents, of: str, less: str) -> Live:
    """One amount less another, by the addresses of both."""
    formula = f"=ROUND({of}-{less},2)"
    return Live(value - other, formula, summable((value, other)))
