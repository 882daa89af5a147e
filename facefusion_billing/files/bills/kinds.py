"""What a line of a bill is, by the code of its transaction, else by its name."""

from __future__ import annotations

import re

from facefusion_billing.model.vendor_bill import (
    ADJUSTMENT,
    PRECISION,
    PURCHASE,
    REFUND,
    REVERSAL,
    SETTLEMENT,
    UNKNOWN,
)

_CODES = {
    "prepay_purchase": PURCHASE,
    "prepay_renew": PURCHASE,
    "prepay_modify": PURCHASE,
    "prepay_return": REFUND,
    "billvirtualid": PRECISION,
}
_NAMES: tuple[tuple[str, str], ...] = (
    (r"精度差异|精度补偿|precision|billvirtualid", PRECISION),
    (r"冲正|reversal", REVERSAL),
    (
        r"^recon_|^o(ff|n)line_deduct|调账|优惠|保底|线下|adjust-[cd]r|offline",
        ADJUSTMENT,
    ),
    (r"退款|退费|refund|return", REFUND),
    (r"^postpay_deduct|按量计费.*(扣费|结)|settlement|^deduction$|^spot$", SETTLEMENT),
    (r"新购|续费|配置变更|purchase|renewal|^modify$|subscription|licence", PURCHASE),
)


def kind_of(code: str, name: str) -> str:
    """The kind of a transaction.

    >>> kind_of("postpay_deduct_m", ""), kind_of("", "Monthly subscription refund")
    ('settlement', 'refund')
    """
    # The code first: names are translated, and differ between generations of exports.
    for text in (code.casefold(), name.casefold()):
        if text in _CODES:
            return _CODES[text]
        # In this order: "monthly subscription refund" is a refund, no subscription.
        for pattern, kind in _NAMES:
            if text and re.search(pattern, text):
                return kind
    return UNKNOWN
