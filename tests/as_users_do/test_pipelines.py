"""The pre-commit hook, the GitHub Action and the examples of docs/ci.md, run as a user's pipeline runs them."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.tools import ROOT, ffbill

ACTION = ROOT / ".github/actions/ffbill"
MANIFEST: dict[str, Any] = yaml.safe_load(
    (ACTION / "action.yml").read_text(encoding="utf-8")
)
STEPS: list[dict[str, Any]] = MANIFEST["runs"]["steps"]
HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
EXAMPLES = [
    yaml.safe_load(text)
    for text in re.findall(
        "```yaml\n(.*?)```",
        (ROOT / "docs/ci.md").read_text(encoding="utf-8"),
        re.DOTALL,
    )
]
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
BIN = Path(sys.executable).parent

USAGE = "version: 1\ntitle: {title}\nprice_book: intl\nusage:\n  image_basic:\n    calls: {{2025-01: {calls}}}\n"


def usage(calls: object, title: str = "Cards") -> str:
    return USAGE.format(calls=calls, title=json.dumps(title))


def git(folder: Path, *words: str) -> str:
    """What git says, run as somebody, without this machine's settings."""
    who = {
        f"GIT_{role}_{what}": "a@b.c"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": os.devnull,
        **who,
    }
    ran = subprocess.run(
        ["git", "-C", str(folder), *words],
        check=True,
        capture_output=True,
        env=env,
        encoding="utf-8",
    )
    return ran.stdout


def repository(folder: Path, **files: str) -> Path:
    """A git repository with a commit of those files on the branch `main`."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    commit(folder, **files)
    return folder


def commit(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=change")


class TestHook:
    """What its manifest makes pre-commit run."""

    def run(self, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
        command, *words = shlex.split(HOOKS[0]["entry"])
        return subprocess.run(
            [str(BIN / command), *words, *files],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def test_manifest(self) -> None:
        [hook] = HOOKS
        assert {"id": hook["id"], "language": hook["language"]} == {
            "id": "ffbill-validate",
            "language": "python",
        }
        assert set(hook) <= {
            "id",
            "name",
            "description",
            "entry",
            "language",
            "types",
            "files",
        }
        assert hook["types"] == ["yaml"]
        chosen = ("usage.yaml", "billing/usage-2025.yml", "usage/spring.yaml")
        assert all(re.search(hook["files"], name) for name in chosen)
        assert not re.search(hook["files"], ".pre-commit-config.yaml")

    def test_good_files_pass_in_silence(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "repo", good=usage(1), usage_2=usage("2k"))
        ran = self.run(folder, "good.yaml", "usage_2.yaml")
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")

    def test_a_bad_file_fails_with_its_faults(self, tmp_path: Path) -> None:
        folder = repository(tmp_path / "repo", good=usage(1), bad=usage(-1))
        ran = self.run(folder, "good.yaml", "bad.yaml")
        assert ran.returncode == 2
        assert "bad.yaml:6:22: usage.image_basic.calls.2025-01: " in ran.stderr
        assert "good.yaml" not in ran.stderr

    @pytest.mark.skipif(
        shutil.which("pre-commit") is None, reason="pre-commit is not installed"
    )
    @pytest.mark.skipif(
        "FFBILL_TEST_INSTALL" not in os.environ,
        reason="installs packages; FFBILL_TEST_INSTALL=1 runs it",
    )
    def test_pre_commit_itself(self, tmp_path: Path) -> None:
        folder = repository(
            tmp_path / "repo", usage_good=usage(1), usage_bad=usage(-1), other="a: 1\n"
        )
        (tmp_path / "hooks").mkdir()
        for name in (
            ".pre-commit-hooks.yaml",
            "pyproject.toml",
            "README.md",
            "LICENSE",
        ):
            shutil.copy(ROOT / name, tmp_path / "hooks" / name)
        shutil.copytree(
            ROOT / "facefusion_billing", tmp_path / "hooks/facefusion_billing"
        )
        git(tmp_path / "hooks", "init", "--quiet")
        commit(tmp_path / "hooks")
        env = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
        for name, status in (("usage_good", 0), ("usage_bad", 1), ("other", 0)):
            words = [
                "pre-commit",
                "try-repo",
                "../hooks",
                "ffbill-validate",
                "--files",
                f"{name}.yaml",
            ]
            ran = subprocess.run(
                words,
                cwd=folder,
                env=env,
                capture_output=True,
                encoding="utf-8",
                check=False,
            )
            assert ran.returncode == status, ran.stdout + ran.stderr
            assert ("usage_bad.yaml:6:22: " in ran.stdout) == bool(status)
            assert ("(no files to check)Skipped" in ran.stdout) == (name == "other")


class Ran(NamedTuple):
    """A run of the action: its exit status, its outputs, and what it left behind."""

    status: int
    outputs: dict[str, str]
    steps: list[str]
    log: str
    summary: str
    calls: list[list[str]]
    posted: str | None


STUBS = {
    # Stands for Python and for what `venv` makes, and records what pip was asked to install.
    "python3": """#!/bin/bash
