"""An activity as plans see it: its facts, and the days on which its licences may begin."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, pairwise

from facefusion_billing.model.book import Activities
from facefusion_billing.model.calendar import Span
from facefusion_billing.model.items import LICENCE, LicenceOrder
from facefusion_billing.model.scenario import Order, ScopeUsage
from facefusion_billing.plans.activities.licence_starts import (
    LicenceStarts,
    is_account_wide,
    licence_end,
)
from facefusion_billing.plans.baseline import PlanFacts
from facefusion_billing.plans.owned_packs import packs_left
from facefusion_billing.rules import materials, validity
from facefusion_billing.rules.burn_down import licence_pool
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.rules.licence import qps_of_licence
from facefusion_billing.startup.record import NamedTuple


class NewLicence(NamedTuple):
    """A licence that a plan buys: the day on which it begins, and its package."""

    start: date
    package: str


class Term(NamedTuple):
    """The package of a licence, and the days on which it is in force."""

    package: str
    span: Span


class Part(NamedTuple):
    """An activity, or one of those it is split into: its licences, its calls, and how
    many of them are free.
    """

    name: str
    licences: tuple[NewLicence, ...]
    calls: DailyCalls
    free: int


class Count(NamedTuple):
    """The calls of a segment with its first day, and the number of its month."""

    segment: int
    start: date
    month: int
    calls: int


class Activity:
    """An activity with its facts: free calls left, licences and upgrades that stand."""

    def __init__(self, facts: PlanFacts, name: str, days: Sequence[date]) -> None:
        self.facts, self.name, self.days = facts, name, days
        self.use: ScopeUsage = facts.scenario.usage[name]
        self.sold: Activities = facts.scenario.book.activities
        self.months = len(facts.horizon.months)
        self.account_wide = is_account_wide(facts.readings)
        self.bills_on = licence_end(facts.readings) == "postpaid"
        # What stands: licences, upgrades and what is left of licence packs.
        self.terms = _terms(facts, name)
        self.upgraded = facts.prepared.scope(name).quota
        self.packs = packs_left(facts, (licence_pool(name),))
        spans = [term.span for term in self.terms]
        starts = LicenceStarts(facts, self.use, days, spans)
        self.sequences = starts.sequences(facts.calls[name])
        self.has_all_starts = not starts.is_cut_short
        self.fixed = _fixed_qps(facts)
        self._spans: dict[date, Span] = {}
        self._counted: tuple[DailyCalls, list[Count]] | None = None

    @property
    def starts(self) -> tuple[date, ...]:
        """The days on which licences begin where the first begins as late as it can,
        which is best unless one ends in the horizon or serves others.
        """
        return self.sequences[0]

    def term(self, start: date) -> Span:
        """The days of a licence."""
        found = self._spans.get(start)
        if found is None:
            found = validity.n_days(start, self.sold.licence_days)
            self._spans[start] = found
        return found

    def counts(self, calls: DailyCalls) -> list[Count]:
        """The segments with calls, told once for all its ways."""
        if self._counted is None or self._counted[0] is not calls:
            self._counted = calls, list(self._each_count(calls))
        return self._counted[1]

    def _each_count(self, calls: DailyCalls) -> Iterator[Count]:
        horizon = self.facts.horizon
        for segment, (start, end) in enumerate(pairwise([*self.days, horizon.end])):
            count = calls.between(start, end)
            if count:
                yield Count(segment, start, horizon.month_number(start), count)

    def renews(self) -> bool:
        """Whether a licence can be followed by another."""
        most = max(map(len, self.sequences))
        if self.terms:
            return most > 0
        return most > 1

    def can_end(self) -> bool:
        """Whether one of its licences can end inside the horizon, or ended before it."""
        starts = set(chain.from_iterable(self.sequences))
        ends = [self.term(start).end for start in starts]
        ends += [term.span.end for term in self.terms]
        return any(end < self.facts.horizon.end for end in ends)

    def suits(self, package: str, start: date) -> bool:
        """Whether a licence from a day holds the materials of its time, changeable for
        as long as asked.
        """
        held = self.sold.licences[package].materials
        return self.lasts(package) and held >= self.need_from(start)

    def lasts(self, package: str) -> bool:
        """Whether a licence's materials can be changed for as long as asked."""
        asked: int = self.use.change_days or 0
        return self.sold.licences[package].change_days >= asked

    def need_from(self, start: date) -> int:
        """The most materials live at once in the time of a licence from a day on."""
        end = min(self.term(start).end, self.facts.horizon.end)
        return materials.max_live(self.use.materials, Span(start, end))

    def most_materials(self) -> int:
        """The most materials live at once in the horizon."""
        horizon = Span(self.facts.horizon.start, self.facts.horizon.end)
        return materials.max_live(self.use.materials, horizon)

    def holds_materials(self, parts: Sequence[Part]) -> bool:
        """Whether the materials of every month are held by a licence in force in it."""
        terms = [
            (term.span, self.sold.licences[term.package].materials)
            for term in self.all_terms(parts)
        ]
        for month in self.facts.horizon.months:
            span = Span(month.first, month.end)
            need = materials.max_live(self.use.materials, span)
            held = materials.held_by_activity(terms, span, self.sold.most_materials)
            if held is not None and need > held:
                return False
        return True

    def all_terms(self, parts: Sequence[Part]) -> list[Term]:
        """The licences that are facts, and those of all parts."""
        return [*self.terms, *chain.from_iterable(map(self._bought, parts))]

    def terms_of(self, part: Part) -> list[Term]:
        """The licences of a part; what is a fact belongs to the one that keeps the
        activity's name.
        """
        if part.name == self.name:
            return [*self._bought(part), *self.terms]
        return self._bought(part)

    def _bought(self, part: Part) -> list[Term]:
        """The licences of a part that a plan buys."""
        return [Term(own.package, self.term(own.start)) for own in part.licences]

    def fixed_on(self, parts: Sequence[Part], day: date) -> list[int]:
        """The fixed QPS of each part on a day; that of the free test where none is
        licensed, for the part alone that keeps the activity's name.
        """
        found = []
        for part in parts:
            trial = self.sold.trial_qps if part.name == self.name else 0
            terms = self.terms_of(part)
            held = (self.fixed[own.package] for own in terms if own.span.holds(day))
            found.append(next(held, trial))
        return found


def _package(order: Order) -> str:
    """The package of an order for a licence."""
    assert isinstance(order.item, LicenceOrder)
    return order.item.package


def _terms(facts: PlanFacts, name: str) -> list[Term]:
    """The licences of an activity that stand."""
    stand = facts.prepared.terms_of(LICENCE, name)
    return [Term(_package(order), term) for order, term in stand]


def _fixed_qps(facts: PlanFacts) -> dict[str, int]:
    """The QPS that each licence on sale has."""
    licences = facts.scenario.book.activities.licences
    return {
        package: qps_of_licence(licence, facts.readings)
        for package, licence in licences.items()
    }
