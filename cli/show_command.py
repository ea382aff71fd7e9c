"""`policy show`: a policy as a document to read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from policy_dsl.check.policy import Policy
from policy_dsl.pipeline import Editions, load
from policy_dsl.show import show
from policy_dsl.show.document import Document
from policy_dsl_cli.answers import exit_code_of
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import Day, library_option, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output, say


@click.command("show")
@click.argument("policy")
@click.option(
    "--as-of", metavar="DATE", type=Day(), help="The edition in force on this day, not the newest."
)
@library_option
@writes("text", "markdown", "html", "json")
def command(policy: str, as_of: date | None, library: Path | None, output: Output) -> ExitCode:
    """Show a policy as a document: tables, rules as sentences, sources.

    POLICY is a path, a name and version, or a name, of which the newest edition is shown. It is for
    people who do not know the language: facts are called by their labels.
    """
    refuse_to_overwrite(output, [Path(policy)])
    editions, said = load(policy, library, as_of)
    say(said, last=editions is None)
    if editions is None:
        raise Stop(exit_code_of(said))
    document = show(_edition(editions, as_of))
    if output.format == "json":
        from policy_dsl.show.to_json import to_json

        output.write_json(to_json(document))
    else:
        output.write(_rendered(document, output))
    if output.path is not None:
        output.conclude(f"{document.title} shown")
    return ExitCode.OK


def _edition(editions: Editions, as_of: date | None) -> Policy:
    """The edition asked for; raises click.UsageError where none was in force on the day."""
    if as_of is None:
        return editions.latest
    found = next((policy for policy in editions.policies if policy.in_force_on(as_of)), None)
    if found is None:
        raise click.UsageError(f"no edition of {editions.name} was in force on {as_of}")
    return found


def _rendered(document: Document, output: Output) -> str:
    match output.format:
        case "html":
            from policy_dsl.show.to_html import to_html

            return to_html(document)
        case "markdown":
            from policy_dsl.show.to_markdown import to_markdown

            return to_markdown(document)
        case _:
            from policy_dsl.show.to_text import to_text

            return to_text(document, output.width, output.colour)
