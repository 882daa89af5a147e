"""What orders cost, how long they hold, and the packs they deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from tests.second_engine.days import (
    LICENCE_LIFE,
    Data,
    later_month,
    money,
    to_date,
)
from tests.second_engine.documents import (
    CALL_PACKS,
    FREE_CALLS,
    LICENCES,
    MATERIAL_PACKS,
    QPS_PRICES,
    SHARED,
    UPGRADE_DAY,
    UPGRADE_UNIT,
)

FROM_THE_ACCOUNT = ("cash", "transferred", "gifted")
RETURNED = (*FROM_THE_ACCOUNT, "card")


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
    tiers = [tier for tier in QPS_PRICES[scope] if tier[0] <= order["qps"]]
    _, by_day, by_month = tiers[-1]
    if "days" in order:
        return Fraction(order["qps"] * by_day * order["days"])
    return Fraction(order["qps"] * by_month * order["months"])


def free_of_charge(order: Data) -> bool:
    return order["item"] == "free_pack" or order.get("source") == "gifted"


def price_of(order: Data) -> Fraction:
    """List price, agreed price, or what was paid in a campaign; before any discount."""
    if free_of_charge(order):
        return Fraction(0)
    if order.get("source") == "campaign" and "paid" in order:
        return sum(map(money, order["paid"].values()), Fraction(0))
    return money(order["price"]) if "price" in order else list_price(order)


def tenders(order: Data) -> dict[str, Fraction]:
    if free_of_charge(order):
        return {}
    paid = order.get("paid", {"cash": price_of(order)})
    return {tender: money(amount) for tender, amount in paid.items()}


def line_amount(order: Data) -> Fraction:
    return price_of(order) - tenders(order).get("discount", Fraction(0))


def from_account(order: Data) -> Fraction:
    paid = tenders(order)
    return sum((paid.get(t, Fraction(0)) for t in FROM_THE_ACCOUNT), Fraction(0))


def share_of(order: Data, number: int) -> Fraction:
    """What goes back for pack `number` of an order of n: equal shares, odd cents to the first."""
    packs, back = order.get("quantity", 1), 0
    for tender, amount in tenders(order).items():
        if tender in RETURNED:
            each, odd = divmod(int(amount * 100), packs)
            back += each + (1 if number <= odd else 0)
    return Fraction(back, 100)


def in_qps_mode(modes: str | list[Data], day: date) -> bool:
    """A word, or a timeline: an entry without `until` lasts until the next one begins."""
    if isinstance(modes, str):
        return modes == "qps"
    begun = [entry for entry in modes if to_date(entry["from"]) <= day]
    if not begun:
        return False
    latest = max(begun, key=lambda entry: to_date(entry["from"]))
    over = bool(latest.get("until")) and to_date(latest["until"]) <= day
    return latest["mode"] == "qps" and not over


class ImpossibleError(Exception):
    """A refund of packs that were used. `unused` says how many could go back."""

    def __init__(self, order: Data, unused: int) -> None:
        super().__init__(order.get("id"))
        self.order, self.unused = order, unused


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
    used: int = 0
    refunded: date | None = None
    last_call: date | None = None

    def usable(self, day: date) -> bool:
        returned = self.refunded is not None and self.refunded <= day
        return self.start <= day < self.until and not returned

    def draw(self, wanted: int, day: date | None) -> int:
        taken = min(wanted, self.size - self.used)
        self.used += taken
        if taken:
            self.last_call = day
        return taken

    def status(self, as_of: date) -> str:
        if self.refunded is not None and self.refunded <= as_of:
            return "refunded"
        if self.start > as_of:
            return "future"
        if self.used == self.size:
            return "exhausted"
        return "expired" if self.until <= as_of else "valid"

    def row(self, as_of: date) -> Data:
        left, status = self.size - self.used, self.status(as_of)
        empty_since = self.last_call if not left else None
        return {
            "order": self.order,
            "pack": self.number,
            "for": self.scope,
            "size": self.size,
            "used": self.used,
            "remaining": 0 if status in ("refunded", "expired") else left,
            "expired": left if status == "expired" else 0,
            "from": self.start.isoformat(),
            "until": (self.refunded or self.until).isoformat(),
            "status": status,
            "last_call": self.last_call.isoformat() if self.last_call else None,
            "used_up": empty_since.isoformat() if empty_since else None,
        }


def pack_size(order: Data) -> int:
    if order["item"] == "free_pack":
        return FREE_CALLS[order["for"]]
    if order["item"] == "licence":
        return LICENCES[order["package"]][0]
    size: int = order["size"]
    return size


def pack_life(order: Data, rules: dict[str, str]) -> tuple[date, date]:
    """First day, and the day after the last: a pack's year is counted from its order."""
    day = to_date(order["date"])
    if order["item"] == "licence":
        start = to_date(order.get("start", order["date"]))
        return start, start + LICENCE_LIFE
    start = to_date(order.get("delivered", order["date"]))
    if rules["pack_validity"] == "365_days":
        return start, day + timedelta(days=365)
    return start, later_month(day, 12)


def packs_of(order: Data, rules: dict[str, str]) -> list[Pack]:
    """The packs an order delivers: n of them when it has a quantity."""
    item = order["item"]
    if item not in ("free_pack", "call_pack", "licence"):
        return []
    start, until = pack_life(order, rules)
    name, scope = order.get("id"), order.get("for", SHARED)
    ordered, size = to_date(order["date"]), pack_size(order)
    packs = [
        Pack(name, number, scope, item, size, ordered, start, until)
        for number in range(1, order.get("quantity", 1) + 1)
    ]
    used_before = order.get("used_calls", 0)
    for pack in packs:
        used_before -= pack.draw(used_before, None)
    return packs
