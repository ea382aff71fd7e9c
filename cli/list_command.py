"""`policy list`: the editions of the library."""

from __future__ import annotations

from pathlib import Path

import click

from policy_dsl.library import Edition, editions, library_folder
from policy_dsl.values.periods import PeriodKind
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import library_option, writes
from policy_dsl_cli.output import Output, say
from policy_dsl_cli.tables import Table


@click.command("list")
@library_option
@writes("text", "json", "csv", "markdown", to_file=False)
def command(library: Path | None, output: Output) -> ExitCode:
    """Show the policies of the library: name, version, when in force, whom they rate.

    A file that cannot be listed is reported, and the others are listed all the same.
    """
    found, said = editions(library_folder(library))
    say(said)
    if output.format == "json":
        output.write_json([_to_json(edition) for edition in found])
    elif found or not said:
        header = ("policy", "version", "in force", "title", "rates")
        rows = [_row(edition) for edition in found]
        output.write(Table(header, rows, shortened=("title", "rates")).render(output))
    return exit_code_of(said)


def _row(edition: Edition) -> tuple[str, ...]:
    heading = edition.heading
    first, last = heading.first_day.isoformat(), heading.last_day
    dates = f"from {first}" if last is None else f"{first} to {last.isoformat()}"
    each = "on a date" if heading.period is PeriodKind.DATE else f"each {heading.period.value}"
    # A policy may rate many kinds; JSON has them all.
    more = f" and {len(heading.kinds) - 1} more" if len(heading.kinds) > 1 else ""
    rates = f"{heading.kinds[0]}{more} {each}"
    return heading.name, heading.version, dates, heading.title, rates


def _to_json(edition: Edition) -> dict[str, object]:
    heading = edition.heading
    return {
        "policy": heading.name,
        "version": heading.version,
        "title": heading.title,
        "in_force": {
            "first_day": heading.first_day.isoformat(),
            "last_day": heading.last_day.isoformat() if heading.last_day else None,
        },
        "rates": {"kinds": list(heading.kinds), "each": heading.period.value},
        "path": str(edition.path),
    }
