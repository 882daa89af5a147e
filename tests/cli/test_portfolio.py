"""Many accounts: each as `estimate` bills it, never pooled."""

import csv
import io
import json
import os
import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from facefusion_billing import load_scenario
from facefusion_billing.answers.estimate import estimate
from facefusion_billing.cli.portfolio_workers import each
from facefusion_billing.model.money import money_text
from facefusion_billing.reports.data import estimate_csv
from tests.tools import SAMPLES, ffbill, json_of

SCHEMA = jsonschema.Draft7Validator(json.loads(ffbill("schema", "portfolio").out))
HEAD = "account,date,calls,peak_qps,for\n"


def portfolio(*words: str | Path, status: int = 0) -> dict[str, Any]:
    ran = ffbill("portfolio", *words, "-f", "json")
    assert ran.status == status, ran.err
    answer: dict[str, Any] = json.loads(ran.out)
    SCHEMA.validate(answer)
    return answer


def table(folder: Path, rows: str, name: str = "calls.csv") -> Path:
    path = folder / name
    path.write_text(rows, encoding="utf-8")
    return path


def test_accounts_are_never_pooled(tmp_path: Path) -> None:
    """60,000 image calls cost 60,000 x 0.050 = 3,000.00 for each of two accounts:
    6,000.00, not 120,000 x 0.035 = 4,200.00.
    """
    rows = "a,2025-03,60000,,image_basic\nb,2025-03,60000,,image_basic\n"
    answer = portfolio("--calls", table(tmp_path, HEAD + rows))
    assert answer["totals"] == {"USD": "6000.00"}
    assert [row["total"] for row in answer["accounts"]] == ["3000.00", "3000.00"]


def test_strict_fails_on_warnings_that_are_not_ignored(tmp_path: Path) -> None:
    """30 calls a second are above the limit of 20 of image face fusion."""
    calls = table(tmp_path, HEAD + "a,2025-03-05,50000,30,image_basic\n")
    assert portfolio("--calls", calls)["accounts"][0]["warnings"] == 1
    portfolio("--calls", calls, "--strict", status=1)
    strict = ffbill("portfolio", "--calls", calls, "--strict")
    said = "ffbill: --strict: there is a warning: over_qps_limit\n"
    assert strict.err.endswith(said)
    ignoring = ("--calls", calls, "--strict", "--ignore", "over_qps_limit")
    assert portfolio(*ignoring)["accounts"][0]["warnings"] == 0
    assert ffbill("portfolio", *ignoring[:3], "--ignore", "dead").status == 2


def test_orders_come_from_a_table_with_their_tenders(tmp_path: Path) -> None:
    """A pack of 1,000 for 60.00, of which 100 calls serve account a; b has only its
    pack.
    """
    calls = table(tmp_path, HEAD + "a,2025-03-05,100,,image_basic\n")
    orders = table(
        tmp_path,
        "account,item,for,size,date,paid_cash,paid_voucher\n"
        "a,call_pack,image_basic,1000,2025-03-01,50,10\n"
        "b,call_pack,image_basic,1000,2025-03-01,,\n",
        "orders.csv",
    )
    answer = portfolio("--calls", calls, "--orders", orders)
    assert {row["account"]: row["total"] for row in answer["accounts"]} == {
        "a": "60.00",
        "b": "60.00",
    }


def test_a_faulty_account_is_a_row_and_the_others_are_computed(tmp_path: Path) -> None:
    rows = "a,2025-03,-1,,image_basic\nb,2025-03,100,,image_basic\n"
    answer = portfolio("--calls", table(tmp_path, HEAD + rows), status=2)
    first, second = answer["accounts"]
    assert "negative" in first["faults"][0]
    assert first["total"] is None
    assert second["total"] == "6.50"  # 100 x 0.065
    assert answer["totals"] == {"USD": "6.50"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (HEAD + "a,2025-03,1,,x\nb,2025-03,1,,x\na,2025-04,1,,x\n", "calls.csv:4:1:"),
        (HEAD + "a,2025-03\n", "fields of the header"),
        ("date,calls,for\n", "no column 'account'"),
    ],
)
def test_a_table_that_is_none_is_refused(rows: str, said: str, tmp_path: Path) -> None:
    ran = ffbill("portfolio", "--calls", table(tmp_path, rows))
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


