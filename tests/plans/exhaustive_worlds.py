"""Tiny worlds: books of their own with small packs and tiers, so that dead zones and cliffs are common.

The same seed, the same world. `large` draws more calls and more days with counts of their own.
"""

from random import Random
from typing import Any

from tests.plans.exhaustive_common import (
    Doc,
    Month,
    Span,
    World,
    first_of,
    later,
    month_text,
    span_of,
    text_of,
)

SIZES = ([2], [3], [5], [2, 4], [3, 5], [2, 5], [4, 12], [2, 4, 12], [2, 3, 5], [3, 7])
STARTS = ((2024, 1), (2024, 2), (2025, 1), (2025, 2), (2023, 12), (2025, 4))


def tiers(random: Random, bounds: list[int], rate: float) -> list[Doc]:
    """A table of falling rates (now and then not), in either sense."""
    cuts = sorted(random.sample(bounds, random.choice((0, 1, 1, 2, 2))))
    rates = [round(rate, 3)]
    for _ in cuts:
        factor = random.choice((0.2, 0.5, 0.5, 0.7, 0.8, 1.0, 1.4))
        rates.append(max(round(rates[-1] * factor, random.choice((1, 2, 3))), 0.001))
    lower = random.random() < 0.5
    names = ("at_least", "below") if lower else ("above", "up_to")
    table = []
    for first, last, price in zip([0, *cuts], [*cuts, None], rates, strict=True):
        row: Doc = {names[0]: first}
        if last is not None:
            row[names[1]] = last
        table.append({**row, "unit_price": price})
    if lower and random.random() < 0.3:
        table[0] = {
            "above": 0,
            **{key: value for key, value in table[0].items() if key != "at_least"},
        }
    return table


def pack_prices(random: Random, rate: float, key: str = "calls") -> list[Doc]:
    """Packs about the price of their calls, larger ones mostly cheaper by the call."""
    share = random.uniform(0.4, 1.3)
    rows = []
    for size in random.choice(SIZES):
        rows.append(
            {
                key: size,
                "price": max(
                    round(size * rate * share, random.choice((0, 1, 2))), 0.01
                ),
            }
        )
        share *= random.uniform(0.6, 1.1)
    return rows


