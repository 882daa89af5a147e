"""The sentences of where a purchase begins to pay."""

from __future__ import annotations

from facefusion_billing.model.recommendation import BreakEven
from facefusion_billing.reports.wording.language import _, ngettext


def break_even_text(row: BreakEven) -> str:
    """Where a purchase begins to pay."""
    if row.item == "call_pack":
        return _pack_pays(row)
    if row.item == "qps_month":
        text = _(
            "QPS by the month costs no more than call volume up to a peak of {peak:,} QPS"
        )
        never = _("QPS by the month never costs less than call volume for these calls")
    else:
        text = _(
            "QPS by the day costs no more than call volume up to a peak of {peak:,} QPS"
        )
        never = _("QPS by the day never costs less than call volume for these calls")
    if row.peak_qps:
        return text.format(peak=row.peak_qps)
    return never


def _pack_pays(row: BreakEven) -> str:
    """For which calls of a month a pack pays: the first interval, and how many more."""
    size = row.size or 0
    if not row.pays:
        text = _("a pack of {size:,} never costs less than pay-as-you-go of one month")
        return text.format(size=size)
    first = row.pays[0]
    more = len(row.pays) - 1
    text = _(
        "a pack of {size:,} costs no more than pay-as-you-go from {calls:,} billable calls in a month"
    )
    if first.until is not None:
        text = _(
            "a pack of {size:,} costs no more than pay-as-you-go from {calls:,} to {until:,} billable calls in a month"
        )
    said = text.format(size=size, calls=first.first, until=first.until)
    if more:
        also = ngettext(
            "{pays}, and in {more:,} more range",
            "{pays}, and in {more:,} more ranges",
            more,
        )
        said = also.format(pays=said, more=more)
    return said
