"""The sentences of a reconciliation: what was found of a line and of the files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from facefusion_billing.model.reconciliation import (
    DECIDE,
    FINDINGS,
    Check,
    Finding,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.reports.wording.language import N_, _, ngettext

_CALLS = {"calls", "calls_tolerance", "packs", "more_packs", "deducted", "daily_total"}
_CALLS |= {"calls_of_day", "deducted_of_day"}
_PRICES = {"contract_price", "other_tier", "not_in_book", "reading", "discount"}
_PRICES |= {"calls_tier"}
"""The codes whose two sides are counts, and those whose two sides are prices."""
_COUNTS = {"used", "deducted", "left", "billed", "duration", "count", "calls"}
_DIGITS = {"price", "list", "multiplier", "rate"}

_WHY = {
    "original": N_("{price} x {count} = {ours}, the bill says {theirs}"),
    "discounted": N_("{original} x {multiplier} = {ours}, the bill says {theirs}"),
    "contract_price": N_(
        "the list price {list} x {multiplier} = {ours}, the bill says {theirs}"
    ),
    "counts": N_(
        "{used} used less {deducted} deducted leaves {left}, the bill says {billed}"
    ),
    "duration": N_(
        "{used} used less {deducted} deducted leaves {left}, "
        "the bill has {billed} x {duration}"
    ),
    "amount": N_("{price} x {count} = {ours}, the bill says {theirs}"),
    "payments": N_("the payments come to {paid}, the amount is {after}"),
    "before_tax": N_("before tax it comes to {ours}, the bill says {theirs}"),
    "tax": N_("the tax comes to {ours}, the bill says {theirs}"),
    "total": N_("with tax it comes to {ours}, the bill says {theirs}"),
    "tax_reading": N_(
        "the tax of {tax} is on the amount before the voucher of {voucher}; "
        "the vendor has texts for both ways"
    ),
    "other_tier": N_(
        "{count} calls reach the unit price {ours}, the bill says {price}"
    ),
    "not_in_book": N_(
        "the unit price {price} is not in the price book; {count} calls reach {ours}"
    ),
    "reading": N_(
        "the unit price {price} is that of {readings}; the reading in force gives {ours}"
    ),
    "discount": N_(
        "{price} instead of the list price {list}; nothing states a discount"
    ),
    "calls": N_("the bill has {theirs} calls, the own count is {ours}"),
    "calls_tolerance": N_(
        "the bill has {theirs} calls, the own count is {ours}: within the tolerance"
    ),
    "calls_tier": N_(
        "the own count reaches the unit price {ours}, the bill's count {theirs}"
    ),
    "packs": N_("{theirs} calls were deducted, {ours} are expected"),
    "more_packs": N_(
        "{theirs} calls were deducted, the known packs have {ours} of them"
    ),
    "missing": N_("expected, and not in the bill"),
    "unexpected": N_("in the bill, and not expected"),
    "unmapped": N_(
        "neither its names nor its figures say what it is of; see `ffbill explain bill`"
    ),
    "refund_amount": N_("{ours} come back, the bill says {theirs}"),
    "untied_refund": N_("no purchase in the bill is what it returns"),
    "reversed": N_("cancelled by {other}"),
    "unreversed": N_("no line in the bill is what it reverses"),
    "adjustment": N_("an adjustment without a counterpart in the bill"),
    "balanced": N_("made up for by {other}"),
    "precision": N_("makes up for rounding: {ours} over all lines of the bill"),
    "precision_open": N_(
        "makes up for rounding; lines without a transaction id forbid to check it"
    ),
    "precision_wrong": N_("rounding comes to {ours}, the bill says {theirs}"),
    "accepted": N_("accepted: {why}"),
    "clash": N_("another line has the same id and other content"),
}
_OF_COUNTED = {
    "calls": N_(
        "the bill has {theirs} calls, {ours} are expected to be billed of {counted} counted"
    ),
    "calls_tolerance": N_(
        "the bill has {theirs} calls, {ours} are expected to be billed of {counted} counted: "
        "within the tolerance"
    ),
}
"""The same where the own count is more than what it leaves to be billed."""
_FINDINGS = {
    "control": N_("{file} says {theirs} in all, the detailed lines come to {ours}"),
    "deduction_law": N_("{where}: what was left before and after does not fit"),
    "deducted": N_(
        "{month}: {theirs} calls deducted by the bill, {ours} by the export of deductions"
    ),
    "daily_law": N_("{where}: deducted and remaining do not add up to the day's total"),
    "daily_total": N_(
        "{month}: {theirs} calls used by the bill, {ours} by the daily export"
    ),
    "calls_of_day": N_(
        "{day}: {theirs} calls by the daily export, {ours} by own count"
    ),
    "deducted_of_day": N_(
        "{day}: {theirs} calls deducted by the export, {ours} called by own count"
    ),
    "no_line": N_(
        "{scope}, {month}: {calls} calls counted, and no line; free calls and packs may "
        "hold them all"
    ),
    "no_count": N_(
        "{scope}, {month}: {calls} calls in the bill, held against no own count"
    ),
    "pages_missing": N_("the API says that there are more lines than these pages hold"),
    "repeats": N_("{count} lines stand twice and were counted once"),
    "without_seconds": N_("times without seconds, as a spreadsheet writes them"),
    "period_assumed": N_("taken as a bill by month of use; nothing in it says so"),
    "no_settlement": N_("no settlement line of the product"),
}
PARTS = {
    "expected": N_("expected"),
    "missing": N_("missing lines"),
    "unexpected": N_("unexpected lines"),
    "calls": N_("more or fewer calls"),
    "price": N_("another unit price"),
    "packs": N_("more or fewer deducted calls"),
    "refund": N_("other refunds"),
    "adjustment": N_("adjustments"),
    "precision": N_("precision difference"),
    "rest": N_("arithmetic and unmapped lines"),
    "billed": N_("billed"),
    "voucher": N_("vouchers"),
    "gift": N_("gifted balance"),
    "tax": N_("tax"),
    "payable": N_("payable"),
}
KINDS = (
    N_("settlement"),
    N_("purchase"),
    N_("refund"),
    N_("reversal"),
    N_("adjustment"),
    N_("precision"),
    N_("unknown"),
)
LINE_VERDICTS = (
    N_("agrees"),
    N_("explained"),
    N_("disputed"),
    N_("missing"),
    N_("unexpected"),
    N_("unmapped"),
)


def exact(value: Decimal) -> str:
    """An amount with all its digits, two decimals at the least: 12000.012, 4750.00.

    >>> exact(Decimal("4750.00000000")), exact(Decimal("-0.002"))
    ('4750.00', '-0.002')
    """
    text = format(value, "f")
    whole, _dot, part = text.partition(".")
    if value:
        return f"{whole}.{part.rstrip('0').ljust(2, '0')}"
    return "0.00"


def figure(value: Decimal) -> str:
    """The same for people: 12,000.012."""
    sign, text = "", exact(value)
    if text.startswith("-"):
        # Apart: -0.50 would lose its sign with its whole part.
        sign, text = "-", text[1:]
    whole, _dot, part = text.partition(".")
    return f"{sign}{int(whole):,}.{part}"


def signed(value: Decimal) -> str:
    """A difference for people: +12.50."""
    if value > 0:
        return f"+{figure(value)}"
    return figure(value)


def count(value: Decimal | int | None) -> str:
    """A count for people: 1,000,001."""
    if value is None:
        return ""
    text = format(Decimal(value), ",f")
    if "." in text:
        return text.rstrip("0").rstrip(".")
    return text


def digits(value: Decimal | None) -> str:
    """A price without the zeros that carry nothing: 0.05."""
    return count(value)


def why(line: JudgedLine) -> str:
    """All that was found of a line, in a sentence."""
    return _("; ").join(
        _said(check, _OF_COUNTED if "counted" in check.facts else _WHY)
        for check in line.checks
    )


def found(finding: Finding) -> str:
    """What was found of the files as a whole."""
    return _said(finding, _FINDINGS)


def _said(what: Check | Finding, texts: dict[str, str]) -> str:
    return _(texts[what.code]).format(
        **{name: _fact(what.code, name, fact) for name, fact in what.facts.items()}
    )


def _fact(code: str, name: str, fact: Any) -> str:
    # By its name: a month is a tuple too.
    if name == "readings":
        return _(" or ").join(fact)
    if isinstance(fact, int):
        return count(fact)
    if not isinstance(fact, Decimal):
        return str(fact)
    if name in _DIGITS or (code in _PRICES and name not in _COUNTS):
        return digits(fact)
    if name in _COUNTS or code in _CALLS:
        return count(fact)
    return figure(fact)


def headline(answer: Reconciliation) -> str:
    """The verdict with what it is about."""
    lines = len(answer.in_question)
    if answer.verdict == DECIDE and not lines:
        return _of_findings(sum(FINDINGS[f.code] == DECIDE for f in answer.findings))
    text = {
        "approve": _("APPROVE: every line agrees or is explained"),
        "decide": ngettext(
            "DECIDE: {count} line needs a decision, {stake} {currency} at stake",
            "DECIDE: {count} lines need a decision, {stake} {currency} at stake",
            lines,
        ),
        "dispute": ngettext(
            "DISPUTE: {count} line is wrong, {stake} {currency} at stake",
            "DISPUTE: {count} lines are wrong, {stake} {currency} at stake",
            lines,
        ),
    }[answer.verdict]
    return text.format(
        count=lines, stake=figure(answer.stake), currency=answer.currency
    )


def _of_findings(findings: int) -> str:
    """The same where every line agrees, and what the files say together does not."""
    return ngettext(
        "DECIDE: every line agrees or is explained, {count} finding needs a decision",
        "DECIDE: every line agrees or is explained, {count} findings need a decision",
        findings,
    ).format(count=count(findings))
