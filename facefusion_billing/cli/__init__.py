"""The `ffbill` command. Only the module of the command that was called is imported.

Exit status: 0 answered, 1 answered and a condition of the caller not met, 2 bad input
or usage, 3 a fault of ours, 130 interrupted.
"""

import os
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from facefusion_billing import __version__
from facefusion_billing.cli.streams import unwritten, write_stderr
from facefusion_billing.cli.writing import Target
from facefusion_billing.model.faults import InputError

EXAMPLES = (
    "ffbill init -o usage.yaml && ffbill estimate",
    "ffbill quote image_basic --calls 95k --peak-qps 12",
)
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
    "prices": "The price tables with their source, or the list of books.",
    "assumptions": "Open questions of the price documents, with evidence.",
    "explain": "Explain an assumption, a warning, a clause, a key or a word.",
    "schema": "Print the JSON Schema of a file or an answer.",
    "help": "This help, or that of a command.",
}
"""Every command, in the order of the help, with its one line."""


class Command(TyperCommand):
    """A command whose help is in the language spoken and ends with examples.

    Every one with an output has the options that say how it is written.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = [param.name for param in self.params]
        if "output" in names:
            after = names.index("output") + 1
            self.params[after:after] = _writing_options(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The values given, or its help, which may have nowhere to go."""
        try:
            return super().parse_args(ctx, args)
        except OSError as error:
            raise unwritten(error) from None

    def invoke(self, ctx: Any) -> Any:
        """Runs it."""
        force = ctx.params.pop("force", False)
        bom = ctx.params.pop("bom", None)
        for name in _PATHS:
            if ctx.params.get(name) is not None:
                path = Target(ctx.params[name], force=force, bom=bom)
                ctx.params[name] = path
        return super().invoke(ctx)

    def get_help(self, ctx: Any) -> str:
        """The text of its help."""
        from facefusion_billing.cli.help_text import command_help

        return command_help(ctx)


_PATHS = ("output", "written", "split")
"""The values of commands that are where something is written to."""


def _writing_options(params: list[Any]) -> list[Any]:
    """How what is written is written: over what is there, as spreadsheets want it."""
    force = TyperOption(
        param_decls=["force", "--force"],
        is_flag=True,
        default=False,
        help="Write over a usage or book file that is there.",
    )
    bom = TyperOption(
        param_decls=["bom", "--bom/--no-bom"],
        is_flag=True,
        default=None,
        help="Begin a CSV file with a byte order mark; by default with --lang zh.",
    )
    values = "|".join(param.metavar or "" for param in params).lower()
    if "csv" in values.split("|"):
        return [force, bom]
    return [force]


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
        single.command(
            cmd_name,
            cls=Command,
            help=(module.__doc__ or COMMANDS[cmd_name]).strip(),
            epilog="\n".join(module.EXAMPLES),
        )(module.command)
        return typer.main.get_command(single)

    def get_help(self, ctx: Any) -> str:
        """The commands with their one line, without importing them."""
        from facefusion_billing.cli.help_text import group_help

        return group_help(ctx, COMMANDS)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was called; a near miss is named."""
        name = args[0] if args else ""
        if name and name not in COMMANDS and not name.startswith("-"):
            from facefusion_billing.model.faults import did_you_mean
            from facefusion_billing.reports.wording.language import _
            from facefusion_billing.reports.wording.messages import said

            text = _("no such command {name!r}").format(name=name)
            ctx.fail(text + said(did_you_mean(name, COMMANDS)))
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The options before the command; without any word the help is meant."""
        try:
            _speak()
            return super().parse_args(ctx, args or ["--help"])
        except OSError as error:
            raise _said(unwritten(error)) from None
        except Exception as error:
            raise _said(error) from None

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; what goes wrong becomes a message and an exit status, never
        a traceback.
        """
        try:
            return super().invoke(ctx)
        except Exception as error:
            raise _said(error) from None


def _speak() -> None:
    """Has everything said in the language of FFBILL_LANG, also before and without a
    command.
    """
    asked = os.environ.get("FFBILL_LANG")
    if asked:
        from facefusion_billing.cli.output import set_language

        set_language(asked, "FFBILL_LANG")


def _said(error: BaseException) -> BaseException:
    """Says what went wrong on standard error; the end of the process that follows."""
    if isinstance(error, (typer.Exit, typer.Abort, SystemExit)):
        return error
    from facefusion_billing.cli.output import errors_terminal
    from facefusion_billing.reports.wording.terminal_text import error_text

    shown = errors_terminal()
    if isinstance(error, InputError):
        from facefusion_billing.reports.wording import faults

        write_stderr(faults.text(error.faults, shown))
        return typer.Exit(2)
    if hasattr(error, "exit_code"):
        from facefusion_billing.cli.usage_errors import usage_error

        write_stderr(error_text(usage_error(error), shown))
        return typer.Exit(2)
    write_stderr(error_text(_our_fault(error), shown))
    return typer.Exit(3)


def _our_fault(error: BaseException) -> str:
    """What to say, and where to report it, when the fault is ours."""
    if os.environ.get("FFBILL_TRACEBACK"):
        import traceback

        return traceback.format_exc()
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "unknown"
    if trace is not None:
        # The name alone: a path would tell a stranger's folders to who reads the report.
        file = os.path.basename(trace.tb_frame.f_code.co_filename)
        where = f"{file}:{trace.tb_lineno}"
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
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ffbill {__version__}")
        raise typer.Exit


@app.callback(
    help="What will the bill be, what is cheapest, what is refunded: exactly.",
    epilog="\n".join(EXAMPLES),
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
