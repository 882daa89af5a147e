"""The sentences of a plan: why there is none, what to do on which day, and what the proof covers."""

from __future__ import annotations

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.money import half_up, money_text
from facefusion_billing.model.recommendation import BreakEven, Reason
from facefusion_billing.model.scenario import ITEM_NAMES, Order
from facefusion_billing.reports import phrases
from facefusion_billing.reports.phrases import counted

NAMES = {
    "current": "current",
    "pay_as_you_go": "pay-as-you-go only",
    "packs": "call packs for every call",
    "qps_month": "QPS by the month",
    "qps_day": "QPS by the day",
    "best": "cheapest",
}

_REASONS = {
    "over_limit": (
        "peak of {peak:,} QPS is above the call volume limit of {limit:,} "
        "(--allow-throttling plans as if these calls could fail)"
    ),
    "no_qps": "no QPS on sale serves the peaks",
    "no_peak": "no peak_qps is stated for every day with calls, so the QPS to buy is not known",
    "no_packs": "no call packs on sale serve every call",
    "no_pay_as_you_go": "calls are left which packs do not hold, and no pay-as-you-go is sold",
    "no_materials": "{missing:,} materials more than are held, and no material packs are sold",
    "no_qps_mode": "an activity has no QPS mode; its licence fixes the QPS",
    "no_licences": "the price book sells no licences",
    "no_licence_suits": "no licence holds {materials:,} materials",
    "no_licence_lasts": "no licence holds {materials:,} materials that stay changeable for {change_days:,} days",
    "over_upgrades": "no licence with QPS upgrades serves a peak of {peak:,} QPS",
    "disabled": "{calls:,} calls from {since} on while the service is switched off",
    "conflict": "{why}",
}


def why(reason: Reason | Finding) -> str:
    """Why a plan does not serve every call."""
    text = phrases.message(reason) if isinstance(reason, Finding) else _REASONS[reason.code].format(**reason.facts)
    when = f" {reason.month}" if reason.month else ""
    return f"{reason.scope}{when}: {text}"


def why_not(reasons: tuple[Reason | Finding, ...]) -> str | None:
    """All reasons in one sentence, the same one in several months once; None when there is none."""
    if not reasons:
        return None
    first: dict[tuple[str, str], list[Reason | Finding]] = {}
    for reason in reasons:
        first.setdefault((reason.code, reason.scope), []).append(reason)
    texts = (why(group[0]) + (f" (and in {len(group) - 1} more)" if len(group) > 1 else "") for group in first.values())
    return "; ".join(texts)


def to_do(order: Order) -> str:
    """What to click for an order."""
    if order.item == "free_pack":
        return "console: claim the free pack"
    where = "console" if order.item in ("licence", "qps_upgrade") else "purchase page"
    return f"{where}: {ordered(order)}"


def ordered(order: Order) -> str:
    """What an order is of, in a few words."""
    if order.item in ("call_pack", "material_pack"):
        times = f" x {order.quantity:,}" if order.quantity > 1 else ""
        return f"{ITEM_NAMES[order.item]} of {order.size:,}{times}"
    length = counted(order.days, "day") if order.days else counted(order.months, "month")
    if order.item in ("qps", "qps_upgrade"):
        return f"{'upgrade by ' if order.item == 'qps_upgrade' else ''}{order.qps:,} QPS for {length}"
    return f"licence {order.package} for {order.scope}" if order.item == "licence" else ITEM_NAMES[order.item]


_SPACE = {
    "groups": (
        "packs on the first of a month, the free pack claimed in any month or never, each month by call volume, by QPS "
        "for the month, by the day, by a monthly base with daily top-ups, or with QPS for chosen days that have a "
        "count of their own"
    ),
    "activities": (
        "licences on an activity's first day of calls and on the first such day after one has ended, shared packs on "
        "the first of a month, QPS upgrades for the days that need them"
    ),
    "split": "activities split into several with one licence each, whose calls draw on free and licence calls alike",
    "throttled": "peaks above the limit allowed in call volume mode",
}


def method(labels: int, space: tuple[str, ...]) -> str:
    """How the plan was found, and the space of plans the proof speaks of."""
    covered = "; ".join(_SPACE[code] for code in space)
    return f"label setting with bounds, {labels:,} partial plans compared; over all plans with {covered}"


def break_even(row: BreakEven) -> str:
    """Where a purchase begins to pay."""
    if row.item == "call_pack":
        size = f"{row.size or 0:,}"
        if row.calls is None:
            return f"a pack of {size} never costs less than pay-as-you-go of one month"
        return f"a pack of {size} costs no more than pay-as-you-go from {row.calls:,} billable calls in a month"
    word = "month" if row.item == "qps_month" else "day"
    if not row.peak_qps:
        return f"QPS by the {word} never costs less than call volume for these calls"
    return f"QPS by the {word} costs no more than call volume up to a peak of {row.peak_qps:,} QPS"


def percent(part: int, whole: int) -> str:
    """A share in percent, to two decimals, half up."""
    if not whole:
        return "0.00"
    return money_text(half_up(part * 10_000, whole))
