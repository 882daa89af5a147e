"""Answers command lines of one checkout, one after the other, in one process.

`compare_checkouts` starts it with that checkout on PYTHONPATH. Each line it reads is
`[words, whole]` as JSON; it answers `[exit status, SHA-256]`, or the output itself where
the whole is asked for.
"""

import hashlib
import io
import json
import os
import re
import sys
import zipfile

import facefusion_billing
from facefusion_billing.cli import app

CHECKOUT = os.path.dirname(
    os.path.dirname(os.path.abspath(facefusion_billing.__file__))
)
WRITTEN_AT = re.compile(rb"(<dcterms:(\w+)[^>]*>)[^<]*")


def main() -> None:
    """Answers until its input ends."""
    requests, answers = sys.stdin, sys.stdout
    for line in requests:
        words, whole = json.loads(line)
        status, output = run(words)
        answer = shown(output) if whole else hashlib.sha256(output).hexdigest()
        answers.write(json.dumps([status, answer]) + "\n")
        answers.flush()


def run(words: list[str]) -> tuple[int, bytes]:
    """The exit status of a command line, and all it wrote."""
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
    try:
        app(words, prog_name="ffbill")
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    written = settled(out.getvalue()) + b"\n--\n" + settled(err.getvalue())
    sys.stdin, sys.stdout, sys.stderr = sys.__stdin__, sys.__stdout__, sys.__stderr__
    return status, written


def settled(output: bytes) -> bytes:
    """Output without what differs between two runs: the checkout's folder, and in a
    workbook the time of writing and what compression makes of it.
    """
    if not output.startswith(b"PK"):
        return output.replace(os.fsencode(CHECKOUT), b"CHECKOUT")
    with zipfile.ZipFile(io.BytesIO(output)) as book:
        parts = [name.encode() + b"\n" + book.read(name) for name in book.namelist()]
    return WRITTEN_AT.sub(rb"\1", b"\n".join(parts))


def shown(output: bytes) -> str:
    """Output as text for a person who looks for a difference."""
    return output.decode("utf-8", "backslashreplace")


if __name__ == "__main__":
    main()
