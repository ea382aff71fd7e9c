"""Going through a diagram: its parts, its leaves, and the ways to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from policy_dsl.analyse.diagrams import Branch, Cut, Diagram, Leaf, Path, Stretch


def leaves(diagram: Diagram) -> set[Leaf]:
    """Every leaf of a diagram."""
    return {one for one in parts(diagram) if isinstance(one, Leaf)}


def orders(diagram: Diagram) -> dict[int, set[Cut]]:
    """The terms a diagram asks, each with all its cuts."""
    found: dict[int, set[Cut]] = {}
    for one in parts(diagram):
        if isinstance(one, Branch):
            found.setdefault(one.order, set()).update(one.cuts)
    return found


def parts(diagram: Diagram) -> Iterator[Diagram]:
    """Every part of a diagram once."""
    seen = {diagram}
    stack = [diagram]
    while stack:
        one = stack.pop()
        yield one
        if isinstance(one, Branch):
            for child in one.children:
                if child not in seen:
                    seen.add(child)
                    stack.append(child)


def paths(diagram: Diagram, wanted: Callable[[Any], bool]) -> Iterator[tuple[Path, Any]]:
    """Every way to a leaf whose value is wanted, and the value."""
    fruitful: set[Diagram] = set()
    stack: list[tuple[Diagram, bool]] = [(diagram, False)]
    seen: set[Diagram] = set()
    while stack:
        one, ready = stack.pop()
        if isinstance(one, Leaf):
            if wanted(one.value):
                fruitful.add(one)
        elif ready:
            if not fruitful.isdisjoint(one.children):
                fruitful.add(one)
        elif one not in seen:
            seen.add(one)
            stack.append((one, True))
            stack.extend((child, False) for child in one.children)
    if diagram in fruitful:
        yield from _paths(diagram, {}, fruitful)


def _paths(
    diagram: Diagram, path: dict[int, Stretch], fruitful: set[Diagram]
) -> Iterator[tuple[Path, Any]]:
    if isinstance(diagram, Leaf):
        yield dict(path), diagram.value
        return
    ends = (None, *diagram.cuts, None)
    for child, low, high in zip(diagram.children, ends, ends[1:], strict=False):
        if child in fruitful:
            path[diagram.order] = (low, high)
            yield from _paths(child, path, fruitful)
            del path[diagram.order]
