"""A second, naive billing engine, used only to check the product to the cent.

It walks day by day, counts with ints and fractions, and holds the prices typed in a second time
from the two documents. It assumes a valid usage file (plain data) and shares nothing with the
product.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from tests.second_engine.calls import (
    Choose,
    counts_by_day,
    forecast_days,
    grown,
    last_counted_day,
    least,
    materials_of,
    mean,
    most,
    stated_entries,
)
from tests.second_engine.days import (
    ONE_DAY,
    Data,
    days_between,
    days_of_month,
    entry_days,
    half_up,
    later_month,
    money,
    month_of,
    show,
    to_date,
)
from tests.second_engine.documents import (
    ACTIVITY_FREE_CALLS,
    FREE_MATERIALS,
    INTERNATIONAL_DEFAULTS,
    LICENCES,
    MAINLAND_DEFAULTS,
    MOST_MATERIALS,
    SHARED,
    UNIT_PRICES,
)
from tests.second_engine.ledger import Ledger
from tests.second_engine.orders import (
    ImpossibleError,
    Pack,
    end_of_days,
    in_qps_mode,
    line_amount,
    pack_life,
    packs_of,
    share_of,
)

PARTS = ("calls", "free", "packs", "billable", "qps_mode", "refused", "undetermined")


class Biller:
    def __init__(self, usage: Data, rules: dict[str, str], choose: Choose) -> None:
        self.rules = rules
        self.mainland = is_mainland(usage)
        self.account: Data = usage.get("account", {})
        self.orders: list[Data] = usage.get("orders", [])
        self.scopes: Data = usage.get("usage", {})
        self.settlement_day = 1 if self.mainland else int(rules["settlement_day"])
        self.licences = self.find_licences()
        self.forecast = {
            scope: forecast_days(data, choose) for scope, data in self.scopes.items()
        }
        self.calls = {
            scope: counts_by_day(data.get("calls", {}), self.start_of(scope))
            | self.forecast[scope]
            for scope, data in self.scopes.items()
        }
        self.packs = [pack for order in self.orders for pack in packs_of(order, rules)]
        self.packs.sort(key=self.draw_key())
        self.activity_free = {
            scope: ACTIVITY_FREE_CALLS - data.get("free_used", 0)
            for scope, data in self.scopes.items()
        }
        self.months = self.find_months()
        self.counts: dict[str, dict[str, Data]] = {
            month: {scope: self.new_count() for scope in self.scopes}
            for month in self.months
        }
        self.lines: dict[str, list[Data]] = {month: [] for month in self.months}
        self.ledger = Ledger(self.account, self.orders)
        self.expired_use: dict[str, Data] = {}

    def new_count(self) -> Data:
        return {**dict.fromkeys(PARTS, 0), "drawn": {}, "tier": None, "forecast": 0}

    # What stands still

    def find_licences(self) -> dict[str, list[tuple[date, date, int]]]:
        """First day, day after the last, and package, of each activity's licences by day."""
        found: dict[str, list[tuple[date, date, int]]] = {}
        for order in self.orders:
            if order["item"] == "licence":
                start, until = pack_life(order, self.rules)
                entry = (start, until, order["package"])
                found.setdefault(order["for"], []).append(entry)
        return {scope: sorted(entries) for scope, entries in found.items()}

    def first_licence(self, scope: str) -> date | None:
        return self.licences[scope][0][0] if scope in self.licences else None

    def start_of(self, scope: str) -> date | None:
        if "starts" in self.scopes[scope]:
            return to_date(self.scopes[scope]["starts"])
        if self.mainland:
            return self.first_licence(scope)
        if "activated" in self.account:
            return to_date(self.account["activated"])
        return None

    def draw_key(self) -> Callable[[Pack], tuple[date, date, str, int]]:
        if self.rules["pack_order"] == "earliest_order":
            return lambda p: (p.ordered, p.until, str(p.order), p.number)
        return lambda p: (p.until, p.ordered, str(p.order), p.number)

    def find_months(self) -> list[str]:
        dates = [o[k] for o in self.orders for k in ("date", "refunded") if k in o]
        named = {month_of(to_date(day)) for day in dates}
        for scope, data in self.scopes.items():
            calls = data.get("calls", {})
            keys = list(stated_entries(calls))
            keys += grown(calls) if "from" in calls else []
            for key in keys:
                named.update(month_of(day) for day in entry_days(key))
            named.update(month_of(day) for day in self.forecast[scope])
            materials = data.get("materials", 0)
            for key in materials if isinstance(materials, dict) else ():
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

    def has_quota(self, scope: str, day: date) -> bool:
        return any(
            order["item"] == "qps"
            and order["for"] == scope
            and to_date(order.get("start", order["date"])) <= day
            and day < end_of_days(order, self.rules)
            for order in self.orders
        )

    def licensed(self, scope: str, day: date) -> bool:
        """Whether a licence of the activity is in force."""
        held = self.licences.get(scope, [])
        return any(start <= day < until for start, until, _ in held)

    def licence_over(self, scope: str, day: date) -> bool:
        """Whether it had a licence once, and has none now."""
        first = self.first_licence(scope)
        begun = first is not None and first <= day
        return begun and not self.licensed(scope, day)

    # One day

    def run(self) -> Data:
        first = to_date(self.months[0] + "-01")
        if "balance" in self.account:
            first = min(first, to_date(self.account["balance"]["date"]))
        last = self.settlement_of(self.months[-1])
        for day in days_between(first, last):
            refunds = self.refund_orders(day)
            stopped = self.ledger.start_day(day, refunds)
            if month_of(day) in self.counts:
                self.bill_orders(day, refunds)
                for scope in sorted(self.scopes, key=self.turn):
                    self.use(scope, day, stopped)
            if day.day == self.settlement_day:
                self.settle(month_of(day.replace(day=1) - ONE_DAY), day)
        self.ledger.close(last)
        return self.result()

    def refund_orders(self, day: date) -> list[tuple[Data, Fraction]]:
        """The orders that go back on a day, with the money; their packs end."""
        text = day.isoformat()
        back = [order for order in self.orders if order.get("refunded") == text]
        return [(order, self.refund(order, day)) for order in back]

    def refund(self, order: Data, day: date) -> Fraction:
        """All packs of the order, or the unused ones with the highest numbers."""
        quantity: int = order.get("quantity", 1)
        wanted: int = order.get("refunded_packs", quantity)
        used = {
            pack.number
            for pack in self.packs
            if pack.order == order.get("id") and pack.used
        }
        unused = [n for n in range(1, quantity + 1) if n not in used]
        if len(unused) < wanted:
            raise ImpossibleError(order, len(unused))
        back = unused[-wanted:]
        for pack in self.packs:
            if pack.order == order.get("id") and pack.number in back:
                pack.refunded = day
        return sum((share_of(order, number) for number in back), Fraction(0))

    def turn(self, scope: str) -> tuple[date, str]:
        return self.first_licence(scope) or date.max, scope

    def use(self, scope: str, day: date, stopped: bool) -> None:
        """Refused, then QPS mode, then free, then packs, then pay-as-you-go."""
        calls = self.calls[scope].get(day, 0)
        if not calls:
            return
        count = self.counts[month_of(day)][scope]
        count["calls"] += calls
        count["forecast"] += calls if day in self.forecast[scope] else 0
        disabled = self.disabled(day)
        if stopped and not disabled:
            self.ledger.suspensions[-1].refused += calls
        if stopped or disabled:
            count["refused"] += calls
        elif self.mainland:
            self.use_activity(scope, day, calls, count)
        elif in_qps_mode(self.scopes[scope].get("billing_mode", "call_volume"), day):
            count["qps_mode" if self.has_quota(scope, day) else "undetermined"] += calls
        else:
            self.use_group(scope, day, calls, count)

    def use_group(self, scope: str, day: date, calls: int, count: Data) -> None:
        mine = [pack for pack in self.packs if pack.scope == scope]
        free = [pack for pack in mine if pack.item == "free_pack"]
        paid = [pack for pack in mine if pack.item == "call_pack"]
        calls -= self.draw("free", calls, day, count, free)
        calls -= self.draw("packs", calls, day, count, paid)
        count["billable"] += calls

    def use_activity(self, scope: str, day: date, calls: int, count: Data) -> None:
        over = self.licence_over(scope, day) and self.rules["licence_end"] == "postpaid"
        if over:
            self.note_expired(scope, day, calls)
        free = min(calls, self.activity_free[scope])
        self.activity_free[scope] -= free
        count["free"] += free
        calls -= free
        if not self.licensed(scope, day) and not over:
            count["refused"] += calls
            return
        own = [pack for pack in self.packs if pack.scope == scope]
        shared = [pack for pack in self.packs if pack.scope == SHARED]
        if self.rules["licence_pack_scope"] == "account":
            own, shared = self.packs, []
        calls -= self.draw("packs", calls, day, count, own)
        calls -= self.draw("packs", calls, day, count, shared)
        count["billable"] += calls

    def note_expired(self, scope: str, day: date, calls: int) -> None:
        found = self.expired_use.setdefault(
            scope, {"date": day.isoformat(), "calls": 0}
        )
        found["calls"] += calls

    def draw(
        self, part: str, calls: int, day: date, count: Data, packs: list[Pack]
    ) -> int:
        drawn = 0
        for pack in packs:  # in the order of drawing
            if pack.usable(day):
                taken = pack.draw(calls - drawn, day)
                drawn += taken
                if taken:
                    key = (str(pack.order), pack.number)
                    count["drawn"][key] = count["drawn"].get(key, 0) + taken
        count[part] += drawn
        return drawn

    # Lines

    def add_line(
        self, month: str, day: date, kind: str, scope: str, money: Fraction
    ) -> Data:
        line = {
            "kind": kind,
            "for": scope,
            "order": None,
            "date": day.isoformat(),
            "amount": show(money),
        }
        self.lines[month].append(line)
        return line

    def bill_orders(self, day: date, refunds: list[tuple[Data, Fraction]]) -> None:
        text = day.isoformat()
        lines = [
            (order, order["item"], half_up(line_amount(order)))
            for order in self.orders
            if order["date"] == text and order["item"] != "free_pack"
        ]
        lines += [(order, "refund", -amount) for order, amount in refunds]
        for order, kind, amount in lines:
            scope = order.get("for", SHARED)
            line = self.add_line(month_of(day), day, kind, scope, amount)
            line["order"] = order.get("id")

    def settlement_of(self, month: str) -> date:
        return later_month(to_date(month + "-01"), 1).replace(day=self.settlement_day)

    def settle(self, month: str, day: date) -> None:
        if month not in self.counts:
            return
        total = Fraction(0)
        together = self.mainland and self.rules["postpaid_scope"] == "account"
        bills = {scope: [scope] for scope in self.scopes}
        if together:
            bills = {SHARED: list(self.scopes)}
        for name, scopes in bills.items():
            total += self.pay_as_you_go(name, month, day, scopes)
        self.ledger.settle(day, total)

    def pay_as_you_go(
        self, name: str, month: str, day: date, scopes: list[str]
    ) -> Fraction:
        """One line: all the scopes' billable calls at the price of the tier reached."""
        counts = [self.counts[month][scope] for scope in scopes]
        billable = sum(count["billable"] for count in counts)
        reached = billable
        if self.rules["tier_basis"] != "billable":
            reached += sum(count["free"] for count in counts)
        if self.rules["tier_basis"] == "total":
            reached += sum(count["packs"] for count in counts)
        if not billable:
            return Fraction(0)
        tier = tier_reached(SHARED if self.mainland else name, reached)
        for count in counts:
            count["tier"] = tier if count["billable"] else None
        amount = half_up(billable * Fraction(tier["unit_price"]))
        self.add_line(month, day, "pay_as_you_go", name, amount)
        return amount

    # Warnings

    def warnings(self) -> list[Data]:
        found = [
            {"code": "order_not_paid", **missing} for missing in self.ledger.not_paid
        ]
        found += [
            {"code": "licence_expired", "for": scope, **use}
            for scope, use in self.expired_use.items()
        ]
        for scope, data in self.scopes.items():
            for month in self.months:
                need, held = materials_of(data, month), self.slots(scope, month)
                if held is not None and need > held:
                    over = {"for": scope, "month": month, "need": need, "held": held}
                    found.append({"code": "over_material_quota", **over})
        return found

    def slots(self, scope: str, month: str) -> int | None:
        """The materials that may be live at the end of a month; None where nobody says."""
        last = days_of_month(month)[-1]
        if not self.mainland:
            return FREE_MATERIALS + self.bought_slots(scope, last)
        days = days_of_month(month)
        held = [
            LICENCES[package][2]
            for start, until, package in self.licences.get(scope, [])
            if any(start <= day < until for day in days)
        ]
        if held:
            return max(held)
        return None if self.licence_over(scope, last) else MOST_MATERIALS

    def bought_slots(self, scope: str, day: date) -> int:
        found = 0
        for order in self.orders:
            if order["item"] != "material_pack" or order["for"] != scope:
                continue
            packs = order.get("quantity", 1)
            if "refunded" in order and to_date(order["refunded"]) <= day:
                packs -= order.get("refunded_packs", packs)
            if to_date(order.get("delivered", order["date"])) <= day:
                found += packs * order["size"]
        return found

    # The answer

    def result(self) -> Data:
        bills = {month: self.bill_of(month) for month in self.months}
        as_of = days_of_month(self.months[-1])[-1]
        packs = sorted(self.packs, key=lambda p: (str(p.order), p.number))
        total = sum((money(bill["total"]) for bill in bills.values()), Fraction(0))
        return {
            "bills": bills,
            "usage": {month: self.usage_of(month) for month in self.months},
            "packs": [pack.row(as_of) for pack in packs],
            "total": show(total),
            "account": self.ledger.answer() if "balance" in self.account else None,
            "warnings": self.warnings(),
        }

    def usage_of(self, month: str) -> dict[str, Data]:
        return {
            scope: {**count, "drawn": drawn_rows(count["drawn"])}
            for scope, count in self.counts[month].items()
        }

    def bill_of(self, month: str) -> Data:
        lines = sorted(
            self.lines[month],
            key=lambda x: (x["date"], x["kind"], x["for"], str(x["order"])),
        )
        total = sum((money(x["amount"]) for x in lines), Fraction(0))
        return {"total": show(total), "lines": lines}


