"""What a document of a policy must hold: its numbers, labels, texts and citations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from policy_dsl.check.policy import Policy
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.header import Header
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Text

_UNITS = {
    "percent": "{:f}%",
    "money": "£{:,f}",
    "days": "{:f} day",
    "number": "{:f}",
    "count": "{:f}",
}


def must_be_said(policy: Policy) -> Iterator[str]:
    """Every number, label, text and citation of a policy, as a document would write it."""
    for declaration in policy.file.declarations:
        if isinstance(declaration, Header):
            continue
        for node in declaration.walk():
            meaning = policy.meanings.get(node)
            said = meaning.label.text if isinstance(meaning, Fact) else _said(node)
            if said:
                yield said


def _said(node: Node) -> str:
    match node:
        case Citation():
            return f"[{node.source} {node.place}]" if node.place else f"[{node.source}]"
        case LabelName():
            return node.text.replace("_", " ")
        case Text():
            return node.text
        case Constant(value=Decimal() as number):
            form = _UNITS[str(node.type)].format(number.copy_abs())
            return f"-{form}" if number < 0 and not form.startswith("£") else form
        case Constant(value=date() as day):
            return day.isoformat()
        case Constant(value=str() as text):
            return text
        case Layout():
            return node.title.text
        case _:
            return ""


def missing(policy: Policy, document: str) -> list[str]:
    """What of that does not stand in a document set in one line a paragraph."""
    there = document.casefold()
    wanted = (said.casefold() for said in must_be_said(policy))
    # Money may be written with commas or without.
    return [said for said in wanted if said not in there and said.replace(",", "") not in there]
