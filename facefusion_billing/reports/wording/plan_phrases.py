"""The sentences of a plan: why there is none, what to do on which day, and what the
proof covers.
"""

from __future__ import annotations

from typing import assert_never

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.items import (
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.money import half_up, money_text
from facefusion_billing.model.recommendation import Reason
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.wording import phrases
from facefusion_billing.reports.wording.findings import message
from facefusion_billing.reports.wording.language import N_, _, ngettext
from facefusion_billing.reports.wording.messages import said_together
from facefusion_billing.startup.record import NamedTuple

NAMES = {
    "current": N_("current"),
    "pay_as_you_go": N_("pay-as-you-go only"),
    "packs": N_("call packs only"),
    "qps_month": N_("QPS by the month"),
    "qps_day": N_("QPS by the day"),
    "with_renewals": N_("every licence renewed"),
    "best": N_("cheapest"),
}

_REASONS = {
    "over_limit": N_(
        "peak of {peak:,} QPS, limit {limit:,} in call volume mode "
        "(--allow-throttling plans as if these calls could fail)"
    ),
    "no_qps": N_("no QPS on sale serves the peaks"),
    "no_peak": N_(
        "no peak_qps is stated for every day with calls, so the QPS to buy is not known"
    ),
    "no_packs": N_("no call packs on sale serve every call"),
    "no_pay_as_you_go": N_(
        "calls are left which packs do not hold, and no pay-as-you-go is sold"
    ),
    "no_materials": N_(
        "{missing:,} materials more than are held, and no material packs are sold"
    ),
    "no_qps_mode": N_("an activity has no QPS mode; its licence fixes the QPS"),
    "no_licences": N_("the price book sells no licences"),
    "no_licence_suits": N_("no licence holds {materials:,} materials"),
    "no_licence_lasts": N_(
        "no licence holds {materials:,} materials that stay changeable for {change_days:,} days"
    ),
    "over_upgrades": N_("no licence with QPS upgrades serves a peak of {peak:,} QPS"),
    "average_over_limit": N_(
        "the calls of {day} come to {average:,} a second on average, above the call volume "
        "limit of {limit:,}: state peak_qps for that day"
    ),
    "out_of_time": N_("the time was up before this plan was made"),
}

_ABOUT_MATERIALS = {
    "over_material_quota",
    "no_materials",
    "no_licence_suits",
    "no_licence_lasts",
}
"""Reasons that refuse no call."""


def _said(reason: Reason | Finding) -> str:
    if isinstance(reason, Finding):
        return message(reason)
    if reason.code == "conflict":
        return said_together(reason.facts["why"])
    return _(_REASONS[reason.code]).format(**reason.facts)


def first_reason(reasons: tuple[Reason | Finding, ...]) -> str:
    """The first reason in the fewest words: what it is about is said where there are
    several scopes.
    """
    if not reasons:
        return ""
    several = len({reason.scope for reason in reasons}) > 1
    if several:
        return why(reasons[0])
    return _said(reasons[0])


def why(reason: Reason | Finding) -> str:
    """Why a plan does not serve every call."""
    text = _said(reason)
    scope = phrases.scope_name(reason.scope)
    return phrases.labelled(f"{scope} {reason.month}" if reason.month else scope, text)


def why_not(reasons: tuple[Reason | Finding, ...]) -> str | None:
    """All reasons in one sentence, the same one in several months once; None when there
    is none.
    """
    if not reasons:
        return None
    first: dict[tuple[str, str], list[Reason | Finding]] = {}
    for reason in reasons:
        first.setdefault((reason.code, reason.scope), []).append(reason)
    return _("; ").join(_first_of(group) for group in first.values())


def no_plan(reasons: tuple[Reason | Finding, ...]) -> str:
    """That there is no plan, and why."""
    text = _("No plan serves every call")
    if _lacks_materials_alone(reasons):
        text = _("No plan holds enough materials")
    return phrases.labelled(text, why_not(reasons) or "")


def current_falls_short(reasons: tuple[Reason | Finding, ...]) -> str:
    """What the current plan does not do."""
    if _lacks_materials_alone(reasons):
        return _("The current plan holds too few materials")
    return _("The current plan does not serve every call")


def _lacks_materials_alone(reasons: tuple[Reason | Finding, ...]) -> bool:
    return bool(reasons) and {reason.code for reason in reasons} <= _ABOUT_MATERIALS


def _first_of(group: list[Reason | Finding]) -> str:
    """The first of the same reasons, and in how many more months it holds."""
    text = why(group[0])
    more = len({reason.month for reason in group}) - 1
    if not more:
        return text
    also = ngettext(
        "{reason} (and in {number} more month)",
        "{reason} (and in {number} more months)",
        more,
    )
    return also.format(reason=text, number=more)


def to_do(order: Order) -> str:
    """What to click for an order, and where."""
    match order.item:
        case FreePack():
            return _("console: claim the free pack")
        case LicenceOrder() | UpgradeOrder():
            return _("console: {order}").format(order=ordered(order))
        case CallPack() if order.scope is None:
            # Packs that every activity draws on stand in the console.
            return _("resource page: {order}").format(order=ordered(order))
        case CallPack() | MaterialPack() | QpsOrder():
            return _("purchase page: {order}").format(order=ordered(order))
        case _:
            assert_never(order.item)


def ordered(order: Order) -> str:
    """What an order is of, in a few words."""
    times = f" x {order.quantity:,}" if order.quantity > 1 else ""
    match order.item:
        case CallPack(size=size):
            return _("call pack of {size:,}").format(size=size) + times
        case MaterialPack(size=size):
            return _("material pack of {size:,}").format(size=size) + times
        case QpsOrder(qps=qps):
            length = phrases.length(order.item)
            return _("{qps:,} QPS for {length}").format(qps=qps, length=length)
        case UpgradeOrder(qps=qps):
            length = phrases.length(order.item)
            text = _("upgrade by {qps:,} QPS for {length}")
            return text.format(qps=qps, length=length)
        case LicenceOrder(package=package):
            return _("licence {package} for {scope}").format(
                package=package, scope=order.scope
            )
        case FreePack():
            return _(order.kind.title)
        case _:
            assert_never(order.item)


class Check(NamedTuple):
    """What to check before an order, and the clauses that say why; those `is_beside`
    have no figure, and stand beside the price file only.
    """

    text: str
    clauses: tuple[str, ...]
    is_beside: bool = False


_CALL_PACK = Check(
    N_(
        "the billing mode is call volume, else the pack is not drawn; it cannot be paused"
    ),
    ("billing-mode",),
    is_beside=True,
)
_SHARED_PACK = Check(
    N_("activity id and name: no refund, and what is left is not kept"),
    ("packs-no-refund",),
)
_LICENCE = Check(
    N_("activity id, materials and algorithm version: no change and no refund"),
    ("licence-no-change", "licence-no-refund"),
)
_UPGRADE = Check(N_("activity id and name; its days begin within 30"), ("qps-upgrade",))
_QPS = Check(
    N_("the billing mode is QPS from the first day on; no refund is stated"),
    ("billing-mode",),
    is_beside=True,
)
_FREE_PACK = Check(
    N_("claimed by hand, once; its year begins with the claim"), ("free-quota",)
)


def checks(order: Order) -> tuple[Check, ...]:
    """What to check before an order."""
    match order.item:
        case CallPack():
            return (_SHARED_PACK if order.scope is None else _CALL_PACK,)
        case LicenceOrder():
            return (_LICENCE,)
        case UpgradeOrder():
            return (_UPGRADE,)
        case QpsOrder():
            return (_QPS,)
        case FreePack():
            return (_FREE_PACK,)
        case MaterialPack():
            return ()
        case _:
            assert_never(order.item)


SPACE = {
    "groups": N_(
        "packs, the claim of the free pack, the billing mode, and QPS by the day or "
        "for any months one order after another with top-ups by the day, on any "
        "decision day of the group"
    ),
    "activities": N_(
        "a licence between an activity's first day of calls and the day its free calls "
        "run out, renewed before the next calls or never where it ends, shared packs on any decision day with a "
        "licence in force, QPS upgrades for the days that need them"
    ),
    "decision_days": N_(
        "decision days are the 1st of each month, the first day of the account and of "
        "calls, and where a count, a peak, a fact, an order of the file or a pack begins "
        "or has ended"
    ),
    "every_day": N_("every day is a decision day"),
    "split": N_(
        "activities split into several with one licence each, at most as many as they have materials (64 where none "
        "are stated), whose calls draw on free and licence calls alike, and which share every peak"
    ),
    "own_tiers": N_(
        "each activity with a tier of its own, searched as if one tier served all, which costs no more"
    ),
    "rising_qps": N_(
        "up to 500 QPS as several orders a day where a unit price rises with the quantity"
    ),
    "throttled": N_("peaks above the limit allowed in call volume mode"),
}


def method(labels: int, space: tuple[str, ...]) -> str:
    """How the plan was found, and the space of plans the proof speaks of."""
    return ngettext(
        "label setting with bounds, {labels:,} partial plan compared; over all plans with {space}",
        "label setting with bounds, {labels:,} partial plans compared; over all plans with {space}",
        labels,
    ).format(labels=labels, space=_("; ").join(_(SPACE[code]) for code in space))


def percent(part: int, whole: int) -> str:
    """A share in percent, to two decimals, half up."""
    if not whole:
        return "0.00"
    return money_text(half_up(part * 10_000, whole))
