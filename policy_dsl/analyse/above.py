"""What stands above a test, as far as it is settled by what the test itself is about."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.analyse import reach, scorecards
from policy_dsl.analyse.diagrams import Diagram, Diagrams
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.results import WORK
from policy_dsl.analyse.space import Space
from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.invent import Cut, subject_type
from policy_dsl.syntax.history import Earlier, Held, YearToDate
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Quantified
from policy_dsl.syntax.tables import TestsCell
from policy_dsl.values.absence import NotKnown

#: The lines above a test, each with what it is called and whether it takes what comes by.
Above = list[tuple[tuple[Node, str], Diagram]]


def about(policy: Policy, cut: Cut) -> Lifted:
    """Diagrams in which what a cut tests can be anything of its type, and all else is unknown."""
    space = Space(policy, {}, True, frozenset(), {}, Diagrams(WORK), mends=False)
    unknown = space.leaf(NotKnown(gap=True))
    for fact in policy.facts.values():
        space.made[fact] = unknown
    type_ = subject_type(policy, cut)
    assert type_ is not None
    entry = None if cut.fact is None else policy.vocabulary.facts[cut.fact.name.text]
    subject = space.of_type(("subject",), type_, None if entry is None else entry.precision)
    space.made[cut.subject] = subject
    for node in cut.result.walk():
        if _is_subject(policy, node, cut):
            space.made[(node, None)] = subject
    return Lifted(space)


def _is_subject(policy: Policy, node: Node, cut: Cut) -> bool:
    meaning = policy.meanings.get(node)
    match cut.subject:
        case CardPart(card=card, name=name):
            return isinstance(meaning, CardPart) and (meaning.card, meaning.name) == (card, name)
        case UsedPart(used=used, result=result, part=part):
            return isinstance(meaning, UsedPart) and (
                (meaning.used, meaning.result, meaning.part) == (used, result, part)
            )
    if cut.subject in policy.types and meaning is cut.subject:
        return True
    words = policy.source.on_one_line
    return isinstance(cut.subject, Node) and words(node.span) == words(cut.subject.span)


def above(on: Lifted, cut: Cut) -> Above:
    """The lines that are looked at before the one with a test in it, and stop there if they fit.

    The cells of a row all look at its measure, and what is asked of other periods, organisations or
    records is no matter of what stands above here.
    """
    result = cut.result
    if isinstance(result, Rating):
        own = _place(result.cases, cut.test)
        return [
            ((case, f"case {number}"), reach.holds(on, case.condition))
            for number, case in enumerate(result.cases[:own], start=1)
        ]
    if isinstance(result, Scorecard):
        for row in result.rows:
            own = _place(row.cells, cut.test)
            if own:
                return [
                    ((row.cells[band.place], f"band {band.label.name}"), band.fits)
                    for band in scorecards.bands(on, result, row, diagram)
                    if band.place < own
                ]
    return []


#: What is within these is not asked in the order of the lines.
_APART = (
    Held
    | Earlier
    | YearToDate
    | Across
    | Quantile
    | Rank
    | Quantified
    | FieldOf
    | CountDistinct
    | TestsCell
)


def _place(lines: Sequence[Node], test: Node) -> int:
    """The place of the line with a test in it that is asked as the line is; 0 where none is."""

    def holds(node: Node) -> bool:
        return any(one is test for one in node.walk())

    for place, line in enumerate(lines):
        if holds(line):
            around = [node for node in line.walk() if isinstance(node, _APART)]
            return 0 if any(holds(node) for node in around) else place
    return 0
