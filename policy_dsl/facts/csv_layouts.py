"""Which layout a CSV file has: one that the policy describes, or one of the two plain ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policy_dsl.facts.files import Unreadable
from policy_dsl.facts.typed import quoted
from policy_dsl.facts.vocabulary import FileLayout
from policy_dsl.source import nearest, printable

_NONE: frozenset[str] = frozenset()
WIDE = FileLayout(
    "one row for an organisation and period",
    ("organisation",),
    "name",
    "kind",
    "period",
    None,
    None,
    _NONE,
    _NONE,
    _NONE,
    _NONE,
    _NONE,
)
LONG = FileLayout(
    "one row for a fact",
    ("organisation",),
    "name",
    "kind",
    "period",
    "fact",
    "value",
    _NONE,
    _NONE,
    _NONE,
    _NONE,
    _NONE,
)
_OURS = (LONG, WIDE)


def _needed(layout: FileLayout) -> tuple[str, ...]:
    # A published file always has its column of kinds, on which depends who is rated.
    with_kind = layout.kind is not None and layout not in _OURS
    return (*layout.keys, *((layout.kind,) if with_kind and layout.kind else ()))


def layout_of(layouts: Sequence[FileLayout], header: Sequence[str], line: int) -> FileLayout:
    """The layout that a header fits, of the policy's ``layouts`` and the plain ones.

    Raises:
        Unreadable: if it fits none, or names a column twice; ``line`` is the header's.
    """
    there = set(header)
    counts = Counter(header)
    repeated = [name for name, count in counts.items() if name and count > 1]
    if repeated:
        names = ", ".join(map(quoted, repeated[:20]))
        raise Unreadable(
            "facts-repeated-column",
            line,
            f"the header names {names} more than once",
            "give each column a name of its own",
        )
    layouts = (*layouts, *_OURS)
    fitting = [layout for layout in layouts if there.issuperset(_needed(layout))]
    if fitting:
        # Of two that fit, the one that knows more of the columns.
        return max(fitting, key=lambda layout: len(there.intersection(layout.columns)))
    best = max(layouts, key=lambda layout: _share(there, _needed(layout)))
    raise Unreadable("facts-layout", line, _lacking(best, there), _layout_help(best, header))


def _share(there: set[str], needed: Sequence[str]) -> float:
    return len(there.intersection(needed)) / len(needed)


def _lacking(layout: FileLayout, there: set[str]) -> str:
    needed = _needed(layout)
    lacks = ", ".join(quoted(name) for name in needed if name not in there)
    wants = ", ".join(map(quoted, needed))
    return (
        "the columns of this file fit no layout: the nearest, "
        f'"{printable(layout.title)}", wants {wants} and lacks {lacks}'
    )


def _layout_help(layout: FileLayout, header: Sequence[str]) -> str:
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        return "separate the cells with commas"
    free = [name for name in header if name not in layout.columns]
    near = [(name, nearest(name, free)) for name in _needed(layout) if name not in header]
    said = [f"is {quoted(found)} meant for {quoted(name)}?" for name, found in near if found]
    return "; ".join(said) or "name the columns so in the first row of the file"
