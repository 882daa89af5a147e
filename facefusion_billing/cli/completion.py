"""What a shell hands over when it asks how a word goes on.

Bash hands over a word a line, parts `--assume tier_basis=to` at the equals sign, and
asks about `to` alone.
"""

import os

_ASKED, _WORDS, _INDEX = "_FFBILL_COMPLETE", "COMP_WORDS", "COMP_CWORD"
_BEGUN = "_FFBILL_BEGUN"


def begun() -> str:
    """What stands before the equals sign at which bash parted the word."""
    return os.environ.get(_BEGUN, "")


def mend_words() -> None:
    """Hands on a word that bash parted as one: its beginning is remembered, and an
    option's own name stands before its value.
    """
    if os.environ.get(_ASKED) != "complete_bash":
        return
    words = os.environ.get(_WORDS, "").splitlines()
    if len(words) < 2:
        return
    index = int(os.environ.get(_INDEX, "0"))
    before = words[:index]
    asked = words[index] if index < len(words) else ""
    if asked == "=":
        # Nothing stands after the equals sign yet.
        before, asked = [*before, "="], ""
    if len(before) > 1 and before[-1] == "=":
        _mend_last(before)
    known = _joined(before)
    os.environ[_WORDS] = "\n".join([*known, asked])
    os.environ[_INDEX] = str(len(known))


def _mend_last(words: list[str]) -> None:
    """Takes away the equals sign at the end, and what it parted from the word asked
    about.
    """
    words.pop()
    begun = ""
    if not words[-1].startswith("-"):
        begun = words.pop()
    os.environ[_BEGUN] = begun


def _joined(words: list[str]) -> list[str]:
    """Words in which `a = b` is one again."""
    return "\n".join(words).replace("\n=\n", "=").splitlines()
