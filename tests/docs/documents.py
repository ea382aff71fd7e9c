"""Reading the documentation: its fenced blocks, and the commands and outputs in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@frozen
class Block:
    """A fenced block: where it begins, its language, the word that marks it, and its text."""

    path: Path
    line: int
    language: str
    mark: str
    text: str

    def __str__(self) -> str:
        path = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else self.path
        return f"{path}:{self.line}"


@frozen
class Command:
    """A command of a ``console`` block and the output printed below it."""

    text: str
    output: str


def documents() -> list[Path]:
    """Every page of documentation."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(language: str, mark: str = "") -> list[Block]:
    """Every fenced block of a language in the documentation, with that mark or without one."""
    return [
        block
        for path in documents()
        for block in blocks_of(path)
        if (block.language, block.mark) == (language, mark)
    ]


def blocks_of(path: Path) -> list[Block]:
    """Every fenced block of a page, in the order of the page."""
    text = path.read_text("utf-8")
    return [
        Block(path, text.count("\n", 0, match.start()) + 1, match[1], match[2] or "", match[3])
        for match in _FENCE.finditer(text)
    ]


def commands(block: str) -> Iterator[Command]:
    """The commands of a ``console`` block; a backslash at its end continues one."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        count = 1
        while lines[count - 1].endswith("\\"):
            count += 1
        text = " ".join(line.rstrip("\\").strip() for line in lines[:count])
        yield Command(text, "\n".join(lines[count:]).rstrip("\n"))


def links(path: Path) -> list[str]:
    """The links of a page to other files of the project."""
    found = _LINK.findall(path.read_text("utf-8"))
    return [link.partition("#")[0] for link in found if "://" not in link and link[0] != "#"]


def lost_anchors(path: Path) -> list[str]:
    """The links of a page to headings, here or on other pages, that there are not."""
    found = [link.partition("#") for link in _LINK.findall(path.read_text("utf-8"))]
    return [
        f"{file}#{anchor}"
        for file, _, anchor in found
        if anchor
        and "://" not in file
        and anchor not in _anchors(path.parent / file if file else path)
    ]


def _anchors(path: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}
