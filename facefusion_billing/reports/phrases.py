"""The sentences of ffbill: warnings, line descriptions, arithmetic. Values come in, text goes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from facefusion_billing.model.bill import BillLine, Estimate, Finding
from facefusion_billing.model.calendar import ONE_DAY, Span
from facefusion_billing.model.money import Cents, money_text

Facts = dict[str, Any]


def amount(cents: Cents) -> str:
    """Money for people: 4,950.00."""
    text = money_text(abs(cents))
    whole, part = text.split(".")
    return f"{'-' if cents < 0 else ''}{int(whole):,}.{part}"


def signed(cents: Cents) -> str:
    """A difference for people: +4,950.00."""
    return f"{'+' if cents > 0 else ''}{amount(cents)}"


def grouped(decimal: str) -> str:
    """A plain decimal with thousands grouped: 17200 to 17,200; 0.050 stays."""
    whole, dot, part = decimal.partition(".")
    return f"{int(whole):,}{dot}{part}"


def counted(number: int, unit: str) -> str:
    """A count with its unit: 1 call, 2,000 calls."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def settles(span: Span) -> list[str]:
    """The first and last day of settlement."""
    return [str(span.start), str(span.end)]


def arithmetic(line: BillLine) -> str:
    """The sum that gives a line's amount: 99,000 x 0.050."""
    discount = f" - {amount(line.discount)}" if line.discount else ""
    return f"{line.quantity:,} x {grouped(line.unit_price.text)}{discount}"


def description(line: BillLine) -> str:
    """What a line is for, in a few words."""
    order = line.order
    if order is None:
        reaching = line.facts["reaching"]
        return "pay-as-you-go" if reaching == line.quantity else f"pay-as-you-go, tier reached by {reaching:,} calls"
    words = {
        "call_pack": lambda: f"call pack {order.size:,}{_times(order.quantity)}",
        "material_pack": lambda: f"material pack {order.size:,}{_times(order.quantity)}",
        "qps": lambda: f"{order.qps:,} QPS for {_length(order.days, order.months)} from {order.begins}",
        "licence": lambda: f"licence {order.package}",
        "qps_upgrade": lambda: f"QPS upgrade of {order.qps:,} for {_length(order.days, 0)} from {order.begins}",
        "refund": lambda: f"refund of {order.id}",
    }
    text = words[line.kind]()
    if "list_price" in line.facts:
        kind = order.source if order.source != "purchased" else "agreed price"
        text += f", {kind} (list price {amount(line.facts['list_price'])})"
    return text


def _times(quantity: int) -> str:
    return f" x {quantity:,}" if quantity > 1 else ""


def _length(days: int, months: int) -> str:
    count, unit = (days, "day") if days else (months, "month")
    return f"{count:,} {unit}{'s' if count > 1 else ''}"


def _over_material_quota(f: Facts) -> str:
    text = f"{f['need']:,} materials live, {f['held']:,} held"
    if f.get("further"):
        counts = " and ".join(f"{count:,} with licence {name}" for name, count in f["further"].items())
        text += f"; the cheapest further activities that hold the rest: {counts}, {amount(f['cost'])}"
    return text


def _pack(f: Facts) -> str:
    return f"{f['order']}" + (f" (pack {f['pack']})" if f["pack"] > 1 else "")


def _suspension(f: Facts) -> str:
    until = f"to {f['until'] - ONE_DAY}" if f["until"] else "and does not resume"
    lost = f"{counted(f['calls'], 'call')} refused"
    if f["expired"]:
        lost += f" and {f['expired']:,} pack calls expire"
    missing = f"{amount(f['top_up'])} more in the account by {f['by']} would have prevented it"
    return f"the service is stopped from {f['since']} {until}; {lost}; {missing}"


_MESSAGES: dict[str, Callable[[Facts], str]] = {
    "over_qps_limit": lambda f: (
        f"peak of {f['peak']:,} QPS from {f['since']} is above the limit of {f['limit']:,}: calls above it fail"
    ),
    "over_material_quota": _over_material_quota,
    "undetermined_calls": lambda f: (
        f"{counted(f['calls'], 'call')} in QPS mode with no QPS in force: no price is stated, so left out of the amount"
    ),
    "refused_calls": lambda f: (
        f"{counted(f['calls'], 'call')} refused: not served and not billed"
        + (f"; a licence is for {f['near']!r}, which has no usage" if f.get("near") else "")
    ),
    "qps_unused": lambda f: f"{f['order']}: on {f['idle']:,} of its {f['days']:,} days the billing mode is call volume",
    "pack_unusable": lambda f: f"{_pack(f)}: none of its {f['size']:,} calls can be drawn in its whole life",
    "suspension": _suspension,
    "dead_zone": lambda f: (
        f"{f['billable']:,} billable calls cost {amount(f['cost'])}, {f['better']:,} would cost {amount(f['least'])}: "
        f"every count from {f['first']:,} to {f['last']:,} costs more"
    ),
    "pack_raised_bill": lambda f: (
        f"{f['billable']:,} billable calls cost {amount(f['cost'])}; with no free or pack calls deducted, "
        f"{f['bare']:,} would cost {amount(f['without'])}"
    ),
    "split_saves": lambda f: (
        f"as {f['activities']:,} activities instead, each with a licence of its own, the best plan costs "
        f"{amount(f['total'])} (--allow-split shows it)"
    ),
    "pack_expired_unused": lambda f: (
        f"{_pack(f)}: {f['calls']:,} of its {f['size']:,} calls expired unused after {f['last_day']}"
    ),
}


def message(finding: Finding) -> str:
    """The sentence of a warning or note."""
    return _MESSAGES[finding.code](finding.facts)


def incomplete(answer: Estimate) -> str:
    """Why a result is incomplete and what to do about it."""
    parts = [f"{counted(count, 'call')} {kind}" for kind, count in answer.unpriced.items() if count]
    return f"INCOMPLETE: {' and '.join(parts)}, not in the amount; `ffbill recommend` finds a plan that serves them"
