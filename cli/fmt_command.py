"""`policy fmt`: policy files in the one layout."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from attrs import frozen

from policy_dsl.format import Unfaithful, formatted
from policy_dsl.library import policy_files
from policy_dsl.source import (
    Diagnostic,
    printable,
    read_source,
    sort_key,
    source_of,
    to_json,
)
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.line_ends import MARK, with_ends_of
from policy_dsl_cli.options import writes
from policy_dsl_cli.output import Output, remark, say, write_whole
from policy_dsl_cli.progress import each

STDIN = Path("-")


@frozen
class Laid:
    """A text as it is and in the one layout, both with the line ends of the file."""

    path: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after

    @property
    def first(self) -> tuple[int, str, str]:
        """The number of the first line that differs, that line, and what it would be."""
        before, after = self.before.split("\n"), self.after.split("\n")
        pairs = enumerate(zip(before, after, strict=False), 1)
        found = next((number for number, (old, new) in pairs if old != new), None)
        number = found or min(len(before), len(after)) + 1
        old, new = ("".join(lines[number - 1 : number]) for lines in (before, after))
        return number, old, new


@click.command("fmt")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; exit code 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
@writes("text", "json", to_file=False)
def command(paths: tuple[Path, ...], check: bool, diff: bool, output: Output) -> ExitCode:
    """Put policy files, or all in folders of them, into the one layout.

    Only blanks and line ends change: what comes out is read again and must be the same policy with
    the same comments. A file that cannot be read as a policy is left as it is. With `-` the text is
    read from stdin and written to stdout.
    """
    if STDIN in paths and len(paths) > 1:
        raise click.UsageError("- stands for stdin and does not go with files")
    files = list(paths) if STDIN in paths else policy_files(paths)
    if not files:
        remark(f"policy: there are no policy files in {', '.join(map(str, paths))}")
        return ExitCode.USAGE
    looking = check or diff
    said: list[Diagnostic] = []
    laid: list[Laid] = []
    codes = {ExitCode.OK}
    for path in each(files, "laying out"):
        done = _laid(path, said, codes)
        if done is None:
            continue
        laid.append(done)
        if not looking and path != STDIN and done.changed:
            _write(path, done)
    changed = [one for one in laid if one.changed]
    codes.add(exit_code_of(said))
    if check and changed:
        codes.add(ExitCode.UNSETTLED)
    if STDIN in paths and not looking:
        say(said, last=True)
        if laid:
            output.write(laid[0].after.removeprefix(MARK).replace("\r\n", "\n"))
    elif output.format == "json":
        _as_json(laid, said, output)
    else:
        say(said)
        _report(laid, changed, check, diff, output)
    return max(codes)


def _laid(path: Path, said: list[Diagnostic], codes: set[ExitCode]) -> Laid | None:
    """The text of a file in the one layout, or None after noting what stands in the way."""
    if path == STDIN:
        data = sys.stdin.buffer.read()
        source = source_of("<stdin>", data)
    else:
        source = read_source(path)
        data = b"" if isinstance(source, Diagnostic) else path.read_bytes()
    if isinstance(source, Diagnostic):
        said.append(source)
        return None
    try:
        done, mistakes = formatted(source)
    except Unfaithful as fault:
        remark(f"policy: a fault of the program itself, the file is left as it is: {fault}")
        codes.add(ExitCode.OWN_FAULT)
        return None
    if done is None:
        said.extend(mistakes)
        return None
    return Laid(source.path, data.decode("utf-8"), with_ends_of(data, done.text))


def _write(path: Path, done: Laid) -> None:
    try:
        write_whole(path, done.after)
    except OSError as problem:
        remark(f"policy: {path} cannot be written: {problem.strerror}")
        raise Stop(ExitCode.NOT_WRITTEN) from None


def _report(
    laid: Sequence[Laid], changed: Sequence[Laid], check: bool, diff: bool, output: Output
) -> None:
    for one in changed:
        if diff:
            output.write("".join(_difference(one, output.colour)))
        elif check:
            number, old, new = one.first
            place = f"{printable(one.path)}:{number}"
            shown = "".join(
                f"  {sign} {_shown(line)}".rstrip() + "\n"
                for sign, line in (("-", old), ("+", new))
            )
            output.write(f"{place}\n{shown}\n")
        else:
            output.write(f"{printable(one.path)}\n")
    if diff:
        return
    files = count(len(laid), "policy file")
    if laid and not changed:
        output.write(f"{files} in the one layout\n")
    if changed:
        verb = "would be laid out anew" if check else "laid out anew"
        output.write(f"{len(changed)} of {files} {verb}\n")


def _shown(line: str) -> str:
    """A line as a person can see it: blanks at its end and foreign line ends written out."""
    end = line[len(line.rstrip()) :]
    return printable(line.rstrip()) + "".join(
        {"\t": "\\t", "\r": "\\r", " ": "\u00b7"}.get(sign, printable(sign)) for sign in end
    )


def _difference(one: Laid, colour: bool) -> Iterator[str]:
    before, after = one.before, one.after
    if before.count("\r") == after.count("\r"):
        before, after = before.replace("\r\n", "\n"), after.replace("\r\n", "\n")
    name = printable(one.path)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for line in difflib.unified_diff(old, new, name, name):
        text = printable(line.removesuffix("\n"))
        shade = {"-": "red", "+": "green", "@": "cyan"}.get(line[0])
        yield (click.style(text, fg=shade) if colour and shade else text) + "\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _as_json(laid: Sequence[Laid], said: Sequence[Diagnostic], output: Output) -> None:
    changes = []
    for one in laid:
        if one.changed:
            number, old, new = one.first
            changes.append({"path": one.path, "line": number, "before": old, "after": new})
    output.write_json(
        {
            "files": len(laid),
            "changed": changes,
            "diagnostics": [to_json(item) for item in sorted(said, key=sort_key)],
        }
    )
