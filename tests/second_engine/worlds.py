"""Random but valid usage files for the two shipped books, the same for the same seed.

Only what the rules decide plainly is drawn: a refunded pack, for instance, is one that cannot have
been used (no calls yet, QPS mode, or a group without usage) and lies inside its window.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import yaml

from tests.second_engine.biller import (
    ACTIVITY_FREE_CALLS,
    CALL_PACKS,
    FREE_CALLS,
    IMAGE,
    MATERIAL_PACKS,
    SHARED,
    UNIT_PRICES,
    VIDEO,
    Data,
    bill,
    calls_by_day,
    days_between,
    days_of_month,
    later_month,
    list_price,
    month_of,
    show,
    to_date,
)

CHOICES = {
    "tier_basis": ["billable", "after_paid_packs", "total"],
    "pack_order": ["earliest_expiry", "earliest_order"],
    "pack_validity": ["same_date_next_year", "365_days"],
    "qps_month": ["same_day_next_month", "30_days", "calendar_month"],
    "refund_window": ["delivery_day_is_day_0", "delivery_day_is_day_1"],
    "settlement_day": ["1", "2", "3"],
    "licence_pack_scope": ["own_activity", "account"],
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
LENGTHS = [1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 11, 12, 13, 14]
NAMES = [
    "spring-promo",
    "Zoo",
    "a",
    "été",
    "春节",
    "Booth 2",
    "booth-10",
    "on",
    "Ünal & Söhne",
]
ONE_DAY, LICENCE_LIFE = timedelta(days=1), timedelta(days=365)


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
        edge = rng.choice(
            [least for book in books for least, _ in UNIT_PRICES[book]][1:]
        )
        packs = [
            0,
            *(size for book in books for size in CALL_PACKS[book] if size < 2_000_000),
        ]
        free = (
            ACTIVITY_FREE_CALLS
            if self.mainland
            else rng.choice(list(FREE_CALLS.values()))
        )
        near = edge + rng.choice(packs) + rng.choice([0, free]) + rng.randint(-2, 2)
        return max(near, 0)

    def calls(self, start: date | None, licence: date | None) -> Data:
        """A dict of calls: growth, or months, days, ranges and months with days inside.

        No call lies before `start`; a range does not straddle the first licence.
        """
        rng = self.rng
        months = [
            m for m in self.months if start is None or days_of_month(m)[-1] >= start
        ]
        if self.chance(0.15) or not months:
            base = self.count() if months else 0
            growth = rng.choice(["10%", "0%", "2.5%", "33%"])
            shape = {"from": (months or self.months)[0], "months": max(len(months), 1)}
            return {**shape, "start": base, "growth": growth}
        found: Data = {}
        skip = None
        for month, following in zip(months, [*months[1:], None], strict=True):
            if month == skip:
                continue
            days = [d for d in days_of_month(month) if start is None or d >= start]
            if following and self.chance(0.05):
                first, last = (
                    self.day(days[0], days[-1]),
                    self.rng.choice(days_of_month(following)),
                )
                if licence is None or not first < licence <= last:
                    found[f"{first}..{last}"], skip = max(self.count(), 1), following
                    continue
            if licence in days and self.chance(0.8):
                days = [d for d in days if licence is not None and d >= licence]
            self.month_of_calls(found, month, days, licence if start is None else None)
        if not found or self.chance(0.05):
            found = {months[-1]: max(self.count(), 1)}
        return found

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
            stated = calls_by_day(inside, None)
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

    def first_call(self, scope: str) -> date | None:
        """The first day that can have a call: counts may change later, days may not."""
        keys = self.usage[scope]["calls"]
        if "from" in keys:
            return to_date(keys["from"] + "-01")
        return min(to_date(key[:10] if len(key) > 7 else key + "-01") for key in keys)

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
        self.rng.shuffle(self.orders)
        if self.account:
            self.data["account"] = self.account
        if self.orders:
            self.data["orders"] = self.orders
        return self.data

    def nudge_to_edge(self) -> None:
        """Change one month's number so that its billable calls land on or beside a tier's edge."""
        rng = self.rng
        usage = bill(self.finish())["usage"]
        found = [
            (month, scope)
            for month in usage
            for scope in self.usage
            if month in self.usage[scope]["calls"]
            and usage[month][scope]["billable"]
            and not any(k.startswith(month + "-") for k in self.usage[scope]["calls"])
        ]
        if not found:
            return
        month, scope = rng.choice(found)
        edge = rng.choice(UNIT_PRICES[SHARED if self.mainland else scope])[0]
        rows = usage[month].values() if self.mainland else [usage[month][scope]]
        change = edge + rng.randint(-1, 1) - sum(row["billable"] for row in rows)
        calls = self.usage[scope]["calls"]
        calls[month] = max(calls[month] + change, 1)


class International(World):
    def build(self) -> Data:
        rng = self.rng
        if self.chance(0.35):
            self.account["activated"] = self.day(
                self.first, days_of_month(self.months[0])[-1]
            )
        activated: date | None = self.account.get("activated")
        self.earliest = activated or self.first - timedelta(
            days=rng.choice([0, 0, 20, 400, 400])
        )
        groups = rng.choice([[IMAGE], [IMAGE], [VIDEO], [IMAGE, VIDEO], [VIDEO, IMAGE]])
        for group in groups:
            self.group(group, activated)
        for group in {*groups, *([VIDEO] if self.chance(0.1) else [])}:
            self.group_orders(group)
        for group in (IMAGE, VIDEO):
            for _ in range(rng.choice([0, 0, 1, 2])):
                self.refund(group)
        if activated:
            self.account["activated"] = activated.isoformat()
        if self.chance(0.35):
            self.balance()
        else:
            self.disable(0.2)
            for _ in range(rng.randint(0, 2)):
                self.nudge_to_edge()
        return self.finish()

    def group(self, group: str, activated: date | None) -> None:
        data: Data = {}
        start = activated
        if self.chance(0.25):
            start = self.day(activated or self.first, self.last)
            data["starts"] = start.isoformat()
        self.usage[group] = data
        data["calls"] = self.calls(start, None)
        if self.chance(0.2):
            data["materials"] = self.rng.randint(0, 10)
        if self.chance(0.15):
            data["billing_mode"] = self.rng.choice(["qps", "call_volume"])
        elif self.chance(0.4):
            mode = ["qps", "qps", "qps", "call_volume"]
            data["billing_mode"] = [
                {
                    "from": a.isoformat(),
                    "until": b.isoformat(),
                    "mode": self.rng.choice(mode),
                }
                for a, b in self.spans(3, self.first, self.last)
            ]

    def group_orders(self, group: str) -> None:
        rng = self.rng
        if self.chance(0.5):
            claim = {"item": "free_pack", "for": group}
            order = self.add("F", {**claim, "date": self.order_day().isoformat()})
            if self.chance(0.08):
                order["used_calls"] = rng.randint(0, FREE_CALLS[group])
        for _ in range(rng.choice([0, 0, 1, 2, 3, 5])):
            sizes = list(CALL_PACKS[group])
            size = rng.choice(sizes[:3] if self.chance(0.8) else sizes)
            pack = {"item": "call_pack", "for": group, "size": size}
            pack["date"] = self.order_day().isoformat()
            self.add("P", self.pack_extras(pack))
        if self.chance(0.2):
            size = rng.choice(list(MATERIAL_PACKS[group]))
            pack = {"item": "material_pack", "for": group, "size": size}
            pack["date"] = self.order_day().isoformat()
            if self.chance(0.2):
                pack["quantity"] = 2
            self.add("M", pack)
        mode = self.usage.get(group, {}).get("billing_mode", "call_volume")
        if mode != "call_volume":
            for _ in range(rng.choice([0, 1, 1, 2, 3])):
                spans = (
                    [self.first]
                    if mode == "qps"
                    else [to_date(s["from"]) for s in mode]
                )
                self.qps(group, rng.choice(spans))
        elif self.chance(0.05):
            self.qps(group, self.order_day())

    def order_day(self) -> date:
        return self.day(
            self.earliest, self.last + timedelta(days=self.rng.choice([0] * 9 + [25]))
        )

    def qps(self, group: str, near: date) -> None:
        rng = self.rng
        day = self.order_day() if self.chance(0.4) else max(near, self.earliest)
        order: Data = {"item": "qps", "for": group, "date": day.isoformat()}
        order["qps"] = rng.choice(
            [1, 2, 9, 10, 11, 19, 20, 21, 49, 50, 51, 99, 100, 101, 120]
        )
        if self.chance(0.5):
            order["days"], latest = rng.randint(1, 40), day + timedelta(days=40)
        else:
            order["months"], latest = (
                rng.randint(1, 4),
                days_of_month(month_of(day))[-1],
            )
        if self.chance(0.2) and latest > day:
            order["start"] = self.day(day + ONE_DAY, latest).isoformat()
        self.add("Q", order)

    def refund(self, group: str) -> None:
        """An unused pack given back: a group without usage, or no call yet, or in QPS mode."""
        rng = self.rng
        first_call = self.first_call(group) if group in self.usage else None
        window = 6 if self.assumed("refund_window") == "delivery_day_is_day_1" else 7
        delivered = self.day(self.earliest, self.last)
        back = delivered + timedelta(days=rng.choice([0, 1, 5, 6, window]))
        back = min(back, delivered + timedelta(days=window))
        item = "call_pack" if self.chance(0.85) else "material_pack"
        idle = group not in self.usage or (first_call is not None and back < first_call)
        in_qps = all(self.qps_mode(group, day) for day in days_between(delivered, back))
        if back > self.last or not (idle or in_qps or item == "material_pack"):
            return
        day = max(self.earliest, delivered - timedelta(days=rng.choice([0, 0, 0, 3])))
        sizes = CALL_PACKS[group] if item == "call_pack" else MATERIAL_PACKS[group]
        order: Data = {"item": item, "for": group, "size": rng.choice(list(sizes))}
        order["date"] = day.isoformat()
        if delivered != day:
            order["delivered"] = delivered.isoformat()
        if self.chance(0.3):
            order["quantity"] = rng.randint(2, 3)
        order = self.add("R", order)
        if order.get("source") == "gifted":
            return
        if order.get("source") == "campaign":
            order["refundable"] = True
        order["refunded"] = back.isoformat()

    def qps_mode(self, group: str, day: date) -> bool:
        mode = self.usage.get(group, {}).get("billing_mode", "call_volume")
        if isinstance(mode, str):
            return mode == "qps"
        return any(
            span["mode"] == "qps" and span["from"] <= day.isoformat() < span["until"]
            for span in mode
        )

    def balance(self) -> None:
        """An ample account, or a tight one whose orders are all paid by card."""
        rng = self.rng
        if self.chance(0.35):
            opening = (
                self.day(self.earliest, self.first)
                if self.earliest < self.first
                else self.first
            )
            self.account["balance"] = {
                "date": opening.isoformat(),
                "amount": "50000000.00",
            }
            return
        for order in self.orders:
            if order["item"] != "free_pack" and order.get("source") != "gifted":
                self.pay_by_card(order)
        lines = [
            line["amount"]
            for month in bill(self.finish())["bills"].values()
            for line in month["lines"]
            if line["kind"] == "pay_as_you_go"
        ]
        due = [Fraction(amount) for amount in lines] or [Fraction(100)]
        opening = self.first if self.chance(0.7) else self.day(self.first, self.last)
        share = rng.choice(
            [Fraction(-1, 10), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2)]
        )
        amount = (
            due[0] * share
            if share in (0, 1)
            else Fraction(int(sum(due, Fraction(0)) * share / 3 * 100), 100)
        )
        self.account["balance"] = {"date": opening.isoformat(), "amount": show(amount)}
        self.top_ups(opening, due, amount)

    def pay_by_card(self, order: Data) -> None:
        price = Fraction(str(order.get("price", list_price(order))))
        if order.get("source") == "campaign" and "paid" in order:
            price = Fraction(next(iter(order["paid"].values())))
        order["paid"] = {"card": show(price)}

    def top_ups(self, opening: date, due: list[Fraction], amount: Fraction) -> None:
        """Top-ups before the last month ends; some lift an overdue account to exactly 0."""
        rng = self.rng
        found: dict[str, Fraction] = {}
        for _ in range(rng.choice([0, 1, 2, 3, 4])):
            day = self.day(opening, self.last).isoformat()
            money = rng.choice([rng.choice(due), Fraction(rng.randint(1, 99_999), 100)])
            found[day] = money
        if amount < 0 and self.chance(0.5):
            found[min(opening + ONE_DAY, self.last).isoformat()] = (
                Fraction(rng.choice([0, 1])) - amount
            )
        self.write_top_ups(found)
        for _ in range(3):
            account = bill(self.finish())["account"]
            stops = [x for x in account["suspensions"] if x["until"] is None]
            if not stops or to_date(stops[0]["from"]) > self.last or self.chance(0.2):
                return
            first = to_date(stops[0]["from"])
            day = self.day(
                first, min(first + timedelta(days=12), self.last)
            ).isoformat()
            owed = -Fraction(
                [x for x in account["ledger"] if x["date"] <= day][-1]["balance"]
            )
            money = owed + Fraction(rng.choice([0, 1, 1, 500, 99_999]), 100)
            if money > 0 and day not in found:
                found[day] = money
            self.write_top_ups(found)

    def write_top_ups(self, found: dict[str, Fraction]) -> None:
        if found:
            top_ups = [
                {"date": day, "amount": show(money)} for day, money in found.items()
            ]
            self.account["top_ups"] = top_ups


class Mainland(World):
    def build(self) -> Data:
        rng = self.rng
        self.licences: dict[str, list[tuple[date, int]]] = {}
        names = rng.sample(NAMES, rng.choice([1, 1, 2, 2, 3]))
        for name in names:
            self.licence(name)
        if self.chance(0.06):
            self.licence(next(name for name in NAMES if name not in names))
        for name in names:
            self.activity(name)
        for _ in range(rng.choice([0, 0, 1, 2, 4])):
            self.shared_pack()
        for name in names:
            if self.chance(0.3):
                self.upgrade(name)
        self.disable(0.08)
        for _ in range(rng.randint(0, 2)):
            self.nudge_to_edge()
        return self.finish()

    def licence(self, name: str) -> None:
        """None, or one in or before the horizon and now and then a renewal, never two at once."""
        rng = self.rng
        self.licences[name] = []
        if self.chance(0.1):
            return
        day = rng.choice(
            [
                self.first,
                self.day(self.first, days_of_month(self.months[0])[-1]),
                self.day(self.first, self.last),
                self.first - timedelta(days=rng.randint(1, 380)),
            ]
        )
        while day <= self.last and len(self.licences[name]) < 3:
            package = rng.choice([1, 1, 2, 2, 3])
            self.licences[name].append((day, package))
            order = {
                "item": "licence",
                "for": name,
                "package": package,
                "date": day.isoformat(),
            }
            self.add("L", order)
            if self.chance(0.3):
                return
            day = day + LICENCE_LIFE + timedelta(days=rng.choice([0, 0, 1, 17]))

    def activity(self, name: str) -> None:
        data: Data = {}
        held = self.licences[name]
        licence = held[0][0] if held else None
        start = None
        if self.chance(0.2):
            start = self.day(self.first, self.last)
            data["starts"] = start.isoformat()
        data["calls"] = self.calls(start, licence)
        if self.chance(0.2):
            data["materials"] = self.rng.randint(0, 10)
        self.usage[name] = data

    def licensed_days(self, names: list[str]) -> list[tuple[date, date]]:
        return [
            (day, day + LICENCE_LIFE)
            for name in names
            for day, _ in self.licences[name]
        ]

    def shared_pack(self) -> None:
        spans = self.licensed_days(list(self.licences))
        if not spans:
            return
        first, until = self.rng.choice(spans)
        sizes = list(CALL_PACKS[SHARED])
        size = self.rng.choice(sizes[:2] if self.chance(0.8) else sizes)
        day = self.day(first, min(until - ONE_DAY, self.last))
        pack: Data = {"item": "call_pack", "size": size, "date": day.isoformat()}
        self.add("P", self.pack_extras(pack))

    def upgrade(self, name: str) -> None:
        """Upgrades whose sum stays within 1,000 even where all run at once."""
        rng = self.rng
        left = 500
        for day, _ in self.licences[name]:
            if not self.chance(0.6):
                continue
            until = day + LICENCE_LIFE
            bought = self.day(day, min(until - ONE_DAY, self.last))
            end = min(until, bought + timedelta(days=30))
            start = self.day(bought, end - ONE_DAY)
            qps = 10 * rng.randint(1, left // 20)
            left -= qps
            order: Data = {"item": "qps_upgrade", "for": name, "qps": qps}
            order["date"] = bought.isoformat()
            if start != bought or self.chance(0.5):
                order["start"] = start.isoformat()
            order["days"] = rng.randint(1, (end - start).days)
            self.add("U", order)


def random_usage(seed: int, book: str) -> dict[str, Any]:
    """A valid usage file of the book `intl` or `mainland`, as plain data."""
    return (
        Mainland(seed, book).build()
        if book == "mainland"
        else International(seed, book).build()
    )


class _Dumper(yaml.SafeDumper):
    """Writes dates and money as people do, without quotes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    tag = "str"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        tag = "timestamp"
    elif re.fullmatch(r"-?\d+\.\d\d", text):
        tag = "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{tag}", text)


_Dumper.add_representer(str, _text)


def to_yaml(usage: dict[str, Any]) -> str:
    """The usage file itself."""
    return yaml.dump(
        usage, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100
    )
