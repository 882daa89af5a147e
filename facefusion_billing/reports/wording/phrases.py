"""The sentences of bills: line descriptions, arithmetic, figures for people. Values come
in, text goes out.
"""

from __future__ import annotations

from typing import assert_never

from facefusion_billing.model.bill import (
    PAY_AS_YOU_GO,
    REFUND,
    BillLine,
    Portion,
)
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Span, month_of
from facefusion_billing.model.items import (
    KINDS_BY_NAME,
    CallPack,
    FreePack,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    Throughput,
    UpgradeOrder,
)
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.wording.language import N_, _, ngettext


def amount(cents: Cents) -> str:
    """Money for people: 4,950.00."""
    whole, part = divmod(abs(cents), 100)
    shown = f"{whole:,}.{part:02d}"
    if cents < 0:
        return f"-{shown}"
    return shown


def amount_or_none(cents: Cents | None) -> str:
    """Money for people; none where there is no amount."""
    if cents is None:
        return _("none")
    return amount(cents)


def money(cents: Cents, currency: str) -> str:
    """Money with its currency: 4,950.00 USD."""
    return f"{amount(cents)} {currency}"


def signed(cents: Cents) -> str:
    """A difference for people: +4,950.00."""
    if cents > 0:
        return f"+{amount(cents)}"
    return amount(cents)


def grouped(decimal: str) -> str:
    """A plain decimal with thousands grouped: 17200 to 17,200; 0.050 stays."""
    whole, dot, part = decimal.partition(".")
    return f"{int(whole):,}{dot}{part}"


def counted(number: int, unit: str) -> str:
    """A count with its unit (call, material, day or month): 1 call, 2,000 calls."""
    texts = {
        "call": ngettext("{number:,} call", "{number:,} calls", number),
        "material": ngettext("{number:,} material", "{number:,} materials", number),
        "day": ngettext("{number:,} day", "{number:,} days", number),
        "month": ngettext("{number:,} month", "{number:,} months", number),
    }
    return texts[unit].format(number=number)


def quantity(line: BillLine) -> str:
    """How much a line is of, with its unit where that is a time: 180 QPS-days; upgrades
    are sold by so many QPS, 9 x 10 QPS-days.
    """
    number, unit = f"{line.quantity:,}", line.unit
    size, dash, rest = unit.partition("-")
    if dash and size.isdecimal():
        number, unit = f"{number} x {size}", rest
    texts = {
        "QPS-day": ngettext("{number} QPS-day", "{number} QPS-days", line.quantity),
        "QPS-month": ngettext(
            "{number} QPS-month", "{number} QPS-months", line.quantity
        ),
    }
    return texts.get(unit, "{number}").format(number=number)


def scope_name(scope: str) -> str:
    """What a line is for: a group or activity by its own name, or the account."""
    if scope == ACCOUNT:
        return _(scope)
    return scope


def kind_name(kind: str) -> str:
    """A kind of bill line in words: pay-as-you-go, call pack, QPS."""
    if kind in KINDS_BY_NAME:
        return _(KINDS_BY_NAME[kind].title)
    if kind == PAY_AS_YOU_GO:
        return _("pay-as-you-go")
    return _(kind)


def labelled(name: str, text: str) -> str:
    """A text with what it is about before it: image_basic: pay-as-you-go."""
    return _("{name}: {text}").format(name=name, text=text)


def assumed(readings: dict[str, str]) -> str:
    """The readings an answer rests on."""
    return _("Assumes {readings}").format(
        readings=_(", ").join(reading(id, value) for id, value in readings.items())
    )


def reading(id: str, value: str) -> str:
    """An assumption with its value, as --assume takes it: tier_basis=billable."""
    pair = f"{id}={value}"
    return _(pair)


def clause_place(id: str, clauses: dict[str, str]) -> str:
    """A clause with the place where it stands."""
    if id in clauses:
        return labelled(id, _(clauses[id]))
    return id


def option(gate: str) -> str:
    """The option that sets a gate: --fail-over."""
    return f"--{gate.replace('_', '-')}"


def settles(span: Span) -> list[str]:
    """The first and last day of settlement."""
    return [str(span.start), str(span.end)]


