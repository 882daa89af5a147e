"""Random usage files of the international book."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from tests.second_engine.calls import materials_of
from tests.second_engine.days import (
    ONE_DAY,
    Data,
    days_of_month,
    month_of,
    show,
    to_date,
)
from tests.second_engine.documents import (
    CALL_PACKS,
    FREE_CALLS,
    FREE_MATERIALS,
    IMAGE,
    MATERIAL_PACKS,
    VIDEO,
)
from tests.second_engine.orders import list_price
from tests.second_engine.world import World


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
        also = [VIDEO] if self.chance(0.1) else []
        for group in sorted({*groups, *also}):
            self.group_orders(group)
        for group in (IMAGE, VIDEO):
            for _ in range(rng.choice([0, 0, 1, 2])):
                self.refund(group)
        if activated:
            self.account["activated"] = activated.isoformat()
        self.mended()
        if self.chance(0.35):
            self.balance()
            self.refund_of_stop()
        else:
            self.disable(0.2)
            for _ in range(rng.randint(0, 2)):
                self.nudge_to_edge()
        self.mended()
        return self.finish()

    def group(self, group: str, activated: date | None) -> None:
        data: Data = {}
        start = activated
        if self.chance(0.25):
            start = self.day(activated or self.first, self.last)
            data["starts"] = start.isoformat()
        self.usage[group] = data
        data |= self.scope_calls(start, None)
        if self.chance(0.15):
            data["billing_mode"] = self.rng.choice(["qps", "call_volume"])
        elif self.chance(0.4):
            data["billing_mode"] = self.timeline()

    def timeline(self) -> list[Data]:
        """Spans of a mode; some as the console writes them, from switch to switch."""
        rng = self.rng
        entries: list[Data] = []
        console = self.chance(0.3)
        for first, until in self.spans(3, self.first, self.last):
            mode = rng.choice(["qps", "qps", "qps", "call_volume"])
            entry = {"from": first.isoformat(), "mode": mode}
            if console:
                entries.append(entry)
                other = "call_volume" if mode == "qps" else "qps"
                entries.append({"from": until.isoformat(), "mode": other})
                continue
            if self.chance(0.75):
                entry["until"] = until.isoformat()
            entries.append(entry)
        days = [entry["from"] for entry in entries]
        if len(set(days)) < len(days):
            return entries[:1]
        if self.chance(0.3):
            rng.shuffle(entries)
        return entries

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
                switches = [self.first]
                if mode != "qps":
                    switches = [to_date(s["from"]) for s in mode]
                self.qps(group, rng.choice(switches))
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

    # Refunds

    def refund_of_stop(self) -> None:
        """A pack given back that only a stop kept from being drawn, paid by card."""
        stops = self.mended()["account"]["suspensions"]
        if not stops or self.chance(0.3):
            return
        first = to_date(self.rng.choice(stops)["from"])
        last = first + timedelta(days=20)
        group = self.rng.choice([IMAGE, VIDEO])
        if first < self.earliest or last > self.last:
            return
        number = len(self.orders)
        self.refund(group, first, last)
        for order in self.orders[number:]:
            if order.get("source") != "gifted":
                self.pay_by_card(order)

    def refund(
        self, group: str, first: date | None = None, last: date | None = None
    ) -> None:
        """Packs given back inside their window, all of an order or some; `mended` counts them."""
        rng = self.rng
        window = 6 if self.assumed("refund_window") == "delivery_day_is_day_1" else 7
        delivered = self.day(first or self.earliest, last or self.last)
        back = delivered + timedelta(days=rng.choice([0, 1, 5, 6, window]))
        back = min(back, delivered + timedelta(days=window))
        item = "call_pack"
        if self.chance(0.15) and self.few_materials(group):
            item = "material_pack"
        if back > self.last:
            return
        order = self.returned(group, item, delivered)
        if self.chance(0.5):
            order["quantity"] = rng.randint(2, 5)
        order = self.add("R", order)
        if order.get("source") == "gifted":
            return
        if order.get("source") == "campaign":
            order["refundable"] = True
        order["refunded"] = back.isoformat()
        if "quantity" in order and self.chance(0.7):
            order["refunded_packs"] = rng.randint(1, order["quantity"])

    def returned(self, group: str, item: str, delivered: date) -> Data:
        rng = self.rng
        day = max(self.earliest, delivered - timedelta(days=rng.choice([0, 0, 0, 3])))
        sizes = CALL_PACKS[group] if item == "call_pack" else MATERIAL_PACKS[group]
        order: Data = {"item": item, "for": group, "size": rng.choice(list(sizes))}
        order["date"] = day.isoformat()
        if delivered != day:
            order["delivered"] = delivered.isoformat()
        return order

    def few_materials(self, group: str) -> bool:
        data = self.usage.get(group, {})
        live = [materials_of(data, month) for month in self.months]
        return max(live) <= FREE_MATERIALS

    # The account

    def balance(self) -> None:
        """An ample account; a tight one whose orders are paid by card; or one that lacks money."""
        rng = self.rng
        kind = rng.random()
        if kind < 0.25:
            opening = self.first
            if self.earliest < self.first:
                opening = self.day(self.earliest, self.first)
            self.account["balance"] = {
                "date": opening.isoformat(),
                "amount": "50000000.00",
            }
            return
        for order in self.orders:
            free = order["item"] == "free_pack" or order.get("source") == "gifted"
            if not free and (kind < 0.6 or self.chance(0.3)):
                self.pay_by_card(order)
        lines = [
            line["amount"]
            for month in self.mended()["bills"].values()
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
            account = self.mended()["account"]
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
