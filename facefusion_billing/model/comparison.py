"""Scenarios side by side: what each costs, and how that differs from the first, the
base.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args

from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.startup.record import NamedTuple


class Compared(NamedTuple):
    """A scenario under the name it has in the comparison."""

    name: str
    estimate: Estimate


def numbered(names: Sequence[str]) -> list[str]:
    """The names; one that was given before has its number behind it.

    >>> numbered(["a.yaml", "b.yaml", "a.yaml"])
    ['a.yaml', 'b.yaml', 'a.yaml (2)']
    """
    found = []
    for index, name in enumerate(names):
        before = names[:index].count(name)
        found.append(f"{name} ({before + 1})" if before else name)
    return found


def names_of(files: Sequence[str], titles: Sequence[str]) -> list[str]:
    """What scenarios are called: their titles where each has one of its own, else their
    files.

    >>> names_of(["a.yaml", "b.yaml"], ["Before", "After"])
    ['Before', 'After']
    >>> names_of(["a.yaml", "b.yaml"], ["Before", ""])
    ['a.yaml', 'b.yaml']
    """
    if all(titles) and len(set(titles)) == len(titles):
        return list(titles)
    return numbered(files)


class Cell(NamedTuple):
    """What something costs in one scenario (None: it does not occur there), and how
    much more than in the base.

    `percent` is that in hundredths of a percent of the base. `difference` is None where
    the currency is another one or neither has it; `percent` also where the base is 0.
    """

    amount: Cents | None
    difference: Cents | None
    percent: int | None


class ComparedRow(NamedTuple):
    """A month, a kind of line or a scope, with a cell for each scenario."""

    key: str
    cells: tuple[Cell, ...]


Part = Literal[
    "calls",
    "free",
    "packs",
    "qps_mode",
    "refused",
    "undetermined",
    "price",
    "call_pack",
    "qps",
    "material_pack",
    "licence",
    "qps_upgrade",
    "moved",
    "refund",
]
PARTS: tuple[Part, ...] = get_args(Part)
"""What a difference is made of: counts of calls, their unit price, and orders."""
MOVED: Part = "moved"
"""The part of an order that only changed its date."""


class Change(NamedTuple):
    """A part of what a scenario costs more than the base, in a month.

    `before` and `after` are counts: of calls, of billable calls for a price, of what was
    ordered; for an order that moved they are its dates. A unit price is None where there
    was no such line.
    """

    scenario: str
    month: Month
    scope: str
    part: Part
    amount: Cents
    order: str | None = None
    before: int | date = 0
    after: int | date = 0
    price_before: Price | None = None
    price_after: Price | None = None


class Limit(NamedTuple):
    """How much more than the base a scenario may cost: an amount, or a share of the
    base in percent.
    """

    amount: Cents | None
    percent: Price | None


class ComparedGate(NamedTuple):
    """A condition on a scenario; `actual` is None where it has no figure, `usable`
    false where that is incomplete.
    """

    name: str
    scenario: str
    limit: Limit
    actual: Cents | None
    percent: int | None
    usable: bool
    met: bool


class Comparison(NamedTuple):
    """The answer of `ffbill compare`; the first scenario is the base.

    `changes` say why each other scenario costs more or less, the largest first; those
    of `unlike` have another currency or a price book of another shape, and no changes.
    """

    scenarios: tuple[Compared, ...]
    total: ComparedRow
    months: tuple[ComparedRow, ...]
    kinds: tuple[ComparedRow, ...]
    scopes: tuple[ComparedRow, ...]
    gates: tuple[ComparedGate, ...]
    changes: tuple[Change, ...] = ()
    unlike: tuple[str, ...] = ()

    @property
    def base(self) -> Compared:
        """What the others are compared with."""
        return self.scenarios[0]

    @property
    def view(self) -> str:
        """The view of the bills, the same in all."""
        return self.base.estimate.view

    def named(self, name: str) -> Compared:
        """The scenario of a name."""
        return next(each for each in self.scenarios if each.name == name)