[ "$1 $2 $3" = "-I -m venv" ] || exit 9
mkdir -p "$4/bin"
for name in python ffbill; do
  printf '#!/bin/bash\\nexec %q "$@"\\n' "$BIN/$name" > "$4/bin/$name"
done
env > "$RUNNER_TEMP/env-of-install"; pwd > "$RUNNER_TEMP/folder-of-install"
printf '#!/bin/bash\\nprintf "%%s\\\\n" "$@" > "$RUNNER_TEMP/pip"\\n' > "$4/bin/pip"
chmod +x "$4"/bin/*
""",
    # Records its words, answers with the comments that stand, and keeps the body it is given.
    "gh": """#!/bin/bash
printf '%s\\x1f' "$@" >> "$RUNNER_TEMP/gh"
echo "$GH_TOKEN" >> "$RUNNER_TEMP/gh"
pwd > "$RUNNER_TEMP/folder-of-gh"
[ -z "$FORBIDDEN" ] || { echo "gh: Resource not accessible by integration (HTTP 403)" >&2; exit 1; }
for word; do
  case "$word" in
    body=@*) cp "${word#body=@}" "$RUNNER_TEMP/posted" ;;
    *per_page=100) cat "$RUNNER_TEMP/comments" ;;
  esac
done
""",
}


class Runner:
    """Runs the action as GitHub does: expressions resolved in `env` only, a shell for each step, files for outputs."""

    def __init__(self, folder: Path, workspace: Path) -> None:
        self.temp, self.bin, self.workspace = (
            folder / "runner temp",
            folder / "bin",
            workspace,
        )
        self.temp.mkdir()
        self.bin.mkdir()
        for name, text in STUBS.items():
            (self.bin / name).write_text(text, encoding="utf-8")
            (self.bin / name).chmod(0o755)
        self.event: dict[str, Any] = {"pull_request": {"number": 7}}
        self.comments: list[list[dict[str, Any]]] = [[]]
        self.forbidden = ""
        self.env: dict[str, str] = {}
        """What the job sets for all its steps."""

    def run(self, **inputs: str) -> Ran:
        """The action with those inputs (`_` for `-`)."""
        (self.temp / "event.json").write_text(json.dumps(self.event))
        (self.temp / "comments").write_text(
            "".join(json.dumps(page) for page in self.comments)
        )
        for name in ("gh", "posted", "summary"):
            (self.temp / name).unlink(missing_ok=True)
        (self.temp / "summary").touch()
        context = {"github.token": "t0ken"}
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        assert set(given) <= set(MANIFEST["inputs"])
        for name, input in MANIFEST["inputs"].items():
            assert name in given or not input.get("required")
            context[f"inputs.{name}"] = given.get(
                name, self.resolved(input.get("default", ""), context)
            )
        status, steps, log = 0, [], ""
        for step in STEPS:
            status, told, outputs = self.step(step, context)
            context |= {
                f"steps.{step['id']}.outputs.{name}": text
                for name, text in outputs.items()
            }
            steps.append(step["id"])
            log += told
            if status:
                break
        outputs = {
            name: self.resolved(one["value"], context)
            for name, one in MANIFEST["outputs"].items()
        }
        calls = [line.split("\x1f") for line in self.left("gh").splitlines()]
        posted = self.left("posted") or None
        return Ran(status, outputs, steps, log, self.left("summary"), calls, posted)

    def left(self, name: str) -> str:
        path = self.temp / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @staticmethod
    def resolved(text: str, context: dict[str, str]) -> str:
        return EXPRESSION.sub(lambda found: context.get(found[1], ""), text)

    def step(
        self, step: dict[str, Any], context: dict[str, str]
    ) -> tuple[int, str, dict[str, str]]:
        script, output = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("")
        env = {
            "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.temp),
            "BIN": str(BIN),
            "FORBIDDEN": self.forbidden,
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_ACTION_PATH": str(ACTION),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "GITHUB_EVENT_PATH": str(self.temp / "event.json"),
            "GITHUB_REPOSITORY": "octo/app",
            "GITHUB_WORKSPACE": str(self.workspace),
            **self.env,
            **{
                name: self.resolved(text, context)
                for name, text in step.get("env", {}).items()
            },
        }
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        return ran.returncode, ran.stdout, dict(line.split("=", 1) for line in lines)


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A pull request that raises 10,000 calls (x 0.050 = 500.00) to 12,000 (x 0.050 = 600.00)."""
    workspace = repository(tmp_path / "workspace", usage=usage("10_000"))
    commit(workspace, usage=usage("12_000"))
    return Runner(tmp_path, workspace)


ALL = ["install", "bill", "comment", "gate"]
MARKER = "<!-- ffbill: estimate usage.yaml -->"


def bot(id: int, body: str, login: str = "github-actions[bot]") -> dict[str, Any]:
    return {"id": id, "body": body, "user": {"login": login}}


class TestManifest:
    def test_shape(self) -> None:
        assert MANIFEST["runs"]["using"] == "composite"
        assert [step["id"] for step in STEPS] == ALL
        assert all(
            set(step) == {"id", "name", "shell", "env", "run"}
            and step["shell"] == "bash"
            for step in STEPS
        )
        assert all(input["description"] for input in MANIFEST["inputs"].values())
        assert [
            name for name, input in MANIFEST["inputs"].items() if "default" not in input
        ] == ["file"]

    def test_no_input_is_ever_code(self) -> None:
        """Expressions stand in `env`, each alone, so that what is given is a value and nothing else."""
        assert not [step for step in STEPS if "${{" in step["run"]]
        values = [text for step in STEPS for text in step["env"].values()]
        assert all(EXPRESSION.fullmatch(text) for text in values)

    def test_every_name_means_something(self) -> None:
        values = [text for step in STEPS for text in step["env"].values()]
        used = {found[1] for text in values for found in EXPRESSION.finditer(text)}
        assert {name for name in used if name.startswith("inputs.")} == {
            f"inputs.{name}" for name in MANIFEST["inputs"]
        }
        outputs = {output["value"] for output in MANIFEST["outputs"].values()}
        assert outputs == {
            f"${{{{ steps.bill.outputs.{name} }}}}" for name in MANIFEST["outputs"]
        }

    @pytest.mark.skipif(
        shutil.which("shellcheck") is None, reason="shellcheck is not installed"
    )
    def test_scripts_pass_shellcheck(self) -> None:
        subprocess.run(["shellcheck", *ACTION.glob("*.sh")], check=True)


class TestEstimate:
    def test_within_its_conditions(self, runner: Runner) -> None:
        ran = runner.run(file="usage.yaml", fail_over="600", fail_over_month="600.00")
        assert (ran.status, ran.steps) == (0, ALL), ran.log
        assert ran.outputs["total"] == "600.00"
        assert ran.outputs["complete"] == "true"
        assert ran.outputs["exit-status"] == "0"
        assert ran.outputs["report-file"] == ""
        comment = Path(ran.outputs["comment-file"]).read_text(encoding="utf-8")
        title = "### Face Fusion bill 600.00 USD"
        assert comment.startswith(f"{MARKER}\n\n{title}\n\nCards\n\n600.00 USD in all")
        assert ran.posted == ran.summary == comment
        body = f"body=@{ran.outputs['comment-file']}"
        address = "repos/octo/app/issues/7/comments"
        assert ran.calls == [
            ["api", "--paginate", f"{address}?per_page=100", "t0ken"],
            ["api", "--silent", "--method", "POST", address, "-F", body, "t0ken"],
        ]

    @pytest.mark.parametrize(
        ("condition", "limit"), [("fail_over", "599.99"), ("fail_over_month", "1")]
    )
    def test_a_condition_that_is_not_met_fails_after_the_comment(
        self, runner: Runner, condition: str, limit: str
    ) -> None:
        ran = runner.run(file="usage.yaml", **{condition: limit})
        assert (ran.status, ran.steps) == (1, ALL)
        assert ran.outputs["exit-status"] == "1"
        assert ran.outputs["total"] == "600.00"
        assert ran.posted is not None
        over = f"over the limit of {float(limit):.2f} USD by {600 - float(limit):.2f}"
        assert f"FAILED --{condition.replace('_', '-')}: {over}" in ran.posted
        assert over in ran.log

    def test_the_comment_that_stands_is_updated(self, runner: Runner) -> None:
        """Ours with this marker, on whatever page; not ours of another file, not the marker in somebody else's."""
        runner.comments = [
            [
                bot(1, f"{MARKER}\nby somebody", "mallory"),
                bot(2, MARKER.replace("usage", "other")),
            ],
            [
                {"id": 3, "body": MARKER, "user": None},
                bot(4, f"I saw {MARKER}"),
                bot(5, f"{MARKER}\r\n\r\nold"),
            ],
            [bot(6, MARKER)],
        ]
        ran = runner.run(file="usage.yaml")
        assert ran.status == 0, ran.log
        assert ran.calls[1][1:5] == [
            "--silent",
            "--method",
            "PATCH",
            "repos/octo/app/issues/comments/5",
        ]
        assert len(ran.calls) == 2
        assert ran.posted is not None
        assert ran.posted.startswith(MARKER)

    def test_another_token_updates_the_comments_of_its_author(
        self, runner: Runner
    ) -> None:
        runner.comments = [[bot(1, MARKER), bot(2, MARKER, "billing-app[bot]")]]
        ran = runner.run(file="usage.yaml", token="mine", author="billing-app[bot]")
        assert ran.calls[1][3:5] == ["PATCH", "repos/octo/app/issues/comments/2"]
        assert ran.calls[1][-1] == "mine"

    @pytest.mark.parametrize("why", ["a push", "comment: false"])
    def test_no_comment_where_there_is_none_to_make(
        self, runner: Runner, why: str
    ) -> None:
        if why == "a push":
            runner.event = {"ref": "refs/heads/main"}
        ran = runner.run(
            file="usage.yaml",
            fail_over="1",
            comment="false" if why != "a push" else "true",
        )
        assert (ran.status, ran.steps, ran.calls) == (1, ALL, [])
        assert ran.summary.startswith(MARKER)
        assert ("::notice::ffbill: this is no pull request" in ran.log) == (
            why == "a push"
        )

    @pytest.mark.parametrize(("limit", "status"), [("599", 1), ("600", 0)])
    def test_a_token_that_may_not_write_is_a_warning(
        self, runner: Runner, limit: str, status: int
    ) -> None:
        runner.forbidden = "yes"
        ran = runner.run(file="usage.yaml", fail_over=limit)
        assert (ran.status, ran.steps) == (status, ALL)
        assert "HTTP 403" in ran.log
        assert "::warning::ffbill: the comment could not be posted" in ran.log
        assert ran.summary.startswith(MARKER)

    def test_options_and_a_further_report(self, runner: Runner) -> None:
        ran = runner.run(
            file="usage.yaml",
            options="--assume=tier_basis=total\n\n--explain\n",
            format="csv",
        )
        assert ran.status == 0, ran.log
        report = Path(ran.outputs["report-file"])
        assert report.name == "report.csv"
        assert report.read_text(encoding="utf-8").startswith("month,kind,for,")
        assert "assumes tier\\_basis=total" in ran.summary

    def test_two_files_in_one_job(self, runner: Runner) -> None:
        commit(runner.workspace, other=usage("1_000"))
        first, second = runner.run(file="usage.yaml"), runner.run(file="other.yaml")
        assert first.outputs["comment-file"] != second.outputs["comment-file"]
        assert (first.outputs["total"], second.outputs["total"]) == (
            "600.00",
            "65.00",
        )  # 1,000 x 0.065


class TestCompare:
    def test_with_a_file(self, runner: Runner) -> None:
        commit(runner.workspace, base=usage("10_000"))
        ran = runner.run(
            file="usage.yaml", base="base.yaml", fail_increase="20%", fail_over="600"
        )
        assert (ran.status, ran.outputs["total"]) == (0, "600.00"), ran.log
        assert ran.posted is not None
        assert ran.posted.startswith("<!-- ffbill: compare base.yaml usage.yaml -->")
        assert "| 600.00 | USD | +100.00 | +20.00 % |" in ran.posted

    @pytest.mark.parametrize(
        ("limit", "status"), [("19.99%", 1), ("20%", 0), ("99.99", 1), ("100", 0)]
    )
    def test_with_a_commit(self, runner: Runner, limit: str, status: int) -> None:
        """600.00 is 100.00 and 20 % more than 500.00."""
        ran = runner.run(file="usage.yaml", base="HEAD^1", fail_increase=limit)
        assert (ran.status, ran.steps, ran.outputs["total"]) == (
            status,
            ALL,
            "600.00",
        ), ran.log
        assert ran.posted is not None
        assert ran.posted.startswith(
            "<!-- ffbill: compare .ffbill-base/usage.yaml usage.yaml -->"
        )
        assert "### Face Fusion bill +100.00 USD (+20.00 %)" in ran.posted
        assert not (runner.workspace / ".ffbill-base").exists()
        assert not list((runner.workspace / ".git").glob("worktrees/*"))

    def test_the_failing_step_says_why(self, runner: Runner) -> None:
        """100.00 of 500.00 is 20 %, over 5 %; the base is called what it was asked for, with its commit."""
        ran = runner.run(file="usage.yaml", base="HEAD^1", fail_increase="5%")
        commit_id = git(runner.workspace, "rev-parse", "HEAD^1")[:7]
        last = ran.log.splitlines()[-1]
        assert last == (
            "::error title=ffbill::--fail-increase: usage.yaml: "
            "over the limit of 5 %25 (+100.00 USD, +20.00 %25)"
        )
        assert ran.posted is not None
        shown = ran.posted.replace("&#8203;", "").replace("\\", "")
        assert (
            "### Face Fusion bill +100.00 USD (+20.00 %), over the 5 % limit" in shown
        )
        assert (
            f"usage.yaml: 600.00 USD instead of 500.00 USD (HEAD^1 ({commit_id}))"
            in shown
        )
        assert ".ffbill-base" not in shown.split("-->")[1]

    def test_an_estimate_says_why_too(self, runner: Runner) -> None:
        ran = runner.run(file="usage.yaml", fail_over_month="599.99")
        assert ran.status == 1
        why = "over the limit of 599.99 USD by 0.01 in 2025-01"
        assert f"::error title=ffbill::--fail-over-month: {why}" in ran.log
        assert ran.posted is not None
        assert f"### Face Fusion bill 600.00 USD, {why}" in ran.posted

    def test_without_an_answer_it_points_to_the_step(self, runner: Runner) -> None:
        commit(runner.workspace, usage=usage(-1))
        ran = runner.run(file="usage.yaml")
        assert ran.status == 2
        last = ran.log.splitlines()[-1]
        assert (
            last == "::error title=ffbill::there is no answer; the step Bill says why"
        )

    def test_what_the_base_names_is_of_the_base(self, runner: Runner) -> None:
        """A file of calls beside the usage file, in a folder: 10,000 x 0.050 = 500.00, then 20,000 x 0.050."""
        folder = runner.workspace / "billing"
        folder.mkdir()
        (folder / "usage.yaml").write_text(
            usage("x").replace("{2025-01: x}", "{file: calls.csv}"), encoding="utf-8"
        )
        for calls in ("10000", "20000"):
            (folder / "calls.csv").write_text(
                f"date,calls\n2025-01,{calls}\n", encoding="utf-8"
            )
            commit(runner.workspace)
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1")
        assert (ran.status, ran.outputs["total"]) == (0, "1000.00"), ran.log
        assert "| 1,000.00 | USD | +500.00 | +100.00 % |" in ran.summary

    def test_with_a_branch_that_a_shallow_checkout_lacks(
        self, tmp_path: Path, runner: Runner
    ) -> None:
        git(runner.workspace, "checkout", "--quiet", "-b", "change")
        git(runner.workspace, "branch", "--force", "main", "HEAD^1")
        git(
            tmp_path,
            "clone",
            "--quiet",
            "--depth=1",
            f"file://{runner.workspace}",
            "checkout",
        )
        runner.workspace = tmp_path / "checkout"
        ran = runner.run(file="usage.yaml", base="main")
        assert ran.status == 0, ran.log
        assert "| 600.00 | USD | +100.00 | +20.00 % |" in ran.summary

    def test_a_new_file_is_estimated_alone(self, runner: Runner) -> None:
        commit(runner.workspace, new=usage("1_000"))
        ran = runner.run(file="new.yaml", base="HEAD^1", fail_over="65")
        assert (ran.status, ran.outputs["total"]) == (0, "65.00"), ran.log
        assert "::notice::ffbill: the usage file is not in the base" in ran.log
        assert ran.summary.startswith("<!-- ffbill: estimate new.yaml -->")

    @pytest.mark.parametrize(
        ("inputs", "message"),
        [
            (
                {"base": "HEAD^1"},
                "new.yaml is not in HEAD^1, so there is nothing to compare it with",
            ),
            ({}, "fail-increase: needs a base to compare with"),
            ({"base": "nowhere"}, "base: nowhere is neither a file nor a git ref"),
        ],
    )
    def test_an_increase_over_nothing_is_never_met(
        self, runner: Runner, inputs: dict[str, str], message: str
    ) -> None:
        commit(runner.workspace, new=usage("1_000"))
        ran = runner.run(file="new.yaml", fail_increase="5%", **inputs)
        assert (ran.status, ran.steps, ran.outputs["exit-status"]) == (2, ALL, "2")
        assert message in ran.log
        assert ran.posted is not None
        assert message in ran.posted
        assert ran.outputs["total"] == ""

    def test_a_report_that_a_comparison_does_not_have(self, runner: Runner) -> None:
        ran = runner.run(file="usage.yaml", base="HEAD^1", format="focus")
        assert (ran.status, ran.steps) == (2, ALL)
        assert "--format focus: expected table, json" in ran.log


class TestBadInput:
    def test_faults_are_in_the_log_at_their_lines_and_in_the_comment(
        self, runner: Runner
    ) -> None:
        """The comment of the run before is replaced, so that no figure of it stands."""
        runner.comments = [[bot(5, f"{MARKER}\n\nold")]]
        (runner.workspace / "usage.yaml").write_text(
            usage("-1").replace("calls", "cals"), encoding="utf-8"
        )
        ran = runner.run(file="usage.yaml", fail_over="600")
        assert (ran.status, ran.steps) == (2, ALL)
        assert ran.outputs["exit-status"] == "2"
        assert (ran.outputs["total"], ran.outputs["complete"]) == ("", "")
        assert (
            "usage.yaml:6:5: usage.image_basic.cals: unknown key; did you mean 'calls'?"
            in ran.log
        )
        assert "::error file=usage.yaml,line=6,col=5,title=ffbill::" in ran.log
        assert ran.calls[1][3:5] == ["PATCH", "repos/octo/app/issues/comments/5"]
        assert ran.posted is not None
        assert ran.posted.startswith(
            f"{MARKER}\n\n### ffbill has no answer\n\n<pre>\nusage.yaml:6:5: "
        )

    def test_what_a_file_says_is_no_command_for_the_runner_and_no_html(
        self, runner: Runner
    ) -> None:
        """The faults, which quote the file, stand between stop-commands and its end; `<` is text in the comment."""
        bad = usage(1).replace(
            "price_book: intl", "price_book: '##[error]</pre><script>'"
        )
        (runner.workspace / "usage.yaml").write_text(bad, encoding="utf-8")
        ran = runner.run(file="usage.yaml")
        assert ran.status == 2
        stopped = re.search(
            r"^::stop-commands::([0-9a-f]{32})\n(.*?)^::\1::\n",
            ran.log,
            re.DOTALL | re.MULTILINE,
        )
        assert stopped is not None
        assert r"\x23#[error]" in stopped[2]
        assert "##[" not in stopped[2]
        assert ran.posted is not None
        assert ran.posted.count("<pre>") == ran.posted.count("</pre>") == 1
        assert "<script>" not in ran.posted

    @pytest.mark.parametrize(
        "inputs", [{"fail_over": "much"}, {"options": "--nonsense"}, {"format": "docx"}]
    )
    def test_bad_options(self, runner: Runner, inputs: dict[str, str]) -> None:
        ran = runner.run(file="usage.yaml", **inputs)
        assert (ran.status, ran.steps) == (2, ALL)
        assert next(iter(inputs.values())) in ran.log

    def test_a_missing_file(self, runner: Runner) -> None:
        ran = runner.run(file="none.yaml")
        assert (ran.status, ran.steps) == (2, ALL)
        assert "none.yaml: cannot be read: No such file or directory" in ran.log


HOSTILE = [
    "$(touch pwned).yaml",
    "`touch pwned`.yaml",
    "'; touch pwned; '.yaml",
    '"; touch pwned; ".yaml',
    "a -->\n::error::pwned @everyone.yaml",
    "--output=pwned.yaml",
    "-- *.yaml",
    "${{ github.token }}.yaml",
]
INPUTS = ("base", "fail_over", "fail_over_month", "fail_increase", "options", "format")


class TestHostile:
    def unharmed(self, runner: Runner) -> bool:
        return not list(runner.workspace.parent.rglob("pwned*"))

    @pytest.mark.parametrize("name", HOSTILE)
    def test_file_names(self, runner: Runner, name: str) -> None:
        (runner.workspace / name).write_text(
            usage("12_000", f"$(touch pwned) {name}"), encoding="utf-8"
        )
        commit(runner.workspace)
        (runner.workspace / name).write_text(usage("12_000"), encoding="utf-8")
        alone, compared = runner.run(file=name), runner.run(file=name, base="HEAD")
        for ran in (alone, compared):
            assert (ran.status, ran.outputs["total"]) == (0, "600.00"), ran.log
            assert ran.summary.split("\n", 1)[0].endswith(".yaml -->")
            assert "\n::error::" not in ran.log
        assert self.unharmed(runner)

    @pytest.mark.parametrize(
        ("input", "text"),
        [
            *(
                (input, "'$(touch pwned)\"`touch pwned`; touch pwned")
                for input in INPUTS
            ),
            ("base", "--upload-pack=touch pwned;"),
            ("base", "+refs/heads/*:refs/heads/*"),
        ],
    )
    def test_other_inputs(self, runner: Runner, input: str, text: str) -> None:
        ran = runner.run(**{"file": "usage.yaml", "base": "HEAD^1", input: text})
        assert ran.outputs["exit-status"] == "2"
        assert self.unharmed(runner)

    @pytest.mark.parametrize("input", ["author", "token", "comment"])
    def test_inputs_of_the_comment(self, runner: Runner, input: str) -> None:
        assert (
            runner.run(
                **{"file": "usage.yaml", input: "$(touch pwned)'\"`touch pwned`"}
            ).status
            == 0
        )
        assert self.unharmed(runner)

    def test_modules_of_the_repository_are_not_imported(self, runner: Runner) -> None:
        """A contributor's json.py beside the usage file is not what the action runs."""
        (runner.workspace / "facefusion_billing").mkdir()
        for name in (
            "json.py",
            "yaml.py",
            "html.py",
            "venv.py",
            "facefusion_billing/__init__.py",
        ):
            (runner.workspace / name).write_text(
                "open('pwned', 'w')\n", encoding="utf-8"
            )
        assert runner.run(file="usage.yaml").status == 0
        assert runner.run(file="usage.yaml", fail_over="x").status == 2
        assert self.unharmed(runner)


class TestInstall:
    @pytest.mark.parametrize(
        ("format", "extra"),
        [("", ""), ("json", ""), ("xlsx", "[xlsx]"), ("html", "[html]")],
    )
    def test_its_own_checkout_is_installed(
        self, runner: Runner, format: str, extra: str
    ) -> None:
        status, log, outputs = runner.step(STEPS[0], {"inputs.format": format})
        assert (status, outputs) == (
            0,
            {"ffbill": f"{runner.temp}/ffbill-env/bin/ffbill"},
        ), log
        words = (runner.temp / "pip").read_text(encoding="utf-8").splitlines()
        assert words[0] == "install"
        assert words[-1] == f"{ACTION}/../../..{extra}"
        assert (
            ACTION / "../../.." / "pyproject.toml"
        ).resolve() == ROOT / "pyproject.toml"

    @pytest.mark.skipif(
        "FFBILL_TEST_INSTALL" not in os.environ,
        reason="installs packages; FFBILL_TEST_INSTALL=1 runs it",
    )
    def test_installed_for_good(self, runner: Runner) -> None:
        """The whole action with a Python and a pip that are no stubs."""
        (runner.bin / "python3").unlink()
        (runner.bin / "python3").symlink_to(Path(sys.base_prefix) / "bin/python3")
        ran = runner.run(file="usage.yaml", base="HEAD^1", fail_increase="20%")
        assert (ran.status, ran.outputs["total"]) == (0, "600.00"), ran.log
        assert (runner.temp / "ffbill-env/bin/ffbill").exists()


class TestExamples:
    """What docs/ci.md shows holds."""

    def test_pre_commit(self) -> None:
        [repo] = EXAMPLES[0]["repos"]
        [hook] = repo["hooks"]
        assert hook["id"] == HOOKS[0]["id"]
        assert re.search(hook["files"], "billing/usage.yaml")

    def test_workflow(self) -> None:
        workflow = EXAMPLES[1]
        assert workflow["permissions"] == {"contents": "read", "pull-requests": "write"}
        assert "pull_request" in workflow[True]  # YAML 1.1 reads `on` as true
        steps = workflow["jobs"]["bill"]["steps"]
        assert all(
            re.fullmatch(r"[\w./-]+@v\d+", step["uses"])
            for step in steps
            if "uses" in step
        )
        [ours] = [step for step in steps if "ffbill" in step.get("uses", "")]
        assert (
            ROOT / ours["uses"].split("@")[0].removeprefix("OWNER/facefusion-billing/")
        ) == ACTION
        assert set(ours["with"]) <= set(MANIFEST["inputs"])
        assert {
            name for name, input in MANIFEST["inputs"].items() if input.get("required")
        } <= set(ours["with"])
        named = re.findall(rf"steps\.{ours['id']}\.outputs\.([\w-]+)", str(steps))
        assert named
        assert set(named) <= set(MANIFEST["outputs"])

    def test_workflow_runs(self, runner: Runner) -> None:
        """The inputs of the example on a pull request that goes from 500.00 to 600.00: over 5 %, not over 5,000.00."""
        [ours] = [
            step
            for step in EXAMPLES[1]["jobs"]["bill"]["steps"]
            if step.get("id") == "bill"
        ]
        (runner.workspace / "billing").mkdir()
        for calls in ("10_000", "12_000"):
            (runner.workspace / "billing/usage.yaml").write_text(
                usage(calls), encoding="utf-8"
            )
            commit(runner.workspace)
        ran = runner.run(
            **{name.replace("-", "_"): str(text) for name, text in ours["with"].items()}
        )
        assert ran.status == 1
        assert ran.posted is not None
        assert ran.posted.count("FAILED") == 1
        assert (
            ran.posted.index("--fail-over")
            < ran.posted.index("FAILED")
            < ran.posted.index("--fail-increase")
        )

    @pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
    @pytest.mark.parametrize(("calls", "status"), [("12_000", 0), ("200_000", 1)])
    def test_anywhere_else(self, tmp_path: Path, calls: str, status: int) -> None:
        """12,000 x 0.050 = 600.00; 200,000 x 0.035 = 7,000.00 is over 5,000.00, and reported all the same."""
        (tmp_path / "usage.yaml").write_text(usage(calls), encoding="utf-8")
        lines = EXAMPLES[2]["bill"]["script"]
        ran = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
            cwd=tmp_path,
            env={**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == status
        assert ran.stdout == ("" if status else "2025-01\t600.00\n")
        total = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))[
            "total"
        ]
        assert total == ("7000.00" if status else "600.00")

    @pytest.mark.parametrize(("calls", "status"), [("10_400", 0), ("12_000", 1)])
    def test_a_merge_request_beside_its_target(
        self, tmp_path: Path, calls: str, status: int
    ) -> None:
        """10,000 x 0.050 = 500.00; 520.00 is 4 % more, 600.00 is 20 %."""
        git(tmp_path, "init", "--quiet")
        (tmp_path / "usage.yaml").write_text(usage("10_000"), encoding="utf-8")
        commit(tmp_path)
        before = git(tmp_path, "rev-parse", "HEAD").strip()
        (tmp_path / "usage.yaml").write_text(usage(calls), encoding="utf-8")
        ran = subprocess.run(
            [
                "bash",
                "-euo",
                "pipefail",
                "-c",
                "\n".join(EXAMPLES[3]["increase"]["script"]),
            ],
            cwd=tmp_path,
            env={
                **os.environ,
                "PATH": f"{BIN}:{os.environ['PATH']}",
                "CI_MERGE_REQUEST_DIFF_BASE_SHA": before,
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == status, ran.stderr
        assert "instead of 500.00 USD (before)" in ran.stdout

    def test_every_condition_stands_in_the_table(self) -> None:
        """What can end with status 1 is named where the statuses are."""
        text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
        row = next(line for line in text.splitlines() if line.startswith("| 1 |"))
        found = set()
        for command in ("estimate", "compare", "recommend", "refund"):
            shown = ffbill(command, "--help", env={"COLUMNS": "200"}).out
            found |= set(re.findall(r"--(?:fail|require)-[a-z-]+", shown))
        assert sorted(option for option in found if f"`{option}`" not in row) == []
