"""Days for which no peak is stated: a plan holds their limits against averages, the
least that a peak can be.
"""

from collections.abc import Iterator

from facefusion_billing.billing.bills import Billing
from facefusion_billing.billing.limits import limits_by_average
from facefusion_billing.model.bill import Finding
from facefusion_billing.model.book import ACCOUNT
from facefusion_billing.model.calendar import Span, month_of
from facefusion_billing.plans.baseline import PlanFacts


def unknown_peaks(on: PlanFacts, core: Billing) -> Iterator[Finding]:
    """Once for all scopes of a plan, with the first such day."""
    found = dict(
        limits_by_average(
            core.inputs.scenario,
            core.prepared,
            core.metering,
            Span(on.horizon.start, on.horizon.end),
            throttled=on.limits.allow_throttling,
        )
    )
    if not found:
        return
    scopes, since = tuple(found), min(found.values())
    scope = ACCOUNT
    if len(scopes) == 1:
        scope = scopes[0]
    yield Finding(
        "peak_unknown", month_of(since), scope, {"scopes": scopes, "since": since}
    )
