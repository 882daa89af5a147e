"""Random scenarios at the prices of the shipped books: counts near what packs and tiers make of them, peaks for ranges.

They are small enough for a plan in a moment, and made for planning: most of what is ordered is decided anew.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

Doc = dict[str, Any]
PEAKS = (1, 2, 3, 5, 9, 10, 11, 19, 20, 21, 25, 30, 40, 45, 49, 50, 60, 65, 100, 110)
EDGES = {
    "image_basic": (923, 1000, 6_923, 10_000, 13_333, 60_000, 100_000, 150_000, 440_000, 1_000_000, 3_000_000),
    "video_single_face": (100, 200, 1000, 2_000, 10_000, 30_000, 100_000, 200_000),
    "mainland": (500, 10_500, 85_000, 100_000, 300_500, 800_000, 1_000_001, 4_000_000, 5_000_001, 17_000_000),
}  # fmt: skip
SIZES = {
    "image_basic": (1000, 10_000, 100_000, 1_000_000),
    "video_single_face": (1000, 10_000, 100_000),
    "mainland": (100_000, 1_000_000, 5_000_000),
}


def campaign(seed: int, book: str) -> Doc:
    """A usage file of the book `intl` or `mainland`, as plain data."""
    return _Campaign(seed, book).usage()


class _Campaign:
    def __init__(self, seed: int, book: str) -> None:
        self.random, self.book = Random(f"{book} {seed}"), book
        year, month = self.random.choice((2023, 2024, 2027)), self.random.randint(1, 12)
        count = self.random.choice((1, 2, 2, 3, 4, 6, 13, 14))
        firsts = [month - 1 + index for index in range(count + 1)]
        self.firsts = [date(year + n // 12, n % 12 + 1, 1) for n in firsts]
        self.orders: list[Doc] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, since: date | None = None) -> date:
        first = since or self.firsts[0]
        return first + timedelta(self.random.randrange((self.firsts[-1] - first).days))

    def count(self, scope: str, share: float = 1) -> int:
        """A count near one at which a price changes, or any."""
        if self.chance(0.6):
            whole = self.random.choice(EDGES.get(scope, EDGES["mainland"]))
            return max(int(whole * share) + self.random.choice((-1, 0, 0, 1, 500)), 0)
        return int(10 ** self.random.uniform(1, 6.8 if share == 1 else 6))

    def usage(self) -> Doc:
        intl = self.book == "intl"
        names = ["image_basic", "video_single_face"] if intl else ["a", "b"]
        chosen = self.random.choice(([names[0]], [names[0]], [names[1]], names))
        found: Doc = {"version": 1, "price_book": self.book, "usage": {}}
        for name in chosen:
            found["usage"][name] = self.scope(name)
            for _ in range(self.random.choice((0, 0, 1, 2))):
                self.order(name)
        found["assumptions"] = self.assumptions()
        account = self.account()
        if account:
            found["account"] = account
        if self.orders:
            found["orders"] = self.orders
        return found

    def scope(self, name: str) -> Doc:
        calls = self.calls(name) or {
            self.key(self.firsts[0]): (self.count(name) // 10, 30)
        }
        use: Doc = {"calls": {key: count for key, (count, _) in calls.items()}}
        if self.chance(0.7):
            use["peak_qps"] = self.peaks({key: low for key, (_, low) in calls.items()})
        if self.book == "mainland" and self.chance(0.5):
            use["materials"] = self.random.choice((5, 10, 25, 30, 900))
        return use

    def calls(self, name: str) -> dict[str, tuple[int, int]]:
        """Counts one after another, each with the least peak it can have."""
        found: dict[str, tuple[int, int]] = {}
        day, end = self.firsts[0], self.firsts[-1]
        while day < end:
            following = next(first for first in self.firsts if first > day)
            if day in self.firsts and self.chance(0.5):
                inner = day + timedelta(self.random.randrange(28))
                count = self.count(name)
                found[f"{day:%Y-%m}"] = count, self.least(count, 10)
                if self.chance(0.3):
                    found[self.key(inner)] = count // 3, self.least(count // 3, 1)
                day = following
                continue
            last = day + timedelta(self.random.choice((0, 0, 1, 9, 20, 30)))
            last = min(last, end - timedelta(1))
            days = (last - day).days + 1
            count = self.count(name, 0.3) // (1 if days > 5 else 10)
            if self.chance(0.6):
                found[self.key(day, last)] = count, self.least(count, days)
            day = following if self.chance(0.5) else last + timedelta(1)
            day = max(day, last + timedelta(1))
        return found

    def least(self, count: int, days: int) -> int:
        return -(-count // days // 86_400) + 1

    def key(self, start: date, last: date | None = None) -> str:
        return f"{start}..{last}" if last and last > start else f"{start}"

    def peaks(self, least: dict[str, int]) -> int | Doc:
        """One peak for all, or one for some of the counts, or a range of its own."""
        low = max(self.random.choice(PEAKS[:9]), *least.values(), 0)
        if self.chance(0.4):
            return low
        found: Doc = {
            key: max(self.random.choice(PEAKS), own)
            for key, own in least.items()
            if self.chance(0.6)
        }
        if self.chance(0.4) and not found:
            start = self.day()
            last = start + timedelta(self.random.choice((0, 2, 13, 30)))
            last = min(last, self.firsts[-1] - timedelta(1))
            found[self.key(start, last)] = max(self.random.choice(PEAKS), low)
        return found or low

    def assumptions(self) -> Doc:
        found: Doc = {}
        if self.chance(0.4):
            found["tier_basis"] = self.random.choice(("after_paid_packs", "total"))
        if self.chance(0.2):
            found["pack_validity"] = self.random.choice(
                ("365_days", "same_date_next_year")
            )
        if self.book == "intl" and self.chance(0.3):
            found["qps_month"] = self.random.choice(("30_days", "calendar_month"))
        if self.book == "mainland":
            for id, value in (("licence_pack_scope", "account"), ("licence_end", "refused"), ("postpaid_scope", "activity"), ("licence_3_qps", "500")):  # fmt: skip
                if self.chance(0.2):
                    found[id] = value
        return found

    def account(self) -> Doc:
        found: Doc = {}
        if self.book == "intl" and self.chance(0.15):
            dates = [order["date"] for order in self.orders]
            first = min([self.firsts[0], *map(date.fromisoformat, dates)])
            found["activated"] = first.isoformat()
        if self.chance(0.1):
            start = self.day()
            found["disabled"] = [
                {
                    "from": start.isoformat(),
                    "until": (
                        start + timedelta(self.random.randint(1, 20))
                    ).isoformat(),
                }
            ]
        return found

    def order(self, name: str) -> None:
        """An order in the horizon, a fact or one to be decided anew."""
        since = self.firsts[0]
        items = (
            ["call_pack", "call_pack", "qps", "free_pack"]
            if self.book == "intl"
            else ["licence", "licence", "call_pack"]
        )
        item = self.random.choice(items)
        row: Doc = {"id": f"O-{len(self.orders) + 1}", "item": item, "for": name}
        row["date"] = self.day(since).isoformat()
        if item == "call_pack":
            row["size"] = self.random.choice(SIZES.get(name, SIZES["mainland"]))
            if self.book == "mainland":
                del row["for"]
        elif item == "qps":
            row["qps"] = self.random.choice(PEAKS)
            row[self.random.choice(("days", "months"))] = self.random.randint(1, 3)
        elif item == "licence":
            row["package"] = self.random.choice((1, 1, 2, 3))
        row["bought"] = self.chance(0.5)
        if self.book == "mainland" and item == "call_pack":
            licences = [own for own in self.orders if own["item"] == "licence"]
            if not licences:
                return
            row["date"] = licences[0]["date"]
        same = [
            own for own in self.orders if own["item"] == item and own.get("for") == name
        ]
        if not same or item in ("call_pack", "qps"):
            self.orders.append(row)
