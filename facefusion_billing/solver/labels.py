"""Labels of the search: partial plans, and which of them no other is at least as good
as.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from facefusion_billing.model.money import Cents
from facefusion_billing.solver.buckets import QPS, Bucket, Decision
from facefusion_billing.solver.catalogue import NEVER, Catalogue
from facefusion_billing.solver.problem import PoolPlan, Purchase
from facefusion_billing.startup.record import NamedTuple

NO_STRETCH = -1
"""Stands for the segment in which a stretch began where there is none."""


class Label(NamedTuple):
    """A partial plan: the need of the open stretch, the cost so far, the segment it
    began in, the least that has to be bought for it, and how it came about.

    A label whose packs have ended in this month has `since` at most -2, see `ended`.
    """

    need: int
    cost: Cents
    since: int
    least: int
    parent: Any


Table = dict[Bucket, list[Label]]
"""The labels of a segment, by what they must share to be compared."""


class SearchResult(NamedTuple):
    """The best plan found, its cost as the search counts it, and a cost that no plan is
    below; labels looked at.
    """

    plan: PoolPlan | None
    cost: Cents
    lower: Cents
    labels: int


class SearchMode(NamedTuple):
    """How a search counts and compares.

    `idle`: bill by the least of this and every larger count that the month can
    reach (a relaxation).
    `monotone`: less need at no more cost is at least as good. `renew`: packs can expire
    in the horizon, so a stretch may be followed by a purchase while calls are left.
    `outlast`: packs that end inside a month may count as if they lasted to its end (a
    relaxation too).
    """

    idle: bool
    monotone: bool
    renew: bool
    outlast: bool = True


by_need: Callable[[Label], Any] = itemgetter(0, 1, 3)
"""Less need first, then less cost, then less that has to be bought."""


def ended(since: int) -> int:
    """Marks a stretch whose packs have ended; and takes the mark off again."""
    return -since - 2


def first_segment(since: int) -> int:
    """The segment in which a stretch began, whether its packs have ended or not."""
    if since >= 0:
        return since
    return ended(since)


def pareto_front(labels: Iterable[Label], better: Sequence[Label] = ()) -> list[Label]:
    """Of the labels, those that cost less, or have to buy less, than every one with no
    more need, and than such of the `better` ones.
    """
    kept: list[Label] = []
    # Of what came before, the costs in ascending order, and for each what then has to
    # be bought: less of it for more cost, or it would be beaten itself.
    costs: list[Cents] = []
    leasts: list[int] = []
    # By need, so that whatever came before has no more of it and only two are compared.
    for label, own in _in_order(labels, better):
        _, cost, _, least, _ = label
        place = bisect_right(costs, cost)
        if place and leasts[place - 1] <= least:
            continue
        start = end = bisect_left(costs, cost)
        while end < len(leasts) and leasts[end] >= least:
            end += 1
        costs[start:end], leasts[start:end] = [cost], [least]
        if own:
            kept.append(label)
    return kept


def lasting_front(labels: Iterable[Label], better: Sequence[Label] = ()) -> list[Label]:
    """The same where a stretch that began later lives longer: it must also be beaten on
    that.
    """
    rows = _in_order(labels, better)
    lives = _lives({label.since for label, _ in rows})
    longest = lives[NO_STRETCH]
    groups: dict[int, list[Cents]] = {}
    kept: list[Label] = []
    for label, own in rows:
        need, cost, since, least, _ = label
        life = lives[since]
        for group in {0, _group(need, least)}:
            if group in groups and groups[group][life] <= cost:
                break
        else:
            # The least cost of what lives at least so long, for each length of life.
            lowest = groups.setdefault(_group(need, least), [NEVER] * (longest + 1))
            while life >= 0 and lowest[life] > cost:
                lowest[life] = cost
                life -= 1
            if own:
                kept.append(label)
    return kept


def _lives(sinces: Iterable[int]) -> dict[int, int]:
    """How long stretches live, by the segment they began in, as numbers from 0: those
    whose packs have ended are over, and to have none is better than any.
    """
    begun = {since: max(since, NO_STRETCH - 1) for since in sinces}
    begun.pop(NO_STRETCH, None)
    ranks = {since: rank for rank, since in enumerate(sorted(set(begun.values())))}
    lives = {since: ranks[clamped] for since, clamped in begun.items()}
    return {**lives, NO_STRETCH: len(ranks)}


def _group(need: int, least: int) -> int:
    """What labels share of which the one with less need has no more to buy: nothing has
    to be bought, or what was metered since.
    """
    if least:
        return need - least + 1
    return 0


def _in_order(
    labels: Iterable[Label], better: Sequence[Label]
) -> list[tuple[Label, bool]]:
    """All labels by need, cost and what has to be bought, `better` ones first where
    these are equal, each with whether it is one of the others.
    """
    rows = [(label, False) for label in better]
    rows += [(label, True) for label in labels]
    rows.sort(key=_order)
    return rows


def _order(row: tuple[Label, bool]) -> tuple[int, Cents, int, bool]:
    return row[0].need, row[0].cost, row[0].least, row[1]


def same_need(labels: Iterable[Label], *, renew: bool) -> list[Label]:
    """Of labels with the same need the cheapest, where less need is not always better."""
    groups: dict[tuple[int, int], list[Label]] = {}
    for label in labels:
        start = _life(label) if renew else int(label.since == NO_STRETCH)
        groups.setdefault((label.need, start), []).append(label)
    return list(chain.from_iterable(pareto_front(group) for group in groups.values()))


def _life(label: Label) -> int:
    """The segment a label's stretch began in; no stretch is later than any, and one
    that has ended earlier than any.
    """
    if label.since != NO_STRETCH:
        return label.since
    return NEVER


def plan_of(label: Label, catalogue: Catalogue) -> PoolPlan:
    """The plan a label stands for, read back along its parents."""
    decisions, bought = _read_back(label)
    if label.need:
        bought[label.since] += catalogue.cover(label.need).calls
    claims = [own.segment for own in decisions if own.claims]
    return PoolPlan(
        qps=tuple(own.segment for own in decisions if own.mode == QPS),
        orders=tuple((own.segment, own.order) for own in decisions if own.order),
        purchases=tuple(
            Purchase(segment, catalogue.packs_for(calls))
            for segment, calls in sorted(bought.items())
            if calls
        ),
        claim=claims[0] if claims else None,
    )


def _read_back(label: Label) -> tuple[list[Decision], Counter[int]]:
    """What was decided on the way to a label, and the calls bought in each segment."""
    decisions: list[Decision] = []
    bought = Counter[int]()
    parent = label.parent
    while parent is not None:
        parent, purchases, decision = parent
        for segment, calls in purchases:
            bought[segment] += calls
        if decision is not None:
            decisions.append(decision)
    # They were read from their end.
    decisions.reverse()
    return decisions, bought


def open_apart(table: Table) -> Table:
    """The labels without a stretch in buckets of their own: where packs cannot be
    bought, what has a purchase open can still make it larger.
    """
    found: Table = {}
    for bucket, labels in table.items():
        for label in labels:
            own = bucket._replace(open=label.since != NO_STRETCH)
            found.setdefault(own, []).append(label)
    return found
