"""Mappings of one line, which a pattern reads, are the nodes that the parser gives."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facefusion_billing.files import located
from facefusion_billing.files.nodes import Listing, Mapping, Node, Scalar
from facefusion_billing.model.faults import InputError, Source

MANY = "orders:\n" + "".join(
    f"  - {{item: call_pack, for: image_basic, size: {n}k, date: 2025-01-05}}\n"
    for n in range(1, 31)
)
OTHERS = (
    "  - {item: null, for: true, size: 010, note: a.b-c}\n",
    "  - {item: a, item: b}\n",
    '  - {item: "a", for: b}\n',
    "  - {item: a,for: b}\n",
    "  - {item: a, for: b} # why\n",
    "  - {item: a, paid: {cash: 5}}\n",
    "  - &one {item: a}\n",
    "  - {item: 写作}\n",
    "    - {item: a}\n",
    "  - - {item: a}\n",
    "- {item: a}\n",
    "note: |\n  - {item: a, for: b}\n",
    "note: 'x\n  - {item: a, for: b}\n  '\n",
    "note: x\n  - {item: a, for: b}\n",
    "  - {item: a}\n    more\n",
    "  - {item: a}\n    more: b\n",
    "  - {item: a}\r\n",
    "  - {item: a} \n",
    "  - {item: a}\u2028",
    "  - {item: a:b, -c: d}\n",
    "  - !!map {item: a}\n",
    "? \n  - {item: a}\n: b\n",
    "---\n",
)


def plain(node: Node | None) -> Any:
    """A node as plain data, with its place."""
    if node is None:
        return None
    place = (type(node).__name__, node.line, node.column, node.width, node.pieces)
    if isinstance(node, Scalar):
        return place, node.text, node.plain, node.is_null
    if isinstance(node, Mapping):
        return place, [(plain(key), plain(value)) for key, value in node.entries]
    assert isinstance(node, Listing)
    return place, [plain(item) for item in node.items]


def as_it_stands(source: Source) -> Any:
    """What the parser gives where it is given all of the text."""
    return plain(located._composed(source))


def by_line(source: Source) -> Any:
    """The same with the words of mappings of one line taken out."""
    return plain(located._composed_by_line(source))


def test_orders_of_one_line_are_read_by_line() -> None:
    source = Source("x", MANY)
    assert by_line(source) == as_it_stands(source) is not None


def test_a_file_of_few_is_read_as_it_stands() -> None:
    assert by_line(Source("x", "orders:\n  - {item: call_pack}\n")) is None


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("place", [0, len("orders:\n"), len(MANY)])
def test_whatever_stands_beside_them_is_read_as_ever(other: str, place: int) -> None:
    source = Source("x", MANY[:place] + other + MANY[place:])
    found = by_line(source)
    if found is not None:
        assert found == as_it_stands(source)


@given(st.lists(st.sampled_from((*OTHERS, *MANY.splitlines(keepends=True)))))
def test_in_any_order(lines: list[str]) -> None:
    source = Source("x", f"{MANY}{''.join(lines)}")
    found = by_line(source)
    if found is not None:
        assert found == as_it_stands(source)


def test_words_in_a_text_of_several_lines_stay_in_it() -> None:
    """What looks like an order there is none: the file is read as it stands."""
    source = Source("x", f"{MANY}note: |\n  - {{item: a, for: b}}\n")
    assert by_line(source) is None
    root = located.compose(source)
    assert isinstance(root, Mapping)
    (_, note) = root.entries[-1]
    assert isinstance(note, Scalar)
    assert note.text == "- {item: a, for: b}\n"


def test_values_of_one_line_are_counted() -> None:
    """Each counts as one value, so that no file is larger for being read by line."""
    # 8 words and the braces around them are 9 values: 16,667 times 9 are 150,003.
    line = "- {a: b, c: d, e: f, g: h}\n"
    source = Source("x", line * 16_667)
    assert by_line(source) is None
    with pytest.raises(InputError, match="more than 150,000 keys and values"):
        located.compose(source)
