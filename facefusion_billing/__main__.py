"""The process of `ffbill` and of `python -m facefusion_billing`."""

import os
from typing import NoReturn

from facefusion_billing.startup import lazy_imports, module_files, process


def main() -> NoReturn:
    """Runs the command line and ends the process with its exit status."""
    lazy_imports.install()
    module_files.install()
    process.run(_command_line)


def _command_line() -> None:
    from facefusion_billing.cli import app

    if "_FFBILL_COMPLETE" in os.environ:
        from facefusion_billing.cli.completion import mend_words

        mend_words()
    app(prog_name="ffbill")


if __name__ == "__main__":
    main()
