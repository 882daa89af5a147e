"""The records of this package behave as `typing.NamedTuple` does."""

import copy
import pickle
import typing
from typing import Any

import pytest

from facefusion_billing.startup.record import NamedTuple


class Mine(NamedTuple):
    """A record with a default and a method."""

    name: str
    number: int = 3

    @property
    def doubled(self) -> int:
        return 2 * self.number


class Often(NamedTuple):
    """The same, of which many are made: it gets code of its own."""

    name: str
    number: int = 3

    @property
    def doubled(self) -> int:
        return 2 * self.number


class Theirs(typing.NamedTuple):
    name: str
    number: int = 3


@pytest.fixture(params=["few", "many"])
def record(request: pytest.FixtureRequest) -> Any:
    if request.param == "few":
        return Mine
    for number in range(1_000):
        assert Often("a", number=number) == ("a", number)
    return Often


@pytest.mark.parametrize(
    ("values", "named"),
    [
        (("a",), {}),
        (("a", 4), {}),
        (("a",), {"number": 5}),
        ((), {"number": 5, "name": "b"}),
    ],
)
def test_it_is_made_as_a_named_tuple_is(
    record: Any, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    mine: Any = record(*values, **named)
    theirs: Any = Theirs(*values, **named)
    assert mine == theirs
    assert (mine.name, mine.number, mine._asdict()) == (
        theirs.name,
        theirs.number,
        theirs._asdict(),
    )
    assert hash(mine) == hash(theirs)
    assert repr(mine) == repr(theirs).replace("Theirs", record.__name__)
    assert (mine._fields, mine.doubled) == (theirs._fields, 2 * theirs.number)


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("a", 1, 2), {}), (("a",), {"size": 1}), (("a", 1), {"number": 2})],
)
def test_what_a_named_tuple_refuses_is_refused(
    record: Any, values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    kinds: tuple[Any, ...] = (record, Theirs)
    for kind in kinds:
        with pytest.raises(TypeError):
            kind(*values, **named)


def test_a_copy_with_changes() -> None:
    assert Mine("a")._replace(number=9) == ("a", 9)
    mine: Any = Mine("a")
    with pytest.raises(TypeError):
        mine._replace(size=9)


def test_it_cannot_be_changed() -> None:
    mine: Any = Mine("a")
    with pytest.raises(AttributeError):
        mine.name = "b"
    with pytest.raises(AttributeError):
        mine.other = 1


def test_it_goes_to_another_process_and_back(record: Any) -> None:
    for copied in (
        pickle.loads(pickle.dumps(record("a", 4))),
        copy.copy(record("a", 4)),
    ):
        assert type(copied) is record
        assert copied == ("a", 4)
