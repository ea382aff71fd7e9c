"""`use NAME version V as X`."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.format.entries import Entry, cited
from policy_dsl.format.pieces import Piece, joined
from policy_dsl.format.written import Written
from policy_dsl.syntax.use import Use


def use(node: Use, written: Written) -> Iterator[Entry]:
    """Another policy."""
    parts: list[Piece | str] = ["use", node.name.text]
    if node.version is not None:
        parts += ["version", node.version.text]
    if node.alias is not None:
        parts += ["as", node.alias.text]
    yield Entry(node.span, rest=joined(*parts), citations=cited(node.citations))
