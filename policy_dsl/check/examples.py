"""Checking examples: facts that exist and fit, results to expect, reasons to look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_dsl.check.context import Context
from policy_dsl.check.expected import CheckedExample, Expected
from policy_dsl.check.expressions import infer
from policy_dsl.check.header import Heading
from policy_dsl.check.interpretations import reading_named, written
from policy_dsl.check.policy import Result
from policy_dsl.check.written import given_fact, text_of, written_value
from policy_dsl.facts import records
from policy_dsl.source import did_you_mean
from policy_dsl.syntax.aggregates import GroupOperands
from policy_dsl.syntax.examples import (
    Because,
    Example,
    Expectation,
    Given,
    GivenFact,
    InPeriod,
    OfKind,
)
from policy_dsl.syntax.expressions import Constant, Name
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.periods import Period
from policy_dsl.values.types import Type, Value

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
    expectations = [_expected(context, item) for item in example.expectations]
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


# ---- what is expected -------------------------------------------------------------------------


def _expected(context: Context, node: Expectation) -> Expected | None:
    found = _result(context, node.of)
    if found is None:
        return None
    result, type_ = found
    value: Value | None = None
    if node.value is not None and type_ is not None:
        value = written_value(context, node.value, type_, node.of.text)
        if value is None:
            return None
    if node.because is not None:
        _check_because(context, node.because, result, node.of)
    path = tuple(word.text for word in node.of.words)
    return Expected(node, path, result, value, text_of(context, node))


def _result(context: Context, member: Member) -> tuple[Result | None, Type | None] | None:
    """What an expectation is of; None with a mistake reported."""
    first = member.words[0]
    if len(member.words) > 1:
        type_ = infer(context, member)
        return None if type_ is None else (None, type_)
    item = context.named.get(first.text)
    if item is None:
        names = [name for name, known in context.named.items() if not isinstance(known, Fact)]
        context.unknown("unknown-name", "result", first.text, first, names)
        return None
    if isinstance(item, Scorecard):
        context.error(
            "type",
            f"`{first.text}` is a scorecard, which has no value of its own",
            first,
            f"say which: `{first.text}.average` or `{first.text}.total`",
        )
        return None
    if not isinstance(item, ValueDeclaration | Table | Rating | Trigger):
        context.error(
            "example",
            f"`{first.text}` is not worked out by this policy",
            first,
            "expect a value, a table's result, a rating or a trigger",
        )
        return None
    context.meanings[member] = item
    type_ = context.types.get(item)
    return (item, type_) if type_ is not None else None


def _check_because(context: Context, because: Because, result: Result | None, of: Member) -> None:
    word = because.word
    if because.number is not None:
        _check_numbered(context, because, result, of)
        return
    known: dict[str, None] = {}
    if isinstance(result, Rating):
        known.update((override.name.text, None) for override in result.overrides)
    if isinstance(result, Rating | Trigger):
        known.update((name, None) for name in names_read(context, result))
    if not known:
        context.error(
            "unknown-reason",
            f"nothing in `{of.text}` has a name by which to say why",
            because,
            "write `because row 1` of a table, and leave `because` out of a value",
        )
    elif word.text not in known:
        what = "override or condition" if isinstance(result, Rating) else "condition"
        context.unknown("unknown-reason", f"{what} in `{of.text}`", word.text, word, known)


def _check_numbered(context: Context, because: Because, result: Result | None, of: Member) -> None:
    """``case 2`` of a rating with cases, ``row 3`` of a table, counted from 1."""
    if isinstance(result, Rating) and result.cases:
        word, count = "case", len(result.cases)
    elif isinstance(result, Table):
        word, count = "row", len(result.rows)
    else:
        context.error(
            "unknown-reason",
            f"`{of.text}` has neither cases nor rows to be counted",
            because,
            "name the override or the condition that decides",
        )
        return
    assert because.number is not None
    if because.word.text != word:
        context.error("unknown-reason", f"`{of.text}` has {word}s", because, f"write `{word} N`")
    elif not 1 <= because.number <= count:
        context.error(
            "unknown-reason",
            f"`{of.text}` has {count} {word}{'' if count == 1 else 's'}",
            because,
            f"write a number from 1 to {count}",
        )


def names_read(context: Context, item: Rating | Trigger) -> Iterator[str]:
    """The names that stand in the conditions of a result, and that of a group's members."""
    for node in item.walk():
        if isinstance(node, Name):
            meaning = context.meanings.get(node)
            if meaning is not None and node.text in context.named:
                yield node.text
        elif isinstance(node, Member):
            yield node.words[0].text
            if len(node.words) > 1:
                yield node.words[-1].text
        elif isinstance(node, GroupOperands):
            yield from _group_names(context, node)


def _group_names(context: Context, node: GroupOperands) -> Iterator[str]:
    yield node.group.text
    group = context.named.get(node.group.text)
    stack = [group] if isinstance(group, Group) else []
    while stack:
        for word in stack.pop().members:
            yield word.text
            member = context.named.get(word.text)
            if isinstance(member, Group):
                stack.append(member)
