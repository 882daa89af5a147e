"""What `--help` prints, in the language spoken: usage, values, two examples."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.widths import columns, lines

_WIDEST = 100
_WIDEST_NAME = 30
_INDENT = "  "
Rows = list[tuple[str, str]]


def command_help(ctx: Any) -> str:
    """The help of a command: what it does, its arguments and options, examples."""
    command, width = ctx.command, _width()
    rows: dict[str, Rows] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        rows[param.param_type_name].append((_name(param, ctx), _(param.help)))
    text = [usage(ctx), "", *_described(command.help, width)]
    if rows["argument"]:
        text += [_("Arguments:"), *_definitions(rows["argument"], width), ""]
    text += [_("Options:"), *_definitions(rows["option"], width), ""]
    return "\n".join([*text, *_examples(command.epilog)])


def _described(text: str, width: int) -> Iterator[str]:
    """The paragraphs of a docstring, an empty line after each."""
    for paragraph in text.split("\n\n"):
        line = " ".join(paragraph.split())
        yield from (*_indented(_(line), width), "")


def group_help(ctx: Any, commands: Mapping[str, str]) -> str:
    """The help of `ffbill` itself, on one screen: each command with its one line."""
    width = _width()
    rows = [(name, _(line)) for name, line in commands.items()]
    params = ctx.command.get_params(ctx)
    options = _("Options: {options}").format(
        options=", ".join(_options(param) for param in params)
    )
    text = [usage(ctx), *lines(_(ctx.command.help), width), ""]
    text += [_("Commands:"), *_definitions(rows, width), *lines(options, width)]
    return "\n".join([*text, *_examples(ctx.command.epilog)])


def usage(ctx: Any) -> str:
    """One line of how a command is called."""
    pieces = [_("[OPTIONS]")]
    for param in ctx.command.params:
        if param.param_type_name == "argument":
            # The oldest Typer puts an optional one in brackets by itself.
            name = param.make_metavar(ctx).strip("[]")
            pieces.append(name if param.required else f"[{name}]")
    if hasattr(ctx.command, "list_commands"):
        pieces.append(_("COMMAND ..."))
    return _("Usage: {command} {words}").format(
        command=ctx.command_path, words=" ".join(pieces)
    )


def _name(param: Any, ctx: Any) -> str:
    """How a parameter is written, with what stands for its value."""
    if param.param_type_name == "argument":
        return str(param.make_metavar(ctx))
    if param.is_flag:
        return _options(param)
    return f"{_options(param)} {param.make_metavar(ctx)}"


def _options(param: Any) -> str:
    """An option's names, the short one first."""
    return ", ".join(sorted([*param.opts, *param.secondary_opts], key=len))


def _definitions(rows: Rows, width: int) -> Iterator[str]:
    """Names with what they mean beside them, or below a name that is too wide."""
    names = [columns(name) for name, _text in rows]
    first = min(max(names), _WIDEST_NAME) + len(_INDENT)
    for (name, text), taken in zip(rows, names, strict=True):
        meaning = lines(text, width - first - len(_INDENT))
        gap = " " * (first - taken)
        if taken > _WIDEST_NAME:
            yield f"{_INDENT}{name}"
        else:
            yield f"{_INDENT}{name}{gap}{meaning.pop(0)}".rstrip()
        for line in meaning:
            yield f"{_INDENT}{' ' * first}{line}"


def _examples(epilog: str | None) -> list[str]:
    examples = (epilog or "").splitlines()
    return [_("Examples:"), *(f"{_INDENT}{line}" for line in examples)]


def _indented(text: str, width: int) -> Iterable[str]:
    return [f"{_INDENT}{line}" for line in lines(text, width - len(_INDENT))]


def _width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)
