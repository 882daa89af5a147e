"""`python -m tests.screens`: the expected screens, written again."""

from tests.screens import write

write()
