"""All that an organisation can be, as far as a policy's rules tell it apart."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from attrs import define, field, frozen

from policy_dsl.analyse.diagrams import Diagram, Diagrams
from policy_dsl.analyse.terms import LAST_DAY, Form, Term, Terms
from policy_dsl.check.policy import Policy, Result
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.absence import NOTHING, NotKnown
from policy_dsl.values.numbers import Precision
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import ListOf, OrNothing, Plain, Quantity, Type, Unit, base

#: Facts that are not supplied, where a rule leaves out what is missing.
ABSENT: Final = NotKnown(frozenset({"a fact"}))


@frozen
class Another:
    """A text that is none of those a policy names; ``term`` is the fact's."""

    term: int


@define(eq=False)
class Space:
    """The terms of a policy and the diagrams of its results.

    In a ``wide`` space every reading of an open point can be taken but those in ``readings``, and
    the facts named in ``absent`` may be missing.  In a narrow one, which is smaller, the first
    reading is taken and everything is supplied.
    """

    policy: Policy
    readings: Mapping[str, int]
    wide: bool
    absent: frozenset[str]
    texts: Mapping[Fact, tuple[str, ...]]
    diagrams: Diagrams
    terms: Terms = field(init=False)
    mends: bool = True  # a wide space: anything at all stands in place of a gap
    row: Any = None  # the row of a scorecard that a `where` is asked of
    made: dict[Any, Diagram] = field(factory=dict, repr=False)
    making: set[Any] = field(factory=set, repr=False)  # results whose diagrams are being made
    earlier: dict[Any, Any] = field(factory=dict, repr=False)  # what terms of the past stand for
    asked: dict[Any, Node] = field(factory=dict, repr=False)  # what is not cut further, by its term
    rules: dict[Any, Any] = field(factory=dict, repr=False)  # of each rating
    pasts: dict[Any, Any] = field(factory=dict, repr=False)  # what is asked of a card's past
    running: dict[Any, Diagram] = field(factory=dict, repr=False)  # conditions asked of the past
    failed: set[Result] = field(factory=set)  # those that would take too much work

    def __attrs_post_init__(self) -> None:
        self.terms = Terms(self.diagrams)

    def forget(self) -> None:
        """Lets go of every diagram; the space is of no use after it."""
        self.diagrams.forget()
        for known in (self.made, self.earlier, self.rules, self.pasts, self.running):
            known.clear()

    def leaf(self, value: Any) -> Diagram:
        """The diagram of a settled value."""
        return self.diagrams.leaf(value)

    def type_of(self, node: Node) -> Type:
        """The type the checker gave a node."""
        return self.policy.types[node]

    # ---- what a policy rests on ------------------------------------------------------------------

    def fact(self, fact: Fact) -> Diagram:
        """The diagram of a fact."""
        found = self.made.get(fact)
        if found is None:
            found = self.made[fact] = self._fact(fact)
        return found

    def _fact(self, fact: Fact) -> Diagram:
        name = fact.name.text
        entry = self.policy.vocabulary.facts[name]
        if isinstance(entry.type, ListOf):
            return self.leaf(ABSENT)  # asked only by selections, which do not come here
        if base(entry.type) is Plain.TEXT:
            value = self._text(fact)
        else:
            value = self.of_type(("fact", name), base(entry.type), entry.precision)
        if isinstance(entry.type, OrNothing):
            value = self._unless(("nothing", name), self.leaf(NOTHING), value)
        if self.wide and name in self.absent:
            labels = entry.type.labels if isinstance(entry.type, Scale | Choice) else ()
            missing = NotKnown(ABSENT.missing, labels)
            value = self._unless(("absent", name), self.leaf(missing), value)
        return value

    def _unless(self, key: Any, instead: Diagram, value: Diagram) -> Diagram:
        term = self.terms.term(key, step=1, low=0, high=1)
        return self.terms.choice(term, [value, instead])

    def _text(self, fact: Fact) -> Diagram:
        constants = self.texts.get(fact, ())
        term = self.terms.term(("fact", fact.name.text), step=1, low=0, high=len(constants))
        values = [*(self.leaf(text) for text in constants), self.leaf(Another(term.order))]
        return self.terms.choice(term, values)

    def of_type(
        self, key: Any, type_: Type, precision: Precision | None = None, **more: Any
    ) -> Diagram:
        """The diagram of a term that can be anything of a type."""
        match type_:
            case Scale() | Choice():
                count = len(type_.labels)
                term = self.terms.term(key, step=1, low=0, high=count - 1)
                return self.terms.choice(term, [self.leaf(label) for label in type_.labels])
            case Plain.YES_OR_NO:
                term = self.terms.term(key, step=1, low=0, high=1)
                return self.terms.choice(term, [self.leaf(False), self.leaf(True)])
            case Plain.TEXT:
                term = self.terms.term(key, step=1, low=0, high=0)
                return self.leaf(Another(term.order))
            case Plain.DATE:
                return self.leaf(Form.of(self.terms.term(key, step=1, low=1, high=LAST_DAY)))
            case OrNothing():
                value = self.of_type(key, type_.of, precision, **more)
                return self._unless((*key, "nothing"), self.leaf(NOTHING), value)
            case _:
                return self.leaf(Form.of(self._number(key, type_, precision, more)))

    def _number(
        self, key: Any, type_: Type, precision: Precision | None, more: Mapping[str, Any]
    ) -> Term:
        known = precision or Precision()
        places, low, high = known.places, known.low, known.high
        if isinstance(type_, Quantity) and type_.unit is Unit.COUNT:
            places = 0 if places is None else places
            low = max(low, Decimal(0)) if low is not None else Decimal(0)
        ends = {
            "step": None if places is None else Fraction(1, 10**places),
            "low": None if low is None else Fraction(low),
            "high": None if high is None else Fraction(high),
        }
        return self.terms.term(key, **{**ends, **more})

    def free(self, key: Any, type_: Type, **more: Any) -> Diagram:
        """The diagram of something that is not cut further."""
        return self.of_type(("free", key), type_, None, **more)

    def reading(self, item: Interpretation) -> Diagram:
        """The diagram of an open point: the reading taken, or any."""
        found = self.made.get(item)
        if found is None:
            values = [
                self.leaf(self._reading(item, number)) for number in range(len(item.readings))
            ]
            chosen = self.readings.get(item.name.text, None if self.wide else 0)
            if chosen is not None:
                found = values[chosen]
            else:
                key = ("reading", item.name.text)
                term = self.terms.term(key, step=1, low=0, high=len(values) - 1)
                found = self.terms.choice(term, values)
            self.made[item] = found
        return found

    def _reading(self, item: Interpretation, number: int) -> Any:
        reading = item.readings[number]
        meaning = self.policy.meanings.get(reading)
        if isinstance(meaning, Label):
            return meaning
        assert isinstance(reading, Constant)
        return as_value(reading.value)

    def of_kind(self, kinds: frozenset[str] | None) -> Diagram:
        """Whether the organisation is of one of these kinds; None means any."""
        every = self.policy.kinds
        if kinds is None or len(every) < 2:
            return self.leaf(kinds is None or any(kind in kinds for kind in every) or not every)
        term = self.terms.term(("kind",), step=1, low=0, high=len(every) - 1)
        return self.terms.choice(term, [self.leaf(kind in kinds) for kind in every])


def as_value(value: Any) -> Any:
    """A constant as diagrams hold it: a day is the number of the day."""
    from datetime import date

    return Decimal(value.toordinal()) if isinstance(value, date) else value
