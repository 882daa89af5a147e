"""All benchmarks, one after the other.

    python -m benchmarks

With the Python of an environment into which the wheel is installed with its extra
`test`.
"""

import contextlib
import runpy
import sys

NAMES = (
    "commands",
    "growth",
    "peers",
    "planner",
    "combinations",
    "reconcile",
    "portfolio",
    "metering",
)

for name in NAMES:
    print(f"\n## {name}\n", flush=True)
    sys.argv = [name]
    # Some end with a status that says whether their goals were reached.
    with contextlib.suppress(SystemExit):
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
