"""Checking the header: it says what, when and whom, each once."""

from __future__ import annotations

from datetime import date

from attrs import frozen

from policy_dsl.check.context import Context
from policy_dsl.source import Label, Span, error, nearest
from policy_dsl.syntax.expressions import Constant
from policy_dsl.syntax.header import Header, InForce, Rates, Title
from policy_dsl.syntax.nodes import Each
from policy_dsl.values.periods import PeriodKind


@frozen
class Heading:
    """What the header says."""

    name: str
    version: str
    title: str
    first_day: date
    last_day: date | None
    kinds: tuple[str, ...]
    period: PeriodKind


def check_header(context: Context) -> Heading | None:
    """The header's content; None with the mistakes reported."""
    headers = [item for item in context.file.declarations if isinstance(item, Header)]
    for again in headers[1:]:
        context.diagnostics.append(
            error(
                "two-headers",
                "a file holds one policy",
                context.file.source,
                Span(again.span.start, again.name.span.end),
                "keep each edition in a file of its own",
                "a second policy begins here",
                [Label(headers[0].name.span, "the first one")],
            )
        )
    if not headers:
        _no_header(context)
        return None
    header = headers[0]
    _once_each(context, header)
    title, in_force, rates = (header.first(kind) for kind in (Title, InForce, Rates))
    first = last = period = None
    if isinstance(in_force, InForce):
        first = check_date(context, in_force.first)
        last = check_date(context, in_force.last) if in_force.last else None
    if in_force and first and last and last < first:
        context.error(
            "dates",
            "the last day in force comes before the first",
            in_force,
            "write the earlier date first",
        )
    if isinstance(rates, Rates):
        period = period_kind(context, rates.each)
    if not isinstance(title, Title) or not isinstance(rates, Rates) or not first or not period:
        return None
    return Heading(
        header.name.text,
        header.version.text,
        title.text.text,
        first,
        last,
        tuple(kind.text for kind in rates.kinds),
        period,
    )


def kinds_rated(context: Context) -> tuple[str, ...] | None:
    """The kinds of organisation in the header, None where it does not say."""
    header = context.file.header
    rates = header.first(Rates) if header else None
    return tuple(kind.text for kind in rates.kinds) if isinstance(rates, Rates) else None


def _no_header(context: Context) -> None:
    if context.file.declarations and "policy" not in context.file.broken:
        context.diagnostics.append(
            error(
                "no-header",
                "this file does not say which policy it holds",
                context.file.source,
                Span(0, 0),
                "begin with `policy NAME version VERSION`, its title, dates and whom it rates",
            )
        )


def _once_each(context: Context, header: Header) -> None:
    wanted = {
        Title: ("title", 'add `title "..."`'),
        InForce: ("in force", "add `in force YYYY-MM-DD to YYYY-MM-DD`"),
        Rates: ("rates", "add `rates KIND each quarter`"),
    }
    for kind, (word, help) in wanted.items():
        lines = [line for line in header.lines if isinstance(line, kind)]
        key = word.split()[-1]
        broken = key in context.file.broken or nearest(key, context.file.broken)
        if not lines and not broken:
            context.error("header", f"the header does not have a line `{word}`", header.name, help)
        for again in lines[1:]:
            context.error("header", f"the header says `{word}` twice", again, "keep one of them")


def period_kind(context: Context, each: Each) -> PeriodKind | None:
    """The period a word stands for; None with a mistake reported."""
    try:
        return PeriodKind(each.word)
    except ValueError:
        words = [kind.value for kind in PeriodKind]
        context.unknown("unknown-period", "period", each.word, each, words)
        return None


def check_date(context: Context, constant: Constant) -> date | None:
    """The day of a date constant; None with a mistake reported where there is no such day."""
    if isinstance(constant.value, date):
        return constant.value
    context.error(
        "no-such-date",
        f"`{constant.value}` is not a day of the calendar",
        constant,
        "write a date as YYYY-MM-DD",
    )
    return None
