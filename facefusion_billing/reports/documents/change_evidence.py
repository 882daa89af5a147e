"""What a change rests on: the lines of both bills, their tier rows and their clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from facefusion_billing.model.bill import (
    PAY_AS_YOU_GO,
    REFUND,
    Bill,
    BillLine,
    Estimate,
)
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.comparison import Change, Comparison
from facefusion_billing.reports.documents.bills_document import rests
from facefusion_billing.reports.documents.blocks import Grid
from facefusion_billing.reports.documents.burn_down_document import tier_row
from facefusion_billing.reports.documents.clause_list import clause_grids
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _


def change_evidence(answer: Comparison, change: Change) -> Iterator[str]:
    """The sums of the base and of the scenario, each with its tier row, then the clauses
    and readings that they rest on.
    """
    rests_on: dict[str, None] = {}
    for scenario in (answer.base, answer.named(change.scenario)):
        for bill, line in _lines(scenario.estimate, change):
            sum = phrases.arithmetic(line)
            amount = phrases.amount(line.amount)
            text = _("{name}: {sum} = {amount}")
            text = text.format(name=scenario.name, sum=sum, amount=amount)
            yield _("; ").join([text, *_tier(bill, line)])
            found = rests(line, scenario.estimate.assumptions)
            rests_on.update(dict.fromkeys(found))
    if rests_on:
        yield _("; ").join(rests_on)


def cited_by_changes(answer: Comparison) -> Iterator[Grid]:
    """What the clauses say that the lines of the changes rest on."""
    cited: dict[str, None] = {}
    places: dict[str, str] = {}
    says: dict[str, str] = {}
    for scenario in answer.scenarios:
        estimate = scenario.estimate
        places.update(estimate.clauses)
        for id, text in estimate.says.items():
            # A book with figures of its own says so before the vendor's text.
            if not says.get(id, "").endswith(text):
                says[id] = text
        for change in answer.changes:
            for _bill, line in _lines(estimate, change):
                cited.update(dict.fromkeys(line.clauses))
    yield from clause_grids(cited, places, says)


def _lines(estimate: Estimate, change: Change) -> Iterator[tuple[Bill, BillLine]]:
    """The lines that a change is about."""
    for bill in estimate.bills:
        for line in bill.lines:
            if _is_about(change, bill, line):
                yield bill, line


def _is_about(change: Change, bill: Bill, line: BillLine) -> bool:
    """Whether a line is of the order of a change, or of the calls in its month."""
    if change.order is None:
        is_of_calls = line.kind == PAY_AS_YOU_GO and bill.month == change.month
        return is_of_calls and line.scope in (change.scope, ACCOUNT)
    if line.order is None or line.order.id != change.order:
        return False
    return (line.kind == REFUND) == (change.part == REFUND)


def _tier(bill: Bill, line: BillLine) -> Iterable[str]:
    """The row of the tier table that a line's calls reached."""
    if line.kind != PAY_AS_YOU_GO:
        return []
    reached = [(use.scope, use.tier) for use in bill.usage if use.tier]
    # Scopes that are billed together reach one tier.
    tiers = [tier for scope, tier in reached if scope == line.scope]
    tiers = tiers or [tier for _scope, tier in reached]
    return [tier_row(tier) for tier in tiers[:1]]
