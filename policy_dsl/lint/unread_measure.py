"""``unread-measure``: a row of a scorecard whose bands ask about something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl.check.items import CardPart, Role
from policy_dsl.check.policy import Policy
from policy_dsl.check.scorecards import measure_of
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Label
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.scorecards import CardCell, CardRow, ConditionCell, NoCell, Scorecard
from policy_dsl.syntax.tables import OtherwiseCell


def find(policy: Policy) -> Iterator[Remark]:
    """Rows that nothing but conditions places, which rest on nothing that the measure rests on.

    No fix: only the author knows which of the two was meant.
    """
    for card in policy.results:
        if isinstance(card, Scorecard):
            for row in card.rows:
                yield from _of_row(policy, card, row)


def _of_row(policy: Policy, card: Scorecard, row: CardRow) -> Iterator[Remark]:
    word, bands = measure_of(row), list(_bands(policy, card, row))
    conditions = [cell for cell in bands if isinstance(cell, ConditionCell)]
    asked = [cell for cell in bands if not isinstance(cell, NoCell | OtherwiseCell)]
    if word is None or not conditions or len(asked) > len(conditions):
        return  # any other cell is held against the measure
    if _behind(policy, [word]).isdisjoint(_behind(policy, conditions)):
        yield remark(
            policy,
            "unread-measure",
            word.span,
            f"no band of this row asks about `{word.text}`",
            "ask about it in the bands, or name what they ask about as the measure",
            also=[Label(conditions[0].span, "asks about something else")],
        )


def _bands(policy: Policy, card: Scorecard, row: CardRow) -> Iterator[CardCell]:
    for cell, column in zip(row.cells, policy.cards[card].columns, strict=True):
        if column.role is Role.BAND:
            yield cell


def _behind(policy: Policy, nodes: Iterable[Node]) -> set[Node]:
    """All that is read, by these nodes themselves and by the results that they read."""
    found: set[Node] = set()
    stack = list(nodes)
    while stack:
        for node in stack.pop().walk():
            meaning = policy.meanings.get(node)
            read = meaning.card if isinstance(meaning, CardPart) else meaning
            if isinstance(read, Node) and read not in found:
                found.add(read)
                stack.append(read)
    return found
