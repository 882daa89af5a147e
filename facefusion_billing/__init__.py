"""Exact, provable bills for Tencent Cloud Face Fusion: what will it cost, what is the
cheapest plan, what can be refunded.

    from facefusion_billing import estimate, load_scenario

    bills = estimate(load_scenario("usage.yaml"))
    print(bills.total, bills.currency)

What is named here is the public door, and what `docs/api.md` promises of it stays as it
is; everything else may change. Nothing is loaded before it is used, nothing here reads
the clock but `quote` without `start`, and two threads may ask at once.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facefusion_billing.api.loading import load_price_book, load_scenario
    from facefusion_billing.api.questions import (
        compare,
        estimate,
        quote,
        recommend,
        refund,
    )
    from facefusion_billing.model.faults import InputError

__version__ = "0.1.0"
__all__ = [
    "InputError",
    "compare",
    "estimate",
    "load_price_book",
    "load_scenario",
    "quote",
    "recommend",
    "refund",
]


def __getattr__(name: str) -> Any:
    """What is behind the door, loaded when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_room_of(name)}"), name)


def _room_of(name: str) -> str:
    if name == "InputError":
        return "model.faults"
    if name.startswith("load_"):
        return "api.loading"
    return "api.questions"


def __dir__() -> list[str]:
    """The names behind the door, for completion."""
    return sorted([*globals(), *__all__])
