"""A replay as JSON: docs/schema/replay-1.schema.json."""

from __future__ import annotations

from collections.abc import Sequence

from policy_dsl.replay.replay import Replayed, Why

Json = dict[str, object]

_WORDS = {
    Why.NOT_RUN: "not run",
    Why.ANOTHER_EDITION: "another edition",
    Why.MEANING: "meaning",
    Why.OTHERS: "other policies",
    Why.FACTS: "facts",
    Why.OURS: "our fault",
}


def replay_to_json(path: str, against: str | None, replayed: Sequence[Replayed]) -> Json:
    """What became of the decisions of a log; those that come out the same are only counted."""
    return {
        "schema": "replay-1",
        "log": path,
        "against": against,
        "decisions": len(replayed),
        "same": sum(one.same for one in replayed),
        "differ": [_differing(one) for one in replayed if not one.same],
    }


def _differing(one: Replayed) -> Json:
    entry, decision = one.entry, one.decision
    now: Json | None = None
    if decision is not None:
        policy = decision.policy
        now = {"name": policy.name, "version": policy.version}
        if one.hashes is not None:
            now["content_hash"] = one.hashes[policy.edition]
    return {
        "line": entry.line,
        "organisation": {"code": entry.organisation.code, "name": entry.organisation.name},
        "period": entry.period,
        "logged": {
            "name": entry.policy.name,
            "version": entry.policy.version,
            "content_hash": entry.policy.content_hash,
        },
        "now": now,
        "why": _WORDS[one.why] if one.why is not None else None,
        "about": one.about,
        "changes": [
            {"result": change.result, "logged": change.logged, "now": change.now}
            for change in one.changes
        ],
    }
