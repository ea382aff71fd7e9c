"""A checked policy: the tree, and in tables beside it what its names mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import field, frozen

from policy_dsl.check.expected import CheckedExample
from policy_dsl.check.items import Card, CardPart, ItemPart
from policy_dsl.check.used import Used, UsedPart
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.source import SourceText
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Citation, Node
from policy_dsl.syntax.parse import PolicyFile
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.results import PublishedResult
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.grades import Grade, weakest
from policy_dsl.values.periods import Period, PeriodKind
from policy_dsl.values.scales import Choice, Label, Scale
from policy_dsl.values.types import RecordType, Type

#: What has a value of its own in a decision.
Result = ValueDeclaration | Table | Scorecard | Rating | Trigger
#: What a name in an expression can stand for.
Named = Fact | Interpretation | Group | Result
#: What a name or a label is found to mean.
Meaning = Named | Label | CardPart | ItemPart | UsedPart


@frozen(eq=False)
class Policy:
    """One edition of one regime, without mistakes and ready to be evaluated.

    ``results`` stand in an order in which each comes after all that it needs.  ``types``,
    ``meanings`` and ``citations`` are keyed by node: the type of every expression and named thing,
    what a name or label stands for, and the citations that hold for a rule (its own, or those of
    the rule around it).  ``used`` holds other policies by their alias, and ``homes`` those in which
    the facts taken over from them are declared.
    """

    file: PolicyFile = field(repr=False)
    name: str
    version: str
    title: str
    first_day: date
    last_day: date | None
    kinds: tuple[str, ...]
    period: PeriodKind
    scales: Mapping[str, Scale | Choice] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)
    facts: Mapping[str, Fact] = field(repr=False)
    interpretations: Mapping[str, Interpretation] = field(repr=False)
    national_files: tuple[str, ...] = field(repr=False)
    results: tuple[Result, ...] = field(repr=False)
    published: tuple[PublishedResult, ...] = field(repr=False)
    examples: tuple[CheckedExample, ...] = field(repr=False)
    types: Mapping[Node, Type] = field(repr=False)
    meanings: Mapping[Node, Meaning] = field(repr=False)
    citations: Mapping[Node, tuple[Citation, ...]] = field(repr=False)
    cards: Mapping[Scorecard, Card] = field(repr=False)
    records: Mapping[RecordType, RecordDeclaration] = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)
    used: Mapping[str, Used] = field(repr=False)
    homes: Mapping[Node, Policy] = field(repr=False)

    @property
    def source(self) -> SourceText:
        """The policy's text."""
        return self.file.source

    @property
    def edition(self) -> str:
        """``nhs.oversight_framework@2025-26``."""
        return f"{self.name}@{self.version}"

    def in_force_on(self, day: date) -> bool:
        """Whether the edition was in force on ``day``, its first and last day included."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def in_force_in(self, period: Period) -> bool:
        """Whether the edition was in force when ``period`` ended."""
        return self.in_force_on(period.last_day)

    def cited(self, node: Node) -> tuple[Citation, ...]:
        """The citations that hold for a rule."""
        return self.home(node).citations.get(node, ())

    def home(self, node: Node) -> Policy:
        """The policy in which a fact is declared: this one, or one that it uses."""
        return self.homes.get(node, self)

    def grade(self, node: Node) -> Grade | None:
        """The weakest grade of a rule's own citations, None where it cites nothing."""
        sources = self.home(node).sources
        return weakest(Grade(sources[citation.source].grade.text) for citation in self.cited(node))

    def result(self, name: str) -> Result | None:
        """The value, table or rating of a name, or None."""
        return next((item for item in self.results if item.name.text == name), None)

    def members(self, group: Node) -> Iterator[Node]:
        """The names in the group that a name stands for, and in the groups within it."""
        stack = [group]
        while stack:
            word = stack.pop()
            meaning = self.meanings.get(word)
            if isinstance(meaning, Group):
                stack.extend(reversed(meaning.members))
            else:
                yield word
