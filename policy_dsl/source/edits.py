"""Edits of a text: places and what to write there instead."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from policy_dsl.source.text import SourceText, Span


@frozen(order=True)
class Edit:
    """``text`` instead of what stands at ``span``; a span that is a point only adds."""

    span: Span
    text: str


def edited(source: SourceText, edits: Iterable[Edit]) -> SourceText:
    """The text with all edits made, under the same path; their order does not matter.

    Raises:
        ValueError: if two edits overlap, or one reaches beyond the text.
    """
    parts: list[str] = []
    end = 0
    for edit in sorted(edits):
        if edit.span.start < end or edit.span.end > len(source.text):
            raise ValueError(f"edits overlap or reach beyond the text: {edit}")
        parts.append(source.text[end : edit.span.start])
        parts.append(edit.text)
        end = edit.span.end
    return SourceText(source.path, "".join([*parts, source.text[end:]]))
