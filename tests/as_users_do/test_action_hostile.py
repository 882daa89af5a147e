"""Pull requests of strangers, as the GitHub Action meets them.

They hold whatever git can hold: nothing of it is run, and no gate passes that must
fail.
"""

import re
import shutil
from pathlib import Path

import pytest

from tests.as_users_do.test_pipelines import Ran, Runner, commit, git, repository, usage


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A pull request that raises `billing/usage.yaml` from 10,000 to 12,000 calls."""
    workspace = repository(tmp_path / "workspace")
    (workspace / "billing").mkdir()
    commit(workspace, **{"billing/usage": usage("10_000")})
    commit(workspace, **{"billing/usage": usage("12_000")})
    return Runner(tmp_path, workspace)


def link(path: Path, target: str | Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def unharmed(runner: Runner) -> bool:
    return not list(runner.workspace.parent.rglob("pwned*"))


def bare_repository(runner: Runner, folder: Path) -> None:
    """Makes a folder look like a repository whose settings name commands.

    It has the commits of the checkout, so that no look-up in it fails early, and no
    empty folder, which git would not hold.
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

        120,000 x 0.035 = 4,200.00, so that 600.00 would be less; the base is 500.00.
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
        """A shallow checkout knows no `main`; without one there the file is no base."""
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

    @pytest.mark.parametrize(
        "base",
        [
            "--upload-pack=billing/run",
            "-q",
            ":/cheap",
            "HEAD^{/cheap}",
            "HEAD:billing",
            "main:",
            "HEAD^1\n",
        ],
    )
    def test_neither_options_nor_what_a_contributor_writes_is_a_ref(
        self, runner: Runner, base: str
    ) -> None:
        """Git finds `:/text` in messages of commits, and options anywhere."""
        script = runner.workspace / "billing/run"
        script.write_text(
            f"#!/bin/sh\ntouch {runner.workspace}/pwned\n", encoding="utf-8"
        )
        script.chmod(0o755)
        git(runner.workspace, "add", "--all")
        git(runner.workspace, "commit", "--quiet", "--message=cheap")
        git(runner.workspace, "remote", "add", "origin", f"file://{runner.workspace}")
        ran = runner.run(file="billing/usage.yaml", base=base, fail_increase="5%")
        assert ran.status == 2, ran.log
        assert "is neither a file nor a git ref" in ran.log
        assert unharmed(runner)

    def test_no_answer_replaces_the_comment_of_the_comparison(
        self, runner: Runner
    ) -> None:
        ran = runner.run(file="billing/usage.yaml", base="gone")
        files = ".ffbill-base/billing/usage.yaml billing/usage.yaml"
        marker = f"<!-- ffbill: compare {files} -->"
        assert (ran.status, ran.summary.split("\n", 1)[0]) == (2, marker)


class TestWhereTheBaseIsPut:
    @pytest.mark.parametrize("target", ["../elsewhere", "elsewhere", ".", "billing"])
    def test_a_link_in_its_place(self, runner: Runner, target: str) -> None:
        """It would lead what is checked out, and then removed, to another folder."""
        link(runner.workspace / ".ffbill-base", target)
        commit(runner.workspace)
        before = sorted(runner.workspace.rglob("*.yaml"))
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="5%")
        assert ran.status == 2
        assert ".ffbill-base is in the way" in ran.log
        assert not list(runner.workspace.parent.rglob("elsewhere"))
        assert sorted(runner.workspace.rglob("*.yaml")) == before
        assert (runner.workspace / ".ffbill-base").is_symlink()

    def test_a_base_made_by_the_pull_request(self, runner: Runner) -> None:
        (runner.workspace / ".ffbill-base/billing").mkdir(parents=True)
        commit(runner.workspace, **{".ffbill-base/billing/usage": usage("120_000")})
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="5%")
        assert ran.status == 2
        assert ".ffbill-base is in the way" in ran.log

    def test_a_run_that_was_killed_leaves_nothing_in_the_way(
        self, runner: Runner
    ) -> None:
        git(runner.workspace, "worktree", "add", "--detach", ".ffbill-base", "HEAD")
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="19%")
        assert (ran.status, ran.outputs["total"]) == (1, "600.00"), ran.log

    def test_the_base_s_file_is_there_though_it_leads_nowhere(
        self, runner: Runner
    ) -> None:
        """Else the usage file would be called new, and estimated alone."""
        link(runner.workspace / "billing/usage.yaml", "nowhere.yaml")
        commit(runner.workspace)
        (runner.workspace / "billing/usage.yaml").unlink()
        commit(runner.workspace, **{"billing/usage": usage("12_000")})
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1")
        assert ran.status == 2
        assert (
            ".ffbill-base/billing/usage.yaml: cannot be read: No such file" in ran.log
        )


