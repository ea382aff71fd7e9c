"""One section for each named result: its rule, what happened, and the facts it rests on.

Every kind of step has its place here; the words are those of ``wording.py`` and of the constructs'
own files.  What stands below a line is ``Told``: entries for what has a name, lines for what has
none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from attrs import Factory, define

from policy_dsl.check.policy import Result
from policy_dsl.evaluate.step import Place, Step
from policy_dsl.explain.aggregates import counted, operands
from policy_dsl.explain.entries import entry, member, reading
from policy_dsl.explain.history import periods_seen
from policy_dsl.explain.homes import Homes
from policy_dsl.explain.lines import Line, Section, Told, Tone
from policy_dsl.explain.places import Places
from policy_dsl.explain.population import group_told
from policy_dsl.explain.ratings import rating_lines
from policy_dsl.explain.rules import called, cite_words, is_result, quote, rule_of
from policy_dsl.explain.scorecards import card_lines, card_value
from policy_dsl.explain.selections import selected
from policy_dsl.explain.triggers import trigger_lines
from policy_dsl.explain.value_words import listed, still_open, words_of
from policy_dsl.explain.why import deciding
from policy_dsl.explain.wording import fires, happened
from policy_dsl.facts.records import Fact as FactRead
from policy_dsl.syntax.aggregates import Aggregate, CountWhich, Round
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    YearToDate,
)
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Citation, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.records import Field, RecordDeclaration
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Due, Trigger, TriggerWhen
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown


@define(eq=False)
class Sections:
    """What is carried from section to section while they are built."""

    homes: Homes
    places: Places
    done: set[Step] = Factory(set)  # the results whose section has begun
    left_out: dict[str, list[str]] = Factory(dict)  # missing facts, and the results they left
    here: str = ""  # the result whose section is being built
    shown: set[Step] = Factory(set)  # what this section has listed already
    reached: dict[Step, None] = Factory(dict)  # the results this section refers to
    readings: set[Step] = Factory(set)  # the interpretations that were explained

    def build(self, tops: Iterable[Step]) -> tuple[Section, ...]:
        """The sections of results and of all they rest on, each after the first that needs it."""
        found: list[Section] = []
        stack = [(step, 0) for step in tops][::-1]
        promised = {step for step, _ in stack}
        while stack:
            step, depth = stack.pop()
            self.done.add(step)
            self.shown, self.reached = set(), {}
            found.append(self._section(step, depth))
            below = [one for one in self.reached if one not in promised]
            promised.update(below)
            stack.extend((one, depth + 1) for one in reversed(below))
        return tuple(found)

    def _section(self, step: Step, depth: int) -> Section:
        rule = step.rule
        assert isinstance(rule, Result)
        self.here = called(self.homes, step)
        home = self.homes.home(rule)
        lines = tuple(self._of_result(rule, step)) if step.inputs else ()
        open_ = isinstance(step.value, NotKnown)
        # Of the results asked for the headline tells it already.
        told = not depth or (isinstance(rule, Table) and step.inputs)
        if open_ and not told and not isinstance(rule, Scorecard):
            lines = (Line("", still_open(self.homes, step, False), tone=Tone.DOUBT), *lines)
        kinds = rule.applies_to if isinstance(rule, Rating | Trigger) else None
        if step.value is DOES_NOT_APPLY and depth and kinds is not None and not step.inputs:
            only = listed([kind.text for kind in kinds.kinds])
            lines = (Line("", f"it is only for {only}", tone=Tone.QUIET),)
        verb, value = self._value(rule, step)
        return Section(
            self.here,
            value,
            cite_words(self.homes, home.cited(rule)),
            "  ".join(filter(None, (self.homes.edition(home), self.places.of_rule(rule)))),
            depth,
            lines,
            Tone.DOUBT if open_ else Tone.PLAIN,
            verb,
        )

    def _value(self, rule: Result, step: Step) -> tuple[str, str]:
        """The verb and the end of the sentence that a section begins with."""
        if isinstance(rule, Trigger):
            return "", fires(step)
        if isinstance(rule, Scorecard):
            return card_value(self.homes, step)
        if step.value is DOES_NOT_APPLY:
            return "", str(DOES_NOT_APPLY)
        known = not isinstance(step.value, NotKnown)
        return "is", words_of(self.homes, step) if known else "not known"

    # ---- results --------------------------------------------------------------------------------

    def _of_result(self, rule: Result, step: Step) -> Iterator[Line]:
        match rule:
            case ValueDeclaration():
                yield self.line(quote(self.homes, rule), step.inputs[0], ())
            case Table():
                yield self._row(rule, step)
            case Scorecard():
                yield from card_lines(self, step)
            case Rating():
                yield from rating_lines(self, rule, step)
            case Trigger():
                yield from trigger_lines(self, rule, step)
            case _:
                assert_never(rule)

    def _row(self, rule: Table, step: Step) -> Line:
        told = self.all(step.inputs)
        if not isinstance(step.detail, int):
            return told.below("", happened(self.homes, step), "", Tone.DOUBT)
        row = rule.rows[step.detail]
        said = f"row {step.detail + 1} of {len(rule.rows)}, {self.places.of_rule(row)}"
        cite = cite_words(self.homes, row.citations)
        return told.below(quote(self.homes, row), said, cite, Tone.DECIDED)

    def line(self, text: str, step: Step, citations: tuple[Citation, ...]) -> Line:
        """The line of an expression that a value is, or that a rating starts with."""
        cite = cite_words(self.homes, citations)
        if is_result(step):
            return Line(text, f"{words_of(self.homes, step)} {self.refer(step)}", cite)
        return self.told(step, True).below(text, happened(self.homes, step), cite)

    # ---- what stands below a line ---------------------------------------------------------------

    def all(self, steps: Iterable[Step]) -> Told:
        """Several steps and what they rest on."""
        told = [self.told(step) for step in steps]
        # A table of items or periods stands below the text of its own step.
        return Told(
            tuple(entry for one in told for entry in one.entries),
            tuple(line for one in told for line in one.lines),
        )

    def told(self, step: Step, told_above: bool = False) -> Told:
        """A step and what it rests on; ``told_above`` if its own text is told already."""
        rule = rule_of(step)
        if self.homes.leads_away(step):
            return Told()  # another period or organisation has an explanation of its own
        if isinstance(step.detail, Place) and step.inputs and not isinstance(rule, Member):
            return self.told(step.inputs[-1], told_above)  # the same in this period
        match rule:
            case Fact() | ValueDeclaration() | Table() | Scorecard() | Rating() | Trigger():
                return self.told_again(step) if step not in self.shown else Told()
            case Interpretation() | CardRow():
                return self.told_again(step) if step not in self.shown else Told()
            case Member():
                return Told() if step in self.shown else member(self, step)
            case Constant() | Name() | Negative(operand=Constant()) | PeriodBound() | Word():
                return Told()
            case RecordDeclaration() | Field():
                return Told()  # told with the list
            case Not():
                return self.all(step.inputs)
            case Both() | Either():
                below = self.all(deciding(step))
            case Aggregate():
                below = operands(self, rule, step)
            case CountWhich():
                below = counted(self, rule, step)
            case Quantified() | CountDistinct() | FieldOf():
                below = selected(self, rule, step)
            case Held() | Earlier() | YearToDate():
                below = periods_seen(self, rule, step)
            case Across() | Quantile() | Rank():
                below = group_told(self, step)
            case Negative() | Arithmetic():
                below = self._figures(step)
            case Round():
                # What is rounded is told with the rounding where it is an average or its like.
                below = self.told(step.inputs[0], isinstance(step.inputs[0].rule, Aggregate))
            case Compare() | Is() | InThePeriod() | DateFrom():
                below = self.all(step.inputs)
            case Case() | Override() | TriggerWhen() | Due():
                raise TypeError("a line of a result is no part of an expression")
            case _:
                assert_never(rule)
        if told_above:
            return below
        tone = Tone.DOUBT if isinstance(step.value, NotKnown) else Tone.PLAIN
        return Told(
            (), (below.below(quote(self.homes, rule), happened(self.homes, step), "", tone),)
        )

    def _figures(self, step: Step) -> Told:
        """What a calculation calculates with; its own parts are told with it."""
        told = [
            self.told(operand, isinstance(operand.rule, Negative | Arithmetic))
            for operand in step.inputs
        ]
        return Told(
            tuple(entry for one in told for entry in one.entries),
            tuple(line for one in told for line in one.lines),
        )

    # ---- entries --------------------------------------------------------------------------------

    def told_again(self, step: Step, note: str = "", tone: Tone = Tone.PLAIN) -> Told:
        """What has a name, even where this section has listed it before."""
        self.shown.add(step)
        if isinstance(step.rule, Interpretation):
            return reading(self, step, step.rule)
        return Told((entry(self, step, note, tone),))

    def where(self, step: Step) -> str:
        """Where a fact or record was read, or a result is explained."""
        if isinstance(step.rule, RecordDeclaration):
            return next(filter(None, map(self.where, step.inputs)), "")
        if isinstance(step.detail, FactRead):
            return self.places.of_fact(step.detail)
        if isinstance(step.rule, Fact):
            return "not supplied"
        if isinstance(step.rule, CardRow):
            card = self.homes.card_of(step)
            return self.refer(card) if card is not None else ""
        return self.refer(step) if is_result(step) else ""

    def refer(self, step: Step) -> str:
        """Where a result is explained; the section of one that is not yet follows this one."""
        if not self.homes.is_here(step):
            return ""
        self.reached[step] = None
        return "(above)" if step in self.done else "(below)"

    def leave_out(self, operand: Step, by: str = "") -> None:
        """Notes that a result leaves an operand out, and the facts it lacks."""
        if is_result(operand):
            self.refer(operand)
        for fact in sorted(operand.missing):
            left = self.left_out.setdefault(fact, [])
            if (by or self.here) not in left:
                left.append(by or self.here)
