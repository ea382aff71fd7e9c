"""Checking published results: each compares something the policy works out."""

from __future__ import annotations

from policy_dsl.check.context import Context
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.results import PublishedResult, PublishedResults
from policy_dsl.values.types import Quantity, type_name


def check_results(context: Context) -> tuple[PublishedResult, ...]:
    """The published results whose names stand for a value, a table or a rating."""
    found: dict[str, PublishedResult] = {}
    for block in context.file.declarations:
        if not isinstance(block, PublishedResults):
            continue
        context.cite(block, block.citations)
        for result in block.results:
            context.cite(result, (), block)
            name = result.name.text
            item = context.named.get(name)
            if item is None:
                names = [item.name.text for item in context.results]
                context.unknown("unknown-name", "value, table or rating", name, result.name, names)
                continue
            if isinstance(item, Fact | Group):
                context.error(
                    "published",
                    f"`{name}` is not worked out by this policy",
                    result.name,
                    "compare a value, a table or a rating",
                )
                continue
            if name in found:
                context.error(
                    "duplicate-name",
                    f"`{name}` is compared twice",
                    result.name,
                    "leave one of them out",
                )
            type_ = context.types.get(item)
            if result.within is not None and type_ and not isinstance(type_, Quantity):
                context.error(
                    "published",
                    f"`within` is for numbers, and `{name}` is of the type `{type_name(type_)}`",
                    result,
                    "leave `within` out",
                )
            found[name] = result
    return tuple(found.values())
