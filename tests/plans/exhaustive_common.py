"""What both exhaustive planners share: their own reading of tiny documents, tables, spreads, packs and covers.

Nothing here comes from the planner or the rules core: documents are plain dicts, as YAML has them, days are ordinals,
money is cents. Plans are checked through `estimate` of a file written out in full (`billed`).
"""

import tempfile
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.faults import InputError

Doc = dict[str, Any]
UNSERVED = {
    "undetermined_calls",
    "refused_calls",
    "over_qps_limit",
    "over_material_quota",
}
FOREVER = (0, 9_999_999)


class World(NamedTuple):
    """A tiny world: its documents, and how `recommend` is asked."""

    seed: int
    book: Doc
    usage: Doc
    first: str | None = None
    throttled: bool = False
    several: bool = False

    def text(self) -> str:
        """Both documents, to be reported."""
        asked = f"# seed {self.seed}, --from {self.first}, --allow-throttling {self.throttled}\n"
        return f"{asked}{dump(self.book)}---\n{dump(self.usage)}"


def dump(doc: Doc) -> str:
    """A document as YAML."""
    return yaml.safe_dump(doc, sort_keys=False, default_flow_style=None, width=110)


# Days and months, as ordinals and (year, month).

Span = tuple[int, int]
Month = tuple[int, int]


