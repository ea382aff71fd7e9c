"""Edits of known kind to real policies: what is edited, and what the diff must say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from attrs import frozen

from policy_dsl.check.policy import Policy
from policy_dsl.diff.change import Kind
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.aggregates import Aggregate, Round
from policy_dsl.syntax.expressions import Compare, Constant
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Case, Override, Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard, WhenMissing
from policy_dsl.syntax.sources import Source
from policy_dsl.syntax.tables import ComparisonTest, EqualsTest, Row, Table, TestsCell
from policy_dsl.syntax.triggers import TriggerWhen
from policy_dsl.values.grades import Grade
from policy_dsl.values.numbers import Rounding
from policy_dsl.values.scales import Scale


@frozen
class Planted:
    """An edit, the kind it must be told as, and words that the sentence must hold."""

    edits: tuple[Edit, ...]
    kind: Kind
    words: tuple[str, ...]


Kept = TypeVar("Kept")
Find = Callable[[Policy], Iterator[Planted]]


def thresholds(policy: Policy) -> Iterator[Planted]:
    """A figure of a comparison, in a condition, a band or a row of a table, one larger."""
    for item in policy.file.declarations:
        if not isinstance(item, Rating | Scorecard | Table):
            continue
        for node in item.walk():
            figure = _figure(node)
            if figure is None or policy.meanings.get(figure) is not None:
                continue
            sign = getattr(node, "sign", "=")
            if sign not in ("=", "!="):
                new = _raised(policy, figure)
                yield Planted((Edit(figure.span, new),), Kind.THRESHOLD, (new, item.name.text))


def weights(policy: Policy) -> Iterator[Planted]:
    """The weights of two measures, one up and one down where they add up to 100%."""
    for card in _of(policy, Scorecard):
        learned = policy.cards[card]
        heads = [column.heading.text for column in learned.columns]
        if "weight" not in heads or learned.percent:
            continue
        for row in card.rows:
            match row.cells[heads.index("weight")]:
                case TestsCell(tests=(EqualsTest(value=Constant(value=Decimal()) as weight),)):
                    new = _raised(policy, weight)
                    measure = _text(policy, row.cells[0])
                    yield Planted(
                        (Edit(weight.span, new),), Kind.WEIGHT, (f"{measure}: weight", new)
                    )


def caps(policy: Policy) -> Iterator[Planted]:
    """The label of an over-riding rule."""
    for rating in _of(policy, Rating):
        for override in rating.overrides:
            label = _other_label(policy, rating, override.label.text)
            if label is not None:
                edit = Edit(override.label.span, label)
                words = (f"override {override.name.text}", f"→ {label}")
                yield Planted((edit,), Kind.CAP, words)


def case_order(policy: Policy) -> Iterator[Planted]:
    """Two neighbouring cases of different labels."""
    for rating in _of(policy, Rating):
        for one, other in zip(rating.cases, rating.cases[1:], strict=False):
            if other.condition is None or one.label.text == other.label.text:
                continue
            texts = _text(policy, one), _text(policy, other)
            edits = (Edit(one.span, texts[1]), Edit(other.span, texts[0]))
            yield Planted(edits, Kind.ORDER, (rating.name.text, "is asked"))


def sources(policy: Policy) -> Iterator[Planted]:
    """The grade of a document, or the document that a rule cites."""
    known = _of(policy, Source)
    for source in known:
        grade = next(g.value for g in Grade if g.value != source.grade.text)
        words = (f"source {source.name.text}", f"{source.grade.text} → {grade}")
        yield Planted((Edit(source.grade.span, grade),), Kind.SOURCE, words)
    for item in policy.file.declarations:
        for node in item.walk():
            if not isinstance(node, Override | Case | CardRow | Row | TriggerWhen):
                continue
            for own in node.citations[:1]:
                other = next((s.name.text for s in known if s.name.text != own.source), None)
                if other is not None and not node.citations[1:]:
                    edit = Edit(own.span, f"[{other}]")
                    yield Planted((edit,), Kind.SOURCE, ("source of", f"[{other}]"))


def labels(policy: Policy) -> Iterator[Planted]:
    """What a case or a row of a table gives."""
    for rating in _of(policy, Rating):
        for case in rating.cases:
            label = _other_label(policy, rating, case.label.text)
            if label is not None:
                words = (rating.name.text, f"{label} instead of {case.label.text}")
                yield Planted((Edit(case.label.span, label),), Kind.LABEL, words)
    for table in _of(policy, Table):
        for row in table.rows:
            label = _other_label(policy, table, _text(policy, row.cells[-1]))
            if label is not None:
                words = (table.name.text, f"gives {label}")
                yield Planted((Edit(row.cells[-1].span, label),), Kind.LABEL, words)


def roundings(policy: Policy) -> Iterator[Planted]:
    """The way a number is rounded."""
    for item in policy.file.declarations:
        if item not in policy.results:
            continue
        for node in item.walk():
            if isinstance(node, Round):
                text = _text(policy, node)
                new = next(way for way in Rounding if way is not node.rounding)
                way = re.compile(node.rounding.value.replace(" ", r"\s+"))
                found = way.search(text)
                assert found is not None
                span = Span(node.span.start + found.start(), node.span.start + found.end())
                words = (new.value, f"instead of {node.rounding.value}")
                yield Planted((Edit(span, new.value),), Kind.ROUNDING, words)


def missing_rules(policy: Policy) -> Iterator[Planted]:
    """What becomes of what is missing, in a scorecard or an aggregate."""
    for item in policy.file.declarations:
        if item not in policy.results:
            continue
        for node in item.walk():
            if isinstance(node, WhenMissing) and node.counts_as is None:
                assert isinstance(item, Scorecard)
                label = policy.cards[item].scale.labels[-1].name
                if policy.cards[item].points.get(policy.cards[item].scale.labels[-1], 0) is None:
                    continue
                edit = Edit(node.span, f"when missing counts as {label}")
                yield Planted((edit,), Kind.MISSING_RULE, (item.name.text, f"counts as {label}"))
            if isinstance(node, Aggregate):
                end = _end(policy, node)
                if node.leaving_out_missing:
                    edit = Edit(Span(end, node.span.end), "")
                else:
                    edit = Edit(Span(end, end), " leaving out missing")
                yield Planted((edit,), Kind.MISSING_RULE, ("what is missing",))


EDITS: Sequence[Find] = (
    thresholds,
    weights,
    caps,
    case_order,
    sources,
    labels,
    roundings,
    missing_rules,
)


def _of(policy: Policy, kind: type[Kept]) -> list[Kept]:
    return [item for item in policy.file.declarations if isinstance(item, kind)]


def _text(policy: Policy, node: Node) -> str:
    return policy.source.text[node.span.start : node.span.end]


def _figure(node: Node) -> Constant | None:
    right = node.right if isinstance(node, Compare) else None
    right = node.value if isinstance(node, ComparisonTest) else right
    if isinstance(right, Constant) and isinstance(right.value, Decimal):
        return right
    return None


def _raised(policy: Policy, figure: Constant) -> str:
    """The text of a figure, one larger."""
    assert isinstance(figure.value, Decimal)
    text = _text(policy, figure)
    new = figure.value + 1
    if text.startswith("£"):
        return f"£{new}"
    return re.sub(r"-?\s*[0-9]+(\.[0-9]+)?", f"{new}", text, count=1)


def _other_label(policy: Policy, item: Rating | Table, text: str) -> str | None:
    scale = policy.scales.get(item.type.text)
    if not isinstance(scale, Scale):
        return None
    return next((label.name for label in scale.labels if label.name != text), None)


def _end(policy: Policy, node: Aggregate) -> int:
    """Where the operands of an aggregate end, the bracket that closes them included."""
    text = policy.source.text
    found = re.compile(r"\)?\s*leaving\s+out\s+missing").search(text, node.operands.span.end - 1)
    if node.leaving_out_missing and found is not None:
        return found.start() + found[0].startswith(")")
    return node.operands.span.end
