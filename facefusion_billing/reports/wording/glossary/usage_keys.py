"""What each key of a usage file means."""

from __future__ import annotations

USAGE_KEYS = {
    "version": "The form of the file; it is 1.",
    "title": "What reports of this file are headed with.",
    "price_book": (
        "The prices: intl, mainland, the id of an edition (`ffbill prices` lists them), or a book file beside "
        "this one."
    ),
    "assumptions": (
        "Readings of open questions of the price document, ID: VALUE; `ffbill assumptions` lists them."
    ),
    "account": (
        "The cloud account: since when the service is active, what balance it has, when it was switched off."
    ),
    "account.activated": (
        "The day on which the service was activated in the console. In an international book the days of "
        "calls begin with it where a group does not say `starts`, and free packs are not claimed before. In a "
        "mainland book the days of an activity begin with its first licence, in the month of that, and not "
        "with this day. No plan decides anything before this day, and one of `recommend` lets an activity "
        "without `starts` and without a licence begin with it."
    ),
    "account.balance": (
        "What the account holds on a day. With it the ledger is followed: purchases, settlements, top-ups and "
        "stops."
    ),
    "account.balance.date": "The day of the balance.",
    "account.balance.amount": "The balance, in the currency of the price book; it may be negative.",
    "account.top_ups": "Money that is put into the account.",
    "account.top_ups.date": "The day of the top-up.",
    "account.top_ups.amount": "The amount of the top-up.",
    "account.discontinued": "true where the account was closed for violations: nothing is refundable then.",
    "account.disabled": "Spans in which the service was switched off in the console: calls are refused then.",
    "account.disabled.from": "The first day on which the service was off.",
    "account.disabled.until": "The day on which it was on again; without it the service stays off.",
    "usage": "Calls and peaks of each interface group (intl) or activity, whose name is free (mainland).",
    "usage.*.starts": (
        "The first day of calls: the calls of its month are spread from it on. Without it, the day of "
        "`account.activated` (international book), or that of the activity's first licence where it falls in "
        "the month (mainland)."
    ),
    "usage.*.calls": (
        "Calls by month, day or range of days; or a series that grows by month; or a file with counts."
    ),
    "usage.*.calls.from": "The first month of a growing series.",
    "usage.*.calls.months": "How many months a growing series has.",
    "usage.*.calls.start": "The calls of a growing series in its first month.",
    "usage.*.calls.growth": (
        "By how much each month of the series has more calls than the one before: 10%, or -2.5%."
    ),
    "usage.*.calls.file": (
        "A CSV file or a workbook (.xlsx) with the columns date,calls and, where wanted, peak_qps and for; its "
        "path is relative to this file."
    ),
    "usage.*.calls.columns": (
        "Which columns of the file are which, where they have names of their own; all others are passed over."
    ),
    "usage.*.calls.columns.date": "The name of the column with days or months.",
    "usage.*.calls.columns.calls": "The name of the column with counts of calls.",
    "usage.*.calls.columns.peak_qps": "The name of the column with peaks.",
    "usage.*.calls.columns.for": "The name of the column that says which scope a row is of.",
    "usage.*.peak_qps": (
        "The most calls within a second: one number, or by month, day or range; the narrowest entry counts "
        "for a day."
    ),
    "usage.*.materials": "The most materials live at once: one number, or by month.",
    "usage.*.billing_mode": (
        "The billing mode set in the console: call_volume (outside all entries) or qps; one word, or a list "
        "of spans."
    ),
    "usage.*.billing_mode.from": "The first day of the mode.",
    "usage.*.billing_mode.until": (
        "The day on which the mode ends, itself not in it; without it, the day of the next entry."
    ),
    "usage.*.billing_mode.mode": "The mode of the span: call_volume or qps.",
    "usage.*.material_change_days": (
        "Mainland: for how many days the activity's materials must stay changeable."
    ),
    "usage.*.free_used": "Mainland: free calls of the activity that were used before this file begins.",
    "usage.*.forecast": "Continues counts by day after their last day, each day like its weekday before.",
    "usage.*.forecast.until": "The last day of the forecast; a month means its last day.",
    "usage.*.forecast.weeks": "How many counts of a weekday a day is the mean of; 4 by default.",
    "usage.*.forecast.growth": (
        "By how much each calendar month has more calls than the one before: 2%; nothing by default."
    ),
    "orders": "What was bought, claimed or given: packs, QPS, licences.",
    "orders.id": "The order's name in reports, each once; an order without one is numbered.",
    "orders.item": (
        "What was ordered. International: free_pack, call_pack, qps, material_pack. Mainland: licence, "
        "qps_upgrade, call_pack."
    ),
    "orders.for": (
        "The interface group or activity it is for. Mainland call packs have none: all licensed activities "
        "draw on them."
    ),
    "orders.date": "The day of the order; its price is on the bill of that month.",
    "orders.delivered": (
        "The day on which the pack arrived, from which the days of a refund count; by default the day of the "
        "order."
    ),
    "orders.size": (
        "The calls of a call pack or the materials of a material pack: a size that the price book sells."
    ),
    "orders.quantity": "How many packs the order has; 1 by default.",
    "orders.qps": "How many QPS the order has.",
    "orders.days": "For how many days the QPS are.",
    "orders.months": "For how many months the QPS are.",
    "orders.start": "The first day in force; by default the day of the order.",
    "orders.package": "Mainland: which licence, 1, 2 or 3.",
    "orders.price": "What was agreed for the whole order instead of the list price.",
    "orders.paid": "How the order was paid; the parts add up to its price. All in cash by default.",
    "orders.paid.cash": "Paid from the cash of the account.",
    "orders.paid.transferred": "Paid from earnings that were transferred into the account.",
    "orders.paid.gifted": "Paid from gifted balance.",
    "orders.paid.card": "Paid from outside the account; a refund of it goes into the account.",
    "orders.paid.voucher": "Paid by voucher; it is not given back.",
    "orders.paid.discount": "What the price was lowered by; it is not given back.",
    "orders.source": (
        "Where it comes from: purchased (by default), gifted or campaign. What was gifted is never refunded."
    ),
    "orders.used_calls": "Calls drawn from the pack outside the months of this file.",
    "orders.refunded": "The day on which the order was given back.",
    "orders.refunded_packs": "How many packs of the order were given back; all by default.",
    "orders.refundable": "Of a campaign order: whether the campaign's rules let it be given back.",
    "orders.bought": "true: a fact that `recommend` keeps, whatever its date.",
    "orders.note": "A text for people; nothing is made of it.",
    "actual": (
        "What the vendor really billed, by month of use, after discount and before voucher and tax. It is "
        "shown beside the estimate."
    ),
    "bill": "By what `reconcile` and `import` read the vendor's bills.",
    "bill.product": "A pattern (a regular expression that repeats no brackets) for the lines that are of this product.",
    "bill.scopes": "A pattern for each interface group or activity, on subproduct, component and item.",
    "bill.accepted": "Transactions whose difference was accepted once; they do not come again.",
    "bill.accepted.transaction": "The id of the transaction in the bill.",
    "bill.accepted.why": "Why the difference was accepted.",
}
"""By path; `*` stands for a name."""
