"""Bills as files: CSV of each generation of headers, pages of the API, archives, workbooks, and what stands beside them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from random import Random
from typing import Any, Literal

from xlsxwriter import Workbook

from tests.bills.writer import API, API_COMPONENT, EN_1, EN_2, EN_3, ZH
from tests.fuzz import hostile
from tests.fuzz.bill_lines import CODES, FIGURES, NAMES, TIMES, Line

Files = dict[str, bytes]
GENERATIONS = (ZH, EN_1, EN_2, EN_3)
PERIODS = (
    *("bill", "bill", "bill", "100000000001-202503-by_used_time-bill_details", "100000000001-20250402-bill_details"),
    *("100000000001-202503-按扣费周期-明细账单", "200000000002-202503-by_pay_time-bill_details", "1-209913-x", "x/y/bill"),
    *("100000000001-20250231-bill_details", "100000000001-200001-by_used_time-x", "100000000001-20000101-x"),
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-8",
    "utf-8-sig",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "latin-1",
    "gbk",
    "utf-32",
)
MEMBERS = (
    "a/b.csv",
    "../x.csv",
    "/x.csv",
    "C:/x.csv",
    "账单.csv",
    "x.txt",
    "x.pdf",
    "x.zip",
    "x.json",
    "..\\x.csv",
)


def _header(field: str, headers: dict[str, str], rng: Random) -> str:
    """The header of a field, as exports and spreadsheets write it."""
    name = headers.get(field, field)
    kind = rng.randrange(30)
    if kind == 0:
        return rng.choice(GENERATIONS).get(field, name)
    if kind == 1:
        return rng.choice(
            [
                name.upper(),
                f" {name} ",
                name.replace(" ", "\u00a0"),
                f"{name}：",
                f"\ufeff{name}",
                f'"{name}"',
            ]
        )
    if kind == 2:
        return rng.choice(
            [
                f"{name}(元)",
                f"{name}（USD）",
                f"{name}(CNY)",
                name.replace("(", "（").replace(")", "）"),
            ]
        )
    if kind == 3 and rng.randrange(6) == 0:
        return rng.choice(
            [
                str(hostile.scalar(rng)),
                "",
                "分账单元",
                "BilledCost",
                "配置描述",
                "Extended Field 1",
            ]
        )
    return name


def _rows(lines: list[Line], rng: Random) -> list[list[str]]:
    """Header and rows; a field that the generation has no column for is left out, most of the time."""
    headers = rng.choice(GENERATIONS)
    fields = list(dict.fromkeys(field for line in lines for field in line))
    known = {field for other in GENERATIONS for field in other}
    fields = [
        f for f in fields if f in headers or f not in known or rng.randrange(10) == 0
    ]
    if rng.randrange(3) == 0:
        rng.shuffle(fields)
    rows = [[_header(field, headers, rng) for field in fields]]
    rows += [[line.get(field, "-") for field in fields] for line in lines]
    for _ in range(rng.choice([0, 0, 0, 0, 1])):
        row = rng.choice(rows)
        row.insert(rng.randrange(len(row) + 1), rng.choice(["", "x", "\0", "\n", '"']))
    return rows


def as_csv(rows: list[list[str]], rng: Random) -> bytes:
    """A table as a program or a spreadsheet saves it."""
    out = io.StringIO()
    mark = rng.choice([",", ",", ",", ";", "\t"])
    ends = rng.choice(
        ["\r\n", "\n", "\n", "\r"] if rng.randrange(20) == 0 else ["\r\n", "\n"]
    )
    ways: tuple[Literal[0, 1], ...] = (csv.QUOTE_ALL, csv.QUOTE_MINIMAL)
    quoting = rng.choice(ways)
    if rng.randrange(30) == 0:
        out.write(rng.choice([f"sep={mark}\n", "sep=\n", "\n", "sep=;;\n", " \n"]))
    csv.writer(out, delimiter=mark, lineterminator=ends, quoting=quoting).writerows(
        rows
    )
    text = out.getvalue()
    if rng.randrange(40) == 0:
        text += rng.choice(['"', "\n\n", '"a', ",,,,\n", "\x1a", "x" * 200_000])
    return text.encode(
        rng.choice(ENCODINGS) if rng.randrange(2) else "utf-8", "replace"
    )


def as_xlsx(rows: list[list[str]], rng: Random) -> bytes:
    """A table as a workbook, its figures as numbers once in a while."""
    data = io.BytesIO()
    book = Workbook(data)
    sheet = book.add_worksheet()
    numbers = rng.randrange(3) == 0
    for row, cells in enumerate(rows[:40], rng.choice([0, 0, 0, 2])):
        for column, cell in enumerate(cells):
            if (
                numbers
                and cell.isascii()
                and cell.replace(".", "", 1).isdecimal()
                and len(cell) < 300
            ):
                sheet.write_number(row, column, float(cell))
            else:
                sheet.write_string(
                    row, column, cell[:32_000].encode("utf-8", "replace").decode()
                )
    book.close()
    return data.getvalue()


def _changed_json(value: Any, rng: Random, depth: int = 0) -> Any:
    """The value with one thing in it changed, somewhere below."""
    if isinstance(value, dict) and value and (depth < 1 or rng.randrange(4)):
        key = rng.choice(list(value))
        kind = rng.randrange(9)
        if kind == 0:
            return {k: v for k, v in value.items() if k != key}
        if kind == 1:
            return {
                (
                    rng.choice([*API.values(), *API_COMPONENT.values(), "Total", "x"])
                    if k == key
                    else k
                ): v
                for k, v in value.items()
            }
        return value | {key: _changed_json(value[key], rng, depth + 1)}
    if isinstance(value, list) and value and rng.randrange(4):
        at = rng.randrange(len(value))
        return [
            *value[:at],
            _changed_json(value[at], rng, depth + 1),
            *value[at + rng.choice([0, 1, 1, 1]) :],
        ]
    others: list[Any] = [None, 0, 1.5, True, -1, 10**25, 10**30, [], {}, [value], {"a": value}, "²", "\ud800", "", "-", float("inf"),
              str(hostile.scalar(rng)), rng.choice(FIGURES), rng.choice(TIMES), rng.choice(CODES), rng.choice(NAMES)]  # fmt: skip
    return rng.choice(others)


def _entry(line: Line) -> dict[str, Any]:
    entry: dict[str, Any] = {
        name: line[field] for field, name in API.items() if field in line
    }
    entry["ComponentSet"] = [
        {name: line[field] for field, name in API_COMPONENT.items() if field in line}
    ]
    return entry


def as_pages(lines: list[Line], rng: Random) -> list[bytes]:
    """The API's answer in one page or two; a partner's has no components."""
    entries = [_entry(line) for line in lines]
    if rng.randrange(4) == 0:
        entries = [{**e.pop("ComponentSet")[0], **e} for e in entries]
    cut = rng.randrange(len(entries) + 1) if rng.randrange(3) == 0 else len(entries)
    chunks = (
        [entries[:cut], entries[max(cut - rng.randrange(2), 0) :]]
        if cut < len(entries)
        else [entries]
    )
    answers: list[Any] = [
        {"Total": len(entries), "DetailSet": chunk, "RequestId": "r"}
        for chunk in chunks
    ]
    if rng.randrange(2):
        answers = [{"Response": answer} for answer in answers]
    for _ in range(rng.choice([0, 0, 1, 2])):
        answers = _changed_json(answers, rng) or answers
    if rng.randrange(6) == 0 or not isinstance(answers, list):
        answers = [answers]
    plain = rng.randrange(4) > 0
    encoding = rng.choice(ENCODINGS) if rng.randrange(12) == 0 else "utf-8"
    return [
        json.dumps(a, ensure_ascii=not plain).encode(
            encoding, "surrogatepass" if encoding == "utf-8" else "replace"
        )
        for a in answers
    ]


def as_zip(files: Files, rng: Random) -> bytes:
    """An archive of files; its members may lie anywhere, be packed in any way, or be damaged."""
    data = io.BytesIO()
    way = rng.choice(
        [
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_STORED,
            zipfile.ZIP_LZMA,
            zipfile.ZIP_BZIP2,
        ]
    )
    with zipfile.ZipFile(data, "w", way) as made:
        others = rng.sample(MEMBERS, len(MEMBERS))
        for (name, content), other in zip(files.items(), others, strict=False):
            made.writestr(name if rng.randrange(4) else other, content)
    packed = bytearray(data.getvalue())
    for _ in range(rng.choice([0, 0, 0, 0, 1, 3])):
        packed[rng.randrange(len(packed))] = rng.randrange(256)
    return bytes(packed)


def _figures(rng: Random, *usual: str) -> str:
    return rng.choice(usual) if rng.randrange(8) else rng.choice(FIGURES)


def evidence(lines: list[Line], rng: Random) -> list[list[str]]:
    """What stands beside a bill: deductions of packs, usage by day, or totals."""
    kind = rng.randrange(4)
    days = range(1, rng.choice([2, 4, 32]))
    if kind == 0:
        header = ["DeductionUin", "ResourceId", "BeforeDeductionRemain", "AfterDeductionRemain", "StartTime", "Dosage",
                  "ActualDosage", "DeductionFactor"]  # fmt: skip
        rows = [["100000000001", "p-1", "1000", _figures(rng, "990"), f"2025-03-{day:02} 00:00:00", _figures(rng, "10"),
                 _figures(rng, "10"), rng.choice(["1", "1", "0.15", "-"])] for day in days]  # fmt: skip
    elif kind == 1:
        header = ["日期", "总用量", "抵扣用量", "结算用量", "用量名称"]
        rows = [[f"2025-03-{day:02}", _figures(rng, "4000"), _figures(rng, "1000"), _figures(rng, "3000"), rng.choice(NAMES)]
                for day in days]  # fmt: skip
    else:
        header = [
            "产品名称",
            "子产品名称",
            "优惠后总价",
            "账单月份",
            *(["配置描述"] if kind == 3 else []),
        ]
        rows = [[line.get("product", ""), line.get("subproduct", ""), line.get("after", ""), line.get("month", "2025-03")]
                + ["-"] * (kind == 3) for line in lines]  # fmt: skip
    if rng.randrange(4) == 0 and rows:
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = str(hostile.scalar(rng))
    return [header, *rows]


def written(lines: list[Line], rng: Random) -> Files:
    """The lines as files of one form, with what stands beside them once in a while."""
    name = rng.choice(PERIODS) if rng.randrange(4) == 0 else "bill"
    kind = rng.randrange(24)
    if kind < 7 and lines:
        pages = as_pages(lines, rng)
        files = {f"{name}-{number}.json": page for number, page in enumerate(pages)}
    elif kind == 7:
        files = {f"{name}.xlsx": as_xlsx(_rows(lines, rng), rng)}
    else:
        files = {f"{name}.csv": as_csv(_rows(lines, rng), rng)}
    if rng.randrange(8) == 0:
        files |= {f"{rng.choice(PERIODS)}-2.csv": as_csv(evidence(lines, rng), rng)}
    if rng.randrange(12) == 0 and lines:
        files |= {
            f"{rng.choice(PERIODS)}-3.csv": as_csv(
                _rows(lines[: rng.choice([1, 99])], rng), rng
            )
        }
    if rng.randrange(8) == 0:
        return {f"{name}.zip": as_zip(files, rng)}
    return files
