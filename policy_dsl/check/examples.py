"""Checking examples: a time and a kind, facts that exist and fit, and something to expect."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.check.example_tables import check_example_table
from policy_dsl.check.expectations import check_expectation
from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.given import (
    Supplied,
    check_given,
    check_kind,
    check_once,
    check_period,
    others_of,
)
from policy_dsl.check.header import Heading
from policy_dsl.syntax.example_tables import ExampleTable
from policy_dsl.syntax.examples import Example, Given
from policy_dsl.syntax.nodes import Node


def check_examples(context: Context, heading: Heading | None) -> tuple[CheckedExample, ...]:
    """The examples, those in tables included, ready to be run where no mistake is reported."""
    found: list[CheckedExample] = []
    titles: dict[str, Node] = {}
    for item in context.file.declarations:
        if not isinstance(item, Example | ExampleTable):
            continue
        context.cite(item, item.citations)
        title = item.title.text
        if titles.setdefault(title, item) is not item:
            context.error(
                "duplicate-example",
                f"two examples are called `{title}`",
                item.title,
                "say what each of them shows",
            )
        if heading is None:
            continue
        if isinstance(item, ExampleTable):
            found.extend(check_example_table(context, item, heading))
        else:
            checked = _check(context, item, heading)
            if checked is not None:
                found.append(checked)
    return tuple(found)


def _check(context: Context, example: Example, heading: Heading) -> CheckedExample | None:
    if not example.expectations and example not in context.file.damaged:
        context.error(
            "example",
            "nothing is expected of this example",
            example.title,
            "add `expect NAME VALUE`",
        )
    check_once(context, example.lines)
    supplied = Supplied()
    for line in example.lines:
        if isinstance(line, Given):
            check_given(context, line, heading, supplied)
    expectations = [check_expectation(context, item) for item in example.expectations]
    period = check_period(context, example.lines, heading)
    if period is None:
        return None
    kind = check_kind(context, example.lines, heading)
    return CheckedExample(
        example,
        example.title.text,
        "",
        kind,
        period,
        supplied.given,
        supplied.national,
        tuple(sorted(supplied.readings.items())),
        others_of(supplied, kind),
        tuple(item for item in expectations if item is not None),
    )
