"""What many accounts come to, each by the rules of `estimate` alone: accounts are never
pooled.
"""

from facefusion_billing.answers.estimate import estimate
from facefusion_billing.billing.views import EstimateOptions
from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.faults import InputError
from facefusion_billing.model.portfolio import AccountBill
from facefusion_billing.model.scenario import Scenario

_BILLS_ONLY = EstimateOptions(others=False)


def bill_account(scenario: Scenario, chosen: dict[str, str]) -> Estimate:
    """The bills of one account, without those of other readings. Raises `InputError`."""
    return estimate(scenario, chosen, _BILLS_ONLY)


def account_bill(account: str, answer: Estimate) -> AccountBill:
    """The row of an account that was billed."""
    warnings: dict[str, int] = {}
    for finding in answer.findings:
        if finding.severity == "warning":
            warnings[finding.code] = warnings.get(finding.code, 0) + 1
    return AccountBill(
        account=account,
        currency=answer.currency,
        total=answer.total,
        by_kind=answer.by_kind,
        complete=answer.complete,
        warnings=warnings,
        faults=(),
    )


def faulty_account(account: str, error: InputError) -> AccountBill:
    """The row of an account whose input is wrong."""
    faults = tuple(fault.message for fault in error.faults)
    return AccountBill(account, None, None, {}, False, {}, faults)
