"""What has become of a pack, and what moved a balance, in words."""

from __future__ import annotations

from facefusion_billing.model.bill import PackState
from facefusion_billing.reports.wording.language import N_, _

_EVENTS = {
    "top_up": N_("top-up"),
    "assumed_top_up": N_("assumed top-up"),
}


def pack_state(pack: PackState) -> str:
    """What has become of a pack, and when: used up on its day, valid until its last."""
    match pack.status:
        case "exhausted" if pack.used_up:
            return _("used up on {day}").format(day=pack.used_up)
        case "valid":
            return _("valid until {day}").format(day=pack.term.last)
        case "expired":
            text = _("{calls:,} expired after {day}")
            return text.format(calls=pack.expired, day=pack.term.last)
        case "future":
            return _("valid from {day}").format(day=pack.term.start)
        case _:
            return _(pack.status)


def event_name(event: str) -> str:
    """What moved the balance of an account."""
    return _(_EVENTS.get(event, event))
