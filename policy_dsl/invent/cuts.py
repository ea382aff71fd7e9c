"""The figures at which a policy's rules divide: each test of something against a constant.

What lies between two neighbouring cuts is treated alike by the rule, so an organisation at each
cut and just beside it stands for all that there can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from attrs import frozen

from policy_dsl.check.items import CardPart, Role
from policy_dsl.check.policy import Meaning, Policy, Result
from policy_dsl.check.used import UsedPart
from policy_dsl.syntax.aggregates import CountWhich, GroupOperands, Operands, WhichCompare
from policy_dsl.syntax.expressions import Compare, Constant, Expression, Name, Negative
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, Scorecard
from policy_dsl.syntax.selections import Member
from policy_dsl.syntax.tables import (
    Cell,
    ComparisonTest,
    EqualsTest,
    OrderTest,
    RangeTest,
    Table,
    TestsCell,
)
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.syntax.values import ValueDeclaration
from policy_dsl.values.numbers import EXACT
from policy_dsl.values.types import Type, base

#: What a cut is at.
Figure: TypeAlias = Decimal | date | str

_MIRRORED = {"<": ">", "<=": ">=", "=": "=", "!=": "!=", ">=": "<=", ">": "<"}


@frozen(eq=False)
class Cut:
    """One test of something against a figure.

    ``test`` is the comparison or cell in which it stands, ``subject`` what is tested: a fact or
    result where it is named, otherwise the expression; ``sign`` one of ``< <= = != >= >`` with the
    subject on its left.  ``figure`` is None where the subject is held against another fact, which
    ``rival`` then is.  ``at`` is the node of the figure.  ``result`` is the rule around it.
    """

    result: Result
    test: Node
    subject: Meaning | Expression
    sign: str
    figure: Figure | None
    at: Node
    rival: Meaning | None = None

    @property
    def fact(self) -> Fact | None:
        """The fact that is tested; None where it is something worked out."""
        return self.subject if isinstance(self.subject, Fact) else None

    @property
    def places(self) -> int:
        """The decimal places that the figure is written with."""
        if not isinstance(self.figure, Decimal):
            return 0
        return max(0, -int(self.figure.as_tuple().exponent))


def cuts(policy: Policy) -> tuple[Cut, ...]:
    """Every cut of a policy's own rules, in the order in which its results are worked out."""
    return tuple(cut for result in policy.results for cut in _of(policy, result))


def subject_node(policy: Policy, cut: Cut) -> Node:
    """What a cut tests where it is a node; a part of a scorecard or policy where it is written."""
    if isinstance(cut.subject, Node):
        return cut.subject
    return next(node for node in cut.result.walk() if policy.meanings.get(node) is cut.subject)


def subject_type(policy: Policy, cut: Cut) -> Type | None:
    """The type of what a cut tests, whether or not it can also be nothing."""
    type_ = policy.types.get(subject_node(policy, cut))
    return None if type_ is None else base(type_)


def facts_behind(policy: Policy, node: Node) -> tuple[str, ...]:
    """The facts that a rule or expression rests on, by way of whatever results, as they are met.

    Of what another policy works out, that is every fact taken over from those it uses.
    """
    found: dict[str, None] = {}
    seen: set[Node] = set()
    stack = [node]
    while stack:
        top = stack.pop()
        if top in seen:
            continue
        seen.add(top)
        for part in top.walk():
            meaning = policy.meanings.get(part)
            match meaning:
                case Fact():
                    found[meaning.name.text] = None
                case CardPart():
                    stack.append(meaning.card)
                case UsedPart():
                    taken = (name for name, fact in policy.facts.items() if fact in policy.homes)
                    found.update(dict.fromkeys(taken))
                case Group() | ValueDeclaration() | Table() | Scorecard() | Rating() | Trigger():
                    stack.append(meaning)
                case _:
                    pass  # a label, a reading, or a part of a row or record, found beside it
    return tuple(found)


def rules_behind(policy: Policy, result: Result) -> frozenset[Result]:
    """A result and all those that it rests on."""
    found: set[Result] = set()
    stack: list[Node] = [result]
    while stack:
        top = stack.pop()
        if isinstance(top, Result):
            if top in found:
                continue
            found.add(top)
        for node in top.walk():
            meaning = policy.meanings.get(node)
            if isinstance(meaning, CardPart):
                stack.append(meaning.card)
            elif isinstance(meaning, Group | Result):
                stack.append(meaning)
    return frozenset(found)


