"""Small faults that a policy might have: what the examples of a good suite would notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum

from attrs import field, frozen

from policy_dsl.check.items import Role
from policy_dsl.check.policy import Policy
from policy_dsl.invent import Cut, Figure, Worth, cuts, in_words, worth_trying
from policy_dsl.source import Edit, Span
from policy_dsl.syntax.aggregates import Aggregate, Round
from policy_dsl.syntax.expressions import Both, Compare, Constant, Either, Negative, Not
from policy_dsl.syntax.history import DateFrom, Earlier, Held
from policy_dsl.syntax.nodes import LabelName, Node
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.ratings import Case, Rating
from policy_dsl.syntax.scorecards import CardPoints, Scorecard, WhenMissing
from policy_dsl.syntax.tables import ComparisonTest, EqualsTest, Table, TestsCell
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.numbers import EXACT, beside
from policy_dsl.values.scales import Label
from policy_dsl.values.types import Plain, Quantity


class MutantKind(Enum):
    """What a mutant changes."""

    THRESHOLD = "threshold"
    SIGN = "sign"
    WEIGHT = "weight"
    POINTS = "points"
    LABEL = "label"
    CAP = "cap"
    ROUNDING = "rounding"
    MISSING = "missing-rule"
    DROPPED = "dropped"
    DURATION = "duration"
    JOINED = "and-or"
    NEGATED = "not"
    ORDER = "order"
    SHARE = "share"
    POPULATION = "population"


@frozen(eq=False)
class Mutant:
    """One fault: where, what it changes, and the edit of the text that makes it.

    ``rule`` is the result it belongs to and ``node`` what is changed.  Of a threshold, ``cut`` is
    what it was, and ``now`` the sign and figure that it has become.
    """

    kind: MutantKind
    rule: str
    what: str
    node: Node = field(repr=False)
    edit: Edit = field(repr=False)
    cut: Cut | None = field(default=None, repr=False)
    now: tuple[str, Figure] | None = field(default=None, repr=False)


def mutants(policy: Policy) -> tuple[Mutant, ...]:
    """Every mutant of a policy's own rules, in the order of its text."""
    made = Making(policy, worth_trying(policy))
    found = [*made.of_cuts(), *made.of_rules()]
    places: dict[tuple[Span, str], Mutant] = {}
    for one in found:
        places.setdefault((one.edit.span, one.edit.text), one)
    return tuple(sorted(places.values(), key=lambda one: one.edit))


MOVED = {">=": ">", ">": ">=", "<=": "<", "<": "<=", "=": "!=", "!=": "="}
#: The rounding that one is changed to.
ROUNDED = {"half up": "down", "half even": "half up", "up": "down", "down": "up"}


