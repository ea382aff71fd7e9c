"""A policy's text in another layout: other blanks, other line breaks, other comments."""

from __future__ import annotations

import re
from random import Random

from policy_dsl.source import SourceText
from policy_dsl.syntax.declarations import pieces

_KEPT = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\[[^\[\]\n]*\]|#[^\n]*'
_ONE_LINE_VALUE = re.compile(r"(value \w+ =) ((?!.*\bvalue\b)[^\n]*?)((?:\s*\[[^\[\]\n]*\])*)")


def scrambled(text: str, random: Random) -> str:
    """The same policy with the same comments on the same lines, laid out at random.

    Blank lines are added only where there is one, since one says what belongs together.
    """
    source = SourceText("scrambled", text)
    done, end = [], 0
    for piece in pieces(source):
        done.append(text[end : piece.start])
        done.append(_declaration(text[piece.start : piece.end], random))
        end = piece.end
    whole = "".join([*done, text[end:]])
    return re.sub(r"\n\n", lambda _: "\n" * random.choice([2, 2, 3, 5]), whole)


def _declaration(text: str, random: Random) -> str:
    indent, further = random.choice([1, 2, 4, 8]), random.choice([1, 3, 4])
    head, *body = text.split("\n")
    value = _ONE_LINE_VALUE.fullmatch(head)
    if value is not None and not body and "#" not in head and random.random() < 0.5:
        return f"{value[1]}{value[3]}\n{' ' * indent}{_line(value[2], indent, further, random)}"
    lines = [_blanks(head, random)]
    for line in body:
        depth = len(line) - len(line.lstrip())
        # A line that begins another one of the body has the body's indentation.
        begins = depth == 4
        place = indent if begins else indent + further + random.choice([0, 1, 4])
        content = line.strip()
        laid = content if content[:1] == "#" else _line(content, indent, further, random)
        lines.append(" " * place + laid if content else "")
    return "\n".join(line + random.choice(["", "", " ", "  "]) for line in lines)


_MAY_BREAK = re.compile(r"(?<=,) +| +(?=(?:and|where|from|>=)\b)| +(?=or (?!worse|better|nothing))")


def _line(text: str, indent: int, further: int, random: Random) -> str:
    """A line of a body with other blanks, and broken where the words on both sides allow it."""

    def part(text: str) -> str:
        if re.fullmatch(_KEPT, text):
            return text
        broken = _MAY_BREAK.sub(
            lambda m: m[0] if random.random() < 0.8 else "\n" + " " * (indent + further), text
        )
        return re.sub(r"(?<!\n)(?<! ) +", lambda m: " " * random.choice([1, 1, 2, 5]), broken)

    return "".join(map(part, re.split(f"({_KEPT})", text)))


def _blanks(text: str, random: Random) -> str:
    return "".join(
        part if re.fullmatch(_KEPT, part) else re.sub(" +", " " * random.choice([1, 3]), part)
        for part in re.split(f"({_KEPT})", text)
    )


def commented(text: str, random: Random) -> str:
    """The text with comments added, on lines of their own and at the ends of lines."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        if line.strip() and random.random() < 0.15:
            indent = len(line) - len(line.lstrip())
            lines.append(" " * random.choice([0, indent]) + f'# above {number} [X] "quoted')
        if line.strip() and random.random() < 0.2 and "#" not in line:
            line = f"{line.rstrip()}{random.choice([' ', '', '    '])}# beside {number}"
        lines.append(line)
    return "\n".join([*lines, "# the end"])
