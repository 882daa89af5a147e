"""Files that the reader takes, most of them, with values at the ends of what it takes: they reach the arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from facefusion_billing.model.assumptions import ASSUMPTIONS
from tests.fuzz.trees import Pairs, Tree

COUNTS = (
    "0",
    "1",
    "999",
    "1000",
    "1001",
    "9999",
    "10k",
    "10001",
    "95k",
    "99_999",
    "120k",
    "1M",
    "12M",
    "1" + "0" * 30,
)
PEAKS = (
    "0",
    "1",
    "9",
    "10",
    "19",
    "20",
    "21",
    "50",
    "51",
    "100",
    "101",
    "1000",
    "9" * 36,
)
FIRST = ("2025-01", "2024-02", "2024-12", "2000-01", "2199-11", "2026-06")
GROUPS = ("image_basic", "video_single_face")
SIZES = {
    "image_basic": ("10k", "100k", "1M"),
    "video_single_face": ("1k", "10k", "100k"),
}
GOOD, MANY = ("1", "2", "3"), ("1", "2", "3", "9", "9", "20", "100")


def month(rng: Random, first: str, step: int) -> str:
    """The month some steps after the first, within the years that are read."""
    years, months = divmod(int(first[5:]) - 1 + step, 12)
    return f"{min(int(first[:4]) + years, 2199)}-{months + 1:02}"


def day(rng: Random, first: str, reach: int = 3) -> str:
    """A day of the first months, its ends more often than not."""
    start = date.fromisoformat(month(rng, first, rng.randrange(reach)) + "-01")
    found = start + timedelta(days=rng.choice([0, 0, 4, 9, 27, 27, rng.randrange(28)]))
    return found.isoformat()


def usage(rng: Random) -> Tree:
    """A usage file of either shipped book, or of the book file beside it."""
    mainland = rng.randrange(3) == 0
    first = rng.choice(FIRST)
    names = ["春节换脸", "a", "spring-promo"] if mainland else list(GROUPS)
    names = names[: rng.choice([1, 1, 2, 3])]
    top = Pairs(
        [
            ("version", "1"),
            ("price_book", "mainland-activity" if mainland else "intl-2024-11-07"),
        ]
    )
    if rng.randrange(2):
        picked = rng.sample(sorted(ASSUMPTIONS), rng.randrange(1, 4))
        top.append(
            (
                "assumptions",
                Pairs((id, rng.choice(list(ASSUMPTIONS[id].choices))) for id in picked),
            )
        )
    if not mainland and rng.randrange(3) == 0:
        top.append(("account", _account(rng, first)))
    top.append(("usage", Pairs((name, _scope(rng, first, mainland)) for name in names)))
    orders: list[Tree] = [
        Pairs(_licence(rng, name, first)) for name in names if mainland
    ]
    orders += [
        Pairs(_order(rng, rng.choice(names), first, mainland))
        for _ in range(rng.choice([0, 1, 2, 4, 9]))
    ]
    top.append(("orders", orders))
    if rng.randrange(4) == 0:
        top.append(
            (
                "actual",
                Pairs([(first, rng.choice(["0", "-5.25", "4950.00", "1" + "0" * 30]))]),
            )
        )
    return top


def _account(rng: Random, first: str) -> Pairs:
    opening = f"{first}-01"
    amount = rng.choice(["0", "-0.01", "5_000", "40_000.00", "1" + "0" * 32])
    account = Pairs([("balance", Pairs([("date", opening), ("amount", amount)]))])
    if rng.randrange(2):
        top_ups = [
            Pairs(
                [
                    ("date", day(rng, first)),
                    ("amount", rng.choice(["0.01", "500", "9" * 30])),
                ]
            )
        ]
        account.append(("top_ups", list[Tree](top_ups)))
    if rng.randrange(6) == 0:
        disabled: list[Tree] = [Pairs([("from", day(rng, first))])]
        account.append(("disabled", disabled))
    if rng.randrange(8) == 0:
        account.append(("discontinued", "true"))
    return account


def _scope(rng: Random, first: str, mainland: bool) -> Pairs:
    scope = Pairs([("calls", _calls(rng, first))])
    if rng.randrange(2):
        peaks = Pairs(
            [
                (month(rng, first, 0), rng.choice(PEAKS)),
                (day(rng, first), rng.choice(PEAKS)),
            ]
        )
        scope.append(("peak_qps", rng.choice([rng.choice(PEAKS), peaks])))
    if rng.randrange(3) == 0:
        scope.append(("materials", rng.choice(["0", "1", "10", "11", "150", "100000"])))
    if not mainland and rng.randrange(3) == 0:
        start = day(rng, first)
        until = [
            (
                "until",
                (
                    date.fromisoformat(start) + timedelta(days=rng.choice([1, 3, 31]))
                ).isoformat(),
            )
        ]
        span = Pairs(
            [("from", start), *(until if rng.randrange(2) else []), ("mode", "qps")]
        )
        modes: list[Tree] = ["qps", "call_volume", [span], [span]]
        scope.append(("billing_mode", rng.choice(modes)))
    if rng.randrange(16) == 0:
        scope.append(("starts", day(rng, first)))
    if mainland and rng.randrange(4) == 0:
        scope.append(("material_change_days", rng.choice(["0", "30", "60", "9999"])))
    return scope


def _calls(rng: Random, first: str) -> Pairs:
    kind = rng.randrange(8)
    if kind == 0:
        months, growth = (
            rng.choice(["1", "2", "12", "13", "37" if rng.randrange(20) else "1200"]),
            rng.choice(["0%", "10%", "-2.5%", "-100%", "900%"]),
        )
        return Pairs(
            [
                ("from", first),
                ("months", months),
                ("start", rng.choice(COUNTS)),
                ("growth", growth),
            ]
        )
    if kind == 1:
        return Pairs(
            [
                (
                    f"{first}-01..{rng.choice([month(rng, first, rng.choice([1, 5, 600])) + '-01', '2199-12-31'])}",
                    rng.choice(COUNTS),
                )
            ]
        )
    rows = Pairs(
        (month(rng, first, step), rng.choice(COUNTS))
        for step in range(rng.choice([1, 2, 2, 3, 13]))
    )
    if rng.randrange(2):
        rows.append((day(rng, first), rng.choice(["0", "1"])))
    return rows


def _licence(rng: Random, name: str, first: str) -> list[tuple[str, Tree]]:
    return [
        ("item", "licence"),
        ("for", name),
        ("package", rng.choice(GOOD)),
        ("date", f"{first}-01"),
    ]


def _order(
    rng: Random, name: str, first: str, mainland: bool
) -> list[tuple[str, Tree]]:
    when: list[tuple[str, Tree]] = [("date", day(rng, first))]
    if mainland:
        if rng.randrange(2):
            return [
                ("item", "call_pack"),
                ("size", rng.choice(["100k", "1M", "10M"])),
                *when,
                *_extras(rng),
            ]
        upgrade: list[tuple[str, Tree]] = [
            ("qps", rng.choice(["10", "20", "1000"])),
            ("days", rng.choice(["1", "3", "30"])),
        ]
        return [("item", "qps_upgrade"), ("for", name), *upgrade, *when]
    kind = rng.randrange(6)
    if kind == 0:
        return [("item", "free_pack"), ("for", name), *when]
    if kind == 1:
        term = rng.choice(
            [
                ("days", rng.choice(["1", "3", "31" if rng.randrange(9) else "36500"])),
                (
                    "months",
                    rng.choice(["1", "2", "12" if rng.randrange(9) else "1200"]),
                ),
            ]
        )
        return [
            ("item", "qps"),
            ("for", name),
            ("qps", rng.choice(PEAKS[1:])),
            term,
            *when,
            *_start(rng, when),
        ]
    if kind == 2:
        return [
            ("item", "material_pack"),
            ("for", name),
            ("size", rng.choice(["10", "10", "10", "100"])),
            *when,
            *_extras(rng),
        ]
    return [
        ("item", "call_pack"),
        ("for", name),
        ("size", rng.choice(SIZES[name])),
        *when,
        *_extras(rng),
    ]


def _start(rng: Random, when: list[tuple[str, Tree]]) -> list[tuple[str, Tree]]:
    later = date.fromisoformat(str(when[0][1])) + timedelta(
        days=rng.choice([1, 30, 400])
    )
    return [("start", later.isoformat())] if rng.randrange(4) == 0 else []


def _extras(rng: Random) -> list[tuple[str, Tree]]:
    extras: list[tuple[str, Tree]] = []
    if rng.randrange(4) == 0:
        extras.append(("quantity", rng.choice(MANY) if rng.randrange(40) else "10000"))
    kind = rng.randrange(10)
    if kind == 0:
        extras.append(("source", "gifted"))
    elif kind == 1:
        extras += [
            ("source", "campaign"),
            ("paid", Pairs([("cash", rng.choice(["0", "0.01", "9" * 33]))])),
        ]
    elif kind == 2:
        extras.append(("price", rng.choice(["0", "0.01", "450", "9" * 34])))
    elif kind == 3:
        extras.append(("used_calls", rng.choice(["0", "1", "9999"])))
    elif kind == 4:
        extras += [("bought", "true"), ("note", "=1+1")]
    return extras
