"""What to do about a warning or note, and the clauses it rests on."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain

from facefusion_billing.model.bill import Finding
from facefusion_billing.reports.wording.language import N_, _

_REMEDIES = {
    "over_qps_limit": N_(
        "buy QPS for those days, spread the load, or correct peak_qps"
    ),
    "over_material_quota": N_("buy a material pack, or correct materials"),
    "undetermined_calls": N_("buy QPS for those days, or change the billing mode"),
    "qps_unused": N_("set billing_mode to qps for those days, or move the order"),
    "pack_unusable": N_("move the pack to days on which it can be drawn"),
    "suspension": N_("top up in the Billing Center in time"),
    "dead_zone": N_("a fact of the tiers, nothing to do; packs may avoid it"),
    "pack_raised_bill": N_("`ffbill recommend` finds packs that fit"),
    "pack_expired_unused": N_("buy a smaller pack, or buy it later"),
    "old_price_book": N_("look for newer prices on the vendor's page"),
    "plan_not_paid": N_("top up in the Billing Center by those days"),
    "even_share": N_("state a count for that day in calls"),
    "peak_unknown": N_("state peak_qps (--peak-qps in a quote)"),
    "split_saves": N_("`ffbill recommend --allow-split` plans it"),
}

_BY_LICENCE = {
    "over_material_quota": N_("license a larger package or a further activity"),
    "over_qps_limit": N_("license the activity, spread the load, or correct peak_qps"),
}
"""The same where only a licence mends it."""

_SERVED_AGAIN = {
    "disabled": N_("switch the service on in the console"),
    "stopped": N_("top up in the Billing Center"),
    "no_licence": N_("buy a licence"),
    "licence_over": N_("renew the licence"),
}
"""What serves calls again, by the reason for which they were refused."""

_CLAUSES = {
    "over_qps_limit": ("image-qps", "video-qps", "licence", "free-test"),
    "peak_unknown": ("image-qps", "video-qps", "licence", "free-test"),
    "over_material_quota": (
        "image-materials",
        "video-materials",
        "licence",
        "materials-by-activity",
    ),
    "undetermined_calls": ("image-qps", "video-qps"),
    "qps_unused": ("image-qps", "video-qps"),
    "pack_unusable": ("pack-validity", "packs"),
    "suspension": ("overdue",),
    "dead_zone": ("image-payg", "video-payg", "postpaid"),
    "pack_raised_bill": ("image-payg", "video-payg", "postpaid"),
    "pack_expired_unused": ("pack-validity", "packs"),
    "split_saves": ("licence", "free-test"),
    "order_not_paid": ("overdue",),
    "licence_expired": ("licence", "postpaid"),
    "material_change_days": ("licence", "licence-no-change"),
}
_REFUSED = {
    "disabled": ("deactivation",),
    "stopped": ("overdue",),
    "no_licence": ("licence", "free-test"),
    "licence_over": ("licence",),
}
_OF_GROUPS = ("image", "video")


def remedy(finding: Finding) -> str:
    """What to do about a finding; nothing where its code has no remedy."""
    if finding.code == "refused_calls":
        return _(", ").join(_(_SERVED_AGAIN[why]) for why in _reasons(finding))
    if finding.facts.get("needs_licence"):
        return _(_BY_LICENCE[finding.code])
    return _(_REMEDIES.get(finding.code, ""))


def _reasons(finding: Finding) -> list[str]:
    """For which reasons calls were refused; each possible one where none is told."""
    return list(finding.facts.get("by") or _SERVED_AGAIN)


def cited(finding: Finding, known: Collection[str]) -> list[str]:
    """The clauses a finding rests on, of those that the book knows."""
    clauses = _CLAUSES.get(finding.code, ())
    if finding.code == "refused_calls":
        clauses = tuple(chain.from_iterable(_REFUSED[why] for why in _reasons(finding)))
    # A note on a whole plan names its scopes itself.
    scopes = finding.facts.get("scopes", (finding.scope,))
    found = [
        id
        for id in dict.fromkeys(clauses)
        if id in known and any(_is_about(id, scope) for scope in scopes)
    ]
    # The limit of call volume mode stands under Call Volume Billing, not where QPS are
    # sold, and has no place in the price file.
    about_limits = finding.code in ("over_qps_limit", "peak_unknown")
    if about_limits and any(id.endswith("-qps") for id in found):
        found.insert(0, "call-volume-limit")
    return found


def _is_about(id: str, scope: str) -> bool:
    """Whether a clause of one interface group is that of the scope."""
    group = id.partition("-")[0]
    return group not in _OF_GROUPS or scope.startswith(group)
