"""When an amount has everything in it: there is one, be it nothing, and no call is left out of it."""

COMPLETE: list[tuple[int | None, dict[str, int], bool]] = [
    (100, {}, True),
    (0, {"refused": 0, "undetermined": 0}, True),
    (100, {"refused": 0, "undetermined": 3}, False),
    (None, {}, False),
    (None, {"refused": 1}, False),
]
"""An amount, the calls outside it, and whether it is complete."""
