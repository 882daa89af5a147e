"""A price book: one edition of a price document as values. Everything the documents
state lives here.

A part that a book leaves out is `None` or empty: it is not sold, never free.
"""

from bisect import bisect_right
from operator import attrgetter
from typing import Final, Literal

from facefusion_billing.model.calendar import Span
from facefusion_billing.model.money import Price
from facefusion_billing.startup.record import NamedTuple

Sense = Literal["at_least", "above"]
_FIRST = attrgetter("first")


class Tier(NamedTuple):
    """A row of a tier table: the first and last count it holds (None: no end) and the
    unit price; `listed` is the price before a discount, where the book has one.
    """

    first: int
    last: int | None
    price: Price | None
    listed: Price | None = None


class TierTable(NamedTuple):
    """Tiers in ascending order, without gap or overlap, with the inequality of the
    document.

    `sense` is `at_least` (the lower bound belongs to the tier) or `above` (the upper
    one does).
    """

    tiers: tuple[Tier, ...]
    sense: Sense
    clause: str

    def tier_at(self, count: int) -> Tier | None:
        """The tier that holds a count; None when no tier does (zero, where the first is
        `above: 0`).
        """
        index = bisect_right(self.tiers, count, key=_FIRST) - 1
        if index >= 0:
            return self.tiers[index]
        return None

    def price_at(self, count: int) -> Price | None:
        """The unit price that a count reaches; None when the document gives none."""
        tier = self.tier_at(count)
        if tier:
            return tier.price
        return None


class Size(NamedTuple):
    """A pack on sale: how many calls or materials, at what price; `listed` is the price
    before a discount.
    """

    size: int
    price: Price
    listed: Price | None = None


class PackTable(NamedTuple):
    """The packs of one kind on sale, smallest first."""

    sizes: tuple[Size, ...]
    clause: str

    def price_of(self, size: int) -> Price | None:
        """The price of that size; None when it is not sold."""
        for row in self.sizes:
            if row.size == size:
                return row.price
        return None


class FreeCalls(NamedTuple):
    """Calls given once: a free pack to claim, or the free test of an activity at its
    own QPS.
    """

    calls: int
    clause: str
    qps: int | None = None


class QpsTable(NamedTuple):
    """The QPS limit of call volume mode, and QPS on sale by day and by month."""

    limit: int | None
    day: TierTable
    month: TierTable
    clause: str


class Materials(NamedTuple):
    """The free material quota and the material packs."""

    free: int
    packs: PackTable


class Group(NamedTuple):
    """An interface group on sale."""

    name: str
    title: str
    free_pack: FreeCalls | None
    call_packs: PackTable | None
    pay_as_you_go: TierTable | None
    qps: QpsTable | None
    materials: Materials | None


class Groups(NamedTuple):
    """The international shape: interface groups, each with prices of its own."""

    by_name: dict[str, Group]


class Licence(NamedTuple):
    """A licence on sale. `qps_reading` names the assumption that decides the fixed QPS,
    if one does.
    """

    package: str
    calls: int
    qps: int
    materials: int
    change_days: int
    price: Price
    clause: str
    qps_reading: str | None


class QpsUpgrade(NamedTuple):
    """QPS upgrades: sold in units, by day, up to a most, within a window from the
    order.
    """

    unit: int
    day: Price
    most: int
    window_days: int
    clause: str

    def units_above(self, fixed: int) -> int:
        """How many units can be added to so much QPS."""
        return max((self.most - fixed) // self.unit, 0)

    def units_for(self, short: int) -> int:
        """How many units so much missing QPS takes."""
        return -(-max(short, 0) // self.unit)


class Activities(NamedTuple):
    """The mainland shape: licensed activities with account-wide packs and postpaid."""

    free: FreeCalls | None
    licences: dict[str, Licence]
    licence_days: int
    qps_upgrade: QpsUpgrade | None
    call_packs: PackTable | None
    pay_as_you_go: TierTable | None

    @property
    def free_calls(self) -> int:
        """The calls of an activity's free test."""
        return self.free.calls if self.free else 0

    @property
    def trial_qps(self) -> int:
        """The QPS of an activity's free test; 0 where none is stated."""
        return (self.free.qps or 0) if self.free else 0

    @property
    def most_materials(self) -> int:
        """The materials of the largest licence; 0 where none is sold."""
        return max((sold.materials for sold in self.licences.values()), default=0)


Offer = Groups | Activities
"""What a book sells; it has one of two shapes."""
ShapeName = Literal["groups", "activities"]


class Settlement(NamedTuple):
    """The days of the next month on which a month is settled."""

    first: int
    last: int
    clause: str


class RefundRule(NamedTuple):
    """The refund rule: how many days after delivery (None: nothing is refundable), and
    the clauses of its parts.

    `items` names the clause for what is ordered where it is not `clause`.
    """

    window_days: int | None
    clause: str
    exclusions: str
    campaign: str
    items: dict[str, str]


class Clause(NamedTuple):
    """Where a rule stands in the document; the module that implements it, or why none
    does; in a user's own book, what it says.
    """

    where: str
    rule: str | None
    not_modelled: str | None
    says: str = ""


class Origin(NamedTuple):
    """Where prices come from: the book, and its document with the day of its last
    change, where the book names them; `own` is the file whose prices are over those.
    """

    book: str
    document: str
    last_updated: str
    own: str = ""


class PriceBook(NamedTuple):
    """One edition, read from a file and from those that it extends; `undiscounted` is
    the book before its discounts, where it has any. `own_prices` names the file that has
    prices of its own over those of a source that it takes from another book.
    """

    id: str
    title: str
    currency: str
    source: dict[str, str]
    in_force: Span
    settlement: Settlement
    offer: Offer
    refund: RefundRule | None
    clauses: dict[str, Clause]
    file: str
    extended: tuple[str, ...] = ()
    undiscounted: "PriceBook | None" = None
    own_prices: str = ""

    @property
    def origin(self) -> Origin:
        """Where its prices come from."""
        source = self.source
        document, day = source.get("document", ""), source.get("last_updated", "")
        return Origin(self.id, document, day, self.own_prices)

    @property
    def shape(self) -> ShapeName:
        """Which of the two shapes it has."""
        if isinstance(self.offer, Groups):
            return "groups"
        return "activities"

    @property
    def groups(self) -> dict[str, Group]:
        """The interface groups by name; none in a book of activities."""
        if isinstance(self.offer, Groups):
            return self.offer.by_name
        return {}

    @property
    def activities(self) -> Activities:
        """What is sold to activities, asked only where the book has that shape."""
        assert isinstance(self.offer, Activities)
        return self.offer


ACCOUNT: Final = "account"
"""What a line is for when it serves every licensed activity together."""
