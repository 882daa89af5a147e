"""What a line of a bill is of: the interface group, and for a purchase what was bought.

Found by words in the names of the line and by the list price; where nothing or more
than one thing fits, the line is unmapped.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PackTable, PriceBook, TierTable
from facefusion_billing.model.faults import refuse
from facefusion_billing.model.money import Price
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

PATTERNS = {"image_basic": "图片|image", "video_single_face": "视频|video"}
"""The words by which a line is of an interface group."""
_ITEMS = (
    ("material_pack", re.compile("素材|material", re.IGNORECASE)),
    ("qps", re.compile("QPS|并发", re.IGNORECASE)),
    ("licence", re.compile("授权|licen", re.IGNORECASE)),
)
_BY_MONTH = re.compile("月|month", re.IGNORECASE)


class Bought(NamedTuple):
    """What a purchase line is of, at its price in the book."""

    item: str
    scope: str
    price: Decimal
    clause: str
    quantity: int
    size: int = 0
    days: int = 0
    months: int = 0
    package: str = ""

    @property
    def units(self) -> int:
        """How many times the price is paid."""
        return self.quantity * (self.days or self.months or 1)


def exact(price: Price) -> Decimal:
    """A price of the book as a decimal."""
    return Decimal(price.digits).scaleb(-price.places)


class Mapping:
    """The patterns of a usage file, else the usual ones, on a price book."""

    def __init__(self, book: PriceBook, settings: BillSettings) -> None:
        self.book = book
        self.patterns: dict[str, re.Pattern[str]] = {}
        for name in settings.scopes:
            if name not in (*book.groups, ACCOUNT):
                raise refuse(f"bill.scopes: the price book has no scope {name!r}")
        for name, group in book.groups.items():
            usual = PATTERNS.get(name, re.escape(group.title))
            pattern = settings.scopes.get(name, usual)
            try:
                self.patterns[name] = re.compile(pattern, re.IGNORECASE)
            except re.error as error:
                raise refuse(f"bill.scopes.{name}: no pattern: {error}") from None
        self._known: dict[tuple[str, str, str], str] = {}

    def scope(self, line: BilledLine) -> str:
        """The scope a line is of; nothing where none or several patterns claim it."""
        if self.book.activities is not None:
            return ACCOUNT
        names = line.subproduct, line.component, line.item
        if names not in self._known:
            text = "\n".join(names)
            found = [n for n, pattern in self.patterns.items() if pattern.search(text)]
            self._known[names] = found[0] if len(found) == 1 else ""
        return self._known[names]

    def tiers(self, scope: str) -> TierTable | None:
        """The pay-as-you-go prices of a scope."""
        if self.book.activities is not None:
            return self.book.activities.pay_as_you_go
        return self.book.groups[scope].pay_as_you_go

    def bought(self, line: BilledLine) -> Bought | None:
        """What a purchase is of; None where nothing or more than one thing fits."""
        scope = self.scope(line)
        if not scope or line.billed is None or line.billed != int(line.billed):
            return None
        text = "\n".join((line.subproduct, line.component, line.item))
        items = [item for item, pattern in _ITEMS if pattern.search(text)]
        if len(items) > 1:
            return None
        item = items[0] if items else "call_pack"
        fits = list(self._offers(item, scope, line))
        return fits[0] if len(fits) == 1 else None

    def _offers(self, item: str, scope: str, line: BilledLine) -> Iterator[Bought]:
        """The offers of a kind at the price of a line."""
        activities = self.book.activities
        quantity = int(line.billed or 0)
        if item == "qps":
            yield from self._qps(scope, line, quantity)
        elif item == "licence" and activities is not None:
            for licence in activities.licences.values():
                price = exact(licence.price)
                if costs(line, price):
                    yield Bought(item, scope, price, licence.clause, quantity,
                                 package=licence.package)  # fmt: skip
        else:
            table = self._packs(item, scope)
            for size in table.sizes if table else ():
                price = exact(size.price)
                if table and costs(line, price):
                    yield Bought(item, scope, price, table.clause, quantity, size.size)

    def _packs(self, item: str, scope: str) -> PackTable | None:
        if self.book.activities is not None:
            return self.book.activities.call_packs if item == "call_pack" else None
        group = self.book.groups[scope]
        if item == "material_pack":
            return group.materials.packs if group.materials else None
        return group.call_packs if item == "call_pack" else None

    def _qps(self, scope: str, line: BilledLine, quantity: int) -> Iterator[Bought]:
        length = int(line.duration or 1)
        upgrade = self.book.activities.qps_upgrade if self.book.activities else None
        if upgrade is not None:
            price = exact(upgrade.day)
            if costs(line, price):
                yield Bought("qps_upgrade", scope, price, upgrade.clause, quantity,
                             size=quantity * upgrade.unit, days=length)  # fmt: skip
            return
        table = self.book.groups[scope].qps if self.book.groups else None
        if table is None:
            return
        monthly = bool(_BY_MONTH.search(line.duration_unit or line.price_unit))
        tiers = table.month if monthly else table.day
        for tier in tiers.tiers:
            held = tier.first <= quantity and (
                tier.last is None or quantity <= tier.last
            )
            if tier.price is None or not held:
                continue
            price = exact(tier.price)
            if costs(line, price):
                days, months = (0, length) if monthly else (length, 0)
                yield Bought("qps", scope, price, table.clause, quantity, quantity,
                             days, months)  # fmt: skip


def costs(line: BilledLine, price: Decimal) -> bool:
    """Whether a line is at a price: its list price, or its price less a discount that
    the book has too.
    """
    listed = line.list_price if line.list_price is not None else line.price
    if listed is None:
        return False
    return price in (listed, line.price) or price == listed * (line.multiplier or 1)
