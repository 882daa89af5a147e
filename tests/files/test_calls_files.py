"""Files of calls as spreadsheets and shops leave them: read right, or their cause is named.

The bytes are written here as LibreOffice, Excel (with Chinese and with American settings) and shop systems write them.
"""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile

import openpyxl
import pytest

from tests.tools import Ask, estimate_json, ffbill, usage_file

PLAIN = "{file: calls.csv}"


def file_of(folder: Path, data: bytes, calls: str = PLAIN) -> Path:
    """A usage file, with the bytes as its file of calls."""
    name = "calls.xlsx" if "xlsx" in calls else "calls.csv"
    (folder / name).write_bytes(data)
    return usage_file(folder, f"usage: {{image_basic: {{calls: {calls}}}}}\n")


def counts(folder: Path, data: bytes, calls: str = PLAIN) -> dict[str, int]:
    """The calls of each month, as they were read."""
    bills = estimate_json(file_of(folder, data, calls))["bills"]
    return {
        bill["month"]: row["calls"]
        for bill in bills
        for row in bill["usage"]
        if row["calls"]
    }


def said(folder: Path, data: bytes, calls: str = PLAIN, lang: str = "en") -> str:
    """What is said of a file that is refused."""
    ran = ffbill("estimate", file_of(folder, data, calls), "--lang", lang)
    assert (ran.status, ran.out) == (2, "")
    return ran.err


# What LibreOffice, Excel and shops leave


LIBREOFFICE = b"date,calls,peak_qps\n2025-01-31,12000,4\n2025-02-01,500,\n"
LIBREOFFICE_GERMAN = b"date;calls;peak_qps\n31.01.2025;12000;4\n01.02.2025;500;\n"
LIBREOFFICE_TIMES = (
    b"\n\ndate;calls\n2025-01-31 00:00:00;12000\n\n2025-02-01 00:00:00;500\n"
)
EXCEL_CHINESE = "date,calls,,\r\n2025/1/31,12000,,\r\n2025/2/1,500,,\r\n,,,\r\n".encode(
    "gb18030"
)
EXCEL_CHINESE_UTF_8 = (
    '\ufeff日期,调用次数,备注\r\n2025年1月31日,1.2万,"春节，\n加班"\r\n2025/2/1 0:00,500,\r\n'
).encode()
EXCEL_CHINESE_NAMES = '日期,调用次数\r\n2025/1/31,"12,000"\r\n2025/2/1,500\r\n'.encode(
    "gb18030"
)
EXCEL_AMERICAN = b"date,calls\r\n1/31/2025,12000\r\n2/1/2025,500\r\n"
EXCEL_UNICODE = 'date\tcalls\r\n2025-01-31\t"12,000"\r\n2025-02-01\t500\r\n'.encode(
    "utf-16"
)
EXCEL_SEPARATOR = (
    "sep=;\r\ndate;calls\r\n2025-01-31;12000\r\n2025-02-01;500\r\n".encode("cp1252")
)
SHOP = (
    '"Order Day","Requests","App","Café"\n'
    '"2025-01-31T00:00:00Z","12000","image_basic","a;b"\n'
    '"2025-02-01T00:00:00.000Z","500","image_basic",""\n'
).encode()

BOTH = {"2025-01": 12_000, "2025-02": 500}
CHINESE = "{file: calls.csv, columns: {date: 日期, calls: 调用次数}}"


@pytest.mark.parametrize(
    ("data", "calls"),
    [
        (LIBREOFFICE, PLAIN),
        (LIBREOFFICE_TIMES, PLAIN),
        (EXCEL_CHINESE, PLAIN),
        (EXCEL_CHINESE_UTF_8, CHINESE),
        (EXCEL_CHINESE_NAMES, CHINESE),
        (EXCEL_UNICODE, PLAIN),
        (EXCEL_SEPARATOR, PLAIN),
        (
            SHOP,
            "{file: calls.csv, columns: {date: Order Day, calls: requests, for: App}}",
        ),
    ],
)
def test_they_are_read(tmp_path: Path, data: bytes, calls: str) -> None:
    """12,000 calls on 31 January, 500 on 1 February."""
    assert counts(tmp_path, data, calls) == BOTH


