"""Diagnostics as values: order and JSON."""

import json

from policy_dsl.source import (
    Diagnostic,
    Label,
    Severity,
    SourceText,
    Span,
    error,
    sort_key,
    to_json,
    warning,
)

SOURCE = SourceText("b.policy", "one\ntwo three\n")


def test_order_is_path_then_place_then_code() -> None:
    other = SourceText("a.policy", "x")
    ordered = [
        error("z", "m", other, Span(0, 1)),
        Diagnostic("z", Severity.ERROR, "m", None, path="b.policy"),
        error("y", "m", SOURCE, Span(0, 1)),
        warning("z", "m", SOURCE, Span(0, 1)),
        error("a", "m", SOURCE, Span(4, 7)),
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_json_gives_places_as_people_count() -> None:
    found = error(
        "unknown-name",
        "there is no `two`",
        SOURCE,
        Span(4, 7),
        help="write `one`",
        label="here",
        also=[Label(Span(0, 3), "one is declared here")],
    )
    assert to_json(found) == {
        "code": "unknown-name",
        "severity": "error",
        "message": "there is no `two`",
        "path": "b.policy",
        "line": 2,
        "column": 1,
        "end_line": 2,
        "end_column": 4,
        "labels": [
            {"line": 2, "column": 1, "end_line": 2, "end_column": 4, "text": "here"},
            {
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 4,
                "text": "one is declared here",
            },
        ],
        "help": "write `one`",
    }


def test_json_without_a_text_has_no_place() -> None:
    found = to_json(Diagnostic("c", Severity.WARNING, "m", None, path="caf\udce9"))
    assert (found["line"], found["labels"], found["severity"]) == (None, [], "warning")
    # What cannot be written as UTF-8 must not reach a file.
    json.dumps(found, ensure_ascii=False).encode()
