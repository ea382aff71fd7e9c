"""The evaluator's operations on values: compare, add, scale, lowest, choose, count, round.

All that the language does to a value is in the modules gathered here, and only there.  Each
operation takes whatever a step can hold: what is not known stays not known unless the answer is
settled all the same, and what does not apply is left out.  None depends on the order of its
operands.
"""

from __future__ import annotations

from policy_dsl.evaluate.operations_absence import (
    Numeric,
    Truth,
    as_number,
    bounds,
    has_gap,
    not_known,
)
from policy_dsl.evaluate.operations_labels import (
    as_label,
    best,
    holds,
    label_numbered,
    possible,
    same_label,
    settle,
    stands,
    stands_to,
    worst,
)
from policy_dsl.evaluate.operations_numbers import (
    ONE,
    add,
    average,
    divide,
    earliest,
    highest,
    latest,
    lowest,
    multiply,
    negative,
    recorded,
    round_to,
    share,
    subtract,
    total,
)
from policy_dsl.evaluate.operations_truth import (
    as_truth,
    both,
    comparison,
    count,
    either,
    is_nothing,
    refuse,
)

__all__ = [
    "ONE",
    "Numeric",
    "Truth",
    "add",
    "as_label",
    "as_number",
    "as_truth",
    "average",
    "best",
    "both",
    "bounds",
    "comparison",
    "count",
    "divide",
    "earliest",
    "either",
    "has_gap",
    "highest",
    "holds",
    "is_nothing",
    "label_numbered",
    "latest",
    "lowest",
    "multiply",
    "negative",
    "not_known",
    "possible",
    "recorded",
    "refuse",
    "round_to",
    "same_label",
    "settle",
    "share",
    "stands",
    "stands_to",
    "subtract",
    "total",
    "worst",
]
