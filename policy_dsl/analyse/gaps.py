"""Inputs that no row, case or band takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve

from policy_dsl.analyse import ratings, scorecards, tables
from policy_dsl.analyse.context import Analysis, direct_names
from policy_dsl.analyse.diagrams import Diagram
from policy_dsl.analyse.expressions import diagram
from policy_dsl.analyse.finding import Finding, example_of, finding
from policy_dsl.analyse.linear import Range, nice
from policy_dsl.analyse.terms import Term
from policy_dsl.analyse.ways import Way, likely, range_of, ways
from policy_dsl.analyse.witness import Confirm, Witness
from policy_dsl.analyse.words import fact_words, given, listed, value_words, way_words
from policy_dsl.check.scorecards import measure_of
from policy_dsl.evaluate.decision import Decision
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.values.absence import NotKnown

#: So many gaps of one rule are told; of more it is only said that there are some.
_MOST = 4
_MOST_LOOKED_AT = 24
#: So many lists, windows and the like are told in words; more by an organisation.
_MOST_FREE = 2


def of_table(of: Analysis, table: Table) -> Iterator[Finding]:
    """A table of which no row fits."""
    on = of.narrow
    rows = tables.taken(on, table, diagram)
    name = table.name.text

    def confirm(decision: Decision) -> bool:
        value = decision[name].value
        return isinstance(value, NotKnown) and value.reason == f"no row of {name} fits"

    found = _Gaps(of, table, list(table.columns.names[:-1]), confirm)
    found.look(rows, lambda row: row is tables.NO_ROW)
    if found:
        yield found.finding(
            table.name,
            f"no row of `{name}` takes {found.described}",
            "no row for this",
            "add a row for it, or end with `otherwise`",
        )


def of_rating(of: Analysis, rating: Rating) -> Iterator[Finding]:
    """A rating of which no case holds, or that starts with what is no label."""
    on = of.narrow
    name = rating.name.text
    begun = ratings.begun(on, rating, diagram)
    bound = ratings.bound(on, ratings.rules(on, rating, diagram))
    labels = ratings.outcome(on, begun, bound)
    labels = ratings.for_kinds(on, ratings.kinds_of(rating), labels)

    def confirm(decision: Decision) -> bool:
        value = decision[name].value
        if not isinstance(value, NotKnown):
            return False
        reasons = value.reason.split("; ")
        return "no case fits" in reasons or any("is not a label of" in one for one in reasons)

    conditions: list[Node] = [case.condition for case in rating.cases if case.condition]
    if rating.start is not None:
        conditions = [rating.start.expression]
    found = _Gaps(of, rating, conditions, confirm)
    found.look(labels, lambda label: label in (ratings.NO_CASE, ratings.NO_LABEL))
    if not found:
        return
    if rating.start is None:
        yield found.finding(
            rating.name,
            f"no case of `{name}` holds for {found.described}",
            "no case for this",
            "add a case for it, or end with `LABEL otherwise`",
        )
        return
    value = found.shown[0].decision[name].value if found.shown else None
    reason = value.reason if isinstance(value, NotKnown) else ""
    figure = next((one for one in reason.split("; ") if "is not a label of" in one), "")
    said = figure or f"what it starts with is not always a label of {rating.type.text}"
    yield found.finding(
        rating.start,
        f"`{name}` can have no label: {said}",
        "this can be a number that is no label",
        "round it, or bring it onto the scale with cases",
    )


def of_card(of: Analysis, card: Scorecard) -> Iterator[Finding]:
    """A row whose measure fits none of its bands."""
    for row in card.rows:
        word = measure_of(row)
        assert word is not None
        yield from _of_row(of, card, row, word)


def _of_row(of: Analysis, card: Scorecard, row: CardRow, word: Node) -> Iterator[Finding]:
    name, measure = card.name.text, getattr(word, "text", "")

    def confirm(decision: Decision) -> bool:
        value = next((step.value for step in decision[name].inputs if step.rule is row), None)
        reason = f"no band of {name} fits {measure}"
        return isinstance(value, NotKnown) and value.reason == reason

    found = _Gaps(of, card, [word, *row.cells[1:]], confirm)
    place = scorecards.placed(of.narrow, card, row, diagram)
    found.look(place, lambda band: band is scorecards.NOWHERE)
    if found:
        yield found.finding(
            word,
            f"no band of `{name}` takes {found.described}",
            "no band for this",
            "widen a band, or let the last one be `otherwise`",
        )


class _Gaps:
    """The gaps of one rule: in words, and with the organisations that fall into them."""

    def __init__(self, of: Analysis, about: Node, nodes: Sequence[Node], confirm: Confirm) -> None:
        self.of = of
        self.about = about
        self.confirm = confirm
        self.names = direct_names(of.policy, nodes)
        self.words: list[str] = []
        self.shown: list[Witness] = []
        self.more = False
        self.unconfirmed: list[str] = []

    def look(self, diagram: Diagram, wanted: Callable[[Any], bool]) -> None:
        """Finds the gaps that a diagram has."""
        for looked, way in enumerate(ways(self.of.narrow, diagram, wanted)):
            if len(self.words) >= _MOST or looked >= _MOST_LOOKED_AT:
                self.more = bool(self.words)
                return
            witnesses = list(self._witnesses(way))
            if not witnesses:
                if likely(self.of.narrow, way):
                    self.unconfirmed.append(listed(way_words(self.of.narrow.space, way.path)))
                continue
            words = self._described(way, witnesses[0])
            if words not in self.words:
                self.words.append(words)
                self.shown.extend(witnesses)

    def _witnesses(self, way: Way) -> Iterator[Witness]:
        """One organisation; of a stretch of numbers one within it and one at each end it has."""
        spread = _spread(self.of, way)
        for numbers in spread or [dict(way.numbers)]:
            found = self.of.witnesses.of(
                evolve(way, numbers=numbers), self.about, self.confirm, search=not self.shown
            )
            if found is not None:
                yield found

    def _described(self, way: Way, witness: Witness) -> str:
        space = self.of.narrow.space
        facts = [self.of.policy.facts.get(name) for name in self.names]
        terms = [space.terms.all[order] for order in way.path]
        if terms and all(isinstance(fact, Fact) for fact in facts):
            # How facts stand to each other is told by one organisation, and so is much at once.
            free = sum(term.free for term in terms)
            if free <= _MOST_FREE and all(term.of is None for term in terms):
                return listed(way_words(space, way.path))
        return listed([*self._values(witness)]) or given(self.of.policy, witness.situation)

    def _values(self, witness: Witness) -> Iterator[str]:
        policy = self.of.policy
        for name in self.names:
            fact = witness.situation.fact(name)
            if fact is not None:
                yield fact_words(policy, name, fact)
            elif name in witness.decision.results:
                step = witness.decision[name]
                if isinstance(step.rule, Scorecard) or not step.known:
                    continue
                yield f"{name} {value_words(step.value, policy.types[step.rule])}"

    def __bool__(self) -> bool:
        return bool(self.words or self.unconfirmed)

    @property
    def described(self) -> str:
        """The gaps in words; those that nobody was found for only where there are no others."""
        more = "; and more" if self.more else ""
        return "; ".join(self.words or list(dict.fromkeys(self.unconfirmed))[:_MOST]) + more

    def finding(self, node: Node, message: str, label: str, help: str) -> Finding:
        """The finding."""
        policy = self.of.policy
        situations = [one.situation for one in self.shown]
        return finding(
            policy,
            "gap",
            node,
            message,
            label=label,
            help=f"{help}; {example_of(policy, situations)}",
            witnesses=situations,
            possible=not situations,
        )


def _spread(of: Analysis, way: Way) -> list[dict[Term, Fraction]]:
    """The numbers of a way that asks one number: those worth showing."""
    space = of.narrow.space
    asked = [space.terms.all[order] for order in way.path]
    numeric = [
        term
        for term in asked
        if term.key[0] == "fact" and (term.step is None or term.high is None or term.low is None)
    ]
    if len(numeric) != 1 or len(asked) > 2:
        return []
    (term,) = numeric
    range_ = range_of(term, way.path[term.order])
    numbers = {nice(range_, term.step)}
    if range_.low is not None and range_.high is not None and range_.low < range_.high:
        inside = nice(Range(range_.low, True, range_.high, True), term.step)
        numbers.add(inside)
        numbers.update(
            end
            for end, open_ in ((range_.low, range_.low_open), (range_.high, range_.high_open))
            if not open_
        )
    return [{**way.numbers, term: number} for number in sorted(numbers) if range_.holds(number)]
