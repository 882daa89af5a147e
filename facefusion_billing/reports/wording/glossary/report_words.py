"""What the words and codes of answers mean: kinds, parts, states, verdicts."""

from __future__ import annotations

REPORT_WORDS = {
    "qps": (
        "Queries per second: how many calls are served within a second. Bought by the day or by the month, in "
        "force only while the billing mode in the console is QPS."
    ),
    "qps_upgrade": "Mainland: QPS beyond those of an activity's licence, bought in steps for some days.",
    "refund": (
        "What comes back for an order that was returned, in the month of its return. `ffbill refund` gives a "
        "verdict on every pack; what is refunded in cash goes to the account and can be withdrawn from it."
    ),
    "order": (
        "What was bought, claimed or given on a day: a pack, QPS, a licence; under `orders` in a usage file."
    ),
    "pack": (
        "Calls or materials bought together. An order of several packs has a verdict and a balance for each; in "
        "answers `pack` is its number within the order."
    ),
    "quota": "What may be used without buying more: free calls, free materials, QPS in force.",
    "peak": (
        "The most calls within a second, as `peak_qps` states it; above the QPS that are served calls fail."
    ),
    "voucher": (
        "A tender that pays a part of an order or of a bill. It is not given back when the order is returned."
    ),
    "campaign": (
        "A promotion of the vendor. What was bought in one follows its rules: `refundable` on the order says "
        "what they are."
    ),
    "purchased": "An order that was bought by itself, not given and not in a campaign.",
    "gifted": (
        "Given by the vendor: a pack that cost nothing, or balance that was given. Such packs are never "
        "refunded."
    ),
    "activated": (
        "The service was switched on in the console (Activate Now): free packs begin with it, and calls of a "
        "group that does not say when they start. In a mainland book the days of an activity begin with its "
        "first licence instead; in a plan those of an activity without one begin with this day."
    ),
    "disabled": "Switched off in the console by its owner; calls are refused until it is on again.",
    "level": (
        "In a comparison as CSV: whether a row is of the total, a month, a kind or a scope; `key` says which."
    ),
    "key": (
        "In a comparison as CSV: which month, kind or scope a row is of. Elsewhere: a name in a file, before "
        "the colon."
    ),
    "check": "What must hold before an order that cannot be changed or given back is paid.",
    "alias": (
        "The short name of an edition: intl, mainland. A file pins the id instead, so that its prices stay."
    ),
    "other": "Where calls went that no pack and no bill has: QPS mode, refused, undetermined.",
    "demand": (
        "The calls and peaks that a plan serves; sensitivity says what more or fewer calls would cost, peaks "
        "staying as they are."
    ),
    "question": "What the price document leaves open; an assumption is a reading of it.",
    "completions": "Peaks counted by the ends of calls, where a log has no starts.",
    "calls": (
        "Calls of the scenario, whatever pays for them. In a comparison: more or fewer of them, at the old "
        "unit price."
    ),
    "price": (
        "In a comparison: the change of the unit price, times the new billable calls. In a price book: the "
        "list price."
    ),
    "moved": "An order that is the same in both scenarios, but for its date.",
    "part": "One of the parts that a difference is cut into; they add up to it, to the cent.",
    "changes": "Why a scenario costs more or less than the base: parts that add up to the difference.",
    "valid": "A pack with calls left whose last day has not passed, by the end of the last bill.",
    "exhausted": "A pack whose calls are all used.",
    "expired": "A pack whose last day has passed, or the calls it had left then: they are lost.",
    "refunded": "An order that was given back, on the day that `refunded` states.",
    "future": "A pack that begins after the last bill.",
    "used_up": "The day on which the last call of a pack was drawn; null while some are left.",
    "ledger": "The movements of the account in the order of their days, with the balance after each.",
    "opening": "The balance that a ledger begins with.",
    "event": "What moved the balance: the opening, an order, a settlement, a top-up (made or assumed), a refund.",
    "balance": "What the account holds. At zero a stopped service stays off; above zero it goes on.",
    "top_up": (
        "Money put into the account in the Billing Center. In a suspension: the least one that prevents it, "
        "in time by `top_up_by`."
    ),
    "assumed_top_up": (
        "What the account lacked to pay an order: the ledger goes on as if it had been topped up that day. Top up "
        "before, or say that the order was paid from outside the account: `paid: {card: ...}`."
    ),
    "suspensions": (
        "The stops of the service for an overdue balance, with what they refused and what prevents them."
    ),
    "verdict": (
        "Of a pack: eligible, not_eligible or undetermined. Of a bill or a line of it: what `reconcile` "
        "found."
    ),
    "ground": "One of the conditions of a refund, each with its clause; all must be met.",
    "eligible": "A pack that can be given back: every ground is met.",
    "not_eligible": "A pack that cannot be given back; the first ground that is not met says why.",
    "refundable_item": "Ground: the price document lets orders of this kind be given back.",
    "unused": "Ground: no call was drawn from the pack. Elsewhere: what was paid and never used.",
    "within_window": "Ground: the days since the delivery have not passed.",
    "account_open": "Ground: the account was not closed for violations.",
    "not_refunded": "Ground: the order was not given back before.",
    "next_deadline": "The last day of the eligible packs that close first, and their money.",
    "days_left": (
        "The days from the day asked about to the last day of the refund window, whatever the verdict: 0 on "
        "that day and after it. Null before the delivery, from which they run, and where there is no window."
    ),
    "not_returned": "What a refund does not give back: vouchers and discounts.",
    "current": "The plan of the file as it stands, with its orders and modes.",
    "best": (
        "The plan that costs the least of all that were compared; its proof says how sure that is. At another "
        "demand, under another reading and in a portfolio: what that plan costs."
    ),
    "cheapest": (
        "What screens call the best plan: it costs the least of all that were compared. Its proof says how "
        "sure that is; --require-cheapest fails where the current plan costs more."
    ),
    "with_renewals": (
        "Mainland: the plan that follows every licence that ends by another, where a licence that has ended "
        "may be used further at postpaid prices. It shows what renewing costs beside not renewing."
    ),
    "qps_month": "Of plans: calls served with QPS bought by the month. It is an assumption too.",
    "qps_day": "The plan that serves calls with QPS bought by the day.",
    "optimal": "Proved: no plan of the space that was compared costs less.",
    "bounded": "The best plan found; none costs less than the bound that stands beside it.",
    "infeasible": "No plan serves every call; the reasons are named.",
    "lower_bound": "No plan of the space that was compared costs less than this.",
    "gap": "What lies between the best plan and its lower bound.",
    "feasible": "Whether a plan serves every call; one that does not is never priced as if it did.",
    "saving": "What the best plan costs less than the current one.",
    "sensitivity": "What keeping the plan costs beside the best one when demand is more or less.",
    "stable_between": "The changes of demand, as far as tried, within which no other plan costs less.",
    "decided_anew": (
        "Orders of the file that are no facts: the plan decides anew whether and when such are bought."
    ),
    "last_month": "The last month that is planned.",
    "throttled": "Calls that failed for too many at once; they are not billed.",
    "bills": "What each month costs, line by line; a pay-as-you-go line belongs to the month of use.",
    "line": (
        "One charge of a bill: quantity, unit price, amount, and the clause it rests on. Of a line of the vendor's "
        "bill in JSON: its number in the file."
    ),
    "kind": (
        "What a line is for: pay_as_you_go, call_pack, qps, material_pack, licence, qps_upgrade or refund. Of a "
        "line of the vendor's bill: settlement, purchase, refund, reversal, adjustment, precision or unknown."
    ),
    "quantity": "How many of the unit are charged.",
    "unit": "What the quantity counts: call, pack, QPS-day, QPS-month, licence.",
    "unit_price": "The price of one unit, with the digits of the document.",
    "list_price": "The unit price before the discount of a price book.",
    "amount": (
        "Money: of a line quantity times unit price, rounded half up to the cent; of a movement, a warning or an "
        "order what that is worth."
    ),
    "total": "The sum of what is shown, before tax.",
    "arithmetic": "The sum that gives an amount.",
    "metered": "Calls that were counted: those in call volume mode that were served.",
    "usage": "Where the calls of each month and scope went: free, packs, QPS mode, refused, billed.",
    "drawn": "The packs that paid for calls of a month, by their orders.",
    "reached_by": "The count that reached the row of the tier table.",
    "settles": (
        "The days between which the bill of a month is deducted. Of `reconcile`: which readings a bill tells "
        "apart."
    ),
    "by_kind": "The total, by the kind of lines.",
    "by_scope": "The total, by interface group or activity.",
    "for": "The interface group or activity; `account` where it is of the whole account.",
    "scope": "What calls are counted by: an interface group (international) or an activity (mainland).",
    "month": "A calendar month of Beijing time, YYYY-MM.",
    "last_day": (
        "The last day on which a pack can be drawn, or a refund be asked for. Of counts: the last day that has one."
    ),
    "status": (
        "Of a pack: valid, exhausted, expired, refunded or future. Of a proof: optimal, bounded or "
        "infeasible."
    ),
    "left": "What of a pack is not used yet.",
    "remaining": "What of a pack is not used yet.",
    "used": "What of a pack was drawn. Of a bill by month: its months are those of use.",
    "paid": "How an order was paid, see tenders. Of a bill by month: its months are those of deduction.",
    "currency": "The currency of the price book; amounts of two currencies are never added.",
    "outside": "In the amortised view: what of an order lies outside the months shown.",
    "in_force": (
        "In the amortised view: the days of an order in the month. In a price book: the months its prices "
        "hold."
    ),
    "forecast": (
        "Counts that continue those by day, see the key of a usage file; low and high take the least and the "
        "most instead of the mean."
    ),
    "estimated": "What ffbill computes for a month, beside what was really billed.",
    "explained_by": "The readings under which the estimate is what was really billed, to the cent.",
    "difference": "This less the other: of a scenario, less the base; of a reading, less the one in force.",
    "percent": "The difference in percent of the size of the base.",
    "warning": "What puts money or service at risk; --strict fails on it, --ignore CODE leaves it out.",
    "note": "A fact worth knowing that needs no action; --strict does not fail on it.",
    "severity": "warning or note; of a reconciliation note, decide or dispute.",
    "code": "The short name of a warning, for --ignore and for `ffbill explain`.",
    "remedy": "What to do about a warning.",
    "fail_over": "The gate on the total: --fail-over AMOUNT fails when it is more.",
    "fail_over_month": "The gate on each month: --fail-over-month AMOUNT fails when one is more.",
    "fail_increase": (
        "The gate on a comparison: --fail-increase fails when a scenario costs so much more than the base."
    ),
    "limit": "What a gate allows. Of QPS: what is served in call volume mode.",
    "met": "Whether a condition holds.",
    "call_volume": (
        "The billing mode in which calls are counted: free packs, packs and pay-as-you-go pay for them."
    ),
    "tax": "Prices are before tax. Of a bill: the row between what is billed and what is payable.",
    "billed": (
        "What the bill asks for its lines, before vouchers, gifts and tax. Of calls: those that nothing else "
        "paid for."
    ),
    "expected": "What ffbill computes for the lines of the bill.",
    "rest": "Of a bridge: arithmetic of lines and what is unmapped.",
    "gift": "Gifted balance that paid a part of the bill.",
    "purchase": "A line of a bill for an order.",
    "unknown": "A line of a bill whose kind cannot be told.",
    "transaction": "The id of a line in the vendor's bill.",
    "period": "Whether a bill's months are those of use or those of deduction.",
    "other_products": "Lines of the bill that are of other products; they are counted and left alone.",
    "attempts": "Calls that were tried: billed ones, failed ones that are not billed, throttled ones.",
    "failed": "Calls with an error that is not billed, by error code.",
    "repeats": "Rows or lines that stand twice and count once.",
    "without_id": "Rows without the id of a request, so that repeats among them cannot be told.",
    "unreadable": "Rows of a log that could not be read.",
    "inputs": "The files that were read, with a fingerprint of each.",
    "rows": "The rows of a table, or how many were read.",
    "portfolio": "The bills of many accounts in one answer.",
    "pooled": "What the accounts together would cost as one.",
    "accounts": "The accounts of a portfolio, each with its total.",
    "totals": "The sums of a portfolio, by currency.",
    "overdue": (
        "The balance is below zero after a deduction. The service stops a day later; a top-up that brings it "
        "above zero lets it go on."
    ),
}
"""By code."""
