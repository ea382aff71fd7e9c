"""The phase: a checked policy in, what could be written better out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from policy_dsl.check.policy import Policy
from policy_dsl.lint import (
    finer_threshold,
    label_order,
    mixed_names,
    simpler_table,
    threshold_in_words,
    todo,
    uncited_number,
    unmarked_unverified,
    unread_measure,
    unused_fact,
    unused_group,
    unused_interpretation,
    unused_source,
    unused_value,
    version_and_dates,
)
from policy_dsl.lint.remark import Remark

#: Every rule by its code; the page of each is ``docs/lint/CODE.md``.
RULES: Mapping[str, Callable[[Policy], Iterator[Remark]]] = {
    "finer-threshold": finer_threshold.find,
    "label-order": label_order.find,
    "mixed-names": mixed_names.find,
    "simpler-table": simpler_table.find,
    "threshold-in-words": threshold_in_words.find,
    "todo": todo.find,
    "uncited-number": uncited_number.find,
    "unmarked-unverified": unmarked_unverified.find,
    "unread-measure": unread_measure.find,
    "unused-fact": unused_fact.find,
    "unused-group": unused_group.find,
    "unused-interpretation": unused_interpretation.find,
    "unused-source": unused_source.find,
    "unused-value": unused_value.find,
    "version-and-dates": version_and_dates.find,
}
CODES = tuple(RULES)


def lint(policy: Policy) -> tuple[Remark, ...]:
    """What could be written better in a policy, in the order of its text."""
    found = [one for rule in RULES.values() for one in rule(policy)]
    return tuple(
        sorted(found, key=lambda one: (one.diagnostic.labels[0].span, one.diagnostic.code))
    )
