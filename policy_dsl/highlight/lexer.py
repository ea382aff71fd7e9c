"""The language for Pygments: ``pygmentize -l policy``, Sphinx, and whatever else asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, cast

from pygments.lexer import RegexLexer, bygroups
from pygments.token import (
    Comment,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
)

from policy_dsl.highlight import patterns

_WORD = Keyword.Declaration
_groups = cast("Callable[..., object]", bygroups)  # Pygments does not say its type


class PolicyLexer(RegexLexer):
    """How health organisations are rated, as policy files say it."""

    name = "Policy"
    aliases: ClassVar[list[str]] = ["policy"]
    filenames: ClassVar[list[str]] = ["*.policy"]

    # Pygments asks for the rules once, when the class is first used.
    tokens: ClassVar[dict[str, list[tuple[object, ...]]]] = {
        "root": [
            (r"\n", Whitespace),
            (patterns.COMMENT, Comment.Single),
            (patterns.STRING, String.Double),
            (patterns.CITATION, Name.Attribute),
            (patterns.graded(), _groups(_WORD, Whitespace, Name.Class, Whitespace, Keyword.Type)),
            (patterns.declaration(), _groups(_WORD, Whitespace, Name.Class)),
            (patterns.line(), _groups(Whitespace, Keyword)),
            (patterns.DATE, Literal.Date),
            (patterns.FIGURE, Number),
            (patterns.of_kind("constants"), Keyword.Constant),
            (patterns.of_kind("operators"), Operator.Word),
            (patterns.of_kind("others"), Keyword),
            (patterns.of_kind("types"), Keyword.Type),
            (patterns.SIGN, Operator),
            (r"[|(),:.]", Punctuation),
            (patterns.NAME, Name),
            (r"[ \t]+", Whitespace),
            (r".", Text),
        ]
    }
