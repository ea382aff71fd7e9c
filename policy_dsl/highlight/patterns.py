"""The patterns by which a policy's text is coloured, the same for every highlighter."""

from __future__ import annotations

from collections.abc import Iterable

from policy_dsl.highlight.words import language

COMMENT = r"#[^\n]*"
STRING = r'"[^"\\\n]*(?:\\["\\][^"\\\n]*)*"'
CITATION = r"\[[^\[\]\n]*\]"
DATE = r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
FIGURE = r"£[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?|\b[0-9]+(?:\.[0-9]+)?(?:%|\b)"
SIGN = r"<=|>=|!=|<|>|=|\+|-|\*|/"
NAME = r"\b[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*"


_BLANK = r"[ \t]+"


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, unless it is the beginning of a longer word."""
    return f"(?:{'|'.join(map(_word, words))})"


def _word(word: str) -> str:
    """``no``, but neither ``none`` nor ``no better than``; blanks within a word are any."""
    longer = [other[len(word) + 1 :] for other in language().all if other.startswith(f"{word} ")]
    rests = "|".join(rest.replace(" ", _BLANK) for rest in longer)
    no_longer = rf"(?!{_BLANK}(?:{rests})(?![\w.]))" if longer else ""
    return word.replace(" ", _BLANK) + r"(?![\w.])" + no_longer


def declaration() -> str:
    """The word that begins a declaration, blanks, and the name declared after it, if any."""
    return rf"^({any_of(language().declarations)})(?:([ \t]+)({_name()}))?"


def line() -> str:
    """Blanks, and the words that begin a line of a declaration's body."""
    return rf"^([ \t]+)({any_of(language().lines)})"


def graded() -> str:
    """`source`, its name and its grade, each with the blanks before it in a group of their own."""
    return rf"^(source)([ \t]+)({NAME})([ \t]+)({any_of(language().grades)})"


def _name() -> str:
    """A name, not `each` of `facts each quarter`."""
    return rf"(?!{any_of(language().others)}){NAME}"


def of_kind(kind: str) -> str:
    """The words of a kind, not within a name."""
    return rf"(?<![\w.]){any_of(getattr(language(), kind))}"
