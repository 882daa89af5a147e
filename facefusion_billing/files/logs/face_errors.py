"""The codes of failed calls that the mainland product bills, as data beside its book."""

import os

from facefusion_billing.files.located import load
from facefusion_billing.files.records import Record
from facefusion_billing.files.shapes import ListOf
from facefusion_billing.files.values import NAME
from facefusion_billing.model.faults import Fault

_FILE = os.path.join(
    os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
    "price_books",
    "mainland-activity.errors.yaml",
)
_SHAPE = Record("codes of billed failures", {"face_errors": ListOf(NAME, "codes", 1)})


def face_errors() -> frozenset[str]:
    """The codes.

    >>> "NoFaceDetected" in face_errors()
    True
    """
    faults: list[Fault] = []
    entry = _SHAPE.read(load(_FILE), "", faults)
    assert entry is not None
    assert not faults
    return frozenset(entry["face_errors"])
