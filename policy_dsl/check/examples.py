"""Checking examples: a time and a kind, and facts that exist and fit."""

from __future__ import annotations

from collections.abc import Mapping

from policy_dsl.check.context import Context
from policy_dsl.check.expectations import check_expectation
from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.header import Heading
from policy_dsl.check.interpretations import reading_named, written
from policy_dsl.check.written import given_fact, text_of
from policy_dsl.facts import records
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.examples import (
    Example,
    Given,
    GivenFact,
    InPeriod,
    OfKind,
)
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.values.periods import Period

#: The furthest back that facts can be given, in periods.
_FURTHEST = 400


def check_examples(context: Context, heading: Heading | None) -> tuple[CheckedExample, ...]:
    """The examples, ready to be run where no mistake is reported."""
    found: list[CheckedExample] = []
    titles: dict[str, Example] = {}
    for example in context.file.declarations:
        if not isinstance(example, Example):
            continue
        context.cite(example, example.citations)
        title = example.title.text
        if titles.setdefault(title, example) is not example:
            context.error(
                "duplicate-example",
                f"two examples are called `{title}`",
                example.title,
                "say what each of them shows",
            )
        if heading is not None:
            checked = _check(context, example, heading)
            if checked is not None:
                found.append(checked)
    return tuple(found)


def _check(context: Context, example: Example, heading: Heading) -> CheckedExample | None:
    _check_shape(context, example)
    given: dict[int, dict[str, records.Fact]] = {0: {}}
    national: dict[int, dict[str, records.Fact]] = {}
    readings: dict[str, str] = {}
    blocks = {
        fact: block
        for block in context.file.declarations
        if isinstance(block, Facts)
        for fact in block.facts
    }
    for line in example.lines:
        if isinstance(line, Given) and _check_back(context, line, heading):
            for item in line.facts:
                named = context.named.get(item.name.text)
                if isinstance(named, Interpretation):
                    _take_reading(context, item, named, line, readings)
                    continue
                nationwide, body = _whose(context, named, blocks)
                facts = national if nationwide else given
                _take_fact(context, item, named, body, facts.setdefault(line.earlier, {}))
    expectations = [check_expectation(context, item) for item in example.expectations]
    period = _period(context, example, heading)
    if period is None:
        return None
    return CheckedExample(
        example,
        example.title.text,
        _kind(context, example, heading),
        period,
        given,
        national,
        tuple(sorted(readings.items())),
        tuple(item for item in expectations if item is not None),
    )


# ---- when and of whom -------------------------------------------------------------------------


def _check_shape(context: Context, example: Example) -> None:
    if not example.expectations and "expect" not in context.file.broken:
        context.error(
            "example",
            "nothing is expected of this example",
            example.title,
            "add `expect NAME VALUE`",
        )
    for kind, word in ((OfKind, "of kind"), (InPeriod, "in")):
        for again in [line for line in example.lines if isinstance(line, kind)][1:]:
            context.error("example", f"an example says `{word}` once", again, "leave one out")


def _kind(context: Context, example: Example, heading: Heading) -> str:
    """The kind named, or else the only one there is."""
    if example.kind is None:
        return heading.kinds[0] if len(heading.kinds) == 1 else ""
    word = example.kind.kind
    if word.text not in heading.kinds:
        context.unknown("unknown-kind", "kind of organisation", word.text, word, heading.kinds)
    return word.text


def _period(context: Context, example: Example, heading: Heading) -> Period | None:
    """The period named, or else the first that ends while the edition is in force."""
    if example.period is None:
        return Period.containing(heading.first_day, heading.period)
    text = example.period.period
    try:
        period = Period.parse(text.text, heading.period)
    except ValueError as problem:
        context.error("period", str(problem), text)
        return None
    day = period.last_day
    if day < heading.first_day or (heading.last_day is not None and day > heading.last_day):
        context.warn(
            "not-in-force",
            f"this edition was not in force on {day}, when the period ends",
            text,
            "it is applied all the same; name a period in which it was in force",
        )
    return period


def _check_back(context: Context, line: Given, heading: Heading) -> bool:
    if line.word is None:
        return True
    wanted = heading.period.value
    if line.word.text.removesuffix("s") != wanted:
        context.error(
            "period",
            f"the policy rates each {wanted}, so facts are of so many {wanted}s earlier",
            line.word,
            f"write `{line.earlier} {wanted}{'' if line.earlier == 1 else 's'} earlier`",
        )
        return False
    if not 1 <= line.earlier <= _FURTHEST:
        context.error(
            "period",
            f"that is not a number of {wanted}s to look back",
            line.word,
            f"write a whole number from 1 to {_FURTHEST}",
        )
        return False
    return True


# ---- what is given ----------------------------------------------------------------------------


def _whose(
    context: Context, named: object, blocks: Mapping[Fact, Facts]
) -> tuple[bool, str | None]:
    """Whether a fact is a national figure, and by which body it is judged."""
    if not isinstance(named, Fact):
        return False, None
    entry = context.borrowed.get(named.name.text)
    if entry is not None:
        return entry.national, entry.judged_by
    block = blocks[named]
    return block.national, block.body.text if block.body is not None else None


def _take_fact(
    context: Context,
    item: GivenFact,
    named: object,
    body: str | None,
    facts: dict[str, records.Fact],
) -> None:
    name = item.name.text
    if not isinstance(named, Fact):
        known = [
            name for name, it in context.named.items() if isinstance(it, Fact | Interpretation)
        ]
        if named is None:
            context.unknown("unknown-name", "fact", name, item.name, known)
        else:
            context.error(
                "example",
                f"`{name}` is worked out, so it cannot be given",
                item.name,
                "give the facts it is worked out from, and `expect` it",
            )
        return
    fact = given_fact(context, item.value, named, body)
    if name in facts:
        context.error("fact-twice", f"`{name}` is given twice", item.name, "leave one of them out")
    if fact is not None:
        facts[name] = fact


def _take_reading(
    context: Context,
    item: GivenFact,
    interpretation: Interpretation,
    line: Given,
    readings: dict[str, str],
) -> None:
    name = item.name.text
    if line.earlier:
        context.error(
            "example",
            f"`{name}` is read in one way throughout an example",
            item,
            "give it without a period",
        )
        return
    number = None
    if isinstance(item.value, Constant | Name):
        number = reading_named(interpretation, written(item.value))
    if number is None:
        texts = [text_of(context, reading) for reading in interpretation.readings]
        context.error(
            "unknown-reading",
            f"`{text_of(context, item.value)}` is no reading of `{name}`",
            item.value,
            did_you_mean(text_of(context, item.value), texts)
            or f"its readings are {', '.join(texts)}",
        )
        return
    if name in readings:
        context.error("fact-twice", f"`{name}` is given twice", item.name, "leave one out")
    readings[name] = written(interpretation.readings[number])
