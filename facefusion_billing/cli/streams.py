"""Standard output and standard error, which may be closed, full, or not able to write a
character.
"""

import os
import sys

from facefusion_billing.model.faults import refuse


def write_stderr(text: str) -> None:
    """Writes to standard error what the person at the shell should know; one who closed
    it does not want to.
    """
    if sys.stderr is None:
        return
    # Most texts have none of what a runner of CI jobs could take for a command.
    if "::" in text or "##[" in text:
        from facefusion_billing.reports.wording.text import no_commands

        text = no_commands(text)
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except UnicodeEncodeError:
        write_stderr(text.encode("ascii", "backslashreplace").decode("ascii"))
    except OSError:
        pass


def write_stdout(data: bytes) -> None:
    """Writes an answer to standard output.

    A reader that went away is no error; a full disk is. Raises `InputError`.
    """
    if sys.stdout is None:
        raise refuse("standard output: is closed")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _silence_stdout()
    except OSError as error:
        raise unwritten(error) from None


def unwritten(error: OSError) -> BaseException:
    """The end of a process whose output cannot be written: none where its reader went
    away, else a fault of what it was given to write to.
    """
    _silence_stdout()
    if isinstance(error, BrokenPipeError):
        return SystemExit(0)
    return refuse(
        "standard output: cannot be written: {strerror}", strerror=error.strerror
    )


def _silence_stdout() -> None:
    """What is left in the buffer goes nowhere, so that the interpreter's own flush
    cannot fail.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
