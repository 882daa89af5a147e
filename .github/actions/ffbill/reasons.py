"""Prints why the conditions are not met, each reason as an error of the job.

A reason can hold names from the files: every line is one command of the runner, with
nothing in it that the runner would take for another.
"""

import os
from pathlib import Path

OURS = "ffbill: "


def main() -> None:
    """What the step says before it fails."""
    status = os.environ["STATUS"]
    if status == "0":
        print("All conditions are met.")
        return
    if status != "1":
        print("::error title=ffbill::there is no answer; the step Bill says why")
        return
    told = Path(os.environ["ERRORS"]).read_text(encoding="utf-8", errors="replace")
    for line in told.splitlines():
        if line.startswith(OURS):
            print(f"::error title=ffbill::{escaped(line.removeprefix(OURS))}")


def escaped(text: str) -> str:
    """A text as the message of a command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


main()
