"""Triggers as sentences: when, what follows, who leads and by when."""

from __future__ import annotations

from policy_dsl.show.citing import Citing
from policy_dsl.show.document import Block, Bullets, Item, Paragraph, Section
from policy_dsl.show.sentences import Speaker, capital, plain
from policy_dsl.syntax.triggers import Trigger


def trigger(node: Trigger, speaker: Speaker, cite: Citing) -> Section:
    """What follows from what."""
    blocks: list[Block] = []
    applies = ""
    if node.applies_to is not None:
        kinds = speaker.kinds(word.text for word in node.applies_to.kinds)
        applies = f" Applies to {kinds}."
    follows = f"“{node.consequence}”"
    conditions = [(speaker.clause(one.condition), cite(one.citations)) for one in node.conditions]
    if len(conditions) == 1:
        ((said, cites),) = conditions
        blocks.append(Paragraph(f"When {said}: {follows}.{applies}", cites))
    else:
        blocks.append(Paragraph(f"When any of these holds: {follows}.{applies}"))
        blocks.append(Bullets(tuple(Item(said, cites) for said, cites in conditions)))
    ends = []
    if node.led_by is not None:
        ends.append(f"Led by {plain(node.led_by)}.")
    if node.due is not None:
        ends.append(f"Due {speaker.phrase(node.due.date)}.")
    if ends:
        blocks.append(Paragraph(" ".join(ends)))
    title = f"{capital(plain(node.name.text))} (a trigger)"
    return Section(3, title, tuple(blocks), cite(node.citations), node.name.text)
