"""``uncited-number``: a figure in a rule that cites nothing."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.values.types import Quantity


def find(policy: Policy) -> Iterator[Remark]:
    """Of each rule without a citation the first figure, where the policy has sources at all."""
    if not policy.sources:
        return
    for result in policy.results:
        figure = _uncited(policy, result)
        if figure is not None:
            yield remark(
                policy,
                "uncited-number",
                figure.span,
                f"nothing says where this figure of `{result.name.text}` comes from",
                "cite a source after the rule, such as"
                f" `[{next(iter(policy.sources))} paragraph 3]`",
            )


def _uncited(policy: Policy, rule: Node) -> Constant | None:
    """The first figure below a rule that no citation around it covers."""
    stack = [rule]
    while stack:
        node = stack.pop()
        if policy.citations.get(node):
            continue
        # Nought is no figure of its own, and a label is none at all.
        is_figure = isinstance(node, Constant) and isinstance(node.type, Quantity) and node.value
        if is_figure and node not in policy.meanings:
            assert isinstance(node, Constant)
            return node
        stack.extend(reversed(node.children()))
    return None
