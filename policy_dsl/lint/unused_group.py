"""``unused-group``: a group that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.check.policy import Policy
from policy_dsl.lint.names import read_by_rules, words_of_examples
from policy_dsl.lint.remark import Remark, remark, whole_lines
from policy_dsl.syntax.groups import Group


def find(policy: Policy) -> Iterator[Remark]:
    """Groups that no rule or example names.

    The fix takes the lines away, which the content hash counts; a group is a name within its file,
    so that no other policy and no file of facts can mean it.
    """
    read = read_by_rules(policy)
    wanted = words_of_examples(policy)
    for group in policy.file.declarations:
        if isinstance(group, Group) and group not in read and group.name.text not in wanted:
            yield remark(
                policy,
                "unused-group",
                group.name.span,
                f"nothing reads the group `{group.name.text}`",
                "name it in a rule, or take it away",
                edits=[whole_lines(policy, group.span)],
                keeps_meaning=False,
            )
