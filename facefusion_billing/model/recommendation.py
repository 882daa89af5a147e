"""The cheapest plan as values: plans beside each other, the proof, and how it changes
with demand and readings.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

from facefusion_billing.model.bill import Bill, BillLine, Finding
from facefusion_billing.model.book import Origin
from facefusion_billing.model.calendar import Month, Span, months_between
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order, Scenario
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.chart_data import Pictures

PLAN_NAMES = ("current", "pay_as_you_go", "packs", "qps_month", "qps_day", "best")
ProofStatus = Literal["optimal", "bounded", "infeasible"]
OPTIMAL: Final = "optimal"
BOUNDED: Final = "bounded"
INFEASIBLE: Final = "infeasible"


class Horizon(NamedTuple):
    """The months that are planned, the first and the last included.

    `since` is the first day on which anything is decided where that is not the first of
    the first month.
    """

    first: Month
    last: Month
    since: date | None = None

    @property
    def start(self) -> date:
        """The first day on which anything is decided."""
        return self.since or self.first.first

    @property
    def end(self) -> date:
        """The day after its last."""
        return self.last.end

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months."""
        return tuple(months_between(self.first, self.last))

    def month_number(self, day: date) -> int:
        """The number of the month of a day, counted from the first."""
        return (day.year - self.first.year) * 12 + day.month - self.first.month


class Reason(NamedTuple):
    """Why there is no such plan: a code, and the facts its sentence is made of."""

    code: str
    scope: str
    month: Month | None = None
    facts: dict[str, Any] = {}


class Plan(NamedTuple):
    """A plan: what it costs (None: it does not serve every call), why not, its orders
    and its days in QPS mode.

    `running` is what its bills come to by the end of each month.
    """

    name: str
    total: Cents | None
    why_not: tuple[Reason | Finding, ...] = ()
    orders: tuple[Order, ...] = ()
    modes: dict[str, tuple[Span, ...]] = {}
    running: tuple[tuple[Month, Cents], ...] = ()

    @property
    def feasible(self) -> bool:
        """Whether it serves every call within its limits."""
        return self.total is not None


class Proof(NamedTuple):
    """How good the best plan is: its status, a cost no plan is below (None: not known),
    the partial plans compared, the space, and the decision days by scope.
    """

    status: ProofStatus
    lower: Cents | None
    labels: int
    space: tuple[str, ...]
    days: dict[str, tuple[date, ...]] = {}


class ScopeCost(NamedTuple):
    """What the best plan spends on a scope, and what becomes of the calls it buys
    there.
    """

    scope: str
    total: Cents
    bought: int
    used: int
    expired: int
    valid: int

    @property
    def left(self) -> int:
        """The calls that are not used: expired ones, and those still valid."""
        return self.expired + self.valid


class Interval(NamedTuple):
    """Counts from the first to the last, both included (None: open)."""

    first: int
    until: int | None


class BreakEven(NamedTuple):
    """Where a purchase pays: the calls of a month for a pack of `size`, up to
    `peak_qps` for QPS.
    """

    scope: str
    item: str
    size: int | None
    pays: tuple[Interval, ...]
    peak_qps: int | None

    @property
    def calls(self) -> int | None:
        """The least calls of a month for which it pays; None where it never does."""
        if self.pays:
            return self.pays[0].first
        return None


class Sensitivity(NamedTuple):
    """The costs at another demand: of this plan as it is, and of the best one (None:
    calls are not served).
    """

    percent: int
    keep: Cents | None
    best: Cents | None

    @property
    def regret(self) -> Cents | None:
        """What keeping the plan costs too much."""
        if self.keep is None or self.best is None:
            return None
        return self.keep - self.best


class OtherReading(NamedTuple):
    """The best total under another reading of one assumption, and what keeping this
    plan would cost too much there. `unpriced` are the calls outside every plan there.
    """

    assumption: str
    value: str
    best: Cents | None
    regret: Cents | None
    unpriced: dict[str, int] = {}

    @property
    def complete(self) -> bool:
        """Whether there is a plan, and every call of all months has a price under it."""
        return self.best is not None and not any(self.unpriced.values())


class Recommendation(NamedTuple):
    """The answer of `ffbill recommend`.

    `best_lines` are the bill lines of the best plan's orders (None: a claim); `written`
    is its usage, to be written as a file; `pictures` are those of its bills. A quote is
    of a demand that nobody has a plan for. `says` is what the book's clauses say, and
    `bills` are those of the best plan. `unpriced`, `unpriced_in` and `refused_by` are
    the calls outside every plan, as an estimate of the written one has them;
    `last_days` are the last counted days of the scopes that a forecast continues.
    """

    title: str
    book_id: str
    currency: str
    horizon: Horizon
    assumptions: dict[str, str]
    plans: tuple[Plan, ...]
    proof: Proof
    decided: tuple[tuple[Order, Cents], ...]
    facts: tuple[tuple[Order, Cents], ...]
    best_lines: tuple[BillLine | None, ...]
    written: Scenario | None
    per_scope: tuple[ScopeCost, ...] = ()
    break_even: tuple[BreakEven, ...] = ()
    stable: tuple[int, int] | None = None
    sensitivity: tuple[Sensitivity, ...] = ()
    others: tuple[OtherReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    pictures: "Pictures | None" = None
    origin: Origin | None = None
    is_quote: bool = False
    leaves_balance_out: bool = False
    says: dict[str, str] = {}
    bills: tuple[Bill, ...] = ()
    unpriced: dict[str, int] = {}
    unpriced_in: dict[str, tuple[Month, ...]] = {}
    refused_by: dict[str, int] = {}
    last_days: dict[str, date] = {}

    @property
    def complete(self) -> bool:
        """Whether there is a plan, and every call of all months has a price under it."""
        return self.best.feasible and not any(self.unpriced.values())

    def plan(self, name: str) -> Plan:
        """The plan of that name."""
        return next(plan for plan in self.plans if plan.name == name)

    @property
    def compared(self) -> tuple[Plan, ...]:
        """The plans to choose from; a quote has no current one."""
        return tuple(
            plan
            for plan in self.plans
            if not (self.is_quote and plan.name == "current")
        )

    @property
    def best(self) -> Plan:
        """The cheapest plan."""
        return self.plan("best")

    @property
    def current(self) -> Plan:
        """The scenario as it is written."""
        return self.plan("current")

    @property
    def saving(self) -> Cents | None:
        """What the best plan costs less than the current one; None when either does not
        serve every call.
        """
        if self.best.total is None or self.current.total is None:
            return None
        return self.current.total - self.best.total
