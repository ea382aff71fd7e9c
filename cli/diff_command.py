"""`policy diff`: what changed in meaning between two texts of a policy."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from policy_dsl.diff.difference import Difference, counted, difference
from policy_dsl.diff.reading import read_what_can_be
from policy_dsl.library import editions, find, library_folder, policy_files
from policy_dsl.source import Diagnostic, SourceText, read_source
from policy_dsl.syntax.parse import parse_header
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import library_option, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output, say
from policy_dsl_cli.progress import counting
from policy_dsl_cli.revisions import changed_files, revisions

_EDITION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*@[A-Za-z0-9][\w.\-]*")
_PATHS = "policy_dsl_cli.diff.paths"
# How git calls an external diff: path, old file, hex, mode, new file, hex, mode; more of a rename.
_FROM_GIT = (7, 9)


class DiffCommand(click.Command):
    """A command of which what comes after `--` are paths."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with the words after `--` kept apart."""
        if "--" in args:
            at = args.index("--")
            ctx.meta[_PATHS] = args[at + 1 :]
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command("diff", cls=DiffCommand)
@click.argument("what", metavar="OLD NEW | REV [REV] [-- PATH...]", nargs=-1)
@click.option("--exit-code", is_flag=True, help="Exit with 1 where there are changes, as git does.")
@click.option(
    "--witnesses",
    is_flag=True,
    help="For each change of a rule, a smallest invented organisation that it rates otherwise.",
)
@library_option
@writes("text", "json", "markdown")
@click.pass_context
def command(
    ctx: click.Context,
    what: tuple[str, ...],
    exit_code: bool,
    witnesses: bool,
    library: Path | None,
    output: Output,
) -> ExitCode:
    """Show what changed in meaning, and whether it is stricter or easier.

    OLD and NEW are each an edition such as nhs.oversight_framework@2025-26, a policy file or a
    folder of them. With git revisions, the policy files that differ are compared: of REV, or of
    HEAD, with the working tree, or of two revisions.

    Layout, comments, the order of what has no order and the names of local values are no change.
    The name at the end of a line stands for the change where one is asked for.
    """
    paths = ctx.meta.get(_PATHS)
    from_git = paths is None and _is_from_git(what)
    if from_git:
        found = [_from_git(what, library)]
    elif paths is not None or not _are_policies(what):
        found = list(_between_revisions(what or ("HEAD",), paths or (), library))
    else:
        if len(what) != 2:
            raise click.UsageError("name two editions, files or folders: `policy diff OLD NEW`")
        read = [Path(word) for word in what]
        refuse_to_overwrite(output, read)
        found = list(_between(what[0], what[1], library))
    said = [item for one in found for item in one.said]
    say(said, last=False)
    _write(found, output, library, witnesses)
    if from_git:
        return ExitCode.OK  # git takes any other for a crash
    if said:
        return ExitCode.POLICY_WRONG
    changed = any(not item.is_empty for item in found)
    return ExitCode.UNSETTLED if exit_code and changed else ExitCode.OK


def _write(found: Sequence[Difference], output: Output, library: Path | None, shown: bool) -> None:
    match output.format:
        case "json":
            from policy_dsl.diff.to_json import to_json

            data = to_json(found)
            if shown:
                data["witnesses"] = [_witnesses(item, output, library) for item in found]
            output.write_json(data)
        case "markdown":
            from policy_dsl.diff.to_markdown import to_markdown

            texts = [to_markdown(item) for item in found]
            if shown:
                texts += [_told(item, output, library) for item in found]
            output.write("\n".join(texts) or "No policy file changed.\n")
        case _:
            from policy_dsl.diff.to_text import to_text

            texts = [to_text(item, output.width, output.colour) for item in found]
            if shown:
                texts += [_told(item, output, library) for item in found]
            output.write("\n".join(texts) or "no policy file changed\n")
    if output.path is not None:
        output.conclude(counted(found))


def _told(difference: Difference, output: Output, library: Path | None) -> str:
    """The witnesses of a difference, as text or Markdown."""
    title = "**witnesses**\n" if output.format == "markdown" else "witnesses\n"
    told = _witnesses(difference, output, library)
    return "\n".join([title, *map(str, told)]) if told else f"{title}\nno change of a rule\n"


def _witnesses(difference: Difference, output: Output, library: Path | None) -> list[object]:
    """The witnesses of a difference in the form of the output."""
    from policy_dsl.impact.witness_text import witness_json, witness_markdown, witness_text
    from policy_dsl.impact.witnesses import witnesses

    if difference.old is None or difference.new is None:
        return []
    names = difference.old_name, difference.new_name
    told: list[object] = []
    with counting("looking for witnesses") as progress:
        for changes, witness in witnesses(
            difference.old, difference.new, difference.changes, library
        ):
            match output.format:
                case "json":
                    told.append(witness_json(changes, witness))
                case "markdown":
                    told.append(witness_markdown(changes, witness, names))
                case _:
                    told.append(witness_text(changes, witness, names, output.width))
            if progress is not None:
                progress(len(told))
    return told


# ---- two editions, files or folders --------------------------------------------------------------


def _are_policies(words: Sequence[str]) -> bool:
    """Whether the words stand for policies, and not for revisions of git."""
    return any(
        _EDITION.fullmatch(word) or word.endswith(".policy") or Path(word).exists()
        for word in words
    )


