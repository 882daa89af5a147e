"""What keys mean where they stand in the answers of `compare`, `reconcile`, `meter` and
`portfolio`, apart from what their name means elsewhere.
"""

from __future__ import annotations

MONEY_OF_WARNING = "The money that a warning or note is about; null where it has none."
IN_FORCE = "The readings in force, by their questions; see `ffbill assumptions`."

MORE_PLACES = {
    # comparison
    "comparison.total": "What each scenario costs, in their order, with the difference from the first.",
    "comparison.months": "What each month costs in each scenario.",
    "comparison.by_kind": "What the lines of each kind cost in each scenario.",
    "comparison.by_scope": "What each interface group or activity costs in each scenario.",
    "comparison.by_kind.kind": "The kind of the lines.",
    "comparison.scenarios": "The files, or a file under several readings or price books; the first is the base.",
    "scenarios.assumptions": IN_FORCE,
    "scenarios.prepaid": (
        "What is paid and not yet used at the end of the last month; null where nothing is, and in the cash view."
    ),
    "comparison.cells.amount": "What the scenario costs; null where it has no figure.",
    "comparison.cells.difference": "What it costs more than the first scenario; null where they do not compare.",
    "comparison.cells.percent": "The difference in percent of the size of what the first one costs.",
    "comparison.gates.limit": "The most that the gate allows: an amount, or a percentage.",
    "comparison.gates.actual": (
        "What is held against the limit: the total, what the dearest month costs, or how much more than the "
        "base it is; null where there is no figure."
    ),
    "comparison.gates.percent": "How much more than the base it is, in percent; null for other gates.",
    "comparison.finding.month": "The month that a warning or note is of.",
    "comparison.finding.amount": MONEY_OF_WARNING,
    "comparison.finding.clauses": "The clauses on which a warning or note rests.",
    "changes.part": "What changed: counts by what pays for them, the unit price, orders by their kind, refunds.",
    "changes.order": "The id of the order that changed; null for calls and prices.",
    "changes.from": "The count in the base; of an order that moved, its date there.",
    "changes.to": "The count in the scenario; of an order that moved, its date there.",
    "changes.unit_price_from": "The unit price in the base; null where there is none.",
    "changes.unit_price_to": "The unit price in the scenario; null where there is none.",
    "changes.amount": "What the change adds to the difference.",
    # reconciliation
    "reconciliation.verdict": "approve, decide or dispute: the worst of all lines and findings.",
    "reconciliation.account": "The account that the bill is of; null where it does not say.",
    "reconciliation.months": "The months of the bill.",
    "reconciliation.lines": "The lines of the bill, and those that are missing from it, each judged.",
    "reconciliation.settles": "The readings that the bill leaves, of each question whose readings it tells apart.",
    "reconciliation.settled_by": "The line that leaves the fewest readings, by the question.",
    "reconciliation.unmapped": (
        "The lines of the product that no pattern, or more than one, claims; they forbid approval."
    ),
    "reconciliation.dispute": "A text to send to the vendor; empty where nothing is disputed.",
    "inputs.rows": "How many rows the file has.",
    "bridge.part": "Which step it is from what is expected to what is payable.",
    "bridge.amount": "What the step comes to, with the digits of the bill.",
    "other_products.lines": "Lines of the bill that are of other products: how many.",
    "other_products.amount": "What they come to, after discount.",
    "products.name": "The name of the product.",
    "products.lines": "How many lines it has.",
    "products.amount": "What its lines come to, after discount.",
    "reconciliation.findings.severity": "note, decide or dispute: the verdict of the bill that it leaves possible.",
    "reconciliation.findings.code": "The short name of what was found, for `ffbill explain`.",
    "reconciliation.line.line": (
        "The number of the line in the file; in JSON that of the entry. Null for what is missing from the bill."
    ),
    "reconciliation.line.kind": (
        "What the line is: settlement, purchase, refund, reversal, adjustment, precision, or unknown."
    ),
    "reconciliation.line.for": (
        "The interface group or activity; null for a line of none, and where not just one pattern claims it."
    ),
    "reconciliation.line.month": "The month of use of the line; null where it has none.",
    "reconciliation.line.verdict": "agrees, explained, disputed, missing, unexpected or unmapped.",
    "reconciliation.line.billed": (
        "What the bill asks for the line, after discount, before voucher and tax; null where it is missing."
    ),
    "reconciliation.line.expected": "What is expected of the line.",
    "reconciliation.line.difference": "What is billed, less what is expected.",
    "reconciliation.line.stake": "The money in question of the line, its size without sign; 0 where none is.",
    "reconciliation.line.quantity": "How many calls, or packs, the line bills; null where it counts none.",
    "reconciliation.line.unit_price": "The unit price that the line is billed at, with the digits of the bill.",
    "reconciliation.line.parts": "The parts of the bridge that the difference of the line belongs to.",
    "reconciliation.line.why": "What was found of the line, in words.",
    "reconciliation.line.clauses": "The clauses on which the expectation rests.",
    # metering
    "metering.price_book": "The price book whose scopes and limits are meant, by its id.",
    "metering.rows": "The calls, by account, day and scope.",
    "rows.account": "The cloud account, where the log has one; else null.",
    "rows.date": "The day, in Beijing.",
    "rows.calls": "The calls that are billed.",
    "rows.peak_qps": "The most calls within a second, as the reading of qps_window counts them.",
    "rows.peak_at": "The first second of the day with that peak.",
    "report.calls": "All calls that are billed.",
    "report.rows": "How many rows were read.",
    "report.free": "Calls of actions that are free; they are left out.",
    "report.first_day": "The first day that has a row.",
    "report.last_day": "The last day that has a row.",
    "report.other_readings": "What the other readings of how logs are counted would change.",
    "other_readings.billed_errors": "What the other reading of billed_errors would change.",
    "other_readings.billed_errors.calls": (
        "The failed calls that the other reading would bill, or would not; null where the log cannot tell."
    ),
    "other_readings.billed_errors.amount": (
        "What the bills of all months together would change by under it, without packs; null: not known."
    ),
    "other_readings.qps_window": "The peaks under both readings of qps_window, by scope.",
    "other_readings.qps_window.account": "The cloud account, where the log has one; else null.",
    "other_readings.qps_window.any_second": "The peak within any second; null where it was not counted.",
    "other_readings.qps_window.at_most": "The most that the peak within any second can be.",
    "other_readings.qps_window.amount": (
        "What QPS by the month would cost more for it, all months together; null where it is not known."
    ),
    "metering.report.findings": "What was found of the logs, warnings and notes.",
    "metering.report.findings.severity": "warning or note.",
    # portfolio
    "portfolio.by_kind": "The totals by currency, by the kind of lines.",
    "portfolio.warnings": "How often each warning was found, by its code; notes are not counted.",
    "portfolio.saving": "What the cheapest plans of the accounts cost less, by currency.",
    "pooled.total": "What all accounts would cost as one; null where they cannot be taken for one.",
    "pooled.saving": "What that is less than the sum of their totals.",
    "pooled.faults": "Why the accounts cannot be taken for one.",
    "accounts.account": "The name of the account.",
    "accounts.total": "The total of the account, before tax; null where its file has faults.",
    "accounts.currency": "The currency of the account; null where its file has faults.",
    "accounts.warnings": "How many warnings were found; notes are not counted.",
    "accounts.best": "What the cheapest plan of the account costs; null where it was not asked for or there is none.",
    "accounts.saving": (
        "What the cheapest plan costs less than that of the file, both without the balance; null: not known."
    ),
    "accounts.plan": "The orders of the cheapest plan, as a usage file has them.",
}
"""By path: the name of the answer and all keys, or the last ones of them."""
