"""JSON as it is written is the text of the standard library, however it is encoded."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.model.faults import Message
from facefusion_billing.reports.data.json_text import dumps
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


def test_a_message_is_a_text() -> None:
    """Texts that know their pattern are written as others are, not escaped."""
    text = Message("写作 {name}", name="名")
    assert dumps({"say": text}) == '{\n  "say": "写作 名"\n}\n'


def test_a_long_list_is_whole() -> None:
    """The encoder gives long texts in pieces."""
    value = {"long": ["x" * 5] * 300_000}
    assert dumps(value) == standard(value)


def test_one_value_in_many_places_is_written_in_each() -> None:
    """Some of them one value, some equal to it, at one depth and at another."""
    ground = {"met": True, "clauses": ("refund",)}
    empty: dict[str, Any] = {}
    equal = {"met": True, "clauses": ["refund"]}
    grounds = (ground, equal, ground)
    row = {"grounds": grounds, "none": empty, "one": ground}
    value = {
        "rows": [row, {**row, "none": None}, row, {**row, "one": equal}],
        "of": row,
    }
    assert dumps(value) == standard(value)