def _between(old: str, new: str, library: Path | None) -> Iterator[Difference]:
    ones, others = Path(old), Path(new)
    if ones.is_dir() and others.is_dir():
        yield from _between_folders(ones, others, library)
        return
    one, other = _source(old, library), _source(new, library)
    names = [_heading(source) for source in (one, other)]
    if names[0] and names[1] and names[0][0] != names[1][0]:
        raise click.UsageError(
            f"{old} is an edition of {names[0][0]}, and {new} one of {names[1][0]};"
            " name two editions of one policy"
        )
    called = (names[0] or names[1] or (old, ""))[0]
    versions = [name[1] if name else "" for name in names]
    if not all(versions) or versions[0] == versions[1]:
        versions = [old, new]
    readings = [read_what_can_be(source, library) for source in (one, other)]
    yield difference(called, readings[0], readings[1], versions[0], versions[1])


def _source(word: str, library: Path | None) -> SourceText:
    """The text that a word stands for.

    Raises:
        Stop: if there is none, after saying why.
    """
    if _EDITION.fullmatch(word) and not Path(word).exists():
        name, _, version = word.partition("@")
        known, troubles = editions(library_folder(library))
        chosen, unknown = find(known, name, version)
        if unknown is None:
            return chosen[0].source
        # Its header may be what is broken.
        say([unknown, *(troubles if not chosen else ())], last=True)
        raise Stop(ExitCode.USAGE)
    source = read_source(Path(word))
    if isinstance(source, Diagnostic):
        say([source], last=True)
        raise Stop(exit_code_of([source]))
    return source


def _heading(source: SourceText | None) -> tuple[str, str] | None:
    """The name and version that a text's header gives, or None."""
    if source is None:
        return None
    header = parse_header(source)[0].header
    return (header.name.text, header.version.text) if header is not None else None


def _between_folders(old: Path, new: Path, library: Path | None) -> Iterator[Difference]:
    ones = {path.relative_to(old): path for path in policy_files([old])}
    others = {path.relative_to(new): path for path in policy_files([new])}
    if not ones and not others:
        raise click.UsageError(f"there are no policy files in {old} or {new}")
    texts: dict[Path, tuple[SourceText | None, SourceText | None]] = {}
    for path in sorted({*ones, *others}):
        pair = ones.get(path), others.get(path)
        texts[path] = (
            _source(str(pair[0]), library) if pair[0] is not None else None,
            _source(str(pair[1]), library) if pair[1] is not None else None,
        )
    for path, (one, other) in _moved_together(texts).items():
        yield _of_texts(path, one, other, (str(old), str(new)), library)


def _moved_together(
    texts: dict[Path, tuple[SourceText | None, SourceText | None]],
) -> dict[Path, tuple[SourceText | None, SourceText | None]]:
    """The pairs, with a file that is only in one joined to the same edition in the other."""
    gone = {_heading(one): path for path, (one, other) in texts.items() if other is None}
    found = dict(texts)
    for path, (one, other) in texts.items():
        was = gone.get(_heading(other)) if one is None and _heading(other) else None
        if was is not None and was in found:
            found[path] = (texts[was][0], other)
            del found[was]
    return found


def _of_texts(
    path: Path,
    old: SourceText | None,
    new: SourceText | None,
    names: tuple[str, str],
    library: Path | None,
) -> Difference:
    readings = [read_what_can_be(item, library) if item else None for item in (old, new)]
    heading = _heading(new) or _heading(old)
    name = f"{heading[0]}@{heading[1]}" if heading is not None else str(path)
    return difference(name, readings[0], readings[1], *names)


# ---- git -----------------------------------------------------------------------------------------


def _between_revisions(
    words: Sequence[str], paths: Sequence[str], library: Path | None
) -> Iterator[Difference]:
    old, new = revisions(words)
    files = [path for path in changed_files(old, new, paths) if path.suffix == ".policy"]
    texts = {path: (old.text(path), new.text(path)) for path in files}
    for path, (one, other) in _moved_together(texts).items():
        yield _of_texts(path, one, other, (old.name, new.name), library)


def _is_from_git(words: Sequence[str]) -> bool:
    """Whether git calls, as it does an external diff."""
    if len(words) == 1:
        return "GIT_DIFF_PATH_COUNTER" in os.environ  # a file that is not merged
    modes = (
        all(re.fullmatch(r"\.|[0-9]{6}", words[at]) for at in (3, 6)) if len(words) > 6 else False
    )
    return len(words) in _FROM_GIT and modes


def _from_git(words: Sequence[str], library: Path | None) -> Difference:
    path = Path(words[0])
    if len(words) == 1:
        return Difference(None, None, str(path), "unmerged", "unmerged", ())
    texts = [_git_file(path, words[at]) for at in (1, 4)]
    return _of_texts(path, texts[0], texts[1], ("old", "new"), library)


def _git_file(path: Path, file: str) -> SourceText | None:
    """A text that git wrote into a file of its own, under the path that it has in the tree."""
    if file == os.devnull or file == "/dev/null":
        return None
    source = read_source(Path(file))
    return SourceText(str(path), source.text) if isinstance(source, SourceText) else None
