"""Where the explanations of two decisions part: the first step that comes out otherwise."""

from __future__ import annotations

from attrs import frozen

from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Step, walk
from policy_dsl.explain.headline import headline
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.scorecards import card_value
from policy_dsl.explain.value_words import words_of
from policy_dsl.impact.moves import Common, outcome
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.values.absence import NotKnown
from policy_dsl.values.types import Value


@frozen
class Parting:
    """The first result, in the order of evaluation, that the two editions see otherwise.

    ``old`` and ``new`` are what it is by each; ``old_why`` and ``new_why`` are the first sentence
    of each explanation of the rating.
    """

    result: str
    old: str
    new: str
    old_why: str
    new_why: str


def parting(old: Decision, new: Decision, rating: Common) -> Parting:
    """Where two decisions part on the way to a rating: at the latest at the rating itself."""
    before, after = _on_the_way(old, rating.old_name), _on_the_way(new, rating.name)
    name = next(
        (
            name
            for name in after
            if name in before and not _same(before[name].value, after[name].value)
        ),
        rating.name,
    )
    then = rating.old_name if name == rating.name else name
    return Parting(
        name,
        _words(old, then),
        _words(new, name),
        headline(Homes.of(old), old[rating.old_name]).sentence,
        headline(Homes.of(new), new[rating.name]).sentence,
    )


def _words(decision: Decision, name: str) -> str:
    """What a result is: a value, or what a scorecard comes to as far as rules read it."""
    step, homes = decision[name], Homes.of(decision)
    if isinstance(step.rule, Scorecard):
        return card_value(homes, step)[1]
    return words_of(homes, step)


def _on_the_way(decision: Decision, rating: str) -> dict[str, Step]:
    """The results that a rating rests on, itself the last, in the order of evaluation."""
    steps = set(walk([decision[rating]]))
    return {name: step for name, step in decision.results.items() if step in steps}


def _same(old: Value, new: Value) -> bool:
    """Whether two editions see a result alike: labels by their names."""
    if isinstance(old, NotKnown) and isinstance(new, NotKnown):
        ends = (old.low, old.high) == (new.low, new.high)
        return ends and [one.name for one in old.possible] == [one.name for one in new.possible]
    return outcome(old) == outcome(new)
