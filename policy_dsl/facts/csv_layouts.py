"""Which layout a CSV file has: one that the policy describes, or one of the two plain ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from policy_dsl.facts.files import Unreadable
from policy_dsl.facts.typed import quoted
from policy_dsl.facts.vocabulary import FileLayout, Vocabulary
from policy_dsl.source import nearest, printable
from policy_dsl.values.scales import as_label_name

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
    found = fitting(layouts, header)
    if found:
        # Of two that fit, the one that knows more of the columns.
        return max(found, key=lambda layout: len(there.intersection(layout.columns)))
    best = max((*layouts, *_OURS), key=lambda layout: _share(there, _needed(layout)))
    if not _share(there, _needed(best)):
        raise Unreadable("facts-layout", line, _NO_COLUMN, _plain_help(layouts, header))
    raise Unreadable("facts-layout", line, _lacking(best, there), _layout_help(best, header))


_NO_COLUMN = "the first row of this file names no column of any layout"


def fitting(layouts: Sequence[FileLayout], header: Sequence[str]) -> list[FileLayout]:
    """The layouts, of the policy's and the plain ones, all of whose columns a header has."""
    there = set(header)
    return [layout for layout in (*layouts, *_OURS) if there.issuperset(_needed(layout))]


def respelt(header: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """A header with each column as the policy spells it, if it has other capitals or gaps alone."""
    known = {*vocabulary.mentioned, *(word for layout in _OURS for word in layout.columns)}
    spelt: dict[str, set[str]] = {}
    for word in known:
        spelt.setdefault(as_label_name(word), set()).add(word)
    return [_respelt(name, known, spelt) for name in header]


def _respelt(name: str, known: set[str], spelt: Mapping[str, set[str]]) -> str:
    if name in known:
        return name
    key = as_label_name(name)
    alike = spelt.get(key, set()) if key else set()
    return min(alike) if len(alike) == 1 else name


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


def _plain_help(layouts: Sequence[FileLayout], header: Sequence[str]) -> str:
    if _is_uncut(header):
        return _CUT
    plain = "head its columns `organisation`, `period` and by the name of each fact"
    said = [
        f'as in "{printable(layout.title)}": {", ".join(map(quoted, _needed(layout)))}'
        for layout in layouts
    ]
    return "; or ".join([plain, *said])


_CUT = "separate the cells with commas"


def _is_uncut(header: Sequence[str]) -> bool:
    return len(header) == 1 and (";" in header[0] or "\t" in header[0])


def _layout_help(layout: FileLayout, header: Sequence[str]) -> str:
    free = [name for name in header if name not in layout.columns]
    near = [(name, nearest(name, free)) for name in _needed(layout) if name not in header]
    said = [f"is {quoted(found)} meant for {quoted(name)}?" for name, found in near if found]
    return "; ".join(said) or "name the columns so in the first row of the file"
