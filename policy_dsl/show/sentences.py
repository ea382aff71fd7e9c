"""Conditions and expressions as a person would say them, facts by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import assert_never

from policy_dsl.check.items import CardPart, ItemPart
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.source import Span
from policy_dsl.syntax.aggregates import (
    Aggregate,
    CountWhich,
    GroupOperands,
    Operands,
    Round,
)
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
    Order,
    Target,
)
from policy_dsl.syntax.facts import Fact
from policy_dsl.syntax.history import (
    DateFrom,
    Earlier,
    Held,
    InThePeriod,
    PeriodBound,
    Window,
    YearToDate,
)
from policy_dsl.syntax.interpretations import Interpretation
from policy_dsl.syntax.nodes import Node, Word
from policy_dsl.syntax.population import Across, Quantile, Rank
from policy_dsl.syntax.scorecards import Scorecard
from policy_dsl.syntax.selections import CountDistinct, FieldOf, Member, Quantified, Quantifier
from policy_dsl.values.types import Plain, base

COMPARED = {
    "<": "is below",
    "<=": "is at most",
    "=": "is",
    "!=": "is not",
    ">=": "is at least",
    ">": "is above",
}
_DATED = {
    "<": "is before",
    "<=": "is on or before",
    "=": "is on",
    "!=": "is not on",
    ">=": "is on or after",
    ">": "is after",
}
_CALCULATED = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


def plain(name: str) -> str:
    """A name as words: ``average_score`` is average score, ``finance.average`` finance average."""
    return re.sub(r"(?<=[A-Za-z_])\.", " ", name).replace("_", " ")


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def listed(words: Sequence[str], joining: str = "and") -> str:
    """``a, b and c``."""
    return f"{', '.join(words[:-1])} {joining} {words[-1]}" if len(words) > 1 else "".join(words)


class Speaker:
    """Says what a policy's expressions say."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    # ---- names and constants ---------------------------------------------------------------------

    def named(self, node: Node, text: str) -> str:
        """What a name stands for: a fact by its label, anything else in plain words."""
        meaning = self.policy.meanings.get(node)
        if meaning is None:
            meaning = self.policy.facts.get(text)
        if isinstance(meaning, Fact) and meaning.label.text:
            return f"“{meaning.label.text}”"
        if isinstance(meaning, ItemPart) and meaning.field is not None and meaning.field.label:
            return f"“{meaning.field.label.text}”"
        return plain(text)

    def heading(self, word: Word) -> str:
        """A name as it heads a column."""
        return capital(self.named(word, word.text).strip("“”"))

    def written(self, span: Span) -> str:
        """A stretch of the policy's text on one line, without brackets around it."""
        text = self.policy.source.on_one_line(span)
        while text.startswith("(") and text.endswith(")"):
            text = text[1:-1].strip()
        return text

    def _constant(self, node: Constant) -> str:
        text = self.written(node.span)
        return f"“{node.value}”" if text.startswith('"') else text.replace("- ", "-")

    # ---- conditions ------------------------------------------------------------------------------

    def clause(self, node: Expression) -> str:
        """A condition as a clause: ``“EBITDA margin” is at least 11%``."""
        match node:
            case Name() | Member():
                return self._true(node, "yes")
            case Not():
                if isinstance(node.operand, Name | Member):
                    return self._true(node.operand, "no")
                return f"it is not so that {self._within(node.operand)}"
            case Both():
                return " and ".join(self._operand(part, Either) for part in node.operands)
            case Either():
                return " or ".join(self._operand(part, Both) for part in node.operands)
            case Compare():
                left, right = self.phrase(node.left), self.phrase(node.right)
                type_ = self.policy.types.get(node.left)
                dates = type_ is not None and base(type_) is Plain.DATE
                return f"{left} {(_DATED if dates else COMPARED)[node.sign]} {right}"
            case Is():
                is_ = "is not" if node.negated else "is"
                target = self._target(node.target)
                if isinstance(self.policy.meanings.get(node.subject), Interpretation):
                    return f"{self.phrase(node.subject)} {is_} read as ‘{target}’"
                return f"{self.phrase(node.subject)} {is_} {target}"
            case Quantified() if node.quantifier is not Quantifier.COUNT_OF:
                return self._quantified(node)
            case Held():
                return self._held(node)
            case InThePeriod():
                return f"{self.phrase(node.date)} is in the {node.word.text}"
            case _:
                return self.phrase(node)

    def _true(self, node: Name | Member, answer: str) -> str:
        """A name of which the answer is yes or no."""
        said = self.phrase(node)
        if said.startswith("“"):
            return f"{said} is {answer}"
        return f"{said} holds" if answer == "yes" else f"{said} does not hold"

    def _operand(self, node: Expression, other: type[Both] | type[Either]) -> str:
        """An operand, in brackets where it could be read in two ways."""
        return self._within(node) if isinstance(node, other) else self.clause(node)

    def _within(self, node: Expression) -> str:
        said = self.clause(node)
        return f"({said})" if isinstance(node, Both | Either | Held) else said

    def _quantified(self, node: Quantified) -> str:
        assert node.where is not None
        every = node.quantifier is Quantifier.EVERY_OF
        which = "every one" if every else "at least one"
        return f"{which} of {self._items(node.of)} is such that {self._within(node.where)}"

    def _items(self, node: Member) -> str:
        """The records of a list, or the measures of a scorecard."""
        said = self._member(node)
        is_card = isinstance(self.policy.meanings.get(node), Scorecard)
        return f"the measures of {said}" if is_card else said

    def _held(self, node: Held) -> str:
        said = self._within(node.condition)
        periods = f"{node.periods.value} {node.word.text}"
        match node.window:
            case Window.CONSECUTIVE:
                return f"{said} for {periods} running"
            case Window.EACH_OF:
                return f"{said} in each of the {periods} before"
            case Window.ANY_OF:
                return f"{said} in any of the {periods} before"
            case Window.AT_LEAST:
                assert node.least is not None
                return f"{said} in at least {node.least.value} of the last {periods}"
            case _:
                assert_never(node.window)

    def _target(self, node: Target) -> str:
        if node.label is None:
            return "nothing"
        label = self.named(node.label, node.label.text)
        match node.order:
            case Order.EXACTLY:
                return label
            case Order.OR_WORSE | Order.OR_BETTER:
                return f"{label} {node.order.value}"
            case Order.BETTER_THAN | Order.WORSE_THAN:
                return f"{node.order.value} {label}"
            case _:
                assert_never(node.order)

    # ---- values ----------------------------------------------------------------------------------

    def phrase(self, node: Expression) -> str:
        """A value as a phrase: ``the average of a, b and c``."""
        match node:
            case Constant():
                return self._constant(node)
            case Name():
                return self.named(node, node.text)
            case Member():
                return self._member(node)
            case Negative():
                return f"minus {self._side(node.operand)}"
            case Arithmetic():
                left, right = self._side(node.left, node.sign), self._side(node.right)
                return f"{left} {_CALCULATED[node.sign]} {right}"
            case Aggregate():
                said = f"the {node.summary.value} {self._operands(node.operands)}"
                return f"{said}, leaving out what is missing" if node.leaving_out_missing else said
            case CountWhich():
                test = node.test
                said = (
                    self._target(test)
                    if isinstance(test, Target)
                    else f"{COMPARED[test.sign][3:]} {self.phrase(test.right)}".strip()
                )
                return f"how many of {self._operands(node.operands)} are {said}"
            case Round():
                return self._rounded(node)
            case CountDistinct():
                field = self.named(node.field, node.field.text)
                return self._where(f"how many different {field} there are of", node.of, node.where)
            case FieldOf():
                summary = node.summary.value
                field = self.named(node.field, node.field.text)
                return self._where(f"the {summary} {field} of", node.of, node.where)
            case Quantified() if node.quantifier is Quantifier.COUNT_OF:
                return self._where("the number of", node.of, node.where)
            case Earlier():
                periods = f"{node.periods.value} {node.word.text}"
                return f"{self._side(node.expression)} {periods} earlier"
            case YearToDate():
                return f"{self._side(node.expression)}, year to date,"
            case DateFrom():
                before = Span(node.span.start, node.date.span.start)
                lead = self.policy.source.on_one_line(before)
                return f"{lead.lstrip('( ')} {self.phrase(node.date)}"
            case PeriodBound():
                return f"the {'end' if node.end else 'start'} of the {node.word.text}"
            case Across():
                said = f"the {node.summary.value} {self.named(node.name, node.name.text)}"
                return self._across(said, node)
            case Quantile():
                share = self.phrase(node.share)
                of = self.named(node.name, node.name.text)
                return self._across(f"the {share} quantile of {of}", node)
            case Rank():
                first = "highest first" if node.highest_first else "lowest first"
                of = self.named(node.name, node.name.text)
                return self._across(f"the rank, {first}, of {of}", node)
            case Compare() | Is() | Not() | Both() | Either() | Held() | InThePeriod():
                return f"whether {self.clause(node)}"
            case Quantified():
                return f"whether {self._quantified(node)}"
            case _:
                assert_never(node)

    def _member(self, node: Member) -> str:
        meaning = self.policy.meanings.get(node)
        if isinstance(meaning, CardPart | UsedPart) or len(node.words) > 1:
            return plain(node.text)
        return self.named(node, node.text)

    def _side(self, node: Expression, sign: str = "") -> str:
        """A side of a calculation, in brackets where it is one itself."""
        said = self.phrase(node)
        same = isinstance(node, Arithmetic) and sign and node.sign == sign
        loose = isinstance(node, Arithmetic | Compare | Both | Either) or " for which " in said
        return f"({said})" if loose and not same else said

    def _operands(self, node: Operands | GroupOperands) -> str:
        match node:
            case Operands():
                return listed([self._side(item) for item in node.items])
            case GroupOperands():
                return plain(node.group.text)
            case _:
                assert_never(node)

    def _rounded(self, node: Round) -> str:
        said = self._side(node.operand)
        if node.places is None:
            to = "to a whole number"
        else:
            to = f"to {node.places.value} place{'' if node.places.value == 1 else 's'}"
        return f"{said}, rounded {node.rounding.value} {to}"

    def _where(self, lead: str, of: Member, where: Expression | None) -> str:
        said = f"{lead} {self._items(of)}"
        return said if where is None else f"{said} for which {self._within(where)}"

    def _across(self, said: str, node: Across | Quantile | Rank) -> str:
        missing = ", leaving out what is missing" if node.leaving_out_missing else ""
        return f"{said} across every {plain(node.kind.text)}{missing}"

    # ---- what is defined -------------------------------------------------------------------------

    def is_condition(self, node: Node) -> bool:
        """Whether a thing of the policy is answered by yes or no."""
        type_ = self.policy.types.get(node)
        return type_ is not None and base(type_) is Plain.YES_OR_NO

    def kinds(self, kinds: Iterable[str]) -> str:
        """Kinds of organisation, in the plural."""
        names = map(plain, kinds)
        return listed([name if name.endswith("s") else f"{name}s" for name in names])