@pytest.mark.parametrize("workers", [1, 2])
def test_lines_are_those_of_estimate(workers: int, tmp_path: Path) -> None:
    """Of usage files, in the order of the input, with one process and with two."""
    files = [path for path in SAMPLES if "refund" not in path.name][:6]
    out = tmp_path / "lines.csv"
    portfolio(*files, "-o", out, "--workers", str(workers))
    expected = []
    for path in files:
        ran = ffbill("estimate", path, "-f", "csv", "-q")
        lines = csv.DictReader(io.StringIO(ran.out))
        expected += [{"account": str(path), **line} for line in lines]
    assert list(csv.DictReader(out.read_text("utf-8").splitlines())) == expected


def random_tables(folder: Path, count: int, seed: int) -> tuple[Path, Path]:
    """Counts by month or by day of one or two groups, some with peaks, and orders of packs."""
    rng = random.Random(seed)
    calls, orders = [HEAD], ["id,account,item,for,size,quantity,date\n"]
    for number in range(count):
        name = f"n{number}"
        for scope in rng.sample(
            ("image_basic", "video_single_face"), rng.choice((1, 1, 2))
        ):
            for month in range(1, rng.randint(2, 6)):
                date = f"2025-{month:02d}" + rng.choice(("", "", "-09"))
                peak = rng.choice(("", "", "", str(rng.randint(3, 30))))
                calls.append(f"{name},{date},{rng.randrange(200_000)},{peak},{scope}\n")
            for order in range(rng.choice((0, 1, 3))):
                size, day = (
                    rng.choice((1_000, 10_000)),
                    f"2025-0{rng.randint(1, 5)}-1{order}",
                )
                orders.append(
                    f"{scope[0]}{order},{name},call_pack,{scope},{size},{rng.randint(1, 4)},{day}\n"
                )
    rng.shuffle(orders[1:])
    return (
        table(folder, "".join(calls)),
        table(folder, "".join(orders), "orders.csv"),
    )


def mapping_of(calls: Path, orders: Path) -> dict[str, dict[str, Any]]:
    """Each account of the tables as a usage file, made by the test's own reading."""
    found: dict[str, dict[str, Any]] = {}
    for row in csv.DictReader(calls.read_text("utf-8").splitlines()):
        made = found.setdefault(
            row["account"],
            {"version": 1, "price_book": "intl", "usage": {}, "orders": []},
        )
        scope = made["usage"].setdefault(row["for"], {"calls": {}, "peak_qps": {}})
        scope["calls"][row["date"]] = row["calls"]
        if row["peak_qps"]:
            scope["peak_qps"][row["date"]] = row["peak_qps"]
    for row in csv.DictReader(orders.read_text("utf-8").splitlines()):
        found[row.pop("account")]["orders"].append(row)
    return found


def test_random_accounts_equal_estimate(tmp_path: Path) -> None:
    """Line by line; FFBILL_ACCOUNTS sets how many (40 where it is not set; 10,000 were run)."""
    calls, orders = random_tables(
        tmp_path, int(os.environ.get("FFBILL_ACCOUNTS", "40")), 5
    )
    out = tmp_path / "lines.jsonl"
    answer = portfolio("--calls", calls, "--orders", orders, "-o", out)
    lines: dict[str, list[dict[str, Any]]] = {}
    for text in out.read_text("utf-8").splitlines():
        line = json.loads(text)
        lines.setdefault(line.pop("account"), []).append(line)
    rows = {row["account"]: row for row in answer["accounts"]}
    for account, mapping in mapping_of(calls, orders).items():
        alone = estimate(load_scenario(mapping), {})
        assert rows.pop(account)["total"] == money_text(alone.total)
        assert lines.pop(account, []) == list(estimate_csv.rows(alone)), account
    assert (rows, lines) == ({}, {})


