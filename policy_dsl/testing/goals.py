"""What a suite of examples should reach: every rule, and every threshold on its three sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from attrs import field, frozen

from policy_dsl.check.interpretations import written
from policy_dsl.check.items import ItemPart, Role
from policy_dsl.check.policy import Policy
from policy_dsl.check.used import UsedPart
from policy_dsl.invent import Cut, Worth, cuts, worth_trying
from policy_dsl.syntax.aggregates import Aggregate
from policy_dsl.syntax.nodes import Node
from policy_dsl.syntax.ratings import Rating
from policy_dsl.syntax.scorecards import CardRow, NoCell, Scorecard, WhenMissing
from policy_dsl.syntax.tables import Table
from policy_dsl.syntax.triggers import Trigger
from policy_dsl.values.scales import Scale
from policy_dsl.values.types import Quantity, Type, Unit, base


class GoalKind(Enum):
    """What is to be reached, as a heading says it."""

    CASE = "cases"
    ROW = "rows"
    BAND = "bands"
    OVERRIDE = "overrides"
    TRIGGER = "triggers"
    THRESHOLD = "thresholds"
    MISSING = "missing"
    READING = "readings"


@frozen
class Goal:
    """One thing that some example should bring about.

    ``rule`` is the result it belongs to, ``what`` the part of it and ``side`` how it is to act:
    ``liquidity >= 15 days``, ``just below``.  Two goals are equal whatever their place.
    """

    kind: GoalKind
    rule: str
    what: str
    side: str = ""
    node: Node = field(eq=False, repr=False, kw_only=True)

    @property
    def text(self) -> str:
        """``liquidity >= 15 days: just below``."""
        return f"{self.what}: {self.side}" if self.side else self.what


#: The three sides of a threshold.
SIDES = ("just below", "at", "just above")
TAKEN, NOT_TAKEN = "taken", "not taken"


@frozen(eq=False)
class Threshold:
    """A cut, the size of the smallest step beside it, and the goals on its three sides."""

    cut: Cut
    step: Decimal | timedelta
    goals: dict[str, Goal] = field(repr=False)


@lru_cache(maxsize=64)
def goals(policy: Policy) -> tuple[Goal, ...]:
    """Everything that a suite should reach, rule by rule, in the order of the policy's text."""
    found = [*_rules(policy), *_readings(policy)]
    found.extend(goal for one in thresholds(policy) for goal in one.goals.values())
    unique = dict.fromkeys(found)
    return tuple(sorted(unique, key=lambda goal: goal.node.span.start))


def excerpt(policy: Policy, node: Node) -> str:
    """A node as it stands in the text, on one line, however it is laid out."""
    return policy.source.on_one_line(node.span)


def _rules(policy: Policy) -> Iterator[Goal]:
    for result in policy.results:
        name = result.name.text
        match result:
            case Rating():
                for number, case in enumerate(result.cases, start=1):
                    what = f"case {number} ({case.label.text})"
                    yield Goal(GoalKind.CASE, name, what, node=case)
                for override in result.overrides:
                    for side in (TAKEN, NOT_TAKEN):
                        what = f"override {override.name.text}"
                        yield Goal(GoalKind.OVERRIDE, name, what, side, node=override)
            case Table():
                for number, row in enumerate(result.rows, start=1):
                    yield Goal(GoalKind.ROW, name, f"row {number}", node=row)
            case Scorecard():
                yield from _bands(policy, result)
            case Trigger():
                for side in ("pulled", "not pulled"):
                    yield Goal(GoalKind.TRIGGER, name, f"trigger {name}", side, node=result)
        for node in result.walk():
            if isinstance(node, Aggregate) and node.leaving_out_missing:
                what = f"{node.summary.value} ... leaving out missing"
                yield Goal(GoalKind.MISSING, name, what, "one left out", node=node)
            elif isinstance(node, WhenMissing):
                yield Goal(
                    GoalKind.MISSING, name, excerpt(policy, node), "a measure missing", node=node
                )


def measure_words(policy: Policy, card: Scorecard, row: CardRow) -> str:
    """The measure of a row, as its cell says it."""
    place = policy.cards[card].position(Role.MEASURE)
    return excerpt(policy, row.cells[place or 0])


