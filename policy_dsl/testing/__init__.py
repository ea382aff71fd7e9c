"""Examples in a policy's own text, run through the ordinary pipeline, reasons included."""

from policy_dsl.testing.hold import Difference
from policy_dsl.testing.run import Outcome, run_example, run_examples

__all__ = ["Difference", "Outcome", "run_example", "run_examples"]
