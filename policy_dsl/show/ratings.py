"""Ratings as sentences: the cases from the top, or the start, and the over-riding rules."""

from __future__ import annotations

from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Block, Bullets, Item, Paragraph, Section
from policy_dsl.show.sentences import Speaker, capital, plain
from policy_dsl.syntax.ratings import Effect, Override, Rating

_EFFECTS = {
    Effect.NO_BETTER_THAN: "No better than",
    Effect.NO_WORSE_THAN: "No worse than",
    Effect.BECOMES: "Becomes",
}


def rating(node: Rating, speaker: Speaker, cite: Citing) -> Section:
    """How a rating comes about."""
    blocks: list[Block] = []
    lead = f"On the scale {plain(node.type.text)}."
    if node.applies_to is not None:
        kinds = speaker.kinds(word.text for word in node.applies_to.kinds)
        lead += f" Applies to {kinds}."
    blocks.append(Paragraph(lead))
    if node.start is not None:
        said = f"It starts with {speaker.phrase(node.start.expression)}."
        blocks.append(Paragraph(said, cite(node.start.citations)))
    if node.cases:
        blocks.append(Paragraph("The first that holds is taken:"))
        cases = []
        for case in node.cases:
            label = speaker.named(case.label, case.label.text)
            when = (
                "otherwise" if case.condition is None else f"when {speaker.clause(case.condition)}"
            )
            cases.append(Item(f"{label} {when}", cite(case.citations)))
        blocks.append(Bullets(tuple(cases)))
    if node.overrides:
        blocks.append(Paragraph("Over-riding rules:"))
        blocks.append(Bullets(tuple(_override(one, speaker, cite) for one in node.overrides)))
    title = f"{capital(plain(node.name.text))} (a rating)"
    return Section(3, title, tuple(blocks), cite(node.citations), node.name.text)


def _override(node: Override, speaker: Speaker, cite: Citing) -> Item:
    label = speaker.named(node.label, node.label.text)
    said = f"{_EFFECTS[node.effect]} {label} when {speaker.clause(node.condition)}"
    return Item(f"{said} ({plain(node.name.text)})", cite(node.citations))
