"""Posts the comment on the pull request, or updates the one that has its marker.

A token that may not write (as on a pull request from a fork) is a warning: the comment
is in the job's summary, and the conditions are checked all the same.
"""

import json
import os
import subprocess
from pathlib import Path


def main() -> None:
    """What the step does, with its inputs in the environment."""
    if os.environ["COMMENT"] != "true":
        return
    event = json.loads(
        Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8")
    )
    number = (event.get("pull_request") or {}).get("number")
    if number is None:
        print(
            "::notice::ffbill: this is no pull request, so the comment is in the summary only"
        )
        return
    try:
        publish(
            f"repos/{os.environ['GITHUB_REPOSITORY']}/issues",
            number,
            os.environ["COMMENT_FILE"],
        )
    except (subprocess.CalledProcessError, FileNotFoundError):
        print(
            "::warning::ffbill: the comment could not be posted ('pull-requests: write'?); it is in the summary"
        )


def publish(issues: str, number: int, file: str) -> None:
    """Updates the comment that stands, or posts the first one."""
    with open(file, encoding="utf-8") as comment:
        id = standing(f"{issues}/{number}/comments", comment.readline().rstrip("\n"))
    method, address = (
        ("POST", f"{issues}/{number}/comments")
        if id is None
        else ("PATCH", f"{issues}/comments/{id}")
    )
    gh("--silent", "--method", method, address, "-F", f"body=@{file}")


def standing(comments: str, marker: str) -> int | None:
    """The first comment of our own login that begins with the marker."""
    text = gh("--paginate", f"{comments}?per_page=100")
    while text:
        page, end = json.JSONDecoder().raw_decode(text)
        for comment in page:
            if (comment["user"] or {}).get("login") == os.environ["AUTHOR"] and comment[
                "body"
            ].startswith(marker):
                return int(comment["id"])
        text = text[end:].lstrip()
    return None


def gh(*words: str) -> str:
    """The answer of the GitHub interface, asked outside the checkout; what goes wrong
    is told in the log.
    """
    ran = subprocess.run(  # noqa: S603
        ["gh", "api", *words],  # noqa: S607
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
        cwd=os.environ["RUNNER_TEMP"],
    )
    return ran.stdout.strip()


main()
