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
from facefusion_billing.rules import materials, validity
from facefusion_billing.rules.burn_down import licence_pool
from facefusion_billing.rules.distribution import DailyCalls
from facefusion_billing.rules.licence import qps_of_licence
from facefusion_billing.startup.record import NamedTuple


class Part(NamedTuple):
    """An activity, or one of those it is split into: its licences (day and package),
    and its calls.
    """

    name: str
    licences: tuple[tuple[date, str], ...]
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
        self.months = len(facts.horizon.months)
        self._terms: dict[date, Span] = {}
        self._counted: tuple[DailyCalls, list[Count]] | None = None
        self.use: ScopeUsage = facts.scenario.usage[name]
        self.sold: Activities = facts.scenario.book.activities
        self.account_wide = is_account_wide(facts.readings)
        self.terms = [
            (_package(order), term)
            for order, term in facts.prepared.terms_of(LICENCE, name)
        ]
        self.upgraded = facts.prepared.scope(name).quota
        self.own = [
            (pack, left)
            for pack, left in zip(facts.prepared.packs, facts.opening.left, strict=True)
            if pack.pool == licence_pool(name) and left
        ]
        self.bills_on = licence_end(facts.readings) == "postpaid"
        starts = LicenceStarts(facts, self.use, days, [term for _, term in self.terms])
        self.sequences = tuple(starts.sequences(facts.calls[name]))
        self.has_all_starts = not starts.is_cut_short
        # The first sequence is that of the latest first day, which is best unless a
        # licence ends in the horizon or serves others.
        self.starts = self.sequences[0]
        self.fixed = {
            package: qps_of_licence(licence, facts.readings)
            for package, licence in self.sold.licences.items()
        }

    def term(self, start: date) -> Span:
        """The days of a licence."""
        found = self._terms.get(start)
        if found is None:
            found = validity.n_days(start, self.sold.licence_days)
            self._terms[start] = found
        return found

    def counts(self, calls: DailyCalls) -> list[Count]:
        """The segments with calls, told once for all its ways."""
        if self._counted is None or self._counted[0] is not calls:
            self._counted = calls, list(self._each_count(calls))
        return self._counted[1]

    def _each_count(self, calls: DailyCalls) -> Iterator[Count]:
        horizon = self.facts.horizon
        first = horizon.first
        for segment, (start, end) in enumerate(pairwise([*self.days, horizon.end])):
            count = calls.between(start, end)
            if count:
                month = (start.year - first.year) * 12 + start.month - first.month
                yield Count(segment, start, month, count)

    def renews(self) -> bool:
        """Whether a licence can be followed by another."""
        first = not self.terms
        return max(map(len, self.sequences)) > int(first)

    def can_end(self) -> bool:
        """Whether one of its licences can end inside the horizon."""
        starts = set(chain.from_iterable(self.sequences))
        ends = [self.term(start).end for start in starts]
        ends += [term.end for _, term in self.terms]
        horizon = self.facts.horizon
        return any(horizon.start <= end < horizon.end for end in ends)

    def suits(self, packages: Sequence[str], start: date) -> bool:
        """Whether licences from a day hold the materials of their time, changeable for
        as long as asked.
        """
        sold = [self.sold.licences[package] for package in packages]
        held = sum(licence.materials for licence in sold)
        return all(map(self.lasts, packages)) and held >= self.need_from(start)

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
        return materials.max_live(
            self.use.materials, Span(self.facts.horizon.start, self.facts.horizon.end)
        )

    def must_split(self) -> bool:
        """Whether no licence holds the materials."""
        return self.most_materials() > self._largest

    def holds_materials(self, parts: Sequence[Part]) -> bool:
        """Whether the materials of every month are held by a licence in force in it."""
        licences = self.sold.licences
        terms = [
            (term, licences[package].materials)
            for package, term in self.all_terms(parts)
        ]
        for month in self.facts.horizon.months:
            span = Span(month.first, month.end)
            need = materials.max_live(self.use.materials, span)
            held = materials.held_by_activity(terms, span, self._largest)
            if held is not None and need > held:
                return False
        return True

    @property
    def _largest(self) -> int:
        """The materials of the largest licence."""
        sold = self.sold.licences.values()
        return max((licence.materials for licence in sold), default=0)

    def all_terms(self, parts: Sequence[Part]) -> list[tuple[str, Span]]:
        """The packages and days of the licences that are facts, and of all parts."""
        licences = list(chain.from_iterable(part.licences for part in parts))
        own = [(package, self.term(start)) for start, package in licences]
        return [*self.terms, *own]

    def fixed_on(self, parts: Sequence[Part], day: date) -> list[int]:
        """The fixed QPS of each part on a day; that of the free test where none is
        licensed, for the first part alone.
        """
        trial = (self.sold.free.qps if self.sold.free else 0) or 0
        found = []
        for index, part in enumerate(parts):
            terms = [(package, self.term(start)) for start, package in part.licences]
            if index == 0:
                terms += self.terms
            held = [self.fixed[package] for package, term in terms if term.holds(day)]
            unlicensed = 0 if index else trial
            found.append(held[0] if held else unlicensed)
        return found


def _package(order: Order) -> str:
    assert isinstance(order.item, LicenceOrder)
    return order.item.package
