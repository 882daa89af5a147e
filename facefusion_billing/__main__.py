"""The process of `ffbill` and of `python -m facefusion_billing`."""

import gc
import os
import sys


def main() -> None:
    """Runs the command line and ends the process with its exit status.

    A process of a fraction of a second has no garbage worth collecting, and once the
    output is flushed there is nothing left that tearing down the interpreter would do
    but take time.
    """
    gc.disable()
    if sys.stderr is None:  # closed by the caller
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - lives as long as the process
    try:
        from facefusion_billing.cli import app

        app(prog_name="ffbill")
        status = 0
    except KeyboardInterrupt:
        status = 130
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        status = _unwritten(error)
    os._exit(_flushed(status))


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


if __name__ == "__main__":
    main()
