"""Reading a log of decisions: each line checked by itself, each mistake with its line and column.

A log may come from anywhere, so nothing in it is believed: not its size, its depth or its shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from attrs import define, field, frozen

from policy_dsl.facts.files import Unreadable, lines
from policy_dsl.facts.records import Organisation
from policy_dsl.replay.columns import DuplicateKeyError, Path_, column_of, refuse_duplicates
from policy_dsl.replay.entry import SCHEMA, Asked
from policy_dsl.source import Diagnostic, Severity, printable
from policy_dsl.values.grades import Grade

#: The most bytes of a line: a rank looks at every organisation of its kind.
LONGEST_LINE = 64 * 1024 * 1024
#: The most mistakes of a file that are told one by one.
MOST_MISTAKES = 100
_HELP = "a log is written by `policy decide --log`, one decision in each line"

T = TypeVar("T")


@frozen
class Hashed:
    """An edition that took part in a decision, and the hash of what it then said."""

    name: str
    version: str
    content_hash: str

    @property
    def edition(self) -> str:
        """``nhs.oversight_framework@2025-26``."""
        return f"{self.name}@{self.version}"


@frozen
class LoggedFacts:
    """What was supplied of an organisation in a period, or (with no code) national figures."""

    code: str
    kind: str
    period: str
    facts: Mapping[str, object]


@frozen
class Entry:
    """A decision as it was logged. ``results`` are by name, as ``entry.py`` writes them."""

    line: int
    asked: Asked
    readings: Mapping[str, str]
    min_grade: str | None
    policy: Hashed
    others: tuple[Hashed, ...]
    organisation: Organisation
    period: str
    facts_hash: str
    records: tuple[LoggedFacts, ...]
    national: tuple[LoggedFacts, ...]
    results: Mapping[str, object]


@define
class Log:
    """A log being read; ``mistakes`` grows while its entries are taken one by one."""

    path: Path
    mistakes: list[Diagnostic] = field(factory=list)
    _count: int = 0

    def entries(self) -> Iterator[Entry]:
        """The decisions of the log, without holding the file in memory."""
        number = 0
        try:
            for number, text in enumerate(lines(self.path, LONGEST_LINE), start=1):
                if text.strip():
                    entry = _Line(self, number, text.rstrip("\n")).entry()
                    if entry is not None:
                        yield entry
        except Unreadable as problem:
            code = problem.code.replace("facts-", "log-")
            self._say(code, problem.line, 0, problem.message, problem.help)
        if self._count > MOST_MISTAKES:
            more = f"and {self._count - MOST_MISTAKES:,} more mistakes"
            self.mistakes.append(Diagnostic("log-more", Severity.ERROR, more, None, (), _HELP))
        if not number and not self.mistakes:
            self._say("log-empty", 0, 0, "the log is empty", _HELP)

    def error(self, code: str, line: int, column: int, message: str, help: str | None) -> None:
        """A mistake in a line; past the hundredth they are only counted."""
        self._count += 1
        if self._count <= MOST_MISTAKES:
            self._say(code, line, column, message, help)

    def _say(self, code: str, line: int, column: int, message: str, help: str | None) -> None:
        place = "".join(f":{number}" for number in (line, column) if number)
        self.mistakes.append(
            Diagnostic(code, Severity.ERROR, message, None, help=help, path=f"{self.path}{place}")
        )


@define
class _Line:
    """A line being read; its mistakes are told at the place in the text that they are about."""

    log: Log
    number: int
    text: str
    wrong: bool = False

    def entry(self) -> Entry | None:
        """The decision of the line, or None after saying all that is wrong with it."""
        root = self._parsed()
        if root is None:
            return None
        schema = root.get("schema")
        if schema != SCHEMA:
            message = f"this is no line of a log of decisions: its `schema` is not `{SCHEMA}`"
            self._error(("schema",), message, _HELP)
            return None
        asked, choices = self._mapping(root, "asked"), self._mapping(root, "choices")
        who, readings = self._mapping(root, "organisation"), self._mapping(choices, "readings")
        entry = Entry(
            line=self.number,
            asked=Asked(self._text(asked, "policy"), self._day(asked)),
            readings={name: self._text(readings, name) for name in readings.value},
            min_grade=self._grade(choices),
            policy=self._hashed(self._mapping(root, "policy")),
            others=self._each(root, "other_policies", self._hashed),
            organisation=Organisation(
                self._text(who, "code"), self._text(who, "name"), self._text(who, "kind")
            ),
            period=self._text(root, "period"),
            facts_hash=self._text(root, "facts_hash"),
            records=self._each(root, "records", self._record),
            national=self._each(root, "national", self._national),
            results=self._mapping(root, "results").value,
        )
        return None if self.wrong else entry

    def _parsed(self) -> _Object | None:
        """The line's own mapping."""
        try:
            value = json.loads(
                self.text,
                object_pairs_hook=refuse_duplicates,
                parse_int=str,  # digits are kept as they are; a number of megabytes is no number
                parse_float=str,
                parse_constant=_no_constant,
            )
        except json.JSONDecodeError as problem:
            said = problem.msg.removesuffix(" at").removesuffix(" starting")
            what = f"this is not JSON: {said[:1].lower()}{said[1:]}"
            self._say("log-json", problem.colno, what, _HELP)
        except DuplicateKeyError as problem:
            path = problem.path(self.text)
            self._error(path, f"the key `{printable(problem.key)}` stands twice", _HELP)
        except RecursionError:
            self._say("log-json", 1, "lists and mappings lie too deep in each other", _HELP)
        except ValueError as problem:
            self._say("log-json", 1, f"this is not JSON: {problem}", _HELP)
        else:
            if isinstance(value, dict):
                return _Object((), value)
            self._say("log-shape", 1, "this line is not a mapping", _HELP)
        return None

    # ---- parts -----------------------------------------------------------------------------------

    def _hashed(self, node: _Object) -> Hashed:
        return Hashed(*(self._text(node, key) for key in ("name", "version", "content_hash")))

    def _record(self, node: _Object) -> LoggedFacts:
        code, kind = self._text(node, "organisation"), self._text(node, "kind")
        return LoggedFacts(code, kind, self._text(node, "period"), self._facts(node))

    def _national(self, node: _Object) -> LoggedFacts:
        return LoggedFacts("", "", self._text(node, "period"), self._facts(node))

    def _facts(self, node: _Object) -> Mapping[str, object]:
        facts = self._mapping(node, "facts")
        for name, value in facts.value.items():
            if isinstance(value, dict):
                known = _Object((*facts.path, name), value)
                if "value" not in value:
                    self._error(known.path, "a fact has no `value`", "add `value`")
                if value.get("grade") is not None:
                    self._grade(known, "grade")
        return facts.value

    def _day(self, node: _Object) -> date | None:
        if node.get("as_of") is None:
            return None
        text = self._text(node, "as_of")
        try:
            return date.fromisoformat(text)
        except ValueError:
            if text:
                what = f"`{printable(text[:40])}` is no day of the calendar"
                self._error((*node.path, "as_of"), what, "write year, month and day: 2025-06-30")
        return None

    def _grade(self, node: _Object, key: str = "min_grade") -> str | None:
        if node.get(key) is None:
            return None
        text, names = self._text(node, key), [grade.value for grade in Grade]
        if text and text not in names:
            what = f"`{printable(text[:40])}` is no grade of evidence"
            self._error((*node.path, key), what, f"the grades are {', '.join(names)}")
        return text

    # ---- shapes ----------------------------------------------------------------------------------

    def _text(self, node: _Object, key: str) -> str:
        value = node.get(key)
        if isinstance(value, str):
            return value
        self._missing(node, key, "a text")
        return ""

    def _mapping(self, node: _Object, key: str) -> _Object:
        value = node.get(key)
        path = (*node.path, key)
        if isinstance(value, dict):
            return _Object(path, value)
        self._missing(node, key, "a mapping")
        return _Object(path, {}, lost=True)

    def _each(self, node: _Object, key: str, read: Callable[[_Object], T]) -> tuple[T, ...]:
        value = node.get(key)
        if not isinstance(value, list):
            self._missing(node, key, "a list")
            return ()
        found = []
        for number, item in enumerate(value):
            path = (*node.path, key, number)
            if isinstance(item, dict):
                found.append(read(_Object(path, item)))
            else:
                self._error(path, f"an item of `{key}` is not a mapping", _HELP)
        return tuple(found)

    def _missing(self, node: _Object, key: str, wanted: str) -> None:
        if node.lost:
            return  # that it is not there has been said of the whole
        if key in node.value:
            self._error((*node.path, key), f"`{printable(key)}` is not {wanted}", _HELP)
        else:
            self._error(node.path, f"there is no `{printable(key)}` here", _HELP)

    # ---- what is said ----------------------------------------------------------------------------

    def _error(self, path: Path_, message: str, help: str | None) -> None:
        self._say("log-shape", column_of(self.text, path), message, help)

    def _say(self, code: str, column: int, message: str, help: str | None) -> None:
        self.wrong = True
        self.log.error(code, self.number, column, message, help)


@frozen
class _Object:
    """A mapping of the line and the way to it; ``lost`` where there is none."""

    path: Path_
    value: dict[str, Any]
    lost: bool = False

    def get(self, key: str) -> object:
        return self.value.get(key)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
