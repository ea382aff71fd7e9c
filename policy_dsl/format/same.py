"""Whether two texts are the same policy with the same comments, whatever their layout."""

from __future__ import annotations

from decimal import Decimal

import attrs

from policy_dsl.format.written import comments
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.parse import PolicyFile


def differences(one: PolicyFile, other: PolicyFile) -> list[str]:
    """What differs, the first of each sort; nothing if all is the same."""
    found = []
    place = _differs(one.declarations, other.declarations, one)
    if place is not None:
        found.append(place)
    if [c.text for c in comments(one.source.text)] != [c.text for c in comments(other.source.text)]:
        found.append("the comments")
    return found


def _differs(one: object, other: object, file: PolicyFile) -> str | None:
    """Where two trees first differ, but for the places of their nodes."""
    stack: list[tuple[object, object, Node | None]] = [(one, other, None)]
    while stack:
        left, right, within = stack.pop()
        if isinstance(left, Node) and type(left) is type(right):
            fields = [field.name for field in attrs.fields(type(left)) if field.name != "span"]
            stack.extend(
                (getattr(left, name), getattr(right, name), left) for name in reversed(fields)
            )
        elif isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
            stack.extend((a, b, within) for a, b in zip(left[::-1], right[::-1], strict=True))
        elif left != right or (isinstance(left, Decimal) and str(left) != str(right)):
            if within is None:
                return "the declarations"
            line = file.source.position(within.span.start).line
            return f"{type(within).__name__} in line {line}"
    return None
