"""Which scope an action is billed for, by the map: looked up in Python for each action
that a log has, since a statement that tests thousands of names takes seconds for any log.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from facefusion_billing.model.call_logs import Group, LogMap

Texts = tuple[str, ...]


class Names:
    """Names of actions in their order; one that ends with `*` stands for all that begin
    with it.

    >>> names = Names(["Fuse*", "FuseFace", "Query"])
    >>> [names.first(text) for text in ("FuseFace", "Query", "Q", None)]
    [0, 2, None, None]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.whole: dict[str, int] = {}
        self.starts: dict[str, int] = {}
        for place, name in enumerate(names):
            if name.endswith("*"):
                self.starts.setdefault(name[:-1], place)
            else:
                self.whole.setdefault(name, place)
        self.lengths = sorted({len(start) for start in self.starts})

    def first(self, text: str | None) -> int | None:
        """The place of the first name that a text is or begins as."""
        if text is None:
            return None
        found = [self.whole[text]] if text in self.whole else []
        for length in self.lengths:
            place = self.starts.get(text[:length])
            if place is not None and length <= len(text):
                found.append(place)
        return min(found, default=None)


class NamedActions:
    """What a map says of actions: `Columns.scope` and `Columns.is_free` for one action
    instead of a whole log.
    """

    def __init__(self, log: LogMap) -> None:
        self.log = log
        self.scopes = list(log.scopes.values())
        self.mapped = Names(log.scopes)
        self.billed, self.free = Names(log.billed), Names(log.free)

    def scope(self, action: str | None, named: str | None) -> str | None:
        """The scope of a row by its action and the text of the scope's column; None
        where the row is not billed.
        """
        if self.log.scopes:
            place = self.mapped.first(action)
            return None if place is None else self.scopes[place]
        if self.log.billed:
            return named if self.billed.first(action) is not None else None
        return None if self.is_free(action, named) else named

    def is_free(self, action: str | None, named: str | None) -> bool:
        """Whether the row costs nothing."""
        text = action if self.log.action else named
        return self.free.first(text) is not None


class SeenTexts:
    """The texts by which the rows of a log are counted for somebody, as they are seen in
    it, and what they mean.

    `columns` are those that hold them: of the account, the action and the scope.
    """

    def __init__(self, log: LogMap) -> None:
        self.log, self.actions = log, NamedActions(log)
        told = log.account, log.action, log.scope_column
        self.columns = tuple(dict.fromkeys(name for name in told if name is not None))
        self.places: dict[Texts, tuple[str, str]] = {}

    def groups(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Group]:
        """What is in a log, of rows of a file, an error, three counts and the texts."""
        found: dict[tuple[Any, ...], list[int]] = {}
        for file, error, rows_of, ids, times, *texts in rows:
            key = file, *self._meaning(tuple(texts)), error
            # Rows of several scopes that are not billed are of one group.
            sums = found.setdefault(key, [0, 0, 0])
            for number, count in enumerate((rows_of, ids, times)):
                sums[number] += count
        return (Group(*key, *sums) for key, sums in found.items())

    def _meaning(self, texts: Texts) -> tuple[str, str | None, str | None, bool]:
        """Account, action, scope, and whether the rows are free; empty texts are none."""
        log, said = self.log, dict(zip(self.columns, texts, strict=True))
        account = said[log.account] if log.account else ""
        action = (said[log.action] or None) if log.action else None
        named = said[log.scope_column] or None
        scope = self.actions.scope(action, named)
        if scope is not None:
            self.places[texts] = account, scope
        return account, action, scope, self.actions.is_free(action, named)

    def coded(self, places: list[tuple[str, str]]) -> list[tuple[Any, ...]]:
        """The texts of each row that is counted, after the position of its place."""
        codes = {place: code for code, place in enumerate(places)}
        return [(codes[place], *texts) for texts, place in self.places.items()]
