"""The comment of a run without an answer: the marker of the command given, and what is
wrong from standard input.
"""

import sys
from html import escape

from facefusion_billing.reports.renderers.github_comment import marker

LONGEST = 10_000

wrong = sys.stdin.read()
shown = wrong if len(wrong) <= LONGEST else f"{wrong[:LONGEST]}\n..."
print(
    f"{marker(sys.argv[1])}\n\n### ffbill has no answer\n\n<pre>\n{escape(shown)}</pre>"
)
