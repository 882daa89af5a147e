"""Months without events are metered once for all readings (billing/quiet_months.py), and bills come out as if each
reading had metered all of its months itself.
"""

import random
from datetime import date
from pathlib import Path

import pytest

from facefusion_billing.billing import metering
from facefusion_billing.billing.bills import (
    Billing,
    MeteredSoFar,
    compute,
    recompute,
)
from facefusion_billing.billing.inputs import billing_inputs
from facefusion_billing.billing.months import MonthRecord
from facefusion_billing.cli.inputs import load_scenario
from facefusion_billing.model.assumptions import ASSUMPTIONS, Readings
from facefusion_billing.model.calendar import Month
from facefusion_billing.model.faults import InputError
from tests.second_engine.worlds import random_usage, to_yaml
from tests.tools import Ask

LATER = 14
"""Months of calls after those of a random scenario, in most of which nothing happens."""


@pytest.fixture
def metered(monkeypatch: pytest.MonkeyPatch) -> list[Month]:
    """The months that were metered, not taken as known."""
    seen = []
    original = metering._Run.metered

    def watched(
        self: metering._Run, month: Month, pauses: list[date], breakpoints: list[date]
    ) -> MonthRecord:
        seen.append(month)
        return original(self, month, pauses, breakpoints)

    monkeypatch.setattr(metering._Run, "metered", watched)
    return seen


def billed(text: str, folder: Path) -> Billing:
    file = folder / "usage.yaml"
    file.write_text(text, encoding="utf-8")
    scenario = load_scenario(str(file), None, {})
    return compute(billing_inputs(scenario), scenario.readings({}))


def outcome(billing: Billing, readings: Readings) -> object:
    """All that other readings come to; which packs served a row is listed for the first ones alone."""
    try:
        other = recompute(billing, readings)
    except InputError as fault:
        return str(fault)
    bills = [
        bill._replace(usage=tuple(row._replace(drawn=()) for row in bill.usage))
        for bill in other.bills
    ]
    months = [(record.counts, record.lines) for record in other.metering.months]
    return bills, months, other.metering._replace(months=()), readings.consulted


def long_usage(seed: int, book: str, chance: random.Random) -> str:
    """A random scenario whose first months are followed by others; half of the international ones with an account
    that may run dry.
    """
    usage = random_usage(seed, book)
    months = [
        str(key)[:7]
        for scope in usage["usage"].values()
        for key in scope["calls"]
        if str(key)[:2] == "20"
    ]
    if not months:
        return to_yaml(usage)
    first, last = min(months), Month(*map(int, max(months).split("-")))
    for scope in usage["usage"].values():
        if "start" in scope["calls"]:
            continue
        for ahead in range(1, LATER):
            if chance.random() < 0.9:
                month = last.plus(ahead)
                scope["calls"][str(month)] = chance.choice([1, 999, 40_000, 700_000])
    if book == "intl" and chance.random() < 0.5:
        amount = chance.choice([0, 50, 3_000, 2_000_000])
        account = usage.setdefault("account", {})
        account["balance"] = {"date": f"{first}-01", "amount": amount}
        again = {"date": f"{last.plus(5)}-11", "amount": chance.choice([5, 90_000])}
        account["top_ups"] = [again]
    return to_yaml(usage)


@pytest.mark.parametrize("book", ["intl", "mainland"])
def test_every_reading_bills_as_if_it_were_alone(
    book: str, tmp_path: Path, metered: list[Month]
) -> None:
    passed = 0
    for seed in range(7000, 7040):
        chance = random.Random(seed)
        try:
            billing = billed(long_usage(seed, book, chance), tmp_path)
        except InputError:
            continue
        for _ in range(6):
            chosen = {
                id: chance.choice(tuple(question.choices))
                for id, question in ASSUMPTIONS.items()
            }
            readings = {**billing.readings.values, **chosen}
            alone = billing._replace(metered=MeteredSoFar({}, {}, {}))
            metered.clear()
            wanted = outcome(alone, Readings(readings))
            all_of_them = len(metered)
            metered.clear()
            assert outcome(billing, Readings(readings)) == wanted, (seed, chosen)
            passed += all_of_them - len(metered)
    assert passed > 500


def test_a_month_in_which_nothing_happens_is_metered_once(
    tmp_path: Path, metered: list[Month]
) -> None:
    """The trial of 20 calls is used up in January, a pack of March lasts for one year: 2025-02 and what comes after
    2026-03 have no event, 13 months do.
    """
    billing = billed(
        """
        version: 1
        price_book: intl
        account: {balance: {date: 2025-01-01, amount: 9_000}}
        usage: {image_basic: {calls: {from: 2025-01, months: 24, start: 1_000, growth: 0%}}}
        orders: [{item: call_pack, for: image_basic, size: 100k, date: 2025-03-15}]
        """,
        tmp_path,
    )
    assert len(metered) == 24
    for settled_on in ASSUMPTIONS["settlement_day"].choices:
        metered.clear()
        recompute(billing, billing.readings.other("settlement_day", settled_on))
        known = {Month(2025, 2), *(Month(2026, month) for month in range(4, 13))}
        assert not metered or known.isdisjoint(metered)


