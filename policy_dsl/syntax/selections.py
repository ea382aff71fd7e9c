"""``count / any / every of … where …``: over the rows of a scorecard or the records of a list."""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import frozen

from policy_dsl.syntax.build import Building, span_of
from policy_dsl.syntax.expressions import Expression
from policy_dsl.syntax.nodes import Node, Word


@frozen(eq=False)
class Member(Node):
    """``finance.average``, ``cqc.enforcement``, or a plain name."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return ".".join(word.text for word in self.words)


class Quantifier(Enum):
    """What is asked of the items selected, as a policy writes it."""

    COUNT_OF = "count of"
    ANY_OF = "any of"
    EVERY_OF = "every of"


@frozen(eq=False)
class Quantified(Node):
    """``any of targets where national and band is failed``; no condition in ``count of notices``.

    Within the condition, names are first those of the row (``band``, ``points``, ``weight``, the
    columns of attributes) or of the record (its fields).
    """

    quantifier: Quantifier
    of: Member
    where: Expression | None


@frozen(eq=False)
class CountDistinct(Node):
    """``count distinct regulation of notices where issued in the quarter``."""

    field: Word
    of: Member
    where: Expression | None


class FieldSummary(Enum):
    """How a field of several records becomes one value, as a policy writes it."""

    AVERAGE = "average of"
    SUM = "sum of"
    LOWEST = "lowest of"
    HIGHEST = "highest of"
    BEST = "best of"
    WORST = "worst of"
    EARLIEST = "earliest"
    LATEST = "latest"


@frozen(eq=False)
class FieldOf(Node):
    """``sum of amount of penalties``, ``latest issued of notices where not lifted is nothing``."""

    summary: FieldSummary
    field: Word
    of: Member
    where: Expression | None


class SelectionRules(Building):
    """The grammar's rules for selections."""

    def member(self, parts: list[Any]) -> Member:
        return Member(span_of(parts), tuple(self.word_of(part) for part in parts))

    def member_of(self, parts: list[Any]) -> Member:
        return self.member(parts)

    def quantified(self, parts: list[Any]) -> Quantified:
        quantifier, member, _, where = parts
        return Quantified(span_of(parts), Quantifier[quantifier.type], member, where)

    def count_all(self, parts: list[Any]) -> Quantified:
        return Quantified(span_of(parts), Quantifier.COUNT_OF, parts[1], None)

    def count_distinct(self, parts: list[Any]) -> CountDistinct:
        _, field, _, member, *where = parts
        return CountDistinct(
            span_of(parts), self.word_of(field), member, where[1] if where else None
        )

    def field_of(self, parts: list[Any]) -> FieldOf:
        summary, field, _, member, *where = parts
        return FieldOf(
            span_of(parts),
            FieldSummary[summary.type.removesuffix("_OF")],
            self.word_of(field),
            member,
            where[1] if where else None,
        )