class TestLog:
    def test_the_word_that_ends_the_silence_is_another_in_each_run(
        self, runner: Runner
    ) -> None:
        """128 bits of the system's chance; Bash's three numbers had 45, of a series."""
        ran = [runner.run(file="billing/usage.yaml").log for _ in range(2)]
        words = [re.findall("^::([0-9a-f]{32})::$", log, re.MULTILINE) for log in ran]
        assert [len(found) for found in words] == [1, 1]
        assert words[0] != words[1]


SECRET = "hunter2-of-the-runner"
OF_CALLS = usage("x").replace("{2025-01: x}", "{file: calls.csv}")


class TestLinks:
    """Where a link leads outside, its file is not read, and no error quotes it."""

    @pytest.fixture
    def runner(self, runner: Runner) -> Runner:
        """A line of each file is one that a fault would quote."""
        (runner.temp / "secret").write_text(f"{SECRET}: [\n", encoding="utf-8")
        (runner.temp / "usage.yaml").write_text(f"{SECRET}: [\n", encoding="utf-8")
        with (runner.workspace / ".git/config").open("a", encoding="utf-8") as file:
            file.write(f"[http]\n\textraheader = {SECRET}\n")
        (runner.workspace / ".git/secret").write_text(
            f"{SECRET}: [\n", encoding="utf-8"
        )
        return runner

    def refused(self, ran: Ran) -> bool:
        """Whether it is bad input, and nothing of the file is shown."""
        comment = Path(ran.outputs["comment-file"]).read_text(encoding="utf-8")
        shown = ran.log + ran.summary + comment + (ran.posted or "")
        assert "outside the workspace" in ran.log
        return ran.status == 2 and SECRET not in shown

    @pytest.mark.parametrize("target", ["runner temp/secret", "workspace/.git/secret"])
    @pytest.mark.parametrize("base", ["", "HEAD^1"])
    def test_the_usage_file(self, runner: Runner, target: str, base: str) -> None:
        link(runner.workspace / "billing/usage.yaml", f"../../{target}")
        commit(runner.workspace)
        assert self.refused(runner.run(file="billing/usage.yaml", base=base))

    @pytest.mark.parametrize(
        "target", ["../runner temp", "../workspace/../runner temp"]
    )
    def test_its_folder(self, runner: Runner, target: str) -> None:
        shutil.rmtree(runner.workspace / "billing")
        link(runner.workspace / "billing", target)
        commit(runner.workspace)
        assert self.refused(runner.run(file="billing/usage.yaml", base="HEAD^1"))

    NAMES = ("./link.yaml", "{}/secret", "../../runner temp/secret", "../.git/secret")

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("names", ["counts", "price book"])
    def test_what_the_usage_file_names(
        self, runner: Runner, names: str, name: str
    ) -> None:
        """Through a link, and by a path that leads there itself."""
        link(runner.workspace / "billing/link.yaml", runner.temp / "secret")
        name = f"'{name.format(runner.temp)}'"
        if names == "counts":
            text = OF_CALLS.replace("calls.csv", name)
        else:
            text = usage("1").replace("price_book: intl", f"price_book: {name}")
        commit(runner.workspace, **{"billing/usage": text})
        assert self.refused(runner.run(file="billing/usage.yaml"))

    @pytest.mark.parametrize(
        "target",
        ["../../../runner temp/secret", "../../billing/usage.yaml", "{}/secret"],
    )
    def test_the_usage_file_of_the_base(self, runner: Runner, target: str) -> None:
        """To the runner's files and, from `.ffbill-base/billing`, to the checkout's."""
        path = runner.workspace / "billing/usage.yaml"
        link(path, target.format(runner.temp))
        commit(runner.workspace)
        path.unlink()
        commit(runner.workspace, **{"billing/usage": usage("12_000")})
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="5%")
        assert self.refused(ran)

    def test_a_file_is_no_base_through_a_link(self, runner: Runner) -> None:
        link(runner.workspace / "base.yaml", "../runner temp/secret")
        assert self.refused(runner.run(file="billing/usage.yaml", base="base.yaml"))

    def test_the_checkout_does_not_show_the_base_as_its_own(
        self, runner: Runner
    ) -> None:
        """A link to the base's usage file would always cost what the base costs."""
        link(
            runner.workspace / "billing/usage.yaml",
            "../.ffbill-base/billing/usage.yaml",
        )
        commit(runner.workspace)
        assert self.refused(
            runner.run(file="billing/usage.yaml", base="HEAD^1", fail_increase="5%")
        )

    def test_links_within_the_checkout_are_followed(self, runner: Runner) -> None:
        """10,000 x 0.050 = 500.00 at the base, then 20,000 x 0.050 = 1,000.00."""
        (runner.workspace / "counts").mkdir()
        link(runner.workspace / "billing/calls.csv", "../counts/all.csv")
        link(runner.workspace / "now.yaml", "billing/usage.yaml")
        for calls in (10_000, 20_000):
            (runner.workspace / "counts/all.csv").write_text(
                f"date,calls\n2025-01,{calls}\n", encoding="utf-8"
            )
            commit(runner.workspace, **{"billing/usage": OF_CALLS})
        for file in ("billing/usage.yaml", f"{runner.workspace}/billing/usage.yaml"):
            ran = runner.run(file=file, base="HEAD^1")
            assert (ran.status, ran.outputs["total"]) == (0, "1000.00"), ran.log
            assert "| 1,000.00 | USD | +500.00 | +100.00 % |" in ran.summary
        assert (
            runner.run(file="./now.yaml").status == 2
        )  # what it names is beside the link

    @pytest.mark.parametrize(
        "format", ["json", "csv", "markdown", "html", "xlsx", "focus"]
    )
    def test_every_format_is_written(self, runner: Runner, format: str) -> None:
        ran = runner.run(file="billing/usage.yaml", format=format, options="--lang=zh")
        assert ran.status == 0, ran.log
        assert Path(ran.outputs["report-file"]).stat().st_size > 100