def bills_under(billing: Billing, id: str, value: str) -> dict[str, int]:
    """The total of each month under another reading, in cents."""
    other = recompute(billing, billing.readings.other(id, value))
    return {str(bill.month): bill.total for bill in other.bills}


def test_a_month_without_events_but_stopped(tmp_path: Path) -> None:
    """A free pack of 1,000 calls and 9,500 beyond it: at 0.065 they are 617.50, more than there is, so the service stops
    after 1 February for good. Where all 10,500 reach the tier they are 475.00 at 0.05, and each later month is 100 x
    0.065 = 6.50.
    """
    billing = billed(
        """
        version: 1
        price_book: intl
        account: {balance: {date: 2025-01-01, amount: 600}}
        usage:
          image_basic: {calls: {2025-01: 10_500, 2025-02-10: 100, 2025-03-10: 100, 2025-04-10: 100}}
        orders: [{item: free_pack, for: image_basic, date: 2025-01-01}]
        """,
        tmp_path,
    )
    stopped = {"2025-01": 617_50, "2025-02": 0, "2025-03": 0, "2025-04": 0}
    runs_on = {"2025-01": 475_00, "2025-02": 650, "2025-03": 650, "2025-04": 650}
    for _ in range(2):
        assert bills_under(billing, "tier_basis", "billable") == stopped
        assert bills_under(billing, "tier_basis", "total") == runs_on


def test_a_month_without_events_but_with_qps_under_one_reading(tmp_path: Path) -> None:
    """80 months of QPS from 2024 on last until September 2030; 80 x 30 days, of which six years have 2,192, are 208 days
    of 2030, until 28 July. Nothing begins or ends in August, when one has QPS and the other has none.
    """
    billing = billed(
        """
        version: 1
        price_book: intl
        usage:
          image_basic: {calls: {2030-07-01: 1, 2030-08-10: 1_000, 2030-09-10: 1}, billing_mode: qps}
        orders: [{item: qps, for: image_basic, qps: 20, months: 80, date: 2024-01-01}]
        """,
        tmp_path,
    )
    with_qps, without = (
        recompute(billing, billing.readings.other("qps_month", reading)).bills
        for reading in ("calendar", "30_days")
    )
    august = {
        reading: next(bill for bill in bills if bill.month == Month(2030, 8)).usage[0]
        for reading, bills in (("calendar", with_qps), ("30_days", without))
    }
    assert (august["calendar"].qps_mode, august["30_days"].qps_mode) == (1_000, 0)


def test_what_is_billed_in_a_month_that_passes_is_billed_beyond_the_pack(
    tmp_path: Path,
) -> None:
    """1,000 calls use up the pack on 31 January, and those of February are billed under every reading."""
    billing = billed(
        """
        version: 1
        price_book: intl
        account: {balance: {date: 2025-01-01, amount: 5_000}}
        usage: {image_basic: {calls: {2025-01: 1_000, 2025-02: 1_000}}}
        orders: [{item: call_pack, for: image_basic, size: 1K, date: 2025-01-01}]
        """,
        tmp_path,
    )
    assert billing.metering.then_billed == (True,)
    for day in ASSUMPTIONS["settlement_day"].choices:
        other = recompute(billing, billing.readings.other("settlement_day", day))
        assert other.metering.then_billed == (True,)


def test_a_stop_within_a_month_that_ends_with_money(ask: Ask) -> None:
    """5,000 x 0.065 = 325.00 are settled on 3 February, 25.00 more than there is; from the 4th on the service is stopped,
    until 100.00 come in on the 20th. Of 10 calls a day those of 1 to 3 and 20 to 28 February are served, 12 x 10 x 0.065
    = 7.80.
    """
    answer = ask(
        """
        price_book: intl
        account: {balance: {date: 2025-01-01, amount: 300}, top_ups: [{date: 2025-02-20, amount: 100}]}
        usage: {image_basic: {calls: {2025-01: 5_000, 2025-02-01..2025-02-28: 280}}}
        """,
        "--assume",
        "settlement_day=3",
    )
    assert [bill["total"] for bill in answer["bills"]] == ["325.00", "7.80"]
    assert answer["bills"][1]["usage"][0]["refused"] == 160


def test_a_balance_below_0_that_is_told_within_a_month(ask: Ask) -> None:
    """Below 0 on the 10th, stopped from the 11th: 10 days of 10 calls are 100 x 0.065 = 6.50."""
    answer = ask(
        """
        price_book: intl
        account: {balance: {date: 2025-02-10, amount: -5}}
        usage: {image_basic: {calls: {2025-02-01..2025-02-28: 280}}}
        """
    )
    assert answer["total"] == "6.50"
