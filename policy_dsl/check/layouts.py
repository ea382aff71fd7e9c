"""Checking layouts: each line once, and enough to read a file by."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.facts.vocabulary import FileLayout
from policy_dsl.syntax.layouts import Layout, LayoutKey

_ONE_COLUMN = (
    LayoutKey.NAME_IN,
    LayoutKey.KIND_IN,
    LayoutKey.PERIOD_IN,
    LayoutKey.IDENTIFIER_IN,
    LayoutKey.VALUE_IN,
)


def check_layouts(context: Context) -> tuple[FileLayout, ...]:
    """What the layouts say, for the reader of facts."""
    return tuple(
        _check_layout(context, layout)
        for layout in context.file.declarations
        if isinstance(layout, Layout)
    )


def _check_layout(context: Context, layout: Layout) -> FileLayout:
    context.cite(layout, layout.citations)
    seen: set[LayoutKey] = set()
    for line in layout.lines:
        if line.key in seen:
            context.error(
                "layout",
                f"the layout says `{line.key.value}` twice",
                line,
                "put it all in one line",
            )
        if line.key in _ONE_COLUMN and len(line.words) > 1:
            context.error(
                "layout",
                f"`{line.key.value}` names one column",
                line.words[1],
                "leave the others out",
            )
        seen.add(line.key)
    for key in (LayoutKey.ORGANISATION_IN, LayoutKey.PERIOD_IN):
        if key not in seen and layout not in context.file.damaged:
            context.error(
                "layout",
                f"the layout does not say `{key.value}`",
                layout.title,
                f"add `{key.value} COLUMN`",
            )
    pair = (LayoutKey.IDENTIFIER_IN, LayoutKey.VALUE_IN)
    if len(seen.intersection(pair)) == 1:
        context.error(
            "layout",
            "a layout names a column of identifiers and one of values, or neither",
            layout.title,
            "with neither, each fact has a column of its own",
        )
    return FileLayout(
        title=layout.title.text,
        organisation=layout.words(LayoutKey.ORGANISATION_IN),
        name=_one(layout, LayoutKey.NAME_IN),
        kind=_one(layout, LayoutKey.KIND_IN),
        period=_one(layout, LayoutKey.PERIOD_IN) or "",
        identifier=_one(layout, LayoutKey.IDENTIFIER_IN),
        value=_one(layout, LayoutKey.VALUE_IN),
        yes=frozenset(layout.words(LayoutKey.YES_IS)),
        no=frozenset(layout.words(LayoutKey.NO_IS)),
        not_known=frozenset(layout.words(LayoutKey.NOT_KNOWN_IS)),
        unused_columns=frozenset(layout.words(LayoutKey.UNUSED_COLUMNS)),
        unused_identifiers=frozenset(layout.words(LayoutKey.UNUSED_IDENTIFIERS)),
    )


def _one(layout: Layout, key: LayoutKey) -> str | None:
    words = layout.words(key)
    return words[0] if words else None
