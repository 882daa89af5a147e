"""The public door: `docs/api.md` holds, answers are those of the command line."""

import json
import re
import subprocess
import sys
import threading
from contextlib import redirect_stdout
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

import facefusion_billing
from facefusion_billing import (
    InputError,
    compare,
    estimate,
    load_price_book,
    load_scenario,
    quote,
    recommend,
    refund,
)
from tests.tools import ROOT, SAMPLES, ffbill

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
STEADY = ROOT / "sample_usage" / "steady_app.yaml"


def answered(*words: str | Path) -> Any:
    ran = ffbill(*words, "-f", "json")
    assert ran.status == 0, ran.err
    return json.loads(ran.out)


# docs/api.md


def test_the_example_prints_what_the_page_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In 20 lines at the most; its figures by hand.

    February: 6,000 - 1,000 free = 5,000 x 0.065 = 325.00. March: of 65,000 calls on 24
    days, floor(65,000 x 22 / 24) = 59,583 fall before the pack's two days, so it takes
    5,417; 240,000 - 5,417 = 234,583 x 0.035 = 8,210.41. April: 94,583 are left in the
    pack; 250,000 - 94,583 = 155,417 x 0.035 = 5,439.60. With the pack's 3,000.00 that
    is 16,975.01. A pack of 1M at 15,000.00 serves all 495,000.
    """
    monkeypatch.chdir(ROOT)
    example, printed = re.findall(r"```(?:python|text)\n(.*?)```", PAGE, re.DOTALL)[1:3]
    assert len(example.splitlines()) <= 20
    out = StringIO()
    with redirect_stdout(out):
        exec(example, {})
    assert out.getvalue() == printed


def test_the_page_names_every_name() -> None:
    for name in facefusion_billing.__all__:
        assert f"{name}" in PAGE
        assert getattr(facefusion_billing, name).__doc__
    assert set(facefusion_billing.__all__) <= set(dir(facefusion_billing))


def test_the_door_alone_is_loaded() -> None:
    script = (
        "import sys; before = set(sys.modules)\n"
        "import facefusion_billing\n"
        "print(*sorted(n for n in set(sys.modules) - before if 'fusion' in n or n == 'yaml'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["facefusion_billing"]


def test_what_is_not_there_is_said_as_python_does() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'estimates'"):
        _ = facefusion_billing.estimates


# The same answers as the command line


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_answers_are_those_of_the_command_line(path: Path) -> None:
    scenario = load_scenario(path)
    assert estimate(scenario).to_dict() == answered("estimate", path)
    judged = refund(scenario, as_of=date(2025, 2, 12)).to_dict()
    assert judged == answered("refund", path, "--as-of", "2025-02-12")
    assert recommend(scenario).to_dict() == answered("recommend", path)
    used = estimate(scenario, view="amortised").to_dict()
    assert used == answered("estimate", path, "--view", "amortised")


def test_a_comparison_is_that_of_the_command_line() -> None:
    other = SAMPLES[0]
    scenarios = load_scenario(str(STEADY)), load_scenario(str(other))
    answer = compare(*scenarios)
    assert answer.to_dict() == answered("compare", STEADY, other)
    assert answer.total == answer.totals[scenarios[0].title]
    assert list(answer.totals) == [scenario.title for scenario in scenarios]


def test_quotes_are_those_of_the_command_line() -> None:
    assert (
        quote(calls=95_000).to_dict()["best"]
        == answered("quote", "--calls", "95k")["best"]
    )
    grown = quote("promo", calls="300k", months=5, growth="10%", price_book="mainland")
    assert grown.to_dict() == answered(
        *("quote", "promo", "--calls", "300k", "--months", "5", "--growth", "10%"),
        *("--price-book", "mainland"),
    )
    days = quote("video_single_face", calls="20k", days=9, peak_qps=60, start="2025-06")
    assert days.to_dict()["horizon"]["from"] == "2025-06"


def test_a_mapping_is_asked_as_its_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a sample names is looked for from the current folder."""
    monkeypatch.chdir(STEADY.parent)
    for path in SAMPLES:
        usage = yaml.safe_load(path.read_text(encoding="utf-8"))
        asked = load_scenario(usage)
        assert estimate(asked).to_dict() == estimate(load_scenario(path)).to_dict()


