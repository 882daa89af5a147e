"""Each open question of the price documents: its choices (the first is the default), and the evidence for it."""

from facefusion_billing.cli.common import Format, Output, drawn, pick_format, write
from facefusion_billing.model.assumptions import ASSUMPTIONS
from facefusion_billing.reports.layout import Block, Column, Grid, Note, Row


def command(format: Format = None, output: Output = None) -> None:
    """Lists the assumptions."""
    style = pick_format(format, output, ("table", "json", "markdown"))
    if style == "json":
        from facefusion_billing.reports.json_report import dumps

        rows = [{**a._asdict(), "default": a.default} for a in ASSUMPTIONS.values()]
        write(dumps({"schema": "ffbill.assumptions/1", "assumptions": rows}), output)
        return
    write(drawn(_blocks(), style, output), output)


def _blocks() -> list[Block]:
    rows = []
    for assumption in ASSUMPTIONS.values():
        rows.append(Row((assumption.id, assumption.question, assumption.evidence)))
        for value, meaning in assumption.choices.items():
            default = " (default)" if value == assumption.default else ""
            rows.append(Row(("", f"{value}{default}: {meaning}", ""), "faint"))
    columns = (Column("Assumption"), Column("Question and choices"), Column("Evidence"))
    legend = (
        "Evidence: A the product's own documents, B the vendor's sister products, C our inference. "
        "Choose with --assume ID=VALUE or in the file."
    )
    return [Note("Assumptions", "title"), Note(legend, "faint"), Grid("Open questions", columns, tuple(rows))]
