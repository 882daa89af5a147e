"""Where the calls of each month went, as a table: free, packs, billed, and the tier that
priced them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facefusion_billing.model.bill import Bill
from facefusion_billing.model.usage_row import Drawn, ReachedTier, UsageRow
from facefusion_billing.reports.documents.blocks import Column, Grid, Row, runs, span_of
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.language import _, ngettext

PACKS_SHOWN = 5
"""So many packs stand beneath a month; the JSON has all of them."""


def burn_down_grid(bills: Sequence[Bill]) -> Grid:
    """A row for each month and scope, beneath it the packs that were drawn and the tier
    that was reached; consecutive months that are the same once.
    """
    columns = (
        Column(_("Month")),
        Column(_("For")),
        Column(_("Calls"), True),
        Column(_("Free"), True),
        Column(_("Packs"), True),
        Column(_("Other"), True),
        Column(_("Billed"), True),
    )
    rows: list[Row] = []
    for group in runs(bills, lambda bill: bill.usage):
        when = span_of([bill.month for bill in group])
        for usage in group[0].usage:
            if usage.calls:
                rows += _rows(when, usage)
    return Grid(_("Where the calls went"), columns, tuple(rows))


def _rows(when: str, usage: UsageRow) -> Iterator[Row]:
    other = usage.qps_mode + usage.refused + usage.undetermined
    counts = usage.calls, usage.free, usage.packs, other, usage.billable
    figures = [f"{count:,}" for count in counts]
    yield Row((when, phrases.scope_name(usage.scope), *figures))
    for text in evidence(usage):
        yield Row(("", f"  {text}", "", "", "", "", ""), "faint")


def evidence(usage: UsageRow) -> Iterator[str]:
    """What of a row of usage is counted by day and what a forecast, its packs, what was
    neither drawn nor billed, and its tier.
    """
    if usage.by_day:
        calls = phrases.counted(usage.by_day, "call")
        yield _("{calls} on days with counts of their own").format(calls=calls)
    if usage.forecast:
        calls = phrases.counted(usage.forecast, "call")
        yield _("{calls} of the forecast").format(calls=calls)
    yield from _drawn(usage)
    for count, text in (
        (usage.qps_mode, _("{calls} in QPS mode")),
        (usage.refused, _("{calls} refused")),
        (usage.undetermined, _("{calls} undetermined")),
    ):
        if count:
            yield text.format(calls=phrases.counted(count, "call"))
    if usage.tier:
        yield tier_row(usage.tier)


def tier_row(tier: ReachedTier) -> str:
    """The unit price of a row, from where on it holds, and what reached it."""
    text = _("{price} a call from {first:,} on, reached by {reached:,}")
    price = phrases.grouped(tier.unit_price.text)
    return text.format(price=price, first=tier.first, reached=tier.reached_by)


def drawn_from(bill: Bill) -> str:
    """What the calls of a month without a bill line were drawn from."""
    names: dict[str, None] = {}
    served = drawn = 0
    for usage in bill.usage:
        names.update(dict.fromkeys(_pack(each) for each in usage.drawn))
        served += usage.free + usage.packs
        drawn += sum(each.calls for each in usage.drawn)
    parts = []
    if drawn:
        text = _("{calls} drawn from {packs}")
        shown = [*[*names][:PACKS_SHOWN], *_more_packs(len(names))]
        packs = _(", ").join(shown)
        parts.append(text.format(calls=phrases.counted(drawn, "call"), packs=packs))
    # A free test is no pack, so its calls are drawn from none.
    if served > drawn:
        text = _("{calls} free")
        parts.append(text.format(calls=phrases.counted(served - drawn, "call")))
    if not parts:
        return _("nothing")
    return _("nothing to pay: {parts}").format(parts=_(", ").join(parts))


def _drawn(usage: UsageRow) -> Iterator[str]:
    """The packs that were drawn, of many the first ones."""
    for drawn in usage.drawn[:PACKS_SHOWN]:
        calls = phrases.counted(drawn.calls, "call")
        yield _("{calls} from {pack}").format(calls=calls, pack=_pack(drawn))
    yield from _more_packs(len(usage.drawn))


def _more_packs(count: int) -> Iterator[str]:
    """How many of so many packs are not shown, if any."""
    more = count - PACKS_SHOWN
    if more > 0:
        text = ngettext("{number} more pack", "{number} more packs", more)
        yield text.format(number=more)


def _pack(drawn: Drawn) -> str:
    # How many packs the order is of is not known here; the first one is mostly alone.
    if drawn.pack == 1:
        return drawn.order
    return f"{drawn.order} #{drawn.pack}"
