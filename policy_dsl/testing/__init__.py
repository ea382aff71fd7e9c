"""Examples in a policy's own text, run through the ordinary pipeline, reasons included."""

from policy_dsl.testing.coverage import Coverage, coverage
from policy_dsl.testing.goal import Goal, GoalKind
from policy_dsl.testing.hold import Difference
from policy_dsl.testing.run import Outcome, run_example, run_examples

__all__ = [
    "Coverage",
    "Difference",
    "Goal",
    "GoalKind",
    "Outcome",
    "coverage",
    "run_example",
    "run_examples",
]
