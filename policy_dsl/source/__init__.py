"""Text, places in it, and what is said to an author about them."""

from policy_dsl.source.collecting import not_collecting
from policy_dsl.source.diagnostics import (
    Diagnostic,
    Label,
    Severity,
    error,
    sort_key,
    to_json,
    warning,
)
from policy_dsl.source.edits import Edit, edited
from policy_dsl.source.markdown import code, escaped
from policy_dsl.source.nearest import did_you_mean, nearest
from policy_dsl.source.render import render, render_all
from policy_dsl.source.terminal import display_width, printable, wrapped
from policy_dsl.source.text import Position, SourceText, Span, read_source, source_of

__all__ = [
    "Diagnostic",
    "Edit",
    "Label",
    "Position",
    "Severity",
    "SourceText",
    "Span",
    "code",
    "did_you_mean",
    "display_width",
    "edited",
    "error",
    "escaped",
    "nearest",
    "not_collecting",
    "printable",
    "read_source",
    "render",
    "render_all",
    "sort_key",
    "source_of",
    "to_json",
    "warning",
    "wrapped",
]
