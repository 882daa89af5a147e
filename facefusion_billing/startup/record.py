"""Saves nine tenths of defining a `NamedTuple`, 5 % of the instructions of an estimate as
JSON. Can go when Python 3.14 is the oldest that is supported: it needs none of this.

The records are the same and immutable. Type checkers see `typing.NamedTuple`, and so
does Python 3.14, which keeps annotations elsewhere. At run time a class here is made of
getters alone, without the code that `typing.NamedTuple` evaluates for each (a quarter
of a millisecond, times seventy classes on every start). A class of which many records
are made gets that code then: a bill of 100,000 lines, or a thousand accounts, are read
in two thirds of the time.
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter
    from itertools import count

    MANY = 100
    """As many records of a class as pay for code of its own."""

    class _Fields(type):
        """Turns the annotations of a class into fields."""

        def __new__(meta, name: str, bases: tuple, namespace: dict) -> type:
            fields = tuple(namespace.get("__annotations__", ()))
            namespace["_field_defaults"] = {
                f: namespace.pop(f) for f in fields if f in namespace
            }
            namespace["_last_defaults"] = tuple(namespace["_field_defaults"].values())
            namespace.update(
                (field, _tuplegetter(index, "")) for index, field in enumerate(fields)
            )
            namespace["_places"] = dict(zip(fields, count()))
            namespace |= {"__slots__": (), "_fields": fields, "_made": count(1)}
            return super().__new__(meta, name, bases, namespace)

    class NamedTuple(tuple, metaclass=_Fields):
        """An immutable record; its fields are the annotations of the class, in their
        order.
        """

        def __new__(cls, *values: Any, **named: Any) -> Any:
            if next(cls._made) == MANY:
                cls.__new__ = _constructor(cls)
            if named or len(values) != len(cls._fields):
                values = cls._filled(values, named)
            return tuple.__new__(cls, values)

        @classmethod
        def _filled(cls, values: tuple, named: dict[str, Any]) -> tuple:
            """All fields: those in their order, those by name, and defaults (which are
            the last of the fields).
            """
            if not named and len(cls._fields) - len(cls._field_defaults) <= len(
                values
            ) < len(cls._fields):
                return values + cls._last_defaults[len(values) - len(cls._fields) :]
            rest = cls._fields[len(values) :]
            known = {**cls._field_defaults, **named}
            try:
                values += tuple([known[field] for field in rest])
            except KeyError as missing:
                raise TypeError(f"{cls.__name__} without {missing}") from None
            if len(values) > len(cls._fields) or not named.keys() <= set(rest):
                wrong = ", ".join(named.keys() - set(rest)) or "so many"
                raise TypeError(
                    f"{cls.__name__} takes {', '.join(cls._fields)}; not {wrong}"
                )
            return values

        def __getnewargs__(self) -> tuple:
            return tuple(self)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> Any:
            values, places = list(self), self._places
            try:
                for field in changes:
                    values[places[field]] = changes[field]
            except KeyError as unknown:
                raise TypeError(f"{type(self).__name__} without {unknown}") from None
            return tuple.__new__(type(self), values)

        def __repr__(self) -> str:
            fields = ", ".join(
                f"{field}={value!r}" for field, value in self._asdict().items()
            )
            return f"{type(self).__name__}({fields})"

    def _constructor(cls: type) -> Any:
        """What makes a record, with the fields as its own parameters."""
        parameters = ", ".join(("_cls", *cls._fields))
        values = "".join(f"{field}, " for field in cls._fields)
        code = f"lambda {parameters}: _new(_cls, ({values}))"
        # Made of the names of the class's fields, of nothing that was read.
        made = eval(code, {"_new": tuple.__new__})  # noqa: S307
        made.__defaults__ = cls._last_defaults
        return made
