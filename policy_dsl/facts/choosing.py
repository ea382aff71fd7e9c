"""Asking for some of the facts: what they do not hold is said, with what they do hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from policy_dsl.facts.records import Organisation, Record
from policy_dsl.facts.typed import quoted
from policy_dsl.source import Diagnostic, error, nearest
from policy_dsl.values.periods import Period

# More names than this in a help line help nobody.
_MOST_LISTED = 8


def not_held(
    records: Iterable[Record], organisations: Sequence[str], periods: Sequence[Period]
) -> list[Diagnostic]:
    """Why facts cannot answer for organisations (by code) and periods; empty means all."""
    held = list(records)
    known = {record.organisation.code: record.organisation for record in held}
    of_period = {record.period for record in held}
    if not held:
        return [
            error(
                "no-records",
                "the facts are of no organisation",
                None,
                None,
                "name a file of facts with records in it",
            )
        ]
    said = [
        *(_unknown_code(code, known) for code in organisations if code not in known),
        *(_unknown_period(period, of_period) for period in periods if period not in of_period),
    ]
    if said or not organisations or not periods:
        return said
    pairs = {(record.organisation.code, record.period) for record in held}
    if any((code, period) in pairs for code in organisations for period in periods):
        return []
    return list(_nothing_of(organisations, periods, held))


def _unknown_code(code: str, known: dict[str, Organisation]) -> Diagnostic:
    near = nearest(code, known) or _named(code, known.values())
    if near is None:
        help = f"they hold {_some(sorted(known))}"
    else:
        name = known[near].name
        help = f"did you mean {quoted(near)}{f', {name}' if name else ''}?"
    message = f"the facts hold no organisation {quoted(code)}"
    return error("unknown-organisation", message, None, None, help)


def _named(text: str, known: Iterable[Organisation]) -> str | None:
    """The code of the one organisation that a text is the name, or a part of the name, of."""
    folded = text.casefold()
    found = [one.code for one in known if len(folded) > 2 and folded in one.name.casefold()]
    return found[0] if len(found) == 1 else None


def _unknown_period(period: Period, known: Collection[Period]) -> Diagnostic:
    message = f"the facts hold nothing of {period}"
    return error("unknown-period", message, None, None, _they_are_of(known))


def _nothing_of(
    organisations: Sequence[str], periods: Sequence[Period], held: Sequence[Record]
) -> Iterator[Diagnostic]:
    when = " or ".join(map(str, periods))
    for code in organisations:
        own = {record.period for record in held if record.organisation.code == code}
        message = f"the facts hold nothing of {quoted(code)} in {when}"
        yield error("unknown-period", message, None, None, _they_are_of(own))


def _they_are_of(periods: Collection[Period]) -> str:
    return f"they are of {_some([str(period) for period in sorted(periods)])}"


def _some(names: Sequence[str]) -> str:
    """A few of the names in order; of many, how many are left."""
    left = len(names) - _MOST_LISTED
    shown = list(names[:_MOST_LISTED]) + ([f"{left} more"] if left > 0 else [])
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
