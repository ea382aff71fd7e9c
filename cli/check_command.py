"""`policy check`: every mistake of every file in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from policy_dsl.check.policy import Policy
from policy_dsl.library import (
    Edition,
    library_folder,
    list_files,
    names_never_had,
    overlaps,
    policy_files,
)
from policy_dsl.source import Diagnostic, Severity, sort_key, to_json
from policy_dsl_cli.answers import checked_files, exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import library_option, writes
from policy_dsl_cli.output import Output, remark, say


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@library_option
@writes("text", "json", to_file=False)
def command(paths: tuple[Path, ...], library: Path | None, output: Output) -> ExitCode:
    """Find every mistake in policy files, in folders of them, or in the library.

    Checks each file, the national facts supplied beside it, that no two editions of a policy are in
    force on the same day, and that former names of facts are names in another edition.
    """
    wanted = paths or (library_folder(library),)
    files = policy_files(wanted)
    if not files:
        remark(f"policy: there are no policy files in {', '.join(map(str, wanted))}")
        return ExitCode.USAGE
    said: list[Diagnostic] = []
    checked = 0
    policies: list[Policy] = []
    for policy, mistakes in checked_files(files, library, "checking"):
        said.extend(mistakes)
        policies += [policy] if policy is not None else []
        checked += exit_code_of(mistakes) is not ExitCode.USAGE  # there was a file to check
    listed = list_files(files)[0]
    said.extend([*overlaps(listed), *names_never_had(policies)])
    _report(checked, listed, said, output)
    return exit_code_of(said)


def _report(
    files: int, listed: Sequence[Edition], said: Sequence[Diagnostic], output: Output
) -> None:
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
            }
        )
        return
    say(said)
    found = ", ".join(
        count(number, noun) if number else f"no {noun}s"
        for number, noun in ((errors, "error"), (warnings, "warning"))
    )
    policies = {edition.name for edition in listed}
    held = f"{count(len(listed), 'edition')} of {count(len(policies), 'policy', 'policies')}"
    some = f"{count(files, 'policy file')} checked" + (f", {held}" if files > 1 else "")
    output.write(f"{some}: {found}\n")
