"""A new edition from an older one: version and dates moved on, the rest as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from attrs import frozen

from policy_dsl.authoring.first import is_two_years, reject_unnameable, two_years
from policy_dsl.check.policy import Policy
from policy_dsl.library import Edition
from policy_dsl.source import Edit, SourceText, edited
from policy_dsl.syntax.header import InForce
from policy_dsl.values.calendar import add_months

_APRIL = 4
_DAY = timedelta(days=1)
_MONTHS = 12


class NoNextEdition(ValueError):  # noqa: N818  # what was asked for, and no fault
    """What is asked for makes no sense; the message says why and what to do."""


@frozen(eq=False)
class NextEdition:
    """The text of a new edition.

    ``last_day`` is None where it is in force until further notice. ``still`` are the numbers of the
    lines that go on naming the older version or its year, and want a look.
    """

    text: str
    version: str
    first_day: date
    last_day: date | None
    still: tuple[int, ...]


def next_edition(
    old: Policy, known: Iterable[Edition], version: str | None = None, starts: date | None = None
) -> NextEdition:
    """The edition that follows ``old``, among the editions that are ``known``.

    It starts on the day after the last of ``old``, or on ``starts``, and is in force for a year; or
    until further notice, if the old one is. Without a ``version`` it has the year in which it
    starts, written as the old one writes it.

    Raises:
        NoNextEdition: if its dates or version cannot be known, or are those of another edition.
        Unnameable: if no edition can have the version.
    """
    first = _first_day(old, starts)
    last = None
    if old.last_day is not None:
        try:
            last = add_months(first, _MONTHS) - _DAY
        except OverflowError as problem:
            raise NoNextEdition(str(problem)) from None
    version = version if version is not None else _version_of(first, old.version)
    if version is None:
        raise NoNextEdition(
            f"version {old.version} is no year that could be moved on; name the new one, as in"
            f" {old.name}@VERSION"
        )
    reject_unnameable(old.name, version)
    if version == old.version:
        raise NoNextEdition(
            f"version {version} is the one to begin from; name another, as in {old.name}@VERSION"
        )
    _reject_overlap(old, known, version, first, last)
    source = _moved_on(old, version, first, last)
    return NextEdition(source.text, version, first, last, _still(source, old.version))


def _first_day(old: Policy, starts: date | None) -> date:
    if starts is None:
        if old.last_day is None:
            raise NoNextEdition(
                f"version {old.version} is in force until further notice; say with --starts when"
                " the new one begins"
            )
        if old.last_day == date.max:
            raise NoNextEdition(f"no day follows the last of version {old.version}")
        return old.last_day + _DAY
    if starts <= old.first_day:
        raise NoNextEdition(
            f"a new edition begins after version {old.version} does, on {old.first_day}"
        )
    if old.last_day is not None and starts <= old.last_day:
        raise NoNextEdition(
            f"version {old.version} is in force until {old.last_day}; let the new one begin later,"
            " or give the old one an earlier last day first"
        )
    return starts


def _version_of(first: date, like: str) -> str | None:
    """The version of an edition that starts on a day, written like another; None if unknown."""
    if is_two_years(like):
        return two_years(first.year if first.month >= _APRIL else first.year - 1)
    return str(first.year) if re.fullmatch(r"[0-9]{4}", like) else None


def _reject_overlap(
    old: Policy, known: Iterable[Edition], version: str, first: date, last: date | None
) -> None:
    for other in known:
        if other.name != old.name or other.version == old.version:
            continue
        if other.version == version:
            raise NoNextEdition(f"there is a version {version} already: {other.path}")
        heading = other.heading
        ends_before = heading.last_day is not None and heading.last_day < first
        begins_after = last is not None and last < heading.first_day
        if not ends_before and not begins_after:
            until = heading.last_day or "further notice"
            raise NoNextEdition(
                f"version {other.version} is in force from {heading.first_day} until {until}, while"
                f" the new one would be from {first}; begin from that, with"
                f" --from {old.name}@{other.version}"
            )


def _moved_on(old: Policy, version: str, first: date, last: date | None) -> SourceText:
    header = old.file.header
    assert header is not None, "a checked policy has a header"
    line = header.first(InForce)
    assert isinstance(line, InForce), "and dates in it"
    days = f"in force from {first}" if last is None else f"in force {first} to {last}"
    return edited(old.source, [Edit(header.version.span, version), Edit(line.span, days)])


def _still(source: SourceText, old: str) -> tuple[int, ...]:
    words = {old, old.replace("-", "/")} if is_two_years(old) else {old}
    pattern = re.compile(
        "|".join(rf"(?<![\w/-]){re.escape(word)}(?![\w/-])" for word in sorted(words))
    )
    return tuple(
        number for number in range(1, source.lines + 1) if pattern.search(source.line(number))
    )
