"""Lines of tables that are broken without Rich are broken where Rich would."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from facefusion_billing.reports.renderers.table import broken_at_spaces

WORDS = st.lists(st.text("ab.,-/", min_size=1, max_size=12), max_size=30)


@given(WORDS, st.sampled_from(["", "  ", " "]), st.integers(1, 40))
def test_as_rich_does(words: list[str], indent: str, width: int) -> None:
    text = indent + " ".join(words)
    console = Console(file=io.StringIO(), width=width)
    console.print(Text(text), overflow="fold")
    lines = broken_at_spaces(text, width)
    if lines is not None:
        printed = console.file.getvalue()  # type: ignore[attr-defined]
        assert "".join(f"{line}\n" for line in lines) == printed
    else:
        # Where Rich has to break a word, or there is none, it does.
        first, *others = words or [""]
        longest = max(map(len, [indent + first, *others]))
        assert not words or longest > width
