"""What is wrong with a command line, said as every fault is: what was found, what may
have been meant, and where the values are named.

The library that parses command lines has messages of its own; which of its errors one
is, it says by the name of its class, since it may not be imported.
"""

import re
from itertools import chain
from typing import Any

from facefusion_billing.cli.help_text import usage
from facefusion_billing.model.faults import did_you_mean
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.messages import said
from facefusion_billing.reports.wording.text import escape_controls


def usage_error(error: Any) -> str:
    """The text for an error of the parser of command lines."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    says = next((_SAYS[kind] for kind in kinds if kind in _SAYS), _other)
    text = _("error: {what}").format(what=says(error))
    if error.ctx is not None:
        help = _("'{command} --help' names every value").format(
            command=error.ctx.command_path
        )
        text += f"\n{usage(error.ctx)}\n{help}"
    return f"{_printable(text)}\n"


def _printable(text: str) -> str:
    return "\n".join(escape_controls(line) for line in text.split("\n"))


def _no_such_option(error: Any) -> str:
    known = list(chain.from_iterable(param.opts for param in error.ctx.command.params))
    hint = said(did_you_mean(error.option_name, known))
    return _("there is no option {option}").format(option=error.option_name) + hint


def _missing(error: Any) -> str:
    name = error.param.human_readable_name
    if error.param.param_type_name == "option":
        name = f"{error.param.opts[0]} {error.param.make_metavar(error.ctx)}"
    return _("{name} is missing").format(name=name)


def _bad_usage(error: Any) -> str:
    name = error.option_name
    if "does not take a value" in error.message:
        return _("{option} takes no value").format(option=name)
    return _("{option} needs a value").format(option=name)


def _other(error: Any) -> str:
    extra = re.fullmatch(
        r"Got unexpected extra arguments?\(?s?\)? \((.*)\)", error.message
    )
    if extra:
        return _("more words than the command takes: {words}").format(words=extra[1])
    return str(error.format_message())


_SAYS = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadOptionUsage": _bad_usage,
}
