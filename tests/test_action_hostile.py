"""Pull requests of strangers, as the GitHub Action meets them.

They hold whatever git can hold: nothing of it is run, and no gate passes that must fail.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.test_pipelines import Runner, commit, git, repository, usage


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A pull request that raises `billing/usage.yaml` from 10,000 to 12,000 calls."""
    workspace = repository(tmp_path / "workspace")
    (workspace / "billing").mkdir()
    commit(workspace, **{"billing/usage": usage("10_000")})
    commit(workspace, **{"billing/usage": usage("12_000")})
    return Runner(tmp_path, workspace)


def unharmed(runner: Runner) -> bool:
    return not list(runner.workspace.parent.rglob("pwned*"))


def bare_repository(runner: Runner, folder: Path) -> None:
    """Makes a folder of the checkout look like a repository whose settings name commands.

    It has the commits of the checkout, so that no look-up in it fails early, and no empty
    folder, which git would not hold.
    """
    bare = runner.temp / "bare.git"
    git(runner.workspace, "clone", "--quiet", "--bare", ".", str(bare))
    pwn = f"touch {folder.parent}/pwned-by"
    settings = {
        "core.fsmonitor": f"{pwn}-fsmonitor; false",
        "core.sshCommand": f"{pwn}-ssh; false",
        "core.hooksPath": str(folder / "hooks"),
        "core.bare": "false",
        "core.worktree": str(folder),
        "remote.origin.url": f"ext::sh -c {f'{pwn}-remote'.replace(' ', '% ')}",
        "protocol.ext.allow": "always",
    }
    for name, value in settings.items():
        git(bare, "config", name, value)
    hook = bare / "hooks/post-checkout"
    hook.write_text(f"#!/bin/sh\n{pwn}-hook\n", encoding="utf-8")
    hook.chmod(0o755)
    for empty in ("objects/info", "refs/heads", "refs/tags"):
        (bare / empty / "kept").touch()
    shutil.copytree(bare, folder, dirs_exist_ok=True)
    shutil.rmtree(bare)


class TestFoldersThatLookLikeRepositories:
    """Git takes a folder with HEAD, config, objects and refs for a repository."""

    @pytest.mark.parametrize("base", ["HEAD^1", "main", "nowhere"])
    @pytest.mark.parametrize("where", ["billing", "."])
    def test_its_settings_are_not_obeyed(
        self, runner: Runner, where: str, base: str
    ) -> None:
        """10,000 x 0.050 = 500.00; 12,000 x 0.050 = 600.00, 20 % more."""
        bare_repository(runner, runner.workspace / where)
        git(runner.workspace, "add", "--all", "--force")
        git(runner.workspace, "commit", "--quiet", "--amend", "--message=as ever")
        git(runner.workspace, "checkout", "--quiet", "--detach")
        git(runner.workspace, "branch", "--force", "main", "HEAD^1")
        ran = runner.run(file="billing/usage.yaml", base=base, fail_increase="19%")
        assert unharmed(runner)
        if base == "nowhere":
            assert ran.status == 2
            assert "nowhere is neither a file nor a git ref" in ran.log
        else:
            assert (ran.status, ran.outputs["total"]) == (1, "600.00"), ran.log
            assert "+20.00 %" in ran.summary


class TestFilesNamedLikeTheBase:
    @pytest.mark.parametrize("base", ["HEAD^1", "main", "base.yaml"])
    def test_the_ref_wins(self, runner: Runner, base: str) -> None:
        """A file of the base's name with ten times the calls.

        120,000 x 0.035 = 4,200.00, so that 600.00 would be less; but the base is 500.00.
        """
        git(runner.workspace, "checkout", "--quiet", "--detach")
        if base != "HEAD^1":
            git(runner.workspace, "branch", "--force", base, "HEAD^1")
        (runner.workspace / base).write_text(usage("120_000"), encoding="utf-8")
        git(runner.workspace, "add", "--all")
        git(runner.workspace, "commit", "--quiet", "--amend", "--message=as ever")
        ran = runner.run(file="billing/usage.yaml", base=base, fail_increase="5%")
        assert (ran.status, ran.outputs["total"]) == (1, "600.00"), ran.log
        marker = (
            "<!-- ffbill: compare .ffbill-base/billing/usage.yaml billing/usage.yaml"
        )
        assert ran.summary.startswith(f"{marker} -->")
        assert "+20.00 %" in ran.summary

    @pytest.mark.parametrize("there", [True, False])
    def test_a_ref_that_is_to_be_fetched_wins(
        self, tmp_path: Path, runner: Runner, there: bool
    ) -> None:
        """A shallow checkout knows no `main`; without one at the origin the file is no base."""
        git(runner.workspace, "checkout", "--quiet", "-b", "change")
        git(runner.workspace, "branch", "--force", "main", "HEAD^1")
        (runner.workspace / "main").write_text(usage("120_000"), encoding="utf-8")
        git(runner.workspace, "add", "--all")
        git(runner.workspace, "commit", "--quiet", "--amend", "--message=as ever")
        origin = runner.workspace
        runner.workspace = tmp_path / "checkout"
        git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", "checkout")
        if not there:
            git(origin, "branch", "--delete", "--force", "main")
        ran = runner.run(file="billing/usage.yaml", base="main", fail_increase="5%")
        assert ran.status == (1 if there else 2), ran.log
        assert ("+20.00 %" in ran.summary) == there
        assert ("main is neither a file nor a git ref" in ran.log) == (not there)

    @pytest.mark.parametrize("base", ["base.yaml", "base.yml", "./base", "{}/base"])
    def test_a_file_is_a_base_by_its_name(self, runner: Runner, base: str) -> None:
        name = base.format(runner.workspace)
        (runner.workspace / name).write_text(usage("10_000"), encoding="utf-8")
        ran = runner.run(file="billing/usage.yaml", base=name, fail_increase="20%")
        assert (ran.status, ran.outputs["total"]) == (0, "600.00"), ran.log
        assert "+20.00 %" in ran.summary

    def test_folders_do_not_lead_to_another_base(self, runner: Runner) -> None:
        """`billing` as a link to a folder whose usage file is dearer at the base, too.

        120,000 x 0.035 = 4,200.00 now, and 500.00 where the base has `billing`.
        """
        (runner.workspace / "large").mkdir()
        commit(runner.workspace, **{"large/usage": usage("120_000")})
        shutil.rmtree(runner.workspace / "billing")
        (runner.workspace / "billing").symlink_to("large")
        commit(runner.workspace)
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="5%")
        assert (ran.status, ran.outputs["total"]) == (1, "4200.00"), ran.log


class TestLog:
    def test_the_word_that_ends_the_silence_is_another_in_each_run(
        self, runner: Runner
    ) -> None:
        """128 bits of the system's own chance; Bash's three numbers had 45, of a known series."""
        ran = [runner.run(file="billing/usage.yaml").log for _ in range(2)]
        words = [re.findall("^::([0-9a-f]{32})::$", log, re.MULTILINE) for log in ran]
        assert [len(found) for found in words] == [1, 1]
        assert words[0] != words[1]
