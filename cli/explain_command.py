"""`policy explain`: why an organisation is rated as it is."""

from __future__ import annotations

import html
from collections.abc import Sequence

import click

from policy_dsl.explain.explanation import Explanation, explain
from policy_dsl.pipeline import Editions
from policy_dsl.source import did_you_mean
from policy_dsl_cli.answers import cases_of, choices_of, editions_of
from policy_dsl_cli.cells import count, some
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.heads import head
from policy_dsl_cli.options import FactsCommand, Question, asks, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output
from policy_dsl_cli.progress import each

_PAGE = (
    '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{}</title></head>\n'
    "<body>\n{}\n</body>\n</html>\n"
)


@click.command("explain", cls=FactsCommand)
@asks
@click.argument("result", required=False)
@click.option(
    "--what-would-change",
    "would_change",
    is_flag=True,
    help="Say which smallest changes of its facts would change the result, each decided anew.",
)
@writes("text", "json", "markdown", "html")
def command(question: Question, result: str | None, would_change: bool, output: Output) -> ExitCode:
    """Show why an organisation is rated as it is, down to each fact and its source.

    RESULT is a rating, value or table of the policy; without it the ratings are explained. Several
    organisations or periods are explained one after the other. JSON holds the whole decisions, with
    what the other readings of open points would change.

    What is not known is explained like the rest: it makes no difference to the exit code.
    """
    refuse_to_overwrite(output, question.files)
    policies = editions_of(question)
    choices = choices_of(question, policies)
    if result is not None:
        _refuse_unknown(result, policies)
    cases = cases_of(question, policies)
    explanations = [
        explain(case.decide(choices), result, would_change)
        for case in each(cases, "explaining")
        if result is None or case.policy.result(result) is not None
    ]
    if output.format == "json":
        output.write_json([one.data() for one in explanations])
    else:
        above = head(policies, choices, output.format)
        output.write(_rendered(explanations, policies.name, above, output))
    if output.path is not None:
        output.conclude(count(len(explanations), "explanation"))
    return ExitCode.OK


def _refuse_unknown(result: str, policies: Editions) -> None:
    """Raises click.UsageError unless some edition has a result of that name."""
    names = dict.fromkeys(
        item.name.text for policy in reversed(policies.policies) for item in policy.results
    )
    if result not in names:
        help = did_you_mean(result, names) or f"it has {some(list(names), 12)}"
        raise click.UsageError(f"{policies.name} has no result `{result}`; {help}")


def _rendered(explanations: Sequence[Explanation], title: str, above: str, output: Output) -> str:
    match output.format:
        case "html":
            body = "\n".join(explanation.html().rstrip() for explanation in explanations)
            return _PAGE.format(html.escape(title), above + body)
        case "markdown":
            shown = [explanation.markdown() for explanation in explanations]
        case _:
            shown = [explanation.text(output.width, output.colour) for explanation in explanations]
    return above + "\n\n".join(text.strip("\n") for text in shown) + "\n"