def test_american_and_german_days_are_named_as_what_they_are(tmp_path: Path) -> None:
    american = said(tmp_path, EXCEL_AMERICAN)
    assert "calls.csv:2:1: '1/31/2025' is ambiguous" in american
    assert "write 2025-01-31\n" in american
    assert "calls.csv:3:1: '2/1/2025' is ambiguous" in american
    assert "write 2025-02-01 or 2025-01-02\n" in american
    german = said(tmp_path, LIBREOFFICE_GERMAN)
    assert "calls.csv:2:1: '31.01.2025' is ambiguous" in german
    assert "write 2025-01-31\n" in german


@pytest.mark.parametrize(
    "day",
    [
        "2025-01-31",
        "2025/1/31",
        "2025/01/31",
        "2025-1-31",
        "2025.01.31",
        "2025年1月31日",
        "2025-01-31 00:00:00",
        "2025-01-31 00:00",
        "2025/1/31 0:00",
        "2025-01-31T00:00:00",
        "2025-01-31T00:00:00Z",
        "2025-01-31T00:00:00.000Z",
        "2025-01-31T00:00:00+08:00",
    ],
)
def test_days_with_the_year_first_are_read(tmp_path: Path, day: str) -> None:
    """One day: 5 of the month's 9 calls are on it, the others on its other days."""
    data = f"date,calls\n2025-01,9\n{day},5\n".encode()
    assert counts(tmp_path, data) == {"2025-01": 9}
    twice = f"date,calls\n2025-01-31,1\n{day},5\n".encode()
    assert "stands twice, first in line 2" in said(tmp_path, twice)


@pytest.mark.parametrize("month", ["2025-01", "2025/1", "2025/01", "2025年1月"])
def test_months_with_the_year_first_are_read(tmp_path: Path, month: str) -> None:
    assert counts(tmp_path, f"date,calls\n{month},9\n".encode()) == {"2025-01": 9}


@pytest.mark.parametrize(
    "day",
    [
        "2025-01-31 13:00",
        "2025-01-31T24:00:00",
        "1/31",
        "31 Jan 2025",
        "45688",
        "20250131",
        "2025/13/1",
        "2025/1/31/2",
        "1999/1/31",
        "",
    ],
)
def test_other_days_are_refused(tmp_path: Path, day: str) -> None:
    said(tmp_path, f"date,calls\n{day},5\n".encode())


# What they are encoded in


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
    ],
)
def test_an_encoding_that_is_not_utf_8_is_said(
    tmp_path: Path, codec: str, name: str
) -> None:
    data = "date,calls,人\n2025-01,5,\n".encode(codec)
    file = file_of(tmp_path, data, "{file: calls.csv, columns: {date: date}}")
    csv = tmp_path / "calls.csv"
    ran = ffbill("estimate", file, "-q", "-f", "csv")
    assert ran.status == 0
    assert ran.err == f"ffbill: {csv} is not UTF-8; reading it as {name}\n"
    ran = ffbill("estimate", file, "-q", "-f", "csv", "--lang", "zh")
    assert ran.err == f"ffbill：{csv} 不是 UTF-8；按 {name} 读取\n"
    assert ffbill("validate", file) == (0, "", "")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "ascii"])
def test_utf_8_is_not_worth_a_word(tmp_path: Path, codec: str) -> None:
    file = file_of(tmp_path, "date,calls\n2025-01,5\n".encode(codec))
    assert ffbill("estimate", file, "-q", "-f", "csv").err == ""


# Which columns are which


def test_scopes_can_read_columns_of_their_own(tmp_path: Path) -> None:
    """A table with a column for each scope: 5 and 7 calls."""
    ask = Ask(tmp_path)
    ask.write("wide.csv", "Day,Image,Video\n2025-01-05,5,7\n")
    answer = ask(
        """
        usage:
          image_basic: {calls: {file: wide.csv, columns: {date: Day, calls: Image}}}
          video_single_face: {calls: {file: wide.csv, columns: {date: Day, calls: Video}}}
        """
    )
    (bill,) = answer["bills"]
    assert {row["for"]: row["calls"] for row in bill["usage"]} == {
        "image_basic": 5,
        "video_single_face": 7,
    }


def test_columns_that_are_not_mapped_keep_their_names(tmp_path: Path) -> None:
    """`calls` and `for` are found by their own names, `Note` is passed over."""
    data = b"Day,calls,for,Note\n2025-01,5,image_basic,x\n"
    calls = "{file: calls.csv, columns: {date: Day}}"
    assert counts(tmp_path, data, calls) == {"2025-01": 5}