def _of(policy: Policy, result: Result) -> Iterator[Cut]:
    match result:
        case Table():
            for word, cells in _columns(result):
                subject = policy.meanings.get(word)
                if subject is not None:
                    for cell in cells:
                        yield from _of_cell(policy, result, subject, cell)
        case Scorecard():
            for row in result.rows:
                yield from _of_row(policy, result, row)
    for node in result.walk():
        if isinstance(node, Compare):
            yield from _of_sides(policy, result, node, node.left, node.sign, node.right)
        elif isinstance(node, CountWhich):
            yield from _of_count(policy, result, node)


def _columns(table: Table) -> Iterator[tuple[Word, Iterator[Cell]]]:
    for place, word in enumerate(table.columns.names[:-1]):
        yield word, (row.cells[place] for row in table.rows if place < len(row.cells))


def _of_row(policy: Policy, card: Scorecard, row: CardRow) -> Iterator[Cut]:
    learned = policy.cards[card]
    measure = learned.position(Role.MEASURE)
    if measure is None:
        return
    subject = next(
        (policy.meanings[node] for node in row.cells[measure].walk() if node in policy.meanings),
        None,
    )
    if subject is None:
        return
    for cell, column in zip(row.cells, learned.columns, strict=True):
        if column.role is Role.BAND and isinstance(cell, TestsCell):
            yield from _of_cell(policy, card, subject, cell)


def _of_cell(policy: Policy, result: Result, subject: Meaning, cell: Node) -> Iterator[Cut]:
    if not isinstance(cell, TestsCell):
        return
    for test in cell.tests:
        match test:
            case EqualsTest():
                yield from _at(policy, result, test, subject, "=", test.value)
            case ComparisonTest():
                yield from _at(policy, result, test, subject, test.sign, test.value)
            case RangeTest():
                yield from _at(policy, result, test, subject, ">=", test.low)
                yield from _at(policy, result, test, subject, "<=", test.high)
            case OrderTest():
                pass  # of labels, of which all are tried


def _of_count(policy: Policy, result: Result, node: CountWhich) -> Iterator[Cut]:
    """``count of (a, b) which are >= 3``: a cut for each operand."""
    if isinstance(node.test, WhichCompare):
        for operand in counted(policy, node.operands):
            yield from _at(policy, result, node.test, operand, node.test.sign, node.test.right)


def counted(policy: Policy, operands: Operands | GroupOperands) -> Iterator[Meaning | Expression]:
    """What a count counts, in the order of its step's inputs."""
    if isinstance(operands, Operands):
        yield from (_subject(policy, item) for item in operands.items)
        return
    yield from (policy.meanings[word] for word in policy.members(operands.group))


def _of_sides(
    policy: Policy, result: Result, test: Node, left: Expression, sign: str, right: Expression
) -> Iterator[Cut]:
    if _figures(policy, left):
        left, sign, right = right, _MIRRORED[sign], left
    yield from _at(policy, result, test, _subject(policy, left), sign, right)
    if isinstance(_subject(policy, right), Fact):
        yield from _at(policy, result, test, _subject(policy, right), _MIRRORED[sign], left)


def _at(
    policy: Policy,
    result: Result,
    test: Node,
    subject: Meaning | Expression,
    sign: str,
    other: Expression,
) -> Iterator[Cut]:
    figures = _figures(policy, other)
    for figure in figures:
        yield Cut(result, test, subject, sign, figure, other)
    if not figures:
        rival = _subject(policy, other)
        if isinstance(rival, Fact | Table | Rating | ValueDeclaration):
            yield Cut(result, test, subject, sign, None, other, rival)


def _subject(policy: Policy, side: Expression) -> Meaning | Expression:
    if isinstance(side, Name | Member):
        meaning = policy.meanings.get(side)
        if meaning is not None:
            return meaning
    return side


def _figures(policy: Policy, side: Node) -> tuple[Figure, ...]:
    """The figures that a side stands for: several of an interpretation, none of what varies."""
    match side:
        case Constant():
            return () if isinstance(side.value, bool) else (side.value,)
        case Negative():
            figures = _figures(policy, side.operand)
            return tuple(EXACT.minus(one) for one in figures if isinstance(one, Decimal))
        case Name():
            meaning = policy.meanings.get(side)
            if isinstance(meaning, Interpretation):
                return _of_readings(policy, meaning.readings)
    return ()


def _of_readings(policy: Policy, readings: Iterable[Expression]) -> tuple[Figure, ...]:
    return tuple(
        figure
        for reading in readings
        if not isinstance(reading, Name)
        for figure in _figures(policy, reading)
    )
