"""What can be ordered: one record per kind of order, and one table of what is true of
each kind.

A new kind is a record, a row of the table and a member of `Item`; the type checker then
names every place that has to decide about it.
"""

import datetime
from typing import Literal, assert_never

from facefusion_billing.startup.record import NamedTuple


class FreePack(NamedTuple):
    """The claim of an interface group's free pack."""

    used_calls: int = 0


class CallPack(NamedTuple):
    """Packs of so many calls each."""

    size: int
    quantity: int = 1
    used_calls: int = 0


class MaterialPack(NamedTuple):
    """Packs of so many materials each."""

    size: int
    quantity: int = 1


class QpsOrder(NamedTuple):
    """QPS of an interface group for days or for months, one of the two.

    `start` is None where they begin with the order.
    """

    qps: int
    days: int = 0
    months: int = 0
    start: datetime.date | None = None


class LicenceOrder(NamedTuple):
    """A licence of an activity.

    `start` is the end of the one that it renews, where it was bought ahead.
    """

    package: str
    used_calls: int = 0
    start: datetime.date | None = None


class UpgradeOrder(NamedTuple):
    """QPS above the fixed QPS of a licence; `start` is None as in a QPS order."""

    qps: int
    days: int
    start: datetime.date | None = None


Throughput = QpsOrder | UpgradeOrder
"""QPS that is bought for a time."""
Item = FreePack | CallPack | MaterialPack | QpsOrder | LicenceOrder | UpgradeOrder

KindName = Literal[
    "free_pack", "call_pack", "material_pack", "qps", "licence", "qps_upgrade"
]
UsedUpIn = Literal["calls", "qps_days", "days"]


class Kind(NamedTuple):
    """What is true of every order of a kind.

    `name` is its word in files and reports, `title` the same in a sentence. `used_up`
    is the unit by which its cost is spread over time (None: it stays in the month it is
    billed in). `is_pack` says that it is delivered, and that a refund rule speaks of
    it; `priced_by` is the key of a usage file that picks its row of the price list.
    """

    name: KindName
    title: str
    used_up: UsedUpIn | None
    is_pack: bool
    priced_by: str

    @property
    def is_amortised(self) -> bool:
        """Whether its cost is spread over what it bought."""
        return self.used_up is not None


KINDS = (
    Kind("free_pack", "free pack", None, True, "size"),
    Kind("call_pack", "call pack", "calls", True, "size"),
    Kind("material_pack", "material pack", None, True, "size"),
    Kind("qps", "QPS order", "qps_days", False, "qps"),
    Kind("licence", "licence", "days", False, "package"),
    Kind("qps_upgrade", "QPS upgrade", "qps_days", False, "qps"),
)
FREE_PACK, CALL_PACK, MATERIAL_PACK, QPS, LICENCE, QPS_UPGRADE = KINDS
KINDS_BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def kind_of(item: Item) -> Kind:
    """The row of the table of kinds.

    >>> kind_of(MaterialPack(100)).name
    'material_pack'
    """
    match item:
        case FreePack():
            return FREE_PACK
        case CallPack():
            return CALL_PACK
        case MaterialPack():
            return MATERIAL_PACK
        case QpsOrder():
            return QPS
        case LicenceOrder():
            return LICENCE
        case UpgradeOrder():
            return QPS_UPGRADE
        case _:
            assert_never(item)


def quantity_of(item: Item) -> int:
    """How many of it one order is for: only packs are bought by the number."""
    match item:
        case CallPack() | MaterialPack():
            return item.quantity
        case FreePack() | QpsOrder() | LicenceOrder() | UpgradeOrder():
            return 1
        case _:
            assert_never(item)


def used_calls_of(item: Item) -> int:
    """The calls drawn from it outside the file's months."""
    match item:
        case FreePack() | CallPack() | LicenceOrder():
            return item.used_calls
        case MaterialPack() | QpsOrder() | UpgradeOrder():
            return 0
        case _:
            assert_never(item)
