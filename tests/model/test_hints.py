"""Hints: the known word that was probably meant, and lists of words in a sentence."""

import pytest

from facefusion_billing.model.faults import listed, meant, nearest

GROUPS = ["image_basic", "video_single_face", "video_many_faces"]


class TestMeant:
    """The only word that is so begun or has it as a part, else the one most like it."""

    @pytest.mark.parametrize(
        ("found", "word"),
        [
            ("ima", "image_basic"),
            ("IMA", "image_basic"),
            ("im", None),  # two letters tell nothing
            ("single", "video_single_face"),
            ("sing", None),  # a part is a whole word between underscores
            ("video", None),  # two begin so: whichever was named would be a guess
            ("imagebasic", "image_basic"),
        ],
    )
    def test_of_three_groups(self, found: str, word: str | None) -> None:
        assert meant(found, GROUPS) == word


class TestNearest:
    """The word most like another, as far as a moment allows."""

    def test_of_a_few(self) -> None:
        """`cals` lacks a letter of `calls`; nothing is like `zzz`; no words, no hint."""
        words = ["calls", "materials", "starts", "zones"]
        assert nearest("cals", words, 0.6) == "calls"
        assert nearest("qqq", words, 0.6) is None
        assert nearest("cals", [], 0.6) is None

    def test_just_like_enough(self) -> None:
        """3 letters of 3 and of 7 are the same: 2 x 3 / 10 = 0.6."""
        assert nearest("abc", ["abcdefg"], 0.6) == "abcdefg"
        assert nearest("abc", ["abcdefgh"], 0.6) is None

    def test_of_more_than_a_hundred_words_those_that_begin_alike(self) -> None:
        """A wrong first letter is found among 100 words, not among 101; a wrong third one is among both."""
        hundred = [*(f"word{number}" for number in range(99)), "calls"]
        assert nearest("xalls", hundred, 0.6) == "calls"
        assert nearest("xalls", [*hundred, "more"], 0.6) is None
        assert nearest("caxls", [*hundred, "more"], 0.6) == "calls"

    def test_of_more_than_a_hundred_that_begin_alike_the_first_hundred(self) -> None:
        """`calls` itself is the 101st."""
        alike = [f"ca{number:03}" for number in range(100)]
        assert nearest("calls", [*alike, "calls"], 0.6) is None
        assert nearest("calls", ["calls", *alike], 0.6) == "calls"

    def test_three_are_compared_exactly(self) -> None:
        """Those with the most letters in common, though the fourth has them in the right order."""
        turned = ["fedcba", "fdbeca", "fecbda"]
        assert nearest("abcdef", [*turned, "abcdefg"], 0.6) is None
        assert nearest("abcdef", [*turned[1:], "abcdefg"], 0.6) == "abcdefg"


class TestListed:
    """`a, b or c`; of many words the first twenty and how many more there are."""

    @pytest.mark.parametrize(
        ("words", "text"),
        [
            ([], ""),
            (["a"], "a"),
            (["a", "b"], "a or b"),
            (["a", "b", "c"], "a, b or c"),
        ],
    )
    def test_a_few(self, words: list[str], text: str) -> None:
        assert listed(words) == text

    def test_many(self) -> None:
        """Twenty are all said; of 21 one is not, of 1,021 there are 1,001 more."""
        letters = "abcdefghijklmnopqrstu"
        assert listed(letters[:20]) == f"{', '.join(letters[:19])} or t"
        shown = ", ".join(letters[:20])
        assert listed(letters) == f"{shown} or one of 1 more"
        assert listed([*letters, *"x" * 1_000]) == f"{shown} or one of 1,001 more"
