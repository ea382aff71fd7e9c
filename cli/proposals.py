"""Examples ready to be pasted, as `policy test --write-examples` writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.mutate.writing import Proposal, propose
from policy_dsl.source import printable
from policy_dsl.unreached import Unreached
from policy_dsl_cli.cells import count
from policy_dsl_cli.in_colours import policy_lines
from policy_dsl_cli.output import Output


def report(found: Sequence[Unreached], output: Output) -> str:
    """The examples of each policy, under a comment that says how many goals they reach."""
    parts: list[str] = []
    for one in found:
        policy, proposals = one.policy, propose(one.policy, one.settled)
        goals = sum(len(one.goals) for one in proposals)
        head = f"# {policy.source.path}: {count(len(proposals), 'example')} more"
        without = len(one.missed) - goals
        none = f"; for {count(without, 'goal')} none was found" if without else ""
        texts = [f"{printable(head)} would reach {count(goals, 'goal')}{none}"]
        texts += [text for _, text in _written(policy, proposals)]
        parts += ["".join(f"{line}\n" for line in policy_lines(text, output)) for text in texts]
    return "\n".join(parts)


def _written(policy: Policy, proposals: Sequence[Proposal]) -> Iterator[tuple[Proposal, str]]:
    """Each with a title that no other example of the policy has."""
    titles = {example.title for example in policy.examples}
    for proposal in proposals:
        title, number = proposal.title, 2
        while title in titles:
            title, number = f"{proposal.title} ({number})", number + 1
        titles.add(title)
        yield proposal, proposal.example(policy, title)


def to_json(found: Unreached) -> list[dict[str, object]]:
    """Each example with the goals that it would reach."""
    return [
        {
            "example": text,
            "goals": [{"rule": goal.rule, "goal": goal.text} for goal in proposal.goals],
        }
        for proposal, text in _written(found.policy, propose(found.policy, found.settled))
    ]
