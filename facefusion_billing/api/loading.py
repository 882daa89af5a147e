"""Price books and scenarios, read and checked."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from facefusion_billing.api.arguments import mapping_of, path_of, unfit, word_of
from facefusion_billing.billing.checks import check
from facefusion_billing.files.books import read_book
from facefusion_billing.files.usage import read_usage
from facefusion_billing.model.assumptions import unknown_reading
from facefusion_billing.model.book import PriceBook
from facefusion_billing.model.faults import Fault, InputError, Message, fault_at
from facefusion_billing.model.scenario import Forecast

if TYPE_CHECKING:
    from facefusion_billing.files.nodes import Node
    from facefusion_billing.model.scenario import Scenario


USAGE = Message("the path of a usage file, or a mapping of its form")
BOOK = Message("the name of a price book, or its path")


def load_price_book(id_or_path: str | os.PathLike[str]) -> PriceBook:
    """The price book of an alias (`intl`, `mainland`), an edition's id, or a file.

    A path has a `/` in it or ends with `.yaml`. Raises `InputError`.
    """
    return read_book(path_of("price_book", id_or_path, BOOK))


def load_scenario(
    path_or_mapping: str | os.PathLike[str] | Mapping[str, Any],
    *,
    price_book: str | os.PathLike[str] | PriceBook | None = None,
    assume: Mapping[str, str] | None = None,
    forecast: Forecast | None = None,
) -> Scenario:
    """The scenario of a usage file, or of a mapping of its form, checked on its book.

    `price_book` takes the place of the one the file names, `assume` maps assumptions to
    readings, over those of the file; `forecast` continues every scope with counts by
    day. Files that a mapping names are looked for from the
    current folder; its faults have a key path and no line.

    Raises `InputError` with every fault found.
    """
    chosen = readings_of(assume)
    if not (forecast is None or isinstance(forecast, Forecast)):
        raise unfit("forecast", forecast, Message("a forecast"))
    if not (price_book is None or isinstance(price_book, PriceBook)):
        price_book = path_of("price_book", price_book, BOOK)
    if isinstance(path_or_mapping, Mapping):
        from facefusion_billing.files import given

        node = given.document(path_or_mapping)
        scenario = checked_scenario(given.NAME, price_book, chosen, node, forecast)
    else:
        path = path_of("load_scenario", path_or_mapping, USAGE)
        scenario = checked_scenario(path, price_book, chosen, forecast=forecast)
    return scenario._replace(assumptions={**scenario.assumptions, **chosen})


def checked_scenario(
    path: str,
    price_book: str | PriceBook | None,
    chosen: dict[str, str],
    node: Node | None = None,
    forecast: Forecast | None = None,
) -> Scenario:
    """The scenario of a usage file (or of its document), checked under the readings
    chosen. `forecast` continues every scope with counts by day.

    Raises `InputError` with every fault found.
    """
    file = read_usage(path, price_book, node)
    faults = list(file.faults)
    scenario = file.scenario
    if scenario is not None:
        if forecast is not None or scenario.has_forecast:
            scenario = _with_forecast(scenario, forecast, faults)
        readings = scenario.readings(chosen)
        faults += check(scenario, readings, file.drafts, whole=file.whole)
    if faults or scenario is None:
        raise InputError(faults)
    return scenario


def _with_forecast(
    scenario: Scenario, forecast: Forecast | None, faults: list[Fault]
) -> Scenario:
    """The scenario with its forecast days; as it is, and its faults, where they do not
    fit.
    """
    # Few scenarios have a forecast; the others need not load it.
    from facefusion_billing.billing import forecast as forecasts

    if forecast is not None:
        scenario = forecasts.continued(scenario, forecast)
    unfit = list(forecasts.forecast_faults(scenario))
    faults += unfit
    if unfit:
        return scenario
    return forecasts.with_forecast(scenario)


def readings_of(assume: Mapping[str, str] | None) -> dict[str, str]:
    """The readings chosen, if there are such. Raises `InputError`."""
    asked = mapping_of("assume", assume)
    chosen = {word_of(id): word_of(value) for id, value in asked.items()}
    faults = [
        fault_at("assume: {fault}", fault=fault)
        for id, value in chosen.items()
        if (fault := unknown_reading(id, value))
    ]
    if faults:
        raise InputError(faults)
    return chosen