# Results


def test_money_is_decimal_and_rows_are_plain() -> None:
    """100,000 image calls in one month, 1,000 of them free: 99,000 x 0.050 = 4,950.00."""
    usage = {
        "version": 1,
        "price_book": "intl",
        "usage": {"image_basic": {"calls": {"2025-01": 100_000}}},
        "orders": [
            {"item": "free_pack", "for": "image_basic", "date": date(2025, 1, 1)}
        ],
    }
    bills = estimate(load_scenario(usage))
    assert (str(bills.total), bills.currency, bills.complete) == (
        "4950.00",
        "USD",
        True,
    )
    [row] = [row for row in bills.rows() if row["kind"] == "pay_as_you_go"]
    assert row["amount"] == Decimal("4950.00")
    assert (row["quantity"], row["unit_price"]) == (Decimal(99_000), Decimal("0.050"))
    header = ffbill("estimate", STEADY, "-f", "csv").out.splitlines()[0]
    assert ",".join(row) == header


def test_a_plan_can_be_asked_again() -> None:
    """What the plan is promised to cost is what its scenario is billed."""
    plan = recommend(load_scenario(STEADY))
    assert plan.proved
    assert plan.scenario is not None
    assert estimate(plan.scenario).total == plan.total


def test_a_book_is_named_or_handed_over() -> None:
    usage = {
        "version": 1,
        "usage": {"image_basic": {"calls": {"2025-01": 10}}},
    }
    by_name = estimate(load_scenario(usage, price_book="intl"))
    book = load_price_book("intl")
    assert estimate(load_scenario(usage, price_book=book)).rows() == by_name.rows()
    # 10 x 0.065; the first tier's price
    assert by_name.total == Decimal("0.65")


def test_a_reading_is_chosen() -> None:
    path = ROOT / "sample_usage" / "steady_app.yaml"
    chosen = estimate(load_scenario(path, assume={"tier_basis": "total"}))
    asked = answered("estimate", path, "--assume", "tier_basis=total")
    assert chosen.to_dict() == asked


# Faults


def faults(*args: Any, **named: Any) -> list[Any]:
    with pytest.raises(InputError) as caught:
        load_scenario(*args, **named)
    return list(caught.value.faults)


def test_faults_of_a_mapping_have_a_path_and_no_line() -> None:
    usage = {
        "version": 1,
        "price_book": "intl",
        "usage": {"image_basic": {"call": {"2025-01": 5}, "peak_qps": True}},
        "orders": [
            {"item": "call_pack", "for": "image_basic", "size": 1.5, "date": "2025-1"},
            {"item": "free_pack", "for": "image_basic", "date": "2025-01-01", "id": 1},
            {
                "item": "free_pack",
                "for": "image_basic",
                "date": "2025-01-01",
                "id": "1",
            },
        ],
    }
    found = faults(usage)
    assert [fault.path for fault in found[:3]] == [
        "usage.image_basic.call",
        "usage.image_basic.peak_qps",
        "orders[1].size",
    ]
    assert found[0].message == "unknown key; did you mean 'calls'?"
    for fault in found:
        assert (fault.file, fault.line, fault.column) == (None, None, None)
        assert "line" not in fault.message


def test_faults_of_a_file_say_where(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text("version: 1\nprice_book: intl\nusage: {image: {}}\ntitel: x\n")
    fault = faults(path)[-1]
    assert (fault.file, fault.line, fault.column) == (str(path), 4, 1)
    assert fault.path == "titel"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (object(), "a value of the type object"),
        (b"12", "a value of the type bytes"),
        (float("nan"), "'nan'"),
        (-1, "'-1'"),
        pytest.param(10**5000, "a number of thousands of digits", id="digits"),
        (Decimal("1e999999999"), "in scientific notation"),
        (datetime(2025, 1, 5, 3), "'2025-01-05T03:00:00'"),
        ({"2025-01": None}, "nothing"),
    ],
)
def test_what_no_file_could_hold_is_refused(value: Any, says: str) -> None:
    usage = {
        "version": 1,
        "price_book": "intl",
        "usage": {"image_basic": {"calls": {"2025-01": 1}, "materials": value}},
    }
    [fault] = faults(usage)
    assert says in fault.message
    assert fault.path.startswith("usage.image_basic.materials")


