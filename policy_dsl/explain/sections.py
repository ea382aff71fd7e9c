"""One section for each named result: its rule, what happened, and the facts it rests on.

Every kind of step has its line here; the words are those of ``wording.py``.  A section says in
``_Told`` what stands below a line: entries for what has a name, lines for what has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, assert_never

from attrs import Factory, define, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.evaluate.step import Acted, Step
from policy_dsl.explain.lines import Entry, Line, Section, Tone
from policy_dsl.explain.places import Places
from policy_dsl.explain.rules import cite_words, is_result, name_of, quote, rule_of
from policy_dsl.explain.value_words import and_more, still_open, words_of
from policy_dsl.explain.wording import count_operands, counts, deciding, happened, passes
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
from policy_dsl.syntax.nodes import Citation
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.absence import DOES_NOT_APPLY, NotKnown

_ACTED_TONE: Final = {
    Acted.DID_NOT_APPLY: Tone.QUIET,
    Acted.CHANGED_NOTHING: Tone.QUIET,
    Acted.DECIDED: Tone.DECIDED,
    Acted.CONFLICTED: Tone.DOUBT,
    Acted.MAY_APPLY: Tone.DOUBT,
}


@frozen
class _Told:
    entries: tuple[Entry, ...] = ()
    lines: tuple[Line, ...] = ()


@define(eq=False)
class Sections:
    """What is carried from section to section while they are built."""

    policy: Policy
    places: Places
    done: set[Step] = Factory(set)  # the results whose section has begun
    left_out: dict[str, list[str]] = Factory(dict)  # missing facts, and the results they left
    here: str = ""  # the result whose section is being built
    shown: set[Step] = Factory(set)  # what this section has listed already
    reached: dict[Step, None] = Factory(dict)  # the results this section refers to

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
        rule = rule_of(step)
        assert isinstance(rule, ValueDeclaration | Table | Rating)
        self.here = rule.name.text
        lines = tuple(self._of_result(rule, step)) if step.inputs else ()
        open_ = isinstance(step.value, NotKnown)
        # Of the results asked for the headline tells it already.
        if open_ and depth and not (isinstance(rule, Table) and step.inputs):
            lines = (Line("", still_open(self.policy, step, False), tone=Tone.DOUBT), *lines)
        return Section(
            rule.name.text,
            "not known" if open_ else words_of(self.policy, step),
            cite_words(self.policy, self.policy.cited(rule)),
            self.places.of_rule(rule),
            depth,
            lines,
            Tone.DOUBT if open_ else Tone.PLAIN,
        )

    # ---- results --------------------------------------------------------------------------------

    def _of_result(self, rule: ValueDeclaration | Table | Rating, step: Step) -> Iterator[Line]:
        match rule:
            case ValueDeclaration():
                yield self._line(quote(self.policy, rule), step.inputs[0], ())
            case Table():
                yield self._row(rule, step)
            case Rating():
                yield from self._rating(rule, step)
            case _:
                assert_never(rule)

    def _row(self, rule: Table, step: Step) -> Line:
        told = self._all(step.inputs)
        if not isinstance(step.detail, int):
            said = happened(self.policy, step)
            return Line("", said, "", Tone.DOUBT, told.entries, told.lines)
        row = rule.rows[step.detail]
        said = f"row {step.detail + 1} of {len(rule.rows)}, {self.places.of_rule(row)}"
        cite = cite_words(self.policy, row.citations)
        text = quote(self.policy, row)
        return Line(text, said, cite, Tone.DECIDED, told.entries, told.lines)

    def _rating(self, rule: Rating, step: Step) -> Iterator[Line]:
        inputs = list(step.inputs)
        if rule.start is not None:
            start = inputs.pop(0)
            text = f"start with {quote(self.policy, rule.start.expression)}"
            yield self._line(text, start, rule.start.citations)
        doubt = False
        for line in inputs:
            yield self._rating_line(line, doubt)
            doubt = doubt or isinstance(line.value, NotKnown)

    def _rating_line(self, line: Step, doubt: bool) -> Line:
        """A case or an override; ``doubt`` says that a case above may hold."""
        rule = line.rule
        assert isinstance(rule, Case | Override)
        told = self._told(line.inputs[0], True) if line.inputs else _Told()
        cite = cite_words(self.policy, rule.citations)
        text, said = quote(self.policy, rule), happened(self.policy, line)
        if doubt and not line.inputs:
            said = "unless a case above holds"
        return Line(text, said, cite, _tone(line), told.entries, told.lines)

    def _line(self, text: str, step: Step, citations: tuple[Citation, ...]) -> Line:
        """The line of an expression that a value is, or that a rating starts with."""
        cite = cite_words(self.policy, citations)
        if is_result(step):
            return Line(text, f"{words_of(self.policy, step)} {self._refer(step)}", cite)
        told = self._told(step, True)
        said = happened(self.policy, step)
        return Line(text, said, cite, Tone.PLAIN, told.entries, told.lines)

    # ---- what stands below a line ---------------------------------------------------------------

    def _all(self, steps: Iterable[Step]) -> _Told:
        entries: list[Entry] = []
        lines: list[Line] = []
        for step in steps:
            told = self._told(step)
            entries.extend(told.entries)
            lines.extend(told.lines)
        return _Told(tuple(entries), tuple(lines))

    def _told(self, step: Step, told_above: bool = False) -> _Told:
        """A step and what it rests on; ``told_above`` if its own text is told already."""
        rule = rule_of(step)
        match rule:
            case Fact() | ValueDeclaration() | Table() | Rating():
                return _Told((self._entry(step),)) if step not in self.shown else _Told()
            case Constant() | Name() | Negative(operand=Constant()):
                return _Told()
            case Not():
                return self._all(step.inputs)
            case Both() | Either():
                below = self._all(deciding(step))
            case Aggregate():
                below = self._operands(rule, step)
            case CountWhich():
                below = self._counted(rule, step)
            case Negative() | Arithmetic():
                below = self._figures(step)
            case Round():
                # What is rounded is told with the rounding where it is an average or its like.
                whole = isinstance(step.inputs[0].rule, Aggregate)
                below = self._told(step.inputs[0], whole)
            case Compare() | Is():
                below = self._all(step.inputs)
            case Case() | Override():
                raise TypeError("a rating's line is no part of an expression")
            case _:
                assert_never(rule)
        if told_above:
            return below
        line = Line(
            quote(self.policy, rule),
            happened(self.policy, step),
            "",
            Tone.DOUBT if isinstance(step.value, NotKnown) else Tone.PLAIN,
            below.entries,
            below.lines,
        )
        return _Told((), (line,))

    def _figures(self, step: Step) -> _Told:
        """What a calculation calculates with; its own parts are told with it."""
        entries: list[Entry] = []
        lines: list[Line] = []
        for operand in step.inputs:
            told = self._told(operand, isinstance(operand.rule, Negative | Arithmetic))
            entries.extend(told.entries)
            lines.extend(told.lines)
        return _Told(tuple(entries), tuple(lines))

    def _operands(self, rule: Aggregate, step: Step) -> _Told:
        """Every operand; those left out in a line of their own, with why."""
        entries: list[Entry] = []
        lines: list[Line] = []
        missing: list[str] = []
        not_for_it: list[str] = []
        for operand in step.inputs:
            name = name_of(operand) or f"`{quote(self.policy, rule_of(operand))}`"
            if counts(rule, operand):
                told = self._operand(operand)
                entries.extend(told.entries)
                lines.extend(told.lines)
                continue
            (not_for_it if operand.value is DOES_NOT_APPLY else missing).append(name)
            if is_result(operand):
                self._refer(operand)
            for fact in sorted(operand.missing):
                left = self.left_out.setdefault(fact, [])
                if self.here not in left:
                    left.append(self.here)
        for why, names in (("not supplied", missing), ("does not apply", not_for_it)):
            if names:
                lines.append(Line("", f"left out ({why}): {and_more(names)}", tone=Tone.QUIET))
        return _Told(tuple(entries), tuple(lines))

    def _operand(self, operand: Step) -> _Told:
        """An operand is listed even where this section has listed it before."""
        if name_of(operand) is not None:
            return _Told((self._entry(operand),))
        if isinstance(operand.rule, Constant | Name):
            words = words_of(self.policy, operand)
            return _Told((Entry(words, words, "written in the policy", ""),))
        return self._told(operand)

    def _counted(self, rule: CountWhich, step: Step) -> _Told:
        entries: list[Entry] = []
        lines: list[Line] = []
        for operand in count_operands(rule, step):
            truth = passes(self.policy, rule, step, operand)
            if name_of(operand) is not None:
                note = "counted" if truth is True else ""
                tone = Tone.DECIDED if truth is True else Tone.QUIET
                entries.append(self._entry(operand, note, tone))
            else:
                lines.extend(self._told(operand).lines)
        limit = self._all(step.inputs[len(count_operands(rule, step)) :])
        return _Told((*entries, *limit.entries), (*lines, *limit.lines))

    # ---- entries --------------------------------------------------------------------------------

    def _entry(self, step: Step, note: str = "", tone: Tone = Tone.PLAIN) -> Entry:
        self.shown.add(step)
        rule = step.rule
        value = "not known" if isinstance(step.value, NotKnown) else words_of(self.policy, step)
        if isinstance(step.value, NotKnown):
            tone = Tone.DOUBT
        if not isinstance(rule, Fact):
            return Entry(name_of(step) or "", value, "", self._refer(step), note, tone)
        read = step.detail
        place, grade = "not supplied", None
        if isinstance(read, FactRead):
            national = self.policy.vocabulary.facts[rule.name.text].national
            place = self.places.of_fact(read)
            grade = read.grade or (self.policy.grade(rule) if national else None)
        notes = ", ".join(filter(None, (note, grade.value if grade else "")))
        return Entry(rule.name.text, value, rule.label.text, place, notes, tone)

    def _refer(self, step: Step) -> str:
        """Where a result is explained; the section of one that is not yet follows this one."""
        self.reached[step] = None
        return "(above)" if step in self.done else "(below)"


def _tone(line: Step) -> Tone:
    if isinstance(line.detail, Acted):
        return _ACTED_TONE[line.detail]
    if isinstance(line.value, NotKnown):
        return Tone.DOUBT
    return Tone.DECIDED if line.value is True else Tone.QUIET
