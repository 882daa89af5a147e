"""`NamedTuple` without its cost at import: the same immutable records, defined in a tenth of the time.

Type checkers see `typing.NamedTuple`, and so does Python 3.14, which keeps annotations elsewhere. At run time a class
here is made of getters alone, without the code that `typing.NamedTuple` evaluates for each (a quarter of a
millisecond, times seventy classes on every start).
"""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or sys.version_info >= (3, 14):
    from typing import NamedTuple as NamedTuple
else:
    from _collections import _tuplegetter

    class _Fields(type):
        """Turns the annotations of a class into fields."""

        def __new__(meta, name: str, bases: tuple, namespace: dict) -> type:
            fields = tuple(namespace.get("__annotations__", ()))
            namespace["_field_defaults"] = {f: namespace.pop(f) for f in fields if f in namespace}
            namespace.update((field, _tuplegetter(place, "")) for place, field in enumerate(fields))
            return super().__new__(meta, name, bases, {**namespace, "__slots__": (), "_fields": fields})

    class NamedTuple(tuple, metaclass=_Fields):
        """An immutable record; its fields are the annotations of the class, in their order."""

        def __new__(cls, *values: Any, **named: Any) -> Any:
            fields = cls._fields
            if len(values) != len(fields) or named:
                values = (*values, *(cls._missing(field, named) for field in fields[len(values) :]))
                if named or len(values) != len(fields):
                    raise TypeError(f"{cls.__name__} takes {', '.join(fields)}; not {', '.join(named) or 'so many'}")
            return tuple.__new__(cls, values)

        @classmethod
        def _missing(cls, field: str, named: dict[str, Any]) -> Any:
            if field in named:
                return named.pop(field)
            if field in cls._field_defaults:
                return cls._field_defaults[field]
            raise TypeError(f"{cls.__name__} without {field!r}")

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> Any:
            return type(self)(**{**self._asdict(), **changes})

        def __repr__(self) -> str:
            fields = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"
