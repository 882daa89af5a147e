"""Warnings and notes as they are told: the same one in several months once, with what to
do.
"""

from __future__ import annotations

from collections.abc import Collection

from facefusion_billing.model.bill import Finding
from facefusion_billing.model.money import Cents
from facefusion_billing.reports.wording.findings import finding_text, message
from facefusion_billing.reports.wording.language import _
from facefusion_billing.reports.wording.phrases import amount
from facefusion_billing.reports.wording.remedies import cited, remedy
from facefusion_billing.startup.record import NamedTuple


class Said(NamedTuple):
    """A sentence, and whether it is a warning."""

    text: str
    is_warning: bool


def grouped_findings(
    findings: tuple[Finding, ...],
    currency: str,
    clauses: Collection[str] = (),
    *,
    is_over: bool = False,
) -> list[Said]:
    """Warnings, then notes, each with what to do (nothing where it is over), and with
    those of the clauses named that it rests on; the same finding in several months
    once, with its months and their sum.
    """
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        subject = str(finding.facts.get("order", ""))
        # By order too: two packs that expire are two things to look at.
        groups.setdefault((finding.code, finding.scope, subject), []).append(finding)
    said = [_said(group, currency, clauses) for group in groups.values()]
    if is_over:
        said = [_was(group, currency) for group in groups.values()]
    return sorted(said, key=lambda one: not one.is_warning)


def _was(group: list[Finding], currency: str) -> Said:
    """A finding that is over: what it was."""
    return Said(_finding(group, currency), group[0].severity == "warning")


def _said(group: list[Finding], currency: str, clauses: Collection[str]) -> Said:
    first, text = group[0], _finding(group, currency)
    what, rests_on = remedy(first), cited(first, clauses)
    if what:
        text = _("{finding}: {remedy} (`ffbill explain {code}`)").format(
            finding=text, remedy=what, code=first.code
        )
    if rests_on:
        text = _("{finding}; clauses {ids}").format(
            finding=text, ids=_(", ").join(rests_on)
        )
    return Said(text, first.severity == "warning")


def _finding(group: list[Finding], currency: str) -> str:
    """One finding, or the same one in several months, in a line."""
    first, single = group[0], len(group) == 1
    when, text = str(first.month), message(first)
    if not single:
        months = _("{number} months from {first} to {last}")
        last = group[-1].month
        when = months.format(number=len(group), first=first.month, last=last)
        text = _("first, {message}").format(message=text)
    amounts = _amounts(group)
    if amounts:
        costing = _("{when} ({amount} {currency})")
        if not single:
            costing = _("{when} ({amount} {currency} in all)")
        when = costing.format(when=when, amount=amount(sum(amounts)), currency=currency)
    return finding_text(first, when, text)


def _amounts(group: list[Finding]) -> list[Cents]:
    """What the findings of some months cost, those that cost something."""
    facts = group[0].facts
    amounts = [finding.amount for finding in group]
    if "together" in facts:
        # Money that prevents the first stop is still there for the next.
        amounts = [facts["together"]]
    return [amount for amount in amounts if amount is not None]