def arithmetic(line: BillLine) -> str:
    """The sum that gives a line's amount: 99,000 x 0.050, or the shares of a portion,
    each rounded half up.
    """
    if line.portion:
        p = line.portion
        before = f" - {amount(p.of)} x {p.before:,} / {p.whole:,}" if p.before else ""
        return f"{amount(p.of)} x {p.after:,} / {p.whole:,}{before}"
    assert line.unit_price is not None
    discount = f" - {amount(line.discount)}" if line.discount else ""
    return f"{line.quantity:,} x {grouped(line.unit_price.text)}{discount}"


def list_price(line: BillLine) -> str:
    """That the unit price is below the list price; nothing where it is that."""
    if line.listed is None:
        return ""
    text = _("list price {price}: {amount} less by the book's discount")
    less = line.listed.times(line.quantity) - line.amount - line.discount
    return text.format(price=grouped(line.listed.text), amount=amount(less))


def even_spread(line: BillLine) -> str:
    """How many calls come before a pack by the even spread of a month or a range;
    nothing where none do.
    """
    spread = line.facts.get("spread")
    if spread is None:
        return ""
    text = _("{before:,} of {calls:,} calls, spread evenly, come before it")
    # Delivered later, it may begin in another month than that of its line.
    if month_of(spread.day) != month_of(line.date):
        text = _(
            "{before:,} of {calls:,} calls, spread evenly, come before its first day, {day}"
        )
    return text.format(before=spread.before, calls=spread.calls, day=spread.day)


def description(line: BillLine) -> str:
    """What a line is for, in a few words."""
    order = line.order
    if order is None:
        reaching = line.facts["tier"].reached_by
        if reaching == line.quantity:
            return _("pay-as-you-go")
        return _("pay-as-you-go, tier reached by {reaching:,} calls").format(
            reaching=reaching
        )
    text = refunded(order) if line.kind == REFUND else ordered(order)
    if "list_price" in line.facts:
        why = _(order.source)
        if order.source == "purchased":
            why = _("agreed price")
        price = amount(line.facts["list_price"])
        text = _("{order}, {why} (list price {price})").format(
            order=text, why=why, price=price
        )
    if line.discount:
        text = _("{order}, less {discount} discount").format(
            order=text, discount=amount(line.discount)
        )
    if line.portion:
        return _portion(text, line.portion, order)
    return text


def ordered(order: Order) -> str:
    """What an order is of."""
    match order.item:
        case CallPack(size=size):
            return _("call pack {size:,}").format(size=size) + _times(order)
        case MaterialPack(size=size):
            return _("material pack {size:,}").format(size=size) + _times(order)
        case QpsOrder(qps=qps):
            return _("{qps:,} QPS for {length} from {begins}").format(
                qps=qps, length=length(order.item), begins=order.begins
            )
        case LicenceOrder(package=package):
            return _("licence {package}").format(package=package)
        case UpgradeOrder(qps=qps):
            return _("QPS upgrade of {qps:,} for {length} from {begins}").format(
                qps=qps, length=length(order.item), begins=order.begins
            )
        case FreePack():
            return _("free pack")
        case _:
            assert_never(order.item)


def refunded(order: Order) -> str:
    """That an order was returned."""
    return _("refund of {order}").format(order=order.id)


_HOW = {
    "drawn": N_("calls drawn"),
    "in_force": N_("days in force"),
    "unused": N_("unused at its end"),
    "outside": N_("used outside these months"),
}


def numbered(order: Order, number: int) -> str:
    """An order's id, with the number of its pack where it is of several."""
    if order.quantity > 1:
        return f"{order.id} #{number}"
    return order.id


def _portion(text: str, portion: Portion, order: Order) -> str:
    """An order, by its id, with which part of it a line of the amortised view is."""
    how = _(_HOW[portion.how])
    if portion.how == "unused" and order.refunded:
        how = _("unused when it was returned")
    return labelled(f"{text} ({numbered(order, portion.number)})", how)


def _times(order: Order) -> str:
    if order.quantity > 1:
        return f" x {order.quantity:,}"
    return ""


def length(item: Throughput) -> str:
    """How long QPS was ordered for: 3 days, 1 month."""
    if item.days or isinstance(item, UpgradeOrder):
        return counted(item.days, "day")
    return counted(item.months, "month")
