"""What a node says, whatever its layout: nested tuples that are equal where the meaning is.

What has no order is sorted, brackets and spelling are gone, and a rule holds the citations that
count for it.  A node of no special kind is its class and its parts, so a new construct is covered
before anybody thinks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import Enum

import attrs
from attrs import field, frozen

from policy_dsl.check.items import SUMMARIES, CardPart, ItemPart
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.meaning.operands import (
    REFUSED,
    Form,
    comparison,
    constant_form,
    digits,
    joint,
    terms,
)
from policy_dsl.meaning.row_order import in_least_order
from policy_dsl.syntax.aggregates import Operands
from policy_dsl.syntax.expressions import (
    Arithmetic,
    Both,
    Compare,
    Constant,
    Either,
    Expression,
    Is,
    Name,
    Negative,
    Not,
)
from policy_dsl.syntax.facts import Fact, Facts
from policy_dsl.syntax.groups import Group
from policy_dsl.syntax.header import Rates
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.layouts import Layout, LayoutKey
from policy_dsl.syntax.nodes import Citation, LabelName, Node, Text, Word
from policy_dsl.syntax.ratings import AppliesTo, Override, Rating
from policy_dsl.syntax.records import RecordDeclaration
from policy_dsl.syntax.scales import ChoiceDeclaration, ScaleDeclaration
from policy_dsl.syntax.scorecards import CardPoints, CardRow, Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member
from policy_dsl.syntax.tables import Table, TestsCell
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.scales import Label

NOTHING: Mapping[str, str] = {}


@frozen(eq=False)
class Forms:
    """Makes the forms of one policy's nodes.

    ``names`` says under which name a declared thing goes instead of its own, which is how two
    policies are compared that differ in names alone.
    """

    policy: Policy
    names: Mapping[str, str] = field(default=NOTHING, repr=False)

    def of(self, node: Node) -> Form:
        """The form of a node."""
        match node:
            case Constant():
                return constant_form(node)
            case Negative(operand=Constant(value=Decimal() as value) as constant):
                return constant_form(attrs.evolve(constant, value=value.copy_negate()))
            case Text():
                return node.text
            case LabelName():
                return node.text
            case Name():
                return self._name(node)
            case Word():
                return self.name(node.text)
            case Member():
                return self._member(node)
            case Both() | Either():
                return joint(type(node), map(self.of, node.operands))
            case Compare():
                return comparison(node.sign, self.of(node.left), self.of(node.right))
            case Not():
                return self._refused(node.operand)
            case Arithmetic(sign="+" | "*" as sign):
                return sign, self._unordered(terms(node, sign))
            case Operands():
                return "Operands", self._unordered(node.items)
            case Group():
                return "Group", self._unordered(node.members), self.cited(node)
            case TestsCell():
                return "TestsCell", self._unordered(node.tests)
            case CardPoints():
                return "CardPoints", self._unordered(node.points)
            case AppliesTo() | Rates():
                # A kind of organisation is nobody's declaration.
                kinds = tuple(sorted(word.text for word in node.kinds))
                each = node.each.word if isinstance(node, Rates) else None
                return type(node).__name__, kinds, each
            case Fact():
                former = tuple(sorted(word.text for word in node.former_names))
                return self._parts(node, former_names=former)
            case FieldOf() | CountDistinct():
                return self._parts(node, field=node.field.text)
            case _:
                return self._declaration(node)

    def _declaration(self, node: Node) -> Form:
        match node:
            case ScaleDeclaration():
                labels = node.labels if node.best_first else tuple(reversed(node.labels))
                named = tuple(label.text for label in labels)
                return "scale", self.name(node.name.text), named, self.cited(node)
            case ChoiceDeclaration():
                words = tuple(sorted(label.text for label in node.labels))
                return "choice", self.name(node.name.text), words, self.cited(node)
            case Interpretation():
                first, *others = (self._reading(reading) for reading in node.readings)
                rest = tuple(sorted(others, key=repr))
                name, reason = self.name(node.name.text), node.reason.text
                return "interpretation", name, first, rest, reason, self.cited(node)
            case RecordDeclaration():
                fields = tuple(sorted((self._field(item) for item in node.fields), key=repr))
                return "record", self.name(node.name.text), fields, self.cited(node)
            case Table():
                return self._table(node)
            case Scorecard():
                return self._scorecard(node)
            case Rating():
                overrides = {id(line) for line in node.overrides}
                ordered = tuple(self.of(line) for line in node.lines if id(line) not in overrides)
                free = self._unordered(node.overrides)
                head = self.name(node.name.text), self.name(node.type.text)
                return "rating", *head, ordered, free, self.cited(node)
            case Override():
                return self._parts(node, name=node.name.text)
            case Trigger():
                return (
                    "trigger",
                    self.name(node.name.text),
                    self._unordered(node.lines),
                    (self.cited(node)),
                )
            case Layout():
                lines = tuple(
                    sorted(
                        (line.key.name, *_words(line.key, [word.text for word in line.words]))
                        for line in node.lines
                    )
                )
                return "layout", node.title.text, lines, self.cited(node)
            case _:
                return self._parts(node)

    def fact(self, block: Facts, fact: Fact) -> Form:
        """A fact with all that the block around it says of it."""
        about = (
            block.national,
            block.body.text if block.body is not None else None,
            block.each.word if block.each is not None else None,
            block.supplied_in.text if block.supplied_in is not None else None,
        )
        return "fact", *about, self._parts(fact)

    def cited(self, node: Node) -> Form:
        """The citations that count for a rule, each by its source and the place in it."""
        own: tuple[Citation, ...] = getattr(node, "citations", ())
        found = self.policy.citations.get(node, own)
        return tuple(
            sorted({(self.source(item.source), " ".join(item.place.split())) for item in found})
        )

    def source(self, name: str) -> str:
        """The name under which a source goes; it is declared apart from all other names."""
        return self.names.get(f"[{name}]", name)

    def name(self, text: str) -> str:
        """The name under which a declared thing goes."""
        return self.names.get(text, text)

    # ---- conditions ------------------------------------------------------------------------------

    def _refused(self, node: Expression) -> Form:
        """The form of ``not`` before a condition, which is carried into the condition."""
        match node:
            case Compare():
                sign = REFUSED[node.sign]
                return comparison(sign, self.of(node.left), self.of(node.right))
            case Is():
                return self._parts(node, negated=not node.negated)
            case Both() | Either():
                other = Either if isinstance(node, Both) else Both
                return joint(other, map(self._refused, node.operands))
            case Not():
                return self.of(node.operand)
            case _:
                return "Not", self.of(node)

    # ---- names -----------------------------------------------------------------------------------

    def _name(self, node: Name) -> Form:
        meaning = self.policy.meanings.get(node)
        if isinstance(meaning, Label | ItemPart):
            return "label" if isinstance(meaning, Label) else "item", node.text
        return "name", self.name(node.text)

    def _reading(self, node: Expression) -> Form:
        return node.text if isinstance(node, Name) else self.of(node)

    def _member(self, node: Member) -> Form:
        first, *rest = (word.text for word in node.words)
        match self.policy.meanings.get(node):
            case UsedPart() | ItemPart():
                return "member", first, *rest
            case CardPart() if rest and rest[0] not in SUMMARIES:
                return "member", self.name(first), *(self.name(text) for text in rest)
            case _:
                return "member", self.name(first), *rest

    def _field(self, node: Node) -> Form:
        word = getattr(node, "name")  # noqa: B009  # a record's field: its name is its own
        return self._parts(node, name=word.text)

    # ---- tables and scorecards -------------------------------------------------------------------

    def _table(self, table: Table) -> Form:
        inputs = [self.name(word.text) for word in table.columns.names[:-1]]
        rows = [
            (
                tuple(sorted(zip(inputs, map(self.of, row.cells), strict=False), key=repr)),
                self.of(row.cells[-1]),
                self.cited(row),
            )
            for row in table.rows
        ]
        # Said even of a column that every row leaves open: it is still a question that is asked.
        asked = tuple(sorted(inputs))
        head = self.name(table.name.text), self.name(table.type.text)
        ordered = in_least_order(self.policy, table.rows, rows)
        return "table", *head, asked, tuple(ordered), self.cited(table)

    def _scorecard(self, card: Scorecard) -> Form:
        learned = self.policy.cards[card]
        bands = [place for place, column in enumerate(learned.columns) if column.label is not None]
        rows = [self.card_row(card, row) for row in card.rows]
        named = tuple(learned.columns[place].heading.text for place in bands)
        lines = self._unordered(card.lines)
        head = self.name(card.name.text), self.name(card.type.text)
        return "scorecard", *head, named, lines, tuple(sorted(rows, key=repr)), self.cited(card)

    def card_row(self, card: Scorecard, row: CardRow) -> Form:
        """A row of a scorecard: its bands in order, and all else by the column's heading."""
        columns = self.policy.cards[card].columns
        bands: list[Form] = []
        others: list[Form] = []
        for column, cell in zip(columns, row.cells, strict=True):
            if column.label is not None:
                bands.append(self.of(cell))
            else:
                others.append((column.heading.text, self.of(cell)))
        return tuple(bands), tuple(sorted(others, key=repr)), self.cited(row)

    # ---- any node --------------------------------------------------------------------------------

    def _parts(self, node: Node, **given: Form) -> Form:
        parts: list[Form] = [type(node).__name__]
        for name in _field_names(type(node)):
            if name in given:
                parts.append(given[name])
            elif name == "citations":
                parts.append(self.cited(node))
            else:
                parts.append(self._value(getattr(node, name)))
        return tuple(parts)

    def _value(self, value: object) -> Form:
        match value:
            case Node():
                return self.of(value)
            case tuple():
                return tuple(self._value(item) for item in value)
            case Enum():
                return value.name
            case Decimal():
                return digits(value)
            case None | bool() | int() | str():
                return value
        raise TypeError(f"a syntax tree holds no {type(value).__name__}")

    def _unordered(self, nodes: Iterable[Node]) -> Form:
        return tuple(sorted((self.of(node) for node in nodes), key=repr))


def _words(key: LayoutKey, words: list[str]) -> list[str]:
    # Several columns together name an organisation, in their order.
    return words if key is LayoutKey.ORGANISATION_IN else sorted(words)


_FIELDS: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type) -> tuple[str, ...]:
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(item.name for item in attrs.fields(kind) if item.name != "span")
    return _FIELDS[kind]
