"""Charts over cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.workbook.cells import Sheet
from facefusion_billing.startup.record import NamedTuple

ROWS, WIDTH, HEIGHT = 17, 760, 320
"""The rows that a chart covers, and its size in pixels."""


class Series(NamedTuple):
    """The addresses of a name and of its figures."""

    name: str
    values: str


def cost_of_months(currency: str) -> str:
    """The title of a chart of monthly costs."""
    return _("Cost of each month, {currency}").format(currency=currency)


def chart(
    sheet: Sheet, row: int, title: str, categories: str, series: Iterable[Series]
) -> int:
    """Bars for each series, beneath a title of ours; the row after the chart."""
    drawn = sheet.styles.book.add_chart({"type": "column"})
    assert drawn is not None
    shown = list(series)
    sheet.styles.charted.append(categories)
    for one in shown:
        sheet.styles.charted.append(one.values)
        data = {"categories": f"={categories}", "values": f"={one.values}"}
        if one.name:
            # The cell that holds it: what stands in a file is never a formula.
            data["name"] = f"={one.name}"
            sheet.styles.charted.append(one.name)
        drawn.add_series(data)
    drawn.set_title({"name": title, "name_font": {"size": 12}})
    drawn.set_legend({"position": "bottom"} if len(shown) > 1 else {"none": True})
    drawn.set_x_axis({"num_format": "yyyy-mm", "text_axis": True})
    drawn.set_y_axis({"num_format": "#,##0"})
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    sheet.page.insert_chart(row, 0, drawn, {"description": title})
    sheet.has_chart = True
    return row + ROWS