def test_a_column_may_end_with_the_rows_that_have_peaks(tmp_path: Path) -> None:
    """Excel leaves out separators of empty last columns further down."""
    data = b"date,calls,peak_qps\n2025-01-01,5,3\n2025-01-02,7\n"
    assert counts(tmp_path, data) == {"2025-01": 12}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_wrong_header_and_a_bad_row_are_told_in_one_run(
    tmp_path: Path, lang: str
) -> None:
    data = b"date,call\n2025-01,12k\n2025-02-30,12.5\n"
    err = said(tmp_path, data, lang=lang)
    found = [line for line in err.splitlines() if line.startswith(str(tmp_path))]
    places = [line.removeprefix(str(tmp_path / "calls.csv"))[:6] for line in found]
    assert places == [":1:6: ", ":3:1: ", ":3:12:"]


# Workbooks


def workbook(*rows: list[Any], before: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with an empty sheet before the rows."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Data")
    for row in rows:
        sheet.append(row)
    if before:
        before(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


XLSX = "{file: calls.xlsx}"


def test_a_workbook_is_read(tmp_path: Path) -> None:
    data = workbook(
        [],
        ["date", "calls", "peak_qps", None],
        [date(2025, 1, 31), 12_000, 4],
        [],
        [datetime(2025, 2, 1), "500", None],
    )
    assert counts(tmp_path, data, XLSX) == BOTH
    mapped = workbook(["Day", "x", "Requests"], ["2025/1/31", None, 12_000.0])
    calls = "{file: calls.xlsx, columns: {date: day, calls: Requests}}"
    assert counts(tmp_path, mapped, calls) == {"2025-01": 12_000}


def test_faults_of_a_workbook_name_the_cell(tmp_path: Path) -> None:
    data = workbook(
        ["date", "calls", "peak_qps"],
        [date(2025, 1, 31), 12.5, 4],
        ["1/31/2025", 3, True],
        [45688, None, 1],
    )
    err = said(tmp_path, data, XLSX)
    found = [line for line in err.splitlines() if line.startswith(str(tmp_path))]
    words = [line.split(": ", 2)[1:] for line in found]
    assert [(cell, text[:18]) for cell, text in words] == [
        ("B2", "'12.5' is not whol"),
        ("A3", "'1/31/2025' is amb"),
        ("C3", "'True' is a truth "),
        ("A4", "'45688' is the num"),
        ("B4", "nothing in column "),
    ]


def test_without_the_extra_it_is_said_how_to_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    err = said(tmp_path, workbook(["date", "calls"], ["2025-01", 1]), XLSX)
    assert "pip install 'facefusion-billing[xlsx]'; or save the file as CSV" in err


@pytest.mark.parametrize("name", ["calls.csv", "calls.xlsx"])
def test_what_is_no_workbook_or_is_called_something_else(
    tmp_path: Path, name: str
) -> None:
    good = workbook(["date", "calls"], ["2025-01", 1])
    calls = f"{{file: {name}}}"
    if name == "calls.csv":
        assert "is an Excel workbook or another archive, not a CSV" in said(
            tmp_path, good, calls
        )
    for data in (good[:-50], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert "as CSV UTF-8" in said(tmp_path, data, calls)
    other = io.BytesIO()
    with ZipFile(other, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "as CSV UTF-8" in said(tmp_path, other.getvalue(), calls)


def test_a_workbook_without_measure_is_refused(tmp_path: Path) -> None:
    """Both a sheet that spans all there can be, and 300 MiB of spaces in a small file."""
    wide = workbook(
        ["date", "calls"], before=lambda sheet: sheet.cell(1_048_576, 16_384, 1)
    )
    bomb = io.BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
        with archive.open("xl/sharedStrings.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * 1024**2)
    for data in (wide, bomb.getvalue()):
        assert len(data) < 2_000_000
        assert "a workbook that unpacks without measure" in said(tmp_path, data, XLSX)


def test_a_workbook_packed_by_lzma_is_refused(tmp_path: Path) -> None:
    """A few bytes of it can ask for a dictionary of 4 GiB."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", b"<x/>")
    assert "is packed by LZMA" in said(tmp_path, data.getvalue(), XLSX)


def test_the_schema_and_explain_know_columns() -> None:
    schema = ffbill("schema", "usage").out
    assert '"columns"' in schema
    assert "columns" in ffbill("explain", "columns").out