@frozen(eq=False)
class Making:
    """Makes the mutants of one policy."""

    policy: Policy
    worth: Worth

    def _text(self, node: Node) -> str:
        return self.policy.source.text[node.span.start : node.span.end]

    def _said(self, node: Node) -> str:
        return self.policy.source.on_one_line(node.span)

    def _made(self, kind: MutantKind, rule: str, node: Node, text: str, what: str = "") -> Mutant:
        old = self._said(node)
        said = what or f"{old} becomes {' '.join(text.split())}"
        return Mutant(kind, rule, said, node, Edit(node.span, text))

    # ---- thresholds -----------------------------------------------------------------------------

    def of_cuts(self) -> Iterator[Mutant]:
        """Each figure that something is held against, one step up and one step down."""
        for cut in cuts(self.policy):
            rule = cut.result.name.text
            if not isinstance(cut.at, Constant | Negative):
                continue
            for figure in self._moved(cut):
                written = self._figure(cut.at, figure)
                said = f"{self._about(cut)}: {self._text(cut.at)} becomes {written}"
                edit = Edit(cut.at.span, written)
                now = (cut.sign, figure)
                yield Mutant(MutantKind.THRESHOLD, rule, said, cut.at, edit, cut, now)
            yield from self._of_sign(rule, cut)

    def _about(self, cut: Cut) -> str:
        named = getattr(getattr(cut.subject, "name", None), "text", None)
        if named is None and isinstance(cut.subject, Node):
            named = self._said(cut.subject)
        named = named or getattr(cut.subject, "name", "")
        return f"{named} {cut.sign} {self._said(cut.at)}"

    def _of_sign(self, rule: str, cut: Cut) -> Iterator[Mutant]:
        """The sign of a comparison, turned so that the figure itself falls on the other side."""
        test = cut.test
        assert cut.figure is not None
        now = (MOVED[cut.sign], cut.figure)
        if isinstance(test, ComparisonTest):
            text = MOVED[test.sign] + self._text(test)[len(test.sign) :]
            said = f"{self._about(cut)}: {test.sign} becomes {MOVED[test.sign]}"
            yield Mutant(MutantKind.SIGN, rule, said, test, Edit(test.span, text), cut, now)
        elif isinstance(test, Compare):
            yield from self._sign_between(rule, test, cut, now)

    def _moved(self, cut: Cut) -> Iterator[Figure]:
        figure = cut.figure
        if isinstance(figure, date):
            yield from (figure + timedelta(days=days) for days in (-1, 1))
        elif isinstance(figure, Decimal):
            step = Decimal(1).scaleb(-cut.places)
            if cut.fact is not None:
                step = min(step, self.worth.steps[cut.fact.name.text])
            yield from beside(figure, step)[::2]

    def _figure(self, node: Node, value: Figure) -> str:
        constant = next(item for item in node.walk() if isinstance(item, Constant))
        return in_words(value, constant.type)

    # ---- everything else ------------------------------------------------------------------------

    def of_rules(self) -> Iterator[Mutant]:
        """Signs, labels, caps, weights, points, roundings, missing-rules, and what is dropped."""
        for result in self.policy.results:
            rule = result.name.text
            match result:
                case Rating():
                    yield from self._of_rating(rule, result)
                case Table():
                    yield from self._of_table(rule, result)
                case Scorecard():
                    yield from self._of_card(rule, result)
            for node in result.walk():
                yield from self._of_node(rule, node)

    def _of_node(self, rule: str, node: Node) -> Iterator[Mutant]:
        match node:
            case Compare():
                yield from self._sign_between(rule, node)
            case ComparisonTest():
                text = self._text(node)
                said = MOVED[node.sign] + text[len(node.sign) :]
                yield self._made(MutantKind.SIGN, rule, node, said)
            case Both():
                yield from self._joined(rule, node, "and", "or")
            case Either():
                yield from self._joined(rule, node, "or", "and")
            case Not():
                yield self._made(MutantKind.NEGATED, rule, node, self._text(node.operand))
            case Round():
                words = node.rounding.value
                text = re.sub(r"\s+".join(words.split()), ROUNDED[words], self._text(node), count=1)
                yield self._made(MutantKind.ROUNDING, rule, node, text)
            case Held() | Earlier():
                yield from self._longer(rule, node, node.periods)
            case DateFrom():
                yield from self._longer(rule, node, node.amount)
            case Trigger() if len(node.conditions) > 1:
                for line in node.conditions:
                    text = self._said(line).split("[")[0].rstrip()
                    yield self._dropped(rule, line, text)
            case Aggregate() if node.leaving_out_missing:
                yield self._with_missing(rule, node)
            case Across() | Quantile() | Rank():
                yield from self._across(rule, node)

    def _with_missing(self, rule: str, node: Node) -> Mutant:
        text = re.sub(r"\s*leaving\s+out\s+missing$", "", self._text(node))
        return self._made(MutantKind.MISSING, rule, node, text)

    def _across(self, rule: str, node: Across | Quantile | Rank) -> Iterator[Mutant]:
        """Another population, another share of it, the other end first, what is missing not left
        out."""
        if node.leaving_out_missing:
            yield self._with_missing(rule, node)
        said = self._said(node)
        for kind in [one for one in self.policy.kinds if one != node.kind.text][:1]:
            what = f"{said}: {node.kind.text} becomes {kind}"
            yield self._made(MutantKind.POPULATION, rule, node.kind, kind, what)
        if isinstance(node, Quantile):
            for constant in _constants(node.share.walk()):
                for text in self._one_more(constant):
                    what = f"{said}: {self._text(constant)} becomes {text}"
                    yield self._made(MutantKind.SHARE, rule, constant, text, what)
        if isinstance(node, Rank):
            first, other = ("highest", "lowest") if node.highest_first else ("lowest", "highest")
            text = re.sub(rf"{first}(\s+first\b)", rf"{other}\1", self._text(node))
            what = f"{said}: {first} first becomes {other} first"
            yield self._made(MutantKind.ORDER, rule, node, text, what)

    def _longer(self, rule: str, node: Node, amount: Constant) -> Iterator[Mutant]:
        """So many periods or days, and one more."""
        for text in self._one_more(amount):
            said = f"{self._said(node)}: {self._text(amount)} becomes {text}"
            yield self._made(MutantKind.DURATION, rule, amount, text, said)

    def _sign_between(
        self,
        rule: str,
        node: Compare,
        cut: Cut | None = None,
        now: tuple[str, Figure] | None = None,
    ) -> Iterator[Mutant]:
        between = Span(node.left.span.end, node.right.span.start)
        text = self.policy.source.text[between.start : between.end]
        if text.count(node.sign) != 1 or text.strip() != node.sign:
            return
        moved = text.replace(node.sign, MOVED[node.sign])
        said = f"{self._said(node)}: {node.sign} becomes {MOVED[node.sign]}"
        yield Mutant(MutantKind.SIGN, rule, said, node, Edit(between, moved), cut, now)

    def _joined(self, rule: str, node: Both | Either, word: str, other: str) -> Iterator[Mutant]:
        for one, two in zip(node.operands, node.operands[1:], strict=False):
            between = Span(one.span.end, two.span.start)
            text = self.policy.source.text[between.start : between.end]
            if len(re.findall(rf"\b{word}\b", text)) == 1:
                moved = re.sub(rf"\b{word}\b", other, text)
                first, second = map(self._said, (one, two))
                said = f"{first} {word} {second}: {word} becomes {other}"
                yield Mutant(MutantKind.JOINED, rule, said, node, Edit(between, moved))

    def _of_rating(self, rule: str, rating: Rating) -> Iterator[Mutant]:
        scale = self.policy.types[rating]
        for case in rating.cases:
            for label in self._neighbours(scale, case.label):
                yield self._made(
                    MutantKind.LABEL,
                    rule,
                    case.label,
                    label,
                    f"{self._line(case)}: {case.label.text} becomes {label}",
                )
            if case.condition is not None and len(rating.cases) > 1:
                yield self._dropped(rule, case, self._line(case))
        for override in rating.overrides:
            name = f"override {override.name.text}"
            for label in self._neighbours(scale, override.label):
                said = f"{name}: {override.label.text} becomes {label}"
                yield self._made(MutantKind.CAP, rule, override.label, label, said)
            if len(rating.lines) > 1:
                yield self._dropped(rule, override, name)

    def _line(self, case: Case) -> str:
        text = self._said(case).split("[")[0].rstrip()
        return text if len(text) <= 60 else text[:57] + "..."

    def _dropped(self, rule: str, line: Node, name: str) -> Mutant:
        return self._made(MutantKind.DROPPED, rule, line, "", f"{name} is dropped")

    def _neighbours(self, scale: object, written: Node) -> Iterator[str]:
        """The labels next to one on its scale."""
        label = self.policy.meanings.get(written)
        if not isinstance(label, Label) or not isinstance(written, LabelName):
            return
        labels = getattr(scale, "labels", ())
        for rank in (label.rank - 1, label.rank + 1):
            if 0 <= rank < len(labels):
                yield labels[rank].name

    def _of_table(self, rule: str, table: Table) -> Iterator[Mutant]:
        type_ = self.policy.types[table]
        for number, row in enumerate(table.rows, start=1):
            last = row.cells[-1]
            if not isinstance(last, TestsCell) or not isinstance(last.tests[0], EqualsTest):
                continue
            output = last.tests[0].value
            for text in self._other_outputs(type_, output):
                said = f"row {number}: {self._text(output)} becomes {text}"
                yield self._made(MutantKind.LABEL, rule, output, text, said)

    def _other_outputs(self, type_: object, output: Node) -> Iterator[str]:
        label = self.policy.meanings.get(output)
        if isinstance(label, Label):
            labels = getattr(type_, "labels", ())
            near = (label.rank - 1, label.rank + 1)
            yield from (labels[rank].name for rank in near if 0 <= rank < len(labels))
        elif isinstance(output, Constant):
            yield from self._one_more(output)

    def _one_more(self, constant: Constant) -> Iterator[str]:
        """A figure with one more in its last place; yes for no."""
        value = constant.value
        if isinstance(value, bool):
            yield "no" if value else "yes"
        elif isinstance(value, Decimal) and isinstance(constant.type, Quantity | Plain):
            places = max(0, -int(value.as_tuple().exponent))
            yield in_words(EXACT.add(value, Decimal(1).scaleb(-places)), constant.type)

    def _of_card(self, rule: str, card: Scorecard) -> Iterator[Mutant]:
        learned = self.policy.cards[card]
        place = learned.position(Role.WEIGHT)
        measure = learned.position(Role.MEASURE) or 0
        for row in card.rows if place is not None else ():
            assert place is not None
            name = self._text(row.cells[measure])
            for constant in _constants(row.cells[place].walk()):
                for text in self._one_more(constant):
                    said = f"{name}: weight {self._text(constant)} becomes {text}"
                    yield self._made(MutantKind.WEIGHT, rule, constant, text, said)
        for line in card.lines:
            if isinstance(line, WhenMissing):
                yield self._made(
                    MutantKind.MISSING, rule, line, "", f"{self._text(line)} is dropped"
                )
            elif isinstance(line, CardPoints):
                for points in line.points:
                    for constant in _constants(points.points.walk()):
                        for text in self._one_more(constant):
                            said = f"points {self._text(points)} becomes {text}"
                            yield self._made(MutantKind.POINTS, rule, constant, text, said)


def _constants(nodes: Iterable[Node]) -> Iterator[Constant]:
    return (node for node in nodes if isinstance(node, Constant))
