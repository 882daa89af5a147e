"""Runs ffbill with the words given, so that it opens no file outside the workspace.

A usage file names other files, and each of them, the usage file too, can be a symbolic
link: to the runner's files, to what git keeps beside the checkout, or from the checkout
to the base and back. This is no sandbox for code; none of a stranger's code runs.
"""

import errno
import os
import sys

from facefusion_billing.__main__ import main

BASE = ".ffbill-base"
GIVEN = os.path.abspath(os.environ.get("GITHUB_WORKSPACE") or os.getcwd())
WORKSPACE = os.path.realpath(GIVEN)
CODE = [os.path.realpath(folder) for folder in sys.path] + [os.devnull]


def refuse_outside(event: str, details: tuple[object, ...]) -> None:
    """Raises `PermissionError` where a file outside the workspace is opened."""
    if event != "open" or not isinstance(details[0], (str, bytes)):
        return
    path = os.fsdecode(details[0])
    real = os.path.realpath(path)
    if any(is_in(real, folder) for folder in CODE):
        return
    tree = tree_of(real)
    if tree is None or tree != tree_of(os.path.abspath(path)):
        raise PermissionError(
            errno.EACCES,
            "it is outside the workspace, or a link that leads outside",
            path,
        )


def tree_of(path: str) -> str | None:
    """The tree that a file is of, the checkout or the base.

    None outside the workspace and in `.git`.
    """
    for folder in (WORKSPACE, GIVEN):
        if is_in(path, folder):
            names = os.path.relpath(path, folder).casefold().split(os.sep)
            if ".git" in names:
                return None
            return "base" if names[0] == BASE else "checkout"
    return None


def is_in(path: str, folder: str) -> bool:
    """Whether a path is a folder, or in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


sys.argv[0] = "ffbill"
sys.addaudithook(refuse_outside)
main()
