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
from facefusion_billing.answers.reconciling.own_counts import (
    OwnCounts,
    calls_by_month,
    counted_instead,
)
from facefusion_billing.answers.reconciling.prices import SCOPE, TIER
from facefusion_billing.answers.reconciling.settlements import Terms
from facefusion_billing.model.assumptions import Readings
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.book import ACCOUNT, PriceBook
from facefusion_billing.model.calendar import Month, month_of
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
    from facefusion_billing.model.scenario import Scenario

_NONE = Decimal(0)
_CENT = Decimal("0.01")


class ReconcileOptions(NamedTuple):
    """What a bill is held against, and what is passed over.

    `tolerance`: amounts that differ by less agree. `calls_tolerance`: own counts that
    differ by less, in percent, are explained. `months`: only these.
    """

    settings: BillSettings = BillSettings()
    scenario: "Scenario | None" = None
    counts: "OwnCounts | None" = None
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
    lines = _of_months(bill, options.months)
    # Lines of other months too: what one of them buys, cancels or rounds is of a piece
    # with a line of the months asked for.
    judging = Judging(bill, figures, terms)
    judged = _accepted(_asked_for(judging.lines(), options.months), options.settings)
    settled, settled_by = settles(judged, figures)
    return Reconciliation(
        bill=bill,
        book_id=book.id,
        currency=book.currency,
        months=tuple(sorted({line.month for line in lines if line.month})),
        assumptions={id: readings.value(id) for id in _asked(terms)},
        lines=tuple(judged),
        bridge=bridge(judged),
        settles=settled,
        settled_by=settled_by,
        findings=tuple(_findings(judging, lines, options)),
        clauses={id: clause.where for id, clause in book.clauses.items()},
    )


def _asked(terms: Terms) -> list[str]:
    """The questions that the answer rests on."""
    return [TIER, SCOPE] if SCOPE in terms.readings.consulted else [TIER]


def _findings(
    judging: Judging, lines: list[BilledLine], options: ReconcileOptions
) -> Iterator[Finding]:
    """What was found of the files as a whole, and of calls that only one side has."""
    bill, months = judging.bill, options.months
    if months:
        bill = bill._replace(
            deductions=tuple(r for r in bill.deductions if month_of(r.day) in months),
            daily=tuple(row for row in bill.daily if month_of(row.day) in months),
        )
    yield from findings(bill, lines, options.counts)
    if options.counts is not None:
        for month, finding in judging.uncounted():
            if not months or month in months:
                yield finding


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


def _asked_for(lines: list[JudgedLine], months: tuple[Month, ...]) -> list[JudgedLine]:
    """The judged lines of the months asked for (none: all)."""
    return [line for line in lines if not months or line.month in months]


def _own(
    bill: VendorBill, options: ReconcileOptions, readings: Readings, terms: Terms
) -> OwnFigures:
    """The estimate of the usage file, with own counts in place of its calls."""
    scenario, counts = options.scenario, options.counts
    if counts is None:
        return _estimated(scenario, readings)
    scopes = _scopes(bill, counts, terms)
    calls = calls_by_month(counts, scopes)
    counted = scenario and counted_instead(scenario, counts, scopes)
    if counted:
        return _estimated(counted, readings)
    # Of activities that the file does not have only their calls together are known.
    return ours.with_counts(_estimated(scenario, readings), calls)


def _estimated(scenario: "Scenario | None", readings: Readings) -> OwnFigures:
    if scenario is None:
        return ours.nothing_own()
    return ours.of_scenario(scenario, readings)


def _scopes(bill: VendorBill, counts: "OwnCounts", terms: Terms) -> list[str]:
    """The scopes that own counts may be of: one, where they do not say of which."""
    groups = terms.mapping.book.groups
    for name in counts:
        if name is not None and groups and name not in groups:
            raise refuse(
                "--calls: the price book has no interface group {name!r}{hint}",
                name=name,
                hint=did_you_mean(name, groups),
            )
    if None in counts and len(groups) > 1:
        return [_only_scope(bill, terms)]
    return list(groups) or [ACCOUNT]


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
