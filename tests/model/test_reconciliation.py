"""A bill held against the price book: the verdict of a line and of the whole, and what is at stake."""

from decimal import Decimal

import pytest

from facefusion_billing.model.reconciliation import (
    APPROVE,
    DECIDE,
    DISPUTE,
    Check,
    Finding,
    JudgedLine,
    Reconciliation,
)
from facefusion_billing.model.vendor_bill import BilledLine, VendorBill

BILLED = BilledLine("bill.csv", 7, "bill.csv", "settlement", after=Decimal(103))
AGREED = JudgedLine(BILLED, "settlement", "image_basic", None, Decimal(100))
BILL = VendorBill(
    (), (), (), "USD", "", "used", True, 0, (), {}, (), (), (), (), False
)  # fmt: skip


def judged(*codes: str) -> JudgedLine:
    """A line of which these things were found."""
    return AGREED._replace(checks=tuple(Check(code) for code in codes))


def reconciled(
    *lines: JudgedLine, findings: tuple[Finding, ...] = ()
) -> Reconciliation:
    """A bill of these lines."""
    return Reconciliation(
        BILL, "intl", "USD", (), {}, lines, {}, {}, {}, findings, {}
    )  # fmt: skip


class TestWhatALineAsks:
    """What the bill asks for it, and how much more that is than expected."""

    def test_more_than_expected(self) -> None:
        """103 where 100 was expected."""
        assert AGREED.billed == 103
        assert AGREED.difference == 3

    @pytest.mark.parametrize("line", [None, BILLED._replace(after=None)])
    def test_nothing(self, line: BilledLine | None) -> None:
        """A line that is missing, or that states no amount, asks for nothing: 0 - 100."""
        missing = AGREED._replace(line=line)
        assert missing.billed == 0
        assert missing.difference == -100


class TestVerdictOfALine:
    """The worst that was found of it; what was accepted once is explained."""

    @pytest.mark.parametrize(
        ("codes", "outcome", "verdict"),
        [
            ((), APPROVE, "agrees"),
            (("calls_tolerance",), APPROVE, "explained"),
            (("reading",), DECIDE, "explained"),
            (("reading", "amount"), DISPUTE, "disputed"),
            (("amount", "missing"), DISPUTE, "missing"),
            (("unexpected",), DISPUTE, "unexpected"),
            (("unmapped", "amount"), DISPUTE, "unmapped"),
        ],
    )
    def test_by_what_was_found(
        self, codes: tuple[str, ...], outcome: str, verdict: str
    ) -> None:
        line = judged(*codes)
        assert (line.outcome, line.verdict) == (outcome, verdict)

    def test_accepted(self) -> None:
        """A difference that was accepted asks nobody any more, whatever it is."""
        line = judged("missing", "amount")._replace(accepted=True)
        assert (line.outcome, line.verdict) == (APPROVE, "explained")


class TestStakeOfALine:
    """The money in question, its size without sign."""

    DISPUTED = judged("amount")

    def test_the_sum_of_its_parts(self) -> None:
        """-5 calls and 2 of the price are -3."""
        parts = {"calls": Decimal(-5), "price": Decimal(2)}
        assert self.DISPUTED._replace(parts=parts).stake == 3

    def test_what_is_wrong_beyond_the_amount(self) -> None:
        """A tax by 7 and payments by 4: the larger; the 9 would be approved."""
        checks = (
            Check("tax", Decimal(-7)),
            Check("payments", Decimal(4)),
            Check("precision", Decimal(9)),
        )
        assert AGREED._replace(checks=checks).stake == 7

    def test_figures_that_make_no_difference(self) -> None:
        """The amount is the one expected: 5 more calls and 5 more deducted ones, an original cost 9 too high."""
        parts = {"calls": Decimal(5), "packs": Decimal(-5)}
        checks = (Check("calls", Decimal(5)), Check("original", Decimal(9)))
        assert AGREED._replace(parts=parts, checks=checks).stake == 0

    def test_nothing(self) -> None:
        """A fault without an amount; and what may be approved, though it differs."""
        assert self.DISPUTED.stake == 0
        parts = {"precision": Decimal(1)}
        assert judged("precision")._replace(parts=parts).stake == 0


class TestTheWhole:
    """A bill is as bad as the worst of its lines and findings."""

    @pytest.mark.parametrize(
        ("lines", "findings", "verdict"),
        [
            ((), (), APPROVE),
            ((judged(), judged("precision")), ("repeats",), APPROVE),
            ((judged(), judged("reading")), (), DECIDE),
            ((judged(),), ("control",), DECIDE),
            ((judged("reading"), judged("amount")), ("control",), DISPUTE),
        ],
    )
    def test_verdict(
        self, lines: tuple[JudgedLine, ...], findings: tuple[str, ...], verdict: str
    ) -> None:
        found = tuple(Finding(code) for code in findings)
        assert reconciled(*lines, findings=found).verdict == verdict

    def test_what_is_in_question(self) -> None:
        """3 + 4 of two lines; one that agrees is not in question."""
        first = judged("amount")._replace(parts={"calls": Decimal(3)})
        second = judged("reading")._replace(parts={"price": Decimal(-4)})
        whole = reconciled(first, judged(), second)
        assert whole.stake == 7
        assert whole.in_question == (first, second)
