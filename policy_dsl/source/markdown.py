"""Text from outside made safe for GitHub-flavoured Markdown."""

from __future__ import annotations

import re
from typing import Final

# Marks that are markup anywhere, what makes a link of a bare address, and what starts a list.
_SPECIAL: Final = re.compile(
    r"([\\`*_\[\]<>#!|~&$@]|:(?=//)|(?<=www)\.|^[-+=]|(?<=^\d)[.)](?=\s))", re.IGNORECASE
)


def escaped(text: str) -> str:
    """Text in which no character is markup."""
    return _SPECIAL.sub(r"\\\1", text)


def code(text: str) -> str:
    """A code span, fenced longer than any run of back-ticks in it; fit for a table's cell."""
    if not text:
        return ""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or text != text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}".replace("|", "\\|")
