"""The `ffbill` command. Only the module of the command that was called is imported.

Exit status: 0 answered, 1 answered and a condition of the caller not met, 2 bad input
or usage, 3 a fault of ours, 130 interrupted.
"""

import os
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from facefusion_billing import __version__
from facefusion_billing.cli.streams import write_stderr
from facefusion_billing.model.faults import InputError

COMMANDS = {
    "estimate": "Itemised monthly bills of a scenario.",
    "recommend": "The cheapest plan, proved, beside its alternatives.",
    "refund": "Which purchases can still be refunded, pack by pack.",
    "quote": "Every way to pay for a demand, cheapest first; no file needed.",
    "compare": "Scenarios side by side, month by month, against the first.",
    "import": "A usage file from the vendor's bills.",
    "reconcile": "Every line of the vendor's bill against the price book.",
    "meter": "Calls and peaks from call logs, as bills and plans read them.",
    "portfolio": "Bills of many accounts: totals, dearest, warnings.",
    "validate": "Check usage and price book files; silent when all are good.",
    "init": "Print a commented starter usage file.",
    "prices": "The price tables with their source; without a name, the list of books.",
    "assumptions": "Each open question of the price documents, its choices and evidence.",
    "explain": "Explain an assumption, a warning code, a clause or a word.",
    "schema": "Print the JSON Schema of a file or an answer.",
}
"""Every command, in the order of the help, with its one line."""


class Commands(TyperGroup):
    """The group of commands; a command's module is imported when it is called or
    completed.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        module = import_module(f"facefusion_billing.cli.{name}")
        single = typer.Typer(
            add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
        )
        single.command(cmd_name, help=(module.__doc__ or COMMANDS[cmd_name]).strip())(
            module.command
        )
        return typer.main.get_command(single)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands with their one line, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was called; a near miss is named."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from facefusion_billing.model.faults import did_you_mean

            ctx.fail(f"No such command {name!r}{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The options before the command."""
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            raise _harmless(error) from None

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what goes wrong becomes a message and an exit status, never
        a traceback.
        """
        try:
            return super().invoke(ctx)
        except InputError as error:
            from facefusion_billing.reports.wording import faults

            write_stderr(faults.text(error.faults))
            raise typer.Exit(2) from None
        except Exception as error:
            if isinstance(error, (typer.Exit, typer.Abort)) or hasattr(
                error, "exit_code"
            ):
                raise _harmless(error) from None
            write_stderr(_our_fault(error))
            raise typer.Exit(3) from None


def _harmless(error: Exception) -> Exception:
    """A usage error whose words repeat what was typed, with its control characters
    written out.
    """
    if isinstance(getattr(error, "message", None), str):
        from facefusion_billing.reports.wording.text import escape_controls

        error.message = escape_controls(error.message)  # type: ignore[attr-defined]
    return error


def _our_fault(error: Exception) -> str:
    """What to say, and where to report it, when the fault is ours."""
    if os.environ.get("FFBILL_TRACEBACK"):
        import traceback

        return traceback.format_exc()
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = (
        f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"
        if trace
        else "unknown"
    )
    return (
        f"ffbill {__version__} made a mistake: {type(error).__name__} at {where}. Nothing was answered.\n"
        "Please report it to the maintainers of ffbill, with the command and the file if you can, "
        "and with the trace that FFBILL_TRACEBACK=1 shows.\n"
    )


app = typer.Typer(
    name="ffbill",
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ffbill {__version__}")
        raise typer.Exit


@app.callback(
    help="What will the bill be, what is the cheapest plan, what can be refunded: Face Fusion, exactly."
)
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass
