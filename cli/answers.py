"""From a question to the records it is about; what stands in the way is said first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.choices import Choices, read_choices
from policy_dsl.library import Shelf
from policy_dsl.pipeline import Case, Editions, load, read_cases, read_policy_facts
from policy_dsl.source import Diagnostic, Severity, read_source
from policy_dsl.values.periods import Period
from policy_dsl_cli.exit_codes import ExitCode, Stop
from policy_dsl_cli.options import Question
from policy_dsl_cli.output import say
from policy_dsl_cli.progress import counting, each

# A name or path on the command line that stands for nothing is a slip of the command; all else
# that is wrong with a policy is wrong in its text.
_SLIPS = {
    "unknown-policy",
    "unknown-edition",
    "library-missing",
    "file-missing",
    "file-is-directory",
}


def editions_of(question: Question) -> Editions:
    """The editions of the policy asked for.

    Raises:
        Stop: if there are none, after saying why.
    """
    policies, said = load(question.policy, question.library, question.as_of)
    say(said, last=policies is None)
    if policies is None:
        raise Stop(exit_code_of(said))
    return policies


def choices_of(question: Question, policies: Editions) -> Choices:
    """The readings of open points, and the least grade of evidence, that are asked for.

    Raises:
        Stop: if there is no such point, reading or grade, after saying so.
    """
    choices, said = read_choices(policies.policies, question.readings, question.min_grade)
    say(said, last=choices is None)
    if choices is None:
        raise Stop(ExitCode.USAGE)
    return choices


def exit_code_of(said: Iterable[Diagnostic]) -> ExitCode:
    """The exit code for what was said of policies."""
    errors = [item for item in said if item.severity is Severity.ERROR]
    if not errors:
        return ExitCode.OK
    # What has a place in a text, such as a name after `use`, is no slip of the command.
    slips = all(item.code in _SLIPS and item.source is None for item in errors)
    return ExitCode.USAGE if slips else ExitCode.POLICY_WRONG


def checked_files(
    files: Sequence[Path], library: Path | None, label: str, shelf: Shelf | None = None
) -> Iterator[tuple[Policy | None, tuple[Diagnostic, ...]]]:
    """Of each policy file the policy, if it has no mistakes, and what is to say of it.

    That is also what is wrong with the figures supplied beside it and with the policies that it
    uses, which is said once. A ``shelf`` may know some of them already.
    """
    shelf = shelf or Shelf(library)
    for path in each(files, label):
        source = read_source(path)
        if isinstance(source, Diagnostic):
            yield None, (source,)
            continue
        policy, said = shelf.check(source)
        if policy is not None and policy.national_files:
            facts, troubles = read_policy_facts(policy, [])
            yield (None if facts is None else policy), (*said, *troubles)
        else:
            yield policy, said


def cases_of(question: Question, policies: Editions) -> tuple[Case, ...]:
    """The records asked about, at least one.

    Raises:
        Stop: if a facts file has mistakes or holds nothing of what is asked, after saying so.
        click.UsageError: if a period is none of the policy's kind.
    """
    periods = [_period(text, policies) for text in question.periods]
    with counting("reading facts") as progress:
        cases, said = read_cases(
            policies, question.facts, question.organisations, periods, progress
        )
    say(said, last=cases is None)
    if cases is None:
        raise Stop(ExitCode.FACTS_WRONG)
    return cases


def _period(text: str, policies: Editions) -> Period:
    try:
        return Period.parse(text, policies.latest.period)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="'--period'") from None
