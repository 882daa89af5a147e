"""A demand that stands in no file: what it may say, and what it is called."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Required, TypedDict

from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.scenario import ScopeUsage
from facefusion_billing.reports.wording.language import _, ngettext


class Demand(TypedDict, total=False):
    """What is asked for. Counts are numbers or as a file writes them (`95k`)."""

    calls: Required[int | str]
    """Calls of each month (of the first, where they grow); with `days`, of all days."""
    start: str | None
    """The first month, `YYYY-MM`, or with `days` the first day; the next 1st from today
    where it is not given."""
    months: int
    """For how many months, 1 where it is not given."""
    days: int | None
    """For so many days, instead of months."""
    growth: str | None
    """From month to month, such as `10%`."""
    peak_qps: int | str | None
    """The highest QPS."""
    materials: int | str | None
    """Most materials live at once."""
    price_book: str | os.PathLike[str] | PriceBook
    """`intl` where it is not given."""
    assume: Mapping[str, str]
    """Readings by assumption."""
    allow_split: bool
    """An activity may become several with a licence each."""
    allow_throttling: bool
    """Peaks may be above the limit of call volume mode; those calls fail."""


def title(use: ScopeUsage, demand: Demand) -> str:
    """What a demand is called, in the words of it."""
    start = use.calls[0].span.start
    months, days = demand.get("months", 1), demand.get("days")
    if days is not None:
        text = ngettext(
            "{name}: {calls} calls in {days:,} day from {start}",
            "{name}: {calls} calls in {days:,} days from {start}",
            days,
        )
    else:
        text = ngettext(
            "{name}: {calls} calls a month for {months:,} month from {start}",
            "{name}: {calls} calls a month for {months:,} months from {start}",
            months,
        )
    text = text.format(
        name=use.name,
        calls=demand["calls"],
        days=days,
        months=months,
        start=start if days is not None else month_of(start),
    )
    return _(", ").join([text, *_more(demand)])


def _more(demand: Demand) -> list[str]:
    """What a title says of growth, peak and materials."""
    growth, peak = demand.get("growth"), demand.get("peak_qps")
    materials = demand.get("materials")
    said = []
    if growth:
        said.append(_("growing {growth} a month").format(growth=growth))
    if peak:
        said.append(_("peak {peak} QPS").format(peak=peak))
    if materials:
        said.append(_("{materials} materials").format(materials=materials))
    return said
