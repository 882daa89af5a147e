"""Print the help of ffbill, or of one of its commands."""

from typing import Annotated, Any

import typer

from facefusion_billing.cli import COMMANDS
from facefusion_billing.cli.choices import argument, completing, word_parser
from facefusion_billing.cli.options import Language
from facefusion_billing.cli.output import set_language, write

EXAMPLES = ("ffbill help", "ffbill help estimate")
Name = Annotated[
    str | None,
    argument(
        "A command.",
        metavar="COMMAND",
        parser=word_parser("help", COMMANDS),
        autocompletion=completing(COMMANDS),
    ),
]


def command(ctx: typer.Context, name: Name = None, lang: Language = "en") -> None:
    """Prints what `--help` prints."""
    set_language(lang)
    group: Any = ctx.parent
    if name is None:
        write(f"{group.get_help()}\n", None)
        return
    asked = group.command.get_command(group, name)
    with asked.make_context(name, [], parent=group, resilient_parsing=True) as inner:
        write(f"{inner.get_help()}\n", None)
