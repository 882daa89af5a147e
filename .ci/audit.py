"""Known advisories for the locked versions, where the advisory service answers. It
reports and never fails.

An advisory of tomorrow is no fault of today's commit, and a machine may have no
network. What the service does not know was not audited, and that is said: pip-audit
itself then says that no vulnerability is known.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("requirements.txt")
COMMAND = [
    sys.executable,
    "-m",
    "pip_audit",
    "--require-hashes",
    "--disable-pip",
    "--format",
    "json",
    "-r",
    str(LOCK),
]


def told(packages: list[dict[str, Any]]) -> str:
    """One line per advisory, and at the end how much was audited."""
    audited = [package for package in packages if "vulns" in package]
    if not audited:
        return f"not audited: the advisory service knows none of {len(packages)} locked packages"
    lines = [
        f"{package['name']} {package['version']}: {found['id']}, repaired in {', '.join(found['fix_versions']) or '-'}"
        for package in audited
        for found in package["vulns"]
    ]
    return "\n".join(
        [
            *lines,
            f"{len(lines)} advisories; audited {len(audited)} of {len(packages)} locked packages",
        ]
    )


def main() -> None:
    """Ask once, for a minute at the most."""
    try:
        ran = subprocess.run(  # noqa: S603
            COMMAND, capture_output=True, text=True, check=False, timeout=60
        )
    except subprocess.TimeoutExpired:
        print("not audited: no answer within a minute")
        return
    try:
        print(told(json.loads(ran.stdout)["dependencies"]))
    except ValueError:
        print("not audited:", *ran.stderr.splitlines()[-1:])


if __name__ == "__main__":
    main()
