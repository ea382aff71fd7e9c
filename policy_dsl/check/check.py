"""The phase: a syntax tree in, a checked policy or every mistake out."""

from __future__ import annotations

from typing import assert_never

from policy_dsl.check.context import Context
from policy_dsl.check.facts import check_facts, precision_of
from policy_dsl.check.groups import check_group, declare_groups
from policy_dsl.check.header import Heading, check_header, kinds_rated
from policy_dsl.check.layouts import check_layouts
from policy_dsl.check.order import in_order
from policy_dsl.check.policy import Named, Policy
from policy_dsl.check.ratings import check_rating
from policy_dsl.check.results import check_results
from policy_dsl.check.scales import check_scales
from policy_dsl.check.sources import check_sources
from policy_dsl.check.tables import check_table
from policy_dsl.check.values import check_value
from policy_dsl.facts.vocabulary import FactEntry, FileLayout, ResultEntry, Vocabulary
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.parse import PolicyFile
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.results import PublishedResult
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.values import ValueDeclaration


def check(file: PolicyFile) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """Finds what every name means and what type every expression has.

    Returns the policy, or None where there is an error; and all there is to say, in any case.
    """
    context = Context(file)
    check_sources(context)
    heading = check_header(context)
    check_scales(context)
    check_facts(context, heading.period if heading else None)
    _declare_results(context)
    declare_groups(context)
    kinds = kinds_rated(context)
    for item in in_order(context):
        _check_item(context, item, kinds)
        if isinstance(item, ValueDeclaration | Table | Rating):
            context.results.append(item)
    done = set(context.results)
    for again in file.declarations:
        if isinstance(again, ValueDeclaration | Table | Rating) and again not in done:
            _check_item(context, again, kinds)  # its name was had already
    published = check_results(context)
    layouts = check_layouts(context)
    said = tuple(context.diagnostics)
    if heading is None or file.broken or any(item.severity is Severity.ERROR for item in said):
        return None, said
    return _policy(context, heading, published, layouts), said


def _check_item(context: Context, item: Named, kinds: tuple[str, ...] | None) -> None:
    match item:
        case Group():
            check_group(context, item)
        case ValueDeclaration():
            check_value(context, item)
        case Table():
            check_table(context, item)
        case Rating():
            check_rating(context, item, kinds)
        case Fact():
            pass
        case _:
            assert_never(item)


def _declare_results(context: Context) -> None:
    for item in context.file.declarations:
        if isinstance(item, ValueDeclaration | Table | Rating) and context.declare(item.name):
            context.named[item.name.text] = item


def _policy(
    context: Context,
    heading: Heading,
    published: tuple[PublishedResult, ...],
    layouts: tuple[FileLayout, ...],
) -> Policy:
    blocks = [item for item in context.file.declarations if isinstance(item, Facts)]
    national = {fact.name.text for block in blocks if block.national for fact in block.facts}
    facts = {name: item for name, item in context.named.items() if isinstance(item, Fact)}
    entries = {
        name: FactEntry(
            name=name,
            type=context.types[fact],
            precision=precision_of(fact),
            label=fact.label.text,
            identifier=fact.published.text if fact.published else None,
            national=name in national,
        )
        for name, fact in facts.items()
    }
    results = {
        item.name.text: ResultEntry(
            name=item.name.text,
            type=context.types[context.named[item.name.text]],
            identifier=item.published.text,
            within=item.within,
        )
        for item in published
    }
    return Policy(
        file=context.file,
        name=heading.name,
        version=heading.version,
        title=heading.title,
        first_day=heading.first_day,
        last_day=heading.last_day,
        kinds=heading.kinds,
        period=heading.period,
        scales=context.scales,
        sources=context.sources,
        facts=facts,
        national_files=tuple(
            block.supplied_in.text for block in blocks if block.supplied_in is not None
        ),
        results=tuple(context.results),
        published=published,
        types=context.types,
        meanings=context.meanings,
        citations=context.citations,
        vocabulary=Vocabulary(heading.name, heading.period, entries, results, layouts),
    )
