"""Whether a variant of a policy comes to the same as the policy, whoever is decided about.

Both are cut into diagrams of the same terms.  Two diagrams are one object exactly if they come to
the same everywhere, so a result of the variant is proved the same by being the same object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from itertools import product
from typing import Any, assert_never

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.context import ALL_WORK, Analysis
from policy_dsl.analyse.diagrams import Diagram, TooLargeError
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.lifted import Lifted
from policy_dsl.analyse.results import WORK, trigger
from policy_dsl.analyse.results import result as diagram_of
from policy_dsl.analyse.settled import has_answer
from policy_dsl.analyse.space import Space
from policy_dsl.analyse.terms import Form, Term
from policy_dsl.analyse.walking import leaves, orders
from policy_dsl.analyse.ways import possible
from policy_dsl.check.items import CardPart
from policy_dsl.check.policy import Policy, Result
from policy_dsl.invent import rules_behind
from policy_dsl.source import not_collecting
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown
from policy_dsl.values.scales import Choice, Scale
from policy_dsl.values.types import base

#: So many ways to take the open points together are looked at.
MOST_READINGS = 8


class Equivalence:
    """Holds variants of a policy against it.

    What is proved holds for every organisation of a kind that the policy rates and of which all
    facts are supplied, under every reading of the open points.  It says nothing of organisations
    of which facts are missing, and nothing of the reasons given for a result.
    """

    def __init__(self, policy: Policy, work: int = 3 * ALL_WORK) -> None:
        """``work`` is how much may be done for all variants, in steps of diagrams."""
        self._policy = policy
        self._left = work
        self._lifted: dict[tuple[tuple[str, int], ...], Lifted] = {}

    def proved(self, variant: Policy, name: str) -> bool:
        """Whether a variant in which one result alone is changed is proved to be the same.

        False where it differs, and where that cannot be told: where the result looks at lists,
        other periods or other organisations, at itself, or would take too much work.

        Args:
            variant: checked ``like`` the policy, with all other declarations those of the policy.
            name: the result that is changed.
        """
        ours, theirs = self._policy.result(name), variant.result(name)
        if ours is None or theirs is None or _rests_on_itself(variant, theirs):
            return False
        if not self._has_same_labels(variant, theirs):
            return False
        points = sorted(
            _points(self._policy, ours) | _points(variant, theirs), key=lambda one: one.name.text
        )
        numbers = [range(len(point.readings)) for point in points]
        chosen = list(product(*numbers))
        if len(chosen) > MOST_READINGS:
            return False
        with not_collecting():
            return all(
                self._same(
                    variant,
                    ours,
                    theirs,
                    {point.name.text: one for point, one in zip(points, each, strict=True)},
                )
                for each in chosen
            )

    def _has_same_labels(self, variant: Policy, result: Result) -> bool:
        """Whether the labels that a rule reads are the policy's own: they are told by identity."""
        read = (rules_behind(variant, result) - {result}) | _points(variant, result)
        types = ((variant.types.get(one), self._policy.types.get(one)) for one in read)
        return all(
            mine is not None and base(own) is base(mine)
            for own, mine in types
            if own is not None and isinstance(base(own), Scale | Choice)
        )

    def _same(
        self, variant: Policy, ours: Result, theirs: Result, readings: Mapping[str, int]
    ) -> bool:
        on = self._on(readings)
        diagrams = on.space.diagrams
        diagrams.left = before = min(WORK, self._left)
        try:
            of_ours = _parts(on, ours)
            there = _beside(on, variant)
            of_theirs = _parts(there, theirs)
            return (
                len(of_ours) == len(of_theirs)
                and all(one is other for one, other in zip(of_ours, of_theirs, strict=True))
                and _is_exact(on, ours, of_ours)
                and _is_exact(there, theirs, of_theirs)
            )
        except (TooLargeError, RecursionError):
            return False
        finally:
            self._left -= before - max(diagrams.left, 0)

    def _on(self, readings: Mapping[str, int]) -> Lifted:
        key = tuple(sorted(readings.items()))
        found = self._lifted.get(key)
        if found is None:
            found = self._lifted[key] = Analysis(self._policy, readings).narrow
        return found


def _beside(on: Lifted, variant: Policy) -> Lifted:
    """The operations for a variant, on the same terms, with what is the same made already."""
    space = on.space
    there = Space(variant, space.readings, False, frozenset(), space.texts, space.diagrams)
    there.terms = space.terms
    there.made = dict(space.made)
    there.rules, there.pasts = dict(space.rules), dict(space.pasts)
    there.earlier, there.running = dict(space.earlier), dict(space.running)
    there.asked = dict(space.asked)
    there.failed = set(space.failed)
    found = copy(on)
    found.space = there
    return found


def _rests_on_itself(policy: Policy, result: Result) -> bool:
    return any(
        meaning is result or (isinstance(meaning, CardPart) and meaning.card is result)
        for behind in rules_behind(policy, result)
        for node in behind.walk()
        for meaning in (policy.meanings.get(node),)
    )


