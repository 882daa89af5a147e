"""Charges as a FOCUS 1.2 Cost and Usage CSV: what each column means here and what is
left out, docs/focus.md says.

FOCUS column names, allowed values and units appear here and in `focus_columns` only.
Every figure is a value of the charge.
"""

from __future__ import annotations

import json
from datetime import date

from facefusion_billing.model.bill import Estimate
from facefusion_billing.model.charge import (
    DRAWN,
    FREE,
    IN_FORCE,
    INCLUDED,
    METERED,
    OUTSIDE,
    PURCHASE,
    RETURNED,
    UNUSED,
    Charge,
)
from facefusion_billing.model.money import Price, money_text
from facefusion_billing.model.scenario import Order
from facefusion_billing.reports.data.csv_text import QuotedTexts, csv_line, safe_text
from facefusion_billing.reports.data.focus_columns import (
    COLUMNS,
    DETAILS,
    METERS,
    UNITS,
)
from facefusion_billing.reports.wording.language import N_, _
from facefusion_billing.reports.wording.phrases import labelled, ordered, refunded

VENDOR = "Tencent Cloud"
ACCOUNT_ID, ACCOUNT_NAME = "face-fusion-estimate", "Face Fusion estimate"
"""An estimate is of no account; the same name stands in every file."""

_PARTS = {
    FREE: N_("free calls"),
    DRAWN: N_("calls drawn"),
    INCLUDED: N_("calls included"),
    IN_FORCE: N_("days in force"),
    UNUSED: N_("unused at its end"),
    OUTSIDE: N_("used outside these months"),
}
Cells = dict[str, str]


def focus_csv(answer: Estimate) -> str:
    """The charges of an estimate, one in a row, under the columns of FOCUS 1.2 and ours
    (`x_`).
    """
    everywhere, texts = _everywhere(answer), QuotedTexts()
    lines = [csv_line(COLUMNS)]
    alike, cells = None, everywhere
    for charge in answer.charges:
        # Most packs of an order differ in nothing but their numbers.
        unnumbered = charge._replace(number=0)
        if unnumbered != alike:
            alike, cells = unnumbered, {**everywhere, **_cells(charge, answer)}
        cells.update(_numbered(charge))
        lines.append(texts.line(map(cells.get, COLUMNS)))
    return "".join(lines)


def _cells(charge: Charge, answer: Estimate) -> Cells:
    """The cells of a charge but those with its number; what is missing or empty is
    null.
    """
    cells = _ours(charge, answer)
    for part in (_when, _what, _costs, _quantities, _commitment, _resource, _price):
        cells.update(part(charge))
    return cells


def _numbered(charge: Charge) -> Cells:
    """The cells in which the number of a pack in its order stands."""
    cells = {"ChargeDescription": safe_text(_description(charge))}
    if charge.prepaid and charge.order is not None:
        id, name = _order_id(charge, charge.order), _order_name(charge, charge.order)
        cells["CommitmentDiscountId"] = id
        cells["CommitmentDiscountName"] = name
        if _is_on_order(charge):
            cells["ResourceId"], cells["ResourceName"] = id, name
    return cells


def _everywhere(answer: Estimate) -> Cells:
    """The cells that are the same in every row."""
    roles = (
        "InvoiceIssuerName",
        "ProviderName",
        "PublisherName",
        "ServiceProviderName",
        "HostProviderName",
    )
    return {
        "BillingAccountId": ACCOUNT_ID,
        "BillingAccountName": ACCOUNT_NAME,
        "BillingCurrency": answer.currency,
        "PricingCurrency": answer.currency,
        "ServiceName": "Face Fusion",
        "ServiceCategory": "AI and Machine Learning",
        "ServiceSubcategory": "Generative AI",
        "Tags": "{}",
        "x_Estimated": "true",
        "x_Title": safe_text(answer.title),
        "x_PriceBook": safe_text(answer.book_id),
        **dict.fromkeys(roles, VENDOR),
    }


def _when(charge: Charge) -> Cells:
    return {
        "BillingPeriodStart": _midnight(charge.month.first),
        "BillingPeriodEnd": _midnight(charge.month.end),
        "ChargePeriodStart": _midnight(charge.period.start),
        "ChargePeriodEnd": _midnight(charge.period.end),
    }


def _what(charge: Charge) -> Cells:
    bought = charge.act == PURCHASE
    return {
        "ChargeCategory": "Purchase" if bought else "Usage",
        "ChargeClass": "Correction" if charge.corrects else "",
        "ChargeFrequency": "One-Time" if bought else "Usage-Based",
        "PricingCategory": "Committed" if charge.prepaid and not bought else "Standard",
    }


