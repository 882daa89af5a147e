"""A second, naive billing engine, used only to check the product to the cent.

It walks day by day, counts with ints and fractions, and holds the prices typed in a second time
from the two documents. It assumes a valid usage file (plain data) and shares nothing with the
product.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Any

Data = dict[str, Any]

DEFAULTS = {
    "tier_basis": "billable",
    "pack_order": "earliest_expiry",
    "pack_validity": "same_date_next_year",
    "qps_month": "same_day_next_month",
    "refund_window": "delivery_day_is_day_0",
    "settlement_day": "1",
    "licence_pack_scope": "own_activity",
    "licence_3_qps": "50",
}

IMAGE, VIDEO, SHARED = "image_basic", "video_single_face", "account"
FREE_CALLS = {IMAGE: 1_000, VIDEO: 200}
ACTIVITY_FREE_CALLS = 500
CALL_PACKS: dict[str, dict[int, str]] = {
    IMAGE: {
        1_000: "60",
        10_000: "450",
        100_000: "3000",
        1_000_000: "17200",
        10_000_000: "45700",
    },
    VIDEO: {1_000: "180", 10_000: "1500", 100_000: "4300"},
    SHARED: {
        100_000: "1700",
        1_000_000: "16000",
        5_000_000: "48000",
        10_000_000: "85000",
        30_000_000: "126000",
    },
}
MATERIAL_PACKS = {IMAGE: {10: "60", 100: "460", 1_000: "3430"}, VIDEO: {10: "300"}}
# The least count of each tier, and its unit price. Mainland tiers hold their upper bound, so they
# begin one call after it.
UNIT_PRICES: dict[str, list[tuple[int, str]]] = {
    IMAGE: [
        (0, "0.065"),
        (10_000, "0.050"),
        (100_000, "0.035"),
        (1_000_000, "0.020"),
        (10_000_000, "0.006"),
    ],
    VIDEO: [(0, "0.20")],
    SHARED: [(1, "0.02"), (1_000_001, "0.012"), (5_000_001, "0.005")],
}
# The least QPS of each tier, then the price of one QPS for a day and for a month.
QPS_PRICES: dict[str, list[tuple[int, int, int]]] = {
    IMAGE: [(1, 75, 1700), (50, 60, 1450), (100, 50, 1300)],
    VIDEO: [(1, 180, 5000), (10, 160, 4500), (20, 150, 4250)],
}
LICENCES = {1: (10_000, "5000"), 2: (300_000, "20000"), 3: (5_000_000, "80000")}
UPGRADE_UNIT, UPGRADE_DAY = 10, 210
ONE_DAY, LICENCE_LIFE = timedelta(days=1), timedelta(days=365)
PARTS = ("calls", "free", "packs", "billable", "qps_mode", "refused", "undetermined")


# Days, months, money


def to_date(text: object) -> date:
    return date.fromisoformat(str(text))


def month_of(day: date) -> str:
    return day.isoformat()[:7]


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += ONE_DAY


def later_month(day: date, months: int) -> date:
    """The same day `months` later, in one step; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def days_of_month(month: str) -> list[date]:
    first = to_date(month + "-01")
    return list(days_between(first, later_month(first, 1) - ONE_DAY))


def half_up(exact: Fraction) -> Fraction:
    return Fraction(floor(exact * 100 + Fraction(1, 2)), 100)


