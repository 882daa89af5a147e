"""Fuzzing of every door of `ffbill`: inputs made from good ones, and what must hold for the answer to each.

    python -m tests.fuzz usage 100000         as many inputs at one door
    python -m tests.fuzz all 600s             each door in turn, for as long in all
    python -m tests.fuzz usage 300s --atheris led by coverage; needs `pip install atheris`

The doors are usage, book, calls (a CSV), words (the command line), plans, compare, and yaml (the reader alone).

One input is made from one run of random choices, whoever makes them: a seeded generator here, Hypothesis in
`tests/fuzz/test_fuzz.py`, libFuzzer's bytes under Atheris. What was found stays in `tests/fuzz/found`, a folder each.
"""
