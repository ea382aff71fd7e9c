"""An example that would notice a fault which the examples there are do not notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeAlias

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import walk
from policy_dsl.invent import Situation, as_example, decide_in, observed, smallest
from policy_dsl.mutate.run import Tried
from policy_dsl.mutate.trying import Trying
from policy_dsl.syntax.facts import Fact

#: The most work for one survivor, in steps of decisions.
FOR_ONE = 150_000
#: The most situations that are tried for one.
_MOST_TRIED = 400
#: So many more are tried where what was found rests on a mutant, or a policy, without an answer.
_FURTHER = {1: 60, 2: 150}


@frozen(eq=False)
class Killer:
    """An invented situation in which a mutant decides otherwise, and what is to be expected of it.

    ``expectations`` are as written after ``expect``; the mutant gives ``instead``.
    """

    situation: Situation = field(repr=False)
    expectations: tuple[str, ...]
    instead: tuple[str, ...]

    def example(self, policy: Policy, title: str, citation: str = "") -> str:
        """The example, ready to be pasted."""
        return as_example(policy, self.situation, title, self.expectations, citation)


@frozen
class _Told:
    """One result that a mutant gives otherwise, by its path."""

    path: str
    right: str
    wrong: str

    @property
    def doubt(self) -> int:
        """0 where both are definite, 1 where the mutant's is not, 2 where the right one is not."""
        return 2 if self.right in _ABSENT else int(self.wrong in _ABSENT)


#: What a mutant gives otherwise in a situation.
Tell: TypeAlias = Callable[[Situation], Sequence[_Told]]

_ABSENT = ("not known", "does not apply", "nothing")


class Search:
    """Looks for killers; what is decided for one mutant serves all."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.spent = 0  # in steps of decisions
        self._trying = Trying(policy, self._spend)

    def killer(self, tried: Tried, budget: int = FOR_ONE) -> Killer | None:
        """A situation that tells the mutant from the policy; None where none was found.

        It is as small as it can be, and both have decided in it.  One in which both give a definite
        answer is preferred.
        """
        until = self.spent + budget
        best: tuple[int, Situation] | None = None
        found_at = 0
        for number, seen in enumerate(islice(self._trying.on(tried.mutant), _MOST_TRIED)):
            if best is not None and number > found_at + _FURTHER[best[0]]:
                break
            self._spend(seen.size)
            told = _differences(seen.decision, decide_in(tried.policy, seen.situation))
            doubt = min((one.doubt for one in told), default=3)
            if best is None or doubt < best[0]:
                best, found_at = (doubt, seen.situation) if told else None, number
            if best is not None and best[0] == 0:
                break
            if self.spent >= until:
                break
        return None if best is None else self._made(tried, *best)

    def _spend(self, steps: int) -> None:
        self.spent += steps

    def _made(self, tried: Tried, doubt: int, situation: Situation) -> Killer:
        def told(one: Situation) -> list[_Told]:
            ours, theirs = decide_in(self.policy, one), decide_in(tried.policy, one)
            self._spend(sum(1 for _ in ours.trace()))
            return [each for each in _differences(ours, theirs) if each.doubt <= doubt]

        until = self.spent + FOR_ONE
        small = smallest(
            self._needed(tried, situation, told),
            lambda one: self.spent < until and bool(told(one)),
        )
        best = _best(tried.mutant.rule, told(small))
        return Killer(small, (f"{best.path} {best.right}",), (f"{best.path} {best.wrong}",))

    def _needed(self, tried: Tried, situation: Situation, told: Tell) -> Situation:
        """The situation with those facts alone that the result to expect was read from."""
        best = _best(tried.mutant.rule, told(situation))
        names: set[str] = set()
        for policy in (self.policy, tried.policy):
            step = decide_in(policy, situation).part(best.path)
            names |= {one.rule.name.text for one in walk([step]) if isinstance(one.rule, Fact)}
        fewer = situation
        for back, name, _ in situation.supplied():
            if name not in names:
                fewer = fewer.without(name, back)
        return fewer if told(fewer) else situation


def _best(rule: str, told: Sequence[_Told]) -> _Told:
    """The rule that is changed says it best; else what comes of it, the last first."""
    own = [one for one in told if one.path.split(".")[0] == rule]
    return min(own or told[::-1], key=lambda one: one.doubt)


def _differences(ours: Decision, theirs: Decision) -> list[_Told]:
    """What an example could expect of the policy that the mutant gives otherwise."""
    other = observed(theirs)
    found = (
        _Told(path, right, other.get(path, "nothing")) for path, right in observed(ours).items()
    )
    return [one for one in found if one.right != one.wrong]
