"""Both readings that are offered can be written so, differ, and one was the grammar's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import attrs
import pytest

from policy_dsl.pipeline import check_text
from policy_dsl.source import Diagnostic, SourceText
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.parse import parse
from policy_dsl.syntax.values import ValueDeclaration
from tests.syntax.expectations import read_example

MISTAKES = Path(__file__).parent / "mistakes" / "ambiguity.policy.txt"
SOURCE = read_example(MISTAKES).source
#: What the values are declared upon.
ABOVE = SOURCE.text.partition("# What takes in")[0]
SAID = check_text(SOURCE)[1]


def shape(node: Any) -> Any:
    """A tree without places, so that two of them can be compared."""
    if isinstance(node, Node):
        fields = [field.name for field in attrs.fields(type(node)) if field.name != "span"]
        return (type(node).__name__, *(shape(getattr(node, name)) for name in fields))
    return tuple(map(shape, node)) if isinstance(node, tuple) else node


def expression_of(text: str) -> Any:
    within = "band" in text and "any of" not in text  # of an item
    text = f"any of targets where ({text})" if within else text
    policy, said = check_text(SourceText("reading.policy", f"{ABOVE}value one = {text}\n"))
    assert policy is not None, [item.message for item in said]
    (value,) = (item for item in policy.results if item.name.text == "one")
    assert isinstance(value, ValueDeclaration)
    return shape(value.expression.where if within else value.expression)  # type: ignore[union-attr]  # a selection


def test_each_kind_is_here() -> None:
    assert len(SAID) >= 16
    assert {item.code for item in SAID} == {"ambiguous"}


@pytest.mark.parametrize("said", SAID, ids=lambda said: str(said.help))
def test_the_readings_that_are_offered(said: Diagnostic) -> None:
    found = re.fullmatch(r"write `(.*)` or `(.*)`", said.help or "")
    assert found is not None, said.help
    one, other = expression_of(found[1]), expression_of(found[2])
    assert one != other
    # What was written is one of the two: the brackets only say so.
    line = SOURCE.text.split("\n")[SOURCE.position(said.labels[0].span.start).line - 1]
    name = line.split()[1]
    trees = [
        shape(node)
        for item in parse(SOURCE)[0].declarations
        if isinstance(item, ValueDeclaration) and item.name.text == name
        for node in item.walk()
    ]
    assert one in trees or other in trees
