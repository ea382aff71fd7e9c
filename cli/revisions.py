"""Policy files as git has them: which changed between two revisions, and their texts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

from policy_dsl.source import SourceText

#: How long git may take; it only reads.
_SECONDS = 60
WORKING_TREE = "working tree"


@frozen
class Revision:
    """A commit, or where ``commit`` is None the working tree."""

    name: str
    commit: str | None

    def text(self, path: Path) -> SourceText | None:
        """The text of a file in it, or None where it has no such file.

        Raises:
            click.UsageError: if the text is no UTF-8.
        """
        if self.commit is None:
            try:
                data = path.read_bytes()
            except OSError:
                return None
        else:
            found = _git("show", "--end-of-options", f"{self.commit}:./{path.as_posix()}")
            if found.returncode:
                return None
            data = found.stdout
        try:
            text = data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise click.UsageError(f"{path} in {self.name} is not UTF-8 text") from None
        return SourceText(str(path), text)


def revisions(words: Sequence[str]) -> tuple[Revision, Revision]:
    """Two revisions, the second of which is the working tree where only one is named.

    Raises:
        click.UsageError: if there is no such revision, or no repository, or git is not there.
    """
    if len(words) == 1 and ".." in words[0]:
        first, _, second = words[0].partition("..")
        if not second.startswith("."):
            words = [first or "HEAD", second or "HEAD"]
    if len(words) not in (1, 2):
        raise click.UsageError("name one revision, or two: `policy diff REV [REV] -- PATH...`")
    found = [Revision(word, _commit(word)) for word in words]
    return found[0], found[1] if len(found) == 2 else Revision(WORKING_TREE, None)


def _commit(word: str) -> str:
    if word.startswith("-"):
        raise click.UsageError(f"{word} is no revision")
    _in_repository()
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{word}^{{commit}}")
    if found.returncode:
        raise click.UsageError(f"git knows no revision {word}; `git log --oneline` shows them")
    return found.stdout.decode().strip()


def _in_repository() -> None:
    if _git("rev-parse", "--git-dir").returncode:
        raise click.UsageError("this folder is in no git repository")


def changed_files(old: Revision, new: Revision, paths: Sequence[str]) -> list[Path]:
    """The files that differ between two revisions, as seen from the current folder.

    Raises:
        click.UsageError: if git does not understand the paths, or none of them is in either.
    """
    commits = [item.commit for item in (old, new) if item.commit is not None]
    found = _git("diff", "--name-only", "-z", "--no-renames", "--relative", *commits, "--", *paths)
    if found.returncode:
        raise click.UsageError(found.stderr.decode(errors="replace").strip().split("\n")[0])
    names = [name for name in found.stdout.decode(errors="replace").split("\0") if name]
    if not names:
        for path in paths:
            _refuse_unknown(path, old, new)
    return [Path(name) for name in names]


def _refuse_unknown(path: str, old: Revision, new: Revision) -> None:
    """Objects to a path that is in neither revision."""
    for revision in (old, new):
        if revision.commit is None:
            known = _git("ls-files", "-z", "--", path)
        else:
            known = _git("ls-tree", "-z", "--name-only", revision.commit, "--", path)
        if known.returncode == 0 and known.stdout:
            return
    raise click.UsageError(f"{path} is neither in {old.name} nor in {new.name}")


def _git(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Runs git without a shell and without the settings by which it would call us back."""
    try:
        return subprocess.run(  # every word of a user comes after an end of options
            ["git", "--no-pager", "-c", "core.quotePath=false", *arguments],
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise click.UsageError("git is not installed, or not on the path") from None
    except subprocess.TimeoutExpired:
        print("policy: git does not answer", file=sys.stderr)
        raise click.Abort from None
