"""Scenarios side by side: what each costs, and how that differs from the first, the
base.
"""

from collections.abc import Sequence

from facefusion_billing.model.bill import Estimate
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
    """The answer of `ffbill compare`; the first scenario is the base."""

    scenarios: tuple[Compared, ...]
    total: ComparedRow
    months: tuple[ComparedRow, ...]
    kinds: tuple[ComparedRow, ...]
    scopes: tuple[ComparedRow, ...]
    gates: tuple[ComparedGate, ...]

    @property
    def base(self) -> Compared:
        """What the others are compared with."""
        return self.scenarios[0]

    @property
    def view(self) -> str:
        """The view of the bills, the same in all."""
        return self.base.estimate.view
