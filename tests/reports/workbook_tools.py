"""What tests of workbooks share: reading them with a second library, and having LibreOffice compute them anew."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    OFFICE is None, reason="LibreOffice is not on this machine"
)

# LibreOffice trusts the values in a file unless it is told to compute every formula when it opens one.
COMPUTE_ANEW = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(files: Iterable[Path], folder: Path) -> Path:
    """A folder with the files as LibreOffice computes them, every value of a formula made wrong first."""
    wrong, out, user = (
        folder / "wrong",
        folder / "computed",
        folder / "profile" / "user",
    )
    user.mkdir(parents=True)
    wrong.mkdir()
    (user / "registrymodifications.xcu").write_text(COMPUTE_ANEW, encoding="utf-8")
    for file in files:
        _forget(file, wrong / file.name)
    profile = f"-env:UserInstallation={user.parent.as_uri()}"
    words = [
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        *map(str, sorted(wrong.iterdir())),
    ]
    subprocess.run(
        [str(OFFICE), profile, *words], check=True, capture_output=True, timeout=300
    )
    return out


def _forget(file: Path, target: Path) -> None:
    """Copies a workbook; the values which its formulas had are -1 in the copy."""
    with (
        zipfile.ZipFile(file) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb"</f><v>[^<]*</v>", b"</f><v>-1</v>", data)
            new.writestr(name, data)


def values(file: Path) -> Workbook:
    """The workbook with the values of its formulas."""
    return load_workbook(file, data_only=True)


def formulas(file: Path) -> Workbook:
    """The workbook with its formulas."""
    return load_workbook(file)


def table(sheet: Worksheet, head: int = 1, first: int = 1) -> list[dict[str, Any]]:
    """The rows below a header up to the first empty one (or a total), by the names of the header."""
    names: list[str] = []
    while (name := sheet.cell(head, first + len(names)).value) is not None:
        names.append(str(name))
    rows: list[dict[str, Any]] = []
    while sheet.cell(row := head + 1 + len(rows), first).value not in (
        None,
        "Total",
        "Total of kinds",
    ):
        rows.append(
            {
                name: sheet.cell(row, first + index).value
                for index, name in enumerate(names)
            }
        )
    return rows


def found(sheet: Worksheet, text: str) -> int:
    """The row whose first cell is the text."""
    return next(
        row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == text
    )


def money(value: Any) -> str:
    """The value of a cell as money: what it shows. An amount that is not a whole number of cents fails."""
    cents = round(value * 100)
    assert value == cents / 100, f"{value!r} is no whole number of cents"
    return (
        f"{cents // 100}.{cents % 100:02d}"
        if cents >= 0
        else f"-{-cents // 100}.{-cents % 100:02d}"
    )


def half_up(exact: Decimal) -> Decimal:
    """An exact amount to the cent, by another library than the core's."""
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
