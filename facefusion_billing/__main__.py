"""The process of `ffbill` and of `python -m facefusion_billing`."""

import gc
import os
import sys


def main() -> None:
    """Runs the command line and ends the process with its exit status.

    A process of a fraction of a second has no garbage worth collecting, and once the output is flushed there is
    nothing left that tearing down the interpreter would do but take time.
    """
    gc.disable()
    from facefusion_billing.cli import app

    try:
        app(prog_name="ffbill")
        status: object = 0
    except SystemExit as end:
        status = end.code
    os._exit(_flushed(status if isinstance(status, int) else int(status is not None)))


def _flushed(status: int) -> int:
    """The exit status once all output is written; 2 when it cannot be, unless its reader went away."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        sys.stderr.write(f"standard output: cannot be written: {error.strerror}\n")
        status = 2
    try:
        sys.stderr.flush()
    except OSError:
        pass
    return status


if __name__ == "__main__":
    main()