def month_calls(random: Random, month: Month, most: int) -> Doc:
    """The calls of a month: one number, days, ranges, or a month with days inside it."""
    kind = random.choice(("month", "month", "days", "days", "range", "mixed", "none"))
    if kind == "none":
        return {}
    if kind == "month":
        return {month_text(month): random.randint(0, most)}
    first, length = first_of(month), first_of(later(month, 1)) - first_of(month)
    days = sorted(random.sample(range(length), random.randint(1, 3)))
    found: Doc = {
        text_of(first + day): random.randint(0, max(1, most // 2)) for day in days
    }
    if kind == "range":
        start = random.randrange(length - 2)
        last = min(length - 1, start + random.randint(1, 3))
        found = {
            f"{text_of(first + start)}..{text_of(first + last)}": random.randint(
                0, most
            )
        }
        if random.random() < 0.4 and start > 2:
            found[text_of(first + random.randrange(start))] = random.randint(1, 4)
    if kind == "mixed":
        found[month_text(month)] = sum(found.values()) + random.randint(
            0, max(1, most // 2)
        )
    return found


def levels(random: Random, months: list[Month], calls: Doc, most: int) -> object:
    """A peak for all days, or by month, with days of their own: at least 1 where there are calls."""
    drawn = drawn_levels(random, months, calls, most)
    called = [span_of(key) for key, count in calls.items() if count]
    if isinstance(drawn, int):
        return max(drawn, 1) if called else drawn
    return {
        key: max(peak, 1) if meets(span_of(key), called) else peak
        for key, peak in drawn.items()
    }


def meets(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def drawn_levels(
    random: Random, months: list[Month], calls: Doc, most: int
) -> int | Doc:
    if random.random() < 0.3:
        return random.randint(0, most)
    found: Doc = {
        month_text(month): random.randint(0, most)
        for month in months
        if random.random() < 0.8
    }
    for key in calls:
        if len(key) > 7 and random.random() < 0.5:
            found[key] = random.randint(0, most + 2)
    return found or random.randint(0, most)


# Groups.


def group_book(random: Random, payg: bool) -> Doc:
    rate = random.choice((1.0, 2.0, 0.65, 1.333, 0.999))
    group: Doc = {"title": "Group"}
    if random.random() < 0.6:
        group["free_pack"] = {"calls": random.randint(1, 5)}
    if random.random() < 0.9:
        group["call_packs"] = {"sizes": pack_prices(random, rate)}
    if payg:
        group["pay_as_you_go"] = {"tiers": tiers(random, list(range(2, 13)), rate)}
    if random.random() < 0.8:
        group["qps"] = {"limit": random.randint(1, 3), "tiers": qps_tiers(random)}
    if random.random() < 0.3:
        group["materials"] = {
            "free": random.randint(0, 2),
            "packs": pack_prices(random, 2.0, "materials"),
        }
    return group


def qps_tiers(random: Random) -> list[Doc]:
    cuts = sorted(random.sample(range(2, 6), random.choice((0, 1, 1, 2))))
    day, month = random.uniform(0.1, 2), random.uniform(1, 9)
    rows = []
    lower = random.random() < 0.5
    names = ("at_least", "below") if lower else ("above", "up_to")
    for first, last in zip([0, *cuts], [*cuts, None], strict=True):
        row: Doc = {"above" if not first else names[0]: first}
        if last is not None:
            row[names[1]] = last
        rows.append({**row, "day": round(day, 2), "month": round(month, 1)})
        day, month = (
            day * random.choice((0.5, 0.7, 0.9, 1.3)),
            month * random.choice((0.5, 0.7, 0.9, 1.3)),
        )
    return rows


def group_world(seed: int, large: bool = False, payg: bool = True) -> World:
    random = Random(f"group {seed}")
    names = ["g", "h"] if random.random() < 0.12 else ["g"]
    book: Doc = {
        "book": 1,
        "id": "tiny",
        "title": "Tiny",
        "currency": "USD",
        "settlement": {"days": [1, 3]},
    }
    book["groups"] = {name: group_book(random, payg) for name in names}
    months = horizon(random)
    most = random.choice((3, 6, 9, 15) if len(months) < 3 else (3, 5, 8)) * (
        2 if large else 1
    )
    usage = {
        name: group_usage(random, book["groups"][name], months, most) for name in names
    }
    first = month_text(random.choice(months[:2])) if random.random() < 0.3 else None
    doc: Doc = {
        "version": 1,
        "price_book": "./book.yaml",
        "assumptions": assumptions(random),
        "usage": usage,
    }
    orders = [
        row
        for name in names
        for row in group_orders(random, name, book["groups"][name], months, first)
    ]
    if first is None and any(row["date"] < month_text(months[0]) for row in orders):
        first = month_text(months[0])
    if first is not None:
        group_past(random, doc, book, first)
    inside = [key.split("..")[-1][:7] for use in usage.values() for key in use["calls"]]
    if first is not None and not min(inside) <= first <= max(inside):
        first = min(inside)
    doc["orders"] = [{"id": f"f{number}", **row} for number, row in enumerate(orders)]
    return World(seed, book, doc, first, random.random() < 0.1)


def group_past(random: Random, doc: Doc, book: Doc, first: str) -> None:
    """Modes before the horizon; earlier calls need a price."""
    for name, use in doc["usage"].items():
        old = [key for key in use["calls"] if key[:7] < first]
        if old and "pay_as_you_go" not in book["groups"][name]:
            for key in old:
                del use["calls"][key]
            use["calls"] = use["calls"] or {first: 3}
        elif old and "qps" in book["groups"][name] and random.random() < 0.3:
            day = first_of((int(first[:4]), int(first[5:]))) - random.randint(5, 25)
            use["billing_mode"] = [
                {
                    "from": text_of(day),
                    "until": text_of(day + random.randint(2, 40)),
                    "mode": "qps",
                }
            ]


def assumptions(random: Random) -> Doc:
    found = {}
    choices = {
        "tier_basis": ("billable", "after_paid_packs", "total"),
        "pack_validity": ("same_date_next_year", "365_days"),
        "pack_order": ("earliest_expiry", "earliest_order"),
        "qps_month": ("same_day_next_month", "30_days", "calendar_month"),
    }
    for id, values in choices.items():
        if random.random() < 0.5:
            found[id] = random.choice(values)
    return found


def horizon(random: Random) -> list[Month]:
    """One to three months; sometimes the first and the last of more than a year."""
    start = random.choice(STARTS)
    if random.random() < 0.08:
        return [start, later(start, random.randint(11, 13))]
    return [later(start, index) for index in range(random.choice((1, 2, 2, 3)))]


def group_usage(random: Random, book: Doc, months: list[Month], most: int) -> Doc:
    calls: Doc = {}
    for month in months:
        calls.update(month_calls(random, month, most))
    calls = calls or {month_text(months[0]): random.randint(1, most)}
    use: Doc = {"calls": calls}
    if random.random() < 0.7:
        limit = book["qps"]["limit"] if "qps" in book else 3
        use["peak_qps"] = levels(
            random, months, calls, random.choice((limit, limit + 1, limit + 3))
        )
    if "materials" in book and random.random() < 0.8:
        use["materials"] = random.choice(
            (
                random.randint(0, 9),
                {month_text(month): random.randint(0, 9) for month in months},
            )
        )
    return use


def group_orders(
    random: Random, name: str, book: Doc, months: list[Month], first: str | None
) -> list[Doc]:
    """Facts: packs that end in the horizon, orders bought already; and orders that are decided anew."""
    rows: list[Doc] = []
    inside = range(first_of(months[0]), first_of(later(months[-1], 1)))
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        kinds = [kind for kind in ("call_pack", "call_pack", "old", "qps", "free_pack", "material_pack")
                 if sold(book, kind)]  # fmt: skip
        if not kinds:
            continue
        kind = random.choice(kinds)
        day = random.choice(inside)
        row: Doc = {
            "item": "call_pack" if kind == "old" else kind,
            "for": name,
            "date": text_of(day),
        }
        if kind == "old":
            row["date"] = text_of(day - 365 + random.randint(0, 2))
        row.update(details(random, book, row["item"]))
        if kind != "old" and (random.random() < 0.75 or "price" in row):
            row["bought"] = True
        if kind != "free_pack" or not any(
            other["item"] == "free_pack" for other in rows
        ):
            rows.append(row)
    return rows


def sold(book: Doc, kind: str) -> bool:
    part = {
        "old": "call_packs",
        "call_pack": "call_packs",
        "material_pack": "materials",
    }.get(kind, kind)
    return part in book


def details(random: Random, book: Doc, item: str) -> Doc:
    if item == "free_pack":
        return {}
    if item == "qps":
        return {
            "qps": random.randint(1, 4),
            random.choice(("days", "months")): random.randint(1, 2),
        }
    part, key = (
        ("call_packs", "calls") if item == "call_pack" else ("materials", "materials")
    )
    rows: list[Any] = book[part]["sizes" if item == "call_pack" else "packs"]
    row: Doc = {"size": random.choice(rows)[key]}
    if random.random() < 0.3:
        row["quantity"] = 2
    if random.random() < 0.2:
        row["price"] = 1.25
    return row


# Activities.


def activity_book(random: Random, terms: tuple[int, ...], payg: bool) -> Doc:
    rate = random.choice((1.0, 2.0, 0.65, 1.333))
    book: Doc = {}
    if random.random() < 0.8:
        book["free"] = {"calls": random.randint(1, 4), "qps": random.randint(1, 2)}
    qps, materials, price, licences = (
        random.randint(1, 3),
        random.randint(1, 4),
        random.uniform(1, 6),
        {},
    )
    for package in range(1, random.choice((2, 3, 3, 4))):
        licences[package] = {
            "calls": random.randint(1, 6) * package,
            "qps": qps,
            "materials": materials,
            "change_days": random.choice((30, 365)),
            "price": round(price, 1),
        }
        qps, materials = qps + random.randint(0, 2), materials + random.randint(0, 4)
        price += random.uniform(0.5, 5)
    book["licences"] = licences
    book["licence_days"] = random.choice(terms)
    if random.random() < 0.85:
        book["qps_upgrade"] = {
            "unit": random.randint(1, 2),
            "day": round(random.uniform(0.1, 1.5), 2),
            "most": random.choice((5, 8, 100)),
            "window_days": 30,
        }
    if random.random() < 0.85:
        book["call_packs"] = {"sizes": pack_prices(random, rate)}
    if payg:
        book["pay_as_you_go"] = {"tiers": tiers(random, list(range(2, 13)), rate)}
    return book


def activity_world(seed: int, large: bool = False, payg: bool = True) -> World:
    random = Random(f"activity {seed}")
    book: Doc = {
        "book": 1,
        "id": "tiny",
        "title": "Tiny",
        "currency": "CNY",
        "settlement": {"days": [1, 1]},
    }
    start = random.choice(STARTS)
    months = [later(start, index) for index in range(random.choice((1, 2, 2, 3)))]
    names = ["a", "b", "c"][: random.choice((1, 1, 2, 2, 3))]
    terms = (
        (20, 33, 40, 60, 365),
        (33, 40, 60, 365),
        (40, 60, 365),
        (60, 365, 60, 40),
    )[len(names) * len(months) // 3]
    book["activities"] = activity_book(random, terms, payg)
    most = random.choice((3, 6, 9) if len(names) > 1 else (5, 9, 15)) * (
        2 if large else 1
    )
    usage = {
        name: activity_usage(random, book["activities"], months, most) for name in names
    }
    found = assumptions(random)
    found.pop("pack_validity", None)
    found.pop("qps_month", None)
    if random.random() < 0.5:
        found["licence_pack_scope"] = random.choice(("own_activity", "account"))
    doc: Doc = {
        "version": 1,
        "price_book": "./book.yaml",
        "assumptions": found,
        "usage": usage,
    }
    orders = activity_orders(random, names, book["activities"], months)
    doc["orders"] = [{"id": f"f{number}", **row} for number, row in enumerate(orders)]
    first = None
    inside = [key.split("..")[-1][:7] for use in usage.values() for key in use["calls"]]
    if any(row["date"] < month_text(months[0]) for row in orders):
        first = min(inside)
    elif random.random() < 0.2 and orders:
        first = month_text(months[-1])
        first = first if min(inside) <= first <= max(inside) else None
    return World(seed, book, doc, first, random.random() < 0.05)


def activity_usage(random: Random, book: Doc, months: list[Month], most: int) -> Doc:
    calls: Doc = {}
    for month in months:
        calls.update(month_calls(random, month, most))
    calls = calls or {month_text(months[0]): random.randint(1, most)}
    use: Doc = {"calls": calls}
    best = book["licences"][max(book["licences"])]
    if random.random() < 0.6:
        use["peak_qps"] = levels(
            random, months, calls, random.choice((1, best["qps"], best["qps"] + 2))
        )
    if random.random() < 0.3:
        use["materials"] = random.randint(0, best["materials"])
    if random.random() < 0.1 and best["change_days"] == 365:
        use["material_change_days"] = random.choice((20, 60))
    first = min(calls)[:10]
    if random.random() < 0.2 and len(first) == 7:
        use["starts"] = f"{first}-{random.randint(2, 20):02}"
        use["calls"] = {key: count for key, count in calls.items() if len(key) == 7}
    return use


def activity_orders(
    random: Random, names: list[str], book: Doc, months: list[Month]
) -> list[Doc]:
    """Facts: licences and packs owned or bought; a licence first, since packs and upgrades need one."""
    if random.random() < 0.6:
        return []
    name, term = random.choice(names), book["licence_days"]
    day = first_of(months[0]) + random.choice(
        (random.randint(-min(term, 300) + 1, 0), random.randint(0, 25))
    )
    rows: list[Doc] = [
        {
            "item": "licence",
            "for": name,
            "package": random.choice(list(book["licences"])),
            "date": text_of(day),
        }
    ]
    if random.random() < 0.5 and "call_packs" in book:
        size = random.choice(book["call_packs"]["sizes"])["calls"]
        rows.append(
            {
                "item": "call_pack",
                "size": size,
                "date": text_of(day + random.randint(0, min(term, 40) - 1)),
            }
        )
    if random.random() < 0.3 and book.get("qps_upgrade", {"most": 0})["most"] == 100:
        begin = day + random.randint(0, term - 3)
        row = {
            "item": "qps_upgrade",
            "for": name,
            "qps": book["qps_upgrade"]["unit"],
            "days": 2,
            "date": text_of(begin),
        }
        rows.append(row)
    if random.random() < 0.2:
        rows[0]["price"] = 1.11
    bought = "price" in rows[0] or random.random() < 0.9
    return [{**row, "bought": True} if bought else row for row in rows]
