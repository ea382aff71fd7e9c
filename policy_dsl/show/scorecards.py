"""Scorecards as tables, with what is done about points and missing figures."""

from __future__ import annotations

from policy_dsl.check.items import Role
from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Paragraph, Section
from policy_dsl.show.facts import filled
from policy_dsl.show.sentences import Speaker, capital, listed, plain
from policy_dsl.show.tables import cell
from policy_dsl.syntax.scorecards import (
    CardCell,
    CardPoints,
    ConditionCell,
    NoCell,
    Scorecard,
    WhenMissing,
)


def scorecard(node: Scorecard, speaker: Speaker, cite: Citing) -> Section:
    """The measures of a scorecard and the bands they are placed in."""
    card = speaker.policy.cards[node]
    says = [
        "Each measure is placed in the first band, from the left, whose condition it meets.",
        *(_line(line, speaker) for line in node.lines),
    ]
    heads = [
        *(
            plain(column.heading.text)
            if column.role is Role.BAND
            else capital(plain(column.heading.text))
            for column in card.columns
        ),
        "Source",
    ]
    rows = [
        [*(_cell(one, speaker).strip("“”") for one in row.cells), cite(row.citations)]
        for row in node.rows
    ]
    title = f"{capital(plain(node.name.text))} (a scorecard)"
    blocks = (Paragraph(" ".join(says)), filled(heads, rows))
    return Section(3, title, blocks, cite(node.citations), node.name.text)


def _line(line: CardPoints | WhenMissing, speaker: Speaker) -> str:
    if isinstance(line, CardPoints):
        points = [
            f"{plain(one.label.text)} counts {speaker.phrase(one.points)}" for one in line.points
        ]
        return f"In points, {listed(points)}."
    if line.counts_as is None:
        return "A measure without a figure is left out, and the others weigh more."
    return f"A measure without a figure counts as {plain(line.counts_as.text)}."


def _cell(node: CardCell, speaker: Speaker) -> str:
    if isinstance(node, ConditionCell):
        return f"when {speaker.clause(node.condition)}"
    if isinstance(node, NoCell):
        return "–"
    return cell(node, speaker)
