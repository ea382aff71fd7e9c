"""Policy text on a terminal, its words in colour where Pygments is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_dsl.source import printable
from policy_dsl_cli.output import Output


def policy_lines(text: str, output: Output) -> Iterator[str]:
    """The lines of a policy's text, or of a piece of it, made printable, without their ends.

    They are in colour where the output may be, and Pygments is there (the extra ``highlight``).
    """
    plain = "\n".join(map(printable, text.rstrip("\n").split("\n")))
    yield from (_coloured(plain) if output.colour else plain).split("\n")


def _coloured(text: str) -> str:
    try:
        from pygments import lex
        from pygments.token import Comment, Keyword, Literal, Name, Number, String, _TokenType

        from policy_dsl.highlight.lexer import PolicyLexer
    except ImportError:
        return text
    import click

    shades: tuple[tuple[_TokenType, dict[str, Any]], ...] = (
        (Comment, {"dim": True}),
        (Name.Attribute, {"dim": True}),  # a citation
        (String, {"fg": "green"}),
        (Number, {"fg": "cyan"}),
        (Literal.Date, {"fg": "cyan"}),
        (Keyword.Constant, {"fg": "cyan"}),
        (Keyword.Type, {}),
        (Keyword, {"bold": True}),
    )
    parts = []
    for kind, part in lex(text, PolicyLexer(ensurenl=False, stripnl=False)):
        # A kind is a tuple that begins with that of which it is one.
        shade = next((found for of, found in shades if kind[: len(of)] == of), {})
        parts.append(click.style(part, **shade) if shade else part)
    return "".join(parts)