def drawn_rows(drawn: dict[tuple[str, int], int]) -> list[Data]:
    return [
        {"order": order, "pack": number, "calls": calls}
        for (order, number), calls in sorted(drawn.items())
    ]


def tier_reached(name: str, count: int) -> Data:
    """The row of the table with its first and last count; the last row has no last count."""
    tiers = UNIT_PRICES[name]
    row = [k for k, (lowest, _) in enumerate(tiers) if lowest <= count][-1]
    last = tiers[row + 1][0] - 1 if row + 1 < len(tiers) else None
    lowest, unit_price = tiers[row]
    return {"from": lowest, "to": last, "unit_price": unit_price, "reached_by": count}


def is_mainland(usage: Data) -> bool:
    return str(usage.get("price_book", "intl")).startswith("mainland")


def bill(
    usage: dict[str, Any], assumptions: dict[str, str] | None = None
) -> dict[str, Any]:
    """Bills, usage, packs, account and warnings of a valid usage.

    `assumptions` beat those of the file. With a forecast: what the total would be at its least and
    most counts.
    """
    stated = {key: str(value) for key, value in usage.get("assumptions", {}).items()}
    defaults = MAINLAND_DEFAULTS if is_mainland(usage) else INTERNATIONAL_DEFAULTS
    rules = defaults | stated | (assumptions or {})
    answer = Biller(usage, rules, mean).run()
    answer["forecast"] = forecast_of(usage, rules)
    return answer


def forecast_of(usage: Data, rules: dict[str, str]) -> Data | None:
    scopes = usage.get("usage", {}).values()
    last_days = [last_counted_day(s["calls"]) for s in scopes if "forecast" in s]
    if not last_days:
        return None
    low = Biller(usage, rules, least).run()
    high = Biller(usage, rules, most).run()
    return {
        "last_day": max(last_days).isoformat(),
        "low": low["total"],
        "high": high["total"],
        "low_complete": is_complete(low),
        "high_complete": is_complete(high),
    }


def is_complete(answer: Data) -> bool:
    """Whether no call of any month is refused or without a price."""
    counts = [count for month in answer["usage"].values() for count in month.values()]
    return not any(count["refused"] or count["undetermined"] for count in counts)
