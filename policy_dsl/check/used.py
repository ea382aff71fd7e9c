"""Other policies that a policy uses, and what is taken of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from policy_dsl.facts.renamed import knowing_each_other
from policy_dsl.facts.vocabulary import Vocabulary
from policy_dsl.syntax.use import Use
from policy_dsl.values.periods import Period

if TYPE_CHECKING:  # a policy holds those it uses
    from policy_dsl.check.policy import Policy


@frozen(eq=False)
class Used:
    """A policy used under an alias.

    ``editions`` are all of it, oldest first, or the one that is pinned.  Of those that can decide
    while the using edition is in force, ``model`` is the newest, whose types are the ones that
    hold here, and ``deciding`` are the others.
    """

    node: Use
    alias: str
    editions: tuple[Policy, ...] = field(repr=False)
    model: Policy = field(repr=False)
    deciding: tuple[Policy, ...] = field(repr=False)
    pinned: bool

    @cached_property
    def vocabularies(self) -> Mapping[Policy, Vocabulary]:
        """Of each edition its words, with the names that its facts have in the others."""
        words = knowing_each_other([edition.vocabulary for edition in self.editions])
        return dict(zip(self.editions, words, strict=True))

    def for_period(self, period: Period) -> Policy | None:
        """The edition that decides about a period, or None where none was in force."""
        if self.pinned:
            return self.editions[0]
        return next((policy for policy in self.editions if policy.in_force_in(period)), None)


@frozen(eq=False)
class UsedPart:
    """``cqc.enforcement``, or with a part of a scorecard ``cqc.card.average``."""

    used: Used
    result: str
    part: str | None


def all_used(policy: Policy) -> Iterator[Policy]:
    """Every edition that a policy uses, and those that they use, each once."""
    seen: set[Policy] = set()
    stack = [policy]
    while stack:
        for used in stack.pop().used.values():
            for edition in used.editions:
                if edition not in seen:
                    seen.add(edition)
                    stack.append(edition)
                    yield edition
