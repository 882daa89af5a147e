"""Own counts of calls: what each month comes to, and a usage file with them in place of
its own calls.
"""

from collections.abc import Iterable, Iterator, Sequence

from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.metered import filed
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Days, Month, Span, days_in, month_of
from facefusion_billing.model.faults import Fault, InputError
from facefusion_billing.model.scenario import CallCount, Scenario, ScopeUsage
from facefusion_billing.rules.distribution import Misfit, distribute

OwnCounts = dict[str | None, list[CallCount]]
"""The counts of a file of calls by scope; None where it has no column `for`."""
Key = tuple[str, Month]
"""A scope and a month."""


def calls_by_month(counts: OwnCounts, scopes: Sequence[str]) -> dict[Key, int]:
    """The calls of each scope's month: a month's own number holds those of its days.

    Counts without a scope are those of the only one; mainland activities are one
    account. Raises `InputError` where the days of a month have more than the month.
    """
    calls: dict[Key, int] = {}
    for name, rows in counts.items():
        scope = scopes[0] if name is None or scopes == [ACCOUNT] else name
        by_day, misfits = distribute(rows, None, strict=False)
        _refuse(misfits)
        for month in {month_of(row.span.start) for row in rows}:
            more = by_day.between(month.first, month.end)
            calls[scope, month] = calls.get((scope, month), 0) + more
    return calls


def counted_instead(
    scenario: Scenario, counts: OwnCounts, scopes: Sequence[str]
) -> Scenario | None:
    """The usage file with own counts in place of its calls of the same months; None
    where they name an activity that it does not have. Raises `InputError`.
    """
    usage = dict(scenario.usage)
    for name, rows in counts.items():
        use = _use_of(scenario, scopes[0] if name is None else name)
        if use is None:
            return None
        usage[use.name] = _with_counts(use, rows)
    scenario = scenario._replace(usage=usage)
    _refuse(distribute_calls(scenario, filed(scenario.orders))[1])
    return scenario


def _refuse(misfits: Sequence[Misfit]) -> None:
    if misfits:
        raise InputError(
            [Fault(misfit.why, misfit.given.location) for misfit in misfits]
        )


def _use_of(scenario: Scenario, name: str) -> ScopeUsage | None:
    """What a file says of a scope: nothing yet of an interface group that it leaves
    out; None of an activity that it does not have.
    """
    if name in scenario.usage:
        return scenario.usage[name]
    if name == ACCOUNT and len(scenario.usage) == 1:
        return next(iter(scenario.usage.values()))
    if name not in scenario.book.groups:
        return None
    return ScopeUsage(name, None, (), (), (), (), None, scenario.location)


def _with_counts(use: ScopeUsage, rows: list[CallCount]) -> ScopeUsage:
    """A scope with counts in place of its own ones of the same months."""
    months = {month_of(row.span.start) for row in rows}
    counted = days_in(Span(month.first, month.end) for month in months)
    calls = sorted((*_beside(use.calls, counted), *rows), key=lambda row: row.span)
    return use._replace(calls=tuple(calls))


def _beside(counts: Iterable[CallCount], days: Days) -> Iterator[CallCount]:
    """What counts leave on other days: a range may reach from one month into another."""
    for count in counts:
        by_day, _misfits = distribute([count], None, strict=False)
        for piece in days.outside(count.span):
            calls = by_day.between(piece.start, piece.end)
            yield count._replace(span=piece, calls=calls)
