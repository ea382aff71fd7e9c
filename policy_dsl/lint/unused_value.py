"""``unused-value``: a value that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.names import read_by_rules, words_of_examples
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.values import ValueDeclaration


def find(policy: Policy) -> Iterator[Remark]:
    """Values that no rule, published result or example names.

    One that an example expects is a result that its author wants to see, and in a policy without a
    rating every value is.  No fix: another policy may use it.
    """
    if not any(isinstance(result, Rating) for result in policy.results):
        return
    read = read_by_rules(policy)
    wanted = words_of_examples(policy) | {result.name.text for result in policy.published}
    for value in policy.results:
        if (
            isinstance(value, ValueDeclaration)
            and value not in read
            and value.name.text not in wanted
        ):
            yield remark(
                policy,
                "unused-value",
                value.name.span,
                f"nothing in this file reads the value `{value.name.text}`",
                "read it in a rule, expect it in an example, or take it away if nothing uses it",
            )