def test_lines_as_parquet_have_types(tmp_path: Path) -> None:
    """Dates, whole numbers, exact decimals: 100 x 0.065 = 6.50."""
    calls = table(tmp_path, HEAD + "a,2025-03,100,,image_basic\n")
    out = tmp_path / "lines.parquet"
    portfolio("--calls", calls, "-o", out)
    found = duckdb.sql(
        f"SELECT account, date, quantity, unit_price, amount FROM '{out}'"
    )
    assert found is not None
    assert [str(kind) for kind in found.types] == [
        "VARCHAR",
        "DATE",
        "BIGINT",
        "DECIMAL(38,18)",
        "DECIMAL(18,2)",
    ]
    assert found.fetchall() == [
        ("a", date(2025, 4, 1), 100, Decimal("0.065"), Decimal("6.50"))
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "calls.csv",
        "lines.parquet",
    ]


def test_counts_may_be_parquet(tmp_path: Path) -> None:
    calls, orders = random_tables(tmp_path, 5, 6)
    duckdb.sql(
        f'COPY (SELECT account, CAST(calls AS BIGINT) AS calls, date, CAST(peak_qps AS BIGINT) AS peak_qps, "for" '
        f"FROM read_csv('{calls}', all_varchar = true)) TO '{tmp_path / 'calls.parquet'}'"
    )
    words = ("--orders", orders)
    assert portfolio("--calls", tmp_path / "calls.parquet", *words) == portfolio(
        "--calls", calls, *words
    )


def test_what_pooling_would_cost(tmp_path: Path) -> None:
    """Two accounts of 60,000 image calls are 2 x 60,000 x 0.050 = 6,000.00; 120,000 x 0.035 = 4,200.00 as one.

    The third is faulty and counts nowhere.
    """
    rows = "a,2025-03,60000,,image_basic\nb,2025-03-07,60000,,image_basic\nc,2025-03,-1,,image_basic\n"
    answer = portfolio("--calls", table(tmp_path, HEAD + rows), "--if-pooled", status=2)
    assert answer["totals"] == {"USD": "6000.00"}
    assert answer["pooled"] == {
        "currency": "USD",
        "total": "4200.00",
        "saving": "1800.00",
        "faults": [],
    }


def test_the_cheapest_plans(tmp_path: Path) -> None:
    """100,000 image calls in March: 100,000 x 0.035 = 3,500.00, or a pack of 100,000 for 3,000.00: 500.00 less.

    100 calls: 6.50, or nothing with the free pack of 1,000. The screen has the larger saving first.
    """
    rows = "small,2025-03,100,,image_basic\nlarge,2025-03,100000,,image_basic\n"
    calls = table(tmp_path, HEAD + rows)
    answer = portfolio("--calls", calls, "--recommend")
    small, large = answer["accounts"]
    assert (small["best"], small["saving"]) == ("0.00", "6.50")
    assert (large["best"], large["saving"]) == ("3000.00", "500.00")
    assert [order["item"] for order in small["plan"]] == ["free_pack"]
    assert answer["saving"] == {"USD": "506.50"}
    screen = ffbill("portfolio", "--calls", calls, "--recommend").out
    savings = screen[screen.index("Largest savings") :]
    assert savings.index("large") < savings.index("small")


