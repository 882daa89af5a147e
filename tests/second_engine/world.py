"""What random usage files of both books have in common.

Only what the rules decide plainly is drawn: packs go back inside their window, and only as many of an
order as nobody drew from (`mended` sees to it); a peak is far above every day's average.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from tests.second_engine.biller import bill
from tests.second_engine.calls import stated_days
from tests.second_engine.days import (
    ONE_DAY,
    Data,
    days_between,
    days_of_month,
    later_month,
    month_of,
    show,
    to_date,
)
from tests.second_engine.documents import (
    ACTIVITY_FREE_CALLS,
    CALL_PACKS,
    FREE_CALLS,
    IMAGE,
    SHARED,
    UNIT_PRICES,
    VIDEO,
)
from tests.second_engine.orders import ImpossibleError, list_price

CHOICES = {
    "tier_basis": ["billable", "after_paid_packs", "total"],
    "pack_order": ["earliest_expiry", "earliest_order"],
    "pack_validity": ["same_date_next_year", "365_days"],
    "qps_month": ["same_day_next_month", "30_days", "calendar_month"],
    "refund_window": ["delivery_day_is_day_0", "delivery_day_is_day_1"],
    "settlement_day": ["1", "2", "3"],
    "licence_pack_scope": ["own_activity", "account"],
    "licence_end": ["postpaid", "refused"],
    "postpaid_scope": ["account", "activity"],
    "licence_3_qps": ["50", "500"],
}
FIRST_MONTHS = [
    "2023-11",
    "2024-01",
    "2024-02",
    "2024-09",
    "2024-10",
    "2025-01",
    "2025-02",
    "2027-03",
]
LENGTHS = [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 11, 12, 13, 14, 26]
# Above the average of any day that is drawn here.
HIGH_PEAK = 20_000


class World:
    """One usage file in the making."""

    def __init__(self, seed: int, book: str) -> None:
        self.rng = Random(f"{book}/{seed}")
        self.mainland = book == "mainland"
        rng = self.rng
        first = to_date(rng.choice(FIRST_MONTHS) + "-01")
        months = rng.choice(LENGTHS)
        self.months = [month_of(later_month(first, k)) for k in range(months)]
        self.first, self.last = first, later_month(first, months) - ONE_DAY
        self.orders: list[Data] = []
        self.account: Data = {}
        self.usage: Data = {}
        self.data: Data = {"version": 1, "price_book": book, "usage": self.usage}
        if self.chance(0.5):
            names = rng.sample(sorted(CHOICES), rng.randint(1, 4))
            self.data["assumptions"] = {
                name: rng.choice(CHOICES[name]) for name in names
            }

    def chance(self, likely: float) -> bool:
        return self.rng.random() < likely

    def assumed(self, name: str) -> str:
        return str(self.data.get("assumptions", {}).get(name, CHOICES[name][0]))

    def day(self, first: date, last: date) -> date:
        """A day in the span, ends included; now and then a 31st, a 29 February or a first."""
        days = list(days_between(first, last))
        odd = [d for d in days if d.day in (1, 31) or (d.month, d.day) == (2, 29)]
        return self.rng.choice(odd if odd and self.chance(0.25) else days)

    # Calls

    def count(self) -> int:
        rng = self.rng
        kind = rng.random()
        if kind < 0.2:
            return rng.randint(0, 60)
        if kind < 0.7:
            return int(10 ** rng.uniform(1, 6.9))
        books = [SHARED] if self.mainland else [IMAGE, VIDEO]
        edges, packs = [], [0]
        for book in books:
            edges += [least for least, _ in UNIT_PRICES[book]]
            packs += [size for size in CALL_PACKS[book] if size < 2_000_000]
        free = ACTIVITY_FREE_CALLS
        if not self.mainland:
            free = rng.choice(list(FREE_CALLS.values()))
        edge = rng.choice(edges[1:])
        near = edge + rng.choice(packs) + rng.choice([0, free]) + rng.randint(-2, 2)
        return max(near, 0)

    def scope_calls(self, start: date | None, licence: date | None) -> Data:
        """`calls`, and what else a scope says of its use, whichever book it is of."""
        data: Data = {}
        if self.chance(0.13):
            data = self.daily_with_forecast(start)
        else:
            data["calls"] = self.calls(start, licence)
        if self.chance(0.2):
            data["peak_qps"] = self.peaks()
        if self.chance(0.3):
            data["materials"] = self.materials()
        return data

    def calls(self, start: date | None, licence: date | None) -> Data:
        """A dict of calls: growth, or months, days, ranges and months with days inside.

        No call lies before `start`; a range does not straddle the first licence.
        """
        rng = self.rng
        months = [
            m for m in self.months if start is None or days_of_month(m)[-1] >= start
        ]
        if self.chance(0.2) or not months:
            return self.growth(months, start, licence)
        found: Data = {}
        skip = None
        for month, following in zip(months, [*months[1:], None], strict=True):
            if month == skip:
                continue
            days = [d for d in days_of_month(month) if start is None or d >= start]
            if following and self.chance(0.05):
                first = self.day(days[0], days[-1])
                last = rng.choice(days_of_month(following))
                if licence is None or not first < licence <= last:
                    found[f"{first}..{last}"], skip = max(self.count(), 1), following
                    continue
            if licence in days and self.chance(0.8):
                days = [d for d in days if licence is not None and d >= licence]
            self.month_of_calls(found, month, days, licence if start is None else None)
        if not found or self.chance(0.05):
            found = {months[-1]: max(self.count(), 1)}
        return found

    def growth(
        self, months: list[str], start: date | None, licence: date | None
    ) -> Data:
        """A growth series, half of them with days, a range and a month of their own inside."""
        rng = self.rng
        base = self.count() if months else 0
        rate = rng.choice(["10%", "0%", "2.5%", "33%"])
        length = max(len(months), 1)
        series: Data = {"from": (months or self.months)[0], "months": length}
        series |= {"start": base // length if length > 14 else base, "growth": rate}
        if not months or self.chance(0.5):
            return series
        days = list(days_between(to_date(months[0] + "-01"), self.last))
        days = [day for day in days if start is None or day >= start]
        taken: set[date] = set()
        for _ in range(rng.choice([1, 1, 2, 3])):
            first = rng.choice(days)
            last = first
            if self.chance(0.4):
                last = min(first + timedelta(days=rng.randint(1, 45)), days[-1])
            span = set(days_between(first, last))
            straddles = licence is not None and first < licence <= last
            if not span & taken and not straddles:
                taken |= span
                key = f"{first}" if first == last else f"{first}..{last}"
                series[key] = self.count() // rng.choice([1, 5, 30])
        if self.chance(0.3):
            series[rng.choice(months)] = self.count()
        return series

    def month_of_calls(
        self, found: Data, month: str, days: list[date], licence: date | None
    ) -> None:
        rng = self.rng
        kind = rng.random()
        if kind < 0.06:
            return
        inside: dict[str, int] = {}
        if kind > 0.5:
            for day in rng.sample(days, rng.randint(1, min(len(days), 4))):
                inside[day.isoformat()] = max(self.count() // rng.choice([1, 5, 30]), 1)
        if kind > 0.75:
            first, last = sorted(rng.choices(days, k=2))
            straddles = licence is not None and first < licence <= last
            taken = any(first.isoformat() <= day <= last.isoformat() for day in inside)
            if not straddles and not taken:
                inside[f"{first}..{last}"] = max(self.count(), 1)
        if kind < 0.5 or self.chance(0.5):
            stated = stated_days(inside)
            open_days = [d for d in days if d not in stated]
            if licence in days_of_month(month):
                open_days = [
                    d for d in open_days if licence is not None and d >= licence
                ]
            found[month] = sum(inside.values()) + (self.count() if open_days else 0)
            if open_days and month in (self.months[0], self.months[-1]):
                found[month] += (
                    1  # whether a bare 0 is usage is not for these worlds to ask
                )
        found.update(inside)

    def daily_with_forecast(self, start: date | None) -> Data:
        """Counts by day for some weeks, with gaps, and their continuation."""
        rng = self.rng
        weeks = rng.choice([1, 2, 3, 4, 4, 5])
        first = max(start or self.first, self.first)
        first += timedelta(days=rng.randint(0, 40))
        last = first + timedelta(days=7 * weeks - 1 + rng.choice([0, 0, 1, 6, 20]))
        top = max(self.count() // rng.choice([5, 30]), 1)
        calls: Data = {}
        for day in days_between(first, last):
            if day in (first, last) or self.chance(0.85):
                calls[day.isoformat()] = rng.randint(0, top)
        before = month_of(later_month(first.replace(day=1), -1))
        begun = start is None or start < first.replace(day=1)
        if before in self.months and begun and self.chance(0.5):
            calls[before] = self.count()
        until = last + timedelta(days=rng.randint(1, 100))
        by_month = self.chance(0.6)
        forecast: Data = {"until": month_of(until) if by_month else until.isoformat()}
        if weeks != 4 or self.chance(0.5):
            forecast["weeks"] = weeks
        if self.chance(0.6):
            forecast["growth"] = rng.choice(["2%", "0%", "12.5%", "30%"])
        return {"calls": calls, "forecast": forecast}

    def peaks(self) -> int | Data:
        if self.chance(0.5):
            return HIGH_PEAK
        return {f"{self.months[0]}..{self.months[-1]}": HIGH_PEAK}

    def materials(self) -> int | Data:
        """Within every quota, or above every one, by month now and then."""
        few, many = self.rng.randint(0, 10), 50_000
        kind = self.rng.random()
        if kind < 0.5:
            return few
        if kind < 0.65:
            return many
        middle = self.rng.choice(self.months)
        if len(self.months) == 1:  # a range as narrow as a month would contradict it
            return {middle: many}
        return {f"{self.months[0]}..{self.months[-1]}": few, middle: many}

    # Orders

    def add(self, letter: str, order: Data) -> Data:
        """Number the order, decide its source and how it was paid, and keep it."""
        rng = self.rng
        order = {"id": f"{letter}-{len(self.orders) + 1}", **order}
        self.orders.append(order)
        if order["item"] == "free_pack":
            return order
        kind = rng.random()
        if kind < 0.07:
            order["source"] = "gifted"
        elif kind < 0.16:
            order["source"] = "campaign"
            if self.chance(0.6):
                order["refundable"] = self.chance(0.5)
            if self.chance(0.7):
                paid = Fraction(rng.randint(0, int(list_price(order) * 100)), 100)
                order["paid"] = {rng.choice(["cash", "card", "gifted"]): show(paid)}
        else:
            if kind < 0.24:
                order["price"] = show(
                    list_price(order) * Fraction(rng.randint(30, 110), 100)
                )
            if kind > 0.7:
                order["paid"] = self.split(
                    Fraction(str(order.get("price", list_price(order))))
                )
        return order

    def split(self, price: Fraction) -> dict[str, str]:
        tenders = ["cash", "transferred", "gifted", "card", "voucher", "discount"]
        chosen = self.rng.sample(tenders, self.rng.randint(1, 3))
        left, paid = int(price * 100), {}
        for tender in chosen[:-1]:
            part = self.rng.randint(0, left)
            paid[tender], left = show(Fraction(part, 100)), left - part
        return {**paid, chosen[-1]: show(Fraction(left, 100))}

    def pack_extras(self, order: Data) -> Data:
        """Quantity, delivery and earlier use of a call pack."""
        rng = self.rng
        if self.chance(0.2):
            order["quantity"] = rng.randint(2, 4)
        elif self.chance(0.1):
            order["used_calls"] = rng.randint(0, order["size"])
        if self.chance(0.12):
            late = to_date(order["date"]) + timedelta(days=rng.randint(0, 12))
            order["delivered"] = late.isoformat()
        return order

    def spans(self, most: int, first: date, last: date) -> list[tuple[date, date]]:
        """Up to `most` half-open spans that do not overlap; some touch."""
        days = list(days_between(first, last + ONE_DAY))
        wanted = min(2 * self.rng.randint(1, most), len(days) // 2 * 2)
        bounds = sorted(self.rng.sample(days, wanted))
        if len(bounds) == 4 and self.chance(0.2):
            bounds[2] = bounds[1]
        return list(zip(bounds[::2], bounds[1::2], strict=True))

    def disable(self, likely: float) -> None:
        if self.chance(likely):
            self.account["disabled"] = [
                {"from": a.isoformat(), "until": b.isoformat()}
                for a, b in self.spans(2, self.first, self.last)
            ]

    def finish(self) -> Data:
        """The file as it stands, its orders in no order."""
        self.rng.shuffle(self.orders)
        if self.account:
            self.data["account"] = self.account
        if self.orders:
            self.data["orders"] = self.orders
        return self.data

    def mended(self) -> Data:
        """The bill, once no order gives back more packs than nobody drew from."""
        while True:
            try:
                return bill(self.finish())
            except ImpossibleError as fault:
                if fault.unused and self.chance(0.9):
                    fault.order["refunded_packs"] = self.rng.randint(1, fault.unused)
                else:
                    fault.order.pop("refunded_packs", None)
                    del fault.order["refunded"]

    def nudge_to_edge(self) -> None:
        """Change one month's number so that its billable calls land on or beside a tier's edge."""
        rng = self.rng
        usage = self.mended()["usage"]
        found = []
        for month in usage:
            for scope, row in usage[month].items():
                calls = self.usage[scope]["calls"]
                alone = not any(key.startswith(month + "-") for key in calls)
                if month in calls and alone and row["billable"]:
                    found.append((month, scope))
        if not found:
            return
        month, scope = rng.choice(found)
        edge = rng.choice(UNIT_PRICES[SHARED if self.mainland else scope])[0]
        rows = [usage[month][scope]]
        if self.mainland and self.assumed("postpaid_scope") == "account":
            rows = list(usage[month].values())
        change = edge + rng.randint(-1, 1) - sum(row["billable"] for row in rows)
        calls = self.usage[scope]["calls"]
        calls[month] = max(calls[month] + change, 1)
