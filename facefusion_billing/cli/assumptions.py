"""Each open question of the price documents: its choices (the first is the default),
and the evidence for it.
"""

from typing import Annotated

from facefusion_billing.cli.options import Language, Output, formats
from facefusion_billing.cli.output import drawn, pick_format, set_language, write
from facefusion_billing.model.assumptions import (
    ASSUMPTIONS,
    METERING_ASSUMPTIONS,
    Assumption,
)
from facefusion_billing.reports.documents.blocks import Block, Column, Grid, Note, Row
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import labelled

EXAMPLES = (
    "ffbill assumptions",
    "ffbill assumptions -f json",
)
FORMATS = ("table", "json", "markdown")
Format = Annotated[str | None, formats(FORMATS)]
QUESTIONS = {**ASSUMPTIONS, **METERING_ASSUMPTIONS}
"""Those of bills, then those of counting logs."""


def command(
    format: Format = None, output: Output = None, lang: Language = "en"
) -> None:
    """Lists the assumptions; as JSON they are data, the same in every language."""
    set_language(lang)
    style = pick_format(format, output, FORMATS)
    if style == "json":
        from facefusion_billing.reports.data.json_text import dumps

        rows = [{**a._asdict(), "default": a.default} for a in QUESTIONS.values()]
        write(dumps({"schema": "ffbill.assumptions/1", "assumptions": rows}), output)
        return
    write(drawn(_blocks(), style, output), output)


def _blocks() -> list[Block]:
    rows = []
    for assumption in QUESTIONS.values():
        rows.append(
            Row((assumption.id, _(assumption.question), _(assumption.evidence)))
        )
        rows += [Row(("", choice, ""), "faint") for choice in choices(assumption)]
    columns = (
        Column(_("Assumption")),
        Column(_("Question and choices")),
        Column(_("Evidence")),
    )
    legend = _(
        "Evidence: A the product's own documents, B the vendor's sister products, C our inference. "
        "Choose with --assume ID=VALUE or in the usage file; questions of `ffbill meter` with its own --assume."
    )
    return [
        Note(_("Assumptions"), "title"),
        Note(legend, "faint"),
        Note(_("More: ffbill explain ID for one of them"), "hint"),
        Grid(_("Open questions"), columns, tuple(rows)),
    ]


def choices(assumption: Assumption) -> list[str]:
    """The readings of an assumption, each with what it means."""
    told = []
    for value, meaning in assumption.choices.items():
        name = value
        if value == assumption.default:
            name = _("{value} (default)").format(value=value)
        told.append(labelled(name, _(meaning)))
    return told
