"""Figures across the organisations of a kind in the period: mean, count, deviation, rank."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Node, Word


class PopulationSummary(Enum):
    """What is worked out across organisations, as a policy writes it."""

    AVERAGE = "average of"
    SUM = "sum of"
    COUNT = "count of"
    LOWEST = "lowest of"
    HIGHEST = "highest of"
    BEST = "best of"
    WORST = "worst of"
    STANDARD_DEVIATION = "standard deviation of"


@frozen(eq=False)
class Across(Node):
    """``average of survey_score across acute_trust leaving out missing``."""

    summary: PopulationSummary
    name: Word
    kind: Word
    leaving_out_missing: bool


@frozen(eq=False)
class Quantile(Node):
    """``quantile 25% of survey_score across acute_trust``."""

    share: Expression
    name: Word
    kind: Word
    leaving_out_missing: bool


@frozen(eq=False)
class Rank(Node):
    """``rank of survey_score across acute_trust highest first``; ties share the best place."""

    name: Word
    kind: Word
    highest_first: bool
    leaving_out_missing: bool


class PopulationRules(Building):
    """The grammar's rules for figures across organisations."""

    def across(self, parts: list[Any]) -> Across:
        summary, name, _, kind, leaving = parts
        chosen = PopulationSummary[summary.type.removesuffix("_OF")]
        return Across(
            span_of(parts), chosen, self.word_of(name), self.word_of(kind), leaving is not None
        )

    def quantile(self, parts: list[Any]) -> Quantile:
        _, share, _, name, _, kind, leaving = parts
        return Quantile(
            span_of(parts), share, self.word_of(name), self.word_of(kind), leaving is not None
        )

    def rank(self, parts: list[Any]) -> Rank:
        _, name, _, kind, order, leaving = parts
        return Rank(
            span_of(parts),
            self.word_of(name),
            self.word_of(kind),
            order.type == "HIGHEST_FIRST",
            leaving is not None,
        )
