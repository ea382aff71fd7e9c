"""The language's words by kind, taken from the grammar that the parser reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from attrs import frozen

from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.mistakes import words
from policy_dsl.values.grades import Grade
from policy_dsl.values.types import BUILT_IN

Rules = Mapping[str, Sequence[Sequence[str]]]

#: Words that stand for a value or for any of several.
_CONSTANTS = ("YES", "NO", "NOTHING", "ANY", "OTHERWISE", "NOT_KNOWN", "DOES_NOT_APPLY")
#: Words that join conditions or compare.
_OPERATORS = (
    "AND", "OR", "NOT", "IS", "IS_NOT", "OR_WORSE", "OR_BETTER", "BETTER_THAN", "WORSE_THAN",
)  # fmt: skip


@frozen
class Words:
    """The words of each kind, longer ones first.

    ``declarations`` begin a line in the first column, ``lines`` an indented one; only there are
    they the language's own, and elsewhere a name may be the same.
    """

    declarations: tuple[str, ...]
    lines: tuple[str, ...]
    constants: tuple[str, ...]
    operators: tuple[str, ...]
    others: tuple[str, ...]
    types: tuple[str, ...]
    grades: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """The language's own words of all kinds."""
        return self.declarations + self.lines + self.constants + self.operators + self.others


@cache
def language() -> Words:
    """The words of the language as the parser knows them."""
    known = words(parser())
    rules: dict[str, list[list[str]]] = {}
    for rule in parser().rules:
        rules.setdefault(rule.origin.name, []).append([symbol.name for symbol in rule.expansion])
    declarations = set(_openings("start", rules)) & known.keys()
    begin = [name for name in _after_new_line(rules) if name != "condition"]
    lines = {word for name in begin for word in _openings(name, rules)} & known.keys()
    lines -= {*_CONSTANTS, *_OPERATORS}
    apart = known.keys() - declarations - {*_CONSTANTS, *_OPERATORS}
    line_rules = {name for symbol in begin for name in _first(symbol, rules)}
    others = {word for word in apart if word not in lines or _within(word, rules, line_rules)}
    return Words(
        declarations=_spelt(declarations, known),
        lines=_spelt(lines, known),
        constants=_spelt(_CONSTANTS, known),
        operators=_spelt(_OPERATORS, known),
        others=_spelt(others, known),
        types=tuple(sorted(BUILT_IN, key=_longest)),
        grades=tuple(sorted((grade.value for grade in Grade), key=_longest)),
    )


def _after_new_line(rules: Rules) -> Iterator[str]:
    """The symbols with which a line of a declaration's body begins."""
    for expansions in rules.values():
        for expansion in expansions:
            pairs = pairwise(expansion)
            yield from (symbol for before, symbol in pairs if before == "_NL")


def _first(symbol: str, rules: Rules) -> set[str]:
    """The symbol and all that can stand first in it."""
    seen: set[str] = set()
    left = [symbol]
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left.extend(expansion[0] for expansion in rules.get(name, ()) if expansion)
    return seen


def _openings(symbol: str, rules: Rules) -> set[str]:
    """The terminals with which a symbol can begin."""
    return {name for name in _first(symbol, rules) if name not in rules}


def _within(word: str, rules: Rules, line_rules: set[str]) -> bool:
    """Whether a word that begins lines is also met further on in one."""
    return any(
        word in (expansion[1:] if name in line_rules else expansion)
        and not (name not in line_rules and expansion[0] == "_NL")
        for name, expansions in rules.items()
        for expansion in expansions
        if expansion
    )


def _spelt(names: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    spelt = {known[name] for name in names}
    # Units are read with or without their s.
    either = {word[:-1] for word in spelt if word.rpartition(" ")[2] in _UNITS}
    return tuple(sorted(spelt | either, key=_longest))


_UNITS = ("days", "weeks", "months", "years", "places")


def _longest(word: str) -> tuple[int, str]:
    return -len(word), word
