"""YAML files, read from their events: each value keeps its line and the text it was written in.

No tag is obeyed and no object made. Anchors, aliases and tags are refused: an alias is how a small
file grows without end, and a fact is easier to check where it is written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml
from attrs import define, field

from policy_dsl.facts.document import (
    DEEPEST,
    Listing,
    Mapping,
    Node,
    Scalar,
    duplicate_key,
    read_document,
    too_deep,
)
from policy_dsl.facts.files import Unreadable, whole_text
from policy_dsl.facts.reading import Reading
from policy_dsl.source import printable

# libyaml is some ten times faster, and not built in everywhere.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
# What YAML writes for no value, unless in quotation marks.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_yaml(reading: Reading) -> None:
    """Reads a YAML file into the gathering.

    Raises:
        Unreadable: where the file cannot be read on.
    """
    read_document(reading, parse_yaml(whole_text(reading.path)))


def parse_yaml(text: str) -> Node:
    """The one document of a YAML text, every scalar as its text.

    Raises:
        Unreadable: if it is no YAML, holds no document or several, names a key twice, nests too
            deeply or uses tags, anchors or aliases.
    """
    try:
        return _tree(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        raise _not_yaml(mark.line + 1 if mark else 0, problem.problem or "") from None
    except yaml.YAMLError as problem:
        at = getattr(problem, "position", None)
        line = text.count("\n", 0, at) + 1 if isinstance(at, int) else 0
        raise _not_yaml(line, str(problem).partition("\n")[0]) from None
    except (ValueError, OverflowError):  # an escape beyond the last character of Unicode
        raise _not_yaml(0, "it holds an escape for which there is no character") from None


def _not_yaml(line: int, problem: str) -> Unreadable:
    return Unreadable(
        "facts-yaml",
        line,
        f"this is not YAML: {printable(problem)}",
        "check the indentation and the quotation marks",
    )


@define
class _Open:
    """A list or mapping whose end has not been seen; ``key`` is the one awaiting its value."""

    line: int
    items: dict[str, Node] | list[Node]
    key: str | None = field(default=None)


def _tree(events: Iterator[yaml.Event]) -> Node:
    """The tree of the events, without recursion however deep it is."""
    opened: list[_Open] = []
    root: Node | None = None
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0
        node: Node
        match event:
            case yaml.DocumentStartEvent() if root is not None:
                raise Unreadable(
                    "facts-yaml",
                    line,
                    "a second document begins here",
                    "put each document in a file of its own",
                )
            case yaml.AliasEvent():
                raise _refused(line, f"the alias `*{printable(str(event.anchor))}`")
            case yaml.NodeEvent(anchor=str(anchor)):
                raise _refused(line, f"the anchor `&{printable(anchor)}`")
            case yaml.ScalarEvent(tag=str(tag)) | yaml.CollectionStartEvent(tag=str(tag)):
                raise _refused(line, f"the tag `{printable(tag)}`")
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(opened) == DEEPEST:
                    raise too_deep(line)
                if opened and isinstance(opened[-1].items, dict) and opened[-1].key is None:
                    raise Unreadable(
                        "facts-yaml", line, "a key is a list or a mapping", "a key is a name"
                    )
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                opened.append(_Open(line, {} if is_mapping else []))
                continue
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = opened.pop()
                node = (
                    Mapping(done.items, done.line)
                    if isinstance(done.items, dict)
                    else Listing(tuple(done.items), done.line)
                )
            case yaml.ScalarEvent():
                text: str = event.value
                if _SURROGATE.search(text):
                    raise _not_yaml(line, "it holds an escape for which there is no character")
                if opened and isinstance(opened[-1].items, dict) and opened[-1].key is None:
                    if text in opened[-1].items:
                        raise duplicate_key(text, line)
                    opened[-1].key = text
                    continue
                node = Scalar(None if event.implicit[0] and text in _NULLS else text, line)
            case _:
                continue
        if opened:
            _add(opened[-1], node)
        else:
            root = node
    if root is None:
        raise Unreadable(
            "facts-empty", 0, "the file holds no document", "write `records:` and below it a list"
        )
    return root


def _add(holder: _Open, node: Node) -> None:
    if isinstance(holder.items, list):
        holder.items.append(node)
    elif holder.key is not None:
        holder.items[holder.key] = node
        holder.key = None


def _refused(line: int, what: str) -> Unreadable:
    return Unreadable(
        "facts-yaml",
        line,
        f"{what} is not allowed in a file of facts",
        "write the value out where it stands",
    )
