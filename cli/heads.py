"""What a reader must know before the answer: how open points were read, what was not accepted."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from policy_dsl.check.policy import Policy
from policy_dsl.check.used import all_used
from policy_dsl.evaluate.choices import Choices
from policy_dsl.pipeline import Editions
from policy_dsl.source import printable
from policy_dsl.values.grades import Grade
from policy_dsl_cli.tables import in_markdown


def head(policies: Editions, choices: Choices, format: str = "text") -> str:
    """A line for each choice that differs from the policy's own, with a blank line below.

    Empty where none does, and in a form that is data.
    """
    lines = [*_readings(policies, choices), *_evidence(choices)]
    match format if lines else "":
        case "text":
            return "".join(f"{printable(line)}\n" for line in lines) + "\n"
        case "markdown":
            return "".join(f"{in_markdown(line)}  \n" for line in lines) + "\n"
        case "html":
            return "".join(f"<p>{html.escape(printable(line))}</p>\n" for line in lines)
        case _:
            return ""


def _readings(policies: Editions, choices: Choices) -> Iterator[str]:
    """``red_from is read as 2.9, not 3.0``."""
    editions = [*policies.policies, *(used for one in policies.policies for used in all_used(one))]
    taken = {policy: choices.of(policy) for policy in dict.fromkeys(editions)}
    for name, _ in choices.readings:
        others = {policy: of[name] for policy, of in taken.items() if of.get(name, 0)}
        if not others:
            continue
        latest, number = list(others.items())[-1]
        taken_here, first = _as_in(latest, name, number), _as_in(latest, name, 0)
        yield f"{name} is read as {taken_here}, not {first}{_where(policies, others)}"


def _as_in(policy: Policy, name: str, number: int) -> str:
    """A reading as it stands in the policy's text."""
    span = policy.interpretations[name].readings[number].span
    return policy.source.text[span.start : span.end]


def _where(policies: Editions, others: Mapping[Policy, int]) -> str:
    """Which editions read it so, unless all those of the policy do."""
    if set(policies.policies) == set(others):
        return ""
    return f" (in {', '.join(policy.edition for policy in others)})"


def _evidence(choices: Choices) -> Iterator[str]:
    if choices.min_grade not in (None, Grade.UNVERIFIED):
        yield f"what rests on evidence weaker than {choices.min_grade.value} is taken as not known"
