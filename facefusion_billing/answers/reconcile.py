"""Is this bill right? Every line of a vendor's bill held against the price book, and
against an estimate or own counts where they are given.
"""

from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from facefusion_billing.answers.reconciling import own as ours
from facefusion_billing.answers.reconciling.files_as_a_whole import findings
from facefusion_billing.answers.reconciling.judging import Judging
from facefusion_billing.answers.reconciling.mapping import Mapping
from facefusion_billing.answers.reconciling.outcome import bridge, settles
from facefusion_billing.answers.reconciling.own import OwnFigures
from facefusion_billing.answers.reconciling.prices import SCOPE, TIER
from facefusion_billing.answers.reconciling.settlements import Terms
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import did_you_mean, refuse
from facefusion_billing.model.reconciliation import (
    Check,
    Finding,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.model.vendor_bill import EXACT, BilledLine, VendorBill
from facefusion_billing.startup.record import NamedTuple

if TYPE_CHECKING:
    from facefusion_billing.model.scenario import CallCount, Scenario

_NONE = Decimal(0)
_CENT = Decimal("0.01")


class ReconcileOptions(NamedTuple):
    """What a bill is held against, and what is passed over.

    `tolerance`: amounts that differ by less agree. `calls_tolerance`: own counts that
    differ by less, in percent, are explained. `months`: only these.
    """

    settings: BillSettings = BillSettings()
    scenario: "Scenario | None" = None
    counts: "dict[str | None, list[CallCount]] | None" = None
    tolerance: Decimal = _CENT
    calls_tolerance: Decimal = _NONE
    months: tuple[Month, ...] = ()


def reconcile(
    bill: VendorBill,
    book: PriceBook,
    assumptions: dict[str, str],
    options: ReconcileOptions,
) -> Reconciliation:
    """Every line of a bill with its verdict, and the bridge from what was expected to
    what is payable. Raises `InputError`.
    """
    # The usual 28 digits would round the products of a bill's figures.
    with localcontext(EXACT):
        return _reconciled(bill, book, assumptions, options)


def _reconciled(
    bill: VendorBill,
    book: PriceBook,
    assumptions: dict[str, str],
    options: ReconcileOptions,
) -> Reconciliation:
    _check_currency(bill, book)
    mapping = Mapping(book, options.settings)
    readings = Readings(assumptions)
    terms = Terms(mapping, readings, options.tolerance, options.calls_tolerance)
    figures = _own(bill, options, readings, terms)
    judging = Judging(bill, _of_months(bill, options.months), figures, terms)
    judged = _accepted(judging.lines(), options.settings)
    settled, settled_by = settles(judged, figures)
    return Reconciliation(
        bill=bill,
        book_id=book.id,
        currency=book.currency,
        months=judging.months,
        assumptions={id: readings.value(id) for id in _asked(terms)},
        lines=tuple(judged),
        bridge=bridge(judged),
        settles=settled,
        settled_by=settled_by,
        findings=tuple(_findings(judging, options)),
        clauses={id: clause.where for id, clause in book.clauses.items()},
    )


def _asked(terms: Terms) -> list[str]:
    """The questions that the answer rests on."""
    return [TIER, SCOPE] if SCOPE in terms.readings.consulted else [TIER]


def _findings(judging: Judging, options: ReconcileOptions) -> Iterator[Finding]:
    """What was found of the files as a whole, and of own counts that no line is of."""
    yield from findings(judging.bill, judging.source, options.counts)
    if options.counts is not None:
        yield from judging.uncounted()


def _check_currency(bill: VendorBill, book: PriceBook) -> None:
    if bill.currency and bill.currency != book.currency:
        raise refuse(
            "the bill is in {currency}, the price book {id} in {currency2}",
            currency=bill.currency,
            id=book.id,
            currency2=book.currency,
        )


def _of_months(bill: VendorBill, months: tuple[Month, ...]) -> list[BilledLine]:
    """The lines of the months asked for (none: all). Raises `InputError`."""
    lines = [line for line in bill.lines if not months or line.month in months]
    if months and not lines:
        named = ", ".join(map(str, months))
        raise refuse("--month: the bill has no line of {named}", named=named)
    return lines


def _own(
    bill: VendorBill, options: ReconcileOptions, readings: Readings, terms: Terms
) -> OwnFigures:
    """The estimate of the usage file, with own counts in place of its calls."""
    figures = ours.nothing_own()
    if options.scenario is not None:
        figures = ours.of_scenario(options.scenario, readings)
    if options.counts is None:
        return figures
    groups = terms.mapping.book.groups
    scopes = list(groups) or [ACCOUNT]
    if None in options.counts and len(scopes) > 1:
        scopes = [_only_scope(bill, terms)]
    for name in options.counts:
        if name is not None and groups and name not in groups:
            raise refuse(
                "--calls: the price book has no interface group {name!r}{hint}",
                name=name,
                hint=did_you_mean(name, groups),
            )
    return ours.with_counts(figures, options.counts, scopes)


def _only_scope(bill: VendorBill, terms: Terms) -> str:
    """The one scope that a bill is of. Raises `InputError`."""
    found = {terms.mapping.scope(line) for line in bill.lines} - {""}
    if len(found) != 1:
        raise refuse(
            "--calls: the counts do not say what they are of; add a column 'for'"
        )
    return found.pop()


def _accepted(lines: list[JudgedLine], settings: BillSettings) -> list[JudgedLine]:
    """The lines, with what was accepted once marked as such."""
    if not settings.accepted:
        return lines
    why = {accepted.transaction: accepted.why for accepted in settings.accepted}
    found = []
    for line in lines:
        # A line in order needs no acceptance, even where it had one before.
        if _id(line) in why and line.checks:
            check = Check("accepted", facts={"why": why[_id(line)]})
            line = line._replace(accepted=True, checks=(*line.checks, check))
        found.append(line)
    return found


def _id(line: JudgedLine) -> str:
    if line.line:
        return line.line.bill_id or line.line.id
    return ""
