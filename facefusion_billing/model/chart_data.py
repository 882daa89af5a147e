"""What the pictures of an estimate show, as values: every figure is computed before
anything is drawn.
"""

from datetime import date

from facefusion_billing.model.calendar import Month
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order
from facefusion_billing.startup.record import NamedTuple


class MonthCost(NamedTuple):
    """A month's amount by kind of line, and their sum."""

    month: Month
    kinds: dict[str, Cents]
    total: Cents


class Running(NamedTuple):
    """What is paid, and what is used of it, from the first month to the end of this
    one.
    """

    month: Month
    paid: Cents
    used: Cents


class Piece(NamedTuple):
    """A tier of a cost curve: its first and last count shown, and what they cost."""

    first: int
    last: int
    unit_price: str
    first_cost: Cents
    last_cost: Cents


class Zone(NamedTuple):
    """Counts `first` to `last` that each cost more than `better` calls, which cost
    `least`.
    """

    first: int
    last: int
    better: int
    least: Cents


class Mark(NamedTuple):
    """A month on a cost curve; `others` are the free and pack calls that counted for
    its tier.
    """

    month: Month
    billable: int
    cost: Cents
    others: int


class Curve(NamedTuple):
    """What a month's billable calls cost on a meter, from none to `end`, with the
    scenario's months.
    """

    meter: str
    end: int
    pieces: tuple[Piece, ...]
    zones: tuple[Zone, ...]
    marks: tuple[Mark, ...]


class Left(NamedTuple):
    """The calls left in a pack at the end of a day."""

    day: date
    calls: int


class PackBalance(NamedTuple):
    """A pack over time: `begins` with `left` calls, then at the end of each month, and
    of its `last` day.

    `expired` calls were left on the last day; `last` is None when that is after the
    last bill.
    """

    order: Order
    number: int
    scope: str
    size: int
    begins: date
    opening: int
    left: tuple[Left, ...]
    last: date | None
    expired: int


class Pictures(NamedTuple):
    """The pictures of an estimate; the account's is its ledger. `more_packs` is how
    many packs are not shown.
    """

    months: tuple[MonthCost, ...]
    running: tuple[Running, ...]
    curves: tuple[Curve, ...]
    packs: tuple[PackBalance, ...]
    more_packs: int
    first: date
    last: date