def _points(policy: Policy, result: Result) -> set[Interpretation]:
    """The open points that a result rests on."""
    meanings = (
        policy.meanings.get(node)
        for behind in rules_behind(policy, result)
        for node in behind.walk()
    )
    return {meaning for meaning in meanings if isinstance(meaning, Interpretation)}


def _parts(on: Lifted, result: Result) -> list[Diagram]:
    """All of a result that an example can expect or another rule can read."""
    found = [diagram_of(on, result)]
    match result:
        case ValueDeclaration() | Table():
            pass
        case Rating():
            begun = ratings.begun(on, result, diagram)
            bound = ratings.bound(on, ratings.rules(on, result, diagram))
            # Where there is no label, why there is none tells which can still come out.
            found.append(ratings.outcome(on, begun, bound))
        case Scorecard():
            for row in result.rows:
                found.append(scorecards.placed(on, result, row, diagram))
                found.append(scorecards.weight_of(on, result, row, diagram))
                if on.space.policy.cards[result].points:
                    found.append(scorecards.points_of(on, result, row, diagram))
        case Trigger():
            found.append(trigger(on, result))
            if result.due is not None:
                found.append(diagram(on, result.due.date))
        case _:
            assert_never(result)
    return found


# ---- whether diagrams say what the evaluator says ------------------------------------------------


def _is_exact(on: Lifted, result: Result, found: Sequence[Diagram]) -> bool:
    """Whether the evaluator comes to what the diagrams of a result say, wherever they lead.

    What is left uncut must have an answer whenever all is supplied, and so must all that the rule
    reads: of what is not known the evaluator may know more than a diagram, between which ends it
    lies.  Where the result has no answer itself, that must be its own doing and not that of a part.
    """
    inputs = list(_read(on, result))
    nodes = set(result.walk())
    within = [
        made for key, made in on.space.made.items() if isinstance(key, tuple) and key[0] in nodes
    ]
    terms = _terms(on, [*inputs, *within, *found])
    if not all(_is_settled(on.space, term) for term in terms):
        return False
    if any(_may_be_open(on, one) for one in inputs):
        return False
    if not any(_may_be_open(on, one) for one in found):
        return True
    if isinstance(result, Rating) and result.overrides:
        return False  # what is left possible depends on those that apply
    own = [*(one for one in within if one is not found[0]), *_asked(on, result)]
    return not any(_may_be_open(on, one) for one in own)


def _asked(on: Lifted, result: Result) -> Iterator[Diagram]:
    """Whether each row of a table fits, and whether there is doubt about a band."""
    if isinstance(result, Table):
        columns = tables.columns(on, result)
        for row in result.rows:
            yield tables.row_fits(on, row, columns, diagram)
    elif isinstance(result, Scorecard):
        for line in result.rows:
            found = scorecards.placed(on, result, line, diagram)
            yield on.space.diagrams.apply(_without_nowhere, found)


def _without_nowhere(place: Any) -> Any:
    """That no band fits is certain."""
    return DOES_NOT_APPLY if place is scorecards.NOWHERE else place


def _read(on: Lifted, result: Result) -> Iterator[Diagram]:
    """The diagrams of the facts and results that a rule names."""
    nodes = list(result.walk())
    while nodes:
        meaning = on.space.policy.meanings.get(nodes.pop())
        if isinstance(meaning, Group):
            nodes.extend(meaning.members)
        elif isinstance(meaning, Fact):
            yield on.space.fact(meaning)
        elif isinstance(meaning, Result):
            yield diagram_of(on, meaning)
        elif isinstance(meaning, CardPart):
            yield scorecards.card_part(on, meaning, diagram)


def _terms(on: Lifted, found: Iterable[Diagram]) -> Iterator[Term]:
    """Every term that diagrams ask about or come to, and those that these are made from."""
    stack: list[Term] = []
    for one in dict.fromkeys(found):
        stack.extend(on.space.terms.all[order] for order in orders(one))
        for leaf in leaves(one):
            stack.extend(_of_value(leaf.value))
    seen: set[Term] = set()
    while stack:
        term = stack.pop()
        if term in seen:
            continue
        seen.add(term)
        yield term
        for form in (term.of, *(term.factors or ())[1:]):
            stack.extend(_of_value(form))


def _of_value(value: Any) -> list[Term]:
    return [term for term, _ in value.terms] if isinstance(value, Form) else []


def _is_settled(space: Space, term: Term) -> bool:
    """Whether what a term stands for has an answer whenever all facts are supplied."""
    if not term.free:
        return True
    if term.factors is not None:
        return term.factors[0] != "/"  # there is nothing that is divided by nought
    node = space.asked.get(term.key)
    return node is not None and has_answer(space.policy, node)


def _may_be_open(on: Lifted, found: Diagram) -> bool:
    """Whether there may be no answer somewhere."""
    return possible(on, found, _is_open)


def _is_open(value: Any) -> bool:
    return isinstance(value, NotKnown | str) or value is scorecards.NOWHERE
