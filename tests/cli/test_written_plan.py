"""What `recommend --write` writes: keys in the order of their days, whatever order the file has."""

from pathlib import Path

import yaml

from tests.tools import ffbill, usage_file

TEXT = """
    usage:
      image_basic:
        calls: {2026-03: 200k, 2026-01: 10k, 2026-02-10..2026-02-12: 90k, 2026-02: 95k, 2026-02-01: 1k}
        peak_qps: {2026-03: 5, 2026-02-11: 9, 2026-01..2026-02: 4}
        materials: {2026-02..2026-03: 12, 2026-01: 3}
    actual: {2026-03: 5.00, 2026-01: 4.00, 2026-02: 3.00}
"""


def test_keys_stand_by_date(tmp_path: Path) -> None:
    file, plan = usage_file(tmp_path, TEXT), tmp_path / "plan.yaml"
    assert ffbill("recommend", file, "--write", plan, "-q").status == 0
    written = yaml.load(plan.read_text("utf-8"), yaml.BaseLoader)
    use = written["usage"]["image_basic"]
    assert list(use["calls"]) == [
        *("2026-01", "2026-02", "2026-02-01", "2026-02-10..2026-02-12", "2026-03"),
    ]
    for keys in (use["peak_qps"], use["materials"], written["actual"]):
        assert list(keys) == sorted(keys)
    assert len(use["materials"]) == len(written["actual"]) == 3
    days = [order["date"] for order in written["orders"]]
    assert days == sorted(days)
    assert ffbill("validate", plan) == (0, "", "")
