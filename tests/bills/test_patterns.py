"""Patterns of a usage file, by which lines of a bill are told apart: each is judged where
it is read, and none takes long.
"""

import re
import time
from pathlib import Path

import pytest

from facefusion_billing.files.numbers import UnreadableError
from facefusion_billing.files.patterns import pattern
from facefusion_billing.model.bill_settings import names_one, pattern_of
from tests.bills.test_samples import BILLS
from tests.tools import Ran, ffbill, usage_file


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(", "is not a pattern: missing )"),
        ("x{99999999999}", "is not a pattern: the repetition number is too large"),
        ("(" * 100 + ")" * 101, "a pattern of more than 200 characters"),
        ("(([A-Za-z ]+)+)+[0-9]$", "repeats what stands in brackets"),
        ("(a|aa)*$", "repeats what stands in brackets"),
        ("(?:a?){30}", "repeats what stands in brackets"),
        ("(?x)(a+) +$", "only (?: is read"),
        (r"(?=a)b", "only (?: is read"),
        ("a.*.*x", "too many ways"),
        ("a*[cd]*e", "too many ways"),
        # 4 x 4 x 4 x 4 x 4 = 1,024.
        ("a{1,3}" * 5 + "x", "too many ways"),
        # 200 ends, from each of which 150 letters are tried.
        (".*[ab]*[bc]{150}", "too many ways"),
        ("", "an empty text"),
        (" ", "an empty text"),
        ("a?" * 20 + "x", "too many ways"),
        ("(a|[a-z])" * 20 + "x", "too many ways"),
        ("|".join(["a*x"] * 6), "too many ways"),
    ],
)
def test_what_is_no_pattern_or_would_take_long(text: str, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        pattern(text)
    assert why in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        *("图片|image", "Face ?Fusion", "pro$", "[[:alpha:]]", "(?i)image"),
        *("image.*basic|图片.*基础", "(?:image|pic) (fusion)?", r"\(x\)*", "[*+?(]{2}"),
        *(".*image.*", ".*image.*basic.*", ".*图片.*|.*image.*", "[a-z]*[0-9]*"),
        *("a{1,3}b{1,3}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "a{1,3}" * 4 + "x"),
        "(" * 99 + "a" + ")" * 99,
    ],
)
def test_what_people_write_is_read(text: str) -> None:
    assert pattern(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "|".join(f"a*[{letter}]" for letter in "bcdef"),
        "[ab]?" * 9 + "[cd]",
        "(a|[a-z])" * 9 + "[0-9]",
        "[ab]?[ab]?a*[cd]",
        ".*a*[cd].*",
        "a*[ab]{4}c",
        "[ab]*[ab]{1,4}c",
        "[ab]{1,3}" * 4 + "c",
        "[ab]*c{5}",
    ],
)
def test_no_pattern_takes_long(text: str) -> None:
    """A bill of 100 KB is a hundred names of a thousand letters; 2 s of work allowed."""
    made, began = pattern_of(pattern(text)), time.process_time()
    assert not names_one(made, ["a" * 1000] * 100)
    assert time.process_time() - began < 2


def checked(folder: Path, patterns: str, command: str = "validate") -> Ran:
    usage = usage_file(
        folder, "usage: {image_basic: {calls: {2025-03: 60k}}}\nbill: " + patterns
    )
    words = ["--usage"] if command == "reconcile" else []
    bill = [BILLS / "clean_month.csv"] if command == "reconcile" else []
    return ffbill(command, *bill, *words, usage)


@pytest.mark.parametrize("command", ["validate", "estimate", "reconcile"])
def test_every_fault_has_its_place(tmp_path: Path, command: str) -> None:
    ran = checked(
        tmp_path,
        '{product: ")", scopes: {image_basic: "(", video: x, account: y}}',
        command,
    )
    assert (ran.status, ran.out) == (2, "")
    said = [line for line in ran.err.splitlines() if "usage.yaml:" in line]
    assert [line.split(":")[1:4] for line in said] == [
        ["4", "17", " bill.product"],
        ["4", "44", " bill.scopes.image_basic"],
        ["4", "49", " bill.scopes.video"],
    ]
    assert "did you mean 'video_single_face'?" in said[2]


def test_a_pattern_sees_each_name_by_itself() -> None:
    made = pattern_of("^image$")
    assert names_one(made, ["Face Fusion", "IMAGE", ""])
    assert not names_one(made, ["image calls", "calls\nof an image"])


@pytest.mark.parametrize(
    "text",
    [".*image.*", ".*?image", "image.*", ".*image|pro", ".*", r"pro\.*", ".*^im"],
)
def test_anything_at_the_beginning_changes_nothing(text: str) -> None:
    """What is passed over is found by the whole pattern too."""
    whole = re.compile(text, re.IGNORECASE)
    for name in ("Image", "an image\nof it", "the\nimage", "pro...", "x", "", ".*im"):
        assert names_one(pattern_of(text), [name]) == bool(whole.search(name)), name