def test_a_mapping_that_holds_itself_is_refused() -> None:
    usage: dict[str, Any] = {"version": 1}
    usage["usage"] = usage
    [fault] = faults(usage)
    assert "nested deeper than 50" in fault.message


def test_arguments_are_checked() -> None:
    scenario, misspelt = load_scenario(STEADY), cast("Any", "amortized")
    for ask, says in (
        (lambda: estimate(scenario, months=["2025-13"]), "months: '2025-13'"),
        (lambda: estimate(scenario, view=misspelt), "did you mean 'amortised'?"),
        (lambda: recommend(scenario, start="soon"), "start: 'soon'"),
        (lambda: refund(scenario, as_of="2025-02-30"), "as_of: '2025-02-30'"),
        (lambda: compare(scenario), "another one"),
        (lambda: quote("image", calls=1), "did you mean 'image_basic'?"),
        (lambda: quote(calls=1, days=2, months=2), "days: takes the place"),
        (lambda: quote(calls=1, months=0), "months 0: from 1 to 120"),
        (lambda: load_scenario(STEADY, assume={"tier": "x"}), "assume: no assumption"),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        assert says in caught.value.faults[0].message


class _Path:
    """A path that is bytes, which no argument takes."""

    def __fspath__(self) -> bytes:
        return b"usage.yaml"


@pytest.mark.parametrize("given", [[], None, 5, 1.5, True, b"usage.yaml", _Path()])
def test_what_is_no_usage_file_is_a_fault(given: Any) -> None:
    [fault] = faults(given)
    assert "expected the path of a usage file, or a mapping" in fault.message


@pytest.mark.parametrize("given", ["usage.yaml", None, {}])
def test_a_scenario_is_loaded_first(given: Any) -> None:
    scenario = load_scenario(STEADY)
    for name, ask in (
        ("estimate", lambda: estimate(given)),
        ("recommend", lambda: recommend(given)),
        ("refund", lambda: refund(given, as_of="2025-01-01")),
        ("compare", lambda: compare(given, scenario)),
        ("compare", lambda: compare(scenario, given)),
    ):
        with pytest.raises(InputError) as caught:
            ask()
        [fault] = caught.value.faults
        assert fault.message.startswith(f"{name}: expected what load_scenario gives")


def test_values_of_other_types_are_faults() -> None:
    scenario, any_ = load_scenario(STEADY), cast("Any", lambda value: value)
    for ask, says in (
        (lambda: load_price_book(any_(5)), "price_book: expected the name"),
        (lambda: load_scenario(STEADY, price_book=any_([])), "price_book: expected"),
        (lambda: load_scenario(STEADY, assume=any_(["x"])), "assume: expected a map"),
        (lambda: load_scenario(STEADY, assume=any_({"qps_month": None})), "assume:"),
        (lambda: estimate(scenario, months="2025-03"), "months: expected several"),
        (lambda: estimate(scenario, months=any_(5)), "months: expected several"),
        (lambda: estimate(scenario, view=any_(None)), "view: None"),
        (lambda: refund(scenario, as_of=any_(5)), "as_of: expected a date"),
        (lambda: recommend(scenario, time_limit=-1), "time_limit '-1': expected"),
        (lambda: recommend(scenario, time_limit=float("nan")), "time_limit 'nan'"),
        (lambda: recommend(scenario, time_limit=any_("5")), "time_limit '5'"),
        (lambda: recommend(scenario, time_limit=any_(True)), "time_limit 'True'"),
        (
            lambda: recommend(scenario, time_limit=-(10**5000)),
            "time_limit: a number of",
        ),
        (
            lambda: recommend(scenario, allow_throttling=any_("no")),
            "allow_throttling: expected True or False, not str",
        ),
        (lambda: recommend(scenario, allow_split=any_(0)), "allow_split: expected"),
        (lambda: recommend(scenario, every_day=any_(None)), "every_day: expected"),
        (lambda: recommend(scenario, start=any_(10**5000)), "start: a number of"),
        (lambda: estimate(scenario, months=[any_(10**5000)]), "months: a number of"),
        (
            lambda: quote(calls=1, allow_throttling=any_("no")),
            "allow_throttling: expected True or False",
        ),
        (lambda: quote(calls=1, allow_split=any_([])), "allow_split: expected"),
        (lambda: quote(calls=10**5000), "calls: a number of thousands of digits"),
        (lambda: load_scenario(STEADY, forecast=any_("2025-12")), "forecast: expected"),
        (lambda: load_scenario(STEADY, assume=any_({"x": 10**5000})), "assume: a num"),
        (lambda: quote(any_(5), calls=1), "scope: expected the name"),
        (lambda: quote(calls=1, months=any_("x")), "months: 'x' is not a number"),
        (lambda: quote(calls=1, days=any_(1.5)), "days: '1.5' is not whole"),
        (lambda: quote(calls=1, assume=any_(5)), "assume: expected a mapping"),
        (lambda: quote(calls=1, **any_({"cals": 2})), "did you mean 'calls'?"),
    ):
        with pytest.raises(InputError) as caught:
            any_(ask)()
        assert says in caught.value.faults[0].message


def test_what_means_the_same_is_taken() -> None:
    """A day of a reading as a number, a time as its day, and no seconds as no limit."""
    scenario = load_scenario(STEADY, assume=cast("Any", {"settlement_day": 2}))
    assert scenario == load_scenario(STEADY, assume={"settlement_day": "2"})
    at_noon = refund(scenario, as_of=datetime(2025, 2, 12, 12))
    assert at_noon.to_dict() == refund(scenario, as_of="2025-02-12").to_dict()
    for seconds in (float("inf"), 10**400):
        unlimited = recommend(scenario, time_limit=seconds)
        assert unlimited.total == recommend(scenario).total


def test_a_mapping_holds_what_a_loader_makes_of_a_day() -> None:
    """A midnight, with or without the zone that YAML calls Z, is the day it begins."""
    usage = yaml.safe_load(
        "version: 1\nprice_book: intl\naccount: {activated: 2025-01-05T00:00:00Z}\n"
        "usage: {image_basic: {starts: 2025-01-05 00:00:00, calls: {2025-01: 5}}}\n"
    )
    assert isinstance(usage["account"]["activated"], datetime)
    # 5 x 0.065 = 0.325, half up
    assert estimate(load_scenario(usage)).total == Decimal("0.33")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_is_loaded_twice_is_equal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    usage = yaml.safe_load(path.read_text(encoding="utf-8"))
    for given in (path, usage):
        assert load_scenario(given) == load_scenario(given)
    assert load_scenario(path) != load_scenario(usage)


def test_what_says_something_else_is_not_equal(tmp_path: Path) -> None:
    """Of two files of one name, and of one with an order more."""
    file = tmp_path / "usage.yaml"
    file.write_text(STEADY.read_text(encoding="utf-8"), encoding="utf-8")
    first = load_scenario(file)
    file.write_text(file.read_text(encoding="utf-8") + "# more\n", encoding="utf-8")
    assert first != load_scenario(file)
    assert first.location.source != "usage.yaml"


def test_rows_hold_what_the_page_says() -> None:
    scenario = load_scenario(STEADY)
    [row, *_] = estimate(scenario).rows()
    assert isinstance(row["clauses"], list)
    assert isinstance(row["assumptions"], list)
    [verdict, *_] = refund(scenario, as_of="2025-02-12").rows()
    assert isinstance(verdict["delivered"], date)


# Threads


def test_two_threads_give_the_answers_of_one() -> None:
    """Eight at once, each with another sample, asked over and over."""
    paths = SAMPLES[:8]
    alone = [estimate(load_scenario(path)).to_dict() for path in paths]
    together: dict[int, list[Any]] = {}

    def ask(number: int) -> None:
        together[number] = [
            estimate(load_scenario(paths[number])).to_dict() for _ in range(4)
        ]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(len(paths))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in enumerate(alone):
        assert together[number] == [answer] * 4
