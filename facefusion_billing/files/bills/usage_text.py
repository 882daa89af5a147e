"""An imported bill as the text of a usage file, with comments where no bill speaks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from facefusion_billing.files.yaml_text import yaml_text
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.imported import Comments, Imported
from facefusion_billing.model.money import Price, money_text
from facefusion_billing.model.scenario import Scenario, ScopeUsage
from facefusion_billing.model.usage_fields import order_entry, span_entry


def usage_text(imported: Imported, book: str, comments: Comments) -> str:
    """The text; `book` is how it names its price book."""
    scenario = imported.scenario
    lines = [*(f"# {line}" for line in comments.heading), "version: 1"]
    lines.append(_pair("title", scenario.title))
    lines.append(_pair("price_book", book))
    if scenario.usage:
        lines.append("usage:")
        for use in scenario.usage.values():
            lines += _scope(use, comments.scope)
    lines += _orders(scenario, comments.orders)
    lines += _actual(scenario, comments.actual)
    lines += _settings(scenario.bill)
    return "\n".join(lines) + "\n"


def _orders(scenario: Scenario, comment: str) -> Iterator[str]:
    if not scenario.orders and scenario.usage:
        return
    # A file needs one of the two keys, so without usage an empty list is written.
    yield "orders:" if scenario.orders else "orders: []"
    yield f"  # {comment}"
    values = _Values()
    for order in scenario.orders:
        yield f"  - {values.mapping(order_entry(order))}"


class _Values:
    """The texts of what orders hold, on one line. Nearly all of thousands of orders hold
    the same, which is made into YAML once.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[type, Any], str] = {}

    def mapping(self, entry: dict[str, Any]) -> str:
        """A mapping whose keys are words."""
        pairs = (f"{key}: {self.value(value)}" for key, value in entry.items())
        return f"{{{', '.join(pairs)}}}"

    def value(self, value: Any) -> str:
        if isinstance(value, dict):
            return self.mapping(value)
        if _is_number_of_an_order(value):
            return f"'{value}'"
        # 1 and True are one key of a mapping, but not one text.
        key = type(value), value
        if key not in self.known:
            # In braces as it will stand: there a comma asks for quotes.
            self.known[key] = (
                _flow({"id": value}).removeprefix("{id: ").removesuffix("}")
            )
        return self.known[key]


def _is_number_of_an_order(value: Any) -> bool:
    """Whether it is a text that only quotes tell from a whole number: the vendor's own
    name of an order, each of which is another.
    """
    if not isinstance(value, str) or not value.isascii():
        return False
    return value.isdecimal() and not value.startswith("0")


def _scope(use: ScopeUsage, comment: str) -> Iterator[str]:
    yield f"  {_flow(use.name)}:"
    yield f"    # {comment}"
    if use.calls:
        yield "    calls:"
        for count in use.calls:
            yield f"      {_key(count.span, count.whole_month)}: {count.calls}"
    if use.free_used:
        yield f"    free_used: {use.free_used}"


def _key(span: Any, whole_month: bool) -> str:
    # A month that was split by range looks like a whole one, and would be spread as such.
    key = str(span_entry(span))
    if whole_month or len(key) != len("2025-01"):
        return key
    return _range(span)


def _range(span: Any) -> str:
    return f"{span.start}..{span.last}"


def _actual(scenario: Scenario, comment: str) -> Iterator[str]:
    if scenario.actual:
        yield f"actual:  # {comment}"
        for month, (cents, _) in scenario.actual.items():
            yield f"  {month}: {money_text(cents)}"


def _settings(settings: BillSettings) -> Iterator[str]:
    if settings == BillSettings():
        return
    entry: dict[str, Any] = {}
    if settings.product:
        entry["product"] = settings.product
    if settings.scopes:
        entry["scopes"] = settings.scopes
    if settings.accepted:
        entry["accepted"] = [accepted._asdict() for accepted in settings.accepted]
    yield f"bill: {_flow(entry)}"


def _pair(key: str, value: str) -> str:
    return f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line."""
    text = yaml_text(value, width=100_000, flow=True)
    return text.removesuffix("\n").removesuffix("\n...").strip()


def book_text(base: str, discounts: dict[str, Price], comments: Comments) -> str:
    """A price book that has the discounts of a bill, scope by scope."""
    lines = [
        f"# {comments.book}",
        "book: 1",
        _pair("extends", base),
    ]
    account = discounts.get("account")
    if account is not None:
        table = f"{{pay_as_you_go: {{discount: {account.text}%}}}}"
        return "\n".join([*lines, f"activities: {table}"]) + "\n"
    lines.append("groups:")
    lines += [
        f"  {_flow(scope)}: {{pay_as_you_go: {{discount: {percent.text}%}}}}"
        for scope, percent in discounts.items()
    ]
    return "\n".join(lines) + "\n"
