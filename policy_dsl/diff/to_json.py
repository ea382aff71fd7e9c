"""Differences as JSON: docs/schema/diff-1.schema.json."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Change
from policy_dsl.diff.difference import Difference
from policy_dsl.meaning.meaning import content_hash
from policy_dsl.source import Span
from policy_dsl.source import to_json as diagnostic_json

Json = dict[str, object]


def to_json(differences: Sequence[Difference]) -> Json:
    """All differences, as plain values."""
    return {"schema": "diff-1", "differences": [_difference(item) for item in differences]}


def _difference(difference: Difference) -> Json:
    return {
        "policy": difference.name,
        "old": _side(difference.old, difference.old_name),
        "new": _side(difference.new, difference.new_name),
        "same": difference.is_empty,
        "changes": [_change(difference, change) for change in difference.changes],
        "not_compared": list(difference.unread),
        "diagnostics": [diagnostic_json(item) for item in difference.said],
    }


def _side(policy: Policy | None, name: str) -> Json:
    if policy is None:
        return {"name": name, "version": None, "title": None, "file": None, "content_hash": None}
    return {
        "name": name,
        "version": policy.version,
        "title": policy.title,
        "file": policy.source.path,
        "content_hash": content_hash(policy),
    }


def _change(difference: Difference, change: Change) -> Json:
    return {
        "id": change.id,
        "kind": change.kind.value,
        "subject": change.subject,
        "sentence": change.sentence,
        "direction": change.direction.value if change.direction is not None else None,
        "before": change.before,
        "after": change.after,
        "old_places": [_place(difference.old, span) for span in change.old_places],
        "new_places": [_place(difference.new, span) for span in change.new_places],
        "needs": list(change.needs),
    }


def _place(policy: Policy | None, span: Span) -> Json:
    assert policy is not None
    start, end = policy.source.position(span.start), policy.source.position(span.end)
    return {
        "line": start.line,
        "column": start.column,
        "to_line": end.line,
        "to_column": end.column,
    }
