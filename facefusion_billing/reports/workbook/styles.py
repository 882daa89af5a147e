"""How the cells of a workbook look, and what all of its sheets share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from facefusion_billing.reports.workbook.shared_texts import Texts

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_WRAPPED = {"valign": "top", "text_wrap": True}
_RIGHT = {"valign": "top", "align": "right", "indent": 2}
_HEAD = {
    "bold": True,
    "bg_color": "#D9E2EC",
    "bottom": 1,
    "valign": "top",
    "text_wrap": True,
}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"valign": "top"},
    "long": _WRAPPED,
    "figure": _RIGHT,
    "count": {**_RIGHT, "num_format": "#,##0"},
    "day": {"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"},
    "month": {"valign": "top", "align": "left", "num_format": "yyyy-mm"},
    "title": {"bold": True, "font_size": 14},
    "alert": {"bold": True, "font_color": "#B00020", **_WRAPPED},
    "warning": {"font_color": "#8A4B00", **_WRAPPED},
    "faint": {"italic": True, "font_color": "#5F6B7A", **_WRAPPED},
    "section": {"bold": True, "font_size": 12},
    "head": _HEAD,
    "head_right": {**_HEAD, **_RIGHT},
}
_LOOKS: dict[str, dict[str, Any]] = {
    "": {},
    "input": {"font_color": "#0000FF"},
    "fixed": {"italic": True},
    "total": {"bold": True, "top": 1},
    "met": {"bold": True, "font_color": "#1B6E3C"},
    "failed": {"bold": True, "font_color": "#B00020"},
}


class Styles:
    """The formats of a workbook, each made once: a kind of cell, and how it looks
    (input, total and the like); its texts, and the ranges that its charts show.
    """

    def __init__(self, book: Workbook, currency: str) -> None:
        self.book, self.currency = book, currency
        unit = f"[${currency}] " if currency else ""
        self.money = f"{unit}#,##0.00"
        self.texts = Texts()
        self.charted: list[str] = []
        self.made: dict[tuple[str, str], Format] = {}

    def of(self, kind: str, look: str = "") -> Format:
        """The format of a kind of cell: a name of `_KINDS`, or a number format."""
        made = self.made.get((kind, look))
        if made is None:
            properties = _KINDS.get(kind) or {**_RIGHT, "num_format": kind}
            made = self.book.add_format({**properties, **_LOOKS[look]})
            self.made[kind, look] = made
        return made
