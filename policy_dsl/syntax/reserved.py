"""The words that an author cannot use as names, because they would not be read as names."""

from __future__ import annotations

from functools import cache

from lark.exceptions import UnexpectedInput

from policy_dsl.syntax.expressions import Name
from policy_dsl.syntax.from_lark import parser
from policy_dsl.syntax.mistakes import words
from policy_dsl.syntax.nodes import LabelName, Node, Word

#: Every sort of place at which a name may stand beside words of the language.
_PLACES = (
    "value it = {}",
    "value it = it and {}",
    "value it = not {} or it",
    "value it = it is {}",
    "value it = average of {}",
    "value it = count of {} where {}",
    "value it = it >= {} for 2 consecutive quarters",
    "rating it: it\n    {} when it",
    "rating it: it\n    {} otherwise",
    "rating it: it\n    start with {}",
    "table it: it\n    | {} | it |\n    | {} | {} |",
    "group it = {}",
)


#: The parser would know these for names where it expects one; a reader would not.
_JOINING = frozenset(
    ["and", "or", "not", "is", "when", "where", "otherwise", "to", "from", "in", "for", "of"]
)


def is_reserved(word: str) -> bool:
    """Whether ``word`` is a word of the language that somewhere would not be read as a name."""
    return word in _JOINING or (word in _alone() and not _is_name_everywhere(word))


@cache
def _alone() -> frozenset[str]:
    spelt = {word for word in words(parser()).values() if " " not in word}
    units = {"day", "week", "month", "year", "place"}  # read with or without their s
    return frozenset(spelt | units)


@cache
def _is_name_everywhere(word: str) -> bool:
    return all(_reads_as_name(place, word) for place in _PLACES)


def _reads_as_name(place: str, word: str) -> bool:
    try:
        tree: object = parser().parse(place.replace("{}", word))
    except UnexpectedInput:
        return False
    assert isinstance(tree, Node)
    named = [node for node in tree.walk() if isinstance(node, Name | Word | LabelName)]
    return sum(node.text == word for node in named) >= place.count("{}")
