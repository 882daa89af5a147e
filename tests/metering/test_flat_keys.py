"""Keys of JSON logs that hold a dot themselves, as some loggers flatten their fields."""

import json
from pathlib import Path

import pytest

from tests.tools import json_of

pytest.importorskip("duckdb")

MAP = """
version: 1
read: {format: json}
time: {column: ts}
id: Response.RequestId
scope: {column: action, image_basic: [FuseFace]}
"""


def line(**fields: str) -> str:
    row = {"ts": "2025-03-02T00:00:00+08:00", "action": "FuseFace", **fields}
    return json.dumps(row) + "\n"


@pytest.mark.parametrize("first", ["", line()], ids=["empty", "without ids"])
def test_ids_that_the_first_file_does_not_have(tmp_path: Path, first: str) -> None:
    """A call that is logged twice in the second file is one; each row without an id is a call of its own."""
    (tmp_path / "map.yaml").write_text(MAP)
    (tmp_path / "0.jsonl").write_text(first)
    (tmp_path / "1.jsonl").write_text(line(**{"Response.RequestId": "one"}) * 2)
    files = (tmp_path / "0.jsonl", tmp_path / "1.jsonl")
    answer = json_of("meter", *files, "--map", tmp_path / "map.yaml")
    [row] = answer["rows"]
    assert (row["calls"], row["repeats"]) == (1 + first.count("\n"), 1)
