"""A demand that stands in no file, as a scenario."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from facefusion_billing.api.arguments import unfit
from facefusion_billing.api.demand import Demand, title
from facefusion_billing.api.loading import load_price_book, readings_of
from facefusion_billing.billing.checks import contradicted_peaks
from facefusion_billing.billing.inputs import distribute_calls
from facefusion_billing.billing.metered import filed
from facefusion_billing.billing.order_checks import not_in_force
from facefusion_billing.files import dates, numbers
from facefusion_billing.files.usage import ALWAYS
from facefusion_billing.files.usage_calls import grown
from facefusion_billing.model.book import Activities, PriceBook
from facefusion_billing.model.calendar import LAST_YEAR, Span, month_of
from facefusion_billing.model.faults import (
    Location,
    Message,
    Source,
    did_you_mean,
    refuse,
)
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Level,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.startup.record import NamedTuple

MOST_MATERIALS, MOST_MONTHS, MOST_DAYS = 100_000, 120, 366
HERE = Location(Source("<quote>", ""), 1, 1, 1, "")


def quoted_scenario(
    scope: str | None, demand: Demand, name: Callable[[str], str] = str
) -> Scenario:
    """The scenario of a demand; `name` says what a fault calls a part of it.

    Raises `InputError`.
    """
    book = demand.get("price_book", "intl")
    if not isinstance(book, PriceBook):
        book = load_price_book(book)
    demand = _with_lengths(demand, name)
    asked = _Asked(demand, name)
    use = _use(book, scope, asked)
    _check_end(use, asked)
    scenario = Scenario(
        title=title(use, demand),
        book=book,
        assumptions=readings_of(demand.get("assume")),
        account=Account(),
        usage={use.name: use},
        orders=(),
        location=HERE,
    )
    _check(scenario, use, name)
    return scenario


def _with_lengths(demand: Demand, name: Callable[[str], str]) -> Demand:
    """The demand with its months and days as numbers. Raises `InputError` for those that
    are none, and for a name that a demand does not have.
    """
    known = Demand.__annotations__
    for key in demand:
        if key not in known:
            raise refuse(
                "no argument is called {key!r}{hint}",
                key=key,
                hint=did_you_mean(key, known),
            )
    asked = _Asked(demand, name)
    months, days = asked.number("months", "months"), asked.number("days", "days")
    return {**demand, "months": 1 if months is None else months, "days": days}


def _use(book: PriceBook, scope: str | None, asked: _Asked) -> ScopeUsage:
    """The calls, peaks and materials that are asked for."""
    return ScopeUsage(
        name=scope_of(book, scope),
        starts=None,
        calls=_calls(book, asked),
        peaks=_levels(asked.number("peak_qps", "QPS")),
        materials=_levels(_materials(asked)),
        modes=(),
        change_days=None,
        location=HERE,
    )


def _check_end(use: ScopeUsage, asked: _Asked) -> None:
    """Raises `InputError` for a demand that no file could state."""
    if use.calls[-1].span.last.year > LAST_YEAR:
        length = "months" if asked.demand.get("days") is None else "days"
        raise refuse(
            "{name}: the demand runs past the year {year}",
            name=asked.name(length),
            year=LAST_YEAR,
        )


def _check(scenario: Scenario, use: ScopeUsage, name: Callable[[str], str]) -> None:
    """What a file is held to as well. Raises `InputError` for months in which the book
    is not in force, and for a peak below the average of a day.
    """
    whole = Span(use.calls[0].span.start, use.calls[-1].span.end)
    for fault in not_in_force(scenario, whole, HERE):
        raise refuse("{name}: {error}", name=name("start"), error=fault.message)
    if use.peaks:
        calls, _ = distribute_calls(scenario, filed(()))
        for fault in contradicted_peaks(use.peaks, calls[use.name]):
            raise refuse("{name}: {error}", name=name("peak_qps"), error=fault.message)


def first_day_of(scenario: Scenario) -> date:
    """The first day of a demand: nothing is decided before it."""
    (use,) = scenario.usage.values()
    return use.calls[0].span.start


def scope_of(book: PriceBook, scope: str | None) -> str:
    """The scope of that name, the book's first without one. Raises `InputError`."""
    if not (scope is None or isinstance(scope, str)):
        raise unfit("scope", scope, Message("the name of a group or an activity"))
    if isinstance(book.offer, Activities):
        return scope or "activity"
    if scope is not None and scope not in book.groups:
        known = list(book.groups)
        hint = did_you_mean(scope, known) or f"; expected {' or '.join(known)}"
        raise refuse("no interface group {scope!r}{hint}", scope=scope, hint=hint)
    return scope or next(iter(book.groups))


