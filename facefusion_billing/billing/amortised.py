"""What did each month use, rather than pay: every order's amount spread over what it
bought, cent for cent.

A call pack costs the months that draw on it, and the month it ends what it has left;
QPS, upgrades and licences cost the days on which they are in force. Pay-as-you-go,
refunds and material packs (which never end) stay where they are. What is not used by
the end of the last bill is prepaid: the bills of this view and the prepaid rest are
together what was paid.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.inputs import line_order
from facefusion_billing.billing.metered import PacksByOrder, by_order
from facefusion_billing.billing.packs import paid_for
from facefusion_billing.model.bill import Bill, BillLine, How, Portion, Prepaid
from facefusion_billing.model.calendar import (
    ONE_DAY,
    Month,
    Span,
    month_count,
    month_of,
)
from facefusion_billing.model.charge import DRAWN, IN_FORCE, OUTSIDE, UNUSED
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.items import KINDS
from facefusion_billing.model.money import Cents
from facefusion_billing.rules.amortisation import part
from facefusion_billing.rules.burn_down import Pack

SPREAD = tuple(kind.name for kind in KINDS if kind.is_amortised)
"""The kinds of lines that are spread; the others cost the month in which they are
billed.
"""


MAX_PARTS = 50_000
"""The months for which orders are in force, all orders together; beyond, a file of a
few KB takes minutes.
"""

Step = tuple[date, How, int]
"""On which day, how, and how much of an order was used."""


def amortised(billing: Billing) -> tuple[Bill, ...]:
    """The bills with every order's line replaced by what each month used of it. Raises
    `InputError` where that would be too many lines.
    """
    _check_parts(billing)
    lines: dict[Month, list[BillLine]] = {}
    for bill in billing.bills:
        lines[bill.month] = [line for line in bill.lines if line.kind not in SPREAD]
    for line in _portions(billing):
        # What is used after the last bill stays prepaid.
        if (month := month_of(line.date)) in lines:
            lines[month].append(line)
    return tuple(
        bill._replace(lines=tuple(sorted(lines[bill.month], key=line_order)))
        for bill in billing.bills
    )


def _check_parts(billing: Billing) -> None:
    if not billing.bills:
        return
    # What is used after the last bill is not looked at.
    end = billing.bills[-1].month
    parts = sum(
        month_count(month_of(term.start), min(month_of(term.last), end))
        for term in billing.prepared.terms.values()
    )
    if parts > MAX_PARTS:
        raise refuse(
            "orders are in force for {parts:,} months in all; at most {max_parts:,}"
            " are amortised at once: estimate fewer orders or months",
            parts=parts,
            max_parts=MAX_PARTS,
        )


def prepaid(billing: Billing, month: Month) -> tuple[Prepaid, ...]:
    """What of each order, pack by pack, is paid and not used by the end of a month."""
    used = _used_by_the_end_of(month, billing)
    packs = by_order(billing.prepared.packs)
    rest: list[Prepaid] = []
    for line in _orders(billing):
        if line.order is None or month_of(line.date) > month:
            continue
        for number, scope, paid in _paid(billing, line, packs):
            left = paid - used.get((line.order.id, number), 0)
            rest.append(Prepaid(line.order, number, scope, left))
    return tuple(row for row in rest if row.amount)


def _used_by_the_end_of(month: Month, billing: Billing) -> dict[tuple[str, int], Cents]:
    """What each pack has cost so far, by its order's id and its number."""
    used: dict[tuple[str, int], Cents] = {}
    for bill in amortised(billing):
        if bill.month > month:
            break
        for line in bill.lines:
            if line.portion and line.order:
                key = line.order.id, line.portion.number
                used[key] = used.get(key, 0) + line.amount
    return used


def _orders(billing: Billing) -> Iterator[BillLine]:
    """The lines of the orders that are spread."""
    for bill in billing.bills:
        yield from (line for line in bill.lines if line.kind in SPREAD)


def _paid(
    billing: Billing, line: BillLine, packs: PacksByOrder
) -> Iterator[tuple[int, str, Cents]]:
    """The parts of an order's line which are spread by themselves: its packs, or the
    whole.
    """
    if line.kind != "call_pack" or line.order is None:
        yield 1, line.scope, line.amount
        return
    for index, pack in packs[line.order.id]:
        yield pack.number, pack.scope, paid_for(billing, index)


def _portions(billing: Billing) -> Iterator[BillLine]:
    packs = by_order(billing.prepared.packs)
    drawn: dict[int, list[tuple[Month, int]]] = {}
    for (month, index), calls in sorted(billing.metering.drawn.items()):
        drawn.setdefault(index, []).append((month, calls))
    for line in _orders(billing):
        if line.kind == "call_pack" and line.order:
            for index, _ in packs[line.order.id]:
                yield from _of_pack(billing, line, index, drawn.get(index, []))
        else:
            # Everything else that is spread is in force by the day, a licence too: its
            # calls cannot be told from the rest of its price.
            assert line.order is not None
            term = billing.prepared.terms[line.order.id]
            yield from _by_day(line, term, billing.bills[-1].month.end)


def _of_pack(
    billing: Billing, line: BillLine, index: int, drawn: list[tuple[Month, int]]
) -> Iterator[BillLine]:
    """A pack's cost by the calls drawn, and the rest when it ends."""
    pack = billing.prepared.packs[index]
    # What was used outside the scenario has no month here: that of delivery bears it.
    steps: list[Step] = [(pack.order.delivered, OUTSIDE, pack.used_before)]
    for month, calls in drawn:
        steps.append((min(month.end, pack.term.end) - ONE_DAY, DRAWN, calls))
    ended = _ended(pack)
    if ended < billing.bills[-1].month.end:
        steps.append((ended, UNUSED, billing.metering.left[index]))
    paid = paid_for(billing, index)
    yield from _lines(line, "call", pack.number, paid, pack.size, steps)


def _ended(pack: Pack) -> date:
    """The day to whose month the unused rest of a pack belongs."""
    returned = pack.order.refunded_on(pack.number)
    if returned is not None:
        return returned
    # A pack can end before it is delivered; its rest still follows its order.
    return max(pack.term.last, pack.order.date)


def _by_day(line: BillLine, term: Span, end: date) -> Iterator[BillLine]:
    """An amount by the days in force, month by month, as long as there are bills: a
    century of QPS is many months.
    """
    steps: list[Step] = []
    day = term.start
    while day < min(term.end, end):
        stop = min(month_of(day).end, term.end)
        steps.append((stop - ONE_DAY, IN_FORCE, (stop - day).days))
        day = stop
    return _lines(line, "day", 1, line.amount, term.days, steps)


def _lines(
    line: BillLine,
    unit: str,
    number: int,
    paid: Cents,
    whole: int,
    steps: Iterable[Step],
) -> Iterator[BillLine]:
    """A line for each step that used something."""
    before = 0
    for day, how, quantity in steps:
        if quantity:
            portion = Portion(how, number, before, before + quantity, whole, paid)
            # The difference of two rounded shares, so that the portions of an order add
            # up to what was paid wherever months cut it.
            cost = part(paid, before, before + quantity, whole)
            yield line._replace(
                date=day,
                quantity=quantity,
                unit=unit,
                unit_price=None,
                amount=cost,
                discount=0,
                portion=portion,
                # The list price is of a whole pack or QPS, not of a call or day.
                listed=None,
            )
            before += quantity
