"""Rewrites of a policy's text that leave its meaning as it is, driven by its tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random
from typing import TypeVar

from policy_dsl.check.interpretations import written
from policy_dsl.check.policy import Policy
from policy_dsl.source import Edit, SourceText, Span, edited
from policy_dsl.syntax.declarations import pieces
from policy_dsl.syntax.expressions import Arithmetic, Both, Compare, Constant, Either, Is
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Override
from policy_dsl.syntax.records import Field
from policy_dsl.syntax.scorecards import CardRow
from policy_dsl.syntax.tables import ComparisonTest
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.scales import Label

Item = TypeVar("Item")
Rewrite = Callable[[Policy, Random], SourceText]
_QUOTED = re.compile(r'"[^"\n]*"|\[[^\]\n]*\]|#[^\n]*')


def add_comments(policy: Policy, random: Random) -> SourceText:
    """A note above some declarations and behind some lines."""
    edits = [Edit(Span(p.start, p.start), "# a note\n\n") for p in _some(_pieces(policy), random)]
    ends = [match.start() for match in re.finditer(r"\n", policy.source.text)]
    edits += [Edit(Span(end, end), "  # a note") for end in _some(ends, random)]
    return edited(policy.source, edits)


def respace(policy: Policy, random: Random) -> SourceText:
    """Other gaps between words, deeper bodies, and empty lines."""
    lines = []
    for line in policy.source.text.split("\n"):
        body = line.lstrip(" ")
        parts = re.split(f"({_QUOTED.pattern})", body)
        parts[::2] = [re.sub(r" {2,}", lambda _: " " * random.randint(2, 7), p) for p in parts[::2]]
        lines.append(" " * 2 * (len(line) - len(body)) + "".join(parts))
        if random.random() < 0.2:
            lines.append("")
    return SourceText(policy.source.path, "\n".join(lines))


def reorder_declarations(policy: Policy, random: Random) -> SourceText:
    """The declarations in another order."""
    texts = [policy.source.text[piece.start : piece.end] for piece in _pieces(policy)]
    random.shuffle(texts)
    return SourceText(policy.source.path, "\n\n".join(texts) + "\n")


def reorder_lines(policy: Policy, random: Random) -> SourceText:
    """Facts, overrides and the measures of scorecards in another order."""
    edits = []
    for item in policy.file.declarations:
        nodes: list[Node] = list(item.facts) if isinstance(item, Facts) else []
        nodes = nodes or [node for node in item.children() if isinstance(node, Override | CardRow)]
        edits += _shuffled(policy, nodes, random)
    return edited(policy.source, edits)


def reorder_operands(policy: Policy, random: Random) -> SourceText:
    """The operands of `and`, `or` and `+` in another order, and comparisons turned round."""
    edits: list[Edit] = []
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
    for item in policy.file.declarations:
        done: list[Span] = []
        for node in item.walk():
            if any(span.start <= node.span.start < span.end for span in done):
                continue
            if isinstance(node, Both | Either) or (
                isinstance(node, Arithmetic) and node.sign in "+*"
            ):
                operands = [*node.children()]
                if all(_is_tight(operand) for operand in operands):
                    edits += _shuffled(policy, operands, random)
                    done.append(node.span)
            if isinstance(node, Compare) and _is_short(node.left) and _is_short(node.right):
                left, right = (
                    policy.source.text[side.span.start : side.span.end]
                    for side in (node.left, node.right)
                )
                edits.append(Edit(node.span, f"{right} {turned[node.sign]} {left}"))
                done.append(node.span)
    return edited(policy.source, edits)


def add_brackets(policy: Policy, random: Random) -> SourceText:
    """Brackets around some comparisons, of which some are refused twice over."""
    found = [n for item in _rules(policy) for n in item.walk() if isinstance(n, Compare | Is)]
    edits = []
    for node in _some(found, random):
        refused = "not (not " if random.random() < 0.3 else ""
        edits.append(Edit(Span(node.span.start, node.span.start), f"({refused}"))
        if refused:
            edits.append(Edit(Span(node.span.end, node.span.end), ")"))
        edits.append(Edit(Span(node.span.end, node.span.end), ")"))
    return edited(policy.source, edits)


def respell_numbers(policy: Policy, random: Random) -> SourceText:
    """2 as 2.0 and 25% as 25.00%."""
    edits = []
    for item in _rules(policy):
        for node in item.walk():
            if isinstance(node, Compare | ComparisonTest):
                for constant in node.children():
                    edits += _respelt(policy, constant, random)
    return edited(policy.source, edits)


def rename_values(policy: Policy, random: Random) -> SourceText:
    """Some local values under other names, with all their uses."""
    text = policy.source.text
    words = re.findall(r"\w+", text)
    for item in policy.file.declarations:
        if isinstance(item, ValueDeclaration) and random.random() < 0.5:
            name = item.name.text
            if not _is_only_a_value(policy, name):
                continue
            new = f"{name}_renamed"
            assert new not in words
            pattern = re.compile(rf"{_QUOTED.pattern}|\b{name}\b")
            text = pattern.sub(lambda m, n=name, to=new: to if m[0] == n else m[0], text)  # type: ignore[misc]
    return SourceText(policy.source.path, text)


REWRITES: Sequence[Rewrite] = (
    add_comments,
    respace,
    reorder_declarations,
    reorder_lines,
    reorder_operands,
    add_brackets,
    respell_numbers,
    rename_values,
)


def _pieces(policy: Policy) -> list[Span]:
    return list(pieces(policy.source))


def _rules(policy: Policy) -> list[Node]:
    return [item for item in policy.file.declarations if item in policy.results]


def _some(items: Sequence[Item], random: Random) -> list[Item]:
    return [item for item in items if random.random() < 0.5]


def _shuffled(policy: Policy, nodes: Sequence[Node], random: Random) -> list[Edit]:
    order = list(nodes)
    random.shuffle(order)
    text = policy.source.text
    return [
        Edit(place.span, text[node.span.start : node.span.end])
        for place, node in zip(nodes, order, strict=True)
    ]


def _is_short(node: Node) -> bool:
    return not list(node.children())


def _is_tight(node: Node) -> bool:
    return isinstance(node, Compare | Is) or not list(node.children())


def _respelt(policy: Policy, node: Node, random: Random) -> list[Edit]:
    if not isinstance(node, Constant) or not isinstance(node.value, Decimal):
        return []
    if isinstance(policy.meanings.get(node), Label) or random.random() < 0.3:
        return []
    text = policy.source.text[node.span.start : node.span.end]
    match = re.search(r"[0-9][0-9,]*(\.[0-9]+)?", text)
    assert match is not None
    zeros = "0" * random.randint(1, 3)
    at = node.span.start + match.end()
    return [Edit(Span(at, at), zeros if match[1] else f".{zeros}")]


def _is_only_a_value(policy: Policy, name: str) -> bool:
    """Whether a word of the text is always the value, and no label, field or override as well."""
    for item in policy.file.declarations:
        for node in item.walk():
            if isinstance(node, Override | Field) and node.name.text == name:
                return False
            if isinstance(node, Interpretation) and name in map(written, node.readings):
                return False
    return not any(scale.label(name) for scale in policy.scales.values())
