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
    before, asked = words[:index], (*words[index : index + 1], "")[0]
    if asked == "=":
        before, asked = [*before, "="], ""
    if len(before) > 1 and before[-1] == "=":
        begun = before[-2]
        before = before[:-1] if begun.startswith("-") else before[:-2]
        os.environ[_BEGUN] = "" if begun.startswith("-") else begun
    known = _joined(before)
    os.environ[_WORDS] = "\n".join([*known, asked])
    os.environ[_INDEX] = str(len(known))


def _joined(words: list[str]) -> list[str]:
    """Words in which `a = b` is one again."""
    return "\n".join(words).replace("\n=\n", "=").splitlines()