def day_of(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def text_of(day: int) -> str:
    return date.fromordinal(day).isoformat()


def month_of(day: int) -> Month:
    when = date.fromordinal(day)
    return when.year, when.month


def month_text(month: Month) -> str:
    return f"{month[0]}-{month[1]:02}"


def first_of(month: Month) -> int:
    return date(month[0], month[1], 1).toordinal()


def later(month: Month, months: int) -> Month:
    count = month[0] * 12 + month[1] - 1 + months
    return count // 12, count % 12 + 1


def months_between(first: Month, last: Month) -> list[Month]:
    count = (last[0] - first[0]) * 12 + last[1] - first[1]
    return [later(first, index) for index in range(count + 1)]


def same_day_later(day: int, months: int) -> int:
    """The same day so many months later, clamped to the month's end."""
    year, month = later(month_of(day), months)
    return date(
        year, month, min(date.fromordinal(day).day, monthrange(year, month)[1])
    ).toordinal()


def span_of(key: str) -> Span:
    """The days of a key of a usage file: a month, a day or a range of days."""
    if ".." in key:
        start, last = key.split("..")
        return day_of(start), day_of(last) + 1
    if len(key) == 7:
        month = (int(key[:4]), int(key[5:]))
        return first_of(month), first_of(later(month, 1))
    return day_of(key), day_of(key) + 1


def spans_of(level: object) -> list[tuple[Span, int]]:
    """A level (one number, or numbers by month or day), the narrowest span first."""
    if level is None:
        return []
    if isinstance(level, int):
        return [(FOREVER, level)]
    assert isinstance(level, dict)
    found = [(span_of(key), value) for key, value in level.items()]
    return sorted(found, key=lambda row: row[0][1] - row[0][0])


def level_on(levels: Sequence[tuple[Span, int]], day: int) -> int | None:
    return next((value for (start, end), value in levels if start <= day < end), None)


def average(calls: int) -> int:
    """The calls of a day a second, rounded up: no peak is lower."""
    return -(-calls // 86_400)


def spread(calls: Doc, starts: int) -> tuple[dict[int, int], set[int]]:
    """The calls of each day that has some, and the days that have a count of their own."""
    daily: dict[int, int] = {}
    own: set[int] = set()
    for key, count in calls.items():
        if len(key) > 7:
            start, end = span_of(key)
            own |= set(range(start, end))
            _over(daily, list(range(start, end)), count)
    for key, count in calls.items():
        if len(key) == 7:
            start, end = span_of(key)
            rest = count - sum(daily.get(day, 0) for day in range(start, end))
            _over(
                daily,
                [day for day in range(max(start, starts), end) if day not in own],
                rest,
            )
    return {day: count for day, count in sorted(daily.items()) if count}, own


def _over(daily: dict[int, int], days: Sequence[int], count: int) -> None:
    for index, day in enumerate(days):
        daily[day] = (
            daily.get(day, 0)
            + count * (index + 1) // len(days)
            - count * index // len(days)
        )


# Money and tables.


def cents(price: float | str) -> int:
    """A price of a document in cents."""
    return round(float(price) * 100)


class Table(NamedTuple):
    """Pay-as-you-go: the first count of each tier and its unit price in thousandths."""

    tiers: tuple[tuple[int, int], ...]

    def charge(self, billable: int, reaching: int) -> int:
        """Cents, half up."""
        if not billable:
            return 0
        price = max(tier for tier in self.tiers if tier[0] <= reaching)[1]
        return (billable * price * 2 + 10) // 20


def first_count(tier: Doc) -> int:
    return int(tier["at_least"]) if "at_least" in tier else int(tier["above"]) + 1


def table_of(part: Doc | None) -> Table | None:
    if part is None:
        return None
    return Table(
        tuple(
            (first_count(tier), round(tier["unit_price"] * 1000))
            for tier in part["tiers"]
        )
    )


def reaching(basis: str, billable: int, free: int, packs: int) -> int:
    return (
        billable
        + (0 if basis == "billable" else free)
        + (packs if basis == "total" else 0)
    )


class Cover:
    """The least cost of things sold (their size and cost) that together hold at least a need."""

    def __init__(self, sold: Iterable[tuple[int, int]], one: bool = False) -> None:
        """`one`: a single thing must do."""
        self.sold, self.one = sorted(sold), one
        self.least = cache(self._least)

    def _least(self, need: int) -> tuple[int, tuple[int, ...]] | None:
        if need <= 0:
            return 0, ()
        ways = []
        for size, cost in self.sold:
            rest = self.least(need - size) if size >= need or not self.one else None
            if rest is not None:
                ways.append((rest[0] + cost, (*rest[1], size)))
        return min(ways, default=None)


def sums(
    sold: Sequence[tuple[int, int]], below: int
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Every total size that packs bought on one day can have, each at the least cost.

    `below`: without its largest pack, a purchase holds less than this, or one of its packs is never drawn.
    """
    found: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    if not sold or below <= 0:
        return found
    largest = max(size for size, _ in sold)
    todo = [0]
    while todo:
        total = todo.pop()
        for size, cost in sold:
            more = total + size
            if more - largest >= below:
                continue
            new = (found[total][0] + cost, tuple(sorted((*found[total][1], size))))
            if more not in found or new < found[more]:
                found[more] = new
                todo.append(more)
    return found


# Packs.


class Lot(NamedTuple):
    """What is left of a pack, in the order of use (the key comes first)."""

    key: tuple[Any, ...]
    start: int
    end: int
    left: int
    kind: str


def draw(lots: list[Lot], day: int, need: int, kind: str) -> int:
    """Draws calls of a day from the lots of a kind, in their order; returns how many."""
    taken = 0
    for index, lot in enumerate(lots):
        if need == taken:
            break
        if lot.kind == kind and lot.start <= day < lot.end and lot.left:
            part = min(lot.left, need - taken)
            lots[index] = lot._replace(left=lot.left - part)
            taken += part
    return taken


def kept(lots: Iterable[Lot], day: int) -> tuple[Lot, ...]:
    """What can still be drawn on or after a day, in order."""
    return tuple(sorted(lot for lot in lots if lot.left and lot.end > day))


def horizon_of(usage: Doc) -> list[Month]:
    """Every month from the first to the last with calls, materials by month, or an order."""
    days: list[int] = [day_of(order["date"]) for order in usage.get("orders", ())]
    for use in usage["usage"].values():
        for key in use.get("calls", ()):
            start, end = span_of(key)
            days += [start, end - 1]
        if isinstance(use.get("materials"), dict):
            days += [span_of(key)[0] for key in use["materials"]]
    return months_between(month_of(min(days)), month_of(max(days)))


# The rules core.


def written(world: World, folder: Path) -> Path:
    """The world as files; returns the usage file."""
    (folder / "book.yaml").write_text(dump(world.book), encoding="utf-8")
    path = folder / "usage.yaml"
    path.write_text(dump(world.usage), encoding="utf-8")
    return path


def billed(world: World) -> tuple[int, set[str]] | str:
    """What the rules core bills for a world as it is, in cents, and what makes it infeasible; or its refusal."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            scenario = load_scenario(str(written(world, Path(folder))), None, {})
            answer = estimate(scenario, {})
        except InputError as error:
            return str(error)
    first = world.first or month_text(horizon_of(world.usage)[0])
    lifted = {"over_qps_limit"} if world.throttled else set()
    codes = {f.code for f in answer.findings if str(f.month) >= first}
    return answer.total, (codes & UNSERVED) - lifted


def numbered(orders: Iterable[Doc]) -> Iterator[Doc]:
    """Planned orders with ids."""
    for number, order in enumerate(orders, 1):
        yield {"id": f"plan-{number}", **order}
