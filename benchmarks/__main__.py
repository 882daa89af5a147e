"""All benchmarks, one after the other.

    python -m benchmarks

With the Python of an environment into which the wheel is installed with its extra
`test`.
"""

import runpy
import sys
from pathlib import Path

for name in ("startup", "growth", "peers", "planner"):
    print(f"\n## {name}\n", flush=True)
    script = str(Path(__file__).with_name(f"{name}.py"))
    sys.argv = [script]
    runpy.run_path(script, run_name="__main__")
