"""What the keys of JSON answers mean that are no words of screens."""

from __future__ import annotations

ANSWER_KEYS = {
    "schema": "The name and the version of the form of an answer.",
    "title": "The title of the file.",
    "id": "A name: of a price book, an edition, an order.",
    "name": "What a scenario, a plan or a gate is called.",
    "item": "What was ordered, as in a usage file.",
    "date": (
        "The day of an order, an event or a row; of a pay-as-you-go line the day on which it is deducted."
    ),
    "from": "The first day, month or count; of a change what it was before.",
    "to": "Of a tier its last count, itself in it; of a change what it is now.",
    "until": (
        "The first day or month after it; of the counts for which a pack pays the last one. Null: open."
    ),
    "description": "What a line is for, in words.",
    "message": "The sentence of a warning, a note or a break-even point.",
    "detail": "What a ground was judged by.",
    "notes": "What else is to be known of a verdict.",
    "next_step": "What remains to be done for a refund, in the order that works.",
    "why": "Why a reading has no total, or what was found of a line.",
    "why_not": "Why a plan does not serve every call.",
    "months": "The months shown; of an order of QPS, for how many months they are.",
    "days": "Days: of a QPS order, or left until a deadline.",
    "first": "The first second with a call, in Beijing.",
    "last": "The last second with a call, in Beijing.",
    "first_day": "The first day that has a row.",
    "as_of": "The day a verdict is given for.",
    "delivered": "The day on which the pack arrived.",
    "closing_soon": "The money that can no longer be had back after so many days.",
    "refundable_total": "The money of all eligible packs.",
    "failed_first": "The ground that was the first not to be met.",
    "since": "The day from which a ground is not met.",
    "used_calls": "What was used of a pack by the day asked about.",
    "card": "What was paid from outside the account; its refund goes to the account.",
    "transferred": "What was paid from earnings transferred into the account.",
    "size": "The calls or materials of a pack.",
    "package": "Mainland: which licence.",
    "pack_calls": "The calls of a scope that packs pay for.",
    "still_valid": "Calls left in packs that are valid after the last month.",
    "utilisation_percent": "How much of what packs hold is used.",
    "peak_qps": "The most calls within a second.",
    "per_scope": "The plan by interface group or activity.",
    "mode": "The billing mode of a span.",
    "method": "How the plan was found, and what was compared.",
    "keep": "What the plan costs when it is kept at this demand.",
    "demand_percent": "By how many percent demand is more or less.",
    "pays": "The ranges of calls a month within which a pack costs no more.",
    "regret_of_plan": "What the plan costs more than the best one under another reading.",
    "value": "The reading of an assumption.",
    "high": "The total, or the change of demand, at the most.",
    "high_complete": "Whether there is a total at the most counts of a forecast, and every call is in it.",
    "spread_before": (
        "Of a pack or licence: how many calls come before it by the even spread of a month or range in which it "
        "begins; null where none do."
    ),
    "by_day": (
        "How many of the calls are on days with counts of their own; those of a month or a range are spread evenly."
    ),
    "low": "The total, or the change of demand, at the least.",
    "low_complete": "Whether there is a total at the least counts of a forecast, and every call is in it.",
    "top_up_by": "The last day on which the top-up is in time.",
    "expired_calls": "Calls of packs that expired while the service was stopped.",
    "unit_price_from": "The unit price before.",
    "unit_price_to": "The unit price now.",
    "cells": "What it costs in each scenario, with the difference.",
    "scenario": "A file, or a file under a reading or a price book.",
    "findings": "What was found of the files as a whole.",
    "found": "The kinds of what was found of a line.",
    "parts": "The parts of the difference of a line.",
    "file": "The file that was read.",
    "bytes": "The size of the file.",
    "sha256": "The fingerprint of the file, by which it is known again.",
    "products": "The other products by name.",
    "settled": "Questions that what was really billed decides.",
    "settled_by": "The line of a bill that leaves the fewest readings of a question.",
    "report": "What was read and left out in counting a log.",
    "peak_at": "The second of the peak.",
    "peak_of": "Whether peaks count starts or ends of calls.",
    "fixed_second": "The peak within seconds of the clock.",
    "any_second": "The peak within any second.",
    "account": (
        "The cloud account. In an estimate: its ledger and the stops of the service. As what a line is for: that "
        "it is of no single scope."
    ),
    "at_most": "That the figure is no more than this.",
    "days_without_rows": "Days between the first and the last that have no row.",
    "unknown_actions": "Actions that the map does not name.",
    "other_readings": "What the other readings of how logs are counted would cost.",
    "faults": "What is wrong with the file of an account.",
}
"""By key."""
