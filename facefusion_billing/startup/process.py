"""Saves the collections of garbage and the tear-down of the interpreter, 7 % of the
instructions of an estimate as JSON. Can go when Python ends as fast by itself.

A process of a fraction of a second has no garbage worth collecting, and once its output
is flushed there is nothing left that tearing down the interpreter would do but take
time. What is written is flushed here, because `os._exit` does not.
"""

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn


def run(command: Callable[[], object]) -> NoReturn:
    """Runs a command line and ends the process with its exit status: 130 when it is
    interrupted, 2 when its output cannot be written.
    """
    gc.disable()
    if sys.stderr is None:  # closed by the caller
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - lives as long as the process
    os._exit(_flushed(_status(command)))


def _status(command: Callable[[], object]) -> int:
    try:
        command()
    except KeyboardInterrupt:
        return 130
    except SystemExit as end:
        if isinstance(end.code, int):
            return end.code
        return int(end.code is not None)
    except OSError as error:
        return _unwritten(error)
    return 0


def _flushed(status: int) -> int:
    """The exit status once all output is written; 2 when it cannot be, unless its
    reader went away.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        return _unwritten(error)
    return status


def _unwritten(error: OSError) -> int:
    try:
        sys.stderr.write(f"ffbill: the output cannot be written: {error.strerror}\n")
        sys.stderr.flush()
    except OSError:
        pass
    return 2
