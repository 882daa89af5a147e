"""What keys of JSON answers mean where they stand, apart from what their name means
elsewhere.
"""

from __future__ import annotations

from facefusion_billing.reports.wording.glossary.more_places import (
    IN_FORCE,
    MONEY_OF_WARNING,
    MORE_PLACES,
)

_LINES_OF_KIND = "What a plan, a bill or an account comes to by the kind of its lines."
_COUNT_OF_CALLS = "Calls of the month and scope, whatever pays for them."
_FIRST_LISTED = "What is at risk, and notes, each with its severity and what to do."
_GATE = "What is held against the limit: the total, or what the dearest month costs."
_ONE_READING = (
    "The question of which another reading is tried; see `ffbill assumptions`."
)
_MODES = (
    "The spans in QPS mode, by interface group; outside them the mode is call volume."
)
_MODE_FROM = "The first day of the span in QPS mode."
_MODE_UNTIL = "The day on which the span ends, itself not in it; without it, it stays."
_PLAN_TOTAL = (
    "What all months of the file cost with the plan; null where it serves not all."
)
_MONEY_OF_ORDER = "What the order costs."
_ID = "The id of the order."
_WHICH_PACK = "The number of the pack within its order, from 1 on."

ANSWER_PLACES = {
    # Where several answers have the same.
    "assumptions": IN_FORCE,
    "assumptions.billed_errors": "The reading in force: none or face_errors.",
    "assumptions.qps_window": "The reading in force: fixed_second or any_second.",
    "warnings": _FIRST_LISTED,
    "warnings.month": "The month that a warning or note is of.",
    "warnings.amount": MONEY_OF_WARNING,
    "warnings.clauses": "The clauses on which a warning or note rests.",
    "alternatives.assumption": _ONE_READING,
    "gates": (
        "The conditions that were set on a figure, such as --fail-over; one that is not met gives exit status 1."
    ),
    "gates.limit": "The most that the gate allows.",
    "gates.actual": _GATE,
    "gates.met": "Whether the figure is not above the limit; false where it is incomplete.",
    "by_kind": _LINES_OF_KIND,
    "price_book": "The price book that was used, by its id and its currency.",
    "price_book.id": "The id of the edition, or that of a book of your own.",
    # estimate
    "estimate.total": "The sum of the bills that are shown, before tax.",
    "estimate.packs": (
        "The free packs, call packs and licence packs of the file, each with what became of its calls."
    ),
    "estimate.account": (
        "The ledger of the account and the stops of the service; null where the file has no balance."
    ),
    "estimate.actual": (
        "What was really billed, beside what is computed; null where the file does not state it."
    ),
    "actual.months": "The months for which the file says what was really billed.",
    "actual.months.actual": "What was really billed for the month, as the file states it.",
    "actual.months.difference": "What was really billed, less what is computed.",
    "estimate.forecast": (
        "That days after the last count were forecast, and the totals at the least and the most counts; null "
        "without a forecast."
    ),
    "forecast.last_day": "The last day that has a count of its own; the forecast begins on the next.",
    "forecast.low": "The total where each day has the least of its weekdays' counts; null: they cannot be billed.",
    "forecast.high": "The total where each day has the most of its weekdays' counts; null: they cannot be billed.",
    "forecast.low_complete": "Whether there is a total at the least counts, and every call is in it.",
    "forecast.high_complete": "Whether there is a total at the most counts, and every call is in it.",
    "alternatives.total": "The total under the other reading; null where it cannot be computed.",
    "alternatives.difference": "The total under the other reading, less that of the readings in force.",
    "alternatives.complete": (
        "Whether there is a total under the reading, and every call of the scenario was priced or deducted in it."
    ),
    "alternatives.refused": "The calls that the total leaves out as refused; null where there is none.",
    "alternatives.undetermined": "The calls that the total leaves out without a price; null where there is none.",
    "alternatives.why": "Why there is no total under the reading.",
    "prepaid.month": "The last month that is shown, at the end of which it is not yet used.",
    "prepaid.total": "What is paid and not yet used, of all orders together.",
    "prepaid.orders": "The orders that are paid and not yet used up, and how much of each.",
    "prepaid.orders.order": _ID,
    "prepaid.orders.pack": _WHICH_PACK,
    "prepaid.orders.amount": "What of the order, or of its pack, is paid and not yet used.",
    "ledger.date": "The day of the movement.",
    "ledger.event": (
        "What moved the balance: the opening, an order, a settlement, a top-up (also an assumed one), a refund."
    ),
    "ledger.amount": "What the balance was moved by, below zero for what was paid; of the opening, the balance.",
    "ledger.balance": "What the account holds after the movement.",
    "ledger.for": "The order or the month that it is for; null for the opening and for top-ups of the file.",
    "suspensions.from": "The first day on which the service is stopped.",
    "suspensions.until": "The day on which the service goes on; null: the stop does not end.",
    "suspensions.refused": "Calls that were refused while the service was stopped.",
    "suspensions.top_up": "The least top-up that prevents the stop, in time by `top_up_by`.",
    "line.date": (
        "The day of the order or of its refund; of a pay-as-you-go line the day on which it is deducted."
    ),
    "line.order": "The id of the order of the line; null for pay-as-you-go.",
    "line.discount": "What the line costs less than by its list prices; null where it has none.",
    "line.unit_price": (
        "The price of one unit: with the digits of the document, or exact after a discount. Null for a part of an "
        "order in the amortised view."
    ),
    "line.list_price": "The unit price before a discount of the price book.",
    "line.clauses": "The clauses on which the line rests; `ffbill prices BOOK` lists them.",
    "line.assumptions": "The questions whose readings the line rests on.",
    "estimate.line.amount": (
        "Quantity times unit price, rounded half up to the cent; below zero for a refund. In the amortised view "
        "what of an order the month used."
    ),
    "usage.calls": _COUNT_OF_CALLS,
    "usage.packs": "Calls drawn from paid packs and from those that come with a licence.",
    "usage.drawn.order": _ID,
    "usage.drawn.pack": _WHICH_PACK,
    "usage.drawn.calls": "Calls of the month that were drawn from the pack.",
    "usage.tier": "The row of the tier table at which the billable calls are priced; null without any.",
    "usage.tier.from": "The first count of the tier.",
    "usage.tier.to": "The last count of the tier, itself in it; null: it is open.",
    "usage.forecast": "How many of the calls are a forecast.",
    "bill.month": "The month of use, and of the orders made in it.",
    "bill.total": "The sum of the bill's lines, before tax.",
    "bill.settles": "The first and the last day on which the bill may be deducted.",
    "bill.lines": "The charges of the bill: quantity, unit price, amount, and the clauses they rest on.",
    "pack.order": _ID,
    "pack.pack": _WHICH_PACK,
    "pack.size": "The calls of the pack.",
    "pack.used": "Calls drawn from the pack.",
    "pack.remaining": "Calls left in the pack that can still be drawn.",
    "pack.expired": "Calls that were left when the pack ended: they are lost.",
    "pack.from": "The first day on which the pack can be drawn.",
    "pack.until": "The day on which the pack has ended, the one after its last.",
    "pack.last_day": "The last day on which the pack can be drawn.",
    "pack.status": "valid, exhausted, expired, refunded or future, by the end of the last bill.",
    # recommendation
    "horizon.from": "The first month that is planned; a day where --from names one.",
    "horizon.until": "The month after the last one that is planned.",
    "recommendation.best": "The plan that costs the least of all that were compared, with its proof.",
    "best.total": _PLAN_TOTAL,
    "best.orders": "What to buy or claim, as orders of a usage file.",
    "best.billing_mode": _MODES,
    "billing_mode.*.from": _MODE_FROM,
    "billing_mode.*.until": _MODE_UNTIL,
    "billing_mode.*.mode": "The billing mode of the span: qps.",
    "best.proof": "How sure the plan is: its status, how it was found, and the bound that holds.",
    "proof.status": (
        "optimal: no plan of the space that was compared costs less; bounded: the best one found; infeasible: "
        "none serves every call."
    ),
    "current.total": _PLAN_TOTAL,
    "saving.amount": "What the best plan costs less than the current one; below zero, what it costs more.",
    "saving.percent": "The saving in percent of what the current plan costs.",
    "recommendation.complete": (
        "Whether there is a plan, and every call of all the file's months is priced or deducted under it."
    ),
    "recommendation.forecast": (
        "Where the counts end that a forecast continues, and how many calls it is; null without a forecast."
    ),
    "scenarios.forecast": (
        "Where the counts end that a forecast continues, and how many calls it is; null without a forecast."
    ),
    "accounts.forecast": (
        "Where the counts end that a forecast continues, and how many calls it is; null without a forecast."
    ),
    "forecast.months": "The months that are billed; none where no plan serves every call.",
    "forecast.months.calls": "The calls of the month, those of the forecast included.",
    "forecast.months.forecast": "How many of them are a forecast.",
    "recommendation.plans": "The plans that were compared, each with its total or with what it does not serve.",
    "per_scope.total": "What the scope costs with the best plan, orders made before included.",
    "per_scope.pack_calls": "The calls of the paid packs and licences of the scope, those bought before included.",
    "per_scope.used": "How many of these calls are used.",
    "per_scope.unused": "How many of these calls are not used: expired ones and those still valid.",
    "per_scope.expired": "How many of these calls expire unused.",
    "per_scope.still_valid": "How many of these calls are left in packs that outlast the last month.",
    "per_scope.utilisation_percent": "How much of these calls is used, in percent; null where there are none.",
    "recommendation.break_even": "From where to where each purchase costs no more than doing without it.",
    "break_even.item": "What is bought: call_pack, qps_month or qps_day.",
    "break_even.size": "The calls of the pack; null for QPS.",
    "break_even.calls": "The least billable calls of a month for which a pack pays; null: never, or QPS.",
    "break_even.pays.from": "The least billable calls of a range in which the pack pays.",
    "break_even.pays.until": "The most billable calls of that range, itself in it; null: open.",
    "break_even.peak_qps": "The highest peak for which QPS pay; null: never, or a pack.",
    "break_even.message": "The same in a sentence.",
    "stable_between.low": "The change of demand in percent from which on the plan is the cheapest.",
    "stable_between.high": "The change of demand in percent up to which the plan is the cheapest.",
    "sensitivity.demand_percent": "By how many percent there are more calls, below zero: fewer.",
    "sensitivity.keep": "What the plan costs, kept at this demand; null where calls are not served.",
    "sensitivity.best": "What the best plan costs at this demand; null where none serves it.",
    "sensitivity.regret": "What keeping the plan costs more than the best one at this demand.",
    "decided_anew": (
        "The orders of the file that are no facts, with their money: the plan decides anew what is bought."
    ),
    "decided_anew.amount": _MONEY_OF_ORDER,
    "recommendation.facts": (
        "The orders that every plan keeps: those before the horizon, those marked `bought: true`, gifted, "
        "campaign and refunded ones."
    ),
    "facts.amount": _MONEY_OF_ORDER,
    "recommendation.alternatives": "What another reading of an open question would change about the plan.",
    "alternatives.best": "What the best plan costs under the other reading; null where none serves every call.",
    "recommendation.order.id": _ID,
    "recommendation.order.date": "The day of the order.",
    "recommendation.order.quantity": "How many packs the order has.",
    "recommendation.order.qps": "How many QPS the order has.",
    "recommendation.order.days": "For how many days the QPS are.",
    "recommendation.order.months": "For how many months the QPS are.",
    "plan.name": "Which plan: current, pay_as_you_go, packs, qps_month, qps_day, best and others.",
    "plan.total": _PLAN_TOTAL,
    "plan.orders": "What the plan buys or claims, as orders of a usage file.",
    "plan.billing_mode": _MODES,
    # refund
    "closing_soon": "What can no longer be had back after so many days.",
    "closing_soon.days": "How many days are meant.",
    "closing_soon.total": "The money of the eligible packs whose last day comes within these days.",
    "next_deadline": (
        "The last day of the eligible packs that close first, and their money; null where none is eligible."
    ),
    "next_deadline.last_day": "The last day on which that money can be asked for.",
    "next_deadline.total": "The money of the packs that close on that day.",
    "verdicts": "A verdict for each pack of each order.",
    "verdicts.order": _ID,
    "verdicts.pack": _WHICH_PACK,
    "verdicts.verdict": "eligible, not_eligible or undetermined.",
    "verdicts.last_day": "The last day of the refund window, whatever the verdict; null where there is none.",
    "verdicts.used_calls": (
        "What was used of the pack by the day that is asked about: calls; of a material pack, materials."
    ),
    "verdicts.refund": "What comes back of an eligible pack, by tender; nothing of any other.",
    "verdicts.refund.cash": "What was paid from the cash of the account.",
    "verdicts.refund.gifted": "What was paid from gifted balance.",
    "verdicts.refund.total": "What comes back in all.",
    "not_returned.voucher": "What was paid by voucher.",
    "not_returned.discount": "What the price was lowered by.",
    "verdicts.grounds": "The conditions of a refund, each with what it was judged by; all must be met.",
    "grounds.met": "Whether the condition holds; null where it is not known.",
    "grounds.clauses": "The clauses on which the condition rests.",
    **MORE_PLACES,
}
"""By path: the name of the answer and all keys, or the last ones of them."""
