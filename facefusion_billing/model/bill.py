"""Bills as values: lines, usage, pack states, warnings, and the whole estimate.

Values carry facts (codes, numbers, ids); the sentences about them are made by the
reports.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from facefusion_billing.model.book import Origin, ShapeName, TierTable
from facefusion_billing.model.calendar import Month, Span
from facefusion_billing.model.money import Cents, Price
from facefusion_billing.model.scenario import Order
from facefusion_billing.model.severities import SEVERITIES, Severity
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.charge import Charge
    from facefusion_billing.model.chart_data import Pictures
    from facefusion_billing.model.forecasted import Forecasted
    from facefusion_billing.model.invoice import Invoices

PAY_AS_YOU_GO: Final = "pay_as_you_go"
REFUND: Final = "refund"
LINE_KINDS = (
    "pay_as_you_go",
    "call_pack",
    "qps",
    "material_pack",
    "licence",
    "qps_upgrade",
    "refund",
)


View = Literal["cash", "amortised"]
CASH: Final = "cash"
AMORTISED: Final = "amortised"
VIEWS: tuple[View, ...] = (CASH, AMORTISED)
"""What a month paid, or what it used of what was paid."""

How = Literal["drawn", "in_force", "unused", "outside"]
PackStatus = Literal["valid", "exhausted", "expired", "refunded", "future"]
Event = Literal["opening", "top_up", "assumed_top_up", "refund", "order", "settlement"]
"""What moves a balance; `assumed_top_up` is what an order lacked: put in that day, so that a
forecast is still computed.
"""


class Portion(NamedTuple):
    """Which part of an order's amount a month used: units `before` to `after` of
    `whole`, for `of` cents in all.

    `how` is `drawn` (calls), `in_force` (days), `unused` (calls left when the pack
    ended) or `outside` (calls used outside the file's months). `number` is the pack's
    within its order.
    """

    how: How
    number: int
    before: int
    after: int
    whole: int
    of: Cents


class BillLine(NamedTuple):
    """One line: `amount` is `quantity` times `unit_price` less `discount`, rounded half
    up once.

    `listed` is the unit price before a discount of the book. A line of the amortised
    view may be a `portion` of an order's amount and has neither price then.
    """

    kind: str
    scope: str
    date: date
    order: Order | None
    quantity: int
    unit: str
    unit_price: Price | None
    amount: Cents
    clauses: tuple[str, ...]
    assumptions: tuple[str, ...] = ()
    discount: Cents = 0
    facts: dict[str, Any] = {}
    portion: Portion | None = None
    listed: Price | None = None


class Bill(NamedTuple):
    """The bill of one month."""

    month: Month
    settles: Span
    lines: tuple[BillLine, ...]
    usage: tuple[UsageRow, ...]

    @property
    def total(self) -> Cents:
        """The sum of its lines."""
        return sum(line.amount for line in self.lines)


def sums(bills: Iterable[Bill], key: Callable[[BillLine], str]) -> dict[str, Cents]:
    """What the lines of bills come to under each key."""
    found: dict[str, Cents] = {}
    for bill in bills:
        for line in bill.lines:
            found[key(line)] = found.get(key(line), 0) + line.amount
    return found


class PackState(NamedTuple):
    """A pack after the last bill; calls that no other pack served were `then_billed`."""

    order: Order
    number: int
    scope: str
    size: int
    used: int
    remaining: int
    expired: int
    term: Span
    status: PackStatus
    first_use: date | None
    used_up: date | None
    then_billed: bool
    paid: Cents


class Prepaid(NamedTuple):
    """What of an order (of a pack of it, by `number`) is paid and not yet used by the
    end of the last bill.
    """

    order: Order
    number: int
    scope: str
    amount: Cents


class Finding(NamedTuple):
    """A warning or note: its code, and the facts its sentence is made of."""

    code: str
    month: Month
    scope: str
    facts: dict[str, Any]
    amount: Cents | None = None

    @property
    def severity(self) -> Severity:
        """`warning` when money or service is at risk, else `note`."""
        return SEVERITIES[self.code]


class LedgerEvent(NamedTuple):
    """A movement of the account and the balance after it."""

    date: date
    event: Event
    amount: Cents
    balance: Cents
    subject: str = ""


class Suspension(NamedTuple):
    """A stop of the service (`until` None: it does not end), what it cost, and what
    prevents it.
    """

    since: date
    until: date | None
    refused: int
    expired_calls: int
    top_up: Cents
    top_up_by: date


class Ledger(NamedTuple):
    """The account's movements, the stops they caused, and the least top-up by the day of
    the first that prevents them all (None: there are none, or without them there is no
    bill).
    """

    events: tuple[LedgerEvent, ...]
    suspensions: tuple[Suspension, ...]
    top_up: Cents | None = None

    @property
    def is_more_than_one_stop(self) -> bool:
        """Whether stops are to be prevented together: several, or one that others would
        follow if it were prevented.
        """
        stops = self.suspensions
        return len(stops) > 1 or any(stop.top_up != self.top_up for stop in stops)


class Gate(NamedTuple):
    """A condition the caller set on a figure."""

    name: str
    limit: Cents
    actual: Cents
    met: bool


class Alternative(NamedTuple):
    """The total under another reading of one assumption; None with the reasons when it
    has none. `unpriced` are the calls of any month that it leaves out, by kind.
    """

    assumption: str
    value: str
    total: Cents | None
    difference: Cents | None
    why: tuple[str, ...] = ()
    unpriced: dict[str, int] = {}

    @property
    def complete(self) -> bool:
        """Whether there is a total, and it leaves no call out."""
        return self.total is not None and not any(self.unpriced.values())


class Estimate(NamedTuple):
    """The answer of `ffbill estimate`.

    `prepaid` is what the amortised view has not come to by the last bill shown;
    `unpriced` are the calls of any month that the bills leave out, by kind, and
    `unpriced_in` their months; `refused_by` why calls are refused, with how many;
    `tiers` the prices by call of each scope that has a line of its own for them.
    """

    title: str
    book_id: str
    currency: str
    assumptions: dict[str, str]
    bills: tuple[Bill, ...]
    packs: tuple[PackState, ...]
    ledger: Ledger | None
    findings: tuple[Finding, ...]
    alternatives: tuple[Alternative, ...]
    unpriced: dict[str, int]
    clauses: dict[str, str]
    refused_by: dict[str, int] = {}
    unpriced_in: dict[str, tuple[Month, ...]] = {}
    says: dict[str, str] = {}
    gates: tuple[Gate, ...] = ()
    view: View = CASH
    prepaid: tuple[Prepaid, ...] = ()
    charges: "tuple[Charge, ...]" = ()
    invoices: "Invoices | None" = None
    pictures: "Pictures | None" = None
    forecast: "Forecasted | None" = None
    origin: Origin | None = None
    shape: ShapeName = "groups"
    tiers: dict[str, TierTable] = {}

    @property
    def total(self) -> Cents:
        """The sum of its bills."""
        return sum(bill.total for bill in self.bills)

    @property
    def dearest_month(self) -> Cents:
        """The total of the dearest of its bills; 0 without any."""
        return max((bill.total for bill in self.bills), default=0)

    @property
    def dearest(self) -> Month | None:
        """The first month whose bill is the dearest; None without any."""
        totals = {bill.month: bill.total for bill in self.bills}
        return max(totals, key=totals.__getitem__, default=None)

    @property
    def prepaid_total(self) -> Cents:
        """What is paid and not yet used, in the amortised view."""
        return sum(row.amount for row in self.prepaid)

    @property
    def complete(self) -> bool:
        """Whether every call of the scenario was priced or deducted."""
        return not any(self.unpriced.values())

    @property
    def by_kind(self) -> dict[str, Cents]:
        """The total of each kind of line that occurs."""
        found = sums(self.bills, lambda line: line.kind)
        return {kind: found[kind] for kind in LINE_KINDS if kind in found}
