"""A finding: what is wrong, where, and an organisation that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from policy_dsl.analyse.words import given
from policy_dsl.check.policy import Policy
from policy_dsl.invent import Situation, in_words
from policy_dsl.invent.situation import Given
from policy_dsl.source import Diagnostic, Label, to_json, warning
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.types import ListOf


@frozen(eq=False)
class Finding:
    """Something about a policy that its author would want to know.

    ``node`` is what it is about.  ``witnesses`` are situations, run through the evaluator, in which
    it shows; a rule that never acts has none.  ``possible`` says that it is not certain.
    """

    diagnostic: Diagnostic
    node: Node
    witnesses: tuple[Situation, ...] = ()
    possible: bool = False

    @property
    def code(self) -> str:
        """What kind of finding it is."""
        return self.diagnostic.code


def finding(
    policy: Policy,
    code: str,
    node: Node,
    message: str,
    *,
    label: str = "",
    help: str | None = None,
    also: Iterable[tuple[Node, str]] = (),
    witnesses: Sequence[Situation] = (),
    possible: bool = False,
) -> Finding:
    """A finding at a node; ``also`` are related places with what to say of each."""
    labels = [Label(other.span, text) for other, text in also]
    said = warning(
        code,
        f"possible: {message}" if possible else message,
        policy.source,
        node.span,
        help,
        label,
        labels,
    )
    return Finding(said, node, tuple(witnesses), possible)


def example_of(policy: Policy, shown: Sequence[Situation]) -> str:
    """``for example, given plan 2, variance 3``; of the first two, or that there is none."""
    if not shown:
        return "no organisation was found that shows it"
    return f"for example, {' or '.join(given(policy, one) for one in shown[:2])}"


def finding_to_json(policy: Policy, found: Finding) -> dict[str, object]:
    """A finding as plain JSON values: its diagnostic, and its witnesses as facts by name."""
    return {
        **to_json(found.diagnostic),
        "possible": found.possible,
        "witnesses": [_situation(policy, one) for one in found.witnesses],
    }


def _situation(policy: Policy, situation: Situation) -> dict[str, object]:
    return {
        "period": str(situation.period),
        "kind": situation.kind or None,
        "readings": dict(situation.readings),
        "given": _periods(policy, situation.national, situation.given),
        "others": [
            {
                "organisation": one.name,
                "kind": one.kind or None,
                "given": _periods(policy, one.given),
            }
            for one in situation.others
        ],
    }


def _periods(policy: Policy, *parts: Given) -> list[dict[str, object]]:
    """Facts by how many periods earlier they are."""
    periods: list[dict[str, object]] = []
    for back in sorted({back for part in parts for back in part}):
        facts: dict[str, object] = {}
        for part in parts:
            for name, fact in part.get(back, {}).items():
                type_ = policy.vocabulary.facts[name].type
                if isinstance(type_, ListOf):
                    facts[name] = [
                        {field: one.written for field, one in item.fields.items()}
                        for item in fact.items
                    ]
                else:
                    facts[name] = in_words(fact.value, type_)
        periods.append({"periods_earlier": back, "facts": facts})
    return periods