class TestModules:
    """A job may set PYTHONPATH to a folder of the checkout, as Python projects do."""

    SHADOWS = ("json", "os", "yaml", "typer", "sitecustomize")

    @pytest.fixture
    def runner(self, runner: Runner) -> Runner:
        for name in (*self.SHADOWS, "facefusion_billing"):
            text = f"open({str(runner.workspace / 'pwned')!r}, 'w')\n"
            (runner.workspace / f"{name}.py").write_text(text, encoding="utf-8")
        runner.env = {"PYTHONPATH": ".", "PYTHONSTARTUP": "json.py"}
        return runner

    @pytest.mark.parametrize(("limit", "status"), [("600", 0), ("599", 1), ("x", 2)])
    def test_none_is_imported(self, runner: Runner, limit: str, status: int) -> None:
        ran = runner.run(file="billing/usage.yaml", base="HEAD^1", fail_over=limit)
        assert (ran.status, unharmed(runner)) == (status, True), ran.log
        assert ran.posted is not None

    def test_pip_and_what_it_starts_see_none(self, runner: Runner) -> None:
        """It starts Pythons of its own to build, which would look where that says."""
        runner.run(file="billing/usage.yaml")
        env = runner.left("env-of-install").splitlines()
        assert not [line for line in env if line.startswith("PYTHON")]
        assert runner.left("folder-of-install") == f"{runner.temp}\n"


@pytest.mark.parametrize("format", ["../../pwned", "/tmp/pwned", "json/../pwned"])
def test_a_format_is_no_path(runner: Runner, format: str) -> None:
    ran = runner.run(file="billing/usage.yaml", format=format)
    assert (ran.status, ran.outputs["report-file"]) == (2, ""), ran.log
    assert f"--format {format}: expected" in ran.log
    assert unharmed(runner)


def test_github_is_asked_outside_the_checkout(runner: Runner) -> None:
    """`gh` can look at the folder it is in, and start git there."""
    assert runner.run(file="billing/usage.yaml").status == 0
    assert runner.left("folder-of-gh") == f"{runner.temp}\n"
