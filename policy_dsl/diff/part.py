"""A place where two expressions part, and what is said of several together."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from policy_dsl.diff.change import Direction, Kind
from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.direction import effect
from policy_dsl.source import Edit
from policy_dsl.syntax.nodes import Node

#: What is said of two texts that ask the same question in other words.
SAME = ", which comes to the same"

# More of them said in one sentence than this, and nobody sees what changed.
_MOST_SAID = 2


@frozen
class Part:
    """A place where two expressions part.

    ``kind`` is None where nothing more is known than that the text is another.  ``more`` is 1
    where the new text is true more often or greater, -1 for less, and 0 where that is not known.
    ``instead`` says that the sentence gives one text instead of another, and ``same`` that both
    come to the same.
    """

    old: Node
    new: Node
    kind: Kind | None
    sentence: str
    more: int
    edit: Edit
    instead: bool = True
    same: bool = False

    @property
    def said(self) -> str:
        """The sentence, with a word where nothing comes of it."""
        return self.sentence + SAME if self.same else self.sentence


def sentence_of(found: Sequence[Part], word: str = "") -> str:
    """What is said otherwise: ``score > 4.0 instead of score > 3.0``.

    ``word`` comes before a text that stands instead of another, such as `when`.
    """
    said = "; ".join(part.said for part in found[:_MOST_SAID])
    if word and found[0].instead:
        said = f"{word} {said}"
    left = len(found) - _MOST_SAID
    return said + (f"; and {left} more" if left > 0 else "")


def kind_of(found: Sequence[Part], otherwise: Kind) -> Kind:
    """The kind that all parts have, or else ``otherwise``."""
    kinds = {part.kind for part in found}
    (only, *others) = kinds
    return only if only is not None and not others else otherwise


def direction_of(c: Comparison, found: Sequence[Part]) -> Direction | None:
    """Where the parts lead to together: to one side, or nobody knows."""
    ways = {effect(c.old, part.old, part.more) if part.more else None for part in found}
    (only, *others) = ways
    return only if not others else None


def edits_of(found: Sequence[Part]) -> list[Edit]:
    """The edits of all parts."""
    return [part.edit for part in found]


def note_parts(
    c: Comparison,
    found: Sequence[Part],
    id: str,
    otherwise: Kind,
    subject: str,
    about: str,
    rules: tuple[Node, Node],
    word: str = "",
) -> None:
    """Notes the parts of two expressions that differ as one change of the rules they stand in.

    Nothing where none do.  ``about`` begins the sentence; ``word`` is that of ``sentence_of``.
    """
    if found:
        kind, said = kind_of(found, otherwise), f"{about} {sentence_of(found, word)}"
        c.add(id, kind, subject, said, *rules, edits_of(found), direction_of(c, found))
