"""Refund verdicts as values: the grounds that decided, what comes back and what does
not.
"""

from datetime import date
from typing import Any, Final, Literal

from facefusion_billing.model.book import Origin
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.startup.record import NamedTuple

VerdictWord = Literal["eligible", "not_eligible", "undetermined"]
ELIGIBLE: Final = "eligible"
NOT_ELIGIBLE: Final = "not_eligible"
UNDETERMINED: Final = "undetermined"


class Ground(NamedTuple):
    """One ground of a verdict: whether it is met (None: the documents do not say), and
    since when not.
    """

    name: str
    met: bool | None
    clauses: tuple[str, ...]
    facts: dict[str, Any]
    since: date | None = None


def failed_first(grounds: tuple[Ground, ...]) -> Ground | None:
    """The unmet ground that was the first to fail; one without a date failed from the
    start.
    """
    unmet = [ground for ground in grounds if ground.met is False]
    return min(unmet, key=lambda ground: ground.since or date.min, default=None)


class Verdict(NamedTuple):
    """Whether one pack can be refunded.

    `paid` is the pack's share of the tenders of its order.
    """

    order: Order
    number: int
    scope: str
    verdict: VerdictWord
    last_day: date | None
    days_left: int | None
    used: int
    paid: Tenders
    grounds: tuple[Ground, ...]
    notes: tuple[str, ...]

    @property
    def refund(self) -> Tenders:
        """What comes back: cash, transferred, gifted and card of an eligible pack."""
        if self.verdict == ELIGIBLE:
            return self.paid.returned
        return Tenders()

    @property
    def failed_first(self) -> Ground | None:
        """The unmet ground that was the first to fail."""
        return failed_first(self.grounds)


class Refunds(NamedTuple):
    """The answer of `ffbill refund`; `is_activated` where the service was by that day,
    `says` is what the book's clauses say.
    """

    as_of: date
    currency: str
    title: str
    assumptions: dict[str, str]
    clauses: dict[str, str]
    verdicts: tuple[Verdict, ...]
    origin: Origin | None = None
    is_activated: bool = False
    says: dict[str, str] = {}

    @property
    def total(self) -> Cents:
        """What all eligible packs bring back."""
        return sum(sum(verdict.refund) for verdict in self.verdicts)

    @property
    def next_deadline(self) -> tuple[date, Cents] | None:
        """The first day after which money can no longer be had back, and how much."""
        open_until: dict[date, Cents] = {}
        for verdict in self.verdicts:
            if verdict.verdict == ELIGIBLE and verdict.last_day and any(verdict.refund):
                money = sum(verdict.refund)
                day = verdict.last_day
                open_until[day] = open_until.get(day, 0) + money
        return min(open_until.items(), default=None)

    def closing_within(self, days: int) -> Cents:
        """What can no longer be refunded after so many days."""
        soon = [
            v for v in self.verdicts if v.days_left is not None and v.days_left <= days
        ]
        return sum(sum(verdict.refund) for verdict in soon)
