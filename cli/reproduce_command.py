"""`policy reproduce`: our ratings beside those the regulator published."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import click

from policy_dsl.evaluate.choices import Choices
from policy_dsl.reproduce.compare import Comparison, Tally, Verdict, compare, tally
from policy_dsl_cli.answers import cases_of, choices_of, editions_of
from policy_dsl_cli.cells import cell, count, some, waits_for
from policy_dsl_cli.exit_codes import ExitCode
from policy_dsl_cli.heads import head
from policy_dsl_cli.options import FactsCommand, Question, asks, refuse_to_overwrite, writes
from policy_dsl_cli.output import Output
from policy_dsl_cli.progress import each
from policy_dsl_cli.tables import Table

# How many results that are not settled are shown one by one; there may be thousands.
_MOST_SHOWN = 5


@click.command("reproduce", cls=FactsCommand)
@asks
@writes("text", "json", "csv", "markdown")
def command(question: Question, output: Output) -> ExitCode:
    """Compare our results with those the regulator published in the same facts, row by row.

    The exit code is 0 only where every published result is reproduced: 1 where any differs, cannot
    be settled from the facts, or nothing was published. CSV and JSON hold every comparison.
    """
    refuse_to_overwrite(output, question.files)
    policies = editions_of(question)
    choices = choices_of(question, policies)
    cases = cases_of(question, policies)
    found = [one for case in each(cases, "deciding") for one in compare(case.decide(choices))]
    counts = tally(found)
    match output.format:
        case "json":
            output.write_json(_to_json(found, counts, choices))
        case "csv":
            output.write(_rows(found).render(output))
        case _:
            above = head(policies, choices, output.format)
            output.write(above + _report(question, found, counts, output))
    if output.path is not None:
        output.conclude(_summary(counts))
    agree = found and all(one.verdict is Verdict.AGREES for one in found)
    return ExitCode.OK if agree else ExitCode.UNSETTLED


def _summary(counts: Sequence[Tally]) -> str:
    published = sum(one.published for one in counts)
    compared = sum(one.compared for one in counts)
    if not published:
        return "nothing was compared: the facts hold no published result"
    parts = [f"{count(published, 'published result')}, {compared:,} compared"]
    agree = sum(one.agree for one in counts)
    if compared:
        parts.append("all agree" if agree == compared else f"{agree:,} agree")
    if agree < compared:
        differ = compared - agree
        parts.append(f"{differ:,} {'differs' if differ == 1 else 'differ'}")
    if compared < published:
        parts.append(f"{published - compared:,} not settled: the facts do not settle ours")
    return ", ".join(parts)


def _report(
    question: Question, found: Sequence[Comparison], counts: Sequence[Tally], output: Output
) -> str:
    header = ("result", "compared", "agree", "differ", "not settled")
    rows = [
        (one.name, *map(_thousands, (one.compared, one.agree, one.differ, one.not_settled)))
        for one in counts
    ]
    parts = [Table(header, rows, numbers=header[1:]).render(output)] if rows else []
    differing = [one for one in found if one.verdict is Verdict.DIFFERS]
    if differing:
        parts.append("These differ:\n")
        parts.append(_differences(differing).render(output))
        parts.append(f"To see why: {_hint(question, differing[0])}\n")
    unsettled = [one for one in found if one.verdict is Verdict.NOT_SETTLED]
    if unsettled:
        left = len(unsettled) - _MOST_SHOWN
        first = f", the first {_MOST_SHOWN} of {len(unsettled):,}" if left > 0 else ""
        parts.append(f"These are not settled{first}:\n")
        parts.append(_unsettled(unsettled[:_MOST_SHOWN]).render(output))
    parts.append(f"{_summary(counts)}\n")
    return "\n".join(parts)


def _thousands(number: int) -> str:
    return f"{number:,}"


def _differences(differing: Sequence[Comparison]) -> Table:
    header = ("organisation", "period", "result", "ours", "published", "published at", "edition")
    rows = [
        (
            *_who_and_what(one),
            cell(one.ours.value),
            cell(one.published.value),
            str(one.published.origin),
            one.decision.policy.edition,
        )
        for one in differing
    ]
    return Table(header, rows, shortened=("published at",))


def _unsettled(unsettled: Sequence[Comparison]) -> Table:
    header = ("organisation", "period", "result", "ours", "published", "waits for")
    rows = [
        (
            *_who_and_what(one),
            cell(one.ours.value),
            cell(one.published.value),
            some(waits_for(one.decision, [one.ours])),
        )
        for one in unsettled
    ]
    return Table(header, rows, shortened=("ours", "waits for"))


def _who_and_what(one: Comparison) -> tuple[str, str, str]:
    return one.decision.organisation.code, str(one.decision.period), one.name


def _hint(question: Question, one: Comparison) -> str:
    """The command that explains a difference, to be typed as it stands."""
    words = ["policy", "explain", question.policy, "--facts", *map(str, question.facts)]
    if question.library is not None:
        words += ["--library", str(question.library)]
    if question.as_of is not None:
        words += ["--as-of", question.as_of.isoformat()]
    words += [word for text in question.readings for word in ("--interpretation", text)]
    if question.min_grade is not None:
        words += ["--min-grade", question.min_grade]
    words += ["--org", one.decision.organisation.code, "--period", str(one.decision.period)]
    return shlex.join([*words, one.name])


def _rows(found: Sequence[Comparison]) -> Table:
    header = (
        "organisation", "name", "period", "edition", "result", "ours", "published", "verdict",
        "file", "line",
    )  # fmt: skip  # a column name a line says no more
    rows = [
        (
            one.decision.organisation.code,
            one.decision.organisation.name,
            str(one.decision.period),
            one.decision.policy.edition,
            one.name,
            cell(one.ours.value),
            cell(one.published.value),
            one.verdict.value,
            one.published.origin.file,
            str(one.published.origin.line or ""),
        )
        for one in found
    ]
    return Table(header, rows)


def _to_json(
    found: Sequence[Comparison], counts: Sequence[Tally], choices: Choices
) -> dict[str, object]:
    return {
        "interpretations": dict(choices.readings),
        "min_grade": choices.min_grade.value if choices.min_grade is not None else None,
        "published": sum(one.published for one in counts),
        "compared": sum(one.compared for one in counts),
        "results": [
            {
                "result": one.name,
                "compared": one.compared,
                "agree": one.agree,
                "differ": one.differ,
                "not_settled": one.not_settled,
            }
            for one in counts
        ],
        "comparisons": [
            {
                "organisation": one.decision.organisation.code,
                "name": one.decision.organisation.name,
                "period": str(one.decision.period),
                "edition": one.decision.policy.edition,
                "result": one.name,
                "ours": cell(one.ours.value),
                "published": cell(one.published.value),
                "verdict": one.verdict.value,
                "file": one.published.origin.file,
                "line": one.published.origin.line or None,
                "waits_for": waits_for(one.decision, [one.ours]),
            }
            for one in found
        ],
    }
