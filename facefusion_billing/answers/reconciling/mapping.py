"""What a line of a bill is of: the interface group, and for a purchase what was bought.

Found by words in the names of the line and by the list price; where nothing or more
than one thing fits, the line is unmapped.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from facefusion_billing.answers.reconciling.audit import divisor
from facefusion_billing.answers.reconciling.tariff import Tariff, exact, tariff_of
from facefusion_billing.model.bill_settings import BillSettings, names_one, pattern_of
from facefusion_billing.model.book import ACCOUNT, PackTable, PriceBook
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.model.items import (
    CALL_PACK,
    LICENCE,
    MATERIAL_PACK,
    QPS,
    CallPack,
    Item,
    Kind,
    LicenceOrder,
    MaterialPack,
    QpsOrder,
    UpgradeOrder,
)
from facefusion_billing.model.vendor_bill import BilledLine
from facefusion_billing.startup.record import NamedTuple

PATTERNS = {"image_basic": "图片|image", "video_single_face": "视频|video"}
"""The words by which a line is of an interface group."""
_ITEMS = (
    (MATERIAL_PACK, re.compile("素材|material", re.IGNORECASE)),
    (QPS, re.compile("QPS|并发", re.IGNORECASE)),
    (LICENCE, re.compile("授权|licen", re.IGNORECASE)),
)
_BY_MONTH = re.compile("月|month", re.IGNORECASE)


class Bought(NamedTuple):
    """What a purchase line is of, at its price in the book, paid `units` times."""

    what: Item
    scope: str
    price: Decimal
    clause: str
    units: int


def _patterns(book: PriceBook, settings: BillSettings) -> dict[str, re.Pattern[str]]:
    """The pattern of each interface group."""
    found: dict[str, re.Pattern[str]] = {}
    for name, group in book.groups.items():
        usual = PATTERNS.get(name, re.escape(group.title))
        found[name] = pattern_of(settings.scopes.get(name, usual))
    return found


class Mapping:
    """The patterns of a usage file, else the usual ones, on a price book."""

    def __init__(self, book: PriceBook, settings: BillSettings) -> None:
        self.book = book
        for name in settings.scopes:
            if name not in (*book.groups, ACCOUNT):
                raise refuse(
                    "bill.scopes: the price book has no scope {name!r}{hint}",
                    name=name,
                    hint=did_you_mean(name, book.groups),
                )
        self.patterns = _patterns(book, settings)
        scopes = [*book.groups] or [ACCOUNT]
        self._tariffs = {scope: tariff_of(book, scope) for scope in scopes}
        self._has_groups = bool(book.groups)
        self._known: dict[tuple[str, str, str], str] = {}

    def scope(self, line: BilledLine) -> str:
        """The scope a line is of; nothing where none or several patterns claim it."""
        if not self._has_groups:
            return ACCOUNT
        # A bill has thousands of lines and a handful of names.
        names = line.subproduct, line.component, line.item
        scope = self._known.get(names)
        if scope is None:
            patterns = self.patterns.items()
            found = [name for name, pattern in patterns if names_one(pattern, names)]
            scope = self._known[names] = found[0] if len(found) == 1 else ""
        return scope

    def tariff(self, scope: str) -> Tariff | None:
        """The pay-as-you-go prices of a scope; None where it has none, or is none."""
        return self._tariffs.get(scope)

    def bought(self, line: BilledLine) -> Bought | None:
        """What a purchase is of; None where nothing or more than one thing fits."""
        scope = self.scope(line)
        if not scope or line.billed is None or line.billed != int(line.billed):
            return None
        text = "\n".join((line.subproduct, line.component, line.item))
        items = [item for item, pattern in _ITEMS if pattern.search(text)]
        if len(items) > 1:
            return None
        # A call pack has no word of its own in a bill: it is what nothing else is.
        kind = items[0] if items else CALL_PACK
        fits = list(self._offers(kind, scope, line))
        if len(fits) == 1:
            return fits[0]
        return None

    def _offers(self, kind: Kind, scope: str, line: BilledLine) -> Iterator[Bought]:
        """The offers of a kind at the price of a line."""
        quantity = _quantity(line)
        if kind == QPS:
            yield from self._qps(scope, line, quantity)
        elif kind == LICENCE:
            yield from self._licences(scope, line, quantity)
        elif table := self._packs(kind, scope):
            packs = MaterialPack if kind == MATERIAL_PACK else CallPack
            for size in table.sizes:
                price = exact(size.price)
                if costs(line, price):
                    pack = packs(size.size, quantity)
                    yield Bought(pack, scope, price, table.clause, quantity)

    def _licences(
        self, scope: str, line: BilledLine, quantity: int
    ) -> Iterator[Bought]:
        sold = {} if self.book.groups else self.book.activities.licences
        for licence in sold.values():
            price = exact(licence.price)
            if quantity == 1 and costs(line, price):
                order = LicenceOrder(licence.package)
                yield Bought(order, scope, price, licence.clause, 1)

    def _packs(self, kind: Kind, scope: str) -> PackTable | None:
        if not self.book.groups:
            if kind == CALL_PACK:
                return self.book.activities.call_packs
            return None
        group = self.book.groups[scope]
        if kind != MATERIAL_PACK:
            return group.call_packs
        if group.materials is None:
            return None
        return group.materials.packs

    def _qps(self, scope: str, line: BilledLine, quantity: int) -> Iterator[Bought]:
        length = int(line.duration or 1)
        if not self.book.groups:
            yield from self._upgrades(scope, line, quantity, length)
            return
        table = self.book.groups[scope].qps
        if table is None:
            return
        order, tiers = QpsOrder(quantity, length, 0), table.day
        if _BY_MONTH.search(line.duration_unit or line.price_unit):
            order, tiers = QpsOrder(quantity, 0, length), table.month
        tier = tiers.tier_at(quantity)
        if tier is None or tier.price is None:
            return
        price = exact(tier.price)
        # At the price of another quantity it is still QPS, and not at the right price.
        sold = [exact(one.price) for one in tiers.tiers if one.price is not None]
        if any(costs(line, one) for one in sold):
            yield Bought(order, scope, price, table.clause, quantity * length)

    def _upgrades(
        self, scope: str, line: BilledLine, quantity: int, length: int
    ) -> Iterator[Bought]:
        upgrade = None if self.book.groups else self.book.activities.qps_upgrade
        if upgrade is not None and costs(line, exact(upgrade.day)):
            order = UpgradeOrder(quantity * upgrade.unit, length)
            units = quantity * length
            yield Bought(order, scope, exact(upgrade.day), upgrade.clause, units)


def _quantity(line: BilledLine) -> int:
    """How many units were bought: a price for 10 QPS has a unit for each ten."""
    bought = int(line.billed or 0)
    by = divisor(line.price_unit)
    if bought % by:
        return bought
    return bought // by


def costs(line: BilledLine, price: Decimal) -> bool:
    """Whether a line is at a price: its list price, or its price less a discount that
    the book has too.
    """
    listed = line.listed
    if listed is None:
        return False
    return price in (listed, line.price) or price == listed * (line.multiplier or 1)
