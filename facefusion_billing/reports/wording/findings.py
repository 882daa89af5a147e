"""The sentences of warnings and notes. Facts come in, text goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.calendar import ONE_DAY
from facefusion_billing.reports.wording.language import N_, _, ngettext
from facefusion_billing.reports.wording.phrases import amount, counted, scope_name

Facts = dict[str, Any]


def _over_material_quota(f: Facts) -> str:
    text = _("{need:,} materials live, {held:,} held").format(**f)
    if f.get("free_test"):
        text = _("{need:,} materials live, a free test holds {held:,}").format(**f)
    if not f.get("further"):
        return text
    counts = _(" and ").join(
        _("{count:,} with licence {package}").format(count=count, package=package)
        for package, count in f["further"].items()
    )
    rest = _(
        "{text}; the cheapest further activities that hold the rest: {counts}, {cost}"
    )
    if f.get("free_test"):
        rest = _("{text}; the cheapest activities that hold them: {counts}, {cost}")
    return rest.format(text=text, counts=counts, cost=f["cost"])


_REFUSALS = {
    "disabled": N_("switched off in the console"),
    "stopped": N_("stopped, the account is overdue"),
    "no_licence": N_("no licence yet"),
    "licence_over": N_("the licence is over"),
}


def _over_qps_limit(f: Facts) -> str:
    if f.get("average"):
        return _(
            "{peak:,} QPS on average from {since} are above the limit of {limit:,}: calls above it fail; state the peak"
        ).format(**f)
    return _(
        "peak of {peak:,} QPS from {since} is above the limit of {limit:,}: calls above it fail"
    ).format(**f)


def _refused_calls(f: Facts) -> str:
    text = _("{calls} refused: not served and not billed").format(
        calls=counted(f["calls"], "call")
    )
    why = _(", ").join(_(_REFUSALS[reason]) for reason in f.get("by", ()))
    if why:
        text = _("{text} ({why})").format(text=text, why=why)
    if not f.get("near"):
        return text
    return _("{text}; a licence is for {near!r}, which has no usage").format(
        text=text, near=f["near"]
    )


def _pack(f: Facts) -> str:
    if f["pack"] > 1:
        return _("{order} (pack {pack})").format(**f)
    return str(f["order"])


def _stop(f: Facts) -> str:
    if f["until"]:
        text = _("the service is stopped from {since} to {last}")
        return text.format(since=f["since"], last=f["until"] - ONE_DAY)
    text = _("the service is stopped from {since} and does not resume")
    return text.format(since=f["since"])


def _lost(f: Facts) -> str:
    calls = counted(f["calls"], "call")
    if f["expired"]:
        text = _("{calls} refused and {expired:,} pack calls expire")
        return text.format(calls=calls, expired=f["expired"])
    return _("{calls} refused").format(calls=calls)


def _suspension(f: Facts) -> str:
    missing = _("{top_up} more in the account by {by} would have prevented it").format(
        **f
    )
    if f.get("then") is not None:
        # The calls that are served then are billed, and stop the service in their turn.
        missing = _("{missing}, {then} also those that would follow").format(
            missing=missing, then=f["then"]
        )
    parts = [_stop(f), _lost(f), missing]
    if f.get("debt") is not None:
        text = _("more than {debt} in the Billing Center lifts it")
        parts.append(text.format(debt=f["debt"]))
    return _("; ").join(parts)


def _peak_unknown(f: Facts) -> str:
    return _(
        "no peak is stated for {scopes} (the first such day is {since}): limits were held against averages only"
    ).format(scopes=_(", ").join(f["scopes"]), since=f["since"])


_MONEY = {
    *("cost", "least", "missing", "without", "total", "top_up", "debt", "then"),
    "first_missing",
}
"""The facts that are amounts."""

_MESSAGES: dict[str, Callable[[Facts], str]] = {
    "over_qps_limit": _over_qps_limit,
    "order_not_paid": lambda f: _(
        "{order}: the balance lacks {missing} on {day}, taken as topped up then; top up, or state 'paid: {{card: ...}}'"
    ).format(**f),
    "licence_expired": lambda f: ngettext(
        "from {since} on the licence is over: {calls:,} call is served as before (free calls, packs, then postpaid), "
        "but the vendor may refuse it",
        "from {since} on the licence is over: {calls:,} calls are served as before (free calls, packs, then postpaid), "
        "but the vendor may refuse them",
        f["calls"],
    ).format(since=f["since"], calls=f["calls"]),
    "material_change_days": lambda f: _(
        "{order}: its licence lets materials be changed for {days:,} days, and {need:,} are needed"
    ).format(**f),
    "over_material_quota": _over_material_quota,
    "undetermined_calls": lambda f: _(
        "{calls} in QPS mode with no QPS in force: no price is stated, so left out of the amount"
    ).format(calls=counted(f["calls"], "call")),
    "refused_calls": _refused_calls,
    "qps_unused": lambda f: _(
        "{order}: on {idle:,} of its {days:,} days the billing mode is call volume"
    ).format(**f),
    "pack_unusable": lambda f: _(
        "{pack}: none of its {size:,} calls can be drawn in its whole life"
    ).format(pack=_pack(f), size=f["size"]),
    "suspension": _suspension,
    "dead_zone": lambda f: _(
        "{billable:,} billable calls cost {cost}, {better:,} would cost {least}: "
        "every count from {first:,} to {last:,} costs more"
    ).format(**f),
    "pack_raised_bill": lambda f: _(
        "{billable:,} billable calls cost {cost}; with no free or pack calls deducted, {bare:,} would cost {without}"
    ).format(**f),
    "plan_not_paid": lambda f: _(
        "the balance does not pay for this plan: it lacks {first_missing} on {day}, {missing} in all; "
        "the plan that --write writes has these top-ups"
    ).format(**f),
    "even_share": lambda f: _(
        "the {calls} of {day} are its even share of the month: a count of its own makes the plan surer"
    ).format(day=f["day"], calls=counted(f["calls"], "call")),
    "peak_unknown": _peak_unknown,
    "plan_overlooked": lambda f: _(
        "the search had overlooked this plan, which is a fault of ffbill: please report it with the file"
    ).format(**f),
    "old_price_book": lambda f: _(
        "the prices of {book} are of {updated}, more than twelve months before this month"
    ).format(**f),
    "split_saves": lambda f: _(
        "as {activities:,} activities instead, each with a licence of its own, the best plan costs {total} "
        "(--allow-split shows it)"
    ).format(**f),
    "pack_expired_unused": lambda f: _(
        "{pack}: {calls:,} of its {size:,} calls expired unused after {last_day}"
    ).format(**{**f, "pack": _pack(f)}),
}


def message(finding: Finding) -> str:
    """The sentence of a warning or note."""
    facts = {
        name: amount(fact) if name in _MONEY and fact is not None else fact
        for name, fact in finding.facts.items()
    }
    return _MESSAGES[finding.code](facts)


def finding_text(finding: Finding, when: str, message: str) -> str:
    """A warning or note with its code and what it is about."""
    return _("{severity} {code}, {scope}, {when}: {message}").format(
        severity=_(finding.severity),
        code=_(finding.code),
        scope=scope_name(finding.scope),
        when=when,
        message=message,
    )
