"""What a demand without a file is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facefusion_billing.model.calendar import month_of
from facefusion_billing.model.scenario import ScopeUsage
from facefusion_billing.reports.wording.language import _, ngettext

if TYPE_CHECKING:
    from facefusion_billing.api.quoting import Demand


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
