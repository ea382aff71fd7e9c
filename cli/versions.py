"""The two versions of a policy that a command compares: editions, files, or files in git."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import click
from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.pipeline import check_text, load
from policy_dsl.source import SourceText
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.output import say
from policy_dsl_cli.revisions import Revision, changed_files, revisions


@frozen
class Version:
    """A checked policy and what it is called; ``figures`` are the files of national figures that
    stood beside it, where they are not those that lie there now."""

    policy: Policy
    label: str
    figures: tuple[Path, ...] | None = None


def two_versions(
    words: Sequence[str], paths: Sequence[str] | None, library: Path | None, held: ExitStack
) -> tuple[Version, Version]:
    """The versions that words stand for: two of editions and files, or a policy file in git.

    Args:
        words: editions, paths, ``REV:PATH``; or revisions, where there are ``paths``.
        paths: what stood after ``--``, None where nothing did.
        library: the folder of policies.
        held: keeps files that git wrote until the command is done.

    Raises:
        Stop: if one is not there or has mistakes, after saying so.
        click.UsageError: if the words do not stand for two versions of one policy.
    """
    if paths is not None:
        path, found = _in_git(words, paths)
        versions = [_at(revision, path, library, held) for revision in found]
    else:
        if len(words) != 2:
            raise click.UsageError("name two editions or files, or revisions and `-- PATH`")
        versions = [_version(word, library, held) for word in words]
    old, new = versions
    if old.policy.name != new.policy.name:
        raise click.UsageError(
            f"{old.label} is an edition of {old.policy.name}, and {new.label} one of"
            f" {new.policy.name}; name two editions of one policy"
        )
    return old, new


def _version(word: str, library: Path | None, held: ExitStack) -> Version:
    revision, colon, path = word.partition(":")
    if colon and path and not Path(word).exists() and len(revision) > 1:
        (found,) = revisions([revision])[:1]
        return _at(found, Path(path), library, held)
    editions, said = load(word, library)
    say(said, last=editions is None)
    if editions is None:
        raise Stop(exit_code_of(said))
    if len(editions.policies) > 1:
        known = ", ".join(f"`{one.edition}`" for one in editions.policies)
        raise click.UsageError(f"{word} has several editions: name one of {known}")
    policy = editions.latest
    return Version(policy, word if editions.by_path else policy.edition)


def _in_git(words: Sequence[str], paths: Sequence[str]) -> tuple[Path, tuple[Revision, Revision]]:
    """The one policy file that is meant, and the revisions of it."""
    found = revisions(words)
    files = [Path(path) for path in paths if path.endswith(".policy")]
    if len(files) != len(paths) or len(files) != 1:
        files = [path for path in changed_files(*found, paths) if path.suffix == ".policy"]
    if not files:
        raise click.UsageError(f"no policy file changed in {', '.join(paths)}")
    if len(files) > 1:
        changed = ", ".join(map(str, files))
        raise click.UsageError(f"several policy files changed: name one of {changed}")
    return files[0], found


def _at(revision: Revision, path: Path, library: Path | None, held: ExitStack) -> Version:
    source = revision.text(path)
    if source is None:
        raise click.UsageError(f"there is no {path} in {revision.name}")
    label = f"{revision.name}:{path}" if revision.commit is not None else str(path)
    policy = _checked(source, library, label)
    if revision.commit is None:
        return Version(policy, label)
    return Version(policy, label, _figures(revision, path, policy, held))


def _checked(source: SourceText, library: Path | None, label: str) -> Policy:
    policy, said = check_text(SourceText(label, source.text), library)
    say(said, last=policy is None)
    if policy is None:
        raise Stop(ExitCode.POLICY_WRONG)
    return policy


def _figures(revision: Revision, path: Path, policy: Policy, held: ExitStack) -> tuple[Path, ...]:
    """The files of figures as they were, written where they can be read; and those beside the
    policies that it uses, as they are."""
    folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="policy-")))
    found: list[Path] = []
    for name in policy.national_files:
        text = revision.text(path.parent / name)
        written = folder / name
        if text is not None:
            written.parent.mkdir(parents=True, exist_ok=True)
            written.write_text(text.text, encoding="utf-8")
        found.append(written)  # where it was not there, reading it says so
    for used in all_used(policy):
        found += [Path(used.source.path).parent / name for name in used.national_files]
    return tuple(found)
