"""No plan is billed twice: what is listed, kept and found again shares its bills."""

from pathlib import Path
from typing import Any

import pytest

from facefusion_billing import load_scenario, recommend
from facefusion_billing.billing.bills import Billing, compute
from facefusion_billing.plans import pricing
from tests.tools import ROOT

PEAKS = {
    "version": 1,
    "price_book": "intl",
    "usage": {
        "image_basic": {
            "calls": {"2025-01": 120_000, "2025-02": 340_000, "2025-03": 95_000},
            "peak_qps": {"2025-01": 5, "2025-02": 10, "2025-03": 16},
        }
    },
}


@pytest.mark.parametrize("usage", [ROOT / "sample_usage" / "steady_app.yaml", PEAKS])
def test_no_plan_is_billed_twice(
    usage: Path | dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best plan is also the best without QPS, and the best under other readings."""
    billed: list[Any] = []

    def counted(inputs: Any, readings: Any) -> Billing:
        plan = inputs.scenario.orders, inputs.scenario.usage
        assert plan not in billed
        billed.append(plan)
        return compute(inputs, readings)

    monkeypatch.setattr(pricing, "compute", counted)
    recommend(load_scenario(usage))
    assert len(billed) > 3
