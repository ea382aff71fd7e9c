"""`policy check`: every mistake of every file in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from policy_dsl.check.policy import Policy
from policy_dsl.library import library_folder, list_files, overlaps, policy_files
from policy_dsl.pipeline import check_file, read_policy_facts
from policy_dsl.source import Diagnostic, Severity, sort_key, to_json
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import library_option, writes
from policy_dsl_cli.output import Output, remark, say
from policy_dsl_cli.progress import each


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@library_option
@writes("text", "json", to_file=False)
def command(paths: tuple[Path, ...], library: Path | None, output: Output) -> ExitCode:
    """Find every mistake in policy files, in folders of them, or in the library.

    Checks each file, the national facts supplied beside it, and that no two editions of a policy
    are in force on the same day.
    """
    wanted = paths or (library_folder(library),)
    files = policy_files(wanted)
    if not files:
        remark(f"policy: there are no policy files in {', '.join(map(str, wanted))}")
        return ExitCode.USAGE
    said: list[Diagnostic] = []
    checked = 0
    for path in each(files, "checking"):
        policy, mistakes = check_file(path)
        said.extend(mistakes)
        checked += exit_code_of(mistakes) is not ExitCode.USAGE  # there was a file to check
        if policy is not None:
            said.extend(_supplied(policy))
    said.extend(overlaps(list_files(files)[0]))
    _report(checked, said, output)
    return exit_code_of(said)


def _supplied(policy: Policy) -> tuple[Diagnostic, ...]:
    """Mistakes in the files that lie beside a policy."""
    return read_policy_facts(policy, [])[1] if policy.national_files else ()


def _report(files: int, said: Sequence[Diagnostic], output: Output) -> None:
    errors = sum(item.severity is Severity.ERROR for item in said)
    warnings = len(said) - errors
    if output.format == "json":
        ordered = sorted(said, key=sort_key)
        output.write_json(
            {
                "files": files,
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
    output.write(f"{count(files, 'policy file')} checked: {found}\n")
