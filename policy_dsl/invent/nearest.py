"""What would change a result: the smallest changes of an organisation's own facts that were found.

From an organisation as it is, one fact of its period is changed at a time, and where that is not
enough, two.  These are what the literature calls counterfactual explanations (Wachter, Mittelstadt
and Russell 2017), here over a policy's own thresholds.  Every change is confirmed by deciding
anew; that nothing was found means only that nothing of what was tried does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from attrs import define, field

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.decision import Decision
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.facts.records import Fact
from policy_dsl.invent.cuts import Figure, cuts
from policy_dsl.invent.lines import Line, Variant, line_of, variants
from policy_dsl.invent.turns import Anew, Change, Turn, Way, WouldChange, comes_about, ways
from policy_dsl.invent.values import Worth, worth_trying
from policy_dsl.invent.words import given_words
from policy_dsl.syntax.facts import Fact as FactDeclaration
from policy_dsl.values.absence import NOTHING, NotKnown
from policy_dsl.values.types import Value

#: How many pairs of changes are decided unless told otherwise.
BUDGET = 250
#: So many values of each fact are tried beside a change of another one.
_MOST_BESIDE = 4
#: So many pairs are told, out of so many that are made as small as they can be.
_MOST_PAIRS = 4
_MOST_SHRUNK = 8


def what_would_change(
    decision: Decision, names: Sequence[str], budget: int = BUDGET
) -> tuple[WouldChange, ...]:
    """What would change some results of a decision.

    Args:
        decision: as things are.
        names: the results asked about.  Only labels and conditions are searched for; of any other
            result there are no ``turns``.
        budget: how many pairs of changes to decide for each result.

    Raises:
        ValueError: if the decision cannot be made again.
    """
    again = decision.again
    worth, figures = _worth(decision.policy), _figures(decision.policy)
    search = _Search(decision, again.facts, again.decide, worth, figures, budget)
    return tuple(search.of(name) for name in names)


_worth = lru_cache(maxsize=64)(worth_trying)


@lru_cache(maxsize=64)
def _figures(policy: Policy) -> Mapping[str, Sequence[Figure]]:
    found: dict[str, list[Figure]] = {}
    for cut in cuts(policy):
        if cut.fact is not None and cut.figure is not None:
            found.setdefault(cut.fact.name.text, []).append(cut.figure)
    return found


@define(eq=False)
class _Search:
    decision: Decision
    facts: Mapping[str, Fact]
    anew: Anew
    worth: Worth
    figures: Mapping[str, Sequence[Figure]]  # that rules hold each fact against
    budget: int
    _decided: dict[tuple[str, ...], Decision] = field(factory=dict)
    _ones: set[tuple[str, ...]] = field(factory=set)
    _twos: set[tuple[str, ...]] = field(factory=set)

    def of(self, name: str) -> WouldChange:
        step = self.decision[name]
        self._ones, self._twos = set(), set()
        found: dict[Way, tuple[Turn, ...]] = {}
        complete = True
        for way in ways(self.decision.policy, step):
            singles = [turn for fact in self._read(step) for turn in self._single(name, way, fact)]
            if not singles:
                singles, whole = self._pairs(name, way)
                complete = complete and whole
            found[way] = tuple(sorted(singles, key=_distance))
        return WouldChange(name, step, found, len(self._ones), len(self._twos), complete)

    # ---- deciding ----------------------------------------------------------------------------

    def _turn(self, name: str, way: Way, *changes: Change) -> Turn | None:
        """The turn that changes make; None where they do not."""
        decision = self._decide(*changes)
        value = decision[name].value
        if not comes_about(way, self.decision[name].value, value):
            return None
        return Turn(way, changes, value, decision)

    def _decide(self, *changes: Change) -> Decision:
        key = tuple(sorted(map(self._words, changes)))
        (self._ones if len(changes) == 1 else self._twos).add(key)
        if key not in self._decided:
            self._decided[key] = self.anew({change.name: change.then for change in changes})
        return self._decided[key]

    def _words(self, change: Change) -> str:
        return given_words(self.decision.policy, change.name, change.then)

    def _read(self, step: Step) -> list[str]:
        """The organisation's own facts of the period that a result rests on, as they are read.

        A fact that was not read changes nothing.  Of a result that is not settled only those that
        are missing are of interest.
        """
        policy, open_ = self.decision.policy, isinstance(step.value, NotKnown)
        found: dict[str, None] = {}
        seen: set[Step] = set()
        stack = [step]
        while stack:
            one = stack.pop()
            if one in seen or self._is_away(one):
                continue
            seen.add(one)
            if isinstance(one.rule, FactDeclaration):
                entry = policy.vocabulary.facts.get(one.rule.name.text)
                if entry is not None and not entry.national:
                    found[entry.name] = None
            stack.extend(reversed(one.inputs))
        if open_:
            assert isinstance(step.value, NotKnown)
            return [name for name in found if name in step.value.missing]
        return [name for name in found if name in self.facts]

    def _is_away(self, step: Step) -> bool:
        place = step.detail
        return isinstance(place, Place) and (
            place.period != self.decision.period
            or place.organisation.code != self.decision.organisation.code
        )

    # ---- one fact ----------------------------------------------------------------------------

    def _single(self, name: str, way: Way, fact: str) -> Iterator[Turn]:
        """The smallest change of one fact; of one that was not supplied, one for each outcome."""
        if way is Way.SETTLED:
            yield from self._settling(name, fact)
            return
        line = self._line(fact)
        turns = [] if line is None else self._along(name, way, fact, line)
        turns += self._to_others(name, way, fact)
        yield from sorted(turns, key=_distance)[:1]

    def _to_others(self, name: str, way: Way, fact: str) -> list[Turn]:
        """What comes of the values of a fact that lie on no line with its own."""
        tried = (self._turn(name, way, self._change(fact, one)) for one in self._variants(fact))
        return [turn for turn in tried if turn is not None]

    def _settling(self, name: str, fact: str) -> Iterator[Turn]:
        """One value for each outcome that a missing fact can bring; of numbers and dates one at the
        edge, where the outcome changes.
        """
        outcomes: dict[Value, Turn] = {}
        line = self._line_of_missing(fact)
        places = [] if line is None else sorted({*line.below, line.now, *line.above})
        for low, high in pairwise(places):
            assert line is not None
            for place in self._edge(name, fact, line, low, high):
                turn = self._turn(name, Way.SETTLED, self._moved(fact, line, place))
                if turn is not None:
                    outcomes.setdefault(turn.value, turn)
        for turn in self._to_others(name, Way.SETTLED, fact):
            outcomes.setdefault(turn.value, turn)
        yield from outcomes.values()

    def _edge(self, name: str, fact: str, line: Line, low: int, high: int) -> tuple[int, ...]:
        """The two neighbours between which what comes out changes; none where it does not."""

        def outcome(place: int) -> object:
            value = self._decide(self._moved(fact, line, place))[name].value
            return value.possible if isinstance(value, NotKnown) else value

        first = outcome(low)
        if first == outcome(high):
            return ()
        while high - low > 1:
            middle = (low + high) // 2
            if outcome(middle) == first:
                low = middle
            else:
                high = middle
        return low, high

    def _line_of_missing(self, fact: str) -> Line | None:
        """The line of a number or date that was not supplied, from a value worth trying."""
        for one in self.worth.facts.get(fact, ()):
            if one.value is not NOTHING:
                return self._line_from(fact, one)
        return None

    def _along(self, name: str, way: Way, fact: str, line: Line) -> list[Turn]:
        """The nearest number or date on either side, down to the smallest difference."""

        def turn(place: int) -> Turn | None:
            return self._turn(name, way, self._moved(fact, line, place))

        found: list[Turn] = []
        for side in (line.above, line.below):
            before = line.now
            for place in side:
                reached = turn(place)
                if reached is not None:
                    found.append(_least(turn, before, place, reached))
                    break
                before = place
        return found

    def _moved(self, fact: str, line: Line, place: int) -> Change:
        return Change(fact, self.facts.get(fact), line.at(place), line.steps(place))

    def _change(self, fact: str, variant: Variant) -> Change:
        return Change(fact, self.facts.get(fact), variant.fact, variant.steps, variant.said)

    def _line(self, fact: str) -> Line | None:
        now = self.facts.get(fact)
        return None if now is None else self._line_from(fact, now)

    def _line_from(self, fact: str, now: Fact) -> Line | None:
        figures = self.figures.get(fact, ())
        return line_of(self.decision.policy, fact, now, self.worth, figures)

    def _variants(self, fact: str) -> Sequence[Variant]:
        return variants(self.decision.policy, fact, self.facts.get(fact), self.worth)

    # ---- two facts ---------------------------------------------------------------------------

    def _pairs(self, name: str, way: Way) -> tuple[list[Turn], bool]:
        """The smallest pairs of changes, and whether all that are worth trying were tried."""
        found: dict[frozenset[str], Turn] = {}
        tried = 0
        for first, second in self._worth_pairing(name):
            pair = frozenset((first.name, second.name))
            if pair in found:
                continue
            if tried == self.budget:
                break
            tried += 1
            turn = self._turn(name, way, first, second)
            if turn is not None:
                found[pair] = turn
        nearest = sorted(found.values(), key=_distance)[:_MOST_SHRUNK]
        shrunk = sorted((self._shrunk(name, way, turn) for turn in nearest), key=_distance)
        return shrunk[:_MOST_PAIRS], tried < self.budget

    def _worth_pairing(self, name: str) -> Iterator[tuple[Change, Change]]:
        """Pairs of changes of two facts, the most telling of every fact before any second one.

        After a change other facts may be read than before.
        """
        pairs: dict[frozenset[str], tuple[int, Change, Change]] = {}
        beside: dict[str, list[Change]] = {}

        def ranked(fact: str) -> Iterator[tuple[int, Change]]:
            if fact not in beside:
                beside[fact] = self._beside(fact)
            return iter(enumerate(beside[fact]))

        for one in self._read(self.decision[name]):
            for place, first in ranked(one):
                for other in self._read(self._decide(first)[name]):
                    for rank, second in ranked(other) if other != one else ():
                        words = frozenset((self._words(first), self._words(second)))
                        pairs.setdefault(words, (place + rank, first, second))
        for _, first, second in sorted(pairs.values(), key=lambda pair: pair[0]):
            yield first, second

    def _beside(self, fact: str) -> list[Change]:
        """The changes of a fact that are tried together with those of another."""
        line = self._line(fact)
        moved = [] if line is None else [self._moved(fact, line, place) for place in line.telling]
        others = [self._change(fact, variant) for variant in self._variants(fact)]
        return [*moved, *others][:_MOST_BESIDE]

    def _shrunk(self, name: str, way: Way, turn: Turn) -> Turn:
        """The same pair with each number as near to what it is as the other allows."""
        for place in (0, 1, 0):
            change = turn.changes[place]
            line = self._line(change.name)
            at = None if line is None else line.place(change.then)
            if line is None or at is None:
                continue

            turn = _least(self._moving(name, turn, place, line), line.now, at, turn)
        return turn

    def _moving(
        self, name: str, turn: Turn, place: int, line: Line
    ) -> Callable[[int], Turn | None]:
        """The pair with one of its two facts at any place of its line."""

        def moved(to: int) -> Turn | None:
            changes = list(turn.changes)
            changes[place] = self._moved(changes[place].name, line, to)
            return self._turn(name, turn.way, *changes)

        return moved


def _distance(turn: Turn) -> tuple[int, Fraction]:
    """How far a turn is from how things are: thresholds crossed, then by how much of the figure."""
    moved = Fraction(0)
    for change in turn.changes:
        now, then = change.now.value if change.now is not None else None, change.then.value
        if isinstance(now, Decimal) and isinstance(then, Decimal):
            moved += abs(Fraction(then) - Fraction(now)) / max(abs(Fraction(now)), Fraction(1))
    return turn.steps, moved


def _least(turn: Callable[[int], Turn | None], before: int, place: int, reached: Turn) -> Turn:
    """The turn nearest to ``before``, which makes none, on the way to ``place``, which does."""
    while abs(place - before) > 1:
        middle = (place + before) // 2
        found = turn(middle)
        if found is None:
            before = middle
        else:
            place, reached = middle, found
    return reached
