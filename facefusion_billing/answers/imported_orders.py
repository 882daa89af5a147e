"""The purchases and refunds of a bill as orders, and the licences that were there before
it begins.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from facefusion_billing.answers.reconciling.deducted import NOWHERE
from facefusion_billing.answers.reconciling.mapping import Bought, Mapping
from facefusion_billing.answers.reconciling.returns import Purchases
from facefusion_billing.answers.returned_parts import Return, in_parts
from facefusion_billing.model.book import ACCOUNT, Activities, PriceBook
from facefusion_billing.model.calendar import ONE_DAY, Month
from facefusion_billing.model.imported import Remark
from facefusion_billing.model.items import LicenceOrder, QpsOrder, UpgradeOrder
from facefusion_billing.model.money import Cents
from facefusion_billing.model.scenario import Order, Tenders
from facefusion_billing.model.vendor_bill import PURCHASE, REFUND, BilledLine
from facefusion_billing.rules import licence

_NONE = Decimal(0)


def imported_orders(
    lines: list[BilledLine], mapping: Mapping, remarks: list[Remark]
) -> list[Order]:
    """The purchases as orders, the refunded ones marked; `remarks` says what is none."""
    refunds = _refunds(lines, mapping, remarks)
    orders: list[Order] = []
    seen: set[str] = set()
    for line in lines:
        if line.kind != PURCHASE:
            continue
        bought = mapping.bought(line)
        if bought is None or line.paid_at is None or not _is_order(line, bought):
            remarks.append(Remark("unmapped", {"where": line.where}))
            continue
        # One order of the vendor may be several lines, of which each is an order here,
        # and packs that went back in several steps are orders of their own.
        order = _begun(_order(line, bought, line.paid_at), line.since, mapping.book)
        for part in in_parts(order, cents(bought.price), refunds.get(line, ())):
            orders.append(part._replace(id=_free_id(line, seen)))
            seen.add(orders[-1].id)
    if mapping.book.groups:
        return orders
    return _renewing(orders, mapping.book.activities)


def _is_order(line: BilledLine, bought: Bought) -> bool:
    """Whether a purchase is one that a usage file can say."""
    return bought.units >= 1 and line.after is not None and line.after >= 0


def _free_id(line: BilledLine, seen: set[str]) -> str:
    """The id of an order, with a number where a line before has it: its own, else the
    next, since lines of several files have the same number.
    """
    id = stem = line.order or line.bill_id or f"line-{line.line}"
    number = line.line
    while id in seen:
        id, number = f"{stem}-{number}", number + 1
    return id


def _order(line: BilledLine, bought: Bought, day: date) -> Order:
    after = cents(line.after or _NONE)
    listed = cents(bought.price * bought.units)
    order = Order(
        id="",
        item=bought.what,
        scope=_scope_of(bought),
        date=day,
        delivered=day,
        location=NOWHERE,
    )
    paid = _tenders(line, after, max(listed, after))
    if min(paid) < 0:
        # Vouchers of more than the amount paid it in no way that a file can say.
        return order._replace(stated_price=after)
    if listed < after:
        # A discount cannot be negative: what cost more than its list price was agreed.
        return order._replace(stated_price=after, paid=paid)
    return order._replace(paid=paid)


def _begun(order: Order, since: date | None, book: PriceBook) -> Order:
    """The order with the day on which its time begins, where that is a later one."""
    item = order.item
    if since is None or since <= order.date:
        return order
    if isinstance(item, UpgradeOrder) and book.activities.qps_upgrade is not None:
        # A file cannot say days beyond those that may be ordered ahead.
        allowed = licence.window(order.date, book.activities.qps_upgrade)
        if since + timedelta(days=item.days) > allowed.end:
            return order
    if isinstance(item, QpsOrder | UpgradeOrder | LicenceOrder):
        return order._replace(item=item._replace(start=since))
    return order


def _renewing(orders: list[Order], activities: Activities) -> list[Order]:
    """The orders with the licences that begin where no other ends in force from their
    purchase: only a renewal has a day of its own. The first renews one from before.
    """
    year = timedelta(days=activities.licence_days)
    ours = [order for order in orders if isinstance(order.item, LicenceOrder)]
    first = min((order.begins for order in ours), default=None)
    ends = {first, *(order.begins + year for order in ours)}
    return [
        order._replace(item=order.item._replace(start=None))
        if isinstance(order.item, LicenceOrder) and order.begins not in ends
        else order
        for order in orders
    ]


def _scope_of(bought: Bought) -> str | None:
    """Whom an order is for: a bill names no activity, so all are one, the account."""
    if isinstance(bought.what, LicenceOrder | UpgradeOrder):
        return ACCOUNT
    if bought.scope == ACCOUNT:
        return None
    return bought.scope


def _refunds(
    lines: list[BilledLine], mapping: Mapping, remarks: list[Remark]
) -> dict[BilledLine, list[Return]]:
    """The purchases of which packs were returned, each with its refunds."""
    purchases = Purchases(lines)
    found: dict[BilledLine, list[Return]] = {}
    for line in lines:
        if line.kind != REFUND:
            continue
        tied = purchases.take(line)
        if tied is None or line.paid_at is None or mapping.book.refund is None:
            remarks.append(Remark("untied_refund", {"where": line.where}))
        else:
            back = Return(line.paid_at, tied.packs, cents(tied.amount))
            found.setdefault(tied.purchase, []).append(back)
    return found


def licences_before(
    months: list[Month], orders: list[Order], activities: Activities
) -> list[Order]:
    """Licences that were there before, with all their calls used: until the first one
    that the bill has, year by year.
    """
    if not activities.licences or not (months or orders):
        return []
    starts = _starts_before(months, orders, timedelta(days=activities.licence_days))
    # Any of the licences does: its calls are used up, and what it cost was paid before.
    package, licence = next(iter(activities.licences.items()))
    item = LicenceOrder(package, licence.calls)
    return [_assumed(number, item, start) for number, start in enumerate(starts, 1)]


def _starts_before(
    months: list[Month], orders: list[Order], year: timedelta
) -> list[date]:
    """The first days of such licences, each of a year."""
    days = [*(month.first for month in months), *(order.date for order in orders)]
    own = [o.begins for o in orders if isinstance(o.item, LicenceOrder)]
    if own:
        return _years_before(min(own), year, min(days))
    end = max([*days, *(month.end for month in months)])
    return _years_from(min(days) - ONE_DAY, year, end)


def _assumed(number: int, item: LicenceOrder, start: date) -> Order:
    """A licence that no bill shows."""
    return Order(
        id=f"assumed-licence-{number}",
        item=item,
        scope=ACCOUNT,
        date=start,
        delivered=start,
        location=NOWHERE,
        source="gifted",
        note="assumed",
    )


def _years_before(end: date, year: timedelta, first: date) -> list[date]:
    """The starts of the years up to a day that hold the days from the first one on."""
    # One may begin only where the one before it ends, so they are counted back.
    starts: list[date] = []
    while end > first:
        end -= year
        starts.insert(0, end)
    return starts


def _years_from(start: date, year: timedelta, end: date) -> list[date]:
    """The starts of the years from a day on that hold the days before the end."""
    starts = []
    while start < end:
        starts.append(start)
        start += year
    return starts


def cents(amount: Decimal) -> Cents:
    """An amount in whole cents, half up."""
    return int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _tenders(line: BilledLine, after: Cents, listed: Cents) -> Tenders:
    """How a purchase was paid; what the list price has more is its discount."""
    voucher = cents(line.voucher or _NONE)
    gift = cents(line.gift or _NONE)
    share = cents(line.share or _NONE)
    return Tenders(
        cash=after - voucher - gift - share,
        transferred=share,
        gifted=gift,
        voucher=voucher,
        discount=max(listed - after, 0),
    )
