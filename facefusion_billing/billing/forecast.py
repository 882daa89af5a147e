"""A scenario whose counts by day go on: the days of the forecast become counts like any
other, marked, so that bills, plans and refunds need not know of them.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.calendar import ONE_DAY, Month, Span, month_of
from facefusion_billing.model.faults import Fault, Location, Message, fault_at, refuse
from facefusion_billing.model.scenario import (
    MAX_FORECAST_DAYS,
    CallCount,
    Forecast,
    Level,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.rules import forecast as rules
from facefusion_billing.rules import qps
from facefusion_billing.rules.forecast import ForecastDay, Pick, Rule, forecast, mean


def with_forecast(scenario: Scenario, pick: Pick = mean) -> Scenario:
    """The scenario with the days of its forecasts, in place of those it has already."""
    usage = {name: _continued(use, pick) for name, use in scenario.usage.items()}
    return scenario._replace(usage=usage)


def continued(scenario: Scenario, forecast: Forecast) -> Scenario:
    """The scenario with a forecast for every scope that has counts by day.

    Raises `InputError` where none has.
    """
    usage = {
        name: use._replace(forecast=forecast) if _counts(use) else use
        for name, use in scenario.usage.items()
    }
    if usage == scenario.usage:
        raise refuse("--forecast: continues counts by day, and no scope has any")
    return scenario._replace(usage=usage)


def settled(use: ScopeUsage) -> ScopeUsage:
    """A usage whose forecast is made: its days are counts and peaks like those stated."""
    # For what is rewritten day by day: made again of other counts, it would be another.
    if use.forecast is None:
        return use
    peaks: dict[Span, Level] = {}
    for level in use.peaks:  # a forecast stands before what is stated for its day
        peaks.setdefault(level.span, level._replace(is_forecast=False))
    calls = tuple(count._replace(is_forecast=False) for count in use.calls)
    return use._replace(calls=calls, peaks=tuple(peaks.values()), forecast=None)


def last_days(scenario: Scenario) -> dict[str, date]:
    """The last day with a count of its own of each scope that a forecast continues."""
    return {
        name: max(_counts(use))
        for name, use in scenario.usage.items()
        if use.forecast is not None
    }


def is_alike(scenario: Scenario) -> bool:
    """Whether the weeks that its forecasts are made of are alike in every scope."""
    return all(
        rules.is_alike(_counts(use), use.forecast.weeks)
        for use in scenario.usage.values()
        if use.forecast is not None
    )


def forecast_calls(use: ScopeUsage) -> Counter[Month]:
    """How many calls of each month are a forecast."""
    calls = Counter[Month]()
    for count in use.calls:
        if count.is_forecast:
            calls[month_of(count.span.start)] += count.calls
    return calls


def forecast_faults(scenario: Scenario) -> Iterator[Fault]:
    """What keeps a forecast from being made of a scope's counts."""
    days = 0
    for use in scenario.usage.values():
        if use.forecast is not None:
            why = _unfit(use, use.forecast)
            if why:
                yield fault_at(
                    "{name}: {why}", use.forecast.location, name=use.name, why=why
                )
            else:
                days += (use.forecast.until - max(_counts(use))).days - 1
    if days > MAX_FORECAST_DAYS:
        yield fault_at(
            "{days:,} days of forecasts in all; at most {max_days:,}",
            scenario.location,
            days=days,
            max_days=MAX_FORECAST_DAYS,
        )


def _unfit(use: ScopeUsage, rule: Forecast) -> str | None:
    counts = _counts(use)
    if not counts:
        return Message("a forecast continues counts by day, and there are none")
    first, last = min(counts), max(counts)
    for count in use.calls:
        # A forecast's own counts are passed over: it may be made a second time.
        if count.span.last > last and not count.is_forecast:
            return Message(
                "a count after {last}, the last day of its own, is no count by day",
                last=last,
            )
    whole_weeks = ((last - first).days + 1) // 7
    if whole_weeks < rule.weeks:
        return Message(
            "a forecast from {weeks} weeks, but the counts by day from {first} to "
            "{last} are {whole_weeks} whole weeks",
            weeks=rule.weeks,
            first=first,
            last=last,
            whole_weeks=whole_weeks,
        )
    if rule.until <= last + ONE_DAY:
        return Message(
            "the forecast ends before the counts by day do, on {last}", last=last
        )
    return None


def _counts(use: ScopeUsage) -> dict[date, int]:
    """The counts of single days that are stated."""
    return {
        count.span.start: count.calls
        for count in use.calls
        if count.span.days == 1 and not count.is_forecast
    }


def _continued(use: ScopeUsage, pick: Pick) -> ScopeUsage:
    rule = use.forecast
    if rule is None:
        return use
    counts = _counts(use)
    own = [count for count in use.calls if not count.is_forecast]
    stated = tuple(level for level in use.peaks if not level.is_forecast)
    growth = Rule(rule.until, rule.weeks, rule.numerator, rule.denominator)
    days = forecast(counts, _peaks_on(counts, stated), growth, pick)
    calls, levels = _entries(days, rule.location)
    return use._replace(
        calls=tuple(sorted([*own, *calls], key=_by_span)),
        peaks=tuple(sorted([*levels, *stated], key=_narrowest)),
    )


def _entries(
    days: list[ForecastDay], location: Location
) -> tuple[list[CallCount], list[Level]]:
    """The counts and peaks of the days that are forecast, as a file would state them."""
    calls = [
        CallCount(_one(each.day), each.calls, False, location, is_forecast=True)
        for each in days
    ]
    levels = [
        Level(_one(each.day), each.peak, location, is_forecast=True)
        for each in days
        if each.peak is not None
    ]
    return calls, levels


def _peaks_on(counts: dict[date, int], stated: tuple[Level, ...]) -> dict[date, int]:
    """The peaks of the days with a count of their own, where one is stated."""
    peaks = qps.peaks_of(stated)
    on = {day: peaks.on(day) for day in counts}
    return {day: peak for day, peak in on.items() if peak is not None}


def _one(day: date) -> Span:
    return Span(day, day + ONE_DAY)


def _by_span(count: CallCount) -> Span:
    return count.span


def _narrowest(level: Level) -> tuple[int, Span]:
    """A forecast goes before what a file states for the same day."""
    return level.span.days, level.span