def show(amount: Fraction) -> str:
    cents = amount * 100
    assert cents.denominator == 1, amount
    whole, rest = divmod(abs(int(cents)), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{rest:02d}"


def money(value: object) -> Fraction:
    return Fraction(str(value))


# Calls


def spread(calls: int, days: int) -> list[int]:
    """The calls of each day when the first k of D days hold floor(N*k/D)."""
    upto = [calls * k // days for k in range(days + 1)]
    return [after - before for before, after in pairwise(upto)]


def grown(calls: Data) -> dict[str, int]:
    """`{from, months, start, growth}` by month: start x (1 + growth)^k, rounded half up."""
    factor = 1 + Fraction(str(calls.get("growth", "0%")).rstrip("%")) / 100
    first = to_date(calls["from"] + "-01")
    return {
        month_of(later_month(first, k)): floor(
            calls["start"] * factor**k + Fraction(1, 2)
        )
        for k in range(calls["months"])
    }


def entry_days(key: str) -> list[date]:
    """The days a key of `calls` names: a month, a day, or a range 'A..B' with both ends."""
    if len(key) == 7:
        return days_of_month(key)
    first, _, last = key.partition("..")
    return list(days_between(to_date(first), to_date(last or first)))


def calls_by_day(calls: Data, start: date | None) -> dict[date, int]:
    """Calls of each day; what days inside a month leave goes to its other days from the start."""
    entries: dict[str, int] = grown(calls) if "from" in calls else calls
    stated: dict[date, int] = defaultdict(int)
    for key, count in entries.items():
        if len(key) > 7:
            days = entry_days(key)
            for day, share in zip(days, spread(count, len(days)), strict=True):
                stated[day] += share
    found = dict(stated)
    for key, count in entries.items():
        if len(key) == 7:
            days = entry_days(key)
            left = count - sum(stated.get(day, 0) for day in days)
            if start in days:
                days = [day for day in days if start is not None and day >= start]
            days = [day for day in days if day not in stated]
            found.update(
                zip(days, spread(left, len(days)) if days else [], strict=True)
            )
    return found


# Orders


def end_of_days(order: Data, rules: dict[str, str]) -> date:
    """The day on which a QPS order's quota is over."""
    start = to_date(order.get("start", order["date"]))
    if "days" in order:
        return start + timedelta(days=order["days"])
    months: int = order["months"]
    if rules["qps_month"] == "30_days":
        return start + timedelta(days=30 * months)
    if rules["qps_month"] == "calendar_month":
        start = start.replace(day=1)
    return later_month(start, months)


def list_price(order: Data) -> Fraction:
    item, scope = order["item"], order.get("for", SHARED)
    quantity: int = order.get("quantity", 1)
    if item == "call_pack":
        return money(CALL_PACKS[scope][order["size"]]) * quantity
    if item == "material_pack":
        return money(MATERIAL_PACKS[scope][order["size"]]) * quantity
    if item == "licence":
        return money(LICENCES[order["package"]][1])
    if item == "qps_upgrade":
        return Fraction(order["qps"] // UPGRADE_UNIT * UPGRADE_DAY * order["days"])
    _, by_day, by_month = [
        tier for tier in QPS_PRICES[scope] if tier[0] <= order["qps"]
    ][-1]
    unit_price, count = (
        (by_day, order["days"]) if "days" in order else (by_month, order["months"])
    )
    return Fraction(order["qps"] * unit_price * count)


@dataclass
class Cost:
    """What an order's line says, what it takes from the account, and what a refund gives back."""

    line: Fraction
    account: Fraction
    refund: Fraction


def cost(order: Data) -> Cost:
    if order["item"] == "free_pack" or order.get("source") == "gifted":
        return Cost(Fraction(0), Fraction(0), Fraction(0))
    price = money(order["price"]) if "price" in order else list_price(order)
    paid = {
        tender: money(amount)
        for tender, amount in order.get("paid", {"cash": price}).items()
    }
    if order.get("source") == "campaign":
        price = sum(paid.values(), Fraction(0))
    account = sum(
        (paid.get(t, Fraction(0)) for t in ("cash", "transferred", "gifted")),
        Fraction(0),
    )
    line = price - paid.get("discount", Fraction(0))
    return Cost(line, account, account + paid.get("card", Fraction(0)))


@dataclass
class Pack:
    """One free, call or licence pack, and how much of it was drawn."""

    order: str | None
    number: int
    scope: str
    item: str
    size: int
    ordered: date
    start: date
    until: date
    refunded: date | None
    used: int

    def usable(self, day: date) -> bool:
        return self.start <= day < self.until and (
            self.refunded is None or day < self.refunded
        )

    def draw(self, wanted: int) -> int:
        taken = min(wanted, self.size - self.used)
        self.used += taken
        return taken

    def row(self, as_of: date) -> Data:
        left, expired = self.size - self.used, self.until <= as_of
        if self.refunded is not None and self.refunded <= as_of:
            status = "refunded"
        elif self.start > as_of:
            status = "future"
        elif left == 0:
            status = "exhausted"
        else:
            status = "expired" if expired else "valid"
        return {
            "order": self.order,
            "pack": self.number,
            "for": self.scope,
            "size": self.size,
            "used": self.used,
            "remaining": 0 if status in ("refunded", "expired") else left,
            "expired": left if status == "expired" else 0,
            "from": self.start.isoformat(),
            "until": self.until.isoformat(),
            "status": status,
        }


def packs_of(order: Data, mainland: bool, rules: dict[str, str]) -> list[Pack]:
    """The packs an order delivers: n of them when it has a quantity."""
    item, day, scope = order["item"], to_date(order["date"]), order.get("for", SHARED)
    if item == "free_pack":
        size = FREE_CALLS[scope]
    elif item == "licence":
        size = LICENCES[order["package"]][0]
    elif item == "call_pack":
        size = order["size"]
    else:
        return []
    whole_days = mainland or rules["pack_validity"] == "365_days"
    until = day + LICENCE_LIFE if whole_days else later_month(day, 12)
    start = to_date(order.get("delivered", order["date"]))
    refunded = to_date(order["refunded"]) if "refunded" in order else None
    packs = [
        Pack(order.get("id"), number, scope, item, size, day, start, until, refunded, 0)
        for number in range(1, order.get("quantity", 1) + 1)
    ]
    used_before = order.get("used_calls", 0)
    for pack in packs:
        used_before -= pack.draw(used_before)
    return packs


# The account, day by day


@dataclass
class Suspension:
    first: date
    until: date | None
    refused: int


class Biller:
    def __init__(self, usage: Data, rules: dict[str, str]) -> None:
        self.rules = rules
        self.mainland = str(usage.get("price_book", "intl")).startswith("mainland")
        self.account: Data = usage.get("account", {})
        self.orders: list[Data] = usage.get("orders", [])
        self.scopes: Data = usage["usage"]
        self.settlement_day = 1 if self.mainland else int(rules["settlement_day"])
        self.first_licence = self.find_first_licences()
        self.calls = {
            scope: calls_by_day(data.get("calls", {}), self.start_of(scope))
            for scope, data in self.scopes.items()
        }
        self.packs = [
            pack
            for order in self.orders
            for pack in packs_of(order, self.mainland, rules)
        ]
        self.packs.sort(key=self.draw_key())
        self.activity_free = dict.fromkeys(self.scopes, ACTIVITY_FREE_CALLS)
        self.months = self.find_months()
        self.counts: dict[str, dict[str, dict[str, int]]] = {
            month: {scope: dict.fromkeys(PARTS, 0) for scope in self.scopes}
            for month in self.months
        }
        self.lines: dict[str, list[Data]] = {month: [] for month in self.months}
        self.balance: Fraction | None = None
        self.overdue = False
        self.ledger: list[Data] = []
        self.suspensions: list[Suspension] = []

    # What stands still

    def find_first_licences(self) -> dict[str, date]:
        first: dict[str, date] = {}
        for order in self.orders:
            if order["item"] == "licence":
                day, scope = to_date(order["date"]), order["for"]
                first[scope] = min(day, first.get(scope, day))
        return first

    def start_of(self, scope: str) -> date | None:
        if "starts" in self.scopes[scope]:
            return to_date(self.scopes[scope]["starts"])
        if self.mainland:
            return self.first_licence.get(scope)
        return (
            to_date(self.account["activated"]) if "activated" in self.account else None
        )

    def draw_key(self) -> Callable[[Pack], tuple[date, date, str, int]]:
        if self.rules["pack_order"] == "earliest_order":
            return lambda p: (p.ordered, p.until, str(p.order), p.number)
        return lambda p: (p.until, p.ordered, str(p.order), p.number)

    def find_months(self) -> list[str]:
        named = {
            month_of(to_date(o[k]))
            for o in self.orders
            for k in ("date", "refunded")
            if k in o
        }
        for data in self.scopes.values():
            calls = data.get("calls", {})
            for key in grown(calls) if "from" in calls else calls:
                named.update(month_of(day) for day in entry_days(key))
        first, last = to_date(min(named) + "-01"), max(named)
        months = [month_of(first)]
        while months[-1] < last:
            months.append(month_of(later_month(first, len(months))))
        return months

    def disabled(self, day: date) -> bool:
        return any(
            to_date(span["from"]) <= day
            and (not span.get("until") or day < to_date(span["until"]))
            for span in self.account.get("disabled", [])
        )

    def in_qps_mode(self, scope: str, day: date) -> bool:
        modes = self.scopes[scope].get("billing_mode", "call_volume")
        if isinstance(modes, str):
            return modes == "qps"
        return any(
            span["mode"] == "qps"
            and to_date(span["from"]) <= day
            and (not span.get("until") or day < to_date(span["until"]))
            for span in modes
        )

    def has_quota(self, scope: str, day: date) -> bool:
        return any(
            order["item"] == "qps"
            and order["for"] == scope
            and to_date(order.get("start", order["date"]))
            <= day
            < end_of_days(order, self.rules)
            for order in self.orders
        )

    def licensed(self, scope: str, day: date) -> bool:
        return any(
            p.item == "licence" and p.scope == scope and p.usable(day)
            for p in self.packs
        )

    # One day

    def run(self) -> Data:
        first = to_date(self.months[0] + "-01")
        if "balance" in self.account:
            first = min(first, to_date(self.account["balance"]["date"]))
        last = self.settlement_of(self.months[-1])
        for day in days_between(first, last):
            stopped = self.ledger_before_calls(day)
            if month_of(day) in self.counts:
                self.bill_orders(day)
                for scope in sorted(self.scopes, key=self.turn):
                    self.use(scope, day, stopped)
            if day.day == self.settlement_day:
                self.settle(month_of(day.replace(day=1) - ONE_DAY), day)
        if self.overdue and not (
            self.suspensions and self.suspensions[-1].until is None
        ):
            self.suspensions.append(Suspension(last + ONE_DAY, None, 0))
        return self.result()

    def turn(self, scope: str) -> tuple[date, str]:
        return self.first_licence.get(scope, date.max), scope

    def use(self, scope: str, day: date, stopped: bool) -> None:
        """Refused, then QPS mode, then free, then packs, then pay-as-you-go."""
        calls = self.calls[scope].get(day, 0)
        count = self.counts[month_of(day)][scope]
        count["calls"] += calls
        if stopped and not self.disabled(day):
            self.suspensions[-1].refused += calls
        if stopped or self.disabled(day):
            count["refused"] += calls
        elif self.mainland:
            self.use_activity(scope, day, calls, count)
        elif self.in_qps_mode(scope, day):
            count["qps_mode" if self.has_quota(scope, day) else "undetermined"] += calls
        else:
            calls -= self.draw(
                "free",
                calls,
                day,
                count,
                lambda p: p.item == "free_pack" and p.scope == scope,
            )
            calls -= self.draw(
                "packs",
                calls,
                day,
                count,
                lambda p: p.item == "call_pack" and p.scope == scope,
            )
            count["billable"] += calls

    def use_activity(
        self, scope: str, day: date, calls: int, count: dict[str, int]
    ) -> None:
        free = min(calls, self.activity_free[scope])
        self.activity_free[scope] -= free
        count["free"] += free
        calls -= free
        if not self.licensed(scope, day):
            count["refused"] += calls
            return
        if self.rules["licence_pack_scope"] == "account":
            calls -= self.draw("packs", calls, day, count, lambda p: True)
        else:
            calls -= self.draw("packs", calls, day, count, lambda p: p.scope == scope)
            calls -= self.draw("packs", calls, day, count, lambda p: p.scope == SHARED)
        count["billable"] += calls

    def draw(
        self,
        part: str,
        calls: int,
        day: date,
        count: dict[str, int],
        mine: Callable[[Pack], bool],
    ) -> int:
        drawn = 0
        for pack in self.packs:  # in the order of drawing
            if mine(pack) and pack.usable(day):
                drawn += pack.draw(calls - drawn)
        count[part] += drawn
        return drawn

    # Lines

    def line(
        self, day: date, kind: str, scope: str, order: str | None, amount: Fraction
    ) -> Data:
        text = day.isoformat()
        return {
            "kind": kind,
            "for": scope,
            "order": order,
            "date": text,
            "amount": show(amount),
        }

    def bill_orders(self, day: date) -> None:
        text, lines = day.isoformat(), self.lines[month_of(day)]
        for order in self.orders:
            name, scope = order.get("id"), order.get("for", SHARED)
            if order["date"] == text and order["item"] != "free_pack":
                lines.append(
                    self.line(
                        day, order["item"], scope, name, half_up(cost(order).line)
                    )
                )
            if order.get("refunded") == text:
                lines.append(self.line(day, "refund", scope, name, -cost(order).refund))

    def settlement_of(self, month: str) -> date:
        return later_month(to_date(month + "-01"), 1).replace(day=self.settlement_day)

    def settle(self, month: str, day: date) -> None:
        if month not in self.counts:
            return
        count, total = self.counts[month], Fraction(0)
        groups = (
            {SHARED: list(count)}
            if self.mainland
            else {scope: [scope] for scope in count}
        )
        for name, scopes in groups.items():
            billable, free, packs = (
                sum(count[scope][part] for scope in scopes)
                for part in ("billable", "free", "packs")
            )
            basis = self.rules["tier_basis"]
            reached = (
                billable
                + (free if basis != "billable" else 0)
                + (packs if basis == "total" else 0)
            )
            if billable:
                unit_price = [
                    price for least, price in UNIT_PRICES[name] if least <= reached
                ][-1]
                amount = half_up(billable * Fraction(unit_price))
                self.lines[month].append(
                    self.line(day, "pay_as_you_go", name, None, amount)
                )
                total += amount
        if (
            self.post(day, "settlement", -total)
            and self.balance is not None
            and self.balance < 0
        ):
            self.overdue = True

    # The ledger

    def post(self, day: date, event: str, amount: Fraction) -> bool:
        """Move the balance and write it down; no money, or no balance yet, leaves no trace."""
        if self.balance is None or not amount:
            return False
        self.balance += amount
        self.ledger.append(
            {
                "date": day.isoformat(),
                "event": event,
                "amount": show(amount),
                "balance": show(self.balance),
            }
        )
        return True

    def ledger_before_calls(self, day: date) -> bool:
        """Opening, top-ups, refunds, orders of the day; whether the service is stopped on it."""
        text, opening = day.isoformat(), False
        if "balance" in self.account and self.account["balance"]["date"] == text:
            opening, self.balance = True, money(self.account["balance"]["amount"])
            self.overdue = self.balance < 0
            shown = show(self.balance)
            self.ledger.append(
                {"date": text, "event": "opening", "amount": shown, "balance": shown}
            )
        if self.balance is None:
            return False
        for top_up in self.account.get("top_ups", []):
            if top_up["date"] == text:
                self.post(day, "top_up", money(top_up["amount"]))
                self.overdue = self.overdue and self.balance <= 0
        by_id = sorted(self.orders, key=lambda order: str(order.get("id")))
        for order in by_id:
            if order.get("refunded") == text:
                self.post(day, "refund", cost(order).account)
                self.overdue = self.overdue and self.balance <= 0
        stopped = self.overdue and not opening
        for order in by_id:
            if order["date"] == text and self.post(day, "order", -cost(order).account):
                assert self.balance >= 0, f"{order} cannot be paid"
        if opening:
            self.overdue = self.balance < 0
        self.note_stop(day, stopped)
        return stopped

    def note_stop(self, day: date, stopped: bool) -> None:
        running = bool(self.suspensions) and self.suspensions[-1].until is None
        if stopped and not running:
            self.suspensions.append(Suspension(day, None, 0))
        if running and not stopped:
            self.suspensions[-1].until = day

    # The answer

    def result(self) -> Data:
        bills = {month: self.bill_of(month) for month in self.months}
        as_of = days_of_month(self.months[-1])[-1]
        return {
            "bills": bills,
            "usage": self.counts,
            "packs": [
                pack.row(as_of)
                for pack in sorted(self.packs, key=lambda p: (str(p.order), p.number))
            ],
            "total": show(
                sum((money(bill["total"]) for bill in bills.values()), Fraction(0))
            ),
            "account": self.account_result() if "balance" in self.account else None,
        }

    def bill_of(self, month: str) -> Data:
        lines = sorted(
            self.lines[month],
            key=lambda x: (x["date"], x["kind"], x["for"], str(x["order"])),
        )
        return {
            "total": show(sum((money(x["amount"]) for x in lines), Fraction(0))),
            "lines": lines,
        }

    def account_result(self) -> Data:
        suspensions = [
            {
                "from": stop.first.isoformat(),
                "until": stop.until.isoformat() if stop.until else None,
                "refused": stop.refused,
            }
            for stop in self.suspensions
        ]
        return {"ledger": self.ledger, "suspensions": suspensions}


def bill(
    usage: dict[str, Any], assumptions: dict[str, str] | None = None
) -> dict[str, Any]:
    """Bills, usage, packs and account of a valid usage; `assumptions` beat those of the file."""
    stated = {key: str(value) for key, value in usage.get("assumptions", {}).items()}
    return Biller(usage, DEFAULTS | stated | (assumptions or {})).run()
