"""What can be switched on by itself between two editions: a change of the text, or of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import field, frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.applying import applied
from policy_dsl.diff.change import Change, Direction, Kind
from policy_dsl.diff.compare import diff
from policy_dsl.diff.needs import together
from policy_dsl.facts.records import Fact, Facts
from policy_dsl.meaning.figures import figure_text
from policy_dsl.source import SourceText
from policy_dsl.values.periods import Period

#: Changes of these kinds leave every result as it is, whatever the facts.
_WORDS_ONLY = frozenset({Kind.WORDING, Kind.FILES})
_WORDS_AND_SOURCES = _WORDS_ONLY | {Kind.SOURCE}


@frozen
class Figure:
    """A national figure of a period that is supplied otherwise beside the new edition."""

    name: str
    period: Period
    old: Fact | None
    new: Fact | None


@frozen(eq=False)
class Switch:
    """One edit: the changes of the text that only make sense together, or one figure.

    ``needs`` are the ids of those without which it makes no sense.
    """

    id: str
    sentences: tuple[str, ...]
    direction: Direction | None
    changes: tuple[Change, ...] = field(default=(), repr=False)
    figure: Figure | None = field(default=None, repr=False)
    needs: frozenset[str] = frozenset()

    @property
    def can_matter(self) -> bool:
        """Whether some result might come out otherwise."""
        return self.figure is not None or any(
            change.kind not in _WORDS_ONLY for change in self.changes
        )

    @property
    def is_wording(self) -> bool:
        """Whether it is only about titles, wording, sources, and how files are read."""
        return self.figure is None and all(
            change.kind in _WORDS_AND_SOURCES for change in self.changes
        )


def switches(
    old: Policy, new: Policy, old_facts: Facts, new_facts: Facts, periods: Sequence[Period]
) -> tuple[Switch, ...]:
    """Every edit between two editions, those of the text first, in the order of the new one.

    Figures are compared in ``periods``, as far as both editions know them: those supplied beside
    each edition, under what the facts files say themselves.
    """
    return (*_of_text(old, new), *_of_figures(old, new, old_facts, new_facts, periods))


def with_changes(old: Policy, chosen: Sequence[Switch]) -> SourceText:
    """The old text with some of its edits made."""
    return applied(old, [change for switch in chosen for change in switch.changes])


def _of_text(old: Policy, new: Policy) -> Iterator[Switch]:
    groups = together(diff(old, new))
    home = {change.id: group[0].id for group in groups for change in group}
    for group in groups:
        needs = {home[need] for change in group for need in change.needs}
        directions = {change.direction for change in group}
        yield Switch(
            group[0].id,
            tuple(change.said for change in group),
            directions.pop() if len(directions) == 1 else None,
            group,
            None,
            frozenset(needs - {group[0].id}),
        )


def _of_figures(
    old: Policy, new: Policy, old_facts: Facts, new_facts: Facts, periods: Sequence[Period]
) -> Iterator[Switch]:
    names = [
        name
        for name, entry in old.vocabulary.facts.items()
        if entry.national and name in new.vocabulary.facts
    ]
    for name in names:
        for period in periods:
            before = old_facts.national.get(period, {}).get(name)
            after = new_facts.national.get(period, {}).get(name)
            if _told(before) != _told(after):
                figure = Figure(name, period, before, after)
                id_ = f"{name}.{period}".replace(" ", "-").lower()
                yield Switch(id_, (_sentence(figure),), None, (), figure)


def _told(fact: Fact | None) -> object:
    """What a rule can see of a figure."""
    return None if fact is None else (figure_text(fact.value), fact.grade)


def _sentence(figure: Figure) -> str:
    before, after = (
        figure_text(fact.value) if fact is not None else None for fact in (figure.old, figure.new)
    )
    named = f"{figure.name} in {figure.period}"
    if before is None:
        return f"{named} is {after}"
    if after is None:
        return f"{named} is no longer supplied; it was {before}"
    if before == after:
        return f"{named} is graded {_grade(figure.new)} instead of {_grade(figure.old)}"
    return f"{named} is {after} instead of {before}"


def _grade(fact: Fact | None) -> str:
    return fact.grade.value if fact is not None and fact.grade is not None else "nothing"
