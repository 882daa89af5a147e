"""JSON as it is written is the text of the standard library, however it is encoded."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.reports.data import json_report
from facefusion_billing.reports.data.json_report import dumps
from facefusion_billing.reports.wording.text import json_safe

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
)
TRAPS = st.sampled_from((",\n  ", ",\n    ", "null", ": null", "}", "[]", '"'))
VALUES = st.recursive(
    SCALARS | TRAPS,
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | TRAPS, inner)
        | st.tuples(inner, inner)
    ),
    max_leaves=40,
)
ANSWERS = st.lists(VALUES) | st.dictionaries(st.text() | TRAPS, VALUES)


def standard(value: Any) -> str:
    return json_safe(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


@given(ANSWERS)
def test_the_text_is_that_of_the_standard_library(value: Any) -> None:
    assert dumps(value) == standard(value)


@given(ANSWERS)
def test_so_it_is_without_the_encoder_in_c(value: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json.encoder, "c_make_encoder", None)
        json_report._encoder.cache_clear()
        try:
            assert dumps(value) == standard(value)
        finally:
            json_report._encoder.cache_clear()


@given(st.lists(st.dictionaries(st.text(), SCALARS)))
def test_a_map_is_a_list(rows: list[dict[str, Any]]) -> None:
    """Rows that are made while they are written are those of the list."""
    assert dumps({"rows": map(dict, rows)}) == standard({"rows": rows})


def test_a_long_list_is_whole() -> None:
    """The encoder gives long texts in pieces."""
    value = {"long": ["x" * 5] * 300_000}
    assert dumps(value) == standard(value)
