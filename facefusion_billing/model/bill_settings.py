"""What a usage file says of bills: patterns, and differences that were accepted."""

import re
from warnings import catch_warnings, simplefilter

from facefusion_billing.startup.record import NamedTuple


class Accepted(NamedTuple):
    """A difference that was accepted once: the transaction, and why."""

    transaction: str
    why: str


class BillSettings(NamedTuple):
    """The key `bill` of a usage file: patterns for scopes, and what was accepted."""

    scopes: dict[str, str] = {}
    product: str = ""
    accepted: tuple[Accepted, ...] = ()


PRODUCT = "人脸融合|Face ?Fusion"
"""What is of the product where a usage file says nothing else."""


def pattern_of(text: str, more: int = 0) -> re.Pattern[str]:
    """A pattern that ignores case, with more flags. Raises `re.error`."""
    # Python warns on standard error of what it may read otherwise one day.
    with catch_warnings():
        simplefilter("ignore", FutureWarning)
        return re.compile(text, re.IGNORECASE | more)
