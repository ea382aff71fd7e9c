"""`policy decide`: a table of ratings, one row for each organisation and period."""

from __future__ import annotations

from collections.abc import Sequence

import click

from policy_dsl.evaluate.decision import Decision
from policy_dsl.pipeline import Case
from policy_dsl.syntax.ratings import Rating
from policy_dsl.values.absence import NotKnown
from policy_dsl_cli.answers import cases_of, editions_of
from policy_dsl_cli.cells import count, rating_cell, some, waits_for
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.options import FactsCommand, Question, asks, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output
from policy_dsl_cli.progress import each
from policy_dsl_cli.tables import Table


@click.command("decide", cls=FactsCommand)
@asks
@writes("text", "json", "csv", "markdown")
def command(question: Question, output: Output) -> ExitCode:
    """Rate organisations by a policy: a table, one row for each organisation and period.

    JSON holds every decision whole, with its reasons.
    """
    refuse_to_overwrite(output, question)
    cases = cases_of(question, editions_of(question))
    decisions = [case.decide() for case in each(cases, "deciding")]
    if output.format == "json":
        from policy_dsl.explain.to_json import decision_to_json

        output.write_json([decision_to_json(item) for item in each(decisions, "writing")])
    else:
        output.write(_table(decisions, output).render(output))
    unsettled = [item for item in decisions if _unsettled(item)]
    output.conclude(_summary(cases, len(unsettled)))
    return ExitCode.UNSETTLED if unsettled else ExitCode.OK


def _unsettled(decision: Decision) -> bool:
    return any(isinstance(value, NotKnown) for value in decision.ratings.values())


def _table(decisions: Sequence[Decision], output: Output) -> Table:
    """CSV always has every column, so that what reads it need not guess."""
    whole = output.format == "csv"
    policies = dict.fromkeys(decision.policy for decision in decisions)
    ratings = list(dict.fromkeys(name for item in decisions for name in item.ratings))
    columns = {
        "organisation": [item.organisation.code for item in decisions],
        "name": [item.organisation.name for item in decisions],
        "period": [str(item.period) for item in decisions],
        "edition": [item.policy.version for item in decisions],
        **{name: [rating_cell(item, name) for item in decisions] for name in ratings},
        "waits for": [_waits_for(item, whole) for item in decisions],
    }
    if not whole:
        if not any(columns["name"]):
            del columns["name"]
        if len(policies) == 1:
            del columns["edition"]
        if not any(columns["waits for"]):
            del columns["waits for"]
    rows = list(zip(*columns.values(), strict=True))
    return Table(tuple(columns), rows, shortened=("name", "waits for"))


def _waits_for(decision: Decision, whole: bool) -> str:
    steps = [step for step in decision.results.values() if isinstance(step.rule, Rating)]
    names = waits_for(decision, steps)
    return ", ".join(names) if whole else some(names)


def _summary(cases: Sequence[Case], unsettled: int) -> str:
    periods = {case.record.period for case in cases}
    parts = [
        count(len(cases), "decision"),
        count(len({case.record.organisation.code for case in cases}), "organisation"),
        count(len(periods), cases[0].record.period.kind.value),
    ]
    if unsettled:
        parts.append(f"{unsettled:,} with a rating that is not known")
    return ", ".join(parts)
