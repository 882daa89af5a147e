"""The accounts of a reseller's bill, one usage file for each: the files are read a few times in all, and each account's
bill is the one that would be read if it were asked for alone.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from facefusion_billing.files.bills import by_account
from facefusion_billing.files.bills.reader import read_bill
from facefusion_billing.files.bills.sources import Part, parts
from facefusion_billing.model.bill_settings import BillSettings
from facefusion_billing.model.faults import InputError
from tests.bills.test_imports import CALLS, bill, changed
from tests.tools import ffbill

ACCOUNTS = [f"10000000000{n}" for n in range(1, 7)]
DEDUCTIONS = (
    "资源包ID,抵扣前余量,抵扣后余量,开始使用时间,用量,抵扣用量,抵扣系数,使用者UIN\n"
)


def called(account: str, id: int, **cells: str) -> list[str]:
    return changed(CALLS, 使用者UIN=account, 交易ID=str(id), **cells)


def reseller(folder: Path) -> Path:
    """Lines of six accounts in no order, one of them twice, and one of another product."""
    owners = ["", *ACCOUNTS, *ACCOUNTS[:3], ACCOUNTS[0]]
    rows = [called(owner, id) for id, owner in enumerate(owners) if owner]
    rows += [rows[0], called(ACCOUNTS[1], 99, 产品名称="云服务器", 子产品名称="标准型")]
    random.Random(7).shuffle(rows)
    return bill(folder, *rows)


def deductions(folder: Path) -> Path:
    """Rows of an export, of two accounts and of nobody, one of them twice."""
    owners = (ACCOUNTS[2], "-", ACCOUNTS[0], ACCOUNTS[2], ACCOUNTS[2])
    rows = [
        f"pack-{n % 4},1000,{999 - n % 4},2025-03-01 00:00:00,1,1,1,{owner}\n"
        for n, owner in enumerate(owners)
    ]
    path = folder / "deductions.csv"
    path.write_text(DEDUCTIONS + "".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("most", [1, 4, 100])
def test_read_together_or_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Whatever may be held at once: six accounts have 10 lines, and one that stands twice."""
    reads = []

    def counted(paths: list[str]) -> Iterator[Part]:
        reads.append(paths)
        return parts(paths)

    monkeypatch.setattr(by_account, "MOST_LINES", most)
    monkeypatch.setattr(by_account, "parts", counted)
    paths = [str(reseller(tmp_path)), str(deductions(tmp_path))]
    lines = by_account.lines_by_account(paths, BillSettings())
    assert list(lines) == ACCOUNTS
    assert sum(lines.values()) == 11
    together = list(by_account.read_bills(paths, BillSettings(), lines))
    assert together == [read_bill(paths, None, account) for account in ACCOUNTS]
    # Without its first reading, which counts: six times one account, or (4, 2 and 2, 1 and 1 and 1), or all.
    assert len(reads) - 1 == {1: 6, 4: 3, 100: 1}[most]


def test_rows_of_an_export_are_of_their_account(tmp_path: Path) -> None:
    """The fifth row is the first again; a row that names nobody is of everybody."""
    paths = [str(reseller(tmp_path)), str(deductions(tmp_path))]
    lines = by_account.lines_by_account(paths, BillSettings())
    bills = by_account.read_bills(paths, BillSettings(), lines)
    packs = [[row.pack for row in bill.deductions] for bill in bills]
    nobody = ["pack-1"]
    assert packs[:3] == [["pack-1", "pack-2"], nobody, ["pack-0", "pack-1", "pack-3"]]
    assert packs[3:] == [nobody] * 3


def test_accounts_before_one_that_is_refused_are_written(tmp_path: Path) -> None:
    """In the order of their ids, whatever the order of the lines."""
    rows = [called(account, n) for n, account in enumerate(reversed(ACCOUNTS), 1)]
    rows[1] = called(ACCOUNTS[4], 2, 组件用量="many")
    rows[3] = called(ACCOUNTS[2], 4, 组件用量="few")
    ran = ffbill("import", bill(tmp_path, *rows), "-o", f"{tmp_path}/made/")
    assert ran.status == 2
    assert "'few' is not a decimal number" in ran.err
    assert "many" not in ran.err
    written = sorted(path.stem for path in (tmp_path / "made").iterdir())
    assert written == ACCOUNTS[:2]


def test_a_row_that_is_cut_off_is_of_any_account(tmp_path: Path) -> None:
    rows = [called(account, n) for n, account in enumerate(ACCOUNTS, 1)]
    path = bill(tmp_path, *rows[:4], rows[4][:20], rows[5])
    ran = ffbill("import", path, "-o", f"{tmp_path}/made/")
    assert ran.status == 2
    assert f"bill.csv:6:1: only 20 of {len(CALLS)} fields" in ran.err
    assert not list((tmp_path / "made").iterdir())


@pytest.mark.parametrize(
    ("owner", "said"),
    [
        ("-", "--output FOLDER: no line of the product names its account"),
        ("1.0E+11", "'1.0E+11' is an id that a spreadsheet turned into a number"),
    ],
)
def test_lines_of_no_account_are_not_passed_over(
    tmp_path: Path, owner: str, said: str
) -> None:
    """An empty folder was all that came of them, and status 0."""
    ran = ffbill("import", bill(tmp_path, called(owner, 1)), "-o", f"{tmp_path}/made/")
    assert ran.status == 2
    assert said in ran.err


def test_faults_of_many_rows_end_with_the_first_account(tmp_path: Path) -> None:
    """300 rows of the last account, 250 of the first: 201 of these are read, 200 told."""
    rows = [called(ACCOUNTS[5], n, 组件用量=f"x{n}") for n in range(300)]
    rows += [called(ACCOUNTS[0], n, 组件用量=f"y{n}") for n in range(300, 550)]
    paths = [str(bill(tmp_path, *rows))]
    lines = by_account.lines_by_account(paths, BillSettings())
    bills = by_account.read_bills(paths, BillSettings(), lines)
    with pytest.raises(InputError) as raised:
        next(bills)
    assert len(raised.value.faults) == 201
