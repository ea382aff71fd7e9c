"""Changes of a rule's conditions that come to the same together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import attrs

from policy_dsl.diff.comparing import Comparison
from policy_dsl.diff.part import SAME
from policy_dsl.meaning.operands import Form
from policy_dsl.syntax.expressions import Either
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case

_SAME_TOGETHER = "; with the other changes here it comes to the same"


def any_of(forms: Iterable[Form]) -> frozenset[Form]:
    """What each of several conditions lets through, with those that `or` joins told apart."""
    found: set[Form] = set()
    for form in forms:
        if isinstance(form, tuple) and form[0] == Either.__name__ and isinstance(form[1], tuple):
            found.update(form[1])
        else:
            found.add(form)
    return frozenset(found)


def given(c: Comparison, cases: Iterable[Case], of_new: bool) -> list[tuple[str, frozenset[Form]]]:
    """The labels of a rating in their order, each with what it is given for.

    Cases that follow one another with one label are one, in any order.
    """
    return [
        (label, any_of(c.form(case.condition, of_new) for case in run))
        for label, run in groupby(cases, lambda case: case.label.text)
    ]


def asked(c: Comparison, conditions: Iterable[Node], of_new: bool) -> frozenset[Form]:
    """What any of several conditions lets through."""
    return any_of(c.form(condition, of_new) for condition in conditions)


def tell_that_they_are_the_same(c: Comparison, start: int) -> None:
    """Says of the changes from ``start`` on that nothing comes of them, and leads them nowhere."""
    own = c.changes[start:]
    c.together(own)
    word = SAME if len(own) == 1 else _SAME_TOGETHER
    for number, change in enumerate(c.changes[start:], start):
        said = change.sentence.removesuffix(SAME) + word
        c.changes[number] = attrs.evolve(change, sentence=said, direction=None)
