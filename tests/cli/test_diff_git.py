"""`policy diff` and git: revisions, the working tree, and git's own diff of policy files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.main import run
from tests.cli.conftest import FILES
from tests.docs.documents import blocks

OLD = (FILES / "editions" / "old.policy").read_text()
# What CI sets in the environment of git must not reach the repositories of the tests.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],  # the git of whoever runs the tests
        cwd=folder,
        env={**CLEAN, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two commits of a policy: the second makes a cap stricter."""
    here = tmp_path / "repository"
    (here / "policies").mkdir(parents=True)
    git(here, "init", "-q", "-b", "main")
    git(here, "config", "user.email", "nobody@example.org")
    git(here, "config", "user.name", "Nobody")
    for number, text in enumerate((OLD, OLD.replace("no better than 3", "no better than 2"))):
        (here / "policies" / "care.policy").write_text(text)
        (here / "notes.txt").write_text(str(number))
        git(here, "add", ".")
        git(here, "commit", "-q", "-m", f"Edition {number}")
    monkeypatch.chdir(here)
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    return here


def out(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["diff", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out + captured.err


CAP = "override late_plan: cap 3 → 2 (stricter)"


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    "words",
    [("HEAD~1",), ("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1", "--", "policies")],
    ids=" ".join,
)
def test_a_revision_against_another_or_the_working_tree(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = out(capsys, *words)
    assert CAP in said
    assert said.startswith("example.care@1: HEAD~1 → ")


@pytest.mark.usefixtures("repository")
def test_nothing_is_asked_for_but_the_working_tree(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert out(capsys) == "no policy file changed\n"
    path = repository / "policies" / "care.policy"
    path.write_text("# A note.\n" + path.read_text().replace("50%", "50.0%"))
    assert "no change in meaning" in out(capsys, "--exit-code")
    path.write_text(path.read_text().replace(">= 15 days", ">= 12 days"))
    said = out(capsys, "--exit-code", code=ExitCode.UNSETTLED)
    assert "liquid: band 3 starts at 12 days instead of 15 days (easier)" in said


def test_files_that_are_new_gone_or_moved(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / "policies" / "care.policy"
    (repository / "new.policy").write_text(OLD.replace("example.care", "example.other"))
    path.rename(repository / "policies" / "moved.policy")
    git(repository, "add", "-A")
    said = out(capsys, "HEAD~1")
    assert "example.other@1: HEAD~1 → working tree\nonly in working tree" in said
    assert CAP in said
    git(repository, "rm", "-q", "--cached", "policies/moved.policy")
    (repository / "policies" / "moved.policy").unlink()
    assert "only in HEAD~1" in out(capsys, "HEAD~1", "--", "policies")


def test_a_broken_old_file_is_compared_as_far_as_it_can_be_read(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / "policies" / "care.policy"
    good = path.read_text()
    path.write_text(good.replace("when deaths > 10", "when death > 10"))
    git(repository, "commit", "-qam", "A slip")
    path.write_text(good.replace("no better than 2", "no better than 1"))
    said = out(capsys, "HEAD", code=ExitCode.POLICY_WRONG)
    assert "not compared, since it could not be read: care\n" in said
    assert "override late_plan: cap 2 → 1 (stricter)" in said
    assert "there is no fact, value or rating named `death`" in said


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("HEAD~9",), "git knows no revision HEAD~9"),
        (("nowhere", "HEAD"), "git knows no revision nowhere"),
        (("HEAD", "--", "other.policy"), "other.policy is neither in HEAD nor in working tree"),
        (("HEAD", "HEAD", "HEAD", "--", "x"), "name one revision, or two"),
        (("HEAD", "--", "../elsewhere"), "outside repository"),
    ],
    ids=["unknown", "unknown of two", "no such file", "too many", "outside"],
)
def test_what_git_does_not_know(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in out(capsys, *words, code=ExitCode.USAGE)


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("word", ["--output=stolen", "-pnothing", "--upload-pack=x"])
def test_a_revision_cannot_be_an_option_of_git(
    word: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(repository.iterdir())
    out(capsys, word, "--", "policies", code=ExitCode.USAGE)
    assert sorted(repository.iterdir()) == before


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert "this folder is in no git repository" in out(capsys, "HEAD", code=ExitCode.USAGE)


def test_git_uses_it_as_its_own_diff(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two lines of docs/reviewing.md, with the program of this Python as `policy`."""
    program = repository.parent / "policy"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "from policy_dsl_cli.main import run\nsys.exit(run(sys.argv[1:]))\n"
    )
    program.chmod(0o755)
    monkeypatch.setitem(CLEAN, "PATH", f"{repository.parent}{os.pathsep}{os.environ['PATH']}")
    (lines,) = (block.text for block in blocks("sh") if "git config" in block.text)
    assert len(lines.strip().split("\n")) == 2
    subprocess.run(["sh", "-ec", lines], cwd=repository, env=CLEAN, check=True)
    said = git(repository, "diff", "HEAD~1", "--", "policies", "notes.txt")
    assert f"{CAP}" in said
    assert "-0\n" in said  # other files as ever
    assert "only in new" in git(
        repository, "diff", f"{_empty(repository)}", "HEAD", "--", "policies"
    )
    moved = repository / "policies" / "moved.policy"
    (repository / "policies" / "care.policy").rename(moved)
    git(repository, "add", "-A")
    assert "no change in meaning" in git(repository, "diff", "-M", "HEAD", "--", "policies")


def _empty(repository: Path) -> str:
    """The tree with nothing in it."""
    return git(repository, "hash-object", "-w", "-t", "tree", os.devnull).strip()
