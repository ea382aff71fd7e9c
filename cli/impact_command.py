"""`policy impact`: who would be rated otherwise by another edition, and which edit did it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from policy_dsl.evaluate.choices import read_choices
from policy_dsl.impact.impact import Impact, impact
from policy_dsl.impact.sides import Sides, read_sides
from policy_dsl.impact.to_json import impact_to_json
from policy_dsl.impact.to_markdown import impact_to_markdown
from policy_dsl.impact.to_text import impact_to_text
from policy_dsl.values.periods import Period
from policy_dsl_cli.cells import count
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import About, FactsCommand, about, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output, say
from policy_dsl_cli.progress import counting
from policy_dsl_cli.versions import Version, two_versions

_PATHS = "policy_dsl_cli.impact.paths"


class ImpactCommand(FactsCommand):
    """A command of which what comes after `--` are paths."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with the words after `--` kept apart."""
        if "--" in args:
            at = args.index("--")
            ctx.meta[_PATHS] = args[at + 1 :]
            args = args[:at]
        return super().parse_args(ctx, args)


@click.command("impact", cls=ImpactCommand)
@click.argument("what", metavar="OLD NEW | REV [REV] -- PATH", nargs=-1, required=True)
@about
@writes("text", "json", "markdown")
@click.pass_context
def command(ctx: click.Context, what: tuple[str, ...], about: About, output: Output) -> ExitCode:
    """Show who would be rated otherwise by another edition, and which edits did it.

    OLD and NEW are each an edition such as nhs.oversight_framework@2025-26, a policy file, or a
    file in git such as HEAD~1:policies/a.policy. With a path after `--` they are revisions of it:
    of REV with the working tree, or of two revisions.

    Each edition decides about every period. For whoever moves, edits are made one at a time and
    together, to find the smallest sets of them that are enough.
    """
    refuse_to_overwrite(output, (*about.facts, *map(Path, what)))
    with ExitStack() as held:
        old, new = two_versions(what, ctx.meta.get(_PATHS), about.library, held)
        done = _impact(old, new, about)
    labels = old.label, new.label
    match output.format:
        case "json":
            output.write_json(impact_to_json(done, labels))
        case "markdown":
            output.write(impact_to_markdown(done, labels))
        case _:
            output.write(impact_to_text(done, labels, output.width))
    if output.path is not None:
        output.conclude(f"{count(len(done.movers), 'decision')} with another rating")
    return ExitCode.OK


def _impact(old: Version, new: Version, about: About) -> Impact:
    """Both editions on the same facts.

    Raises:
        Stop: if the facts have mistakes, or a choice is none of either edition, after saying so.
        click.UsageError: if the editions do not rate equally often.
    """
    one, other = old.policy.period, new.policy.period
    if one is not other:
        raise click.UsageError(
            f"{old.label} rates each {one.value} and {new.label} each {other.value}: there is"
            " nothing to compare"
        )
    choices, said = read_choices((old.policy, new.policy), about.readings, about.min_grade)
    say(said, last=choices is None)
    if choices is None:
        raise Stop(ExitCode.USAGE)
    sides = _sides(old, new, about)
    with counting("putting moves down to edits") as progress:
        return impact(sides, about.library, choices, progress)


def _sides(old: Version, new: Version, about: About) -> Sides:
    try:
        periods = [Period.parse(text, new.policy.period) for text in about.periods]
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="'--period'") from None
    with counting("reading facts") as progress:
        sides, said = read_sides(
            old.policy,
            new.policy,
            about.facts,
            about.organisations,
            periods,
            progress,
            (old.figures, new.figures),
        )
    say(said, last=sides is None)
    if sides is None:
        raise Stop(ExitCode.FACTS_WRONG)
    return sides
