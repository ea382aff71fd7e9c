"""The phase: a syntax tree in, a checked policy or every mistake out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from policy_dsl.check.ambiguity import check_ambiguity
from policy_dsl.check.context import Context
from policy_dsl.check.examples import check_examples
from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.facts import check_facts, check_former_names, precision_of
from policy_dsl.check.groups import check_group, declare_groups
from policy_dsl.check.header import Heading, check_header, kinds_rated
from policy_dsl.check.interpretations import check_interpretations
from policy_dsl.check.layouts import check_layouts
from policy_dsl.check.order import checking_order, declare_types, in_order
from policy_dsl.check.policy import Named, Policy, Result
from policy_dsl.check.ratings import check_rating
from policy_dsl.check.records import check_records
from policy_dsl.check.results import check_results
from policy_dsl.check.scales import check_scales
from policy_dsl.check.scorecards import check_scorecard
from policy_dsl.check.sources import check_sources
from policy_dsl.check.tables import check_table
from policy_dsl.check.triggers import check_trigger
from policy_dsl.check.use import check_use
from policy_dsl.check.values import check_value
from policy_dsl.facts.vocabulary import FactEntry, FileLayout, ResultEntry, Vocabulary
from policy_dsl.source import Diagnostic, Severity
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.parse import PolicyFile
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.results import PublishedResult
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.use import Use
from policy_dsl.syntax.values import ValueDeclaration


def check(
    file: PolicyFile,
    used: Mapping[Use, Sequence[Policy]] | None = None,
    like: Policy | None = None,
) -> tuple[Policy | None, tuple[Diagnostic, ...]]:
    """Finds what every name means and what type every expression has.

    ``used`` holds the editions of the policies that the file uses, found and checked beforehand.
    Of a policy that the file is a variant of, ``like``, it takes over the labels of every scale
    that both declare on the same line, so that values of the two can be held against each other.
    Returns the policy, or None where there is an error; and all there is to say, in any case.
    """
    context = Context(file, like=like)
    check_sources(context)
    heading = check_header(context)
    if heading is not None:
        context.period, context.kinds = heading.period, heading.kinds
    check_use(context, heading, used or {})
    check_scales(context)
    check_records(context)
    check_facts(context, heading.period if heading else None)
    check_interpretations(context)
    _declare_results(context)
    declare_groups(context)
    check_former_names(context)
    kinds = kinds_rated(context)
    ordered = in_order(context)
    declare_types(context)
    for item in checking_order(context, ordered):
        _check_item(context, item, kinds)
    context.results.extend(item for item in ordered if isinstance(item, Result))
    done = set(context.results)
    for again in file.declarations:
        if isinstance(again, Result) and again not in done:
            _check_item(context, again, kinds)  # its name was had already
    published = check_results(context)
    layouts = (*check_layouts(context), *context.layouts)
    examples = check_examples(context, heading)
    check_ambiguity(context)
    said = tuple(context.diagnostics)
    if (
        heading is None
        or file.broken
        or context.lost_use
        or any(item.severity is Severity.ERROR for item in said)
    ):
        return None, said
    return _policy(context, heading, published, layouts, examples), said


def _check_item(context: Context, item: Named, kinds: tuple[str, ...] | None) -> None:
    match item:
        case Group():
            check_group(context, item)
        case ValueDeclaration():
            check_value(context, item)
        case Table():
            check_table(context, item)
        case Scorecard():
            check_scorecard(context, item, kinds or ())
        case Rating():
            check_rating(context, item, kinds)
        case Trigger():
            check_trigger(context, item, kinds)
        case Fact() | Interpretation():
            pass
        case _:
            assert_never(item)


def _declare_results(context: Context) -> None:
    for item in context.file.declarations:
        if isinstance(
            item, ValueDeclaration | Table | Scorecard | Rating | Trigger
        ) and context.declare(item.name):
            context.named[item.name.text] = item


def _policy(
    context: Context,
    heading: Heading,
    published: tuple[PublishedResult, ...],
    layouts: tuple[FileLayout, ...],
    examples: tuple[CheckedExample, ...],
) -> Policy:
    blocks = [item for item in context.file.declarations if isinstance(item, Facts)]
    national = {fact.name.text for block in blocks if block.national for fact in block.facts}
    bodies = {
        fact.name.text: block.body.text
        for block in blocks
        if block.body is not None
        for fact in block.facts
    }
    facts = {name: item for name, item in context.named.items() if isinstance(item, Fact)}
    entries = {
        name: context.borrowed.get(name)
        or FactEntry(
            name=name,
            type=context.types[fact],
            precision=precision_of(fact),
            label=fact.label.text,
            identifier=fact.published.text if fact.published else None,
            national=name in national,
            judged_by=bodies.get(name),
            former_names=tuple(word.text for word in fact.former_names),
        )
        for name, fact in facts.items()
    }
    interpretations = {
        name: item for name, item in context.named.items() if isinstance(item, Interpretation)
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
        interpretations=interpretations,
        national_files=tuple(
            block.supplied_in.text for block in blocks if block.supplied_in is not None
        ),
        results=tuple(context.results),
        published=published,
        examples=examples,
        types=context.types,
        meanings=context.meanings,
        citations=context.citations,
        cards=context.cards,
        records=context.declarations,
        vocabulary=Vocabulary(heading.name, heading.period, entries, results, layouts),
        used=context.used,
        homes=context.homes,
    )