def _bands(policy: Policy, card: Scorecard) -> Iterator[Goal]:
    for row in card.rows:
        measure = measure_words(policy, card, row)
        for cell, column in zip(row.cells, policy.cards[card].columns, strict=True):
            if column.role is Role.BAND and not isinstance(cell, NoCell):
                what = f"{measure} in {column.heading.text}"
                yield Goal(GoalKind.BAND, card.name.text, what, node=cell)


def _readings(policy: Policy) -> Iterator[Goal]:
    for name, item in policy.interpretations.items():
        for reading in item.readings:
            what = f"read as {written(reading)}"
            yield Goal(GoalKind.READING, name, what, node=reading)


# ---- thresholds ---------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def thresholds(policy: Policy) -> tuple[Threshold, ...]:
    """Every cut at a number or date, with the goals on those of its sides that there can be."""
    worth = worth_trying(policy)
    found = (_threshold(policy, cut, worth) for cut in cuts(policy))
    return tuple(one for one in found if one is not None and one.goals)


def _threshold(policy: Policy, cut: Cut, worth: Worth) -> Threshold | None:
    if isinstance(cut.figure, str) or _is_fixed(policy, cut):
        return None
    if cut.rival is not None and not _is_number(policy.types.get(cut.rival)):  # type: ignore[arg-type]  # a node that is named
        return None
    step = _step(policy, cut, worth)
    what = _what(policy, cut)
    fits = _fits(policy, cut)
    offsets = (-step, step * 0, step)
    made = {
        side: Goal(GoalKind.THRESHOLD, cut.result.name.text, what, side, node=cut.test)
        for side, offset in zip(SIDES, offsets, strict=True)
        if cut.figure is None or fits(cut.figure + offset)  # type: ignore[operator]  # a number and its step, or a date and a day
    }
    return Threshold(cut, step, made)


def _is_fixed(policy: Policy, cut: Cut) -> bool:
    """Whether there is nothing to vary: a label of a scale, each of which has a row of its own, or
    a weight or attribute of a scorecard's rows, which is written down.
    """
    if isinstance(cut.subject, ItemPart) and isinstance(cut.subject.of, Scorecard):
        return cut.subject.name not in ("value", "points")
    type_ = policy.types.get(cut.subject) if isinstance(cut.subject, Node) else None
    return cut.sign == "=" and type_ is not None and isinstance(base(type_), Scale)


def _step(policy: Policy, cut: Cut, worth: Worth) -> Decimal | timedelta:
    if isinstance(cut.figure, date):
        return timedelta(days=1)
    if cut.fact is not None:
        return worth.steps[cut.fact.name.text]
    return Decimal(1).scaleb(-cut.places)


def _what(policy: Policy, cut: Cut) -> str:
    """``liquidity >= 15 days``, however the test is written: as a cell, a comparison, a count."""
    subject = getattr(cut.subject, "name", None)
    if isinstance(cut.subject, UsedPart):
        of = cut.subject
        subject = ".".join(filter(None, (of.used.alias, of.result, of.part)))
    named = getattr(subject, "text", subject) if subject is not None else None
    if not isinstance(named, str):
        assert isinstance(cut.subject, Node)
        named = excerpt(policy, cut.subject)
    card = getattr(cut.subject, "card", None)
    if isinstance(card, Scorecard):
        named = f"{card.name.text}.{named}"
    figure = excerpt(policy, cut.at)
    if cut.figure is not None and isinstance(cut.figure, Decimal) and figure.isidentifier():
        figure = f"{figure} ({cut.figure})"
    return f"{named} {cut.sign} {figure}"


def _fits(policy: Policy, cut: Cut) -> Callable[[object], bool]:
    """Whether the subject can have a value at all, as far as its type and range say."""
    if not isinstance(cut.subject, Node):
        return lambda value: True
    type_ = policy.types.get(cut.subject)
    kind = None if type_ is None else base(type_)
    entry = None if cut.fact is None else policy.vocabulary.facts.get(cut.fact.name.text)

    def fits(value: object) -> bool:
        if not isinstance(value, Decimal):
            return True
        if isinstance(kind, Scale):
            return kind.numbered(value) is not None
        if isinstance(kind, Quantity) and kind.unit is Unit.COUNT and value < 0:
            return False
        return entry is None or entry.precision.objection(value) is None

    return fits


def _is_number(type_: Type | None) -> bool:
    return type_ is not None and isinstance(base(type_), Quantity | Scale)
