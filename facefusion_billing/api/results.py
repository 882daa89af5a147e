"""Answers as a program takes them: a total, rows for a table, and the whole as plain
values.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from facefusion_billing.reports.data.json_text import dumps

if TYPE_CHECKING:
    from facefusion_billing.model.bill import Estimate
    from facefusion_billing.model.comparison import Comparison
    from facefusion_billing.model.money import Cents
    from facefusion_billing.model.recommendation import Recommendation
    from facefusion_billing.model.scenario import Scenario
    from facefusion_billing.model.verdict import Refunds

Rows = list[dict[str, Any]]


def decimal_of(cents: Cents) -> Decimal:
    """An amount with its two decimals: `str` of 4950 in dollars is `4950.00`."""
    return Decimal(cents).scaleb(-2)


def plain_rows(
    rows: Iterable[dict[str, Any]], columns: Iterable[str], numeric: Collection[str]
) -> Rows:
    """Rows with a CSV's keys in their order; figures as `Decimal` or `int`, nothing as
    None.
    """
    columns = tuple(columns)
    found = []
    for row in rows:
        values = ((key, row.get(key), key in numeric) for key in columns)
        found.append({key: _plain(value, figure) for key, value, figure in values})
    return found


def _plain(value: Any, figure: bool) -> Any:
    if figure and isinstance(value, str):
        if value:
            return Decimal(value)
        return None
    return value


def plain(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as JSON gives it back."""
    found: dict[str, Any] = json.loads(dumps(answer))
    return found


class EstimateResult:
    """Bills. `total` is what all of them come to; while `complete` is False, calls were
    refused or could not be priced, and are not in it.
    """

    __slots__ = ("_answer",)

    def __init__(self, answer: Estimate) -> None:
        self._answer = answer

    @property
    def total(self) -> Decimal:
        """What the bills come to."""
        return decimal_of(self._answer.total)

    @property
    def currency(self) -> str:
        """The currency of the price book, such as `USD`."""
        return self._answer.currency

    @property
    def complete(self) -> bool:
        """Whether every call was priced or deducted."""
        return self._answer.complete

    def rows(self) -> Rows:
        """A row for each bill line."""
        from facefusion_billing.reports.data import estimate_csv as csv

        return plain_rows(csv.rows(self._answer), csv.COLUMNS, csv.NUMERIC)

    def to_dict(self) -> dict[str, Any]:
        """The whole answer: what `ffbill estimate -f json` prints."""
        from facefusion_billing.reports.data.estimate_json import estimate_json

        return plain(estimate_json(self._answer))


class RecommendResult:
    """The cheapest plan. `total` is the money of all the scenario's months under it;
    None when no plan serves every call.
    """

    __slots__ = ("_answer",)

    def __init__(self, answer: Recommendation) -> None:
        self._answer = answer

    @property
    def total(self) -> Decimal | None:
        """What the cheapest plan comes to."""
        total = self._answer.best.total
        if total is None:
            return None
        return decimal_of(total)

    @property
    def currency(self) -> str:
        """The currency of the price book, such as `USD`."""
        return self._answer.currency

    @property
    def proved(self) -> bool:
        """Whether the plan is proved to be the cheapest."""
        return self._answer.proof.status == "optimal"

    @property
    def scenario(self) -> Scenario | None:
        """The scenario with the plan's orders and modes; None when there is no plan."""
        return self._answer.written

    def rows(self) -> Rows:
        """A row for each plan."""
        from facefusion_billing.reports.data import recommendation_csv as csv

        return plain_rows(csv.rows(self._answer), csv.COLUMNS, csv.NUMERIC)

    def to_dict(self) -> dict[str, Any]:
        """The whole answer: what `ffbill recommend -f json` prints, or `ffbill quote`."""
        from facefusion_billing.reports.data.recommendation_json import (
            recommendation_json,
        )

        return plain(recommendation_json(self._answer))


class RefundResult:
    """A verdict for each pack. `total` is what can be had back."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Refunds) -> None:
        self._answer = answer

    @property
    def total(self) -> Decimal:
        """What the eligible packs return."""
        return decimal_of(self._answer.total)

    @property
    def currency(self) -> str:
        """The currency of the price book, such as `USD`."""
        return self._answer.currency

    def rows(self) -> Rows:
        """A row for each pack."""
        from facefusion_billing.reports.data import refund_csv as csv

        return plain_rows(csv.rows(self._answer), csv.COLUMNS, csv.NUMERIC)

    def to_dict(self) -> dict[str, Any]:
        """The whole answer: what `ffbill refund -f json` prints."""
        from facefusion_billing.reports.data.refund_json import refund_json

        return plain(refund_json(self._answer))


class CompareResult:
    """Scenarios side by side. `total` is the base's, `totals` are all of them by name."""

    __slots__ = ("_answer",)

    def __init__(self, answer: Comparison) -> None:
        self._answer = answer

    @property
    def total(self) -> Decimal:
        """What the base comes to."""
        return decimal_of(self._answer.base.estimate.total)

    @property
    def totals(self) -> dict[str, Decimal]:
        """What each scenario comes to, by its name."""
        return {
            scenario.name: decimal_of(scenario.estimate.total)
            for scenario in self._answer.scenarios
        }

    def rows(self) -> Rows:
        """A row for each figure of each scenario, with its difference from the base."""
        from facefusion_billing.reports.data import comparison_csv as csv

        return plain_rows(csv.rows(self._answer), csv.COLUMNS, csv.NUMERIC)

    def to_dict(self) -> dict[str, Any]:
        """The whole answer: what `ffbill compare -f json` prints."""
        from facefusion_billing.reports.data.comparison_json import comparison_json

        return plain(comparison_json(self._answer))
