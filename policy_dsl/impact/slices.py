"""Which edits can matter to a rating at all: those of what it rests on, in either edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from policy_dsl.check.policy import Policy, Result
from policy_dsl.diff.references import references
from policy_dsl.impact.switches import Switch
from policy_dsl.source import Span
from policy_dsl.syntax.examples import Example
from policy_dsl.syntax.facts import Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout
from policy_dsl.syntax.results import PublishedResults
from policy_dsl.syntax.sources import Source


@frozen
class Slice:
    """What a rating rests on in one edition: the results, and the places that cannot matter.

    Whatever is not known to be beside the point may matter, such as a scale or the header.
    """

    results: frozenset[str]
    beside: tuple[Span, ...]

    def can_matter(self, places: Sequence[Span]) -> bool:
        """Whether a change at some places of the text may change the rating."""
        return any(not any(_within(place, span) for span in self.beside) for place in places)


def slice_of(policy: Policy, rating: str, graded: bool) -> Slice:
    """What a rating rests on; with ``graded`` evidence its sources count as well."""
    pieces = list(_pieces(policy))
    names = {name for _, name in pieces}
    users: list[tuple[Span, str]] = pieces
    needs: dict[str, set[str]] = {name: set() for name in names}
    ordered = sorted(users)
    for reference in references(policy):
        for span, name in ordered:
            if span.start > reference.span.start:
                break
            if _within(reference.span, span) and reference.key in names:
                needs[name].add(reference.key)
    reached: set[str] = set()
    waiting = [rating]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(needs.get(name, ()))
    beside = [span for span, name in pieces if name not in reached]
    words = (
        (Layout, PublishedResults, Example)
        if graded
        else (
            *(Layout, PublishedResults, Example),
            Source,
        )
    )
    beside += [item.span for item in policy.file.declarations if isinstance(item, words)]
    results = {item.name.text for item in policy.results}
    return Slice(frozenset(results & reached), tuple(beside))


def candidates(switches: Sequence[Switch], old: Slice, new: Slice) -> tuple[Switch, ...]:
    """The edits that may change a rating, by what they touch."""
    return tuple(switch for switch in switches if _can_matter(switch, old, new))


def _can_matter(switch: Switch, old: Slice, new: Slice) -> bool:
    if switch.figure is not None:
        return True
    if not switch.can_matter:
        return False
    return any(
        not (change.old_places or change.new_places)
        or old.can_matter(change.old_places)
        or new.can_matter(change.new_places)
        for change in switch.changes
    )


def _pieces(policy: Policy) -> Iterator[tuple[Span, str]]:
    """The stretches of a text that stand under a name and matter to nothing but what names them."""
    for item in policy.file.declarations:
        match item:
            case Facts():
                yield from ((fact.span, fact.name.text) for fact in item.facts)
            case Group() | Interpretation():
                yield item.span, item.name.text
            case _ if isinstance(item, Result):
                yield item.span, item.name.text


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