@pytest.mark.parametrize("style", ["csv", "jsonl", "parquet"])
@pytest.mark.parametrize("torn", [0, 7, 10_000])
def test_an_interrupted_run_goes_on(
    style: str, torn: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes as of a run in one go, also where the files lost what was written last."""
    calls, orders = random_tables(tmp_path, 160, 7)
    words = ("--calls", calls, "--orders", orders, "-f", "json", "-o")
    whole, out = tmp_path / f"whole.{style}", tmp_path / f"out.{style}"
    expected = ffbill("portfolio", *words, whole)

    def interrupted(*all: Any, **named: Any) -> Iterator[Any]:
        yield from islice(each(*all, **named), 120)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("facefusion_billing.cli.portfolio.each", interrupted)
        assert ffbill("portfolio", *words, out).status != 0
    assert not out.exists()
    for name in ("partial", "progress"):
        left = tmp_path / f"out.{style}.{name}"
        left.write_bytes(left.read_bytes()[: -torn or None])
    ran = ffbill("portfolio", *words, out, "--resume")
    assert (ran.status, ran.out) == (expected.status, expected.out)
    assert out.read_bytes() == whole.read_bytes()
    assert not list(tmp_path.glob("out.*.*"))


def test_a_run_whose_inputs_changed_is_not_resumed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = table(tmp_path, HEAD + "a,2025-03,1,,image_basic\n")
    words = ("portfolio", "--calls", calls, "-o", tmp_path / "out.csv")

    def interrupted(*_: Any, **_named: Any) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patch:
        patch.setattr("facefusion_billing.cli.portfolio.each", interrupted)
        ffbill(*words)
    calls.write_text(HEAD + "a,2025-03,2,,image_basic\n", encoding="utf-8")
    ran = ffbill(*words, "--resume")
    assert (ran.status, ran.out) == (2, "")
    assert "--resume" in ran.err
    assert "of other inputs, options or another version" in ran.err


def test_accounts_with_gaps_of_a_century(tmp_path: Path) -> None:
    """1,400 accounts with a row of 2000 and one of 2099, 55 KB, took 70 s: each is 1,198
    months without a row. 20,000 of these are billed, and 6 more for each row:
    20,000 + 12 n - 1,198 n is 0 or more for n up to 16; accounts without gaps go on.
    """
    rows = "".join(
        f"a{n:02},{month},1,,image_basic\n"
        for n in range(20)
        for month in ("2000-01", "2099-12")
    )
    near = "".join(f"b,2025-{month:02},1,,image_basic\n" for month in range(1, 13))
    calls = table(tmp_path, HEAD + rows + near)
    answer = json_of("portfolio", "--calls", calls, status=2)
    faulty = [row["account"] for row in answer["accounts"] if row["faults"]]
    assert faulty == ["a16", "a17", "a18", "a19"]
    assert answer["accounts"][-1]["account"] == "b"
    ran = ffbill("portfolio", "--calls", calls)
    said = " ".join(ran.out.split())
    assert (
        "calls.csv:34:1: rows from 2000-01 to 2099-12, and in too many months" in said
    )


def test_orders_have_gaps_too(tmp_path: Path) -> None:
    """An account of orders alone: 18 of 1,198 months and 2 rows each are 21,564 of
    20,216, so the last two are left out.
    """
    orders = tmp_path / "orders.csv"
    rows = "".join(
        f"a{n:02},call_pack,image_basic,1k,{day}\n"
        for n in range(18)
        for day in ("2000-01-01", "2099-12-01")
    )
    orders.write_text(f"account,item,for,size,date\n{rows}", encoding="utf-8")
    calls = table(tmp_path, HEAD)
    words = ("portfolio", "--calls", calls, "--orders", orders)
    answer = json_of(*words, status=2)
    faulty = [row["account"] for row in answer["accounts"] if row["faults"]]
    assert faulty == ["a16", "a17"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_table_that_breaks_off_leaves_nothing(workers: str, tmp_path: Path) -> None:
    """The rows of `a` are not together: told by line, with one process and with two."""
    rows = "".join(f"{name},2025-03,1,,image_basic\n" for name in ("a", "b", "a"))
    out = tmp_path / "out.csv"
    calls = table(tmp_path, HEAD + rows)
    ran = ffbill("portfolio", "--calls", calls, "-o", out, "--workers", workers)
    assert (ran.status, ran.out) == (2, "")
    assert "calls.csv:4:1: the rows of account 'a' are not together" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]


def test_processes_speak_the_same_language(tmp_path: Path) -> None:
    calls = table(tmp_path, HEAD + "a,2025-03,100,,image_basic\n")
    texts = []
    for workers in ("1", "2"):
        out = tmp_path / f"{workers}.csv"
        words = ("--calls", calls, "-o", out, "--lang", "zh", "--workers", workers)
        assert ffbill("portfolio", *words).status == 0
        texts.append(out.read_text("utf-8"))
    assert texts[0] == texts[1]
    assert "月结后付费" in texts[0]


def test_counts_by_day_go_on(tmp_path: Path) -> None:
    """1,000 a day from 3 to 16 March, a Monday to a Sunday; forecast to the 31st: 29,000 x 0.050 = 1,450.00 each."""
    rows = [
        f"{name},2025-03-{day:02},1000,,image_basic\n"
        for name in "ab"
        for day in range(3, 17)
    ]
    calls = table(tmp_path, HEAD + "".join(rows))
    answer = portfolio("--calls", calls, "--forecast", "2025-03,2", "--if-pooled")
    assert [row["total"] for row in answer["accounts"]] == ["1450.00", "1450.00"]
    # 58,000 x 0.050 = 2,900.00
    assert answer["pooled"]["total"] == "2900.00"


@pytest.mark.parametrize(("again", "status"), [("2025-03,2", 0), ("2025-04,2", 2)])
def test_a_forecast_is_resumed_with_the_same_only(
    again: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"a,2025-03-{day:02},1000,,image_basic\n" for day in range(3, 17)]
    calls = table(tmp_path, HEAD + "".join(rows))
    words = ("portfolio", "--calls", calls, "-o", tmp_path / "out.csv", "--forecast")

    def interrupted(*_: Any, **_named: Any) -> Iterator[Any]:
        raise KeyboardInterrupt
        yield

    with monkeypatch.context() as patch:
        patch.setattr("facefusion_billing.cli.portfolio.each", interrupted)
        ffbill(*words, "2025-03,2")
    assert ffbill(*words, again, "--resume").status == status


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_day_that_stands_twice_is_a_fault_of_its_account(
    workers: str, tmp_path: Path
) -> None:
    rows = "a;2025-03;1;;image_basic\na;2025-03;2;;image_basic\nb;2025-03;1000;;video_single_face\n"
    calls = table(tmp_path, HEAD.replace(",", ";") + rows)
    words = ("--calls", calls, "--workers", workers, "--if-pooled")
    answer = portfolio(*words, status=2)
    first, second = answer["accounts"]
    assert first["faults"] == [f"{calls}:3:1: 2025-03 stands twice"]
    # 1,000 x 0.20 = 200.00
    assert (second["total"], answer["pooled"]["total"]) == ("200.00", "200.00")


def test_refused_calls_are_named_as_estimate_does(tmp_path: Path) -> None:
    """January's 617.50 (9,500 x 0.065) are not paid from a balance of 100, so the service stops: calls are refused, and
    have no want of a price."""
    text = (
        "version: 1\nprice_book: intl\n"
        "account: {activated: 2025-01-01, balance: {date: 2025-01-01, amount: 100}}\n"
        "usage: {image_basic: {calls: {2025-01: 9500, 2025-02: 120000}}}\n"
    )
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    assert "INCOMPLETE: " in ffbill("estimate", file, "-q").out
    lines = ffbill("portfolio", file).out.splitlines()
    assert lines[:2] == [
        "1 account",
        "INCOMPLETE: 1 account has calls refused or undetermined, not in the amount",
    ]


MESSY = (
    'A,2025/3/1,"5,000",,image_basic\nA,2025-03-02 00:00:00,12万,,image_basic\n'
    "B,2025-3,1000,,video_single_face\nC,2025-03-02,1e3,,image_basic\nC,2025-03-03,x,,image_basic\n"
    "D,2025-03-01..2025-03-04,3,,image_basic\n"
)


def test_counts_are_read_as_a_file_of_calls_is(tmp_path: Path) -> None:
    """A: 125,000 x 0.035 = 4,375.00; B: 1,000 x 0.20 = 200.00. What a file of calls refuses is refused here, in its
    words and with the line, and each fault of an account is told."""
    calls = table(tmp_path, HEAD + MESSY)
    a, b, c, d = portfolio("--calls", calls, status=2)["accounts"]
    assert (a["total"], b["total"]) == ("4375.00", "200.00")
    own = tmp_path / "usage.yaml"
    own.write_text(
        "version: 1\nprice_book: intl\nusage: {image_basic: {calls: {file: own.csv}}}\n",
        encoding="utf-8",
    )
    for account in (c, d):
        rows = [row for row in MESSY.splitlines() if row.startswith(account["account"])]
        text = "".join(f"{row.partition(',')[2]}\n" for row in rows)
        (tmp_path / "own.csv").write_text(HEAD.partition(",")[2] + text, "utf-8")
        said = ffbill("estimate", own).err
        for fault in account["faults"]:
            assert fault.partition(":1: ")[2] in said
    places = [fault.partition(":1: ")[0] for fault in (*c["faults"], *d["faults"])]
    assert places == [f"{calls}:{line}" for line in (5, 6, 7)]
    screen = ffbill("portfolio", "--calls", calls, env={"COLUMNS": "200"}).out
    assert "'1e3' is in scientific notation" in screen
    assert "'x' is not a number" in screen


def test_days_of_parquet_with_a_time(tmp_path: Path) -> None:
    """1,000 x 0.065 = 65.00, of a TIMESTAMP."""
    calls = tmp_path / "calls.parquet"
    duckdb.execute(
        "COPY (SELECT 'a' AS account, TIMESTAMP '2025-03-01 00:00:00' AS date, 1000 AS calls,"
        f" 'image_basic' AS \"for\") TO '{calls}' (FORMAT parquet)"
    )
    [account] = portfolio("--calls", calls)["accounts"]
    assert account["total"] == "65.00"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_table_as_a_spreadsheet_leaves_it(encoding: str, tmp_path: Path) -> None:
    """A separator that is stated, empty columns and rows, a peak that is left out. Calls of an activity without a
    licence: the account's 300 are free."""
    text = (
        "sep=;\naccount;date;for;calls;peak_qps;;\n甲;2025/3/1;活动;100\n;;;;;;\n\n甲;2025-03-02;活动;200;;;\n"
        "乙;2025-03-02;活动;x;;;\n"
    )
    calls = tmp_path / "calls.csv"
    calls.write_bytes(text.encode(encoding))
    words = ("--calls", calls, "--price-book", "mainland")
    one, other = portfolio(*words, status=2)["accounts"]
    assert (one["account"], one["total"], one["complete"]) == ("甲", "0.00", True)
    assert other["faults"][0].startswith(f"{calls}:7:1: 'x' is not a number")


@pytest.mark.parametrize("row", ["a,2025-03,1,,image_basic,1", "a,2025-03,1,"])
def test_a_row_that_does_not_fit_is_refused(row: str, tmp_path: Path) -> None:
    ran = ffbill("portfolio", "--calls", table(tmp_path, f"{HEAD}{row}\n"))
    assert (ran.status, ran.out) == (2, "")
    assert "not the 5 fields of the header" in ran.err


@pytest.mark.parametrize("above", ["", "sep=,\n", "sep=,\r\n"])
def test_quotes_that_are_no_csv(above: str, tmp_path: Path) -> None:
    """They are told at the line in which they open, an empty line before it passed over."""
    rows = "a,2025-03,5,,image_basic\n\n"
    wrong = 'a,2025-04,"6,,image_basic'
    calls = table(tmp_path, f"{above}{HEAD}{rows}{wrong}\n{rows}")
    line = 5 if above else 4
    told = f"calls.csv:{line}:1: not valid CSV: quotes that are not closed\n    {line} | {wrong}\n"
    assert told in ffbill("portfolio", "--calls", calls).err
    chinese = f"calls.csv:{line}:1: 不是有效的 CSV：引号没有闭合"
    assert chinese in ffbill("portfolio", "--calls", calls, "--lang", "zh").err


def test_orders_whose_quotes_go_on(tmp_path: Path) -> None:
    calls = table(tmp_path, HEAD + "a,2025-03,5,,image_basic\n")
    orders = tmp_path / "orders.csv"
    wrong = 'a,P,"call_pack"x,image_basic,1000,2025-03-10'
    orders.write_text(f"account,id,item,for,size,date\n{wrong}\n", encoding="utf-8")
    told = f"orders.csv:2:1: not valid CSV: a text goes on after its closing quotes\n    2 | {wrong}\n"
    ran = ffbill("portfolio", "--calls", calls, "--orders", orders)
    assert ran.status == 2
    assert told in ran.err
