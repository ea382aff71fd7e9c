"""An impact as JSON: docs/schema/impact-1.schema.json."""

from __future__ import annotations

from policy_dsl.check.policy import Policy
from policy_dsl.impact.impact import Explained, Impact, Mover
from policy_dsl.impact.moves import Matrix
from policy_dsl.impact.switches import Switch
from policy_dsl.meaning.meaning import content_hash

Json = dict[str, object]


def impact_to_json(impact: Impact, labels: tuple[str, str]) -> Json:
    """The parts of an impact; ``labels`` are what the editions are called."""
    sides = impact.sides
    return {
        "schema": "impact-1",
        "old": _edition(sides.old.policy, labels[0]),
        "new": _edition(sides.new.policy, labels[1]),
        "decisions": len(sides.places),
        "edits": [_edit(impact, switch) for switch in impact.switches],
        "ratings": [_matrix(matrix) for matrix in impact.matrices],
        "movers": [_mover(mover) for mover in impact.movers],
        "not_comparable": {
            "decisions": [
                {
                    "organisation": code,
                    "period": str(period),
                    "rating": one.rating,
                    "facts": list(one.facts),
                }
                for (code, period), found in impact.not_comparable.items()
                for one in found
            ],
            "ratings_only_old": list(impact.only_old),
            "ratings_only_new": list(impact.only_new),
        },
    }


def _edition(policy: Policy, label: str) -> Json:
    return {
        "name": policy.name,
        "version": policy.version,
        "called": label,
        "content_hash": content_hash(policy),
    }


def _edit(impact: Impact, switch: Switch) -> Json:
    return {
        "id": switch.id,
        "kinds": list(dict.fromkeys(change.kind.value for change in switch.changes))
        or ["supplied-figure"],
        "sentences": list(switch.sentences),
        "direction": switch.direction.value if switch.direction is not None else None,
        "needs": sorted(switch.needs),
        "moved": len(impact.moved_by[switch.id]),
    }


def _matrix(matrix: Matrix) -> Json:
    return {
        "rating": matrix.rating,
        "compared": matrix.compared,
        "moved": matrix.moved,
        "not_comparable": matrix.not_comparable,
        "from": list(matrix.before),
        "to": list(matrix.after),
        "transitions": [
            {
                "from": before,
                "to": after,
                "decisions": matrix.counts[before, after],
                "share": {
                    "numerator": str(matrix.counts[before, after]),
                    "denominator": str(matrix.compared),
                },
            }
            for before in matrix.before
            for after in matrix.after
            if (before, after) in matrix.counts
        ],
    }


def _mover(mover: Mover) -> Json:
    code, period = mover.pair.place
    return {
        "organisation": {"code": code, "name": mover.pair.name},
        "period": str(period),
        "moves": [_move(one) for one in mover.moves],
    }


def _move(one: Explained) -> Json:
    return {
        "rating": one.move.rating,
        "from": one.move.before,
        "to": one.move.after,
        "better": one.move.better,
        "parts_at": {
            "result": one.parting.result,
            "old": one.parting.old,
            "new": one.parting.new,
        },
        "because": {"old": one.parting.old_why, "new": one.parting.new_why},
        "edits": [list(found) for found in one.responsible.sets],
        "every_way": one.responsible.every,
    }
