"""``mixed-names``: a name written unlike its fellows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policy_dsl.check.policy import Policy
from policy_dsl.lint.comments import comments
from policy_dsl.lint.remark import Remark, remark
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.nodes import Word

# Fewer fellows than this make no custom.
_FELLOWS = 2
_STRING = re.compile(r'"[^"\n]*"')


def find(policy: Policy) -> Iterator[Remark]:
    """Names with capitals among names without.

    The fix writes the name small wherever it stands; it is made for a value, whose name is no part
    of what a policy says, and left to the author where others know a thing by its name.
    """
    facts = [fact.name for fact in policy.facts.values() if policy.home(fact) is policy]
    yield from _among(policy, "facts", facts)
    yield from _among(policy, "results", [result.name for result in policy.results])
    groups = [one.name for one in policy.file.declarations if isinstance(one, Group)]
    yield from _among(policy, "groups", groups)
    points = [point.name for point in policy.interpretations.values()]
    yield from _among(policy, "open points", points)


def _among(policy: Policy, what: str, names: Sequence[Word]) -> Iterator[Remark]:
    odd = [name for name in names if name.text != name.text.lower()]
    if len(names) - len(odd) < max(_FELLOWS, len(odd)):
        return
    for name in odd:
        small = _small(name.text)
        yield remark(
            policy,
            "mixed-names",
            name.span,
            f"`{name.text}` has capitals, unlike the other {what}",
            f"call it `{small}`",
            edits=_renamed(policy, name.text, small),
        )


def _small(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _renamed(policy: Policy, name: str, small: str) -> list[Edit]:
    text = policy.source.text
    if re.search(rf"\b{re.escape(small)}\b", text):
        return []
    apart = [comment.span for comment in comments(policy.source)]
    apart += [Span(*found.span()) for found in _STRING.finditer(text)]
    return [
        Edit(Span(*found.span()), small)
        for found in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text)
        if not any(span.start <= found.start() < span.end for span in apart)
    ]
