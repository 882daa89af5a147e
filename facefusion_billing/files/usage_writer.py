"""A scenario as a usage file: what is read back from it is the same scenario."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from facefusion_billing.files.books import book_reference
from facefusion_billing.files.usage import ALWAYS
from facefusion_billing.files.yaml_text import yaml_text
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.calendar import DISTANT, ONE_DAY, Span, month_of
from facefusion_billing.model.money import Price, money_text
from facefusion_billing.model.scenario import (
    Account,
    CallCount,
    Forecast,
    Level,
    ModeSpan,
    Scenario,
    ScopeUsage,
)
from facefusion_billing.model.usage_fields import mode_entry, order_entry, span_entry


def usage_file(scenario: Scenario, folder: str, heading: str) -> str:
    """The text of a usage file in a folder, its heading as a comment; the book is
    pinned, or named from that folder.
    """
    book, bills = scenario.book, sorted(scenario.actual.items())
    data: dict[str, Any] = {
        "version": 1,
        "title": scenario.title,
        "price_book": book_reference(book.id, book.file, folder),
        "assumptions": {id: _plain(own) for id, own in scenario.assumptions.items()},
        "account": _account(scenario.account),
        "usage": {name: _scope(use) for name, use in scenario.usage.items()},
        "orders": [order_entry(order) for order in scenario.orders],
        "actual": {str(month): money_text(cents) for month, (cents, _) in bills},
        "bill": _settings(scenario.bill),
    }
    # A usage file needs one of the two keys.
    needed = "usage" if scenario.usage else "orders"
    given = {key: value for key, value in data.items() if value or key == needed}
    return f"# {heading}\n{yaml_text(given, width=10_000, flow=None)}"


def _plain(value: str) -> int | str:
    if value.isdecimal():
        return int(value)
    return value


def _settings(settings: BillSettings) -> dict[str, Any]:
    """What bills are read by."""
    entry: dict[str, Any] = {}
    if settings.product:
        entry["product"] = settings.product
    if settings.scopes:
        entry["scopes"] = dict(settings.scopes)
    if settings.accepted:
        entry["accepted"] = [dict(row._asdict()) for row in settings.accepted]
    return entry


def _account(account: Account) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if account.activated:
        entry["activated"] = account.activated
    if account.balance is not None:
        opening = account.balance
        entry["balance"] = {"date": opening.date, "amount": money_text(opening.amount)}
    if account.top_ups:
        entry["top_ups"] = [
            {"date": own.date, "amount": money_text(own.amount)}
            for own in account.top_ups
        ]
    if account.discontinued:
        entry["discontinued"] = True
    if account.disabled:
        entry["disabled"] = [_disabled(span) for span in account.disabled]
    return entry


def _disabled(span: Span) -> dict[str, date]:
    entry = {"from": span.start}
    if span.end < DISTANT:
        entry["until"] = span.end
    return entry


def _scope(use: ScopeUsage) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if use.starts:
        entry["starts"] = use.starts
    if use.calls:
        # A forecast is written as one, not as the counts that it makes.
        entry["calls"] = {
            _key(count.span, count.whole_month): count.calls
            for count in sorted(use.calls, key=_by_day)
            if not count.is_forecast
        }
    for key, levels in (("peak_qps", use.peaks), ("materials", use.materials)):
        stated = [level for level in levels if not level.is_forecast]
        if stated:
            entry[key] = _levels(stated)
    if use.modes:
        entry["billing_mode"] = _modes(use.modes)
    if use.change_days is not None:
        entry["material_change_days"] = use.change_days
    if use.free_used:
        entry["free_used"] = use.free_used
    if use.forecast is not None:
        entry["forecast"] = _forecast(use.forecast)
    return entry


def _forecast(forecast: Forecast) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "until": str(month_of(forecast.until - ONE_DAY)),
        "weeks": forecast.weeks,
    }
    if month_of(forecast.until).first != forecast.until:
        entry["until"] = forecast.until - ONE_DAY
    if forecast.numerator != forecast.denominator:
        rate = forecast.numerator - forecast.denominator
        decimals = len(str(forecast.denominator)) - len("100")
        sign = "-" if rate < 0 else ""
        entry["growth"] = f"{sign}{Price(abs(rate), decimals).text}%"
    return entry


def _key(span: Any, whole_month: bool) -> str | date:
    key = span_entry(span)
    is_month = isinstance(key, str) and len(key) == len("2025-01")
    # Written as a month, a range would be spread with what else the month holds.
    if is_month and not whole_month:
        return f"{span.start}..{span.last}"
    return key


def _levels(levels: Sequence[Level]) -> int | dict[str | date, int]:
    if len(levels) == 1 and levels[0].span == ALWAYS:
        return levels[0].value
    ordered = sorted(levels, key=_by_day)
    return {span_entry(level.span): level.value for level in ordered}


def _by_day(stated: CallCount | Level) -> tuple[date, int]:
    """By the first day, a month before the days inside it."""
    return stated.span.start, -(stated.span.end - stated.span.start).days


def _modes(modes: Sequence[ModeSpan]) -> str | list[dict[str, Any]]:
    if len(modes) == 1 and modes[0].span == ALWAYS:
        return modes[0].mode
    return [mode_entry(mode.span, mode.mode) for mode in modes]
