"""Checking facts: their types, their grid and range, and where they are published."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath

from policy_dsl.check.context import Context
from policy_dsl.check.header import period_kind
from policy_dsl.check.records import list_type
from policy_dsl.source import Label, error
from policy_dsl.syntax.expressions import Constant, Expression
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.nodes import Text, Word
from policy_dsl.values.numbers import Precision
from policy_dsl.values.periods import PeriodKind
from policy_dsl.values.types import ListOf, OrNothing, Quantity, Type, Unit, type_name

_MOST_PLACES = 12


def check_facts(context: Context, period: PeriodKind | None) -> None:
    """Notes every fact under its name, with its type."""
    published: dict[str, Fact] = {}
    for block in context.file.declarations:
        if not isinstance(block, Facts):
            continue
        kind = period_kind(context, block.each) if block.each is not None else period
        if kind is not None and period is not None and kind is not period:
            context.error(
                "period",
                f"these facts are of each {kind.value}, but the policy rates each {period.value}",
                block.each or block,
                f"write `each {period.value}`",
            )
        if block.supplied_in is not None:
            _check_supplied(context, block.supplied_in)
        context.cite(block, block.citations)
        for fact in block.facts:
            context.cite(fact, fact.citations, block)
            _check_fact(context, fact)
            _check_identifier(context, fact, published)


def _check_fact(context: Context, fact: Fact) -> None:
    if fact.type.is_list:
        named: Type | None = list_type(context, fact.type)
    else:
        named = context.type_named(fact.type.name)
    type_ = named
    if named is not None and fact.type.or_nothing:
        assert not isinstance(named, OrNothing | ListOf)
        type_ = OrNothing(named)
    if context.declare(fact.name):
        context.named[fact.name.text] = fact
    if type_ is not None:
        context.types[fact] = type_
    if (fact.places or fact.low) and named is not None and not isinstance(named, Quantity):
        context.error(
            "precision",
            f"only a number has places and a range, and `{type_name(named)}` is none",
            fact.places or fact.low or fact,
            "leave them out",
        )
    check_places(context, fact.places)
    for limit in (fact.low, fact.high):
        if limit is not None and isinstance(named, Quantity):
            _check_limit(context, limit, named)
    grid = precision_of(fact)
    if grid.low is not None and grid.high is not None and grid.low > grid.high:
        context.error(
            "precision",
            "the range ends before it begins",
            fact.low or fact,
            "write the lower end first",
        )


def _check_limit(context: Context, limit: Expression, type_: Quantity) -> None:
    plain = {Unit.NUMBER, Unit.COUNT}
    if not isinstance(limit, Constant) or not isinstance(limit.value, Decimal):
        context.error(
            "precision",
            "the end of a range is written as a number",
            limit,
            "write both ends in digits, such as `from 0 to 100`",
        )
    elif isinstance(limit.type, Quantity) and limit.type.unit not in {type_.unit, *plain}:
        context.error(
            "unit",
            f"this is in {limit.type}, but the fact is in {type_}",
            limit,
            f"write it in {type_}",
        )


def check_places(context: Context, places: Constant | None) -> None:
    """Reports a number of decimal places that is not a whole one, or too large."""
    if places is None or not isinstance(places.value, Decimal):
        return
    if places.value != int(places.value) or not 0 <= places.value <= _MOST_PLACES:
        context.error(
            "precision",
            f"`{places.value}` is not a number of decimal places",
            places,
            f"write a whole number from 0 to {_MOST_PLACES}",
        )


def precision_of(fact: Fact) -> Precision:
    """The grid and range a fact is declared on."""
    places = int(fact.places.value) if fact.places else None  # type: ignore[arg-type]  # a NUMBER
    return Precision(places, _figure(fact.low), _figure(fact.high))


def _figure(limit: Expression | None) -> Decimal | None:
    value = limit.value if isinstance(limit, Constant) else None
    return value if isinstance(value, Decimal) else None


def _check_identifier(context: Context, fact: Fact, published: dict[str, Fact]) -> None:
    if fact.published is None:
        return
    first = published.setdefault(fact.published.text, fact)
    if first is not fact and first.published is not None:
        context.diagnostics.append(
            error(
                "duplicate-identifier",
                f"two facts are read from `{fact.published.text}`",
                context.file.source,
                fact.published.span,
                "read each fact from an identifier of its own",
                "",
                [Label(first.published.span, f"`{first.name.text}` is read from it")],
            )
        )


def check_former_names(context: Context) -> None:
    """Reports former names that mean something else; called once every name is declared."""
    known: dict[str, tuple[Fact, Word]] = {}
    facts = [
        fact
        for block in context.file.declarations
        if isinstance(block, Facts)
        for fact in block.facts
    ]
    identifiers: dict[str, Fact] = {}
    for fact in facts:
        if fact.published is not None:
            identifiers.setdefault(fact.published.text, fact)
    for fact in facts:
        for word in fact.former_names:
            _check_former_name(context, fact, word, identifiers.get(word.text), known)


def _check_former_name(
    context: Context,
    fact: Fact,
    word: Word,
    published: Fact | None,
    known: dict[str, tuple[Fact, Word]],
) -> None:
    name = word.text
    also: list[Label] = []
    help = "write the name that an earlier edition has for it"
    if name == fact.name.text:
        message = f"`{name}` is the name that the fact has now"
        help = "leave out `formerly`, or write the name that an earlier edition has for it"
    elif name in known:
        first, place = known[name]
        twice = "twice" if first is fact else f"of `{first.name.text}` and of `{fact.name.text}`"
        message = f"`{name}` is given as a former name {twice}"
        also = [Label(place.span, "first given here")]
        help = "one fact at most can be read from it"
    elif name in context.places:
        message = f"`{name}` is a name of this edition, so it cannot be a former one"
        also = [Label(context.places[name], "it is declared here")]
    elif published is not None and published.published is not None:
        message = f"`{name}` is the identifier of `{published.name.text}`"
        also = [Label(published.published.span, "it is read from it")]
    else:
        known[name] = fact, word
        return
    context.diagnostics.append(
        error("former-name", message, context.file.source, word.span, help, "", also)
    )


def _check_supplied(context: Context, path: Text) -> None:
    """A file beside the policy: a policy is not trusted with the rest of the disk."""
    parts = PurePosixPath(path.text).parts
    if not parts or ".." in parts or path.text.startswith("/") or set(path.text) & {"\\", ":"}:
        context.error(
            "supplied-in",
            "facts are supplied in a file beside the policy or in a folder below it",
            path,
            "write its name, such as `2025-26.national.yaml`",
        )
