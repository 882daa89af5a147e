"""What a file for others ends with: where its prices come from, what computed it, and what
it is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import facefusion_billing
from facefusion_billing.model.book import Origin
from facefusion_billing.reports.documents.blocks import Note
from facefusion_billing.reports.wording.language import _


def origin_notes(
    origins: Iterable[Origin | None], *, before_tax: bool = True
) -> Iterator[Note]:
    """The sources of the prices, each once, then what holds of every answer."""
    for origin in dict.fromkeys(origins):
        if origin is not None:
            yield Note(_origin(origin), "faint")
    text = _("Computed by ffbill {version}.")
    if before_tax:
        text = _("Computed by ffbill {version}. Amounts are before tax.")
    yield Note(text.format(version=facefusion_billing.__version__), "faint")
    yield Note(
        _("The vendor's page is general information, not terms."),
        "faint",
    )


def computed_by() -> str:
    """The program and its version."""
    return f"ffbill {facefusion_billing.__version__}"


def _origin(origin: Origin) -> str:
    if not origin.document:
        return _("Prices: price book {book}.").format(book=origin.book)
    document = _(origin.document)
    when = _(origin.last_updated)
    if when[:1].isdigit():
        when = _("last updated {day}").format(day=when)
    if when:
        document = _("{document}, {when}").format(document=document, when=when)
    if origin.own:
        document = over(origin.own, document)
    text = _("Prices: {document}, price book {book}.")
    return text.format(document=document, book=origin.book)


def over(own: str, document: str) -> str:
    """That some prices are of a file of the user's own."""
    text = _("{file}; what it does not say: {document}")
    return text.format(file=own, document=document)
