"""Reading one file into a gathering: what its words mean, and what is said twice or unknown.

The readers of the formats know where things stand in their files; what they mean is settled here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import define, evolve, field

from policy_dsl.facts.files import Unreadable
from policy_dsl.facts.gather import Gathering, Place, Slot
from policy_dsl.facts.judgements import plain_judgement
from policy_dsl.facts.records import Fact, Judgement, Organisation, Origin
from policy_dsl.facts.typed import PLAIN_WORDS, Mistake, Words, quoted, read_value
from policy_dsl.facts.vocabulary import Entry, FactEntry, Vocabulary
from policy_dsl.source import Diagnostic, Severity, nearest, printable
from policy_dsl.values.grades import Grade
from policy_dsl.values.periods import Period, PeriodError

#: The most mistakes of a file that are told one by one.
MOST_MISTAKES = 100
# The most unknown names that are listed, and that are remembered.
_PASSED_OVER = "what stands there is passed over; name it as the policy does to have it read"
_MOST_LISTED = 20
_MOST_UNKNOWN = 1000
# The most further lines that are named of a mistake.
_MOST_LINES = 5
# How many texts of a fact are remembered with their values before starting afresh.
_MOST_TEXTS = 10_000


@define(eq=False)
class Reading:
    """One file being read into a gathering.

    ``grade`` and ``source`` are what the file says of its figures, once it has said it.
    ``supplied`` marks a file that lies beside the policy and gives its national figures.
    """

    gathering: Gathering
    path: Path
    supplied: bool = False
    words: Words = PLAIN_WORDS
    grade: Grade | None = None
    source: str = ""
    mistakes: int = 0
    _left: int = 0
    _periods: dict[str, Period] = field(factory=dict)
    _slots: dict[str, tuple[Slot, ...]] = field(factory=dict)
    _result_slots: dict[str, tuple[Slot, ...]] = field(factory=dict)
    _entry_slots: dict[tuple[int, str], Slot] = field(factory=dict)
    _told: dict[tuple[str, str], tuple[Diagnostic, list[int]]] = field(factory=dict)
    _unknown_columns: dict[str, int] = field(factory=dict)
    _unknown_identifiers: dict[str, int] = field(factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The policy's own vocabulary."""
        return self.gathering.vocabulary

    @cached_property
    def file(self) -> str:
        """The file's name as messages and origins give it."""
        return str(self.path)

    # ---- what is said ------------------------------------------------------------------------

    def error(self, code: str, line: int, message: str, help: str | None = None) -> None:
        """A mistake in the file, told once with its lines; past a hundred they are only counted."""
        self.mistakes += 1
        told = self._told.get((code, message))
        if told is not None:
            told[1].append(line)
        elif len(self._told) < MOST_MISTAKES:
            found = self._said(code, Severity.ERROR, line, message, help)
            self._told[code, message] = found, []
        else:
            self._left += 1

    def stop(self, problem: Unreadable) -> None:
        """Says why the file could not be read on."""
        self._tell(problem.code, Severity.ERROR, problem.line, problem.message, problem.help)

    def finish(self) -> None:
        """Says what is wrong with the file, and of what in it nothing is known."""
        self.gathering.diagnostics += [
            evolve(told, message=told.message + _also(lines)) for told, lines in self._told.values()
        ]
        self._tell_unknown("unknown-column", "column", self._unknown_columns)
        self._tell_unknown("unknown-identifier", "fact", self._unknown_identifiers)
        if self._left:
            said = f"and {self._left:,} more mistakes"
            self._tell("facts-more", Severity.ERROR, 0, said, "mend these first")

    def _tell(
        self, code: str, severity: Severity, line: int, message: str, help: str | None
    ) -> None:
        self.gathering.diagnostics.append(self._said(code, severity, line, message, help))

    def _said(
        self, code: str, severity: Severity, line: int, message: str, help: str | None
    ) -> Diagnostic:
        where = str(Origin(self.file, line))
        return Diagnostic(code, severity, message, None, help=help, path=where)

    def _tell_unknown(self, code: str, what: str, unknown: Mapping[str, int]) -> None:
        if not unknown:
            return
        known = self.vocabulary.by_word
        listed = []
        for word in list(unknown)[:_MOST_LISTED]:
            near = nearest(word, known)
            listed.append(quoted(word) + (f" (did you mean `{printable(near)}`?)" if near else ""))
        left = len(unknown) - len(listed)
        if left:
            listed.append(f"{left:,} {'or more ' if len(unknown) == _MOST_UNKNOWN else ''}others")
        message = f"the policy `{printable(self.vocabulary.policy)}` has no {what} "
        line = min(unknown.values())
        self._tell(code, Severity.WARNING, line, message + ", ".join(listed), _PASSED_OVER)

    # ---- what words mean ---------------------------------------------------------------------

    def slots(self, word: str) -> tuple[Slot, ...]:
        """What a column or identifier stands for; empty if for nothing."""
        found = self._slots.get(word)
        if found is None:
            entries = self.vocabulary.by_word.get(word)
            if entries is None:
                return ()  # not remembered: a file may hold any number of unknown words
            found = self._slots[word] = self._slots_of(word, entries)
        return found

    def result_slots(self, word: str) -> tuple[Slot, ...]:
        """What a word stands for where only published results are meant."""
        found = self._result_slots.get(word)
        if found is None:
            entries = self.vocabulary.results_by_word.get(word)
            if entries is None:
                return ()
            found = self._result_slots[word] = self._slots_of(word, entries)
        return found

    def _slots_of(self, word: str, entries: tuple[Entry, ...]) -> tuple[Slot, ...]:
        found = []
        for entry in entries:
            key = id(entry), word
            found.append(self._entry_slots.setdefault(key, Slot(entry, word)))
        return tuple(found)

    def unknown_column(self, name: str, line: int) -> None:
        """Notes a column of which neither the policy nor the layout says anything."""
        if name not in self.gathering.known and len(self._unknown_columns) < _MOST_UNKNOWN:
            self._unknown_columns.setdefault(name, line)

    def unknown_identifier(self, word: str, line: int) -> None:
        """Notes a name or identifier of which the policy says nothing."""
        if word not in self.gathering.known and len(self._unknown_identifiers) < _MOST_UNKNOWN:
            self._unknown_identifiers.setdefault(word, line)

    def period(self, text: str, line: int) -> Period | None:
        """The period a text names, of the policy's own kind, or None after saying what is wrong."""
        found = self._periods.get(text)
        if found is not None:
            return found
        if not text.strip():
            self.error(
                "fact-period",
                line,
                "no period is given",
                f"give the {self.vocabulary.period.value} the facts are of",
            )
            return None
        try:
            found = Period.parse(text, self.vocabulary.period)
        except PeriodError as problem:
            self.error("fact-period", line, problem.message, problem.help)
            return None
        if len(self._periods) < _MOST_TEXTS:
            self._periods[text] = found
        return found

    # ---- where facts go ----------------------------------------------------------------------

    def place(self, organisation: Organisation, period: Period | None, line: int) -> Place:
        """The place for an organisation's facts in a period: a new one or the one already known."""
        if self.supplied:
            self.error(
                "facts-organisation",
                line,
                "a file supplied with the policy holds national figures, not an organisation's",
                "give these facts in a file of their own, beside the policy's",
            )
            return Place(organisation)
        if period is None:
            return Place(organisation)
        origin = Origin(self.file, line)
        key = (organisation.code, period.ordinal)
        known = self.gathering.places.get(key)
        if known is None or known.organisation is None or known.origin is None:
            place = Place(organisation, period, origin, national=self._national(period))
            self.gathering.places[key] = place
            return place
        # What one file leaves out another may say; of two names the first is as good.
        before = known.organisation
        if before.kind and organisation.kind and before.kind != organisation.kind:
            self.error(
                "fact-twice",
                line,
                f"{quoted(organisation.code)} in {period} is a `{printable(organisation.kind)}` "
                f"here and a `{printable(before.kind)}` at {known.origin}",
                "an organisation is of one kind in a period",
            )
        known.organisation = evolve(
            before, name=before.name or organisation.name, kind=before.kind or organisation.kind
        )
        return known

    def national_place(self, period: Period | None) -> Place:
        """The place for national figures of a period."""
        return Place() if period is None else Place(None, period, national=self._national(period))

    def _national(self, period: Period) -> dict[str, Fact]:
        gathering = self.gathering
        return (gathering.supplied if self.supplied else gathering.national).setdefault(period, {})

    def put(
        self,
        slot: Slot,
        text: str,
        place: Place,
        origin: Origin,
        judgement: Judgement | None = None,
    ) -> None:
        """Reads the text of a fact, which is not blank, and puts the fact in its place."""
        value = slot.values.get(text)
        entry = slot.entry
        if value is None:
            if len(slot.values) >= _MOST_TEXTS:
                slot.values.clear()
            value = slot.values[text] = read_value(text, entry, self.words)
        if isinstance(value, Mistake):
            self.wrong(entry, origin.line, value, slot.word)
            return
        judgement = judgement or plain_judgement(entry)
        fact = Fact(value, text, origin, self.grade, self.source, judgement)
        self.settle(entry, fact, place)

    def fact(self, slot: Slot, text: str, line: int) -> Fact | None:
        """The fact a text is written for, or None after saying what is wrong with it."""
        value = read_value(text, slot.entry, self.words)
        if isinstance(value, Mistake):
            self.wrong(slot.entry, line, value, slot.word)
            return None
        return Fact(value, text, Origin(self.file, line), self.grade, self.source)

    def wrong(self, entry: Entry, line: int, mistake: Mistake, word: str = "") -> None:
        """Says what is wrong with a fact; ``word`` is what the file calls it."""
        called = f", here {quoted(word)}," if word and word != entry.name else ""
        self.error(mistake.code, line, f"`{entry.name}`{called} {mistake.reason}", mistake.help)

    def settle(self, entry: Entry, fact: Fact, place: Place) -> None:
        """Puts a fact in its place, where no other may be."""
        if not isinstance(entry, FactEntry):
            facts = place.published
        elif entry.national:
            facts = place.national
        else:
            facts = place.facts
        known = facts.setdefault(entry.name, fact)
        if known is not fact and known.value != fact.value:
            self._twice(entry, place, known, fact)

    def _twice(self, entry: Entry, place: Place, known: Fact, fact: Fact) -> None:
        who = "" if place.organisation is None else f" of {quoted(place.organisation.code)}"
        self.error(
            "fact-twice",
            fact.origin.line,
            f"`{entry.name}`{who} in {place.period} is {quoted(fact.written)} here and "
            f"{quoted(known.written)} at {known.origin}",
            "leave one of them out",
        )

    def is_nobodys(self, slots: tuple[Slot, ...], line: int) -> bool:
        """Whether facts of an organisation stand where none is named, after saying so."""
        for slot in slots:
            if not slot.national:
                self.error(
                    "facts-organisation",
                    line,
                    f"no organisation is named, and `{slot.entry.name}` is not a national fact",
                    "name the organisation",
                )
                return True
        return False


def _also(lines: Sequence[int]) -> str:
    """The further lines of a mistake: ``; so it is on lines 3, 4, 5 and 12 more``."""
    if not lines:
        return ""
    shown = [str(line) for line in lines[:_MOST_LINES]]
    left = len(lines) - len(shown)
    *first, last = [*shown, f"{left:,} more"] if left else shown
    listed = f"{', '.join(first)} and {last}" if first else last
    return f"; so it is on {'line' if len(lines) == 1 else 'lines'} {listed}"