class _Asked(NamedTuple):
    """A demand, and what a fault calls a part of it."""

    demand: Demand
    name: Callable[[str], str]

    def number(self, key: str, unit: str) -> int | None:
        """A count as it is given. Raises `InputError`."""
        given = self.demand.get(key)
        if given is None:
            return None
        found: int = self.parsed(lambda text: numbers.count(text, unit), given, key)
        return found

    def parsed(self, parse: Callable[[str], Any], given: Any, key: str) -> Any:
        """What a part says. Raises `InputError`."""
        try:
            return parse(numbers.written(given))
        except numbers.UnreadableError as error:
            raise refuse("{name}: {error}", name=self.name(key), error=error) from None

    def check_most(self, key: str, number: int, most: int) -> None:
        """Refuses less than one and more than the most."""
        if not 1 <= number <= most:
            raise refuse(
                "{name} {number}: from 1 to {most}",
                name=self.name(key),
                number=number,
                most=most,
            )


def _calls(book: PriceBook, asked: _Asked) -> tuple[CallCount, ...]:
    demand, name = asked
    start = _start(book, asked)
    calls = asked.number("calls", "calls")
    if calls is None:
        raise refuse("{name}: a demand needs a count", name=name("calls"))
    days = demand.get("days")
    if days is None:
        return _by_month(start, calls, asked)
    if demand.get("months", 1) != 1 or demand.get("growth") is not None:
        others = f"{name('months')} and {name('growth')}"
        raise refuse(
            "{name}: takes the place of {others}", name=name("days"), others=others
        )
    asked.check_most("days", days, MOST_DAYS)
    end = start + timedelta(days=days)
    return (CallCount(Span(start, end), calls, False, HERE),)


def _by_month(day: date, calls: int, asked: _Asked) -> tuple[CallCount, ...]:
    demand, name = asked
    if day.day != 1:
        raise refuse(
            "{name} {day}: months begin on their 1st", name=name("start"), day=day
        )
    start = month_of(day)
    months = demand.get("months", 1)
    asked.check_most("months", months, MOST_MONTHS)
    growth = demand.get("growth")
    rate = None
    if growth is not None:
        rate = asked.parsed(numbers.percent, growth, "growth")
    counts = []
    growing = grown(calls, rate)
    for step in range(months):
        span = Span(start.plus(step).first, start.plus(step + 1).first)
        counts.append(CallCount(span, next(growing), True, HERE))
    return tuple(counts)


def _start(book: PriceBook, asked: _Asked) -> date:
    """The month or day given, else the next 1st from today, or the first of the month
    in which the book is in force.
    """
    given = asked.demand.get("start")
    if given is not None:
        by_month = asked.demand.get("days") is None
        parse = dates.first_of_month if by_month else dates.month_or_day
        day: date = asked.parsed(parse, given, "start")
        return day
    following, begins = month_of(date.today()).end, book.in_force.start
    if begins <= following < book.in_force.end:
        return following
    return month_of(begins).first


def _materials(asked: _Asked) -> int | None:
    found = asked.number("materials", "materials")
    if found is not None and found > MOST_MATERIALS:
        raise refuse(
            "{name} {given}: at most {most_materials:,}",
            name=asked.name("materials"),
            given=asked.demand.get("materials"),
            most_materials=MOST_MATERIALS,
        )
    return found


def _levels(value: int | None) -> tuple[Level, ...]:
    if value is None:
        return ()
    return (Level(ALWAYS, value, HERE),)
