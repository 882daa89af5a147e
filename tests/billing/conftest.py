"""What several tests of bills begin with."""

import pytest

from facefusion_billing.billing.serving import Serving


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows by one with each stretch of days whose calls are served at once."""
    found: list[object] = []
    serve = Serving.serve

    def counted(*given: object) -> None:
        found.append(given)
        serve(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Serving, "serve", counted)
    return found
