"""The days of a month on which the service runs for all scopes, or for none, and how each
scope is metered in them.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from facefusion_billing.billing.metered import MeteredScope, MeteringInput
from facefusion_billing.billing.serving import Serving
from facefusion_billing.billing.sharing import Sharing
from facefusion_billing.billing.steady import SteadyScopes
from facefusion_billing.rules.burn_down import SHARED, Pack


class Period:
    """The scopes that call in a period: those that shared packs do not serve, with the
    days up to which each is metered at once (`due`), and in their drawing order those
    that they may serve (`sharing`), some of which have nothing else (`steady`).
    """

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.due: dict[date, list[tuple[MeteredScope, date]]] = {}
        self.sharing: list[MeteredScope] = []
        self.steady: list[MeteredScope] = []

    def add_alone(self, scope: MeteredScope, changes: Sequence[date]) -> None:
        """A scope that no shared pack serves, and the days on which it changes."""
        for since, until in pairwise([self.start, *changes, self.end]):
            self.due.setdefault(until, []).append((scope, since))

    def add_steady(self, scope: MeteredScope) -> None:
        """A scope that shared packs alone serve."""
        self.sharing.append(scope)
        self.steady.append(scope)

    def shared_packs(self, serving: Serving) -> Sharing:
        """What serves those that may draw on shared packs."""
        steady = SteadyScopes(self.steady, self.start, self.end, serving)
        return Sharing(serving, self.sharing, steady)


def changes_of(prepared: MeteringInput) -> dict[str, list[date]]:
    """The days on which a scope's modes and licences change or its own packs begin or
    end, by scope.
    """
    found = {scope.name: scope.changes for scope in prepared.scopes}
    for pack in prepared.packs:
        if pack.pool != SHARED and pack.scope in found:
            found[pack.scope].update(pack.term)
    return {name: sorted(days) for name, days in found.items()}


def shared_begins(packs: Sequence[Pack]) -> list[date]:
    """The days on which shared packs begin."""
    return sorted({pack.term.start for pack in packs if pack.pool == SHARED})
