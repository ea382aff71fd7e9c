"""JSON files, read so that each value knows its line and a number is the digits it was written in.

The reader of the standard library does neither.
"""

from __future__ import annotations

import json
import re

from policy_dsl.facts.document import (
    DEEPEST,
    Listing,
    Mapping,
    Node,
    Scalar,
    duplicate_key,
    read_document,
    too_deep,
)
from policy_dsl.facts.files import Unreadable, whole_text
from policy_dsl.facts.reading import Reading
from policy_dsl.facts.typed import quoted

_SPACE = re.compile(r"[ \t\n\r]*+")
# Possessive, so that a string of megabytes without an end is given up at once.
_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![0-9.eE+-])")
_WORD = re.compile(r"[A-Za-z]++")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = {"true": "true", "false": "false", "null": None}


def read_json(reading: Reading) -> None:
    """Reads a JSON file into the gathering.

    Raises:
        Unreadable: where the file cannot be read on.
    """
    read_document(reading, parse_json(whole_text(reading.path)))


def parse_json(text: str) -> Node:
    """The document a JSON text is, each number and word as its text.

    Raises:
        Unreadable: if it is no JSON, names a key twice or nests too deeply.
    """
    parser = _Parser(text)
    parser.space()
    node = parser.value(0)
    parser.space()
    if parser.at < len(text):
        raise parser.expected("the end of the file")
    return node


class _Parser:
    """A place in a text, with the line it is on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        assert found is not None
        self.line += self.text.count("\n", self.at, found.end())
        self.at = found.end()

    def expected(self, what: str) -> Unreadable:
        seen = self.text[self.at : self.at + 20].partition("\n")[0]
        there = (
            quoted(seen)
            if seen
            else "the line ends"
            if self.at < len(self.text)
            else ("the file ends")
        )
        return Unreadable(
            "facts-json",
            self.line,
            f"this is not JSON: {what} is expected, "
            f"and {there} {'stands there' if seen else 'there'}",
            "look for a comma, a bracket or a quotation mark too many or too few",
        )

    def value(self, depth: int) -> Node:
        character = self.text[self.at : self.at + 1]
        if character == "{":
            return self.mapping(depth + 1)
        if character == "[":
            return self.listing(depth + 1)
        line = self.line
        if character == '"':
            return Scalar(self.string("a text"), line)
        if found := _NUMBER.match(self.text, self.at):
            self.at = found.end()
            return Scalar(found[0], line)
        if (found := _WORD.match(self.text, self.at)) and found[0] in _WORDS:
            self.at = found.end()
            return Scalar(_WORDS[found[0]], line)
        raise self.expected("a value")

    def string(self, what: str) -> str:
        found = _STRING.match(self.text, self.at)
        if found is None:
            raise self.expected(f"{what} between quotation marks on one line")
        literal = found[0]
        text: str = literal[1:-1]
        if "\\" in literal:
            try:
                text = json.loads(literal)
            except ValueError:
                raise self.expected("a text with escapes that JSON knows") from None
            if _SURROGATE.search(text):
                raise self.expected("a text without half a character (a lone surrogate)")
        self.at = found.end()
        return text

    def listing(self, depth: int) -> Listing:
        line = self.opened(depth)
        items: list[Node] = []
        while not self.closed("]", bool(items)):
            items.append(self.value(depth))
        return Listing(tuple(items), line)

    def mapping(self, depth: int) -> Mapping:
        line = self.opened(depth)
        items: dict[str, Node] = {}
        while not self.closed("}", bool(items)):
            key_line = self.line
            key = self.string("a key")
            if key in items:
                raise duplicate_key(key, key_line)
            self.space()
            if not self.text.startswith(":", self.at):
                raise self.expected("a colon")
            self.at += 1
            self.space()
            items[key] = self.value(depth)
        return Mapping(items, line)

    def opened(self, depth: int) -> int:
        if depth > DEEPEST:
            raise too_deep(self.line)
        self.at += 1
        return self.line

    def closed(self, bracket: str, after_item: bool) -> bool:
        """Steps over a closing bracket, or over the comma before a further item."""
        self.space()
        if self.text.startswith(bracket, self.at):
            self.at += 1
            return True
        if after_item:
            if not self.text.startswith(",", self.at):
                raise self.expected(f"a comma or `{bracket}`")
            self.at += 1
            self.space()
        return False
