"""``threshold-in-words``: a comment that repeats the figure beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from policy_dsl.check.policy import Policy
from policy_dsl.lint.comments import Comment, comments
from policy_dsl.lint.names import nodes
from policy_dsl.lint.remark import Remark, remark, whole_lines
from policy_dsl.source import Edit, Label, Span
from policy_dsl.syntax.expressions import Constant
from policy_dsl.values.types import Quantity

_WORDS = (
    *("nought", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_FIGURE = re.compile(r"(?<![\w.,-])(\d[\d,]*(?:\.\d+)?|" + "|".join(_WORDS[2:]) + r")\b")
_WHERE = ("its line", "the line below")
_UNITS = {"per", "cent", "percent", "days", "day", "pounds", "and", "or", "must", "be", "is"}
#: A comment that compares: only then is a figure in it a threshold.
_COMPARES = re.compile(
    r"\b(at least|at most|more than|less than|fewer than|above|below|over|under|up to|exceeds?"
    r"|or more|or less|or fewer|or over)\b",
    re.IGNORECASE,
)


def find(policy: Policy) -> Iterator[Remark]:
    """Comments that compare with a figure of their line, or of the line right below them.

    The fix takes the comment away if it says no more.
    """
    figures: dict[int, dict[Decimal, Constant]] = defaultdict(dict)
    for node in nodes(policy):
        if isinstance(node, Constant) and isinstance(node.type, Quantity):
            assert isinstance(node.value, Decimal)
            figures[policy.source.position(node.span.start).line][node.value] = node
    for comment in comments(policy.source):
        if not _COMPARES.search(comment.text):
            continue
        line = comment.line + comment.alone
        for found in _FIGURE.finditer(comment.text):
            same = figures[line].get(_number(found[1]))
            if same is None:
                continue
            start = comment.span.start
            yield remark(
                policy,
                "threshold-in-words",
                Span(start + found.start(), start + found.end()),
                f"the comment repeats the figure {found[0]} of {_WHERE[comment.alone]}",
                "let the rule alone say it: of two figures one is soon out of date",
                also=[Label(same.span, "the figure")],
                edits=_away(policy, comment) if _says_no_more(comment.text) else (),
            )
            break


def _says_no_more(comment: str) -> bool:
    rest = _FIGURE.sub("", _COMPARES.sub("", comment))
    return not set(re.findall(r"[^\W\d_]+", rest.lower())) - _UNITS


def _number(word: str) -> Decimal:
    return Decimal(_WORDS.index(word)) if word in _WORDS else Decimal(word.replace(",", ""))


def _away(policy: Policy, comment: Comment) -> list[Edit]:
    if comment.alone:
        return [whole_lines(policy, comment.span)]
    text = policy.source.text
    start = comment.span.start
    while text[start - 1] in " \t":
        start -= 1
    return [Edit(Span(start, comment.span.end), "")]
