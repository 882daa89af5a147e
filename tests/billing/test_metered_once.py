"""Readings that move no call are not metered anew: only what calls cost is computed again."""

import pytest

from facefusion_billing.billing import bills
from facefusion_billing.billing.metering import meter
from facefusion_billing.billing.months import Metering
from tests.tools import Ask

MAINLAND = """
    price_book: mainland
    usage:
      a: {calls: {2025-01: 700k}}
      b: {calls: {2025-01: 700k}}
    orders:
      - {item: licence, for: a, package: 1, date: 2025-01-01}
      - {item: licence, for: b, package: 1, date: 2025-01-01}
      - {item: call_pack, size: 100k, date: 2025-01-01}
    """


class TestMeteredOnce:
    def test_a_reading_that_counts_the_same_calls_otherwise(
        self, ask: Ask, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """1,400,000 calls, 2 x 500 free, 2 x 10,000 of licences, 100,000 of the pack: 1,279,000 are billed, all at 0.012,
        which is 15,348.00. By activity a has 700,000 - 10,500 - p and b 689,500 - (100,000 - p), both at 0.02: 25,580.00,
        10,232.00 more. Metered are the file and the one other reading under which a licence's calls serve all.
        """
        metered = []

        def counted(*given: object, draws: bool) -> Metering:
            metered.append(given)
            return meter(*given, draws=draws)  # type: ignore[arg-type]

        monkeypatch.setattr(bills, "meter", counted)
        answer = ask(MAINLAND)
        others = {
            (each["assumption"], each["value"]): each["difference"]
            for each in answer["alternatives"]
        }
        assert answer["by_kind"]["pay_as_you_go"] == "15348.00"
        assert others["postpaid_scope", "activity"] == "10232.00"
        assert len(metered) == 2
