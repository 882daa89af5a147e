"""Random usage files of the mainland book."""

from __future__ import annotations

from datetime import date, timedelta

from tests.second_engine.days import LICENCE_LIFE, ONE_DAY, Data, days_of_month
from tests.second_engine.documents import ACTIVITY_FREE_CALLS, CALL_PACKS, SHARED
from tests.second_engine.world import World

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


class Mainland(World):
    def build(self) -> Data:
        rng = self.rng
        self.licences: dict[str, list[date]] = {}
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

    def first_licence_day(self) -> date:
        """In the horizon, or so long before that it ends there, or has ended."""
        return self.rng.choice(
            [
                self.first,
                self.day(self.first, days_of_month(self.months[0])[-1]),
                self.day(self.first, self.last),
                self.first - timedelta(days=self.rng.randint(1, 380)),
            ]
        )

    def licence(self, name: str) -> None:
        """None, or one and now and then a renewal, some bought ahead, never two at once."""
        rng = self.rng
        self.licences[name] = []
        if self.chance(0.1):
            return
        start = self.first_licence_day()
        bought = start
        while start <= self.last and len(self.licences[name]) < 3:
            self.licences[name].append(start)
            order = {
                "item": "licence",
                "for": name,
                "package": rng.choice([1, 1, 2, 2, 3]),
                "date": bought.isoformat(),
            }
            if start != bought:
                order["start"] = start.isoformat()
            self.add("L", order)
            if self.chance(0.3):
                return
            until = start + LICENCE_LIFE
            if self.chance(0.4):
                bought = self.day(start, until - ONE_DAY)
                start = until
            else:
                start = until + timedelta(days=rng.choice([0, 0, 1, 17]))
                bought = start

    def activity(self, name: str) -> None:
        data: Data = {}
        held = self.licences[name]
        licence = held[0] if held else None
        start = None
        if self.chance(0.2):
            start = self.day(self.first, self.last)
            data["starts"] = start.isoformat()
        data |= self.scope_calls(start, licence)
        if self.chance(0.2):
            some = self.rng.randint(1, ACTIVITY_FREE_CALLS - 1)
            data["free_used"] = self.rng.choice([0, some, ACTIVITY_FREE_CALLS])
        self.usage[name] = data

    def shared_pack(self) -> None:
        """Ordered while some licence is in force."""
        starts = [start for held in self.licences.values() for start in held]
        if not starts:
            return
        first = self.rng.choice(starts)
        last = min(first + LICENCE_LIFE - ONE_DAY, self.last)
        sizes = list(CALL_PACKS[SHARED])
        size = self.rng.choice(sizes[:2] if self.chance(0.8) else sizes)
        day = self.day(first, last)
        pack: Data = {"item": "call_pack", "size": size, "date": day.isoformat()}
        self.add("P", self.pack_extras(pack))

    def upgrade(self, name: str) -> None:
        """Upgrades whose sum stays within 1,000 even where all run at once."""
        rng = self.rng
        left = 500
        for day in self.licences[name]:
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
