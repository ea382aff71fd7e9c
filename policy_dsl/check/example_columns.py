"""The columns of a table of examples: what each gives, expects or says why of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from attrs import frozen

from policy_dsl.check.context import Context
from policy_dsl.check.expectations import expected_result, has_due
from policy_dsl.check.given import Supplied, check_earlier, is_national
from policy_dsl.check.header import Heading
from policy_dsl.syntax.example_tables import (
    BecauseColumn,
    DueColumn,
    ExampleColumn,
    ExampleTable,
    NamedColumn,
    OrganisationColumn,
    TitleColumn,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Word
from policy_dsl.syntax.selections import Member


@frozen(eq=False)
class Titles:
    """A column of titles."""


@frozen(eq=False)
class Organisations:
    """A column of names: the rows are the organisations of one population."""


@frozen(eq=False)
class Gives:
    """A column of a fact or an interpretation."""

    word: Word
    earlier: int


@frozen(eq=False)
class Expects:
    """A column of a result."""

    of: Member


@frozen(eq=False)
class Due:
    """A column of the days on which what follows from a trigger is due."""

    of: Member


@frozen(eq=False)
class Reasons:
    """A column of what decides the result of the column before it."""

    of: Member


Column = Titles | Organisations | Gives | Expects | Due | Reasons


def columns_of(
    context: Context, table: ExampleTable, heading: Heading, supplied: Supplied
) -> Iterator[Column | None]:
    """What each column is of; None with a mistake reported."""
    head = table.head
    seen: set[tuple[str, ...]] = set()
    last: Column | None = None
    lost = False  # a column that `because` may be of could not be made out
    expects = False
    for node in head.columns:
        if isinstance(node, BecauseColumn):
            if isinstance(last, Expects | Due):
                yield Reasons(last.of)
                continue
            if not lost:
                context.error(
                    "columns",
                    "there is no result before this column to say why of",
                    node,
                    "put it after the column of the result that it explains",
                )
            yield None
            continue
        key = _key(node)
        if key in seen:
            context.error("columns", f"two columns are headed `{_text(node)}`", node, "keep one")
            last = None
        elif isinstance(node, TitleColumn | OrganisationColumn) and seen & _CALLING:
            context.error(
                "columns",
                "a row is called by one column only",
                node,
                "keep `organisation` where the rows are the organisations of one population",
            )
            last = None
        else:
            last = _column(context, table, node, heading, supplied)
        seen.add(key)
        lost = last is None
        expects = expects or lost or isinstance(last, Expects)
        yield last
    if not expects:
        context.error(
            "example",
            "nothing is expected of these examples",
            head,
            "add a column headed by a result",
        )


def _column(
    context: Context,
    table: ExampleTable,
    node: TitleColumn | OrganisationColumn | NamedColumn | DueColumn,
    heading: Heading,
    given: Supplied,
) -> Column | None:
    match node:
        case TitleColumn():
            return Titles()
        case OrganisationColumn():
            return Organisations()
        case DueColumn():
            return _due(context, table, node)
        case NamedColumn():
            return _named(context, node, heading, given, of_organisations(table))
        case _:
            assert_never(node)


def of_organisations(table: ExampleTable) -> bool:
    """Whether the rows of a table are the organisations of one population."""
    return any(isinstance(node, OrganisationColumn) for node in table.head.columns)


def _named(
    context: Context, node: NamedColumn, heading: Heading, given: Supplied, together: bool
) -> Column | None:
    word = node.of.words[0]
    named = context.named.get(word.text) if len(node.of.words) == 1 else None
    if isinstance(named, Fact | Interpretation):
        if not check_earlier(context, node.earlier, node.word, heading):
            return None
        if node.earlier and isinstance(named, Interpretation):
            context.error(
                "example",
                f"`{word.text}` is read in one way throughout an example",
                node,
                f"head the column `{word.text}`",
            )
            return None
        if given.has(word.text, node.earlier):
            context.error(
                "fact-twice",
                f"`{word.text}` is given above the table too",
                node,
                "leave one of them out",
            )
            return None
        if together and (isinstance(named, Interpretation) or is_national(context, named)):
            context.error(
                "example",
                f"`{word.text}` is the same for all organisations of this table",
                node,
                f"give it above the table: `given {word.text} ...`",
            )
            return None
        return Gives(word, node.earlier)
    if node.word is not None:
        if named is None:
            known = [name for name, item in context.named.items() if isinstance(item, Fact)]
            context.unknown("unknown-name", "fact", word.text, word, known)
        else:
            context.error(
                "example",
                f"`{word.text}` is worked out, so only that of the example's own period is known",
                node,
                "expect it in an example of that period",
            )
        return None
    if named is None and len(node.of.words) == 1:
        context.unknown("unknown-name", "fact or result", word.text, word, context.named)
        return None
    return Expects(node.of) if expected_result(context, node.of) is not None else None


def _due(context: Context, table: ExampleTable, node: DueColumn) -> Due | None:
    found = expected_result(context, node.of)
    if found is None or not has_due(context, node, found[0], node.of):
        return None
    name = node.of.text
    if not any(isinstance(one, NamedColumn) and one.of.text == name for one in table.head.columns):
        context.error(
            "columns",
            f"no column says whether `{name}` fires",
            node,
            f"add a column headed `{name}`",
        )
        return None
    return Due(node.of)


#: The columns by which a row is called.
_CALLING = {(TitleColumn.__name__,), (OrganisationColumn.__name__,)}


def _key(node: ExampleColumn) -> tuple[str, ...]:
    """What only one column is headed by."""
    match node:
        case NamedColumn():
            return ("named", node.of.text, str(node.earlier))
        case DueColumn():
            return ("due", node.of.text)
        case _:
            return (type(node).__name__,)


def _text(node: ExampleColumn) -> str:
    match node:
        case TitleColumn():
            return "example"
        case OrganisationColumn():
            return "organisation"
        case BecauseColumn():
            return "because"
        case DueColumn():
            return f"{node.of.text} due"
        case NamedColumn():
            earlier = "" if node.word is None else f" {node.earlier} {node.word.text} earlier"
            return node.of.text + earlier
        case _:
            assert_never(node)
