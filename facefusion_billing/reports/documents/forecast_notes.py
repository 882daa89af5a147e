"""What a forecast says in the middle of a month: where counts end, what low and high
come to, and what the running month comes to, with the tier that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from facefusion_billing.model.bill import Bill, Estimate
from facefusion_billing.model.calendar import ONE_DAY, month_of
from facefusion_billing.model.forecasted import Forecasted
from facefusion_billing.model.money import Cents
from facefusion_billing.model.usage_row import UsageRow
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.incomplete import left_out_there
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount

SCOPES = 3
"""So many scopes of the running month stand beside the figure."""


def forecast_notes(answer: Estimate) -> Iterator[Note]:
    """From which day on counts are a forecast, its low and high, and the running month;
    nothing without a forecast.
    """
    forecast = answer.forecast
    if forecast is None:
        return
    low = amount(forecast.low or 0)
    high = amount(forecast.high or 0)
    currency = answer.currency
    text = _range(forecast, answer.total)
    day = _last_day(forecast.last_days)
    yield Note(text.format(day=day, low=low, high=high, currency=currency))
    yield from _left_out(forecast, answer)
    for gate, passed in forecast.passed.items():
        text = _("{gate} is passed with the count of {day}")
        if passed.by_order:
            text = _("{gate} is passed with what is ordered on {day}")
        yield Note(text.format(gate=phrases.option(gate), day=passed.day), "alert")
    bill = _running(answer, forecast)
    if bill is not None:
        yield from _of_month(bill, currency)


def _range(forecast: Forecasted, total: Cents) -> str:
    """What the least and the most counts come to, as a sentence that is true of them."""
    if forecast.is_alike:
        return _("Counts until {day}, then a forecast from weeks that are alike")
    if forecast.low is None or forecast.high is None:
        return _(
            "Counts until {day}, then a forecast, whose least or most counts cannot be "
            "billed: calls without a price, or a pack that goes back is used"
        )
    if forecast.low == forecast.high:
        # A pack may hold them all, or the months shown may have no forecast.
        return _(
            "Counts until {day}, then a forecast: {low} {currency} in all with the least "
            "counts as with the most"
        )
    if forecast.low <= total <= forecast.high:
        return _(
            "Counts until {day}, then a forecast: {low} to {high} {currency} in all"
        )
    # Volume prices can make more calls cheaper: then the two are no range.
    return _(
        "Counts until {day}, then a forecast: {low} {currency} in all with the least "
        "counts, {high} with the most"
    )


def _left_out(forecast: Forecasted, answer: Estimate) -> Iterator[Note]:
    """What the least and the most counts leave out, where the answer leaves out other
    calls.
    """
    low = left_out_there(forecast.low_unpriced, answer.unpriced)
    high = left_out_there(forecast.high_unpriced, answer.unpriced)
    if low:
        yield Note(phrases.labelled(_("With the least counts"), low), "alert")
    if high:
        yield Note(phrases.labelled(_("With the most counts"), high), "alert")


def forecast_part(last_days: dict[str, date], bills: tuple[Bill, ...]) -> str:
    """From which day on counts are a forecast, and how many of the calls billed are."""
    day = _last_day(last_days)
    if not bills:
        return _("Counts until {day}, then a forecast").format(day=day)
    usage = [row for bill in bills for row in bill.usage]
    forecast = sum(row.forecast for row in usage)
    return calls_forecast(day, forecast, sum(row.calls for row in usage))


def calls_forecast(day: str, forecast: int, calls: int) -> str:
    """From which day on counts are a forecast, and how many of the calls are."""
    text = _("Counts until {day}, then a forecast: {forecast:,} of {calls}")
    counted = phrases.counted(calls, "call")
    return text.format(day=day, forecast=forecast, calls=counted)


def _last_day(last_days: dict[str, date]) -> str:
    """The last day that is counted, with the scopes whose counts end before it."""
    latest = max(last_days.values())
    last = str(latest)
    days = {name: day for name, day in last_days.items() if day < latest}
    if not days:
        return last
    if len(days) > SCOPES:
        text = _("{last} (of some only until {first})")
        return text.format(last=last, first=min(days.values()))
    text = _("{name} until {day}")
    each = (
        text.format(name=phrases.scope_name(name), day=day)
        for name, day in days.items()
    )
    return _("{last} ({earlier})").format(last=last, earlier=_(", ").join(each))


def _of_month(bill: Bill, currency: str) -> Iterator[Note]:
    """The month that is counted in part."""
    text = _("{month} comes to {amount} {currency}")
    figure = amount(bill.total)
    yield Note(text.format(month=bill.month, amount=figure, currency=currency))
    forecasted = [usage for usage in bill.usage if usage.forecast]
    for usage in forecasted[:SCOPES]:
        yield Note(f"  {_of_scope(usage)}")


def _running(answer: Estimate, forecast: Forecasted) -> Bill | None:
    """The bill of the month in which the forecast begins, where it is shown."""
    month = month_of(forecast.last_day + ONE_DAY)
    return next((bill for bill in answer.bills if bill.month == month), None)


def _of_scope(usage: UsageRow) -> str:
    """A scope's calls in the running month, and the tier that prices them."""
    name = phrases.scope_name(usage.scope)
    calls = phrases.counted(usage.calls, "call")
    text = _("{name}: {calls}, {forecast:,} of them a forecast")
    if usage.forecast == usage.calls:
        text = _("{name}: {calls}, all of them a forecast")
    counted = text.format(name=name, calls=calls, forecast=usage.forecast)
    if usage.tier is None:
        return counted
    text = _("{counted}; {billed:,} billed at {price}")
    price = phrases.grouped(usage.tier.unit_price.text)
    return text.format(counted=counted, billed=usage.billable, price=price)
