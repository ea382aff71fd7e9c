"""`policy check`: every mistake of every file in one run, and what could be written better."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.findings import Findings, findings, fix
from policy_dsl.library import (
    Edition,
    library_folder,
    list_files,
    names_never_had,
    overlaps,
    policy_files,
)
from policy_dsl.source import Diagnostic, Severity, printable, sort_key, to_json
from policy_dsl_cli.answers import checked_files, exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.line_ends import with_ends_of
from policy_dsl_cli.options import library_option, writes
from policy_dsl_cli.output import Output, remark, say, write_whole
from policy_dsl_cli.progress import each

# Edits that overlap wait for the next round, and so does what only a mended text shows; each round
# mends something, so that far fewer are made than this.
_MOST_ROUNDS = 100


@frozen
class Checked:
    """What came of checking files: how many there were, the mistakes, and the findings."""

    files: int
    editions: Sequence[Edition]
    said: Sequence[Diagnostic]
    found: Sequence[Findings]

    @property
    def warnings(self) -> list[Diagnostic]:
        """The findings on all files."""
        return [item for one in self.found for item in one.said]


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", "mend", is_flag=True, help="Mend what can be mended, and check again.")
@click.option("--strict", is_flag=True, help="Exit code 1 if there is a warning.")
@library_option
@writes("text", "json", to_file=False)
def command(
    paths: tuple[Path, ...], mend: bool, strict: bool, library: Path | None, output: Output
) -> ExitCode:
    """Find every mistake in policy files, in folders of them, or in the library.

    Checks each file, the national facts supplied beside it, that no two editions of a policy are in
    force on the same day, and that former names of facts are names in another edition. In a file
    without mistakes it finds what could be written better; `# allow CODE: reason` beside a line
    lets a finding stand.
    """
    wanted = paths or (library_folder(library),)
    files = policy_files(wanted)
    if not files:
        remark(f"policy: there are no policy files in {', '.join(map(str, wanted))}")
        return ExitCode.USAGE
    checked = _checked(files, library)
    mended: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS if mend else 0):
        now = [item for one in checked.found for item in _mended(one, library)]
        if not now:
            break
        mended.extend(now)
        checked = _checked(files, library)
    _report(checked, mended if mend else None, output)
    code = exit_code_of(checked.said)
    warned = checked.warnings or any(one.severity is Severity.WARNING for one in checked.said)
    return ExitCode.UNSETTLED if strict and warned and code is ExitCode.OK else code


def _checked(files: Sequence[Path], library: Path | None) -> Checked:
    said: list[Diagnostic] = []
    checked = 0
    policies: list[Policy] = []
    for policy, mistakes in checked_files(files, library, "checking"):
        said.extend(mistakes)
        policies += [policy] if policy is not None else []
        checked += exit_code_of(mistakes) is not ExitCode.USAGE  # there was a file to check
    listed = list_files(files)[0]
    said.extend([*overlaps(listed), *names_never_had(policies)])
    found = [findings(policy) for policy in each(policies, "looking for what could be better")]
    return Checked(checked, listed, said, found)


def _mended(found: Findings, library: Path | None) -> tuple[Diagnostic, ...]:
    """What the edits of a file's findings mend, the file written anew."""
    done = fix(found, library)
    if done.mended:
        path = Path(found.policy.source.path)
        try:
            write_whole(path, with_ends_of(path.read_bytes(), done.source.text))
        except OSError as problem:
            remark(f"policy: {path} cannot be written: {problem.strerror}")
            raise Stop(ExitCode.NOT_WRITTEN) from None
    return done.mended


def _report(checked: Checked, mended: Sequence[Diagnostic] | None, output: Output) -> None:
    said = [*checked.said, *checked.warnings]
    files, listed = checked.files, checked.editions
    errors = sum(item.severity is Severity.ERROR for item in said)
    warnings = len(said) - errors
    if output.format == "json":
        ordered = sorted(said, key=sort_key)
        output.write_json(
            {
                "files": files,
                "editions": len(listed),
                "errors": errors,
                "warnings": warnings,
                "diagnostics": [to_json(item) for item in ordered],
                **({} if mended is None else {"fixed": [to_json(item) for item in mended]}),
            }
        )
        return
    for one in mended or ():
        assert one.source is not None
        line = one.source.position(one.labels[0].span.start).line
        output.write(f"fixed {printable(one.source.path)}:{line}: {one.message} [{one.code}]\n")
    if mended:
        output.write("\n")
    # Mistakes come first: what could be better matters when they are gone.
    say(checked.said)
    say(checked.warnings)
    found = ", ".join(
        count(number, noun) if number else f"no {noun}s"
        for number, noun in ((errors, "error"), (warnings, "warning"))
    )
    policies = {edition.name for edition in listed}
    held = f"{count(len(listed), 'edition')} of {count(len(policies), 'policy', 'policies')}"
    some = f"{count(files, 'policy file')} checked" + (f", {held}" if files > 1 else "")
    output.write(f"{some}: {found}\n")