def _costs(charge: Charge) -> Cells:
    return {
        "BilledCost": money_text(charge.billed),
        "EffectiveCost": money_text(charge.effective),
        "ContractedCost": _decimal(charge.priced.agreed_cost),
        "ContractedUnitPrice": _decimal(charge.priced.agreed),
        "ListCost": _decimal(charge.priced.list_cost),
        "ListUnitPrice": _decimal(charge.priced.rate.price),
        "PricingCurrencyContractedUnitPrice": _decimal(charge.priced.agreed),
        "PricingCurrencyEffectiveCost": money_text(charge.effective),
        "PricingCurrencyListUnitPrice": _decimal(charge.priced.rate.price),
    }


def _quantities(charge: Charge) -> Cells:
    cells = {
        "PricingQuantity": _decimal(charge.priced.quantity),
        "PricingUnit": UNITS[charge.priced.rate.unit],
    }
    if charge.consumed:
        cells["ConsumedQuantity"] = f"{charge.consumed.number}.0"
        cells["ConsumedUnit"] = UNITS[charge.consumed.unit]
    return cells


def _commitment(charge: Charge) -> Cells:
    """The prepaid order (of several packs, the pack) that a charge buys, uses, leaves
    over or returns.
    """
    if not charge.prepaid or charge.order is None:
        return {}
    cells = {
        "CommitmentDiscountCategory": "Usage",
        "CommitmentDiscountStatus": _status(charge),
        "CommitmentDiscountType": METERS[charge.order.kind.name],
    }
    if charge.committed:
        cells["CommitmentDiscountQuantity"] = f"{charge.committed.number}.0"
        cells["CommitmentDiscountUnit"] = UNITS[charge.committed.unit]
    return cells


def _status(charge: Charge) -> str:
    if charge.act == PURCHASE:
        return ""
    if charge.part == UNUSED:
        return "Unused"
    return "Used"


def _is_on_order(charge: Charge) -> bool:
    """Whether a prepaid order itself is what a charge is on."""
    return charge.prepaid and (charge.act == PURCHASE or charge.part == UNUSED)


def _resource(charge: Charge) -> Cells:
    """What a charge is on: the prepaid order when it is bought, returned or left over,
    else the group or activity.
    """
    if charge.order and _is_on_order(charge):
        return {"ResourceType": METERS[charge.order.kind.name]}
    if charge.resource is None:
        return {}
    name, title = charge.resource
    kind = "Interface Group"
    if charge.priced.rate.sku.startswith("activities/"):
        kind = "Activity"
    return {
        "ResourceId": safe_text(name),
        "ResourceName": safe_text(title),
        "ResourceType": kind,
    }


def _price(charge: Charge) -> Cells:
    details = {
        DETAILS[name]: value for name, value in charge.priced.rate.details.items()
    }
    return {
        "SkuId": safe_text(charge.priced.rate.sku),
        "SkuMeter": METERS[charge.priced.rate.meter],
        "SkuPriceDetails": json.dumps(details),
        "SkuPriceId": safe_text(charge.priced.rate.id),
    }


def _ours(charge: Charge, answer: Estimate) -> Cells:
    readings = (
        f"{id}={answer.assumptions[id]}"
        for id in charge.assumptions
        if id in answer.assumptions
    )
    order = charge.order
    return {
        "x_Month": str(charge.month),
        "x_Kind": charge.kind,
        "x_Part": charge.part,
        "x_Order": safe_text(order.id) if order else "",
        "x_Source": order.source if order else "",
        "x_Discount": money_text(charge.discount),
        "x_Clauses": safe_text(" ".join(charge.clauses)),
        "x_Assumptions": " ".join(readings),
    }


def _description(charge: Charge) -> str:
    if charge.order is None:
        if charge.part == METERED:
            return _("pay-as-you-go")
        return _(_PARTS[charge.part])
    if charge.part == RETURNED:
        return refunded(charge.order)
    text = ordered(charge.order)
    if charge.order.quantity > 1:
        text += f" #{charge.number}"
    if charge.part in _PARTS:
        return labelled(text, _(_PARTS[charge.part]))
    return text


def _order_id(charge: Charge, order: Order) -> str:
    """An id of its own for each pack: the order's, then the number of the pack in it."""
    return safe_text(f"{order.id}/{charge.number}")


def _order_name(charge: Charge, order: Order) -> str:
    return safe_text(f"{METERS[order.kind.name]} {order.id} #{charge.number}")


def _midnight(day: date) -> str:
    """The start of a day, written as UTC."""
    return f"{day}T00:00:00Z"


def _decimal(value: Price) -> str:
    """A decimal, always with a point."""
    text = Price(abs(value.digits), value.places).text
    if not value.places:
        text += ".0"
    if value.digits < 0:
        return f"-{text}"
    return text
