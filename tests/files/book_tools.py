"""Books of one's own, written, read and refused. `G` and `A` begin a book of each shape."""

from pathlib import Path
from typing import Any

import pytest

from facefusion_billing.files.books import read_book
from facefusion_billing.model.book import PriceBook, TierTable
from facefusion_billing.model.faults import Fault, InputError
from tests.tools import estimate_json, usage_file

HEAD = "id: ours\ncurrency: USD\nsettlement: {days: [1]}\n"

G = HEAD + "groups:\n  scan:\n"

A = HEAD + "activities:\n"


def write(folder: Path, **files: str) -> None:
    """Writes each text to a YAML file of that name."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def read(folder: Path, text: str, **others: str) -> PriceBook:
    """The book of that text, with other books beside it."""
    write(folder, ours=text, **others)
    return read_book("./ours.yaml", str(folder))


def faults(folder: Path, text: str, **others: str) -> list[Fault]:
    """What the loader says against a book, which it must refuse."""
    with pytest.raises(InputError) as caught:
        read(folder, text, **others)
    return caught.value.faults


def refused(folder: Path, text: str, **others: str) -> list[str]:
    """Each fault of a book as `path: message`."""
    return [
        f"{fault.location.path if fault.location else '?'}: {fault.message}"
        for fault in faults(folder, text, **others)
    ]


def tiered(*rows: str) -> str:
    """A book whose one table is a tier table of these rows."""
    return (
        G
        + "    pay_as_you_go:\n      tiers:\n"
        + "".join(f"        - {{{row}, unit_price: 1}}\n" for row in rows)
    )


TIERS = "groups.scan.pay_as_you_go.tiers"


def payg(book: PriceBook, group: str = "scan") -> TierTable:
    """The pay-as-you-go prices of a group."""
    table = book.groups[group].pay_as_you_go
    assert table is not None
    return table


Result = dict[str, Any]


def estimate(folder: Path, book: str, usage: str) -> Result:
    """The answer as JSON."""
    write(folder, ours=book)
    return estimate_json(usage_file(folder, usage, book="./ours.yaml"))
