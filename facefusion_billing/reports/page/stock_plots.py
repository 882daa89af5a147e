"""What is left over time: the account's balance as steps, and a strip for each pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from facefusion_billing.model.bill import Ledger, Suspension
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.model.chart_data import PackBalance, Pictures
from facefusion_billing.reports.page.plot import Plot, Strip, Strips
from facefusion_billing.reports.page.scales import (
    Scale,
    Titles,
    amount_scale,
    day_names,
    day_scale,
    levels,
)
from facefusion_billing.reports.page.svg import (
    WHOLE,
    Spot,
    band,
    filled,
    level,
    line,
    path,
    stretched,
)


def account_plot(ledger: Ledger, last: date, titles: Titles) -> Plot:
    """The balance by day as steps, with the stops of the service shaded."""
    x = day_scale(ledger.events[0].date, _end(ledger, last))
    y = amount_scale(event.balance for event in ledger.events)
    amounts, letters = levels(y, titles.left)
    stops = "".join(_stop(stop, x) for stop in ledger.suspensions)
    steps = stretched([path(_steps(_balances(ledger, x, y)), 'class="main"')])
    days = day_names(x, titles.beneath)
    return Plot(amounts + stops + steps + days, letters, 2)


def _balances(ledger: Ledger, x: Scale, y: Scale) -> list[Spot]:
    """The balance at the end of each day with movements, and of the picture."""
    balances = {event.date: event.balance for event in ledger.events}
    spots = [(x.on(day), y.up(balance)) for day, balance in sorted(balances.items())]
    _, last = spots[-1]
    return [*spots, (WHOLE, last)]


def _steps(spots: list[Spot]) -> Iterator[Spot]:
    """A balance holds until the next movement."""
    yield spots[0]
    for (_x, y), after in pairwise(spots):
        yield after[0], y
        yield after


def _stop(stop: Suspension, x: Scale) -> str:
    right = x.on(stop.until) if stop.until else WHOLE
    return band(x.on(stop.since), right, filled("fill-stop"))


def _end(ledger: Ledger, last: date) -> date:
    """The day after the last that is shown."""
    first = ledger.events[0].date
    shown = [_shown_until(stop, first) for stop in ledger.suspensions]
    return max(last, ledger.events[-1].date, *shown) + ONE_DAY


def _shown_until(stop: Suspension, first: date) -> date:
    """The day up to which a stop is shown: one that does not end has some days to be
    seen.
    """
    return stop.until or stop.since + (stop.since - first) // 40


def pack_strips(pictures: Pictures, texts: list[tuple[str, str]], title: str) -> Strips:
    """A strip for each pack with its two texts: the frame is its size while it can be
    used, the filled part what is left of it.
    """
    first = min([pictures.first, *(pack.begins for pack in pictures.packs)])
    x = day_scale(first, pictures.last + ONE_DAY)
    strips = [
        Strip(*words, _pack(pack, x))
        for pack, words in zip(pictures.packs, texts, strict=True)
    ]
    return Strips(tuple(strips), day_names(x, title))


def _pack(pack: PackBalance, x: Scale) -> str:
    left, right = x.on(pack.begins), WHOLE
    if pack.last is not None:
        right = x.on(pack.last + ONE_DAY)
    drawn = band(left, right, 'class="frame"')
    drawn += stretched([path(_left(pack, x), 'class="rest"', "Z")])
    if pack.expired:
        drawn += line((right, 0), (right, WHOLE), "expiry")
    return drawn + level(WHOLE, "zero")


def _left(pack: PackBalance, x: Scale) -> Iterator[Spot]:
    """What is left of a pack at the start of days, until there is none."""
    size = Scale(0, pack.size)
    at = x.on(pack.begins)
    yield at, WHOLE
    yield at, size.up(pack.opening)
    for left in pack.left:
        at = x.on(left.day + ONE_DAY)
        yield at, size.up(left.calls)
        if not left.calls:
            return
    yield at, WHOLE
