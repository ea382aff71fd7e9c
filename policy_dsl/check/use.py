"""Checking ``use``: the vocabulary of another policy joins this one's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from policy_dsl.check.context import Context
from policy_dsl.check.header import Heading
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import Used
from policy_dsl.source import Span
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.use import Use


def check_use(
    context: Context, heading: Heading | None, given: Mapping[Use, Sequence[Policy]]
) -> None:
    """Takes over what the policies used have to give.

    ``given`` holds the editions found for each ``use``.  Where there are none, that has been
    reported already; then no name is reported as unknown, for it may be one of theirs.
    """
    for node in context.file.declarations:
        if not isinstance(node, Use):
            continue
        context.cite(node, node.citations)
        editions = given.get(node, ())
        if heading is None or not editions:
            context.lost_use = True
            continue
        used = _used(context, node, heading, editions)
        if used is None:
            context.lost_use = True
        elif context.declare(_alias(node)):
            context.used[used.alias] = used
            _take_over(context, used)


def _alias(node: Use) -> Word:
    if node.alias is not None:
        return node.alias
    last = node.name.text.rsplit(".", 1)[-1]
    return Word(Span(node.name.span.end - len(last), node.name.span.end), last)


def _used(context: Context, node: Use, heading: Heading, editions: Sequence[Policy]) -> Used | None:
    oldest_first = tuple(sorted(editions, key=lambda policy: policy.first_day))
    pinned = node.version is not None
    deciding = tuple(policy for policy in oldest_first if pinned or _overlaps(policy, heading))
    if not deciding:
        last = heading.last_day or "now"
        context.error(
            "use",
            f"no version of `{node.name.text}` was in force from {heading.first_day} to {last}",
            node.name,
            f"name the one to use in every period: `version {oldest_first[-1].version}`",
        )
        return None
    model = deciding[-1]
    if model.period is not heading.period:
        context.error(
            "period",
            f"`{model.name}` rates each {model.period.value}, and this policy each "
            f"{heading.period.value}",
            node.name,
            "a policy can only use one that rates as often",
        )
        return None
    return Used(node, _alias(node).text, oldest_first, model, deciding[:-1], pinned)


def _overlaps(policy: Policy, heading: Heading) -> bool:
    in_time = heading.last_day is None or policy.first_day <= heading.last_day
    return in_time and (policy.last_day is None or policy.last_day >= heading.first_day)


def _take_over(context: Context, used: Used) -> None:
    """Scales, choices, records and facts; those of the model go before those of others."""
    for edition in (used.model, *used.deciding):
        for name, scale in edition.scales.items():
            if _joins(context, used, edition, name, context.scales.get(name), scale):
                context.scales[name] = scale
        for record, declaration in edition.records.items():
            known = context.records.get(record.name)
            if _joins(context, used, edition, record.name, known, record):
                context.records[record.name] = record
            context.declarations[record] = declaration
        known_to_model = used.vocabularies[used.model].fact_called
        for name, fact in edition.facts.items():
            if edition is not used.model and known_to_model(name) is not None:
                continue  # the model has it, by this name or another
            if _joins(context, used, edition, name, context.named.get(name), fact):
                context.named[name] = fact
                context.types[fact] = edition.types[fact]
                context.borrowed[name] = used.vocabularies[edition].facts[name]
                context.homes[fact] = edition.home(fact)
    vocabulary = used.model.vocabulary
    # What was published is compared by the policy that works it out, and is nothing unknown here.
    results = {entry.identifier for entry in vocabulary.results.values()}
    for layout in vocabulary.layouts:
        joined = evolve(layout, unused_identifiers=layout.unused_identifiers | results)
        if joined not in context.layouts:
            context.layouts.append(joined)


def _joins(
    context: Context, used: Used, edition: Policy, name: str, known: object, new: object
) -> bool:
    """Whether a name is taken over: not if it is here already; a clash is reported."""
    if known is new or (known is not None and edition is not used.model):
        return False
    return context.declare(Word(used.node.name.span, name))
