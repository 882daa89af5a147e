"""Options whose values are words of a list: the same list parses, names the values in
`--help`, and completes them.
"""

from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from facefusion_billing.model.faults import did_you_mean, refuse

if TYPE_CHECKING:
    from facefusion_billing.model.assumptions import Assumption

Word = TypeVar("Word", bound=str)
SHORT = {"md": "markdown", "zh_cn": "zh", "zh-cn": "zh", "en_us": "en", "en-us": "en"}
"""What people write for a word; it counts where the word is one of the list."""


def one_of(option: str, value: str, known: Iterable[Word]) -> Word:
    """A word given with an option, if it is known. Raises `InputError`."""
    words = list(known)
    meant = SHORT.get(value.lower(), value)
    for word in words:
        if word in (value, meant):
            return word
    hint = did_you_mean(value, words)
    raise refuse(
        "{option} {value}: expected {known}{hint}",
        option=option,
        value=value,
        known=", ".join(words),
        hint=hint,
    )


def choice(*names: str, words: Collection[str], help: str, **more: Any) -> Any:
    """An option whose value is one of some words."""
    return typer.Option(
        *names,
        help=help,
        parser=word_parser(names[0], words),
        metavar="|".join(words) if len(words) < 10 else more.pop("metavar", None),
        autocompletion=completing(words),
        show_default=False,
        **more,
    )


def option(*names: str, help: str, **more: Any) -> Any:
    """An option with a value of another kind; its help says what is taken without it."""
    return typer.Option(*names, help=help, show_default=False, **more)


def readings_option(completed: Callable[[str], list[str]]) -> Any:
    """The option of the readings, some of which can be completed."""
    return option(
        "--assume",
        metavar="ID=VALUE",
        autocompletion=completed,
        help="Choose a reading (repeatable); `ffbill assumptions` lists them.",
    )


def whole_option(*names: str, least: int, most: int, help: str, **more: Any) -> Any:
    """An option whose value is a whole number of a range."""

    def parse(text: Any) -> int:
        return whole_number(names[0], str(text), least, most)

    return option(*names, help=help, parser=parse, metavar="N", **more)


def whole_number(option: str, text: str, least: int, most: int) -> int:
    """A whole number given with an option. Raises `InputError`."""
    from facefusion_billing.files import numbers

    try:
        number = numbers.count(text)
    except numbers.UnreadableError:
        number = -1
    if not least <= number <= most:
        raise refuse(
            "{option} {text}: expected a whole number from {least:,} to {most:,}",
            option=option,
            text=text,
            least=least,
            most=most,
        )
    return number


def argument(help: str, **more: Any) -> Any:
    """A word of the command line without a name."""
    return typer.Argument(help=help, show_default=False, **more)


def word_parser(option: str, words: Collection[str]) -> Callable[[str], str]:
    """Takes a word of the list; what is none names the nearest."""

    def parse(text: str) -> str:
        return one_of(option, text, words)

    return parse


def completing(words: Iterable[str]) -> Callable[[str], list[str]]:
    """Completes what was begun to words of the list."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete)]

    return complete


def complete_reading(incomplete: str) -> list[str]:
    """Completes `ID=VALUE` of the questions of bills."""
    from facefusion_billing.model.assumptions import ASSUMPTIONS

    return _readings(ASSUMPTIONS, incomplete)


def complete_metering(incomplete: str) -> list[str]:
    """Completes `ID=VALUE` of the questions of counting logs."""
    from facefusion_billing.model.assumptions import METERING_ASSUMPTIONS

    return _readings(METERING_ASSUMPTIONS, incomplete)


def _readings(known: "dict[str, Assumption]", incomplete: str) -> list[str]:
    """The readings that go on as was begun: whole, or as values where the shell has
    parted the word at its equals sign.
    """
    from facefusion_billing.cli.completion import begun

    id = begun()
    if id:
        if id not in known:
            return []
        return completing(known[id].choices)(incomplete)
    readings = []
    for id, assumption in known.items():
        readings += [f"{id}={value}" for value in assumption.choices]
    return completing(readings)(incomplete)


def complete_book(incomplete: str) -> list[str]:
    """Completes an alias or an id of a shipped price book."""
    from facefusion_billing.files.books import EDITIONS

    return completing([*EDITIONS.values(), *EDITIONS])(incomplete)


def complete_scope(ctx: typer.Context, incomplete: str) -> list[str]:
    """Completes an interface group of the book that was named; activities are free."""
    from facefusion_billing.files.books import read_book
    from facefusion_billing.model.faults import InputError

    try:
        book = read_book(ctx.params.get("price_book") or "intl")
    except InputError:
        return []
    return completing(book.groups)(incomplete)
