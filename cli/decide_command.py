"""`policy decide`: a table of ratings, one row for each organisation and period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from policy_dsl.evaluate.choices import Choices
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step
from policy_dsl.pipeline import Case
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.absence import NotKnown
from policy_dsl_cli.answers import cases_of, choices_of, editions_of
from policy_dsl_cli.cells import count, rating_cell, some, waits_for
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.heads import head
from policy_dsl_cli.options import (
    FactsCommand,
    Question,
    asks,
    refuse_to_append,
    refuse_to_overwrite,
    writes,
)
from policy_dsl_cli.output import Output, append_lines
from policy_dsl_cli.progress import each
from policy_dsl_cli.tables import Table


@click.command("decide", cls=FactsCommand)
@asks
@click.option(
    "--log",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Add a line for each decision to a log, from which `policy replay` can make it again.",
)
@writes("text", "json", "csv", "markdown")
def command(question: Question, log: Path | None, output: Output) -> ExitCode:
    """Rate organisations by a policy: a table, one row for each organisation and period.

    The column `triggers` names those that are pulled. JSON holds every decision whole, with its
    reasons.
    """
    refuse_to_overwrite(output, question.files)
    if log is not None:
        refuse_to_append(log, (*question.files, *((output.path,) if output.path else ())))
    policies = editions_of(question)
    choices = choices_of(question, policies)
    cases = cases_of(question, policies)
    decisions = [case.decide(choices) for case in each(cases, "deciding")]
    if log is not None:
        _write_log(log, question, choices, cases, decisions)
    if output.format == "json":
        from policy_dsl.explain.to_json import decision_to_json

        output.write_json([decision_to_json(item) for item in each(decisions, "writing")])
    else:
        table = _table(decisions, whole=output.format == "csv")
        output.write(head(policies, choices, output.format) + table.render(output))
    output.conclude(_summary(cases, decisions))
    unsettled = any(_open(item, Rating) or _open(item, Trigger) for item in decisions)
    return ExitCode.UNSETTLED if unsettled else ExitCode.OK


def _write_log(
    log: Path,
    question: Question,
    choices: Choices,
    cases: Sequence[Case],
    decisions: Sequence[Decision],
) -> None:
    """Before anything is shown: no decision is told that is not in the log.

    Raises:
        Stop: if the log cannot be written, after saying why.
    """
    from policy_dsl.replay.entry import Asked, line_of

    asked = Asked(question.policy, question.as_of)
    pairs = list(zip(cases, decisions, strict=True))
    append_lines(
        log, (line_of(case, decision, asked, choices) for case, decision in each(pairs, "logging"))
    )


def _open(decision: Decision, kind: type[Rating | Trigger]) -> bool:
    """Whether a rating, or a trigger, is not known."""
    return any(isinstance(step.value, NotKnown) for step in _steps(decision, kind))


def _steps(decision: Decision, kind: type[Rating | Trigger]) -> Iterable[Step]:
    return (step for step in decision.results.values() if isinstance(step.rule, kind))


def _table(decisions: Sequence[Decision], whole: bool) -> Table:
    """A column for what differs between the rows; all of them if it is to be ``whole``, so that
    what reads it need not guess.
    """
    policies = dict.fromkeys(decision.policy for decision in decisions)
    ratings = dict.fromkeys(name for item in decisions for name in item.ratings)
    names = [item.organisation.name for item in decisions]
    waiting = [_waits_for(item, whole) for item in decisions]
    columns = [("organisation", [item.organisation.code for item in decisions])]
    if whole or any(names):
        columns.append(("name", names))
    columns.append(("period", [str(item.period) for item in decisions]))
    if whole or len(policies) > 1:
        columns.append(("edition", [item.policy.version for item in decisions]))
    columns.extend((name, [rating_cell(item, name) for item in decisions]) for name in ratings)
    if any(item.triggers for item in decisions):
        columns.append(("triggers", [_pulled(item) for item in decisions]))
    if whole or any(waiting):
        columns.append(("waits for", waiting))
    rows = list(zip(*(cells for _, cells in columns), strict=True))
    return Table([header for header, _ in columns], rows, shortened=("name", "waits for"))


def _pulled(decision: Decision) -> str:
    return ", ".join(item.name for item in decision.triggers if item.step.value is True)


def _waits_for(decision: Decision, whole: bool) -> str:
    """What the ratings wait for, and then what only the triggers do."""
    names = dict.fromkeys(
        name for kind in (Rating, Trigger) for name in waits_for(decision, _steps(decision, kind))
    )
    return ", ".join(names) if whole else some(list(names))


def _summary(cases: Sequence[Case], decisions: Sequence[Decision]) -> str:
    periods = {case.record.period for case in cases}
    parts = [
        count(len(cases), "decision"),
        count(len({case.record.organisation.code for case in cases}), "organisation"),
        count(len(periods), cases[0].record.period.kind.value),
    ]
    for kind, noun in ((Rating, "rating"), (Trigger, "trigger")):
        unsettled = sum(_open(item, kind) for item in decisions)
        if unsettled:
            parts.append(f"{unsettled:,} with a {noun} that is not known")
    return ", ".join(parts)
