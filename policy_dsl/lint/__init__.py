"""What could be written better in a policy, each rule a file, a test and a page of one name."""

from policy_dsl.lint.allow import Allowing, allowing
from policy_dsl.lint.fix import fixed
from policy_dsl.lint.lint import CODES, RULES, lint
from policy_dsl.lint.remark import Remark

__all__ = ["CODES", "RULES", "Allowing", "Remark", "allowing", "fixed", "lint"]
