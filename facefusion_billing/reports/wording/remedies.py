"""What to do about a warning or note, and the clauses it rests on."""

from __future__ import annotations

from collections.abc import Collection

from facefusion_billing.model.bill import Finding
from facefusion_billing.reports.wording.language import N_, _

_REMEDIES = {
    "over_qps_limit": N_(
        "buy QPS for those days, spread the load, or correct peak_qps"
    ),
    "over_material_quota": N_("buy a material pack, or correct materials"),
    "undetermined_calls": N_("buy QPS for those days, or change the billing mode"),
    "refused_calls": N_("buy a licence, top up, or switch the service on"),
    "qps_unused": N_("set billing_mode to qps for those days, or move the order"),
    "pack_unusable": N_("move the pack to days on which it can be drawn"),
    "suspension": N_("top up in the Billing Center before the settlement"),
    "dead_zone": N_("a fact of the tiers, nothing to do; packs may avoid it"),
    "pack_raised_bill": N_("`ffbill recommend` finds packs that fit"),
    "pack_expired_unused": N_("buy a smaller pack, or buy it later"),
    "split_saves": N_("`ffbill recommend --allow-split` plans it"),
}

_CLAUSES = {
    "over_qps_limit": ("image-qps", "video-qps", "licence", "free-test"),
    "over_material_quota": (
        "image-materials",
        "video-materials",
        "licence",
        "materials-by-activity",
    ),
    "undetermined_calls": ("image-qps", "video-qps"),
    "refused_calls": ("licence", "free-test", "overdue"),
    "qps_unused": ("image-qps", "video-qps"),
    "pack_unusable": ("pack-validity", "packs"),
    "suspension": ("overdue",),
    "dead_zone": ("image-payg", "video-payg", "postpaid"),
    "pack_raised_bill": ("image-payg", "video-payg", "postpaid"),
    "pack_expired_unused": ("pack-validity", "packs"),
    "split_saves": ("licence", "free-test"),
}
_OF_GROUPS = ("image", "video")


def remedy(finding: Finding) -> str:
    """What to do about a finding; nothing where its code has no remedy."""
    return _(_REMEDIES.get(finding.code, ""))


def cited(finding: Finding, known: Collection[str]) -> list[str]:
    """The clauses a finding rests on, of those that the book knows."""
    found = [
        id
        for id in _CLAUSES.get(finding.code, ())
        if id in known and _is_about(id, finding.scope)
    ]
    # The limit of call volume mode stands under Call Volume Billing, not where QPS are
    # sold, and has no place in the price file.
    if finding.code == "over_qps_limit" and any(id.endswith("-qps") for id in found):
        found.insert(0, "call-volume-limit")
    return found


def _is_about(id: str, scope: str) -> bool:
    """Whether a clause of one interface group is that of the scope."""
    group = id.partition("-")[0]
    return group not in _OF_GROUPS or scope.startswith(group)
